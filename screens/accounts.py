"""The accounts of the store, for its administrators: who may use it, and as what."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screener.interview.moments import moment
from screener.interview.sign_in_told import roles_told, used_told
from screener.joining import clauses, listed
from screener.language import _, ngettext
from screener.record.accounts import ROLES, Account, Accounts
from screener.record.errors import StoreError
from screener.record.rights import role_told
from screens.account_steps import (
    NAME,
    NEW,
    name_step,
    new_password_steps,
    roles_of,
    roles_step,
)
from screens.account_steps import ROLES as ROLES_GIVEN
from screens.base import refused_lines
from screens.commands import ACCOUNTS, bindings_for
from screens.dialogs import Confirm, Item, Pick
from screens.form_dialog import FormDialog
from screens.line_screen import LineScreen
from screens.prompts import Line, Tone
from screens.widgets.form import Given, Step
from screens.widgets.key_bar import KeyBar
from screens.widgets.plain_text import PlainText, content
from screens.widgets.top_line import TopLine

#: The row that adds an account, and what may be done with one.
_ADD = "+"
_CHANGE_ROLES, _NEW_PASSWORD, _CLOSE = "roles", "password", "close"


class AccountsScreen(LineScreen):
    """Every account with its roles and its last sign-in; Enter changes the one marked."""

    place = ACCOUNTS
    CSS_PATH = "accounts.tcss"
    body = "#accounts"
    BINDINGS = bindings_for(ACCOUNTS)

    def __init__(self) -> None:
        super().__init__()
        self._accounts: tuple[Account, ...] = ()

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield OptionList(id="accounts", markup=False)
        yield PlainText(id="notice", classes="notice -empty")
        yield self.make_line()
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(OptionList).can_focus = False
        self.retranslate()
        self.read()

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.query_one(TopLine).bind_place(_("Accounts"), self.screener.person)
        self._fill()

    @work(thread=True, exclusive=True, group="load")
    def read(self) -> None:
        """Read the accounts, and the sign-ins that failed under names that have none."""
        accounts = Accounts(self.screener.open_store)
        try:
            found, unknown = accounts.all(), accounts.unknown_names()
        except StoreError as error:
            self.app.call_from_thread(self.tell, *refused_lines(error))
            return
        self.app.call_from_thread(self._loaded, found, unknown)

    def _loaded(self, found: tuple[Account, ...], unknown: Sequence[datetime]) -> None:
        self._accounts = found
        self._fill()
        if unknown:
            said = ngettext(
                "{count} sign-in failed so far under a name that has no account, on {time}.",
                "{count} sign-ins failed so far under names that have no account,"
                " the last on {time}.",
                len(unknown),
            )
            at = moment(unknown[-1], self.screener.open_store.time_zone)
            self.tell(Line(said.format(count=len(unknown), time=at), Tone.QUIET))

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        marked = options.highlighted
        options.set_options(self._options())
        options.highlighted = min(marked or 0, options.option_count - 1)

    def _options(self) -> Iterator[Option]:
        for account in self._accounts:
            yield Option(self._told(account), id=account.name)
        yield Option(content((_("+ Add an account"), "$link")), id=_ADD)

    def _told(self, account: Account) -> Content:
        roles = listed(role_told(role) for role in account.roles)
        used = clauses(used_told(account, self.screener.open_store.time_zone))
        style = "$quiet" if account.closed else "bold"
        return content((account.name, style), f"  {roles}\n   ", (used, "$quiet"))

    def context_help(self) -> list[Line]:
        """Say what each role may do, above the keys."""
        return [*map(Line, roles_told()), Line("")]

    # What can be done.

    def chosen(self) -> None:
        """Add an account, or ask what to do with the one that is marked."""
        option = self.query_one(OptionList).highlighted_option
        account = next((a for a in self._accounts if option and a.name == option.id), None)
        if account is None:
            self.add_account()
        elif account.closed:
            said = _("The account {name} is closed, and never opened again.")
            self.tell(Line(said.format(name=account.name), Tone.AWAITED))
        else:
            self.change_account(account)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.chosen()

    @work
    async def add_account(self) -> None:
        """Ask for a name, roles and a password, and make the account."""

        def add(given: Given) -> None:
            accounts, by = Accounts(self.screener.open_store), self.screener.person
            accounts.add(given[NAME], roles_of(given), given[NEW], by)

        steps = (name_step(), roles_step(ROLES, _("Which roles?")), *new_password_steps())
        await self._done(_("Add an account"), steps, add, NAME, _("The account was added."))

    @work
    async def change_account(self, account: Account) -> None:
        """Ask what to do with an account, and do it."""
        items = (
            Item(_CHANGE_ROLES, _("Change the roles")),
            Item(_NEW_PASSWORD, _("Give a new password")),
            Item(_CLOSE, _("Close the account")),
        )
        picked = await self.app.push_screen_wait(Pick(account.name, items))
        accounts, by = Accounts(self.screener.open_store), self.screener.person
        if picked == _CHANGE_ROLES:
            prompt = _("The roles from the next sign-in on")
            await self._done(
                account.name,
                (roles_step(ROLES, prompt, account.roles),),
                lambda given: accounts.set_roles(account.name, roles_of(given), by, account),
                ROLES_GIVEN,
                _("The roles were changed."),
            )
        elif picked == _NEW_PASSWORD:
            await self._done(
                account.name,
                new_password_steps(account.name),
                lambda given: accounts.set_password(account.name, given[NEW], by, account),
                NEW,
                _("There is a new password. Tell it to {name} alone.").format(name=account.name),
            )
        elif picked == _CLOSE:
            await self._close(account)

    async def _close(self, account: Account) -> None:
        lines = (
            Line(_("Nobody signs in as {name} any more.").format(name=account.name)),
            Line(_("What {name} recorded stays.").format(name=account.name)),
            Line(_("A closed account is never opened again, and its name never used again.")),
        )
        hint = _("Enter closes the account; Escape leaves it open")
        agreed = await self.app.push_screen_wait(Confirm(_("Close the account"), lines, hint))
        if not agreed:
            return
        try:
            Accounts(self.screener.open_store).close(account.name, self.screener.person)
        except StoreError as error:
            self.tell(*refused_lines(error))
        else:
            self.tell(Line(_("The account is closed."), Tone.PASS))
        self.read()

    async def _done(
        self,
        title: str,
        steps: Sequence[Step],
        act: Callable[[Given], object],
        refused: str,
        said: str,
    ) -> None:
        """Ask for the steps and do it; say so, and show the accounts as they are now."""
        dialog = FormDialog(title, steps, act, lambda error: refused)
        if await self.app.push_screen_wait(dialog):
            self.tell(Line(said, Tone.PASS))
        # Somebody else may have changed one meanwhile, which is why this was left.
        self.read()
