"""What a decision rests on, what time does to it and what would change it, each as a part."""

from collections.abc import Iterator

from screener.interview.account import Account
from screener.interview.changes_told import CHANGES, changes_said
from screener.interview.dates_told import DATES, dates_said
from screener.interview.evidence_told import RESTS, rests_said
from screener.interview.pages import Part
from screener.language import _


def outlook(account: Account) -> Iterator[Part]:
    """Give the parts of which there is anything to say."""
    for heading, said in (
        (RESTS, rests_said(account)),
        (DATES, dates_said(account)),
        (CHANGES, changes_said(account)),
    ):
        if lines := tuple(said):
            yield Part(_(heading), lines)
