"""What a name in a condition may mean: a question of the file, or a field of an entry."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from screener.protocol.conditions import Answered
from screener.protocol.loading.nodes import Node, ScalarNode
from screener.protocol.loading.notes import Notes, quoted
from screener.protocol.model import Question, QuestionType

GRAMMAR = ("all", "any", "none", "not", "at_least", "of", "criterion", "definition")
#: Every entry of a series has this, beside its fields.
DATE = "date"
#: What stands for the date of the decision.
REFERENCE_WORD = "reference"


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a condition may use.

    `asked` holds the questions; it is None where there are none to be read at all.
    A question or field is None where it is there but could not be read: nothing more is said
    about what uses it. Inside the entries of a series, `entries_of` is that series and `fields`
    holds its fields with the entry's date.
    """

    notes: Notes
    asked: Mapping[str, Question | None] | None
    definitions: Collection[str] = ()
    criteria: Collection[str] = ()
    #: Questions of which a part could not be read: fields of theirs may be unknown.
    partial: Collection[str] = ()
    entries_of: str | None = None
    fields: Mapping[str, Question | None] = field(default_factory=dict)

    @property
    def questions(self) -> Mapping[str, Question | None]:
        """The questions of the file."""
        return self.asked or {}

    def inside(self, series: Question) -> "Scope":
        """Give the scope of a condition over the entries of a series."""
        return self.inside_fields(series.id, series, series.fields)

    def inside_fields(
        self, series: str, owner: Question, fields: Mapping[str, Question | None]
    ) -> "Scope":
        """Give the scope of a condition over these fields and the entry's date."""
        entry_date = Question(DATE, QuestionType.DATE, owner.place)
        return replace(self, entries_of=series, fields={**fields, DATE: entry_date})

    def tested(self, name: ScalarNode) -> Question | None:
        """Give the question, or inside an entry the field, that a test is put to."""
        if self.entries_of is None:
            return self.question(name, GRAMMAR)
        if name.text in self.fields:
            return self.fields[name.text]
        if self.entries_of in self.partial:
            return None
        series = quoted(self.entries_of)
        message = f"{quoted(name.text)} is no field of {series}"
        hint = self.notes.did_you_mean(name.text, self.fields)
        if name.text in self.questions:
            self.notes.meant.add(name.text)
            message = f"{quoted(name.text)} is a question, not a field of {series}"
            hint = "inside an entry's condition only its fields are tested"
        self.notes.error("unknown-field", name.place, message, hint)
        return None

    def question(self, name: ScalarNode, besides: Iterable[str] = ()) -> Question | None:
        """Give the question of that name; `besides` are words that may have been meant."""
        if name.text in self.questions:
            return self.questions[name.text]
        if self.asked is None:
            return None  # the file has no questions, and that was told
        if self.notes.any_nameless("questions"):
            self.notes.lost = True
            return None
        message = f"there is no question {quoted(name.text)}"
        if form := _form_of(name.text, self, besides):
            self.notes.meant.add(name.text)
            self.notes.error("unknown-question", name.place, message, f"write {form}")
            return None
        found = self.notes.closest(name.text, [*self.questions, *besides])
        hint = f"did you mean `{found}`?" if found else self._field_hint(name.text)
        if found:
            self.notes.meant.add(found)
        else:
            self.notes.lost = True
        self.notes.error("unknown-question", name.place, message, hint)
        return None

    def other(self, node: Node, times: Decimal = Decimal(1)) -> tuple[Answered, Question] | None:
        """Give what `{question: ID}` or `until` names: a field of the entry, else a question."""
        if not isinstance(node, ScalarNode):
            self.notes.unsound(node)
            return None
        is_field = node.text in self.fields
        if node.text == REFERENCE_WORD:
            message = "the reference date is no question"
            hint = "leave `until` out: it is the default; elsewhere write `reference` alone"
            self.notes.error("unknown-question", node.place, message, hint)
            return None
        found = self.fields[node.text] if is_field else self.question(node, self.fields)
        return None if found is None else (Answered(node.text, times, is_field), found)

    def _field_hint(self, name: str) -> str | None:
        for question in self.questions.values():
            if question is not None and name in question.fields:
                return (
                    f"it is a field of {quoted(question.id)}: test it as `latest`, `any`, `every`"
                )
        return None


#: Words of other languages of logic → the word for it here.
_SYNONYMS = {"and": "all", "or": "any", "nor": "none", "any_of": "any", "all_of": "all"}


def _form_of(name: str, scope: Scope, besides: Iterable[str]) -> str | None:
    """Give the form of a condition that an author meant who wrote a question's name like this."""
    if besides is not GRAMMAR:
        return None
    if name in scope.definitions:
        return f"{{definition: {name}}}"
    if name in scope.criteria:
        return f"{{criterion: {name}}}"
    word = _SYNONYMS.get(name.casefold())
    return None if word is None else f"{{{word}: […]}}"
