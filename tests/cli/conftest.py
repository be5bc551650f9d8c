"""A store at which an investigator has an account, and a screening that is signed."""

from datetime import timedelta

import pytest

from screener.interview.sitting import Sitting
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.clock import SteppingClock
from screener.record.events import Person
from screener.record.store import Store
from tests.interview.setting import NURSE, RULES, START, answer_until

PASSWORD = "a long enough secret"
DOCTOR = Person("Ben Doctor", Role.INVESTIGATOR, authenticated=True)


@pytest.fixture
def store(tmp_path):
    clock = SteppingClock(START, timedelta(seconds=10))
    with Store.open(tmp_path / "s.db", clock=clock, time_zone="Asia/Shanghai") as store:
        Accounts(store).make_first(DOCTOR.name, [Role.INVESTIGATOR], PASSWORD)
        yield store


@pytest.fixture
def doctor(store):
    """An investigator who has signed a decision; another screening has none."""
    store.new_screening(RULES.encode(), "DL-018", NURSE, "en")
    number = store.new_screening(RULES.encode(), "DL-017", NURSE, "en")
    sitting = Sitting.open(store, number, DOCTOR, "en")
    sitting.add_note("another patient's", "born")
    answer_until(sitting)
    sitting.record_decision()
    for id in sitting.protocol.criteria:
        sitting.agree(id, sitting.assessment().seen_of(id))
    sitting.sign(sitting.assessment(), PASSWORD)
    return sitting
