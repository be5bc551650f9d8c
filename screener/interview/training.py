"""Saying that a screening is for training: it began under rules that were not approved then."""

from pathlib import Path
from typing import TYPE_CHECKING

from screener.language import _

if TYPE_CHECKING:
    from screener.record.store import Store


def training_mark() -> str:
    """Give the word that stands beside the screening's number."""
    return _("training")


def training_told() -> str:
    """Say why it is, and what it is not."""
    return _(
        "It began under rules that were not approved by then: it includes and excludes nobody."
    )


def will_be_training_told() -> str:
    """Say what a screening would be that began now, under rules that are not approved."""
    return _(
        "The rules are not approved: this screening will be for training."
        " /approve says what it takes."
    )


def other_kind_told(*, training: bool) -> str:
    """Say what a screening would be that began now, to whom the contrary was said before."""
    if training:
        return _(
            "This has changed: the rules are not approved now, and this screening will be"
            " for training. Nothing has begun yet."
        )
    return _(
        "This has changed: the rules are approved by now, and this screening will be real,"
        " not for training. Nothing has begun yet."
    )


def asking_approval() -> str:
    """Say, to somebody who may approve the rules, that they wait for it."""
    return _(
        "The rules are not approved yet: new screenings are for training."
        " /approve shows them, and asks whether you approve."
    )


def unapproved(store: "Store", rules: Path) -> frozenset[str] | None:
    """Give who has approved a rules file that is not approved by now; None where it is.

    None too where it cannot be read: then no screening begins under it.

    Raises:
        StoreError: The store cannot be read.
    """
    from hashlib import sha256

    from screener.record.approvals import approvals, approved

    try:
        given = approvals(store, sha256(rules.read_bytes()).hexdigest())
    except OSError:
        return None
    return None if approved(given) else frozenset(one.person.name for one in given)
