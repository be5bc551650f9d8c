"""The commands of the interview."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from screener.interview.history_told import Fate, fate
from screener.interview.told import language_told
from screener.joining import aside, labelled
from screener.language import _
from screener.record.standing import LackReason
from screens.base import conflicting, refusal
from screens.bringing import Bringing
from screens.commands import with_keys
from screens.effects import answers_behind
from screens.prompts import Line, Tone
from screens.story import next_language
from screens.widgets.criteria import CriteriaPanel

if TYPE_CHECKING:
    from screener.interview.readings import Reading as DateReading
    from screener.record.store import Store
    from screens.dialogs import Item
    from screens.prompts import Step
    from screens.widgets.exchange import Exchange
    from screens.widgets.transcript import Transcript


class InterviewActs(Bringing):
    """What the commands do, on a screen that owns a sitting; each brings in what it needs."""

    store: "Store"
    shown_in: str | None
    _searched: tuple[str, int | None] = ("", None)

    if TYPE_CHECKING:

        @property
        def exchange(self) -> Exchange: ...
        @property
        def transcript(self) -> Transcript: ...
        def catch_up(self) -> None: ...
        def advanced(self, step: Step) -> None: ...
        def ask_next(self) -> None: ...
        def leave(self) -> bool: ...
        def tell_between(self) -> bool: ...
        def question_text(self, question: str) -> str: ...

    def context_help(self) -> list[Line]:
        """Give the present question's whole help, above the keys, and say which times are told.

        Of a screening that is for training it says so, and why.
        """
        from screener.interview.moments import zone_told
        from screener.interview.training import training_told
        from screener.prose.values import help_text
        from screens import asking

        flow = self.exchange.flow
        zone = [Line(zone_told(self.sitting.time_zone), Tone.QUIET), Line("")]
        if self.sitting.training:
            zone.insert(0, Line(labelled(_("Training"), training_told()), Tone.AWAITED))
        if flow is None:
            return zone
        question = self.sitting.protocol.questions[flow.question]
        language = self.shown_in or self.sitting.language
        text = help_text(question, language)
        lines = [Line(asking.ask_text(question, language), Tone.PASS)]
        lines += [Line(line) for line in text.split("\n")] if text else []
        return [*lines, Line(""), *zone]

    # The present question.

    def do_why(self, argument: str) -> None:
        """Say which criteria rest on the question, and what each answer would do."""
        from screens.dialogs import Reading
        from screens.effects import why_lines

        flow = self.exchange.flow
        if flow is None:
            self._why_open()
            return
        why = why_lines(self.sitting, flow.question, self.sitting.language)
        lines = [*self.exchange.more, *why]
        self.app.push_screen(Reading(_("Why this is asked"), lines))

    def _why_open(self) -> None:
        """Say what is missing and why, where nothing is asked."""
        from screens.dialogs import Page, Reading
        from screens.idle import open_lines

        def page() -> Page:
            ended = self.sitting.standing.ended
            lines = [] if ended else open_lines(self.sitting)
            return _("What is missing, why, and who can supply it"), lines

        title, lines = page()
        if lines:
            self.app.push_screen(Reading(title, lines, page))
        else:
            self.tell(Line(_("Nothing is asked now."), Tone.QUIET))

    @work
    async def do_missing(self, argument: str) -> None:
        """Choose why there is no answer, and perhaps a note that it shall carry."""
        from screens.notes import choose_missing

        if self.exchange.flow is None:
            self.tell(Line(_("Nothing is asked now."), Tone.QUIET))
        elif (chosen := await choose_missing(self.app)) is not None:
            self._means(self.exchange.no_answer(*chosen))

    def _entry_command(self, name: str, argument: str) -> None:
        self._means(self.exchange.command(name, argument))

    def _means(self, anything: bool) -> None:
        if not anything:
            self.tell(Line(_("That means nothing for what is asked now."), Tone.QUIET))

    def do_unknown(self, argument: str) -> None:
        """Nobody knows."""
        self._entry_command("unknown", argument)

    def do_not_done(self, argument: str) -> None:
        """It has not been done."""
        self._entry_command("not_done", argument)

    def do_pending(self, argument: str) -> None:
        """It is awaited."""
        self._entry_command("pending", argument)

    def do_refused(self, argument: str) -> None:
        """The candidate refused."""
        self._entry_command("refused", argument)

    def do_row(self, argument: str) -> None:
        """Change a row."""
        self._entry_command("row", argument)

    def do_remove(self, argument: str) -> None:
        """Remove a row."""
        self._entry_command("remove", argument)

    def do_complete(self, argument: str) -> None:
        """The table is complete."""
        self._entry_command("complete", argument)

    def do_skip(self, argument: str) -> None:
        """Leave the question for later."""
        flow = self.exchange.flow
        question = self.sitting.current() if flow is None else flow.question
        if question in self.sitting.upcoming():
            self.try_leaving(lambda: self.sitting.skip(question))
        elif flow is not None:
            # Someone else has answered it: one's own entry is let go.
            self.try_leaving(lambda: None)

    def do_language(self, argument: str) -> None:
        """Show this question in the other language."""
        now = self.shown_in or self.sitting.language
        other = next_language(now, self.sitting.protocol.languages)
        if other is None:
            self.tell(Line(_("This protocol comes in one language."), Tone.QUIET))
            return
        self.shown_in = other
        self.ask_next()
        self.tell(Line(_("Shown in {language}.").format(language=language_told(other)), Tone.QUIET))

    def do_order(self, argument: str) -> None:
        """Ask in the other order from now on."""
        self.try_leaving(self.sitting.switch_order)

    def do_interface(self, argument: str) -> None:
        """Switch the app and the protocol's texts, and record it."""
        self.screener.do_interface(argument)
        self.shown_in = None
        self.try_to(lambda: self.sitting.switch_language(self.screener.language))
        self.retranslate()

    # Earlier answers.

    def do_undo(self, argument: str) -> None:
        """Undo typing; with an empty line take back the last answer, else lead to correcting."""
        if self.exchange.line.undo_typing():
            return
        if self.exchange.under_way:
            self.exchange.stepped_back()
            return
        if self.exchange.command("undo", argument):
            return
        undone: list[str | None] = []
        if self.try_to(lambda: undone.append(self.sitting.undo())) and undone == [None]:
            self.tell(
                Line(_("No answer of yours in this sitting can be taken back at once."), Tone.QUIET)
            )
            self.do_back("")

    def do_back(self, argument: str) -> None:
        """Choose an earlier answer and correct it: what needs it first, then the last one."""
        from screens.dialogs import Item, Pick

        state, first = self.sitting.state, {*self.sitting.overdue(), *self._leaving_open()}
        given = [
            (id not in first, -entry.version, id)
            for id in state.answers
            if (entry := state.current(id)) is not None
        ]
        items = [
            Item(id, self.question_text(id), self._answer_so_far(id))
            for *_order, id in sorted(given)
        ]
        if not items:
            self.tell(Line(_("There is no answer yet."), Tone.QUIET))
            return
        about = (
            _("What is overdue or leaves a criterion open stands first, then the last answer."),
            _("What stood before stays in the record."),
            _("A correction needs a reason; first you see what it would change."),
        )
        self.app.push_screen(Pick(_("Correct which answer?"), items, about=about), self.change)

    def _leaving_open(self) -> list[str]:
        """Give the questions whose answers leave a criterion open."""
        lacks = self.sitting.standing.lacks
        return [lack.question for lack in lacks if lack.reason is LackReason.INEXACT]

    def _answer_so_far(self, question: str) -> str:
        """Give the answer that counts, and what there is to do about it."""
        said = self.answer_text(question)
        entry = self.sitting.state.current(question)
        became = fate(self.sitting.standing, question, entry.version) if entry else Fate()
        return aside(said, became.words) if became.words else said

    def change(self, question: str | None) -> None:
        """Correct one answer on a screen of its own."""
        from screens.change import Change

        if question is not None and self.may(partial(self.sitting.may_change, question)):
            self.app.push_screen(Change(self.sitting, question), self._changed)

    def _changed(self, changed: bool | None) -> None:
        self.tell_between()
        self.catch_up()

    def answer_text(self, question: str) -> str:
        """Give the answer that counts, in words."""
        return answers_behind(self.sitting, question, self.sitting.language)

    @property
    def in_hand(self) -> str:
        """This screening."""
        return self.sitting.number

    def do_check(self, argument: str) -> None:
        """Check the answers by section."""
        from screens.review import Review

        self.app.push_screen(Review(self.sitting), self._changed)

    # Source, notes, due dates.

    @work
    async def do_source(self, argument: str) -> None:
        """Ask where the answers come from now; Escape goes back by a step."""
        from screens.source_dialogs import say_source

        if await say_source(self.app, self.sitting):
            self.do_note("")
        else:
            self.catch_up()

    @work
    async def do_note(self, argument: str) -> None:
        """Keep a note; one that comes with the command is about what is asked now."""
        from screens.notes import SCREENING, ask_about, keep_note

        now = self.exchange.flow.question if self.exchange.flow else None
        if argument:
            told: list[str] = []
            add = partial(self.sitting.add_note, argument, now)
            if self.try_to(lambda: told.append(conflicting(add)), f"/note {argument}") and told[0]:
                # On the line it would be about what is asked by now.
                await keep_note(self.app, self.sitting, now, argument, told[0])
                self.catch_up()
            return
        about = await ask_about(self.app, self.sitting, now)
        if about is None:
            return
        await keep_note(self.app, self.sitting, None if about == SCREENING else about)
        self.catch_up()

    @work
    async def do_due(self, argument: str) -> None:
        """Give several awaited questions of a section one due date."""
        from screener.interview.awaited import awaited_by_section
        from screens import asking
        from screens.dialogs import Item, Pick
        from screens.due_dialog import ask_due
        from screens.ticks import Ticks

        by_section = awaited_by_section(self.sitting.protocol, self.sitting.state)
        if not by_section:
            self.tell(Line(_("Nothing is awaited."), Tone.QUIET))
            return
        section = next(iter(by_section))
        if len(by_section) > 1:
            picked = await self.app.push_screen_wait(
                Pick(_("Of which section?"), [self._section_item(s) for s in by_section])
            )
            if picked is None:
                return
            section = picked
        items = [Item(id, self.question_text(id)) for id in by_section[section]]
        about = (_("What is ticked here gets the due date that is asked next."),)
        ticks = Ticks(_("Which have one due date?"), items, about)
        chosen = await self.app.push_screen_wait(ticks)
        if not chosen:
            return

        def read(text: str) -> "DateReading":
            return asking.read_due(text, self.sitting.on)

        def give(day: date) -> str:
            return refusal(lambda: self.sitting.give_due(chosen, day))

        await ask_due(self.app, _("When are they due?"), argument, read, give)
        self.catch_up()

    def _section_item(self, section: str) -> "Item":
        from screens.dialogs import Item

        found = self.sitting.protocol.sections.get(section)
        title = found.title.in_language(self.sitting.language) if found else _("no section")
        return Item(section, title)

    # Leaving.

    def do_sign(self, argument: str) -> None:
        """Show the decision."""
        from screens.decision import Decision

        self.app.push_screen(Decision(self.sitting), self._changed)

    def do_list(self, argument: str) -> None:
        """Go back to the list."""
        if self.leave():
            self.screener.leave_screening(self.sitting.number)

    # Looking.

    @work
    async def do_search(self, argument: str) -> None:
        """Go to the last message that holds the words; again, to the one before it."""
        from screens.dialogs import Ask

        words, at = self._searched
        text = argument or await self.app.push_screen_wait(
            Ask(
                _("Search the conversation"),
                value=words,
                about=(
                    _("It goes to the last message that holds them; again, to the one before."),
                ),
            )
        )
        if not text:
            return
        before = at if text == words else None
        found = self.transcript.find(text, before)
        if found is None and before is not None:
            found = self.transcript.find(text)
        self._searched = (text, found)
        if found is None:
            self.transcript.unmark()
            self.tell(Line(_("Nowhere: {words}").format(words=text), Tone.QUIET))
        else:
            self.transcript.go_to(found)
            self.tell(
                Line(
                    with_keys(_("Found. {search} and Enter go to the one before.")),
                    Tone.QUIET,
                )
            )

    def do_criteria(self, argument: str) -> None:
        """Show or hide the criteria."""
        self.query_one(CriteriaPanel).toggle()

    def do_points(self, argument: str) -> None:
        """Show what the protocol leaves open."""
        from screens.dialogs import Reading
        from screens.open_points import open_point_lines

        lines = open_point_lines(self.sitting.protocol, self.sitting.language)
        self.app.push_screen(Reading(_("Open points"), lines))
