"""Draws docs/interview.svg: the app in a real interview, driven by keys. Run: `make picture`."""

import asyncio
import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from screener.cli.options import DEFAULT_RULES
from screener.protocol.loading.loader import load_bytes
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.approvals import approve
from screener.record.clock import SteppingClock
from screener.record.events import Person
from screener.record.store import Store
from screens.app import ScreenerApp

PICTURE = Path(__file__).parent / "interview.svg"
SIZE = (120, 36)
#: Time stands still, so that the picture is the same every time.
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NURSE = Person("Li Mei", Role.SCREENER, authenticated=True)
#: Who has approved the rules.
APPROVERS = (("Eva Wang", Role.AUTHOR), ("Dr Chen", Role.INVESTIGATOR))
PASSWORD = "of no store but this one"
#: What the nurse types, one answer an item.
ANSWERS: Sequence[Sequence[str]] = (
    ("1",),
    (*"1 Nov 2026", "enter"),
    (*"2.1", "enter"),
    ("1",),
    (*"Dr Chen", "enter"),
    ("1",),
    ("1",),
    ("1",),
    (*"2025-014", "enter"),
    (*"May 1981", "enter"),
    ("2",),
    (*"2019", "enter"),
    ("y",),
    ("y",),
    ("1",),
    # This one would fail a criterion: the app shows what it would do, and waits.
    ("y",),
)


async def picture() -> str:
    """Hold the interview and give the screen as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "picture.db"
        _at_a_site(store)
        app = ScreenerApp(store, NURSE, "en", DEFAULT_RULES, clock=SteppingClock(NOW))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.5)
            await pilot.press("ctrl+n", *"DL-017", "enter")
            for keys in ANSWERS:
                await pilot.pause(0.6)
                await pilot.press(*keys)
            await pilot.pause(0.8)
            return app.export_screenshot(title="Screener")


def _at_a_site(path: Path) -> None:
    """Make a store in which the nurse has an account, and the rules are approved."""
    rules = DEFAULT_RULES.read_bytes()
    with Store.open(path, time_zone="Asia/Shanghai", clock=SteppingClock(NOW)) as store:
        accounts = Accounts(store)
        accounts.make_first("Zhao Rui", [], PASSWORD)
        by = Person("Zhao Rui", Role.ADMINISTRATOR, authenticated=True)
        for name, role in ((NURSE.name, NURSE.role), *APPROVERS):
            accounts.add(name, [role], PASSWORD, by)
        for name, role in APPROVERS:
            person = Person(name, role, authenticated=True)
            approve(store, rules, load_bytes(rules, DEFAULT_RULES.name), person)


def stable(svg: str) -> str:
    """Take out what differs from run to run, and fonts that a viewer would have to fetch."""
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+-", "terminal-", svg)


if __name__ == "__main__":
    PICTURE.write_text(stable(asyncio.run(picture())), encoding="utf-8")
