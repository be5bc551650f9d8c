"""`screener audit`: a screening's trail, or that of all of them, as text or JSON."""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from screener.cli.output import DONE, Unusable, tell
from screener.cli.signing_in import signed_in
from screener.interview.audit import ScreeningAudit, StoreAudit
from screener.interview.audit_told import audit_text, event_record, found_said, stood_record
from screener.interview.pages import said_text
from screener.interview.refusals import Refused
from screener.interview.timeline import sequence_told, timeline_said
from screener.interview.travel import Spot
from screener.interview.typed_moments import check_stretch, read_said
from screener.joining import listed
from screener.language import _, active_language
from screener.protocol.exact_json import dumps
from screener.record.errors import StoreError
from screener.record.events import EventKind
from screener.record.rights import Right
from screener.record.store import Store, default_path
from screener.record.trail import Sought


def audit(options: argparse.Namespace) -> int:
    """Tell what happened, who did it and when; that it was told is recorded."""
    try:
        with Store.open(options.store or default_path(), create=False) as store:
            person = signed_in(options, store, Right.AUDIT)
            sought = _sought(options, store)
            number = None if options.number is None else store.number(options.number)
            format = "json" if options.json else "text"
            body = {"screening": number, "format": format}
            store.record(EventKind.TRAIL_EXPORTED, body, person)
            if options.number is None:
                _whole_store(options, store, sought)
            else:
                _screening(options, store, sought)
    except (StoreError, Refused) as error:
        raise Unusable(str(error)) from None
    return DONE


def _sought(options: argparse.Namespace, store: Store) -> Sought:
    zone, now = store.time_zone, store.now()
    since = read_said(options.since, now, zone, last=False) if options.since else None
    until = read_said(options.until, now, zone, last=True) if options.until else None
    check_stretch(since, until, zone)
    kinds = frozenset(map(_kind, options.kind))
    return Sought(person=options.person, kinds=kinds, since=since, until=until)


def _kind(text: str) -> EventKind:
    try:
        return EventKind(text)
    except ValueError:
        told = _("--kind: there is no kind {kind}; there are {kinds}")
        raise Unusable(told.format(kind=text, kinds=listed(EventKind))) from None


def _screening(options: argparse.Namespace, store: Store, sought: Sought) -> None:
    told = ScreeningAudit(store, options.number, active_language())
    spot = _spot(options, store, told)
    if not options.json:
        for line in audit_text(told, sought, spot).splitlines():
            tell(line)
        return
    events = filter(sought.holds, told.until(spot))
    about = {
        "screening": told.number,
        "candidate": told.candidate_then(spot),
        "training": told.training,
        "stood": stood_record(told, spot),
    }
    after = partial(told.after, until=spot)
    records = (event_record(event, after, training=told.training) for event in events)
    _document(options, store, about, records)


def _spot(options: argparse.Namespace, store: Store, told: ScreeningAudit) -> Spot | None:
    if options.at is None:
        return None
    if told.travel is None:
        raise Unusable(told.problem)
    return told.travel.find(options.at, store.now())


def _whole_store(options: argparse.Namespace, store: Store, sought: Sought) -> None:
    if options.at is not None:
        raise Unusable(_("--at goes with one screening: name it"))
    told = StoreAudit(store, active_language())
    events = told.events(sought)
    if options.json:
        records = (
            event_record(
                event, told.after, training=bool(event.number) and told.training(event.number)
            )
            for event in events
        )
        _document(options, store, {}, records)
        return
    for said in found_said(timeline_said(told.told(events), told.zone, sequence_told)):
        for line in said_text(said):
            tell(line)


def _document(
    options: argparse.Namespace,
    store: Store,
    about: Mapping[str, object],
    events: Iterable[Mapping[str, object]],
) -> None:
    """Print one JSON document, an event a line: a whole store's would not fit in memory."""
    head = {
        **about,
        "time_zone": store.time_zone.key,
        "sought": {
            "at": options.at,
            "person": options.person or None,
            "kinds": options.kind,
            "from": options.since,
            "to": options.until,
        },
    }
    tell(f"{dumps(head)[:-1]},")
    tell('"events":[')
    for line in _separated(map(dumps, events)):
        tell(line)
    tell("]}")


def _separated(lines: Iterable[str]) -> Iterator[str]:
    """Put a comma behind every line but the last."""
    before: str | None = None
    for line in lines:
        if before is not None:
            yield f"{before},"
        before = line
    if before is not None:
        yield before
