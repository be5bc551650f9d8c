"""What a person has set of the app: keys, the theme, and when the screen locks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from screener.joining import listed
from screener.language import _
from screener.record.events import Order
from screener.settings_file import LOCK_AFTER, lock_after, orders, settings_data
from screens.commands import BY_ID
from screens.themes import DARK, THEMES


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set, and what is wrong with the file."""

    keys: Mapping[str, str] = field(default_factory=dict)
    theme: str = DARK.name
    #: Minutes without a key.
    lock_after: int = LOCK_AFTER
    #: The order of the questions in new screenings, by the protocol's id.
    orders: Mapping[str, Order] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read_settings(path: Path) -> Settings:
    """Read the settings; what cannot be used is told, and left at its default."""
    problems: list[str] = []
    data = settings_data(path, problems)
    keys = _keys(data.get("keys", {}), problems)
    theme = str(data.get("theme", DARK.name))
    if theme not in THEMES:
        known = listed(THEMES)
        problems.append(
            _("There is no theme {name}; there are {known}.").format(name=theme, known=known)
        )
        theme = DARK.name
    minutes, order = lock_after(data, problems), orders(data, problems)
    return Settings(keys, theme, minutes, order, tuple(problems))


def _keys(given: object, problems: list[str]) -> dict[str, str]:
    """Take the keys that name a command; two commands never share one."""
    if not isinstance(given, Mapping):
        problems.append(_("[keys] holds a command and its key on each line."))
        return {}
    taken: dict[str, str] = {}
    for name, key in given.items():
        if name not in BY_ID or not isinstance(key, str) or not key.strip():
            problems.append(_("[keys] has no use for {name}.").format(name=name))
        else:
            taken[name] = key.strip().lower()
    for name, key in list(taken.items()):
        others = {**{command.id: command.key for command in BY_ID.values()}, **taken}
        if clash := [other for other, its in others.items() if its == key and other != name]:
            said = _("{key} cannot be {name}: it is {other} already.")
            problems.append(said.format(key=key, name=name, other=clash[0]))
            del taken[name]
    return taken
