"""What one coordinator announces, the others of each mesa know at once, and can stop within its minute."""

from __future__ import annotations

from pathlib import Path

from bot import announce
from bot.domain.recipients import Role, team_of
from bot.store import recipients
from bot.store.keys import Keys
from tests.cast import COORDINATOR, MEMBER, MESA, OTHER_COORDINATOR, OTHER_MESA, OUTSIDER
from tests.journeys.announcing import (
    SPANISH,
    announced,
    announced_to_both,
    asked_for_quechua,
    coordinates,
    follows,
    heard_of,
    later,
    presses,
    previewed,
    said_to,
)
from tests.journeys.conftest import number_of
from tests.journeys.world import World, labels, text
from tests.journeys.writing import verified

PEER = OUTSIDER


async def test_another_coordinator_is_told_at_once_and_stops_it_within_its_minute(team: World) -> None:
    await coordinates(team, PEER)
    await follows(team, MEMBER)
    mark = len(team.telegram.ledger)
    await announced(team)
    told = await team.telegram.next_message(PEER, mark)
    title, *rest = text(told).partition("\n\n")[2].splitlines()

    assert title.endswith(" confirmó el anuncio 1.")
    assert rest == [
        f"A quienes siguen: {MESA.name}",
        "Sale el 23/11/2026 10:01.",
        SPANISH,
        "Para que no salga: /anuncios cancelar 1",
    ]
    assert labels(told) == ["Ver anuncios"]
    (listed,) = await presses(team, told, "Ver anuncios", who=PEER)
    (undone,) = await presses(team, listed, "Cancelar el anuncio 1", who=PEER)
    assert text(undone) == "Anuncio 1: deshecho. No se envió a nadie."
    mark = later(team, hours=1)
    assert await heard_of(team, MEMBER, mark) == []
    assert any(said.endswith(" deshizo el anuncio 1: no se envió a nadie.") for said in said_to(team, COORDINATOR))
    assert (await verified(team)).ok


async def test_nobody_else_is_told_nor_whoever_announced_it(team: World) -> None:
    await coordinates(team, PEER)
    mark = len(team.telegram.ledger)
    await announced(team)
    later(team, seconds=61)
    await team.settled()

    heard = {one.chat_id for one in team.telegram.ledger[mark:] if one.message and "confirmó" in text_of(one.message)}
    assert heard == {PEER}


def text_of(message: dict[str, object]) -> str:
    return str(message.get("text", ""))


async def test_of_several_mesas_each_team_is_told_of_its_own(team: World) -> None:
    async with team.database.transaction() as db:
        other = await number_of(db, OTHER_MESA.slug)
        await recipients.save(db, team_of(other), COORDINATOR, Role.COORDINATOR)
    await coordinates(team, PEER)
    mark = len(team.telegram.ledger)
    await announced_to_both(team)
    later(team, seconds=61)
    await team.settled()

    assert [said.splitlines()[0] for said in said_to(team, PEER, mark)] == [f"Mesa: {MESA.name}"]
    assert [said.splitlines()[0] for said in said_to(team, OTHER_COORDINATOR, mark)] == [f"Mesa: {OTHER_MESA.name}"]


async def test_of_an_urgent_one_the_others_are_told_by_night_too(team: World) -> None:
    """Else they could not stop it."""
    await coordinates(team, PEER)
    later(team, hours=13)  # eleven at night
    mark = len(team.telegram.ledger)
    await announced(team, urgent="Sí")

    assert " confirmó el anuncio 1." in text(await team.telegram.next_message(PEER, mark))


async def test_hostile_words_are_told_as_they_were_written(team: World) -> None:
    await coordinates(team, PEER)
    mark = len(team.telegram.ledger)
    asked = await asked_for_quechua(team, spanish="<b>ya</b> &amp; {n} %s")
    (extra,) = await presses(team, asked, "Sin quechua")
    shown = await previewed(team, (await presses(team, extra, "Nada más"))[0])
    await presses(team, shown[-1], "Confirmar")

    assert "\n<b>ya</b> &amp; {n} %s\n" in text(await team.telegram.next_message(PEER, mark))


async def test_what_the_operator_announces_is_told_to_every_coordinator(
    team: World, keys: Keys, database_url: str, tmp_path: Path
) -> None:
    keys.write(tmp_path / "keys.json")
    beside = team.settings.model_copy(update={"database_url": database_url, "keys_file": tmp_path / "keys.json"})
    mark = len(team.telegram.ledger)
    await announce.run(beside, announce.Wanted([MESA.slug], SPANISH), lambda _: True)

    assert "Quien administra el servidor confirmó el anuncio 1." in text(
        await team.telegram.next_message(COORDINATOR, mark)
    )
