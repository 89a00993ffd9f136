"""The sheet stands alone, escapes what catalogs say, and asks first what no source could tell."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.locales import sheet
from tests.locales.questions import FEW, QUESTIONS, asked
from tests.locales.review import mark
from tests.locales.rows import Row, present
from tests.locales.translate import main

HOSTILE = "</script><img src=x onerror=alert(1)>'\""
SIGNED = f"reviewed: RQ 2026-11-25 Yauri [{mark(('Volver',), 'Kutiy')}]"


class Reader(HTMLParser):
    """Tags with their attributes, and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def made(*rows: Row) -> Reader:
    return Reader(sheet.page(rows))


def test_every_text_has_its_card() -> None:
    cards = [attributes["data-key"] for tag, attributes in Reader(sheet.page(present())).tags if tag == "article"]

    assert sorted(map(str, cards)) == sorted(row.key for row in present())


def test_the_page_needs_nothing_but_itself() -> None:
    page = sheet.page(present())

    assert [tag for tag, attributes in Reader(page).tags if {"src", "href", "action"} & set(attributes)] == []
    assert re.findall(r"https?://|@import|url\(", page) == []


def test_what_a_catalog_says_is_never_markup() -> None:
    page = made(Row("button.back", (HOSTILE,), HOSTILE, HOSTILE, "", ("src: x",)))

    [card] = [attributes for tag, attributes in page.tags if tag == "article"]
    assert "img" not in [tag for tag, _ in page.tags]
    assert card["data-quechua"] == HOSTILE
    assert page.words.count(HOSTILE) == 3  # beside the Spanish, and in the field


def test_a_card_says_who_signed_and_where_the_words_come_from() -> None:
    page = made(Row("button.back", ("Volver",), "Kutiy", "plantilla", "", ("src: plantilla", SIGNED)))

    assert "✔ Firmado: RQ 2026-11-25 Yauri." in page.words
    assert "De dónde sale: plantilla." in page.words


def test_a_text_that_changed_after_its_signature_counts_as_unsigned() -> None:
    page = made(Row("button.back", ("Volver",), "Kutimuy", "plantilla", "", ("src: plantilla", SIGNED)))

    assert "RQ 2026-11-25 Yauri firmó antes de que el texto cambiara." in page.words
    assert [attributes for tag, attributes in page.tags if tag == "article" and "data-signed" in attributes] == []


def test_a_text_without_quechua_asks_for_it_with_its_reason() -> None:
    page = made(Row("privacy.long", ("Texto",), "", "", "prosa larga", ("spanish: prosa larga",)))

    assert "Todavía no está en quechua: prosa larga. Si puede, escríbalo usted." in page.words
    assert [attributes for _, attributes in page.tags if attributes.get("class") == "right"] == []


def test_what_goes_into_the_names_is_told() -> None:
    assert sheet.names(["Fuente: {source}", "{unknown}"]) == [
        ("{source}", "un documento o un diario"),
        ("{unknown}", "lo pone el bot"),
    ]


def test_every_name_of_the_catalog_is_explained() -> None:
    used = {name for row in present() for name, _ in sheet.names(row.spanish)}

    assert sorted(name for name in used if name.strip("{}") not in sheet.NAMES) == []


def test_a_question_stands_at_the_first_texts_with_its_words() -> None:
    texts = {"help.a": "/tatisqa: yanapay"} | {f"meeting.{n}": "Huñunakuyqa Tatisqam" for n in range(5)}

    assert asked(texts) == {f"meeting.{n}": ["«tatisqa» para «suspendido»: ¿o mejor «sayachisqa»?"] for n in range(FEW)}


def test_most_questions_have_a_text_already() -> None:
    found = {
        question for questions in asked({row.key: row.quechua for row in present()}).values() for question in questions
    }

    assert len(found) > len(QUESTIONS) / 2


def test_the_command_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sheet", str(tmp_path / "hoja.html")]) == 0
    assert (tmp_path / "hoja.html").read_text(encoding="utf-8") == sheet.page(present())
    assert f"{len(present())} textos" in capsys.readouterr().out


def test_a_place_where_nothing_can_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sheet", str(tmp_path / "nada" / "hoja.html")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'nada' / 'hoja.html'}: no se puede escribir\n"
