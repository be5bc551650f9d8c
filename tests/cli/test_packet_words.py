"""From a packet alone one reads why a candidate was excluded, by whom, and what stands."""

import json
import re

import pytest

from screener.cli import main
from screener.interview.signing_told import MEANING
from screener.record.events import EventKind
from screener.record.packet import write_packet
from tests.interview.setting import value

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def correction(doctor):
    """The correction by which an eligible candidate, signed for, is excluded."""
    given = value("9 mmol/L", "2026-02-20", source="laboratory_report")
    correction = doctor.give("glucose", given, reason="misread")
    doctor.record_decision()
    return correction


@pytest.fixture
def verify(doctor, store, correction, tmp_path, capsys):
    def verify(*more):
        path = tmp_path / "packet.json"
        if not path.exists():
            write_packet(store, doctor.number, path, doctor.person)
        assert main(["verify", str(path), *more]) == 0
        return capsys.readouterr().out

    return verify


def test_each_decision_is_told_with_its_failed_criteria_and_who_signed_it(
    doctor, correction, verify
):
    # record 21, record 15
    first, second = (event.version for event in doctor.state.decisions)
    signed = doctor.state.signatures[0].event.version
    out = verify()
    told = out[out.index("decision of") : out.index("head:")]
    eligible, excluded = (" ".join(one.split()) for one in told.split("decision of")[1:])
    assert eligible.startswith(f"2026-03-02 (event {first}): eligible, replayed: the same")
    assert "Training: It began under rules that were not approved" in eligible
    assert "fails" not in eligible
    assert "signed by Ben Doctor, investigator, 2026-03-02" in eligible
    void = f"(event {signed}), replayed: the same, void since event {correction.version}"
    assert eligible.endswith(f"{void} {MEANING}")
    # At the site, and in UTC.
    assert re.search(r"2026-03-02 [0-9:]{8}\+08:00 \([0-9:]{8} UTC\)", eligible)
    assert excluded.startswith(f"2026-03-02 (event {second}): not eligible, replayed: the same")
    assert "I3 (inclusion 3): ✗ fails Normal glucose Glucose? 9 mmol/L" in excluded
    assert "from a laboratory report" in excluded
    assert "signed by" not in excluded


def test_the_protocols_words_come_as_data_too(doctor, correction, verify):
    # record 21
    data = json.loads(verify("--json"))
    eligible, excluded = data["decisions"]
    assert (eligible["failed"], eligible["training"]) == ([], True)
    (failed,) = excluded["failed"]
    assert (failed["id"], failed["kind"], failed["printed"]) == ("I3", "inclusion", "3")
    assert list(failed["text"].values()) == ["Normal glucose"]
    (signature,) = data["signatures"]
    assert (signature["decision"], signature["void_since"]) == (
        eligible["event"],
        correction.version,
    )
    decided = next(e for e in doctor.events() if e.kind is EventKind.DECISION_RECORDED)
    assert eligible["event"] == decided.sequence
