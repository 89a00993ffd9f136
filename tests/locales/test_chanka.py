"""The Chanka overlay: derived from the Cusco texts, or marked by hand."""

from __future__ import annotations

import io

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.locales.catalogs import PLURALS
from tests.locales.chanka import derived
from tests.locales.checks import Reference, chanka_problems
from tests.locales.dictionary import Dictionary

WORDS = Dictionary(roots={}, loans={"compromiso": {"sustantivo"}, "prophecho": {"sustantivo"}})
CUSCO = {
    "status.done": Message("cumplido", "hunt'asqa", context="status.done"),
    "list.of": Message("De {whom}", "Llapan: {whom}", context="list.of"),
    "button.back": Message("Volver", "Kutiy", context="button.back"),
    "card.note": Message("Nota", "", context="card.note"),
}


@pytest.mark.parametrize(
    ("cusco", "chanka"),
    [
        ("hunt'asqa", "huntasqa"),
        ("Qhipa p'unchawkuna, minchha", "Qipa punchawkuna, mincha"),
        ("maskhay, t'ikray, phuyu, thak", "maskay, tikray, puyu, tak"),
        ("hayk'ap", "haykap"),
        ("Tatisqam, llapanta", "Sayachisqam, llapata"),
        ("qhillichasqa unu", "qillichasqa yaku"),
        ("llapanmi", "llapanmi"),  # the suffix would change too: a person decides
        ("ununay", "ununay"),  # another word
        ("/qhaway {phone} https://khipu.pe/ch'aki", "/qhaway {phone} https://khipu.pe/ch'aki"),
        ("prophechota", "prophechota"),  # Spanish words stay
    ],
)
def test_the_chanka_form_follows_from_the_cusco_form(cusco: str, chanka: str) -> None:
    assert derived(cusco, WORDS) == chanka


def overlay(key: str, words: str, comment: str = "", msgid: str = "", language: str = "quy") -> Catalog:
    text = f"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: {PLURALS["quy"]}\\n"

{comment}
msgctxt "{key}"
msgid "{msgid or (CUSCO[key].id if key in CUSCO else "Otro")}"
msgstr "{words}"
"""
    return read_po(io.BytesIO(text.encode()))


def check(catalog: Catalog) -> list[str]:
    return chanka_problems(catalog, CUSCO, Reference(CUSCO, {}, WORDS))


def test_a_derived_or_a_marked_entry_passes() -> None:
    assert check(overlay("status.done", "huntasqa")) == []
    assert check(overlay("status.done", "tukusqa", "# lexical: MINEDU")) == []


@pytest.mark.parametrize(
    ("catalog", "found"),
    [
        (
            overlay("status.done", "tukusqa"),
            ["status.done: debe decir «huntasqa», o llevar «lexical: por qué»"],
        ),
        (overlay("status.done", "hunt'asqa"), ["status.done: es igual que en locales/qu: sobra"]),
        (
            overlay("status.done", "p'uchukasqa", "# lexical: MINEDU"),
            ["status.done: «p'uchukasqa» no es ortografía chanka"],
        ),
        (overlay("other.key", "huntasqa"), ["other.key: no está en locales/qu"]),
        (overlay("card.note", "willakuy"), ["card.note: no está en locales/qu"]),
        (
            overlay("list.of", "Lliw", "# lexical: MINEDU"),
            ["list.of: sus {nombres} deben ser ['whom']"],
        ),
        (overlay("status.done", "huchayuq", "# lexical"), ["status.done: «huchayuq» no se usa"]),
        (overlay("status.done", "huntasqa", msgid="hecho"), ["status.done: su msgid no es el del código"]),
        (overlay("status.done", "huntasqa", language="qu"), ["cabecera: Language debe ser quy"]),
    ],
)
def test_any_other_entry_is_named_with_its_reason(catalog: Catalog, found: list[str]) -> None:
    assert check(catalog) == found
