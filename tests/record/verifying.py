"""A small store to verify, and what is found in it."""

from screener.record.events import EventKind
from screener.record.store import Store
from screener.record.verification import verify
from tests.record.setting import DECISION


def fill(path, clock, rules, nurse):
    with Store.open(path, clock=clock, time_zone="Asia/Shanghai") as store:
        first = store.new_screening(rules, "DL-1", nurse, "en")
        second = store.new_screening(rules, "DL-2", nurse, "zh")
        for version, text in enumerate(("one", "two", "three"), start=1):
            for number in (first, second):
                store.append(number, version, EventKind.NOTE_ADDED, {"text": text}, nurse)
        store.append(first, 4, EventKind.DECISION_RECORDED, DECISION, nurse)
        store.append(second, 4, EventKind.NOTE_ADDED, {"text": "after"}, nurse)


def found(path, head=None):
    return [(one.wrong, one.sequence) for one in verify(path, head).findings]
