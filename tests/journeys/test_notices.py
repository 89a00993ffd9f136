"""What the buttons under a reminder do, for whom; and each of them as a command."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
import pytest_asyncio

from bot.domain import buttons
from bot.domain.commitments import Status
from bot.domain.notices import About, Draft, Item, Kind
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, followers_of, team_of
from bot.store import commitments, notices, people, recipients, schedule
from tests.cast import (
    ACTOR,
    COORDINATOR,
    GROUP,
    LONG_OVERDUE,
    MEMBER,
    MESA,
    NOW,
    OTHER_COORDINATOR,
    OTHER_MESA,
    OTHERS,
    OUTSIDER,
)
from tests.journeys.conftest import number_of
from tests.journeys.world import Json, World, labels, text

OLD = "Esto ya no sirve. Elija otra vez."


async def id_of(world: World, code: str = LONG_OVERDUE.code, slug: str = MESA.slug) -> int:
    async with world.database.reading() as db:
        (found,) = [one for one in await commitments.by_code(db, code.lower().replace("-0", "")) if one.mesa == slug]
    return found.id


async def press(world: World, data: str, who: int, chat: int | None = None) -> Json:
    """A button under some message of that chat: what it answers."""
    chat = chat or who
    (below,) = await world.say("/vencidos", chat=chat, who=who)
    mark = len(world.telegram.ledger)
    world.telegram.press(who, below["message_id"], world.tagged(data, chat), None if chat == who else chat)
    (answer,) = await world.heard(mark, chat, 1)
    return answer


async def acknowledged(world: World, commitment: int) -> date | None:
    async with world.database.reading() as db:
        return (await schedule.of(db, About.COMMITMENT, [commitment]))[commitment].acknowledged_until


async def snoozed(world: World, chat: int) -> str:
    async with world.database.reading() as db:
        return (await people.settings(db, chat)).snoozed_until


async def test_silence_asks_how_long_and_says_how_to_end_it(team: World) -> None:
    asked = await press(team, buttons.silence(), MEMBER)
    (done,) = await team.press(asked, "7 días")

    assert (text(asked), labels(asked)) == ("¿Cuántos días guardo silencio?", ["7 días", "30 días"])
    assert text(done).startswith("Guardaré silencio 7 días.\n\nMesa: Mesa de Diálogo del Valle\n")
    assert "Desde ahora le aviso otra vez." in labels(done)
    assert done["message_id"] == asked["message_id"]
    assert await snoozed(team, MEMBER) == "2026-11-30"


async def test_silence_before_a_mesa_is_chosen_counts_days_in_lima(team: World) -> None:
    async with team.database.transaction() as db:
        await people.remember(db, MEMBER, Choices("es"))
    (page,) = await team.say("/ayuda")
    mark = len(team.telegram.ledger)
    team.telegram.press(MEMBER, page["message_id"], buttons.snooze(30))
    await team.heard(mark, MEMBER, 1)

    assert await snoozed(team, MEMBER) == "2026-12-23"


@pytest.mark.parametrize("data", ["v1:as", "v1:as:x", "v1:as:-7", "v1:as:٧"])
async def test_a_silence_of_no_number_is_no_button_of_ours(data: str, team: World) -> None:
    assert text(await press(team, data, MEMBER)) == OLD
    assert await snoozed(team, MEMBER) == ""


async def test_a_group_cannot_be_silenced_by_a_press(team: World) -> None:
    assert text(await press(team, buttons.silence(), MEMBER, GROUP)) == OLD
    assert (await snoozed(team, GROUP), await snoozed(team, MEMBER)) == ("", "")


async def test_a_coordinator_says_i_know_and_hears_until_when(team: World) -> None:
    one = await id_of(team)
    answer = await press(team, buttons.acknowledge(one, 7), COORDINATOR)

    assert text(answer) == (
        "VAL-02\n"
        "Hasta el 30 de noviembre de 2026 (30/11/2026) no repetiré este aviso a los coordinadores.\n"
        "A los demás les sigo avisando."
    )
    assert await acknowledged(team, one) == date(2026, 11, 30)


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR, OUTSIDER])
async def test_nobody_else_acknowledges_and_the_answer_tells_nothing(who: int, team: World) -> None:
    one = await id_of(team)

    said = {text(await press(team, buttons.acknowledge(number, 7), who)) for number in (one, 99_999)}

    assert said == {OLD}
    assert await acknowledged(team, one) is None


async def test_in_a_group_nobody_acknowledges(team: World) -> None:
    one = await id_of(team)

    assert text(await press(team, buttons.acknowledge(one, 7), COORDINATOR, GROUP)) == OLD
    assert await acknowledged(team, one) is None


async def test_a_group_is_no_coordinator_even_if_it_were_written_as_one(team: World) -> None:
    one = await id_of(team)
    async with team.database.transaction() as db:
        await recipients.save(db, team_of(await number_of(db, MESA.slug)), GROUP, Role.COORDINATOR)

    assert text(await press(team, buttons.acknowledge(one, 7), COORDINATOR, GROUP)) == OLD
    assert await acknowledged(team, one) is None


async def test_who_no_longer_coordinates_presses_in_vain(team: World) -> None:
    one = await id_of(team)
    async with team.database.transaction() as db:
        await recipients.drop(db, team_of(await number_of(db, MESA.slug)), COORDINATOR)

    assert text(await press(team, buttons.acknowledge(one, 7), COORDINATOR)) == OLD
    assert await acknowledged(team, one) is None


@pytest.mark.parametrize("data", ["v1:na", "v1:na:x:7", "v1:na:{}", "v1:na:{}:8", "v1:na:{}:x"])
async def test_a_wrong_button_acknowledges_nothing(data: str, team: World) -> None:
    one = await id_of(team)

    assert text(await press(team, data.format(one), COORDINATOR)) == OLD
    assert await acknowledged(team, one) is None


@pytest.mark.parametrize(
    ("command", "until"),
    [
        ("/enterado VAL-02", date(2026, 11, 30)),
        ("/enterado val 2", date(2026, 11, 30)),
        ("/enterado VAL-02 30", date(2026, 12, 23)),
        ("/enterado val 02 1", date(2026, 11, 24)),
    ],
)
async def test_i_know_by_command(command: str, until: date, team: World) -> None:
    (answer,) = await team.say(command, chat=COORDINATOR, who=COORDINATOR)

    assert text(answer).startswith("VAL-02\nHasta el ")
    assert await acknowledged(team, await id_of(team)) == until


@pytest.mark.parametrize(
    "words", ["", " VAL-99", " VAL-02 31", " VAL-02 0", " VAL-02 x", " VAL-02 ٣", " PUN-01", " x y z", " 7"]
)
async def test_a_command_not_understood_says_how_it_is_written(words: str, team: World) -> None:
    (answer,) = await team.say(f"/enterado{words}", chat=COORDINATOR, who=COORDINATOR)

    assert text(answer) == "Escriba el código y cuántos días (de 1 a 30), así: /enterado ESP-10 7"
    assert await acknowledged(team, await id_of(team)) is None


async def test_a_code_of_another_mesa_is_known_by_its_own_coordinator(team: World) -> None:
    (answer,) = await team.say("/enterado PUN-01 30", chat=OTHER_COORDINATOR, who=OTHER_COORDINATOR)

    assert text(answer).startswith("PUN-01\nHasta el 23 de diciembre")
    assert await acknowledged(team, await id_of(team, OTHERS.code, OTHER_MESA.slug)) == date(2026, 12, 23)


@pytest.mark.parametrize("who", [MEMBER, OTHER_COORDINATOR, OUTSIDER])
@pytest.mark.parametrize("command", ["/enterado", "/enterado VAL-02", "/enterado VAL-99", "/enterado VAL-02 7"])
async def test_to_everybody_else_there_is_no_such_command(command: str, who: int, team: World) -> None:
    (answer,) = await team.say(command, chat=who, who=who)
    (unknown,) = await team.say("/loquesea", chat=who, who=who)

    same = ("text", "entities", "reply_markup")
    assert [answer.get(part) for part in same] == [unknown.get(part) for part in same]
    assert await acknowledged(team, await id_of(team)) is None


async def test_a_card_opened_from_a_reminder_leaves_it_standing(team: World) -> None:
    data = buttons.card(await id_of(team))
    (below,) = await team.say("/vencidos")
    mark = len(team.telegram.ledger)
    team.telegram.press(MEMBER, below["message_id"], buttons.beside(data))
    (beside,) = await team.heard(mark, MEMBER, 1)
    mark = len(team.telegram.ledger)
    team.telegram.press(MEMBER, below["message_id"], data)
    (instead,) = await team.heard(mark, MEMBER, 1)

    assert text(beside) == text(instead)
    assert beside["message_id"] != below["message_id"] == instead["message_id"]


@dataclass(frozen=True)
class Told:
    world: World
    notice: int


@pytest_asyncio.fixture
async def letter(team: World) -> Told:
    """The member follows the mesa and was told of one overdue commitment."""
    item = Item(About.COMMITMENT, await id_of(team), 1, "overdue")
    scope, until = followers_of(1), NOW + timedelta(days=7)
    async with team.database.transaction() as db:
        await recipients.save(db, scope, MEMBER, Role.FOLLOWER)
        notice = await notices.publish(db, Draft("test", 1, scope, Kind.REMINDER, NOW, until, (item,)))
    await team.settled()
    assert notice is not None
    return Told(team, notice)


async def test_a_discreet_notice_opens_where_it_stands(letter: Told) -> None:
    (below,) = await letter.world.say("/vencidos")
    mark = len(letter.world.telegram.ledger)
    letter.world.telegram.press(MEMBER, below["message_id"], buttons.notice(letter.notice))
    (opened,) = await letter.world.heard(mark, MEMBER, 1)

    assert text(opened).splitlines()[:4] == [
        "Recordatorio",
        "Mesa: Mesa de Diálogo del Valle",
        "",
        "VAL-02 · Pasó la fecha del compromiso «Entregar el estudio de la calidad del agua del río».",
    ]
    assert labels(opened) == ["Ver VAL-02", "Compartir", "¿Quién debe actuar?", "Silencio"]
    assert opened["message_id"] == below["message_id"]


@pytest.mark.parametrize(
    ("who", "data"),
    [
        (OUTSIDER, "v1:nv:{0}"),
        (COORDINATOR, "v1:nv:{0}"),
        (MEMBER, "v1:nv:{0}9"),
        (MEMBER, "v1:nv:x"),
        (MEMBER, "v1:nv"),
    ],
)
async def test_a_notice_of_somebody_else_is_as_unknown_as_any(who: int, data: str, letter: Told) -> None:
    assert text(await press(letter.world, data.format(letter.notice), who)) == OLD


async def test_a_notice_of_which_nothing_is_true_any_more_says_so(letter: Told) -> None:
    async with letter.world.database.transaction() as db:
        await commitments.save(db, replace(LONG_OVERDUE, status=Status.UNFEASIBLE), actor=ACTOR, now=NOW)

    assert text(await press(letter.world, buttons.notice(letter.notice), MEMBER)) == (
        "Recordatorio\nMesa: Mesa de Diálogo del Valle\n\nLo que decía este aviso ya cambió."
    )
