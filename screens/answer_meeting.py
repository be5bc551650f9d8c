"""What was entered of an answer while someone else wrote: offered anew, beside what they recorded.

Nothing is merged: one's own entry counts once it is confirmed anew. Where they answered the same
question it corrects their answer, or is a newer observation; else it stands as it was entered.
"""

from typing import TYPE_CHECKING

from screener.record.events import Act
from screens.draft import Draft, Stage
from screens.offers import Offering

if TYPE_CHECKING:
    from screener.interview.sitting import Sitting
    from screens.answer_prompts import AnswerPrompts


class AnswerMeeting(Offering):
    """The part of an answer's entry that meets what someone else wrote."""

    sitting: "Sitting"
    question: str
    correcting: bool
    stage: Stage
    draft: Draft
    _prompts: "AnswerPrompts"
    #: The version of the answer that stood there when the entry began.
    _beside: int | None

    if TYPE_CHECKING:

        def _may_be_newer(self) -> bool: ...
        def lacks(self) -> Stage | None: ...

    @property
    def met(self) -> bool:
        """Whether it offers anew what was entered, beside what someone else wrote meanwhile."""
        return self.draft.met

    @property
    def kept(self) -> str:
        """Nothing: what was entered is offered to be confirmed."""
        return ""

    @property
    def corrects_nothing(self) -> bool:
        """Whether what it was said to be beside the answer that stood there fell with that one."""
        stood = self.sitting.state.current(self.question)
        if stood is None or not stood.taken_out:
            return False
        draft = self.draft
        return draft.taken_out or draft.act is not None or draft.reason is not None

    def holds(self) -> bool:
        """Whether the answer that stands there is still the one that stood there."""
        entry = self.sitting.state.current(self.question)
        stood = None if entry is None else entry.version
        return stood == self._beside and (not self.met or self.sitting.can_change(self.question))

    def meets(self) -> bool:
        """Offer what was entered beside the answer that someone else has given meanwhile.

        Or with none beside it, where they took back what stood there.
        """
        entry = self.sitting.state.current(self.question)
        if (entry and entry.version) == self._beside:
            return False
        if entry is not None and entry.person == self.sitting.person:
            return False
        return self.draft.data is not None and self.offer_beside_theirs()

    def offer_beside_theirs(self) -> bool:
        """Offer what was entered to be confirmed anew; False where it cannot be given any more."""
        draft, sitting, question = self.draft, self.sitting, self.question
        stood = sitting.state.current(question)
        if not sitting.can_change(question) or sitting.is_the_answer(question, draft.given()):
            # Nobody took it back: it is told as what is not recorded.
            self.let_go()
            return False
        draft.met, self.offer, self.complaint = True, None, ()
        draft.taken_back = stood is None and (self._beside is not None or draft.taken_back)
        draft.taken_out = self.corrects_nothing
        if stood is None or draft.taken_out:
            # Nothing is corrected any more; the reason comes again where something is.
            draft.reason_before = draft.reason or draft.reason_before
            draft.act = draft.reason = draft.theirs = None
            self._beside = stood.version if stood else None
        if stood is None or stood.version == self._beside:
            self.stage = Stage.CONFIRM
            return True
        self.correcting, self._beside, draft.theirs = True, stood.version, stood
        draft.reason_before, draft.reason = draft.reason or draft.reason_before, None
        draft.act = draft.earlier = None
        draft.asked.discard(Stage.CONFIRM)
        self.stage = self._stage_beside_theirs()
        return True

    def let_go(self) -> None:
        """Begin anew, with nothing entered."""
        self.complaint, self.offer = (), None
        self.draft, self.stage = Draft(), Stage.VALUE

    def _stage_beside_theirs(self) -> Stage:
        """Give what is asked of it, beside an answer that someone else gave."""
        draft = self.draft
        if self._may_be_newer() and draft.observed_on and self._prompts.only_corrects(draft):
            draft.act = Act.CORRECTION
        return self.lacks() or Stage.CONFIRM
