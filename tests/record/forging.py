"""What somebody may do to a store's file behind the program's back."""

import sqlite3
from contextlib import closing


def forge(path, *statements):
    """Change a store as someone may who has the file and knows SQL."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement, *values in statements:
            connection.execute(statement, values)
        for _name, sql in triggers:
            connection.execute(sql)
