"""Opens the program as its command does, as somebody who has signed in: no password is measured.

python -m benchmarks.signed_in --store PATH [resume NUMBER]
"""

import sys

from screener.cli import app_commands, main
from screener.protocol.roles import Role
from screener.record.events import Person

NURSE = Person("A. Li", Role.SCREENER)

if __name__ == "__main__":
    opened = app_commands.open_on
    app_commands.open_on = lambda options, store, person, number=None: opened(
        options, store, NURSE, number
    )
    sys.exit(main())
