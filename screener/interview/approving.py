"""Approving the rules file with which new screenings begin: what there is to know before it."""

import difflib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from screener.authoring.examples import run_examples
from screener.interview.refusals import Refused
from screener.joining import clauses, phrases
from screener.language import _, ngettext
from screener.protocol.loading.loader import load_bytes
from screener.record.approvals import APPROVERS, Approval, approvals, approve, approved, given_by
from screener.record.events import EventKind, Person
from screener.record.rights import Right, may, role_told
from screener.sanitise import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from screener.protocol.model import Protocol
    from screener.record.store import Store


class RulesRead(NamedTuple):
    """The rules file as it was read to be approved: these bytes, and no later ones."""

    path: Path
    rules: bytes
    protocol: "Protocol"
    given: tuple[Approval, ...]
    failed: tuple[str, ...]
    before: bytes | None

    @property
    def approved(self) -> bool:
        """Tell whether the file is approved already."""
        return approved(self.given)

    def waits_for(self, person: Person) -> bool:
        """Tell whether somebody may approve it who has not done so yet."""
        done = self.approved or self.given_by(person)
        return not done and may(person.role, Right.APPROVE_RULES)

    def given_by(self, person: Person) -> str:
        """Say of somebody who has approved it whose the other approval is; else nothing."""
        given = None if self.approved else given_by(self.given, person)
        return "" if given is None else str(given)


def read_to_approve(store: "Store", path: Path) -> RulesRead:
    """Read the rules file, run its examples, and find the version that was approved last.

    Raises:
        OSError: It cannot be read.
        ProtocolError: It cannot be used.
        StoreError: The store cannot be read.
    """
    rules = path.read_bytes()
    protocol = load_bytes(rules, str(path))
    failed = tuple(run.example.name for run in run_examples(protocol) if not run.passed)
    given = approvals(store, protocol.sha256)
    return RulesRead(path, rules, protocol, given, failed, _approved_before(store, protocol))


def approve_read(store: "Store", read: RulesRead, person: Person) -> bool:
    """Record that somebody approves what was read; gives whether it is approved by now.

    Raises:
        Refused: An example of it fails.
        StoreError: It was approved in this role before, say; nothing was written.
    """
    if read.failed:
        raise Refused(
            ngettext("{count} example fails.", "{count} examples fail.", len(read.failed)).format(
                count=len(read.failed)
            ),
            _("Mend the rules, or what the example expects: screener test {path}").format(
                path=visible(str(read.path))
            ),
        )
    approve(store, read.rules, read.protocol, person)
    return approved(approvals(store, read.protocol.sha256))


def rules_said(read: RulesRead, language: str, moment: "Callable[[datetime], str]") -> list[str]:
    """Say what is to be approved, and how far that has come."""
    protocol = read.protocol
    counts = (
        ngettext("{count} criterion", "{count} criteria", len(protocol.criteria)).format(
            count=len(protocol.criteria)
        ),
        ngettext("{count} question", "{count} questions", len(protocol.questions)).format(
            count=len(protocol.questions)
        ),
    )
    return [
        phrases([protocol.id, protocol.title.in_language(language)]),
        _("version {version} of the rules, {counts}").format(
            version=protocol.version, counts=phrases(counts)
        ),
        visible(str(read.path)),
        f"SHA-256 {protocol.sha256}",
        _examples_said(read),
        *_warnings_said(read),
        *_given_said(read, moment),
    ]


def changes_said(read: RulesRead) -> list[str]:
    """Say line by line what is new since the version that was approved last."""
    if read.before is None:
        return [_("No version of this protocol has been approved before.")]
    before, now = (rules.decode("utf-8", "replace") for rules in (read.before, read.rules))
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=1)
    # The first two name the files, which have no names here.
    return [visible(line) for line in list(lines)[2:]] or [_("Nothing has changed since.")]


def _examples_said(read: RulesRead) -> str:
    count = len(read.protocol.examples)
    if not count:
        return _("It has no examples.")
    if not read.failed:
        return ngettext(
            "Its {count} example comes out as expected.",
            "All its {count} examples come out as expected.",
            count,
        ).format(count=count)
    return _("{failed} of {count} examples fail: {names}").format(
        failed=len(read.failed), count=count, names=clauses(map(visible, read.failed))
    )


def _warnings_said(read: RulesRead) -> "Iterator[str]":
    if count := len(read.protocol.problems):
        yield ngettext(
            "{count} warning: screener check {path} lists it",
            "{count} warnings: screener check {path} lists them",
            count,
        ).format(count=count, path=visible(str(read.path)))


def _given_said(read: RulesRead, moment: "Callable[[datetime], str]") -> "Iterator[str]":
    for one in read.given:
        who = phrases([one.person.name, role_told(one.person.role), moment(one.at)])
        yield _("Approved by {who}").format(who=who)
    if read.approved:
        yield _("It is approved: screenings under it are no training.")
        return
    roles = [role for role in APPROVERS if role not in {one.person.role for one in read.given}]
    lacking = [role_told(role) for role in roles]
    yield _("It takes the approval of an author and of an investigator, two persons.")
    if read.given and lacking:
        yield _("Still to approve: {roles}").format(roles=clauses(lacking))


def _approved_before(store: "Store", protocol: "Protocol") -> bytes | None:
    """Give the file of this protocol that was approved last, if it is another one."""
    for event in reversed(store.store_events((EventKind.RULES_APPROVED,))):
        digest = str(event.body["rules"])
        another = event.body["protocol"] == protocol.id and digest != protocol.sha256
        if another and approved(approvals(store, digest)):
            return store.rules(digest)
    return None
