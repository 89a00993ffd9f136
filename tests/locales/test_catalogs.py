"""The catalogs as they stand have no problem; and each rule finds the fault it is for."""

from __future__ import annotations

import ast
import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.locales.catalogs import KEYWORDS, PLURALS, ROOT, by_key, extracted, header, merged, read
from tests.locales.checks import Entries, Reference, problems, problems_of_files
from tests.locales.dictionary import Dictionary

TEXTS = {
    "button.back": Message("Volver", context="button.back"),
    "list.days": Message(("{n} día", "{n} días"), context="list.days"),
}
WORDS = Dictionary(
    roots={
        "kuti": {"verbo"},
        "hunt'a": {"verbo"},
        "ka": {"verbo"},
        "mana": {"partícula"},
        **{noun: {"sustantivo"} for noun in ("p'unchaw", "qanchis", "simi", "qhipa")},
    },
    loans={loan: {"sustantivo"} for loan in ("compromiso", "plazo", "acta")},
)
SPEAKING = sorted(path for path in (ROOT / "bot").rglob("*.py") if "language." in path.read_text())
SPANISH = {"button.back": Message("Volver", "Atrás", context="button.back")}


def catalog(
    quechua: str,
    days: str = "{n} p'unchaw",
    comment: str = "# src: MW",
    plurals: str = PLURALS["qu"],
    language: str = "qu",
) -> Catalog:
    """A small Quechua catalog with one button and one plural text."""
    words = f"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"

{comment}
msgctxt "button.back"
msgid "Volver"
msgstr "{quechua}"

# src: MINEDU
msgctxt "list.days"
msgid "{{n}} día"
msgid_plural "{{n}} días"
msgstr[0] "{days}"
"""
    return read_po(io.BytesIO(words.encode()))


def check(catalog: Catalog, texts: Entries = TEXTS) -> list[str]:
    return problems("qu", catalog, Reference(texts, SPANISH, WORDS))


def test_the_catalogs_have_no_problem() -> None:
    assert problems_of_files() == []


def test_a_good_catalog_has_none_either() -> None:
    assert check(catalog("Kutiy")) == []


@pytest.mark.parametrize(
    ("quechua", "reason"),
    [
        ("", "button.back: sin texto (si no hay fuente para el quechua, anote «spanish: por qué»)"),
        ("Volver", "button.back: es igual al castellano"),
        ("Atrás", "button.back: es igual al castellano"),
        ("Plazo, acta, compromiso", "button.back: parece castellano"),
        ("Kutiy {name}", "button.back: sus {nombres} deben ser []"),
        ("Killachaw kutiy", "button.back: «Killachaw» no se usa"),
        ("huchayuq kutiy", "button.back: «huchayuq» no se usa"),
        ("Kashan", "button.back: «Kashan» no se usa"),
        ("Ñoqa kutiy", "button.back: «Ñoqa» no se usa"),
        ("3 p'unchawkuna", "button.back: «3 p'unchawkuna» no se usa"),
        ("kimsa p'unchawkunapi", "button.back: «kimsa p'unchawkunapi» no se usa"),
        ("Qhipa 3 kutiy", "button.back: «Qhipa 3» no se usa"),
        ("ñuqanchis", "button.back: «ñuqanchis» no se usa"),
        ("Simiykichispi, simin", "button.back: «Simiykichispi»: tras la raíz «simi» no puede ir «ykichispi»"),
        ("p'unchawninchispi", "button.back: «p'unchawninchispi» no se usa"),
        ("Kutey", "button.back: «Kutey» no se escribe con las letras del quechua"),
        ("P’unchaw", "button.back: el apóstrofo es '"),
        ("Put' kutiy", "button.back: «Put'» no forma sílabas del quechua"),
        ("Kutitiy", "button.back: «Kutitiy»: tras la raíz «kuti» no puede ir «tiy»"),
        ("Compromisotiy", "button.back: «Compromisotiy» no se escribe con las letras del quechua"),
        ("Wasi", "button.back: «Wasi»: su raíz no está en roots.txt"),
    ],
)
def test_a_bad_text_is_named_with_its_reason(quechua: str, reason: str) -> None:
    assert reason in check(catalog(quechua))


@pytest.mark.parametrize(
    "quechua", ["Kutiy", "Compromisokuna", "qanchis p'unchaw", "Hunt'asqa", "/simi kutiy", "Manam plazo kanchu"]
)
def test_a_good_text_passes(quechua: str) -> None:
    assert check(catalog(quechua)) == []


@pytest.mark.parametrize("days", ["{n}pa", "{n}m", "{n}yuq", "{n} p'unchawkuna"])
def test_nothing_is_glued_to_a_name_and_no_plural_follows_a_number(days: str) -> None:
    assert [problem for problem in check(catalog("Kutiy", days)) if "list.days" in problem] != []


def test_every_text_needs_its_source() -> None:
    assert check(catalog("Kutiy", comment="# fuzzy idea")) == ["button.back: sin «src:»"]


def test_an_empty_text_with_its_reason_is_honest_spanish() -> None:
    assert check(catalog("", comment="# spanish: sin fuente")) == []


def test_babels_own_plural_header_is_refused() -> None:
    found = check(catalog("Kutiy", plurals="nplurals=2; plural=(n != 1);"))

    assert f"cabecera: Plural-Forms debe ser {PLURALS['qu']}" in found


def test_a_catalog_without_its_language_is_refused() -> None:
    assert check(catalog("Kutiy", language="es")) == ["cabecera: Language debe ser qu"]


def test_missing_stale_and_changed_entries_are_named() -> None:
    texts = {
        "button.back": Message("Atrás", context="button.back"),
        "button.new": Message("Nuevo", context="button.new"),
    }

    assert check(catalog("Kutiy"), texts)[:3] == [
        "button.new: falta",
        "list.days: ya no se usa",
        "button.back: su msgid no es el del código",
    ]


@pytest.mark.parametrize(
    ("key", "spanish", "found"),
    [
        ("button.menu", "Menú", ["button.menu: dice lo mismo que button.back"]),
        ("button.return", "Volver", []),  # it is the same
        ("help.back", "Regresar", []),  # never seen beside the other
    ],
)
def test_two_texts_of_one_kind_never_say_the_same(key: str, spanish: str, found: list[str]) -> None:
    two = catalog("Kutiy")
    two.add(spanish, "kutiy.", context=key, user_comments=["src: MW"])

    assert check(two, {**TEXTS, key: Message(spanish, context=key)}) == found


def test_updating_a_catalog_keeps_what_translators_wrote() -> None:
    before = read("qu")

    assert merged("qu", before, {}) == merged("qu", read_po(io.BytesIO(merged("qu", before, {}))), {})
    assert header("qu").encode() in merged("qu", before, {})


@pytest.mark.parametrize("path", sorted((ROOT / "bot/texts").glob("*.py")), ids=lambda path: path.name)
def test_no_text_hides_in_an_f_string_where_extraction_cannot_see_it(path: Path) -> None:
    hidden = [
        call.lineno
        for joined in ast.walk(ast.parse(path.read_text()))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("say", "plain", "count")
    ]
    assert hidden == []


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_key_or_text_is_made_at_run_time_where_extraction_cannot_see_it(path: Path) -> None:
    unseen = [
        call.lineno
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in KEYWORDS
        and ast.unparse(call.func.value).endswith("language")
        and not all(isinstance(argument, ast.Constant) for argument in call.args[:2])
    ]
    assert unseen == []


def test_every_text_of_the_code_is_extracted() -> None:
    assert len(extracted()) == len(by_key(read("es"))) > 150
