"""Notes: to an answer, to a question or to the whole screening; and the note beside no answer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from screener.joining import labelled
from screener.language import _
from screener.protocol.answers import Missing
from screens import asking
from screens.base import refusal
from screens.commands import BY_ID
from screens.dialogs import Ask, Item, Pick
from screens.effects import answers_behind
from screens.prompts import Line, Tone
from screens.trail import who_and_when

if TYPE_CHECKING:
    from textual.app import App

    from screener.interview.sitting import Sitting

#: Stands for the whole screening in lists of questions; no question has this id.
SCREENING = "/"


def notes_to(sitting: "Sitting", question: str | None) -> Iterator[str]:
    """Give the notes to a question, or to the screening, each with who and when."""
    for note in sitting.state.notes:
        if note.question == question:
            who = who_and_when(note.person, note.at, sitting.time_zone)
            yield _("note, {who}: {text}").format(who=who, text=note.text)


async def keep_note(
    app: "App[int]", sitting: "Sitting", question: str | None, text: str = "", wrong: str = ""
) -> bool:
    """Ask for a note to a question, or to the screening, and keep it; False where it was left.

    `text` is what was typed already, `wrong` why it was not kept.
    """
    about = _about(sitting, question)
    lines = [Line(_("About: {what}").format(what=about), Tone.QUIET)]
    if wrong:
        lines.append(Line(wrong, Tone.FAIL))
    said = _("A note stands with what it is about, in the copies too; the answer stays as it is.")

    def keep(text: str) -> str:
        return refusal(lambda: sitting.add_note(text, question))

    ask = Ask(_("Note"), lines=lines, value=text, check=keep, about=(said,))
    return await app.push_screen_wait(ask) is not None


async def ask_about(app: "App[int]", sitting: "Sitting", now: str | None) -> str | None:
    """Ask what a note is about, beginning with the question asked now; None where it was left.

    `SCREENING` stands for the whole screening.
    """
    given = [
        (entry.version, id) for id in sitting.state.answers if (entry := sitting.state.current(id))
    ]
    answered = [id for _version, id in sorted(given, reverse=True) if id != now]
    screening = Item(SCREENING, _("the whole screening"))
    items = [screening, *(_item(sitting, id) for id in answered)]
    if now is not None:
        items.insert(0, _item(sitting, now))
    return await app.push_screen_wait(Pick(_("A note about what?"), items))


async def choose_missing(app: "App[int]") -> tuple[Missing, str] | None:
    """Ask why there is no answer, and for a note that it shall carry; None where it was left."""
    words = dict(asking.missing_words())
    items = [Item(reason.value, word) for reason, word in words.items()]
    about = [labelled(word, _(BY_ID[reason].help)) for reason, word in words.items()]
    picked = await app.push_screen_wait(Pick(_("No answer because …"), items, about=about))
    if picked is None:
        return None
    reason = Missing(picked)
    lines = (Line(_("Enter alone for none."), Tone.QUIET),)
    ask = Ask(
        _("No answer: {reason}. A note?").format(reason=words[reason]), lines=lines, optional=True
    )
    note = await app.push_screen_wait(ask)
    return None if note is None else (reason, note)


def _item(sitting: "Sitting", question: str) -> Item:
    asked = asking.ask_text(sitting.protocol.questions[question], sitting.language)
    return Item(question, asked, answers_behind(sitting, question, sitting.language))


def _about(sitting: "Sitting", question: str | None) -> str:
    if question is None:
        return _("the whole screening")
    item = _item(sitting, question)
    return f"{item.text} {item.detail}".rstrip()
