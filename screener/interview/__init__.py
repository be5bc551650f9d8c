"""Which question comes next, and what the typed text means."""
