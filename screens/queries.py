"""What an investigator asks about a criterion, and closing what cannot be determined."""

from functools import partial
from typing import TYPE_CHECKING

from textual import work

from screener.interview.refusals import Refused
from screener.joining import labelled
from screener.language import _, ngettext
from screener.prose.rules import criterion_told
from screens.base import PlaceScreen, conflicting, refusal, refused_lines
from screens.commands import with_keys
from screens.prompts import Line, Tone
from screens.widgets.transcript import Message, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from screener.interview.sitting import Sitting
    from screener.record.assessing import Query
    from screens.dialogs import Ask


class Queries(PlaceScreen):
    """Answering queries and closing, on a screen that owns a sitting."""

    sitting: "Sitting"

    if TYPE_CHECKING:

        def try_to(self, act: Callable[[], object], again: str = "") -> bool: ...
        def catch_up(self) -> None: ...

    @work
    async def do_query(self, argument: str) -> None:
        """Answer a query in words; with several, the one that is chosen."""
        from screens.dialogs import Item, Pick

        found = self.sitting.unanswered_queries() or self.sitting.open_queries()
        if not found:
            self.tell(Line(_("No query is open."), Tone.QUIET))
            return
        query = found[0]
        if len(found) > 1:
            items = [Item(str(one.version), _told(self.sitting, one)) for one in found]
            picked = await self.app.push_screen_wait(Pick(_("Which query?"), items))
            if picked is None:
                return
            query = next(one for one in found if str(one.version) == picked)

        def answer(text: str) -> str:
            return refusal(lambda: self.sitting.answer_query(query.version, text))

        told = [""]
        if argument:
            give = partial(self.sitting.answer_query, query.version, argument)
            again = f"/query {argument}"
            if not self.try_to(lambda: told.append(conflicting(give)), again) or not told[-1]:
                return
        # On the line it could come to answer another query.
        await self.app.push_screen_wait(self._ask_answer(query, argument, told[-1], answer))
        self.catch_up()

    def _ask_answer(
        self, query: "Query", text: str, wrong: str, answer: "Callable[[str], str]"
    ) -> "Ask":
        from screener.interview.moments import moment
        from screener.interview.signing_told import query_said
        from screens.dialogs import Ask

        zone = self.sitting.time_zone
        criterion = self.sitting.protocol.criteria[query.criterion]
        lines = [Line(criterion.text.in_language(self.sitting.language), Tone.QUIET)]
        for said in query_said(query, lambda at: moment(at, zone)):
            lines.append(Line(labelled(said.label, said.text) if said.label else said.text))
        how = _("Where an answer is wrong, correct it instead: {back}, with a reason.")
        lines.append(Line(with_keys(how), Tone.QUIET))
        if wrong:
            lines.append(Line(wrong, Tone.FAIL))
        title = _("Answer the query to {criterion}").format(criterion=criterion_told(criterion))
        return Ask(title, lines=lines, value=text, check=answer)

    @work
    async def do_close(self, argument: str) -> None:
        """Close what cannot be determined, for a reason."""
        await ask_close(self, self.sitting, argument)
        self.catch_up()


async def ask_close(place: PlaceScreen, sitting: "Sitting", argument: str = "") -> bool:
    """Ask why it stays undetermined, and close it; where it cannot be closed, that is said first.

    False where it was not closed.
    """
    from screens.dialogs import Ask

    try:
        sitting.may_close()
    except Refused as error:
        place.tell(*refused_lines(error))
        return False

    def check(text: str) -> str:
        return refusal(lambda: sitting.close_undetermined(text))

    kept = _("It can then be signed. Whatever is recorded after it opens it again.")
    asked = Ask(
        _("Why does it stay undetermined?"),
        lines=(Line(kept, Tone.QUIET),),
        value=argument,
        check=check,
    )
    return await place.app.push_screen_wait(asked) is not None


def queries_message(sitting: "Sitting") -> Message | None:
    """Say which queries wait for an answer; nothing where none does."""
    found = sitting.unanswered_queries()
    if not found:
        return None
    head = ngettext(
        "{count} query waits for an answer:", "{count} queries wait for an answer:", len(found)
    ).format(count=len(found))
    how = with_keys(_("{query} answers it; {back} corrects an answer."))
    lines = [head, *(f"· {_told(sitting, query)}" for query in found), how]
    return Message(Speaker.DECISION, "\n".join(lines), tone=Tone.AWAITED)


def _told(sitting: "Sitting", query: "Query") -> str:
    criterion = sitting.protocol.criteria[query.criterion]
    return labelled(criterion_told(criterion), query.text)
