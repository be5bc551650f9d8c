"""What the site settled and what the protocol's author must say is listed from the rules file."""

from pathlib import Path

from screener.authoring.open_points import PointKind, open_points
from screener.protocol.loading.loader import load, load_bytes
from screener.protocol.text import Text

CRITERIA = Path(__file__).parents[2] / "rules" / "criteria.yaml"
FILE = """\
screener: 1
protocol: {id: P, version: 1, title: T, languages: [en, zh]}
questions:
  exams:
    type: series
    ask: Exams?
    help:
      en: |-
        Look in the chart.
        Ours: Within a month.
        Question to the author: Does one point count?
        Ours: Both windows.
      zh: |-
        查看病历。
        本中心自定：一个月内。
        本中心自定：两个时间窗。
        待方案作者确认：变化一分算吗？
    fields:
      score: {type: integer, ask: Score?, help: "Ours: Any scale."}
inclusion:
  - id: I1
    text: T
    help: "Not ours: nothing."
    rule: {exams: {latest: {score: {above: 3}}}}
"""


def test_each_point_has_its_kind_its_place_and_its_languages_paired_by_order():
    points = open_points(load_bytes(FILE.encode(), "rules.yaml"))
    assert [(point.kind, point.where, point.place.line) for point in points] == [
        (PointKind.OURS, "exams", 4),
        (PointKind.OURS, "exams", 4),
        (PointKind.AUTHOR, "exams", 4),
        (PointKind.OURS, "exams.score", 19),
    ]
    assert points[0].text == Text({"en": "Within a month.", "zh": "一个月内。"})
    assert points[1].text.in_language("zh") == "两个时间窗。"
    assert points[2].text == Text({"en": "Does one point count?", "zh": "变化一分算吗？"})
    assert points[3].text.in_language("zh") == "Any scale."


def test_every_open_point_of_the_shipped_protocol_is_told_in_both_languages():
    points = open_points(load(CRITERIA))
    assert {point.kind for point in points} == set(PointKind)
    assert [point.where for point in points if set(point.text.by_language) != {"en", "zh"}] == []
