"""The page about the record leaves no event out."""

from pathlib import Path

import pytest

from screener.record.events import EventKind

PAGE = (Path(__file__).parents[2] / "docs" / "record.md").read_text("utf-8")


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_is_explained(kind):
    assert f"`{kind}`" in PAGE


@pytest.mark.parametrize("table", ["events", "bodies", "rules", "credentials"])
def test_every_table_is_explained(store, table):
    found = store._connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,))
    assert found.fetchone() == (1,)
    assert f"| `{table}` |" in PAGE
