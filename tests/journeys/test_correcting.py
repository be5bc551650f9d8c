"""Answers are corrected with a reason, and nothing is lost."""


async def test_a_correction_shows_what_it_touches_and_needs_a_reason(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("f4")
        await nurse.type("born")
        assert "So far: 17 May 1980" in nurse.shown
        assert "it touches I2" in nurse.shown
        await nurse.type("17 May 1950")
        assert "✓ passes → ✗ fails" in nurse.shown
        assert "Age of 20 to 65 years" in nurse.shown
        assert "Decision: cannot be determined yet → not eligible" in nurse.shown
        assert "5 questions are left unasked then, unless you go on." in nurse.shown
        await nurse.press("enter")
        await nurse.press("enter")
        assert "A correction needs a reason." in nurse.shown
        assert nurse.answer("born")["value"] == "1980-05-17"
        await nurse.type("misread the passport")
        assert nurse.answer("born")["value"] == "1950-05-17"
        assert "2026-01-31 09:00 · correction: misread the passport" in nurse.talk
        assert "17 May 1980  [✗ corrected: misread the passport]" in nurse.talk
        await nurse.press("f4")
        await nurse.type("born")
        await nurse.type("17 May 1980")
        assert "Decision: not eligible → cannot be determined yet" in nurse.shown
        named = "5 more questions are then asked: “Sex”, “Fasting glucose”, “Walking tests”"
        assert f"{named}, and 2 more (F2 shows all)" in " ".join(nurse.shown.split())
        await nurse.press("f2")
        told = " ".join(nurse.shown.split())
        assert f"{named}, “A remark”, “Is the candidate suitable?”" in told
        await nurse.press("escape", "escape")


async def test_an_awaited_criterion_is_called_so_wherever_it_is_told(at_work):
    async with at_work(size=(100, 40)) as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.press("enter")
        assert "◌ awaited I1" in nurse.shown
        await nurse.press("f4", "enter")
        assert "◌ awaited  it touches I1" in nurse.shown
        await nurse.press("f2")
        assert "◌ awaited  I1" in nurse.shown
        await nurse.press("escape")
        await nurse.press("y")
        assert "◌ awaited → ✓ passes  I1" in nurse.shown
        await nurse.press("escape")
        await nurse.press("f6")
        await nurse.type("unknown")
        await nurse.press("enter")
        assert "◌ awaited → … open  I1" in nurse.shown


async def test_what_no_longer_applies_is_struck_through_and_stays(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        await nurse.press("f4")
        await nurse.type("sex")
        await nurse.press("2")
        assert "1 answer no longer applies: “Pregnancy test”" in nurse.shown
        await nurse.press("enter")
        await nurse.type("wrong box")
        assert "[✗ no longer applies]" in nurse.talk
        assert nurse.answer("pregnancy")["value"] == "negative"
        await nurse.press("f8")
        options = nurse.app.screen.query_one("#answers").options
        assert any("no longer applies" in str(option.prompt) for option in options)


async def test_a_newer_observation_needs_no_reason_and_strikes_nothing(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        await nurse.press("f4")
        await nurse.type("glucose")
        await nurse.type("5.5")
        await nurse.type("2")
        await nurse.type("2026-01-30")
        await nurse.press("enter")
        assert nurse.answer("glucose") == {"value": 5.5, "observed_on": "2026-01-30"}
        history = nurse.state.answers["glucose"].history
        assert [entry.act.value for entry in history] == ["answer", "newer"]
        assert "[true of its day; a newer observation counts]" in nurse.talk
        assert "✗" not in nurse.talk


async def test_a_correction_to_the_same_value_is_refused_before_anything_is_asked_of_it(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("f4")
        await nurse.type("born")
        await nurse.type("17.5.1980")
        assert "This is the answer already." in nurse.shown
        assert "Shall it count?" not in nurse.shown
        await nurse.press("escape")
        await nurse.type("18 May 1980")
        assert "Shall it count?" in nurse.shown, "another one can be given at once"


async def test_a_correction_to_the_same_value_is_one_where_its_source_is_another(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        nurse.interview.sitting.set_source("chart")
        await nurse.press("f4")
        await nurse.type("born")
        await nurse.type("17 May 1980")
        assert "Shall it count?" in nurse.shown
        await nurse.press("enter")
        await nurse.type("it stands in the chart")
        assert nurse.answer("born") == {"value": "1980-05-17", "source": "chart"}
        nurse.interview.sitting.set_source(None)
    async with at_work(number="S-0001") as nurse:
        await nurse.press("f4")
        await nurse.type("born")
        await nurse.type("17 May 1980")
        assert "This is the answer already." in nurse.shown, "no source was said since"


async def test_a_day_before_the_earlier_observation_is_refused_where_it_is_typed(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        await nurse.press("f4")
        await nurse.type("glucose")
        await nurse.type("5.5")
        await nurse.type("2")
        await nurse.type("2026-01-19")
        assert "The earlier answer is of 20 January 2026" in nurse.shown
        assert "When was it observed?" in nurse.shown
        # On the same day it is newer, as the nurse says so.
        await nurse.press("backspace", "backspace")
        await nurse.type("20")
        await nurse.press("enter")
        history = nurse.state.answers["glucose"].history
        assert [entry.act.value for entry in history] == ["answer", "newer"]
        assert "✗" not in nurse.talk


async def test_undo_takes_back_the_last_answer_of_this_sitting(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("ctrl+z")
        assert nurse.answer("consent") is None
        assert nurse.question == "consent"
        assert "[✗ taken back at once]" in nurse.talk
        assert "Taken back at once" in nurse.talk


async def test_undo_with_text_on_the_line_undoes_typing_alone(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("19", enter=False)
        await nurse.press("ctrl+z")
        line = nurse.interview.exchange.line
        assert line.value == "1"
        await nurse.press("ctrl+z")
        assert line.value == ""
        assert nurse.answer("consent") == {"value": True}


async def test_undo_of_an_earlier_sittings_answer_leads_to_correcting_it(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
    async with at_work(number="S-0001") as nurse:
        await nurse.press("ctrl+z")
        assert nurse.answer("consent") == {"value": True}
        assert "Correct which answer?" in nurse.shown


async def test_checking_the_answers_changes_one_in_place(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("1980")
        await nurse.press("f8")
        await nurse.press("down", "enter")
        assert "Correct an answer" in nurse.shown
        await nurse.type("1981")
        await nurse.press("enter")
        await nurse.type("typing slip")
        assert nurse.app.screen.query_one("#answers").highlighted_option.id == "born"
        await nurse.press("escape")
        assert nurse.answer("born")["value"] == "1981"
        assert nurse.question == "sex"


async def test_filling_in_an_awaited_answer_needs_no_reason(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.press("enter")
        await nurse.press("f4")
        await nurse.press("enter")
        await nurse.press("y")
        await nurse.press("enter")
        assert nurse.answer("consent") == {"value": True}
        assert nurse.state.answers["consent"].history[-1].act.value == "fill_in"


async def test_a_row_is_changed_and_removed_before_the_table_is_complete(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("1980")
        await nurse.press("2")
        await nurse.type("5.2")
        await nurse.type("2026-01-20")
        assert nurse.question == "walks"
        await nurse.type("2026-01-10")
        await nurse.type("250")
        await nurse.press("n")
        await nurse.type("/row 1")
        await nurse.type("2026-01-11")
        await nurse.type("260")
        await nurse.press("y")
        assert list(nurse.state.rows("walks")) == [
            {"date": "2026-01-11", "metres": 260, "helped": True}
        ]
        assert "1 row saved; not complete yet" in nurse.shown
        await nurse.type("/remove 1")
        assert nurse.state.rows("walks") == ()


async def test_a_series_that_is_awaited_keeps_its_rows(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("1980")
        await nurse.press("2")
        await nurse.type("5.2")
        await nurse.type("2026-01-20")
        await nurse.type("2026-01-10")
        await nurse.press("enter")
        await nurse.press("enter")
        await nurse.press("f6")
        await nurse.type("awaited")
        await nurse.press("enter")
        await nurse.type("2026-02-10")
        assert nurse.answer("walks") == {"missing": "pending", "due": "2026-02-10"}
        assert list(nurse.state.rows("walks")) == [{"date": "2026-01-10"}]
        assert nurse.question == "remark"


async def test_the_palette_of_a_correction_holds_its_commands_and_carries_them_out(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f4", "enter")
        assert "^P Commands" in nurse.shown
        await nurse.press("ctrl+p")
        options = [str(o.prompt) for o in nurse.app.screen.query_one("OptionList").options]
        assert any("/note" in option for option in options)
        assert not any("/withdraw" in option for option in options)
        await nurse.type("/why")
        assert "Why this is asked" in nurse.shown
        await nurse.press("escape")
        assert "So far: yes" in nurse.shown
        await nurse.press("ctrl+p", "escape")
        assert "So far: yes" in nurse.shown
        assert nurse.answer("consent")["value"] is True


async def test_a_correction_can_come_from_another_source_and_keeps_what_was_entered(at_work):
    async with at_work(size=(80, 24)) as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.press("f4", "enter", "n")
        assert "This fails a criterion. Shall it count?" in nurse.shown
        await nurse.press("f7")
        await nurse.type("laboratory")
        await nurse.type("LAB-77")
        assert "This fails a criterion. Shall it count?" in nurse.shown
        assert "Understood: no · from a laboratory report, LAB-77 (F7)" in nurse.shown
        await nurse.press("enter")
        await nurse.type("it was another's form")
        source = {"kind": "laboratory_report", "reference": "LAB-77"}
        assert nurse.answer("consent") == {"value": False, "source": source}
