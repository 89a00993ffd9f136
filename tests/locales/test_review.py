"""A signature stands only under the text that was signed; people write it by hand, the mark is added for them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.locales.catalogs import read, written
from tests.locales.review import Signature, mark, problems, settled, signature, signed, standing
from tests.locales.review import read as read_comment
from tests.locales.rows import labelled, present, rows
from tests.locales.rows import problems as row_problems

ROSA = Signature("RQ", date(2026, 11, 25), "Yauri")
BENITO = Signature("BH", date(2026, 12, 1), "Coporaque")
NOW, LATER = mark(["Volver"], "Kutiy"), mark(["Volver"], "Kutimuy")
BY_HAND = "reviewed: RQ 2026-11-25 Yauri"


def test_a_signature_by_hand_gets_its_mark() -> None:
    assert settled(["src: MW", BY_HAND], NOW) == ["src: MW", f"{BY_HAND} [{NOW}]"]


def test_a_settled_signature_stays_as_it_is() -> None:
    assert settled([f"{BY_HAND} [{NOW}]"], NOW) == [f"{BY_HAND} [{NOW}]"]


@pytest.mark.parametrize("changed", [mark(["Volver"], "Kutimuy"), mark(["Regresar"], "Kutiy")], ids=["qu", "es"])
def test_a_signature_lapses_when_either_text_changes(changed: str) -> None:
    before = [f"{BY_HAND} [{NOW}]"]

    assert standing(before, changed) == []
    assert list(problems(before, changed)) == ["RQ 2026-11-25 Yauri firmó otro texto; corra «python3 dev.py translate»"]
    assert settled(before, changed) == ["outdated: RQ 2026-11-25 Yauri"]


def test_who_signs_again_by_hand_takes_the_brackets_away() -> None:
    assert settled([BY_HAND], LATER) == [f"{BY_HAND} [{LATER}]"]


def test_a_signature_without_its_mark_is_reported() -> None:
    assert list(problems([BY_HAND], NOW)) == [
        "la firma de RQ 2026-11-25 Yauri aún no tiene su marca; corra «python3 dev.py translate»"
    ]


@pytest.mark.parametrize(
    ("written_by_hand", "reason"),
    [
        ("reviewed: RQ", "firma que no se entiende: «reviewed: RQ»; así: «reviewed: RQ 2026-11-25 Yauri»"),
        ("reviewed: RQ 25/11/2026 Yauri", "la fecha se escribe como 2026-11-25: «25/11/2026»"),
        ("reviewed: RQ 2026-11-31 Yauri", "la fecha se escribe como 2026-11-25: «2026-11-31»"),
        (
            "reviewed: Rosalinda 2026-11-25 Yauri",
            "las iniciales son de 2 a 5 letras, sin el nombre entero: «Rosalinda»",
        ),
        (f"reviewed: RQ 2026-11-25 {'a' * 31}", f"el lugar es un nombre de hasta 30 letras: «{'a' * 31}»"),
    ],
)
def test_a_signature_that_cannot_be_read_is_told_with_its_reason(written_by_hand: str, reason: str) -> None:
    assert list(problems([written_by_hand], NOW)) == [reason]
    assert settled([written_by_hand], NOW) == [written_by_hand]


def test_dots_spaces_and_small_letters_are_no_obstacle() -> None:
    assert signature("r. q.", "2026-11-25", "  Yauri ") == ROSA


def test_two_people_sign_the_same_text() -> None:
    both = signed(signed(["src: MW"], ROSA, NOW), BENITO, NOW)

    assert both == ["src: MW", f"{BY_HAND} [{NOW}]", f"reviewed: BH 2026-12-01 Coporaque [{NOW}]"]
    assert signed(both, ROSA, NOW) == both


def test_a_correction_is_noted_and_what_others_signed_lapses() -> None:
    corrected = signed(signed(["src: MW"], ROSA, NOW), BENITO, LATER, corrected=True)

    assert corrected == [
        "src: MW",
        "outdated: RQ 2026-11-25 Yauri",
        "corrected: BH 2026-12-01 Coporaque",
        f"reviewed: BH 2026-12-01 Coporaque [{LATER}]",
    ]
    assert signed(corrected, ROSA, LATER) == [*corrected[:1], *corrected[2:], f"{BY_HAND} [{LATER}]"]


def test_a_signature_is_read_as_it_is_written() -> None:
    assert read_comment(f"{BY_HAND} [{NOW}]") == Signature("RQ", date(2026, 11, 25), "Yauri", NOW)
    assert read_comment("src: MW") is None


def test_the_longest_signature_fits_in_one_line_of_the_file() -> None:
    quechua = read("qu")
    line = Signature("ABCDE", date(2026, 11, 25), "x" * 14 + " " + "y" * 15, "abcdef").comment()
    message = next(one for one in quechua if one.id)
    message.user_comments = [line]

    assert f"# {line}\n" in written("qu", quechua).decode()


def test_a_source_broken_into_lines_is_read_whole() -> None:
    assert labelled(("src: MW «Kutiy»; glosario:", "volver", BY_HAND), "src:") == "MW «Kutiy»; glosario: volver"


def test_what_the_spanish_catalog_says_otherwise_is_part_of_the_text() -> None:
    quechua, spanish = read("qu"), read("es")
    (before,) = [row for row in rows(quechua, spanish) if row.key == "button.all"]
    next(one for one in spanish if one.context == "button.all").string = "Todas las cosas"
    (after,) = [row for row in rows(quechua, spanish) if row.key == "button.all"]

    assert (before.spanish, after.spanish) == (("Todos",), ("Todos", "Todas las cosas"))
    assert before.mark != after.mark


def test_every_row_has_a_source_or_a_reason() -> None:
    assert [row.key for row in present() if not (row.source or row.reason)] == []


def test_every_signature_of_the_catalog_stands() -> None:
    assert row_problems(present()) == []
