"""Lists, search, cards: one message that pages by being edited, and a card with everything that is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.config import Settings
from bot.simulator.telegram import Telegram
from bot.store import commitments
from bot.store.database import Database
from tests.cast import MEMBER, NOW, ON_TIME
from tests.journeys.world import World, buttons, labels, living, text


async def test_the_list_begins_with_what_is_most_overdue(member: World) -> None:
    (listed,) = await member.say("Compromisos")

    codes = [line.split()[0] for line in text(listed).splitlines() if line.startswith("VAL-")]
    assert codes == ["VAL-02", "VAL-01", "VAL-05", "VAL-10", "VAL-11", "VAL-3"]
    assert text(listed).splitlines()[:3] == [
        "Mesa: Mesa de Diálogo del Valle",
        "Compromisos (7):",
        "Cumplidos: 1 · En proceso: 1 · Vencidos: 3",
    ]


async def test_a_list_pages_by_editing_one_message(member: World) -> None:
    (first,) = await member.say("/compromisos")
    (second,) = await member.press(first, "Siguiente")
    (again,) = await member.press(second, "Anterior")

    assert first["message_id"] == second["message_id"] == again["message_id"]
    assert "VAL-04" in text(second)
    assert text(second).endswith("Página 2 de 2")
    assert text(again) == text(first)


async def test_filters_lead_to_the_other_lists(member: World) -> None:
    (listed,) = await member.say("/compromisos")
    (overdue,) = await member.press(listed, "Vencidos")
    (without,) = await member.press(overdue, "Sin plazo")
    (nobody,) = await member.press(without, "Sin responsable")
    (done,) = await member.press(nobody, "Cumplidos")

    titles = [text(one).splitlines()[1] for one in (overdue, without, nobody, done)]
    assert titles == [
        "Compromisos vencidos (3):",
        "Compromisos sin plazo (1):",
        "Compromisos sin responsable (2):",
        "Compromisos cumplidos (1):",
    ]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("que ya hicieron", "Compromisos cumplidos (1):"),
        ("hunt'asqa kaqkuna", "Compromisos cumplidos (1):"),
        ("cuales no se cumplieron", "Compromisos vencidos (3):"),
        ("ya está cumplido su plazo", "Compromisos vencidos (3):"),
    ],
)
async def test_what_was_done_is_not_answered_with_what_is_overdue(member: World, asked: str, title: str) -> None:
    (listed,) = await member.say(asked)

    assert text(listed).splitlines()[1] == title


async def test_a_community_sees_its_own_and_can_widen_to_all(member: World) -> None:
    (asked,) = await member.say("/start m-valle")
    await member.press(asked, "Wayra", answers=2)
    (own,) = await member.say("/vencidos")
    (all_of_them,) = await member.press(own, "Todas las comunidades")

    assert text(own).splitlines()[1:3] == ["Comunidad: Wayra", "Compromisos vencidos (1):"]
    assert text(all_of_them).splitlines()[1] == "Compromisos vencidos (3):"


async def test_an_old_button_works_after_a_restart(settings: Settings, demo: Database, telegram: Telegram) -> None:
    async with living(settings, demo, telegram) as world:
        (asked,) = await world.say("/start m-puna")
        await world.press(asked, "Español", answers=3)
        (listed,) = await world.say("/compromisos")
    async with living(settings, demo, telegram) as world:
        (card,) = await world.press(listed, "PUN-01")

    assert text(card).startswith("PUN-01\nMesa: Mesa de Diálogo de la Puna")


async def test_the_card_tells_the_three_truths_apart(member: World) -> None:
    (card,) = await member.say("val 1")

    assert text(card) == (
        "VAL-01\nMesa: Mesa de Diálogo del Valle\n"
        "Construir el hospital de la provincia, con 40 camas\n\n"
        "Quién debe hacerlo: MINSA\nJunto con: Municipalidad Provincial del Valle\n\n"
        "Plazo: 3 de noviembre de 2026 (03/11/2026)\n🔴 venció hace 20 días · en proceso\n"
        "Plazo original: 7 de mayo de 2026 (07/05/2026)\nProrrogado por RM 077-2026.\n"
        "Razón de la prórroga: cambio del terreno\nPlazo escrito en el acta: «a fines de octubre»\n\n"
        "Estado: en proceso\nNoticia del setiembre de 2026:\nCon sus palabras: «en ejecución (44 %)»\n\n"
        "La comunidad dice: sin verificar\n\n"
        "Acta del 12 de mayo\nSe acordó el: 12 de mayo de 2025 (12/05/2025)\n"
        "Fuente: example.org\nActualizado: 23/11/2026"
    )
    assert labels(card) == [
        "¿Quién debe actuar?",
        "Seguir",
        "Historia",
        "Compartir",
        "¿MINSA?",
        "¿RM?",
        "¿Acta?",
        "Compromisos",
    ]


async def test_who_declined_is_told_and_nobody_is_accused(member: World) -> None:
    (card,) = await member.say("VAL-05")
    (who,) = await member.press(card, "¿Quién debe actuar?")

    assert "PCM dice que no le toca." in text(card)
    assert text(who) == (
        "VAL-05 Asfaltar la ruta de los camiones\n\n"
        "Quién debe hacerlo: Presidencia del Consejo de Ministros (PCM)\n01/08/2026 · PCM dice que no le toca."
    )


async def test_who_must_act_names_the_parent(member: World) -> None:
    (card,) = await member.say("VAL-01")
    (who,) = await member.press(card, "¿Quién debe actuar?")
    (back,) = await member.press(who, "Volver")

    assert "Ministerio de Salud (MINSA)\ntodavía no responde\nDepende de: Presidencia del Consejo de Ministros" in text(
        who
    )
    assert text(back) == text(card)


async def test_the_history_of_a_card(member: World) -> None:
    (card,) = await member.say("VAL-04")
    (history,) = await member.press(card, "Historia")

    assert text(history).splitlines()[:3] == ["VAL-04", "", "Historia:"]
    assert "23/11/2026 · Estado: cumplido" in text(history)


async def test_sharing_tells_the_commitment_and_not_who_shares_it(member: World) -> None:
    (card,) = await member.say("VAL-02")

    (url,) = (button["url"] for button in buttons(card) if "url" in button)
    assert url.startswith("https://t.me/share/url?url=")
    assert "VAL-02" in url
    assert str(MEMBER) not in url


async def test_words_find_what_holds_all_of_them(member: World) -> None:
    (found,) = await member.say("/buscar AGUA calidad")
    (literal,) = await member.say("/buscar 100%")
    (nothing,) = await member.say("/buscar 100_")

    assert text(found).splitlines()[1:4] == [
        "Encontré 1 sobre «agua calidad»:",
        "",
        "VAL-02 Entregar el estudio de la calidad del agua del río",
    ]
    assert "VAL-10" in text(literal)
    assert text(nothing) == "Mesa: Mesa de Diálogo del Valle\n\nNo encontré nada sobre «100_»."


async def test_buscar_without_words_asks_for_them_and_plain_words_are_looked_for(member: World) -> None:
    (asked,) = await member.say("Buscar")
    (found,) = await member.say("hospital")

    assert text(asked) == "Pregunte con pocas palabras, así: agua, hospital, carretera"
    assert "VAL-01" in text(found)


async def test_what_has_nothing_to_do_with_a_mesa_is_said_with_what_can_be_asked(member: World) -> None:
    (answer,) = await member.say("quiero vender mi tractor azul")

    assert text(answer) == "De eso no sé. Puede preguntarme esto:"
    assert labels(answer) == ["Compromisos", "Vencidos", "Próxima sesión", "Responsables", "Ayuda"]


async def test_an_unknown_code_is_said(member: World) -> None:
    (answer,) = await member.say("XYZ-99")

    assert text(answer) == "No encontré ese código: XYZ-99"


async def test_a_code_of_another_mesa_is_found_too(member: World) -> None:
    (card,) = await member.say("pun 01")

    assert text(card).startswith("PUN-01\nMesa: Mesa de Diálogo de la Puna")


async def test_the_responsibles_lead_to_what_they_owe(member: World) -> None:
    (owners,) = await member.say("/responsables")
    (owed,) = await member.press(owners, "MINSA")

    assert "MINSA · Ministerio de Salud\nCompromisos pendientes: 1\nCompromisos vencidos (1)" in text(owners)
    assert text(owed).splitlines()[1] == "Compromisos de Ministerio de Salud (1):"


async def test_a_button_that_is_not_ours_is_refused_kindly(member: World) -> None:
    (listed,) = await member.say("/compromisos")
    for data in (
        "v1:l:1",
        "v1:c:999999",
        "v1:zz",
        "v9:l:1:a:0:1",
        "v1:l:-1:a:0:1",
        "v1:l:1:a:99:1",
        "v1:c:٣",
        "basura",
        "v1:e:7777",
    ):
        mark = len(member.telegram.ledger)
        member.telegram.press(MEMBER, listed["message_id"], data)
        answer = (await member.heard(mark, MEMBER, 1))[-1]
        assert text(answer) == "Esto ya no sirve. Elija otra vez."


async def test_a_reserved_text_is_neither_found_nor_told_by_its_history(member: World) -> None:
    async with member.database.transaction() as db:
        for words in ("Pagar cuatro millones", "Pagar cinco millones"):
            await commitments.save(db, replace(ON_TIME, text=words, reserved=True), actor="test", now=NOW)
    (found,) = await member.say("/buscar millones")
    (card,) = await member.say("VAL-11")
    (history,) = await member.press(card, "Historia")

    assert text(found).endswith("No encontré nada sobre «millones».")
    assert "texto reservado" in text(card)
    assert "illones" not in text(card) + text(history)
