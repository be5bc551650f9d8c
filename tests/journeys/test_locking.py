"""The lock: it comes when nobody types, hides everything, and gives the place back as it was."""

import pytest

from screener.interview.named import Named
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.events import EventKind, Person
from screens.dialogs import Pick
from screens.settings import Settings
from screens.widgets.composer import SafeInput
from tests.journeys.conftest import on_worklist, place

PASSWORD = "correct horse battery"
TEN_MINUTES = 600.0
NAMES = ("DL-007", "S-0001", "born", "consent", "signed", "May 19")


class Clock:
    """A clock that goes on only when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now

    def rest(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def li(tmp_path, account_in):
    """A. Li, who screens, and Dr. Wang, who may take over."""
    account_in(tmp_path / "store.db", "A. Li", "screener")
    account_in(tmp_path / "store.db", "Dr. Wang", "investigator")


@pytest.fixture
def at_rest(at_work, li):
    """Open the app as A. Li, who has signed in; `clock.rest` lets time pass without a key."""

    def open_app(**more):
        return at_work(authenticated=True, **more)

    return open_app


def resting(person):
    clock = person.app.monotonic = Clock()
    person.app.idle_lock.pressed()
    return clock


async def lock(person):
    person.app.idle_lock.look()
    await person.settle()


def painted(person):
    return "\n".join(strip.text for strip in person.app.screen._compositor.render_strips())


def kinds(person):
    return [event.kind for event in person.app.store.store_events()]


async def test_after_ten_minutes_without_a_key_nothing_of_the_screening_is_to_be_seen(at_rest):
    """record 19"""
    async with at_rest() as nurse:
        clock = resting(nurse)
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 19", enter=False)
        clock.rest(TEN_MINUTES - 60)
        await lock(nurse)
        assert place(nurse) == "interview"
        clock.rest(60)
        await lock(nurse)
        assert place(nurse) == "lock"
        assert not any(word in painted(nurse) for word in NAMES)
        assert kinds(nurse)[-1] is EventKind.LOCKED


async def test_the_password_gives_back_the_place_with_the_text_half_typed(at_rest):
    """record 19"""
    async with at_rest() as nurse:
        clock = resting(nurse)
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 19", enter=False)
        clock.rest(TEN_MINUTES)
        await lock(nurse)
        await nurse.type(PASSWORD)
        assert place(nurse) == "interview"
        assert nurse.interview.exchange.line.value == "17 May 19"
        await nurse.type("80")
        assert nurse.answer("born") == {"value": "1980-05-17"}
        assert kinds(nurse)[-1] is EventKind.UNLOCKED


async def test_a_dialog_comes_back_with_what_was_typed_in_it(at_rest):
    """record 19"""
    async with at_rest() as nurse:
        clock = resting(nurse)
        await nurse.begin()
        await nurse.press("ctrl+p")
        await nurse.type("criteri", enter=False)
        clock.rest(TEN_MINUTES)
        await lock(nurse)
        assert "Criteria" not in painted(nurse)
        await nurse.type(PASSWORD)
        assert isinstance(nurse.app.screen, Pick)
        assert nurse.app.screen.query_one(SafeInput).value == "criteri"


async def test_the_key_that_ends_a_long_rest_locks_and_answers_nothing(at_rest):
    async with at_rest() as nurse:
        clock = resting(nurse)
        await nurse.begin()
        clock.rest(TEN_MINUTES)
        await nurse.press("y")
        assert place(nurse) == "lock"
        assert nurse.answer("consent") is None


async def test_an_enter_held_down_on_the_password_confirms_nothing_that_comes_up(at_rest):
    async with at_rest() as nurse:
        now = 1.0
        nurse.app.monotonic = lambda: now
        await nurse.begin()
        await nurse.press("n")
        assert "Enter" in nurse.shown, "what would fail a criterion waits for a deliberate Enter"
        now += 5
        await nurse.press("ctrl+l")
        await nurse.type(PASSWORD)
        await nurse.press("enter", "enter")
        assert place(nurse) == "interview"
        assert nurse.answer("consent") is None
        now += 5
        await nurse.press("enter")
        assert nurse.answer("consent") == {"value": False}


@pytest.mark.parametrize(
    "way",
    [("f4", "enter"), ("ctrl+o",), ("f7",), ("f1",), ("ctrl+p",), ("f4", "enter", "ctrl+o")],
    ids=["correction", "note", "source", "help", "palette", "note in a correction"],
)
async def test_the_key_locks_whatever_lies_over_the_screening(at_rest, way):
    """record 19"""
    async with at_rest() as nurse:
        await nurse.begin()
        await nurse.press("y", "enter")
        for key in way:
            await nurse.press(key)
        covered = type(nurse.app.screen)
        await nurse.type("half typed", enter=False)
        await nurse.press("ctrl+l")
        assert place(nurse) == "lock"
        await nurse.type(PASSWORD)
        assert type(nurse.app.screen) is covered


async def test_the_key_locks_what_lies_beneath_a_window_that_is_too_small(at_rest):
    """record 19"""
    async with at_rest() as nurse:
        await nurse.begin()
        await nurse.pilot.resize_terminal(30, 8)
        await nurse.press("ctrl+l")
        await nurse.pilot.resize_terminal(80, 24)
        assert place(nurse) == "lock"
        await nurse.type(PASSWORD)
        assert place(nurse) == "interview"


async def test_the_slash_name_locks_over_a_correction(at_rest):
    """record 19"""
    async with at_rest() as nurse:
        await nurse.begin()
        await nurse.press("y", "enter", "f4", "enter")
        await nurse.type("/lock")
        assert place(nurse) == "lock"


async def test_a_wrong_password_keeps_it_locked_and_is_reported_with_the_right_one(at_rest):
    """record 20"""
    async with at_rest() as nurse:
        await nurse.type("/lock")
        await nurse.type("not the password")
        assert place(nurse) == "lock"
        assert "The password is wrong." in nurse.shown
        await nurse.type(PASSWORD)
        assert on_worklist(nurse)
        assert "1 sign-in failed since your last, on 2026-01-31 09:00." in nurse.shown


async def test_another_person_can_only_sign_the_first_out_who_leaves_what_was_not_confirmed(
    at_rest,
):
    """record 19"""
    async with at_rest() as person:
        await person.begin()
        await person.press("n")
        await person.press("ctrl+l")
        await person.press("ctrl+t")
        assert place(person) == "sign_in"
        taken_back = person.app.store.events("S-0001")[-1]
        assert taken_back.kind is EventKind.ENTRY_TAKEN_BACK
        assert taken_back.person.name == "A. Li"
        await person.type("Dr. Wang")
        await person.type(PASSWORD)
        assert on_worklist(person)
        assert person.app.person == Person("Dr. Wang", Role.INVESTIGATOR, authenticated=True)


async def test_a_role_taken_away_meanwhile_is_not_given_back(at_rest):
    """record 18"""
    async with at_rest() as nurse:
        await nurse.press("ctrl+l")
        ada = Person("Ada Byron", Role.ADMINISTRATOR)
        Accounts(nurse.app.store).set_roles("A. Li", [Role.AUDITOR], ada)
        await nurse.type(PASSWORD)
        assert place(nurse) == "lock"
        assert "A. Li has not the role screener." in nurse.shown


async def test_what_was_opened_a_moment_before_comes_up_after_the_password_and_not_over_it(at_rest):
    async with at_rest() as nurse:
        await nurse.begin()
        await nurse.type("/list")
        nurse.app.sit_down("S-0001")
        nurse.app.do_lock("")
        await nurse.settle()
        assert place(nurse) == "lock"
        await nurse.type(PASSWORD)
        assert place(nurse) == "interview"


async def test_a_candidates_code_that_is_looked_for_stays_beneath_the_lock(at_rest):
    async with at_rest() as nurse:
        await nurse.begin("DL-007")
        await nurse.type("/list")
        nurse.app.worklist.look_for("DL-007")
        nurse.app.do_lock("")
        await nurse.settle()
        assert place(nurse) == "lock"
        assert "DL-007" not in painted(nurse)
        await nurse.type(PASSWORD)
        assert nurse.app.screen.query_one("#line", SafeInput).value == "/new DL-007"


async def test_a_terminal_too_small_shows_no_more_of_what_is_locked(at_rest):
    async with at_rest() as nurse:
        await nurse.begin()
        await nurse.pilot.resize_terminal(30, 8)
        nurse.app.do_lock("")
        await nurse.settle()
        assert "This window is too small" in painted(nurse)
        await nurse.pilot.resize_terminal(80, 24)
        await nurse.settle()
        assert place(nurse) == "lock"
        await nurse.type(PASSWORD)
        assert place(nurse) == "interview"


async def test_the_settings_say_after_how_many_minutes(at_rest):
    async with at_rest(settings=Settings(lock_after=2)) as nurse:
        resting(nurse).rest(120)
        await lock(nurse)
        assert place(nurse) == "lock"


async def test_whom_no_account_vouches_for_is_never_locked_out(at_work):
    async with at_work() as nurse:
        resting(nurse).rest(10 * TEN_MINUTES)
        await lock(nurse)
        await nurse.type("/lock")
        assert on_worklist(nurse)


async def test_nobody_who_has_yet_to_sign_in_is_locked_out(at_work, li):
    async with at_work(named=Named("A. Li")) as nurse:
        resting(nurse).rest(TEN_MINUTES)
        await lock(nurse)
        assert place(nurse) == "sign_in"


async def test_the_words_of_the_lock_are_whole_on_sixty_columns(at_rest):
    async with at_rest(size=(60, 24)) as nurse:
        clock = resting(nurse)
        clock.rest(TEN_MINUTES)
        await lock(nurse)
        assert place(nurse) == "lock"
        seen = " ".join(painted(nurse).split())
        assert "^T signs A. Li out, for somebody else." in seen
