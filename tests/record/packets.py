"""Packets, two verifiers that read them, and what somebody may do to one."""

import importlib.util
import json
from contextlib import suppress
from pathlib import Path

from screener.protocol.exact_json import dumps
from screener.record.decision import decision_body
from screener.record.errors import StoreError
from screener.record.events import EventKind
from screener.record.packet_check import check_packet, read_packet
from screener.record.standing import Standing
from screener.record.state import fold

DOCS = Path(__file__).parents[2] / "docs"


def load_second_verifier():
    spec = importlib.util.spec_from_file_location("verify_packet", DOCS / "verify_packet.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SECOND = load_second_verifier()


def answer(store, number, question, value, person):
    body = {
        "question": question,
        "act": "answer",
        "answer": {"value": value},
        "language": "en",
        "typed": str(value),
    }
    store.append(number, len(store.events(number)), EventKind.ANSWERED, body, person)


def decide(store, number, person):
    state = fold(store.events(number))
    protocol = store.protocol(state.rules_sha256)
    store.append(
        number,
        state.version,
        EventKind.DECISION_RECORDED,
        lambda on: decision_body(Standing(protocol, state, on)),
        person,
    )


def found(content, head=None):
    checked = check_packet(read_packet(content, "p.json"), head)
    return [(one.wrong.value, one.sequence) for one in checked.findings]


def accepted(content):
    """Which of the two verifiers accept it."""
    by = []
    with suppress(StoreError):
        by += [] if found(content) else ["screener"]
    try:
        SECOND.verify(content)
        by.append("second")
    except Exception:
        return by
    return by


def changed(content, change):
    data = json.loads(content)
    change(data)
    return f"{dumps(data)}\n".encode("ascii")


def body_of(data, kind):
    return next(e for e in data["events"] if f'"kind":"{kind}"' in e["header"])


def missed(content, places):
    return [
        place
        for place in places
        if accepted(content[:place] + bytes([content[place] ^ 0x01]) + content[place + 1 :])
    ]


def with_a_space(body):
    return body.replace(":", ": ", 1)
