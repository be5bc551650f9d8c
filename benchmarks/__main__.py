"""Run the benchmarks: `make bench`, or some of them by name: `make bench ARGS=start`."""

import sys
from collections.abc import Callable, Mapping

from benchmarks import (
    append,
    interviews,
    keys,
    loading,
    optimum,
    planning,
    start,
    travel,
    verify,
    worklist,
)

#: Each prints its figures and says whether its target is met.
BENCHMARKS: Mapping[str, tuple[Callable[[], None], ...]] = {
    "start": (start.screens, start.processes),
    "keys": (keys.transcript,),
    "append": (append.events,),
    "loading": (loading.rules,),
    "verify": (verify.record,),
    "travel": (travel.steps,),
    "worklist": (worklist.opened,),
    "interviews": (interviews.orders,),
    "optimum": (optimum.planner,),
    "planning": (planning.choices,),
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all."""
    known = [*BENCHMARKS, "decisions"]
    for name in names or known:
        if name not in known:
            print(f"there is no benchmark {name}; there are {', '.join(known)}", file=sys.stderr)
            return 2
    for name in names or known:
        if name == "decisions":
            # Its peer is installed for `make bench` alone.
            from benchmarks import decisions

            decisions.real_protocol()
            decisions.peer()
            continue
        for benchmark in BENCHMARKS[name]:
            benchmark()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
