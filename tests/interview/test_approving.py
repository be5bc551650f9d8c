"""Approving the rules file: what is said of it before, and that an example that fails stops it."""

import io
from datetime import timedelta

import pytest

from screener.interview.approving import (
    approve_read,
    changes_said,
    read_to_approve,
    rules_said,
)
from screener.interview.plain import run_plain
from screener.interview.refusals import Refused
from screener.interview.rescreening import for_training
from screener.protocol.roles import Role
from screener.record.events import Person
from screener.record.state import fold
from tests.interview.setting import NURSE, RULES
from tests.people import signed_in

EVA = Person("Eva Author", Role.AUTHOR, authenticated=True)
BEN = Person("Ben Doctor", Role.INVESTIGATOR, authenticated=True)
EXAMPLE = """\
examples:
  - name: nobody knows
    on: 2026-01-31
    answers: {}
    expect: {decision: %s}
"""


@pytest.fixture(autouse=True)
def people(store, quick_passwords):
    """Both of them have signed in."""
    for person in (EVA, BEN):
        signed_in(store, person.name, person.role)


def said(read):
    return rules_said(read, "en", lambda at: f"{at:%H:%M}")


def approve_both(store, rules):
    for person in (EVA, BEN):
        read = read_to_approve(store, rules)
        done = approve_read(store, read, person)
    return done


def test_what_is_to_be_approved_is_named_to_the_byte(store, rules):
    read = read_to_approve(store, rules)
    told = "\n".join(said(read))
    assert read.protocol.sha256 in told
    assert f"version {read.protocol.version} of the rules, " in told
    assert "It takes the approval of an author and of an investigator" in told


def test_after_the_first_approval_it_is_said_whose_is_lacking(store, rules):
    """record 24"""
    assert not approve_read(store, read_to_approve(store, rules), EVA)
    told = said(read_to_approve(store, rules))
    assert any(line.startswith("Approved by Eva Author, author") for line in told)
    assert told[-1] == "Still to approve: investigator"


def test_after_the_second_screenings_are_no_training(store, rules):
    """record 24"""
    assert approve_both(store, rules)
    assert not for_training(store, rules.read_bytes())
    assert "screenings under it are no training" in said(read_to_approve(store, rules))[-1]


def test_rules_of_which_an_example_fails_are_not_approved(store, rules):
    rules.write_text(RULES + EXAMPLE % "eligible", encoding="utf-8")
    read = read_to_approve(store, rules)
    assert "1 of 1 examples fail: nobody knows" in said(read)
    with pytest.raises(Refused, match="1 example fails"):
        approve_read(store, read, EVA)
    rules.write_text(RULES + EXAMPLE % "undetermined", encoding="utf-8")
    approve_read(store, read_to_approve(store, rules), EVA)


def test_what_was_read_is_approved_not_what_the_file_holds_by_then(store, rules):
    before = rules.read_bytes()
    read = read_to_approve(store, rules)
    rules.write_bytes(before + b"# later\n")
    approve_read(store, read, EVA)
    approve_read(store, read, BEN)
    assert not for_training(store, before)
    assert for_training(store, rules.read_bytes())


def test_what_is_new_since_the_version_approved_last_is_shown_by_line(store, rules, clock):
    assert changes_said(read_to_approve(store, rules)) == [
        "No version of this protocol has been approved before."
    ]
    approve_both(store, rules)
    clock.advance(timedelta(days=1))
    rules.write_text(RULES + "# a remark\n", encoding="utf-8")
    changes = changes_said(read_to_approve(store, rules))
    assert changes[-1] == "+# a remark"
    assert not any(line.startswith("-") for line in changes)


def test_by_line_a_screening_to_be_begun_under_unapproved_rules_is_said_to_be_training(
    talk, store, rules
):
    told = "The rules are not approved: this screening will be for training. /approve"
    assert told in talk("/new", "")
    approve_both(store, rules)
    assert told not in talk("/new", "")


class Typed:
    """Lines that somebody types, while `happens` before the one at that place is read."""

    def __init__(self, *lines, at, happens):
        self.left, self.at, self.happens = list(lines), at, happens

    def readline(self):
        if self.at == 0:
            self.happens()
        self.at -= 1
        return f"{self.left.pop(0)}\n" if self.left else ""


@pytest.mark.parametrize("agreed", ["yes", "no"])
def test_by_line_whoever_was_told_of_training_is_asked_once_the_rules_are_approved(
    store, rules, agreed
):
    """record 24"""
    said = io.StringIO()
    typed = Typed("/new", "DL-007", agreed, at=1, happens=lambda: approve_both(store, rules))
    run_plain(store, NURSE, rules, typed, said, "en")
    told = said.getvalue()
    assert "this screening will be for training. /approve" in told
    assert "this screening will be real, not for training. Nothing has begun yet." in told
    if agreed == "yes":
        assert not fold(store.events("S-0001")).training
    else:
        assert "No screening was begun." in told
        assert not store.numbers()


def test_by_line_approving_is_asked_about_once_more_and_never_offered_again(talk, store, rules):
    assert "Nothing was approved." in talk("/approve", "1", "no", person=EVA)
    assert read_to_approve(store, rules).given == ()
    assert "Your approval is recorded." in talk("/approve", "1", "yes", person=EVA)
    said = talk("/approve", person=EVA)
    assert "Approved by Eva Author" in said
    assert "Approve these rules, as author" not in said
    assert "Approve these rules, as investigator" in talk("/approve", "", person=BEN)


def test_by_line_whoever_has_approved_is_told_that_the_other_approval_is_somebody_elses(
    talk, store, rules
):
    other = "The other approval is somebody else's"
    assert other not in talk("/approve", person=EVA)
    approve_read(store, read_to_approve(store, rules), EVA)
    said = talk("/approve", person=EVA)
    assert "You have approved these rules already, as author." in said
    assert other in said
    assert other not in talk("/approve", person=BEN)
    approve_read(store, read_to_approve(store, rules), BEN)
    assert other not in talk("/approve", person=EVA), "it is approved"
