"""The audit trail in the app: a life as a timeline, every answer's history, and travel in time."""

from datetime import timedelta

import pytest
from textual.widgets import OptionList

from screener.interview.sitting import Given
from screener.interview.travel import Travel
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.events import Person
from screener.record.sign_in import SignIn, SignInRefused
from screener.record.store import Store
from screens.audit import Audit
from screens.dialogs import Pick, Reading
from screens.travel import TravelScreen
from screens.widgets.criteria import CriteriaPanel
from screens.widgets.past_talk import PastTalk
from screens.worklist import Worklist
from tests.conftest import FIRST, PASSWORD
from tests.interview.test_travel import seen

pytestmark = pytest.mark.slow


async def excluded(doctor):
    """A candidate is excluded, on a corrected glucose; a note has everything a terminal acts on."""
    await doctor.begin()
    await doctor.press("y")
    await doctor.type("17 May 1980")
    await doctor.press("1")
    await doctor.type("94 mg/dL")
    await doctor.type("2026-01-20")
    doctor.clock.advance(timedelta(days=1))
    sitting = doctor.interview.sitting
    sitting.add_note("Smith [/] O'Neil \x1b]0;x\x07")
    given = {"value": "9 mmol/L", "observed_on": "2026-01-20", "source": "chart"}
    sitting.give("glucose", Given(given, "9", "en"), reason="read from another chart")
    sitting.record_decision()
    doctor.interview.catch_up()


def listed(person):
    options = person.app.screen.query_one("#events", OptionList).options
    return "\n".join(str(option.prompt) for option in options)


def past(person):
    """The conversation as it stood, as it is shown."""
    talk = person.app.screen.query_one(PastTalk)
    return "\n".join(f"{one.text} [{one.fate.words}]" for one in talk.messages)


def version(person):
    assert isinstance(person.app.screen, TravelScreen)
    return person.app.screen.spot.count


async def test_the_life_of_a_screening_is_a_timeline_and_why_is_told_on_a_page(at_work):
    async with at_work(role="investigator") as doctor:
        await excluded(doctor)
        before = doctor.state.version
        await doctor.press("ctrl+r")
        assert isinstance(doctor.app.screen, Audit)
        told = listed(doctor)
        assert "2026-01-31, A. Li, investigator" in told
        assert "Screening S-0001 of candidate DL-007 begins." in told
        assert "✗ corrected: read from another chart" in told
        assert "Smith [/] O'Neil ␛]0;x␇" in told
        await doctor.press("f2")
        assert isinstance(doctor.app.screen, Reading)
        assert "Why was this candidate excluded?" in doctor.shown
        assert "Glucose above 7 mmol/L" in doctor.shown
        assert "from the chart" in doctor.shown
        assert "the same, to the byte" in doctor.shown
        await doctor.press("escape", "f8")
        assert "read from another chart" in doctor.shown
        await doctor.press("escape", "escape")
        assert doctor.interview is doctor.app.screen
        assert doctor.state.version == before, "nothing is recorded by looking"


async def test_one_steps_through_time_and_sees_what_was_seen_then(at_work):
    # record 2
    async with at_work(role="investigator") as doctor:
        await excluded(doctor)
        events = doctor.interview._events
        sitting = doctor.interview.sitting
        await doctor.press("ctrl+r", "end", "enter")
        assert version(doctor) == len(events)
        assert "held" in doctor.shown
        travel = Travel(sitting.protocol, events, "en", sitting.time_zone)
        for _step in range(len(events) - 1):
            await doctor.press("left")
            screen = doctor.app.screen
            assert seen(screen.stood) == seen(travel.stood(travel.after(version(doctor))))
            shown = {line.id: line.standing for line in screen.query_one(CriteriaPanel)._lines}
            assert shown == dict(screen.stood.standing.stands)
        assert version(doctor) == 1
        assert "begins" in past(doctor)
        assert "glucose" not in past(doctor)
        assert "This is the first event." not in doctor.shown
        await doctor.press("left")
        assert version(doctor) == 1
        assert "This is the first event." in doctor.shown
        await doctor.type("6")
        assert "Event 6 of" in doctor.shown
        assert "This is the first event." not in doctor.shown
        assert "[corrected" not in past(doctor), "it was not wrong yet"
        await doctor.press("end")
        assert "[corrected: read from another chart]" in past(doctor)
        await doctor.press("right")
        assert version(doctor) == len(events)
        assert "This is the last event." in doctor.shown
        await doctor.type("2026-01-31")
        assert "[corrected" not in past(doctor)
        await doctor.type("the day before")
        assert "is no date and time" in doctor.shown
        await doctor.press("escape", "f2")
        assert "No decision was recorded." in doctor.shown


async def test_an_events_number_or_a_moment_typed_on_the_list_leads_there(at_work):
    async with at_work(role="investigator") as doctor:
        await excluded(doctor)
        await doctor.press("ctrl+r")
        assert "an event's number, a date" in doctor.app.screen.line.placeholder
        await doctor.type("6")
        assert version(doctor) == 6
        await doctor.press("escape")
        assert doctor.app.screen.line.value == "", "the whole list is there again"
        assert "begins" in listed(doctor)
        for moment in ("2026-01-31 09:00", "2026-01-31 09:00:59", "2026-01-31"):
            await doctor.type(moment)
            assert "[corrected" not in past(doctor), moment
            await doctor.press("escape")
        await doctor.type("2026-03-01")
        assert "it is judged as of" in doctor.shown, "a day is looked at, not its last event alone"
        await doctor.press("escape")
        await doctor.type("glucose", enter=False)
        await doctor.press("home", "escape")
        await doctor.type("99")
        assert isinstance(doctor.app.screen, Audit)
        assert "Give the number of one of them." in doctor.shown
        await doctor.press("escape")
        await doctor.type("the day before")
        assert "is no date and time" in doctor.shown


@pytest.mark.parametrize(
    ("language", "told"), [("en", "There are {count} events."), ("zh", "{count}")]
)
async def test_a_number_beyond_the_last_event_says_how_many_there_are(at_work, language, told):
    async with at_work(role="investigator", language=language) as doctor:
        await excluded(doctor)
        await doctor.press("ctrl+r")
        count = len(doctor.app.store.events("S-0001"))
        await doctor.type("99", enter=False)
        assert told.format(count=count) in listed(doctor)
        await doctor.press("escape")
        for said in ("31 Jan", "1月31日", "09:00", "9点00分"):
            await doctor.type(said, enter=False)
            assert len([o for o in doctor.app.screen.query_one(OptionList).options if o.id]) == 1
            await doctor.press("escape")


async def test_where_a_filter_leaves_the_event_out_its_number_leads_there_all_the_same(at_work):
    async with at_work(role="investigator") as doctor:
        await excluded(doctor)
        await doctor.press("ctrl+r", "ctrl+f")
        await doctor.type("kind")
        await doctor.type("note")
        assert "begins" not in listed(doctor)
        await doctor.type("1")
        assert version(doctor) == 1


async def test_events_of_all_screenings_are_narrowed_and_lead_to_their_screening(at_work):
    async with at_work(role="investigator") as doctor:
        await excluded(doctor)
        await doctor.type("/list")
        assert isinstance(doctor.app.screen, Worklist)
        await doctor.type("/audit all")
        told = listed(doctor)
        assert "all screenings" in doctor.shown
        assert "The store was made" in told
        assert "Sealed up to event" in told
        assert told.index("Sealed") < told.index("The store was made"), "the newest comes first"
        await doctor.press("ctrl+f")
        assert isinstance(doctor.app.screen, Pick)
        await doctor.type("kind")
        await doctor.type("note")
        assert listed(doctor).count("Note:") == 1
        assert "The store was made" not in listed(doctor)
        assert "only: note" in doctor.shown
        await doctor.press("enter")
        assert "S-0001" in doctor.shown
        await doctor.press("enter")
        assert "Event 6 of" in doctor.shown
        assert "Note: Smith" in past(doctor)
        await doctor.press("escape")
        await doctor.type("glucose", enter=False)
        assert "Fasting glucose" in listed(doctor)
        assert "Has the candidate signed?" not in listed(doctor)
        await doctor.press("escape", "ctrl+f")
        await doctor.type("person")
        await doctor.press("enter")
        assert "only: by or about A. Li" in doctor.shown
        await doctor.press("ctrl+f")
        await doctor.type("from")
        await doctor.type("the other day")
        assert "is no date and time" in doctor.shown
        await doctor.press("ctrl+u")
        await doctor.type("2026-02-01")
        assert "only: by or about A. Li, from 2026-02-01 00:00" in doctor.shown
        assert "Decision recorded" in listed(doctor)
        assert "begins" not in listed(doctor)
        await doctor.press("ctrl+f")
        await doctor.type("everything")
        assert "only" not in doctor.shown
        assert "begins" in listed(doctor)


async def test_all_of_a_filter_is_read_at_80_columns_and_a_stretch_of_time_runs_forward(
    at_work, tmp_path
):
    async with at_work(role="auditor", authenticated=True, size=(80, 24)) as auditor:
        with Store.open(tmp_path / "store.db", clock=auditor.clock) as store:
            with pytest.raises(SignInRefused):
                SignIn(store).check("A. Li", "a wrong password")
            Accounts(store).set_password("A. Li", f"{PASSWORD}!", Person(FIRST, Role.ADMINISTRATOR))
        await auditor.type("/audit all")
        for words in (("person", "A. Li"), ("kind", "sign-in failed"), ("from", "2026-01-30")):
            await auditor.press("ctrl+f")
            for word in words:
                await auditor.type(word)
        await auditor.press("ctrl+f")
        await auditor.type("up to")
        await auditor.type("29 January 2026")
        assert "It would begin at 2026-01-30 00:00, and end before that, at" in auditor.shown
        await auditor.press("ctrl+u")
        await auditor.type("2026-02-01")
        assert "A sign-in as A. Li failed." in listed(auditor)
        assert "password" not in listed(auditor)
        strips = auditor.app.screen._compositor.render_strips()
        painted = " ".join(" ".join(strip.text for strip in strips).split())
        only = "only: by or about A. Li, sign-in failed, from 2026-01-30 00:00"
        assert f"{only}, up to 2026-02-01 23:59" in painted


async def test_a_screener_has_no_audit_trail(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("ctrl+r")
        assert not isinstance(nurse.app.screen, Audit)
        assert "you may not" in nurse.shown


async def test_an_auditor_writes_a_copy_of_a_decision_and_the_trail_says_so(at_work, tmp_path):
    async with at_work(role="investigator") as doctor:
        await excluded(doctor)
    async with at_work(role="auditor", name="I. Nkosi") as auditor:
        await auditor.type("/audit 1")
        await auditor.type("/copy text")
        auditor.app.screen.query_one("Input").value = str(tmp_path / "copy.txt")
        await auditor.press("enter")
        assert "Written:" in auditor.shown
        assert "I. Nkosi, auditor" in listed(auditor)
        assert "Decision: not eligible" in (tmp_path / "copy.txt").read_text("utf-8")


async def test_on_a_narrow_terminal_what_became_of_an_answer_stands_beneath_it(at_work):
    async with at_work(role="investigator", size=(54, 24)) as doctor:
        await excluded(doctor)
        await doctor.press("ctrl+r")
        (told,) = [line for line in listed(doctor).split("\n") if "✗ corrected" in line]
        begun = len(told) - len(told.lstrip())
        rest = listed(doctor).split(told)[1].split("\n")[1]
        assert rest.startswith(" " * begun), "it is long enough to be broken"
        assert rest.strip() == "chart"
