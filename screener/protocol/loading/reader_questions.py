"""Questions and fields: all but the conditions and derivations, which need every question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from screener.protocol.conditions import Place, Reference
from screener.protocol.durations import Duration
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode
from screener.protocol.loading.notes import Notes, hidden, quoted
from screener.protocol.loading.reader_scalars import (
    Pair,
    doubled_keys,
    pairs,
    pairs_as_meant,
    read_day,
    read_duration,
    read_flag,
    read_number,
    read_string,
    read_text,
)
from screener.protocol.loading.scope import DATE
from screener.protocol.loading.ucum import fault, respelt
from screener.protocol.model import Changes, Concept, Question, QuestionType
from screener.protocol.roles import Role
from screener.protocol.text import Text

#: The keys of a field of a series, and of a question.
FIELD_KEYS: tuple[str, ...] = (
    *("type", "ask", "help", "options", "ordered", "unit", "units", "min", "max"),
    *("future", "ongoing", "when"),
)
QUESTION_KEYS: tuple[str, ...] = (
    *FIELD_KEYS,
    *("section", "fields", "derive", "valid_for", "for_record", "answered_by"),
    *("effort", "changes", "concept"),
)
_UNITS_HINT = (
    "write a UCUM code, such as mmol/L, 10*9/L or mm[Hg]; what is counted stands in braces, as in "
    "{cells}/uL"
)
_Word = TypeVar("_Word", bound=StrEnum)


def _no_code(unit: str, wrong: str) -> str:
    return f"{quoted(unit)} is no UCUM code: {wrong}" if unit.strip() else "the unit is empty"


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Reads questions; what it needs to know of the rest of the file."""

    notes: Notes
    languages: tuple[str, ...]
    sections: Iterable[str] = field(default=())
    #: The protocol's date: no reference date is expected before it.
    day: date | None = None

    def question(self, key: ScalarNode, node: Node) -> Question | None:
        """Read a question without its `when` and `derive`; None where its type is not known."""
        given = pairs_as_meant(node, QUESTION_KEYS, self.notes)
        question = self._common(key, node, given)
        if question is None:
            return None
        return replace(
            question,
            section=self._section(given),
            fields=self._fields(given),
            valid_for=self._valid_for(given),
            for_record=self._flag(given, "for_record"),
            answered_by=self._word(given, "answered_by", Role) or Role.SCREENER,
            effort=self._effort(given),
            changes=self._word(given, "changes", Changes) or Changes.NEVER,
            concept=self._concept(given),
        )

    def _common(self, key: ScalarNode, node: Node, given: Mapping[str, Pair]) -> Question | None:
        """Read what questions and fields have in common."""
        kind = self._word(given, "type", QuestionType)
        unit = self._string(given, "unit")
        if unit is not None and kind is QuestionType.QUANTITY:
            self._check_unit(unit, given["unit"][1].place)
        question = Question(
            id=key.text,
            type=kind or QuestionType.TEXT,
            place=key.place,
            ask=self._text(given, "ask"),
            help=self._text(given, "help"),
            options=self._options(given),
            ordered=self._is_ordered(given),
            unit=unit,
            units=self._units(given, unit),
            minimum=None if kind is None else self._limit(given, "min", kind),
            maximum=None if kind is None else self._limit(given, "max", kind),
            future=self._flag(given, "future"),
            ongoing=self._flag(given, "ongoing"),
        )
        if kind is None or ("derive" in given and not kind.is_number):
            self.notes.unsound(node)
            return None
        if self._limits_crossed(question, given):
            return replace(question, minimum=None, maximum=None)
        self._warn_empty_range(question, given)
        return question

    def _text(self, given: Mapping[str, Pair], name: str) -> Text | None:
        return read_text(given[name], self.languages, self.notes) if name in given else None

    def _string(self, given: Mapping[str, Pair], name: str) -> str | None:
        return read_string(given[name][1], self.notes) if name in given else None

    def _flag(self, given: Mapping[str, Pair], name: str) -> bool:
        return name in given and bool(read_flag(given[name][1], self.notes))

    def _is_ordered(self, given: Mapping[str, Pair]) -> bool:
        # Whoever says something else than no meant yes: no test of its order is told about.
        return "ordered" in given and read_flag(given["ordered"][1], self.notes) is not False

    def _word(self, given: Mapping[str, Pair], name: str, words: type[_Word]) -> _Word | None:
        node = given[name][1] if name in given else None
        if isinstance(node, ScalarNode) and node.text in words.__members__.values():
            return words(node.text)
        if node is not None:
            self.notes.unsound(node)
        return None

    def _options(self, given: Mapping[str, Pair]) -> dict[str, Text]:
        """Read the options; none where one is given twice, and may be meant for another."""
        found = pairs(given["options"][1], self.notes) if "options" in given else {}
        texts = (
            (name, read_text(pair, self.languages, self.notes)) for name, pair in found.items()
        )
        options = {name: text or Text.plain(name) for name, text in texts}
        return {} if options and doubled_keys(given["options"][1]) else options

    def _units(self, given: Mapping[str, Pair], unit: str | None) -> dict[str, Decimal]:
        units: dict[str, Decimal] = {} if unit is None else {unit: Decimal(1)}
        found = pairs(given["units"][1], self.notes) if "units" in given else {}
        if "units" in given and not isinstance(given["units"][1], MappingNode):
            # Which there are besides is not known, so none is refused.
            return {}
        for name, (key, node) in found.items():
            factor = read_number(node, self.notes, "a factor")
            if factor is None:
                factor = Decimal(1)  # keeps the unit known
            elif factor <= 0:
                message = (
                    f"the factor of {quoted(name)} is {quoted(str(factor))}, and must be above 0"
                )
                self.notes.error("factor", node.place, message)
            elif name == unit and factor != 1:
                message = f"{quoted(name)} is the canonical unit, whose factor is 1"
                self.notes.error("factor", key.place, message, "remove it, or mend `unit`")
                continue
            units[name] = factor
            if name != unit and (respelt(name) is None or name.strip() != name):
                self._check_other_unit(name, key.place)
        return units

    def _check_unit(self, unit: str, place: Place) -> None:
        """Refuse an empty canonical unit, and warn of one that is no UCUM code.

        A protocol may have a unit of its own, and screenings have begun under such rules.
        """
        wrong, meant = fault(unit), respelt(unit)
        if unit.strip() not in ("", unit):
            self._warn_of_space(unit, place)
        elif unit.isdigit() and unit != "1":
            message = f"{quoted(unit)} is a number, and no unit"
            hint = "a number without a unit is of type `decimal`, or its `unit` is 1"
            self.notes.warn("unit", place, message, hint)
        elif wrong is not None and meant is not None:
            message = f"{quoted(unit)} is no UCUM code, and `{meant}` is"
            self.notes.warn("unit", place, message, f"write `unit: {meant}`")
        elif wrong is not None:
            tell = self.notes.warn if unit.strip() else self.notes.error
            tell("unit", place, _no_code(unit, wrong), hidden(unit) or _UNITS_HINT)

    def _warn_of_space(self, unit: str, place: Place) -> None:
        message = f"{quoted(unit)} has a space before or behind it: no answer can have this unit"
        self.notes.warn("unit", place, message, f"write {unit.strip()}, without it")

    def _check_other_unit(self, unit: str, place: Place) -> None:
        """Refuse an empty unit; warn of what is no UCUM code, and may be what people write."""
        wrong = fault(unit)
        if unit.strip() not in ("", unit):
            self._warn_of_space(unit, place)
            return
        if wrong is None:
            return
        message = _no_code(unit, wrong)
        if unit.strip():
            hint = hidden(unit) or "mend it, unless this is what people write"
            self.notes.warn("unit", place, message, hint)
        else:
            hint = "a number without a unit is in the canonical one: leave this out"
            self.notes.error("unit", place, message, hint)

    def _limit(
        self, given: Mapping[str, Pair], name: str, kind: QuestionType
    ) -> Decimal | date | Reference | None:
        if name not in given:
            return None
        node = given[name][1]
        if kind is QuestionType.DATE:
            return read_day(node, self.notes)
        return read_number(node, self.notes) if kind.is_number else None

    def _limits_crossed(self, question: Question, given: Mapping[str, Pair]) -> bool:
        """Report a `min` above the `max`."""
        least, most = question.minimum, question.maximum
        numbers = isinstance(least, Decimal) and isinstance(most, Decimal) and least > most
        crossed = numbers or (isinstance(least, date) and isinstance(most, date) and least > most)
        if crossed:
            message = f"`min` ({least}) is above `max` ({most})"
            self.notes.error("min-above-max", given["min"][0].place, message, "exchange the two")
        return crossed

    def _warn_empty_range(self, question: Question, given: Mapping[str, Pair]) -> None:
        """Warn of a limit that leaves no date on the protocol's own day, nor for long after it."""
        least, most, day = question.minimum, question.maximum, self.day
        if day is None or question.type is not QuestionType.DATE:
            return
        up_to_reference = not question.future or isinstance(most, Reference)
        if isinstance(least, date) and least > day and up_to_reference:
            message = f"`min` ({least}) is after the protocol's date ({day})"
            hint = "no date can be answered before that day; look at the year"
            self.notes.warn("empty-range", given["min"][0].place, message, hint)
        elif isinstance(most, date) and most < day and isinstance(least, Reference):
            message = f"`max` ({most}) is before the protocol's date ({day})"
            hint = "no date can be answered after that day; look at the year"
            self.notes.warn("empty-range", given["max"][0].place, message, hint)

    def _section(self, given: Mapping[str, Pair]) -> str | None:
        if "section" not in given:
            return None
        node = given["section"][1]
        if not isinstance(node, ScalarNode):
            self.notes.unsound(node)
            return None
        if node.text in self.sections:
            return node.text
        if self.notes.any_nameless("sections"):
            return None
        hint = self.notes.did_you_mean(node.text, self.sections)
        message = f"there is no section {quoted(node.text)}"
        self.notes.error("unknown-section", node.place, message, hint or "add it under `sections`")
        return None

    def _fields(self, given: Mapping[str, Pair]) -> dict[str, Question]:
        """Read the fields whose type is known; the others were told about."""
        found = pairs(given["fields"][1], self.notes) if "fields" in given else {}
        fields: dict[str, Question] = {}
        doubled = doubled_keys(given["fields"][1]) if "fields" in given else frozenset()
        for name, (key, node) in found.items():
            if name == DATE:
                message = "no field is called `date`: every entry has its date already"
                self.notes.error("field-date", key.place, message, "remove it, or rename it")
                continue
            inner = pairs_as_meant(node, FIELD_KEYS, self.notes)
            read = self._common(key, node, inner)
            if read is not None and name not in doubled:
                fields[name] = read
            else:
                self.notes.meant.add(name)
        return fields

    def _valid_for(self, given: Mapping[str, Pair]) -> Duration | None:
        return read_duration(given["valid_for"][1], self.notes) if "valid_for" in given else None

    def _effort(self, given: Mapping[str, Pair]) -> Decimal:
        effort = read_number(given["effort"][1], self.notes) if "effort" in given else None
        if effort is not None and effort < 0:
            message = f"the effort is {quoted(str(effort))}, and cannot be below 0"
            self.notes.error("number-range", given["effort"][1].place, message)
        return Decimal(1) if effort is None else effort

    def _concept(self, given: Mapping[str, Pair]) -> Concept | None:
        if "concept" not in given:
            return None
        parts = pairs(given["concept"][1], self.notes)
        system, code = self._string(parts, "system"), self._string(parts, "code")
        return Concept(system, code) if system and code else None
