"""Sealing what could tell who takes part, and finding it again without keeping it in clear.

AES-256-GCM bound to its place (table, column, row); look-ups by HMAC-SHA-256 under another key and a scope of their own,
so that one person's rows cannot be joined. GUARANTEES.md section 2.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.callbacks import TAG_BYTES
from bot.store.keys import Keys

NONCE = 12
BLOCK = 64
_DECODER = json.JSONDecoder()  # asked to stop where the value ends: `loads` also reads the padding, three times as long


class SealBroken(Exception):
    """A sealed value was changed, moved to another row, or sealed with a key that is not here."""


class Vault:
    """Seals with the current key, unseals with any version that is known."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._ciphers = {version: AESGCM(pair.seal) for version, pair in keys.versions.items()}

    def seal(self, table: str, column: str, row: str, plain: bytes) -> bytes:
        """version (1 byte) ‖ nonce (12) ‖ ciphertext and tag. row: what identifies the row, e.g. its random key in hex."""
        version = self.keys.current
        nonce = secrets.token_bytes(NONCE)
        sealed = self._ciphers[version].encrypt(nonce, plain, _place(version, table, column, row))
        return bytes([version]) + nonce + sealed

    def unseal(self, table: str, column: str, row: str, sealed: bytes) -> bytes:
        """The bytes that were sealed at this very place; SealBroken otherwise."""
        version = sealed[0] if sealed else 0
        cipher = self._ciphers.get(version)
        if cipher is None:
            raise SealBroken(f"{table}.{column}: sealed with key version {version}, which is not in the keys file")
        try:
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], _place(version, table, column, row))
        except (InvalidTag, ValueError) as error:
            raise SealBroken(f"{table}.{column}: a sealed value does not open") from error

    def seal_json(self, table: str, column: str, row: str, value: Mapping[str, Any], block: int = BLOCK) -> bytes:
        """Seal a mapping, padded with spaces to whole blocks of bytes: its length says (almost) nothing."""
        plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
        return self.seal(table, column, row, plain + b" " * (-len(plain) % block))

    def unseal_json(self, table: str, column: str, row: str, sealed: bytes) -> dict[str, Any]:
        """The mapping of `seal_json`; SealBroken as for `unseal`."""
        value: dict[str, Any]
        value, _ = _DECODER.raw_decode(self.unseal(table, column, row, sealed).decode())
        return value

    def lookup(self, scope: str, number: int) -> bytes:
        """32 bytes that find `number` again inside `scope` ("person", "mesa:espinar" …) and nowhere else."""
        key = self.keys.versions[self.keys.current].lookup
        return hmac.digest(key, f"{scope}\0{number}".encode(), hashlib.sha256)

    def tag(self, chat: int, data: str) -> bytes:
        """8 bytes that nobody else can make: they bind a button's data to the chat it was shown in."""
        key = self.keys.versions[self.keys.current].lookup
        return hmac.digest(key, f"button\0{chat}\0{data}".encode("utf-8", "surrogatepass"), hashlib.sha256)[:TAG_BYTES]

    def check(self, version: int) -> bytes:
        """What the database keeps to recognise a version of the keys; tells nothing about them."""
        pair = self.keys.versions[version]
        return hmac.digest(pair.lookup, b"yuyachiq/key-check/1\0" + hashlib.sha256(pair.seal).digest(), hashlib.sha256)


def _place(version: int, table: str, column: str, row: str) -> bytes:
    """The associated data; the version too, so that it cannot be swapped for another."""
    return f"{version}\0{table}\0{column}\0{row}".encode()
