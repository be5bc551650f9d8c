"""What an event's body holds, read without tolerance."""

from collections.abc import Mapping

from screener.record.errors import BadEvent
from screener.record.events import Event, Order
from screener.record.history import RawAnswer


def bad(event: Event, what: str) -> BadEvent:
    """Give the error that names an event as one that cannot be."""
    return BadEvent(event.number, event.version, what)


def text_of(event: Event, key: str) -> str:
    """Give a text; raises `BadEvent` where it is none, or empty."""
    value = event.body[key]
    if not isinstance(value, str) or not value:
        raise bad(event, f"{key} is no text")
    return value


def maybe_text_of(event: Event, key: str) -> str | None:
    """Give a text, or None where it is left out."""
    return None if event.body.get(key) is None else text_of(event, key)


def texts_of(event: Event, key: str) -> tuple[str, ...]:
    """Give a list of texts."""
    value = event.body[key]
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise bad(event, f"{key} is no list of texts")
    return tuple(value)


def order_of(event: Event) -> Order:
    """Give the order of the questions; that of the protocol where none is said."""
    try:
        return Order(str(event.body.get("order", Order.PROTOCOL)))
    except ValueError:
        raise bad(event, "there is no such order of the questions") from None


def flag_of(event: Event, key: str) -> bool:
    """Give a truth."""
    value = event.body[key]
    if not isinstance(value, bool):
        raise bad(event, f"{key} is neither true nor false")
    return value


def answer_of(event: Event) -> RawAnswer:
    """Give an answer: a value, or the reason why there is none."""
    answer = event.body["answer"]
    if not isinstance(answer, Mapping) or ("value" in answer) == ("missing" in answer):
        raise bad(event, "the answer has neither a value nor a reason why there is none")
    return answer
