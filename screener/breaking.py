"""Where a line may be broken: at a space, and after every character of a script without spaces.

Marks stay with what they belong to: none of those that end something begins a line, none of those
that begin something ends one.
"""

import re
from functools import cache

#: Chinese, Japanese and Korean characters, with their marks.
_WIDE = r"\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60"
#: The first of them.
_FIRST_WIDE = "\u2e80"
_BEGIN, _END = r"“（【「《", r"”）】」》。，、：；？！:;,.?!)\]"


def pieces(text: str) -> list[str]:
    """Part a text into what no line is broken within; each piece ends with the space after it."""
    return _pieces().findall(text)


def without_spaces(text: str) -> bool:
    """Tell whether a text holds anything of a script without spaces."""
    if text.isascii() or max(text) < _FIRST_WIDE:
        return False
    return _any_wide().search(text) is not None


# Made when they are first needed: that takes as long as a fiftieth of the whole start.


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(
        rf"[{_BEGIN}]*(?:[{_WIDE}]|[^\s{_WIDE}“”]+)[{_END}]*\s*"
        # What is left over: marks with nothing to stand beside.
        r"|\S\s*|\s+"
    )


@cache
def _any_wide() -> re.Pattern[str]:
    return re.compile(f"[{_WIDE}]")
