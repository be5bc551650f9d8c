"""The store's own events in words: what happened to the record itself, and to who may use it."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from screener.interview.moments import moment_in_full
from screener.interview.told import format_told
from screener.joining import listed, sentences
from screener.language import N_, _, ngettext
from screener.record.events import Event, EventKind
from screener.record.rights import role_told

#: Of a key or a hash so much is said; all of it stands in the record.
_SHORT = 16


def store_words(event: Event, zone: tzinfo) -> str:
    """Say what an event of the store's own did; `zone` is the site's."""
    return _TELLERS[event.kind](event, zone)


def _created(event: Event, zone: tzinfo) -> str:
    return _("The store was made, for the time zone {zone}.").format(zone=event.body["time_zone"])


def _migrated(event: Event, zone: tzinfo) -> str:
    said = _("The store was brought from version {earlier} to version {now}.")
    told = said.format(earlier=event.body["from"], now=event.body["to"])
    return _("{said} It held {events}, up to the head {head}.").format(
        said=told, events=_events(event), head=event.body["head"]
    )


def _key_made(event: Event, zone: tzinfo) -> str:
    said = _("From here the record is sealed with the key {key}.")
    return said.format(key=event.body["public"])


def _sealed(event: Event, zone: tzinfo) -> str:
    body = event.body
    said = _("Sealed up to event {sequence}, with the key {key}…")
    return said.format(sequence=body["sequence"], key=str(body["key"])[:_SHORT])


def _backed_up(event: Event, zone: tzinfo) -> str:
    said = _("A backup was made: {file}, with {events}, up to the head {head}.")
    return said.format(file=event.body["file"], events=_events(event), head=event.body["head"])


def _restored(event: Event, zone: tzinfo) -> str:
    said = _("Restored from the backup {file}, with {events}, up to the head {head}.")
    told = said.format(file=event.body["file"], events=_events(event), head=event.body["head"])
    if event.body["kept"] is None:
        return told
    kept = _("What the store held besides is kept in {file}.").format(file=event.body["kept"])
    return sentences(told, kept)


def _log_exported(event: Event, zone: tzinfo) -> str:
    body, said = event.body, _("The screening log was exported: {file} ({format}).")
    return said.format(file=body["file"], format=format_told(str(body["format"])))


def _trail_exported(event: Event, zone: tzinfo) -> str:
    format = format_told(str(event.body["format"]))
    if event.body["screening"] is None:
        said = _("The audit trail of all screenings was printed ({format}).")
        return said.format(format=format)
    said = _("The audit trail of {number} was printed ({format}).")
    return said.format(number=event.body["screening"], format=format)


def _awaited_exported(event: Event, zone: tzinfo) -> str:
    body, said = event.body, _("The awaited results were exported: {file} ({format}).")
    return said.format(file=body["file"], format=format_told(str(body["format"])))


def _set_back(event: Event, zone: tzinfo) -> str:
    said = _("The computer's clock was set back, from {earlier} to {now}.")
    then, now = (datetime.fromisoformat(str(event.body[key])) for key in ("from", "to"))
    return said.format(earlier=moment_in_full(then, zone), now=moment_in_full(now, zone))


def _events(event: Event) -> str:
    count = int(str(event.body["events"]))
    return ngettext("{count} event", "{count} events", count).format(count=count)


def _approved(event: Event, zone: tzinfo) -> str:
    said = _("The rules were approved: {protocol}, version {version}, SHA-256 {digest}.")
    body = event.body
    return said.format(protocol=body["protocol"], version=body["version"], digest=body["rules"])


def _sign_in_failed(event: Event, zone: tzinfo) -> str:
    account = event.body["account"]
    if account is None:
        return _("A sign-in failed, under a name that no account has.")
    return _("A sign-in as {account} failed.").format(account=account)


def _account(said: str) -> Callable[[Event, tzinfo], str]:
    def told(event: Event, zone: tzinfo) -> str:
        roles = event.body.get("roles")
        named = listed(role_told(str(role)) for role in roles) if isinstance(roles, list) else ""
        return _(said).format(account=event.body.get("account", event.person.name), roles=named)

    return told


_TELLERS: Mapping[EventKind, Callable[[Event, tzinfo], str]] = {
    EventKind.STORE_CREATED: _created,
    EventKind.STORE_MIGRATED: _migrated,
    EventKind.KEY_MADE: _key_made,
    EventKind.SEALED: _sealed,
    EventKind.BACKED_UP: _backed_up,
    EventKind.RESTORED: _restored,
    EventKind.LOG_EXPORTED: _log_exported,
    EventKind.TRAIL_EXPORTED: _trail_exported,
    EventKind.AWAITED_EXPORTED: _awaited_exported,
    EventKind.CLOCK_SET_BACK: _set_back,
    EventKind.RULES_APPROVED: _approved,
    EventKind.ACCOUNT_ADDED: _account(N_("An account was added for {account}: {roles}.")),
    EventKind.ROLES_CHANGED: _account(N_("The roles of {account} are from here: {roles}.")),
    EventKind.PASSWORD_CHANGED: _account(N_("The password of {account} was changed.")),
    EventKind.ACCOUNT_CLOSED: _account(N_("The account of {account} was closed.")),
    EventKind.SIGNED_IN: _account(N_("{account} signed in.")),
    EventKind.SIGN_IN_FAILED: _sign_in_failed,
    EventKind.LOCKED: _account(N_("The screen of {account} was locked.")),
    EventKind.UNLOCKED: _account(N_("{account} unlocked the screen.")),
}
