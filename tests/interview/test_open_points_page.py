"""The page of the documentation that lists what the protocol leaves open is that of the rules."""

from docs.make_open_points import PAGE, page
from screener.authoring.open_points import open_points
from screener.cli.options import DEFAULT_RULES
from screener.protocol.loading.loader import load


def test_the_page_says_what_the_rules_say():
    assert PAGE.read_text(encoding="utf-8") == page(load(DEFAULT_RULES)), "make points"


def test_every_point_stands_on_the_page_in_each_language():
    written = PAGE.read_text(encoding="utf-8")
    for point in open_points(load(DEFAULT_RULES)):
        for language in ("en", "zh"):
            assert f"- {point.text.in_language(language)}\n" in written
