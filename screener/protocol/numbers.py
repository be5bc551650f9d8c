"""Exact decimal numbers as rules and answers write them."""

import re
from decimal import Decimal, InvalidOperation

#: A sign, digits, a fraction, an exponent: `1e3`, `.5`, `-2.50`; decimal digits alone.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
MOST_DIGITS = 40
MOST_EXPONENT = 40
#: Long enough for every number within the limits; longer text is not even looked at.
_MOST_CHARACTERS = 200


def parse_number(text: str) -> Decimal | None:
    """Read a decimal number, or None where the text is none or lies beyond the limits."""
    if len(text) > _MOST_CHARACTERS or not _NUMBER.match(text):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent beyond what the decimal module itself can hold
        return None
    return number if within_limits(number) else None


def looks_like_number(text: str) -> bool:
    """Tell whether the text is written as a number, whatever its size."""
    return bool(_NUMBER.match(text))


def within_limits(number: Decimal) -> bool:
    """Tell whether a number is finite, has at most 40 digits and an exponent within ±40.

    The exponent is that of the first digit (1234 has 3, 0.05 has -2).
    """
    if not number.is_finite():
        return False
    if len(number.as_tuple().digits) > MOST_DIGITS:
        return False
    return not number or abs(number.adjusted()) <= MOST_EXPONENT
