"""What every test may rely on: the same examples, locale, zone, colours, and an empty home."""

import os
import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The administrator of every store that has accounts, and everybody's password.
FIRST, PASSWORD = "Ada Byron", "correct horse battery"

# Read when Textual and gettext are imported, so they are set before any test module is.
for name in ("COLUMNS", "LINES", "NO_COLOR", "LANG", "LANGUAGE", "LC_MESSAGES"):
    os.environ.pop(name, None)
os.environ.update(
    LC_ALL="C.UTF-8",
    TZ="UTC",
    TERM="xterm-256color",
    COLORTERM="truecolor",
    TEXTUAL_ANIMATIONS="none",
    TEXTUAL_COLOR_SYSTEM="truecolor",
)

# The same examples on every run. To look for new ones: pytest --hypothesis-profile=explore
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def home_of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder that the tests of one worker have after one another."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def home(home_of_all: Path, monkeypatch: pytest.MonkeyPatch) -> "Iterator[Path]":
    """An empty home folder, so that no test reads or writes the store of whoever runs it."""
    monkeypatch.setenv("HOME", str(home_of_all))
    monkeypatch.setenv("USERPROFILE", str(home_of_all))
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", str(home_of_all))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    yield home_of_all
    if any(home_of_all.iterdir()):
        shutil.rmtree(home_of_all)
        home_of_all.mkdir()


@pytest.fixture(autouse=True, scope="session")
def stored_rules_read_once() -> "Iterator[None]":
    """Rules that many stores of a worker hold are read for the first: they never change."""
    from screener.protocol.loading.loader import load_bytes

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("screener.record.summary.load_bytes", lru_cache(maxsize=64)(load_bytes))
        yield


@pytest.fixture
def in_order(home: Path) -> None:
    """The protocol's order set: a test names its questions as they stand in the rules."""
    from screener.settings_file import settings_path

    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[order]\ndefault = "protocol"\n', encoding="utf-8")


def pytest_xdist_auto_num_workers() -> int:
    """Three workers a processor: the journeys through the app wait two thirds of their time."""
    return 3 * (os.cpu_count() or 1)


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are hashed with Argon2id still, but at the least cost it has."""
    from argon2 import PasswordHasher

    from screener.record import passwords

    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    monkeypatch.setattr(passwords, "_NOBODYS", hasher.hash("nobody has this password"))


@pytest.fixture
def account_in(quick_passwords: None) -> "Callable[..., None]":
    """Make an account in a store: `account_in(path, "A. Li", "screener")`, password PASSWORD."""
    from screener.protocol.roles import Role
    from screener.record.accounts import Accounts
    from screener.record.sign_in import SignIn
    from screener.record.store import Store

    def make(path: Path, name: str, *roles: str) -> None:
        with Store.open(path) as store:
            accounts = Accounts(store)
            first = accounts.named(FIRST) or accounts.make_first(FIRST, [], PASSWORD)
            ada = SignIn(store).enter(first, Role.ADMINISTRATOR).person
            accounts.add(name, [Role(role) for role in roles], PASSWORD, ada)

    return make
