"""Screening a candidate again: which screening may be followed by another, and beginning it.

Screenings for training and real ones are kept apart, and those of different studies: neither
follows the other.
"""

from collections.abc import Sequence
from hashlib import sha256

from screener.interview.listing import already_told, of_candidate, similar_told
from screener.joining import listed
from screener.language import _, ngettext
from screener.protocol.model import Decision
from screener.record.alike import folded
from screener.record.approvals import approvals, approved
from screener.record.candidates import similar_code
from screener.record.store import Store
from screener.record.summary import ScreeningSummary, Stage


def for_training(store: Store, rules: bytes) -> bool:
    """Tell whether a screening that began under these rules now would be for training."""
    return not approved(approvals(store, sha256(rules).hexdigest()))


def in_use(
    summaries: Sequence[ScreeningSummary], code: str, *, training: bool
) -> list[ScreeningSummary]:
    """Give the screenings of a code that are to be told before one begins, `training` or not.

    The newest comes first. Those for training are in no real one's way; whoever begins one for
    training is told of all.
    """
    same = of_candidate(summaries, code)[::-1]
    return same if training or any(not one.training for one in same) else []


def similar(summaries: Sequence[ScreeningSummary], code: str, *, training: bool) -> list[str]:
    """Give the codes in use that could be this one, typed in another way; see `in_use`.

    Only a person knows whether they are: nothing is linked by it.
    """
    codes = {folded(one.candidate): one.candidate for one in summaries if one.candidate}
    codes.pop(folded(code), None)
    alike = [one for one in codes.values() if similar_code(one, code)]
    return [one for one in alike if in_use(summaries, one, training=training)]


def codes_of(summaries: Sequence[ScreeningSummary]) -> tuple[str, ...]:
    """Give the codes that screenings have."""
    return tuple(one.candidate for one in summaries if one.candidate)


def whose_told(summaries: Sequence[ScreeningSummary], code: str) -> str:
    """Say whose a code is already, or else a similar one; nothing where it is nobody's."""
    alike = similar(summaries, code, training=True)
    said = similar_told(summaries, alike, code) if alike else ""
    return already_told(summaries, code) or said


def followed(
    summaries: Sequence[ScreeningSummary], code: str, *, training: bool, study: str
) -> ScreeningSummary | None:
    """Give the candidate's screening that another one would follow: the last one that none does.

    Of those of the same `study`, by its protocol's id, and for `training` as that one is.
    """
    alike = [
        one
        for one in of_candidate(summaries, code)
        if one.training is training and _study(one) == study
    ]
    last = [one for one in alike if one.again is None]
    running = [one for one in last if why_not_again(one)]
    return (running or last)[-1] if last else None


def other_study_told(summaries: Sequence[ScreeningSummary], code: str, study: str) -> str:
    """Say which screenings of a code are of another study; nothing where none is."""
    others = [one.number for one in of_candidate(summaries, code) if _study(one) != study]
    if not others:
        return ""
    return ngettext(
        "{screenings} is of another study: consent to one does not cover another, "
        "and no answer passes over.",
        "{screenings} are of another study: consent to one does not cover another, "
        "and no answer passes over.",
        len(others),
    ).format(screenings=listed(others))


def apart_told(*, training: bool) -> str:
    """Say that a screening can begin that follows none of those with the same code."""
    if training:
        return _("Begin one for training, which follows none")
    return _("Begin one of this study, which follows none")


def _study(summary: ScreeningSummary) -> str:
    return summary.protocol.id if summary.protocol is not None else ""


def why_not_again(summary: ScreeningSummary) -> str:
    """Say why the candidate cannot be screened again after a screening; nothing where they can."""
    number = summary.number
    if summary.stage is Stage.ENROLLED:
        return _("The candidate is enrolled, as {number} says.").format(number=number)
    if summary.over:
        return ""
    said = _("{number} has not ended. The candidate can be screened again once it has.")
    if summary.decision is Decision.INELIGIBLE:
        said = _("The decision of {number} is not recorded yet. Open it and record the decision.")
        if summary.recorded is not None:
            said = _(
                "Something has changed since the decision of {number} was recorded: "
                "it is to be recorded anew. Open it and record the decision."
            )
    return said.format(number=number)
