"""From when and until when a candidate is eligible, in words, on a page and in the list."""

from datetime import date, timedelta
from textwrap import dedent

import pytest

from screener.engine.decide import decide
from screener.interview.account import Account
from screener.interview.dates_told import dates_of, dates_said, dates_told
from screener.interview.listing import ahead_told, ahead_ways
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Decision
from screener.record.ahead import Ahead
from screener.record.outcomes import Code, Outcome
from tests.interview.setting import DOCTOR, answer_until, missing, value

ON = "2027-05-25"
RULES = """
    screener: 1
    protocol: {id: P, version: 1, title: P}
    questions:
      injury: {type: date, ask: "When?"}
      born: {type: date, ask: "Born?"}
      age: {type: integer, derive: {age: born}}
      urine: {type: boolean, ask: "Urine?", valid_for: 28 days}
      blood: {type: boolean, ask: "Blood?", valid_for: 28 days}
      stool: {type: boolean, ask: "Stool?", valid_for: 28 days}
      sputum: {type: boolean, ask: "Sputum?", valid_for: 28 days}
      visits: {type: series, ask: "Visits?", fields: {ok: {type: boolean, ask: OK?}}}
"""


def told(rules: str, on: str = ON, **answers: object) -> list[str]:
    text = dedent(RULES) + dedent(rules)
    protocol = load_bytes(text.encode(), "rules.yaml")
    return list(dates_told(decide(protocol, answers, date.fromisoformat(on)), "en"))


def seen(day: str) -> dict[str, object]:
    return {"value": True, "observed_on": day}


YEAR = "inclusion: [{id: I1, text: A year, rule: {injury: {ago: {above: 1 year}}}}]"
TESTS = "inclusion: [{id: I1, text: T, rule: {urine: yes, blood: yes, stool: yes, sputum: yes}}]"


@pytest.mark.parametrize(
    ("rules", "answers", "said"),
    [
        (
            YEAR,
            {"injury": "2026-06-03"},
            "Eligible from 4 June 2027, when 1 year since “When?” is over.",
        ),
        (
            YEAR.replace("above", "at_least"),
            {"injury": "2026-06-03"},
            "Eligible from 3 June 2027, when it is 1 year since “When?”.",
        ),
        (
            YEAR.replace("above", "below"),
            {"injury": "2026-06-03"},
            "Eligible until 2 June 2027, when on the next day it is 1 year since “When?”.",
        ),
        (
            YEAR.replace("above", "at_most"),
            {"injury": "2026-06-03"},
            "Eligible until 3 June 2027, when it is 1 year since “When?”.",
        ),
        (
            "inclusion: [{id: I1, text: A, rule: {age: {at_least: 18}}}]",
            {"born": "2009-08-01"},
            "Eligible from 1 August 2027, when age (from “Born?”) is at least 18.",
        ),
        (
            "inclusion: [{id: I1, text: A, rule: {age: {at_most: 18}}}]",
            {"born": "2008-08-01"},
            "Eligible until 31 July 2027, when for the last day age (from “Born?”) is at most 18.",
        ),
        (
            "inclusion: [{id: I1, text: V, rule: {visits: {latest: {ok: yes}, within: 1 month}}}]",
            {"visits": [{"date": "2027-05-10", "ok": True}]},
            "Eligible until 10 June 2027, when the row of 10 May 2027 in “Visits?” is 1 month old.",
        ),
        (
            TESTS,
            {one: seen("2027-05-20") for one in ("urine", "blood", "stool", "sputum")},
            "Eligible until 17 June 2027, when “Urine?”, “Blood?” and 2 others are 28 days old.",
        ),
        (
            "inclusion: [{id: I1, text: A, rule: {age: {at_least: 18}}},"
            " {id: I2, text: B, rule: {blood: yes}}]",
            {"born": "2009-08-01"},
            "From 1 August 2027 on nothing fails any more, when age (from “Born?”) is at least 18. "
            "I2 is to be assessed then.",
        ),
        (
            TESTS,
            {"urine": seen("2027-05-20"), "blood": seen("2027-05-21")},
            "The results that count now all do so until 17 June 2027,"
            " when “Urine?” is 28 days old.",
        ),
    ],
)
def test_the_day_is_said_with_what_is_so_on_it(rules, answers, said) -> None:
    assert told(rules, **answers) == [said]


def test_of_an_inexact_date_is_said_between_which_days_the_first_and_the_last_may_lie() -> None:
    assert told(YEAR, injury="2026-06") == [
        "Eligible from 1 July 2027, when 1 year since “When?” is over.",
        "The first day may lie between 2 June 2027 and 1 July 2027, by “When?”,"
        " which is not known exactly.",
    ]
    assert told(YEAR.replace("above", "at_most"), injury="2026-06") == [
        "Eligible until 1 June 2027, when it may be 1 year since “When?”.",
        "The last day may lie between 1 June 2027 and 30 June 2027, by “When?”,"
        " which is not known exactly.",
    ]


def test_what_is_never_sure_is_said_to_be_so_perhaps() -> None:
    rules = YEAR.replace("above: 1 year", "above: 1 year, at_most: 53 weeks")
    assert told(rules, injury="2026-06") == [
        "Perhaps eligible from 2 June 2027 to 6 July 2027, by “When?”, which is not known exactly."
    ]


AWAITED = """
    inclusion:
      - {id: I1, text: A, rule: {age: {at_most: 65}}}
      - {id: I2, text: U, rule: {urine: yes, blood: yes}}
"""
PENDING = {"missing": "pending", "due": "2026-12-09"}


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("1960-12-01", "30 November 2026, when for the last day age (from “Born?”) is at most 65."),
        (
            "1960-11",
            "29 November 2026,"
            " when for the last day it may be that age (from “Born?”) is at most 65.",
        ),
    ],
)
def test_while_a_result_is_awaited_it_is_said_until_when_that_can_still_help(born, said) -> None:
    blood = seen("2026-11-10")
    assert told(AWAITED, "2026-11-23", born=born, urine=PENDING, blood=blood) == [
        f"Can become eligible only until {said}",
        "The results that count now all do so until 8 December 2026, when “Blood?” is 28 days old.",
    ]


def test_what_fails_for_a_time_alone_is_not_said_to_be_over() -> None:
    rules = """
        inclusion: [{id: I1, text: U, rule: {urine: yes}}]
        exclusion: [{id: E1, text: A, rule: {age: 66}}]
    """
    (first, *_rest) = told(rules, "2026-11-23", born="1960-12-01", urine=PENDING)
    assert first == (
        "For now, can become eligible only until 30 November 2026,"
        " when from the next day on age (from “Born?”) is 66."
    )


def test_what_is_to_be_assessed_is_named_where_it_is_little_and_else_counted() -> None:
    def last_words(count: int) -> str:
        rules = "inclusion:\n  - {id: I0, text: A, rule: {age: {at_least: 18}}}\n" + "".join(
            f"  - {{id: I{at}, label: {at}, text: B, rule: {{blood: yes}}}}\n"
            for at in range(1, count + 1)
        )
        (said,) = told(rules, born="2009-08-01")
        return said.split("at least 18. ")[1]

    assert last_words(1) == "I1 (inclusion 1) is to be assessed then."
    assert last_words(3) == (
        "I1 (inclusion 1), I2 (inclusion 2) and I3 (inclusion 3) are to be assessed then."
    )
    assert last_words(4) == "4 criteria are to be assessed then."


TWENTY, NINETEEN = "age (from “Born?”) is at least 20", "age (from “Born?”) is at most 19"
INCLUDED, EXCLUDED = "inclusion", "exclusion"
EXACT, MONTH = "2006-12-05", "2006-12"


@pytest.mark.parametrize(
    ("kind", "rule", "born", "awaited", "said"),
    [
        # On the first day, by what the test was and what it is then: false, true or unknown.
        (INCLUDED, "at_least: 20", EXACT, False, f"Eligible from 5 December 2026, when {TWENTY}."),
        (
            *(INCLUDED, "at_least: 20", MONTH, True),
            f"From 1 December 2026 on nothing fails any more, when it may be that {TWENTY}."
            " I1 and I2 are to be assessed then.",
        ),
        (
            *(INCLUDED, "at_least: 20", MONTH, False),
            f"Eligible from 31 December 2026, when it is sure that {TWENTY}.",
        ),
        (
            *(EXCLUDED, "at_most: 19", EXACT, False),
            f"Eligible from 5 December 2026, when it is no longer so that {NINETEEN}.",
        ),
        (
            *(EXCLUDED, "at_most: 19", MONTH, True),
            f"From 1 December 2026 on nothing fails any more, when it is no longer sure that"
            f" {NINETEEN}. I2 and I1 are to be assessed then.",
        ),
        (
            *(EXCLUDED, "at_most: 19", MONTH, False),
            f"Eligible from 31 December 2026, when it can no longer be that {NINETEEN}.",
        ),
        # And on the last day before.
        (
            *(INCLUDED, "at_most: 19", EXACT, False),
            f"Eligible until 4 December 2026, when for the last day {NINETEEN}.",
        ),
        (
            *(INCLUDED, "at_most: 19", MONTH, False),
            f"Eligible until 30 November 2026, when for the last day it is sure that {NINETEEN}.",
        ),
        (
            *(INCLUDED, "at_most: 19", MONTH, True),
            "Can become eligible only until 30 December 2026,"
            f" when for the last day it may be that {NINETEEN}.",
        ),
        (
            *(EXCLUDED, "at_least: 20", EXACT, False),
            f"Eligible until 4 December 2026, when from the next day on {TWENTY}.",
        ),
        (
            *(EXCLUDED, "at_least: 20", MONTH, False),
            f"Eligible until 30 November 2026, when from the next day on it may be that {TWENTY}.",
        ),
        (
            *(EXCLUDED, "at_least: 20", MONTH, True),
            "Can become eligible only until 30 December 2026,"
            f" when from the next day on it is sure that {TWENTY}.",
        ),
    ],
)
def test_it_is_told_what_is_so_what_is_not_and_what_is_not_known(
    kind, rule, born, awaited, said
) -> None:
    rules = f"{kind}: [{{id: I1, text: A, rule: {{age: {{{rule}}}}}}}]\n"
    other = "{id: I2, text: O, rule: {injury: {before: 2020-01-01}}}"
    if kind == INCLUDED:
        rules = rules.replace("}]", f"}}, {other}]")
    else:
        rules = f"inclusion: [{other}]\n{rules}"
    injury = PENDING if awaited else "2019-05-01"
    assert told(rules, "2026-11-23", born=born, injury=injury)[0] == said


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("at_least", "when it is at least 1 year since “When?”."),
        ("above", "when 1 year since “When?” is over."),
        ("below", "when on the next day it may be 1 year since “When?”."),
        ("at_most", "when it may be 1 year since “When?”."),
    ],
)
def test_of_an_inexact_day_is_said_what_is_sure_since_then(test, said) -> None:
    assert told(YEAR.replace("above", test), injury="2026-06")[0].endswith(said)


@pytest.mark.parametrize(
    ("kind", "test", "said"),
    [
        ("inclusion", "below", "29 June 2027, when on the next day it is at least 1 year since"),
        ("inclusion", "at_most", "30 June 2027, when for the last day it may be 1 year since"),
        ("exclusion", "at_least", "29 June 2027, when on the next day it is at least 1 year since"),
        ("exclusion", "above", "30 June 2027, when for the last day it may be 1 year since"),
    ],
)
def test_of_an_inexact_day_is_said_until_when_it_may_be_well(kind, test, said) -> None:
    rules = """
        inclusion: [{id: I2, text: A, rule: {age: {at_least: 18}}}]
        exclusion: [{id: E2, text: A, rule: {age: {above: 90}}}]
    """
    one = f"[{{id: X, text: X, rule: {{injury: {{ago: {{{test}: 1 year}}}}}}}}, "
    first, *_rest = told(rules.replace(f"{kind}: [", f"{kind}: {one}"), injury="2026-06")
    assert first == f"Can become eligible only until {said} “When?”."


def test_where_time_makes_no_difference_nothing_is_said() -> None:
    lasting = "inclusion: [{id: I1, text: O, rule: {injury: {before: 2020-01-01}}}]"
    assert told(lasting, injury="2019-01-01") == []
    assert told(lasting, injury="2021-01-01") == []
    assert told(lasting) == []


# On the pages of a screening, and in the list.


def ahead(sitting):
    return sitting._store.ahead([sitting.number])[sitting.number]


def page(sitting) -> Account:
    return Account.of_now(sitting.standing, "en", str)


def test_an_eligible_candidate_is_so_until_the_first_result_is_too_old(sit, clock, talk) -> None:
    doctor = sit(DOCTOR)
    answer_until(doctor)
    found, today = ahead(doctor), date(2026, 3, 2)
    assert (found.decision, found.until) == (Decision.ELIGIBLE, date(2026, 3, 8))
    assert ahead_told(found, today) == "eligible until 8 Mar"
    assert [said.text for said in dates_said(page(doctor))] == [
        "Eligible until 8 March 2026, when “Pregnant?” is 7 days old."
    ]
    assert "6 of 6 criteria closed, training, eligible until 8 Mar" in talk("/quit")
    clock.advance(timedelta(days=8))
    assert ahead_told(ahead(doctor), date(2026, 3, 10)) == "1 result too old"


def test_what_failed_is_said_from_when_on_it_does_not_and_needs_no_results(sit) -> None:
    doctor = sit(DOCTOR)
    answer_until(doctor, "born")
    doctor.give("born", value("2008-03-09"))
    found = ahead(doctor)
    assert (found.not_failing_from, found.until, found.too_old) == (date(2026, 3, 9), None, 0)
    assert ahead_told(found, date(2026, 3, 2)) == "nothing fails from 9 Mar"


def test_a_result_that_fails_is_not_said_to_do_so_only_until_it_is_too_old(sit) -> None:
    doctor = sit(DOCTOR)
    answer_until(doctor, "pregnant")
    doctor.give("pregnant", value(True, "2026-03-01"))
    assert ahead(doctor).not_failing_from is None
    assert ahead_told(ahead(doctor), date(2026, 3, 2)) == ""


def test_of_an_awaited_result_all_others_are_said_to_count_until_a_day(sit) -> None:
    doctor = sit(DOCTOR)
    answer_until(doctor, "glucose")
    doctor.give("glucose", missing("pending"))
    assert ahead_told(ahead(doctor), date(2026, 3, 2)) == "results count until 8 Mar"


def test_no_dates_are_told_of_a_screening_that_has_ended(sit) -> None:
    doctor = sit(DOCTOR)
    answer_until(doctor)
    doctor.record_decision()
    assert dates_of(page(doctor))["eligible_until"] == "2026-03-08"
    assert dates_of(page(doctor))["possible_until"] is None
    doctor.record_outcome(Outcome.NOT_ENROLLED, code=Code.LOST)
    assert ahead(doctor) is None
    assert not list(dates_said(page(doctor)))
    assert set(dates_of(page(doctor)).values()) == {None}


def test_in_the_list_is_said_what_lies_within_reach() -> None:
    nothing = Ahead(Decision.ELIGIBLE, None, None, None, date(2027, 8, 1), None, 0)
    on = date(2027, 5, 25)
    assert ahead_ways(nothing, on) == ()
    assert ahead_told(None, on) == ""
    later = Ahead(Decision.INELIGIBLE, date(2029, 5, 2), date(2029, 4, 2), None, None, None, 0)
    assert ahead_ways(later, on) == (
        "eligible from 2 May 2029",
        "passes from 2 May 2029",
        "from 2 May 2029",
    )
    awaited = Ahead(Decision.UNDETERMINED, None, None, None, on, date(2027, 6, 24), 1)
    assert ahead_ways(awaited, on) == (
        "can be eligible only until 24 Jun",
        "only until 24 Jun",
        "only by 24 Jun",
    )
    assert ahead_told(awaited._replace(possible_until=date(2027, 6, 25)), on) == "1 result too old"
    perhaps = Ahead(Decision.INELIGIBLE, None, date(2027, 6, 2), date(2027, 6, 2), None, None, 0)
    assert ahead_told(perhaps, on) == "perhaps eligible from 2 Jun"
