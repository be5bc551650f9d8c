"""Signing in to a store on the command line."""

import argparse

from screener.cli.asked import ask_hidden, ask_line
from screener.cli.output import Unusable, tell_error
from screener.interview.sign_in_told import failures_told
from screener.language import _
from screener.protocol.roles import Role
from screener.record.accounts import Account, Accounts
from screener.record.errors import StoreError
from screener.record.events import Person
from screener.record.rights import NotAllowed, Right, may, require
from screener.record.sign_in import SignIn
from screener.record.store import Store


def signed_in(
    options: argparse.Namespace, store: Store, right: Right, *, needed: bool = True
) -> Person:
    """Ask who is there, check the password, and record the sign-in.

    The role is the one of `--role`, or the first one of the account's that has the right; where
    that is not `needed`, whichever there is.

    Raises:
        Unusable: There are no accounts, nobody was signed in, or the role does not permit it.
    """
    try:
        if not Accounts(store).any():
            raise Unusable(_no_accounts(store))
        name = options.name or ask_line(_("Name: "))
        sign_in = SignIn(store)
        account = sign_in.check(name, ask_hidden(_("Password: ")))
        signed = sign_in.enter(account, _role(options.role, account, right, needed))
    except StoreError as error:
        raise Unusable(str(error)) from None
    for told in failures_told(signed, store.time_zone):
        tell_error(told)
    return signed.person


def _no_accounts(store: Store) -> str:
    told = _(
        "{path} has no accounts yet"
        " (open the app once, or make one, without --as: screener user add NAME)"
    )
    return told.format(path=store.path)


def _role(asked: str | None, account: Account, right: Right, needed: bool) -> Role:
    """Choose the role to sign in with, and refuse what it does not permit before anybody is in."""
    if asked is not None:
        role = Role(asked)
        if needed and role in account.roles:
            require(role, right)
        return role
    first, fit = account.roles[0], [role for role in account.roles if may(role, right)]
    if needed and not fit:
        raise NotAllowed(right, first)
    return fit[0] if fit else first
