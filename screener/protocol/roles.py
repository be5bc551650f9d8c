"""Who acts. Apart from the model: saying who is there must not bring all of it in."""

from enum import StrEnum


class Role(StrEnum):
    """Who acts. Screeners and investigators answer questions."""

    SCREENER = "screener"
    INVESTIGATOR = "investigator"
    AUTHOR = "author"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    #: Whatever the program records by itself.
    PROGRAM = "program"
