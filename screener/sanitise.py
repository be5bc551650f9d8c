"""The one way text from people and files takes to a terminal.

An escape byte can retitle a window or fill the clipboard, a direction override can turn `12` into
`21`, and what has no width can hide. All of these are shown instead of sent. The record keeps what
was typed; only what is shown passes here.
"""

from unicodedata import category

#: Controls, format characters (direction, joiners), surrogates, line and paragraph separators.
_SHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

#: Further code points that draw nothing, by Unicode's property Default_Ignorable_Code_Point:
#: fillers, variation selectors, and those set aside for more of their kind.
_IGNORABLE = (
    range(0x034F, 0x0350),
    range(0x115F, 0x1161),
    range(0x17B4, 0x17B6),
    range(0x180B, 0x1810),
    range(0x2060, 0x2070),
    range(0x3164, 0x3165),
    range(0xFE00, 0xFE10),
    range(0xFFA0, 0xFFA1),
    range(0xFFF0, 0xFFF9),
    range(0xE0000, 0xE1000),
)

_CONTROL_PICTURES = 0x2400
_DELETE = 0x7F
_DELETE_PICTURE = "\u2421"


class _Table(dict[int, str]):
    """What each code point is shown as; worked out once each."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _shown(code)
        return shown


def _shown(code: int) -> str:
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return _DELETE_PICTURE
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    hidden = category(chr(code)) in _SHOWN or any(code in some for some in _IGNORABLE)
    return f"⟨U+{code:04X}⟩" if hidden or noncharacter else chr(code)


_TABLE = _Table()


def visible(text: str, newlines: bool = False) -> str:
    """Show every character that a terminal would act on or hide: ``␛``, ``⟨U+202E⟩``.

    Letters of every script, emoji and combining marks stay as they are. With `newlines` a line
    break (``\\n`` or ``\\r\\n``) stays one; without, the result is one line.
    """
    if text.isascii() and text.isprintable():
        return text
    if newlines:
        return "\n".join(line.translate(_TABLE) for line in text.replace("\r\n", "\n").split("\n"))
    return text.translate(_TABLE)
