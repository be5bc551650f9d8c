"""The list of screenings: what waits, who is there, and no second screening by accident."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import on_worklist


def rows(person):
    options = person.app.screen.query_one("#screenings").options
    return [str(option.prompt) for option in options]


def header(person):
    return " ".join(str(w.content) for w in person.app.screen.query("TopLine PlainText"))


async def test_a_second_screening_of_a_candidate_is_begun_only_once_that_was_seen(at_work):
    async with at_work() as nurse:
        await nurse.begin("DL-007")
        await nurse.press("n")
        await nurse.press("enter")
        await nurse.type("/list")
        await nurse.press("ctrl+n")
        await nurse.type("dl-007 ")
        assert "DL-007 has S-0001 (not eligible) already." in nurse.shown
        assert "Enter begins another; Escape leaves" in nurse.shown
        await nurse.press("escape")
        assert on_worklist(nurse)
        assert len(rows(nurse)) == 1
        await nurse.press("ctrl+n")
        await nurse.type("DL-007")
        await nurse.press("enter")
        assert nurse.state.number == "S-0002"


async def test_what_is_awaited_is_readable_and_says_when_it_is_overdue(at_work, clock):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("in 2 weeks")
        await nurse.type("/list")
        assert rows(nurse)[0].endswith(" 0/6    due 14 Feb")
        clock.advance(timedelta(days=15))
    async with at_work(size=(80, 24)) as nurse:
        assert rows(nurse)[0].rstrip().endswith(" 0/6    due 14 Feb (overdue)")
    async with at_work(size=(140, 24)) as nurse:
        assert "due 14 Feb (overdue) · Has the candidate signed?" in rows(nurse)[0]


async def test_what_is_awaited_is_said_in_the_sites_language_by_the_first_date(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("2026-03-20")
        await nurse.press("f6")
        await nurse.type("awaited")
        await nurse.type("20 Feb")
        await nurse.press("enter")
        await nurse.type("/list")
        assert rows(nurse)[0].rstrip().endswith("2 awaited, first 20 Feb")


async def test_words_that_no_screening_holds_are_named_and_can_be_cleared(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/list")
        await nurse.type("DL zebra", enter=False)
        assert "No screening holds “zebra”. Escape clears the words." in nurse.shown
        await nurse.press("escape")
        assert len(rows(nurse)) == 1
        await nurse.type("new S-0009", enter=False)
        assert "No screening holds “S-0009”" in nurse.shown


@pytest.mark.parametrize(
    ("width", "name", "in_list", "in_interview"),
    [
        (140, "A. Li", ", screener (not authenticated)", ", screener (not authenticated)"),
        (80, "A. Li", ", screener (not authenticated)", ", screener (not authenticated)"),
        (80, "Maximiliane Hohenzollern", ", screener (not authenticated)", " (not auth.)"),
        (40, "A. Li", " (not auth.)", " (not auth.)"),
        (40, "Maximiliane", " (not auth.)", None),
    ],
)
async def test_the_top_line_always_says_who_is_there_and_that_nobody_checked_it(
    at_work, width, name, in_list, in_interview
):
    async with at_work(size=(width, 24), name=name) as nurse:
        assert f"{name}{in_list}" in header(nurse)
        await nurse.begin()
        shown = f"{name}{in_interview}" if in_interview else "Maxim… (not auth.)"
        assert shown in header(nurse)
        assert ("0/6" if width < 60 else "0 of 6 criteria") in header(nurse)


async def test_with_a_broken_rules_file_what_is_typed_stays_on_the_line(at_work, rules_file):
    rules = rules_file.read_text()
    async with at_work() as nurse:
        await nurse.begin("DL-001")
        await nurse.type("/list")
        rules_file.write_text("screener: 1\n")
        await nurse.press("ctrl+n")
        await nurse.type("DL-002")
        assert "No new screening can begin until the rules file is mended" in nurse.shown
        await nurse.press("ctrl+n")
        await nurse.type("DL-002")
        assert nurse.app.screen.query_one("#line").value == "DL-002"
        assert "No screening holds “DL-002”" in nurse.shown
        assert on_worklist(nurse)
        await nurse.press("escape")
        rules_file.write_text(rules)
        await nurse.press("ctrl+n")
        await nurse.type("DL-002")
        assert nurse.state.candidate == "DL-002"


async def test_a_rules_file_that_begins_nothing_is_named(at_work, rules_file):
    rules_file.write_text("screener: 1\n")
    async with at_work() as nurse:
        await nurse.press("ctrl+n")
        await nurse.type("DL-007")
        assert "No new screening can begin until the rules file is mended" in nurse.shown
        assert f"{rules_file}:1" in nurse.shown.replace("\n", "")
    rules_file.unlink()
    async with at_work() as nurse:
        assert f"{rules_file} cannot be read: No such file or directory." in nurse.shown
