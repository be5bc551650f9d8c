"""`screener log`: printed for people, written for spreadsheets, as data for programs."""

import csv
import json
from hashlib import sha256

import pytest

from screener.cli import main
from screener.protocol.roles import Role
from screener.record.events import EventKind, Person
from screener.record.store import Store

NURSE = Person("A. Li", Role.SCREENER)
RULES = b"""\
screener: 1
protocol: {id: P, version: "1", title: P, date: 2026-01-31}
questions:
  adult: {type: boolean, ask: Is the candidate an adult?}
inclusion:
  - {id: I1, text: Adults, rule: {adult: yes}}
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        number = store.new_screening(RULES, "DL-001", NURSE, "en")
        store.append(number, 1, EventKind.WITHDRAWN, {"code": "moved"}, NURSE)
    return path


@pytest.fixture
def run(capsys, path, monkeypatch):
    # Who may, and that they sign in, is shown for every command in test_user_commands.py.
    monkeypatch.setattr("screener.cli.log_command.signed_in", lambda *who: NURSE)

    def run(*arguments):
        status = main(["log", "--store", str(path), "--as", "A. Li", *map(str, arguments)])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def exports(path):
    with Store.open(path) as store:
        return [one for one in store.store_events() if one.kind is EventKind.LOG_EXPORTED]


def test_the_log_is_printed_and_that_is_no_export(run, path):
    status, out, err = run()
    assert (status, err) == (0, "")
    assert out.startswith("S-0001, Begun: ")
    assert "Outcome: withdrawn, Not assessed: 1, Reason: moved away, or lives too far off" in out
    assert "DL-001" not in out
    assert exports(path) == []


def test_a_csv_is_written_to_a_new_file_and_recorded(run, path, tmp_path):
    target = tmp_path / "log.csv"
    status, out, _err = run("--csv", target)
    assert (status, out) == (0, f"Written to {target}.\n")
    with target.open(newline="", encoding="utf-8-sig") as file:
        head, row = csv.reader(file)
    assert (head[0], row[0], row[7]) == ("Number", "S-0001", "withdrawn")
    (event,) = exports(path)
    assert event.body["sha256"] == sha256(target.read_bytes()).hexdigest()
    status, _out, err = run("--csv", target)
    assert status == 2
    assert f"{target} is there already." in err


def test_a_spreadsheet_is_written_too(run, path, tmp_path):
    assert run("--xlsx", tmp_path / "log.xlsx")[0] == 0
    assert (tmp_path / "log.xlsx").read_bytes().startswith(b"PK")


def test_a_name_that_says_another_format_is_refused_with_what_would_do(run, path, tmp_path):
    status, _out, err = run("--csv", tmp_path / "log.XLSX")
    assert status == 2
    assert "log.XLSX would be CSV, whatever its name says." in err
    assert "Give a name that ends in .csv, or choose XLSX." in err
    assert run("--xlsx", tmp_path / "log.csv")[0] == 2
    assert [*tmp_path.glob("log*")] == exports(path) == []


def test_data_on_standard_output_is_an_export_and_recorded_as_it_was_printed(run, path):
    status, out, _err = run("--json")
    assert status == 0
    (row,) = json.loads(out)["screenings"]
    assert (row["screening"], row["outcome"], row["reason"]) == ("S-0001", "withdrawn", "moved")
    (event,) = exports(path)
    assert (event.body["file"], event.body["format"]) == ("-", "json")
    assert event.body["sha256"] == sha256(out.encode()).hexdigest()


def test_two_ways_out_at_once_are_refused(run, tmp_path):
    with pytest.raises(SystemExit):
        run("--json", "--csv", tmp_path / "log.csv")
