"""`python -m bot change` as an operator runs it, and what of it the mesa's coordinators are told."""

from __future__ import annotations

import pytest

from tests.command_line import Bot

HERE = ("--mesa", "espinar")
LATER = ("--deadline", "31/12/2099", "--instrument", "RM 1-2099-PCM", "--reason", "falta el terreno")


def test_a_status_is_changed_with_its_note_and_stays_in_the_history(loaded: Bot) -> None:
    code, out, err = loaded("change", "esp 7", *HERE, "--status", "en proceso", "--note", "60 %")

    assert (code, err) == (0, [])
    assert [line.split(":")[0] for line in out] == [
        "ESP-07, estado",
        "ESP-07, estado_reportado",
        "ESP-07, estado_fecha",
    ]
    assert out[0].endswith("→ «en proceso»")
    assert out[1].endswith("→ «60 %»")
    assert loaded("verify")[0] == 0


def test_an_extension_names_its_instrument_and_reason(loaded: Bot) -> None:
    dated = next(
        code
        for code in (f"ESP-{number:02}" for number in range(1, 40))
        if loaded("change", code, *HERE, *LATER)[0] == 0
    )
    again = loaded("change", dated, *HERE, "--deadline", "1/1/2099", *LATER[2:])

    assert again[0] == 1
    assert again[2] == [f"--deadline: {dated} ya vence el 2099-12-31; la nueva fecha tiene que ser posterior"]
    assert loaded("verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("ESP-07", "--mesa", "otra", "--note", "x"), "--mesa otra: las mesas son "),
        (("NO-1", *HERE, "--note", "x"), "NO-1: no hay ese compromiso en la mesa espinar"),
        (("ESP-07", *HERE, "--status", "quizá"), "--status quizá: puede ser sin información, pendiente, "),
        (("ESP-07", *HERE, "--deadline", "mañana", *LATER[2:]), "--deadline mañana: no es una fecha; "),
        (("ESP-07", *HERE, "--deadline", "31/12/2099"), "--deadline necesita --instrument"),
        (("ESP-07", *HERE, "--reason", "x"), "--instrument y --reason van con --deadline"),
        (("ESP-07", *HERE, "--link", "ftp://x"), "--link ftp://x: un enlace empieza con https://"),
        (("ESP-07", *HERE, *["--link", "https://x.pe"] * 11), "--link: hasta 10 en un cambio"),
    ],
)
def test_what_cannot_be_changed_is_refused_in_one_line(words: tuple[str, ...], line: str, loaded: Bot) -> None:
    before = loaded("verify")
    code, out, err = loaded("change", *words)

    assert (code, out, len(err)) == (1, [], 1)
    assert err[0].startswith(line)
    assert loaded("verify") == before


@pytest.mark.parametrize("words", [("ESP-07", *HERE), ("ESP-07", "--note", "x"), (*HERE, "--note", "x")])
def test_what_says_too_little_is_a_matter_of_usage(words: tuple[str, ...], loaded: Bot) -> None:
    assert loaded("change", *words)[0] == 2


def test_what_stands_so_already_changes_nothing(loaded: Bot) -> None:
    loaded("change", "ESP-07", *HERE, "--status", "en proceso")
    before = loaded("verify")

    assert loaded("change", "ESP-07", *HERE, "--status", "en proceso") == (0, ["sin cambios"], [])
    assert loaded("verify") == before


def test_links_are_attached_listed_and_withdrawn(loaded: Bot) -> None:
    links = ("https://example.org/1", "https://example.org/2")
    code, out, err = loaded(
        "change", "ESP-07", *HERE, "--status", "en proceso", *(one for it in links for one in ("--link", it))
    )
    listed = loaded("withdraw", "ESP-07", *HERE)
    gone = loaded("withdraw", "ESP-07", "1", *HERE, "--reason", "No es de esta obra")

    assert (code, err, out[-2:]) == (0, [], [f"ESP-07, prueba: «» → «{one}»" for one in links])
    assert [line.split("\t")[0::2] for line in listed[1]] == [["2", "enlace"], ["1", "enlace"]]
    assert listed[1][0].endswith(f"\tenlace\t{links[1]}")
    assert gone == (0, ["retirada: ESP-07, prueba 1"], [])
    assert [line.split("\t")[0] for line in loaded("withdraw", "ESP-07", *HERE)[1]] == ["2"]
    assert loaded("verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("ESP-07", "1", *HERE, "--reason", "x"), "ESP-07: no tiene la prueba 1, o ya se retiró"),
        (("ESP-07", "1", *HERE), "--reason: diga por qué se retira"),
        (("NO-1", "1", *HERE, "--reason", "x"), "NO-1: no hay ese compromiso en la mesa espinar"),
        (("ESP-07", "--mesa", "otra"), "--mesa otra: las mesas son "),
    ],
)
def test_what_cannot_be_withdrawn_is_refused_in_one_line(words: tuple[str, ...], line: str, loaded: Bot) -> None:
    code, out, err = loaded("withdraw", *words)

    assert (code, out, len(err)) == (1, [], 1)
    assert err[0].startswith(line)


def test_where_nothing_is_attached_that_is_said(loaded: Bot) -> None:
    assert loaded("withdraw", "ESP-07", *HERE) == (0, ["sin pruebas"], [])
