"""The list of screenings: what waits, who is there, and no second screening by accident."""

from datetime import timedelta

import pytest

from screener.protocol.roles import Role
from screener.record.events import EventKind, Person
from screener.record.presence import Presence
from screener.record.store import Store
from screens.audit import Audit
from tests.journeys.conftest import on_worklist

OTHER = Person("B. Wu", Role.SCREENER)


def rows(person):
    options = person.app.screen.query_one("#screenings").options
    return [str(option.prompt) for option in options]


def header(person):
    return " ".join(str(w.content) for w in person.app.screen.query("TopLine PlainText"))


def line(person):
    return person.app.screen.query_one("#line")


def marked(person):
    option = person.app.screen.query_one("#screenings").highlighted_option
    return option.id if option else None


def begun_elsewhere(person, code):
    """Begin a screening in another process, as far as this one can tell."""
    with Store.open(person.app.store.path) as other:
        return other.new_screening(person.app.rules_path.read_bytes(), code, OTHER, "en")


# The mark stands on the screening just left.


@pytest.mark.parametrize("begin", [("ctrl+n", "DL-050"), ("", "/new DL-050")])
async def test_enter_in_the_list_goes_back_to_the_screening_just_left(at_work, begin):
    async with at_work() as nurse:
        for code in ("DL-001", "DL-002"):
            await nurse.begin(code)
            await nurse.type("/list")
        await nurse.type("S-0001")
        await nurse.type("/list")
        assert marked(nurse) == "S-0001"
        key, said = begin
        if key:
            await nurse.press(key)
        await nurse.press("escape")
        if key:
            await nurse.press(key)
        await nurse.type(said)
        await nurse.press("y")
        await nurse.type("/list")
        assert marked(nurse) == "S-0003"
        await nurse.press("enter")
        assert nurse.state.candidate == "DL-050"


async def test_the_screening_opened_from_outside_is_marked_once_it_is_left(at_work):
    async with at_work() as nurse:
        for code in ("DL-001", "DL-002", "DL-003"):
            await nurse.begin(code)
            await nurse.type("/list")
    async with at_work(number="S-0002") as nurse:
        await nurse.type("/list")
        assert marked(nurse) == "S-0002"
        await nurse.press("enter")
        assert nurse.state.number == "S-0002"


async def test_words_that_would_hide_the_screening_just_left_are_cleared(at_work):
    async with at_work() as nurse:
        for code in ("DL-001", "DL-002"):
            await nurse.begin(code)
            await nurse.type("/list")
        await nurse.type("new S-0001")
        await nurse.press("y")
        await nurse.type("/list")
        assert line(nurse).value == ""
        assert marked(nurse) == "S-0001"


async def test_words_that_found_the_screening_just_left_give_way_to_the_next_ones(at_work):
    async with at_work() as nurse:
        for code in ("DL-001", "DL-002"):
            await nurse.begin(code)
            await nurse.type("/list")
        await nurse.type("S-0001")
        await nurse.type("/list")
        assert line(nurse).value == "S-0001", "whoever looks at what was found goes on there"
        await nurse.type("S-0002", enter=False)
        assert line(nurse).value == "S-0002"
        assert marked(nurse) == "S-0002"


async def test_a_trail_is_that_of_the_screening_marked_and_of_none_where_words_hide_all(at_work):
    async with at_work(role="investigator") as doctor:
        for code in ("DL-001", "DL-002"):
            await doctor.begin(code)
            await doctor.type("/list")
        await doctor.type("zzzz", enter=False)
        await doctor.press("ctrl+r")
        assert on_worklist(doctor)
        assert "No screening is marked. Escape clears the words" in doctor.shown
        await doctor.press("escape")
        assert "No screening is marked" not in doctor.shown
        await doctor.type("DL-001", enter=False)
        await doctor.press("ctrl+r")
        assert isinstance(doctor.app.screen, Audit)
        assert "S-0001 · DL-001" in doctor.shown
        await doctor.press("escape")
        await doctor.type("DL-002", enter=False)
        assert marked(doctor) == "S-0002"


async def test_what_happens_elsewhere_never_moves_the_mark_to_another_screening(at_work):
    async with at_work() as nurse:
        for code in ("DL-001", "DL-002"):
            await nurse.begin(code)
            await nurse.type("/list")
        await nurse.type("new", enter=False)
        await nurse.press("down")
        assert marked(nurse) == "S-0001"
        with Store.open(nurse.app.store.path) as other:
            other.append("S-0001", 1, EventKind.STOPPED, {"reason": "ill"}, OTHER)
        nurse.app.screen.look()
        await nurse.settle()
        assert len(rows(nurse)) == 1
        assert marked(nurse) is None
        await nurse.press("enter")
        assert on_worklist(nurse)
        assert marked(nurse) == "S-0002"


# The list is of now.


async def test_what_another_process_began_is_found_before_it_is_denied(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/list")
        begun_elsewhere(nurse, "PL-9")
        await nurse.type("PL-9", enter=False)
        await nurse.settle()
        assert "No screening holds" not in nurse.shown
        assert len(rows(nurse)) == 1
        assert "PL-9" in rows(nurse)[0]
        await nurse.press("enter")
        assert nurse.state.candidate == "PL-9"


async def test_a_list_that_is_left_alone_shows_what_another_process_began(at_work, monkeypatch):
    monkeypatch.setattr("screens.worklist.LOOK_EVERY", 0.2)
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/list")
        begun_elsewhere(nurse, "PL-9")
        while len(rows(nurse)) < 2:
            await nurse.pilot.pause(0.01)
        assert marked(nurse) == "S-0001"


async def test_a_candidate_another_process_has_just_begun_with_is_not_begun_twice(at_work):
    async with at_work() as nurse:
        await nurse.press("ctrl+n")
        begun_elsewhere(nurse, "PL-9")
        await nurse.type("PL-9")
        assert "PL-9 has S-0001 (new, training) already." in nurse.shown


async def test_a_candidate_is_screened_again_only_once_the_screening_before_has_ended(at_work):
    async with at_work() as nurse:
        await nurse.begin("DL-007")
        await nurse.press("n")
        await nurse.press("enter")
        await nurse.type("/list")
        await nurse.press("ctrl+n")
        await nurse.type("dl-007 ")
        assert "DL-007 has S-0001 (not eligible, training) already." in nurse.shown
        assert "The decision of S-0001 is not recorded yet." in nurse.shown
        await nurse.press("escape")
        assert on_worklist(nurse)
        assert len(rows(nurse)) == 1
        await nurse.press("ctrl+n")
        await nurse.type("DL-007")
        await nurse.press("enter")
        assert nurse.state.number == "S-0001"
        await nurse.press("f10", "f10", "enter", "escape")
        await nurse.type("/list")
        await nurse.type("/new DL-007")
        await nurse.press("down", "enter")
        assert nurse.state.number == "S-0002"
        assert nurse.state.earlier == "S-0001"


async def test_a_code_in_use_that_was_mistyped_is_typed_again(at_work):
    async with at_work() as nurse:
        await nurse.begin("DL-007")
        await nurse.type("/list")
        await nurse.type("/new DL-007")
        assert "S-0001 has not ended." in nurse.shown
        await nurse.type("another candidate")
        assert "The site's own code for the candidate" in nurse.shown
        await nurse.type("0")
        assert nurse.state.candidate == "DL-0070"
        assert nurse.state.earlier is None


async def test_a_code_that_is_similar_to_one_in_use_is_told_and_linked_by_nobody_but_the_person(
    at_work,
):
    async with at_work() as nurse:
        await nurse.begin("DL-007")
        await nurse.type("/list")
        await nurse.type("/new dl 007")
        assert "DL-007 has S-0001 (new, training) already." in nurse.shown
        assert "differs from it only in how it is typed: in what separates" in nurse.shown
        await nurse.press("enter")
        assert "S-0001 has not ended." in nurse.shown, "as if DL-007 had been typed"
        await nurse.press("escape")
        await nurse.type("/new dl 007")
        await nurse.type("type the code")
        await nurse.press("escape")
        assert len(rows(nurse)) == 1, "nothing was begun so far"
        await nurse.type("/new dl 007")
        await nurse.type("another candidate")
        assert (nurse.state.number, nurse.state.candidate) == ("S-0002", "dl 007")
        assert nurse.state.earlier is None


async def test_what_is_awaited_is_readable_and_says_when_it_is_overdue(at_work, clock):
    async with at_work(approved=True, size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("in 2 weeks")
        await nurse.type("/list")
        assert rows(nurse)[0].endswith(" 0/6    due 14 Feb")
        clock.advance(timedelta(days=15))
    async with at_work(size=(80, 24)) as nurse:
        assert rows(nurse)[0].rstrip().endswith(" 0/6    overdue since 14 Feb")
    async with at_work(size=(140, 24)) as nurse:
        assert "overdue since 14 Feb · Has the candidate signed?" in rows(nurse)[0]


async def test_what_is_awaited_is_said_in_the_sites_language_by_the_first_date(at_work):
    async with at_work(approved=True, size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("2026-03-20")
        await nurse.press("f6")
        await nurse.type("awaited")
        await nurse.press("enter")
        await nurse.type("20 Feb")
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
        (40, "A. Li", ", screener (not auth.)", " (not auth.)"),
        (40, "Maximiliane", " (not auth.)", None),
    ],
)
async def test_the_top_line_always_says_who_is_there_and_that_nobody_checked_it(
    at_work, width, name, in_list, in_interview
):
    async with at_work(size=(width, 24), name=name, approved=True) as nurse:
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


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (80, 16)])
async def test_a_rules_file_of_many_problems_says_how_many_more_and_what_goes_on(
    at_work, rules_file, size
):
    questions = "".join(f"  q{number}: {{type: bolean, ask: One?}}\n" for number in range(60))
    rules_file.write_text(f"screener: 1\nquestions:\n{questions}")
    async with at_work(size=size) as nurse:
        notice = nurse.app.screen.query_one("#notice")
        for shown in (size, (size[0] - 10, size[1]), size):
            await nurse.pilot.resize_terminal(*shown)
            await nurse.settle()
            told = "".join(line.strip() + " " for line in nurse.shown.splitlines())
            assert f"{rules_file}:1" in told.replace(" ", "")
            assert " more: screener check " in told
            assert "Screenings under way go on with the rules they began with." in told
            assert notice.max_scroll_y == 0


async def test_only_as_many_screenings_are_read_as_are_shown_and_the_mark_goes_on(at_work):
    async with at_work(size=(100, 20)) as nurse:
        for at in range(50):
            begun_elsewhere(nurse, f"DL-{at + 1:03}")
        nurse.app.screen.load()
        await nurse.settle()
        assert len(nurse.app.screen.summaries) == 20
        assert rows(nurse)[0].startswith("S-0050")
        assert rows(nurse)[-1] == "… 30 more: ↓ goes on, words find them"
        for _row in range(20):
            await nurse.press("down")
        await nurse.press("down")
        assert marked(nurse) == "S-0030"
        assert rows(nurse)[-1].startswith("… 10 more")


async def test_words_find_what_the_list_does_not_show(at_work):
    async with at_work(size=(100, 20)) as nurse:
        for at in range(120):
            begun_elsewhere(nurse, f"DL-{at + 1:03}")
        nurse.app.screen.load()
        await nurse.settle()
        await nurse.type("dl-004", enter=False)
        await nurse.settle()
        assert marked(nurse) == "S-0004"
        await nurse.press("escape")
        await nurse.type("zebra", enter=False)
        await nurse.settle()
        assert "No screening holds “zebra”. Escape clears the words." in nurse.shown
        assert len(nurse.app.screen.summaries) == 120


async def test_a_screening_that_is_open_elsewhere_says_so_in_the_list_and_once_open(
    at_work,
):
    async with at_work(size=(120, 30)) as nurse:
        await nurse.begin()
        await nurse.type("/list")
        elsewhere = Presence(nurse.app.store.path)
        seat = elsewhere.enter("S-0001", OTHER, nurse.clock.moment)
        nurse.app.screen.load()
        await nurse.settle()
        assert "in use: B. Wu" in rows(nurse)[0]
        await nurse.press("enter")
        assert "B. Wu has this screening open too, since 2026-01-31 09:00." in nurse.shown
        assert [here.name for here in elsewhere.others()] == ["A. Li"]
        await nurse.type("/list")
        assert elsewhere.others() == ()
        elsewhere.leave(seat)
        nurse.app.screen.load()
        await nurse.settle()
        assert "open:" not in rows(nurse)[0]
