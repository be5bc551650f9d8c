"""`screener user`: the accounts of a store, for its administrators."""

import argparse
from collections.abc import Callable
from pathlib import Path

from screener.cli.app_commands import named_path, opened_store
from screener.cli.asked import ask_new_password, refuse_more
from screener.cli.output import DONE, Unusable, tell, tell_error
from screener.cli.signing_in import signed_in
from screener.interview.sign_in_told import account_told
from screener.joining import listed
from screener.language import _
from screener.protocol.roles import Role
from screener.record.accounts import AccountRefused, Accounts, check_name, check_password
from screener.record.errors import StoreError
from screener.record.rights import Right, role_told
from screener.record.store import Store
from screener.sanitise import visible


def add(options: argparse.Namespace) -> int:
    """Make an account; in a store that has none, the first one, which manages the others.

    Where the call says who signs in, there is somebody who can: a store that is not there, or has
    no accounts, is another one than was meant. A new store is made once all that was given will do.
    """
    roles = [Role(role) for role in options.roles]
    path = named_path(options, create=options.name is None)
    first = options.name is None and not path.exists()
    password = _first_password(options, path) if first else ""

    def make(store: Store, accounts: Accounts) -> None:
        if first:
            made = accounts.make_first(options.account, roles, password)
        elif options.name is not None or accounts.any():
            by = signed_in(options, store, Right.ACCOUNTS)
            made = accounts.add(options.account, roles, ask_new_password(options.account), by)
        else:
            asked = _first_password(options, store.path)
            made = accounts.make_first(options.account, roles, asked)
        tell(account_told(made, store.time_zone))

    return _with_accounts(options, make, create=first)


def _first_password(options: argparse.Namespace, path: Path) -> str:
    """Ask for the password of a store's first account, which that and its name have to fit.

    Raises:
        Unusable: They do not, or more was typed than that.
    """
    try:
        check_name(options.account)
        told = _("{path} has no accounts yet: {name} becomes its first administrator.")
        tell_error(told.format(path=path, name=visible(options.account)))
        password = ask_new_password(options.account)
        # Where somebody signs in the first line is theirs, and no new password.
        refuse_more()
        check_password(password, options.account)
    except AccountRefused as error:
        raise Unusable(str(error)) from None
    return password


def close(options: argparse.Namespace) -> int:
    """Close an account for good."""

    def shut(store: Store, accounts: Accounts) -> None:
        by = signed_in(options, store, Right.ACCOUNTS)
        account = accounts.open_named(options.account)
        accounts.close(account.name, by)
        told = _("The account {name} is closed. Its name is never used again.")
        tell(told.format(name=account.name))

    return _with_accounts(options, shut)


def role(options: argparse.Namespace) -> int:
    """Give an account other roles."""
    roles = [Role(role) for role in options.roles]

    def give(store: Store, accounts: Accounts) -> None:
        by = signed_in(options, store, Right.ACCOUNTS)
        account = accounts.open_named(options.account)
        accounts.set_roles(account.name, roles, by)
        told = _(
            "From the next sign-in on {name} has the roles: {roles}. A role that was taken away is"
            " gone at once."
        )
        tell(told.format(name=account.name, roles=listed(role_told(one) for one in roles)))

    return _with_accounts(options, give)


def password(options: argparse.Namespace) -> int:
    """Give an account another password; everybody may for their own."""

    def give(store: Store, accounts: Accounts) -> None:
        by = signed_in(options, store, Right.ACCOUNTS, needed=False)
        account = accounts.changeable_by(options.account, by)
        accounts.set_password(account.name, ask_new_password(account.name), by)
        tell(_("{name} has a new password.").format(name=account.name))

    return _with_accounts(options, give)


def list_accounts(options: argparse.Namespace) -> int:
    """List every account, closed ones too."""

    def tell_all(store: Store, accounts: Accounts) -> None:
        signed_in(options, store, Right.ACCOUNTS)
        for account in accounts.all():
            tell(account_told(account, store.time_zone))

    return _with_accounts(options, tell_all)


def _with_accounts(
    options: argparse.Namespace, act: Callable[[Store, Accounts], None], *, create: bool = False
) -> int:
    with opened_store(options, create=create) as store:
        try:
            act(store, Accounts(store))
        except StoreError as error:
            raise Unusable(str(error)) from None
    return DONE
