"""Plain questions in Spanish, as people write them: what comes back. In Quechua: test_questions_quechua.py."""

from __future__ import annotations

import pytest

from tests.journeys.world import World, codes, head, labels, text

MENU = ["Compromisos", "Vencidos", "Próxima sesión", "Responsables", "Ayuda"]
ALL = ["VAL-02", "VAL-01", "VAL-05", "VAL-10", "VAL-11", "VAL-3"]  # the first page, the most urgent first
OVERDUE = ["VAL-02", "VAL-01", "VAL-05"]
HOSPITALS = ["VAL-01", "PUN-01"]


@pytest.mark.parametrize(
    ("question", "title", "found"),
    [
        ("¿Qué compromisos hay?", "Compromisos (7):", ALL),
        ("que compromisos ai", "Compromisos (7):", ALL),
        ("¿qué está vencido?", "Compromisos vencidos (3):", OVERDUE),
        ("en que no han cumplido?", "Compromisos vencidos (3):", OVERDUE),
        ("cómo va el hospital", "Encontré 2 sobre «hospital»:", HOSPITALS),
        ("quién debe construir el hospital", "Encontré 2 sobre «hospital»:", HOSPITALS),
    ],
)
async def test_what_was_agreed_is_answered_with_its_list(
    question: str, title: str, found: list[str], member: World
) -> None:
    (listed,) = await member.say(question)

    assert (head(listed)[0], codes(listed)) == (title, found)


async def test_what_only_one_commitment_is_about_is_its_card(member: World) -> None:
    (card,) = await member.say("¿cómo va lo de los docentes bilingües?")
    (who,) = await member.say("¿quién tiene que contratar a los docentes?")

    assert text(card).splitlines()[:3] == [
        "VAL-11",
        "Mesa: Mesa de Diálogo del Valle",
        "Contratar a cinco docentes bilingües",
    ]
    assert text(who) == (
        "VAL-11 Contratar a cinco docentes bilingües\n\n"
        "Quién debe hacerlo: Presidencia del Consejo de Ministros (PCM)\ntodavía no responde"
    )


async def test_the_next_session_and_those_before(member: World) -> None:
    (coming,) = await member.say("¿cuándo es la próxima reunión?")
    (gone,) = await member.say("¿qué se habló en la última sesión?")

    assert text(coming).splitlines()[2] == "Próxima sesión: sábado, 28 de noviembre de 2026 (28/11/2026) · en 5 días"
    assert text(gone).splitlines()[2:5] == [
        "Sesiones pasadas (2):",
        "",
        "S-02",
    ]


async def test_who_must_act_in_the_mesa(member: World) -> None:
    (owners,) = await member.say("¿quién es el responsable?")

    members, owing = text(owners).split("\n\n")[:2]
    assert members == (
        "Integran la mesa: Presidencia del Consejo de Ministros (presidencia); "
        "Secretaría de Gestión Social y Diálogo (secretaría técnica)"
    )
    assert owing == "Mesa: Mesa de Diálogo del Valle\n¿Quién debe actuar?"
    assert labels(owners)[1] == "PCM (2)"


async def test_who_asks_for_notices_follows_the_mesa_and_can_stop(member: World) -> None:
    (wanted,) = await member.say("avíseme cuando venza algo")
    (unwanted,) = await member.say("ya no quiero avisos")
    (again,) = await member.say("ya no quiero avisos")

    assert text(wanted) == "Le avisaré sobre la Mesa de Diálogo del Valle.\n\nNadie sabrá qué sigue usted."
    assert text(unwanted) == "Ya no le avisaré."
    assert text(again) == "No estaba siguiendo nada."


async def test_who_asks_for_notices_of_a_code_or_number_follows_that_one(member: World) -> None:
    (coded,) = await member.say("quiero seguir VAL-01")
    (numbered,) = await member.say("avísame del compromiso 5")
    (unknown,) = await member.say("avísame del compromiso 99")

    assert text(coded).startswith("Le avisaré sobre el compromiso «VAL-01 Construir el hospital")
    assert text(numbered).startswith("Le avisaré sobre el compromiso «VAL-05 Asfaltar la ruta")
    assert text(unknown) == "No encontré ese código: 99"


async def test_a_language_asked_for_is_spoken_at_once(member: World) -> None:
    changed, _ = await member.say("quiero hablar en quechua", answers=2)
    (listed,) = await member.say("compromisos")

    assert text(changed) == "Allinmi. Runasimipim rimasaq.\nSimita hukchanapaq: /idioma"
    assert head(listed)[0] == "Compromisokuna (7):"


@pytest.mark.parametrize("question", ["no entiendo castellano", "quiero cambiar de idioma"])
async def test_both_languages_are_offered_where_it_is_not_plain_which(question: str, member: World) -> None:
    (asked,) = await member.say(question)

    assert text(asked).splitlines()[0] == "¿En qué idioma quiere hablar?"
    assert labels(asked) == ["Runasimi", "Español"]


async def test_help(member: World) -> None:
    (page,) = await member.say("¿cómo funciona esto?")
    (same,) = await member.say("/ayuda")

    assert text(page) == text(same)


async def test_a_report_is_not_passed_on_and_says_so(member: World) -> None:
    (answer,) = await member.say("el agua del río está sucia")
    (listed,) = await member.press(answer, "Compromisos: agua rio")

    assert text(answer) == (
        "Todavía no puedo pasar su aviso a nadie. No guardé lo que escribió.\n\n"
        "Puede ir a la oficina de la Defensoría del Pueblo o llamar gratis al 0800-15170. "
        "Si es daño al ambiente, también a OEFA."
    )
    assert codes(listed)[0] == "VAL-02"


async def test_a_report_of_nothing_we_know_leads_to_all_commitments(member: World) -> None:
    (answer,) = await member.say("quiero denunciar un problema")

    assert labels(answer) == ["Compromisos", "Responsables"]


async def test_forgetting_asks_first(member: World) -> None:
    (asked,) = await member.say("borre mis datos")
    (done,) = await member.press(asked, "Sí, borrar")

    assert (text(asked), labels(asked)) == ("¿De verdad borro sus datos?", ["Sí, borrar", "No borrar"])
    assert text(done) == "Sus datos fueron borrados.\nSe borró: idioma, mesa"


@pytest.mark.parametrize(
    ("said", "answer", "offered"),
    [
        ("hola buenos días", "Buenas. ¿Qué quiere saber?", MENU),
        ("muchas gracias", "Gracias a usted. Hasta luego.", []),
        ("hasta luego", "Gracias a usted. Hasta luego.", []),
        ("va a llover mañana", "De eso no sé. Puede preguntarme esto:", MENU),
    ],
)
async def test_a_greeting_and_what_it_knows_nothing_of(
    said: str, answer: str, offered: list[str], member: World
) -> None:
    (heard,) = await member.say(said)

    assert (text(heard), labels(heard)) == (answer, offered)


@pytest.mark.parametrize(
    ("question", "title", "found"),
    [
        ("qué debe el MINSA", ["Compromisos de Ministerio de Salud (1):"], ["VAL-01"]),
        ("¿qué debe la PCM?", ["Compromisos de Presidencia del Consejo de Ministros (2):"], ["VAL-05", "VAL-11"]),
        (
            "vencidos de la PCM",
            ["Compromisos vencidos (1):", "Quién debe hacerlo: Presidencia del Consejo de Ministros"],
            ["VAL-05"],
        ),
        (
            "compromisos de la Secretaría Técnica",
            ["Compromisos de Secretaría de Gestión Social y Diálogo (1):"],
            ["VAL-3"],
        ),
        (
            "compromisos de Wayra",
            ["Comunidad: Wayra", "Compromisos (1):", "Cumplidos: 0 · En proceso: 0 · Vencidos: 1"],
            ["VAL-02"],
        ),
        ("salud", ["Encontré 2 sobre «salud»:"], HOSPITALS),
        ("¿qué prometieron de salud?", ["Compromisos (1):", "Sobre: salud"], ["VAL-01"]),
        ("vencidos de agua", ["Compromisos vencidos (1):", "Sobre: agua"], ["VAL-02"]),
    ],
)
async def test_a_list_is_narrowed_by_what_is_named(
    question: str, title: list[str], found: list[str], member: World
) -> None:
    (listed,) = await member.say(question)

    assert (head(listed), codes(listed)) == (title, found)


async def test_another_mesa_is_answered_about_and_the_mesa_at_hand_stays(member: World) -> None:
    (other,) = await member.say("compromisos de la mesa de la Puna")
    (own,) = await member.say("compromisos")

    assert (text(other).splitlines()[0], codes(other)) == ("Mesa: Mesa de Diálogo de la Puna", ["PUN-01"])
    assert (text(own).splitlines()[0], codes(own)) == ("Mesa: Mesa de Diálogo del Valle", ALL)


@pytest.mark.parametrize(
    "question",
    [
        "VAL-01",
        "val 1",
        "¿para cuándo es VAL-01?",
        "cómo va el VAL-01",
        "VAL-01 ya venció?",
        "compromiso 1",
        "acuerdo n.º 01",
    ],
)
async def test_a_code_or_its_number_is_the_card(question: str, member: World) -> None:
    (card,) = await member.say(question)

    assert text(card).splitlines()[0] == "VAL-01"


async def test_a_number_that_no_commitment_has_is_said(member: World) -> None:
    (answer,) = await member.say("acuerdo 99")

    assert text(answer) == "No encontré ese código: 99"


@pytest.mark.parametrize(
    ("question", "title", "found"),
    [
        ("¿qué vence esta semana?", ["Plazo: 23/11/2026 – 29/11/2026"], []),
        ("qué vence la próxima semana", ["Compromisos (1):", "Plazo: 30/11/2026 – 06/12/2026"], ["VAL-10"]),
        ("¿qué vence en marzo?", ["Compromisos (1):", "Plazo: 01/03/2027 – 31/03/2027"], ["VAL-11"]),  # not soon
        ("cumplidos", ["Compromisos cumplidos (1):"], ["VAL-04"]),
        ("pendientes", ["Compromisos pendientes (6):"], ALL),
        ("por vencer", ["Compromisos por vencer (1):"], ["VAL-10"]),
        ("¿qué está por vencer?", ["Compromisos por vencer (1):"], ["VAL-10"]),
        ("¿qué venció?", ["Compromisos vencidos (3):"], OVERDUE),
        ("sin plazo", ["Compromisos sin plazo (1):"], ["VAL-3"]),
        ("sin responsable", ["Compromisos sin responsable (2):"], ["VAL-05", "VAL-3"]),
        ("¿qué compromisos no tienen fecha?", ["Compromisos sin plazo (1):"], ["VAL-3"]),
    ],
)
async def test_a_list_by_its_days_and_by_its_status(
    question: str, title: list[str], found: list[str], member: World
) -> None:
    (listed,) = await member.say(question)

    assert (head(listed), codes(listed)) == (title, found)


async def test_words_that_nobody_knows_are_said_to_find_nothing_then_comes_the_list(member: World) -> None:
    (listed,) = await member.say("compromisos de xyzzy")
    (all_of_them,) = await member.say("compromisos")
    (alone,) = await member.say("xyzzy")

    assert text(listed) == f"No encontré nada sobre «xyzzy».\n\n{text(all_of_them)}"
    assert text(alone) == "Mesa: Mesa de Diálogo del Valle\n\nNo encontré nada sobre «xyzzy»."
