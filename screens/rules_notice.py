"""What the list of screenings says of a rules file with which none can begin."""

from pathlib import Path

from screener.language import _, ngettext
from screens.prompts import Line, Tone
from screens.widgets.plain_text import content, one_line


def rules_notice(problems: tuple[str, ...], path: Path, width: int, rows: int) -> tuple[Line, ...]:
    """Say what is wrong with the rules file, as much of it as so many rows of that width hold.

    What is left out is counted, with the command that lists it; what the problems leave untouched
    always stands last.
    """
    head = Line(_("No new screening can begin until the rules file is mended:"), Tone.FAIL)
    foot = Line(_("Screenings under way go on with the rules they began with."), Tone.QUIET)
    room = rows - _height(head, width) - _height(foot, width)
    shown: list[Line] = []
    for problem in problems:
        shown.append(Line(problem, Tone.FAIL))
        if _height_of(shown, width) > room:
            break
    else:
        return head, *shown, foot
    more = _more(len(problems) - len(shown) + 1, path)
    while shown and _height_of([*shown, more], width) > room:
        shown.pop()
        more = _more(len(problems) - len(shown), path)
    if not shown:
        shown = [Line(one_line(problems[0], width), Tone.FAIL)]
    left = len(problems) - len(shown)
    return head, *shown, *((_more(left, path),) if left else ()), foot


def _more(count: int, path: Path) -> Line:
    told = ngettext(
        "and {count} more: screener check {path} lists it",
        "and {count} more: screener check {path} lists them",
        count,
    )
    return Line(told.format(count=count, path=path), Tone.FAIL)


def _height(line: Line, width: int) -> int:
    return len(content(line.text).wrap(max(1, width)))


def _height_of(lines: list[Line], width: int) -> int:
    return sum(_height(line, width) for line in lines)
