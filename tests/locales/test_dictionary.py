"""The word lists: what a line must be, which words they allow, and how many slips of the pen they let through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.locales.catalogs import LOCALES, by_key, forms
from tests.locales.catalogs import read as read_catalog
from tests.locales.dictionary import Dictionary, loan_of, parse, read, root_of
from tests.locales.spelling import words_of

SMALL = Dictionary(
    roots={"kuti": {"verbo", "sustantivo"}, "mana": {"partícula"}, "p'unchaw": {"sustantivo"}},
    loans={"compromiso": {"sustantivo"}, "firma": {"verbo"}},
)
LETTERS = "a i u h k l m n p q r s t w y ñ ' ch ll".split()
MOST_SLIPS = 0.04  # the share of the prototype


@pytest.mark.parametrize("word", ["Kutiy", "kutiwan", "Manaraqmi", "p'unchawniyuq", "Compromisokunata", "firmasqa"])
def test_a_root_or_a_loan_with_its_suffixes_is_known(word: str) -> None:
    assert SMALL.fault_of(word) is None


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("wasi", "«wasi»: su raíz no está en roots.txt"),
        ("Kutitiy", "«Kutitiy»: tras la raíz «kuti» no puede ir «tiy»"),
        ("manata", "«manata»: tras la raíz «mana» no puede ir «ta»"),
        ("firmapi", "«firmapi» no se escribe con las letras del quechua"),
        ("compromisorqan", "«compromisorqan» no se escribe con las letras del quechua"),
    ],
)
def test_an_unknown_word_is_named_with_what_does_not_fit(word: str, reason: str) -> None:
    assert SMALL.fault_of(word) == reason


def test_roots_are_read_line_by_line_and_a_bad_one_never_hides_the_others() -> None:
    lines = """\
# raíz | clase | fuente
kuti | verbo | MW:returnto
kuti | sustantivo | SQ:AHK «sapa kuti»

kuti | verbo | DICT
wasi | casa | DICT
wasi | sustantivo |
wasi | sustantivo | me parece
huasi | sustantivo | DICT
wassi | sustantivo
watoq | verbo | DICT
| verbo | DICT
runa | sustantivo | SQN"""

    assert parse(lines.splitlines(), root_of) == (
        {"kuti": {"verbo", "sustantivo"}, "runa": {"sustantivo"}},
        [
            "línea 5: «kuti» ya está (verbo)",
            "línea 6: la clase de «wasi» debe ser sustantivo, verbo, partícula",
            "línea 7: falta de dónde viene «wasi»",
            "línea 8: falta de dónde viene «wasi»",
            "línea 9: «huasi» no forma sílabas del quechua",
            "línea 10: falta de dónde viene «wassi»",
            "línea 11: «watoq» no se escribe con las letras del quechua",
            "línea 12: «» no se escribe con las letras del quechua",
        ],
    )


def test_loans_are_single_words_and_a_hyphen_makes_a_verb() -> None:
    lines = ["acta", "firma-", "mesa de diálogo", "Acta", "2026"]

    assert parse(lines, loan_of) == (
        {"acta": {"sustantivo"}, "firma": {"verbo"}},
        [
            "línea 3: «mesa de diálogo» no es una sola palabra",
            "línea 4: «acta» ya está (sustantivo)",
            "línea 5: «2026» no es una sola palabra",
        ],
    )


def test_a_refused_line_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "roots.txt").write_text("runa | sustantivo | SQN\nkutiy\n", encoding="utf-8")
    (tmp_path / "loans.txt").write_text("dos palabras\n", encoding="utf-8")

    assert read(tmp_path)[1] == [
        "roots.txt: línea 2: la clase de «kutiy» debe ser sustantivo, verbo, partícula",
        "loans.txt: línea 1: «dos palabras» no es una sola palabra",
    ]


def test_our_lists_are_read_whole() -> None:
    assert read(LOCALES / "qu")[1] == []


def slips(word: str) -> Iterator[str]:
    """One letter left out, put in, taken for another, or changed with the next."""
    for place in range(len(word)):
        before, letter, after = word[:place], word[place], word[place + 1 :]
        yield before + after
        yield before + after[:1] + letter + after[1:]
        for other in LETTERS:
            yield before + other + after
            yield before + other + letter + after


def test_few_slips_of_one_letter_pass_for_another_word() -> None:
    """The rest are words too: huñunakuypi and huñunakuypa, willasqayki and rillasqayki."""
    ours, _ = read(LOCALES / "qu")
    texts = (text for message in by_key(read_catalog("qu")).values() for text in forms(message))
    words = {word.casefold() for text in texts for word in words_of(text) if not ours.borrows(word)}

    tried = {slip for word in words for slip in slips(word)} - words
    unseen = sum(ours.fault_of(slip) is None for slip in tried)

    print(f"{unseen} de {len(tried)} errores de una letra pasan: {unseen / len(tried):.1%}")  # noqa: T201
    assert unseen / len(tried) < MOST_SLIPS
