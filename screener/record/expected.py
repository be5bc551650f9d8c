"""What somebody was told of a screening before it begins."""

from typing import NamedTuple


class Expected(NamedTuple):
    """What must be so still when the screening begins; nothing, unless it was told.

    `unused`: nobody was seen to have the candidate's code. `training`: it would be for training,
    or would not.
    """

    unused: bool = False
    training: bool | None = None


#: Nothing was told.
NOTHING_EXPECTED = Expected()
