"""Assessing and signing: the part of a sitting in which an investigator answers for a decision."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from screener.interview.refusals import Refused
from screener.interview.view import View
from screener.language import _
from screener.protocol.model import Decision
from screener.record.assessing import Query, voids
from screener.record.events import Event, EventKind
from screener.record.queries import awaits_answer, open_queries
from screener.record.rights import Right, require
from screener.record.standing import Standing

if TYPE_CHECKING:
    from screener.interview.assessment import Assessment
    from screener.interview.since_signed import SinceSigned
    from screener.record.store import Body, Store


class SigningActs(View):
    """The part of a sitting that is about the investigator's assessment; the same promises hold."""

    if TYPE_CHECKING:
        _store: Store

        def _append(self, kind: EventKind, body: Body | Callable[[date], Body]) -> Event: ...

        def _check_read(self) -> None: ...

    def assessment(self) -> "Assessment":
        """Evaluate anew for today, and tell how far the assessment has come."""
        return self._assessed(self._store.today())

    def _assessed(self, on: date) -> "Assessment":
        # Nobody waits for what assesses and signs who only answers.
        from screener.interview.assessment import assess

        return assess(self._protocol, self._state, self.person, on)

    def since_signed(self) -> "SinceSigned | None":
        """Give what has changed since the signature that is to be given anew; None without one.

        Raises:
            Replaced: What was read here is not in the record any more.
            StoreError: The record cannot be read.
        """
        from screener.interview.since_signed import SinceSigned
        from screener.record.signatures import to_be_renewed

        signature = to_be_renewed(self._state, self.person)
        if signature is None:
            return None
        self._check_read()
        # What others wrote since is read with all the rest, or the two would not fit.
        signed = signature.event.version
        events = self._store.events(self.number, signed, self.version - signed)
        return SinceSigned(signature, tuple(filter(voids, events)))

    # Criteria, one after the other.

    def agree(self, criterion: str, seen: str) -> Event:
        """Agree with a criterion as it was shown: `seen` is the hash of that."""
        self._criterion(criterion)
        require(self.person.role, Right.SIGN)

        def body(on: date) -> Mapping[str, object]:
            if self._assessed(on).seen_of(criterion) != seen:
                raise _shown_no_more()
            return {"criterion": criterion, "seen": seen}

        return self._append(EventKind.CRITERION_AGREED, body)

    def open_queries(self, criterion: str | None = None) -> tuple[Query, ...]:
        """Give the queries that are open: to one criterion, or all."""
        found = open_queries(self._state)
        return tuple(query for query in found if criterion in (None, query.criterion))

    def unanswered_queries(self) -> tuple[Query, ...]:
        """Give the open queries that somebody still has to answer."""
        state = self._state
        return tuple(q for q in open_queries(state) if awaits_answer(self._protocol, state, q))

    def raise_query(self, criterion: str, text: str) -> Event:
        """Send a criterion back: nothing is signed until the query is closed."""
        self._criterion(criterion)
        require(self.person.role, Right.QUERY)
        if not text.strip():
            raise Refused(_("The query is empty."), _("Say what is to be looked at again."))
        return self._append(EventKind.QUERY_RAISED, {"criterion": criterion, "text": text.strip()})

    def answer_query(self, query: int, text: str) -> Event:
        """Answer a query in words; `query` is the version of the event that raised it."""
        self._open_query(query)
        if not text.strip():
            raise Refused(_("The answer is empty."), _("Say it, or correct what is wrong."))
        return self._append(EventKind.QUERY_ANSWERED, {"query": query, "text": text.strip()})

    def close_query(self, query: int) -> Event:
        """Be done with a query, whether or not it was answered."""
        self._open_query(query)
        require(self.person.role, Right.QUERY)
        return self._append(EventKind.QUERY_CLOSED, {"query": query})

    def _criterion(self, criterion: str) -> None:
        if criterion not in self._protocol.criteria:
            raise Refused(_("There is no criterion {id}.").format(id=criterion))

    def _open_query(self, query: int) -> None:
        if query not in [one.version for one in open_queries(self._state)]:
            raise Refused(_("This query is not open."))

    # The whole.

    def close_undetermined(self, reason: str) -> Event:
        """Close what cannot be determined, for a reason; whatever is recorded after it opens it."""
        if not reason.strip():
            raise Refused(_("Closing needs its reason."), _("Say why it stays undetermined."))
        self.may_close()
        return self._append(EventKind.CLOSED_UNDETERMINED, {"reason": reason.strip()})

    def may_close(self) -> None:
        """Raise `Refused` where there is nothing that can be closed as undetermined."""
        state = self._state
        if state.closed or state.withdrawn or state.stopped:
            raise Refused(_("The screening is closed already."))
        standing = Standing(self._protocol, state, self._store.today())
        if standing.result.decision is not Decision.UNDETERMINED:
            raise Refused(_("It is determined: nothing is left to close."))
        if standing.askable:
            raise Refused(
                _("There are questions left to ask."),
                _("Answer them, or stop the interview with a reason."),
            )

    def sign(self, shown: "Assessment", password: str) -> Event:
        """Sign the recorded decision as it was shown; the password is asked for anew.

        Raises:
            Refused: It cannot be signed, or is not what was shown any more.
            SignInRefused: The password is wrong.
        """
        require(self.person.role, Right.SIGN)
        self.check_signing(shown)
        # Passwords bring in a library that nobody needs who only answers.
        from screener.interview.signing_told import MEANING
        from screener.record.shown import FORM
        from screener.record.sign_in import SignIn

        SignIn(self._store).confirm(self.person, password)

        def body(on: date) -> Mapping[str, object]:
            now = self._assessed(on)
            self.check_signing(now)
            if now.recorded is None or now.seen != shown.seen:
                raise _shown_no_more()
            return {
                "decision": now.recorded.sequence,
                "seen": now.seen,
                "form": FORM,
                "meaning": _(MEANING),
                "criteria": [
                    {"id": id, "agreed": now.agreed[id].version} for id in self._protocol.criteria
                ],
                "name": self.person.name,
            }

        return self._append(EventKind.SIGNED, body)

    def check_signing(self, shown: "Assessment") -> None:
        """Make sure that the decision can be signed as it is shown.

        Raises:
            Refused: It cannot; told is what keeps from it first.
        """
        if shown.hindered:
            from screener.interview.signing_told import obstacle_told

            raise obstacle_told(shown.hindered[0])


def _shown_no_more() -> Refused:
    return Refused(
        _("What was shown has changed meanwhile, so nothing was recorded."),
        _("Look at it again."),
    )
