"""What is looked for among all events: by person, kind and moment, from either end."""

from datetime import timedelta

import pytest

from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.clock import SteppingClock
from screener.record.events import EventKind, Person
from screener.record.sign_in import SignIn, SignInRefused
from screener.record.store import Store
from screener.record.trail import Sought
from tests.interview.setting import DOCTOR, NURSE, RULES, START
from tests.interview.signing import PASSWORD

ODD = Person('Zoë "kind":"note_added" Ångström', Role.SCREENER)


@pytest.fixture
def store(tmp_path):
    """Three screenings with a note each, by one person each; something happens each minute."""
    clock = SteppingClock(START, timedelta(minutes=1))
    with Store.open(tmp_path / "s.db", clock=clock, time_zone="Asia/Shanghai") as store:
        for code, person in (("DL-1", NURSE), ("DL-2", DOCTOR), ("DL-3", ODD)):
            number = store.new_screening(RULES.encode(), code, person, "en")
            store.append(number, 1, EventKind.NOTE_ADDED, {"text": code}, person)
        yield store


def found(store, past=None, most=100, *, newest=False, **sought):
    events = store.trail(Sought(**sought), past, most, newest=newest)
    assert all(Sought(**sought).holds(event) for event in events)
    return [event.sequence for event in events]


def test_all_events_come_in_order_the_stores_own_among_them(store):
    assert found(store) == [1, 2, 3, 4, 5, 6, 7]
    assert found(store, newest=True) == [7, 6, 5, 4, 3, 2, 1]


def test_they_come_in_parts_each_past_the_one_before(store):
    assert found(store, None, 3) == [1, 2, 3]
    assert found(store, 3, 3) == [4, 5, 6]
    assert found(store, None, 3, newest=True) == [7, 6, 5]
    assert found(store, 5, 3, newest=True) == [4, 3, 2]
    assert found(store, 7) == []


def test_a_person_is_found_by_a_part_of_the_name_in_small_or_capital_letters(store):
    assert found(store, person="ben D") == [4, 5]
    assert found(store, person="ÅNGSTRÖM") == [6, 7]
    assert found(store, person="nobody") == []


def test_a_person_is_found_by_what_was_done_to_the_account_and_by_failed_sign_ins_too(
    store, quick_passwords
):
    accounts, by = Accounts(store), Person("Ada Admin", Role.ADMINISTRATOR, authenticated=True)
    accounts.make_first(by.name, [Role.ADMINISTRATOR], PASSWORD)
    accounts.add("Ben Doctor", [Role.INVESTIGATOR], PASSWORD, by)
    for name in ("Ben Doctor", "Ben Nobody"):
        with pytest.raises(SignInRefused):
            SignIn(store).check(name, "a wrong password")
    accounts.set_roles("Ben Doctor", [Role.AUDITOR], by)
    accounts.set_password("Ben Doctor", f"{PASSWORD}!", by)
    accounts.close("Ben Doctor", by)
    about = [
        EventKind.ACCOUNT_ADDED,
        EventKind.SIGN_IN_FAILED,
        EventKind.ROLES_CHANGED,
        EventKind.PASSWORD_CHANGED,
        EventKind.ACCOUNT_CLOSED,
    ]
    events = {event.sequence: event for event in store.trail(Sought(), None, 100)}
    (own, theirs) = ([4, 5], found(store, person="ben doctor"))
    assert theirs[:2] == own
    assert [events[sequence].kind for sequence in theirs[2:]] == about
    assert found(store, person="ben doctor", newest=True, most=2) == theirs[:-3:-1]
    failed = frozenset({EventKind.SIGN_IN_FAILED})
    assert len(found(store, kinds=failed)) == 2
    assert found(store, person="Ben", kinds=failed) == [theirs[3]]
    assert found(store, person="Cleo") == []


def test_a_kind_is_found_by_what_happened_and_never_by_what_a_name_says(store):
    assert found(store, kinds=frozenset({EventKind.NOTE_ADDED})) == [3, 5, 7]
    assert found(store, kinds=frozenset({EventKind.STOPPED})) == []
    both = frozenset({EventKind.STORE_CREATED, EventKind.SCREENING_OPENED})
    assert found(store, kinds=both) == [1, 2, 4, 6]


def test_both_ends_of_a_stretch_of_time_belong_to_it(store):
    at = [event.at for event in store.trail(Sought(), None, 100)]
    assert found(store, since=at[2], until=at[4]) == [3, 4, 5]
    assert found(store, since=at[2] + timedelta(microseconds=1)) == [4, 5, 6, 7]
    assert found(store, until=at[0] - timedelta(microseconds=1)) == []


def test_filters_narrow_together(store):
    assert found(store, person="Ben", kinds=frozenset({EventKind.NOTE_ADDED})) == [5]
