"""A nurse takes a candidate from the first question to a recorded decision."""

from datetime import timedelta


async def test_a_new_screening_asks_for_the_sites_code_and_begins_with_the_first_question(at_work):
    async with at_work() as nurse:
        await nurse.begin("DL-007")
        assert nurse.state.candidate == "DL-007"
        assert nurse.question == "consent"
        assert "S-0001 · DL-007" in nurse.shown
        assert "not authenticated" in nurse.shown


async def test_answers_are_understood_recorded_and_shown(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        assert nurse.answer("consent") == {"value": True}
        assert nurse.answer("born")["value"] == "1980-05-17"
        assert nurse.answer("sex")["value"] == "female"
        assert nurse.answer("glucose") == {"value": "94 mg/dL", "observed_on": "2026-01-20"}
        assert nurse.answer("pregnancy")["value"] == "negative"
        assert nurse.answer("walks")["value"] == [
            {"date": "2026-01-10", "metres": 250, "helped": False}
        ]
        assert "Fasting glucose" in nurse.talk
        assert "94 mg/dL" in nurse.talk


async def test_the_investigators_question_is_held_and_announced(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
        assert nurse.question is None
        assert "1 question is left, for the investigator" in nurse.shown
        assert "Is the candidate suitable?" in nurse.shown


async def test_the_investigator_answers_what_was_held_and_records_eligible(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
    async with at_work(role="investigator", name="Dr. Wang", number="S-0001") as investigator:
        assert investigator.question == "suitable"
        await investigator.press("y")
        assert "Nothing is left to ask now: eligible." in investigator.shown
        await investigator.press("f10")
        assert "✓ eligible" in investigator.shown
        assert "Age of 20 to 65 years" in investigator.shown
        await investigator.press("f10", "enter")
        assert "The decision is recorded." in investigator.shown
        decision = investigator.state.decisions[-1]
        assert decision.body["decision"] == "eligible"
        assert decision.person.name == "Dr. Wang"


async def test_an_answer_that_would_fail_a_criterion_counts_only_after_enter(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        assert "Written consent" in nurse.shown
        assert "✗ fails" in nurse.shown
        assert nurse.answer("consent") is None
        await nurse.press("enter")
        assert nurse.answer("consent") == {"value": False}
        assert nurse.question is None
        assert "not eligible" in nurse.shown


async def test_an_entry_taken_back_at_that_point_stays_in_the_record(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        await nurse.press("escape")
        assert nurse.answer("consent") is None
        assert [one.question for one in nurse.state.taken_back] == ["consent"]
        assert "no  [✗ entered and taken back, not counted]" in nurse.talk
        await nurse.press("y")
        await nurse.press("f8")
        assert nurse.answer("consent") == {"value": True}


async def test_a_word_typed_where_its_first_letter_answers_does_not_answer_what_follows(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        nurse.app.monotonic = nurse.interview.exchange.line.guard.clock = lambda: 100.0
        await nurse.type("unknown")
        assert nurse.answer("consent") == {"missing": "unknown"}
        assert set(nurse.state.answers) == {"consent"}
        assert nurse.question == "born"
        assert nurse.interview.exchange.line.value == ""
        assert "what came right behind it was not taken" in nurse.shown


async def test_where_an_answer_fails_a_criterion_a_word_is_neither_a_yes_nor_another_answer(
    at_work,
):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        for word in ("no", "yes", "garbage"):
            await nurse.type(word)
            assert "Shall it count?" in nurse.shown
            assert "Enter alone records it" in nurse.shown
            await nurse.press("escape")  # the line
            assert nurse.answer("consent") is None
        assert nurse.state.taken_back == ()
        await nurse.press("enter")
        assert nurse.answer("consent") == {"value": False}


async def test_one_of_two_readings_is_taken_with_enter(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("03/04/1981")
        assert "Which is meant?" in nurse.shown
        await nurse.press("2")
        assert nurse.answer("born") is None
        assert nurse.interview.exchange.flow.prompt().options[1] in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("born") == {"value": "1981-03-04"}


async def test_going_on_after_a_failure_asks_the_rest(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("n")
        await nurse.press("enter")
        await nurse.press("f9")
        assert nurse.question == "born"
        assert nurse.state.continued


async def test_an_awaited_result_has_a_due_date_and_leaves_the_criterion_open(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        assert "When is it due?" in nurse.shown
        await nurse.type("2026-02-03")
        assert nurse.answer("consent") == {"missing": "pending", "due": "2026-02-03"}
        assert "◌ awaited" in nurse.shown


async def test_every_missing_reason_has_its_key(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("u")
        assert nurse.answer("consent") == {"missing": "unknown"}
        await nurse.press("f6")
        await nurse.type("refused")
        await nurse.press("enter")
        assert nurse.answer("born") == {"missing": "refused"}


async def test_a_letter_that_also_begins_an_option_answers_nothing_alone(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("1980")
        await nurse.press("1")
        await nurse.type("5.2")
        await nurse.type("2026-01-20")
        assert nurse.question == "pregnancy"
        await nurse.press("p")
        assert nurse.answer("pregnancy") is None
        assert "Positive" in nurse.shown
        assert "awaited" in nurse.shown
        assert "p awaited" not in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("pregnancy") is None
        assert "p could be Positive, or awaited" in nurse.shown
        await nurse.press("escape")
        assert "p could be Positive" not in nurse.shown
        assert "u unknown · d not done · x refused · F6 awaited" in nurse.shown
        await nurse.type("pos")
        assert "fails" in nurse.shown
        await nurse.press("enter")
        assert nurse.answer("pregnancy")["value"] == "positive"


async def test_withdrawal_ends_the_questions_and_keeps_what_was_recorded(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("/withdraw")
        await nurse.press("enter")
        assert "Record that the candidate withdraws, with the reason" in nurse.shown
        assert nurse.state.withdrawn is None
        await nurse.press("enter")
        assert nurse.state.withdrawn is not None
        assert nurse.question is None
        assert nurse.answer("consent") == {"value": True}


async def test_a_stopped_screening_is_taken_up_again(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.type("/stop fire alarm")
        assert nurse.state.stopped is not None
        assert "fire alarm" in nurse.shown
        await nurse.type("/resume")
        assert nurse.question == "consent"


async def test_reopening_resumes_where_it_stood(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("1980", enter=False)
    async with at_work() as nurse:
        options = nurse.app.screen.query_one("#screenings")
        assert "S-0001" in str(options.get_option_at_index(0).prompt)
        await nurse.press("enter")
        assert nurse.question == "born"
        assert "Has the candidate signed?" in nurse.talk


async def test_resuming_later_lists_what_time_alone_has_changed(at_work, clock):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("y")
        await nurse.type("17 May 1980")
        await nurse.press("2")
        await nurse.type("5.2")
        await nurse.type("2026-01-20")
    clock.advance(timedelta(days=60))
    async with at_work(number="S-0001") as nurse:
        assert "the date alone has changed" in nurse.talk
        assert "E1" in nurse.talk
        assert nurse.question == "glucose"


async def test_a_judgement_that_fails_a_criterion_needs_its_rationale(at_work):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.answer_all()
    async with at_work(role="investigator", name="Dr. Wang", number="S-0001") as investigator:
        await investigator.press("n")
        await investigator.press("enter")
        assert "What is the rationale of this judgement?" in investigator.shown
        await investigator.press("enter")
        assert investigator.answer("suitable") is None
        await investigator.type("cannot attend the visits")
        assert investigator.answer("suitable") == {
            "value": False,
            "note": "cannot attend the visits",
        }
        assert "not eligible" in investigator.shown


async def test_a_decision_that_cannot_be_determined_says_what_is_missing_and_who_can_supply_it(
    at_work,
):
    async with at_work() as nurse:
        await nurse.begin()
        await nurse.press("p")
        await nurse.type("2026-02-03")
        await nurse.press("f10")
        assert "cannot be determined yet" in nurse.shown
        assert "Who can supply it: screener" in nurse.shown
        assert "Has the candidate signed?  awaited, due 3 February 2026\n" in nurse.shown
        assert "Criteria: I1" in nurse.shown
        assert "Who can supply it: investigator" in nurse.shown
        await nurse.press("f10", "enter")
        assert nurse.state.decisions[-1].body["decision"] == "undetermined"


async def test_the_worklist_shows_state_criteria_closed_and_what_is_awaited(at_work):
    async with at_work(approved=True) as nurse:
        await nurse.begin("DL-007")
        await nurse.press("p")
        await nurse.type("2026-02-03")
        await nurse.type("/list")
        await nurse.begin("DL-008")
        await nurse.press("n")
        await nurse.press("enter")
        await nurse.type("/list")
        await nurse.settle()
        rows = [str(o.prompt) for o in nurse.app.screen.query_one("#screenings").options]
        assert rows[0].split() == ["S-0002", "DL-008", "✗", "not", "eligible", "1/6"]
        assert "due 3 Feb · Has the candidate signed?" in rows[1]
        await nurse.type("007", enter=False)
        rows = [str(o.prompt) for o in nurse.app.screen.query_one("#screenings").options]
        assert len(rows) == 1
        assert "DL-007" in rows[0]
