"""The events of a screening told one after the other, and what the fold refuses of them."""

from datetime import UTC, date, datetime

import pytest

from screener.protocol.roles import Role
from screener.record.errors import BadEvent
from screener.record.events import Event, EventKind, Person
from screener.record.state import fold

K = EventKind


class Story:
    """Events written one after the other, as a store would hold them."""

    def __init__(self):
        self.events = []
        self.tell(K.SCREENING_OPENED, candidate="DL-017", rules="0" * 64, language="en")

    def tell(self, kind, *, by="Ana Nurse", day=1, **body):
        version = len(self.events) + 1
        self.events.append(
            Event(
                sequence=version,
                number="S-0001",
                version=version,
                kind=kind,
                at=datetime(2026, 3, day, 9, version, tzinfo=UTC),
                on=date(2026, 3, day),
                person=Person(by, Role.SCREENER),
                program="0.1.0",
                body=body,
                head="0" * 64,
            )
        )
        return version

    def answer(self, value, act="answer", question="q", kind=K.ANSWERED, **more):
        answer = {"missing": value[1:]} if str(value).startswith("?") else {"value": value}
        return self.tell(kind, question=question, act=act, answer=answer, language="en", **more)

    def row(self, score, index=None, day="2026-01-01"):
        body = {} if index is None else {"index": index}
        row = {"date": day, "score": score}
        self.tell(K.ROW_SAVED, question="s", row=row, language="en", **body)
        return row

    def enter(self, *passed, index=None, **row):
        body = {} if index is None else {"index": index}
        self.tell(K.ROW_ENTERED, question="s", row=row, passed=list(passed), language="en", **body)

    def reopen(self, reason="misread"):
        self.tell(K.SERIES_REOPENED, question="s", reason=reason)

    def complete(self, *rows, act="answer", **more):
        return self.answer(list(rows), act, "s", K.SERIES_COMPLETED, **more)

    @property
    def state(self):
        return fold(self.events)

    def history(self, question="q"):
        return [
            (entry.answer.get("value", entry.answer.get("missing")), str(entry.standing))
            for entry in self.state.answers[question].history
        ]


def refuses(story, match):
    with pytest.raises(BadEvent, match=match) as refused:
        fold(story.events)
    assert str(refused.value).startswith(
        f"Event {story.events[-1].version} of S-0001 cannot be read"
    )
