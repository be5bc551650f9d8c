"""Whom a call names, before anybody has signed in. Apart from signing in: the app paints first."""

from dataclasses import dataclass

from screener.protocol.roles import Role


@dataclass(frozen=True, slots=True)
class Named:
    """Who is said to be there, and as what; both are asked for where they are not said."""

    name: str = ""
    role: Role | None = None
