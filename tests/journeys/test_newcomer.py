"""A newcomer is asked for a language in both, for her mesa, for her community; and is remembered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.config import Settings
from bot.simulator.telegram import Telegram
from bot.store import commitments
from bot.store.database import Database
from tests.cast import ACTOR, MEMBER, NOW, OTHER_MESA, OTHERS
from tests.journeys.world import World, labels, living, text


async def test_the_first_words_are_in_both_languages(world: World) -> None:
    (asked,) = await world.say("/start")

    assert text(asked) == (
        "Allillanchu. Yuyachiqmi sutiy.\n¿Ima simipi rimayta munanki?\n\n"
        "Buenas. Me llamo Yuyachiq.\n¿En qué idioma quiere hablar?"
    )
    assert labels(asked) == ["Runasimi", "Español"]


async def test_a_newcomer_in_quechua_reaches_her_list(world: World) -> None:
    (asked,) = await world.say("/start")
    chosen, mesas = await world.press(asked, "Runasimi", answers=2)
    (communities,) = await world.press(mesas, "Valle")
    ready, ask = await world.press(communities, "Wayra", answers=2)
    (overdue,) = await world.say("P'unchawnin pasasqa")

    assert text(chosen) == "Allinmi. Runasimipim rimasaq.\nSimita hukchanapaq: /idioma"
    assert text(mesas).endswith("Huk rimanakuyta akllay:")
    assert text(communities) == "Rimanakuy: Mesa de Diálogo del Valle\nAylluykita akllay:"
    assert text(ready) == (
        "Rimanakuy: Mesa de Diálogo del Valle\nAyllu: Wayra\n"
        "Rimanakuypa tukukunan p'unchaw: 31 p'unchaw diciembre killa 2026 watapi (31/12/2026)\n\n"
        "¿Imatataq qatipayta munanki?\nIma qatipasqaykita manam pipas yachanqachu."
    )
    assert labels(ready) == ["Llapanta qatipay", "Qatipay: Wayra"]
    assert text(ask) == "Kunanqa tapuwayta atinki. Qillqamuy icha kaypi ñit'iy:"
    assert text(overdue) == (
        "Rimanakuy: Mesa de Diálogo del Valle\nAyllu: Wayra\nP'unchawnin pasasqa compromisokuna (1):\n\n"
        "VAL-02 Entregar el estudio de la calidad del agua del río\n"
        "🔴 P'unchawnin pasasqaña: 90 p'unchaw. Hunt'asqachu icha manachu, manam yachanichu.\n"
        "Ruwaq: Minera del Valle S. A."
    )


async def test_the_big_buttons_and_the_menu_speak_the_chosen_language(world: World) -> None:
    (asked,) = await world.say("/start")
    _, mesas = await world.press(asked, "Runasimi", answers=2)
    await world.press(mesas, "Puna", answers=2)

    chat = world.telegram.chat(MEMBER)
    assert chat.keyboard is not None
    assert chat.keyboard["keyboard"] == [
        [{"text": "Compromisokuna"}, {"text": "P'unchawnin pasasqa"}],
        [{"text": "Huñunakuykuna"}, {"text": "Ruwaqkuna"}],
        [{"text": "Maskhay"}, {"text": "Yanapay"}],
    ]
    (menu,) = world.telegram.menus.values()
    assert menu[0] == {"command": "compromisos", "description": "imata rimasqanku"}


async def test_what_was_asked_before_choosing_is_answered_after_it(world: World) -> None:
    (asked,) = await world.say("/vencidos")
    _, mesas = await world.press(asked, "Español", answers=2)
    ready, _, overdue = await world.press(mesas, "Puna", answers=3)

    assert text(ready) == ("Mesa: Mesa de Diálogo de la Puna\n\n¿Qué quiere seguir?\nNadie sabrá qué sigue usted.")
    assert text(overdue).startswith("Mesa: Mesa de Diálogo de la Puna\nCompromisos vencidos (1):")


@pytest.mark.parametrize(("typed", "answer"), [("c-12", "C-12"), ("i-12", "Buenas. ¿Qué quiere saber?")])
async def test_what_is_typed_before_choosing_is_no_link(typed: str, answer: str, world: World) -> None:
    async with world.database.transaction() as db:
        one = replace(OTHERS, code="C-12", mesa=OTHER_MESA.slug)
        await commitments.save(db, one, actor=ACTOR, now=NOW)
    (asked,) = await world.say(typed)
    _, mesas = await world.press(asked, "Español", answers=2)
    *_, said = await world.press(mesas, "Puna", answers=3)

    assert text(said).splitlines()[0] == answer


async def test_the_choice_is_remembered_over_a_restart(settings: Settings, demo: Database, telegram: Telegram) -> None:
    async with living(settings, demo, telegram) as world:
        (asked,) = await world.say("/start")
        _, mesas = await world.press(asked, "Español", answers=2)
        await world.press(mesas, "Puna", answers=2)
    async with living(settings, demo, telegram) as world:
        (listed,) = await world.say("/compromisos")

    assert text(listed).startswith("Mesa: Mesa de Diálogo de la Puna\nCompromisos (1):")


async def test_a_link_to_a_mesa_waits_for_the_language(world: World) -> None:
    (asked,) = await world.say("/start m-valle")
    chosen, communities = await world.press(asked, "Español", answers=2)

    assert labels(asked) == ["Runasimi", "Español"]
    assert text(chosen).startswith("Listo. Le hablaré en español.")
    assert labels(communities) == ["Todas las comunidades", "Wayra", "Qucha"]


async def test_a_link_to_a_commitment_shows_its_card_and_brings_the_buttons(world: World) -> None:
    (asked,) = await world.say("/start c-valle__VAL-01")
    _, card, ready = await world.press(asked, "Español", answers=3)

    assert text(card).startswith("VAL-01\nMesa: Mesa de Diálogo del Valle")
    assert text(ready).startswith("Mesa: Mesa de Diálogo del Valle")


async def test_a_link_with_only_a_code_finds_it(member: World) -> None:
    card, _ = await member.say("/start c-PUN-01", answers=2)

    assert text(card).startswith("PUN-01\nMesa: Mesa de Diálogo de la Puna")


async def test_a_link_that_leads_nowhere_is_a_plain_welcome(member: World) -> None:
    for payload in ("m-nada", "c-valle__XXX", "i-abc", "'; DROP TABLE mesa;--", "../../etc", "x" * 200, "%s{0}"):
        (welcome,) = await member.say(f"/start {payload}")
        assert text(welcome).endswith("Elija su mesa de diálogo:")


async def test_start_offers_the_mesas_again(member: World) -> None:
    (asked,) = await member.say("/start")

    assert labels(asked) == ["Mesa de Diálogo de la Puna", "Mesa de Diálogo del Valle"]
