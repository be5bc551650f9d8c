"""Dates that may mean more than they say: a range is confirmed, what is unclear is asked."""

from datetime import date

import pytest

from screener.interview.dates_beside import OBSERVED, ROW_DATE
from screener.interview.typed import Ambiguous, Refused, Understood, understand
from tests.interview.reading_dates import ON, certain, doubtful, read, refused


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


def test_what_only_says_about_in_chinese_does_not_count_as_in_english():
    assert "`前后` does not count; a range would, such as 1984/1986" in doubtful("1985年前后").echo


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
