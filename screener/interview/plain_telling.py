"""What an answer would do, by line, and what the answers come to."""

from screener.interview.account import Account
from screener.interview.effects import Change, Preview
from screener.interview.moments import moment
from screener.interview.plain_lines import Lines
from screener.interview.plain_questions import ask_text
from screener.interview.preview_told import besides_told, leaves_out
from screener.interview.sitting import Sitting
from screener.interview.told import answer_told, status_word
from screener.interview.voiding import voids_told
from screener.language import _
from screener.prose.rules import criterion_told


class Telling:
    """Says by line what one sitting holds.

    `shown_in` is the language the present question is put in, where it is not the sitting's.
    """

    def __init__(self, sitting: Sitting, lines: Lines) -> None:
        self.sitting = sitting
        self.lines = lines
        self.shown_in: str | None = None
        self._about: str | None = None
        #: What the answer would do that waits to be confirmed, where one does.
        self.previewed: Preview | None = None

    def is_about(self, question: str | None) -> None:
        """Take what is asked now; another language was that of the question before alone."""
        if question != self._about:
            self._about, self.shown_in = question, None

    @property
    def language(self) -> str:
        """The language in which questions are put."""
        return self.shown_in or self.sitting.language

    def account(self) -> Account:
        """Tell the decision as it would be recorded now."""
        zone = self.sitting.time_zone
        return Account.of_now(
            self.sitting.standing,
            self.language,
            lambda at: moment(at, zone),
        )

    def told(self, id: str) -> str:
        """Say a question with the answer that counts."""
        question, entry = self.sitting.question(id), self.sitting.state.current(id)
        answer = answer_told(question, entry.answer, self.language) if entry else ""
        return f"{ask_text(question, self.language)} {answer}"

    def tell(self, preview: Preview) -> None:
        """Say what an answer would do; of a criterion that it fails, that alone."""
        self.tell_changes(tuple(c for c in preview.changes if c.criterion not in preview.fails))
        self._tell_fails(preview)
        self.lines.say(*besides_told(preview, self._ask, _more_questions))
        self.previewed = preview
        self.lines.say(*voids_told(self.sitting.state))

    def tell_whole_preview(self) -> None:
        """Say by name every question that the answer which waits to be confirmed touches."""
        if self.previewed is not None and leaves_out(self.previewed):
            self.lines.say(*besides_told(self.previewed, self._ask))

    def _ask(self, question: str) -> str:
        return ask_text(self.sitting.question(question), self.language)

    def tell_changes(self, changes: tuple[Change, ...]) -> None:
        """Say which criteria become another."""
        for change in changes:
            criterion = self.sitting.protocol.criteria[change.criterion]
            self.lines.say(
                _("{criterion}: {before} becomes {after}").format(
                    criterion=criterion_told(criterion),
                    before=status_word(change.before),
                    after=status_word(change.after),
                )
            )

    def _tell_fails(self, preview: Preview) -> None:
        for id in preview.fails:
            criterion = self.sitting.protocol.criteria[id]
            text = criterion.text.in_language(self.language)
            self.lines.say(
                _("With this answer {criterion} fails: {text}").format(
                    criterion=criterion_told(criterion), text=text
                )
            )


def _more_questions(count: int) -> str:
    return _("and {count} more, which /why names").format(count=count)
