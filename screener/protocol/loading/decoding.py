"""The bytes of a file as text, or why they are none."""

import re
from collections.abc import Callable

from screener.protocol.conditions import Place
from screener.protocol.loading.places import place_after

MOST_BYTES = 1024 * 1024
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
#: What YAML does not allow in a file, whatever the encoding; tab and line breaks are allowed.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
#: Takes a problem: its code, its place, what it is, and what would do.
Report = Callable[[str, Place, str, str], None]


def decoded(data: bytes, report: Report) -> str | None:
    """Give the file's text without its byte order mark, or report why it has none."""
    first = Place(1, 1)
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data):,} bytes or more, and may have {MOST_BYTES:,} (1 MiB)"
        report("too-large", first, message, "split it, or shorten its texts")
        return None
    hint = "save the file as UTF-8"
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            report("encoding", first, f"the file is written in {encoding}", hint)
            return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = place_after(data[: error.start].decode("utf-8"))
        byte = f"byte {error.start} of the file (0x{data[error.start]:02X})"
        report("encoding", place, f"the file is not UTF-8: {byte} is none of it", hint)
        return None
    text = text.removeprefix("\ufeff")
    if found := _CONTROL.search(text):
        message = f"the control character U+{ord(found[0]):04X} may not stand in the file"
        hint = 'remove it; inside double quotes it may be written as an escape such as "\\u0007"'
        report("control-character", place_after(text[: found.start()]), message, hint)
        return None
    return text
