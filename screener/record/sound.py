"""Refusing to go on from a record that was touched, or is damaged."""

from pathlib import Path

from screener.language import _
from screener.record.errors import StoreError
from screener.record.verification import Verified, verify
from screener.sanitise import visible


def sound(path: Path, named: Path, hint: str) -> Verified:
    """Verify a store's file; `named` is what it is told as, `hint` what was not done and would do.

    Raises:
        StoreError: What it holds has been touched, or is damaged.
    """
    checked = verify(path)
    if checked.findings:
        said = _("What {path} holds has been touched, or is damaged: {finding}.")
        finding = checked.findings[0].text
        raise StoreError(said.format(path=visible(str(named)), finding=finding), hint)
    return checked
