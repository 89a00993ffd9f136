"""One cell at a time: what it is read as, and what is a problem."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.cells import Cells, Found, read_day, read_loose_day
from bot.services.tables import Row


def cells(**columns: str) -> Cells:
    return Cells(Row("t.csv", 2, columns), Found())


@given(st.dates(min_value=read_day("1900-01-01"), max_value=read_day("2100-12-31")))
def test_a_day_is_read_in_the_three_ways_it_is_written(day: date) -> None:
    assert {read_day(f"{day:%Y-%m-%d}"), read_day(f"{day:%d/%m/%Y}"), read_day(f"{day:%d-%m-%Y}")} == {day}


@pytest.mark.parametrize("words", ["30/02/2024", "2024-13-01", "01/01/1026", "2101-01-01", "1/2/24", "٢٠٢٤-٠١-٠١", ""])
def test_a_day_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_day(words)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("6/4/2019", "2019-04-06"),
        ("2019-4", "2019-04"),
        ("04/2019", "2019-04"),
        ("2019", "2019"),
        ("abril de 2019", "abril de 2019"),
        ("11 o 12/04/2019", "11 o 12/04/2019"),
        ("-", "-"),
    ],
)
def test_a_loose_date_is_kept_as_loose_as_it_is(words: str, read: str) -> None:
    assert read_loose_day(words) == read


def test_words_for_a_date_are_kept_and_told() -> None:
    row = cells(acta_fecha="abril de 2019", estado_fecha="2019-4")

    assert (row.loose_day("acta_fecha"), row.loose_day("estado_fecha")) == ("abril de 2019", "2019-04")
    assert row.found == Found(
        notices=["t.csv, fila 2, columna acta_fecha: «abril de 2019» no es fecha, mes ni año: queda como está escrito"]
    )


@pytest.mark.parametrize("words", ["2019-02-30", "13/2019", "2019-00", "19", "0001", "٢٠١٩-٠٢-٠١", "2019-04-06 10:00"])
def test_digits_that_are_no_date_are_a_problem(words: str) -> None:
    row = cells(acta_fecha=words)

    assert row.loose_day("acta_fecha") == ""
    assert [str(one) for one in row.found.problems] == [
        f"t.csv, fila 2, columna acta_fecha: «{words}» no es una fecha; escriba dd/mm/aaaa, aaaa-mm o aaaa"
    ]


@pytest.mark.parametrize("words", ["9:30", "09.30", "9h30", "9:30 h", "9:30:00", "9:30 hrs."])
def test_an_hour_is_read(words: str) -> None:
    assert cells(hora=words).hour("hora") == time(9, 30)


@pytest.mark.parametrize("words", ["24:00", "9:60", "9", "9:30 pm", "٩:٣٠"])
def test_an_hour_that_is_none_is_a_problem(words: str) -> None:
    row = cells(hora=words)

    assert row.hour("hora") is None
    assert len(row.found.problems) == 1


@pytest.mark.parametrize(("words", "read"), [("-14.7917", -14.7917), ("-14,79", -14.79), ("90", 90.0), ("", None)])
def test_degrees_are_read(words: str, read: float | None) -> None:
    assert cells(latitud=words).degrees("latitud", 90) == read


@pytest.mark.parametrize("words", ["90.1", "١٤", "1e1", "nan", "14°47'", "1_4"])
def test_degrees_that_are_none_are_a_problem(words: str) -> None:
    row = cells(latitud=words)
    row.degrees("latitud", 90)

    assert [one.what for one in row.found.problems] == [f"«{words}» no son grados; escriba por ejemplo -14.79"]


@pytest.mark.parametrize(
    ("words", "read"), [("Sí", True), ("X", True), ("reservado", True), ("No", False), ("", False)]
)
def test_yes_and_no(words: str, read: bool) -> None:
    assert cells(reservado=words).yes("reservado", stored=not read) is read


def test_what_is_neither_yes_nor_no_is_a_problem() -> None:
    row = cells(reservado="según cláusula")
    row.yes("reservado")

    assert [one.what for one in row.found.problems] == ["«según cláusula» no es sí ni no"]


def test_a_column_the_file_lacks_leaves_what_is_stored() -> None:
    row = cells()
    day = read_day("2026-01-02")

    assert (row.words("nota", "a"), row.day("vence", day), row.loose_day("acta_fecha", "2019")) == ("a", day, "2019")
    assert (row.hour("hora", time(9)), row.degrees("latitud", 90, 1.5), row.yes("reservado", stored=True)) == (
        time(9),
        1.5,
        True,
    )


def test_an_empty_cell_empties_what_is_stored() -> None:
    row = cells(nota="", vence="", acta_fecha="", hora="", latitud="", reservado="")
    day = read_day("2026-01-02")

    assert (row.words("nota", "a"), row.day("vence", day), row.loose_day("acta_fecha", "2019")) == ("", None, "")
    assert (row.hour("hora", time(9)), row.degrees("latitud", 90, 1.5), row.yes("reservado", stored=True)) == (
        None,
        None,
        False,
    )


def test_unknown_columns_are_kept_beside_those_of_earlier_files() -> None:
    row = cells(codigo="A", etapa="obra", cui="")

    assert row.extras(frozenset({"codigo"}), (("etapa", "perfil"), ("cui", "123"), ("zona", "alta"))) == (
        ("etapa", "obra"),
        ("zona", "alta"),
    )
