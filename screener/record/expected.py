"""What somebody was told of a screening before it begins."""

from typing import NamedTuple


class Expected(NamedTuple):
    """What must be so still when the screening begins; nothing, unless it was told.

    `unused`: nobody was seen to have the candidate's code, nor one that could be it, typed in
    another way, but for those in `known`. `training`: it would be for training, or would not.
    """

    unused: bool = False
    training: bool | None = None
    known: tuple[str, ...] = ()


#: Nothing was told.
NOTHING_EXPECTED = Expected()
