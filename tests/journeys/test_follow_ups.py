"""Short questions about what was just spoken of: "¿y quién es el responsable?" For half an hour, in one chat, until forgotten."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from bot.domain.people import Settings as Choices
from bot.store import people
from tests.cast import MEMBER, MESA, NOW, OUTSIDER
from tests.journeys.world import World, codes, head, labels, text

WHO = "VAL-02 Entregar el estudio de la calidad del agua del río\n\nQuién debe hacerlo: Minera del Valle S. A.\ntodavía no responde"
WHO_IN_QUECHUA = (
    "VAL-02 Entregar el estudio de la calidad del agua del río\n\nRuwaq: Minera del Valle S. A.\nmanaraqmi kutichinchu"
)
OWNERS = "Integran la mesa: Presidencia del Consejo de Ministros (presidencia)"


def pass_time(world: World, passed: timedelta) -> None:
    """The bot's clock tells the cast's NOW and so much more."""
    clock = world.settings.test_clock
    assert clock is not None
    clock.write_text(str((NOW + passed).timestamp() - time.time()))


async def test_after_a_card_who_and_when_are_about_it(member: World) -> None:
    (card,) = await member.say("VAL-02")
    (who,) = await member.say("¿y quién es el responsable?")
    (when,) = await member.say("¿y para cuándo?")
    (still,) = await member.say("¿ya cumplieron?")

    assert text(who) == WHO
    assert text(when) == text(still) == text(card)


async def test_after_a_card_that_was_pressed(member: World) -> None:
    (listed,) = await member.say("/vencidos")
    await member.press(listed, "VAL-02")
    (who,) = await member.say("¿y quién debe hacerlo?")

    assert text(who) == WHO


async def test_after_a_card_that_a_link_led_to(member: World) -> None:
    await member.say("/start c-valle__VAL-02", answers=2)
    (who,) = await member.say("¿y quién es el responsable?")

    assert text(who) == WHO


async def test_after_the_only_one_of_a_topic(member: World) -> None:
    await member.say("¿cómo va lo de los docentes?")
    (who,) = await member.say("¿y quién es el responsable?")

    assert text(who).startswith("VAL-11 Contratar a cinco docentes bilingües\n\nQuién debe hacerlo: Presidencia")


@pytest.mark.parametrize(
    ("question", "title"), [("¿y los vencidos?", "vencidos (3)"), ("¿y los cumplidos?", "cumplidos (1)")]
)
async def test_after_a_card_a_list_is_the_mesas(question: str, title: str, member: World) -> None:
    await member.say("VAL-02")
    (listed,) = await member.say(question)

    assert head(listed) == [f"Compromisos {title}:"]


async def test_after_a_topic_the_list_is_of_it(member: World) -> None:
    await member.say("¿qué hay sobre agua?")
    (overdue,) = await member.say("¿y los vencidos?")
    (done,) = await member.say("¿y los cumplidos?")
    (who,) = await member.say("¿y quién es el responsable?")

    assert (head(overdue), codes(overdue)) == (["Compromisos vencidos (1):", "Sobre: agua"], ["VAL-02"])
    assert (
        text(done) == "Mesa: Mesa de Diálogo del Valle\nCompromisos cumplidos (0):\nSobre: agua\n\nNo hay compromisos."
    )
    assert head(who) == ["Encontré 2 sobre «agua»:"]


async def test_after_an_institution_the_list_is_of_it(member: World) -> None:
    await member.say("¿qué debe la PCM?")
    (overdue,) = await member.say("¿y los vencidos?")
    (done,) = await member.say("¿y los cumplidos?")

    owing = "Quién debe hacerlo: Presidencia del Consejo de Ministros"
    assert (head(overdue), codes(overdue)) == (["Compromisos vencidos (1):", owing], ["VAL-05"])
    assert text(done) == f"Mesa: Mesa de Diálogo del Valle\nCompromisos cumplidos (0):\n{owing}\n\nNo hay compromisos."


@pytest.mark.parametrize("first", ["¿cuándo es la próxima reunión?", "/sesiones"])
async def test_after_a_session_where_and_when_are_about_it(first: str, member: World) -> None:
    (session,) = await member.say(first)
    (where,) = await member.say("¿y dónde?")
    (hour,) = await member.say("¿y a qué hora?")

    assert text(where) == text(hour) == text(session)
    assert "Lugar: Local comunal del Valle" in text(where).splitlines()


async def test_what_names_something_is_a_question_of_its_own(member: World) -> None:
    await member.say("VAL-02")
    (topic,) = await member.say("¿y el hospital?")
    await member.say("VAL-02")
    (code,) = await member.say("¿y VAL-10?")
    (owner,) = await member.say("¿y quién es el responsable de los docentes?")

    assert codes(topic) == ["VAL-01", "PUN-01"]
    assert text(code).splitlines()[0] == "VAL-10"
    assert text(owner).splitlines()[0] == "VAL-11 Contratar a cinco docentes bilingües"


async def test_thanks_in_between_change_nothing(member: World) -> None:
    await member.say("VAL-02")
    (thanks,) = await member.say("gracias")
    (who,) = await member.say("¿y quién es el responsable?")

    assert text(thanks) == "Gracias a usted. Hasta luego."
    assert text(who) == WHO


async def test_in_quechua_after_a_card(quechua_member: World) -> None:
    (card,) = await quechua_member.say("VAL-02")
    (who,) = await quechua_member.say("pitaq ruwaqri")
    (when,) = await quechua_member.say("hayk'aqkamataq")
    (overdue,) = await quechua_member.say("p'unchawnin pasasqakunari")

    assert (text(who), text(when)) == (WHO_IN_QUECHUA, text(card))
    assert head(overdue) == ["P'unchawnin pasasqa compromisokuna (3):"]


async def test_in_quechua_after_a_topic_and_an_institution(quechua_member: World) -> None:
    await quechua_member.say("yakumanta")
    (of_water,) = await quechua_member.say("p'unchawnin pasasqakunari")
    await quechua_member.say("pcm imata debin")
    (of_pcm,) = await quechua_member.say("p'unchawnin pasasqakunari")

    title = "P'unchawnin pasasqa compromisokuna (1):"
    assert (head(of_water), codes(of_water)) == ([title, '"yaku" nisqamanta'], ["VAL-02"])
    assert (head(of_pcm), codes(of_pcm)) == ([title, "Ruwaq: Presidencia del Consejo de Ministros"], ["VAL-05"])


async def test_in_quechua_after_a_session(quechua_member: World) -> None:
    (session,) = await quechua_member.say("hayk'aqtaq huñunakuy kanqa")
    (where,) = await quechua_member.say("maypiri")

    assert text(where) == text(session)


async def test_it_is_forgotten_after_half_an_hour(member: World) -> None:
    await member.say("VAL-02")
    pass_time(member, timedelta(minutes=29))
    (soon,) = await member.say("¿y quién es el responsable?")
    pass_time(member, timedelta(minutes=60))
    (late,) = await member.say("¿y quién es el responsable?")

    assert text(soon) == WHO  # and begins the half hour anew
    assert text(late).startswith(OWNERS)


async def test_it_is_forgotten_with_everything_else(member: World) -> None:
    await member.say("VAL-02")
    (asked,) = await member.say("/olvidar")
    await member.press(asked, "Sí, borrar")
    async with member.database.transaction() as db:
        await people.remember(db, MEMBER, Choices("es", MESA.slug))
    (who,) = await member.say("¿y quién es el responsable?")

    assert text(who).startswith(OWNERS)


async def test_what_another_chat_spoke_of_never_leaks(member: World) -> None:
    async with member.database.transaction() as db:
        await people.remember(db, OUTSIDER, Choices("es", MESA.slug))
    member.telegram.chat(OUTSIDER).started = True
    await member.say("VAL-02")
    (who,) = await member.say("¿y quién es el responsable?", chat=OUTSIDER, who=OUTSIDER)
    (own,) = await member.say("¿y quién es el responsable?")

    assert text(who).startswith(OWNERS)
    assert text(own) == WHO


async def test_a_commitment_that_is_spoken_of_is_told_with_its_mesa(member: World) -> None:
    await member.say("PUN-01")
    (when,) = await member.say("¿y para cuándo?")

    assert text(when).splitlines()[:2] == ["PUN-01", "Mesa: Mesa de Diálogo de la Puna"]
    assert labels(when)[0] == "¿Quién debe actuar?"
