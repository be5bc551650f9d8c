"""Requirement 24: nobody is screened by rules before their approval is recorded, but in training.

A rules file is approved by its hash, by an author and an investigator.
"""

from hashlib import sha256

import pytest

from screener.protocol.loading.loader import load_bytes
from screener.protocol.roles import Role
from screener.record.approvals import ApprovalRefused, approvals, approve, approved
from screener.record.errors import OtherKind
from screener.record.events import EventKind, Person
from screener.record.expected import Expected
from screener.record.rights import NotAllowed
from screener.record.state import fold
from tests.people import signed_in

EVA = Person("Eva Author", Role.AUTHOR, authenticated=True)
BEN = Person("Ben Doctor", Role.INVESTIGATOR, authenticated=True)


@pytest.fixture
def protocol(rules):
    return load_bytes(rules, "rules.yaml")


@pytest.fixture
def by(store, rules, protocol, quick_passwords):
    def by(*people):
        for person in people:
            if person.authenticated:
                signed_in(store, person.name, person.role)
            approve(store, rules, protocol, person)
        return approved(approvals(store, sha256(rules).hexdigest()))

    return by


def training(store, rules, nurse):
    return fold(store.events(store.new_screening(rules, "DL-1", nurse, "en"))).training


def test_an_author_and_an_investigator_approve(by, store, rules, nurse):
    """record 24"""
    assert by(EVA, BEN)
    assert not training(store, rules, nurse)


@pytest.mark.parametrize("people", [(), (EVA,), (BEN,)])
def test_with_less_a_screening_is_for_training(by, store, rules, nurse, people):
    """record 24"""
    assert not by(*people)
    assert training(store, rules, nurse)


def test_a_screening_begins_as_what_it_was_told_to_be_or_not_at_all(by, store, rules, nurse):
    """record 24"""
    real, practice = Expected(training=False), Expected(training=True)
    with pytest.raises(OtherKind, match="would be for training"):
        store.new_screening(rules, "DL-1", nurse, "en", expected=real)
    assert store.new_screening(rules, "DL-1", nurse, "en", expected=practice) == "S-0001"
    by(EVA, BEN)
    with pytest.raises(OtherKind, match="would not be for training"):
        store.new_screening(rules, "DL-2", nurse, "en", expected=practice)
    assert store.numbers() == ["S-0001"]
    assert store.new_screening(rules, "DL-2", nurse, "en", expected=real) == "S-0002"


def test_an_approval_that_comes_later_makes_no_training_real(by, store, rules, nurse):
    number = store.new_screening(rules, "DL-1", nurse, "en")
    by(EVA, BEN)
    assert fold(store.events(number)).training


def test_one_byte_more_is_another_file(by, store, rules, nurse):
    by(EVA, BEN)
    assert training(store, rules + b"\n", nurse)


def test_nobody_approves_in_both_roles(by):
    by(EVA)
    with pytest.raises(ApprovalRefused, match="approved these rules already, as author"):
        by(Person(EVA.name, Role.INVESTIGATOR, authenticated=True))


def test_nobody_approves_whom_no_password_has_shown(by, store):
    with pytest.raises(ApprovalRefused, match="Nobody has checked who you are"):
        by(Person("Eva Author", Role.AUTHOR))
    assert store.store_events((EventKind.RULES_APPROVED,)) == []


@pytest.mark.parametrize("role", [Role.SCREENER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_no_other_role_approves(by, role):
    with pytest.raises(NotAllowed, match="author or investigator"):
        by(Person("Somebody", role, authenticated=True))


def test_what_was_approved_is_kept_to_the_byte(by, store, rules):
    by(EVA, BEN)
    event, _second = store.store_events((EventKind.RULES_APPROVED,))
    assert store.rules(event.body["rules"]) == rules
    assert (event.body["protocol"], event.body["version"]) == ("P1", "1")
    assert event.person == EVA
