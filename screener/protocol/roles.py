"""Who answers. Apart from the model: saying who is there must not bring all of it in."""

from enum import StrEnum


class Role(StrEnum):
    """Who answers a question."""

    SCREENER = "screener"
    INVESTIGATOR = "investigator"
