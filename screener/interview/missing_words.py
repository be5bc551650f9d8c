"""The missing reasons as people type them."""

import re

from screener.interview.folding import fold_case
from screener.protocol.answers import Missing

_WORDS = {
    Missing.UNKNOWN: (
        *("unknown", "not known", "don't know", "dont know", "do not know", "doesn't know"),
        *("不知道", "不清楚", "不详", "未知"),
    ),
    Missing.NOT_DONE: (
        *("not done", "not_done", "not yet done", "not carried out"),
        *("未做", "没做", "未查", "没查", "未进行", "未检查"),
    ),
    Missing.PENDING: (
        *("pending", "awaited", "awaiting", "awaiting result", "awaiting results"),
        *("待查", "待定", "待出", "待结果", "等待结果", "结果未出", "等结果"),
    ),
    Missing.REFUSED: (
        *("refused", "refuses", "refused to answer"),
        *("拒绝", "拒绝回答", "拒答"),
    ),
}
_REASONS = {word: reason for reason, words in _WORDS.items() for word in words}
#: Each alone is a missing reason on a boolean or a choice question, as a key and as text.
LETTERS = {
    "u": Missing.UNKNOWN,
    "d": Missing.NOT_DONE,
    "p": Missing.PENDING,
    "x": Missing.REFUSED,
}
_DUE = re.compile(
    rf"(?:{'|'.join(sorted(_WORDS[Missing.PENDING], key=len, reverse=True))})"
    r"[ ,:;(]*(?:(?:until|till|by|due|to|on|expected|for|预计)\b[ :]*)*(?P<due>.+?)\)?\Z"
)


def missing_reason(text: str) -> Missing | None:
    """Give the missing reason that the whole text names."""
    return _REASONS.get(fold_case(text).strip(" ./,;:!()"))


def pending_until(text: str) -> str | None:
    """Give what follows `pending`, as text: when the answer is due; None where nothing does."""
    found = _DUE.match(fold_case(text))
    return found["due"].strip() if found else None
