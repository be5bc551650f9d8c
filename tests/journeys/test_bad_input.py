"""Bad input gets a clear message, never a traceback, and loses nothing that was recorded."""

import json
import os
from pathlib import Path

import pytest

from screener.sanitise import visible
from screens.interview import Interview
from screens.too_small import TooSmall
from screens.widgets.composer import Composer

ROOT = Path(__file__).parents[2]
NAUGHTY = ROOT.parent / "shared" / "data" / "hostile-text" / "blns.json"
ESCAPES = (
    "Smith [/] O'Neil",
    "[@click=app.exit]press[/]",
    "\x1b]0;title\x07\x1b[2J",
    "\x9b31m",
    "a\u202eb\u200bc",
    "\ud800 alone",
    "[bold red]x",
    "中文 😀 👩\u200d🔬",
)


def hostile() -> list[str]:
    texts = list(ESCAPES)
    if NAUGHTY.exists():
        texts += [text for text in json.loads(NAUGHTY.read_text(encoding="utf-8")) if text]
    return texts


def frame(person) -> str:
    """All that the terminal would be sent for the screen on top, without styles."""
    screen = person.app.screen
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in screen._compositor.render_strips()
    )


def assert_calm(person) -> None:
    text = frame(person)
    assert not any(c != "\n" and visible(c) != c for c in text)


def batches(texts: list[str], size: int = 40) -> list[str]:
    return ["\n".join(texts[at : at + size]) for at in range(0, len(texts), size)]


@pytest.mark.skipif(not NAUGHTY.exists(), reason="../shared/data/hostile-text is not there")
def test_the_list_of_naughty_strings_is_pasted_too():
    assert len(hostile()) > 400


async def test_hostile_text_passes_every_screen_as_plain_text(at_work):
    async with at_work() as nurse:
        for text in batches(hostile()):
            await nurse.paste(text)
            assert_calm(nurse)
            await nurse.press("escape")
        await nurse.begin()
        for text in batches(hostile()):
            await nurse.paste(text)
            assert_calm(nurse)
            await nurse.press("enter")
            assert_calm(nurse)
            await nurse.press("escape")
        assert nurse.state.answers == {}
        assert isinstance(nurse.app.screen, Interview)


async def test_hostile_text_is_kept_as_typed_and_shown_as_plain_text(at_work):
    texts = batches([t for t in hostile() if "\ud800" not in t and not t.startswith("/")])
    async with at_work() as nurse:
        await nurse.begin()
        for text in texts:
            await nurse.type("/note ", enter=False)
            await nurse.paste(text)
            await nurse.press("enter")
            assert_calm(nurse)
        notes = [note.text for note in nurse.state.notes]
        assert len(notes) == len(texts)
        assert "\x1b]0;title\x07" in notes[0]
        for key in ("f8", "escape", "f10", "escape", "f4", "escape"):
            await nurse.press(key)
            assert_calm(nurse)
    async with at_work(number="S-0001") as nurse:
        assert_calm(nurse)
        assert len(nurse.state.notes) == len(texts)


@pytest.mark.parametrize(
    "text",
    [*ESCAPES[:2], *(pytest.param(text, marks=pytest.mark.slow) for text in ESCAPES[2:])],
    ids=ascii,
)
async def test_hostile_answers_and_reasons_are_shown_in_the_review_and_the_decision(at_work, text):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        await nurse.press("f4")
        await nurse.type("remark")
        await nurse.paste(text)
        await nurse.press("enter")
        await nurse.press("enter")
        await nurse.paste(text)
        await nurse.press("enter")
        assert_calm(nurse)
        for key in ("f8", "escape", "f10", "f10", "escape"):
            await nurse.press(key)
            assert_calm(nurse)


@pytest.mark.parametrize("code", ["a\x1b[2Jb", "", "x" * 65])
async def test_a_code_that_cannot_be_used_is_refused_with_what_would_do(at_work, code):
    async with at_work() as nurse:
        await nurse.press("ctrl+n")
        await nurse.paste(code)
        await nurse.press("enter")
        assert nurse.app.screen.query_one(".complaint").shown
        assert_calm(nurse)


@pytest.mark.parametrize("before", ["", "/note "])
async def test_a_paste_too_long_for_the_line_is_never_recorded_cut(at_work, before):
    async with at_work() as nurse:
        await nurse.begin()
        nurse.interview.query_one("#line", Composer).value = before
        await nurse.paste("ab" * 15_000)
        await nurse.press("enter")
        assert "what lies beyond was not taken" in nurse.shown
        assert nurse.state.answers == {}
        assert nurse.state.notes == ()
        await nurse.press("escape", "y")
        assert nurse.answer("consent") == {"value": True}


@pytest.mark.parametrize(
    "size",
    [
        (20, 8),
        (1, 1),
        *(pytest.param(one, marks=pytest.mark.slow) for one in ((20, 24), (80, 5), (39, 24))),
    ],
)
async def test_a_terminal_too_small_says_so_and_answers_nothing(at_work, size):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.pilot.resize_terminal(*size)
        await nurse.settle()
        assert isinstance(nurse.app.screen, TooSmall)
        await nurse.press("y", "n", "enter")
        assert nurse.state.answers == {}
        await nurse.pilot.resize_terminal(80, 24)
        await nurse.settle()
        await nurse.press("y")
        assert nurse.answer("consent") == {"value": True}


async def test_the_app_starts_on_twenty_columns(at_work):
    async with at_work(size=(20, 8)) as nurse:
        assert "too small" in nurse.shown


async def test_a_screening_opened_on_twenty_columns_answers_nothing_unseen(at_work):
    async with at_work() as nurse:
        await nurse.begin()
    async with at_work(size=(20, 24), number="S-0001") as nurse:
        assert isinstance(nurse.app.screen, TooSmall)
        await nurse.press("y", "enter")
        assert nurse.state.answers == {}
        await nurse.pilot.resize_terminal(80, 24)
        await nurse.settle()
        await nurse.press("y")
        assert nurse.answer("consent") == {"value": True}


@pytest.mark.parametrize("size", [(40, 12), (40, 24), (60, 20), (80, 24), (140, 40)])
async def test_question_line_and_keys_are_always_seen(at_work, size):
    async with at_work(size=size) as nurse:
        await nurse.begin()
        await nurse.press("y")
        assert_seen(nurse, size)
        await nurse.type("17 May 1980")
        assert_seen(nurse, size)
        await nurse.type("/stop " + "for a very long reason " * 20)
        assert_seen(nurse, size)
        await nurse.type("/nothing of the kind")
        assert_seen(nurse, size)


def assert_seen(nurse, size):
    exchange = nurse.interview.exchange
    question = exchange.query_one("#question")
    assert question.region.height > 0
    assert exchange.query_one(".ask").region.y < question.region.bottom
    for widget in (question, exchange.line, nurse.interview.query_one("KeyBar")):
        assert widget.region.height > 0
        assert widget.region.y >= 0
        assert widget.region.bottom <= size[1]


async def test_a_store_that_is_none_is_told_with_what_would_do(at_work, tmp_path):
    path = tmp_path / "letters.db"
    path.write_text("dear diary", encoding="utf-8")
    async with at_work(store=path) as nurse:
        assert str(path.name) in nurse.shown
        await nurse.press("ctrl+n")
        assert path.read_text(encoding="utf-8") == "dear diary"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anything")
async def test_a_store_that_became_read_only_says_so_and_takes_no_answer(at_work, tmp_path):
    async with at_work() as nurse:
        await nurse.begin()
    (tmp_path / "store.db").chmod(0o400)
    async with at_work() as nurse:
        at_once = nurse.shown
        await nurse.press("enter", "y")
        assert "cannot be written" in at_once + nurse.shown


async def test_what_cannot_be_written_is_told_and_the_entry_can_be_given_again(
    at_work, monkeypatch
):
    from screener.record.errors import StoreError

    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        sitting = nurse.interview.sitting
        give = sitting.give

        def full(*args, **kwargs):
            raise StoreError("The disk is full.", "Make room, then enter it again.")

        monkeypatch.setattr(sitting, "give", full)
        await nurse.type("17 May 1980")
        assert "The disk is full." in nurse.shown
        assert "Make room" in nurse.shown
        assert nurse.question == "born"
        monkeypatch.setattr(sitting, "give", give)
        await nurse.press("enter")
        assert nurse.answer("born")["value"] == "1980-05-17"
        assert "The disk is full." not in nurse.shown


async def test_rules_with_errors_begin_nothing_and_stop_no_screening_under_way(at_work, rules_file):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
    rules_file.write_text("screener: 1\nquestions: [oops\n", encoding="utf-8")
    async with at_work() as nurse:
        assert "No new screening can begin" in nurse.shown
        assert "criteria.yaml:" in nurse.shown
        await nurse.press("ctrl+n")
        await nurse.type("DL-008")
        assert not isinstance(nurse.app.screen, Interview)
        await nurse.press("escape", "enter")  # the words, then the screening that is marked
        assert nurse.question == "born"


async def test_rules_edited_while_an_interview_runs_are_for_new_screenings_alone(
    at_work, rules_file
):
    async with at_work() as nurse:
        await nurse.begin()
        text = rules_file.read_text(encoding="utf-8")
        rules_file.write_text(text.replace("Has the candidate signed?", "Signed by now?"), "utf-8")
        await nurse.press("y")
        assert "Has the candidate signed?" in nurse.talk
        await nurse.type("/list")
        await nurse.begin("DL-008")
        assert "Signed by now?" in nurse.shown


async def test_someone_elses_answer_in_between_is_told_and_never_overwritten(
    at_work, tmp_path, clock
):
    from screener.interview.sitting import Given, Sitting
    from screener.protocol.roles import Role
    from screener.record.events import Person
    from screener.record.store import Store

    async with at_work() as nurse:
        await nurse.begin()
        with Store.open(tmp_path / "store.db", clock=clock) as store:
            other = Sitting.open(store, "S-0001", Person("B. Wu", Role.SCREENER), "en")
            other.give("consent", Given({"missing": "unknown"}))
        await nurse.press("y")
        assert "B. Wu" in nurse.shown
        assert nurse.answer("consent") == {"missing": "unknown"}
        # One's own is offered beside it; an answer that was missing needs no reason.
        assert "You entered, not recorded yet: yes" in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("consent") == {"value": True}
        assert nurse.question == "born"


async def come_to_a_defect(at_work):
    async with at_work() as nurse:
        await nurse.begin()

        def broken(argument):
            answer = "17 May 1980"
            raise ValueError(f"born on {answer}")

        nurse.interview.do_why = broken
        await nurse.press("f2")


async def test_a_defect_of_the_program_shows_its_place_and_no_answer(at_work, capsys):
    with pytest.raises(ValueError, match="born"):
        await come_to_a_defect(at_work)
    report = " ".join(capsys.readouterr().err.split())
    assert "ValueError at test_bad_input.py" in report
    assert "nothing recorded is lost" in report
    assert "1980" not in report
