"""Redacting outside the app: shown first wherever it stands, then taken out for good."""

import argparse

from screener.cli.output import DONE, Unusable, tell
from screener.cli.signing_in import signed_in
from screener.interview.redacting import done_said, for_good_said, place_said, with_text
from screener.interview.sitting import Sitting
from screener.joining import aside
from screener.language import _, active_language
from screener.protocol.problems import ProtocolError
from screener.record.errors import StoreError
from screener.record.redaction import Held, held_by, together
from screener.record.rights import Right
from screener.record.state import fold
from screener.record.store import Store, default_path


def redact(options: argparse.Namespace) -> int:
    """Take out what an event of a screening holds; without `--yes` only show what would go."""
    try:
        with Store.open(options.store or default_path(), create=False) as store:
            person = signed_in(options, store, Right.REDACT)
            number = store.number(options.number)
            state = fold(store.events(number))
            protocol = store.protocol(state.rules_sha256, state.opened.program)
            sitting = Sitting(store, person, active_language(), protocol, state)
            held = _held(sitting, options.event, options.field)
            if options.yes:
                sitting.redact(held, options.reason)
            for one in held:
                place = place_said(sitting, one)
                tell(place if options.yes else with_text(sitting, one, _with_key(place, one)))
            more = [*for_good_said(sitting, held), *_not_yet()]
            for line in done_said(sitting, held) if options.yes else more:
                tell(line)
    except (StoreError, ProtocolError) as error:
        raise Unusable(str(error)) from None
    return DONE


def _held(sitting: Sitting, version: int, field: str | None) -> tuple[Held, ...]:
    """Give what was named, and all that goes with it."""
    events = sitting.events()
    if not 1 <= version <= len(events):
        said = _("{number} has no event {version}; its last one is {last}")
        raise Unusable(said.format(number=sitting.number, version=version, last=len(events)))
    there = held_by(events[version - 1])
    picked = [held for held in there if field is None or held.path == field]
    if not picked:
        fields = ", ".join(held.path for held in there) or _("nothing that can be redacted")
        said = _("event {version} holds no such field; it holds: {fields}")
        raise Unusable(said.format(version=version, fields=fields))
    going = [held for one in picked for held in together(events, one)]
    # What is picked itself does not go for what stands beside it.
    going.sort(key=lambda held: (held.place, not held.beside))
    return tuple({held.place: held for held in going}.values())


def _with_key(place: str, held: Held) -> str:
    """Add what `--field` calls it; a decision's answers go as a whole, and have no name there."""
    picked = held.path in {one.path for one in held_by(held.event)}
    return aside(place, f"--field {held.path}") if picked else place


def _not_yet() -> tuple[str, ...]:
    return (_("Nothing was taken out. It cannot be undone: --yes takes it out for good."),)
