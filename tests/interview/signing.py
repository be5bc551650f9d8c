"""Who signs in the tests, and how."""

from screener.interview.assessment import Assessment
from screener.interview.sitting import Sitting
from screener.protocol.exact_json import loads
from screener.protocol.roles import Role
from screener.record.events import Person

PASSWORD = "a long enough secret"
SIGNER = Person("Ben Doctor", Role.INVESTIGATOR, authenticated=True)
SECOND = Person("Cleo Doctor", Role.INVESTIGATOR, authenticated=True)


def agree_with_all(sitting: Sitting) -> Assessment:
    for id in sitting.protocol.criteria:
        shown = sitting.assessment()
        if id not in shown.agreed:
            sitting.agree(id, shown.seen_of(id))
    return sitting.assessment()


def sign(sitting: Sitting, password=PASSWORD):
    return sitting.sign(agree_with_all(sitting), password)


def copied(sitting: Sitting):
    """The JSON copy of the recorded decision."""
    data = loads(sitting.copy("json"))
    assert isinstance(data, dict)
    return data


def events_of(sitting: Sitting):
    return sitting._store.events(sitting.number)
