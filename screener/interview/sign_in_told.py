"""What is said of accounts and of signing in, on a screen and by line."""

from collections.abc import Iterator
from datetime import tzinfo

from screener.interview.moments import moment
from screener.joining import clauses, labelled, listed
from screener.language import _, ngettext
from screener.record.accounts import ROLES, Account
from screener.record.rights import RIGHTS, may, role_told
from screener.record.sign_in import SignedIn


def failures_told(signed: SignedIn, zone: tzinfo) -> Iterator[str]:
    """Say which sign-ins failed since the last time."""
    if count := len(signed.failures):
        said = ngettext(
            "{count} sign-in failed since your last, on {time}.",
            "{count} sign-ins failed since your last, the last on {time}.",
            count,
        )
        yield said.format(count=count, time=moment(signed.failures[-1], zone))
    if count := len(signed.unknown):
        said = ngettext(
            "{count} sign-in failed since then under a name that has no account, on {time}.",
            "{count} sign-ins failed since then under names that have no account,"
            " the last on {time}.",
            count,
        )
        yield said.format(count=count, time=moment(signed.unknown[-1], zone))


def roles_told() -> Iterator[str]:
    """Say of each role what it may do, a line each."""
    for role in ROLES:
        may_do = [_(told) for right, (_roles, told) in RIGHTS.items() if may(role, right)]
        yield labelled(role_told(role), listed(may_do))


def account_told(account: Account, zone: tzinfo) -> str:
    """Say whose an account is, what it is for, and how it was used."""
    roles = listed(role_told(role) for role in account.roles)
    return clauses((labelled(account.name, roles), *used_told(account, zone)))


def used_told(account: Account, zone: tzinfo) -> Iterator[str]:
    """Say when somebody signed in last, how often it failed since, and whether it is closed."""
    if account.signed_in is None:
        yield _("never signed in")
    else:
        yield _("signed in on {time}").format(time=moment(account.signed_in, zone))
    if count := len(account.failures):
        said = ngettext("{count} sign-in failed since", "{count} sign-ins failed since", count)
        yield said.format(count=count)
    if account.closed:
        yield _("closed")
