"""A set of known questions is read, answered and counted; the numbers by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Refused
from bot.domain.intents import Intent
from bot.domain.lexicon import Lexicon
from bot.domain.likeness import Likeness
from bot.texts import keywords
from bot.understanding import Answered, Known, answer, lines_of, read_set, report, report_of

LOCALES = Path(__file__).parents[2] / "locales"
LIST, HELP, OUT = Intent.LIST_COMMITMENTS, Intent.HELP, Intent.OUT_OF_SCOPE


def answered(
    language: str, wanted: Intent, found: Intent, *, sure: bool = True, offered: bool | None = None
) -> Answered:
    right = wanted is found if offered is None else offered
    return Answered(Known(language, "…", wanted), found, sure, right)


def test_a_set_is_read_with_or_without_its_heading() -> None:
    lines = ["language\ttext\tintent", "es\thola\tgreeting\r\n", "", "qu\tyanapaway\thelp\n"]
    known = [Known("es", "hola", Intent.GREETING), Known("qu", "yanapaway", HELP)]

    assert read_set(lines) == known
    assert read_set(lines[1:]) == known


@pytest.mark.parametrize(
    "line",
    ["hola", "es\thola", "en\thello\tgreeting", "es\thola\tsaludo", "es\thola\tgreeting\t", "es hola greeting", " "],
)
def test_a_line_that_is_no_known_question_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_set(["es\thola\tgreeting", "", line])

    assert str(refusal.value).startswith(
        "línea 3: se espera  es|qu<TAB>pregunta<TAB>intención , con una de: list_commitments, "
    )
    assert "\n" not in str(refusal.value)


def test_each_question_is_one_line_of_the_likeliest_intent_how_sure_and_in_what_language() -> None:
    lines = list(lines_of(["hola\n", "yanapaway\r\n", "xyzxyz", ""], "qu"))

    cells = [line.split("\t") for line in lines]
    assert [(intent, language) for intent, _, language in cells][:2] == [("greeting", "es"), ("help", "qu")]
    assert [language for *_, language in cells][2:] == ["qu", "qu"]
    assert all(len(sure) == 5 and 0 <= float(sure) <= 1 for _, sure, _ in cells)


@pytest.fixture
def undecided() -> Lexicon:
    """Takes two intents for equally likely, and the rest for unlikely."""
    likeness = Likeness([HELP, LIST, OUT], (0.0, 0.0, -1.0), 1.0, {"@saludo": "007f00"})
    return Lexicon(keywords.read_all(LOCALES), likeness=likeness)


def test_what_is_sure_must_be_right_and_what_is_not_must_be_among_the_offers(undecided: Lexicon) -> None:
    sure_right, sure_wrong, offered, not_offered = answer(
        [
            Known("es", "hola", LIST),
            Known("es", "hola", HELP),
            Known("es", "la de", LIST),
            Known("es", "la de", Intent.GREETING),
        ],
        undecided,
    )

    assert (sure_right.found, sure_right.sure, sure_right.right, sure_right.offered) == (LIST, True, True, True)
    assert (sure_wrong.found, sure_wrong.sure, sure_wrong.right, sure_wrong.offered) == (LIST, True, False, False)
    assert (offered.found, offered.sure, offered.right, offered.offered) == (HELP, False, False, True)
    assert (not_offered.sure, not_offered.offered) == (False, False)


def test_the_shares_of_each_language_by_hand() -> None:
    lines = list(
        report(
            [
                answered("qu", LIST, LIST),
                answered("es", LIST, LIST),
                answered("es", LIST, HELP),
                answered("es", LIST, OUT),
                answered("es", HELP, LIST, sure=False, offered=True),
                answered("es", HELP, LIST, sure=False, offered=False),
                answered("es", OUT, OUT),
                answered("es", OUT, OUT),
                answered("es", OUT, LIST),
            ]
        )
    )

    assert lines[:6] == [
        "es: 8 preguntas",
        "  bien entendidas             37.5 %",
        "  ajenas reconocidas          66.7 %",
        "  reales tomadas por ajenas   20.0 %",
        "  sin seguridad, se ofrece    25.0 %; la buena está entre lo ofrecido: 50.0 %",
        "  contestadas mal             37.5 %",
    ]
    assert lines[lines.index("") + 1 :][:6] == [
        "qu: 1 preguntas",
        "  bien entendidas             100.0 %",
        "  ajenas reconocidas          —",
        "  reales tomadas por ajenas   0.0 %",
        "  sin seguridad, se ofrece    0.0 %; la buena está entre lo ofrecido: —",
        "  contestadas mal             0.0 %",
    ]


def test_each_intent_has_its_precision_and_recall_and_confusions_are_counted() -> None:
    lines = list(
        report(
            [
                answered("es", LIST, LIST),
                answered("es", LIST, HELP),
                answered("es", LIST, HELP),
                answered("es", OUT, LIST),
            ]
        )
    )

    assert lines[6] == "  intención             preguntas  precisión  exhaustividad"
    assert lines[7] == "  list_commitments              3     50.0 %         33.3 %"
    assert lines[16] == "  help                          0      0.0 %              —"
    assert lines[20] == "  out_of_scope                  1          —          0.0 %"
    assert lines[21:] == [
        "  confusiones (la buena → la entendida)",
        "     2  list_commitments → help",
        "     1  out_of_scope → list_commitments",
        "",
    ]


def test_a_set_in_a_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text("es\thola\tgreeting\n", encoding="utf-8")

    assert list(report_of(path))[:2] == ["es: 1 preguntas", "  bien entendidas             100.0 %"]


@pytest.mark.parametrize("content", [None, b"es\tr\xedo\thelp\n"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "set.tsv"
    if content:
        path.write_bytes(content)

    with pytest.raises(Refused, match=f"^no puedo leer {path}: ") as refused:
        list(report_of(path))
    assert "Errno" not in str(refused.value)
    assert "codec" not in str(refused.value)


def test_a_language_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(Refused, match="--language fr: puede ser es, qu"):
        list(lines_of([], "fr"))
