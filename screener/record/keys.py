"""The store's key: it signs where the chain ends, so that nobody without it can make another.

An Ed25519 key in a file beside the store, readable by its owner alone. Its public half is in the
record. A store that lost its key goes on with a new one, which the record says.
"""

import re
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from screener.language import _
from screener.record.errors import StoreError
from screener.record.files import close_to_others, led_to, read_at_once, write_private
from screener.sanitise import visible

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: What a signature is of, so that it stands for nothing else.
_PURPOSE = "screener head 1"
#: `a.key` is the key of `a.db`; that of a store with any other name has all of it in its own.
_STORE, _KEY, _KEY_OF_OTHERS = ".db", ".key", ".store-key"
_PUBLIC = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
#: Before a key that was made where another was lost: which that was.
_AFTER = re.compile(rb"after ([0-9a-f]{64})\r?\n")
#: More than any key has, in bytes.
_LONG = 4096


def key_path(store: Path) -> Path:
    """Give the place of a store's key, which is that of no other store and no other key."""
    # The same for whoever comes by a link.
    store = led_to(store)
    if store.suffix.lower() == _STORE:
        return store.with_suffix(_KEY)
    return store.with_name(store.name + _KEY_OF_OTHERS)


def is_key_name(path: Path) -> bool:
    """Tell whether a file is named as keys are, which no store is."""
    return path.suffix.lower() in (_KEY, _KEY_OF_OTHERS)


def signed_text(sequence: int, head: str) -> bytes:
    """Give what is signed: that the chain's event `sequence` has the hash `head`, in hex."""
    return f"{_PURPOSE}\n{sequence}\n{head}\n".encode()


def is_public(text: str) -> bool:
    """Tell whether a text has the form of a public key: 32 bytes in hex, and nothing besides."""
    return _PUBLIC.fullmatch(text) is not None


def holds(public: str, sequence: int, head: str, signature: str) -> bool:
    """Tell whether a signature is this key's, of this head; all of them in hex."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not is_public(public) or not _SIGNATURE.fullmatch(signature):
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), signed_text(sequence, head))
    except (ValueError, InvalidSignature):
        return False
    return True


class Key(NamedTuple):
    """A store's key: its public half, in hex, and the key for which it was made when that was lost.

    `after` is what the record had last then. So a program that was ended before it could record
    the new key has not made a key of which nobody knows whose it is.
    """

    public: str
    after: str | None
    private: "Ed25519PrivateKey"

    def goes_on_from(self, last: object) -> bool:
        """Tell whether a record whose last key is this one is the key's own to seal."""
        return last in (self.public, self.after)

    def sign(self, sequence: int, head: str) -> str:
        """Sign that the chain's event `sequence` has the hash `head`; in hex."""
        return self.private.sign(signed_text(sequence, head)).hex()


class Beside(NamedTuple):
    """What lies in the place of a store's key: the key, or none where it is no key."""

    key: Key | None


def beside(store: Path) -> Beside | None:
    """Look at what lies in the place of a store's key; None where nothing can be read there."""
    try:
        found = _content(key_path(store))
        return None if found is None else Beside(_read(found))
    except OSError:
        return None
    except ValueError:
        return Beside(None)


def key_beside(store: Path) -> Key | None:
    """Give the key beside a store, and close it to others; None where nothing lies in its place.

    Raises:
        StoreError: What lies there cannot be used.
    """
    path = key_path(store)
    try:
        found = _content(path)
        if found is None:
            return None
        key = _read(found)
        close_to_others(path)
    except (OSError, ValueError) as error:
        raise _unusable(path, error) from error
    return key


def make_key(store: Path, after: str | None) -> Key:
    """Make a key for a store that has none, or has lost the one that the record names last.

    It is for within the transaction that signs: of two programs only one makes a key.

    Raises:
        StoreError: It cannot be written.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path, private = key_path(store), Ed25519PrivateKey.generate()
    said = f"after {after}\n".encode() if after is not None else b""
    try:
        write_private(path, said + _written(private))
    except OSError as error:
        raise _unusable(path, error) from error
    return _key(private, after)


def _unusable(path: Path, error: OSError | ValueError) -> StoreError:
    # What an error of the system says as a whole repeats the path.
    said = error.strerror if isinstance(error, OSError) else str(error)
    return StoreError(
        _("The store's key, {path}, cannot be used: {error}.").format(
            path=visible(str(path)), error=visible(said or type(error).__name__)
        ),
        _("Nothing was written. Move it away: a new one is made, and the record says so."),
    )


def _content(path: Path) -> bytes | None:
    """Read what lies in the place of a key; None where nothing does.

    Raises:
        ValueError: It is no file: it is not waited for.
        OSError: It may not be read.
    """
    try:
        path.lstat()
    except FileNotFoundError:
        return None
    try:
        is_file = S_ISREG(path.stat().st_mode)
    except PermissionError:
        raise
    except OSError:
        # Such as a link to what is gone.
        is_file = False
    if not is_file:
        raise ValueError(_("it is no file"))
    return read_at_once(path, _LONG)


def _written(key: "Ed25519PrivateKey") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _read(content: bytes) -> Key:
    """Read a key, and nothing besides; raises `ValueError` where it is none."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    said = _AFTER.match(content)
    pem = content[said.end() :] if said else content
    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise ValueError(_("it is encrypted with a password")) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ValueError(_("it is no key")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(_("it is no Ed25519 key"))
    if pem.splitlines() != _written(key).splitlines():
        raise ValueError(_("it holds something besides a key"))
    return _key(key, said[1].decode() if said else None)


def _key(private: "Ed25519PrivateKey", after: str | None) -> Key:
    return Key(private.public_key().public_bytes_raw().hex(), after, private)
