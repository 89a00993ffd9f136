"""What is learnt from questions: the same from the same, anew whenever any of it changed; on a few questions of our own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.domain.features import features
from bot.domain.intents import Intent
from bot.domain.lexicon import Lexicon
from bot.domain.likeness import LENGTH
from bot.domain.questions import understand
from bot.texts import keywords
from bot.texts.learnt import read, written
from bot.understanding import Known
from tests.understanding import learning
from tests.understanding.learning import LOCALES, digest, learn, of_one_length, problems, questions, renew, well_spelt

SPANISH = """\
language\ttext\tintent
es\thola\tgreeting
es\tholi\tgreeting
es\tbuenos días\tgreeting
es\t¿cuándo es la reunión?\tnext_session
es\tpróxima reunión\tnext_session
es\tcuando hay asamblea\tnext_session
es\tayuda\thelp
es\tayuda por favor\thelp
"""
QUECHUA = "qu\tallillanchu\tgreeting\nqu\thayk'aq huñunakuy kanqa\tnext_session\n"
STALE = ["learnt.txt: las preguntas o las palabras cambiaron después de aprender; ejecute  python3 dev.py translate"]


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """Our words, a few questions, nothing learnt yet."""
    for code, known in (("es", SPANISH), ("qu", QUECHUA)):
        (tmp_path / code).mkdir()
        shutil.copy(LOCALES / code / "keywords.toml", tmp_path / code)
        (tmp_path / code / "questions.tsv").write_text(known, encoding="utf-8")
    return tmp_path


def test_the_questions_are_those_of_both_languages(locales: Path) -> None:
    known = questions(locales)

    assert len(known) == 10
    assert known[0] == Known("es", "hola", Intent.GREETING)
    assert known[-1] == Known("qu", "hayk'aq huñunakuy kanqa", Intent.NEXT_SESSION)


def test_the_same_questions_teach_the_same_to_the_letter(locales: Path) -> None:
    assert written(learn(questions(locales), locales)) == written(learn(questions(locales), locales))


def test_a_few_questions_can_be_learnt_and_read_back(locales: Path) -> None:
    assert renew(locales)

    learnt = read(locales / "learnt.txt").likeness
    assert learnt.kinds == ["greeting", "help", "next_session"]
    lexicon = keywords.load(locales)
    assert understand("holaaa", lexicon).intent is Intent.GREETING
    assert understand("kuando ai reunion", lexicon).intent is Intent.NEXT_SESSION


def test_the_greatest_weight_fills_a_byte(locales: Path) -> None:
    likeness = learn(questions(locales), locales).likeness

    assert max(abs(one) for row in likeness.rows.values() for one in signed(row)) == 127


def signed(row: str) -> list[int]:
    return [one - 256 if one > 127 else one for one in bytes.fromhex(row)]


def test_learning_is_done_once(locales: Path) -> None:
    assert [renew(locales), renew(locales)] == [True, False]
    assert problems(locales) == []


@pytest.mark.parametrize("name", ["es/keywords.toml", "es/questions.tsv", "qu/keywords.toml", "qu/questions.tsv"])
def test_a_change_asks_for_learning_anew(locales: Path, name: str) -> None:
    renew(locales)
    path = locales / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert problems(locales) == STALE
    assert renew(locales)
    assert problems(locales) == []


def test_a_change_of_the_code_that_reads_questions_asks_for_learning_anew(
    locales: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew(locales)
    changed = tmp_path / "quechua.py"
    changed.write_text("", encoding="utf-8")
    monkeypatch.setattr(learning, "MADE_BY", (*learning.MADE_BY[:-1], changed))

    assert problems(locales) == STALE


def test_what_cannot_be_read_is_named_and_learnt_anew(locales: Path) -> None:
    (locales / "learnt.txt").write_text("of: 1", encoding="utf-8")

    assert problems(locales) == [
        f"{locales / 'learnt.txt'}: no se puede leer ('kinds'); hágalo otra vez con  python3 dev.py translate"
    ]
    assert renew(locales)
    assert problems(locales) == []


def test_the_ends_of_lines_change_nothing(locales: Path) -> None:
    before = digest(locales)
    path = locales / "es/questions.tsv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert digest(locales) == before


def test_a_word_that_stands_in_three_questions_is_well_spelt() -> None:
    assert well_spelt(["la mesa", "La mesa, la mesa", "¿la meza?", "agua agua agua"]) == ["la", "mesa"]


def test_long_and_short_questions_weigh_the_same() -> None:
    assert of_one_length({"a": 3.0, "b": 4.0}) == {"a": LENGTH * 0.6, "b": LENGTH * 0.8}
    assert of_one_length({}) == {}


def test_what_stands_in_one_question_only_is_not_kept(locales: Path) -> None:
    known = [*questions(locales), Known("es", "hola xylófono", Intent.GREETING)]
    rows = learn(known, locales).likeness.rows
    vocabulary = Lexicon(keywords.read_all(locales)).vocabulary

    assert "~xyl" in features(vocabulary.read("xylófono"))
    assert "~xyl" not in rows
    assert "@saludo" in rows
