"""Beginning a screening from the list: the candidate's code, and no second one by accident."""

from functools import partial
from typing import TYPE_CHECKING

from textual import work

from screener.language import _
from screener.record.events import check_candidate
from screener.settings_file import order_for
from screens.base import PlaceScreen, refused_lines
from screens.prompts import Line, Tone
from screens.widgets.composer import Composer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screener.record.expected import Expected
    from screener.record.store import Seen
    from screener.record.summary import ScreeningSummary
    from screens.code_in_use import CodeInUse, SimilarCode


class Beginning(PlaceScreen):
    """Takes the code and opens a screening, on the screen that has the list."""

    rules_problems: tuple[str, ...]
    unapproved: frozenset[str] | None
    _busy: bool = False

    if TYPE_CHECKING:

        def look_at_rules(self, problems: tuple[str, ...]) -> None: ...
        def open_screening(self, number: str) -> None: ...

    def do_new(self, argument: str) -> None:
        """Begin a screening; where none can begin, no box opens to take what is typed."""
        if self.screener.store is None:
            return
        if self.rules_problems:
            self.look_again(argument)
        else:
            self._ask_code(argument)

    @work(thread=True, exclusive=True, group="begin")
    def look_again(self, argument: str) -> None:
        """Look whether the rules file is mended, and only then ask for the code."""
        from screener.interview.rules_file import rules_problems

        problems = rules_problems(self.screener.rules_path)
        self.app.call_from_thread(self.look_at_rules, problems)
        if not problems:
            self.app.call_from_thread(self._ask_code, argument)

    def _ask_code(self, argument: str, *, again: bool = False, told: bool | None = None) -> None:
        """Ask for the code, unless one that can be used came with the command; or ask it again.

        `told` says what was said before of whether the screening is for training. What it is now
        is read from the store: somebody else may just have approved the rules.
        """
        from screener.interview.training import other_kind_told, will_be_training_told
        from screens.dialogs import Ask

        if argument and not again and not _wrong_code(argument):
            if not self._busy:
                self.look_for(argument, True if self.unapproved is not None else None)
            return
        training = self._will_be_training()
        if training is None:
            return

        def entered(code: str | None) -> None:
            if code is not None and not self._busy:
                self.look_for(code, training)

        lines = [
            Line(_("The site's own code for the candidate, such as DL-007. No name.")),
            Line(_("Rules: {path}").format(path=self.screener.rules_path), Tone.QUIET),
        ]
        if told not in (None, training):
            lines.append(Line(other_kind_told(training=training), Tone.AWAITED))
        elif training:
            lines.append(Line(will_be_training_told(), Tone.AWAITED))
        self.app.push_screen(
            Ask(_("New screening"), lines=lines, value=argument, check=_wrong_code), entered
        )

    def _will_be_training(self) -> bool | None:
        """Read whether a screening that began now would be for training; None, and said, if not."""
        from screener.interview.rescreening import for_training
        from screener.interview.rules_file import unreadable
        from screener.record.errors import StoreError

        app, store = self.screener, self.screener.store
        if store is None:
            return None
        try:
            return for_training(store, app.rules_path.read_bytes())
        except StoreError as error:
            self.tell(*refused_lines(error))
        except OSError as error:
            self.look_at_rules((unreadable(app.rules_path, error),))
        return None

    @work(thread=True, exclusive=True, group="begin")
    def look_for(self, code: str, told: bool | None = None) -> None:
        """Look in the store as it is now, where someone else may have begun with this code.

        `told` as for asking it: where it is otherwise by now, the code is asked again.
        """
        from screener.interview.rescreening import for_training
        from screener.interview.rules_file import rules_problems, unreadable
        from screener.protocol.problems import ProtocolError
        from screener.record.errors import StoreError

        app, store = self.screener, self.screener.store
        if store is None:
            return
        try:
            found, rules = store.screenings_like(code), app.rules_path.read_bytes()
            training, study = for_training(store, rules), store.study_of(rules)
        except ProtocolError:
            app.call_from_thread(self.look_at_rules, rules_problems(app.rules_path))
        except StoreError as error:
            app.call_from_thread(self._keep_code, code)
            app.call_from_thread(self.tell, *refused_lines(error))
        except OSError as error:
            app.call_from_thread(self._keep_code, code)
            app.call_from_thread(self.look_at_rules, (unreadable(app.rules_path, error),))
        else:
            if told not in (None, training):
                app.call_from_thread(self._ask_again, code, told)
            else:
                app.call_from_thread(self._begin_unless_known, code, found, training, study)

    def _ask_again(self, code: str, told: bool) -> None:
        """Say that a screening would be of the other kind than was `told`; ask whether it shall."""
        if self.is_active:
            self._ask_code(code, again=True, told=told)
        else:
            # The screen was locked meanwhile: nothing comes up over that.
            self._keep_code(code)

    def _keep_code(self, code: str) -> None:
        """Put the code on the line with which no screening could be begun."""
        line = self.query_one("#line", Composer)
        line.value = f"/new {code}"
        line.cursor_position = len(line.value)

    def _begin_unless_known(
        self, code: str, found: "Sequence[ScreeningSummary]", training: bool, study: str
    ) -> None:
        """Begin a screening, or say whose a code is that is in use, or similar; and what to do."""
        from screener.interview.rescreening import codes_of
        from screener.record.expected import Expected
        from screens.code_in_use import CodeInUse, SimilarCode

        if self._busy:
            return
        if not self.is_active:
            # The screen was locked meanwhile: nothing comes up over that.
            self._keep_code(code)
            return
        in_use = CodeInUse(found, code, training=training, study=study)
        similar = SimilarCode(found, code, training=training)
        expected = Expected(unused=True, training=training, known=codes_of(found))
        if in_use.screenings:
            self._ask_about(in_use, code, expected)
        elif similar.codes:
            self._ask_whose(similar, code, expected)
        else:
            self._start(code, expected)

    def _start(self, code: str, expected: "Expected", after: "Seen | None" = None) -> None:
        """Begin a screening, and nothing else until that is done."""
        self._busy = True
        self.begin(code, expected._replace(unused=after is None), after)

    def _ask_about(self, in_use: "CodeInUse", code: str, expected: "Expected") -> None:
        """Ask what to do about a code that is in use."""
        from screens.code_in_use import OPEN, RIGHT_CODE

        def chosen(picked: str | None) -> None:
            if picked is None or self._busy:
                return
            if picked == RIGHT_CODE:
                self._ask_code(code, again=True, told=expected.training)
            elif picked.startswith(OPEN):
                self.open_screening(picked.removeprefix(OPEN))
            else:
                self._start(in_use.candidate, expected, in_use.after)

        self.app.push_screen(in_use.pick(), chosen)

    def _ask_whose(self, similar: "SimilarCode", code: str, expected: "Expected") -> None:
        """Ask whether a code that is similar to one in use is the same candidate's."""
        from screens.code_in_use import ANOTHER, RIGHT_CODE, SAME

        def chosen(picked: str | None) -> None:
            if picked is None or self._busy:
                return
            if picked == RIGHT_CODE:
                self._ask_code(code, again=True, told=expected.training)
            elif picked == ANOTHER:
                self._start(code, expected)
            else:
                self.look_for(picked.removeprefix(SAME), expected.training)

        self.app.push_screen(similar.pick(), chosen)

    @work(thread=True, exclusive=True, group="begin")
    def begin(self, code: str, expected: "Expected", after: "Seen | None" = None) -> None:
        """Read the rules file anew and open a screening under it; it may be `after` another.

        `expected` is what was said of it; where it is otherwise by now, it is asked again.
        """
        from screener.interview.rules_file import rules_problems, unreadable
        from screener.protocol.problems import ProtocolError
        from screener.record.errors import OtherKind, StoreError

        app, store = self.screener, self.screener.store
        number = None
        try:
            rules = app.rules_path.read_bytes()
            if store is not None:
                number = store.new_screening(
                    rules,
                    code,
                    app.person,
                    app.language,
                    after=after,
                    expected=expected,
                    order=partial(order_for, app.settings.orders),
                )
        except ProtocolError:
            app.call_from_thread(self.look_at_rules, rules_problems(app.rules_path))
        except OtherKind:
            self._busy = False
            app.call_from_thread(self._ask_again, code, expected.training is True)
        except StoreError as error:
            app.call_from_thread(self._keep_code, code)
            app.call_from_thread(self.tell, *refused_lines(error))
        except OSError as error:
            app.call_from_thread(self.look_at_rules, (unreadable(app.rules_path, error),))
        except ValueError as error:
            app.call_from_thread(self.tell, Line(str(error), Tone.FAIL))
        finally:
            self._busy = False
        if number is not None:
            app.call_from_thread(self.open_screening, number)


def _wrong_code(text: str) -> str:
    try:
        check_candidate(text)
    except ValueError as error:
        return str(error)
    return ""
