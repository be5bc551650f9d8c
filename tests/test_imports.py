"""What an import brings in, seen in a fresh process: a static graph misses a deferred import."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

SCREEN = {"screens", "textual", "rich"}
#: What only signing, redacting, an outcome or a dialog needs.
SOME_ACTS = {
    "screener.interview.account",
    "screener.interview.assessment",
    "screener.interview.redacting",
    "screener.interview.signing_told",
    "screener.interview.since_signed",
    "screener.interview.store_words",
    "screener.record.redaction",
    "screener.record.replays",
    "screener.record.shown",
    "screener.record.signatures",
    "screens.dialogs",
    "screens.idle",
    "screens.outcome_dialogs",
    "screens.redacting",
    "screens.since_earlier",
}
#: What asks for a name or a password.
SIGNING_IN = {"screens.account_steps", "screens.lock", "screens.sign_in", "screens.widgets.form"}
STORE = """\
from pathlib import Path
from screener.record.events import Person
from screener.record.store import Store
"""
SOME_COMMANDS = {
    "cryptography",
    "dateparser",
    "icalendar",
    "jsonschema",
    "platformdirs",
    "sqlite3",
    "tzlocal",
    "yaml",
}


def loaded_by(code: str) -> set[str]:
    """The top-level names that `code` adds to `sys.modules`, beyond those of a bare start."""
    return {name.partition(".")[0] for name in modules_loaded_by(code)}


def modules_loaded_by(code: str) -> set[str]:
    """The modules that `code` adds to `sys.modules`, beyond those of a bare start."""
    script = f"import sys; before = set(sys.modules)\n{code}\nprint(*sys.modules.keys() - before)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["screener", "screener.cli"])
def test_import_brings_in_neither_the_screen_nor_what_only_some_commands_need(module):
    assert not loaded_by(f"import {module}") & (SCREEN | SOME_COMMANDS)


def test_deciding_needs_no_screen_no_store_and_no_guessing_of_dates():
    loaded = loaded_by(
        "import datetime, screener\n"
        "rules = screener.load('rules/criteria.yaml')\n"
        "screener.decide(rules, {}, on=datetime.date(2026, 1, 31))"
    )
    assert not loaded & (SCREEN | {"dateparser", "platformdirs", "sqlite3", "tzlocal"})


def test_no_module_of_screener_needs_a_screen():
    loaded = loaded_by(
        "import importlib, pkgutil, screener\n"
        "for module in pkgutil.walk_packages(screener.__path__, 'screener.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)"
    )
    assert not loaded & SCREEN


def test_opening_a_store_waits_for_no_rules_to_be_read(tmp_path):
    loaded = loaded_by(f"{STORE}Store.open(Path({str(tmp_path / 's.db')!r})).close()")
    assert not loaded & {"yaml", "jsonschema"}


def test_sitting_down_to_rules_that_were_accepted_waits_for_no_schema(tmp_path):
    path = str(tmp_path / "s.db")
    begin = (
        f"{STORE}nurse = Person('A. Li', 'screener')\n"
        f"with Store.open(Path({path!r})) as store:\n"
        "    store.new_screening(Path('rules/criteria.yaml').read_bytes(), 'C', nurse, 'en')"
    )
    sit_down = (
        f"{STORE}from screener.interview.sitting import Sitting\n"
        f"with Store.open(Path({path!r})) as store:\n"
        "    Sitting.open(store, 'S-0001', Person('A. Li', 'screener'), 'en')"
    )
    assert "jsonschema" in loaded_by(begin)
    assert "jsonschema" not in loaded_by(sit_down)


def test_nobody_waits_for_what_signs_who_only_answers(tmp_path):
    path = str(tmp_path / "s.db")
    answer = (
        f"{STORE}nurse = Person('A. Li', 'screener')\n"
        f"store = Store.open(Path({path!r}))\n"
        "store.new_screening(Path('rules/criteria.yaml').read_bytes(), 'C', nurse, 'en')"
    )
    assert "cryptography" not in loaded_by(answer)
    assert "cryptography" in loaded_by(f"{answer}\nstore.close()")


def test_a_question_waits_for_nothing_that_only_signing_redacting_or_an_outcome_needs(tmp_path):
    path = str(tmp_path / "s.db")
    loaded = modules_loaded_by(
        f"{STORE}import screens.app\n"
        "from screener.interview.sitting import Sitting\n"
        "from screens.interview import Interview\n"
        "nurse, other = Person('A. Li', 'screener'), Person('B. Wu', 'screener')\n"
        f"store = Store.open(Path({path!r}))\n"
        "store.new_screening(Path('rules/criteria.yaml').read_bytes(), 'C', nurse, 'en')\n"
        "sitting = Sitting.open(store, 'S-0001', other, 'en')\n"
        "Interview(sitting, store, store.events('S-0001'))"
    )
    assert "screens.interview" in loaded
    assert not loaded & (SOME_ACTS | SIGNING_IN)


def test_the_list_waits_for_nothing_that_asks_for_a_password():
    loaded = modules_loaded_by("import screens.app, screens.worklist")
    assert not loaded & SIGNING_IN
