"""A key as minisign has it, and signatures with it."""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Signer:
    """`key` is the public half, as a build has it."""

    def __init__(self) -> None:
        self._secret = Ed25519PrivateKey.generate()
        self._number = os.urandom(8)
        self.key = base64.b64encode(b"Ed" + self._number + self._secret.public_key().public_bytes_raw()).decode()

    def sign(self, data: bytes, comment: str = "file:releases.json") -> bytes:
        """What `minisign -S` writes."""
        signed = self._secret.sign(hashlib.blake2b(data).digest())
        whole = self._secret.sign(signed + comment.encode())
        first = base64.b64encode(b"ED" + self._number + signed).decode()
        lines = ("untrusted comment: signature", first, f"trusted comment: {comment}", base64.b64encode(whole).decode())
        return ("\n".join(lines) + "\n").encode()
