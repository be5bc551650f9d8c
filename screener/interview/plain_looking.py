"""What a person can look at in the plain mode: nothing here changes the record."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from screener.interview.account import Account
from screener.interview.all_answers import beside_criteria
from screener.interview.changes_told import CHANGES, changes_said
from screener.interview.course_told import course_said
from screener.interview.dates_told import dates_said
from screener.interview.decisions_told import decisions_said
from screener.interview.evidence_told import rests_said
from screener.interview.history_told import fate_now
from screener.interview.moments import zone_told
from screener.interview.open_points_told import no_points_told, points_told
from screener.interview.pages import with_rows
from screener.interview.plain_answers import Asking
from screener.interview.plain_lines import said_plainly
from screener.interview.said import Said
from screener.interview.signing_told import closed_said, held_said, queries_said
from screener.interview.since_signed import ChangesTold
from screener.interview.told import KINDS, remaining_told, status_word
from screener.joining import aside, clauses, labelled, phrases
from screener.language import _
from screener.prose.rules import criterion_told
from screener.prose.values import help_text
from screener.protocol.model import Protocol
from screener.record.standing import Lack, LackReason

if TYPE_CHECKING:
    from screener.interview.why_asked import Effect

#: More questions than this that the interview is still to ask are not said one by one.
_MOST_AHEAD = 8


def point_lines(protocol: Protocol, language: str) -> Iterator[str]:
    """Say what a protocol leaves open, a line each."""
    told = tuple(points_told(protocol, language))
    if not told:
        yield no_points_told()
    for title, points in told:
        yield title
        yield from (aside(text, where) for text, where in points)


class Looking:
    """Tells what one screening holds, by line."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.sitting = asking.sitting
        self.lines = asking.lines

    def help_of(self, question: str | None) -> None:
        """Say the help of the question that is asked."""
        found = self.sitting.question(question) if question is not None else None
        if found is not None and (said := help_text(found, self.asking.language)):
            self.lines.say(said)

    def why(self, question: str) -> None:
        """Say which criteria rest on the question, and what each answer would do."""
        self.asking.tell_whole_preview()
        why = self.sitting.why(question, self.asking.language)
        for id in why.criteria:
            self._criterion(id, self.sitting.standing.stands[id])
        if why.for_record and not why.criteria:
            self.lines.say(_("It is asked for the record; no criterion rests on it."))
        if why.effects:
            self.lines.say(_("What each answer would do:"))
        for effect in why.effects:
            self._effect(effect)
        if why.beyond:
            self.lines.say(why.beyond)
        if why.remaining is not None:
            self.lines.say(remaining_told(why.remaining))

    def _effect(self, effect: "Effect") -> None:
        criteria = self.sitting.protocol.criteria
        if effect.criterion is not None:
            printed = criterion_told(criteria[effect.criterion])
            told = _("{criterion} asks: {test}").format(criterion=printed, test=effect.label)
            either = (
                labelled(condition, status_word(str(status)))
                for condition, status in ((_("if so"), effect.if_so), (_("if not"), effect.if_not))
                if status is not None
            )
            self.lines.say(clauses((told, *either)))
            return
        changes = [
            _("{criterion} {status}").format(
                criterion=criterion_told(criteria[change.criterion]),
                status=status_word(change.after),
            )
            for change in effect.changes
        ]
        said = phrases(changes) or _("changes no criterion by itself")
        self.lines.say(labelled(effect.label, said))

    def criteria(self) -> None:
        """Say where every criterion stands."""
        for id, stands in self.sitting.standing.stands.items():
            self._criterion(id, stands)

    def _criterion(self, id: str, stands: str) -> None:
        criterion = self.sitting.protocol.criteria[id]
        text = criterion.text.in_language(self.asking.language)
        asked = _("query open") if self.sitting.open_queries(id) else ""
        named = phrases((criterion_told(criterion), status_word(stands), asked))
        self.lines.say(labelled(named, text))

    def decision(self) -> Account:
        """Say and give what the answers come to, with what was recorded, failed and is missing."""
        account = self.asking.account()
        self.lines.say(_("Decision: {decision}").format(decision=account.outcome))
        self.say(account.closing())
        self.since_signed()
        self.say(course_said(self.sitting.state, account.moment))
        self.lines.say(zone_told(self.sitting.time_zone))
        sitting = self.sitting
        self.say(closed_said(sitting.state, account.moment))
        recorded, signatures = sitting.recorded_decisions(), sitting.state.signatures
        self.say(decisions_said(recorded, signatures, account.moment, sitting.time_zone))
        if recorded and recorded[0].moved:
            self.say(held_said(sitting.assessment(), sitting.language))
        self.say(queries_said(sitting.state.queries, sitting.protocol, account.moment))
        self.say(account.failed())
        self.say(rests_said(account))
        self.say(dates_said(account))
        if changes := tuple(changes_said(account)):
            self.lines.say(_(CHANGES))
            self.say(changes)
        for kind, title in KINDS.items():
            if said := tuple(account.criteria(kind)):
                self.lines.say(_(title))
                self.say(said)
        self.missing(each=True)
        self.beside(account)
        return account

    def reasons(self) -> None:
        """Say why every criterion stands where it does, from the rules alone."""
        # What explains the rules need not be there before the first question.
        from screener.interview.reasons_told import reasons_told

        for part in reasons_told(self.sitting.standing, self.asking.language):
            self.lines.say(part.heading)
            self.say(part.lines)

    def since_signed(self) -> None:
        """Say what has changed since a signature that is void; nothing without one."""
        since = self.sitting.since_signed()
        if since is not None:
            changes = ChangesTold(self.sitting, self.asking.account().moment)
            self.lines.say(changes.heading(since))
            self.say(changes.since(since))

    def beside(self, account: Account) -> None:
        """Say what stands with no criterion."""
        for part in beside_criteria(account):
            self.lines.say(part.heading)
            self.say(part.lines)

    def missing(self, *, each: bool = False) -> frozenset[str]:
        """Say what stands between here and a decision, how much it is, and who can supply it.

        Where this interview still asks much, that is counted, unless `each` is wanted. Gives the
        questions that were named.
        """
        account, lacks = self.asking.account(), self.sitting.lacks()
        if not any(account.missing()):
            return frozenset()
        self.lines.say(labelled(account.missing_heading, str(len(lacks))))
        ahead = self._ahead(lacks)
        counted = () if each or len(ahead) <= _MOST_AHEAD else ahead
        self.say(account.missing(counted))
        if counted:
            said = _("Not answered yet, and still asked in this interview: {count}.")
            self.lines.say(said.format(count=len(counted)))
        return frozenset(lack.question for lack in lacks).difference(counted)

    def _ahead(self, lacks: Iterable[Lack]) -> tuple[str, ...]:
        """Give what is missing only since the interview has not come to it yet."""
        if self.sitting.current() is None:
            return ()
        return tuple(
            lack.question
            for lack in lacks
            if lack.reason is LackReason.UNANSWERED and lack.who == self.sitting.person.role
        )

    def say(self, told: Iterable[Said]) -> None:
        """Say lines of an account, each row of a table on a line of its own."""
        self.lines.say(*map(said_plainly, with_rows(told, self.asking.language)))

    def points(self) -> None:
        """Say what the protocol leaves open."""
        self.lines.say(*point_lines(self.sitting.protocol, self.asking.language))

    def answered(self) -> list[str]:
        """Give the questions that have an answer, in the order they were answered."""
        state = self.sitting.state
        return [id for id in state.answers if state.current(id) is not None]

    def told(self, id: str) -> str:
        """Say a question with its answer, and what became of it."""
        told, fate = self.asking.told(id), fate_now(self.sitting.standing, id).words
        return aside(told, fate) if fate else told
