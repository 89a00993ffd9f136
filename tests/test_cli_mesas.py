"""`python -m bot session …` and `python -m bot mesa …` as an operator runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Bot

MESAS = "slug,nombre,integrantes,subgrupos,vigencia_hasta\nvalle,Mesa del Valle,PCM,Wayra,2030-12-31\n"
SESSIONS = "codigo,mesa,fecha,hora,lugar\nS-01,valle,2020-03-04,09:00,Local\n"


@pytest.fixture
def bot(bot: Bot, tmp_path: Path) -> Bot:
    (tmp_path / "mesas.csv").write_text(MESAS)
    (tmp_path / "sesiones.csv").write_text(SESSIONS)
    assert bot("load", "mesas.csv", "sesiones.csv")[0] == 0
    return bot


def good(bot: Bot) -> None:
    code, (line,), errors = bot("verify")
    assert (code, errors) == (0, [])
    assert line.startswith("historia íntegra")


def test_sessions_are_listed_called_and_changed(bot: Bot) -> None:
    assert bot("session", "list", "valle") == (0, ["S-01\t2020-03-04\t09:00\tunknown\t\tLocal"], [])
    new = ("session", "new", "valle", "--day", "2030-12-15", "--hour", "10:30", "--place", "Estadio")
    assert bot(*new, "--map", "-14.8,-71.4", "--subgroup", "Wayra", "--agenda", "Agua", "--convener", "PCM") == (
        0,
        ["S-2030-12-15-wayra"],
        [],
    )
    change = ("session", "change", "valle", "s-2030-12-15-WAYRA")
    assert bot(*change, "--day", "2030-12-20", "--hour", "sin hora", "--note", "lluvia")[1] == [
        "S-2030-12-15-wayra\t2030-12-20\t\tscheduled\tWayra\tEstadio"
    ]
    assert bot(*change, "--place", "Local", "--agenda", "Caminos", "--outcome", "cancelada", "--note", "paro")[1] == [
        "S-2030-12-15-wayra\t2030-12-20\t\tcancelled\tWayra\tLocal"
    ]
    acta = ("--outcome", "held", "--acta", "2020-03-10", "--link", "https://example.org/acta.pdf")
    assert bot("session", "change", "valle", "S-01", *acta)[1] == ["S-01\t2020-03-04\t09:00\theld\t\tLocal"]
    good(bot)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("session", "list", "puna"), "puna: las mesas son valle"),
        (("session", "new", "valle", "--day", "nunca"), "--day nunca: no es una fecha; escriba aaaa-mm-dd"),
        (("session", "new", "valle", "--day", "2020-01-01"), "--day 2020-01-01: ese día ya pasó"),
        (
            ("session", "new", "valle", "--day", "2030-01-01", "--hour", "3"),
            "--hour 3: no es una hora; escriba 15:30, o «sin hora»",
        ),
        (
            ("session", "new", "valle", "--day", "2030-01-01", "--subgroup", "Nadie"),
            "--subgroup Nadie: puede ser Wayra",
        ),
        (
            ("session", "new", "valle", "--day", "2030-01-01", "--map", "100,0"),
            "--map 100,0: escriba latitud,longitud en grados",
        ),
        (
            ("session", "new", "valle", "--day", "2030-01-01", "--map", "aquí"),
            "--map aquí: escriba latitud,longitud en grados",
        ),
        (("session", "change", "valle", "S-99", "--agenda", "x"), "S-99: no hay tal sesión en valle"),
        (
            ("session", "change", "valle", "S-01", "--outcome", "bonita"),
            "--outcome bonita: puede ser held, no_quorum, unsigned, postponed, suspended, cancelled",
        ),
        (
            ("session", "change", "valle", "S-01", "--outcome", "programada"),
            "--outcome programada: la sesión es el 2020-03-04; puede ser held, no_quorum, unsigned, postponed, suspended, cancelled",
        ),
        (
            ("session", "change", "valle", "S-01", "--acta", "2020-03-10", "--link", "ftp://x"),
            "--link ftp://x: no es un enlace de internet",
        ),
        (("mesa", "show", "puna"), "puna: las mesas son valle"),
        (
            ("mesa", "change", "valle", "--add", "nadie"),
            "--add nadie: no hay tal institución; se nombra con su slug",
        ),
        (("mesa", "change", "valle", "--remove", "nadie"), "--remove nadie: no integra la mesa"),
        (("mesa", "change", "valle", "--suspend", "hoy"), "--why falta"),
        (("mesa", "change", "valle", "--term", "2031-12-31"), "--instrument falta"),
        (
            ("mesa", "change", "valle", "--term", "2030-12-31", "--instrument", "RM"),
            "--term 2030-12-31: la vigencia de ahora es 2030-12-31",
        ),
        (("mesa", "change", "valle", "--subgroup", "x\x07"), "--subgroup: escriba hasta 120 letras"),
    ],
)
def test_each_refusal_is_one_line_and_changes_nothing(words: tuple[str, ...], refusal: str, bot: Bot) -> None:
    before = bot("verify")

    assert bot(*words) == (1, [], [refusal])
    assert bot("verify") == before


def test_the_same_session_is_called_once(bot: Bot) -> None:
    new = ("session", "new", "valle", "--day", "2030-12-15", "--hour", "10:30")

    assert bot(*new)[0] == 0
    assert bot(*new) == (1, [], ["S-2030-12-15: ya hay una sesión ese día a esa hora"])


@pytest.mark.parametrize(
    "words",
    [
        ("session", "change", "valle", "S-01"),
        ("mesa", "change", "valle"),
        ("mesa", "change", "valle", "--resume", "--conclude"),
        ("session", "new", "valle"),
    ],
)
def test_what_is_not_said_is_wrong_usage(words: tuple[str, ...], bot: Bot) -> None:
    code, told, _ = bot(*words)

    assert (code, told) == (2, [])


def test_a_mesa_is_shown_and_changed(bot: Bot) -> None:
    assert bot("mesa", "show", "valle") == (
        0,
        ["mesa\tMesa del Valle", "estado\tactive", "vigencia_hasta\t2030-12-31", "integrante\tpcm", "subgrupo\tWayra"],
        [],
    )
    suspended = bot("mesa", "change", "valle", "--suspend", "2026-01-05", "--why", "paro")[1]
    assert suspended[1:4] == ["estado\tsuspended", "suspendida_desde\t2026-01-05", "motivo\tparo"]
    changed = bot(
        "mesa", "change", "valle", "--resume", "--add", "pcm", "--role", "presidencia", "--subgroup", "Qucha",
        "--term", "2031-06-30", "--instrument", "RM 1-2030-PCM", "--why", "faltan obras",
    )  # fmt: skip
    assert changed == (
        0,
        [
            "mesa\tMesa del Valle",
            "estado\tactive",
            "vigencia_hasta\t2031-06-30",
            "integrante\tpcm presidencia",
            "subgrupo\tWayra",
            "subgrupo\tQucha",
        ],
        [],
    )
    ended = bot("mesa", "change", "valle", "--conclude", "--remove", "pcm")[1]
    assert "estado\tconcluded" in ended
    assert "integrante" not in str(ended)
    good(bot)
