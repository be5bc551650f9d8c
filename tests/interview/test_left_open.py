"""An answer that leaves a criterion open says so itself: why, and what would close it."""

import pytest

from screener.interview.account import Account
from screener.interview.sitting import Sitting
from screener.protocol.model import Kind
from tests.interview.setting import NURSE, value

RULES = """\
screener: 1
protocol: {id: P2, version: "1", title: {en: Rows, zh: 行}, languages: [en, zh]}
questions:
  exams:
    type: series
    ask: Which examinations?
    fields:
      score: {type: integer, ask: Score}
  injured: {type: date, ask: Injured when?}
  fever: {type: date, ask: Fever until when?, ongoing: yes}
  count: {type: decimal, ask: Count?}
inclusion:
  - id: I1
    text: Unchanged
    rule:
      all:
        - exams: {unchanged: [score], for: 6 months, within: 12 months}
        - exams: {latest: {date: {on_or_before: reference}}, within: 1 month}
        - fever: {ago: {at_least: 1 week}}
  - {id: I2, text: Long ago, rule: {injured: {ago: {at_least: 1 year}}}}
  - {id: I3, text: No fever, rule: {fever: {ago: {at_least: 1 week}}}}
  - {id: I4, text: Few, rule: {count: {below: 5}}}
"""
#: All that keeps nothing open, on the 2nd of March 2026.
SETTLED = {"injured": "2020", "fever": "2025", "count": 2}


@pytest.fixture
def sitting(store):
    number = store.new_screening(RULES.encode(), "DL-1", NURSE, "en")
    return Sitting.open(store, number, NURSE, "en")


def answer(sitting, days, **others):
    for day in days:
        sitting.save_row("exams", {"date": day, "score": 3})
    sitting.complete_series("exams")
    for id, given in {**SETTLED, **others}.items():
        sitting.give(id, value(given))


def open_lines(sitting):
    """What is said beneath the answers of the open criteria."""
    account = Account.of_now(sitting.standing, "en", str)
    said = account.criteria(Kind.INCLUSION)
    return [line.text for line in said if line.status == "open" and line.depth == 2]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (
            ["2025-07-01", "2026-01-15"],
            [
                "the newest row, of 15 January 2026, counted for 1 month, until 15 February 2026: "
                "a newer one is needed"
            ],
        ),
        (
            ["2024-07-01", "2024-12-15"],
            [
                "the newest row, of 15 December 2024, counted for 1 month, until 15 January 2025: "
                "a newer one is needed"
            ],
        ),
        (
            ["2025-12-01", "2026-02-15"],
            [
                "the rows that count, from 1 December 2025 to 15 February 2026, lie less than "
                "6 months apart: a later or an earlier one is needed"
            ],
        ),
        (
            ["2026-02-15"],
            [
                "the rows that count are all of 15 February 2026: one 6 months apart from them is "
                "needed"
            ],
        ),
        (
            ["2026-01-15"],
            [
                "the newest row, of 15 January 2026, counted for 1 month, until 15 February 2026: "
                "a newer one is needed; the rows that count are all of 15 January 2026: one "
                "6 months apart from them is needed"
            ],
        ),
    ],
)
def test_rows_that_are_too_old_or_too_few_say_by_which_rule_and_what_is_needed(sitting, days, said):
    answer(sitting, days)
    assert open_lines(sitting) == [f"{one} · screener" for one in said]


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (
            {"injured": "2025"},
            "“2025 (day and month not known)” is not exact enough to tell: a more exact answer "
            "is needed",
        ),
        ({"count": "<9"}, "“<9” is not exact enough to tell: a more exact answer is needed"),
        (
            {"count": "<9", "injured": "2020"},
            "“<9” is not exact enough to tell: a more exact answer is needed",
        ),
    ],
)
def test_an_answer_that_is_not_exact_is_said_with_what_was_answered(sitting, others, said):
    answer(sitting, ["2025-07-01", "2026-02-15"], **others)
    assert open_lines(sitting) == [f"{said} · screener"]


def test_a_partial_date_that_is_exact_enough_is_not_blamed_for_the_rows_beside_it(sitting):
    answer(sitting, ["2025-07-01", "2026-01-15"])
    assert [lack.question for lack in sitting.lacks()] == ["exams"]


def test_the_question_is_named_once_under_its_criterion_and_the_same_in_a_copy(sitting):
    answer(sitting, ["2025-07-01", "2026-01-15"])
    sitting.record_decision()
    copy = sitting.copy("text")
    missing, _, criteria = copy.partition("\nInclusion criteria\n")
    under = criteria.partition("\nI2:")[0]
    assert under.count("Which examinations?") == 1
    assert "a newer one is needed · screener" in " ".join(under.split())
    assert "Which examinations? the newest row, of 15 January 2026, counted" in missing
