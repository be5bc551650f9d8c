"""Why typed text is no date, and what would do."""

from screener.interview.readings import Refused
from screener.language import _


def two_digit_year() -> Refused:
    """Refuse a year in two digits: 19 may be 1919 or 2019."""
    return Refused(_("a year of two digits is not clear"), _("give all four: 17 May 2019"))


def no_year() -> Refused:
    """Refuse a date without its year."""
    message = _("the year is missing, or has only two digits")
    return Refused(message, _("give all four: 17 May 2019"))


def leaves_open(word: str) -> Refused:
    """Refuse a date with a word or sign beside it by which it is not the one that is meant."""
    message = _("{word} leaves the date open").format(word=f"`{word}`")
    return Refused(message, _("give a date, or the earliest and the latest: 2015/2019"))


def not_understood(words: str) -> str:
    """Say which words of a date were not understood."""
    return _("not understood: {words}").format(words=words)


def no_such_day(text: str) -> Refused:
    """Refuse a day that the calendar does not have, in the words in which it was typed."""
    message = _("{text} is no date of the calendar").format(text=f"`{text}`")
    return Refused(message, _("look at the day and the month"))


def not_a_date(text: str) -> Refused:
    """Refuse what is not understood."""
    message = _("{text} is not understood as a date").format(text=f"`{text}`")
    return Refused(message, _("such as 17 May 2019, 2019-05-17, May 2019 or 2019"))


def not_full() -> Refused:
    """Refuse a date of which not every part is known, where all are needed."""
    return Refused(_("a full date is needed"), such_as_a_full_date())


def such_as_a_full_date() -> str:
    """Say how a full date is written."""
    return _("such as 17 May 2019 or 2019-05-17")
