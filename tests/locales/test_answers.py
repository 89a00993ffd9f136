"""A sheet comes back whole or not at all; twice is once; what nobody saw is never signed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from tests.locales import catalogs, dictionary
from tests.locales.answers import Answers, Refused, apply, parse, tidy
from tests.locales.catalogs import LOCALES, by_key
from tests.locales.checks import Reference, problems
from tests.locales.conftest import TODAY
from tests.locales.review import mark
from tests.locales.rows import Row, present
from tests.locales.translate import main

BACK = {"clave": "button.back", "castellano": ["Volver"], "quechua": "Kutiy"}
HELP = {"clave": "button.help", "castellano": ["Ayuda"], "quechua": "Yanapay"}
WORDS, _ = dictionary.read(LOCALES / "qu")


def sheet(*texts: dict[str, Any], **head: Any) -> bytes:
    whole = {"hoja": "yuyachiq-qu", "iniciales": "RQ", "fecha": "2026-11-25", "lugar": "Yauri", "textos": texts}
    return json.dumps(whole | head).encode()


def answers(*texts: dict[str, Any]) -> Answers:
    return parse(sheet(*texts), TODAY)


def small(code: str) -> Catalog:
    """Three texts: a button signed by BH, a date with a name in it, and one that has no Quechua."""
    one = Catalog()
    signed = f"reviewed: BH 2026-11-20 Coporaque [{mark(['Volver'], 'Kutiy')}]"
    for key, spanish, quechua, comments in (
        ("button.back", "Volver", "Kutiy", ["src: MW", signed]),
        ("card.note", "Nota: {note}", "", ["spanish: sin fuente para «nota»; el texto de la nota es", "castellano"]),
        ("card.source", "Fuente: {source}", "Maymanta willasqa: {source}", ["src: MW"]),
        ("date.days_ago", ("hace {n} día", "hace {n} días"), ("{n} p'unchawña",), ["src: MW"]),
    ):
        said = spanish if code == "es" else quechua
        one.add(spanish, said, context=key, user_comments=comments if code == "qu" else [])
    return one


def check(catalog: Catalog) -> list[str]:
    return problems("qu", catalog, Reference(by_key(small("qu")), by_key(small("es")), WORDS))


def read_back(*texts: dict[str, Any]) -> tuple[Catalog, list[str]]:
    quechua = small("qu")
    return quechua, apply(quechua, small("es"), answers(*texts), check)


def refused(*texts: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(Refused) as refusal:
        read_back(*texts)
    return tuple(refusal.value.args)


def test_what_is_right_is_signed_beside_who_signed_before() -> None:
    quechua, changes = read_back(BACK)

    now = mark(["Volver"], "Kutiy")
    assert changes == ["button.back: firmado"]
    assert by_key(quechua)["button.back"].user_comments == [
        "src: MW",
        f"reviewed: BH 2026-11-20 Coporaque [{now}]",
        f"reviewed: RQ 2026-11-25 Yauri [{now}]",
    ]


def test_a_correction_keeps_its_source_and_says_who_corrected() -> None:
    quechua, changes = read_back(BACK | {"correccion": "Kutimuy"})

    entry = by_key(quechua)["button.back"]
    assert (entry.string, changes) == ("Kutimuy", ["button.back: «Kutiy» → «Kutimuy»"])
    assert entry.user_comments == [
        "src: MW",
        "outdated: BH 2026-11-20 Coporaque",
        "corrected: RQ 2026-11-25 Yauri",
        f"reviewed: RQ 2026-11-25 Yauri [{mark(['Volver'], 'Kutimuy')}]",
    ]


def test_a_speaker_is_the_source_of_what_had_none() -> None:
    note = {"clave": "card.note", "castellano": ["Nota: {note}"], "quechua": "", "correccion": "Qillqasqa: {note}"}
    quechua, _ = read_back(note)

    entry = by_key(quechua)["card.note"]
    assert entry.string == "Qillqasqa: {note}"
    assert entry.user_comments == [
        "src: hablante RQ 2026-11-25 Yauri",
        f"reviewed: RQ 2026-11-25 Yauri [{mark(['Nota: {note}'], 'Qillqasqa: {note}')}]",
    ]


def test_a_text_with_a_number_is_corrected_in_its_only_form() -> None:
    days = {"clave": "date.days_ago", "castellano": ["hace {n} día", "hace {n} días"], "quechua": "{n} p'unchawña"}
    quechua, _ = read_back(days | {"correccion": "{n} p'unchawñam"})

    assert catalogs.forms(by_key(quechua)["date.days_ago"]) == ("{n} p'unchawñam",)


def test_twice_the_same_file_changes_nothing_more() -> None:
    told = answers(BACK | {"correccion": "Kutimuy"})
    quechua = small("qu")

    apply(quechua, small("es"), told, check)
    before = catalogs.written("qu", quechua)

    assert apply(quechua, small("es"), told, check) == []
    assert catalogs.written("qu", quechua) == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BACK | {"clave": "button.gone"}, "button.gone: no hay ningún texto con esa clave"),
        (BACK | {"castellano": ["Atrás"]}, "button.back: el castellano cambió después de hacer la hoja"),
        (BACK | {"quechua": "Kutipuy"}, "button.back: el quechua cambió después de hacer la hoja"),
        (BACK | {"correccion": " "}, "button.back: se firmó, pero no dice nada en quechua"),
        (BACK | {"correccion": "Kutiy {name}"}, "button.back: sus {nombres} deben ser []"),
        (BACK | {"correccion": "Kutey"}, "button.back: «Kutey» no se escribe con las letras del quechua"),
        (BACK | {"correccion": "Kituy"}, "button.back: «Kituy»: su raíz no está en roots.txt"),
        (BACK | {"correccion": "Volver"}, "button.back: es igual al castellano"),
    ],
)
def test_each_problem_is_one_line(text: dict[str, Any], reason: str) -> None:
    assert [line for line in refused(text) if line.startswith(reason)] != []


def test_a_name_that_was_lost_is_told() -> None:
    source = {"clave": "card.source", "castellano": ["Fuente: {source}"], "quechua": "Maymanta willasqa: {source}"}

    assert refused(source | {"correccion": "Maymanta willasqa:"}) == (
        "card.source: sus {nombres} deben ser ['source']",
    )


def test_every_problem_is_told_at_once() -> None:
    lines = refused(BACK | {"correccion": "Kutey"}, BACK | {"clave": "a.gone"}, BACK | {"clave": "b.gone"})

    assert [line.partition(":")[0] for line in lines] == ["a.gone", "b.gone", "button.back"]


@pytest.mark.parametrize(
    ("head", "reasons"),
    [
        ({"iniciales": ""}, ["las iniciales son de 2 a 5 letras, sin el nombre entero: «»"]),
        ({"fecha": "25/11/2026"}, ["la fecha se escribe como 2026-11-25: «25/11/2026»"]),
        ({"fecha": "2026-11-26"}, ["la fecha no puede ser: «2026-11-26»"]),
        ({"fecha": "1970-01-01"}, ["la fecha no puede ser: «1970-01-01»"]),
        ({"lugar": "a\n# b"}, ["el lugar es un nombre de hasta 30 letras: «a\n# b»"]),
        (
            {"iniciales": "Rosalinda", "fecha": ""},
            [
                "las iniciales son de 2 a 5 letras, sin el nombre entero: «Rosalinda»",
                "la fecha se escribe como 2026-11-25: «»",
            ],
        ),
        ({"textos": [BACK, BACK]}, ["button.back: está dos veces en el archivo"]),
        ({"hoja": "otra"}, ["es de otra hoja: «otra»"]),
        ({"textos": [{"clave": "a"}]}, ["no es un archivo de firmas guardado desde la hoja, o no está entero"]),
    ],
)
def test_a_file_without_who_when_and_where_is_refused(head: dict[str, Any], reasons: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        parse(sheet(BACK, **head), TODAY)

    assert list(refusal.value.args) == reasons


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b'{"hoja": "yuyachiq-qu"}', sheet(BACK)[:-9]])
def test_what_is_no_sheet_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        parse(content, TODAY)

    assert str(refusal.value) == "no es un archivo de firmas guardado desde la hoja, o no está entero"


def test_a_copy_saved_by_another_program_is_read() -> None:
    assert parse(b"\xef\xbb\xbf" + sheet(BACK).replace(b", ", b",\r\n"), TODAY) == answers(BACK)


def test_what_phones_do_to_a_text_is_undone() -> None:
    assert tidy(" P’unchaw\u200b\n n\u0303an  ") == "P'unchaw ñan"


def row(key: str, locales: Path) -> Row:
    return next(one for one in present(locales) if one.key == key)


def test_the_command_writes_the_catalog_and_the_table(locales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (locales / "firmas.json").write_bytes(sheet(BACK | {"correccion": "Kutimuy"}, HELP))

    assert main(["--read", str(locales / "firmas.json")], locales) == 0
    assert capsys.readouterr().out.splitlines() == [
        "button.back: «Kutiy» → «Kutimuy»",
        "button.help: firmado",
        "RQ 2026-11-25 Yauri: 2 textos en el archivo, 2 cambios en locales/qu/bot.po",
    ]
    assert (row("button.back", locales).quechua, len(row("button.help", locales).signatures)) == ("Kutimuy", 1)
    assert "revisados por hablantes: 2</summary>" in (locales.parent / "README.md").read_text(encoding="utf-8")
    assert main(["--check"], locales) == 0
    assert list((locales / "qu").glob(".*")) == []


def test_the_command_writes_nothing_of_a_file_with_one_problem(
    locales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = catalogs.path_of("qu", locales).read_bytes()
    (locales / "firmas.json").write_bytes(sheet(HELP, BACK | {"correccion": "Kutey"}))

    assert main(["--read", str(locales / "firmas.json")], locales) == 1
    assert capsys.readouterr().err.splitlines() == [
        "firmas.json: button.back: «Kutey» no se escribe con las letras del quechua",
        "No se cambió nada.",
    ]
    assert catalogs.path_of("qu", locales).read_bytes() == before


def test_a_file_that_is_not_there_is_one_line(locales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--read", str(locales / "nada.json")], locales) == 1
    assert capsys.readouterr().err.splitlines()[0] == "nada.json: no se puede leer"


def test_a_change_by_hand_after_a_signature_is_reported_and_then_settled(
    locales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (locales / "firmas.json").write_bytes(sheet(BACK))
    main(["--read", str(locales / "firmas.json")], locales)
    path = catalogs.path_of("qu", locales)
    path.write_text(path.read_text().replace('msgstr "Kutiy"', 'msgstr "Kutipuy"'))

    assert main(["--check"], locales) == 1
    assert "locales/qu/bot.po: button.back: RQ 2026-11-25 Yauri firmó otro texto" in capsys.readouterr().out
    assert main([], locales) == 0
    assert row("button.back", locales).comments[-1] == "outdated: RQ 2026-11-25 Yauri"
    assert main(["--check"], locales) == 0
