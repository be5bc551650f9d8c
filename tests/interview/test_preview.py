"""What changing an answer would do is said before it counts: criteria, the decision, questions."""

import random

import pytest

from screener.interview.sitting import Given, Sitting
from tests.interview.setting import NURSE, RULES, SERIES, answer_until, missing, value

#: As `RULES`, with questions that only some answers bring up.
BRANCHING = RULES.replace(
    "definitions:\n",
    """\
  smokes: {type: boolean, section: body, ask: Smokes?}
  packs: {type: integer, section: body, ask: How many packs?, when: {smokes: yes}}
  since: {type: date, section: body, ask: Since when?, when: {smokes: yes}}
  tried: {type: boolean, section: body, ask: Tried to stop?, when: {smokes: yes}, for_record: yes}
  chews: {type: boolean, section: body, ask: Chews?, when: {smokes: yes}}
definitions:
""",
).replace(
    "exclusion:\n",
    """\
exclusion:
  - id: E9
    text: Heavy smokers
    rule: {any: [{packs: {above: 20}}, {since: {before: 1990-01-01}}, {chews: yes}]}
""",
)

VALUES: dict[str, list[object]] = {
    "consent": [True, False],
    "born": ["1980-05-17", "2015", "1999"],
    "sex": ["female", "male"],
    "glucose": [5, 9],
    "smokes": [True, False],
    "packs": [1, 30],
    "since": ["2001", "1980"],
    "chews": [True, False],
}


@pytest.fixture
def branching(store):
    number = store.new_screening(BRANCHING.encode(), "DL-017", NURSE, "en")
    return Sitting.open(store, number, NURSE, "en")


def asked(sitting):
    return {*sitting.upcoming(), *sitting.held()}


def without_effect(sitting):
    """Give the answered questions that do not apply."""
    return {id for id in sitting.standing.answers if sitting.result.applies(id) is False}


def test_a_correction_shows_the_decision_and_the_questions_that_come_up_and_go(branching):
    branching.give("consent", value(True))
    branching.give("smokes", value(True))
    branching.give("packs", value(30))
    preview = branching.preview("smokes", value(False))
    assert preview.decision == ("ineligible", "undetermined")
    assert preview.falls_away == ("packs",)
    assert preview.appears == ("form", "born", "sex", "glucose", "visits", "suitable")
    assert (preview.not_asked, preview.ends, preview.replaces) == ((), False, True)
    branching.continue_after_failure()
    preview = branching.preview("smokes", value(False))
    assert preview.appears == ()
    assert preview.not_asked == ("tried",)


def test_answers_that_would_count_again_without_being_asked_are_named(branching, talk):
    branching.give("consent", value(True))
    branching.give("smokes", value(True))
    branching.give("packs", value(30))
    branching.give("smokes", value(False), reason="asked again")
    preview = branching.preview("smokes", value(True))
    assert preview.applies_again == ("packs",)
    assert preview.decision == ("undetermined", "ineligible")
    said = talk(branching.number, "/back", "2", "yes", "", "misread", "/list")
    assert "1 answer applies again: “How many packs?”" in said


def test_what_would_end_the_interview_leaves_the_other_questions_unasked(branching):
    branching.give("consent", value(True))
    branching.give("born", value("1980"))
    preview = branching.preview("born", value("2015"))
    assert preview.decision == ("undetermined", "ineligible")
    assert set(preview.not_asked) == asked(branching)
    assert preview.ends
    declined = branching.preview("consent", value(False))
    assert set(declined.not_asked) == asked(branching)
    assert not declined.ends, "all else waits for the consent, so that going on could ask nothing"


def test_a_first_answer_replaces_none(branching):
    preview = branching.preview("consent", value(True))
    assert (preview.replaces, preview.decision) == (False, None)
    assert preview.appears[:2] == ("form", "born")


@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_before_an_answer_counts_is_what_then_becomes_of_it(branching, seed):
    chance = random.Random(seed)
    for _step in range(25):
        question = chance.choice([*VALUES])
        answer = Given({"value": chance.choice(VALUES[question])}, None, "en")
        if question == "glucose":
            answer = value(answer.raw["value"], "2026-02-20")
        if chance.random() < 0.15:
            answer = missing("unknown")
        if not branching.can_change(question) or branching.is_the_answer(question, answer):
            continue
        before, decided = asked(branching) - {question}, branching.result.decision
        idle = without_effect(branching)
        preview = branching.preview(question, answer)
        reason = "misread" if preview.needs_reason else None
        branching.give(question, answer, reason=reason)
        after = asked(branching) - {question}
        assert set(preview.appears) == after - before
        assert set(preview.not_asked) == before - after
        again = idle - without_effect(branching) - {question}
        assert set(preview.applies_again) == again - asked(branching)
        became = branching.result.decision
        assert preview.decision == ((decided, became) if decided is not became else None)
        if branching.stop_or_go_on and chance.random() < 0.5:
            branching.continue_after_failure()


def test_a_changed_table_shows_what_it_would_do_beside_what_it_was(sitting):
    answer_until(sitting)
    sitting.reopen_series("visits", "a row was missing")
    sitting.save_row("visits", {"date": "2026-02-27", "score": 5})
    rows = Given({"value": [dict(row) for row in sitting.state.rows("visits")]}, None, "en")
    preview = sitting.preview("visits", rows)
    assert preview.replaces
    assert preview.decision is not None
    assert preview.decision[1] == "ineligible"
    assert [change.criterion for change in preview.changes] == ["E2"]
    assert sitting.complete_series("visits")
    assert sitting.result.decision == "ineligible"


def test_by_line_a_correction_says_the_decision_and_the_questions_the_first_ones_by_name(
    talk, store, rules
):
    rules.write_text(BRANCHING, encoding="utf-8")
    said = talk(*SERIES, "/back", "1", "no", "/why", "")
    assert "Decision: cannot be determined yet → not eligible" in said
    assert "questions are then asked no more: " in said
    number = store.new_screening(BRANCHING.encode(), "DL-018", NURSE, "en")
    sitting = Sitting.open(store, number, NURSE, "en")
    sitting.give("consent", value(True))
    sitting.give("smokes", value(True))
    sitting.give("packs", value(30))
    sitting.give("smokes", value(True, note="sure"), reason="asked again")
    said = talk(number, "/back", "2", "no", "/why", "", "misread", "/list")
    assert (
        "6 more questions are then asked: “Which form?”, “Born when?”, “Sex?”, and 3 more" in said
    )
    assert "and 3 more, which /why names" in said
    assert "“Glucose?”, “Which visits?”, “Suitable?”" in said
    assert "1 answer no longer applies: “How many packs?”" in said
