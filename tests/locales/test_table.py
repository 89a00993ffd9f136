"""The README says how far the Quechua is, and says it of the catalogs as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.locales import table, translate
from tests.locales.review import mark
from tests.locales.rows import Row, present

SIGNED = f"reviewed: RQ 2026-11-25 Yauri [{mark(('Volver',), 'Kutiy')}]"
ROWS = [
    Row("button.back", ("Volver",), "Kutiy", "MW", "", ("src: MW", SIGNED)),
    Row("button.help", ("Ayuda",), "Yanapay", "MW", "", ("src: MW", SIGNED)),
    Row("privacy.long", ("Texto",), "", "", "prosa larga", ("spanish: prosa larga",)),
    Row("zumbido.uno", ("Bzz",), "Wzz", "MW", "", ("src: MW",)),
]


def test_the_readme_is_up_to_date() -> None:
    assert table.problems(present(), table.path_of()) == []


def test_each_subject_has_its_line_and_only_standing_signatures_count() -> None:
    assert table.block(ROWS).splitlines()[2:9] == [
        "<summary>4 textos: 3 en quechua, 1 en castellano con su razón; revisados por hablantes: 1</summary>",
        "",
        *table.HEAD,
        "| botones | 2 | 2 | 0 | 1 |",
        "| privacidad | 1 | 0 | 1 | 0 |",
        "| `zumbido` | 1 | 1 | 0 | 0 |",
    ]


def test_a_stale_table_is_one_line(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"arriba\n{table.block(ROWS)}\nabajo\n", encoding="utf-8")

    assert table.problems(ROWS, readme) == []
    assert table.problems(ROWS[1:], readme) == [table.STALE]


def test_a_table_spoilt_by_a_merge_is_made_again() -> None:
    spoilt = f"arriba\n{table.BEGIN}\n<<<<<<< HEAD\n=======\n>>>>>>>\n{table.END}\nabajo\n"

    assert table.put(spoilt, table.block(ROWS)) == f"arriba\n{table.block(ROWS)}\nabajo\n"


def test_a_readme_without_the_marks_is_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nada", encoding="utf-8")

    [problem] = table.problems(ROWS, tmp_path / "README.md")
    assert problem.startswith("README.md: faltan las marcas de la tabla")


def test_the_command_fails_on_a_stale_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(table, "block", lambda rows: f"{table.BEGIN}\n{table.END}")

    assert translate.main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == table.STALE
