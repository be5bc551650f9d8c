"""What a hint says to write is read, where it stands, without a problem."""

import pytest

from screener.protocol.loading.loader import load_bytes
from screener.protocol.problems import ProtocolError

FILE = """screener: 1
protocol: {{id: P, version: 1, title: T, date: 2026-01-31}}
questions:
  w: {{type: quantity, ask: Weight?, unit: {unit}}}
inclusion:
  - {{id: I1, text: T, rule: {{w: {{at_least: {bound}}}}}}}
"""


def read(unit="kg", bound="50"):
    return load_bytes(FILE.format(unit=unit, bound=bound).encode(), "rules.yaml")


@pytest.mark.parametrize(
    ("bound", "hint"),
    [
        ("'1,5'", "write 1.5, with a point"),
        ("'1,5 kg'", 'write "1.5 kg", with a point'),
        ("1 000", "write 1000, with nothing between thousands"),
    ],
)
def test_a_number_written_as_its_hint_says_is_a_bound(bound, hint):
    with pytest.raises(ProtocolError) as caught:
        read(bound=bound)
    (problem,) = caught.value.problems
    assert problem.hint == hint
    written = hint.removeprefix("write ").partition(", with")[0]
    assert not read(bound=written).problems


def test_a_unit_with_a_space_around_it_is_told_as_one_that_no_answer_can_have():
    (problem,) = read(unit="' kg'").problems
    assert "a space before or behind it: no answer can have this unit" in problem.message
    assert problem.hint == "write kg, without it"
    (problem,) = read(unit="kg, units: {'mg ': 0.000001}").problems
    assert (problem.code, problem.hint) == ("unit", "write mg, without it")
