"""By line, an answer that was shown to fail a criterion is in the record however it is left."""

import io

import pytest

from screener.interview.plain import run_plain
from screener.interview.plain_lines import Unheard
from screener.interview.sitting import Sitting
from screener.record.state import fold
from tests.interview.setting import BODY, DOCTOR, NURSE, OPEN, OTHER_NURSE, SERIES, missing

KEPT = "Taken back. That it was entered is in the record."


class Typing(io.StringIO):
    """Types lines, then ends as `end` does; acts beside as one of them is typed."""

    def __init__(self, lines, end=None, acts=()):
        super().__init__("".join(f"{line}\n" for line in lines))
        self._end = end
        self._acts = dict(acts)

    def readline(self, *_):
        line = super().readline()
        if not line and self._end is not None:
            raise self._end
        if (act := self._acts.pop(line.strip(), None)) is not None:
            act()
        return line


@pytest.fixture
def left(store, rules):
    """Type lines at a screening that has begun, then be gone; give what was said."""

    def left(typed, end=None, person=NURSE, acts=()):
        said = io.StringIO()
        run_plain(store, person, rules, Typing(typed, end, acts), said, "en", number="S-0001")
        return said.getvalue()

    return left


@pytest.fixture
def kept(store):
    """Give the questions whose answers are kept as taken back."""
    return lambda: [one.question for one in fold(store.events("S-0001")).taken_back]


@pytest.mark.parametrize("end", [None, KeyboardInterrupt()], ids=["ended", "interrupted"])
@pytest.mark.parametrize(
    ("before", "typed", "question", "person"),
    [
        ((OPEN,), ["n"], "consent", NURSE),
        (BODY[:3], ["2015-03-02"], "born", NURSE),
        (BODY[:4], ["/back", "3", "2015-03-02", ""], "born", NURSE),
        ((OPEN, "y"), ["no", ""], "suitable", DOCTOR),
        ((*SERIES, "2026-02-20", "5"), ["/complete"], "visits", NURSE),
    ],
    ids=["at its confirmation", "of a date", "at its reason", "at its rationale", "of a table"],
)
def test_nobody_there_any_more_leaves_what_was_shown_to_fail_in_the_record(
    talk, left, kept, before, typed, question, person, end
):
    talk(*before)
    said = left(typed, end, person)
    assert kept() == [question]
    last = "\nThe input has ended. Everything that was confirmed is recorded.\n"
    assert said.endswith(f"{KEPT}\n{last}")


def test_a_terminal_that_cannot_be_read_any_more_leaves_it_in_the_record(talk, left, kept):
    talk(OPEN)
    with pytest.raises(Unheard):
        left(["n"], OSError(5, "Input/output error"))
    assert kept() == ["consent"]


def test_what_fails_nothing_and_was_not_confirmed_is_not_taken_back(talk, left, kept):
    talk(*BODY[:3])
    assert KEPT not in left(["May 1980"])
    assert kept() == []


def test_the_end_stays_the_end_where_it_cannot_be_recorded(talk, left, store):
    talk(OPEN)
    moved = store.path.with_suffix(".moved")
    said = left(["n", "/why"], KeyboardInterrupt(), acts={"/why": lambda: store.path.rename(moved)})
    assert said.count("is gone from its place") == 1
    assert said.count("Enter records it") == 2
    assert said.endswith("Everything that was confirmed is recorded.\n")


@pytest.mark.parametrize("typed", [["leave it"], []], ids=["let go", "ended"])
def test_an_entry_let_go_because_someone_else_answered_is_kept_once(talk, left, kept, store, typed):
    talk(*BODY[:3])

    def answered():
        other = Sitting.open(store, "S-0001", OTHER_NURSE, "en")
        other.give("born", missing("unknown"))

    left(["2015-03-02", "", *typed], acts={"": answered})
    assert kept() == ["born"]
