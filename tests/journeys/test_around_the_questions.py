"""Sources, notes, due dates, languages, help: what stands beside the questions."""

from datetime import timedelta

import pytest

from screens.settings import Settings
from screens.widgets.plain_text import PlainText
from screens.widgets.top_line import TopLine

pytestmark = pytest.mark.slow


async def test_the_source_is_set_once_and_every_answer_carries_it(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("f7")
        await nurse.type("relative")
        await nurse.type("daughter")
        await nurse.type("professional")
        await nurse.press("y")
        assert nurse.answer("consent") == {
            "value": True,
            "source": {"kind": "relative", "reference": "daughter", "through": "professional"},
        }


async def test_the_source_goes_back_by_a_step_and_can_be_unsaid(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("f7")
        await nurse.type("relative")
        assert "Which relative?" in nurse.shown
        await nurse.press("enter")
        assert "Through which interpreter?" in nurse.shown
        await nurse.press("escape")
        assert "Which relative?" in nurse.shown
        await nurse.press("escape")
        assert "Where do the answers come from now?" in nurse.shown
        await nurse.type("candidate")
        await nurse.press("enter")
        assert nurse.state.source == "candidate"
        await nurse.press("f7")
        await nurse.type("not said")
        assert nurse.state.source is None
        await nurse.press("f7", "escape")
        assert nurse.state.source is None


async def test_a_source_ends_with_the_sitting_of_whoever_said_it(at_work, clock):
    lapsed = "Where the answers come from is not said any more; it was: the chart, K-1."
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("f7")
        await nurse.type("chart")
        await nurse.type("K-1")
    async with at_work(number="S-0001") as nurse:
        assert nurse.state.source == {"kind": "chart", "reference": "K-1"}
        assert lapsed not in nurse.talk
    async with at_work(number="S-0001", name="B. Wu") as other:
        assert other.talk.count(lapsed) == 1
        await other.press("y")
        assert other.answer("consent") == {"value": True}
    clock.advance(timedelta(days=30))
    async with at_work(number="S-0001") as nurse:
        assert nurse.talk.count(lapsed) == 1
        assert nurse.state.source is None


async def test_today_is_proposed_only_for_what_is_said_or_examined_now(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("1980")
        await nurse.press("2")
        await nurse.type("5.2")
        assert "Enter takes today" not in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("glucose") is None
        assert "Type the date that stands on the source." in nurse.shown
        await nurse.press("escape")
        await nurse.type("/source")
        await nurse.type("examination")
        await nurse.type("5.2")
        assert "Enter takes today, 31 January 2026" in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("glucose")["observed_on"] == "2026-01-31"


async def test_a_source_said_for_another_section_proposes_no_day(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/source")
        await nurse.type("examination")
        await nurse.press("y")
        await nurse.type("1980")
        await nurse.press("2")
        assert nurse.question == "glucose"
        await nurse.type("5.2")
        assert "Enter takes today" not in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("glucose") is None


async def test_a_note_is_kept(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/note candidate is tired [/] O'Neil")
        assert [note.text for note in nurse.state.notes] == ["candidate is tired [/] O'Neil"]
        assert "candidate is tired [/] O'Neil" in nurse.talk


async def test_one_due_date_is_given_to_several_awaited_questions(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.press("enter")
        await nurse.press("f6")
        await nurse.type("awaited")
        await nurse.press("enter")
        await nurse.press("enter")
        await nurse.type("/due")
        await nurse.press("enter")
        await nurse.type("2026-02-14")
        due = {"missing": "pending", "due": "2026-02-14"}
        assert (nurse.answer("consent"), nurse.answer("born")) == (due, due)


async def test_a_due_date_said_in_words_is_shown_as_a_day_before_it_counts(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("in 2 weeks", enter=False)
        assert "→ `in 2 weeks` = 14 February 2026" in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("consent")["due"] == "2026-02-14"
        await nurse.type("/pending 1 March")
        assert nurse.answer("born") is None
        assert "Taken as: awaited, due 1 March 2026. Is that right?" in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("born")["due"] == "2026-03-01"


async def test_where_two_days_may_be_meant_the_due_date_is_asked_about(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("3/4")
        assert nurse.answer("consent") is None
        assert "1 `3/4` = 3 April 2026   2 `3/4` = 4 March 2026" in nurse.shown
        await nurse.press("escape")
        assert "When is it due?" in nurse.shown
        await nurse.type("3 April")
        assert nurse.answer("consent")["due"] == "2026-04-03"


async def test_the_question_is_shown_in_the_other_language_and_that_is_recorded(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/language")
        assert "候选人是否已签名？" in nurse.shown
        await nurse.press("y")
        assert nurse.state.current("consent").language == "zh"
        assert "When was the candidate born?" in nurse.shown


async def test_another_language_is_that_of_one_question_and_never_that_of_the_app(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/language")
        assert "候选人是否已签名？" in nurse.shown
        await nurse.type("maybe")
        assert "`maybe` is neither yes nor no; y or n; for anything more, a note" in nurse.shown
        await nurse.press("escape")
        await nurse.type("/skip")
        assert "When was the candidate born?" in nurse.shown
        await nurse.type("/language")
        assert "候选人何时出生？" in nurse.shown
        await nurse.type("May 2019", enter=False)
        assert "→ May 2019 (day not known)" in nurse.shown
        await nurse.press("escape")
        await nurse.type("/stop pause")
        await nurse.type("/resume")
        assert "When was the candidate born?" in nurse.shown


async def test_the_whole_app_switches_its_language(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("/interface")
        assert "候选人何时出生？" in nurse.shown
        assert nurse.state.language == "zh"
        await nurse.type("/interface")
        assert "When was the candidate born?" in nurse.shown


async def test_a_screening_in_chinese_from_the_first_question_to_the_decision(at_work):
    async with at_work(language="zh") as nurse:
        await nurse.begin()
        await nurse.press("是")
        await nurse.type("1980年5月17日")
        await nurse.press("２")
        await nurse.type("5.2")
        await nurse.type("2026年1月20日")
        await nurse.type("2026-01-10")
        await nurse.type("250")
        await nurse.press("否")
        await nurse.press("enter")
        await nurse.press("enter")
        await nurse.type("一切正常")
        assert nurse.answer("consent") == {"value": True}
        assert nurse.answer("born")["value"] == "1980-05-17"
        assert nurse.answer("sex")["value"] == "male"
        assert nurse.question is None
    async with at_work(language="zh", role="investigator", number="S-0001") as investigator:
        await investigator.press("y")
        await investigator.press("f10", "f10", "enter")
        assert "年龄20至65岁" in "".join(line.text for line in lines(investigator))
        assert investigator.state.decisions[-1].body["decision"] == "eligible"


def lines(person):
    return person.app.screen.query_one("#decision").lines


async def test_why_shows_the_criteria_and_what_each_answer_would_do(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("f2")
        assert "Written consent" in nurse.shown
        assert "I1 ✓ passes" in nurse.shown
        assert "I1 ✗ fails" in nurse.shown
        await nurse.press("escape", "y", "f2")
        assert "before 1 February 1960\nI2 ✗ fails" in nurse.shown
        assert "from 1 February 1960 to 31 January 2006\nI2 ✓ passes" in nurse.shown
        assert "At least 1, at most 7 questions are left until a decision." in nurse.shown


async def test_help_explains_the_question_and_lists_the_keys_in_force(at_work):
    settings = Settings(keys={"sign": "ctrl+y"})
    async with at_work(settings=settings) as nurse:
        await nurse.begin()
        await nurse.press("f1")
        assert "Look at the form." in nurse.shown
        assert "^Y" in nurse.shown
        assert "/withdraw" in nurse.shown


async def test_a_key_can_be_rebound(at_work):
    async with at_work(settings=Settings(keys={"sign": "ctrl+y", "theme": "f12"})) as nurse:
        await nurse.begin()
        await nurse.press("f12")
        assert nurse.app.theme == "screener-light"
        await nurse.press("ctrl+y")
        assert nurse.app.screen.place == "decision"


async def test_the_palette_holds_every_command_of_the_place_and_no_screenshot(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("ctrl+p")
        options = [str(o.prompt) for o in nurse.app.screen.query_one("OptionList").options]
        assert any("/withdraw" in option for option in options)
        assert not any("creenshot" in option for option in options)
        await nurse.type("candidate withdraws")
        await nurse.press("enter", "enter")
        assert nurse.state.withdrawn is not None


async def test_search_goes_to_the_message_that_holds_the_words(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f3")
        await nurse.type("SIGNED")
        found = nurse.interview.transcript.query(".-found")
        assert [widget.shown for widget in found] == ["Has the candidate signed?"]


async def test_page_up_and_down_scroll_the_conversation_while_one_types(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.answer_all()
        talk = nurse.interview.transcript
        end = talk.scroll_y
        assert end > 0
        await nurse.press("pageup")
        await nurse.settle()  # it scrolls after the next paint
        assert talk.scroll_y < end
        await nurse.press("pagedown")
        await nurse.settle()
        assert talk.scroll_y == end


async def test_the_criteria_are_toggled(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        panel = nurse.interview.query_one("#criteria")
        assert not panel.display
        await nurse.press("f5")
        assert panel.display
    async with at_work(size=(120, 30), number="S-0001") as nurse:
        panel = nurse.interview.query_one("#criteria")
        assert panel.display
        await nurse.press("f5")
        assert not panel.display


async def test_a_decision_is_copied_into_a_file_of_its_owners_alone(at_work, tmp_path):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        await nurse.press("enter")
        await nurse.press("f10", "f10", "enter")
        await nurse.type("/copy")
        await nurse.type("markdown")
        ask = nurse.app.screen.query_one("Input")
        (tmp_path / "taken").write_text("something else", encoding="utf-8")
        ask.value = str(tmp_path / "taken")
        await nurse.press("enter")
        assert "is there already" in nurse.shown
        assert nurse.app.screen.query_one("Input") is ask
        assert ask.value == str(tmp_path / "taken")
        ask.value = str(tmp_path / "copy.md")
        await nurse.press("enter")
        copy = tmp_path / "copy.md"
        assert "Written consent" in copy.read_text(encoding="utf-8")
        assert copy.stat().st_mode & 0o777 == 0o600
        assert "Written:" in nurse.shown


async def test_a_question_is_left_for_later(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/skip")
        assert nurse.question == "born"
        assert nurse.state.skipped == ("consent",)


async def test_a_slash_command_is_completed_with_tab_and_an_unknown_one_is_told(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/withd", enter=False)
        await nurse.press("tab")
        assert nurse.interview.exchange.line.value == "/withdraw"
        await nurse.press("escape")
        await nurse.type("/nonsense")
        assert "There is no command /nonsense" in nurse.shown


async def test_a_screening_opened_by_its_number_leads_back_to_the_list(at_work):
    async with at_work() as nurse:
        await nurse.begin()
    async with at_work(number="S-0001") as nurse:
        assert nurse.question == "consent"
        await nurse.type("/list")
        options = nurse.app.screen.query_one("#screenings").options
        assert [option.id for option in options] == ["S-0001"]
        await nurse.press("enter")
        assert nurse.question == "consent"


async def test_a_number_that_there_is_not_leads_to_the_list_and_says_so(at_work):
    async with at_work() as nurse:
        await nurse.begin()
    async with at_work(number="S-0099") as nurse:
        assert "S-0099" in nurse.shown
        options = nurse.app.screen.query_one("#screenings").options
        assert [option.id for option in options] == ["S-0001"]


async def test_a_command_of_another_place_is_told_from_one_that_there_is_not(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f8")
        await nurse.type("/withdraw")
        assert "/withdraw is not for this place" in nurse.shown
        await nurse.type("/nonsense")
        assert "There is no command /nonsense" in nurse.shown


async def test_letters_typed_where_nothing_is_asked_say_so_at_once(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/stop tired")
        await nurse.press("y")
        assert "Nothing is asked now." in nurse.shown
        await nurse.press("escape")
        await nurse.type("/resume")
        assert nurse.state.stopped is None


async def test_a_due_date_behind_the_command_is_taken(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.press("enter")
        await nurse.type("/due 14 Feb")
        await nurse.press("enter")
        await nurse.press("enter")
        assert nurse.answer("consent") == {"missing": "pending", "due": "2026-02-14"}


async def test_a_terminal_that_does_not_send_utf_8_answers_nothing(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("19\N{REPLACEMENT CHARACTER}0")
        assert "does not send UTF-8" in nurse.shown
        assert nurse.answer("born") is None


@pytest.mark.parametrize("size", [(80, 24), (60, 24)])
async def test_the_top_line_names_the_person_whole_and_as_not_authenticated(at_work, size):
    async with at_work(role="investigator", name="Dr. Sun", size=size, approved=True) as doctor:
        await doctor.begin()
        top = " ".join(
            widget.shown for widget in doctor.interview.query_one(TopLine).query(PlainText)
        )
        assert "S-0001 · DL-007" in top
        assert "Dr. Sun" in top
        assert "(not auth" in top
