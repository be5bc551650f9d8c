"""What keeps a screening from beginning: a code that is taken, or one before it that is apart."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from screener.language import _
from screener.record.alike import folded
from screener.record.candidates import parts_of, same_code
from screener.record.errors import StoreError
from screener.sanitise import visible

if TYPE_CHECKING:
    from screener.record.reading import StoreReader


def check_unused(
    store: "StoreReader", code: str, known: Iterable[str], training: bool, study: str
) -> None:
    """Refuse a code that came into use since it was looked for, or that a similar one did.

    `known` are the similar ones that were in use then.

    Raises:
        StoreError: It did.
    """
    taken = _taken(store, code, known, training, study)
    if taken is None:
        return
    said = _("A similar code, {code}, has just come into use.").format(code=visible(taken))
    if same_code(taken, code):
        said = _("{code} has just come into use.").format(code=visible(code))
    raise StoreError(
        said, _("Nothing was begun. Enter the code again to see which screening has it.")
    )


def check_apart(store: "StoreReader", earlier: str, training: bool, study: str) -> None:
    """Refuse to have a screening follow one of another study, or a real one a training one.

    Raises:
        StoreError: It is one.
    """
    if store.study(earlier) != study:
        raise StoreError(
            _("{number} is of another study: consent to one does not cover another.").format(
                number=earlier
            ),
            _("Nothing was begun. Enter the code again to see what can be done."),
        )
    if store.for_training(earlier) is not training:
        said = _("{number} is for training, and this screening is not.")
        if training:
            said = _("This screening is for training, and {number} is not.")
        raise StoreError(
            said.format(number=earlier),
            _("Nothing was begun. Enter the code again to see what can be done."),
        )


def _taken(
    store: "StoreReader", code: str, known: Iterable[str], training: bool, study: str
) -> str | None:
    """Give the code that a screening of a study, real or for training, has; None if none has."""
    wanted, passed = parts_of(code), {folded(one) for one in known} - {folded(code)}
    alike = {
        number: one
        for number, one in store.codes().items()
        if parts_of(one) == wanted and folded(one) not in passed
    }
    kind = [number for number in alike if store.for_training(number) is training]
    taken = (alike[number] for number in kind if store.study(number) in (study, ""))
    return next(taken, None)
