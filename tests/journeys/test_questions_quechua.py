"""Plain questions in Quechua, as people write them, with and without apostrophes: what comes back."""

from __future__ import annotations

import pytest

from tests.journeys.world import World, codes, head, labels, text

MENU = ["Compromisokuna", "P'unchawnin pasasqa", "Qatiq huñunakuy", "Ruwaqkuna", "Yanapay"]
ALL = ["VAL-02", "VAL-01", "VAL-05", "VAL-10", "VAL-11", "VAL-3"]  # the first page, the most urgent first
OVERDUE = ["VAL-02", "VAL-01", "VAL-05"]
HOSPITALS = ["VAL-01", "PUN-01"]


@pytest.mark.parametrize(
    ("question", "title", "found"),
    [
        ("ima compromisokunataq kan", "Compromisokuna (7):", ALL),
        ("compromisokunata rikuchiway", "Compromisokuna (7):", ALL),
        ("ima compromisokuna p'unchawnin pasasqa", "P'unchawnin pasasqa compromisokuna (3):", OVERDUE),
        ("imata mana hunt'ankuchu", "P'unchawnin pasasqa compromisokuna (3):", OVERDUE),
        ("imata mana huntankuchu", "P'unchawnin pasasqa compromisokuna (3):", OVERDUE),
        ("hospital imayna kachkan", '"hospital" nisqamanta tarisqa: 2', HOSPITALS),
        ("pitaq hospitalta ruwanan", '"hospital" nisqamanta tarisqa: 2', HOSPITALS),
    ],
)
async def test_what_was_agreed_is_answered_with_its_list(
    question: str, title: str, found: list[str], quechua_member: World
) -> None:
    (listed,) = await quechua_member.say(question)

    assert (head(listed)[0], codes(listed)) == (title, found)


async def test_the_next_session_and_those_before(quechua_member: World) -> None:
    (coming,) = await quechua_member.say("hayk'aqtaq huñunakuy kanqa")
    (gone,) = await quechua_member.say("imatataq rimarqanku qayna huñunakuypi")

    assert text(coming).splitlines()[2] == (
        "Qatiq huñunakuy: sábado p'unchaw, 28 p'unchaw noviembre killa 2026 watapi (28/11/2026) · 5 p'unchawmanta"
    )
    assert text(gone).splitlines()[2:5] == ["Pasasqa huñunakuykuna (2):", "", "S-02"]


async def test_who_must_act_in_the_mesa(quechua_member: World) -> None:
    (owners,) = await quechua_member.say("pitaq ruwanan")

    assert text(owners).split("\n\n")[1] == "Rimanakuy: Mesa de Diálogo del Valle\n¿Pitaq ruwanan?"
    assert labels(owners)[1] == "PCM (2)"


async def test_who_asks_for_notices_follows_the_mesa_and_can_stop(quechua_member: World) -> None:
    (wanted,) = await quechua_member.say("willaykuway compromiso vencekuqtin")
    (unwanted,) = await quechua_member.say("ama astawan willawaychu")
    (again,) = await quechua_member.say("ama astawan willawaychu")

    assert text(wanted) == (
        "Mesa de Diálogo del Valle nisqamanta willasqaykim.\n\nIma qatipasqaykita manam pipas yachanqachu."
    )
    assert text(unwanted) == "Manañam willasqaykichu."
    assert text(again) == "Manam imatapas qatiparqankichu."


async def test_a_language_asked_for_is_spoken_at_once(quechua_member: World) -> None:
    changed, _ = await quechua_member.say("castellanopi rimayta munani", answers=2)
    (listed,) = await quechua_member.say("compromisokuna")

    assert text(changed) == "Listo. Le hablaré en español.\nPara cambiar de idioma: /idioma"
    assert head(listed)[0] == "Compromisos (7):"


async def test_both_languages_are_offered_where_it_is_not_plain_which(quechua_member: World) -> None:
    (asked,) = await quechua_member.say("manam runasimita entendinichu")

    assert text(asked).splitlines()[0] == "¿Ima simipi rimayta munanki?"
    assert labels(asked) == ["Runasimi", "Español"]


async def test_help(quechua_member: World) -> None:
    (page,) = await quechua_member.say("yanapaway")
    (same,) = await quechua_member.say("/yanapay")

    assert text(page) == text(same)


async def test_a_report_is_not_passed_on_and_says_so(quechua_member: World) -> None:
    (answer,) = await quechua_member.say("mayu qhillichasqa kachkan")
    (listed,) = await quechua_member.press(answer, "Compromisokuna: mayu")

    assert text(answer) == (
        "Willasqaykita manaraqmi hukman willayta atinichu. Qillqasqaykita manam waqaychanichu.\n\n"
        "Kayqa manaraqmi runasimipi qillqasqachu. Castellano simipi kaymi:\n"
        "Puede ir a la oficina de la Defensoría del Pueblo o llamar gratis al 0800-15170. "
        "Si es daño al ambiente, también a OEFA."
    )
    assert codes(listed)[0] == "VAL-02"


async def test_forgetting_asks_first(quechua_member: World) -> None:
    (asked,) = await quechua_member.say("willakuyniykunata pichay")

    assert (text(asked), labels(asked)) == (
        "¿Chiqapchu willakuyniykikunata pichasaq?",
        ["Arí, pichay", "Ama pichaychu"],
    )


@pytest.mark.parametrize(
    ("said", "answer", "offered"),
    [
        ("allillanchu", "Allillanchu. ¿Imatataq yachayta munanki?", MENU),
        ("yusulpayki", "Añaychayki. Tupananchikkama.", []),
        ("tupananchikkama", "Añaychayki. Tupananchikkama.", []),
        ("paranqachu paqarin", "Chaymantaqa manam yachanichu. Kaykunata tapuwayta atinki:", MENU),
    ],
)
async def test_a_greeting_and_what_it_knows_nothing_of(
    said: str, answer: str, offered: list[str], quechua_member: World
) -> None:
    (heard,) = await quechua_member.say(said)

    assert (text(heard), labels(heard)) == (answer, offered)


@pytest.mark.parametrize(
    ("question", "title", "found"),
    [
        ("minsapa compromisonkuna", ["Ruwaq: Ministerio de Salud. Compromisokuna (1):"], ["VAL-01"]),
        (
            "pcm imata debin",
            ["Ruwaq: Presidencia del Consejo de Ministros. Compromisokuna (2):"],
            ["VAL-05", "VAL-11"],
        ),
        (
            "Wayra ayllupa compromisonkuna",
            ["Ayllu: Wayra", "Compromisokuna (1):", "Hunt'asqa: 0 · Ruwakuchkan: 0 · P'unchawnin pasasqa: 1"],
            ["VAL-02"],
        ),
        ("hampina wasi", ['"hampina wasi" nisqamanta tarisqa: 2'], HOSPITALS),
        ("qhali kaymanta", ['"qhali kay" nisqamanta tarisqa: 2'], HOSPITALS),
        ("hunt'asqakuna", ["Hunt'asqa compromisokuna (1):"], ["VAL-04"]),
        ("huntasqa", ["Hunt'asqa compromisokuna (1):"], ["VAL-04"]),
        ("hunt'anaraq", ["Hunt'anaraq compromisokuna (6):"], ALL),
        ("mana p'unchawniyuq", ["Mana p'unchawniyuq compromisokuna (1):"], ["VAL-3"]),
        ("mana ruwaqniyuq", ["Mana ruwaqniyuq compromisokuna (2):"], ["VAL-05", "VAL-3"]),
        (
            "hamuq simana ima compromiso vencekun",
            ["Compromisokuna (1):", "Hunt'ana p'unchaw: 30/11/2026 – 06/12/2026"],
            ["VAL-10"],
        ),
        ("kay simana ima compromiso vencekun", ["Hunt'ana p'unchaw: 23/11/2026 – 29/11/2026"], []),
    ],
)
async def test_a_list_is_narrowed_by_what_is_named(
    question: str, title: list[str], found: list[str], quechua_member: World
) -> None:
    (listed,) = await quechua_member.say(question)

    assert (head(listed), codes(listed)) == (title, found)


@pytest.mark.parametrize("word", ["yaku", "yakumanta", "unu", "unumanta", "yakumanta ima rimasqanku"])
async def test_water_in_either_word_finds_its_commitments(word: str, quechua_member: World) -> None:
    (listed,) = await quechua_member.say(word)

    assert codes(listed)[0] == "VAL-02"


async def test_another_mesa_is_answered_about_and_the_mesa_at_hand_stays(quechua_member: World) -> None:
    (other,) = await quechua_member.say("puna mesapa compromisonkuna")
    (own,) = await quechua_member.say("compromisokuna")

    assert (text(other).splitlines()[0], codes(other)) == ("Rimanakuy: Mesa de Diálogo de la Puna", ["PUN-01"])
    assert (text(own).splitlines()[0], codes(own)) == ("Rimanakuy: Mesa de Diálogo del Valle", ALL)


@pytest.mark.parametrize(
    "question", ["VAL-02", "val-02manta willaway", "VAL-02ta", "VAL-02-manta", "compromiso 2", "2 compromisomanta"]
)
async def test_a_code_with_or_without_suffixes_is_the_card(question: str, quechua_member: World) -> None:
    (card,) = await quechua_member.say(question)

    assert text(card).splitlines()[:2] == ["VAL-02", "Rimanakuy: Mesa de Diálogo del Valle"]


async def test_words_that_nobody_knows_are_said_to_find_nothing_then_comes_the_list(quechua_member: World) -> None:
    (listed,) = await quechua_member.say("xyzzymanta compromisokuna")
    (all_of_them,) = await quechua_member.say("compromisokuna")

    assert text(listed) == f'"xyzzymanta" nisqamanta manam imatapas tarinichu.\n\n{text(all_of_them)}'
