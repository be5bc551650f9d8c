"""JSON that keeps numbers exact: a `Decimal` is written as a number and read back as one.

The standard library writes no `Decimal` and reads fractions as binary floats, so 5.10 would come
back as 5.1, and 0.1 as something else altogether.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring_ascii as _text

#: Python refuses to read longer integers, since that takes quadratic time; a decimal does not.
_MOST_INTEGER_DIGITS = 1000


class DuplicateKeyError(ValueError):
    """A JSON object gives a key twice."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"the key {key!r} is given twice")


def dumps(data: object) -> str:
    """Write plain data as canonical JSON: keys sorted, no spaces, ASCII alone, numbers exact.

    Takes mappings with text keys, lists, tuples, text, numbers, booleans and None. The same data
    gives the same text, whatever order its keys are in. Raises `TypeError` for any other data,
    `ValueError` for NaN and infinities.
    """
    if isinstance(data, str):
        return _text(data)
    if isinstance(data, dict):
        return _members(data)
    if data is None:
        return "null"
    # bool before int, which it is a kind of.
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, int):
        return int.__repr__(data)
    if isinstance(data, float | Decimal):
        return _number(data)
    if isinstance(data, Mapping):
        return _members(data)
    if isinstance(data, list | tuple):
        return f"[{','.join([dumps(entry) for entry in data])}]"
    raise TypeError(f"JSON has no form for {type(data).__name__}")


def loads(text: str) -> object:
    """Read JSON: a whole number as `int`, any other as `Decimal`.

    Raises `ValueError` for what is not JSON, for NaN and infinities; `DuplicateKeyError` for a key
    given twice; `RecursionError` for what is nested about a thousand levels deep.
    """
    data: object = _decode(text)
    return data


def _number(number: float | Decimal) -> str:
    exact = Decimal(float.__repr__(number)) if isinstance(number, float) else number
    if not exact.is_finite():
        raise ValueError(f"JSON has no form for {exact}")
    return str(exact)


def _members(mapping: Mapping[str, object]) -> str:
    # No two keys are the same, so no two values are ever compared.
    members = sorted(mapping.items())
    return f"{{{','.join([f'{_text(key)}:{dumps(value)}' for key, value in members])}}}"


def _read_integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _MOST_INTEGER_DIGITS else Decimal(text)


def _read_fraction(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("the exponent of a number is beyond every limit") from None


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _once_each(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    members: dict[str, object] = {}
    for key, value in pairs:
        if key in members:
            raise DuplicateKeyError(key)
        members[key] = value
    return members


# Made once: making one takes longer than reading an event with it.
_decode = json.JSONDecoder(
    parse_int=_read_integer,
    parse_float=_read_fraction,
    parse_constant=_refuse_constant,
    object_pairs_hook=_once_each,
).decode
