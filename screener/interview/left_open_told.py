"""What is said of a question that leaves criteria open, answered or not."""

from collections.abc import Iterable
from datetime import date

from screener.engine.left_open_words import left_open_said
from screener.interview.told import lack_told, not_awaited_told, was_redacted
from screener.record.standing import LackReason, Standing


def lack_said(
    standing: Standing,
    question: str,
    reason: str,
    due: date | None,
    criteria: Iterable[str],
    language: str,
) -> str:
    """Say why something is missing; of what was answered, why that leaves the criteria open."""
    if reason == LackReason.INEXACT:
        return left_open_said(standing.result, question, criteria, language)
    closed = standing.not_awaited(question)
    if closed is not None:
        return not_awaited_told(closed)
    if standing.taken_out(question):
        return was_redacted()
    return lack_told(reason, due, standing.on)
