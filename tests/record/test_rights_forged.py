"""Requirements 18 and 22: whoever can write the file, and has no key, gives nobody a right."""

import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest

from screener.protocol.exact_json import dumps
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.chain_check import Wrong
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.passwords import secret_of
from screener.record.sign_in import SignIn
from screener.record.store import Store
from tests.record.forging import forge
from tests.record.setting import DECISION
from tests.record.verifying import appended, fill, found

ADA, EVE = "Ada Byron", "Eve Evil"
GOOD, THEIRS = "correct horse battery", "staple in the morning"


@pytest.fixture
def peopled(path, clock, rules, nurse, quick_passwords):
    fill(path, clock, rules, nurse)
    with Store.open(path, clock=clock) as store:
        Accounts(store).make_first(ADA, [Role.INVESTIGATOR], GOOD)
    return path


def end(path):
    with closing(sqlite3.connect(path)) as connection:
        (last,) = connection.execute("SELECT max(sequence) FROM events").fetchone()
        return last + 1


def given_a_password(path):
    secret = secret_of(THEIRS)
    hashed = sha256(secret.encode()).hexdigest()
    body = dumps({"account": ADA, "secret": hashed})
    forge(
        path,
        *appended(path, end(path), EventKind.PASSWORD_CHANGED, body),
        ("UPDATE credentials SET secret = ? WHERE account = ?", secret, ADA),
    )


def given_an_account(path):
    secret = secret_of(THEIRS)
    hashed = sha256(secret.encode()).hexdigest()
    body = dumps({"account": EVE, "roles": ["administrator"], "secret": hashed})
    forge(
        path,
        *appended(path, end(path), EventKind.ACCOUNT_ADDED, body),
        ("INSERT INTO credentials VALUES (?, ?)", EVE, secret),
    )


@pytest.mark.parametrize(("forged", "name"), [(given_a_password, ADA), (given_an_account, EVE)])
def test_a_password_put_there_without_the_key_signs_nobody_in(peopled, clock, forged, name):
    """record 18"""
    forged(peopled)
    sequence = end(peopled) - 1
    refused = pytest.raises(StoreError, match=f"changed .* in event {sequence}")
    with Store.open(peopled, clock=clock) as store, refused:
        SignIn(store).check(name, THEIRS)
    # Nor has closing the store sealed it.
    assert found(peopled) == [(Wrong.UNSEALED, sequence)]


@pytest.mark.parametrize("kind", [EventKind.ROLES_CHANGED, EventKind.ACCOUNT_CLOSED])
def test_nothing_is_sealed_behind_a_right_that_was_put_there(peopled, clock, nurse, kind):
    """record 22"""
    body = {"account": ADA} | ({"roles": ["auditor"]} if kind is EventKind.ROLES_CHANGED else {})
    forge(peopled, *appended(peopled, end(peopled), kind, dumps(body)))
    with Store.open(peopled, clock=clock) as store:
        store.append("S-0002", 5, EventKind.NOTE_ADDED, {"text": "written still"}, nurse)
        with pytest.raises(StoreError, match="The record has been changed"):
            store.append("S-0002", 6, EventKind.DECISION_RECORDED, DECISION, nurse)


def test_rights_are_sealed_at_once(peopled, clock):
    """record 22"""
    with Store.open(peopled, clock=clock) as store:
        ada = Person(ADA, Role.ADMINISTRATOR, authenticated=True)
        accounts = Accounts(store)
        accounts.add("A. Li", [Role.SCREENER], THEIRS, ada)
        accounts.set_roles("A. Li", [Role.SCREENER, Role.AUTHOR], ada)
        accounts.set_password("A. Li", GOOD, ada)
        accounts.close("A. Li", ada)
        kinds = [event.kind for event in store.store_events()][-8:]
    given = ("account_added", "roles_changed", "password_changed", "account_closed")
    assert kinds == [one for kind in given for one in (kind, "sealed")]
