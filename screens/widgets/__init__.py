"""Widgets: each shows what it is given and posts what was done; none reaches up."""
