"""Dates in the ways people write them: what was not said stays unsaid, what is unclear is asked."""

import subprocess
import sys
from datetime import date

import pytest

from screener.interview.dates_beside import OBSERVED, ROW_DATE
from screener.interview.typed import Ambiguous, Reading, Refused, Understood, understand
from screener.protocol.conditions import REFERENCE, Place
from screener.protocol.model import Question, QuestionType

ON = date(2026, 1, 31)
PLACE = Place(1, 1)
DATE = Question("q", QuestionType.DATE, PLACE, ongoing=True)
ANY = Question("q", QuestionType.DATE, PLACE, future=True)


def read(text: str, on: date = ON, language: str = "en") -> Reading:
    return understand(ANY if on != ON else DATE, text, on, language)


def certain(text: str, on: date = ON) -> object:
    reading = read(text, on)
    assert isinstance(reading, Understood), reading
    assert reading.certain
    return reading.data


def doubtful(text: str, on: date = ON) -> Understood:
    reading = read(text, on)
    assert isinstance(reading, Understood), reading
    assert not reading.certain
    return reading


def refused(text: str) -> str:
    reading = read(text)
    assert isinstance(reading, Refused), reading
    return f"{reading.message} ({reading.hint})"


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
    ("text", "readings"),
    [
        ("03/04/2021", ["2021-04-03", "2021-03-04"]),
        ("3.4.2021", ["2021-04-03", "2021-03-04"]),
        ("12-11-2021", ["2021-11-12", "2021-12-11"]),
    ],
)
def test_an_order_of_day_and_month_that_matters_is_asked_about(text, readings):
    reading = read(text)
    assert isinstance(reading, Ambiguous)
    assert [one.data for one in reading.readings] == readings
    assert "which is the day" in reading.message


def test_an_order_that_does_not_matter_is_not_asked_about():
    assert certain("05/05/2021") == "2021-05-05"


def test_where_one_order_is_impossible_the_other_is_still_confirmed():
    late = doubtful("02/01/2026")
    assert late.data == "2026-01-02"


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


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("17/1/2019 to 20/2/2019", "2019-01-17/2019-02-20"),
        ("2018-2019", "2018/2019"),
        ("2018 - 2019", "2018/2019"),
        ("2018~2019", "2018/2019"),
        ("2018 to 2019", "2018/2019"),
        ("between 2018 and 2019", "2018/2019"),
        ("2018年到2019年", "2018/2019"),
        ("从2018年至2019年5月", "2018/2019-05"),
        ("from May 2018 to 17 June 2019", "2018-05/2019-06-17"),
        ("about 2018 to 2019", "2018/2019"),
        ("2018 or 2019", "2018/2019"),
        ("2019 or 2018", "2018/2019"),
        ("maybe 2018 or 2019", "2018/2019"),
        ("2018 or 2019?", "2018/2019"),
        ("2018或2019", "2018/2019"),
        ("2018年或者2019年", "2018/2019"),
        ("17 May 2019 or 18 May 2019", "2019-05-17/2019-05-18"),
    ],
)
def test_two_dates_with_a_word_between_are_a_range_to_be_confirmed(text, data):
    assert doubtful(text).data == data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("2-3 years ago", "2022-07/2024-07"),
        ("2–3 years ago", "2022-07/2024-07"),
        ("2 to 3 years ago", "2022-07/2024-07"),
        ("two or three years ago", "2022-07/2024-07"),
        ("between 2 and 3 years ago", "2022-07/2024-07"),
        ("about 2~3 years ago", "2022-07/2024-07"),
        ("a year or two ago", "2023-07/2025-07"),
        ("6 months to 2 years ago", "2023-07/2025-08-15"),
        ("2-3 days ago", "2026-01-28/2026-01-29"),
        ("10 to 20 years ago", "2004-01/2018-01"),
        ("2-3年前", "2022-07/2024-07"),
        ("2到3年前", "2022-07/2024-07"),
        ("2、3年前", "2022-07/2024-07"),
        ("2年或3年前", "2022-07/2024-07"),
        ("两三年前", "2022-07/2024-07"),
        ("大约两三年前", "2022-07/2024-07"),
        ("十二三年前", "2012-05/2014-09"),
        ("二三十年前", "1993-01/2008-01"),
        ("三五天前", "2026-01-26/2026-01-28"),
    ],
)
def test_from_so_many_to_so_many_is_a_range_to_be_confirmed(text, data):
    assert doubtful(text).data == data


@pytest.mark.parametrize("text", ["3-2 years ago", "三两年前", "几年前", "2019年二三月以前"])
def test_a_count_that_is_none_is_not_taken_for_one(text):
    reading = read(text)
    assert not (isinstance(reading, Understood) and "/" in str(reading.data))


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
    ("text", "data"),
    [
        ("about 3 years ago", "2022-07/2023-07"),
        ("3 years ago", "2022-07/2023-07"),
        ("three yrs ago", "2022-07/2023-07"),
        ("三年前", "2022-07/2023-07"),
        ("大约３年前", "2022-07/2023-07"),
        ("三年左右前", "2022-07/2023-07"),
        ("half a year ago", "2025-04/2025-10"),
        ("半年前", "2025-04/2025-10"),
        ("6 months ago", "2025-07-16/2025-08-15"),
        ("两个月前", "2025-11-15/2025-12-15"),
        ("2 years and 3 months ago", "2023-10-16/2023-11-15"),
        ("two weeks ago", "2026-01-14/2026-01-20"),
        ("last week", "2026-01-19/2026-01-25"),
        ("上周", "2026-01-19/2026-01-25"),
        ("about 10 days ago", "2026-01-18/2026-01-24"),
        ("Monday", "2026-01-26"),
        ("on Thursday", "2026-01-29"),
        ("Friday?", "2026-01-30"),
        ("this Tuesday", "2026-01-27"),
        ("last Sunday", "2026-01-25"),
        ("周五", "2026-01-30"),
        ("星期五", "2026-01-30"),
        ("礼拜天", "2026-01-25"),
        ("本周二", "2026-01-27"),
        ("上周五", "2026-01-23"),
        ("上个星期五", "2026-01-23"),
        ("上礼拜日", "2026-01-25"),
    ],
)
def test_what_is_counted_back_in_larger_units_is_a_range_to_be_confirmed(text, data):
    assert doubtful(text).data == data


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("last Friday", ["2026-01-30", "2026-01-23"]),
        ("Saturday", ["2026-01-31", "2026-01-24"]),
        ("周六", ["2026-01-31", "2026-01-24"]),
    ],
)
def test_a_weekday_that_may_be_either_of_two_days_is_asked_about(text, readings):
    reading = read(text)
    assert isinstance(reading, Ambiguous)
    assert [one.data for one in reading.readings] == readings
    assert reading.message == f"`{text}` may be either of these"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("about 4 years ago", "2021-07/2022-07"),
        ("about 5 years ago", "2020-01/2022-01"),
        ("10 years ago", "2014-01/2018-01"),
        ("10年前", "2014-01/2018-01"),
        ("12 years ago", "2013-05/2014-09"),
        ("二十年以前", "2004-01/2008-01"),
        ("about 30 years ago", "1993-01/1999-01"),
        ("about 40 years ago", "1982-01/1990-01"),
        ("20 years and 3 months ago", "2005-10-16/2005-11-15"),
        ("10 months ago", "2025-01-30/2025-05-30"),
        ("10 weeks ago", "2025-11-08/2025-12-06"),
    ],
)
def test_the_further_back_and_the_rounder_the_count_the_wider_is_the_range(text, data):
    assert doubtful(text).data == data


def test_what_is_past_is_never_of_tomorrow_however_roughly_it_is_counted():
    assert doubtful("about 2 days ago").data == "2026-01-26/2026-01-31"


def test_the_echo_puts_what_was_said_beside_what_it_means():
    echo = doubtful("About 3 years ago").echo
    assert echo == "`About 3 years ago` = between July 2022 and July 2023"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("3 years ago", "2023-05/2024-05"),
        ("half a year ago", "2026-02/2026-08"),
        ("6 months ago", "2026-05-15/2026-06-14"),
        ("3 weeks ago", "2026-11-06/2026-11-12"),
        ("last month", "2026-10"),
    ],
)
def test_what_is_counted_back_goes_by_the_day_of_the_year(text, data):
    reading = read(text, date(2026, 11, 30))
    assert isinstance(reading, Understood)
    assert reading.data == data


@pytest.mark.parametrize(
    ("text", "data", "unused", "range"),
    [
        ("about 2019", "2019", "about", "2018/2020"),
        ("2019?", "2019", "?", "2018/2020"),
        ("~2019", "2019", "~", "2018/2020"),
        ("c2019", "2019", "c", "2018/2020"),
        ("maybe 2019 or so", "2019", "maybe or so", "2018/2020"),
        ("约2019年", "2019", "约", "2018/2020"),
        ("2019年5月左右", "2019-05", "左右", "2019-04/2019-06"),
        ("circa May 2019", "2019-05", "circa", "2019-04/2019-06"),
        ("17 May 2019 or so", "2019-05-17", "or so", "2019-05-10/2019-05-24"),
        ("about last month", "2025-12", "about", "2025-11/2026-01"),
        ("yesterday?", "2026-01-30", "?", "2026-01-23/2026-01-31"),
    ],
)
def test_a_word_that_makes_a_date_inexact_is_said_not_to_count_and_a_range_is_named(
    text, data, unused, range
):
    reading = doubtful(text)
    assert reading.data == data
    assert f"`{unused}` does not count; a range would, such as {range}" in reading.echo
    assert certain(range) == range


def test_a_range_that_is_said_not_to_be_exact_is_said_to_be_taken_as_it_stands():
    assert doubtful("2015 to 2019 or so").echo == "between 2015 and 2019 (`or so` does not count)"


@pytest.mark.parametrize("asked", [OBSERVED, ROW_DATE])
def test_where_no_range_is_taken_none_is_named(asked):
    reading = understand(asked, "17 May 2019 or so", ON, "en")
    assert isinstance(reading, Understood)
    assert reading.echo == "17 May 2019 (`or so` does not count)"
    assert not reading.certain


@pytest.mark.parametrize("text", ["about 3 years ago", "half a year ago or so", "约三年前"])
def test_where_the_date_is_widened_by_it_nothing_is_said_not_to_count(text):
    assert "does not count" not in doubtful(text).echo


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("1,5 years ago", "18 months ago"),
        ("one and a half years ago", "18 months ago"),
        ("about a year and a half ago", "18 months ago"),
        ("2½ years ago", "30 months ago"),
        ("1.5 months ago", "about 45 days ago"),
        ("2.5 weeks ago", "about 18 days ago"),
        ("一年半前", "18个月前"),
        ("1.5年前", "18个月前"),
        ("一个半月前", "约45天前"),
    ],
)
def test_a_count_with_a_fraction_is_refused_with_the_near_one_in_whole_numbers(text, near):
    assert refused(text).endswith(f"give it in whole numbers: {near})")
    assert "/" in str(doubtful(near).data)


@pytest.mark.parametrize(
    ("text", "data", "unused"),
    [
        ("spring 2019", "2019", "spring"),
        ("early May 2019", "2019-05", "early"),
        ("fell off a horse in May 2019", "2019-05", "fell off a horse"),
        ("17 May 2019 (chart)", "2019-05-17", "(chart)"),
        ("2019...", "2019", "..."),
        ("2019 at", "2019", "at"),
        ("may 2019 on", "2019-05", "on"),
        ("2019年底", "2019", "底"),
        ("2019年春天", "2019", "春天"),
        ("2019年5月底", "2019-05", "底"),
    ],
)
def test_text_that_was_not_used_is_asked_about(text, data, unused):
    reading = doubtful(text)
    assert reading.data == data
    assert f"not understood: {unused}" in reading.echo


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


def test_what_only_says_about_in_chinese_does_not_count_as_in_english():
    assert "`前后` does not count; a range would, such as 1984/1986" in doubtful("1985年前后").echo


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


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("22 Nov", ["2025-11-22"]),
        ("31 January", ["2026-01-31"]),
        ("1 Feb", ["2025-02-01"]),
        ("29 Feb", ["2024-02-29"]),
        ("11月22日", ["2025-11-22"]),
        ("22/11", ["2025-11-22"]),
        ("3/4", ["2025-04-03", "2025-03-04"]),
    ],
)
def test_without_a_year_a_day_observed_is_the_last_such_day_and_is_confirmed(typed, days):
    reading = understand(OBSERVED, typed, ON, "en")
    if isinstance(reading, Understood):
        assert (reading.data, reading.certain) == (days[0], False)
        assert reading.echo.startswith(f"`{typed}` = ")
    else:
        assert isinstance(reading, Ambiguous)
        assert [one.data for one in reading.readings] == days
    assert "the year is missing" in refused(typed)


@pytest.mark.parametrize("typed", ["Nov", "-22 Nov", "31 Nov", "22"])
def test_what_is_no_day_stays_refused_when_it_is_asked_what_day_it_was_observed(typed):
    assert isinstance(understand(OBSERVED, typed, ON, "en"), Refused)
