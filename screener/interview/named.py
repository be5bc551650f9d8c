"""Whom a call names, before anybody has signed in. Apart from signing in: the app paints first."""

from typing import NamedTuple

from screener.protocol.roles import Role


class Named(NamedTuple):
    """Who is said to be there, and as what; both are asked for where they are not said."""

    name: str = ""
    role: Role | None = None
