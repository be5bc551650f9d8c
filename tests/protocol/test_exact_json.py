"""JSON in which a number stays the number it was."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.protocol.exact_json import DuplicateKeyError, dumps, loads

exact = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(exact)
def test_what_is_written_is_read_back_the_same(data):
    assert loads(dumps(data)) == data


@given(exact)
def test_what_is_written_again_is_the_same_to_the_byte(data):
    assert dumps(loads(dumps(data))) == dumps(data)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("5.10"), "5.10"),
        (Decimal("1E+40"), "1E+40"),
        (Decimal("0E-7"), "0E-7"),
        (0.1, "0.1"),
        (10**30, "1" + "0" * 30),
        (True, "true"),
    ],
)
def test_a_number_keeps_its_digits(number, text):
    assert dumps(number) == text


def test_the_order_of_keys_makes_no_difference():
    assert dumps({"b": 1, "a": (2,)}) == dumps({"a": [2], "b": 1}) == '{"a":[2],"b":1}'


def test_any_text_becomes_ascii_unpaired_surrogates_too():
    assert dumps("钛\ud800\x1b") == '"\\u949b\\ud800\\u001b"'
    assert loads(dumps("钛\ud800\x1b")) == "钛\ud800\x1b"


@pytest.mark.parametrize(
    "number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")]
)
def test_what_is_no_number_is_not_written(number):
    with pytest.raises(ValueError, match="JSON has no form for"):
        dumps(number)


@pytest.mark.parametrize("data", [{1: 2}, {"a": {1, 2}}, b"x", object()])
def test_what_json_cannot_hold_is_not_written(data):
    with pytest.raises(TypeError):
        dumps(data)


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "", "{", "1e99999999999999999999999", "01"])
def test_what_is_not_json_is_not_read(text):
    with pytest.raises(ValueError, match=r"."):
        loads(text)


def test_a_key_given_twice_is_an_error_that_names_it():
    with pytest.raises(DuplicateKeyError) as caught:
        loads('{"a": {"b": 1, "b": 2}}')
    assert caught.value.key == "b"


def test_an_integer_of_a_million_digits_is_read_without_harm():
    assert loads("9" * 1_000_000) == Decimal("9" * 1_000_000)
