"""Starting: a whole process, from the call to its end."""

import subprocess
import sys
from pathlib import Path

from benchmarks.timing import compare

RULES = str(Path(__file__).parents[1] / "rules" / "criteria.yaml")


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


def processes() -> None:
    """Compare starts with Python's own, which nothing can beat."""
    compare(
        "a whole process",
        {
            "python": lambda: _run("-c", "pass"),
            "import screener": lambda: _run("-c", "import screener"),
            "screener --version": lambda: _run("-m", "screener", "--version"),
            "screener check": lambda: _run("-m", "screener", "check", RULES),
            "import textual.app": lambda: _run("-c", "import textual.app"),
        },
        calls=1,
    )
