"""A store in a folder of its own, a clock that stands still, and rules small enough to read."""

import os
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.clock import SteppingClock
from screener.record.events import Person
from screener.record.packet import write_packet
from screener.record.redaction import held_by, redact, together
from screener.record.sign_in import SignIn
from screener.record.store import Store
from tests.record.packets import answer, decide
from tests.record.signing_in import ADA, GOOD, LI, OTHER
from tests.record.telling import Story

RULES = b"""\
screener: 1
protocol: {id: P1, version: "1", title: A small protocol}
questions:
  age: {type: integer, ask: How old?, min: 0, max: 120}
  smokes: {type: boolean, ask: Does the candidate smoke?}
  visits:
    type: series
    ask: Which visits were there?
    fields:
      score: {type: integer, ask: Score, min: 0, max: 100}
inclusion:
  - {id: I1, text: Adults, rule: {age: {at_least: 18}}}
exclusion:
  - {id: E1, text: Smokers, rule: {smokes: yes}}
  - {id: E2, text: A low score, rule: {visits: {latest: {score: {below: 10}}}}}
"""

NURSE = Person("Ana Nurse", Role.SCREENER)
DOCTOR = Person("Ben Doctor", Role.INVESTIGATOR)
START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def rules():
    return RULES


@pytest.fixture
def nurse():
    return NURSE


@pytest.fixture
def doctor():
    return DOCTOR


@pytest.fixture
def clock():
    return SteppingClock(START)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "screenings.db"


@pytest.fixture
def store(path, clock):
    with Store.open(path, clock=clock, time_zone="Asia/Shanghai") as store:
        yield store


@pytest.fixture
def number(store, rules, nurse):
    return store.new_screening(rules, "DL-017", nurse, "en")


@pytest.fixture
def screened(store, rules, nurse, doctor):
    """Two screenings, answered in turn, so that the chain runs through both."""
    one = store.new_screening(rules, "DL-017", nurse, "en")
    other = store.new_screening(rules, "OTHER-CODE", doctor, "en")
    answer(store, one, "age", 17, nurse)
    answer(store, other, "age", 99, doctor)
    answer(store, one, "smokes", False, nurse)
    decide(store, one, nurse)
    decide(store, other, doctor)
    return one


@pytest.fixture
def packet(store, screened, nurse, tmp_path):
    target = tmp_path / "p.json"
    write_packet(store, screened, target, nurse)
    return target


@pytest.fixture
def redacted(store, screened, doctor, tmp_path):
    """A packet of a screening whose candidate, and an answer, were taken out."""
    for path in ("candidate", "answer.value"):
        events = store.events(screened)
        held = next(one for event in events for one in held_by(event) if one.path == path)
        redact(store, events[-1], together(events, held), "a mistake", doctor)
    write_packet(store, screened, tmp_path / "r.json", doctor)
    return (tmp_path / "r.json").read_bytes()


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def accounts(store, quick_passwords):
    return Accounts(store)


@pytest.fixture
def ada(accounts, store):
    """The first account, signed in as the administrator."""
    account = accounts.make_first(ADA, [Role.INVESTIGATOR], GOOD)
    return SignIn(store).enter(account, Role.ADMINISTRATOR).person


@pytest.fixture
def li(accounts, ada):
    return accounts.add(LI, [Role.SCREENER], OTHER, ada)


@pytest.fixture
def posix():
    """Other systems have other permissions."""
    pytest.importorskip("pwd")


@pytest.fixture
def unprivileged(posix, tmp_path):
    """Act as someone whom permissions stop, also where the tests run as root."""

    @contextmanager
    def act():
        if os.geteuid() != 0:
            yield
            return
        closed = [folder for folder in tmp_path.parents if not folder.stat().st_mode & 0o001]
        for folder in closed:
            folder.chmod(folder.stat().st_mode | 0o011)
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)

    return act
