"""All answers by line: by section, each with who and when, its notes and what stood before."""

from collections.abc import Collection

from screener.interview.all_answers import answers_by_section
from screener.interview.course_told import course_said
from screener.interview.history_told import has_history
from screener.interview.moments import zone_told
from screener.interview.pages import with_rows
from screener.interview.plain_lines import said_plainly
from screener.interview.plain_looking import Looking
from screener.language import _

#: What belongs to an answer stands beneath it, behind its number.
_BELOW = "     "


def say_all_answers(looking: Looking, missing: Collection[str]) -> list[str]:
    """Say every answer with its history, and give the questions in the order of their numbers.

    Of those that were just named as `missing` the notes have been said.
    """
    sitting, lines, account = looking.sitting, looking.lines, looking.asking.account()
    state = sitting.state
    noted = {note.question for note in state.notes if note.question not in missing}
    told_of = [id for id in sitting.protocol.questions if id in noted or has_history(state, id)]
    numbered: list[str] = []
    if told_of:
        lines.say(zone_told(sitting.time_zone))
    for title, answered in answers_by_section(account, told_of):
        lines.say(title)
        for question, now, others in answered:
            notes = account.notes_to(question, 2) if question in noted else ()
            said = (*now, *notes, *others)
            first, *below = map(said_plainly, with_rows(said, account.language))
            numbered.append(question)
            lines.offer(len(numbered), first)
            lines.say(*(f"{_BELOW}{line}" for line in below))
    if whole := (*account.notes_to(None, 0), *course_said(state, account.moment)):
        lines.say(_("The whole screening"))
        looking.say(whole)
    return numbered
