"""A session was held: each party's phone is told, and what it was told proves the history afterwards. The whole bot."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.domain.commitments import Status
from bot.domain.heads import read_head
from bot.domain.meetings import Meeting, Outcome
from bot.domain.people import Settings as Choices
from bot.domain.recipients import Role, followers_of
from bot.services.heads import publish_weekly
from bot.store import commitments, heads, meetings, people, recipients
from bot.store.verifying import OTHER_HEAD, verify
from tests.cast import ACTOR, MEMBER, OTHER_MESA, OTHERS, TODAY
from tests.journeys.conftest import number_of
from tests.journeys.test_reminders import COORDINATES, STRANGER, it_is, settings, told, world
from tests.journeys.world import World, text

__all__ = ["settings", "world"]
HEAD = r"^Huella n\.º .*$"
SESSION = Meeting(OTHER_MESA.slug, "S-01", TODAY.replace(day=26), outcome=Outcome.HELD)


async def test_what_a_phone_was_told_after_a_session_proves_the_history(world: World) -> None:
    async with world.database.transaction() as db:
        await recipients.save(db, followers_of(await number_of(db, OTHER_MESA.slug)), MEMBER, Role.FOLLOWER)
        await people.remember(db, MEMBER, Choices("qu", OTHER_MESA.slug))
    mark = await it_is(world, 4)
    async with world.database.transaction() as db:
        await meetings.save(db, SESSION, actor=ACTOR, now=world.clock())

    heard = text(await told(world, MEMBER, mark)), text(await told(world, COORDINATES, mark))

    lines = [re.findall(HEAD, message, re.MULTILINE) for message in heard]
    assert lines[0] == lines[1] != []
    assert "huñunakurqanku" in heard[0]  # in their language, as far as it has words
    assert "S-01 · Cómo fue: realizada" in heard[1]
    others = [one.text for one in world.telegram.ledger[mark:] if one.chat_id == STRANGER and one.text]
    assert others != []  # of their own mesa
    assert [words for words in others if "Huella" in words] == []
    head = read_head(lines[0][0])
    async with world.database.reading() as db:
        right = await verify(db, [head])
        wrong = await verify(db, [replace(head, hash=head.hash[::-1])])
    assert (right.ok, wrong.wrong, wrong.seq) == (True, OTHER_HEAD, head.seq)


async def test_week_in_which_something_changed_ends_with_the_head_and_without_a_sound(world: World) -> None:
    async with world.database.transaction() as db:
        await recipients.save(db, followers_of(await number_of(db, OTHER_MESA.slug)), MEMBER, Role.FOLLOWER)
        await people.remember(db, MEMBER, Choices("qu", OTHER_MESA.slug))
        await commitments.save(
            db, replace(OTHERS, status=Status.UNFEASIBLE, note="Dos"), actor=ACTOR, now=world.clock()
        )
    await publish_weekly(world.database, world.clock() + timedelta(days=7))
    mark = await it_is(world, 7)

    heard = text(await told(world, MEMBER, mark)), text(await told(world, COORDINATES, mark))
    async with world.database.reading() as db:
        head = await heads.latest(db)

    assert head is not None
    assert [re.findall(HEAD, message, re.MULTILINE) for message in heard] == [
        [f"Huella n.º {head.seq}: {head.short}"]
    ] * 2
    assert "Hukchasqakuna: 1\n" in heard[0]
    assert "PUN-02" in heard[1]  # a day before its deadline
    assert "Cambios registrados: 1\n" in heard[1]
    sounds = {one.chat_id: "disable_notification" not in one.payload for one in world.telegram.ledger[mark:]}
    assert (sounds[MEMBER], sounds[COORDINATES]) == (False, True)
