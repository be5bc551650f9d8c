"""A person's own settings: `settings.toml` in the platform's folder for configuration.

theme = "screener-light"
lock_after = 5

[keys]
sign = "ctrl+d"

[order]
NCT04213131 = "protocol"
default = "effort"
"""

from collections.abc import Mapping
from pathlib import Path

from screener.joining import listed
from screener.language import _
from screener.record.events import Order

#: Minutes without a key before the screen locks: where nothing is set, and at most.
LOCK_AFTER = 10
_LONGEST = 60
#: Names every protocol that has no order of its own.
_DEFAULT = "default"


def settings_path() -> Path:
    """Give the place of the settings."""
    from platformdirs import user_config_path

    return user_config_path("screener", appauthor=False) / "settings.toml"


def settings_data(path: Path, problems: list[str]) -> Mapping[str, object]:
    """Read the file; nothing where there is none, or where it cannot be read, which is told."""
    if not path.exists():
        return {}
    # Most people have none, and reading it would delay the first paint.
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        said = _("{path} cannot be read: {error}").format(path=path, error=error)
        problems.append(said)
        return {}


def lock_after(data: Mapping[str, object], problems: list[str]) -> int:
    """Give the minutes without a key before the screen locks; what cannot be used is told."""
    given = data.get("lock_after", LOCK_AFTER)
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= _LONGEST:
        return given
    said = _("lock_after is a whole number of minutes from 1 to {most}; it stays at {minutes}.")
    problems.append(said.format(most=_LONGEST, minutes=LOCK_AFTER))
    return LOCK_AFTER


def orders(data: Mapping[str, object], problems: list[str]) -> Mapping[str, Order]:
    """Give the order of the questions in new screenings, by the protocol's id.

    What cannot be used is told.
    """
    given = data.get("order", {})
    if not isinstance(given, Mapping):
        problems.append(_("[order] holds a protocol's id and the order of its questions a line."))
        return {}
    found: dict[str, Order] = {}
    for protocol, order in given.items():
        try:
            found[protocol] = Order(order)
        except ValueError:
            said = _("[order] {protocol} is one of {orders}.")
            problems.append(said.format(protocol=protocol, orders=listed(Order)))
    return found


def order_for(set_orders: Mapping[str, Order], protocol: str) -> Order:
    """Give the order of the questions in a new screening of a protocol, by its id."""
    return set_orders.get(protocol, set_orders.get(_DEFAULT, Order.EFFORT))
