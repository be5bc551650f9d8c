"""An investigator goes through the criteria, sends one back, and signs."""

from datetime import timedelta

import pytest

from screener.interview.sitting import Given, Sitting
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.events import Person
from screener.record.outcomes import Outcome
from screener.record.store import Store
from screens.widgets.lines import Lines
from tests.journeys.conftest import RULES, place

pytestmark = pytest.mark.usefixtures("quick_passwords")

PASSWORD = "a long enough secret"
SIGNER = Person("B. Wang", Role.INVESTIGATOR, authenticated=True)
AS_SIGNER = {"name": SIGNER.name, "role": SIGNER.role, "authenticated": True}
ANSWERS: dict[str, dict[str, object]] = {
    "consent": {"value": True},
    "sex": {"value": "male"},
    "glucose": {"value": "94 mg/dL", "observed_on": "2026-01-20"},
    "remark": {"value": "all well"},
    "suitable": {"value": True},
}


def decide_one(store: Store, born: str = "1980-05-17") -> None:
    """Make an account for the investigator, and a screening that is finished and decided."""
    Accounts(store).make_first(SIGNER.name, [Role.INVESTIGATOR], PASSWORD)
    number = store.new_screening(RULES.encode(), "DL-007", SIGNER, "en")
    sitting = Sitting.open(store, number, SIGNER, "en")
    while (id := sitting.current()) is not None:
        if id == "born":
            sitting.give(id, Given({"value": born}))
            if sitting.result.stops:
                sitting.continue_after_failure()
        elif id == "walks":
            sitting.save_row(id, {"date": "2026-01-10", "metres": 250, "helped": False})
            sitting.complete_series(id)
        else:
            sitting.give(id, Given(ANSWERS[id]))
    sitting.record_decision()


@pytest.fixture
def decided(tmp_path, clock):
    """A store with an account of the investigator, and one decided screening."""
    path = tmp_path / "decided.db"
    with Store.open(path, clock=clock, time_zone="UTC") as store:
        decide_one(store)
    return path


def text(person):
    return "\n".join(line.text for line in person.app.screen.query_one(Lines).lines)


async def review(person):
    await person.press("f10", "f10")
    assert place(person) == "signing"


async def test_a_criterion_is_sent_back_answered_and_agreed_with_and_all_is_signed(
    at_work, decided
):
    # record 12, record 14, record 16, record 17
    async with at_work(**AS_SIGNER, store=decided, number="S-0001", size=(80, 24)) as doctor:
        await review(doctor)
        assert "Criterion 1 of 6 · agreed with 0 of 6" in doctor.shown
        assert "Written consent" in text(doctor)
        assert "entered by B. Wang, investigator, 2026-01-31 09:00" in text(doctor)
        await doctor.press("a")
        assert "Age of 20 to 65 years" in text(doctor)
        await doctor.press("q")
        await doctor.type("Which document?")
        for _count in range(4):
            await doctor.press("a")
        assert "The decision as a whole · agreed with 5 of 6" in doctor.shown
        assert "A query is open." in text(doctor)
        await doctor.press("f10")
        assert place(doctor) == "signing"

    async with at_work(authenticated=True, store=decided) as nurse:
        assert "1 query" in str(nurse.app.screen.query_one("#screenings").options[0].prompt)
        await nurse.press("enter")
        assert "1 query waits for an answer:" in nurse.talk
        assert "I2: Which document?" in nurse.talk
        await nurse.type("/query")
        await nurse.type("the identity card")
        assert "Query to I2 answered: the identity card" in nurse.talk
        await nurse.press("f10", "f10")
        assert "An investigator signs it." in nurse.shown

    async with at_work(**AS_SIGNER, store=decided, number="S-0001") as doctor:
        # Where the review was left, every agreement in the record.
        await review(doctor)
        assert "Criterion 2 of 6 · agreed with 5 of 6" in doctor.shown
        assert "the identity card" in text(doctor)
        await doctor.press("c")
        await doctor.press("a")
        assert "I have assessed each criterion and agree with this decision." in text(doctor)
        await doctor.press("f10")
        await doctor.type("another secret, as long")
        assert "password is wrong" in doctor.shown
        await doctor.type(PASSWORD)
        assert place(doctor) == "decision"
        signed = "Signed: B. Wang, investigator, 2026-01-31 09:00:00 UTC"
        assert signed in text(doctor)
        await doctor.press("escape")
        assert signed in doctor.shown
        assert "“I have assessed each criterion and agree with this decision.”" in doctor.shown
        await doctor.press("f10", "f10", "f10")
        assert "You have signed this decision" in text(doctor)
        assert signed in text(doctor)
        assert "“I have assessed each criterion and agree with this decision.”" in text(doctor)


async def test_a_later_correction_voids_the_signature_on_every_screen(at_work, decided, clock):
    # record 15
    with Store.open(decided, clock=clock) as store:
        sitting = Sitting.open(store, "S-0001", SIGNER, "en")
        for id in sitting.protocol.criteria:
            sitting.agree(id, sitting.assessment().seen_of(id))
        sitting.sign(sitting.assessment(), PASSWORD)
        sitting.give("born", Given({"value": "1981-05-17"}), reason="misread")
    async with at_work(**AS_SIGNER, store=decided) as doctor:
        options = doctor.app.screen.query_one("#screenings").options
        assert "signature void" in str(options[0].prompt)
        await doctor.press("enter")
        void = "signature void: an answer was changed after that, by B. Wang, investigator"
        assert void in doctor.talk
        await doctor.press("f10")
        assert void in text(doctor)
        assert "because: misread" in text(doctor)
        await doctor.press("f10", "enter", "f10")
        assert "Criterion 2 of 6 · agreed with 5 of 6" in doctor.shown
        told = text(doctor).partition("You agreed with this before something changed.")[2]
        assert "When was the candidate born?  17 May 1980 → 17 May 1981" in told
        assert "B. Wang, investigator, 2026-01-31 09:00 · correction: misread" in told


async def test_what_a_void_signature_did_not_cover_comes_first_and_the_outcome_calls_for_it(
    at_work, decided, clock
):
    # record 15
    with Store.open(decided, clock=clock) as store:
        sitting = Sitting.open(store, "S-0001", SIGNER, "en")
        for id in sitting.protocol.criteria:
            sitting.agree(id, sitting.assessment().seen_of(id))
        sitting.sign(sitting.assessment(), PASSWORD)
        sitting.record_outcome(Outcome.ENROLLED, on=sitting.on)
        nurse = Sitting.open(store, "S-0001", Person("C. Nurse", Role.SCREENER), "en")
        nurse.give("remark", Given({"value": "limps", "source": "chart"}), reason="overlooked")
    void = "The signature of B. Wang, 2026-01-31 09:00, is void. What has changed since:"
    changed = "    · A remark  all well → limps; from the chart"
    who = "      C. Nurse, screener, 2026-01-31 09:00 · correction: overlooked"
    async with at_work(**AS_SIGNER, store=decided, number="S-0001", size=(80, 24)) as doctor:
        assert "The outcome is recorded: enrolled" in doctor.shown
        called = "does not hold any more, and the signature of B. Wang is void."
        assert called in " ".join(doctor.shown.split())
        assert "F10 shows and records the decision." in doctor.shown
        await doctor.press("f10")
        assert text(doctor).splitlines()[1:4] == [void, changed, who]
        beside = text(doctor).partition("Answers on which no criterion rests now\nSecond\n")[2]
        assert beside.startswith("    · A remark  limps; from the chart\n")
        await doctor.press("f10", "enter", "escape")
        assert "an investigator signs the decision anew." in " ".join(doctor.shown.split())
        assert "F10 shows the decision." in doctor.shown
        await review(doctor)
        # Every criterion is as it was agreed with, so that the whole comes at once.
        assert "The decision as a whole · agreed with 6 of 6" in doctor.shown
        assert text(doctor).splitlines()[:3] == [void, changed, who]
        assert "    · A remark  limps; from the chart" in text(doctor)
        await doctor.press("f10")
        await doctor.type(PASSWORD)
        assert place(doctor) == "decision"
        assert void not in text(doctor)
        await doctor.press("escape")
        assert "anew" not in doctor.shown


async def test_while_questions_are_left_no_reason_is_asked_for_closing(at_work):
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.type("/close")
        assert doctor.app.screen is doctor.interview
        assert "There are questions left to ask." in doctor.shown


async def test_what_cannot_be_determined_is_closed_with_a_reason_from_the_review(
    at_work, decided, clock
):
    # record 17
    with Store.open(decided, clock=clock) as store:
        sitting = Sitting.open(store, "S-0001", SIGNER, "en")
        sitting.give("glucose", Given({"missing": "not_done"}), reason="of another candidate")
        sitting.record_decision()
    async with at_work(**AS_SIGNER, store=decided, number="S-0001") as doctor:
        await review(doctor)
        await doctor.press("f10")
        assert "It cannot be determined yet, and is not closed." in text(doctor)
        await doctor.type("/close")
        await doctor.type("the candidate cannot be reached")
        assert "is not closed" not in text(doctor)
        await doctor.press("escape")
        assert "because: the candidate cannot be reached" in text(doctor)


async def test_a_signature_that_a_correction_elsewhere_voids_is_not_shown_as_standing(
    at_work, decided, clock
):
    # record 15
    with Store.open(decided, clock=clock) as store:
        sitting = Sitting.open(store, "S-0001", SIGNER, "en")
        for id in sitting.protocol.criteria:
            sitting.agree(id, sitting.assessment().seen_of(id))
        sitting.sign(sitting.assessment(), PASSWORD)
        async with at_work(**AS_SIGNER, store=decided, number="S-0001") as doctor:
            nurse = Sitting.open(store, "S-0001", Person("C. Nurse", Role.SCREENER), "en")
            nurse.give("born", Given({"value": "1981-05-17"}), reason="misread")
            await doctor.press("f10")
            assert "S-0001 was changed by C. Nurse" in doctor.shown
            assert "signature void: an answer was changed after that" in text(doctor)
            nurse.give("sex", Given({"value": "female"}), reason="misread too")
            await doctor.press("f10")
            assert place(doctor) == "decision"
            assert "S-0001 was changed by C. Nurse" in doctor.shown
            await doctor.press("escape")
            assert "correction: misread too" in doctor.talk


async def test_a_word_typed_in_the_review_agrees_with_nothing_and_queries_nothing(at_work, decided):
    # record 14
    async with at_work(**AS_SIGNER, store=decided, number="S-0001", size=(80, 24)) as doctor:
        now = 100.0
        doctor.app.monotonic = lambda: now
        await review(doctor)
        for word in ("Zhang", "seq", "not closed", "张a"):
            now += 10
            await doctor.type(word, enter=False)
            assert "Only commands are typed here; they begin with /." in doctor.shown
            assert place(doctor) == "signing"
        for pasted in ("a", "q", "agree"):
            now += 10
            await doctor.paste(pasted)
            assert "Only commands are typed here; they begin with /." in doctor.shown
        assert "Criterion 1 of 6 · agreed with 0 of 6" in doctor.shown
        assert not [e for e in doctor.app.store.events("S-0001") if e.kind == "criterion_agreed"]
        now += 10
        await doctor.press("a")
        assert "Criterion 2 of 6 · agreed with 1 of 6" in doctor.shown


async def test_the_rest_of_a_word_behind_a_key_that_acted_is_said_to_be_no_command(
    at_work, decided
):
    async with at_work(**AS_SIGNER, store=decided, number="S-0001") as doctor:
        doctor.app.monotonic = lambda: 100.0
        await review(doctor)
        await doctor.type("agree", enter=False)
        assert "agreed with 1 of 6" in doctor.shown
        assert "Only commands are typed here; they begin with /." in doctor.shown


async def test_a_screen_failure_is_signed_as_it_was_decided_when_other_results_are_too_old(
    at_work, tmp_path, clock
):
    # record 17
    path = tmp_path / "failed.db"
    with Store.open(path, clock=clock, time_zone="UTC") as store:
        decide_one(store, "2015-05-17")
    clock.advance(timedelta(days=60))
    still = "The decision is that of 31 January 2026, and holds: what failed then fails today."
    async with at_work(**AS_SIGNER, store=path, number="S-0001", size=(140, 40)) as doctor:
        await doctor.press("f10")
        assert "Recorded. F10 reviews and signs" in doctor.shown
        assert still in text(doctor)
        assert "observed on 20 January 2026, too old now" in text(doctor)
        await doctor.press("f10", "a", "a", "a")
        assert "When the decision was recorded: ✓ passes." in text(doctor)
        await doctor.press("a", "a", "a")
        assert still in text(doctor)
        await doctor.press("f10")
        await doctor.type(PASSWORD)
        assert "Signed: B. Wang, investigator, 2026-04-01" in text(doctor)
