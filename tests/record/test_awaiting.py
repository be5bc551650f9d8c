"""What is awaited: until it is brought, or closed with a reason, whatever was decided meanwhile."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.interview.sitting import Refused, Sitting
from screener.record.awaiting import awaited_in
from screener.record.clock import SteppingClock
from screener.record.errors import BadEvent
from screener.record.events import EventKind
from screener.record.redaction import held_by, redact
from screener.record.state import fold
from screener.record.store import Store
from tests.interview.setting import DOCTOR, NURSE, RULES, START, missing, value

K = EventKind
DUE = "2026-04-01"


@pytest.fixture
def sitting(store):
    number = store.new_screening(RULES.encode(), "DL-017", NURSE, "en")
    sitting = Sitting.open(store, number, NURSE, "en")
    sitting.give("consent", value(True))
    return sitting


@pytest.fixture
def awaits(sitting):
    """Until when each result is awaited that is on the list."""

    def awaits():
        (summary,) = sitting._store.screenings()
        return {one.question: str(one.due) for one in summary.awaited}

    return awaits


def closed(state, question):
    closing = state.no_longer_awaited(question)
    return None if closing is None else closing.reason


def test_a_result_is_closed_by_whom_when_and_why_and_its_missing_reason_stays(sitting, awaits):
    sitting.give("glucose", missing("pending", due=DUE))
    sitting.withdraw()
    event = sitting.close_awaited("glucose", "the sample was lost")
    state = sitting.state
    closing = state.no_longer_awaited("glucose")
    assert (closing.reason, closing.person, closing.at) == (
        "the sample was lost",
        NURSE,
        event.at,
    )
    assert dict(state.current("glucose").answer) == {"missing": "pending", "due": DUE}
    assert awaits() == {}
    assert sitting.overdue() == ()


def test_a_new_due_date_or_an_answer_undoes_the_closing_and_taking_that_back_closes_again(
    sitting, awaits
):
    sitting.give("glucose", missing("pending", due=DUE))
    sitting.record_decision()
    sitting.close_awaited("glucose", "lost")
    sitting.give("glucose", missing("pending", due="2026-05-01"))
    assert awaits() == {"glucose": "2026-05-01"}
    sitting.close_awaited("glucose", "lost again")
    sitting.give("glucose", value(5, "2026-02-20"))
    assert closed(sitting.state, "glucose") is None
    assert sitting.undo() == "glucose"
    assert closed(sitting.state, "glucose") == "lost again"
    assert awaits() == {}


def test_of_several_with_one_due_date_each_is_closed_by_itself(sitting, awaits):
    sitting.give_due(["born", "glucose"], sitting.on)
    sitting.stop("called away")
    sitting.close_awaited("born", "nobody knows")
    assert awaits() == {"glucose": str(sitting.on)}


@pytest.mark.parametrize(
    ("answer", "reason", "refused"),
    [
        ({"value": 5}, "lost", "glucose is not awaited"),
        ({"missing": "unknown"}, "lost", "glucose is not awaited"),
        ({"missing": "pending"}, "", "reason is no text"),
    ],
)
def test_nothing_else_can_be_closed_and_nothing_without_a_reason(
    store, sitting, answer, reason, refused
):
    body = {"question": "glucose", "act": "answer", "answer": answer, "language": "en"}
    store.append(sitting.number, sitting.version, K.ANSWERED, body, NURSE)
    close = {"question": "glucose", "reason": reason}
    store.append(sitting.number, sitting.version + 1, K.AWAITED_CLOSED, close, NURSE)
    with pytest.raises(BadEvent, match=refused):
        fold(store.events(sitting.number))


def test_nothing_is_closed_twice(store, sitting):
    sitting.give("glucose", missing("pending"))
    sitting.withdraw()
    sitting.close_awaited("glucose", "lost")
    close = {"question": "glucose", "reason": "lost"}
    store.append(sitting.number, sitting.version, K.AWAITED_CLOSED, close, NURSE)
    with pytest.raises(BadEvent, match="glucose is closed already"):
        fold(store.events(sitting.number))


def test_what_does_not_apply_any_more_stays_until_it_is_closed_and_may_be(sitting, awaits):
    sitting.give("sex", value("female"))
    sitting.give("pregnant", missing("pending", due=DUE))
    assert awaits() == {"pregnant": DUE}
    sitting.give("sex", value("male"), reason="wrong chart")
    assert awaits() == {"pregnant": DUE}
    assert [one.applies for one in awaited_in(sitting.standing)] == [False]
    sitting.close_awaited("pregnant", "entered for another candidate")
    assert awaits() == {}


def test_a_day_that_was_redacted_leaves_the_result_on_the_list_without_one(store, sitting, awaits):
    sitting.give("glucose", missing("pending", due=DUE))
    (held,) = (held for held in held_by(sitting.events()[-1]) if held.path == "answer.due")
    redact(store, sitting.state.last, [held], "another patient's", DOCTOR)
    assert awaits() == {"glucose": "None"}
    assert store.awaiting() == [sitting.number]


# Finding the screenings without folding them.

QUESTIONS = ("born", "glucose", "sex")
ACTS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["await", "later", "bring", "unknown", "undo", "due", "close", "look"]),
        st.sampled_from(QUESTIONS),
    ),
    max_size=25,
)
VALUES = {"born": value("1980"), "glucose": value(5, "2026-02-20"), "sex": value("female")}
SOON = "2026-03-20"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_every_screening_that_awaits_something_is_found_by_what_is_due_first(
    tmp_path_factory, acts
):
    path, clock = tmp_path_factory.mktemp("store") / "s.db", SteppingClock(START)
    with Store.open(path, clock=clock) as store:
        sittings = []
        for code in ("A", "B", "C"):
            number = store.new_screening(RULES.encode(), code, NURSE, "en")
            sittings.append(Sitting.open(store, number, NURSE, "en"))
            sittings[-1].give("consent", value(True))
        for at, act, question in acts:
            with suppress(Refused):
                _do(sittings[at], act, question)
        first = {
            one.number: min(str(each.due) for each in one.awaited)
            for one in store.screenings()
            if one.awaited
        }
        found = store.awaiting()
        assert set(first) <= set(found)
        assert [n for n in found if n in first] == sorted(first, key=lambda n: (first[n], n))
        # Only what was closed is looked at in vain.
        in_vain = [one for one in sittings if one.number in set(found) - set(first)]
        assert all(sitting.state.awaited_closed for sitting in in_vain)


def _do(sitting, act, question):
    entry = sitting.state.current(question)
    reason = None if entry is None or entry.missing else "misread"
    match act:
        case "await" | "later":
            due = SOON if act == "await" else "2027-01-01"
            answer = missing("pending", due=due)
            if not sitting.is_the_answer(question, answer):
                sitting.give(question, answer, reason=reason)
        case "bring" | "unknown":
            answer = VALUES[question] if act == "bring" else missing("unknown")
            if not sitting.is_the_answer(question, answer):
                sitting.give(question, answer, reason=reason)
        case "undo":
            sitting.undo()
        case "due" if entry is None or entry.missing:
            sitting.give_due([question], sitting.on)
        case "close" if question in sitting.standing.awaited and sitting.state.decisions:
            sitting.close_awaited(question, "lost")
        case "close":
            sitting.record_decision()
        case "look":
            # What was found before is remembered.
            sitting._store.awaiting()
