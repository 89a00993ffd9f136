"""A coordinator's channel: joined, announced to, parted in the chat; and what its mesa's coordinators hear when the bot is put out of it."""

from __future__ import annotations

import pytest

from bot.domain.recipients import Role, channels_of, followers_of
from bot.services import channels, groups
from bot.services.acting import By
from bot.store import mesas, recipients
from tests.cast import COORDINATOR, MESA, OTHER_COORDINATOR, OTHER_MESA, OUTSIDER
from tests.journeys.announcing import (
    SPANISH,
    announced,
    coordinates,
    heard_of,
    later,
    presses,
    said_to,
    says,
    shown,
)
from tests.journeys.world import Json, World, buttons, labels, text
from tests.journeys.writing import OLD, verified

CHANNEL, ANOTHER = -1_009_988_776_655, -1_009_988_776_656
PEER = OUTSIDER
LOST = "quitaron al bot, o no puede publicar. Para unirlo, hágalo administrador otra vez."


async def joined(world: World, channel: int = CHANNEL, who: int = COORDINATOR) -> Json:
    """What whoever made the bot its administrator is answered."""
    mark = len(world.telegram.ledger)
    world.telegram.channel(channel, "Canal", who)
    (answer,) = await world.heard(mark, who, 1)
    return answer


def code_in(answer: Json) -> str:
    return text(answer).rpartition(" ")[2]


async def rows(world: World, channel: int = CHANNEL) -> list[str]:
    async with world.database.reading() as db:
        return [one.scope for one in await recipients.every(db, channel)]


async def test_it_is_joined_announced_to_and_parted(team: World) -> None:
    answer = await joined(team)
    code = code_in(answer)
    assert text(answer) == (
        f"El canal recibe desde ahora los avisos de: {MESA.name}\nPara quitar uno: /canal quitar {code}"
    )
    await announced(team)
    mark = later(team, seconds=61)
    assert await heard_of(team, CHANNEL, mark) == [f"Aviso de la {MESA.name}:\n\n{SPANISH}"]
    await shown(team, "Informe del anuncio 1", mark=mark)  # after it nothing more comes of that one

    (page,) = await says(team, "/canal")
    assert f"Canales: {code}" in text(page)
    assert labels(page) == [f"Quitar {code}", "Unir un canal"]
    assert buttons(page)[1]["url"] == "https://t.me/yuyachiq_bot?startchannel&admin=post_messages"
    (parted,) = await presses(team, page, f"Quitar {code}")
    assert text(parted).startswith(f"El canal {code} ya no recibe los avisos de esta mesa.")
    assert await rows(team) == []
    await announced(team)
    mark = later(team, seconds=61)
    await team.settled()
    assert said_to(team, CHANNEL, mark) == []
    (page,) = await says(team, "/canal")
    assert "Ningún canal recibe los avisos de esta mesa." in text(page)
    assert (await verified(team)).ok


async def test_by_command_it_is_parted_too_and_the_others_are_told_of_each(team: World) -> None:
    await coordinates(team, PEER)
    code = code_in(await joined(team))
    (parted,) = await says(team, f"/canal quitar {code}")
    await team.settled()

    assert text(parted).startswith(f"El canal {code} ya no recibe")
    told = [said.partition("\n\n")[2] for said in said_to(team, PEER)]
    assert [line.partition(" ")[2] for line in told] == [
        f"unió el canal {code}: recibe los avisos de esta mesa.",
        f"quitó el canal {code}: ya no recibe los avisos.",
    ]
    assert said_to(team, CHANNEL) == []


async def lines_of_loss(world: World, mark: int, who: int = COORDINATOR) -> list[str]:
    """Once there is one, and no more comes."""
    await world.telegram.bell.until(lambda: any(LOST in said for said in said_to(world, who, mark)) or None, 10)
    await world.settled()
    return [said.partition("\n\n")[2] for said in said_to(world, who, mark) if LOST in said]


async def test_put_out_of_it_its_coordinators_are_told_in_one_line(team: World) -> None:
    await coordinates(team, PEER)
    code = code_in(await joined(team))
    mark = len(team.telegram.ledger)
    team.telegram.kick(CHANNEL, by=COORDINATOR)

    line = f"El canal {code} ya no recibe los avisos: {LOST}"
    assert await lines_of_loss(team, mark) == await lines_of_loss(team, mark, PEER) == [line]
    assert await rows(team) == []


async def test_where_that_shows_only_as_it_is_posted_to_they_are_told_once(team: World) -> None:
    code = code_in(await joined(team))
    team.telegram.chat(CHANNEL).bot_left = "left"
    await announced(team)
    mark = later(team, seconds=61)

    assert await lines_of_loss(team, mark) == [f"El canal {code} ya no recibe los avisos: {LOST}"]
    assert await rows(team) == []
    await team.settled()
    (said,) = await says(team, "/envios")
    assert "Ya no se les puede escribir: 1" in text(said)


async def test_joined_to_another_mesa_it_hears_of_the_first_no_more(team: World) -> None:
    code = code_in(await joined(team))
    async with team.database.transaction() as db:
        other = await mesas.by_slug(db, OTHER_MESA.slug)
        assert other is not None
        await groups.adopt(db, CHANNEL, other.id, None, Role.CHANNEL)
        await channels.join(db, other, CHANNEL, By(team.clock(), OTHER_COORDINATOR))
        scopes = [followers_of(other.id), channels_of(other.id)]
    await team.settled()

    assert sorted(await rows(team)) == sorted(scopes)
    assert f"quitó el canal {code}: ya no recibe los avisos." in said_to(team, COORDINATOR)[-1]
    assert (await verified(team)).ok


@pytest.mark.parametrize("words", ["/canal", "/canal quitar 4F2A"])
@pytest.mark.parametrize("who", [OTHER_COORDINATOR, OUTSIDER])
async def test_to_others_there_is_no_such_command(words: str, who: int, team: World) -> None:
    await joined(team)
    (answer,) = await says(team, words, who=who)
    (unknown,) = await says(team, "/nada", who=who)

    assert text(answer) == text(unknown)
    assert len(await rows(team)) == 2


async def test_nobody_else_presses_it_and_no_code_is_guessed(team: World) -> None:
    """AUT-16"""
    await joined(team)
    (page,) = await says(team, "/canal")
    data = buttons(page)[0]["callback_data"]
    (below,) = await says(team, "/vencidos", who=OTHER_COORDINATOR)
    for pressed in (data, team.tagged(f"v1:{':'.join(data.split(':')[1:-1])}", OTHER_COORDINATOR)):
        mark = len(team.telegram.ledger)
        team.telegram.press(OTHER_COORDINATOR, below["message_id"], pressed)
        (answer,) = await team.heard(mark, OTHER_COORDINATOR, 1)
        assert text(answer) == OLD
    for words in ("", " zz", " ", " %"):
        (answer,) = await says(team, f"/canal quitar{words}")
        assert text(answer) == "No hay tal canal. Mire /canal"
    assert len(await rows(team)) == 2
