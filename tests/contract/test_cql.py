"""HL7's published tests of CQL hold of the rule language, as far as it can say them."""

import pytest

from tests.contract.cql import PUBLISHED, Said, published
from tests.contract.rules import truth

if not PUBLISHED.exists():
    # They are others', and no part of the project; test_conditions.py has Kleene's logic whole.
    pytest.skip("../shared/data/cql-tests is not there", allow_module_level=True)
SAID, SKIPPED = published()


@pytest.mark.parametrize("test", SAID, ids=lambda test: test.name)
def test_a_published_test_holds(test: Said) -> None:
    assert truth(test.questions, test.rule, test.answers) is test.expected


def test_what_is_skipped_is_counted_with_the_reason() -> None:
    assert len(SAID) == 146
    assert SKIPPED == {
        "a day has no time": 27,
        "a duration is not an answer": 31,
        "a ratio is derived from two numbers": 3,
        "a text is never part of a rule, and options have their own order": 26,
        "answers are compared one by one": 21,
        "the reference date is given, and no test reckons with days": 4,
        "there is one equality; equivalence would make what is not known equal": 42,
        "what is not known stays unknown, and no test asks for it": 22,
    }
