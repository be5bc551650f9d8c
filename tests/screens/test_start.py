"""Paint first: what the first screen does not need is not there when it is painted."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = {"sqlite3", "yaml", "jsonschema", "dateparser", "tzlocal", "tomllib"}


def test_the_app_is_imported_without_what_reads_rules_dates_and_stores():
    script = (
        "import sys, screens.app\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
        "print(*(name for name in sys.modules if name.startswith('screener.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded, ours = (set(line.split()) for line in done.stdout.splitlines())
    assert not loaded & LATER
    reads = {name for name in ours if name.startswith(("screener.engine", "screener.interview"))}
    # The table of commands stands beside the interview, with who is named, and reads nothing.
    beside = ("commands", "named", "refusals")
    assert reads <= {"screener.interview", *(f"screener.interview.{name}" for name in beside)}
