"""Numbers as people type them: with a unit, a limit, a decimal comma, thousands set apart."""

import re
from collections.abc import Iterator
from decimal import Decimal

from screener.interview.folding import fold, fold_case
from screener.interview.readings import Proposal, Proposed, Refused
from screener.joining import listed
from screener.language import _
from screener.prose.values import plain_number
from screener.protocol.answering.number_answers import number_range
from screener.protocol.model import Question
from screener.protocol.numbers import looks_like_number, parse_number

_LIMITS = {
    "<": ("<", "less than", "below", "under", "小于", "低于", "少于", "不到"),
    ">": (">", "more than", "greater than", "above", "over", "大于", "高于", "多于", "超过"),
}
_NO_LIMITS = ("≤", "≥", "≦", "≧", "<=", ">=", "=<", "=>", "at least", "at most", "至少", "至多")
_INCLUSIVE_WORDS = ("不超过", "不少于", "不低于", "不高于", "不大于", "不小于", "up to")
_ABOUT = ("~", "≈", "about", "around", "approx", "circa", "ca.", "大约", "大概", "约")
#: What people write for a unit, by its UCUM code; only units that the question lists are taken.
_NAMES = {
    "a": ("year", "years", "yr", "yrs", "y", "岁", "周岁", "年"),
    "mo": ("month", "months", "个月", "月"),
    "wk": ("week", "weeks", "周"),
    "d": ("day", "days", "天"),
    "kg": ("kilogram", "kilograms", "kgs", "公斤", "千克"),
    "g": ("gram", "grams", "克"),
    "m": ("metre", "metres", "meter", "meters", "米"),
    "cm": ("centimetre", "centimetres", "centimeter", "centimeters", "厘米", "公分"),
    "mm[Hg]": ("mmhg", "毫米汞柱"),
    "Cel": ("°c", "℃", "c", "degrees celsius", "摄氏度", "度"),
    "%": ("percent", "per cent"),
    "/min": ("bpm", "per minute", "次/分"),
    "mmol/L": ("毫摩尔/升",),
    "umol/L": ("微摩尔/升",),
}
#: Micro is `u` in UCUM, and one of two other letters on most keyboards and reports.
_MICRO = str.maketrans({"µ": "u", "μ": "u", "·": ".", "×": "*"})

_AROUND_SLASH = re.compile(r" ?/ ?")
_SPACED = re.compile(r"[+-]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?\Z")
_LEADING = re.compile(r"(?P<number>[+-]?[0-9.,]*[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?)\s*(?P<rest>.*)")
_GROUPED = (
    # 1,234,567.8 and 1,234.5: commas set thousands apart.
    re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)\Z"),
    # 1.234.567,8 and 1.234,5: points do.
    re.compile(r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|\.[0-9]{3},[0-9]+)\Z"),
)
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}\Z")
#: A point is the decimal sign, but nobody measures 1.000: where the decimals are three noughts it
#: may also set thousands apart.
_EITHER_POINT = re.compile(r"[+-]?[1-9][0-9]{0,2}\.000\Z")
#: What programs take for numbers, and signs between figures that are no unit's.
_NO_NUMBER = re.compile(r"0[xob][0-9a-f]+\b|.*[0-9][_'’`´]", re.IGNORECASE)
_FRACTION = re.compile(r"(?:[0-9]+ )?[0-9]+/[1-9](?![0-9])")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+\Z")


def read_number(question: Question, text: str) -> Proposed | Refused:
    """Read a number; the canonical unit is taken where none is typed, and said with it."""
    text = _AROUND_SLASH.sub("/", fold(text))
    if refused := _inexact(text):
        return refused
    limit, amount = _limit(text)
    splits = tuple(_split(question, amount))
    proposals = tuple(
        proposal._replace(as_typed=proposal.as_typed and len(splits) == 1)
        for unit, number in splits
        for proposal in _proposals(question, limit, number, unit)
    )
    if proposals:
        message = _("{text} can be read in more than one way").format(text=f"`{text}`")
        return Proposed(proposals, message)
    return _not_read(question, text, amount)


def _inexact(text: str) -> Refused | None:
    folded = text.casefold()
    if folded.startswith(_NO_LIMITS + _INCLUSIVE_WORDS):
        message = _("a limit that is itself included cannot be recorded")
        return Refused(message, _("give the number, or a limit: <5 is below 5, >5 above it"))
    if folded.startswith(_ABOUT) or folded.endswith("左右"):
        message = _("this is not an exact number")
        return Refused(message, _("give the number as measured, or a limit such as <5"))
    return None


def _limit(text: str) -> tuple[str, str]:
    """Give the limit, `<`, `>` or none, and the text after it."""
    for limit, words in _LIMITS.items():
        for word in words:
            if text.casefold().startswith(word):
                return limit, text[len(word) :].strip()
    return "", text


def _split(question: Question, text: str) -> Iterator[tuple[str | None, str]]:
    """Give each way to see a unit of the question at the end of the text, and what precedes it.

    A unit as it is listed comes before one in other letters; those that differ only in their
    letters' case (`mg`, `Mg`) are all given.
    """
    found: dict[str, str] = {}
    for unit in sorted(question.units, key=len, reverse=True):
        if text.endswith(unit) and _is_number(number := text[: -len(unit)].rstrip()):
            yield unit, number
            return
        for name in (unit, *_NAMES.get(unit, ())):
            number = _before(text, name)
            if _is_number(number):
                found.setdefault(unit, number)
    yield from found.items()
    if not found and _is_number(text):
        yield None, text


def _before(text: str, unit: str) -> str:
    folded, name = fold_case(text).translate(_MICRO), fold_case(unit).translate(_MICRO)
    # Folding may change the length of a text; what precedes the unit are digits and signs then.
    return folded[: -len(name)].rstrip() if folded.endswith(name) else ""


def _is_number(text: str) -> bool:
    return bool(_numbers(text))


def _numbers(text: str) -> tuple[str, ...]:
    """Give the numbers that a text may mean, written with a decimal point."""
    if _EITHER_POINT.match(text):
        return (text, text.replace(".", ""))
    if looks_like_number(text):
        return (text,)
    if _EITHER.match(text):
        return (text.replace(",", ""), text.replace(",", "."))
    if _GROUPED[0].match(text):
        return (text.replace(",", ""),)
    if _GROUPED[1].match(text):
        return (text.replace(".", "").replace(",", "."),)
    if _DECIMAL_COMMA.match(text):
        return (text.replace(",", "."),)
    if _SPACED.match(text):
        return (text.replace(" ", "").replace(",", "."),)
    return ()


def _proposals(question: Question, limit: str, text: str, unit: str | None) -> Iterator[Proposal]:
    for written in _numbers(text):
        number = parse_number(written)
        certain = " " not in text
        # The point is the decimal sign: the other reading is only for where both are plausible.
        as_typed = written == text and bool(_EITHER_POINT.match(text))
        if number is None:
            # Too large: as text, it is the checks that say so.
            yield Proposal(f"{limit}{written}", certain, as_typed=as_typed)
        elif unit is None or question.units[unit] == 1:
            data = f"{limit}{number}" if limit else _plain(number)
            yield Proposal(data, certain, as_typed=as_typed)
        else:
            said = f"{limit}{plain_number(number)} {unit}"
            yield Proposal(f"{limit}{number} {unit}", certain, said, as_typed=as_typed)


def _plain(number: Decimal) -> int | Decimal:
    return int(number) if number.as_tuple().exponent == 0 else number


def _not_read(question: Question, text: str, amount: str) -> Refused:
    found = _LEADING.match(amount)
    rest = found["rest"] if found else ""
    if (
        found is None
        or not _is_number(found["number"])
        or not rest
        or rest[0] in "0123456789/-,."
        or _NO_NUMBER.match(amount)
    ):
        message = _("{text} is not a number").format(text=f"`{text}`")
        if _FRACTION.match(amount):
            return Refused(message, _("write a fraction with a decimal point: 1/2 is 0.5"))
        return Refused(message, _example(question))
    if question.unit is None:
        message = _("{text} has a unit, and this number has none").format(text=f"`{text}`")
        return Refused(message, _("give the number alone"))
    accepted = _("accepted: {units}").format(units=listed(question.units))
    message = _("the unit {unit} is not accepted here").format(unit=f"`{rest}`")
    # The nearest unit is not proposed: it may be a thousand times another.
    return Refused(message, accepted)


def _example(question: Question) -> str:
    if question.minimum is not None or question.maximum is not None:
        return _("give a number: {range}").format(range=number_range(question))
    if question.unit:
        return _("give a number in {units}").format(units=listed(question.units))
    return _("give a number, such as 5 or <5")
