"""A rules file becomes a `Protocol`, or a list of everything that is wrong with it."""
