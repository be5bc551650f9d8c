"""Saying that a screening is for training: it began under rules that were not approved then."""

from screener.language import _


def training_mark() -> str:
    """Give the word that stands beside the screening's number."""
    return _("training")


def training_told() -> str:
    """Say why it is, and what it is not."""
    return _(
        "It began under rules that were not approved by then: it includes and excludes nobody."
    )
