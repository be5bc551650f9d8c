"""People at a screening of a small protocol, with a clock that goes on by ten seconds."""

import io
from datetime import timedelta

import pytest

from screener.interview.plain import run_plain
from screener.interview.sitting import Sitting
from screener.language import set_language
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.clock import SteppingClock
from screener.record.events import Person
from screener.record.state import fold
from screener.record.store import Seen, Store
from tests.interview.setting import NURSE, RULES, START, answer_until
from tests.interview.signing import PASSWORD, SECOND, SIGNER


@pytest.fixture(autouse=True)
def _in_order(in_order: None) -> None:
    """Questions come as they stand in the rules, where a test does not say otherwise."""


@pytest.fixture(autouse=True)
def english():
    set_language("en")
    yield
    set_language("en")


@pytest.fixture
def clock():
    return SteppingClock(START, timedelta(seconds=10))


@pytest.fixture
def store(tmp_path, clock):
    with Store.open(tmp_path / "s.db", clock=clock, time_zone="Asia/Shanghai") as store:
        yield store


@pytest.fixture
def number(store):
    return store.new_screening(RULES.encode(), "DL-017", NURSE, "en")


@pytest.fixture
def sit(store, number):
    """Sit down at the screening, the nurse unless someone else is named."""

    def sit(person=NURSE, language="en"):
        return Sitting.open(store, number, person, language)

    return sit


@pytest.fixture
def sitting(sit):
    return sit()


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "criteria.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def talk(store, rules):
    """Type lines at the program, and give all that it says."""

    def talk(*typed, person=NURSE, language="en", encoding="utf-8", number=None):
        said = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        source = io.StringIO("".join(f"{line}\n" for line in typed))
        run_plain(store, person, rules, source, said, language, number=number)
        said.seek(0)
        return said.read()

    return talk


@pytest.fixture
def state(store):
    return lambda number="S-0001": fold(store.events(number))


@pytest.fixture
def posix_mode():
    """Give the permissions of a file, on a system that has them."""
    pytest.importorskip("pwd")
    return lambda path: path.stat().st_mode & 0o777


@pytest.fixture
def accounts(store):
    accounts = Accounts(store)
    accounts.make_first(SIGNER.name, [Role.INVESTIGATOR], PASSWORD)
    by = Person(SIGNER.name, Role.ADMINISTRATOR)
    accounts.add(SECOND.name, [Role.INVESTIGATOR], PASSWORD, by)
    return accounts


@pytest.fixture
def doctor(accounts, sit):
    """The investigator at a screening that is answered to its end, all of it passed."""
    answer_until(sit())
    doctor = sit(SIGNER)
    answer_until(doctor)
    doctor.record_decision()
    return doctor


@pytest.fixture
def again(store, clock):
    """Screen the candidate again, 60 days after the screening before, and sit down to it."""

    def again(before, rules=RULES, person=NURSE):
        clock.advance(timedelta(days=60))
        seen = Seen(before.number, before.version)
        number = store.new_screening(rules.encode(), "DL-017", person, "en", after=seen)
        return Sitting.open(store, number, person, "en")

    return again
