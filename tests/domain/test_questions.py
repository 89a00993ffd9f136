"""What plain questions want, in both languages, as people type them. The tables are the specification."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.asking import Which
from bot.domain.intents import Intent
from bot.domain.lexicon import FILTERS, Lexicon
from bot.domain.names import Name, Named, Names, words_of
from bot.domain.questions import NEVER_OFFERED, SURE, Understood, understand
from bot.domain.vocabulary import Sections
from tests.lexicon import LEXICON

TODAY = date(2026, 11, 4)
NAMES = Names.of(
    [
        Name(Named.MESA, "espinar", ("espinar",)),
        Name(Named.MESA, "las-bambas", ("las", "bambas")),
        Name(Named.INSTITUTION, "mtc", ("mtc",)),
        Name(Named.INSTITUTION, "mtc", words_of("Ministerio de Transportes")),
        Name(Named.COMMUNITY, "Fuerabamba", ("fuerabamba",), "las-bambas"),
        Name(Named.INSTITUTION, "cc-fuerabamba", ("fuerabamba",)),
        Name(Named.COMMUNITY, "Huisa", ("huisa",), "espinar"),
        Name(Named.COMMUNITY, "Q'eros", words_of("Q'eros"), "las-bambas"),
    ]
)

WANTED = {
    Intent.LIST_COMMITMENTS: ["¿Qué compromisos hay de agua?", "ima compromisokunataq kan unumanta"],
    Intent.OVERDUE_COMMITMENTS: ["¿Qué compromisos están vencidos?", "plazo pasasqa compromisokuna"],
    Intent.COMMITMENT_DETAIL: ["¿cómo va el hospital?", "hospital imaynataq kachkan", "ESP-07"],
    Intent.NEXT_SESSION: ["¿Cuándo es la próxima reunión?", "hayk'aqmi huñunakuy kanqa"],
    Intent.PAST_SESSIONS: ["¿Qué se acordó en la última reunión?", "pasasqa huñunakuypi imata nirqanku"],
    Intent.WHO_IS_RESPONSIBLE: ["¿Quién es el responsable de la carretera?", "pitaq hospitalmanta ruwanan"],
    Intent.SUBSCRIBE: ["avísame", "avisaway"],
    Intent.UNSUBSCRIBE: ["ya no me avisen", "ama avisawaychikchu"],
    Intent.CHANGE_LANGUAGE: ["háblame en quechua", "castellanopi rimaway"],
    Intent.HELP: ["ayuda", "yanapaway"],
    Intent.REPORT_PROBLEM: ["el agua está sucia", "unu qhilli kachkan"],
    Intent.FORGET_ME: ["borra mis datos", "datosniyta pichay"],
    Intent.GREETING: ["hola", "añay", "gracias", "allillanchu"],
    Intent.OUT_OF_SCOPE: ["¿a cuánto está el dólar?", "paranqachu"],
}
ALIKE = {
    "without accents": "cuando es la proxima reunion · ¿Cuándo es la próxima reunión?",
    "with other letters": "kuando es la proccima reunion · ¿Cuándo es la próxima reunión?",
    "in two languages": "compromisokuna vencidos · compromisos vencidos",
    "five vowels": "haykaqmi hoñonakoy kanqa · hayk'aqmi huñunakuy kanqa",
}
EQUAL = {
    "shouted": "QUÉ COMPROMISOS HAY DE AGUA · qué compromisos hay de agua",
    "accents as signs of their own": "¿Cua\u0301ndo es la reunio\u0301n de salud? · ¿Cuándo es la reunión de salud?",
    "a curly apostrophe": "hayk’aqmi huñunakuy kanqa · hayk'aqmi huñunakuy kanqa",
    "signs": "¡¡agua!! ¿cuándo?, 😀 · agua cuándo",
}


def asked(text: str, mesa: str = "las-bambas") -> Understood:
    return understand(text, LEXICON, NAMES, TODAY, mesa)


def topic(text: str) -> list[str]:
    return [one.says for one in asked(text).topic]


@pytest.mark.parametrize(
    ("text", "intent"), [(text, intent) for intent, texts in WANTED.items() for text in texts], ids=str
)
def test_what_is_wanted(text: str, intent: Intent) -> None:
    found = asked(text)

    assert (found.intent, found.sure) == (intent, True)
    assert found.offers[0] is intent or intent in NEVER_OFFERED


def test_every_intent_is_in_the_table_above() -> None:
    assert set(WANTED) == set(Intent)


@pytest.mark.parametrize("texts", ALIKE.values(), ids=ALIKE)
def test_a_question_typed_otherwise_wants_the_same(texts: str) -> None:
    typed, well = texts.split(" · ")

    assert (asked(typed).intent, asked(typed).sure) == (asked(well).intent, True)


@pytest.mark.parametrize("texts", EQUAL.values(), ids=EQUAL)
def test_signs_and_capitals_change_nothing(texts: str) -> None:
    typed, well = texts.split(" · ")

    assert asked(typed) == asked(well)


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("compromisos cumplidos", Which.DONE),
        ("hunt'asqa compromisokuna", Which.DONE),
        ("¿cuáles se cumplieron?", Which.DONE),
        ("¿cuáles no se cumplieron?", Which.PENDING),  # though "no sé" asks for help
        ("nunca se hicieron", Which.PENDING),
        ("compromisos pendientes", Which.PENDING),
        ("¿qué está por vencer?", Which.DUE_SOON),
        ("¿qué vence?", Which.DUE_SOON),
        ("¿qué venció?", Which.ALL),
        ("los vencidos", Which.ALL),
        ("compromisos sin plazo", Which.NO_DEADLINE),
        ("mana plazoyuq compromisokuna", Which.NO_DEADLINE),
        ("compromisos que no tienen responsable", Which.NO_RESPONSIBLE),
        ("todos los compromisos", Which.ALL),
    ],
)
def test_which_list_is_meant(text: str, which: Which) -> None:
    assert asked(text).which is which


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("¿qué compromisos hay de agua?", ["agua"]),
        ("ima compromisokunataq kan unumanta", ["unu"]),
        ("¿cómo va el hospital y la carretera?", ["hospital", "carretera"]),
        ("agua potable para Pumamarca", ["agua potable", "pumamarca"]),
        ("agua, agua y agua", ["agua"]),
        ("¿qué pasó con Wiraqocha?", ["wiraqocha"]),  # a name that nobody taught us
        ("compromisos de mañana", []),
        ("hola, buenos días", []),
        ("compromisos f", []),
    ],
)
def test_what_it_is_about(text: str, words: list[str]) -> None:
    assert topic(text) == words


def test_a_place_that_tells_that_something_else_is_asked_is_no_topic() -> None:
    words: dict[str, Sections] = {
        "es": {
            "topics": {},
            "places": {"cusco": "Cusco, Lima"},
            "others": {"mundo": "Lima"},
            "filters": dict.fromkeys(FILTERS, ""),
            "search": {"weak": ""},
        }
    }

    assert [one.says for one in understand("Cusco Lima", Lexicon(words)).topic] == ["cusco"]


@pytest.mark.parametrize(
    ("text", "mesa", "named"),
    [
        ("compromisos del MTC", "las-bambas", ("mtc", "", "")),
        ("compromisos del ministerio de transportes", "las-bambas", ("mtc", "", "")),
        ("compromisos de la mesa de Espinar", "las-bambas", ("", "espinar", "")),
        ("compromisos de Las Bambas", "", ("", "las-bambas", "")),
        ("compromisos de Fuerabamba", "las-bambas", ("", "", "Fuerabamba")),
        ("compromisos de Fuerabamba", "espinar", ("cc-fuerabamba", "", "")),  # a community of another mesa
        ("compromisos de Huisa", "las-bambas", ("", "", "")),
        ("compromisos de q'eros", "las-bambas", ("", "", "Q'eros")),
        ("compromisos de qeros", "las-bambas", ("", "", "Q'eros")),
        ("MTC en Espinar, Fuerabamba", "las-bambas", ("mtc", "espinar", "Fuerabamba")),
        ("Espinar o Las Bambas", "", ("", "espinar", "")),  # the first of a kind
    ],
)
def test_whom_and_where_it_names(text: str, mesa: str, named: tuple[str, str, str]) -> None:
    found = asked(text, mesa)

    assert (found.institution, found.mesa, found.community) == named


def test_what_is_named_is_no_topic_but_a_community_of_another_mesa_is() -> None:
    assert topic("compromisos del MTC en Fuerabamba") == []
    assert topic("compromisos de Huisa") == ["huisa"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("compromisos de la municipalidad", ["municipalidad"]),
        ("vencidos del gobierno regional", ["gobierno regional"]),
        ("compromisos del ministerio de vivienda", ["ministerio de vivienda"]),
        ("compromisos del ministerio de transportes", []),  # it is stored, and named
        ("compromisos del Estado con la comunidad", []),  # too many are that
        ("compromisos de la empresa", []),
    ],
)
def test_a_body_that_is_not_stored_by_that_name_is_looked_for_by_it(text: str, words: list[str]) -> None:
    assert topic(text) == words


@pytest.mark.parametrize(
    ("text", "code"), [("¿cómo va el compromiso esp 7?", "esp 7"), ("ESP-07", "ESP-07"), ("hola", "")]
)
def test_a_code_is_told_as_typed(text: str, code: str) -> None:
    assert asked(text).code == code


@pytest.mark.parametrize(
    ("text", "days", "due"),
    [
        ("¿qué vence en diciembre?", True, True),
        ("compromisos de diciembre", True, True),
        ("¿qué venció en 2021?", True, True),
        ("compromisos de 2021", True, False),  # when they were agreed
        ("compromisos", False, False),
    ],
)
def test_days_are_those_of_a_deadline_if_one_is_told_or_if_they_come(text: str, days: bool, due: bool) -> None:
    found = asked(text)

    assert (found.days is not None, found.due is not None) == (days, due)
    assert found.due in (None, found.days)


def test_without_a_day_at_hand_no_days_are_told() -> None:
    assert understand("compromisos de 2021", LEXICON).days is None


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("háblame en quechua", "qu"),
        ("runasimipi rimaway", "qu"),
        ("castellanopi rimaway", "es"),
        ("no entiendo quechua, háblame en castellano", ""),
        ("cambia de idioma", ""),
    ],
)
def test_the_language_wanted_is_told_where_only_one_is_named(text: str, tongue: str) -> None:
    assert asked(text).tongue == tongue


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [
        ("¿qué compromisos hay?", "qu", "es"),
        ("ima compromisokunataq kan", "es", "qu"),
        ("compromisos unumanta", "es", "qu"),  # as many of each
        ("compromisos de agua unumanta", "qu", "es"),
        ("xyzxyz", "qu", "qu"),
        ("", "es", "es"),
    ],
)
def test_the_language_of_a_question(text: str, otherwise: str, language: str) -> None:
    assert understand(text, LEXICON, language=otherwise).language == language


@pytest.mark.parametrize("text", ["asdf qwer", "mesa de las bambas"])
def test_an_unsure_question_has_two_or_three_offers_the_likeliest_first(text: str) -> None:
    found = asked(text)

    assert found.confidence < SURE
    assert not found.sure
    assert 2 <= len(found.offers) <= 3
    assert found.offers[0] is found.intent or found.intent in NEVER_OFFERED


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("¿y el hospital?", True),
        ("e hospital", True),
        ("hospitalri", True),
        ("el hospital", False),
        ("ri", False),
        ("", False),
    ],
)
def test_a_question_may_follow_something_said_before(text: str, follows: bool) -> None:
    assert asked(text).follows is follows


@pytest.mark.parametrize(
    ("text", "has_subject"),
    [
        ("ESP-07", True),
        ("agua", True),
        ("mtc", True),
        ("Fuerabamba", True),
        ("Espinar", True),
        ("¿quién es el responsable?", False),
    ],
)
def test_a_question_that_names_something_has_its_subject(text: str, has_subject: bool) -> None:
    assert asked(text).has_subject is has_subject
