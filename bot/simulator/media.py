"""Small files people send, and the file objects Telegram makes of what the bot sends."""

import struct
import zlib
from typing import Any

Json = dict[str, Any]
NAMES = {"photo": "photo.png", "voice": "voice.ogg", "audio": "audio.ogg", "document": "acta.pdf"}
PIN = {"latitude": -14.793, "longitude": -71.413}


def _file(kind: str, size: int) -> Json:
    return {"file_id": f"sample-{kind}", "file_unique_id": f"u-{kind}", "file_size": size}


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _picture() -> bytes:
    """A PNG of 90 by 90 points of one colour."""
    header = struct.pack(">IIBBBBB", 90, 90, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x8c\x9a\x5b" * 90) * 90
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def sent_file(number: int, name: str, body: bytes, mime: str) -> tuple[Json, tuple[str, str, bytes]]:
    """The Message fields of a document, and (file_id, path on the file server, bytes); that path says nothing of its name."""
    file_id = f"sent-{number}"
    one = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": len(body), "file_name": name}
    return {"document": one | {"mime_type": mime}}, (file_id, f"documents/file_{number}", body)


def sample_media(kind: str) -> tuple[Json, tuple[str, str, bytes] | None]:
    """The Message fields of one sample and, for files, (file_id, file name, bytes); KeyError for an unknown kind."""
    body = _picture() if kind == "photo" else f"sample {kind}".encode()
    one = _file(kind, len(body))
    square = one | {"width": 90, "height": 90}
    content: dict[str, Json] = {
        "voice": {"voice": one | {"duration": 3, "mime_type": "audio/ogg"}},
        "audio": {"audio": one | {"duration": 3}},
        "photo": {"photo": [square]},
        "video": {"video": square | {"duration": 3}},
        "sticker": {"sticker": square | {"type": "regular", "is_animated": False, "is_video": False}},
        "document": {"document": one | {"file_name": "acta.pdf", "mime_type": "application/pdf"}},
        "location": {"location": PIN},
        "contact": {"contact": {"phone_number": "51900000000", "first_name": "Ejemplo"}},
    }
    fields = content[kind]
    return fields, (f"sample-{kind}", NAMES.get(kind, kind), body) if "file_id" in str(fields) else None
