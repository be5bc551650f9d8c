"""How a screening ends, what it led to, and whose it is: the part of a sitting about its course."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from screener.interview.acts import as_said
from screener.interview.declined import declined_in_doubt, may_have_declined, not_declined
from screener.interview.outcomes_told import outcome_told
from screener.interview.refusals import Refused
from screener.interview.told import again_told, decision_told, gates_told
from screener.interview.training import training_told
from screener.interview.view import View
from screener.joining import labelled, listed, sentences
from screener.language import _, active_language
from screener.prose.values import day_text
from screener.protocol.model import Decision, OnFailure
from screener.record.candidates import same_code
from screener.record.decision import as_decided, changes_after, decision_that_holds
from screener.record.events import Event, EventKind, check_candidate
from screener.record.outcomes import CODES, WITHDRAWAL, Code, Outcome, wrong_code
from screener.record.standing import Standing
from screener.record.state import ScreeningState, fold

if TYPE_CHECKING:
    from screener.record.store import Body, Store
    from screener.record.summary import ScreeningSummary


class CourseActs(View):
    """The part of a sitting that is about the screening as a whole; the same promises hold."""

    if TYPE_CHECKING:
        _store: Store

        def _append(
            self,
            kind: EventKind,
            body: Body | Callable[[date], Body],
            also: Callable[[], Mapping[str, Body]] = dict,
        ) -> Event: ...

    # After a failed criterion.

    @property
    def stop_or_go_on(self) -> bool:
        """Whether it is still to be said if the interview ends at the criterion that failed.

        Whoever records the decision as it stands there has said it.
        """
        standing = self._standing
        if not standing.result.stops or standing.was_ended or not standing.askable:
            return False
        return standing.ended_at_failure is None and decision_that_holds(standing) is None

    def continue_after_failure(self) -> Event:
        """Go on after a failed criterion, to record every reason."""
        if not self.result.stops:
            raise Refused(_("The interview has not ended at a failed criterion."))
        self._check_askable()
        self._goes_on_elsewhere()
        return self._append(EventKind.CONTINUED_AFTER_FAILURE, {})

    def end_at_failure(self) -> Event:
        """Say that the interview ends at the criterion that failed; it can still go on later."""
        standing = self._standing
        if self.result.decision is not Decision.INELIGIBLE:
            raise Refused(
                _("No criterion fails."), _("An interview that breaks off is stopped, with /stop.")
            )
        if self._protocol.on_failure is OnFailure.CONTINUE:
            raise Refused(_("Under this protocol every criterion is assessed."))
        if standing.was_ended or standing.ended_at_failure is not None:
            raise Refused(_("The interview has ended already."))
        if decision_that_holds(standing) is not None and not as_decided(standing).incomplete:
            raise Refused(_("The decision is recorded already."))
        self._check_askable()
        return self._append(EventKind.ENDED_AT_FAILURE, self._ending)

    def _ending(self, on: date) -> "Body":
        """Say at which criteria it ends, and which are then not assessed, as of a day."""
        standing = Standing(self._protocol, self._state, on)
        return {"failed": list(standing.failed), "not_assessed": list(standing.open_criteria)}

    def _check_askable(self) -> None:
        """Refuse to go on, or to end, where nothing could be asked in any case."""
        if not self._standing.askable:
            raise Refused(gates_told(self._protocol, self._standing.gates, self.language))

    # Stopping.

    def may_stop(self) -> None:
        """Make sure that there is an interview to stop; raises `Refused` where it has ended."""
        if self._state.stopped or self._state.withdrawn:
            raise Refused(_("The interview has ended already."))

    def stop(self, reason: str) -> Event:
        """End the interview before its end, for a reason; it can be resumed."""
        if not reason.strip():
            raise Refused(_("Stopping needs its reason."), _("Say why the interview ends here."))
        self.may_stop()
        return self._append(EventKind.STOPPED, {"reason": reason})

    def resume(self) -> Event:
        """Take up an interview that was stopped."""
        if self._state.withdrawn:
            raise Refused(
                _("The candidate has withdrawn."),
                _("A withdrawal that was recorded by mistake is corrected, with a reason."),
            )
        if not self._state.stopped:
            raise Refused(_("The interview was not stopped."))
        self._goes_on_elsewhere()
        return self._append(EventKind.RESUMED, {"language": self.language, "stop_lifted": True})

    # Withdrawing.

    def may_withdraw(self) -> None:
        """Make sure that the candidate can still withdraw; raises `Refused` otherwise."""
        if self._state.withdrawn:
            raise Refused(_("The candidate has withdrawn already."))
        if (led := self._state.outcome) is not None:
            raise Refused(
                _("The outcome is recorded already: {outcome}.").format(outcome=outcome_told(led)),
                _("Correct the outcome, if it is wrong."),
            )

    def withdraw(self, words: str | None = None, code: Code | None = None) -> Event:
        """Record that the candidate withdraws; no reason is owed, and nothing more is asked.

        Words without a code are a reason that has none.
        """
        self.may_withdraw()
        said = words if words and words.strip() else None
        code = code or (Code.OTHER if said else Code.NO_REASON)
        _check_code(WITHDRAWAL, code, said)
        return self._append(EventKind.WITHDRAWN, as_said({"code": code.value, "reason": said}))

    def correct_withdrawal(self, reason: str) -> Event:
        """Say that the withdrawal was recorded by mistake; the screening is as before it."""
        if not self._state.withdrawn:
            raise Refused(_("The candidate has not withdrawn."))
        if not reason.strip():
            raise Refused(
                _("A correction needs its reason."), _("Say why the withdrawal was wrong.")
            )
        return self._append(EventKind.WITHDRAWAL_CORRECTED, {"reason": reason})

    # What it led to.

    def outcomes(self) -> tuple[Outcome, ...]:
        """Give the outcomes that the screening can have as it stands.

        Whoever is eligible is enrolled or not; whoever fails what rests on consent may have
        declined. Raises `Refused` where there can be none yet, or none beside the decision.
        """
        if self._state.withdrawn:
            raise Refused(_("The candidate has withdrawn. That is the outcome."))
        if not self._state.decisions:
            raise Refused(_("No decision is recorded yet."), _("Record the decision first."))
        decided = self._state.decisions[-1]
        events = self._store.events(self.number, decided.version)
        if changes_after(events, decided):
            raise Refused(
                _("Something was entered after the decision was recorded."),
                _("Record the decision anew first."),
            )
        found = {
            Decision.ELIGIBLE: (Outcome.ENROLLED, Outcome.NOT_ENROLLED),
            Decision.INELIGIBLE: (Outcome.DECLINED,),
        }.get(Decision(str(decided.body["decision"])))
        if found is None or decided.body["stopped"]:
            raise Refused(_("The recorded decision says neither eligible nor not eligible."))
        if Outcome.DECLINED in found and not may_have_declined(self._protocol, decided):
            raise not_declined(self._protocol, decided)
        return found

    def outcome_doubts(self) -> tuple[str, ...]:
        """Say what speaks against an outcome on the recorded decision, as of today."""
        training = labelled(_("Training"), training_told()) if self.training else ""
        # The sitting may have begun on an earlier day.
        now = Standing(self._protocol, self._state, self._store.today())
        again = again_told(self._state.again) if self._state.again is not None else ""
        declined = declined_in_doubt(now)
        by_time, unsigned = _changed_by_time(now), _unsigned(self._state)
        return tuple(filter(None, (training, again, declined, by_time, unsigned)))

    def record_outcome(
        self,
        outcome: Outcome,
        *,
        on: date | None = None,
        code: Code | None = None,
        words: str | None = None,
        why: str | None = None,
    ) -> Event:
        """Record what the screening led to; `on` is the day of an enrolment.

        `why` says why the outcome that is recorded already is wrong.
        """
        if outcome not in self.outcomes():
            raise Refused(_("The recorded decision does not allow that outcome."))
        self._check_why(why)
        if outcome is Outcome.ENROLLED:
            self._check_enrolment(on)
        else:
            _check_code(outcome, code, words)
        body = {
            "outcome": outcome.value,
            "on": on.isoformat() if on else None,
            "code": code.value if code else None,
            "reason": words,
            "why": why,
        }
        return self._append(EventKind.OUTCOME_RECORDED, as_said(body))

    def take_back_outcome(self, why: str) -> Event:
        """Say that the outcome was recorded by mistake, and that there is none yet."""
        if self._state.outcome is None:
            raise Refused(_("No outcome is recorded."))
        self._check_why(why)
        return self._append(EventKind.OUTCOME_RECORDED, {"outcome": None, "why": why})

    def _check_why(self, why: str | None) -> None:
        if (self._state.outcome is not None) is not bool(why and why.strip()):
            raise Refused(
                _("A correction needs its reason."), _("Say why the outcome before was wrong.")
            )

    def _check_enrolment(self, on: date | None) -> None:
        if on is None:
            raise Refused(_("An enrolment has its day."), _("Give the day of the enrolment."))
        if on > self._store.today():
            raise Refused(
                _("{date} is still to come.").format(date=day_text(on, active_language())),
                _("Give the day on which the candidate was enrolled."),
            )
        if on < (opened := self._state.opened.on):
            language = active_language()
            raise Refused(
                _("{date} is before the screening was begun, on {begun}.").format(
                    date=day_text(on, language), begun=day_text(opened, language)
                ),
                _("Give the day on which the candidate was enrolled."),
            )

    # Whose it is.

    def others(self, code: str) -> "list[ScreeningSummary]":
        """Give the screenings of a code, or a similar one, that this one is not linked to."""
        linked = (self.number, self._state.earlier, self._state.again)
        return [one for one in self._store.screenings_like(code) if one.number not in linked]

    def check_code(self, code: str) -> str:
        """Give the candidate's right code in the place of the present one.

        Raises:
            Refused: It cannot be the candidate's code, or not before that of an earlier screening.
        """
        try:
            code = check_candidate(code)
        except ValueError as error:
            raise Refused(str(error)) from None
        if code == self.candidate:
            raise Refused(_("This is the candidate's code already."))
        if self._state.earlier is not None:
            self._check_earlier(code, self._state.earlier)
        return code

    def correct_candidate(self, code: str, reason: str) -> Event:
        """Correct the candidate's code, which was mistyped; needs a reason.

        The screenings that follow this one are of the same candidate: theirs is corrected with it.
        """
        code = self.check_code(code)
        if not reason.strip():
            raise Refused(
                _("A correction needs its reason."), _("Say why the earlier code was wrong.")
            )

        def body(so_far: str) -> "Body":
            return {"from": so_far, "to": code, "reason": reason}

        def also() -> "Mapping[str, Body]":
            later = {one.number: one.candidate for one in self._followers()}
            return {number: body(so_far) for number, so_far in later.items() if so_far != code}

        return self._append(EventKind.CANDIDATE_CORRECTED, body(self.candidate), also)

    def corrected_with_it(self) -> tuple[str, ...]:
        """Say which screenings follow this one, whose code is corrected with it, and what of that.

        Raises:
            StoreError: One of them cannot be read.
        """
        found = tuple(self._followers())
        if not found:
            return ()
        said = _("The code is corrected in what follows this screening too: {screenings}.")
        told = [said.format(screenings=listed(one.number for one in found))]
        for one in found:
            if any(signature.voided is None for signature in one.signatures):
                told.append(_("It voids the signature in {number}.").format(number=one.number))
        return tuple(told)

    def _followers(self) -> "Iterator[ScreeningState]":
        """Give the screenings that follow this one, one after another, of the same code."""
        before, again = self.candidate, self._state.again
        while again is not None:
            state = fold(self._store.events(again))
            if not same_code(state.candidate, before):
                return
            yield state
            again = state.again

    def _check_earlier(self, code: str, earlier: str) -> None:
        """Keep a screening from being linked to one of somebody else, whose answers it may hold."""
        theirs = fold(self._store.events(earlier)).candidate
        if not same_code(code, theirs):
            other = _(
                "If it is another one, stop this screening and begin one with the right code."
            )
            if self._state.stopped or self._state.withdrawn:
                other = _("If it is another one, begin a screening with the right code.")
            raise Refused(
                _("This screening follows {earlier}, of candidate {candidate}.").format(
                    earlier=earlier, candidate=theirs
                ),
                sentences(
                    _("If it is the same one, correct the code there: it is corrected here too."),
                    other,
                ),
            )

    def _goes_on_elsewhere(self) -> None:
        """Refuse to go on with a screening that another one follows."""
        if self._state.again is not None:
            raise Refused(again_told(self._state.again), _("Go on there."))


def _changed_by_time(standing: Standing) -> str:
    """Say that time has changed the last recorded decision, and to what; nothing where not."""
    if not standing.state.decisions or decision_that_holds(standing) is not None:
        return ""
    said = _("As of {date} the recorded decision does not hold any more: time has changed it.")
    day = day_text(standing.on, active_language())
    now, was = standing.result.decision, standing.state.decisions[-1].body["decision"]
    other = _("It would be: {decision}.").format(decision=decision_told(now)) if now != was else ""
    return sentences(said.format(date=day), other)


def _unsigned(state: ScreeningState) -> str:
    """Say that no signature stands; nothing where one does."""
    if not state.signatures:
        return _("No investigator has signed the decision.")
    if any(one.voided is None for one in state.signatures):
        return ""
    said = _("The signature of {name} is void, and nobody has signed anew.")
    return said.format(name=state.signatures[-1].event.body["name"])


def _check_code(of: str, code: Code | None, words: str | None) -> None:
    wrong = wrong_code(of, code, words)
    if wrong == "words":
        raise Refused(_("Another reason needs its words."), _("Say which reason it is."))
    if wrong is not None:
        count = len(CODES[of])
        raise Refused(
            _("The reason is none of the {count} there are.").format(count=count),
            _("Choose one of them."),
        )
