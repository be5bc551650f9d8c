"""Chinese is broken as Chinese is, everything else as before."""

import random
from itertools import pairwise

import pytest
from rich._wrap import divide_line
from textual.content import Content

from screener.breaking import pieces
from screens.wrapping import divided, install

HELP = "查看手术记录：脊髓从未受压的，选第二项。已计划的，请选“等待结果”；没有记录的，选“不详”。"


def lines(text, width):
    places = [0, *divided(text, width), len(text)]
    return [text[start:end].rstrip() for start, end in pairwise(places)]


@pytest.fixture(autouse=True)
def installed():
    install()


@pytest.mark.parametrize("width", range(10, 60))
def test_no_line_begins_with_a_mark_or_ends_with_an_opening_one(width):
    for line in lines(HELP, width):
        assert line[0] not in "，。；：”"
        assert line[-1] != "“"
        assert Content(line).cell_length <= width


def test_what_follows_a_bullet_stays_beside_it():
    assert lines("· “候选人做过哪些神经系统检查”", 20)[0] == "· “候选人做过哪些神"


def test_the_app_breaks_its_texts_so():
    assert [line.plain for line in Content("· 脊髓从未受压的，选").wrap(16)] == [
        "· 脊髓从未受压",
        "的，选",
    ]


@pytest.mark.parametrize("text", ["a plain text, with “marks” in it", "", "word " * 9, "x" * 50])
def test_a_text_of_words_is_broken_as_before(text):
    assert divided(text, 11) == divide_line(text, 11)


def test_a_word_that_is_too_long_is_folded():
    assert lines("检查ABCDEFGHIJKL完", 6) == ["检查", "ABCDEF", "GHIJKL", "完"]


def test_nothing_is_lost_between_pieces():
    chance = random.Random(7)
    for _attempt in range(2000):
        text = "".join(chance.choices("a ，“”（）中 。\n-b：(", k=12))
        assert "".join(pieces(text)) == text
