"""A signature that does not stand any more says so wherever it is told of."""

import json

import pytest

from screener.cli import main
from screener.record.events import EventKind
from tests.interview.setting import value

pytestmark = pytest.mark.usefixtures("quick_passwords")

VOID = "✗ void since event {version}: an answer was changed after that; because: misread"


@pytest.fixture
def voided(doctor):
    """The correction since which the signature is void."""
    return doctor.give("born", value("1979-01-01"), reason="misread")


@pytest.fixture
def audit(doctor, store, capsys, monkeypatch):
    monkeypatch.setattr("screener.cli.audit_commands.signed_in", lambda *who: doctor.person)

    def audit(*more):
        assert main(["audit", "--store", str(store.path), *more]) == 0
        return capsys.readouterr().out

    return audit


def signature(out):
    (found,) = [one for one in json.loads(out)["events"] if one["kind"] == EventKind.SIGNED]
    return found


def test_a_void_signature_is_struck_through_in_every_trail(doctor, audit, voided):
    # record 15
    said = VOID.format(version=voided.version)
    assert said in " ".join(audit(doctor.number).split())
    across = audit("--kind", "signed")
    assert said in " ".join(across.split())
    assert signature(audit(doctor.number, "--json"))["void_since"] == voided.version
    assert signature(audit("--json"))["void_since"] == voided.version


def test_a_signature_stands_until_the_event_that_voids_it(doctor, audit, voided):
    # record 15
    then = (doctor.number, "--at", str(voided.version - 1))
    assert "void since" not in audit(*then)
    assert signature(audit(*then, "--json"))["void_since"] is None
