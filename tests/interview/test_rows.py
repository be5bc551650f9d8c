"""While a row is entered, a field is asked only where its `when` may be true of the row."""

from datetime import date

import pytest

from screener.interview.rows import field_applies
from screener.protocol.loading.loader import load_bytes

RULES = b"""\
screener: 1
protocol: {id: P, version: "1", title: T}
questions:
  visits:
    type: series
    ask: Visits
    fields:
      kind: {type: choice, ask: Kind, options: {walk: Walk, scan: Scan}}
      metres: {type: integer, ask: Metres, when: {kind: walk}}
      report: {type: text, ask: Report, when: {not: {kind: walk}}}
      planned: {type: integer, ask: Planned}
      why: {type: text, ask: Why, when: {metres: {below: {question: planned}}}}
inclusion:
  - {id: I1, text: Walks, rule: {visits: {any: {metres: {at_least: 1}}}}}
"""
ON = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ({"kind": "walk"}, ["kind", "metres", "planned", "why"]),
        ({"kind": "scan"}, ["kind", "report", "planned"]),
        (
            {"kind": "walk", "metres": 5, "planned": 4},
            ["kind", "metres", "planned"],
        ),
        ({}, ["kind", "metres", "report", "planned", "why"]),
    ],
)
def test_only_fields_that_may_apply_are_asked(row, asked):
    protocol = load_bytes(RULES, "rules.yaml")
    series = protocol.questions["visits"]
    row = {"date": "2026-01-01", **row}
    assert [f for f in series.fields if field_applies(protocol, series, f, row, ON)] == asked
