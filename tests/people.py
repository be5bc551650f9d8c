"""People who have signed in: a store takes what they record only while they have an account."""

from screener.protocol.loading.loader import load_bytes
from screener.protocol.roles import Role
from screener.record.accounts import Accounts
from screener.record.approvals import approve
from screener.record.events import Person
from screener.record.store import Store
from tests.conftest import FIRST, PASSWORD


def signed_in(store: Store, name: str, role: Role) -> Person:
    """Give somebody with an account of this role, which is made or changed where it takes that."""
    accounts, by = Accounts(store), Person(FIRST, Role.ADMINISTRATOR)
    if not accounts.any():
        accounts.make_first(FIRST, [], PASSWORD)
    found = accounts.named(name)
    if found is None:
        accounts.add(name, [role], PASSWORD, by)
    elif role not in found.roles:
        accounts.set_roles(name, [*found.roles, role], by)
    return Person(name, role, authenticated=True)


def approved(store: Store, rules: bytes) -> None:
    """Have an author and an investigator approve rules, so that screenings are no training."""
    for name, role in (("Eva Author", Role.AUTHOR), ("Ben Doctor", Role.INVESTIGATOR)):
        approve(store, rules, load_bytes(rules, "rules.yaml"), signed_in(store, name, role))
