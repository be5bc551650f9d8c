"""How a question is said by line: its text, and what can be answered."""

from screener.joining import listed
from screener.language import _
from screener.protocol.model import Question, QuestionType
from screener.sanitise import visible


def ask_text(question: Question, language: str) -> str:
    """Give the question's text."""
    return question.ask.in_language(language).strip() if question.ask else question.id


def hints(question: Question, language: str) -> list[str]:
    """Say what can be answered."""
    match question.type:
        case QuestionType.BOOLEAN:
            return [_("Answer yes or no.")]
        case QuestionType.CHOICE | QuestionType.CHOICES:
            labels = [text.in_language(language) for text in question.options.values()]
            numbered = [f"  {number}. {label}" for number, label in enumerate(labels, 1)]
            several = _("Answer with numbers, such as 1, 3; or none.")
            one = _("Answer with a number.")
            return [*numbered, several if question.type is QuestionType.CHOICES else one]
        case QuestionType.QUANTITY:
            units = listed(question.units)
            return [_("Answer with a number and its unit: {units}.").format(units=visible(units))]
        case QuestionType.INTEGER | QuestionType.DECIMAL:
            return [_("Answer with a number.")]
        case QuestionType.DATE:
            return [_("Answer with a date, such as 17 May 2019, May 2019 or 2019.")]
        case QuestionType.SERIES:
            return [
                _("Type the date of an entry to add it, /complete when all are entered,"),
                _("/remove 1 or /row 1 to change one, /pending where more is awaited."),
            ]
    return []
