"""`screener --plain`: the same interview by line, for screen readers and pipes."""

from pathlib import Path
from typing import TextIO

from screener.interview.plain_lines import InputEnded, Lines, Source
from screener.interview.plain_worklist import PlainWorklist
from screener.language import _, set_language
from screener.record.events import Person
from screener.record.store import Store


def run_plain(
    store: Store,
    person: Person,
    rules: Path,
    source: Source,
    output: TextIO,
    language: str,
    *,
    number: str | None = None,
) -> None:
    """Lead through screenings by line, until the input ends or the person quits.

    `rules` is the rules file with which new screenings begin; `number` opens that screening at
    once. Every answer is on the disk before the next question is put, so the input may end at any
    point.

    Raises:
        Unheard, Unsaid: The lines cannot be read, or written; nothing recorded is lost.
    """
    set_language(language)
    lines = Lines(source, output)
    try:
        try:
            PlainWorklist(store, person, rules, lines).work(number)
        except (InputEnded, KeyboardInterrupt):
            lines.say("", _("The input has ended. Everything that was confirmed is recorded."))
    except BrokenPipeError:
        return
