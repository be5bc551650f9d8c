"""Pages of the audit to read: why a screening came out as it did, and every answer's history."""

from collections.abc import Callable, Iterator

from screener.interview.account import Account
from screener.interview.all_answers import all_answers
from screener.interview.moments import moment
from screener.interview.pages import Part
from screener.interview.reasons_told import reason_said, reasons_told
from screener.interview.travel import Spot, Travel
from screener.interview.view import View
from screener.interview.why_told import Why
from screener.language import _
from screens.account_lines import account_lines
from screens.dialogs import Page, Reading
from screens.prompts import Line, Tone

#: Cells that a page leaves free beside its lines, on the widest page and on a narrow terminal.
_BESIDE = 6
_WIDEST = 92
#: Gives where one is in time, in the events as they were read last.
Place = Callable[[], tuple[Travel, Spot]]


def why_page(place: Place, width: int) -> Reading:
    """Answer in words why the screening stood as it did."""

    def page() -> Page:
        travel, spot = place()
        answer, *others = Why(travel, spot).parts()
        first = account_lines(answer.lines, travel.language, _room(width))
        rest = (line for part in others for line in _part_lines(part, travel.language, width))
        return answer.heading, [*first, *rest]

    return Reading(*page(), page)


def reasons_page(view: View, width: int) -> Reading:
    """Say why every criterion stands where it does now, from the rules alone."""

    def lines() -> list[Line]:
        parts = reasons_told(view.standing, view.language)
        return [line for part in parts for line in _part_lines(part, view.language, width)][1:]

    return _from_the_rules(lines)


def reason_page(view: View, criterion: str, width: int) -> Reading:
    """Say why one criterion stands where it does now, from the rules alone."""

    def lines() -> list[Line]:
        told = reason_said(view.standing, criterion, view.language)
        return list(account_lines(told, view.language, _room(width)))

    return _from_the_rules(lines)


def _from_the_rules(lines: Callable[[], list[Line]]) -> Reading:
    def page() -> Page:
        return _("Why it follows from the rules"), lines()

    return Reading(*page(), page)


def answers_page(place: Place, width: int) -> Reading:
    """Give every answer by section, with all that stood before it."""

    def page() -> Page:
        travel, spot = place()
        account = Account.of_now(
            travel.stood(spot).standing, travel.language, lambda at: moment(at, travel.zone)
        )
        lines = list(account_lines(all_answers(account), travel.language, _room(width)))
        return _("All answers"), lines or [Line(_("There is no answer yet."))]

    return Reading(*page(), page)


def _part_lines(part: Part, language: str, width: int) -> Iterator[Line]:
    yield Line("")
    yield Line(part.heading, Tone.QUIET)
    yield from account_lines(part.lines, language, _room(width))


def _room(width: int) -> int:
    return min(width, _WIDEST) - _BESIDE
