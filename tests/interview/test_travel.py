"""Travel in time: a screening as it stood after any event is what the app showed at that moment."""

from datetime import UTC, date, datetime, timedelta

import pytest

from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.interview.travel import Travel, to_come_told
from screener.protocol.exact_json import dumps
from screener.record.decision import decision_body
from screener.record.events import EventKind
from tests.interview.setting import DOCTOR, NURSE, OTHER_NURSE, answer_until, missing, value


class Watched(Sitting):
    """A sitting that writes down what it showed after each event."""

    shown: dict[int, object]

    def _append(self, kind, body, also=dict):
        event = super()._append(kind, body, also)
        self.shown[event.version] = seen(self)
        return event


def seen(view):
    """All that a person sees of where a screening stands, in a form that can be compared."""
    return {
        "decision": dumps(decision_body(view.standing)),
        "criteria": dict(view.standing.stands),
        "asked": view.current(),
        "held": view.held(),
        "progress": view.progress(),
        "overdue": view.overdue(),
        "on": view.on,
        "source": view.state.source,
        "notes": [note.text for note in view.state.notes],
        "rows": {id: view.state.rows(id) for id in view.protocol.questions},
    }


@pytest.fixture
def lived(store, number, clock):
    """A screening with something of everything, over seven weeks, and what was shown meanwhile."""
    shown: dict[int, object] = {}
    Watched.shown = shown

    def sit(person):
        return Watched.open(store, number, person, "en")

    nurse = sit(NURSE)
    nurse.give("consent", value(True))
    nurse.give("form", value("1.0"))
    nurse.undo()
    nurse.set_source("chart")
    answer_until(nurse, "pregnant")
    nurse.take_back_entry("pregnant", value(True, "2026-03-01"))
    nurse.skip("pregnant")
    nurse.add_note("very tired")
    answer_until(nurse, "visits")
    nurse.save_row("visits", {"date": "2026-02-01", "score": 50})
    nurse.save_row("visits", {"date": "2026-02-09", "score": 60})
    nurse.remove_row("visits", 1)
    nurse.complete_series("visits")
    clock.advance(timedelta(days=2))
    other = sit(OTHER_NURSE)
    other.give("glucose", missing("pending", due="2026-03-20"), reason="of another patient")
    other.switch_language("zh")
    doctor = sit(DOCTOR)
    answer_until(doctor)
    doctor.record_decision()
    clock.advance(timedelta(days=45))
    late = sit(NURSE)
    late.give("glucose", value("9 mmol/L", "2026-04-10"))
    late.record_decision()
    late.continue_after_failure()
    late.reopen_series("visits", "a row is lacking")
    late.save_row("visits", {"date": "2026-03-01", "score": 5})
    late.complete_series("visits")
    late.stop("moved away")
    return shown


@pytest.fixture
def travel(lived, store, number):
    events = store.events(number)
    protocol = store.protocol(str(events[0].body["rules"]))
    return Travel(protocol, events, "en", store.time_zone)


def orders(count):
    """Forward, backward, and to and fro."""
    forward = range(1, count + 1)
    return (*forward, *reversed(forward), *(one for n in forward for one in (n, count - n + 1)))


def test_each_moment_is_as_it_was_shown_then_in_whatever_order_it_is_looked_at(lived, travel):
    # record 2
    assert len(lived) >= 25
    for count in orders(len(travel.events)):
        stood = travel.stood(travel.after(count))
        if count in lived:
            assert seen(stood) == lived[count]
        assert stood.event == travel.events[count - 1]


def test_each_recorded_decision_is_replayed_to_the_byte(travel):
    # record 11
    decided = [event for event in travel.events if event.kind is EventKind.DECISION_RECORDED]
    assert len(decided) == 2
    for event in decided:
        stood = travel.stood(travel.after(event.version))
        assert dumps(decision_body(stood.standing)) == dumps(event.body)


def test_a_step_says_which_criteria_it_changed(travel):
    said = {
        event.kind: travel.stood(travel.after(event.version)).changed for event in travel.events
    }
    assert said[EventKind.SCREENING_OPENED] == ()
    assert said[EventKind.NOTE_ADDED] == ()
    last = [
        travel.stood(travel.after(event.version)).changed
        for event in travel.events
        if event.kind is EventKind.SERIES_COMPLETED
    ][-1]
    assert [tuple(one) for one in last] == [("E2", "open", "fail")]


@pytest.mark.parametrize("text", ["7", " 7 ", "７"])
def test_an_event_is_found_by_its_number(travel, text):
    assert travel.find(text, datetime(2027, 1, 1, tzinfo=UTC)) == travel.after(7)


@pytest.mark.parametrize("text", ["0", "1000", "2026-03-01", "the other day", ""])
def test_what_lies_outside_of_what_happened_is_refused(travel, text):
    with pytest.raises(Refused):
        travel.find(text, datetime(2027, 1, 1, tzinfo=UTC))


def test_a_time_leads_to_the_last_event_until_then_in_the_sites_time(travel):
    now = datetime(2027, 1, 1, tzinfo=UTC)
    event = travel.events[6]
    local = event.at.astimezone(travel.zone)
    assert travel.find(f"{local:%Y-%m-%d %H:%M:%S}", now) == travel.after(7)
    just_before = event.at - timedelta(seconds=1)
    assert travel.find(f"{just_before:%Y-%m-%dT%H:%M:%SZ}", now) == travel.after(6)


@pytest.mark.parametrize("text", ["{at:%d %b}", "{at:%B %d}, {at.year}", "{at.month}月{at.day}日"])
@pytest.mark.parametrize("time", ["", " {at:%H:%M:%S}"])
def test_a_day_and_a_time_are_found_as_they_are_said(travel, text, time):
    now = datetime(2027, 1, 1, tzinfo=UTC)
    local = travel.events[6].at.astimezone(travel.zone)
    exact = "{at:%Y-%m-%d}" + time
    said = travel.find((text + time).format(at=local), now)
    assert said == travel.find(exact.format(at=local), now)


@pytest.mark.parametrize("text", ["{at:%H:%M}", "{at.hour}点{at:%M}分", "{at.hour}：{at:%M}"])
def test_a_time_alone_is_that_of_the_last_day_with_an_event_at_it(travel, text):
    now = datetime(2027, 1, 1, tzinfo=UTC)
    first = travel.events[0].at.astimezone(travel.zone)
    minute = f"{first:%H:%M}"
    then = [e for e in travel.events if f"{e.at.astimezone(travel.zone):%H:%M}" == minute][-1]
    assert travel.find(text.format(at=first), now) == travel.after(then.version)


def test_a_day_on_which_nothing_happened_is_judged_as_of_that_day(travel):
    # The glucose is due on 20 March, and the pregnancy test counts for a week.
    spot = travel.find("2026-03-25", datetime(2027, 1, 1, tzinfo=UTC))
    before = travel.stood(travel.after(spot.count))
    then = travel.stood(spot)
    assert (before.on, then.on) == (date(2026, 3, 4), date(2026, 3, 25))
    assert (before.overdue(), then.overdue()) == ((), ("glucose",))
    assert then.result.stale == {"pregnant"}


def test_what_is_still_to_come_is_judged_as_of_now_and_said_so(travel):
    now = datetime(2026, 4, 20, 8, tzinfo=UTC)
    spot = travel.find("2031-01-01", now)
    assert (spot.count, spot.on) == (len(travel.events), date(2026, 4, 20))
    said = "1 January 2031 is still to come, so it is judged as of 20 April 2026."
    assert to_come_told(spot, "en") == said
    assert to_come_told(travel.find("2026-04-20", now), "en") == "", "the rest of today is no news"


def test_an_event_after_the_clock_was_set_back_is_found_by_its_own_time(store, number, clock, sit):
    nurse = sit()
    clock.advance(timedelta(hours=1))
    nurse.add_note("late")
    clock.advance(timedelta(hours=-1))
    note = nurse.add_note("early by the clock")
    events = store.events(number)
    travel = Travel(nurse.protocol, events, "en", store.time_zone)
    spot = travel.find(f"{note.at:%Y-%m-%dT%H:%M:%SZ}", clock.moment)
    assert spot.count == note.version == len(events)
