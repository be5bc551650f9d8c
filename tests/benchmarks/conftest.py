"""The operating system's pseudo-terminals are Unix only."""

import sys

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []
