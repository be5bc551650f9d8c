"""What happened, for good: events, store, verification."""
