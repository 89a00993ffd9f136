"""The keys file: outside the data folder, for its owner only, and a paper form to type back after a fire."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

KEY = 32  # bytes: AES-256 and HMAC-SHA-256
_PAIR = 1 + 2 * KEY  # version, seal key, look-up key
_CHECKSUM = 4
_GROUP = 4
_MISREAD = str.maketrans("018", "OIB")  # base32 has no 0, 1 or 8


class WrongKeys(Exception):
    """The keys file is missing, unreadable, or not the one this data was sealed with (exit 78)."""


class NoKeys(WrongKeys):
    """There is no keys file."""


class RecoveryRefused(Exception):
    """What was typed is not a recovery key: a character is wrong or missing."""


@dataclass(frozen=True, repr=False)
class Pair:
    """Two independent keys of 32 bytes: one seals, the other looks up. Has no repr: keys belong in no log."""

    seal: bytes
    lookup: bytes


@dataclass(frozen=True, repr=False)
class Keys:
    """versions: from 1 to 255; current: the one that seals from now on, the others still open older rows."""

    versions: Mapping[int, Pair]
    current: int

    @classmethod
    def fresh(cls) -> Keys:
        """New random keys, not yet written anywhere."""
        return cls({1: Pair(secrets.token_bytes(KEY), secrets.token_bytes(KEY))}, 1)

    @classmethod
    def create(cls, path: Path) -> Keys:
        """Make the keys file (0600) and its folder (0700); FileExistsError rather than overwrite one."""
        keys = cls.fresh()
        keys.write(path)
        return keys

    @classmethod
    def load(cls, path: Path) -> Keys:
        """Read the keys file; WrongKeys if there is none or it is damaged."""
        try:
            content = json.loads(path.read_text())
            pairs = {
                int(version): Pair(bytes.fromhex(pair["seal"]), bytes.fromhex(pair["lookup"]))
                for version, pair in content["versions"].items()
            }
            return _whole(cls(pairs, content["current"]))
        except FileNotFoundError as error:
            raise NoKeys(f"no existe el archivo de claves {path}; si se perdió:  python -m bot recover-key") from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise WrongKeys(f"el archivo de claves {path} no se puede leer o está dañado") from error

    def write(self, path: Path) -> None:
        """Write a keys file that is not there yet, whole or not at all; FileExistsError if it is. WrongKeys: it cannot be written."""
        pairs = {
            str(version): {"seal": pair.seal.hex(), "lookup": pair.lookup.hex()}
            for version, pair in self.versions.items()
        }
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise WrongKeys(f"no puedo escribir en {path.parent}: {error.strerror}") from None
        try:
            with os.fdopen(descriptor, "w") as file:
                json.dump({"current": self.current, "versions": pairs}, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)  # unlike a rename, refuses to replace
        finally:
            draft.unlink()


def is_private(path: Path) -> bool:
    """Whether only its owner can read the keys file."""
    return path.stat().st_mode & 0o077 == 0


def encode_recovery(keys: Keys) -> str:
    """The keys as base32 in groups of four with a checksum: to print once and keep on paper."""
    body = bytes([keys.current]) + b"".join(
        bytes([version]) + pair.seal + pair.lookup for version, pair in sorted(keys.versions.items())
    )
    letters = base64.b32encode(body + _checksum(body)).decode().rstrip("=")
    return " ".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def decode_recovery(typed: str) -> Keys:
    """The keys typed back from paper, whatever the spaces, hyphens and case; RecoveryRefused if a character is wrong."""
    letters = re.sub(r"[\s-]", "", typed).upper().translate(_MISREAD)
    try:
        content = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as error:
        raise RecoveryRefused("la clave de papel tiene un carácter que no puede ser, o le falta alguno") from error
    body = content[:-_CHECKSUM]
    if _checksum(body) != content[-_CHECKSUM:] or len(body) < 1 + _PAIR or (len(body) - 1) % _PAIR:
        raise RecoveryRefused("la clave de papel no cuadra: revise cada grupo, hay un carácter cambiado o falta alguno")
    pairs = [body[start : start + _PAIR] for start in range(1, len(body), _PAIR)]
    return Keys({pair[0]: Pair(pair[1 : 1 + KEY], pair[1 + KEY :]) for pair in pairs}, body[0])


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(b"yuyachiq/recovery/1\0" + body).digest()[:_CHECKSUM]


def _whole(keys: Keys) -> Keys:
    """The same keys; ValueError if they are not what they should be."""
    lengths = {len(key) for pair in keys.versions.values() for key in (pair.seal, pair.lookup)}
    if lengths != {KEY} or keys.current not in keys.versions or not all(0 < one < 256 for one in keys.versions):
        raise ValueError("keys of a wrong length or version")
    return keys
