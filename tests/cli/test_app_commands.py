"""Opening the app: by a screening's number at once, and what is told where it cannot be."""

import io
import sqlite3
from pathlib import Path

import pytest

from screener.cli import main
from screener.protocol.roles import Role
from screener.record.events import Person
from screener.record.store import Store

NURSE = Person("A. Li", Role.SCREENER)
RULES = """\
screener: 1
protocol: {id: P, version: "1", title: P, date: 2026-01-31}
questions:
  adult: {type: boolean, ask: Is the candidate an adult?}
inclusion:
  - {id: I1, text: Adults, rule: {adult: yes}}
"""


PASSWORD = "correct horse battery"


@pytest.fixture
def path(tmp_path: Path, account_in) -> Path:
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        for code in ("DL-001", "DL-002"):
            store.new_screening(RULES.encode(), code, NURSE, "en")
    account_in(path, "A. Li", "screener")
    return path


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command with lines to type; give its status, what it said and what was wrong."""

    def run(*arguments, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        status = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.mark.parametrize("number", ["S-0002", "s-2", "2", "S2"])
def test_resume_opens_the_screening_at_once(run, path, number):
    arguments = ("--store", path, "--as", "A. Li", "--plain", "resume", number)
    status, out, err = run(*arguments, typed=f"{PASSWORD}\n")
    assert (status, err) == (0, "")
    assert out.startswith("Password:\n> \nScreening S-0002, candidate DL-002.")
    assert "Is the candidate an adult?" in out


def test_the_options_may_stand_after_the_number_too(run, path):
    options, typed = ("--store", path, "--as", "A. Li", "--plain"), f"{PASSWORD}\n"
    before = run(*options, "resume", "1", typed=typed)
    after = run("resume", "1", *options, typed=typed)
    assert before == after
    assert before[0] == 0


def test_from_a_screening_the_list_is_one_command_away(run, path):
    typed = f"{PASSWORD}\ny\n/list\n/quit\n"
    status, out, _err = run("resume", "1", "--plain", "--store", path, "--as", "A. Li", typed=typed)
    assert status == 0
    assert "S-0001, DL-001, eligible" in out


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("S-0009", "There is no screening S-0009 in"),
        ("S-0009", "The nearest: S-0001, S-0002."),
        ("DL-001", "“DL-001” is no number of a screening; one looks like S-0001."),
        ("", "is no number of a screening"),
    ],
)
def test_a_number_that_there_is_not_is_told_in_one_line_with_what_would_do(run, path, number, told):
    status, out, err = run("resume", number, "--store", path, "--as", "A. Li")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_resume_makes_no_store_where_there_is_none(run, tmp_path):
    status, out, err = run("resume", "1", "--store", tmp_path / "none.db", "--as", "A. Li")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "There is no store at" in err
    assert list(tmp_path.iterdir()) == []


def _newer(path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")


def _another(path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 7")


def _text(path):
    path.write_text("no database at all, but long enough to look at" * 40)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_newer, "was written by a newer version of Screener"),
        (_another, "is the database of another program"),
        (_text, "is not a database"),
    ],
)
@pytest.mark.parametrize("command", [(), ("resume", "1")])
def test_a_store_that_cannot_be_used_is_told_in_one_line(run, path, spoil, told, command):
    spoil(path)
    status, out, err = run(*command, "--store", path, "--as", "A. Li", "--plain")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert told in err


# --- Options that mean something, and options that do not.


@pytest.fixture
def demo(monkeypatch, tmp_path):
    """Leave out the telling of the demo's stories; give who opened it."""
    monkeypatch.setattr("screener.interview.demo.build_demo", lambda path, rules: None)
    opened = []
    monkeypatch.setattr(
        "screener.cli.app_commands.open_on",
        lambda options, store, person, number=None: opened.append(
            (str(person.role), person.name, options.plain, options.new_rules.name)
        ),
    )
    return opened


@pytest.mark.parametrize(
    "arguments",
    [
        "--as Wang --role investigator --plain --rules r.yaml demo",
        "demo --as Wang --role investigator --plain --rules r.yaml",
        "--as Li --role screener demo --as Wang --role investigator --plain --rules r.yaml",
    ],
)
def test_the_demo_takes_the_options_of_the_app_before_it_and_after_it(run, demo, arguments):
    _status, _out, err = run(*arguments.split())
    assert err == ""
    assert demo == [("investigator", "Wang", True, "r.yaml")]


def test_the_help_of_the_demo_lists_the_options_that_it_takes(run, capsys):
    with pytest.raises(SystemExit):
        run("demo", "--help")
    shown = capsys.readouterr().out
    assert all(option in shown for option in ("--as", "--role", "--lang", "--plain", "--rules"))
    assert "--store" not in shown
    assert "--time-zone" not in shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("--store s.db demo", "--store means nothing here: the demo keeps its screenings in"),
        ("demo --store s.db", "--store means nothing here: the demo keeps its screenings in"),
        ("demo --time-zone Asia/Shanghai", "--time-zone means nothing here: the demo"),
        ("--store s.db check rules.yaml", "--store means nothing for this command"),
        ("check --store s.db rules.yaml", "--store means nothing for this command"),
        ("--role investigator decide r a", "--role means nothing for this command"),
        ("test rules.yaml --plain", "--plain means nothing for this command"),
        ("verify --as Wang", "--as means nothing for this command: it opens no screening"),
    ],
)
def test_an_option_that_means_nothing_for_a_command_is_refused(run, capsys, arguments, told):
    with pytest.raises(SystemExit) as ended:
        run(*arguments.split())
    out, err = capsys.readouterr()
    assert (ended.value.code, out, err.count("\n")) == (2, "", 1)
    assert told in err
    assert "--help" in err


# --- Where a new store is made.


def test_a_store_in_a_folder_that_there_is_not_is_refused_and_nothing_is_made(run, tmp_path):
    path = tmp_path / "typo" / "x.db"
    status, out, err = run("--store", path, "--as", "A. Li", "--plain")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(
        f"{path}: there is no folder {path.parent} (make it, or look at the path)"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_new_store_may_be_named_in_a_folder_that_there_is(run, tmp_path):
    path = tmp_path / "new.db"
    status, _out, err = run("--store", path, "--plain", typed="/quit\n")
    assert (status, err) == (0, "")
    assert path.exists()


def test_the_folder_of_the_default_store_is_made(run, tmp_path, monkeypatch):
    path = tmp_path / "share" / "screener" / "screenings.db"
    monkeypatch.setattr("screener.cli.app_commands.default_path", lambda: path)
    status, _out, err = run("--plain", typed="/quit\n")
    assert (status, err) == (0, "")
    assert path.exists()
