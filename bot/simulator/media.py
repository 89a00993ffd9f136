"""Small files people send, and the file objects Telegram makes of what the bot sends."""

from typing import Any

Json = dict[str, Any]
PIN = {"latitude": -14.793, "longitude": -71.413}


def _file(kind: str, size: int) -> Json:
    return {"file_id": f"sample-{kind}", "file_unique_id": f"u-{kind}", "file_size": size}


def sample_media(kind: str) -> tuple[Json, tuple[str, bytes] | None]:
    """The Message fields of one sample and, for files, (file_id, bytes); KeyError for an unknown kind."""
    body = f"sample {kind}".encode()
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
    return fields, (f"sample-{kind}", body) if "file_id" in str(fields) else None
