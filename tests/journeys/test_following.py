"""Whoever reads the record on a screen sees what others record within seconds, without a key."""

import pytest
from textual.widgets import Input, OptionList

from screener.interview.sitting import Given, Sitting
from screener.protocol.roles import Role
from screener.record.backups import back_up
from screener.record.events import Person
from screener.record.restoring import restore
from screener.record.store import Store
from screens.audit import Audit
from screens.change import Change
from screens.dialogs import Confirm, Reading
from screens.form_dialog import FormDialog
from screens.travel import TravelScreen
from screens.widgets.lines import Lines
from tests.journeys.conftest import RULES, place
from tests.journeys.test_audit import listed, past, version
from tests.journeys.test_signing import AS_SIGNER, PASSWORD, SIGNER, decide_one
from tests.journeys.test_signing import text as shown_lines
from tests.record.redacting import take_out

pytestmark = pytest.mark.usefixtures("quick_passwords", "looking_often")

DOCTOR = Person("Dr. Sun", Role.INVESTIGATOR)
NURSE = Person("C. Nurse", Role.SCREENER)
ADMIN = Person("Ada", Role.ADMINISTRATOR)
SECRET = "Maria of Elm Street"


@pytest.fixture
def looking_often(monkeypatch):
    monkeypatch.setattr("screens.company.LOOK_EVERY", 0.05)


@pytest.fixture
def store(tmp_path, clock):
    """The same store, in which somebody else is at work."""
    with Store.open(tmp_path / "store.db", clock=clock, time_zone="UTC") as store:
        yield store


@pytest.fixture
def decided(store):
    """A screening that is decided, in a store with an account of the investigator who signs."""
    decide_one(store)
    return store


def agree_with_all(store):
    sitting = Sitting.open(store, "S-0001", SIGNER, "en")
    for id in sitting.protocol.criteria:
        sitting.agree(id, sitting.assessment().seen_of(id))
    return sitting


def correct(store, question="born", answer="1981-05-17"):
    nurse = Sitting.open(store, "S-0001", NURSE, "en")
    nurse.give(question, Given({"value": answer}), reason="misread")


def redact_note(store):
    take_out(store, "S-0001", "text", DOCTOR)


async def until(person, holds):
    """Wait for what is to come by itself."""
    for _turn in range(500):
        if holds():
            return
        await person.pilot.pause(0.01)
    raise AssertionError(person.shown)


async def some_looks(person):
    for _turn in range(30):
        await person.pilot.pause(0.01)


# What is redacted is gone from every screen.


async def test_a_redacted_text_goes_from_a_trail_that_is_read_and_what_is_marked_stays(
    at_work, store
):
    # record 4
    async with at_work(role="auditor") as auditor:
        number = store.new_screening(RULES.encode(), "DL-007", NURSE, "en")
        nurse = Sitting.open(store, number, NURSE, "en")
        nurse.give("consent", Given({"value": True}))
        nurse.add_note(SECRET)
        await auditor.type("/audit 1")
        await auditor.press("down")
        marked = auditor.app.screen.query_one(OptionList).highlighted_option.id
        assert SECRET in listed(auditor)
        redact_note(store)
        await until(auditor, lambda: SECRET not in listed(auditor))
        assert "redacted by Dr. Sun" in listed(auditor)
        assert auditor.app.screen.query_one(OptionList).highlighted_option.id == marked


async def test_as_it_stood_and_the_pages_over_it_are_without_what_is_redacted(at_work, store):
    # record 4
    async with at_work(role="auditor") as auditor:
        number = store.new_screening(RULES.encode(), "DL-007", NURSE, "en")
        nurse = Sitting.open(store, number, NURSE, "en")
        nurse.give("consent", Given({"value": True}))
        nurse.give("remark", Given({"value": SECRET}))
        await auditor.type("/audit 1")
        await auditor.press("end", "enter")
        assert SECRET in past(auditor)
        assert "Event 3 of 3" in auditor.shown
        await auditor.press("f8")
        assert SECRET in auditor.shown
        take_out(store, "S-0001", "answer.value", DOCTOR, version=3)
        await until(auditor, lambda: SECRET not in auditor.shown)
        assert isinstance(auditor.app.screen, Reading)
        await auditor.press("escape")
        assert SECRET not in past(auditor)
        assert version(auditor) == 3
        assert "Event 3 of 4" in auditor.shown
        await auditor.press("escape")
        assert SECRET not in listed(auditor)


async def test_a_redacted_text_goes_while_a_question_is_asked_and_what_is_typed_stays(
    at_work, store
):
    # record 4
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type(f"/note {SECRET}")
        await nurse.type("17 May", enter=False)
        redact_note(store)
        await until(nurse, lambda: SECRET not in nurse.talk)
        assert "redacted what was typed by mistake" in nurse.shown
        assert nurse.question == "born"
        await nurse.type(" 1980")
        assert "17 May 1980" in nurse.shown
        assert nurse.answer("born") is None, "what else was recorded is shown first"


async def test_a_code_and_an_answer_go_beside_what_is_half_typed(at_work, store):
    # record 4
    async with at_work() as nurse:
        await nurse.begin(SECRET)
        await nurse.press("y")
        await nurse.type("17 May", enter=False)
        assert f"S-0001 · {SECRET}" in nurse.shown
        take_out(store, "S-0001", "candidate", DOCTOR)
        await until(nurse, lambda: SECRET not in nurse.shown)
        assert "S-0001 · █████" in nurse.shown
        assert "✓ passes  I1" in nurse.shown
        take_out(store, "S-0001", "answer.value", DOCTOR, version=2)
        await until(nurse, lambda: "… open    I1" in nurse.shown)
        assert nurse.question == "born"
        assert nurse.interview.exchange.line.value == "17 May"


async def test_a_reason_goes_from_where_nothing_is_asked_and_what_is_typed_stays(at_work, store):
    # record 4
    async with at_work() as nurse:
        await nurse.begin()
        nurse.interview.try_to(lambda: nurse.interview.sitting.stop(SECRET))
        await nurse.type("/no", enter=False)
        assert f"because: {SECRET}" in nurse.shown
        take_out(store, "S-0001", "reason", DOCTOR)
        await until(nurse, lambda: SECRET not in nurse.shown)
        assert nurse.interview.exchange.line.value == "/no"


async def test_a_row_goes_from_beneath_what_is_asked_of_it(at_work, store):
    # record 4
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("2")  # male
        for typed in ("94 mg/dL", "2026-01-20", "2026-01-10", "253"):
            await nurse.type(typed)
        assert "Metres: 253" in nurse.shown
        take_out(store, "S-0001", "row.metres", DOCTOR)
        await until(nurse, lambda: "253" not in nurse.shown)
        assert "With help" in nurse.shown
        await nurse.press("n")
        assert nurse.state.rows("walks") == (), "what else was recorded is shown first"


async def test_a_redacted_text_goes_from_beneath_a_dialog_that_stays(at_work, store):
    # record 4
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.press("n", "enter")
        await doctor.type(f"/note {SECRET}")
        await doctor.press("f10", "f10")
        assert isinstance(doctor.app.screen, Confirm)
        beneath = doctor.app.screen_stack[-2].query_one(Lines)
        assert any(SECRET in line.text for line in beneath.lines)
        redact_note(store)
        await until(doctor, lambda: not any(SECRET in line.text for line in beneath.lines))
        assert isinstance(doctor.app.screen, Confirm)
        await doctor.press("enter")
        assert "S-0001 was changed by Dr. Sun" in doctor.shown
        assert doctor.state.decisions == ()


async def test_a_redacted_answer_goes_from_where_it_is_being_corrected(at_work, store):
    # record 4
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("f4")
        await nurse.type("born")
        await nurse.type("18 May", enter=False)
        assert "17 May 1980" in nurse.shown
        take_out(store, "S-0001", "answer.value", DOCTOR, version=3)
        await until(nurse, lambda: "17 May 1980" not in nurse.shown)
        assert isinstance(nurse.app.screen, Change)
        assert nurse.app.screen.query_one("#line", Input).value == "18 May"


# What is new comes up where it belongs.


async def test_new_events_come_up_in_a_trail_and_the_reader_stays_where_they_were(at_work, store):
    async with at_work(role="auditor", size=(80, 24)) as auditor:
        number = store.new_screening(RULES.encode(), "DL-007", NURSE, "en")
        nurse = Sitting.open(store, number, NURSE, "en")
        for count in range(40):
            nurse.add_note(f"call {count}")
        await auditor.type("/audit all")
        events = auditor.app.screen.query_one(OptionList)
        await auditor.press(*["pagedown"] * 3)
        marked, row = events.highlighted_option.id, events.highlighted - events.scroll_y
        await auditor.type("/f", enter=False)
        nurse.add_note("the last call")
        await until(auditor, lambda: "the last call" in listed(auditor))
        assert events.highlighted_option.id == marked
        assert events.highlighted - events.scroll_y == row
        assert auditor.app.screen.line.value == "/f"
        await auditor.press("escape")
        await auditor.type("the last", enter=False)
        assert "call 39" not in listed(auditor)


async def test_an_answer_of_somebody_else_comes_up_while_the_answers_are_checked(at_work, store):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("f8", "down")
        options = nurse.app.screen.query_one(OptionList)
        assert options.highlighted_option.id == "born"
        correct(store)
        await until(nurse, lambda: "1981" in listed_answers(nurse))
        assert options.highlighted_option.id == "born"
        assert "S-0001 was changed by C. Nurse" in nurse.shown


def listed_answers(person):
    return "\n".join(str(one.prompt) for one in person.app.screen.query_one(OptionList).options)


async def test_a_signature_that_becomes_void_is_said_on_the_decision_without_a_key(
    at_work, decided
):
    # record 15
    agree_with_all(decided)
    sitting = agree_with_all(decided)
    sitting.sign(sitting.assessment(), PASSWORD)
    async with at_work(**AS_SIGNER, number="S-0001", size=(80, 24)) as doctor:
        await doctor.press("f10")
        assert "Signed. F10 shows the review" in doctor.shown
        correct(decided)
        await until(doctor, lambda: "signature void: an answer was changed" in shown_lines(doctor))
        assert "S-0001 was changed by C. Nurse" in doctor.shown
        assert "F10 asks whether to record this decision" in doctor.shown


async def test_a_querys_answer_comes_up_in_the_review_and_one_key_closes_it(at_work, decided):
    # record 14
    async with at_work(**AS_SIGNER, number="S-0001") as doctor:
        await doctor.press("f10", "f10", "q")
        await doctor.type("Which document?")
        await doctor.press("left")
        nurse = Sitting.open(decided, "S-0001", NURSE, "en")
        (query,) = nurse.unanswered_queries()
        nurse.answer_query(query.version, "the identity card")
        await until(doctor, lambda: "the identity card" in shown_lines(doctor))
        assert "Criterion 1 of 6" in doctor.shown
        await doctor.press("c")
        assert doctor.app.screen.sitting.open_queries() == ()


async def test_a_key_pressed_as_the_review_changes_agrees_with_nothing_unseen(at_work, decided):
    # record 12
    async with at_work(**AS_SIGNER, number="S-0001") as doctor:
        await doctor.press("f10", "f10", "right")
        correct(decided)
        await until(doctor, lambda: "1981" in shown_lines(doctor))
        doctor.app.monotonic = lambda: doctor.app.screen._changed_at + 0.5
        await doctor.press("a")
        assert "This has just changed, so the key was not taken." in doctor.shown
        assert doctor.app.screen.shown.agreed == {}


async def test_what_cannot_be_signed_any_more_offers_no_signing_after_the_password_dialog(
    at_work, decided
):
    # record 12, record 15
    agree_with_all(decided)
    async with at_work(**AS_SIGNER, number="S-0001", size=(120, 30)) as doctor:
        await doctor.press("f10", "f10")
        assert "F10 asks for your password and signs" in doctor.shown
        await doctor.press("f10")
        dialog = doctor.app.screen
        assert isinstance(dialog, FormDialog)
        correct(decided)
        await some_looks(doctor)
        assert doctor.app.screen is dialog
        await doctor.press("escape")
        await until(doctor, lambda: "It cannot be signed now:" in shown_lines(doctor))
        assert "S-0001 was changed by C. Nurse" in doctor.shown
        assert "F10" not in doctor.shown
        # A password typed by habit is not to be read.
        await doctor.press("f10")
        assert place(doctor) == "signing"
        await doctor.type(PASSWORD, enter=False)
        assert doctor.app.screen.query_one("#line", Input).value == ""
        await doctor.paste(PASSWORD)
        assert doctor.app.screen.query_one("#line", Input).value == ""
        assert "Only commands are typed here" in doctor.shown


async def test_a_password_given_after_somebody_changed_the_screening_leads_back_to_the_page(
    at_work, decided
):
    # record 12
    agree_with_all(decided)
    async with at_work(**AS_SIGNER, number="S-0001", size=(120, 30)) as doctor:
        await doctor.press("f10", "f10", "f10")
        correct(decided)
        await doctor.type(PASSWORD)
        await until(doctor, lambda: place(doctor) == "signing" and "It cannot be" in doctor.shown)
        assert "Something was recorded after the decision that bears on it." in doctor.shown
        assert "F10" not in doctor.shown
        assert doctor.app.screen.sitting.state.signatures == ()


# A store that goes back to a backup.


@pytest.mark.parametrize(
    "keys", [("f10",), ("f10", "f10"), ("f8",), ("ctrl+r",), ("ctrl+r", "end", "enter")]
)
async def test_a_restored_store_is_said_on_every_screen(at_work, decided, tmp_path, keys):
    """# record 23"""
    back_up(decided, tmp_path / "backup.db", ADMIN)
    async with at_work(**AS_SIGNER, number="S-0001") as doctor:
        doctor.interview.sitting.add_note("after the backup")
        await doctor.press(*keys)
        assert place(doctor) != "interview"
        restore(decided, tmp_path / "backup.db", ADMIN, anyway=True)
        await until(doctor, lambda: "Ada restored the store from a backup" in doctor.shown)


async def test_the_trail_of_all_screenings_is_that_of_the_restored_store(at_work, store, tmp_path):
    """# record 23"""
    number = store.new_screening(RULES.encode(), "DL-007", NURSE, "en")
    back_up(store, tmp_path / "backup.db", ADMIN)
    Sitting.open(store, number, NURSE, "en").add_note("after the backup")
    async with at_work(role="auditor") as auditor:
        await auditor.type("/audit all")
        assert "after the backup" in listed(auditor)
        restore(store, tmp_path / "backup.db", ADMIN, anyway=True)
        await until(auditor, lambda: "after the backup" not in listed(auditor))
        assert "Ada restored the store from a backup" in auditor.shown


# While nothing is written.


@pytest.mark.parametrize(
    ("keys", "screen"), [(("ctrl+r",), Audit), (("ctrl+r", "enter"), TravelScreen)]
)
async def test_nothing_is_laid_out_anew_while_nobody_writes(at_work, keys, screen, monkeypatch):
    async with at_work(role="investigator") as doctor:
        await doctor.begin()
        await doctor.press(*keys)
        await some_looks(doctor)
        monkeypatch.setattr(screen, "show_now", lambda shown: pytest.fail("nothing was written"))
        await some_looks(doctor)
        assert isinstance(doctor.app.screen, screen)
