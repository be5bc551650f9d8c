"""The app's commands: the common table with keys, places and the line at the foot.

Bindings, the palette, the slash commands, the key bar and the help are all made from it, so that
they cannot drift apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from textual.binding import Binding, BindingType

from screener.interview import commands as common
from screener.language import N_

WORKLIST = "worklist"
INTERVIEW = "interview"
DECISION = "decision"
REVIEW = "review"
SIGNING = "signing"
CHANGE = "change"
SIGN_IN = "sign_in"
LOCK = "lock"
ACCOUNTS = "accounts"
AUDIT = "audit"
LOG = "log"
AWAITED = "awaited"
TRAVEL = "travel"
EVERYWHERE = frozenset(
    {WORKLIST, INTERVIEW, DECISION, SIGNING, REVIEW, AUDIT, TRAVEL, LOG, AWAITED, ACCOUNTS}
)


@dataclass(frozen=True, slots=True)
class Command(common.Command):
    """A command as the app has it.

    `key` is empty where there is no key by default; it can be given one in the settings by `id`.
    """

    key: str = ""
    where: frozenset[str] = EVERYWHERE
    footer: bool = False


def _c(name: str, key: str, *where: str, footer: bool = False) -> Command:
    """Give a command of the common table its key and its places."""
    told = common.BY_ID[name]
    places = frozenset(where) or EVERYWHERE
    return Command(
        told.id,
        told.slash,
        told.title,
        told.help,
        told.argument,
        told.right,
        told.own,
        told.by_line,
        key,
        places,
        footer,
    )


COMMANDS: tuple[Command, ...] = (
    _c("help", "f1", *EVERYWHERE, CHANGE, SIGN_IN, LOCK, footer=True),
    _c("why", "f2", INTERVIEW, CHANGE, DECISION, SIGNING, AUDIT, TRAVEL, footer=True),
    _c("new", "ctrl+n", WORKLIST, footer=True),
    _c("search", "f3", INTERVIEW, WORKLIST, AUDIT, AWAITED),
    _c("back", "f4", INTERVIEW, footer=True),
    _c("criteria", "f5", INTERVIEW, TRAVEL),
    _c("missing", "f6", INTERVIEW, CHANGE, footer=True),
    _c("source", "f7", INTERVIEW, CHANGE),
    _c("check", "f8", INTERVIEW, AUDIT, TRAVEL, footer=True),
    _c("continue", "f9", INTERVIEW),
    _c("end", "", INTERVIEW),
    _c("sign", "f10", INTERVIEW, DECISION, SIGNING, footer=True),
    _c("agree", "", SIGNING),
    _c("query", "", INTERVIEW, SIGNING),
    _c("close_query", "", SIGNING),
    _c("close", "", INTERVIEW, DECISION, SIGNING),
    _c("undo", "ctrl+z", INTERVIEW, CHANGE),
    _c("unknown", "", INTERVIEW),
    _c("not_done", "", INTERVIEW),
    _c("pending", "", INTERVIEW),
    _c("refused", "", INTERVIEW),
    _c("skip", "", INTERVIEW),
    _c("due", "", INTERVIEW),
    _c("note", "ctrl+o", INTERVIEW, REVIEW, CHANGE, footer=True),
    _c("language", "", INTERVIEW),
    _c("order", "", INTERVIEW),
    _c("interface", "", WORKLIST, INTERVIEW, SIGN_IN),
    _c("row", "", INTERVIEW, CHANGE),
    _c("remove", "", INTERVIEW, CHANGE),
    _c("complete", "", INTERVIEW, CHANGE),
    _c("approve", "", WORKLIST),
    _c("points", "", WORKLIST, INTERVIEW),
    _c("withdraw", "", INTERVIEW),
    _c("stop", "", INTERVIEW),
    _c("resume", "", INTERVIEW),
    _c("earlier", "", INTERVIEW, DECISION),
    _c("outcome", "", INTERVIEW),
    _c("candidate", "", INTERVIEW),
    _c("redact", "", INTERVIEW, REVIEW),
    _c("copy", "", DECISION, AUDIT),
    _c("log", "ctrl+g", WORKLIST),
    _c("export", "ctrl+e", LOG, AWAITED, footer=True),
    _c("awaited", "ctrl+d", WORKLIST, INTERVIEW, footer=True),
    _c("close_awaited", "ctrl+x", AWAITED, footer=True),
    _c("filter", "ctrl+f", AUDIT, footer=True),
    _c("audit", "ctrl+r", WORKLIST, INTERVIEW, AUDIT, AWAITED, footer=True),
    _c("list", "", INTERVIEW),
    _c("theme", "", *EVERYWHERE, SIGN_IN),
    _c("accounts", "", WORKLIST),
    _c("password", "", WORKLIST),
    _c("lock", "ctrl+l", *EVERYWHERE, CHANGE),
    _c("signout", "ctrl+t", WORKLIST, LOCK, footer=True),
    _c("palette", "ctrl+p", *EVERYWHERE, CHANGE, SIGN_IN, LOCK, footer=True),
    _c("quit", "ctrl+q", *EVERYWHERE, SIGN_IN, LOCK),
)
BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}


class PlainKey(NamedTuple):
    """A key that what has the focus takes itself: told with the commands, never rebound."""

    key: str
    title: str
    where: frozenset[str]


PLAIN_KEYS: tuple[PlainKey, ...] = (
    PlainKey("enter", N_("Go on"), frozenset({SIGN_IN, LOCK})),
    PlainKey("enter", N_("Bring it"), frozenset({AWAITED})),
    PlainKey("enter", N_("Change"), frozenset({REVIEW, ACCOUNTS})),
    PlainKey("enter", N_("Take it"), frozenset({CHANGE})),
    PlainKey("enter", N_("As it stood"), frozenset({AUDIT})),
    PlainKey("left", N_("Earlier"), frozenset({TRAVEL})),
    PlainKey("right", N_("Later"), frozenset({TRAVEL})),
    PlainKey("a", N_("Agree"), frozenset({SIGNING})),
    PlainKey("q", N_("Query"), frozenset({SIGNING})),
    PlainKey("c", N_("Close query"), frozenset({SIGNING})),
    PlainKey("left", N_("Before"), frozenset({SIGNING})),
    PlainKey("right", N_("Next"), frozenset({SIGNING})),
    PlainKey(
        "escape",
        N_("Back"),
        frozenset({SIGNING, REVIEW, CHANGE, LOG, AWAITED, AUDIT, TRAVEL, ACCOUNTS}),
    ),
)


#: The places that Escape leaves for the one before.
LEFT_BY_ESCAPE = frozenset({DECISION}).union(
    *(key.where for key in PLAIN_KEYS if key.key == "escape")
)
#: What leads to a place, the shortest way first.
_WAYS = {
    DECISION: "sign",
    REVIEW: "check",
    WORKLIST: "list",
    AWAITED: "awaited",
    AUDIT: "audit",
    LOG: "log",
}


def way_to(name: str, place: str) -> str | None:
    """Say which command of a place leads to one where another command is; None where none does."""
    ways = (way for to, way in _WAYS.items() if to in BY_ID[name].where)
    return next((told(way) for way in ways if place in BY_ID[way].where), None)


def commands_for(place: str) -> tuple[Command, ...]:
    """Give the commands of a screen, in the table's order."""
    return tuple(command for command in COMMANDS if place in command.where)


def bindings_for(place: str) -> list[BindingType]:
    """Make the bindings of a screen; a command without a key waits for one from the settings."""
    return [
        Binding(
            command.key or f"unset_{command.id}",
            f"command('{command.id}')",
            command.title,
            show=False,
            priority=True,
            id=command.id,
        )
        for command in commands_for(place)
    ]


def lock_binding() -> Binding:
    """Make the binding of what lies over a screen: the screen below it is locked all the same."""
    return Binding(BY_ID["lock"].key, "app.lock", show=False, priority=True, id="lock")


def bindings_elsewhere(place: str, beneath: str) -> list[BindingType]:
    """Make bindings of the keys that the place beneath has and this one has not, to say so."""
    return [
        Binding(command.key, f"elsewhere('{command.id}')", show=False, priority=True, id=command.id)
        for command in commands_for(beneath)
        if command.key and place not in command.where and not command.where >= EVERYWHERE
    ]


_NAMES = {
    "ctrl": "^",
    "escape": "Esc",
    "enter": "Enter",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "left": "←",
    "right": "→",
}


#: The keys that the settings have rebound, by command; one person uses one process.
_rebound: dict[str, str] = {}


def use_keys(rebound: Mapping[str, str]) -> None:
    """Take over the keys that the settings rebind."""
    _rebound.clear()
    _rebound.update(rebound)


def key_of(command: Command) -> str:
    """Give the key of a command that is in force; empty where it has none."""
    return _rebound.get(command.id, command.key)


def foot_of(place: str, commands: Iterable[Command]) -> tuple[tuple[str, str], ...]:
    """Give the keys in force for the foot of a screen, each with its title, yet untranslated."""
    plain = [(key.key, key.title) for key in PLAIN_KEYS if place in key.where]
    held = [(key_of(one), one.title) for one in commands if one.footer and key_of(one)]
    return tuple((key_name(key), title) for key, title in (*plain, *held))


def told(name: str) -> str:
    """Say how a command is given: by its key, or where it has none by its slash name."""
    command = BY_ID[name]
    return key_name(key_of(command)) or command.slash


class _Keys(dict[str, str]):
    """Each command's key, by id, as `told` says it."""

    def __missing__(self, name: str) -> str:
        return told(name)


def with_keys(text: str) -> str:
    """Fill in keys, in a text that names commands by id: `{sign} records the decision`."""
    return text.format_map(_Keys())


def key_name(key: str) -> str:
    """Write a key as people know it: `f1` is F1, `ctrl+z` is ^Z; nothing where there is none."""
    if not key:
        return ""
    *modifiers, last = key.split(",", maxsplit=1)[0].split("+")
    name = _NAMES.get(last) or (last.upper() if len(last) <= 3 else last.capitalize())
    return "".join(_NAMES.get(part, part.capitalize() + "-") for part in modifiers) + name
