"""A number as answered: exact, in the canonical unit, or known only by a limit."""

import re
from decimal import Context, Decimal

from screener.language import _
from screener.protocol.answering.answer_faults import (
    Unfit,
    has_too_many_bits,
    listed,
    shown,
    unfit,
)
from screener.protocol.model import Question, QuestionType
from screener.protocol.numbers import MOST_DIGITS, looks_like_number, parse_number, within_limits
from screener.protocol.values import Number, NumberRange

#: A limit or none, a number, a unit or none: `<0.2`, `>1000 mg/dL`, `5.2 mmol/L`.
_MEASURE = re.compile(
    r"(?P<limit>[<>])?\s*"
    r"(?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\s*"
    r"(?P<unit>.*)\Z"
)
#: What follows a number here is more of a number, badly written, and no unit: `5,2`, `1_000`.
_MORE_DIGITS = re.compile(r"[,._'’]|/?[0-9]")
_MOST_CHARACTERS = 200
#: Two numbers within the limits multiply to fewer digits than this: nothing is rounded.
_EXACT = Context(prec=100)


def check_number(question: Question, raw: object) -> Number:
    """Give the number, in the question's canonical unit; raises `Unfit`.

    Numbers are numbers, never text; but a limit is text, and so is a quantity with its unit.
    """
    value = _from_text(question, raw) if isinstance(raw, str) else _exact(question, raw)
    if question.type is QuestionType.INTEGER and isinstance(value, Decimal):
        value = _whole(raw, value)
    if _is_outside(question, value):
        message = _("{value} is outside the plausible range: {range}")
        told = message.format(value=shown(raw), range=number_range(question))
        hint = _("give a number within it; look at the decimal point and the unit")
        raise unfit(raw, told, hint if question.unit else _("give a number within it"))
    return value


def written_unit(text: str) -> str:
    """Give the unit behind a number that is written as text; empty where there is none."""
    measure = _MEASURE.match(text.strip()) if len(text) <= _MOST_CHARACTERS else None
    return str(measure["unit"]) if measure else ""


def _is_outside(question: Question, value: Number) -> bool:
    """Tell whether a number lies outside `min`..`max`: where it is a range, all of it."""
    least, most = question.minimum, question.maximum
    low, high, open_low, open_high = (
        (value.low, value.high, value.open_low, value.open_high)
        if isinstance(value, NumberRange)
        else (value, value, False, False)
    )
    below = isinstance(least, Decimal) and high is not None and _precedes(high, least, open_high)
    above = isinstance(most, Decimal) and low is not None and _precedes(most, low, open_low)
    return below or above


def number_range(question: Question) -> str:
    """Give the plausible range in words: `3 to 9 mmol/L`."""
    least, most = question.minimum, question.maximum
    if least is None:
        words = _("at most {most}")
    elif most is None:
        words = _("at least {least}")
    else:
        words = _("{least} to {most}")
    text = words.format(least=least, most=most)
    return f"{text} {question.unit}" if question.unit else text


def _convert(question: Question, number: Decimal, unit: str) -> Decimal:
    """Give a number in the canonical unit, exactly: it may come to more than 40 digits."""
    factor = question.units.get(unit, Decimal(1))
    return number if factor == 1 else _EXACT.multiply(number, factor)


def _precedes(first: Decimal, second: Decimal, leaving_out_end: bool) -> bool:
    return first < second or (leaving_out_end and first == second)


def _exact(question: Question, raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise _not_a_number(question, raw)
    if isinstance(raw, int) and has_too_many_bits(raw):
        raise _too_large(raw)
    # The shortest decimal that gives the same binary float; a subclass may have another repr.
    number = Decimal(float.__repr__(raw)) if isinstance(raw, float) else Decimal(raw)
    if number.is_nan() or number.is_infinite():
        raise _not_a_number(question, raw)
    if not within_limits(number):
        raise _too_large(raw)
    return _plain_zero(number)


def _plain_zero(number: Decimal) -> Decimal:
    """Give zero without a sign or an exponent; any other number as it is."""
    return number if number else Decimal(0)


def _whole(raw: object, number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    if whole != number:
        message = _("{value} is not a whole number").format(value=shown(raw))
        raise unfit(raw, message, _("give a whole number, such as 5"))
    return whole


def _from_text(question: Question, raw: str) -> Number:
    text = raw.strip()
    measure = _MEASURE.match(text) if len(text) <= _MOST_CHARACTERS else None
    if measure is None:
        raise _too_large(raw) if looks_like_number(text) else _not_a_number(question, raw)
    limit, unit = measure["limit"], measure["unit"]
    if not limit and (question.unit is None or not unit):
        raise _not_a_number(question, raw)
    if unit and unit not in question.units:
        if _MORE_DIGITS.match(unit):
            raise _not_a_number(question, raw)
        raise _unknown_unit(question, raw)
    written = parse_number(measure["number"])
    if written is None:
        raise _too_large(raw)
    number = _plain_zero(_convert(question, written, unit))
    if limit == "<":
        return NumberRange(None, number, open_high=True)
    if limit == ">":
        return NumberRange(number, None, open_low=True)
    return number


def _unknown_unit(question: Question, raw: str) -> Unfit:
    if question.unit is None:
        message = _("{value} has a unit, and this number has none").format(value=shown(raw))
        return unfit(raw, message, _("give the number alone"))
    message = _("the unit of {value} is not accepted here").format(value=shown(raw))
    accepted = _("accepted: {units}").format(units=listed(question.units))
    # The nearest unit is not proposed: it may be a thousand times another.
    return unfit(raw, message, accepted)


def _too_large(raw: object) -> Unfit:
    if isinstance(raw, int) and has_too_many_bits(raw):
        # It is not written out, so that it cannot be named by its digits.
        return unfit(raw, _("a number of more than 40 digits is too long"), _("give fewer digits"))
    message = _("{value} has more than 40 digits, or is beyond 1e-40 to 1e40")
    digits = sum(character.isdigit() for character in str(raw).casefold().partition("e")[0])
    hint = _("give fewer digits") if digits > MOST_DIGITS else _("look at its power of ten")
    return unfit(raw, message.format(value=shown(raw)), hint)


def _not_a_number(question: Question, raw: object) -> Unfit:
    if isinstance(raw, str) and looks_like_number(raw.strip()):
        if parse_number(raw.strip()) is None:
            return _too_large(raw)
        message = _("{value} is text, not a number")
        hint = _("write the number without quotes")
        if question.unit:
            hint = _('write the number without quotes, or with its unit: "{example}"').format(
                example=f"{raw.strip()} {question.unit}"
            )
    elif isinstance(raw, str) and not raw.strip():
        # What YAML makes of `>5` without quotes: the sign of a folded text, and no text.
        message = _("there is text here, and nothing in it")
        hint = _('put a limit in quotes: ">5"')
    elif question.unit:
        message = _("{value} is not a number")
        hint = _('give a number in {unit}, text with a unit ("5.2 {unit}") or a limit ("<0.2")')
        hint = hint.format(unit=question.unit)
    else:
        message = _("{value} is not a number")
        hint = _('give a number such as 5, or a limit such as "<5"')
    return unfit(raw, message.format(value=shown(raw)), hint)
