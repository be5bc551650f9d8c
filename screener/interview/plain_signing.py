"""By line: the investigator's review, criterion by criterion, and the signature; and queries."""

from collections.abc import Callable
from datetime import datetime

from screener.interview.account import Account
from screener.interview.assessment import Assessment
from screener.interview.moments import moment
from screener.interview.plain_conflicts import recorded
from screener.interview.plain_lines import Lines, said_plainly
from screener.interview.plain_looking import Looking
from screener.interview.refusals import Refused
from screener.interview.signing_told import (
    MEANING,
    moved_told,
    obstacle_told,
    query_said,
    signer_told,
    still_told,
    time_told,
)
from screener.interview.since_signed import ChangesTold
from screener.interview.sitting import Sitting
from screener.interview.told import person_told, place_told
from screener.joining import labelled
from screener.language import _, ngettext
from screener.prose.rules import criterion_told
from screener.record.decision import decision_that_holds
from screener.record.rights import Right, may
from screener.record.signatures import has_signed


def decide(looking: Looking) -> None:
    """Say the decision with every criterion, and record it; from a recorded one, review it."""
    sitting, lines = looking.sitting, looking.lines
    theirs = sitting.refresh()
    if theirs is not None:
        lines.say(theirs.message)
    account = looking.decision()
    if decision_that_holds(sitting.standing) is not None:
        if not may(sitting.person.role, Right.SIGN):
            raise Refused(_("This decision is recorded already."), _("/copy writes a copy."))
        asked = _("It is recorded. Go through the criteria, to sign it?")
        if has_signed(sitting.state, sitting.person):
            asked = _("You have signed it, and the signature stands. Go through it again?")
        if not lines.agreed(asked):
            raise Refused(_("Nothing was recorded."), _("/copy writes a copy."))
        _Review(looking, account.moment).lead()
        return
    # Much may have been said since the decision itself.
    asked = _("Record this decision: {decision}?").format(decision=account.outcome)
    if not lines.agreed(asked):
        raise Refused(_("Nothing was recorded."))
    event = sitting.record_decision()
    said = _("The decision is recorded: {place}. /copy writes a copy.")
    if may(sitting.person.role, Right.SIGN):
        said = _("The decision is recorded: {place}. /sign reviews and signs it.")
    lines.say(said.format(place=place_told(event)))


def answer_query(sitting: Sitting, lines: Lines, words: str) -> None:
    """Answer a query in words; with several, the one that is chosen."""
    found = sitting.unanswered_queries() or sitting.open_queries()
    if not found:
        raise Refused(_("No query is open."))
    at = 0
    if len(found) > 1:
        criteria = sitting.protocol.criteria
        named = [labelled(criterion_told(criteria[one.criterion]), one.text) for one in found]
        chosen = lines.choose(_("Which query? Type its number; Enter alone leaves."), named)
        if chosen is None:
            raise Refused(_("Nothing was recorded."))
        at = chosen
    _say_queries(sitting, lines, found[at].criterion)
    text = words or lines.ask(_("Your answer to the query; Enter alone leaves."))
    if not text:
        raise Refused(_("Nothing was recorded."))
    recorded(lines, lambda: sitting.answer_query(found[at].version, text))
    lines.say(_("The query is answered."))


def close_undetermined(sitting: Sitting, lines: Lines, reason: str) -> None:
    """Close what cannot be determined, for a reason."""
    sitting.may_close()
    reason = reason or lines.ask(_("Why does it stay undetermined? Enter alone leaves."))
    if not reason:
        raise Refused(_("Nothing was recorded."))
    recorded(lines, lambda: sitting.close_undetermined(reason))
    lines.say(_("Closed. Whatever is recorded after this opens it again."))


def say_queries(sitting: Sitting, lines: Lines) -> None:
    """Say which queries wait for an answer."""
    found = sitting.unanswered_queries()
    if not found:
        return
    count = len(found)
    said = ngettext(
        "{count} query waits for an answer:", "{count} queries wait for an answer:", count
    )
    lines.say(said.format(count=count))
    for query in found:
        criterion = sitting.protocol.criteria[query.criterion]
        lines.say(labelled(criterion_told(criterion), query.text))
    lines.say(_("/query answers it; /back corrects an answer."))


def _say_queries(sitting: Sitting, lines: Lines, criterion: str) -> None:
    zone = sitting.time_zone
    for query in sitting.state.queries:
        if query.criterion == criterion:
            told = query_said(query, lambda at: moment(at, zone))
            lines.say(*map(said_plainly, told))


class _Review:
    """Leads through the criteria, from the first that is not agreed with, to the signature."""

    def __init__(self, looking: Looking, moment: Callable[[datetime], str]) -> None:
        self._looking = looking
        self.sitting = looking.sitting
        self.lines = looking.lines
        self._moment = moment
        self._changes = ChangesTold(looking.sitting, moment)
        self._criteria = tuple(self.sitting.protocol.criteria)

    def lead(self) -> None:
        """Lead until it is signed, or left."""
        at = self._next_to_agree(0)
        while at < len(self._criteria):
            at = self._criterion(at)
        self._sign()

    def _next_to_agree(self, after: int) -> int:
        agreed, count = self.sitting.assessment().agreed, len(self._criteria)
        left = (at for at in range(after, count) if self._criteria[at] not in agreed)
        return next(left, count)

    def _criterion(self, at: int) -> int:
        """Say one criterion and do what is chosen; gives the place of the next one."""
        shown, criterion = self.sitting.assessment(), self._criteria[at]
        place = _("Criterion {at} of {total}").format(at=at + 1, total=len(self._criteria))
        account = Account.of_now(shown.standing, self.sitting.language, self._moment)
        self.lines.say("", place)
        self._looking.say(account.criterion(criterion))
        if moved := moved_told(shown, criterion):
            self.lines.say(moved)
        _say_queries(self.sitting, self.lines, criterion)
        if criterion in shown.lapsed:
            self.lines.say(_("You agreed with this before something changed. Look at it again."))
            since = shown.lapsed[criterion].version
            changed = self._changes.behind(shown.standing, criterion, since)
            self._looking.say(changed)
        acts = {
            "agree": _("agree, and go on"),
            "query": _("send it back with a query"),
            **({"close": _("close its query")} if self.sitting.open_queries(criterion) else {}),
            "next": _("go on without"),
            **({"back": _("go back by one")} if at else {}),
        }
        if criterion in shown.agreed:
            self.lines.say(_("You have agreed with this as it stands."))
            del acts["agree"]
        asked = _("What do you do? Type its number; Enter alone leaves the review.")
        chosen = self.lines.choose(asked, list(acts.values()))
        if chosen is None:
            raise Refused(_("The review is left; what you agreed with is recorded."))
        return self._act(list(acts)[chosen], shown, at)

    def _act(self, act: str, shown: Assessment, at: int) -> int:
        criterion = self._criteria[at]
        match act:
            case "agree":
                self.sitting.agree(criterion, shown.seen_of(criterion))
                return self._next_to_agree(at + 1)
            case "query":
                text = self.lines.ask(_("What is to be looked at again? Enter alone leaves."))
                if not text:
                    return at
                recorded(self.lines, lambda: self.sitting.raise_query(criterion, text))
            case "close":
                self.sitting.close_query(self.sitting.open_queries(criterion)[0].version)
                return at
            case "back":
                return at - 1
        return at + 1

    def _sign(self) -> None:
        """Say what is signed besides the criteria and what signing means; ask for the password."""
        sitting, lines = self.sitting, self.lines
        shown = sitting.assessment()
        self._looking.since_signed()
        self._looking.beside(Account.of_now(shown.standing, sitting.language, self._moment))
        if changed := [said_plainly(said) for said in time_told(shown, sitting.language)]:
            lines.say(_("Since the decision was recorded, time has changed:"), *changed)
        if still := still_told(shown, sitting.language):
            lines.say(still)
        if shown.hindered:
            lines.say(_("It cannot be signed now:"))
            lines.say(*(str(obstacle_told(one)) for one in shown.hindered[1:]))
            raise obstacle_told(shown.hindered[0])
        lines.say(_("Signing means: “{meaning}”").format(meaning=_(MEANING)))
        lines.say(_("It is signed as {name}.").format(name=person_told(sitting.person)))
        lines.say(_("Your password signs it; Enter alone leaves."))
        password = lines.hear_hidden()
        if not password:
            raise Refused(_("Nothing was signed."))
        event = sitting.sign(shown, password)
        lines.say(labelled(_("Signed"), signer_told(event, sitting.time_zone)))
