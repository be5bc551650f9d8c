"""Passwords: how good one must be, and how it is kept so that nobody can read it."""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from screener.language import _

if TYPE_CHECKING:
    from argon2 import PasswordHasher

#: Characters. Longer ones than the most would only take time to refuse.
LEAST = 12
MOST = 1024
#: As few different ones are soon guessed, however often they are repeated.
_LEAST_DIFFERENT = 5
#: Shorter names stand in many a password by chance.
_LEAST_OF_A_NAME = 4
#: Of a password that nobody has, at the cost of everybody's: as a constant it takes as long each
#: time as one that is read.
_NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$WUnGwbIXPXJEjvVZyADI5A"
    "$npZpQwT76ctaMtuHK3r0tckilwSX4x8YhyMOcGjtVXk"
)


def unfit(password: str, name: str) -> str | None:
    """Say why somebody cannot have this password, or None where they can."""
    if len(password) < LEAST:
        return _(
            "A password has at least {least} characters. Several words are easy to keep."
        ).format(least=LEAST)
    if len(password) > MOST:
        return _("A password has at most {most} characters.").format(most=MOST)
    if len(name) >= _LEAST_OF_A_NAME and name.casefold() in password.casefold():
        return _("A password does not hold the name of its account.")
    if len(set(password)) < _LEAST_DIFFERENT:
        return _("A password has at least {least} different characters.").format(
            least=_LEAST_DIFFERENT
        )
    return None


def secret_of(password: str) -> str:
    """Hash a password with Argon2id, and a salt of its own; takes some tenths of a second."""
    return _hasher().hash(_bytes(password))


def is_of(password: str, secret: str | None) -> bool:
    """Tell whether a secret was made of a password; no secret takes the time of a wrong one."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > MOST:
        return False
    try:
        right = _hasher().verify(secret or _NOBODYS, _bytes(password))
        return right and secret is not None
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    """Give what is hashed: the same however the keyboard composes letters, whatever was typed."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@cache
def _hasher() -> "PasswordHasher":
    # RFC 9106's second recommended setting, which is the library's default: 64 MiB, 3 passes.
    from argon2 import PasswordHasher

    return PasswordHasher()
