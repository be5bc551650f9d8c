"""What can go wrong with a store, told so that the user knows what would do."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from screener.joining import advised, clauses, sentences
from screener.language import _

if TYPE_CHECKING:
    from screener.record.events import Event


class StoreError(Exception):
    """The store cannot be used; nothing recorded is lost. `hint` says what would do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(advised(message, hint))
        self.message = message
        self.hint = hint


class Conflict(StoreError):
    """Someone else wrote to the screening since it was last read; `events` are theirs.

    The time is told in the site's `zone`; `what` says in a few words each what was changed. Where
    something was to be written, `mine` says in full what is not recorded, and `theirs` what is.
    """

    def __init__(
        self,
        number: str,
        events: Sequence["Event"],
        zone: tzinfo,
        what: Sequence[str] = (),
        *,
        theirs: str = "",
        mine: str = "",
    ) -> None:
        self.number = number
        self.events = tuple(events)
        self.zone = zone
        self.what = tuple(what)
        self.theirs = theirs
        self.mine = mine
        last = self.events[-1]
        said = _("{number} was changed by {name} at {time}, after it was read here.")
        if what:
            said = _("{number} was changed by {name} at {time}, after it was read here: {what}.")
        hint = _("Nothing was written. Look at what changed, then enter it again.")
        super().__init__(
            said.format(
                number=number,
                name=last.person.name,
                time=f"{last.at.astimezone(zone):%Y-%m-%d %H:%M}",
                what=clauses(what),
            ),
            sentences(mine, theirs) or hint,
        )


class Replaced(StoreError):
    """What was read of a screening is not in the store any more: it was restored from a backup.

    `writing` says that something was to be written.
    """

    def __init__(self, restored: "Event | None", zone: tzinfo, *, writing: bool = True) -> None:
        said = _("What was read here is not in the store any more.")
        if restored is not None:
            by = _("{name} restored the store from a backup at {time}.").format(
                name=restored.person.name,
                time=f"{restored.at.astimezone(zone):%Y-%m-%d %H:%M}",
            )
            said = sentences(by, said)
        hint = _("Leave the screening and open it again: it stands as it is in the backup.")
        if writing:
            hint = _(
                "Nothing was written. Leave the screening and open it again:"
                " it stands as it is in the backup."
            )
        super().__init__(said, hint)


class OtherKind(StoreError):
    """A screening that was to be real would be for `training` now, or the other way round."""

    def __init__(self, *, training: bool) -> None:
        self.training = training
        said = _("The screening would not be for training: the rules are approved by now.")
        if training:
            said = _("The screening would be for training: the rules are not approved now.")
        super().__init__(said, _("Nothing was begun. Enter the code again if it shall begin so."))


class BadEvent(StoreError):
    """An event says what cannot be: the record is damaged, or a newer program wrote it."""

    def __init__(self, number: str, version: int, what: str) -> None:
        self.number = number
        self.version = version
        super().__init__(
            _("Event {version} of {number} cannot be read: {what}.").format(
                version=version, number=number or _("the store"), what=what
            ),
            _("Restore the store from a backup, or open it with the program that wrote it."),
        )
