"""Kleene's logic, also as HL7 published it for CQL."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from screener.engine.truth import Truth, at_least, every, negate, some

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "cql-tests"
_WORDS = {"true": True, "false": False, "null": None}
_BINARY = {
    "and": lambda x, y: every([x, y]),
    "or": lambda x, y: some([x, y]),
    "implies": lambda x, y: some([negate(x), y]),
    "xor": lambda x, y: every([some([x, y]), negate(every([x, y]))]),
}


def _published() -> list[tuple[str, Truth]]:
    file = PUBLISHED / "CqlLogicalOperatorsTest.xml"
    if not file.exists():
        return []
    space = {"t": "http://hl7.org/fhirpath/tests"}
    found = []
    for test in ET.parse(file).getroot().iterfind(".//t:test", space):
        expression = test.findtext("t:expression", "", space)
        found.append((expression, _WORDS[test.findtext("t:output", "", space)]))
    return found


def test_the_published_logic_tests_hold() -> None:
    published = _published()
    if not published:
        pytest.skip("the published CQL tests are not beside this checkout")
    for expression, expected in published:
        match expression.split():
            case ["not", x]:
                assert negate(_WORDS[x]) is expected, expression
            case [x, operator, y]:
                assert _BINARY[operator](_WORDS[x], _WORDS[y]) is expected, expression
            case _:
                raise AssertionError(expression)
    assert len(published) > 30


@pytest.mark.parametrize(
    ("least", "values", "expected"),
    [
        (1, [True, None, False], True),
        (2, [True, None, False], None),
        (3, [True, None, False], False),
        (2, [True, True, None], True),
        (3, [None, None, None], None),
        (1, [False, False], False),
    ],
)
def test_at_least_counts_what_is_true_and_what_may_be(least, values, expected) -> None:
    assert at_least(least, values) is expected


def test_a_gate_that_is_not_known_hides_all_but_false() -> None:
    assert every([None, True]) is None
    assert every([None, False]) is False
    assert every([False, None]) is False
    assert every([True, True]) is True
