"""What shows how a commitment goes: attached piece by piece, sent on to whoever asks, withdrawn by a coordinator."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.evidence import MOST_AT_ONCE
from bot.domain.people import Settings as Choices
from bot.domain.recipients import team_of
from bot.simulator.telegram import Telegram
from bot.store import commitments, evidence, people, recipients
from bot.store.database import Database
from bot.tg.ingest import ALBUM_SECONDS
from tests.cast import ACTOR, COORDINATOR, GROUP, LONG_OVERDUE, MEMBER, MESA, NOW, OTHER_COORDINATOR
from tests.journeys.conftest import number_of
from tests.journeys.test_changing import talked
from tests.journeys.test_injection import NASTY
from tests.journeys.world import Json, World, buttons, labels, living, text
from tests.journeys.writing import OLD, SECOND, events, presses, says, second_coordinator, sends, verified

CODE = LONG_OVERDUE.code
ASKED = (f"/estado {CODE}", "[en proceso]", "40")  # until evidence is asked for
LINK = "https://example.org/acta"


async def attached(world: World, *links: str, who: int = COORDINATOR) -> None:
    """Recorded with these, one after the other."""
    await presses(world, await talked(world, (*ASKED, *links, "[Listo]"), who), "Confirmar", who)


async def album(world: World, *media: tuple[str, str], who: int = COORDINATOR, answers: int = 1) -> list[Json]:
    """(kind, caption) of each; what is answered."""
    mark = len(world.telegram.ledger)
    for kind, caption in media:
        world.telegram.send_media(who, kind, caption=caption, media_group_id="1")
    return await world.heard(mark, who, answers)


async def seen(world: World, who: int = MEMBER, answers: int = 1) -> list[Json]:
    """The pieces, as they come from the card's button."""
    return await world.press(await says(world, CODE, who), "Ver evidencia", chat=who, who=who, answers=answers)


async def held(world: World) -> list[str]:
    async with world.database.reading() as db:
        (one,) = await commitments.by_code(db, "val2", MESA.slug)
        return [piece.held for piece in await evidence.of(db, one.id, most=99)]


@pytest.mark.parametrize("medium", ["photo", "video", "document"])
async def test_it_is_sent_on_to_whoever_sees_the_card(medium: str, team: World) -> None:
    assert "Ver evidencia" not in labels(await says(team, CODE, MEMBER))
    await talked(team, ASKED)
    listed = await sends(team, medium, caption="El puente <b>nuevo</b>")
    await presses(team, await presses(team, listed, "Listo"), "Confirmar")
    mark = len(team.telegram.ledger)
    (sent,) = await seen(team)
    *_, call = [one for one in team.telegram.ledger[mark:] if one.chat_id == MEMBER and one.message]

    assert call.method == f"send{medium.capitalize()}"
    assert sent["caption"] == f"{CODE} · 23/11/2026\nEl puente <b>nuevo</b>"
    assert (await verified(team)).ok


@pytest.mark.parametrize("link", ["https://example.org/acta?x=1&y=2", "http://169.254.169.254/latest"])
async def test_a_link_is_told_and_never_opened(link: str, team: World) -> None:
    await attached(team, link)

    assert text((await seen(team))[0]) == f"{CODE} · 23/11/2026\nPrueba: {link}"


@pytest.mark.parametrize(
    "words",
    ["javascript:alert(1)", "data:text/html,x", "ftp://x", "mire https://x.org", "https://x.org/\nhttps://y.org"],
)
async def test_what_is_no_web_address_is_no_evidence(words: str, team: World) -> None:
    assert text(await talked(team, (*ASKED, words))).startswith("⚠️ Envíe una foto, un video, un archivo, o un enlace")


async def test_a_voice_is_no_evidence(team: World) -> None:
    await talked(team, ASKED)

    assert text(await sends(team, "voice")).startswith("⚠️ Envíe una foto")


async def test_several_pieces_are_told_each_time_and_all_before_they_are_recorded(team: World) -> None:
    asked = await talked(team, ASKED)
    first = await sends(team, "photo", caption="El puente")
    await says(team, LINK)
    listed = await sends(team, "document")
    shown = await presses(team, listed, "Listo")

    assert labels(asked) == ["Sin prueba", "◀ Volver", "✖ Cancelar"]
    assert text(first) == "Lleva 1: foto.\nEnvíe otra, o pulse «Listo»."
    assert text(listed) == "Lleva 3: foto, enlace, archivo.\nEnvíe otra, o pulse «Listo»."
    assert labels(listed) == ["Listo", "Quitar la última", "◀ Volver", "✖ Cancelar"]
    assert f"Pruebas:\n• foto: El puente\n• enlace: {LINK}\n• archivo: acta.pdf" in text(shown)
    assert await held(team) == []
    await presses(team, shown, "Confirmar")
    assert await held(team) == ["sample-document", LINK, "sample-photo"]
    assert (await verified(team)).ok


async def test_of_words_under_a_photo_that_are_too_many_the_first_are_kept(team: World) -> None:
    await talked(team, ASKED)
    listed = await sends(team, "photo", caption="El puente. " * 93)  # 1,023 letters
    await presses(team, await presses(team, listed, "Listo"), "Confirmar")
    (sent,) = await seen(team)

    assert sent["caption"].startswith(f"{CODE} · 23/11/2026\nEl puente. El puente.")
    assert sent["caption"].endswith("…")


async def test_the_last_one_is_taken_off_and_the_same_one_is_not_held_twice(team: World) -> None:
    await talked(team, (*ASKED, LINK, f"{LINK}/2"))
    listed = await says(team, f"{LINK}/2")
    once = await presses(team, listed, "Quitar la última")
    none = await presses(team, once, "Quitar la última")

    assert (text(listed)[:8], text(once)[:8]) == ("Lleva 2:", "Lleva 1:")
    assert text(none).startswith("¿Hay pruebas?")
    assert text(await presses(team, listed, "Listo")) == OLD


async def test_the_way_back_keeps_what_was_sent(team: World) -> None:
    shown = await talked(team, (*ASKED, LINK, "[Listo]"))
    back = await presses(team, shown, "Volver")
    noted = await presses(team, back, "Volver")
    again = await presses(team, noted, "Sin nota")

    assert text(back) == text(again) == "Lleva 1: enlace.\nEnvíe otra, o pulse «Listo»."


async def test_what_there_is_no_room_for_is_said(team: World) -> None:
    await talked(team, (*ASKED, *(f"{LINK}/{number}" for number in range(MOST_AT_ONCE - 1))))
    full = await says(team, LINK)
    over = await says(team, f"{LINK}/demás")
    again = await says(team, f"{LINK}/otra")
    less = await presses(team, again, "Quitar la última")

    assert text(full) == "Lleva 10: enlace (10).\nSon las que caben: pulse «Listo»."
    assert text(over).startswith("Solo caben 10; quedaron fuera: 1. Puede enviar lo demás después, con otro cambio.")
    assert "quedaron fuera: 2." in text(again)
    assert text(less) == "Lleva 9: enlace (9).\nEnvíe otra, o pulse «Listo»."


async def test_an_album_is_taken_piece_by_piece_and_answered_once(team: World) -> None:
    await talked(team, ASKED)
    (listed,) = await album(team, *((kind, f"{number}") for number, kind in enumerate(("photo", "video", "photo"))))
    await presses(team, await presses(team, listed, "Listo"), "Confirmar")

    assert text(listed) == "Lleva 3: foto (2), video.\nEnvíe otra, o pulse «Listo»."
    assert await held(team) == ["sample-photo", "sample-video", "sample-photo"]


async def test_of_an_album_what_can_be_no_evidence_is_said_and_the_rest_is_taken(team: World) -> None:
    await talked(team, ASKED)
    refused, listed = await album(team, ("document", "1"), ("audio", ""), ("document", "2"), answers=2)

    assert text(refused).startswith("⚠️ Envíe una foto")
    assert text(listed).startswith("Lleva 2: archivo (2).")


async def test_an_album_that_does_not_fit_says_how_many_are_left_out(team: World) -> None:
    await talked(team, (*ASKED, LINK, f"{LINK}/2"))
    (listed,) = await album(team, *(("photo", f"{number}") for number in range(10)))

    assert text(listed).startswith("Solo caben 10; quedaron fuera: 2.")


async def test_an_album_that_comes_in_parts_is_answered_once(team: World) -> None:
    await talked(team, ASKED)
    mark = len(team.telegram.ledger)
    for number in range(3):
        team.telegram.send_media(COORDINATOR, "photo", caption=str(number), media_group_id="1")
        await asyncio.sleep(ALBUM_SECONDS / 4)
    (listed,) = await team.heard(mark, COORDINATOR, 1)

    assert text(listed).startswith("Lleva 3: foto (3).")


async def test_photos_of_no_album_are_answered_each(team: World) -> None:
    await talked(team, ASKED)
    mark = len(team.telegram.ledger)
    for number in range(3):
        team.telegram.send_media(COORDINATOR, "photo", caption=str(number))

    assert [text(one)[:8] for one in await team.heard(mark, COORDINATOR, 3)] == ["Lleva 1:", "Lleva 2:", "Lleva 3:"]


async def test_a_restart_between_two_pieces_loses_neither(team: World, demo: Database, telegram: Telegram) -> None:
    await talked(team, (*ASKED, LINK))
    async with living(team.settings, demo, telegram) as again:
        listed = await sends(again, "photo")
        shown = await presses(again, listed, "Listo")
    async with living(team.settings, demo, telegram) as once_more:
        await presses(once_more, shown, "Confirmar")
        assert await held(once_more) == ["sample-photo", LINK]


async def test_of_two_coordinators_one_attaches_and_the_other_is_told(team: World) -> None:
    await second_coordinator(team)
    mine = await talked(team, (*ASKED, LINK, "[Listo]"))
    theirs = await talked(team, (*ASKED, f"{LINK}/2", "[Listo]"), SECOND)
    await presses(team, mine, "Confirmar")
    said = await team.press(theirs, "Confirmar", chat=SECOND, who=SECOND)

    assert [text(one) for one in said if text(one).startswith("Otra persona cambió")]
    assert await held(team) == [LINK]


async def test_many_pieces_come_a_few_at_once_the_newest_first(team: World) -> None:
    await attached(team, *(f"https://example.org/{number}" for number in range(5)))
    first = await seen(team, answers=3)
    second = await team.press(first[-1], "Anterior", answers=2)

    assert [text(one)[-1] for one in (*first, *second)] == list("43210")
    assert (await verified(team)).ok


async def test_what_was_erased_of_a_piece_is_said_to_be(team: World) -> None:
    await attached(team, LINK)
    async with team.database.transaction() as db:
        (one,) = await evidence.everything(db)
        await evidence.save(db, replace(one, held="", caption=""), actor=ACTOR, now=NOW)

    assert text((await seen(team))[0]) == f"{CODE} · 23/11/2026\nEsta prueba se borró."
    assert (await verified(team)).ok


async def test_of_what_an_acta_keeps_reserved_only_its_coordinators_see_evidence(team: World) -> None:
    await attached(team, LINK)
    open_card = await says(team, CODE, MEMBER)
    async with team.database.transaction() as db:
        (one,) = await commitments.by_code(db, "val2", "valle")
        await commitments.save(db, replace(one, reserved=True), actor=ACTOR, now=NOW)

    assert text((await team.press(open_card, "Ver evidencia"))[0]) == "No hay pruebas de ese compromiso."
    assert "Ver evidencia" not in labels(await says(team, CODE, MEMBER))
    assert "Prueba" not in text(await presses(team, await says(team, CODE, MEMBER), "Historia", MEMBER))
    assert "Ver evidencia" in labels(await says(team, CODE))
    assert "Prueba: enlace" in text(await presses(team, await says(team, CODE), "Historia"))


async def withdrawing(world: World, reason: str = "No es de esta obra", who: int = COORDINATOR) -> Json:
    """All is answered; the preview."""
    shown = await seen(world, who, await pieces(world))
    await presses(world, shown[0], "Retirar", who)
    return await says(world, reason, who)


async def pieces(world: World) -> int:
    return len(await held(world))


async def test_a_wrong_piece_is_withdrawn_with_a_reason_and_nobody_sees_it_again(team: World) -> None:
    await attached(team, LINK, f"{LINK}/otra")
    listed, before = await seen(team, COORDINATOR, 2), await events(team)
    asked = await presses(team, listed[0], "Retirar")
    shown = await says(team, "No es de esta obra")

    assert labels(listed[0]) == ["Retirar"]
    assert text(listed[0]).endswith(f"Para retirarla: /retirar {CODE} 2")
    assert text(asked) == "¿Por qué se retira esta prueba? Escriba la razón.\nTodos podrán leerla."
    assert f"Se retira la prueba 2, del 23/11/2026: enlace: {LINK}/otra\n\nNo es de esta obra" in text(shown)
    assert (await held(team), await events(team)) == ([f"{LINK}/otra", LINK], before)
    assert text(await presses(team, shown, "Confirmar")) == f"Retirada: la prueba 2 de {CODE}."
    assert await held(team) == [LINK]
    assert [text(one) for one in await seen(team)] == [f"{CODE} · 23/11/2026\nPrueba: {LINK}"]
    verdict = await verified(team)
    assert (verdict.ok, verdict.erased) == (True, 1)
    assert text(await presses(team, shown, "Confirmar")) == OLD


async def test_a_command_withdraws_as_the_button_does(team: World) -> None:
    await attached(team, LINK, f"{LINK}/otra")
    mark = len(team.telegram.ledger)
    team.telegram.say(COORDINATOR, f"/retirar {CODE}")
    listed = await team.heard(mark, COORDINATOR, 2)
    shown = await talked(team, (f"/retirar {CODE} 1", "No es de esta obra"))
    await presses(team, shown, "Confirmar")

    assert [labels(one) for one in listed] == [["Retirar"], ["Retirar"]]
    assert await held(team) == [f"{LINK}/otra"]
    assert text(await says(team, f"/retirar {CODE} 1")) == "Esa prueba ya no está: no cambié nada."
    for words in ("/retirar", "/retirar NO-1 1", f"/retirar {CODE} uno"):
        assert text(await says(team, words)).startswith("Escriba el código del compromiso y el número de la prueba")


async def test_once_all_are_withdrawn_the_card_offers_none(team: World) -> None:
    await attached(team, LINK)
    await presses(team, await withdrawing(team), "Confirmar")

    assert "Ver evidencia" not in labels(await says(team, CODE))
    assert text(await says(team, f"/retirar {CODE}")) == "No hay pruebas de ese compromiso."


@pytest.mark.parametrize(
    ("language", "attaching", "gone"),
    [
        ("es", "Prueba: enlace (2), foto", "Se retiró una prueba: foto\nRazón: No es de esta obra"),
        ("qu", "Prueba: t'inki (2), foto", "Kay prueba manañam kanchu: foto\nImarayku: No es de esta obra"),
    ],
)
async def test_the_story_says_when_evidence_came_and_went(
    language: str, attaching: str, gone: str, team: World
) -> None:
    await talked(team, (*ASKED, LINK, f"{LINK}/2"))
    await presses(team, await presses(team, await sends(team, "photo"), "Listo"), "Confirmar")
    await presses(team, await withdrawing(team), "Confirmar")
    async with team.database.transaction() as db:
        await people.remember(db, MEMBER, Choices(language, MESA.slug))
    card = await says(team, CODE, MEMBER)
    story = await presses(team, card, {"es": "Historia", "qu": "Hukchasqa"}[language], MEMBER)

    assert f"23/11/2026 · {attaching}\n23/11/2026 · {gone}" in text(story)


async def test_of_two_coordinators_one_withdraws_and_the_other_is_told(team: World) -> None:
    await attached(team, LINK)
    await second_coordinator(team)  # who was told nothing of it
    mine, theirs = await withdrawing(team), await withdrawing(team, who=SECOND)
    await presses(team, mine, "Confirmar")
    number = await events(team)
    said = await team.press(theirs, "Confirmar", chat=SECOND, who=SECOND)

    assert "Esa prueba ya no está: no cambié nada." in [text(one) for one in said]
    assert await events(team) == number


async def test_a_restart_before_the_reason_loses_nothing(team: World, demo: Database, telegram: Telegram) -> None:
    await attached(team, LINK)
    await talked(team, (f"/retirar {CODE} 1",))
    async with living(team.settings, demo, telegram) as again:
        await presses(again, await says(again, "No es de esta obra"), "Confirmar")
        assert await held(again) == []


async def test_who_is_no_coordinator_any_more_withdraws_nothing(team: World) -> None:
    """AUT-07."""
    await attached(team, LINK)
    await second_coordinator(team)  # who was told nothing of it
    shown = await withdrawing(team, who=SECOND)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), SECOND)

    assert text(await presses(team, shown, "Confirmar", SECOND)) == OLD
    assert await held(team) == [LINK]


def of(message: Json, label: str) -> str:
    return str(next(one["callback_data"] for one in buttons(message) if label in one["text"]))


async def pressed(world: World, who: int, under: Json, data: str) -> str:
    mark = len(world.telegram.ledger)
    world.telegram.press(who, under["message_id"], data)
    (answer,) = await world.heard(mark, who, 1)
    return text(answer)


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR])
async def test_to_others_there_is_no_withdrawing(who: int, team: World) -> None:
    """AUT-06: neither the button, nor its data, nor data made as if it were theirs, nor the command."""
    await attached(team, LINK)
    (mine,), (theirs,) = await seen(team, COORDINATOR), await seen(team, who)
    data = of(mine, "Retirar")

    assert (labels(theirs), "/retirar" in text(theirs)) == ([], False)
    assert [await pressed(team, who, theirs, one) for one in forged(team, data, who)] == [OLD] * 6
    unknown = text(await says(team, "/nosuch", who))
    assert [text(await says(team, words, who)) for words in (f"/retirar {CODE} 1", "/retirar")] == [unknown] * 2


async def test_a_forged_or_flipped_button_withdraws_nothing(team: World) -> None:
    """AUT-06."""
    await attached(team, LINK)
    (mine,) = await seen(team, COORDINATOR)
    data = of(mine, "Retirar")
    number = data.split(":")[2]
    strange = [
        *forged(team, data, MEMBER)[:3],
        data.replace(":1:", ":2:"),
        team.tagged(f"v1:ew:{number}:x", COORDINATOR),
    ]

    assert [await pressed(team, COORDINATOR, mine, one) for one in strange[1:]] == [OLD] * 4
    assert await pressed(team, COORDINATOR, mine, team.tagged(f"v1:ew:{number}:2", COORDINATOR)) == (
        "Esa prueba ya no está: no cambié nada."
    )
    assert await held(team) == [LINK]


def forged(world: World, data: str, who: int) -> Sequence[str]:
    """A coordinator's button as it came; without its tag; with another; as that chat's own; without its piece; of no commitment."""
    _, what, commitment, piece, tag = data.split(":")
    own = [world.tagged(f"v1:{what}:{rest}", who) for rest in (f"{commitment}:{piece}", commitment, f"99:{piece}")]
    return [data, f"v1:{what}:{commitment}:{piece}", data.replace(tag, tag[::-1]), *own]


async def test_in_a_group_nothing_is_withdrawn(team: World) -> None:
    await attached(team, LINK)
    mark = len(team.telegram.ledger)
    team.telegram.say(COORDINATOR, f"/retirar {CODE} 1", GROUP)
    (answer,) = await team.heard(mark, GROUP, 1)

    assert labels(answer) == []


@pytest.mark.parametrize("words", [words for words in NASTY if len(words) < 1_000])
async def test_hostile_words_as_caption_and_reason_break_nothing(words: str, team: World) -> None:
    """INJ-01, INJ-05."""
    await talked(team, ASKED)
    listed = await sends(team, "photo", caption=words)
    await presses(team, await presses(team, listed, "Listo"), "Confirmar")
    await presses(team, await withdrawing(team, words), "Confirmar")
    await presses(team, await says(team, CODE), "Historia")

    assert (await held(team), (await verified(team)).ok) == ([], True)
    assert [one.status for one in team.telegram.ledger if one.status >= 400] == []
