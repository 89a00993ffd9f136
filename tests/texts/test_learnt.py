"""What was learnt is written and read as it was; a file that is none is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.likeness import Likeness
from bot.texts.learnt import Learnt, LearntRefused, read, written

SMALL = Learnt(
    "abc", ["agua", "ke"], Likeness(["greeting", "help"], (0.5, -0.25), 0.02, {"@ayuda": "f00f", "w:ola": "7f80"})
)
TEXT = """\
# Hecho por  python3 dev.py translate  de las preguntas de locales/*/questions.tsv: no se corrige a mano.
of: abc
kinds: greeting help
base: 0.5000 -0.2500
scale: 0.020000
plain: agua ke

@ayuda\tf00f
w:ola\t7f80
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "learnt.txt"


def test_it_is_written_to_the_letter() -> None:
    assert written(SMALL) == TEXT


def test_it_is_read_as_it_was_written(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8")

    assert read(path) == SMALL


def test_nothing_learnt_is_read_as_nothing(path: Path) -> None:
    nothing = Learnt("", [], Likeness(["help"], (0.0,), 1.0, {}))
    path.write_text(written(nothing), encoding="utf-8")

    assert read(path) == nothing


@given(
    rows=st.dictionaries(
        st.from_regex(r"[a-zñ:@_~+>^$' ]+", fullmatch=True), st.from_regex(r"[0-9a-f]{4}", fullmatch=True)
    )
)
def test_any_rows_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, rows: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("rows") / "learnt.txt"
    path.write_text(written(Learnt("abc", [], Likeness(["greeting", "help"], (0.5, 1.0), 1.0, rows))), encoding="utf-8")

    assert read(path).likeness.rows == rows


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TEXT, ""),
        (TEXT, "hola\n\n"),
        ("of: abc\n", ""),
        ("kinds: greeting help\n", ""),
        ("greeting help", "greeting dance"),
        ("0.5000", "half"),
        ("0.5000 -0.2500", "0.5000"),
        ("scale: 0.020000\n", ""),
        ("\tf00f", " f00f"),
        ("f00f", "f00"),
        ("f00f", "f0"),
        ("f00f", "f00g"),
        ("\t7f80\n", ""),
    ],
)
def test_what_is_no_such_file_is_refused_in_one_line(path: Path, old: str, new: str) -> None:
    path.write_text(TEXT.replace(old, new), encoding="utf-8")

    with pytest.raises(LearntRefused) as refusal:
        read(path)

    line = str(refusal.value)
    assert line.startswith(f"{path}: no se puede leer (")
    assert line.endswith("); hágalo otra vez con  python3 dev.py translate")
    assert "\n" not in line


def test_a_file_that_is_missing_or_no_text_is_refused(path: Path) -> None:
    with pytest.raises(LearntRefused, match="No such file"):
        read(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(LearntRefused, match="utf-8"):
        read(path)
