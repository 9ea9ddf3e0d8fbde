"""Signatures as minisign makes them: Ed25519 over the BLAKE2b hash of a file (https://jedisct1.github.io/minisign/)."""

from __future__ import annotations

import base64
import binascii
import hashlib

from desktop.base.errors import Code, HubError

_PLAIN, _HASHED = b"Ed", b"ED"  # signed is the file itself (before 2021), or its hash
_COMMENT = "trusted comment: "


def verify(data: bytes, signature: str, key: str, name: str = "") -> str:
    """Whether `signature` (the text of a .minisig file) is of `data` and made with the secret half of `key`.

    Returns its trusted comment, which is signed as well. Raises HubError(UPDATE_SIGNATURE).
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        kind, number, public = _parts(key.split()[-1], 32)
        lines = signature.splitlines()
        how, by, signed = _parts(lines[1], 64)
        if kind != _PLAIN or how not in (_PLAIN, _HASHED) or not lines[2].startswith(_COMMENT):
            raise _wrong(name, "another form")
        if by != number:
            raise _wrong(name, "another key")
        comment = lines[2].removeprefix(_COMMENT)
        known = Ed25519PublicKey.from_public_bytes(public)
        known.verify(signed, hashlib.blake2b(data).digest() if how == _HASHED else data)
        known.verify(base64.b64decode(lines[3], validate=True), signed + comment.encode())
    except InvalidSignature as error:
        raise _wrong(name, "it does not belong to this file") from error
    except (ValueError, IndexError, binascii.Error) as error:
        raise _wrong(name, "it can’t be read") from error
    return comment


def _parts(text: str, length: int) -> tuple[bytes, bytes, bytes]:
    """Algorithm, number of the key, and `length` bytes. Raises ValueError."""
    found = base64.b64decode(text, validate=True)
    if len(found) != 10 + length:
        raise ValueError("length")
    return found[:2], found[2:10], found[10:]


def _wrong(name: str, cause: str) -> HubError:
    return HubError(Code.UPDATE_SIGNATURE, name=name, cause=cause)
