"""AUT-08: whatever a button chooses that was never shown, at whatever question, nothing is done before "Confirmar"."""

from __future__ import annotations

import pytest

from bot.chat import coordinating
from bot.domain import buttons
from bot.domain.drafts import Draft
from bot.domain.evidence import Medium, Piece
from bot.domain.recipients import Role, contacts_of
from bot.store import commitments, drafts, evidence, institutions, recipients
from tests.cast import ACTOR, COORDINATOR, HEALTH, MESA, NOW
from tests.journeys.test_authority import content, handled
from tests.journeys.test_changing import WIZARDS, Talk, talked
from tests.journeys.world import World
from tests.languages import LANGUAGES

TALKS: dict[str, Talk] = {
    **WIZARDS,
    "load": ("/cargar",),
    "contact": ("/equipo invitar contacto", "[MINSA]"),
    "accept": ("/aceptar VAL-01",),
    "decline": ("/declinar VAL-01", "No es nuestra función", "PCM"),
    "inform": ("/informar VAL-01", "[cumplido]", "Se entregó", "[Sin prueba]"),
    "withdraw": ("/retirar VAL-02 1", "Era de otra obra"),
    "call": ("/sesion nueva", "15/12/2026", "10:30", "Estadio", "[Sin mapa", "[Wayra]", "Agua", "PCM"),
    "session": ("/sesion S-03", "[Otro día]", "5 de diciembre", "Lluvia en la ruta"),
    "mesa": ("/mesa integrar", "minsa", "[Ministerio", "observador"),
    "announce": ("/anunciar", "[Toda la mesa]", "Agua", "[Sin quechua]", "[Nada más]", "[Otro día", "mañana", "9:00"),
}
FORGED = ("ok", "zz", "٣", "-1", "1e9", "9" * 15, "9" * 8)
ALL = {one.name: one for one in coordinating.wizards_of(LANGUAGES)}
OWN = {"draft"}  # what the chat is writing


async def written(world: World) -> Draft | None:
    async with world.database.reading() as db:
        return await drafts.find(db, COORDINATOR, world.clock())


def test_each_wizard_has_its_talk() -> None:
    assert {*ALL} == {*TALKS}


@pytest.mark.parametrize("name", TALKS)
async def test_no_forged_choice_skips_a_question_or_does_anything(name: str, team: World) -> None:
    async with team.database.transaction() as db:
        scope = contacts_of((await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug])
        await recipients.save(db, scope, COORDINATOR, Role.CONTACT)
        (proved,) = await commitments.by_code(db, "val2", MESA.slug)
        await evidence.add(db, proved, Piece(Medium.LINK, "https://example.org"), actor=ACTOR, now=NOW)
    await team.settled()
    before, message = await content(team), None
    for words in TALKS[name]:
        message = await talked(team, (words,), message=message)
        here = await written(team)
        assert here is not None
        if ALL[name].open(here) is None:
            break  # only "Confirmar" is left
        mark = len(team.telegram.ledger)
        for choice in FORGED:
            data = buttons.draft(here.mark, here.revision, choice)
            team.telegram.press(COORDINATOR, message["message_id"], data)
        await handled(team)
        said = [one.text for one in team.telegram.ledger[mark:] if one.chat_id == COORDINATOR]
        assert [one for one in said if not one.startswith("⚠️")] == []
        assert await written(team) == here
    now_is = await content(team)
    assert {one for one in before if before[one] != now_is[one]} <= OWN
