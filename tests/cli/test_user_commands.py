"""`screener user`, and signing in on the command line: one line of standard input a password."""

import io

import pytest

from screener.cli import main
from screener.protocol.roles import Role
from screener.record.accounts import ROLES, Accounts
from screener.record.events import EventKind
from screener.record.rights import RIGHTS, Right, may, role_told
from screener.record.store import Store

PASSWORD, OTHER = "correct horse battery", "staple in the morning"


@pytest.fixture(autouse=True)
def quick(quick_passwords):
    """Passwords that take no time."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def run(monkeypatch, capsys, path):
    """Run a command on the store with lines to type; give its status, what it said, the errors."""

    def run(*arguments, typed=()):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        status = main([*map(str, arguments), "--store", str(path)])
        return (status, *capsys.readouterr())

    return run


@pytest.fixture
def as_ada(run, path, account_in):
    """Run a command as the administrator of a store in which A. Li screens."""
    account_in(path, "A. Li", "screener")

    def as_ada(*arguments, typed=()):
        return run(*arguments, "--as", "Ada Byron", typed=(PASSWORD, *typed))

    return as_ada


def accounts(path):
    with Store.open(path) as store:
        return {one.name: one for one in Accounts(store).all()}


def test_the_first_account_is_an_administrators_whatever_else_it_is_for(run, path):
    status, out, err = run("user", "add", "Ada Byron", "--role", "investigator", typed=[PASSWORD])
    assert (status, err) == (
        0,
        f"{path} has no accounts yet: Ada Byron becomes its first administrator.\n",
    )
    assert out == "Ada Byron: investigator, administrator; never signed in\n"
    assert accounts(path)["Ada Byron"].roles == (Role.INVESTIGATOR, Role.ADMINISTRATOR)


def test_who_signs_in_at_a_mistyped_path_makes_neither_a_store_nor_an_administrator(run, path):
    arguments = ("user", "add", "Eve", "--role", "screener", "--as", "Ada Byron")
    status, out, err = run(*arguments, typed=[PASSWORD, OTHER])
    assert (status, out) == (2, "")
    assert err.startswith(f"There is no store at {path}.")
    assert not path.exists()


def test_who_signs_in_where_nobody_has_an_account_is_told_so_and_makes_none(run, path):
    Store.open(path).close()
    arguments = ("user", "add", "Eve", "--role", "screener", "--as", "Ada Byron")
    status, out, err = run(*arguments, typed=[PASSWORD, OTHER])
    assert (status, out) == (2, "")
    assert err.startswith(f"{path} has no accounts yet")
    assert accounts(path) == {}


def test_a_line_meant_for_a_sign_in_never_becomes_the_first_accounts_password(run, path):
    typed = ["Ada Byron the First", PASSWORD, OTHER]
    status, out, err = run("user", "add", "Eve", "--role", "screener", typed=typed)
    assert (status, out) == (2, "")
    assert "more lines than were asked for; nothing was changed" in err
    assert accounts(path) == {}


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (["Eve"], ["short"], "at least 12 characters"),
        (["Eve Adams"], ["not eve adams again"], "does not hold the name"),
        (["Eve"], [], "it ended where this was asked: New password of Eve"),
        (["Eve"], [PASSWORD, OTHER], "more lines than were asked for; nothing was changed"),
        (["screener"], [PASSWORD], "what the record calls the program"),
        (["Eve", "--time-zone", "Nowhere/City"], [PASSWORD], "There is no time zone Nowhere/City"),
    ],
)
def test_a_first_account_that_is_refused_leaves_no_store_behind(run, path, arguments, typed, told):
    status, out, err = run("user", "add", *arguments, "--role", "author", typed=typed)
    assert (status, out) == (2, "")
    assert told in err
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "roles",
    [
        ["--role", "auditor", "--role", "screener"],
        ["auditor", "screener"],
        ["--role", "auditor", "screener"],
        ["auditor", "--role", "screener"],
    ],
    ids=" ".join,
)
def test_roles_are_named_in_the_same_ways_for_a_new_account_and_a_changed_one(as_ada, path, roles):
    assert as_ada("user", "add", "Eve", *roles, typed=[OTHER])[0] == 0
    assert as_ada("user", "role", "A. Li", *roles)[0] == 0
    found = accounts(path)
    assert found["Eve"].roles == found["A. Li"].roles == (Role.SCREENER, Role.AUDITOR)


@pytest.mark.parametrize("act", ["add", "role"])
@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ([], "which roles? Name one or several of: screener, investigator, author, auditor"),
        (["auditer"], "there is no role auditer; there are: screener, investigator, author"),
        (["--role", "auditor", "reader"], "there is no role reader; there are: screener"),
        (["auditor", "--rolle=screener"], "unrecognized arguments: --rolle=screener"),
    ],
)
def test_a_wrong_call_for_roles_says_which_there_are(run, capsys, path, act, roles, told):
    with pytest.raises(SystemExit) as ended:
        run("user", act, "Eve", *roles, typed=[OTHER])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    assert not path.exists()


def test_the_time_zone_of_a_new_store_is_recorded_with_its_first_account(run, path):
    zone = ("--time-zone", "Asia/Shanghai")
    assert run("user", "add", "Ada Byron", "--role", "author", *zone, typed=[PASSWORD])[0] == 0
    with Store.open(path) as store:
        assert store.store_events()[0].body == {"time_zone": "Asia/Shanghai"}


def test_further_accounts_are_added_by_an_administrator_who_signs_in(as_ada, path):
    status, _out, err = as_ada("user", "add", "Dr. Wang", "--role", "investigator", typed=[OTHER])
    assert (status, err) == (0, "")
    assert accounts(path)["Dr. Wang"].roles == (Role.INVESTIGATOR,)


def test_roles_password_and_end_of_an_account(as_ada, run, path):
    assert as_ada("user", "role", "a. li", "auditor", "screener")[0] == 0
    assert accounts(path)["A. Li"].roles == (Role.SCREENER, Role.AUDITOR)
    assert as_ada("user", "password", "A. Li", typed=[OTHER])[0] == 0
    status, out, _err = as_ada("user", "close", "A. Li")
    assert (status, out) == (0, "The account A. Li is closed. Its name is never used again.\n")
    status, _out, err = run("user", "list", "--as", "A. Li", typed=[OTHER])
    assert status == 2
    assert err.startswith("The name or the password is wrong.")


def test_the_list_tells_roles_sign_ins_failures_and_what_is_closed(as_ada, run):
    run("user", "list", "--as", "A. Li", typed=["not the password"])
    as_ada("user", "close", "A. Li")
    status, out, _err = as_ada("user", "list")
    assert status == 0
    ada, li = out.splitlines()
    assert ada.startswith("Ada Byron: administrator; signed in on 20")
    assert li == "A. Li: screener; never signed in; 1 sign-in failed since; closed"


def test_everybody_changes_their_own_password_and_nobody_elses(as_ada, run, path):
    typed = [PASSWORD, OTHER]
    assert run("user", "password", "a. li", "--as", "A. Li", typed=typed)[0] == 0
    status, _out, err = run("user", "password", "Ada Byron", "--as", "A. Li", typed=[OTHER, OTHER])
    assert status == 2
    assert err.startswith("As screener you may not manage accounts.")


def test_whoever_may_not_manage_accounts_is_not_told_who_has_one(as_ada, run):
    told = {
        run("user", "password", name, "--as", "A. Li", typed=[PASSWORD])
        for name in ("Ada Byron", "Nobody")
    }
    assert told == {
        (
            2,
            "",
            "As screener you may not manage accounts. It takes the role administrator; "
            "whoever has it signs in with it.\n",
        )
    }


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (["add", "a. li", "--role", "auditor"], [OTHER], "A. Li has an account already"),
        (["add", "Eve", "--role", "auditor"], ["short"], "at least 12 characters"),
        (["add", "Eve\x1b[2J", "--role", "auditor"], [OTHER], "printable characters"),
        (["add", "screener", "--role", "auditor"], [OTHER], "what the record calls the program"),
        (["close", "Nobody"], [], "There is no account Nobody"),
        (["close", "Ada Byron"], [], "Ada Byron is the last administrator"),
        (["role", "Ada Byron", "auditor"], [], "Ada Byron is the last administrator"),
        (["password", "A. Li"], [], "it ended where this was asked: New password of A. Li"),
    ],
)
def test_what_cannot_be_done_ends_with_2_in_one_line(as_ada, arguments, typed, told):
    status, out, err = as_ada("user", *arguments, typed=typed)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert told in err


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("A. Li", [PASSWORD], "As screener you may not manage accounts. It takes the role"),
        ("A. Li", ["wrong"], "The name or the password is wrong. Try again."),
        ("A. Li", ["x" * 1_000_000], "The name or the password is wrong. Try again."),
        ("' OR 1=1; --", [PASSWORD], "The name or the password is wrong. Try again."),
        ("A. Li", [], "it ended where this was asked: Password"),
    ],
)
def test_who_may_not_is_refused_in_one_line(as_ada, run, name, typed, told):
    """record 18"""
    status, out, err = run("user", "list", "--as", name, typed=typed)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_a_name_that_the_call_does_not_give_is_asked_for(as_ada, run):
    status, out, _err = run("user", "list", typed=["ada byron", PASSWORD])
    assert status == 0
    assert out.startswith("Ada Byron: ")


def test_failures_since_the_last_time_are_reported(as_ada, run):
    """record 20"""
    run("user", "list", "--as", "Ada Byron", typed=["not the password"])
    run("user", "list", "--as", "Eve", typed=["not the password"])
    _status, _out, err = as_ada("user", "list")
    assert err.startswith("1 sign-in failed since your last, on ")
    assert "1 sign-in failed since then under a name that has no account" in err


@pytest.mark.parametrize("command", [("user", "list"), ("backup", "b.db")])
def test_a_store_without_accounts_says_how_to_make_one(run, path, command):
    Store.open(path).close()
    status, _out, err = run(*command, "--as", "Ada Byron")
    assert status == 2
    assert (
        "has no accounts yet (open the app once, or make one, without --as: screener user add NAME)"
        in err
    )


def test_a_role_that_the_call_names_is_signed_in_with(run, path, account_in, tmp_path):
    account_in(path, "A. Li", "screener", "administrator")
    arguments = ("backup", tmp_path / "b.db", "--as", "A. Li")
    status, _out, err = run(*arguments, "--role", "screener", typed=[PASSWORD])
    assert (status, err.startswith("As screener you may not back up the store.")) == (2, True)
    status, _out, err = run(*arguments, "--role", "auditor", typed=[PASSWORD])
    assert (status, err.startswith("A. Li has not the role auditor.")) == (2, True)
    assert run(*arguments, typed=[PASSWORD])[0] == 0
    with Store.open(path) as store:
        made = [one for one in store.store_events() if one.kind is EventKind.BACKED_UP]
        assert (made[0].person.role, made[0].person.authenticated) == (Role.ADMINISTRATOR, True)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("command", "right"),
    [
        (["audit"], Right.AUDIT),
        (["log"], Right.LOG),
        (["awaited"], Right.AWAITED),
        (["copy", "1", "--format", "text"], Right.COPY),
        (["packet", "1", "p.json"], Right.COPY),
        (["redact", "1", "--event", "1", "--reason", "a name"], Right.REDACT),
        (["backup", "b.db"], Right.BACKUP),
        (["user", "list"], Right.ACCOUNTS),
    ],
)
def test_each_command_obeys_the_table_of_rights(
    run, path, account_in, tmp_path, monkeypatch, command, right, role
):
    """record 18"""
    monkeypatch.chdir(tmp_path)
    account_in(path, "Somebody", role)
    _status, _out, err = run(*command, "--as", "Somebody", typed=[PASSWORD])
    refused = f"As {role_told(role)} you may not {RIGHTS[right][1]}."
    assert err.startswith(refused) == (not may(role, right))


def test_on_a_terminal_a_new_password_is_typed_twice_and_never_shown(run, path, monkeypatch):
    monkeypatch.setattr("screener.cli.asked.on_terminal", lambda: True)
    said = iter([PASSWORD, OTHER])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(said))
    status, _out, err = run("user", "add", "Ada Byron", "--role", "author")
    assert status == 2
    assert "the two passwords differ" in err
    assert accounts(path) == {}


def test_a_role_that_there_is_not_is_told_with_those_there_are(run, capsys):
    with pytest.raises(SystemExit):
        run("user", "add", "Eve", "--role", "program")
    assert "there is no role program; there are: screener, inv" in capsys.readouterr().err
