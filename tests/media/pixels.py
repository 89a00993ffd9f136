"""Reads what a PNG shows, with nothing but zlib (https://www.w3.org/TR/png/)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

Colour = tuple[int, int, int]
CHANNELS = {2: 3, 6: 4}


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    rows: tuple[bytes, ...]
    channels: int

    def at(self, x: int, y: int) -> Colour:
        red, green, blue = self.rows[y][x * self.channels : x * self.channels + 3]
        return red, green, blue


def read(png: bytes) -> Picture:
    """Eight bits a channel, not interlaced; ValueError for anything else."""
    if png[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("no PNG")
    at, data, header = 8, b"", b""
    while at < len(png):
        (length,), name = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        if struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] != zlib.crc32(name + body):
            raise ValueError("a broken chunk")
        header, data = (body if name == b"IHDR" else header), data + (body if name == b"IDAT" else b"")
        at += 12 + length
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if depth != 8 or interlaced or colour not in CHANNELS:
        raise ValueError("another sort of PNG")
    channels = CHANNELS[colour]
    return Picture(width, height, tuple(unfiltered(zlib.decompress(data), width * channels, channels)), channels)


def unfiltered(data: bytes, stride: int, channels: int) -> list[bytes]:
    rows, above = list[bytes](), bytes(stride)
    for at in range(0, len(data), stride + 1):
        kind, row = data[at], bytearray(data[at + 1 : at + 1 + stride])
        for x in range(stride):
            left = row[x - channels] if x >= channels else 0
            corner = above[x - channels] if x >= channels else 0
            row[x] = (row[x] + predicted(kind, left, above[x], corner)) % 256
        above = bytes(row)
        rows.append(above)
    return rows


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    guess = left + up - corner
    return min((left, up, corner), key=lambda near: abs(guess - near))
