"""Dates in the ways people write them: what was not said stays unsaid, no other date is guessed."""

import subprocess
import sys
from datetime import date

import pytest

from screener.interview.dates_beside import OBSERVED, ROW_DATE
from screener.interview.typed import Refused, Understood, understand
from screener.protocol.conditions import REFERENCE
from screener.protocol.model import Question, QuestionType
from tests.interview.reading_dates import ANY, ON, PLACE, certain, read, refused


@pytest.mark.parametrize(
    "text",
    [
        *("2019-05-17", "2019-5-17", "2019/05/17", "2019.5.17", "20190517", "2019 05 17"),
        *("2019. 5. 17", "2019. 05. 17.", "2019． 5． 17"),
        *("17 May 2019", "17 may 2019", "17th of May, 2019", "May 17, 2019", "17-May-2019"),
        *("the 17th May 2019", "on 17 May 2019", "17May2019", "Fri 17 May 2019", "2019 May 17"),
        *("17/05/2019", "17.5.2019", "17-05-2019", "05/17/2019", "17 5 2019"),
        *("2019年5月17日", "2019 年 5 月 17 日", "2019年05月17号", "二〇一九年五月十七日"),
        *("２０１９年５月１７日", "１７／０５／２０１９", "2019-05-17.", " 17 May 2019 "),
    ],
)
def test_a_full_date_is_understood_in_the_ways_people_write_it(text):
    assert certain(text) == "2019-05-17"


@pytest.mark.parametrize(
    "text",
    [
        *("2019-05", "2019/5", "May 2019", "in May 2019", "MAY 2019", "May of 2019", "2019 May"),
        *("05/2019", "5.2019", "2019年5月", "2019年五月份", "二零一九年五月"),
        *("2019. 5", "2019. 5."),
    ],
)
def test_a_day_that_was_not_said_stays_unsaid(text):
    assert certain(text) == "2019-05"


@pytest.mark.parametrize("text", ["2019", "in 2019", "2019年", "the year 2019", "２０１９"])
def test_a_month_that_was_not_said_stays_unsaid(text):
    assert certain(text) == "2019"


def test_the_echo_says_which_parts_are_not_known():
    echoes = {text: getattr(read(text), "echo", None) for text in ("17/5/2019", "5/2019", "2019")}
    assert echoes == {
        "17/5/2019": "17 May 2019",
        "5/2019": "May 2019 (day not known)",
        "2019": "2019 (day and month not known)",
    }


@pytest.mark.parametrize(
    ("text", "months"),
    [
        (f"{name} 2020", number)
        for number, name in enumerate(
            (
                "Jan",
                "Feb",
                "March",
                "Apr",
                "may",
                "June",
                "Jul",
                "August",
                "Sept",
                "Oct",
                "NOV",
                "Dec",
            ),
            1,
        )
    ],
)
def test_every_month_is_known_by_its_name_and_its_short_form(text, months):
    assert certain(text) == f"2020-{months:02}"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("2018/2019", "2018/2019"),
        ("2018-05-01/2018-05-10", "2018-05-01/2018-05-10"),
        ("May 2018 / 17 June 2019", "2018-05/2019-06-17"),
    ],
)
def test_an_interval_is_two_dates(text, data):
    assert certain(text) == data


@pytest.mark.parametrize("text", ["2019-2018", "from May 2019 to 2018", "2019年到2018年"])
def test_an_interval_that_ends_before_it_begins_is_refused_as_it_was_typed(text):
    assert f"`{text}` ends before it begins (give the earlier date first)" in refused(text)


@pytest.mark.parametrize("text", ["ongoing", "Still ongoing", "not over yet", "至今", "仍在继续"])
def test_what_is_not_over_is_ongoing(text):
    assert certain(text) == "ongoing"


def test_ongoing_is_refused_where_it_is_no_answer():
    reading = understand(ANY, "ongoing", ON, "en")
    assert isinstance(reading, Refused)
    assert "cannot be answered with `ongoing`" in reading.message


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("today", "2026-01-31"),
        ("now", "2026-01-31"),
        ("yesterday", "2026-01-30"),
        ("10 days ago", "2026-01-21"),
        ("last month", "2025-12"),
        ("this month", "2026-01"),
        ("last year", "2025"),
        ("昨天", "2026-01-30"),
        ("前天", "2026-01-29"),
        ("三天前", "2026-01-28"),
        ("上个月", "2025-12"),
        ("去年", "2025"),
        ("去年五月", "2025-05"),
        ("前年12月3日", "2024-12-03"),
    ],
)
def test_a_day_or_a_calendar_period_counted_from_the_reference_date_is_clear(text, data):
    assert certain(text) == data


@pytest.mark.parametrize(
    "text",
    [
        *("before 2019", "not 2019", "after May 2019", "since 2019", ">2019", "2019 or May"),
        *("2019年以前", "2019年5月起", "2019年至今"),
    ],
)
def test_a_word_that_leaves_the_date_open_is_no_date(text):
    assert "leaves the date open" in refused(text)


@pytest.mark.parametrize("sign", ["-", "/", "–"])
@pytest.mark.parametrize("day", ["2019", "May 2019", "17 May 2019", "2019-05-17", "2019年"])
def test_a_sign_for_until_or_from_then_on_leaves_the_date_open_as_its_word_does(day, sign):
    for text in (f"{day}{sign}", f"{sign}{day}", f"{day} {sign}", f"{sign} {day}"):
        assert "leaves the date open" in refused(text)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("May last year", "2025-05"),
        ("17 May last year", "2025-05-17"),
        ("2 Jan this year", "2026-01-02"),
    ],
)
def test_a_year_may_be_named_by_the_one_of_now(text, data):
    assert certain(text) == data
    assert getattr(read(text), "echo", "").startswith(f"`{text}` = ")


@pytest.mark.parametrize("text", ["nothing to say", "not a thing", "between jobs"])
def test_a_sentence_without_a_date_is_no_date_whatever_its_words(text):
    assert f"`{text}` is not understood as a date" in refused(text)


@pytest.mark.parametrize(
    "text", ["17 May 19", "17-May-19", "17/5/19", "3.4.21", "'19", "19年5月", "May 75"]
)
def test_a_year_of_two_digits_is_refused(text):
    assert "two digits" in refused(text)
    assert "17 May 2019" in refused(text)


@pytest.mark.parametrize("text", ["17 May", "May", "May 5", "5月17日", "五月", "last May", "17/5"])
def test_a_year_is_never_guessed(text):
    assert "the year is missing" in refused(text)


@pytest.mark.parametrize(
    "text",
    [
        *("30 February 2019", "2019-02-30", "31/04/2019", "13/13/2019", "17/13/1978"),
        *("2019年2月30日", "32 May 2019", "5/0/2019"),
    ],
)
def test_a_day_that_the_calendar_does_not_have_is_refused_as_it_was_typed(text):
    assert f"`{text}` is no date of the calendar (look at the day and the month)" == refused(text)


def test_the_end_of_an_interval_that_the_calendar_does_not_have_is_named():
    assert "`30/2/2019` is no date of the calendar" in refused("17/1/2019 to 30/2/2019")


def test_a_weekday_that_is_not_that_of_the_date_is_refused():
    assert "the weekday in `Mon 17 May 2019`" in refused("Mon 17 May 2019")
    assert "the weekday in `Friday May 2019`" in refused("Friday May 2019")


@pytest.mark.parametrize(
    "text",
    [
        *("12:30", "17 May 2019 10:30", "Monday Tuesday"),
        *("2019 . 5 . 17", "2019. 5.17", "2019- 5- 17", "2019. 250", "2019. 5. 2020", "2019. 5 17"),
        *("201905", "May June 2019", "17 2019", "17", "2019 2020", "99999 years ago", "soon", "d"),
        "1 2 May 2019",
    ],
)
def test_what_is_no_date_is_refused_with_what_would_do(text):
    assert "is not understood as a date (such as 17 May 2019" in refused(text)


@pytest.mark.parametrize("text", ["1066", "2300", "300 years ago", "17 May 1066", "9999-12-31"])
def test_a_year_beyond_the_range_is_refused(text):
    assert "is not between the years 1850 and 2200" in refused(text)


def test_a_date_in_the_future_is_refused_with_the_reference_date():
    told = "`tomorrow` = `2026-02-01` lies after the reference date, 2026-01-31"
    assert told in refused("tomorrow")
    assert "`下周五` = `2026-02-06` lies after the reference date" in refused("下周五")
    assert understand(ANY, "tomorrow", ON, "en") == Understood(
        "2026-02-01", "`tomorrow` = 1 February 2026", said="`tomorrow`"
    )


def test_an_implausible_date_is_refused_with_the_range():
    born = Question("q", QuestionType.DATE, PLACE, minimum=date(1900, 1, 1), maximum=REFERENCE)
    reading = understand(born, "17 May 1899", ON, "en")
    assert isinstance(reading, Refused)
    assert "outside the plausible range: 1900-01-01 to 2026-01-31" in reading.message


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("yesterday", "1990-06-14"),
        ("last month", "1990-05"),
        ("去年", "1989"),
        ("May 2019", "2019-05"),
    ],
)
def test_nothing_depends_on_the_clock(text, data):
    assert certain(text, date(1990, 6, 15)) == data


@pytest.mark.parametrize("text", ["17 mai 2019", "17. Mai 2019", "mayo 2019"])
def test_no_other_language_is_guessed(text):
    reading = read(text)
    assert not (isinstance(reading, Understood) and reading.certain)


@pytest.mark.parametrize(
    ("text", "data"),
    [("2019-05-17", "2019-05-17"), ("May 2019", "2019-05"), ("2019", "2019"), ("ages ago", None)]
    + [(text, None) for text in ("2018/2019", "about a week ago", "2 years ago", "unknown")],
)
def test_when_it_was_observed_is_a_day_a_month_or_a_year_and_no_range(text, data):
    assert getattr(understand(OBSERVED, text, ON, "en"), "data", None) == data


@pytest.mark.parametrize(
    ("text", "data"),
    [("17 May 2019", "2019-05-17"), ("May 2019", None), ("2019", None), ("last week", None)],
)
def test_the_date_of_a_row_is_a_full_one(text, data):
    assert getattr(understand(ROW_DATE, text, ON, "en"), "data", None) == data


@pytest.mark.parametrize("text", ["C", "50", "before 2019", "May 2019", "2019", "1.5 months ago"])
def test_where_the_date_of_a_row_is_refused_only_full_dates_are_named(text):
    read = understand(ROW_DATE, text, ON, "en")
    assert isinstance(read, Refused)
    assert read.hint == "such as 17 May 2019 or 2019-05-17"


@pytest.mark.parametrize("text", ["32 Dec", "32 December", "the 32nd of December", "12月32日"])
def test_a_day_that_no_month_has_is_none_of_the_calendar_in_any_year(text):
    assert f"`{text}` is no date of the calendar (look at the day and the month)" == refused(text)


@pytest.mark.parametrize("text", ["Dec 32", "5 Dec 26", "32年12月"])
def test_behind_the_month_two_digits_may_be_a_year(text):
    assert "a year of two digits is not clear" in refused(text)


@pytest.mark.parametrize("text", ["about 40 years ago", "last Friday", "上周五"])
def test_counting_back_from_today_does_not_load_the_library(text):
    assert "dateparser" not in loaded_by(text)


def test_reading_a_date_in_figures_does_not_load_the_library():
    assert "dateparser" not in loaded_by("17/05/2019")
    assert "dateparser" in loaded_by("17 May 2019")


def loaded_by(text: str) -> set[str]:
    """Read a date in a fresh process, and give the modules that were loaded by it."""
    code = (
        "import sys; from datetime import date\n"
        "from screener.interview.typed import Refused, understand\n"
        "from screener.interview.dates_beside import DUE\n"
        f"assert not isinstance(understand(DUE, {text!r}, date(2026, 1, 31), 'en'), Refused)\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())
