"""Rules and answers at the limits of section 1 are loaded and decided without failing."""

import time

import pytest

import screener
from tests.contract.rules import HEAD, ON, faults, load, protocol, statuses, truth, written


@pytest.fixture(autouse=True)
def report(request):
    """Say how long it took; nothing is gated on it."""
    begun = time.perf_counter()
    yield
    print(f"{request.node.name}: {time.perf_counter() - begun:.1f} s")


def everything(rules, answers):
    """Decide, and ask for all that a result can tell."""
    result = screener.decide(rules, answers, on=ON)
    return result, result.next, [one.because for one in result.criteria.values()]


@pytest.mark.slow
def test_three_thousand_members_of_one_condition():
    ids = [f"q{n}" for n in range(3000)]
    questions = dict.fromkeys(ids, "type: boolean")
    members = ", ".join(f"{{{id}: yes}}" for id in ids)
    rules = protocol(
        questions,
        inclusion={"I1": f"{{any: [{members}]}}", "I2": f"{{at_least: 1500, of: [{members}]}}"},
        exclusion={"E1": f"{{all: [{members}]}}", "E2": f"{{none: [{members}]}}"},
    )
    answers = dict.fromkeys(ids, True)
    result, following, reasons = everything(rules, answers)
    assert statuses(result) == {"I1": "pass", "I2": "pass", "E1": "fail", "E2": "pass"}
    assert following is None
    assert reasons == [tuple(ids)] * 4
    result, following, reasons = everything(rules, {})
    assert set(statuses(result).values()) == {"open"}
    assert following == "q0"
    result, following, reasons = everything(rules, dict.fromkeys(ids, False))
    assert statuses(result) == {"I1": "fail", "I2": "fail", "E1": "pass", "E2": "fail"}
    assert reasons == [tuple(ids)] * 4


def test_a_chain_of_three_thousand_definitions():
    chain = "".join(f"  d{n}: {{not: {{definition: d{n + 1}}}}}\n" for n in range(3000))
    more = f"definitions:\n{chain}  d3000: {{a: yes}}\n"
    questions = {"a": "type: boolean"}
    rules = protocol(questions, inclusion={"I1": "{definition: d0}"}, more=more)
    result, following, reasons = everything(rules, {"a": True})
    assert (result.decision, following, reasons) == ("eligible", None, [("a",)])
    _, following, _ = everything(rules, {})
    assert following == "a"


def test_a_chain_of_three_thousand_criteria():
    criteria = {f"C{n}": f"{{criterion: C{n + 1}}}" for n in range(3000)} | {"C3000": "{a: yes}"}
    rules = protocol({"a": "type: boolean"}, inclusion=criteria)
    result, following, reasons = everything(rules, {"a": True})
    assert (result.decision, following) == ("eligible", None)
    assert reasons == [("a",)] * 3001
    assert everything(rules, {})[1] == "a"


def test_a_chain_of_three_thousand_derived_values():
    questions = {f"x{n}": f"type: integer, derive: {{sum: [x{n + 1}, 1]}}" for n in range(3000)}
    questions["x3000"] = "type: integer"
    rules = protocol(questions, inclusion={"I1": "{x0: {at_least: 3000}}"})
    result, following, reasons = everything(rules, {"x3000": 0})
    assert (result.decision, following, reasons) == ("eligible", None, [("x3000",)])
    assert everything(rules, {})[1] == "x3000"


def test_a_chain_of_three_thousand_gates():
    questions = {f"q{n}": f"type: boolean, when: {{q{n + 1}: yes}}" for n in range(3000)}
    questions["q3000"] = "type: boolean"
    rules = protocol(questions, inclusion={"I1": "{q0: yes}"})
    result, following, reasons = everything(rules, dict.fromkeys(questions, True))
    assert (result.decision, following, reasons) == ("eligible", None, [tuple(questions)])
    assert everything(rules, {})[1] == "q3000"
    assert everything(rules, {"q3000": True})[1] == "q2999"


def test_a_chain_of_three_thousand_that_leads_back_to_itself_is_an_error():
    chain = "".join(f"  d{n}: {{definition: d{(n + 1) % 3000}}}\n" for n in range(3000))
    text = written(
        {"a": "type: boolean"}, inclusion={"I1": "{a: yes}"}, more=f"definitions:\n{chain}"
    )
    assert faults(text)


def test_conditions_nested_to_the_limit():
    rule = "{a: yes}"
    for n in range(45):
        rule = f"{{not: {rule}}}" if n % 2 else f"{{all: [{rule}]}}"
    assert truth({"a": "type: boolean"}, rule, {"a": True}) is True
    for _ in range(60):
        rule = f"{{not: {rule}}}"
    assert faults(written({"a": "type: boolean"}, inclusion={"I1": rule}))
    deep = "{not: " * 90 + "{a: yes}" + "}" * 90
    assert truth({"a": "type: boolean"}, deep, {"a": True}) is True
    for depth in (200, 5_000, 100_000):
        deep = "{not: " * depth + "{a: yes}" + "}" * depth
        assert faults(written({"a": "type: boolean"}, inclusion={"I1": deep}))


def test_a_product_that_doubles_its_digits_forty_times():
    questions = {
        f"x{n}": f"type: decimal, derive: {{product: [x{n + 1}, x{n + 1}]}}" for n in range(40)
    }
    questions["x40"] = "type: decimal"
    assert truth(questions, "{x0: {at_least: 1}}", {"x40": 1}) is True
    assert truth(questions, "{x30: {above: 1}}", {"x40": 1.5}) is True
    # A billion digits: no value, or the right one.
    assert truth(questions, "{x0: {above: 1}}", {"x40": 1.5}) in (None, True)


def test_a_tree_of_shared_definitions_is_judged_once_each():
    both = "{{any: [{{definition: {0}}}, {{all: [{{definition: {0}}}, {{a: yes}}]}}]}}"
    chain = "".join(f"  d{n}: {both.format(f'd{n + 1}')}\n" for n in range(200))
    more = f"definitions:\n{chain}  d200: {{b: yes}}\n"
    questions = {"a": "type: boolean", "b": "type: boolean"}
    rules = protocol(questions, inclusion={"I1": "{definition: d0}"}, more=more)
    result, following, reasons = everything(rules, {"a": True, "b": True})
    assert (result.decision, following, reasons) == ("eligible", None, [("b",)])
    assert everything(rules, {})[1] == "a"


def test_because_of_many_shared_answers():
    ids = [f"q{n}" for n in range(40)]
    questions = dict.fromkeys(ids, "type: boolean")
    pairs = ", ".join(
        f"{{any: [{{{ids[n]}: yes}}, {{{ids[(n * 7 + 3) % 40]}: yes}}]}}" for n in range(40)
    )
    rules = protocol(questions, inclusion={"I1": f"{{all: [{pairs}]}}"})
    result, _, reasons = everything(rules, dict.fromkeys(ids, True))
    assert result.decision == "eligible"
    assert reasons == [tuple(ids)]


@pytest.mark.slow
def test_a_file_of_a_mebibyte():
    questions, number, more = "", 0, "were there " * 8
    while len(questions) < 720_000:
        questions += f"  q{number}: {{type: integer, ask: How many of {number} {more}?, min: 0}}\n"
        number += 1
    criteria = "".join(
        f"  - {{id: I{n}, text: T, rule: {{q{n}: {{at_most: 5}}}}}}\n" for n in range(number)
    )
    text = f"{HEAD}questions:\n{questions}inclusion:\n{criteria}"
    assert 900_000 < len(text) < 1 << 20
    rules = load(text)
    result, following, _ = everything(rules, {f"q{n}": 1 for n in range(number - 1)})
    assert (result.decision, following) == ("undetermined", f"q{number - 1}")
    assert everything(rules, {f"q{n}": 1 for n in range(number)})[0].decision == "eligible"
    assert faults(text + "#" + "x" * (1 << 20))


@pytest.mark.slow
def test_more_than_a_hundred_thousand_values_are_too_many_only_through_aliases():
    plain = dict.fromkeys((f"q{n}" for n in range(9000)), "type: integer")
    text = written(plain, inclusion={f"I{n}": f"{{q{n}: 5}}" for n in range(9000)})
    assert len(text) < 1 << 20
    assert everything(load(text), {})[1] == "q0"
    members = "&m [" + ", ".join("{a: yes}" for _ in range(1000)) + "]"
    rules = "{any: [{any: " + members + "}, " + ", ".join(["{any: *m}"] * 40) + "]}"
    (problem,) = faults(written({"a": "type: boolean"}, inclusion={"I1": rules}))
    assert "100,000" in problem.message


def test_thousands_of_bad_answers_are_all_told():
    questions = {f"q{n}": "type: boolean" for n in range(2000)}
    rules = protocol(questions, inclusion={"I1": "{q0: yes}"})
    with pytest.raises(screener.AnswerError) as caught:
        screener.decide(rules, {f"p{n}": "x" for n in range(2000)}, on=ON)
    assert len(caught.value.problems) == 2000


def test_thousands_of_references_that_do_not_resolve_are_all_told():
    questions = {f"question_{n}": "type: boolean" for n in range(3000)}
    members = ", ".join(f"{{quetsion_{n}: yes}}" for n in range(3000))
    assert len(faults(written(questions, inclusion={"I1": f"{{any: [{members}]}}"}))) == 3000
