"""Follow, narrow, stop, be silent, be gone, move, be forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.domain.notices import Draft, Kind, State
from bot.domain.people import Settings
from bot.domain.recipients import (
    MOST_COMMITMENTS,
    Recipient,
    Rhythm,
    Role,
    TooMany,
    Wishes,
    followers_of,
    mark_of,
    team_of,
)
from bot.domain.subjects import About, Subject
from bot.services import following, groups
from bot.services.following import Forgotten, Left
from bot.store import notices, people, recipients, subjects, waiting
from bot.store.database import Database, Session
from bot.store.tables import person, subject
from bot.store.telling import delivery, recipient, waiting_group
from tests.cast import GROUP, MEMBER, NOW, OUTSIDER, TODAY

VALLEY, PUNA = 1, 2
NEW_GROUP = -1_007_770_000_001


async def wishes(db: Session, chat: int = MEMBER, mesa: int = VALLEY) -> Wishes | None:
    found = await recipients.find(db, followers_of(mesa), chat)
    return found.wishes if found else None


async def test_following_the_mesa_is_new_once(database: Database) -> None:
    async with database.transaction() as db:
        assert [await following.follow(db, MEMBER, VALLEY), await following.follow(db, MEMBER, VALLEY)] == [True, False]
        assert await wishes(db) == Wishes()


async def test_commitments_and_subgroups_are_chosen_one_by_one(database: Database) -> None:
    async with database.transaction() as db:
        assert await following.follow(db, MEMBER, VALLEY, commitment=7)
        assert not await following.follow(db, MEMBER, VALLEY, commitment=7)
        assert await following.follow(db, MEMBER, VALLEY, subgroup="Wayra")
        assert not await following.follow(db, MEMBER, VALLEY, subgroup="Wayra")
        assert await wishes(db) == Wishes(Rhythm.AT_ONCE, False, frozenset({7}), frozenset({mark_of("Wayra")}))


async def test_a_commitment_of_a_mesa_followed_whole_is_heard_of_already_and_chosen_all_the_same(
    database: Database,
) -> None:
    async with database.transaction() as db:
        await following.follow(db, MEMBER, VALLEY)
        assert not await following.follow(db, MEMBER, VALLEY, commitment=7)
        assert await wishes(db) == Wishes(commitments=frozenset({7}))
        assert await following.only_chosen(db, MEMBER, VALLEY) == Wishes(whole=False, commitments=frozenset({7}))


async def test_following_wakes_who_wanted_nothing(database: Database) -> None:
    async with database.transaction() as db:
        await following.follow(db, MEMBER, VALLEY)
        await following.set_rhythm(db, MEMBER, VALLEY, Rhythm.NONE)
        assert await following.follow(db, MEMBER, VALLEY)
        assert await wishes(db) == Wishes()


async def test_too_many_chosen_one_by_one_changes_nothing(database: Database) -> None:
    async with database.transaction() as db:
        for number in range(MOST_COMMITMENTS):
            await following.follow(db, MEMBER, VALLEY, commitment=number)
        before = await wishes(db)
        with pytest.raises(TooMany):
            await following.follow(db, MEMBER, VALLEY, commitment=MOST_COMMITMENTS)
        assert await wishes(db) == before


async def test_stopping_one_thing_after_the_other_leaves_nothing(database: Database) -> None:
    async with database.transaction() as db:
        await following.follow(db, MEMBER, VALLEY, commitment=7)
        await following.follow(db, MEMBER, VALLEY, subgroup="Wayra")
        assert await following.stop(db, MEMBER, VALLEY, commitment=8) is Left.NOTHING
        assert await following.stop(db, MEMBER, VALLEY, commitment=7) is Left.DONE
        assert await wishes(db) == Wishes(whole=False, subgroups=frozenset({mark_of("Wayra")}))
        assert await following.stop(db, MEMBER, VALLEY, subgroup="Wayra") is Left.DONE
        assert await wishes(db) is None
        assert await following.stop(db, MEMBER, VALLEY) is Left.NOTHING


async def test_one_thing_cannot_be_left_out_of_the_whole_mesa(database: Database) -> None:
    async with database.transaction() as db:
        await following.follow(db, MEMBER, VALLEY)
        await following.follow(db, MEMBER, VALLEY, commitment=7)
        assert await following.stop(db, MEMBER, VALLEY, commitment=7) is Left.WHOLE
        assert await wishes(db) == Wishes()
        assert await following.stop(db, MEMBER, VALLEY) is Left.DONE
        assert await wishes(db) is None


async def test_the_rhythm_is_of_one_mesa(database: Database) -> None:
    async with database.transaction() as db:
        await following.follow(db, MEMBER, VALLEY)
        await following.follow(db, MEMBER, PUNA)
        assert await following.set_rhythm(db, MEMBER, VALLEY, Rhythm.WEEKLY) == Wishes(Rhythm.WEEKLY)
        assert await following.set_rhythm(db, OUTSIDER, VALLEY, Rhythm.WEEKLY) is None
        assert await following.only_chosen(db, OUTSIDER, VALLEY) is None
        assert (await wishes(db), await wishes(db, mesa=PUNA)) == (Wishes(Rhythm.WEEKLY), Wishes())


async def test_only_what_was_chosen_keeps_the_rhythm_unless_it_was_none(database: Database) -> None:
    async with database.transaction() as db:
        await following.follow(db, MEMBER, VALLEY)
        await following.set_rhythm(db, MEMBER, VALLEY, Rhythm.WEEKLY)
        assert await following.only_chosen(db, MEMBER, VALLEY) == Wishes(Rhythm.WEEKLY, whole=False)
        await following.set_rhythm(db, MEMBER, VALLEY, Rhythm.NONE)
        assert await following.only_chosen(db, MEMBER, VALLEY) == Wishes(Rhythm.AT_ONCE, whole=False)


async def test_silence_discretion_and_being_gone_are_of_the_chat(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember(db, MEMBER, Settings("qu", "valle"))
        silent = await following.snooze(db, MEMBER, TODAY, 7)
        hidden = await following.set_discreet(db, MEMBER, discreet=True)
        await following.on_gone(db, MEMBER, NOW)
        gone = await people.settings(db, MEMBER)
        back = await following.on_back(db, MEMBER)
        assert await following.on_back(db, MEMBER) == back
        loud = await following.snooze(db, MEMBER, TODAY, 0)
        shown = await following.set_discreet(db, MEMBER, discreet=False)

    assert silent == Settings("qu", "valle", snoozed_until="2026-11-30")
    assert (silent.snoozed(TODAY + timedelta(days=6)), silent.snoozed(TODAY + timedelta(days=7))) == (True, False)
    assert hidden == Settings("qu", "valle", snoozed_until="2026-11-30", discreet=True)
    assert gone == Settings("qu", "valle", snoozed_until="2026-11-30", discreet=True, gone=True)
    assert back == hidden
    assert loud == Settings("qu", "valle", discreet=True)
    assert shown == Settings("qu", "valle")


async def test_a_stranger_who_blocks_the_bot_leaves_no_row(database: Database) -> None:
    async with database.transaction() as db:
        await following.on_gone(db, OUTSIDER, NOW)
        assert (await db.execute(select(func.count()).select_from(person))).scalar_one() == 0


async def test_a_group_that_throws_the_bot_out_is_forgotten(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember(db, GROUP, Settings("qu", "valle"))
        await groups.adopt(db, GROUP, VALLEY, None)
        await following.on_gone(db, GROUP, NOW)
        assert (await people.settings(db, GROUP), await recipients.every(db, GROUP)) == (Settings(), [])


async def test_a_group_follows_the_mesa_it_chose_last_and_waits_no_more(database: Database) -> None:
    async with database.transaction() as db:
        await groups.arrive(db, GROUP, NOW)
        due_first = await groups.due_to_leave(db, NOW + groups.PATIENCE)
        await groups.adopt(db, GROUP, VALLEY, None)
        await groups.adopt(db, GROUP, PUNA, 9)
        (kept,) = await recipients.every(db, GROUP)
        due = await groups.due_to_leave(db, NOW + groups.PATIENCE)

    assert kept == Recipient(kept.id, followers_of(PUNA), GROUP, Role.GROUP, Wishes(), 9)
    assert (due_first, due) == ([groups.Leaving(GROUP, "")], [])


@pytest.mark.parametrize("told", [("to",), ("from",), ("to", "from"), ("from", "to"), ("to", "to", "from")])
async def test_a_group_with_another_number_keeps_everything_once(told: tuple[str, ...], database: Database) -> None:
    """OUT-10: it does not matter which of the two messages comes first, or is missing, or whether a send said so."""
    async with database.transaction() as db:
        await people.remember(db, GROUP, Settings("qu", "valle"))
        await groups.adopt(db, GROUP, VALLEY, 5)
        await subjects.remember(db, GROUP, Subject(About.TOPIC, "agua"), NOW)
    for _ in told:
        async with database.transaction() as db:
            await groups.arrive(db, NEW_GROUP, NOW)  # the bot is let into what looks like a new group
            await following.on_moved(db, GROUP, NEW_GROUP)
    async with database.reading() as db:
        (kept,) = await recipients.every(db, NEW_GROUP)
        assert kept == Recipient(kept.id, followers_of(VALLEY), NEW_GROUP, Role.GROUP, Wishes(), 5)
        assert await people.settings(db, NEW_GROUP) == Settings("qu", "valle")
        assert (await people.settings(db, GROUP), await recipients.every(db, GROUP)) == (Settings(), [])
        assert await waiting.due(db, NOW + groups.PATIENCE) == []
        assert (await db.execute(select(func.count()).select_from(subject))).scalar_one() == 0


async def test_a_group_met_again_under_its_new_number_waits_for_nothing(database: Database) -> None:
    async with database.transaction() as db:
        await groups.adopt(db, GROUP, VALLEY, None)
        await following.on_moved(db, GROUP, NEW_GROUP)
        assert not await groups.arrive(db, NEW_GROUP, NOW)
        assert await waiting.due(db, NOW + groups.PATIENCE) == []


async def test_a_group_that_chose_under_its_new_number_keeps_that(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember(db, GROUP, Settings("qu", "valle"))
        await people.remember(db, NEW_GROUP, Settings("es", "puna"))
        await following.on_moved(db, GROUP, NEW_GROUP)
        assert await people.settings(db, NEW_GROUP) == Settings("es", "puna")
        assert await people.settings(db, GROUP) == Settings()


async def test_forgetting_leaves_no_row_in_any_scope_and_says_what_there_was(demo: Database) -> None:
    """PRV-10: what waits for it is cancelled; what was sent, and everybody else's, stays."""
    async with demo.transaction() as db:
        await people.remember(db, MEMBER, Settings("qu", "valle", "Wayra"))
        await subjects.remember(db, MEMBER, Subject(About.TOPIC, "agua"), NOW)
        await following.follow(db, MEMBER, VALLEY)
        await following.follow(db, MEMBER, PUNA, commitment=8)
        await recipients.save(db, team_of(VALLEY), MEMBER, Role.COORDINATOR)
        await following.follow(db, OUTSIDER, VALLEY)
        mine = await recipients.every(db, MEMBER)
        (theirs,) = await recipients.every(db, OUTSIDER)
        draft = Draft("late", VALLEY, followers_of(VALLEY), Kind.REMINDER, NOW, NOW + timedelta(days=7))
        notice = await notices.publish(db, draft)
        counters = dict.fromkeys(("not_before", "lease_until", "fence", "attempts", "ambiguous", "parts"), 0)
        row = {"notice_id": notice, "state": State.PENDING, "reason": "", **counters}
        await db.execute(insert(delivery), [{**row, "recipient_id": one.id} for one in (mine[0], theirs)])
    async with demo.transaction() as db:
        known = await following.forget(db, MEMBER)
        again = await following.forget(db, MEMBER)
    async with demo.reading() as db:
        left = {table.name: len((await db.execute(select(table))).all()) for table in (person, subject, waiting_group)}
        scopes = [row.scope for row in await db.execute(select(recipient))]
        deliveries = {row.recipient_id: (row.state, row.reason) for row in await db.execute(select(delivery))}

    assert known == Forgotten(Settings("qu", "valle", "Wayra"), tuple(mine))
    assert [one.scope for one in mine] == ["mesa:1", "mesa:2", "team:1"]
    assert (again.nothing, known.nothing) == (True, False)
    assert (left, scopes) == ({"person": 0, "subject": 0, "waiting_group": 0}, ["mesa:1"])
    assert deliveries == {mine[0].id: (State.CANCELLED, "forgotten"), theirs.id: (State.PENDING, "")}
