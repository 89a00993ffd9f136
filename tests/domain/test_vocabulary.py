"""How a word is known, in a small vocabulary of both languages; and how a text is taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vocabulary import CUES, LONGEST_WORD, MOST_WORDS, TOPICS, Sections, Sense, Vocabulary, spell, split

SPANISH = {
    "topics": {
        "agua": "agua, Salinas, líquido elemento",
        "saneamiento": "agua potable, planta de agua potable",
        "salud": "hospital",
        "ambiente": "medio ambiente",
    },
    "cues": {
        "prometer": "compromiso, acuerdo",
        "vencer": "vencer",
        "responsable": "responsable",
        "asistir": "asistir",
        "adios": "hasta luego",
    },
    "dates": {"month_01": "enero", "month_05": "mayo"},
    "stop": {"words": "de la el que para"},
}
QUECHUA = {
    "topics": {"agua": "unu, yaku", "carretera": "hatun ñan", "salud": "hampiy"},
    "cues": {"sesion": "huñunakuy", "prometer": "rimanakusqa", "avisar": "willay", "responsable": "kamayuq, asistiq"},
    "stop": {"words": "chay kay"},
}
WORDS = Vocabulary({"es": SPANISH, "qu": QUECHUA})

KNOWN = {
    "spelling": {"compromiso": "prometer", "KOMPROMIZO": "prometer", "bencer": "vencer", "yaku": "agua", "unu": "agua"},
    "form": {"compromisos": "prometer", "vencieron": "vencer", "vencidas": "vencer", "responsables": "responsable"},
    "other letters": {"yaqu": "agua", "juñunakuy": "sesion", "hoñonakuy": "sesion", "rimanacuscca": "prometer"},
    "suffixes": {"unumanta": "agua", "huñunakuypi": "sesion", "willawaychikchu": "avisar", "jampiwanku": "salud"},
    "suffixes of a Spanish root": {"compromisokunamanta": "prometer", "hospitalpi": "salud", "vencerqanku": "vencer"},
    "one slip": {"hospitl": "salud", "acueldo": "prometer", "huñunakyu": "sesion", "responsabel": "responsable"},
    "two slips in a long word": {"rresponzavlee": "responsable", "rimunakusqi": "prometer"},
}  # fmt: skip


def meaning(word: str) -> list[str]:
    return [name for _, name in WORDS.sense(spell(word)).groups]


def read(text: str) -> list[str]:
    """The terms of a text, each with its groups."""
    return [f"{' '.join(term.words)}: {' '.join(name for _, name in term.sense.groups)}" for term in WORDS.terms(text)]


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_a_word_is_known_by_its(known: dict[str, str]) -> None:
    assert {word: meaning(word) for word in known} == {word: [group] for word, group in known.items()}


@pytest.mark.parametrize(
    ("word", "language", "root"),
    [
        ("compromisos", "es", "kompromis"),
        ("compromisokunata", "qu", "kunprumisu"),
        ("yakuta", "qu", "yaku"),
        ("yaqu", "qu", "yaqu"),
        ("huñunakyu", "qu", "huñunakuy"),
        ("acueldo", "es", "akuerd"),
        ("bicicleta", "", "bisiklet"),
    ],
)
def test_a_word_tells_its_language_and_what_its_forms_share(word: str, language: str, root: str) -> None:
    sense = WORDS.sense(spell(word))

    assert (sense.language, sense.root) == (language, root)


@pytest.mark.parametrize("word", ["bicicleta", "tractor", "waka", "x", "水", "ʼ"])
def test_what_nobody_taught_is_unknown(word: str) -> None:
    assert meaning(word) == []


def test_a_short_word_is_taken_as_it_is_typed() -> None:
    assert meaning("agau") == []
    assert meaning("kayo") == []


def test_a_slip_that_could_be_of_two_meanings_is_of_neither() -> None:
    words = Vocabulary({"es": {"cues": {"pagar": "sueldo", "reclamar": "suerdo, surgido"}}})

    assert words.sense(spell("suexdo")).groups == ()


def test_a_slip_that_could_be_of_two_words_of_one_meaning_is_of_it() -> None:
    words = Vocabulary({"es": {"cues": {"cumplir": "sueldo, suerdo"}}})

    assert words.sense(spell("suexdo")).groups == ((CUES, "cumplir"),)


def test_the_nearest_word_counts() -> None:
    words = Vocabulary({"es": {"cues": {"cumplir": "terminados", "empezar": "terminales"}}})

    assert words.sense(spell("terminadls")).groups == ((CUES, "cumplir"),)  # one slip here, two there


def test_a_plain_word_is_no_slip_of_another() -> None:
    land: dict[str, Sections] = {"es": {"topics": {"tierra": "tierra"}}}

    assert Vocabulary(land).sense(spell("tierna")).groups == ((TOPICS, "tierra"),)
    assert Vocabulary(land, plain=["tierna"]).sense(spell("tierna")).groups == ()


def test_a_plain_word_takes_no_meaning_away() -> None:
    words = Vocabulary({"es": SPANISH}, plain=["agua", "bensieron"])

    assert [words.sense(spell(word)).groups for word in ("agua", "vencieron")] == [
        ((TOPICS, "agua"),),
        ((CUES, "vencer"),),
    ]


def test_a_name_and_a_month_have_no_other_forms() -> None:
    assert (meaning("Salinas"), meaning("salinando")) == (["agua"], [])
    assert (meaning("enero"), meaning("enerando")) == (["month_01"], [])


def test_a_word_of_two_groups_is_of_both_in_the_order_of_the_sections() -> None:
    words = Vocabulary({"es": {"cues": {"ver": "estado, estado"}, "topics": {"estado": "estado"}}})

    assert words.sense(spell("estado")).groups == ((TOPICS, "estado"), (CUES, "ver"))


def test_spanish_is_looked_up_first() -> None:
    assert WORDS.sense(spell("asistir")) == Sense(((CUES, "asistir"),), "es", "asist")
    assert WORDS.sense(spell("asistiq")) == Sense(((CUES, "responsable"),), "qu", "asistiq")


def test_several_words_are_one_term_and_the_longest_counts() -> None:
    assert read("el agua potable") == ["el: words", "agua potable: saneamiento"]
    assert read("planta de agua potable") == ["planta de agua potable: saneamiento"]
    assert read("planta de agua sucia") == ["planta: ", "de: words", "agua: agua", "sucia: "]
    assert read("medio, ambiente") == ["medio ambiente: ambiente"]
    assert read("asta luego") == ["asta luego: adios"]


def test_the_last_word_of_several_in_quechua_may_have_suffixes() -> None:
    assert read("jatun ñan") == ["jatun nan: carretera"]
    assert read("hatun ñankunamanta willaway") == ["hatun nankunamanta: carretera", "willaway: avisar"]
    assert read("hatun unu") == ["hatun: ", "unu: agua"]


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("ESP-07", "ESP-07", ""),
        ("¿cómo va ESP-07?", "ESP-07", "como va"),
        ("lb 21", "lb 21", ""),
        ("compromiso lb 21 agua", "lb 21", "compromiso agua"),
        ("esp7 esp8", "esp7", "esp"),
        ("ESP–12", "ESP–12", ""),
        ("LB_3/2", "LB_3/2", ""),
        ("de 2021", "", "de"),
        ("compromiso 5", "", "compromiso"),
        ("mayo 30", "", "mayo"),
        ("chay 44 millones", "", "chay millones"),
        ("unu 3", "", "unu"),
        ("abcdefg 5", "", "abcdefg"),
        ("ESP-07x", "", "esp x"),
        ("ESP-07manta willaway", "ESP-07", "willaway"),
        ("esp 7ta", "esp 7", ""),
        ("ESP-07-PAQ", "ESP-07", ""),
        ("ESP-07mantaqa", "ESP-07", ""),
        ("ESP-07qa imayna", "ESP-07", "imayna"),
        ("LB 12345", "", "lb"),
        ("2021", "", ""),
    ],
)
def test_a_code_is_letters_and_a_number_unless_the_letters_are_a_word(text: str, code: str, rest: str) -> None:
    reading = WORDS.read(text)

    assert reading.code == code
    assert " ".join(word for term in reading.terms for word in term.words) == rest


@pytest.mark.parametrize(
    ("text", "number"), [("ESP-07", False), ("ESP-07 en 2021", True), ("de 2021", True), ("", False)]
)
def test_another_number_is_told(text: str, number: bool) -> None:
    assert WORDS.read(text).number is number


def test_no_more_than_so_many_words_are_read() -> None:
    assert len(WORDS.terms("agua " * 1_000)) == MOST_WORDS == 120


def test_no_more_than_so_many_letters_of_a_word_are_looked_at() -> None:
    assert spell("a" * 1_000).typed == "a" * LONGEST_WORD
    assert WORDS.terms("a" * 1_000)[0].words == ("a" * 40,)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("hunt’asqa hayk'aq", ["hunt'asqa", "hayk'aq"]),
        ("¡agua,unu!", ["agua", "unu"]),
        ("p'", ["p'"]),
        ("3ra lb_21", ["ra", "lb"]),
        ("", []),
    ],
)
def test_words_are_letters_and_apostrophes(typed: str, words: list[str]) -> None:
    assert [term.words[0] for term in WORDS.terms(typed)] == words


def test_what_has_no_words_is_learnt_as_none() -> None:
    assert Vocabulary({"es": {"cues": {"avance": "100 %, ?"}}}).spanish.words == {}


def test_groups_are_lists_with_commas() -> None:
    assert split("a, b  c,, +riego , d") == ["a", "b c", "d"]


def test_senses_are_not_remembered_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    words = Vocabulary({"es": SPANISH})
    monkeypatch.setattr(words, "_senses", {str(number): Sense((), "", "") for number in range(20_000)})

    assert words.sense(spell("agua")).groups == ((TOPICS, "agua"),)
    assert words._senses.keys() == {"agua"}


@given(st.text())
def test_every_text_can_be_read(text: str) -> None:
    reading = WORDS.read(text)

    assert len(reading.terms) <= MOST_WORDS
    assert reading.code in text


@given(st.text())
def test_the_same_text_reads_the_same_twice(text: str) -> None:
    assert WORDS.read(text) == WORDS.read(text)
