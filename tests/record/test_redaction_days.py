"""Requirement 4: a day may be a date of birth, wherever it was said; what rested on it stays."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from screener.prose.values import day_text
from screener.record.alike import folded, spelled
from screener.record.events import EventKind
from screener.record.packet import write_packet
from screener.record.packet_check import check_packet, evaluate, read_packet
from screener.record.redaction import together
from screener.record.replays import Replay, replays
from screener.record.standing import Standing
from screener.record.state import fold
from screener.record.tombstones import MARK
from screener.record.verification import verify
from tests.record.redacting import answer, append, decide, note, pick, raw, standing, take_out

BORN = "1981-07-13"
OTHER_DAY = "2026-02-01"
K = EventKind
CHECKER = Path(__file__).parents[2] / "docs" / "verify_packet.py"


def observed(store, number, person, **more):
    said = {"value": 44, "observed_on": BORN, **more}
    return answer(store, number, person, said, typed="44 on 13 July 1981")


@pytest.mark.parametrize(
    "said",
    [
        *("1981-07-13", "1981/7/13", "13.7.1981", "13. 07. 1981", "07/13/1981", "7-13-1981"),
        *("19810713", "13 July 1981", "13th of July, 1981", "13JUL1981", "July the 13th, 1981"),
        *(
            "born Jul. 13, 1981.",
            "1981 July 13",
            "1981年7月13日",
            "1981 年 07 月 13 日生",
            "１９８１年７月１３号",
        ),
        *("一九八一年七月十三日", "1981年七月十三", "生于1981年7月13"),
    ],
)
def test_a_day_goes_from_texts_however_it_is_written_there(store, number, nurse, doctor, said):
    """# record 4"""
    answer(store, number, nurse, {"value": 44, "observed_on": BORN})
    answer(store, number, nurse, {"value": False}, question="smokes", typed=said)
    note(store, number, nurse, f"seen, {said}")
    held = together(store.events(number), pick(store, number, "answer.observed_on"))
    assert {(2, "answer.observed_on"), (3, "typed"), (4, "text")} <= {
        (one.event.version, one.path) for one in held
    }


@pytest.mark.parametrize(
    "said",
    [
        *("1981-07-14", "3.7.1981", "113.7.1981", "13.7.19810", "13 June 1981", "July 1981"),
        *("1981年7月3日", "1981年7月1", "1981年17月13日", "一九八一年七月三日", "1981年7月十三十"),
        *("dismay, 13 1981", "119810713", "13 7 81", "13 July 1982"),
    ],
)
def test_another_day_stays(store, number, nurse, doctor, said):
    answer(store, number, nurse, {"value": 44, "observed_on": BORN})
    note(store, number, nurse, said)
    held = together(store.events(number), pick(store, number, "answer.observed_on"))
    assert [(one.event.version, one.path) for one in held] == [(2, "answer.observed_on")]


@pytest.mark.parametrize("day", [date(2000, 1, 1) + timedelta(days) for days in range(0, 366, 7)])
def test_every_day_is_found_as_it_is_said_and_the_days_beside_it_are_not(day):
    found = spelled(day.isoformat())
    for other, is_found in ((day, True), (day + timedelta(1), False), (day - timedelta(1), False)):
        for language in ("en", "zh"):
            said = folded(f"on {day_text(other, language)}, or so")
            assert (found.search(said) is not None) is is_found, said


def replayed(store, number):
    events = store.events(number)
    return [one.found for one in replays(store.protocol(fold(events).rules_sha256), events)]


def test_a_day_of_observation_goes_wherever_it_was_said_and_the_question_is_open(
    store, number, nurse, doctor, path
):
    """What was observed nobody knows when may be too old. # record 4"""
    observed(store, number, nurse)
    answer(store, number, nurse, {"value": False, "observed_on": BORN}, question="smokes")
    note(store, number, nurse, f"born {BORN}")
    decide(store, number, nurse)
    take_out(store, number, "answer.observed_on", doctor, version=2)
    assert BORN.encode() not in raw(path)
    assert "13 July 1981" not in str(store.events(number))
    assert store.events(number)[1].body["answer"] == {"value": 44}
    assert standing(store, number).answers == {}
    assert "age" in standing(store, number).askable
    again = {"value": 44, "observed_on": OTHER_DAY}
    answer(store, number, nurse, again, act="fill_in")
    assert str(standing(store, number).answers["age"].observed_on) == OTHER_DAY
    assert verify(path).findings == ()


def test_it_goes_with_the_value_it_belongs_to(store, number, nurse, doctor, path):
    """Nothing is taken out of an event twice. # record 4"""
    observed(store, number, nurse)
    take_out(store, number, "answer.value", doctor)
    assert BORN.encode() not in raw(path)
    assert store.events(number)[1].body["answer"] == {"missing": "redacted"}


def test_how_it_stood_before_can_be_looked_at_and_its_decision_is_not_replayable(
    store, number, nurse, doctor, path, tmp_path
):
    observed(store, number, nurse)
    decide(store, number, nurse)
    before = len(store.events(number))
    take_out(store, number, "answer.observed_on", doctor)
    then = fold(store.events(number)[:before])
    answers = Standing(store.protocol(then.rules_sha256), then, store.today()).answers
    assert answers == {}
    assert replayed(store, number) == [Replay.REDACTED]
    target = tmp_path / "p.json"
    write_packet(store, number, target, doctor)
    assert BORN.encode() not in target.read_bytes()
    read = read_packet(target.read_bytes(), "p.json")
    assert check_packet(read).findings == ()
    assert [one.found for one in evaluate(read).decisions] == [Replay.REDACTED]
    told = subprocess.run([sys.executable, CHECKER, target], capture_output=True, check=False)
    assert told.returncode == 0
    assert verify(path).findings == ()


def test_the_day_until_which_a_result_is_awaited_goes_and_it_is_awaited_still(
    store, number, nurse, doctor, path
):
    """# record 4"""
    due = "2081-07-13"
    append(store, number, K.DUE_SET, {"questions": ["age", "smokes"], "due": due}, nurse)
    awaited = {"missing": "pending", "due": due}
    answer(store, number, nurse, awaited, question="visits", act="answer")
    decide(store, number, nurse)
    take_out(store, number, "due", doctor)
    assert due.encode() not in raw(path)
    decision = store.events(number)[3]
    assert {lack["due"] for lack in decision.body["missing"]} == {None}
    for question in ("age", "smokes", "visits"):
        assert standing(store, number).answers[question].missing == "pending"
        assert standing(store, number).answers[question].due is None
    assert replayed(store, number) == [Replay.REDACTED]
    assert verify(path).findings == ()


def test_the_day_of_an_enrolment_goes_and_the_candidate_stays_enrolled(
    store, number, nurse, doctor, path
):
    append(store, number, K.OUTCOME_RECORDED, {"outcome": "enrolled", "on": BORN}, doctor)
    take_out(store, number, "on", doctor)
    assert BORN.encode() not in raw(path)
    assert [(one.outcome, one.on) for one in fold(store.events(number)).outcomes] == [
        ("enrolled", None)
    ]
    right = {"outcome": "enrolled", "on": OTHER_DAY, "why": "another day"}
    append(store, number, K.OUTCOME_RECORDED, right, doctor)
    assert str(fold(store.events(number)).outcomes[-1].on) == OTHER_DAY


def row(store, number, person, kind, row, **more):
    body = {"question": "visits", "row": row, "language": "en", **more}
    append(store, number, kind, body, person)


def complete(store, number, person, act="answer"):
    rows = list(fold(store.events(number)).rows("visits"))
    body = {"question": "visits", "act": act, "answer": {"value": rows}, "language": "en"}
    append(store, number, K.SERIES_COMPLETED, body, person)


def test_the_date_of_a_row_goes_and_the_table_is_open_until_the_row_has_one(
    store, number, nurse, doctor, path
):
    """# record 4"""
    row(store, number, nurse, K.ROW_ENTERED, {"date": BORN}, passed=["date"])
    row(store, number, nurse, K.ROW_ENTERED, {"date": BORN, "score": 50}, passed=["date", "score"])
    row(store, number, nurse, K.ROW_SAVED, {"date": BORN, "score": 50})
    row(store, number, nurse, K.ROW_SAVED, {"date": OTHER_DAY, "score": 51})
    complete(store, number, nurse)
    decide(store, number, nurse)
    take_out(store, number, "answer.value.0.date", doctor)
    assert BORN.encode() not in raw(path)
    state = fold(store.events(number))
    assert state.rows("visits") == ({"score": 50}, {"date": OTHER_DAY, "score": 51})
    assert "visits" not in standing(store, number).answers
    row(store, number, nurse, K.ROW_SAVED, {"date": "2026-01-01", "score": 50}, index=0)
    complete(store, number, nurse, "fill_in")
    assert len(standing(store, number).answers["visits"].value) == 2
    assert replayed(store, number) == [Replay.REDACTED]
    assert verify(path).findings == ()


def test_of_a_row_being_entered_what_went_is_entered_again(store, number, nurse, doctor):
    row(store, number, nurse, K.ROW_ENTERED, {"date": BORN, "score": 50}, passed=["date", "score"])
    take_out(store, number, "row.date", doctor)
    entry = fold(store.events(number)).entering["visits"]
    assert (entry.row, entry.passed) == ({"score": 50}, ("score",))
    whole = {"date": OTHER_DAY, "score": 50}
    row(store, number, nurse, K.ROW_ENTERED, whole, passed=["score", "date"])
    row(store, number, nurse, K.ROW_SAVED, whole)
    assert fold(store.events(number)).rows("visits") == (whole,)


def test_a_day_that_is_the_answer_to_another_question_by_chance_stays(store, number, nurse, doctor):
    row(store, number, nurse, K.ROW_SAVED, {"date": OTHER_DAY, "score": 50})
    answer(store, number, nurse, {"value": 44, "observed_on": OTHER_DAY})
    answer(store, number, nurse, {"value": False, "observed_on": OTHER_DAY}, question="smokes")
    note(store, number, nurse, f"seen {OTHER_DAY}")
    events = store.events(number)

    def going(path, version):
        held = together(events, pick(store, number, path, version))
        return [(one.event.version, one.path) for one in held]

    assert going("row.date", 2) == [(2, "row.date"), (5, "text")]
    days = [(3, "answer.observed_on"), (4, "answer.observed_on"), (5, "text")]
    assert going("answer.observed_on", 3) == days


def test_a_day_typed_freely_goes_from_rows_and_observations_too(store, number, nurse, doctor):
    row(store, number, nurse, K.ROW_SAVED, {"date": BORN, "score": 50})
    observed(store, number, nurse)
    note(store, number, nurse, BORN)
    take_out(store, number, "text", doctor)
    assert BORN not in str(store.events(number))
    assert store.events(number)[3].body == {"text": MARK}
