"""One person at one screening: every answer on the disk before the next question."""

from datetime import date, timedelta

import pytest

from screener.interview.sitting import Act, Given, Refused, Sitting
from screener.interview.told import change_told
from screener.protocol.answers import Source, SourceKind, Through
from screener.record.decision import changes_after
from screener.record.errors import Conflict
from screener.record.events import OF_THE_STORE, EventKind
from screener.record.state import fold
from screener.record.tombstones import Tombstone
from tests.interview.setting import (
    ANSWERS,
    DOCTOR,
    NURSE,
    OTHER_NURSE,
    RULES,
    answer_until,
    kinds,
    missing,
    raw_of,
    value,
)

# The order of questions.


def test_questions_come_in_the_order_of_sections_and_go_around_the_investigators(sitting):
    asked = answer_until(sitting)
    assert asked == ["consent", "form", "born", "sex", "pregnant", "glucose", "visits"]
    assert (sitting.current(), sitting.held()) == (None, ("suitable",))


def test_nothing_of_the_study_is_asked_before_consent(sitting):
    assert sitting.upcoming() == ("consent",)
    with pytest.raises(Refused, match="may not be asked yet"):
        sitting.give("born", value("1980"))


def test_a_question_that_can_no_longer_change_a_criterion_is_not_asked(sitting):
    answer_until(sitting, "sex")
    sitting.give("sex", value("male"))
    assert "pregnant" not in sitting.upcoming()


def test_an_investigator_may_answer_everything(sit):
    sitting = sit(DOCTOR)
    assert set(answer_until(sitting)) == set(ANSWERS) | {"visits"}
    assert sitting.held() == ()
    assert sitting.result.decision == "eligible"


def test_an_investigator_who_joins_a_screener_is_asked_the_investigators_questions_first(sit):
    sit().give("consent", value(True))
    theirs = sit(DOCTOR)
    assert theirs.upcoming() == ("suitable", "form", "born", "sex", "glucose", "visits")
    assert theirs.left_for_screener() == ("form", "born", "sex", "glucose", "visits")
    theirs.skip("suitable")
    assert theirs.current() == "suitable", "skipped among the investigator's own, they come first"


def test_an_investigator_alone_is_asked_in_the_order_of_the_file(store):
    number = store.new_screening(RULES.encode(), "DL-018", DOCTOR, "en")
    alone = Sitting.open(store, number, DOCTOR, "en")
    assert answer_until(alone)[-1] == "suitable"
    assert alone.left_for_screener() == ()


def test_going_on_is_refused_where_it_could_ask_nothing_and_says_what_all_waits_for(sitting):
    sitting.give("consent", value(False))
    version = sitting.version
    with pytest.raises(Refused, match=r"Nothing more is asked: .* wait for “Consented\?”"):
        sitting.continue_after_failure()
    assert sitting.version == version
    assert set(sitting.standing.stands.values()) == {"fail", "not_assessed"}


def test_only_what_bears_on_a_decision_counts_as_coming_after_it(sitting, sit):
    sitting.give("consent", value(True))
    sitting.record_decision()
    sitting.add_note("called the family")
    sitting.set_source("chart")
    sitting.skip("born")
    again = sit()
    assert again.recorded_decisions()[0].after == ()
    again.save_row("visits", {"date": "2026-02-01", "score": 50})
    again.give("born", value("1980"))
    again.give("born", value("1981"), reason="misread")
    again.give_due(["glucose"], date(2026, 4, 1))
    again.stop("tired")
    again.resume()
    again.withdraw()
    assert [change_told(event) for event in again.recorded_decisions()[0].after] == [
        "rows of a table were changed after that",
        "a question was answered after that",
        "an answer was changed after that",
        "a due date was given after that",
        "the interview was stopped after that",
        "the interview was taken up again after that",
        "the candidate withdrew after that",
    ]


@pytest.mark.parametrize(
    "kind", sorted(set(EventKind) - OF_THE_STORE - {EventKind.SCREENING_OPENED})
)
def test_whatever_bears_on_a_decision_is_said_in_words(sitting, kind):
    decision = sitting.record_decision()
    body: dict[str, object] = {"stop_lifted": True}
    if kind in (EventKind.ANSWERED, EventKind.SERIES_COMPLETED, EventKind.SERIES_AWAITED):
        body["act"] = Act.ANSWER
    if kind is EventKind.REDACTED:
        stone = Tombstone(2, 1, "", {"question": "born"}, ("answer.value",))
        body |= {"events": [2], "tombstones": [stone.data()]}
    event = decision._replace(version=decision.version + 1, kind=kind, body=body)
    for bearing in changes_after((decision, event), decision):
        assert change_told(bearing).endswith("after that")


def test_declined_consent_ends_the_interview(sitting):
    sitting.give("consent", value(False))
    assert (sitting.current(), sitting.result.decision) == (None, "ineligible")


def test_going_on_after_a_failure_asks_for_every_other_reason(sitting):
    answer_until(sitting, "born")
    with pytest.raises(Refused, match="has not ended"):
        sitting.continue_after_failure()
    sitting.give("born", value("2015"))
    assert sitting.current() is None
    sitting.continue_after_failure()
    assert sitting.current() == "sex"


def test_a_skipped_question_comes_again_at_the_end(sitting):
    answer_until(sitting, "born")
    sitting.skip("born")
    assert (sitting.current(), sitting.upcoming()[-1]) == ("sex", "born")
    sitting.skip("sex")
    assert sitting.upcoming()[-2:] == ("born", "sex")
    with pytest.raises(Refused, match="not being asked"):
        sitting.skip("consent")


def test_progress_counts_criteria(sitting):
    assert sitting.progress() == (0, 6)
    sitting.give("consent", value(True))
    assert sitting.progress() == (1, 6)


# Events.


def test_every_act_appends_one_event(sitting, store, number):
    acts = [
        lambda: sitting.give("consent", value(True)),
        lambda: sitting.set_source("chart"),
        lambda: sitting.add_note("his wife is present"),
        lambda: sitting.skip("form"),
        lambda: sitting.take_back_entry("born", value("2015")),
        lambda: sitting.save_row("visits", {"date": "2026-02-01"}),
        lambda: sitting.remove_row("visits", 0),
        lambda: sitting.await_series("visits", date(2026, 4, 1)),
        lambda: sitting.give_due(["born", "sex"], date(2026, 4, 1)),
        sitting.undo,
        lambda: sitting.switch_language("zh"),
        lambda: sitting.stop("tired"),
        sitting.resume,
        sitting.record_decision,
        sitting.withdraw,
        lambda: sitting.correct_withdrawal("the other candidate's"),
    ]
    for place, act in enumerate(acts, 2):
        act()
        events = store.events(number)
        assert len(events) == place
        assert fold(events) == sitting.state


def test_sitting_down_is_recorded_unless_the_screening_was_just_opened(sit, store, number):
    sit()
    assert kinds(store, number) == [EventKind.SCREENING_OPENED]
    sit(OTHER_NURSE)
    assert kinds(store, number)[-1] is EventKind.RESUMED
    assert store.events(number)[-1].person == OTHER_NURSE


def test_what_was_typed_and_in_which_language_is_kept(sitting):
    sitting.give("consent", Given({"value": True}, "是", "zh"))
    entry = sitting.state.current("consent")
    assert (entry.typed, entry.language, entry.person) == ("是", "zh", NURSE)


def test_an_interview_goes_on_where_it_stood(sitting, sit):
    answer_until(sitting, "glucose")
    assert sit(OTHER_NURSE).current() == "glucose"


def test_two_people_at_one_screening_are_told_of_each_other(sit):
    mine, theirs = sit(), sit(OTHER_NURSE)
    theirs.give("consent", value(True))
    with pytest.raises(Conflict) as conflict:
        mine.give("consent", value(False))
    assert conflict.value.message == (
        "S-0001 was changed by Eva Nurse at 2026-03-02 09:00, after it was read here: "
        "answered “Consented?”."
    )
    assert mine.version == theirs.version, "what they wrote has been read"
    mine.give("form", value("2.0"))


def test_whoever_merely_opens_a_screening_is_in_nobodys_way(sit, store, number):
    mine = sit()
    sit(OTHER_NURSE)
    sit(DOCTOR)
    given = mine.give("consent", value(True))
    assert store.events(number)[-1] == given
    assert mine.state.current("consent").version == mine.version == given.version


def test_an_opening_beside_an_answer_hides_no_conflict(sit, store, number):
    mine, theirs = sit(), sit(OTHER_NURSE)
    theirs.add_note("seen", "consent")
    sit(DOCTOR)
    with pytest.raises(Conflict, match=r"by Eva Nurse at 2026-03-02 09:00.*: added a note"):
        mine.give("consent", value(True))
    assert mine.state.current("consent") is None


@pytest.mark.parametrize(
    "act",
    [
        lambda other: other.add_note("seen"),
        lambda other: other.add_note("seen", "form"),
        lambda other: other.set_source("chart"),
        lambda other: other.switch_order(),
        lambda other: other.switch_language("zh"),
    ],
)
def test_what_touches_nothing_of_an_answer_is_not_in_its_way_and_is_told(sit, act):
    mine = sit()
    act(sit(OTHER_NURSE))
    given = mine.give("consent", value(True))
    assert mine.state.current("consent").version == mine.version == given.version
    assert "source" not in given.body["answer"], "nobody said it of this answer"
    assert "S-0001 was changed by Eva Nurse" in mine.came_between.message
    mine.add_note("seen by both")
    assert mine.came_between is None


def test_what_touches_an_answer_beside_what_does_not_is_in_its_way(sit):
    mine, theirs = sit(), sit(OTHER_NURSE)
    theirs.add_note("seen")
    theirs.give("consent", value(True))
    with pytest.raises(Conflict, match="answered “Consented"):
        mine.give("consent", value(False))
    assert mine.state.current("consent").person == OTHER_NURSE


def test_whoever_lifts_a_stop_is_in_the_way(sit):
    sit().stop("later")
    mine, theirs = sit(), sit(OTHER_NURSE)
    theirs.resume()
    with pytest.raises(Conflict, match="Eva Nurse"):
        mine.add_note("not before I have looked")


def test_that_someone_opens_at_every_try_ends_in_a_conflict(sit, store, monkeypatch):
    mine, append = sit(), store.append

    def late(number, seen, kind, body, person, *more):
        if person == NURSE:
            sit(OTHER_NURSE)
        return append(number, seen, kind, body, person, *more)

    monkeypatch.setattr(store, "append", late)
    with pytest.raises(Conflict, match="Eva Nurse"):
        mine.give("consent", value(True))


@pytest.fixture
def at_the_conflict(store, monkeypatch):
    """Do something right after the next write is refused, before what is recorded is read."""

    def hook(act):
        append, acts = store.append, [act]

        def refused(*arguments):
            try:
                return append(*arguments)
            except Conflict:
                while acts:
                    acts.pop()()
                raise

        monkeypatch.setattr(store, "append", refused)

    return hook


CORRECTED = value("1970")


@pytest.mark.parametrize(
    ("theirs", "mine", "told"),
    [
        (
            lambda other: other.give("born", CORRECTED, reason="misread"),
            lambda sitting: sitting.give("born", value("1981"), reason="typed wrongly"),
            "corrected “Born when?”",
        ),
        (
            lambda other: other.give("born", CORRECTED, reason="misread"),
            lambda sitting: sitting.record_decision(),
            "corrected “Born when?”",
        ),
        (
            lambda other: other.give("sex", value("male")),
            lambda sitting: sitting.give("sex", value("female")),
            "answered “Sex?”",
        ),
        (
            lambda other: other.record_decision(),
            lambda sitting: sitting.give("born", value("1981"), reason="typed wrongly"),
            "recorded the decision",
        ),
    ],
)
def test_what_someone_who_just_sat_down_writes_at_once_is_told_before_anything_is_put_on_it(
    sit, store, number, at_the_conflict, theirs, mine, told
):
    sitting = sit()
    answer_until(sitting, "sex")
    other = sit(OTHER_NURSE)
    at_the_conflict(lambda: theirs(other))
    with pytest.raises(Conflict, match="by Eva Nurse") as conflict:
        mine(sitting)
    assert conflict.value.message.endswith(f"after it was read here: {told}.")
    assert store.events(number)[-1].person == OTHER_NURSE
    assert sitting.version == other.version, "it is read, to be looked at"


def test_whoever_reads_what_others_wrote_is_given_what_they_changed_and_no_openings(sit):
    mine, theirs = sit(), sit(OTHER_NURSE)
    assert mine.refresh() is None
    theirs.add_note("seen")
    sit(DOCTOR)
    assert mine.refresh().message.endswith("after it was read here: added a note.")
    assert mine.refresh() is None


def test_an_opening_that_ends_a_source_is_told_to_whoever_said_it(sit):
    mine = sit()
    mine.set_source("chart")
    sit(OTHER_NURSE)
    mine.give("consent", value(True))
    assert raw_of(mine, "consent")["source"] == "chart"
    assert mine.lapsed_source == "chart"


def test_what_time_changed_is_told_although_someone_opened_it_meanwhile(sit, clock):
    mine = sit()
    answer_until(mine, "suitable")
    clock.advance(timedelta(days=60))
    sit(OTHER_NURSE)
    mine.add_note("later")
    assert "glucose" in mine.became_stale


def test_a_rules_file_changed_later_does_not_touch_a_screening(sit, store, number):
    digest = store.events(number)[0].body["rules"]
    assert sit().protocol.source_bytes == store.rules(digest)


# Who may answer, and what an answer needs.


def test_an_investigators_question_refuses_a_screener(sitting):
    """record 12"""
    sitting.give("consent", value(True))
    with pytest.raises(Refused, match="investigator's judgement"):
        sitting.give("suitable", value(True))


def test_an_investigators_answer_is_no_screeners_to_correct_or_to_take_back(sit, store, number):
    doctor = sit(DOCTOR)
    doctor.give("consent", value(True))
    doctor.give("suitable", value(True))
    nurse = sit()
    before = kinds(store, number)
    for act in (
        lambda: nurse.may_change("suitable"),
        lambda: nurse.take_back_entry("suitable", value(False)),
    ):
        with pytest.raises(Refused, match="investigator's judgement"):
            act()
    with pytest.raises(Refused, match="An investigator corrects it"):
        nurse.may_change("suitable")
    assert kinds(store, number) == before


def test_a_withdrawal_recorded_by_mistake_is_corrected_with_a_reason(sitting):
    sitting.give("consent", value(True))
    asked, result = sitting.upcoming(), sitting.result.decision
    with pytest.raises(Refused, match="has not withdrawn"):
        sitting.correct_withdrawal("a slip")
    sitting.withdraw("too far")
    with pytest.raises(Refused, match="recorded by mistake is corrected"):
        sitting.resume()
    with pytest.raises(Refused, match="needs its reason"):
        sitting.correct_withdrawal(" ")
    sitting.correct_withdrawal("the other candidate's")
    assert (sitting.upcoming(), sitting.result.decision) == (asked, result)
    (mistaken,) = sitting.state.mistaken_withdrawals
    assert mistaken.recorded.reason == "too far"
    assert mistaken.corrected.reason == "the other candidate's"


def test_what_was_shown_is_recorded_of_an_entry_that_would_do_something_else_by_now(sitting):
    sitting.give("consent", value(True))
    event = sitting.take_back_entry("born", value("1980"), ["I1"])
    assert event.body["fails"] == ["I1"]
    assert sitting.take_back_entry("born", value("1980")).body["fails"] == []


def test_a_judgement_that_fails_a_criterion_needs_a_note(sit):
    sitting = sit(DOCTOR)
    sitting.give("consent", value(True))
    assert sitting.preview("suitable", value(False)).needs_note
    with pytest.raises(Refused, match="needs a note"):
        sitting.give("suitable", value(False))
    sitting.give("suitable", value(False, note="cannot lie flat"))
    assert sitting.result.criteria["E3"].status == "fail"


def test_what_counts_for_a_limited_time_says_when_it_was_observed(sitting):
    """record 9"""
    answer_until(sitting, "pregnant")
    sitting.set_source("examination")
    with pytest.raises(Refused, match="limited time"):
        sitting.give("pregnant", value(False))
    sitting.give("pregnant", missing("pending"))


def test_the_source_set_once_is_put_into_answers_that_bring_none(sitting):
    """record 9"""
    sitting.set_source(Source(SourceKind.CANDIDATE, through=Through.STAFF))
    sitting.give("consent", value(True))
    sitting.give("form", value("2.0", source="chart"))
    assert raw_of(sitting, "consent")["source"] == {"kind": "candidate", "through": "staff"}
    assert raw_of(sitting, "form")["source"] == "chart"
    assert "observed_on" not in raw_of(sitting, "consent")
    sitting.give("born", missing("unknown"))
    assert "source" not in raw_of(sitting, "born")


@pytest.mark.parametrize("source", ["hearsay", {"reference": "B-1"}, {"kind": "chart", "by": "x"}])
def test_a_source_that_is_none_is_refused(sitting, source):
    with pytest.raises(Refused):
        sitting.set_source(source)


@pytest.mark.parametrize(
    ("id", "given", "words"),
    [
        ("consent", value("yes"), "neither yes nor no"),
        ("sex", value("other"), "none of the options"),
        ("glucose", value("94 mg/l", "2026-02-20"), "unit"),
        ("glucose", value(900, "2026-02-20"), "plausible range"),
        ("born", value("1980-02-30"), "no date of the calendar"),
        ("born", value("2027-01-01"), "after the reference date"),
        ("age", value(40), "no question"),
        ("nothing", value(40), "no question"),
        ("born", Given({}), "neither `value` nor `missing`"),
        ("born", Given({"value": None}), "neither `value` nor `missing`"),
        ("visits", value([]), "row by row"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_and_not_recorded(sitting, id, given, words):
    answer_until(sitting, "born")
    before = sitting.version
    with pytest.raises(Refused, match=words):
        sitting.give(id, given)
    assert sitting.version == before


def test_hostile_text_is_kept_as_it_was_typed(sitting, store, number):
    text = "Smith [/] O'Neil \x1b]0;x\x07 \u202e \ud800 😀"
    sitting.give("consent", value(True))
    sitting.give("form", value(text))
    sitting.add_note(text)
    kept = fold(store.events(number))
    assert [entry.answer["value"] for entry in kept.answers["form"].history] == [text]
    assert [note.text for note in kept.notes] == [text]
