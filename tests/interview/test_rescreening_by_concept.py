"""A candidate screened again under another version of a question, or for another study."""

from decimal import Decimal

import pytest

from screener.interview.compared import since_earlier
from screener.interview.refusals import Refused
from screener.interview.rescreening import followed
from screener.interview.sitting import Sitting
from screener.record.errors import StoreError
from screener.record.expected import Expected
from screener.record.state import fold
from screener.record.store import Seen
from tests.interview.setting import NURSE, RULES, answer_consent, answer_until, said_since, value

LOINC = "concept: {system: LOINC, code: 21112-8}"
SEX = "concept: {system: LOINC, code: 46098-0}"
HEIGHT = (
    "{type: quantity, section: body, ask: Height?, unit: cm, units: {m: 100}, "
    "concept: {system: L, code: h}}"
)


def with_concepts(rules=RULES, **renamed):
    """Give rules whose facts carry concepts; `renamed` are question ids that differ."""
    rules = rules.replace(
        "section: body, ask: Born when?}", f"section: body, ask: Born when?, {LOINC}}}"
    )
    rules = rules.replace(
        "    ask: {en: Sex?, zh: 性别？}\n", f"    ask: {{en: Sex?, zh: 性别？}}\n    {SEX}\n"
    )
    rules = rules.replace("definitions:\n", f"  height: {HEIGHT}\ndefinitions:\n")
    rules = rules.replace(
        "exclusion:\n", "exclusion:\n  - {id: E8, text: Tall, rule: {height: {above: 230}}}\n"
    )
    for old, new in renamed.items():
        rules = rules.replace(f"  {old}:", f"  {new}:").replace(f"{{{old}:", f"{{{new}:")
        rules = rules.replace(f"age: {old}}}", f"age: {new}}}")
    return rules


@pytest.fixture
def measured(store):
    """A screening that broke off, under rules whose facts carry concepts."""
    number = store.new_screening(with_concepts().encode(), "DL-017", NURSE, "en")
    sitting = Sitting.open(store, number, NURSE, "en")
    answer_until(sitting, "born")
    sitting.give("born", value("1980-05-17"))
    sitting.give("sex", value("male"))
    sitting.give("glucose", value("94 mg/dL", "2026-02-20"))
    sitting.give("height", value(Decimal("171.5")))
    sitting.stop("tired")
    return sitting


def test_an_answer_is_offered_by_its_concept_where_the_question_has_another_id_and_other_words(
    measured, again
):
    newer = with_concepts(born="birth_date", sex="gender", height="tall").replace(
        "Born when?", "Date of birth?"
    )
    newer = newer.replace("unit: cm, units: {m: 100}", "unit: m, units: {cm: 0.01}")
    later = answer_consent(again(measured, newer))
    assert later.earlier_told("birth_date", "en") == (
        "Earlier: “Born when?” 17 May 1980 "
        "(S-0001, event 4: answered 2 March 2026, entered by Ana Nurse)"
    )
    later.give("birth_date", later.offered("birth_date").given("en"))
    assert later.state.current("birth_date").taken_over["event"] == 4
    assert later.offered("gender").answer == {"value": "male"}
    assert later.standing.answers.keys() == {"consent", "form", "birth_date"}
    later.give("tall", later.offered("tall").given("en"))
    assert later.state.current("tall").answer == {"value": "171.5 cm"}
    assert later.standing.answers["tall"].value == Decimal("1.715")
    assert later.at_odds("gender", value("female")) != ""
    told = said_since(later)
    assert not any("Date of birth?" in line for line in told)


@pytest.mark.parametrize(
    ("old", "new", "question", "why"),
    [
        (
            "male: {en: Male, zh: 男}",
            "man: {en: Male, zh: 男}",
            "gender",
            "there is no such option",
        ),
        ("unit: cm, units: {m: 100}", "unit: kg", "tall", "its unit is not accepted now"),
        ("unit: cm, units: {m: 100}", "unit: cm, max: 150", "tall", "lies outside of what is"),
        (
            "unit: cm, units: {m: 100}",
            "unit: cm, answered_by: investigator",
            "tall",
            "another role",
        ),
        (
            "type: quantity, section: body, ask: Height?, unit: cm, units: {m: 100}",
            "type: integer, section: body, ask: Height?",
            "tall",
            "another kind of answer",
        ),
    ],
)
def test_an_earlier_answer_that_does_not_fit_any_more_is_told_with_why_and_not_offered(
    measured, again, old, new, question, why
):
    newer = with_concepts(born="birth_date", sex="gender", height="tall")
    assert old in newer
    later = answer_consent(again(measured, newer.replace(old, new)))
    assert later.offered(question) is None
    told = later.earlier_told(question, "en")
    assert told.startswith("Earlier: ")
    assert why in told


def test_a_concept_that_several_questions_name_says_of_none_which_one_is_meant(measured, again):
    newer = with_concepts(height="tall").replace(
        "definitions:\n",
        "  sitting_height: {type: quantity, section: body, ask: Sitting?, unit: cm, "
        "for_record: yes, concept: {system: L, code: h}}\ndefinitions:\n",
    )
    later = answer_consent(again(measured, newer))
    assert later.offered("tall") is None
    assert later.earlier_told("sitting_height", "en") == ""


def test_an_id_that_stands_for_another_concept_now_takes_nothing_over(measured, again):
    newer = with_concepts().replace("21112-8", "21112-9")
    later = answer_consent(again(measured, newer))
    assert later.offered("born") is None
    assert later.earlier_told("born", "en") == ""
    assert later.offered("sex") is not None


def test_what_may_have_changed_is_shown_beside_the_question_and_never_counts(measured, again):
    later = answer_consent(again(measured, with_concepts(glucose="sugar")))
    assert later.offered("sugar") is None
    assert later.earlier_told("sugar", "en") == ""
    later.stop("tired")
    later = answer_consent(again(later, with_concepts()))
    told = later.earlier_told("glucose", "en")
    assert told.startswith("Earlier: 5.217 mmol/L")
    assert told.endswith("It may have changed, so it is asked anew.")
    assert "observed on 20 February 2026" in told
    assert "glucose" not in later.standing.answers
    assert later.earlier_told("consent", "en") == ""


def test_nothing_passes_from_one_study_to_another_and_neither_is_followed(
    measured, store, talk, rules, monkeypatch
):
    other = with_concepts().replace("id: P1", "id: P2")
    seen = Seen(measured.number, measured.version)
    assert followed(store.screenings_of("DL-017"), "DL-017", training=True, study="P2") is None
    with pytest.raises(StoreError, match="S-0001 is of another study"):
        store.new_screening(other.encode(), "DL-017", NURSE, "en", after=seen)
    rules.write_text(other, encoding="utf-8")
    said = talk("/new dl-017", "2", "/list")
    assert "S-0001 is of another study: consent to one does not cover another" in said
    assert "Screen the candidate again" not in said
    state = fold(store.events("S-0002"))
    assert (state.candidate, state.earlier) == ("dl-017", None)
    with pytest.raises(StoreError, match="has just come into use"):
        store.new_screening(other.encode(), "DL-017", NURSE, "en", expected=Expected(unused=True))
    # As programs before this one did.
    monkeypatch.setattr("screener.record.store.check_apart", lambda *which: None)
    number = store.new_screening(other.encode(), "DL-017", NURSE, "en", after=seen)
    later = answer_consent(Sitting.open(store, number, NURSE, "en"))
    assert later.state.earlier == "S-0001"
    assert later.offered("born") is None
    assert later.earlier_told("glucose", "en") == ""
    with pytest.raises(Refused, match="of another study"):
        since_earlier(later)
