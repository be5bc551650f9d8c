"""`screener --plain`: the same interview by line, for screen readers and pipes."""

import math
from functools import partial
from pathlib import Path
from typing import TextIO

from screener.interview.named import Named
from screener.interview.plain_lines import InputEnded, Lines, Source
from screener.interview.plain_sign_in import PlainSignIn
from screener.interview.plain_slash import Quit, SignedOut
from screener.interview.plain_worklist import PlainWorklist
from screener.language import _, set_language
from screener.record.events import Person
from screener.record.store import Store
from screener.settings_file import lock_after, orders, settings_data, settings_path


def run_plain(
    store: Store,
    person: Person | Named,
    rules: Path,
    source: Source,
    output: TextIO,
    language: str,
    *,
    number: str | None = None,
) -> None:
    """Lead through screenings by line, until the input ends or the person quits.

    Somebody who is only `Named` is asked to sign in. `rules` is the rules file with which new
    screenings begin; `number` opens that screening at once. Every answer is on the disk before the
    next question is put, so the input may end at any point.

    Raises:
        Unheard, Unsaid: The lines cannot be read, or written; nothing recorded is lost.
        StoreError: Nobody was signed in, and nobody is at a terminal to be asked again.
    """
    set_language(language)
    lines = Lines(source, output)
    try:
        try:
            _work(store, person, rules, lines, number)
        except (InputEnded, KeyboardInterrupt):
            lines.say("", _("The input has ended. Everything that was confirmed is recorded."))
    except (BrokenPipeError, Quit):
        return


def _work(store: Store, who: Person | Named, rules: Path, lines: Lines, number: str | None) -> None:
    """Let people work, one after the other, until one of them quits."""
    sign_in = PlainSignIn(store, lines)
    problems: list[str] = []
    data = settings_data(settings_path(), problems)
    patience, asked = 60 * lock_after(data, problems), orders(data, problems)
    lines.say(*problems)
    while True:
        person = who if isinstance(who, Person) else sign_in.ask(who)
        if person.authenticated:
            lines.patience, lines.unlock = patience, partial(sign_in.unlock, person)
        try:
            PlainWorklist(store, person, rules, lines, asked).work(number)
            return
        except SignedOut:
            who, number, lines.patience = Named(), None, math.inf
