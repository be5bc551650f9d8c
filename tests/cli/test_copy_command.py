"""`screener copy`: a decision leaves the store as a file, and the record knows of it."""

import stat
from hashlib import sha256

import pytest

from screener.cli import main
from screener.record.events import EventKind
from tests.interview.setting import NURSE

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def copy(store, capsys, monkeypatch, tmp_path):
    # Who may, and that they sign in, is shown for every command in test_user_commands.py.
    monkeypatch.setattr("screener.cli.copy_command.signed_in", lambda *who: NURSE)
    monkeypatch.chdir(tmp_path)

    def copy(*arguments):
        status = main(["copy", "--store", str(store.path), *arguments])
        return status, "".join(capsys.readouterr())

    return copy


@pytest.mark.parametrize(
    ("format", "name"),
    [("text", "S-0002-2026-03-02.txt"), ("markdown", "copy.of.it"), ("json", "copy.json")],
)
def test_a_copy_is_the_one_of_the_decision_screen_and_recorded(
    doctor, store, copy, tmp_path, format, name
):
    # record 21
    path, expected = tmp_path / name, doctor.copy(format).encode()
    named = () if format == "text" else (name,)
    assert copy("2", "--format", format, *named) == (0, f"Written to {path}.\n")
    assert path.read_bytes() == expected
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    event = store.events(doctor.number)[-1]
    assert (event.kind, event.person) == (EventKind.COPY_WRITTEN, NURSE)
    assert event.body["sha256"] == sha256(expected).hexdigest()
    assert event.body["file"] == name


def test_nothing_is_written_over(doctor, store, copy, tmp_path):
    version = doctor.version
    (tmp_path / "there").write_text("mine")
    status, said = copy("2", "--format", "text", "there")
    assert (status, "is there already, with other content" in said) == (2, True)
    assert (tmp_path / "there").read_text() == "mine"
    assert len(store.events(doctor.number)) == version


def test_without_a_decision_there_is_no_copy(doctor, copy, tmp_path):
    status, said = copy("1", "--format", "text", "copy.txt")
    assert (status, said) == (2, "No decision is recorded yet. Record the decision first.\n")
    assert not (tmp_path / "copy.txt").exists()


def test_whoever_writes_a_copy_is_in_nobodys_way(doctor, copy):
    assert copy("2", "--format", "text")[0] == 0
    doctor.add_note("seen by the auditor")
    assert doctor.state.notes[-1].text == "seen by the auditor"
