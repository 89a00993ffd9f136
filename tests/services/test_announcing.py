"""What makes, stops and hands over an announcement, on the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.announcements import Announcement, Content, Stopped
from bot.domain.messages import Media
from bot.domain.notices import NoticeState, State
from bot.domain.recipients import Role, followers_of, team_of
from bot.domain.spoken import SUBJECT
from bot.domain.told import Unwanted
from bot.services import announcing
from bot.services.acting import By, actor_of
from bot.services.delivering import Desk, Letter
from bot.services.erasing import erase
from bot.store import announcements, history, notices, outbox, recipients
from bot.store.announcements import Made
from bot.store.database import Database, Session
from bot.store.telling import recipient
from bot.store.verifying import verify
from tests.cast import COORDINATOR, MEMBER, NOW, OUTSIDER

WORDS = Content("Se corta el agua", "", "voz-1", Media("photo", "foto-1"), (-14.5, -71.25), 7, "Wayra")
SCOPES = {1: followers_of(1)}
MINUTE = timedelta(minutes=1)
BY = By(NOW, COORDINATOR)


async def made(db: Session, dedup: str = "one", content: Content = WORDS, **more: object) -> Announcement:
    await recipients.save(db, team_of(1), COORDINATOR, Role.COORDINATOR)
    by = Made(dedup, actor_of(db, 1, COORDINATOR), NOW, content, COORDINATOR)
    found = await announcing.announce(db, by, SCOPES, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


async def again(db: Session, one: Announcement) -> Announcement:
    found = await announcements.by_id(db, one.id)
    assert found is not None
    return found


async def test_what_is_kept_is_what_was_announced(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db)
    (notice,) = one.notices

    assert (one.content, one.chat, one.message, one.state()) == (WORDS, COORDINATOR, None, NoticeState.OPEN)
    assert (notice.scope, notice.not_before, notice.useful_until) == (
        followers_of(1),
        NOW + MINUTE,
        NOW + MINUTE + timedelta(days=7),
    )


async def test_made_twice_it_is_one(demo: Database) -> None:
    async with demo.transaction() as db:
        await made(db)
        by = Made("one", actor_of(db, 1, COORDINATOR), NOW, WORDS, COORDINATOR)

        assert await announcing.announce(db, by, SCOPES) is None
        assert len(await announcements.live(db)) == 1


async def test_a_moment_within_the_minute_waits_for_its_end(demo: Database) -> None:
    async with demo.transaction() as db:
        soon = await made(db, at=NOW + timedelta(seconds=5))
        late = await made(db, "two", at=NOW + timedelta(hours=5))

    assert (soon.begins, late.begins) == (NOW + MINUTE, NOW + timedelta(hours=5))


async def test_the_seventh_within_an_hour_is_refused(demo: Database) -> None:
    async with demo.transaction() as db:
        for number in range(6):
            await made(db, str(number))
        with pytest.raises(announcing.TooMany):
            await made(db, "seven")
        assert not await announcing.too_often(db, COORDINATOR, NOW + timedelta(hours=1))
        assert not await announcing.too_often(db, OUTSIDER, NOW)


async def test_what_is_for_later_is_filled_when_it_begins(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db, at=NOW + timedelta(days=1))
        early = await outbox.fill(db, until=NOW + timedelta(hours=23))
        await recipients.save(db, followers_of(1), MEMBER, Role.FOLLOWER)
        late = await outbox.fill(db, until=NOW + timedelta(hours=24))
        counted = await outbox.counts(db, one.notices[0].id)

    assert (early, late, sum(counted.values())) == (False, True, 1)


async def test_within_the_mesas_that_one_coordinates_it_is_paused_and_gone_on_with(demo: Database) -> None:
    async with demo.transaction() as db:
        await made(db)
        by = Made("both", actor_of(db, 1, COORDINATOR), NOW, WORDS, COORDINATOR)
        await recipients.save(db, team_of(2), COORDINATOR, Role.COORDINATOR)
        one = await announcing.announce(db, by, {1: followers_of(1), 2: followers_of(2)})
        assert one is not None

        assert await announcing.pause(db, one, [2], BY)
        one = await again(db, one)
        assert [notice.state for notice in one.notices] == [NoticeState.OPEN, NoticeState.PAUSED]
        assert not await announcing.pause(db, one, [2], BY)
        assert not await announcing.go_on(db, one, [1], BY)
        assert await announcing.cancel(db, one, [1], BY)
        one = await again(db, one)
        assert await announcing.go_on(db, one, [2], BY)
        one = await again(db, one)
    assert [notice.state for notice in one.notices] == [NoticeState.CANCELLED, NoticeState.OPEN]
    assert one.actor == actor_of(db, 1, COORDINATOR)  # it is nobody else's


async def test_what_one_cancels_another_who_read_it_before_does_not_wake(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db)
        assert await announcing.pause(db, one, [1], BY)
        read = await again(db, one)
        assert await announcing.cancel(db, read, [1], BY)

        assert not await announcing.go_on(db, read, [1], BY)
        assert (await again(db, one)).state() is NoticeState.CANCELLED


async def test_who_goes_on_with_what_another_left_answers_for_it(demo: Database) -> None:
    """AUT-14"""
    async with demo.transaction() as db:
        one = await made(db)
        await recipients.save(db, team_of(1), OUTSIDER, Role.COORDINATOR)
        await recipients.drop(db, team_of(1), COORDINATOR)
        seen = await announcing.look(db, one)
        assert (seen.wrong, seen.shown_to) == (Stopped.AUTHOR, None)

        await announcing.hold(db, one.id, Stopped.AUTHOR, NOW)
        await announcing.hold(db, one.id, Stopped.AUTHOR, NOW)
        (one,) = await announcements.live(db)
        assert (one.state(), one.stopped) == (NoticeState.PAUSED, Stopped.AUTHOR)
        assert [event.actor for event in await history.events_of(db, SUBJECT, "valle/a-1")][1:] == ["bot"]

        actor = actor_of(db, 1, OUTSIDER)
        assert await announcing.go_on(db, one, [1], By(NOW, OUTSIDER))
        one = await again(db, one)
        assert (one.actor, one.chat, one.stopped, one.state()) == (actor, OUTSIDER, None, NoticeState.OPEN)
        assert (await announcing.look(db, one)).wrong is None


async def test_who_goes_on_with_their_mesas_part_has_nothing_of_the_others(demo: Database) -> None:
    """AUT-16: it becomes an announcement of its own; whoever made the whole goes on with the rest."""
    async with demo.transaction() as db:
        for mesa_id in (1, 2):
            await recipients.save(db, team_of(mesa_id), COORDINATOR, Role.COORDINATOR)
        await recipients.save(db, team_of(2), OUTSIDER, Role.COORDINATOR)
        by = Made("both", actor_of(db, 1, COORDINATOR), NOW, WORDS, COORDINATOR)
        whole = await announcing.announce(db, by, {1: followers_of(1), 2: followers_of(2)})
        assert whole is not None
        await recipients.drop(db, team_of(2), COORDINATOR)
        await announcing.hold(db, whole.id, Stopped.AUTHOR, NOW)

        theirs = actor_of(db, 2, OUTSIDER)
        assert await announcing.go_on(db, await again(db, whole), [2], By(NOW, OUTSIDER))
        rest, part = await again(db, whole), await announcements.of_notice(db, whole.notices[1].id)
        assert part is not None
        each = [rest, part]
        assert [[notice.mesa_id for notice in one.notices] for one in each] == [[1], [2]]
        assert [one.state() for one in each] == [NoticeState.OPEN, NoticeState.OPEN]
        assert [(one.actor, one.chat, one.stopped) for one in each] == [
            (whole.actor, COORDINATOR, None),
            (theirs, OUTSIDER, None),
        ]
        assert [one.content for one in each] == [WORDS, WORDS]
        assert [(await announcing.look(db, one)).wrong for one in each] == [None, None]
        assert (await announcing.look(db, part)).mesas == ("Mesa de Diálogo de la Puna",)
        turns = [event.actor for event in await history.events_of(db, SUBJECT, "puna/a-1")]
        assert turns == [actor_of(db, 2, COORDINATOR), "bot", theirs], "by the number it was made under"
    async with demo.reading() as db:
        assert (await verify(db)).ok


@pytest.mark.parametrize("role", [Role.CONTACT, Role.FOLLOWER, Role.ADMIN])
async def test_of_any_other_role_it_does_not_stand(role: Role, demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db)
        await recipients.save(db, team_of(1), COORDINATOR, role)

        assert not await announcing.author_may(db, one, one.notices[0])


async def test_forgotten_it_is_nobodys(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db)
        await announcements.forget(db, COORDINATOR)
        one = await again(db, one)

        assert (one.chat, one.content) == (None, WORDS)
        assert not await announcing.author_may(db, one, one.notices[0])


async def test_shown_by_one_it_is_not_shown_by_another_at_once(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db)
        moments = [NOW, NOW + timedelta(seconds=3), NOW + timedelta(seconds=4), NOW - timedelta(hours=1)]

        await announcements.show_in(db, one.id, 7)
        assert [await announcements.shows(db, one.id, now, 4) for now in moments] == [True, False, True, True]


async def test_expected_are_those_who_could_be_told_until_all_are_made(demo: Database) -> None:
    async with demo.transaction() as db:
        for chat in (MEMBER, OUTSIDER):
            await recipients.save(db, followers_of(1), chat, Role.FOLLOWER)
        one = await made(db)
        before = await announcing.look(db, one)
        await notices.set_state(db, one.notices[0].id, NoticeState.CANCELLED)
        after = await announcing.look(db, await again(db, one))

    assert (before.expected, before.over, before.mesas) == (2, False, ("Mesa de Diálogo del Valle",))
    assert (after.expected, after.over) == (0, True)


async def test_what_was_tampered_with_is_nobodys_and_held(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db)
        await db.execute(announcements._one(one.id).values(sealed=b"\x01" + b"x" * 90))

        assert (await announcing.look(db, await again(db, one))).wrong is Stopped.AUTHOR


async def test_of_an_author_whose_office_cannot_be_read_it_is_held(demo: Database) -> None:
    """Held, and not given up as poison one by one."""
    async with demo.transaction() as db:
        one = await made(db)
        to = await recipients.save(db, followers_of(1), MEMBER, Role.FOLLOWER)
        office = recipient.c.scope == team_of(1)
        await db.execute(update(recipient).where(office).values(sealed=b"\x01" + b"x" * 90))

        (waits,) = await Desk().letters(db, one.notices[0], [to], NOW)
        assert isinstance(waits, Unwanted)
        assert waits.state is State.PENDING
        assert (await announcing.look(db, one)).wrong is Stopped.AUTHOR


async def test_whoever_sends_waits_where_the_author_may_no_longer(demo: Database) -> None:
    """AUT-14: also between the fall and the pause."""
    async with demo.transaction() as db:
        one = await made(db)
        to = await recipients.save(db, followers_of(1), MEMBER, Role.FOLLOWER)
        (said,) = await Desk().letters(db, one.notices[0], [to], NOW)
        await recipients.drop(db, team_of(1), COORDINATOR)
        (waits,) = await Desk().letters(db, one.notices[0], [to], NOW)

    assert isinstance(said, Letter)
    assert said.content == WORDS
    assert isinstance(waits, Unwanted)
    assert waits.state is State.PENDING


@pytest.mark.parametrize("field", ["es", "qu"])
async def test_what_was_erased_before_it_went_out_is_told_to_nobody(field: str, demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db, content=Content("Lo dijo Zenobia", "Zenobia nin"))
        to = await recipients.save(db, followers_of(1), MEMBER, Role.FOLLOWER)
        await erase(db, "valle/a-1", field, actor="operator", now=NOW)
        (none,) = await Desk().letters(db, one.notices[0], [to], NOW)

    assert none == Unwanted(State.CANCELLED, "erased")
