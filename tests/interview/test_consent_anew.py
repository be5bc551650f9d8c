"""Each screening takes a new consent: one that may be that of the screening before is told."""

import pytest

from screener.interview.sitting import Given, Sitting
from tests.interview.setting import NURSE, RULES, answer_consent, value

DATED = RULES.replace(
    "  suitable:\n",
    "  consent_date: {type: date, section: consent, ask: Signed when?, for_record: yes,\n"
    "    when: {consent: yes}, changes: can}\n  suitable:\n",
    1,
)


@pytest.fixture
def consented(store):
    """Screen and screen again a candidate whose first consent was signed on 20 February."""

    def consented(first="2026-02-20"):
        number = store.new_screening(DATED.encode(), "DL-017", NURSE, "en")
        sitting = Sitting.open(store, number, NURSE, "en")
        answer_consent(sitting).give("consent_date", value(first))
        sitting.stop("tired")
        return sitting

    return consented


@pytest.mark.parametrize(
    ("first", "again_on", "told"),
    [
        ("2026-02-20", "2026-02-20", "It is the date of the consent of the earlier screening: "),
        ("2026-02", "2026-02", "It is the date of the consent of the earlier screening: "),
        ("2026-02-20", "2026-02-19", "It is before the consent of the earlier screening: "),
        ("2026-02-20", "2026-02", "It may not be after the consent of the earlier screening: "),
        ("2026", "2026-03-01", "It may not be after the consent of the earlier screening: "),
        ("2026-02-20", "2026-02-21", ""),
        ("2026-02", "2026-03", ""),
    ],
)
def test_the_date_of_a_consent_that_is_none_after_that_of_the_earlier_screening_is_told(
    consented, again, first, again_on, told
):
    later = answer_consent(again(consented(first), DATED))
    said = later.at_odds("consent_date", value(again_on))
    assert said.startswith(told)
    assert ("(S-0001, event 4: answered 2 March 2026" in said) is bool(told)
    assert said.endswith("Each screening takes a new consent.") is bool(told)


def test_a_missing_date_of_consent_and_a_first_screenings_are_at_odds_with_nothing(
    consented, again
):
    first = consented()
    assert first.at_odds("consent_date", value("2026-02-20")) == ""
    later = answer_consent(again(first, DATED))
    assert later.at_odds("consent_date", Given({"missing": "unknown"})) == ""


def test_by_line_a_consent_of_the_earlier_date_counts_only_once_it_is_confirmed(
    consented, again, talk, state
):
    answer_consent(again(consented(), DATED))
    said = talk("S-0002", "2026-02-20", "/list")
    assert "It is the date of the consent of the earlier screening: 20 February 2026" in said
    assert state("S-0002").current("consent_date") is None
    talk("S-0002", "2026-02-20", "")
    assert state("S-0002").current("consent_date").answer["value"] == "2026-02-20"
