"""What a screening has come to, told in the conversation: once, and anew when it changes."""

from collections.abc import Container
from typing import TYPE_CHECKING, NamedTuple

from screener.interview.told import decision_told
from screener.language import _
from screener.protocol.model import Protocol
from screens.effects import criterion_words

if TYPE_CHECKING:
    from screener.interview.sitting import Sitting

_UNDETERMINED = "undetermined"


class CameTo(NamedTuple):
    """The decision, nothing while it is still asked for, and the criteria that fail."""

    decision: str = ""
    fails: frozenset[str] = frozenset()

    @classmethod
    def of(cls, sitting: "Sitting") -> "CameTo":
        """Give what a screening has come to, as it is answered now."""
        result = sitting.result
        decision = str(result.decision)
        open_yet = sitting.current() is not None or sitting.state.stopped is not None
        fails = frozenset(id for id, one in result.criteria.items() if one.status == "fail")
        return cls("" if decision == _UNDETERMINED and open_yet else decision, fails)

    def undoes(self, told: "CameTo") -> bool:
        """Tell whether something that was told before does not hold any more."""
        changed = told.decision not in ("", _UNDETERMINED, self.decision)
        return changed or bool(told.fails - self.fails)

    def new_fails(self, told: "CameTo") -> frozenset[str]:
        """Give the criteria that are to be named as failing, beside what was told before."""
        known = told.fails if self.decision == told.decision else frozenset()
        return self.fails - known


def came_to_told(now: CameTo, told: CameTo, protocol: Protocol, language: str) -> list[str]:
    """Say what is new beside what was told before, and what of that does not hold any more."""

    def words(criteria: Container[str]) -> list[str]:
        named = (id for id in protocol.criteria if id in criteria)
        return [criterion_words(protocol, id, language) for id in named]

    decided = now.decision or (_UNDETERMINED if now.undoes(told) else "")
    new, over = words(now.new_fails(told)), words(told.fails - now.fails)
    lines = [_("This does not fail any more: {criterion}").format(criterion=one) for one in over]
    if decided == told.decision:
        said = _("This fails as well: {criterion}")
        return [*(said.format(criterion=one) for one in new), *lines]
    if not decided:
        return lines
    return [_("As answered: {decision}.").format(decision=decision_told(decided)), *new, *lines]
