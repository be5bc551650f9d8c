"""The store's key: it signs where the chain ends, so that nobody without it can make another.

An Ed25519 key in a file beside the store, readable by its owner alone. Its public half is in the
record. A store that lost its key goes on with a new one, which the record says.
"""

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from screener.language import _
from screener.record.errors import StoreError
from screener.record.files import close_to_others, write_private
from screener.sanitise import visible

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: What a signature is of, so that it stands for nothing else.
_PURPOSE = "screener head 1"
#: `a.key` is the key of `a.db`; that of a store with any other name has all of it in its own.
_STORE, _KEY, _KEY_OF_OTHERS = ".db", ".key", ".store-key"
_PUBLIC = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


def key_path(store: Path) -> Path:
    """Give the place of a store's key, which is that of no other store and no other key."""
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


def public_beside(store: Path) -> str | None:
    """Give the public half of the key beside a store, in hex; None where no file can be read.

    Empty where what is there is no key.
    """
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return _read(key_path(store).read_bytes()).public_key().public_bytes_raw().hex()
    except OSError:
        return None
    except (ValueError, UnsupportedAlgorithm):
        return ""


class StoreKey:
    """The key beside a store; made when it is first wanted."""

    def __init__(self, store: Path) -> None:
        self._path = key_path(store)

    @cached_property
    def public(self) -> str:
        """The public half, in hex.

        Raises:
            StoreError: The key can be neither read nor made.
        """
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, sequence: int, head: str) -> str:
        """Sign that the chain's event `sequence` has the hash `head`; in hex."""
        return self._private.sign(signed_text(sequence, head)).hex()

    @cached_property
    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.exceptions import UnsupportedAlgorithm

        # Within the transaction that signs: of two programs only one makes a key.
        try:
            try:
                pem = self._path.read_bytes()
                close_to_others(self._path)
            except FileNotFoundError:
                pem = _new()
                write_private(self._path, pem)
            return _read(pem)
        except (OSError, ValueError, UnsupportedAlgorithm) as error:
            raise StoreError(
                _("The store's key, {path}, cannot be used: {error}.").format(
                    path=visible(str(self._path)), error=visible(str(error))
                ),
                _("Nothing was written. Move it away: a new one is made, and the record says so."),
            ) from error


def _new() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _read(pem: bytes) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise ValueError(_("it is encrypted with a password")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(_("it is no Ed25519 key"))
    return key
