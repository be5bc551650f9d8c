"""Signing in by line: who is there, the password, the role; and the password again after a rest."""

from collections.abc import Callable
from contextlib import suppress

from screener.interview.commands import BY_ID, read_slash
from screener.interview.named import Named
from screener.interview.plain_lines import CommandTyped, Lines
from screener.interview.plain_slash import Quit
from screener.interview.sign_in_told import failures_told, roles_told
from screener.language import _
from screener.protocol.roles import Role
from screener.record.accounts import ROLES, Account, AccountRefused, Accounts
from screener.record.errors import StoreError
from screener.record.events import EventKind, Person
from screener.record.rights import role_told
from screener.record.sign_in import SignIn
from screener.record.store import Store


class PlainSignIn:
    """Asks who is there. Where nobody sits at a terminal, what is refused once is refused."""

    def __init__(self, store: Store, lines: Lines) -> None:
        self._store = store
        self._lines = lines
        self._accounts = Accounts(store)
        self._sign_in = SignIn(store)

    def ask(self, named: Named) -> Person:
        """Ask until somebody is signed in.

        Raises:
            Quit: They leave.
            StoreError: Nobody was signed in, and nobody is there to be asked again.
        """
        if not self._accounts.any():
            return self._until_done(lambda: self._make_first(named))
        return self._until_done(lambda: self._ask_once(named))

    def unlock(self, person: Person) -> None:
        """Ask for the password again, until it is right; raises `Quit` where they leave instead."""
        # It is locked whether or not that can be recorded.
        with suppress(StoreError):
            self._store.record(EventKind.LOCKED, {}, person)
        said = _("Nothing was typed for a while. The password of {name}, or /quit:")
        while True:
            self._lines.say(said.format(name=person.name))
            password = self._hidden()
            try:
                signed = self._sign_in.unlock(person, password)
            except StoreError as error:
                self._lines.say(str(error))
            else:
                self._lines.say(*failures_told(signed, self._store.time_zone))
                return

    def change_password(self, person: Person) -> None:
        """Ask for one's own password, then for a new one.

        Raises:
            StoreError: It was refused; the old one stays.
        """
        self._lines.say(_("Your password as it is:"))
        self._sign_in.confirm(person, self._hidden())
        self._accounts.set_password(person.name, self._new_password(), person)
        self._lines.say(_("Your password was changed."))

    def _until_done(self, ask: Callable[[], Person]) -> Person:
        while True:
            try:
                return ask()
            except CommandTyped:
                self._lines.say(_("Sign in first; /quit leaves."))
            except StoreError as error:
                if not self._lines.on_terminal:
                    raise
                self._lines.say(str(error))

    def _ask_once(self, named: Named) -> Person:
        account = self._sign_in.check(named.name or self._name(_("Your name:")), self._password())
        signed = self._sign_in.enter(account, self._role(account, named))
        self._lines.say(*failures_told(signed, self._store.time_zone))
        return signed.person

    def _make_first(self, named: Named) -> Person:
        self._lines.say(
            _("This store has no accounts yet. The first one manages the others."),
            *roles_told(),
        )
        name = named.name or self._name(_("Your full name, as it is to be printed:"))
        roles = self._roles()
        account = self._accounts.make_first(name, roles, self._new_password())
        return self._sign_in.enter(account, self._role(account, named)).person

    def _name(self, prompt: str) -> str:
        heard = ""
        while not heard:
            self._lines.say(prompt)
            heard = self._lines.hear()
        if read_slash(heard, (BY_ID["quit"],)) is not None:
            raise Quit
        return heard

    def _password(self) -> str:
        self._lines.say(_("Password:"))
        return self._hidden()

    def _new_password(self) -> str:
        self._lines.say(_("A new password:"))
        new = self._hidden()
        if self._lines.on_terminal:
            self._lines.say(_("The same once more:"))
            if self._hidden() != new:
                raise AccountRefused(_("The two passwords differ."), _("Type them again."))
        return new

    def _hidden(self) -> str:
        while not (heard := self._lines.hear_hidden()) and self._lines.on_terminal:
            # Whoever presses Enter to see whether anything is there is asked again.
            self._lines.say(_("Nothing was entered."))
        if heard == BY_ID["quit"].slash:
            # No password is as short; a longer one may well begin like this.
            raise Quit
        return heard

    def _role(self, account: Account, named: Named) -> Role:
        """Choose the role to sign in with: the one that was named, the only one, or one picked."""
        if named.role is not None or len(account.roles) == 1:
            return named.role or account.roles[0]
        asked = _("As what? Type its number.")
        while True:
            at = self._lines.choose(asked, [role_told(role) for role in account.roles])
            if at is not None:
                return account.roles[at]

    def _roles(self) -> list[Role]:
        others = [role for role in ROLES if role is not Role.ADMINISTRATOR]
        for number, role in enumerate(others, 1):
            self._lines.say(f"  {number}. {role_told(role)}")
        asked = _("What else are you? Type the numbers, or Enter alone for none of these.")
        while True:
            numbers = self._lines.ask(asked).replace(",", " ").replace("，", " ").split()
            if all(one in [str(at) for at in range(1, len(others) + 1)] for one in numbers):
                return [others[int(one) - 1] for one in numbers]
