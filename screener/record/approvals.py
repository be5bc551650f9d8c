"""Approval of a rules file, by its hash: before it nobody is screened by the file, but in training.

ICH E6(R3), Annex 1, 4.3.5.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from screener.language import _
from screener.protocol.roles import Role
from screener.record.appending import keep_rules
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.rights import Right, require, role_told

if TYPE_CHECKING:
    from screener.protocol.model import Protocol
    from screener.record.reading import StoreReader
    from screener.record.store import Store

#: Who has to approve, each a person of their own.
APPROVERS = (Role.AUTHOR, Role.INVESTIGATOR)


class ApprovalRefused(StoreError):
    """A rules file cannot be approved so; nothing was written."""


class Approval(NamedTuple):
    """Who approved a rules file, in which role, when."""

    person: Person
    at: datetime


def approvals(store: "StoreReader", digest: str) -> tuple[Approval, ...]:
    """Give the approvals of the rules file with this SHA-256, the first one first."""
    return tuple(
        Approval(event.person, event.at)
        for event in store.store_events((EventKind.RULES_APPROVED,))
        if event.body["rules"] == digest and event.person.authenticated
    )


def approved(given: Sequence[Approval]) -> bool:
    """Tell whether an author and an investigator have approved, who are not the same person."""
    authors, investigators = (
        {one.person.name for one in given if one.person.role is role} for role in APPROVERS
    )
    return any(author != other for author in authors for other in investigators)


def approve(store: "Store", rules: bytes, protocol: "Protocol", person: Person) -> None:
    """Record that somebody approves a rules file, whose exact bytes are kept with it.

    Raises:
        ApprovalRefused: Nobody has checked who it is, or it was approved in this role before, or
            in the other one by the same person.
        NotAllowed: The role does not permit it.
        StoreError: The store cannot be written.
    """
    require(person.role, Right.APPROVE_RULES)
    if not person.authenticated:
        raise ApprovalRefused(
            _("Nobody has checked who you are."), _("Sign in, then approve the rules.")
        )
    digest = sha256(rules).hexdigest()
    body = {"rules": digest, "protocol": protocol.id, "version": protocol.version}

    def before(connection: sqlite3.Connection) -> None:
        _check(approvals(store, digest), person)
        keep_rules(connection, digest, rules)

    store.record(EventKind.RULES_APPROVED, body, person, before)


def given_by(given: Sequence[Approval], person: Person) -> ApprovalRefused | None:
    """Say of somebody who has approved that no more is to be done by them; else nothing."""
    for one in given:
        if one.person.name == person.name:
            return ApprovalRefused(
                _("You have approved these rules already, as {role}.").format(
                    role=role_told(one.person.role)
                ),
                _("The other approval is somebody else's: an author's and an investigator's."),
            )
    return None


def _check(given: Sequence[Approval], person: Person) -> None:
    if refused := given_by(given, person):
        raise refused
