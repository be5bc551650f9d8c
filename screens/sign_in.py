"""The first screen: who is there, the password, the role. In a new store, its first account."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Center, Vertical

from screener.interview.named import Named
from screener.joining import labelled
from screener.language import _
from screener.protocol.roles import Role
from screens.account_steps import (
    NAME,
    NEW,
    PASSWORD,
    ROLE,
    name_step,
    new_password_steps,
    password_step,
    role_step,
    roles_of,
    roles_step,
)
from screens.base import PlaceScreen
from screens.commands import SIGN_IN, bindings_for, with_keys
from screens.prompts import Line, Tone
from screens.widgets.form import Form, Given, Step
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText

if TYPE_CHECKING:
    from screener.record.accounts import Account
    from screener.record.errors import StoreError
    from screener.record.sign_in import SignedIn

#: What the first account may be besides an administrator's.
_BESIDES = (Role.SCREENER, Role.INVESTIGATOR, Role.AUTHOR, Role.AUDITOR)


class SignInScreen(PlaceScreen):
    """Asks who is there, and hands whoever signed in to the app.

    It is painted before the store is open; what is typed by then is kept.
    """

    place = SIGN_IN
    CSS_PATH = ["dialogs.tcss", "sign_in.tcss"]
    BINDINGS = bindings_for(SIGN_IN)

    def __init__(self, named: Named, any_accounts: bool | None = None) -> None:
        super().__init__()
        self._named = named
        #: Whether the store has accounts; None until that is known.
        self._accounts = any_accounts
        #: What was given before that.
        self._kept: Given | None = None
        self._account: Account | None = None

    def compose(self) -> ComposeResult:
        with Center(id="middle"), Vertical(classes="box"):
            yield PlainText(classes="title")
            yield PlainText(id="about", classes="lines")
            yield Form(id="form")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.retranslate()
        self._ask()

    @property
    def form(self) -> Form:
        """What is asked."""
        return self.query_one("#form", Form)

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self._show_about()
        if self._account is None:
            self.form.reword(self._steps())

    def tell(self, *lines: Line) -> None:
        """Show something that stays until the next thing is said."""
        self.form.tell(*lines)

    def context_help(self) -> list[Line]:
        """Say what each role may do, above the keys."""
        from screener.interview.sign_in_told import roles_told

        return [*map(Line, roles_told()), Line("")]

    # What is asked.

    def bind_accounts(self, any_accounts: bool) -> None:
        """The store is open: ask for its first account where it has none."""
        self._accounts = any_accounts
        self.retranslate()
        if not any_accounts:
            given, self._kept = self.form.given, None
            name = given.get(NAME) or self.form.line.value
            self._ask(name if not self.form.line.password else given.get(NAME, ""))
        elif self._kept is not None:
            self._filled(self._kept)

    def show_failure(self, message: str, hint: str) -> None:
        """Say why the store cannot be used."""
        self.tell(
            Line(message, Tone.FAIL), Line(hint), Line(with_keys(_("{quit} leaves the app.")))
        )

    def _show_about(self) -> None:
        self.query_one(".title", PlainText).show(self._title())
        self.query_one("#about", PlainText).show_lines(self._about())

    def _title(self) -> str:
        return _("The first account") if self._accounts is False else _("Sign in")

    def _about(self) -> Iterator[Line]:
        path = _("Screenings in {path}").format(path=self.screener.store_path)
        yield Line(path, Tone.QUIET)
        if self._account is not None:
            yield Line(labelled(_("Name"), self._account.name))
        elif self._accounts is False:
            yield Line(_("Nobody has an account here yet. This one manages the others."))
            said = _("What each role may do: {help}, and docs/people.md.")
            yield Line(with_keys(said), Tone.QUIET)

    def _steps(self) -> tuple[Step, ...]:
        if self._accounts is not False:
            return (Step(NAME, _("Name"), _("Your name")), password_step())
        asked = _("What else are you? An administrator in any case.")
        named = self._named.role
        ticked = [named] if named in _BESIDES else []
        name = name_step(self._named.name)
        return (name, roles_step(_BESIDES, asked, ticked), *new_password_steps())

    def _ask(self, name: str = "") -> None:
        """Ask from the beginning; a name that the call gave is not asked for, only shown."""
        self._account = None
        self._show_about()
        name = name or self._named.name
        self._named = Named(name, self._named.role)
        given = {NAME: name} if name and self._accounts is not False else {}
        self.form.ask(self._steps(), self._filled, given=given)

    def _filled(self, given: Given) -> None:
        if self._accounts is None:
            self._kept = given
            self.form.wait(_("Opening the store …"))
        elif self._accounts:
            self.form.wait(_("Checking …"))
            self.check(given)
        else:
            self.form.wait(_("Making the account …"))
            self.make_first(given)

    # Beside the screen: Argon2 takes some tenths of a second, and the store waits for the disk.

    @work(thread=True, group="sign")
    def check(self, given: Given) -> None:
        """Check the name and the password."""
        from screener.record.errors import StoreError
        from screener.record.sign_in import SignIn

        store = self.screener.open_store
        try:
            account = SignIn(store).check(given[NAME], given[PASSWORD])
        except StoreError as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(self._checked, account)

    @work(thread=True, group="sign")
    def enter(self, account: "Account", role: Role) -> None:
        """Sign in with one of the roles."""
        from screener.record.errors import StoreError
        from screener.record.sign_in import SignIn

        try:
            signed = SignIn(self.screener.open_store).enter(account, role)
        except StoreError as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(self._entered, signed)

    @work(thread=True, group="sign")
    def make_first(self, given: Given) -> None:
        """Make the first account, and go on as if it had signed in."""
        from screener.record.accounts import Accounts
        from screener.record.errors import StoreError

        accounts = Accounts(self.screener.open_store)
        try:
            account = accounts.make_first(given[NAME], roles_of(given), given[NEW])
        except StoreError as error:
            # Somebody else may have made it meanwhile.
            found = accounts.any()
            self.app.call_from_thread(self._not_made, error, found)
        else:
            self.app.call_from_thread(self._checked, account)

    def _checked(self, account: "Account") -> None:
        """Sign in with the role of the call, or the only one there is; or ask for one."""
        self._account, self._accounts = account, True
        role = self._named.role or (account.roles[0] if len(account.roles) == 1 else None)
        if role in account.roles:
            self.enter(account, role)
            return
        self._show_about()
        self.form.ask((role_step(account.roles),), self._picked, self._ask)
        if self._named.role is not None:
            from screener.record.rights import role_told

            said = _("{name} has not the role {role}.")
            told = said.format(name=account.name, role=role_told(self._named.role))
            self.tell(Line(told, Tone.AWAITED))

    def _picked(self, given: Given) -> None:
        if self._account is not None:
            self.form.wait(_("Signing in …"))
            self.enter(self._account, Role(given[ROLE]))

    def _entered(self, signed: "SignedIn") -> None:
        self.screener.enter(signed)

    def _refused(self, error: "StoreError") -> None:
        """Say why nobody was signed in; the name stays, the password is asked for again."""
        if self._account is not None:
            self._ask()
        self.form.refuse(PASSWORD, error)

    def _not_made(self, error: "StoreError", found: bool) -> None:
        """Say why the account was not made; where somebody else made it, sign in."""
        if found:
            self._accounts = True
            self._named = Named()
            self.retranslate()
            self._ask()
            self.tell(Line(error.message, Tone.FAIL), Line(error.hint, Tone.QUIET))
        else:
            self.form.refuse(NEW, error)
