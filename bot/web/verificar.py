#!/usr/bin/env python3
"""Comprueba que nadie cambió una historia exportada por Yuyachiq. Solo necesita Python 3.7 o posterior, nada más.

    python3 verificar.py historia.jsonl [heads.txt] ["812 4f2a91c0"]…

historia.jsonl: lo que da `python -m bot export-history`. heads.txt: las huellas publicadas; o una, como la recibió un teléfono.
Cada suceso lleva un hash = SHA-256(dominio ‖ número ‖ hash anterior ‖ SHA-256(JSON canónico)): cambiar uno cambia todos los que
siguen. Las palabras entran como SHA-256(sal ‖ palabras): pueden borrarse sin romper la cadena. Sale con 0, o con 1 y dice qué falla.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

DOMAIN = b"yuyachiq/history/1\n"
TOLD = ("actor", "at", "facts", "key", "subject")
HEAD = re.compile(r"([0-9]+)\s*:?\s+([0-9a-f]{64}|[0-9a-f]{4}\s?[0-9a-f]{4}[0-9a-f ]*)")


class Wrong(Exception):
    """Lo primero que no cuadra."""


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def seal(event: dict[str, Any], previous: bytes) -> bytes:
    told = {name: event[name] for name in TOLD}
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(DOMAIN + str(event["seq"]).encode() + b"\n" + previous + sha256(canonical.encode("utf-8")))


def hidden_words(event: dict[str, Any]) -> int:
    """Cuántos textos no se muestran (borrados o reservados); los demás deben ser los que se sellaron."""
    hidden = 0
    for field, fact in (event["facts"] or {}).items():
        if not isinstance(fact, dict):
            continue
        if field not in event["words"]:
            hidden += 1
            continue
        salt, words = event["words"][field]
        if sha256(bytes.fromhex(salt) + words.encode("utf-8")).hex() != fact["text"]:
            raise Wrong(f"el suceso n.º {event['seq']} decía otras palabras: {field}")
    return hidden


def heads_of(argument: str) -> list[tuple[int, str]]:
    """(número, primeras cifras del hash) de cada huella de un archivo, o de una sola."""
    lines = Path(argument).read_text(encoding="utf-8").splitlines() if Path(argument).exists() else [argument]
    heads = []
    for line in lines:
        found = HEAD.search(line.lower())
        if found:
            heads.append((int(found.group(1)), found.group(2).replace(" ", "")))
        elif line.strip() and not line.startswith("#"):
            raise Wrong(f"esto no es una huella: {line.strip()}")
    return heads


def verified(history: str, published: list[str]) -> str:
    heads = [head for argument in published for head in heads_of(argument)]
    seals, left, gone, hidden, previous = [], [], 0, 0, bytes(32)
    with Path(history).open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            event = json.loads(line)
            follows = event["seq"] == number and event["previous"] == previous.hex()
            previous = seal(event, previous)
            if not follows or event["hash"] != previous.hex():
                raise Wrong(f"la cadena se rompe en el suceso n.º {number}")
            seals.append(previous.hex())
            hidden += hidden_words(event)
            if event["subject"] == "restoration":  # se volvió a una copia: huellas de la rama que se dejó
                left += (event["facts"] or {}).get("lost", [])
    for number, digits in heads:
        if not 1 <= number <= len(seals) or not seals[number - 1].startswith(digits):
            if not any(one.startswith(f"{number} {digits}") for one in left):
                raise Wrong(f"la huella publicada n.º {number} no es de esta historia")
            gone += 1
    told = f"{len(seals)} sucesos, {hidden} textos sin mostrar, {len(heads)} huellas publicadas"
    told += f", {gone} de ellas de una rama que se dejó al restaurar una copia" if gone else ""
    return f"historia íntegra: {told}; huella {len(seals)} {previous.hex()}"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("NO: falta la historia: python3 verificar.py historia.jsonl [heads.txt] ['812 4f2a91c0']...")
    try:
        sys.stdout.buffer.write(f"{verified(sys.argv[1], sys.argv[2:])}\n".encode())
    except (Wrong, OSError, ValueError, KeyError, TypeError, IndexError) as wrong:
        sys.stderr.buffer.write(f"NO: {wrong}\n".encode())
        sys.exit(1)
