"""The demonstration store: a screening in every state, made by the app's own means."""

from datetime import UTC, datetime

import pytest

from screener.interview.demo import build_demo
from screener.interview.typed import Understood, understand
from screener.record.clock import SteppingClock
from screener.record.errors import StoreError
from screener.record.state import fold
from screener.record.store import Store
from screener.record.summary import Stage
from tests.interview.setting import REAL_RULES

NOW = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    build_demo(path, REAL_RULES.read_bytes(), SteppingClock(NOW))
    with Store.open(path, clock=SteppingClock(NOW)) as store:
        yield store


def test_every_stage_is_there(demo):
    stages = {summary.stage for summary in demo.screenings()}
    assert stages == set(Stage) - {Stage.UNREADABLE}
    assert len(demo.numbers()) >= 12


def test_the_states_are_those_that_the_stories_tell(demo):
    told = [(s.candidate, s.stage, s.recorded, s.by_time, bool(s.stale)) for s in demo.screenings()]
    assert told == [
        ("DL-003", "eligible", "eligible", True, True),
        ("DL-008", "declined", "ineligible", False, False),
        ("DL-011", "ineligible", "ineligible", False, False),
        ("DL-012", "ineligible", "ineligible", False, False),
        ("DL-014", "withdrawn", None, False, False),
        ("DL-015", "stopped", None, False, False),
        ("DL-016", "not_enrolled", "eligible", False, False),
        ("DL-017", "undetermined", "undetermined", False, False),
        ("DL-018", "enrolled", "eligible", False, False),
        ("DL-019", "eligible", "eligible", False, False),
        ("DL-020", "awaiting", None, False, False),
        ("DL-021", "investigator", None, False, False),
        ("DL-022", "in_progress", None, False, False),
        ("DL-023", "in_progress", None, False, False),
        ("DL-011", "in_progress", None, False, False),
        ("DL-024", "new", None, False, False),
    ]


def test_one_ended_at_a_failure_and_one_went_on_for_every_reason(demo):
    by_code = {one.candidate: one for one in demo.screenings() if one.earlier is None}
    assert by_code["DL-011"].fails == ("E5",)
    assert by_code["DL-011"].closed < by_code["DL-011"].total
    assert by_code["DL-012"].fails == ("E3", "E5")
    assert by_code["DL-012"].closed == by_code["DL-012"].total - 1, "one result is awaited"


def test_the_one_in_progress_has_rows_that_are_not_complete(demo):
    number = next(s.number for s in demo.screenings() if s.candidate == "DL-023")
    assert len(fold(demo.events(number)).drafts["neurological_examinations"]) == 2


def test_the_corrected_one_shows_a_slip_and_a_correction(demo):
    number = next(s.number for s in demo.screenings() if s.candidate == "DL-022")
    history = fold(demo.events(number)).answers["date_of_birth"].history
    assert [str(entry.standing) for entry in history] == ["taken_back", "corrected", "current"]


def test_what_was_typed_says_what_was_entered(demo):
    typed = 0
    for summary in demo.screenings():
        for event in demo.events(summary.number):
            if text := event.body.get("typed"):
                asked = summary.protocol.questions[event.body["question"]]
                read = understand(asked, text, event.on, event.body["language"])
                assert isinstance(read, Understood)
                assert read.data == event.body["answer"]["value"]
                typed += 1
    assert typed >= 3


def test_nothing_happened_later_than_now(demo):
    assert all(event.at <= NOW for number in demo.numbers() for event in demo.events(number))


def test_the_numbers_are_in_the_order_in_which_the_screenings_began(demo):
    opened = [summary.opened_at for summary in demo.screenings()]
    assert opened == sorted(opened)


def test_a_store_that_is_there_is_not_touched(tmp_path):
    path = tmp_path / "demo.db"
    path.write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        build_demo(path, REAL_RULES.read_bytes())
    assert path.read_text() == "mine"


def test_rules_without_fitting_examples_are_told(tmp_path):
    rules = b"screener: 1\nprotocol: {id: P, version: '1', title: T}\n" + (
        b"questions: {a: {type: boolean, ask: A?}}\n"
        b"inclusion: [{id: I1, text: T, rule: {a: yes}}]\n"
    )
    with pytest.raises(ValueError, match="no eligible example"):
        build_demo(tmp_path / "demo.db", rules)
    assert not (tmp_path / "demo.db").exists()
