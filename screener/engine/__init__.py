"""A protocol and answers become a result."""
