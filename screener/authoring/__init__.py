"""What proves and compares rules: one check a file."""
