"""The site's time zone: by its name, or the machine's where none is given."""

from zoneinfo import ZoneInfo

from screener.language import _
from screener.record.errors import StoreError
from screener.sanitise import visible


def machine_zone() -> ZoneInfo:
    """Give the machine's zone; UTC where it has none that has a name."""
    from tzlocal import get_localzone_name

    try:
        return ZoneInfo(get_localzone_name() or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def zone_named(name: str) -> ZoneInfo:
    """Give the zone of an IANA name; raises `StoreError` where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise StoreError(
            _("There is no time zone {name}.").format(name=visible(name)),
            _("Give an IANA name, such as Asia/Shanghai or Europe/Berlin."),
        ) from None
