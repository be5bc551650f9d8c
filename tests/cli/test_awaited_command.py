"""`screener awaited`: printed for people, written as a calendar, as data for programs."""

import json
from hashlib import sha256

import pytest

from screener.cli import main
from screener.interview.sitting import Sitting
from screener.record.events import EventKind
from screener.record.store import Store
from tests.interview.setting import NURSE, RULES, missing, value


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        number = store.new_screening(RULES.encode(), "DL-017", NURSE, "en")
        sitting = Sitting.open(store, number, NURSE, "en")
        sitting.give("consent", value(True))
        sitting.give("glucose", missing("pending", due="2199-01-31"))
        sitting.withdraw()
    return path


@pytest.fixture
def run(capsys, path, monkeypatch):
    # Who may, and that they sign in, is shown for every command in test_user_commands.py.
    monkeypatch.setattr("screener.cli.awaited_command.signed_in", lambda *who: NURSE)

    def run(*arguments):
        status = main(["awaited", "--store", str(path), "--as", "Ana Nurse", *map(str, arguments)])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def exports(path):
    with Store.open(path) as store:
        return store.store_events([EventKind.AWAITED_EXPORTED])


def test_what_is_awaited_is_printed_and_that_is_no_export(run, path):
    status, out, err = run()
    assert (status, err) == (0, "")
    first, last = out.splitlines()
    assert first.startswith("31 Jan 2199, S-0001, DL-017; Glucose?; screener, Ana Nurse;")
    assert "withdrawn" in first
    assert last == "1 result awaited"
    assert exports(path) == []


def test_a_calendar_is_written_to_a_new_file_and_recorded(run, path, tmp_path):
    target = tmp_path / "due.ics"
    assert run("--ics", target)[:2] == (0, f"Written to {target}.\n")
    assert b"DTSTART;VALUE=DATE:21990131" in target.read_bytes()
    (event,) = exports(path)
    assert event.body["sha256"] == sha256(target.read_bytes()).hexdigest()
    status, _out, err = run("--ics", target)
    assert (status, f"{target} is there already." in err) == (2, True)


def test_data_on_standard_output_is_an_export_and_recorded_as_it_was_printed(run, path):
    status, out, _err = run("--json")
    assert status == 0
    (row,) = json.loads(out)["awaited"]
    assert (row["screening"], row["due"], row["withdrawn"]) == ("S-0001", "2199-01-31", True)
    (event,) = exports(path)
    assert (event.body["file"], event.body["format"], event.body["results"]) == ("-", "json", 1)
    assert event.body["sha256"] == sha256(out.encode()).hexdigest()
