"""`screener verify`: whether anyone has touched what a store holds, for a person and a program."""

import io
import json
import sqlite3
from contextlib import closing

import pytest

from screener.cli import main
from screener.protocol.roles import Role
from screener.record.events import EventKind, Person
from screener.record.store import Store

PASSWORD = "correct horse battery"
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
        store.append(number, 1, EventKind.NOTE_ADDED, {"text": "seen"}, NURSE)
    return path


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def sign_in(run, path, account_in, monkeypatch):
    """Run a command as A. Li, who is an administrator and an investigator."""
    account_in(path, "A. Li", "investigator", "administrator")

    def sign_in(*arguments):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        return run(*arguments, "--as", "A. Li")

    return sign_in


def change(path, statement):
    with closing(sqlite3.connect(path)) as connection:
        (guard,) = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'bodies_stay'"
        ).fetchone()
        connection.executescript(f"DROP TRIGGER bodies_stay; {statement}; {guard};")


def test_a_record_that_nobody_touched_ends_with_0_its_head_and_its_key(run, path):
    status, out, err = run("verify", "--store", path)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"{path}: nothing was changed. 5 events, each fits."
    assert lines[1].startswith("head: ")
    assert lines[3].startswith("key: ")
    assert lines[4].startswith("sealed up to event 4")


def test_the_store_may_be_named_before_the_command_too(run, path):
    assert run("--store", path, "verify")[0] == 0


def test_a_record_that_was_altered_ends_with_1_and_names_the_event(run, path):
    change(path, """UPDATE bodies SET body = '{"text":"unseen"}' WHERE sequence = 3""")
    status, out, err = run("verify", "--store", path)
    assert (status, err) == (1, "")
    assert out.splitlines()[:3] == [
        "altered: event 3 (event 2 of S-0001) is not as it was recorded",
        f"{path} was touched, or is damaged; keep it as it is, and an earlier backup.",
        "2 events before that fit; the rest was not read.",
    ]
    assert "head:" not in out, "that of the stretch that fits is not the store's"


def test_the_head_that_was_given_is_looked_for(run, path):
    _status, out, _err = run("verify", "--store", path, "--json")
    head = json.loads(out)["head"]
    assert run("verify", "--store", path, "--head", head)[0] == 0
    status, out, _err = run("verify", "--store", path, "--head", "0" * 64)
    assert status == 1
    assert out.startswith("truncated: ")
    assert "was touched" not in out, "the hash may be mistyped"


@pytest.mark.parametrize("head", ["", "zzz", "5A2D4C64", "0" * 65])
def test_what_is_no_head_is_refused_and_accuses_nobody(run, path, head):
    status, out, err = run("verify", "--store", path, "--head", head)
    assert (status, out) == (2, "")
    assert "64 hexadecimal digits" in err


def test_json_says_how_and_where(run, path):
    change(path, """UPDATE bodies SET body = '{"text":"unseen"}' WHERE sequence = 3""")
    status, out, _err = run("verify", "--store", path, "--json")
    data = json.loads(out)
    assert status == 1
    assert (data["events"], data["head"], data["sealed"]) == (2, None, None)
    assert [(one["wrong"], one["event"]) for one in data["findings"]] == [("altered", 3)]


def test_no_store_ends_with_2_and_makes_none(run, tmp_path):
    status, out, err = run("verify", "--store", tmp_path / "none" / "s.db")
    assert (status, out) == (2, "")
    assert "There is no store at" in err
    assert not (tmp_path / "none").exists()


def test_a_backup_is_made_and_verifies(run, sign_in, path, tmp_path):
    target = tmp_path / "backup.db"
    status, out, err = sign_in("backup", "--store", path, target)
    assert (status, err) == (0, "")
    assert out.startswith(f"{target}: nothing was changed.")
    assert run("verify", "--store", target)[0] == 0


def test_a_backup_that_cannot_be_made_ends_with_2(sign_in, path, tmp_path):
    status, out, err = sign_in("backup", "--store", path, path)
    assert (status, out) == (2, "")
    assert "is there already" in err
    assert "is a folder" in sign_in("backup", "--store", path, "")[2]
    assert sign_in("backup", "--store", tmp_path / "none.db", tmp_path / "b.db")[0] == 2


def test_a_packet_is_written_and_verifies_without_the_store(run, sign_in, path, tmp_path):
    target = tmp_path / "p.json"
    status, out, err = sign_in("packet", "--store", path, "1", target)
    assert (status, err) == (0, "")
    assert out.startswith(f"{target}: the packet of S-0001. Nothing was changed.")
    path.unlink()
    assert run("verify", target) == (0, out, "")


def test_a_packet_as_data_says_what_was_replayed(run, sign_in, path, tmp_path):
    sign_in("packet", "--store", path, "1", tmp_path / "p.json")
    status, out, _err = run("verify", "--json", tmp_path / "p.json")
    data = json.loads(out)
    assert status == 0
    assert (data["screening"], data["findings"], data["decisions"]) == ("S-0001", [], [])


def test_a_packet_that_was_touched_ends_with_1_and_is_not_replayed(run, sign_in, path, tmp_path):
    target = tmp_path / "p.json"
    sign_in("packet", "--store", path, "1", target)
    target.write_bytes(target.read_bytes().replace(b"seen", b"sane"))
    status, out, err = run("verify", target)
    assert (status, err) == (1, "")
    assert "altered: event 3 (event 2 of S-0001) is not as it was recorded" in out
    assert "Nothing was replayed." in out


def test_a_head_that_a_packet_does_not_hold_ends_with_1(run, sign_in, path, tmp_path):
    sign_in("packet", "--store", path, "1", tmp_path / "p.json")
    status, out, _err = run("verify", tmp_path / "p.json", "--head", "0" * 64)
    assert status == 1
    assert out.startswith("truncated: ")
    assert "was touched" not in out, "the hash may be mistyped"


def test_a_store_that_is_kept_elsewhere_can_be_named_too(run, path):
    assert run("verify", path)[1] == run("verify", "--store", path)[1]


@pytest.mark.parametrize("content", [None, b"", b"text", b"{}"])
def test_what_is_neither_a_packet_nor_a_store_ends_with_2(run, tmp_path, content):
    file = tmp_path / "f"
    if content is not None:
        file.write_bytes(content)
    status, out, err = run("verify", file)
    assert (status, out) == (2, "")
    assert str(file) in err


def test_a_packet_of_a_screening_that_there_is_not_ends_with_2(sign_in, path, tmp_path):
    status, _out, err = sign_in("packet", "--store", path, "7", tmp_path / "p.json")
    assert status == 2
    assert "S-0007" in err
    assert not (tmp_path / "p.json").exists()


def redact(sign_in, path, *more):
    event = ("--event", "2", "--reason", "a name")
    return sign_in("redact", "--store", path, "1", *event, *more)


def test_what_would_be_redacted_is_shown_first_with_the_name_that_field_takes(sign_in, path):
    status, out, _err = redact(sign_in, path)
    assert status == 0
    assert out.splitlines() == [
        "event 2, note, text (--field text): seen",
        "Nothing was taken out. It cannot be undone: --yes takes it out for good.",
    ]


def test_it_is_taken_out_for_good_and_the_record_verifies(run, sign_in, path):
    status, out, _err = redact(sign_in, path, "--field", "text", "--yes")
    assert status == 0
    assert out.startswith("event 2, note, text\nIt is taken out for good, from: 2.\n")
    with Store.open(path) as store:
        assert store.events("S-0001")[1].body == {"text": "█████"}
        assert store.events("S-0001")[2].person.authenticated
    assert run("verify", "--store", path)[0] == 0
    status, out, err = redact(sign_in, path, "--yes")
    assert (status, out) == (2, "")
    assert "it holds: nothing that can be redacted" in err


def test_a_field_that_an_event_does_not_hold_is_told_with_those_it_holds(sign_in, path):
    status, _out, err = redact(sign_in, path, "--field", "note", "--yes")
    assert status == 2
    assert "it holds: text" in err


@pytest.mark.parametrize("event", ["0", "-1", "3", "99999"])
def test_an_event_that_there_is_not_is_told_with_the_last_one_that_there_is(sign_in, path, event):
    asked = (f"--event={event}", "--reason", "a name", "--yes")
    status, out, err = sign_in("redact", "--store", path, "1", *asked)
    assert (status, out) == (2, "")
    assert err == f"S-0001 has no event {event}; its last one is 2\n"


def backed_up(sign_in, path, tmp_path):
    target = tmp_path / "backup.db"
    assert sign_in("backup", "--store", path, target)[0] == 0
    return target


def test_a_store_goes_back_to_its_backup(run, sign_in, path, tmp_path):
    """# record 23"""
    backup = backed_up(sign_in, path, tmp_path)
    status, out, _err = sign_in("restore", "--store", path, backup)
    assert status == 0
    assert out.startswith(f"{path} is as it was when {backup} was made.\nWhat it held besides is")
    assert run("verify", "--store", path)[0] == 0


def test_what_a_backup_does_not_hold_takes_anyway(run, sign_in, path, tmp_path):
    backup = backed_up(sign_in, path, tmp_path)
    with Store.open(path) as store:
        store.append("S-0001", 2, EventKind.NOTE_ADDED, {"text": "later"}, NURSE)
    status, out, err = sign_in("restore", "--store", path, backup)
    assert (status, out) == (2, "")
    assert "in S-0001" in err
    assert "--anyway" in err
    assert sign_in("restore", "--store", path, backup, "--anyway")[0] == 0
    with Store.open(path) as store:
        assert len(store.events("S-0001")) == 2


def test_a_store_is_made_of_a_backup_where_there_is_none(run, sign_in, path, tmp_path):
    backup = backed_up(sign_in, path, tmp_path)
    place = tmp_path / "new" / "s.db"
    status, out, _err = sign_in("restore", "--store", place, backup)
    assert status == 0
    assert "nothing was changed" in out
    assert run("verify", "--store", place)[0] == 0


def test_without_the_password_no_store_is_made(run, sign_in, path, tmp_path, monkeypatch):
    backup = backed_up(sign_in, path, tmp_path)
    place = tmp_path / "new" / "s.db"
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    assert run("restore", "--store", place, backup, "--as", "A. Li")[0] == 2
    assert not place.exists()
