"""What writes a file takes `-` for no file's name: in the record it stands for standard output."""

import io

import pytest

from screener.cli import main
from tests.cli.conftest import DOCTOR, PASSWORD

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.mark.parametrize(
    "command",
    [
        ("log", "--csv"),
        ("log", "--xlsx"),
        ("awaited", "--ics"),
        ("copy", "2", "--format", "text"),
        ("packet", "2"),
        ("backup",),
    ],
    ids=" ".join,
)
def test_every_command_that_writes_a_file_refuses_it_and_says_what_would_do(
    doctor, store, tmp_path, monkeypatch, capsys, command
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    events = len(store.events(doctor.number))
    who = ("--store", str(store.path), "--as", DOCTOR.name)
    assert main([command[0], *who, *command[1:], "-"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "“-” stands for standard output, and is no file's name. Give the name" in told.err
    assert not (tmp_path / "-").exists()
    assert len(store.events(doctor.number)) == events
