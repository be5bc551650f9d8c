"""Text is laid out in terminal cells, and never interpreted."""

import pytest
from rich.cells import cell_len

from screener.language import available_languages, set_language
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.text import Text
from screens.prompts import Line, Prompt, Tone
from screens.widgets.criteria import CriterionLine, Standing, criteria_content, status_text
from screens.widgets.plain_text import content, lines_content, one_line, padded
from screens.widgets.question import beginning, options_content
from screens.widgets.series import answer_words, row_text, table_rows, table_text

HOSTILE = "[/] [@click=app.exit]x\x1b]0;t\x07 \u202e"


@pytest.mark.parametrize("text", ["short", "a much longer text", "候选人是否已签名", "a\nb"])
@pytest.mark.parametrize("width", [1, 5, 9, 40])
def test_a_text_is_cut_and_filled_by_cells(text, width):
    assert cell_len(one_line(text, width)) <= width
    assert cell_len(padded(text, width)) == width


def test_every_part_of_content_is_sanitised():
    shown = str(content(HOSTILE, (HOSTILE, "bold")))
    assert "\x1b" not in shown
    assert "[@click=app.exit]x␛]0;t␇ ⟨U+202E⟩" in shown
    assert "\x1b" not in str(lines_content([Line(HOSTILE, Tone.FAIL)]))


def test_status_is_glyph_and_word():
    told = [status_text(standing) for standing in Standing]
    assert told == ["✓ passes", "✗ fails", "… open", "◌ awaited", "– not assessed"]


@pytest.mark.parametrize(
    ("height", "roomy", "rows"), [(30, True, 18), (30, False, 9), (9, True, 9), (5, False, 5)]
)
@pytest.mark.parametrize("width", [34, 76])
def test_every_criterion_shows_glyph_word_and_id_in_the_room_there_is(height, roomy, rows, width):
    lines = [CriterionLine(f"E{n}", f"Words {n} " * 12, Standing.FAIL) for n in range(9)]
    shown = str(criteria_content(lines, width, height, roomy)).split("\n")
    assert len(shown) == rows
    assert all(cell_len(line) <= width for line in shown)
    assert shown[0].startswith("✗ fails")
    assert all(any(f" E{n}" in line for line in shown) for n in range(9))
    assert ("Words 0" in "".join(shown)) == (height >= 9 or width == 76)


def test_a_status_is_never_cut_in_any_language():
    lines = [CriterionLine("I4", "words " * 9, one) for one in Standing]
    for language in available_languages():
        set_language(language)
        shown = str(criteria_content(lines, 40, 9)).split("\n")
        for line, one in zip(shown, Standing, strict=True):
            assert line.startswith(f"{status_text(one)} "), language
    set_language("en")


@pytest.mark.parametrize("width", [20, 32, 38, 44, 76])
@pytest.mark.parametrize("height", [5, 15])
def test_not_assessed_is_whole_beside_its_criteria_however_little_room_there_is(width, height):
    ids = [f"{kind}{n}" for kind, count in (("I", 8), ("E", 7)) for n in range(1, count + 1)]
    stands = [Standing.FAIL, *[Standing.NOT_ASSESSED] * 14]
    lines = [CriterionLine(id, "words " * 9, one) for id, one in zip(ids, stands, strict=True)]
    shown = str(criteria_content(lines, width, height))
    assert all(cell_len(line) <= width for line in shown.split("\n"))
    assert "✗ fails" in shown
    assert "– not assessed" in shown
    assert "not as…" not in shown
    assert set(ids) <= set(shown.split())


def test_options_have_their_numbers_or_keys_and_short_ones_share_a_line():
    numbered = options_content(Prompt("", options=("Female", "Male")), None, 40)
    keyed = options_content(Prompt("", options=("yes", "no"), keys="yn"), None, 40)
    long = options_content(Prompt("", options=("a" * 30, "b" * 30)), None, 40)
    assert str(numbered) == "1 Female   2 Male"
    assert str(keyed) == "y yes   n no"
    assert str(long).count("\n") == 1


def test_long_help_is_cut_and_says_where_the_rest_is():
    assert beginning("short", 40) == "short"
    cut = beginning("word " * 40, 60)
    assert cut.endswith("word … F1 for more")
    assert cell_len(cut) <= 60


FIELDS = {
    "m": Question("m", QuestionType.INTEGER, Place(1, 1), ask=Text.plain("Metres in six minutes")),
    "h": Question("h", QuestionType.BOOLEAN, Place(1, 1), ask=Text.plain("有人协助吗？")),
}
SERIES = Question("s", QuestionType.SERIES, Place(1, 1), fields=FIELDS)


def table(rows, width=60):
    return table_text(table_rows(SERIES, rows, "en"), width).splitlines()


def test_rows_stand_in_columns_under_their_fields_in_the_order_they_were_entered():
    rows = [{"date": "2026-02-01", "m": 5, "h": True}, {"date": "2026-01-01"}]
    assert table(rows, 60) == [
        "   Date        Metres in six minutes  有人协助吗？",
        "1  2026-02-01  5                      yes",
        "2  2026-01-01  –                      –",
    ]
    assert table([]) == []


def test_heads_are_shortened_to_fit_and_lose_first_what_they_have_in_common():
    asked = ("Sensory score for light touch", "Sensory score for pin prick", "评分甲", "评分乙")
    fields = {
        name: Question(name, QuestionType.INTEGER, Place(1, 1), ask=Text.plain(text))
        for name, text in zip("abcd", asked, strict=True)
    }
    series = Question("s", QuestionType.SERIES, Place(1, 1), fields=fields)
    rows = [{"date": "2026-02-01", "a": 1, "b": 2, "c": 3, "d": 4}]
    wide, narrow = (table_text(table_rows(series, rows, "en"), width) for width in (60, 40))
    assert wide.splitlines() == [
        "   Date        …light touch  …pin prick  评分甲  评分乙",
        "1  2026-02-01  1             2           3       4",
    ]
    assert narrow.splitlines()[0] == "   Date        …light…  …pin …  …甲  …乙"


def test_a_long_value_is_broken_within_its_column_where_the_room_is_short():
    grade = Question("g", QuestionType.TEXT, Place(1, 1), ask=Text.plain("Grade"))
    series = Question("s", QuestionType.SERIES, Place(1, 1), fields={"g": grade})
    rows = [{"date": "2026-02-01", "g": "B (sensory incomplete)"}, {"date": "2026-02-02"}]
    wide, narrow = (table_text(table_rows(series, rows, "en"), width) for width in (37, 36))
    assert wide.splitlines()[1] == "1  2026-02-01  B (sensory incomplete)"
    assert narrow.splitlines() == [
        "   Date        Grade",
        "1  2026-02-01  B (sensory",
        "               incomplete)",
        "2  2026-02-02  –",
    ]


def test_rows_tell_who_entered_them_behind_the_columns():
    told = table_rows(SERIES, [{"date": "2026-01-01"}] * 2, "en", ("", "entered by A. Li"))
    assert table_text(told, 80).splitlines() == [
        "   Date        Metres in six minutes  有人协助吗？",
        "1  2026-01-01  –                      –",
        "2  2026-01-01  –                      –             entered by A. Li",
    ]


def test_where_columns_have_no_room_each_value_stands_behind_its_label():
    assert table([{"date": "2026-02-01", "m": 5, "h": True}, {"date": "2026-01-01"}], 28) == [
        "1  2026-02-01 · Metres in",
        "   six minutes: 5 · 有人协助",
        "   吗？ yes",
        "2  2026-01-01 · Metres in",
        "   six minutes: – · 有人协助",
        "   吗？ –",
    ]


@pytest.mark.parametrize("width", range(18, 90, 3))
def test_no_value_of_a_row_is_cut_and_no_line_is_too_wide(width):
    rows = [{"date": f"2026-01-{day:02}", "m": day, "h": False} for day in range(1, 13)]
    lines = table(rows, width)
    assert all(cell_len(line) <= max(width, 24) for line in lines)
    told = " ".join(lines).split()
    assert {row["date"] for row in rows} <= set(told)
    assert told.count("no") == 12
    assert all("minutes: " in line or "minutes" not in line for line in lines[1:])


@pytest.mark.parametrize("width", range(20, 60))
def test_no_line_of_a_row_begins_with_what_ends_a_word(width):
    row = table_rows(SERIES, [{"date": "2026-01-01", "m": 5, "h": True}], "en")[0]
    lines = row_text(row, width).splitlines()
    assert not any(line.strip()[0] in ":?？）·" for line in lines)


def test_the_same_answer_reads_the_same_as_a_table():
    answer = {"value": [{"date": "2026-01-01", "m": 5}], "source": "chart"}
    assert answer_words(SERIES, answer, "en", 80).splitlines() == [
        *table([{"date": "2026-01-01", "m": 5}], 80),
        "from the chart",
    ]
    assert answer_words(SERIES, {"value": []}, "en") == "no rows"
