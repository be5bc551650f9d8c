"""Conditions as sentences, for people who do not read rules."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from screener.joining import aside, clauses, joined, listed
from screener.language import N_, _, in_language, ngettext
from screener.prose.values import day_text, plain_number
from screener.protocol.conditions import (
    AgoTest,
    All,
    Answered,
    AnyEntry,
    AnyOf,
    AtLeast,
    BooleanTest,
    ChoicesTest,
    ChoiceTest,
    Comparison,
    Condition,
    Count,
    CriterionRef,
    DateComparison,
    DateTest,
    DefinitionRef,
    EveryEntry,
    Latest,
    Leaf,
    NoneOf,
    Not,
    NumberTest,
    OrderTest,
    Reference,
    SeriesTest,
    SetComparison,
    Test,
    Unchanged,
    walk,
)
from screener.protocol.durations import Duration
from screener.protocol.model import Criterion, Kind, Protocol, Question
from screener.protocol.reads import questions_read, roots, true_of_every_row

_NUMBERS = {
    Comparison.EQUAL: N_("{what} is {bound}"),
    Comparison.AT_LEAST: N_("{what} is at least {bound}"),
    Comparison.AT_MOST: N_("{what} is at most {bound}"),
    Comparison.ABOVE: N_("{what} is above {bound}"),
    Comparison.BELOW: N_("{what} is below {bound}"),
}
_DATES = {
    DateComparison.BEFORE: N_("{what} is before {bound}"),
    DateComparison.AFTER: N_("{what} is after {bound}"),
    DateComparison.ON_OR_BEFORE: N_("{what} is on or before {bound}"),
    DateComparison.ON_OR_AFTER: N_("{what} is on or after {bound}"),
}
_AGO = {
    Comparison.ABOVE: N_("{what} is more than {duration} before {end}"),
    Comparison.AT_LEAST: N_("{what} is {duration} or more before {end}"),
    Comparison.AT_MOST: N_("{what} is {duration} or less before {end}"),
    Comparison.BELOW: N_("{what} is less than {duration} before {end}"),
}
_SETS = {
    SetComparison.ANY_OF: N_("{what} has any of {options}"),
    SetComparison.ALL_OF: N_("{what} has all of {options}"),
    SetComparison.NONE_OF: N_("{what} has none of {options}"),
}
_KINDS = {
    Kind.INCLUSION: N_("inclusion {label}"),
    Kind.EXCLUSION: N_("exclusion {label}"),
}
#: A score of twenty questions is not named by all of them.
_MOST_ROOTS = 3


def criterion_told(criterion: Criterion) -> str:
    """Name a criterion by its id, and by list and label as the protocol prints it.

    The label alone would not do: both lists of a protocol begin with 1.
    """
    if criterion.label is None:
        return criterion.id
    return aside(criterion.id, _(_KINDS[criterion.kind]).format(label=criterion.label))


def value_name(question: Question, language: str) -> str:
    """Name what has a value: by the question's wording, a derived value without one by its id."""
    if question.ask is None:
        return question.id.replace("_", " ")
    named = question.ask.in_language(language).strip()
    return named if question.derive is not None else _("“{question}”").format(question=named)


def in_words(protocol: Protocol, condition: Condition, language: str) -> str:
    """Say a condition as a sentence without its full stop, in `language`."""
    with in_language(language):
        return _Prose(protocol, language).condition(condition)


def test_in_words(protocol: Protocol, test: Leaf, language: str) -> str:
    """Say a test of what was just named: without the question's wording."""
    with in_language(language):
        return _Prose(protocol, language, named=test.question).condition(test)


def about(protocol: Protocol, rule: Condition, question: str) -> Iterator[Leaf]:
    """Give the tests of a rule that depend on a question, itself or by what is derived from it.

    Definitions and other criteria are followed; the conditions of `when`s are not.
    """
    waiting, seen = [rule], {rule}
    while waiting:
        for node in walk(waiting.pop(0)):
            match node:
                case DefinitionRef(definition=name):
                    further = protocol.definitions[name]
                case CriterionRef(criterion=id):
                    further = protocol.criteria[id].rule
                case Test():
                    if any(
                        question in (read, *roots(protocol.questions, read))
                        for read in questions_read(protocol.questions, node)
                    ):
                        yield node
                    continue
                case _:
                    continue
            if further not in seen:
                seen.add(further)
                waiting.append(further)


def _number_of_rows(what: str, least: int | None, most: int | None) -> str:
    number = _("{what}: the number of rows").format(what=what)
    if least is None:
        return _(_NUMBERS[Comparison.AT_MOST]).format(what=number, bound=most)
    said = _(_NUMBERS[Comparison.AT_LEAST]).format(what=number, bound=least)
    if most is None:
        return said
    return _("{condition} and at most {bound}").format(condition=said, bound=most)


class _Prose:
    """Says conditions in one language; the interface's texts are in it already."""

    def __init__(
        self,
        protocol: Protocol,
        language: str,
        fields: "dict[str, Question] | None" = None,
        named: str | None = None,
    ) -> None:
        self._protocol = protocol
        self._language = language
        self._fields = fields
        self._named = named
        #: The derived values of which was said what they are derived from.
        self._derived: set[str] = set()

    def condition(self, condition: Condition) -> str:
        """Say one condition, and all below it."""
        match condition:
            case All(members=members):
                return self._joined(members, _(" and "))
            case AnyOf(members=members):
                return self._joined(members, _(" or "))
            case NoneOf(members=members):
                return _("none of these: {list}").format(list=self._joined(members, _(" or ")))
            case Not(member=member):
                return _("it is not so that {condition}").format(condition=self._inner(member))
            case AtLeast(least=least, members=members):
                return _("at least {count} of these: {list}").format(
                    count=least, list=clauses(map(self._inner, members))
                )
            case CriterionRef(criterion=id):
                criterion = criterion_told(self._protocol.criteria[id])
                return _("what {criterion} describes is so").format(criterion=criterion)
            case DefinitionRef(definition=name):
                return self.condition(self._protocol.definitions[name])
        return self._test(condition)

    def _joined(self, members: Sequence[Condition], word: str) -> str:
        return word.join(map(self._inner, members))

    def _inner(self, condition: Condition) -> str:
        while isinstance(condition, DefinitionRef):
            condition = self._protocol.definitions[condition.definition]
        said = self.condition(condition)
        several = isinstance(condition, All | AnyOf | NoneOf | AtLeast | Not | SeriesTest)
        if isinstance(condition, ChoiceTest | ChoicesTest):
            # What joins its options would be read as joining the conditions.
            several = len(condition.options) > 1
        return _("({condition})").format(condition=said) if several else said

    def _test(self, test: Leaf) -> str:
        what = self._name(test.question)
        match test:
            case BooleanTest(wanted=wanted):
                answer = _("yes") if wanted else _("no")
                return _("{what} is answered {answer}").format(what=what, answer=answer)
            case ChoiceTest(options=options, negated=negated):
                said = _("{what} is not {options}") if negated else _("{what} is {options}")
                return said.format(what=what, options=self._options(test.question, options))
            case OrderTest(comparison=comparison, option=option):
                bound = self._options(test.question, (option,))
                return _(_NUMBERS[comparison]).format(what=what, bound=bound)
            case ChoicesTest(comparison=comparison, options=options):
                labels = listed(self._labels(test.question, options))
                return _(_SETS[comparison]).format(what=what, options=labels)
            case NumberTest(comparison=comparison, bound=bound):
                said = self._number(test.question, bound)
                return _(_NUMBERS[comparison]).format(what=what, bound=said)
            case DateTest(comparison=comparison, bound=bound):
                return _(_DATES[comparison]).format(what=what, bound=self._day(bound))
            case AgoTest(comparison=comparison, duration=duration, until=until):
                return _(_AGO[comparison]).format(
                    what=what, duration=duration_in_words(duration), end=self._day(until)
                )
            case SeriesTest():
                return self._series(test, what)

    def _series(self, test: SeriesTest, what: str) -> str:
        entries = _Prose(
            self._protocol, self._language, dict(self._protocol.questions[test.question].fields)
        )
        if test.within is not None:
            what = _("{what}, in the {duration} up to {end}").format(
                what=what, duration=duration_in_words(test.within), end=self._day(test.until)
            )
        if test.where is not None:
            what = _("{what}, of the rows where {condition}").format(
                what=what, condition=entries.condition(test.where)
            )
        match test.form:
            case Latest(condition=condition) | EveryEntry(condition=condition) if true_of_every_row(
                condition
            ):
                return _("{what}: there is a row").format(what=what)
            case Latest(condition=condition):
                said = _("{what}: in the latest row {condition}")
                return said.format(what=what, condition=entries.condition(condition))
            case AnyEntry(condition=condition):
                said = _("{what}: in some row {condition}")
                return said.format(what=what, condition=entries.condition(condition))
            case EveryEntry(condition=condition):
                said = _("{what}: in every row {condition}")
                return said.format(what=what, condition=entries.condition(condition))
            case Count(least=least, most=most):
                return _number_of_rows(what, least, most)
            case Unchanged(fields=fields, duration=duration):
                names = listed(entries._name(name) for name in fields)
                said = _("{what}: unchanged for {duration} are {fields}")
                return said.format(what=what, duration=duration_in_words(duration), fields=names)

    def _question(self, id: str) -> Question | None:
        if self._fields is not None and id in self._fields:
            return self._fields[id]
        return self._protocol.questions.get(id)

    def _name(self, id: str) -> str:
        question = self._question(id)
        if question is None:
            # An entry's date has no question.
            return _("the date")
        if id == self._named:
            derived = question.derive is not None
            return value_name(question, self._language) if derived else _("this")
        if question.derive is not None:
            return self._derived_name(question)
        return value_name(question, self._language)

    def _derived_name(self, question: Question) -> str:
        """Name a value that has no wording, the first time with what it is derived from."""
        name = value_name(question, self._language)
        if question.id in self._derived:
            return name
        self._derived.add(question.id)
        named = [self._name(id) for id in roots(self._protocol.questions, question.id)]
        if len(named) > _MOST_ROOTS:
            return aside(name, _("from {count} answers").format(count=len(named)))
        return aside(name, _("from {questions}").format(questions=listed(named))) if named else name

    def _options(self, id: str, options: Sequence[str]) -> str:
        return joined(_("{first} or {next}"), self._labels(id, options))

    def _labels(self, id: str, options: Sequence[str]) -> list[str]:
        question = self._question(id)
        labels = question.options if question else {}
        return [
            labels[option].in_language(self._language) if option in labels else option
            for option in options
        ]

    def _number(self, id: str, bound: Decimal | Answered) -> str:
        if isinstance(bound, Answered):
            other = self._name(bound.question)
            if bound.times == 1:
                return other
            return _("{factor} times {what}").format(factor=bound.times, what=other)
        question = self._question(id)
        unit = question.unit if question else None
        return f"{plain_number(bound)} {unit}" if unit else plain_number(bound)

    def _day(self, bound: date | Answered | Reference) -> str:
        match bound:
            case Answered(question=other):
                return self._name(other)
            case Reference():
                return _("the day of the decision")
        return day_text(bound, self._language)


def duration_in_words(duration: Duration) -> str:
    """Say a duration in calendar units: years or months, weeks or days.

    A result that its author lets count for 28 days is 28 days old by then, not 4 weeks.
    """
    parts: list[str] = []
    years, months = divmod(duration.months, 12)
    weeks, days = divmod(duration.days, 7)
    if years and not months and "month" not in duration.written:
        parts.append(ngettext("{count} year", "{count} years", years).format(count=years))
    elif duration.months:
        said = ngettext("{count} month", "{count} months", duration.months)
        parts.append(said.format(count=duration.months))
    if weeks and not days and "day" not in duration.written:
        parts.append(ngettext("{count} week", "{count} weeks", weeks).format(count=weeks))
    elif duration.days or not parts:
        said = ngettext("{count} day", "{count} days", duration.days)
        parts.append(said.format(count=duration.days))
    # Translators: a duration of two parts, the longer first
    return joined(_("{first} and {next}"), parts)
