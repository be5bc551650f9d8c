"""`screener verify` on a store: decisions and signatures too are checked against its record."""

import json

import pytest

from screener.cli import main
from screener.protocol.problems import ProtocolError
from screener.record.events import EventKind
from screener.record.redaction import held_by, redact
from screener.record.verification import verify
from tests.cli.conftest import DOCTOR
from tests.interview.setting import RULES
from tests.record.forging import forge

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def run(store, capsys):
    def run(*more):
        status = main(["verify", "--store", str(store.path), *more])
        return status, capsys.readouterr().out

    return run


def signed(store, number):
    return next(e for e in store.events(number) if e.kind is EventKind.SIGNED)


def sign_falsely(store, number):
    """Record a signature of what nobody was shown, sealed as any is."""
    body = {**signed(store, number).body, "seen": "0" * 64}
    return store.append(number, len(store.events(number)), EventKind.SIGNED, body, DOCTOR)


def test_a_store_whose_signatures_are_of_what_it_shows_verifies(doctor, run):
    # record 15
    status, out = run()
    assert status == 0
    assert "nothing was changed" in out


def test_a_signature_of_what_the_record_does_not_show_is_named(doctor, store, run):
    # record 15, record 22
    forged = sign_falsely(store, doctor.number)
    assert verify(store.path).findings == (), "the chain alone does not show it"
    status, out = run()
    where = f"event {forged.sequence} (event {forged.version} of S-0002)"
    assert status == 1
    assert out.startswith(
        f"altered: the signature in {where}: what was signed is not what the record shows\n"
    )
    (finding,) = json.loads(run("--json")[1])["findings"]
    assert (finding["wrong"], finding["event"]) == ("altered", forged.sequence)


def test_a_decision_that_does_not_follow_from_the_record_is_named_first(doctor, store, run):
    # record 22
    events = store.events(doctor.number)
    decided = next(e for e in events if e.kind is EventKind.DECISION_RECORDED)
    body = {**decided.body, "decision": "ineligible"}
    kind = EventKind.DECISION_RECORDED
    forged = store.append(doctor.number, len(events), kind, body, DOCTOR)
    assert verify(store.path).findings == (), "the chain alone does not show it"
    status, out = run()
    where = f"event {forged.sequence} (event {forged.version} of S-0002)"
    assert status == 1
    assert out.startswith(f"altered: the decision in {where}: replayed, it comes to something else")
    assert "nothing was changed" not in out


def test_the_signatures_of_a_large_store_are_checked_on_every_processor(
    doctor, store, run, monkeypatch
):
    # record 22
    sign_falsely(store, doctor.number)
    alone = run("--json")
    monkeypatch.setattr("screener.record.replays_check._FEW", 0)
    assert run("--json") == alone
    assert alone[0] == 1


def test_a_signature_of_what_was_redacted_since_is_no_finding(doctor, store, run):
    # record 4
    events = store.events(doctor.number)
    held = next(h for event in events for h in held_by(event) if h.path == "text")
    redact(store, events[-1], (held,), "typed by mistake", DOCTOR)
    assert run()[0] == 0


def test_a_screening_with_a_signature_that_cannot_be_replayed_is_named(doctor, store, run):
    # record 22
    version = len(store.events(doctor.number))
    store.append(doctor.number, version, EventKind.QUERY_CLOSED, {"query": 1}, DOCTOR)
    status, out = run()
    assert status == 1
    assert out.startswith(f"altered: event {version + 1} of S-0002 cannot be replayed, so that no ")


@pytest.mark.parametrize("rules", [RULES.replace("18", "17"), "", None])
def test_decisions_under_rules_that_were_altered_are_said_once_to_be_unchecked(
    doctor, store, run, rules
):
    # record 22
    change: tuple[str, ...] = ("DELETE FROM rules",)
    if rules is not None:
        change = ("UPDATE rules SET bytes = CAST(? AS BLOB)", rules)
    forge(store.path, change)
    wrong = "altered" if rules is not None else "removed"
    status, out = run()
    assert status == 1
    assert [line for line in out.splitlines() if line.startswith((wrong, "The decisions"))] == [
        out.splitlines()[0],
        "The decisions and signatures of S-0002 were not checked: their rules are not as they were"
        " kept.",
    ]
    data = json.loads(run("--json")[1])
    assert [one["wrong"] for one in data["findings"]] == [wrong]
    assert data["unchecked"] == ["S-0002"]


def test_signatures_under_rules_that_cannot_be_used_any_more_are_said_to_be_unchecked(
    doctor, store, run, monkeypatch
):
    def refuse(content, name):
        raise ProtocolError([])

    sign_falsely(store, doctor.number)
    monkeypatch.setattr("screener.record.replays_check.load_bytes", refuse)
    status, out = run()
    assert status == 0
    assert "The decisions and signatures of S-0002 were not checked" in out
    assert json.loads(run("--json")[1])["unchecked"] == ["S-0002"]
