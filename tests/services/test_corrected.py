"""Which files of a load a corrected one takes the place of."""

from __future__ import annotations

import pytest

from bot.services.corrected import superseded
from bot.services.tables import NamedTable

FIRST = NamedTable("sesiones.csv", b"mesa,fecha,subgrupo\nvalle,01/12/2026,Wayra\n")


@pytest.mark.parametrize(
    ("name", "content", "gone"),
    [
        ("sesiones(1).csv", "mesa,fecha\nvalle,09/12/2026\n", True),
        ("SESIONES - copia (2).CSV", "mesa,fecha\nvalle,09/12/2026\n", True),
        ("otro.csv", "fecha,subgrupo\n01/12/2026,wayra\n", True),  # of the mesa at hand
        ("otro.csv", "fecha,subgrupo\n01/12/2026,Qucha\n", False),
        ("otro.csv", "mesa,fecha,subgrupo\npuna,01/12/2026,Wayra\n", False),
        ("sesiones2.csv", "fecha\n09/12/2026\n", False),  # the second part
        ("sesiones (1).csv", "codigo,compromiso\nVAL-01,Algo\n", False),  # another kind
        ("sesiones (1).csv", "\0", False),
        ("sesiones (1).csv", "a,b\n1,2\n", False),
    ],
)
def test_of_its_kind_and_name_or_about_the_same(name: str, content: str, gone: bool) -> None:
    found = superseded(NamedTable(name, content.encode()), [FIRST], "valle")

    assert found == (["sesiones.csv"] if gone else [])


def test_what_cannot_be_read_is_corrected_by_its_name() -> None:
    unreadable = [NamedTable("sesiones.csv", b"\0"), NamedTable("otras.csv", b"a,b\n1,2\n")]

    assert superseded(NamedTable("sesiones corregidas.csv", FIRST.content), unreadable, "valle") == ["sesiones.csv"]
