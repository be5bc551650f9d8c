"""How a question of the protocol is put: its texts, its options, and what may be typed."""

from datetime import date

from screener.interview.dates_beside import ROW_DATE
from screener.interview.readings import Ambiguous, Reading, Refused, Understood
from screener.joining import advised, aside, clauses, labelled, listed
from screener.language import _, in_language
from screener.prose.values import MISSING
from screener.protocol.answers import Missing
from screener.protocol.conditions import Reference
from screener.protocol.model import Question, QuestionType
from screens.commands import told, with_keys
from screens.prompts import Line, Tone
from screens.single_keys import MISSING as MISSING_KEYS
from screens.single_keys import MOST_NUMBERED, TwoReadings, read_key


def ask_text(question: Question, language: str) -> str:
    """Give the question's text in a language."""
    return question.ask.in_language(language).strip() if question.ask else question.id


def labels(question: Question, language: str) -> dict[str, str]:
    """Give the options' labels by option id, in the file's order."""
    return {option: text.in_language(language) for option, text in question.options.items()}


def options(question: Question, language: str) -> tuple[str, ...]:
    """Give the options as they are listed; a boolean's are yes and no."""
    if question.type is QuestionType.BOOLEAN:
        with in_language(language):
            return (_("yes"), _("no"))
    return tuple(labels(question, language).values())


def keys(question: Question) -> str:
    """Give the keys of the options, where they are not their numbers."""
    return "yn" if question.type is QuestionType.BOOLEAN else ""


def takes_keys(question: Question) -> bool:
    """Tell whether single keys answer this question."""
    return question.type in (QuestionType.BOOLEAN, QuestionType.CHOICE)


def hint(question: Question, language: str) -> str:
    """Say what may be typed, missing reasons among it."""
    none = with_keys(_("{missing} no answer …"))
    if takes_keys(question):
        none = _reason_keys(question, language)
    return " · ".join(filter(None, (field_hint(question), none)))


def _reason_keys(question: Question, language: str) -> str:
    """Name the letters of the missing reasons; for one that begins an option too, the command."""
    shown, keys, others = labels(question, language), [], []
    for letter, reason in MISSING_KEYS.items():
        word = missing_word(reason)
        if isinstance(read_key(question, letter, shown), TwoReadings):
            others.append(word)
        else:
            keys.append(f"{letter} {word}")
    return " · ".join((*keys, *((f"{told('missing')} {listed(others)}",) if others else ())))


def two_meant(question: Question, typed: str, language: str) -> tuple[Line, ...]:
    """Say that a letter alone has two readings, and so answers nothing; else nothing."""
    shown, character = labels(question, language), typed.strip()
    read = read_key(question, character, shown) if len(character) == 1 else None
    if not isinstance(read, TwoReadings):
        return ()
    names = " / ".join(shown[option] for option in read.options)
    said = _("{key} could be {options}, or {reason}. Type more of it, or press {other}.")
    reason, other = missing_word(read.reason), told("missing")
    text = said.format(key=character, options=names, reason=reason, other=other)
    return (Line(text, Tone.AWAITED),)


def field_hint(question: Question) -> str:
    """Say how a value may be typed."""
    kind = question.type
    match kind:
        case QuestionType.BOOLEAN:
            said = ""
        case QuestionType.CHOICE if len(question.options) <= MOST_NUMBERED:
            said = _("a number, or first letters")
        case QuestionType.CHOICE:
            said = _("a number or first letters, then Enter")
        case QuestionType.CHOICES:
            said = _("all that apply, such as 1 3, or none")
        case QuestionType.DATE:
            said = _date_hint(question)
        case QuestionType.TEXT:
            said = _("text, then Enter")
        case QuestionType.SERIES:
            said = _("one row after another")
        case _:
            said = _number_hint(question)
    return said


def _date_hint(question: Question) -> str:
    if question is ROW_DATE:
        return _("a full date, such as 17 May 2019 or 2019-05-17")
    said = _("17 May 2019, 2019-05-17, May 2019 or 2019")
    return clauses((said, _("or: ongoing"))) if question.ongoing else said


def _number_hint(question: Question) -> str:
    units = listed(question.units) if question.units else question.unit or ""
    said = (
        _("a number in {units}, then Enter").format(units=units)
        if units
        else _("a number, then Enter")
    )
    low, high = question.minimum, question.maximum
    if low is None or high is None or isinstance(low, Reference) or isinstance(high, Reference):
        return said
    return aside(said, _("{low} to {high}").format(low=low, high=high))


def missing_word(reason: Missing) -> str:
    """Name a missing reason."""
    return _(MISSING[reason])


def reading_lines(reading: Reading) -> tuple[Line, ...]:
    """Say what typed text would be taken as."""
    match reading:
        case Understood(echo=said, certain=certain):
            asks = "" if certain else "  " + _("(Enter asks to confirm)")
            return (Line(f"→ {said}{asks}"),)
        case Ambiguous(readings=readings, message=message):
            several = " / ".join(one.echo for one in readings)
            return (Line(labelled(message, several), Tone.AWAITED),)
        case Refused(message=message, hint=hinted):
            return (Line(advised(message, hinted), Tone.QUIET),)


def read_text(question: Question, text: str, on: date, language: str) -> Reading:
    """Read what was typed as an answer to a question."""
    # Reading dates comes in behind the first paint.
    from screener.interview.typed import understand

    return understand(question, text, on, language)


def read_due(text: str, on: date) -> Reading:
    """Read what was typed as the day on which something is due."""
    from screener.interview.typed import understand_due

    return understand_due(text, on)


def due_hint() -> str:
    """Say how a due date may be typed."""
    return _("14 Feb, 2 weeks, next Monday; Enter alone where no date is known")


def missing_words() -> tuple[tuple[Missing, str], ...]:
    """Give the missing reasons with their names, in the order they are offered."""
    order = (Missing.UNKNOWN, Missing.NOT_DONE, Missing.PENDING, Missing.REFUSED)
    return tuple((reason, missing_word(reason)) for reason in order)
