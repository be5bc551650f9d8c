"""What is put to the person at each stage of an answer."""

from collections.abc import Callable, Iterator, Mapping

from screener.interview.history_told import taken_over_told
from screener.interview.sitting import Preview, Sitting
from screener.interview.told import answer_told, carried_told
from screener.joining import clauses, sentences
from screener.language import _, active_language
from screener.prose.values import day_text, short_help
from screens import asking
from screens.draft import Draft, Stage
from screens.effects import preview_lines, stale_lines, whole_preview, would_fail
from screens.headings import question_heading, source_said
from screens.prompts import Line, Prompt, Tone
from screens.trail import who_and_when


class AnswerPrompts:
    """The prompts of one question, in one language."""

    def __init__(self, sitting: Sitting, question: str, language: str) -> None:
        self.sitting = sitting
        self.language = language
        self._q = sitting.protocol.questions[question]

    def of(self, stage: Stage, draft: Draft) -> Prompt:
        """Give what is asked at a stage."""
        return _PROMPTS[stage](self, draft)

    def _value(self, draft: Draft) -> Prompt:
        return Prompt(
            text=asking.ask_text(self._q, self.language),
            heading=question_heading(self.sitting, self._q.id, self.language),
            help=short_help(self._q, self.language),
            lines=(
                *stale_lines(self.sitting, self._q.id, self.language),
                *(Line(said, Tone.AWAITED) for said in filter(None, (self._earlier(),))),
            ),
            options=asking.options(self._q, self.language),
            keys=asking.keys(self._q),
            hint=" · ".join((*self._takes_over(), asking.hint(self._q, self.language))),
            single=asking.takes_keys(self._q),
        )

    def _earlier(self) -> str:
        """Say what was answered in an earlier screening, with its date and source."""
        return self.sitting.earlier_told(self._q.id, self.language)

    def _takes_over(self) -> Iterator[str]:
        if self.sitting.offered(self._q.id) is not None:
            yield _("Enter takes over the earlier answer")

    def _due(self, draft: Draft) -> Prompt:
        return Prompt(
            text=_("When is it due?"),
            heading=asking.ask_text(self._q, self.language),
            hint=asking.due_hint(),
        )

    def _act(self, draft: Draft) -> Prompt:
        return Prompt(
            text=_("What is it beside the earlier answer?"),
            heading=asking.ask_text(self._q, self.language),
            lines=self._echo_lines(draft),
            options=(
                _("a correction: the earlier answer was wrong"),
                _("a newer observation: the earlier answer was right on its day"),
            ),
            hint=_act_hint(draft),
        )

    def _observed(self, draft: Draft) -> Prompt:
        proposed = self.proposed_day()
        hint = _("a date, then Enter")
        if proposed:
            today = day_text(self.sitting.on, active_language())
            hint = _("Enter takes today, {day}; or type a date").format(day=today)
        return Prompt(
            text=_("When was it observed?"),
            heading=asking.ask_text(self._q, self.language),
            help=_(
                "The date of the sample, the examination or the report, not that of today's entry."
            ),
            lines=self._echo_lines(draft),
            hint=hint,
            proposed=proposed,
        )

    def _echo_lines(self, draft: Draft) -> tuple[Line, ...]:
        """Say what would be recorded, and from where; what gives no value comes from nowhere."""
        carried = carried_told(self._q, draft.given().raw)
        said = _("Understood: {answer}").format(answer=clauses((draft.echo, carried)))
        source = "" if draft.missing else source_said(self.sitting)
        if draft.earlier is not None:
            source = taken_over_told(draft.earlier.taken_over)
        if draft.met:
            said = _("You entered, not recorded yet: {answer}").format(
                answer=clauses((draft.echo, carried))
            )
        told = " · ".join(filter(None, (said, source)))
        return (*self._theirs(draft), Line(told, Tone.AWAITED if draft.met else Tone.PLAIN))

    def _theirs(self, draft: Draft) -> tuple[Line, ...]:
        """Say what someone else has answered meanwhile, or that what stood there is gone."""
        if draft.taken_back or draft.taken_out:
            said = _("Recorded now: no answer; the earlier one was taken back.")
            if draft.taken_out:
                said = _("Recorded now: no answer; the earlier one was redacted.")
            none = Line(said, Tone.AWAITED)
            if not draft.reason_before:
                return (none,)
            said = _("So no reason is needed. You typed, and it is not recorded: {reason}")
            return none, Line(said.format(reason=draft.reason_before), Tone.AWAITED)
        if (entry := draft.theirs) is None:
            return ()
        now = self.sitting.state.current(self._q.id)
        if now is not None and now.version == entry.version:
            # It may have been redacted since.
            entry = now
        said = _("Recorded: {answer} ({who})").format(
            answer=answer_told(self._q, entry.answer, self.language),
            who=who_and_when(entry.person, entry.at, self.sitting.time_zone),
        )
        return (Line(said, Tone.AWAITED),)

    def _correction_lines(self, draft: Draft) -> tuple[Line, ...]:
        """Say why what is asked again as too old is a correction, where nobody chose that."""
        preview = self.sitting.preview(self._q.id, draft.given())
        if draft.act is not None or draft.observed_on is None or not preview.needs_reason:
            return ()
        return (Line(self.only_corrects(draft), Tone.AWAITED),)

    def only_corrects(self, draft: Draft) -> str:
        """Say why the entry cannot be a newer observation; nothing where it can."""
        return self.sitting.only_corrects(self._q.id, draft.given())

    def proposed_day(self) -> str:
        """Give today, where what is answered now is said or examined now; else nothing."""
        return self.sitting.on.isoformat() if self.sitting.is_of_today(self._q.id) else ""

    def at_odds(self, draft: Draft) -> str:
        """Say with which answer of an earlier screening the entry is at odds."""
        return self.sitting.at_odds(self._q.id, draft.given())

    def _confirm(self, draft: Draft) -> Prompt:
        preview = self.sitting.preview(self._q.id, draft.given())
        fails = would_fail(preview)
        return Prompt(
            text=_confirm_text(draft, fails=fails),
            heading=asking.ask_text(self._q, self.language),
            lines=(
                *self._echo_lines(draft),
                *self._correction_lines(draft),
                *(Line(said, Tone.AWAITED) for said in filter(None, (self.at_odds(draft),))),
                *preview_lines(self.sitting, preview, self.language),
            ),
            more=whole_preview(self.sitting, preview, self.language),
            hint=_confirm_hint(preview, draft),
        )

    def confirm_alone(self, draft: Draft) -> str:
        """Say that Enter alone does it, of text that was typed where an answer is confirmed."""
        preview = self.sitting.preview(self._q.id, draft.given())
        asks = _asks_more(preview, draft)
        if would_fail(preview):
            if asks:
                return _("Enter alone goes on to the reason; Escape takes it back.")
            return _("Enter alone records it; Escape takes it back.")
        if asks:
            return _("Enter alone goes on to the reason; Escape types it anew.")
        return _("Enter alone records it; Escape types it anew.")

    def _note(self, draft: Draft) -> Prompt:
        return Prompt(
            text=_("What is the rationale of this judgement?"),
            heading=asking.ask_text(self._q, self.language),
            lines=self._echo_lines(draft),
            hint=_("text, then Enter"),
        )

    def _reason(self, draft: Draft) -> Prompt:
        return Prompt(
            text=_("Why is the earlier answer corrected?"),
            heading=asking.ask_text(self._q, self.language),
            lines=(*self._echo_lines(draft), *self._correction_lines(draft)),
            hint=_("the reason, then Enter; it is kept with both answers"),
            proposed=draft.reason_before,
        )


def _asks_more(preview: Preview, draft: Draft) -> bool:
    """Tell whether a reason is asked for before the answer is recorded."""
    corrects = draft.corrects(preview.needs_reason)
    return (preview.needs_note and draft.note is None) or (corrects and draft.reason is None)


def _confirm_text(draft: Draft, *, fails: bool) -> str:
    """Ask whether it shall count, also beside what someone else recorded meanwhile."""
    if draft.theirs is not None:
        asked = _("Shall yours count in its place?")
    elif draft.met:
        asked = _("This is not recorded yet. Shall it count?")
    else:
        asked = _("Shall it count?")
        return _("This fails a criterion. Shall it count?") if fails else asked
    return sentences(_("This fails a criterion."), asked) if fails else asked


def _act_hint(draft: Draft) -> str:
    if draft.shown:
        return _("the number of one, then Enter; Escape takes it back, which the record keeps")
    if draft.theirs is not None:
        return _("the number of one, then Enter; Escape lets yours go")
    return _("the number of one, then Enter; Escape types it anew")


def _confirm_hint(preview: Preview, draft: Draft) -> str:
    """Say what Enter does, which may be to ask for a reason first, and what Escape does."""
    asks = _asks_more(preview, draft)
    if draft.theirs is not None and not draft.shown:
        if asks:
            return _("Enter goes on to the reason; Escape lets yours go")
        return _("Enter records it; Escape lets yours go")
    if would_fail(preview) or draft.shown:
        if asks:
            return _("Enter goes on to the reason; Escape takes it back, which the record keeps")
        return _("Enter records it; Escape takes it back, which the record keeps")
    if asks:
        return _("Enter goes on to the reason; Escape types it anew")
    return _("Enter records it; Escape types it anew")


_PROMPTS: Mapping[Stage, Callable[[AnswerPrompts, Draft], Prompt]] = {
    Stage.VALUE: AnswerPrompts._value,
    Stage.DUE: AnswerPrompts._due,
    Stage.ACT: AnswerPrompts._act,
    Stage.OBSERVED: AnswerPrompts._observed,
    Stage.CONFIRM: AnswerPrompts._confirm,
    Stage.NOTE: AnswerPrompts._note,
    Stage.REASON: AnswerPrompts._reason,
}
