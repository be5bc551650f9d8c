"""A candidate's code that is in use already, or similar to one: whose it is, and what to do."""

from collections.abc import Iterator, Sequence

from screener.interview.listing import already_told, similar_told
from screener.interview.rescreening import (
    apart_told,
    followed,
    in_use,
    other_study_told,
    similar,
    why_not_again,
)
from screener.language import _
from screener.record.store import Seen
from screener.record.summary import ScreeningSummary
from screens.dialogs import Item, Pick
from screens.prompts import Line, Tone
from screens.worklist_lines import state_words

#: What is picked: a screening to open, its number behind this; …
OPEN = "open "
#: … another screening of the candidate; the code, to be typed again.
AGAIN, RIGHT_CODE = "again", "code"
#: Of one that is similar: the code that is meant, behind this; or another candidate's, as typed.
SAME, ANOTHER = "same ", "another"


class CodeInUse:
    """The screenings of one code, of all `summaries`, the first one first.

    `after` is the one that another screening would follow; None where none may. `training` says
    whether that other one would be for training, `study` of which protocol, by its id.
    """

    def __init__(
        self, summaries: Sequence[ScreeningSummary], code: str, *, training: bool, study: str
    ) -> None:
        self.screenings = tuple(in_use(summaries, code, training=training))
        self._told = already_told(summaries, code)
        self._other = other_study_told(summaries, code, study)
        self._training = training
        last = followed(summaries, code, training=training, study=study)
        self._apart = last is None
        self._why_not = why_not_again(last) if last else ""
        #: The code as it stands there, however it was typed now.
        self.candidate = last.candidate if last else code
        self.after = Seen(last.number, last.version) if last and not self._why_not else None

    def pick(self) -> Pick:
        """Say whose the code is, and ask what to do."""
        lines = [Line(self._told, Tone.AWAITED)]
        lines += [Line(said, Tone.QUIET) for said in (self._other, self._why_not) if said]
        about = (
            _("A new screening asks for consent anew, under the rules now in force."),
            _("What cannot have changed is offered with its date and source, to be confirmed."),
        )
        return Pick(_("This code is in use"), self._items(), lines, about)

    def _items(self) -> Iterator[Item]:
        for one in self.screenings:
            text = _("Open {number}").format(number=one.number)
            yield Item(OPEN + one.number, text, state_words(one))
        if self.after is not None:
            text = _("Screen the candidate again, after {number}").format(number=self.after.number)
            yield Item(AGAIN, text)
        elif self._apart:
            yield Item(AGAIN, apart_told(training=self._training))
        yield Item(RIGHT_CODE, _("It is another candidate: type the right code"))


class SimilarCode:
    """The codes in use, of all `summaries`, that differ from one in what separates its parts."""

    def __init__(self, summaries: Sequence[ScreeningSummary], code: str, *, training: bool) -> None:
        self.codes = tuple(similar(summaries, code, training=training))
        self._told = similar_told(summaries, self.codes, code)
        self._code = code

    def pick(self) -> Pick:
        """Say whose the codes are, and ask whether it is the same candidate."""
        about = (_("Nothing is linked by itself: only you know whether it is the same candidate."),)
        lines = [Line(self._told, Tone.AWAITED)]
        return Pick(_("A similar code is in use"), self._items(), lines, about)

    def _items(self) -> Iterator[Item]:
        for one in self.codes:
            yield Item(SAME + one, _("It is the same candidate, {code}").format(code=one))
        another = _("It is another candidate: begin with “{code}”")
        yield Item(ANOTHER, another.format(code=self._code))
        yield Item(RIGHT_CODE, _("Type the code again"))
