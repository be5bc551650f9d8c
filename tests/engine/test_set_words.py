"""What is told of sets of options is true of every set, by trying every set there is."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.engine.set_cells import set_values, tries_all
from screener.engine.set_words import sets_told
from screener.protocol import conditions as c
from screener.protocol.model import Criterion, Kind, OnFailure, Protocol, Question, QuestionType
from screener.protocol.text import Text

HERE = c.Place(1, 1)


def protocol(options, rules):
    """Rules on one question, its options labelled by their capitals."""
    labels = {option: Text.plain(option.upper()) for option in options}
    metals = Question("metals", QuestionType.CHOICES, HERE, ask=Text.plain("?"), options=labels)
    criteria = {
        f"I{place}": Criterion(f"I{place}", Kind.INCLUSION, Text.plain(""), rule, HERE)
        for place, rule in enumerate(rules)
    }
    title, asked = Text.plain(""), {"metals": metals}
    ends = OnFailure.CONTINUE
    return Protocol("P", "1", title, ("en",), ends, asked, {}, {}, criteria, (), "", b"", "")


def holds(test, chosen):
    named = set(test.options)
    return {
        c.SetComparison.ANY_OF: bool(named & chosen),
        c.SetComparison.ALL_OF: named <= chosen,
        c.SetComparison.NONE_OF: not named & chosen,
    }[test.comparison]


def every_set(options):
    return [set(one) for n in range(len(options) + 1) for one in combinations(options, n)]


def means(said, chosen, options):
    """Read a description as a person would: does it speak of this set?"""
    return any(one_means(one, chosen, options) for one in said.split("; or "))


def one_means(said, chosen, options):
    if said == "any answer":
        return True
    if said == "none of them":
        return not chosen
    if not said.startswith("any "):
        whole = said.removesuffix(" alone").removesuffix(" and nothing else")
        return chosen == named(whole)
    return all(part_means(part, chosen) for part in said.removeprefix("any ").split(" and "))


def part_means(part, chosen):
    options = named(re.sub(r"^with(out)? ((some, but not )?all of |none of )?", "", part))
    if part.startswith(("with none of", "without all of")):
        return not options & chosen if "none" in part else not options <= chosen
    if part.startswith("without"):
        return not options & chosen
    if part.startswith("with all of"):
        return options <= chosen
    if part.startswith("with some"):
        return bool(options & chosen) and not options <= chosen
    return bool(options & chosen)


def named(labels):
    return {one.lower() for one in re.split(", | or ", labels)}


@st.composite
def rules_on_sets(draw):
    options = "abcde"[: draw(st.integers(1, 5))]

    def test():
        listed = draw(st.sets(st.sampled_from(options), min_size=1))
        return c.ChoicesTest(HERE, "metals", draw(st.sampled_from(c.SetComparison)), tuple(listed))

    return options, [test() for _ in range(draw(st.integers(1, 3)))]


def told(options, tests, outcome):
    rules = protocol(options, tests)
    outcomes = {one: outcome(one) for one in set_values(rules, "metals")}
    return sets_told(rules, "metals", outcomes, "en")


@settings(max_examples=100)
@given(rules_on_sets(), st.sampled_from([all, any, sum]))
def test_each_set_comes_to_the_outcome_under_which_it_is_told(case, together) -> None:
    options, tests = case

    def outcome(chosen):
        return together(holds(test, chosen) for test in tests)

    found = told(options, tests, outcome)
    for chosen in every_set(options):
        for came_to, said in found.items():
            if said.endswith("; or others"):
                # Those that are told are right; there are more.
                shown = said.removesuffix("; or others")
                assert not means(shown, chosen, options) or outcome(chosen) == came_to
            elif said != "any other answer":
                assert means(said, chosen, options) is (outcome(chosen) == came_to)


def test_only_an_outcome_with_very_many_kinds_of_sets_is_not_told_in_full() -> None:
    tests = [
        c.ChoicesTest(HERE, "metals", c.SetComparison.ALL_OF, (one, other))
        for one, other in combinations("abcdef", 2)
    ]

    def pairs(chosen):
        return sum(holds(test, chosen) for test in tests)

    said = told("abcdef", tests, pairs)
    assert said[15] == "A, B, C, D, E, F"
    assert said[1].startswith("A, B and nothing else; or A, C and nothing else; or ")
    assert said[1].endswith("; or others")
    all_of_them = told("abcdef", tests, lambda chosen: pairs(chosen) == 15)
    assert all_of_them == {True: "A, B, C, D, E, F", False: "any other answer"}


@pytest.mark.parametrize("count", [11, 14])
def test_of_more_sets_than_can_be_tried_those_are_told_that_were(count) -> None:
    options = "abcdefghijklmnop"[:count]
    tests = [c.ChoicesTest(HERE, "metals", c.SetComparison.ANY_OF, (one,)) for one in options]
    rules = protocol(options, tests)
    whole = 2**count <= 4096
    assert tries_all(rules, "metals") is whole
    said = told(options, tests, bool)
    assert said[False].startswith("none of them")
    assert said[False].endswith("perhaps others") is not whole
    assert "any other answer" not in said.values()
