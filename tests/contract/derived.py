"""Whether a derived value is one number, a range, or unknown."""

from tests.contract.rules import truth

T, F, U = True, False, None


def exactly(questions, name, value, answers, **more):
    """Tell whether a derived value is this number and no other."""
    same = truth(questions, f"{{{name}: {value}}}", answers, **more)
    both = truth(questions, f"{{{name}: {{at_least: {value}, at_most: {value}}}}}", answers, **more)
    assert same is both
    return same is True


def ranges(questions, name, low, high, answers, **more):
    """Tell whether a derived value is the range from low to high, ends included."""
    tests = {
        f"{{at_least: {low}}}": T,
        f"{{above: {low}}}": U,
        f"{{at_most: {high}}}": T,
        f"{{below: {high}}}": U,
        f"{{below: {low}}}": F,
        f"{{above: {high}}}": F,
        f"{{at_most: {low}}}": U,
        f"{{at_least: {high}}}": U,
        f"{low}": U,
        f"{high}": U,
    }
    for test, expected in tests.items():
        assert truth(questions, f"{{{name}: {test}}}", answers, **more) is expected, test
    return True


def unknown(questions, name, answers, **more):
    """Tell whether a derived value is unknown: no test of it is true or false."""
    return all(
        truth(questions, f"{{{name}: {test}}}", answers, **more) is U
        for test in ("{at_least: -1e40}", "{at_most: 1e40}", "0", "{below: -1e40}")
    )


BORN_2006 = {"born": "2006"}  # on 15 July 2024 from 17 to 18 years
