"""Random monotone formulas, and whether one holds."""

from hypothesis import strategies as st

from screener.engine.monotone import Formula, answer, threshold


def formulas(answers: int = 5, leaves: int = 12) -> st.SearchStrategy[Formula]:
    """Give formulas over so many answers, made of thresholds of up to four parts."""
    return st.recursive(
        st.integers(0, answers - 1).map(answer),
        lambda inner: st.lists(inner, min_size=1, max_size=4).flatmap(
            lambda parts: st.integers(1, len(parts)).map(lambda least: threshold(least, parts))
        ),
        max_leaves=leaves,
    )


def holds(formula: Formula, answers: int) -> bool:
    """Tell whether a formula holds with these answers there, a bit set."""
    if not formula.parts:
        return formula.least == 0 or bool(formula.answers & answers)
    return sum(holds(part, answers) for part in formula.parts) >= formula.least
