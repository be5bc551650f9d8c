"""A screening on one line: what has no room is left out, and no date is ever cut."""

import re
from datetime import UTC, date, datetime

import pytest
from rich.cells import cell_len

from screener.language import set_language
from screener.protocol.model import Decision
from screener.protocol.roles import Role
from screener.record.ahead import Ahead
from screener.record.awaiting import Awaited
from screener.record.events import Person
from screener.record.summary import ScreeningSummary, Stage
from screens.prompts import Tone
from screens.widgets.plain_text import STYLES
from screens.worklist_lines import summary_line

TODAY = date(2026, 11, 23)
NURSE = Person("A. Li", Role.SCREENER)
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
WIDTHS = range(36, 130)


@pytest.fixture(autouse=True)
def english():
    yield
    set_language("en")


def awaiting(*days):
    """A screening that awaits one result a day; None has no due date."""
    return ScreeningSummary(
        number="S-0009",
        candidate="DL-020",
        stage=Stage.AWAITING,
        decision=Decision.UNDETERMINED,
        closed=13,
        total=15,
        fails=(),
        left=0,
        awaited=tuple(
            Awaited(f"q{at}", day, Role.SCREENER, TODAY, NURSE, "", at, f"{at}", False, True)
            for at, day in enumerate(days)
        ),
        stale=(),
        recorded=None,
        anew=False,
        opened_at=MORNING,
        last_at=MORNING,
        last_by="A. Li",
        version=9,
        protocol=None,
    )


def line(summary, width, language):
    return str(summary_line(summary, width, language, TODAY))


@pytest.mark.parametrize(
    ("language", "whole", "part"), [("en", "29 Nov", r"\b2?9 Nov?\b"), ("zh", "11月29日", "11月")]
)
@pytest.mark.parametrize("days", [(date(2026, 11, 29),), (date(2026, 11, 29), date(2026, 12, 2))])
def test_a_due_date_is_shown_whole_or_not_at_all(language, whole, part, days):
    set_language(language)
    shown = [line(awaiting(*days), width, language) for width in WIDTHS]
    assert all(whole in one for one in shown if re.search(part, one))
    assert not any("…" in one for one in shown)
    assert whole in line(awaiting(*days), 76, language)


@pytest.mark.parametrize(
    ("days", "width", "said"),
    [
        ((date(2026, 11, 29), date(2026, 12, 2)), 76, "2 awaited, first 29 Nov"),
        ((date(2026, 11, 29), date(2026, 12, 2)), 70, "first 29 Nov"),
        ((date(2026, 11, 29), date(2026, 12, 2)), 60, "29 Nov"),
        ((date(2026, 11, 2),), 76, "overdue since 2 Nov"),
        ((date(2026, 11, 2),), 66, "overdue 2 Nov"),
        ((date(2026, 11, 2), date(2026, 12, 2)), 90, "2 awaited, 1 overdue since 2 Nov"),
        ((date(2026, 11, 2), date(2026, 12, 2)), 76, "1 overdue since 2 Nov"),
        ((date(2026, 11, 2), date(2026, 11, 5), None), 76, "2 overdue, first 2 Nov"),
        ((date(2026, 11, 2), date(2026, 12, 2)), 70, "overdue 2 Nov"),
        ((None, None), 66, "2 awaited"),
    ],
)
def test_other_words_go_first(days, width, said):
    assert line(awaiting(*days), width, "en").endswith(f" {said}")


@pytest.mark.parametrize(
    ("dates", "width", "said"),
    [
        ({"eligible_from": date(2027, 5, 2)}, 80, "eligible from 2 May 2027"),
        ({"eligible_from": date(2027, 5, 2)}, 76, "from 2 May 2027"),
        ({"not_failing_from": date(2027, 5, 2)}, 76, "open from 2 May 2027"),
        ({"not_failing_from": date(2027, 5, 2)}, 72, "from 2 May 2027"),
        ({"perhaps_from": date(2026, 12, 2)}, 76, "perhaps from 2 Dec"),
        ({"until": date(2026, 12, 2)}, 76, "results until 2 Dec"),
        ({"until": date(2026, 12, 2), "decision": Decision.ELIGIBLE}, 76, "eligible until 2 Dec"),
        ({"too_old": 2}, 76, "2 results too old"),
        ({"until": date(2027, 1, 2)}, 76, "13/15"),
    ],
)
def test_what_time_does_next_is_said_within_the_row(dates, width, said):
    nothing = Ahead(Decision.UNDETERMINED, None, None, None, None, None, 0)
    shown = str(
        summary_line(awaiting(), width, "en", TODAY, ahead=nothing._replace(**dates))
    ).rstrip()
    assert shown.endswith(f" {said}")
    assert len(shown) <= width


NOTHING_AHEAD = Ahead(Decision.UNDETERMINED, None, None, None, None, None, 0)
TOO_OLD = NOTHING_AHEAD._replace(too_old=2)
SOON = NOTHING_AHEAD._replace(decision=Decision.ELIGIBLE, until=date(2026, 12, 2))


@pytest.mark.parametrize(
    ("shown", "ahead", "said"),
    [
        ({"by_time": True, "awaited": ()}, TOO_OLD, "outdated · 2 too old"),
        ({"stage": Stage.INELIGIBLE, "training": True}, None, "overdue since 2 Nov"),
        ({"stage": Stage.UNDETERMINED, "training": True}, None, "overdue 2 Nov · train."),
        ({"signed": False}, None, "void · overdue 2 Nov"),
        ({"queries": 1}, None, "1 query · overdue 2 Nov"),
        ({"anew": True, "awaited": awaiting(None).awaited}, SOON, "anew · until 2 Dec"),
        ({"awaited": awaiting(None, None).awaited}, SOON, "eligible until 2 Dec"),
    ],
)
def test_in_80_columns_the_most_pressing_date_is_said_beside_what_must_be(shown, ahead, said):
    one = awaiting(date(2026, 11, 2))._replace(**shown)
    line = str(summary_line(one, 76, "en", TODAY, ahead=ahead)).rstrip()
    assert line.endswith(said)
    assert not one.training or "train" in line


LATER = date(2027, 12, 29)
ELIGIBLE_THEN = Ahead(Decision.INELIGIBLE, LATER, None, None, None, None, 0)
OPEN_THEN = Ahead(Decision.INELIGIBLE, None, None, LATER, None, None, 0)


@pytest.mark.parametrize(
    ("language", "training", "ahead", "said"),
    [
        ("en", "train", ELIGIBLE_THEN, r"(eligible|passes) from 29 Dec 2027"),
        ("en", "train", OPEN_THEN, r"(open|nothing fails) from 29 Dec 2027"),
        ("zh", "培训", ELIGIBLE_THEN, r"2027年12月29日起"),
        ("zh", "培训", OPEN_THEN, r"2027年12月29日起(未定|无未通过)"),
    ],
)
def test_a_date_to_come_and_training_both_have_room_in_80_columns(language, training, ahead, said):
    set_language(language)
    failed = awaiting()._replace(stage=Stage.INELIGIBLE, training=True)
    for width in range(76, 130):
        shown = str(summary_line(failed, width, language, TODAY, ahead=ahead))
        assert f" · {training}" in shown
        assert re.search(said, shown)
        assert cell_len(shown[: shown.index("13/15")]) == 7 + 12 + 27


@pytest.mark.parametrize(
    ("stage", "width", "said"),
    [
        (Stage.AWAITING, 76, "◌ awaited · training       13/15  only until 30 Nov"),
        (Stage.UNDETERMINED, 76, "? cannot be determined yet 13/15  only by 30 Nov · train."),
        (Stage.AWAITING, 110, "13/15  can be eligible only until 30 Nov · training"),
    ],
)
def test_that_it_can_become_eligible_only_until_a_day_is_said_beside_training(stage, width, said):
    nothing = Ahead(Decision.UNDETERMINED, None, None, None, None, date(2026, 11, 30), 0)
    one = awaiting()._replace(stage=stage, training=True)
    assert str(summary_line(one, width, "en", TODAY, ahead=nothing)).endswith(said)


def test_the_last_day_on_which_a_result_can_help_goes_before_the_one_on_which_it_is_due():
    last = Ahead(Decision.UNDETERMINED, None, None, None, None, date(2026, 11, 30), 0)
    one = awaiting(date(2026, 12, 9))._replace(training=True)
    shown = [str(summary_line(one, width, "en", TODAY, ahead=last)) for width in (76, 110)]
    assert shown[0].rstrip().endswith("13/15  only until 30 Nov")
    assert shown[1].endswith("can be eligible only until 30 Nov · due 9 Dec · training")


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 11, 2), "overdue since 2 Nov"),
        (date(2026, 11, 29), "due 29 Nov"),
        (date(2026, 12, 9), "results until 2 Dec"),
    ],
)
def test_of_a_due_date_and_the_day_on_which_results_run_out_the_earlier_one_is_said(due, said):
    runs_out = NOTHING_AHEAD._replace(until=date(2026, 12, 2))
    shown = str(summary_line(awaiting(due), 76, "en", TODAY, ahead=runs_out)).rstrip()
    assert shown.endswith(f"13/15  {said}")
    turns = runs_out._replace(eligible_from=date(2026, 11, 30))
    shown = str(summary_line(awaiting(due), 120, "en", TODAY, ahead=turns))
    assert shown.index(f"{due.day} {due:%b}") < shown.index("eligible from 30 Nov")


def pressing(days=()):
    return awaiting(*days)._replace(queries=1, signed=False, training=True)


@pytest.mark.parametrize("width", range(76, 130))
def test_a_query_a_void_signature_and_training_are_said_whoever_has_it_open(width):
    shown = str(
        summary_line(pressing(), width, "en", TODAY, here=("Dr. Maximiliane Hohenzollern",))
    )
    assert "1 query · " in shown
    assert "void" in shown
    assert "train" in shown
    assert "…" not in shown


@pytest.mark.parametrize("width", range(76, 130))
def test_that_time_has_changed_a_recorded_decision_is_said_beside_query_and_signature(width):
    decided = awaiting()._replace(stage=Stage.ELIGIBLE, queries=1, signed=True, by_time=True)
    shown = str(summary_line(decided, width, "en", TODAY, here=("Li Mei",)))
    assert "✓ eligible " in shown
    assert re.search(r"1 query · signed · (time has changed it since|outdated|time)\b", shown)


@pytest.mark.parametrize("width", range(76, 130))
def test_a_decision_after_which_something_was_entered_is_to_be_recorded_anew(width):
    decided = awaiting()._replace(stage=Stage.INELIGIBLE, queries=1, signed=False, anew=True)
    shown = str(summary_line(decided, width, "en", TODAY, here=("Li Mei",)))
    assert re.search(r"1 query · (signature )?void · (to be recorded )?anew\b", shown)


@pytest.mark.parametrize("stage", [Stage.UNDETERMINED, Stage.INVESTIGATOR, Stage.INELIGIBLE])
@pytest.mark.parametrize(
    ("days", "said"),
    [((None,), "1 awaited|◌ 1"), ((date(2026, 11, 22), None), "22 Nov")],
)
def test_that_results_are_awaited_is_said_beside_a_decision_to_be_recorded_anew(stage, days, said):
    decided = awaiting(*days)._replace(stage=stage, training=True, anew=True)
    shown = line(decided, 76, "en")
    assert re.search(rf"anew · .*({said})", shown)
    assert "train" in shown


def test_what_time_has_changed_does_not_look_as_if_it_held():
    decided = awaiting()._replace(stage=Stage.ELIGIBLE)
    tones = [
        {span.style for span in summary_line(one, 80, "en", TODAY).spans}
        for one in (decided, decided._replace(by_time=True))
    ]
    assert STYLES[Tone.PASS] in tones[0]
    assert STYLES[Tone.PASS] not in tones[1]


def test_with_room_all_of_it_is_said_in_full():
    days = (date(2026, 11, 29),)
    shown = str(summary_line(pressing(days), 130, "en", TODAY, here=("Li Mei",)))
    said = "1 query · signature void · due 29 Nov · training · in use: Li Mei"
    assert shown.rstrip().endswith(said)


def test_of_several_who_have_it_open_the_first_is_named_where_there_is_no_room_for_all():
    here = ("Nurse One", "Nurse Two")
    said = {
        width: str(summary_line(awaiting(), width, "en", TODAY, here=here)).rstrip()
        for width in WIDTHS
        if width >= 60
    }
    assert said[100].endswith("in use: Nurse One, Nurse Two")
    assert said[80].endswith("in use: Nurse One +1")
    assert all("in use" in one for one in said.values())
