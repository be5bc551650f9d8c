"""A whole app on a store of its own, driven as a person would."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from screener.interview.named import Named
from screener.language import set_language
from screener.protocol.roles import Role
from screener.record.clock import SteppingClock
from screener.record.events import Order, Person
from screener.record.store import Store
from screens.app import ScreenerApp
from screens.base import PlaceScreen
from screens.interview import Interview
from screens.settings import Settings
from screens.widgets.plain_text import PlainText
from screens.widgets.transcript import Transcript
from screens.worklist import Worklist
from tests.people import approved, signed_in

ROOT = Path(__file__).parents[2]
READING = {"open", "load", "look", "begin", "sit", "sign", "points", "approve"}
MORNING = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
#: A journey names its questions one after the other, as they stand in the rules.
IN_ORDER = Settings(orders={"default": Order.PROTOCOL})

RULES = """\
screener: 1
protocol:
  id: DEMO
  version: "1"
  title: {en: A small study, zh: 小型研究}
  languages: [en, zh]
sections:
  - {id: first, title: {en: First, zh: 第一部分}}
  - {id: second, title: {en: Second, zh: 第二部分}}
questions:
  consent:
    type: boolean
    section: first
    ask: {en: Has the candidate signed?, zh: 候选人是否已签名？}
    help: {en: Look at the form., zh: 请查看同意书。}
  born:
    type: date
    section: first
    ask: {en: When was the candidate born?, zh: 候选人何时出生？}
    max: reference
  age: {type: integer, derive: {age: born}}
  sex:
    type: choice
    section: first
    ask: {en: Sex, zh: 性别}
    options: {female: {en: Female, zh: 女}, male: {en: Male, zh: 男}}
  glucose:
    type: quantity
    section: second
    ask: {en: Fasting glucose, zh: 空腹血糖}
    unit: mmol/L
    units: {mg/dL: 0.0555}
    min: 1
    max: 40
    valid_for: 28 days
  pregnancy:
    type: choice
    section: second
    ask: {en: Pregnancy test, zh: 妊娠试验}
    options: {positive: {en: Positive, zh: 阳性}, negative: {en: Negative, zh: 阴性}}
    when: {sex: female}
  walks:
    type: series
    section: second
    ask: {en: Walking tests, zh: 步行试验}
    fields:
      metres: {type: integer, ask: {en: Metres, zh: 米数}, min: 0, max: 1000}
      helped: {type: boolean, ask: {en: With help, zh: 有人协助}}
  remark:
    type: text
    section: second
    ask: {en: A remark, zh: 备注}
    for_record: yes
  suitable:
    type: boolean
    section: second
    ask: {en: Is the candidate suitable?, zh: 候选人是否合适？}
    answered_by: investigator
inclusion:
  - id: I1
    text: {en: Written consent, zh: 书面知情同意}
    rule: {consent: yes}
  - id: I2
    text: {en: Age of 20 to 65 years, zh: 年龄20至65岁}
    rule: {age: {at_least: 20, at_most: 65}}
  - id: I3
    text: {en: Walks 100 metres, zh: 能走100米}
    rule: {walks: {latest: {metres: {at_least: 100}}}}
exclusion:
  - id: E1
    text: {en: Glucose above 7 mmol/L, zh: 血糖高于7 mmol/L}
    rule: {glucose: {above: 7}}
  - id: E2
    text: {en: Pregnancy, zh: 妊娠}
    rule: {pregnancy: positive}
  - id: E3
    text: {en: Not suitable, zh: 不合适}
    rule: {suitable: no}
"""


class Person_at_work:
    """Presses keys and reads the screen; nothing else."""

    def __init__(self, app: ScreenerApp, pilot: Pilot, clock: SteppingClock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str, enter: bool = True) -> None:
        """Type as a paste does not: each character a key, as fast as they can be read."""
        for character in text:
            self.app.post_message(events.Key(_character_to_key(character), character))
        await self.pilot.pause()
        if enter:
            await self.pilot.press("enter")
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def settle(self) -> None:
        # A worker that waits for a dialog ends with it; those that read are waited for.
        while reading := [w for w in self.app.workers if w.group in READING]:
            # One that closes the dialog it belongs to is cancelled with it, at its very end.
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete(reading)
            await self.pilot.pause()
        await self.pilot.pause()

    async def begin(self, code: str = "DL-007") -> None:
        await self.press("ctrl+n")
        await self.type(code)
        await self.settle()
        assert isinstance(self.app.screen, Interview)

    async def answer_all(self) -> None:
        """Answer all of a nurse's questions so that nothing fails."""
        await self.press("y")
        await self.type("17 May 1980")
        await self.press("1")  # female
        await self.type("94 mg/dL")
        await self.type("2026-01-20")  # when it was observed
        await self.type("neg")
        await self.type("2026-01-10")  # the row's date
        await self.type("250")
        await self.press("n")
        await self.press("enter")  # these are all
        await self.press("enter")
        await self.type("all well")

    @property
    def interview(self) -> Interview:
        return next(s for s in self.app.screen_stack if isinstance(s, Interview))

    @property
    def question(self) -> str | None:
        """The id of the question asked now."""
        flow = self.interview.exchange.flow
        return flow.question if flow else None

    @property
    def shown(self) -> str:
        """All text of the screen on top."""
        widgets = self.app.screen.query(PlainText)
        return "\n".join(widget.shown for widget in widgets if widget.display)

    @property
    def talk(self) -> str:
        """The conversation so far."""
        transcript = self.interview.query_one(Transcript)
        return "\n".join(
            f"{m.text} {m.detail} {f'[{m.fate.told}]' if m.fate.words else ''}"
            for m in transcript.messages
        )

    @property
    def state(self):
        return self.interview.sitting.state

    def answer(self, question: str):
        entry = self.state.current(question)
        return None if entry is None else dict(entry.answer)


AtWork = Callable[..., AbstractAsyncContextManager[Person_at_work]]


@pytest.fixture(autouse=True)
def _in_order(in_order: None) -> None:
    """Questions come as they stand in the rules, where a test does not say otherwise."""


@pytest.fixture
def rules_file(tmp_path: Path) -> Path:
    path = tmp_path / "criteria.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(MORNING, timedelta(0))


@pytest.fixture
def at_work(
    tmp_path: Path, rules_file: Path, clock: SteppingClock, quick_passwords: None
) -> AtWork:
    """Open the app as someone: `async with at_work(role="investigator") as nurse:`."""

    @asynccontextmanager
    async def open_app(
        *,
        role: str = "screener",
        name: str = "A. Li",
        authenticated: bool = False,
        approved: bool = False,
        language: str = "en",
        size: tuple[int, int] = (100, 30),
        rules: Path | None = None,
        store: Path | None = None,
        number: str | None = None,
        settings: Settings | None = None,
        named: Named | None = None,
    ) -> AsyncIterator[Person_at_work]:
        path, rules = store or tmp_path / "store.db", rules or rules_file
        if approved:
            approve_rules(path, rules, clock)
        if authenticated:
            with Store.open(path, clock=clock) as opened:
                signed_in(opened, name, Role(role))
        app = ScreenerApp(
            path,
            named or Person(name, Role(role), authenticated),
            language,
            rules,
            number=number,
            clock=clock,
            settings=settings or IN_ORDER,
        )
        ticks = count()
        # Each look at this clock is a second later, so that no key counts as held down.
        app.monotonic = lambda: float(next(ticks))
        try:
            async with app.run_test(size=size) as pilot:
                person = Person_at_work(app, pilot, clock)
                while app.store is None and app.store_failure is None:
                    await pilot.pause(0.01)
                await person.settle()
                yield person
        finally:
            set_language("en")

    return open_app


def approve_rules(store: Path, path: Path, clock: SteppingClock) -> None:
    """Have an author and an investigator approve the rules, so that screenings are no training."""
    with Store.open(store, clock=clock) as opened:
        approved(opened, path.read_bytes())


def on_worklist(person: Person_at_work) -> bool:
    return isinstance(person.app.screen, Worklist)


def place(person: Person_at_work) -> str:
    screen = person.app.screen
    return screen.place if isinstance(screen, PlaceScreen) else type(screen).__name__
