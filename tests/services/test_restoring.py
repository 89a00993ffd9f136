"""A copy that is put back says nothing again, knows nothing of whom was forgotten, and tells what it lacks."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from bot.domain.announcements import Content
from bot.domain.evidence import Medium, Piece
from bot.domain.fates import Account
from bot.domain.heads import Head
from bot.domain.history import ERASED, RESTORATION
from bot.domain.notices import NoticeState, State
from bot.domain.people import Settings
from bot.domain.recipients import Role, team_of
from bot.domain.subjects import About, Subject
from bot.services import inviting
from bot.services.following import forget
from bot.services.inviting import Office
from bot.services.restoring import Restored, make_fit
from bot.services.withdrawing import withdraw
from bot.store import (
    announcements,
    commitments,
    deliveries,
    evidence,
    heads,
    history,
    outbox,
    people,
    recipients,
    subjects,
)
from bot.store.announcements import Made
from bot.store.beside import Beside
from bot.store.database import Database, open_database
from bot.store.keys import Keys
from bot.store.schedule import due_mesas
from bot.store.tables import history_event, history_text
from bot.store.telling import announcement, delivery, notice
from bot.store.verifying import OTHER_HEAD, verify
from tests.cast import COORDINATOR, MEMBER, NOW, OUTSIDER, OVERDUE
from tests.outbox import follow, publish
from tests.services.ticks import AT

LATER = NOW + timedelta(days=3)
CHATS = range(1, 101)


async def fit(database: Database, published: Head | None = None, erased: tuple[str, ...] = ()) -> Restored:
    return await make_fit(database, LATER, AT, [published] if published else [], erased)


async def states(database: Database) -> dict[State, int]:
    async with database.reading() as db:
        found = (await db.execute(select(delivery.c.state))).scalars().all()
    return {state: found.count(state) for state in set(found)}


async def test_nothing_is_sent_again_whether_it_waited_was_under_way_or_not_yet_made(demo: Database) -> None:
    """OPS-06: of a hundred deliveries none leaves; each is held."""
    await follow(demo, CHATS)
    first = await publish(demo, dedup="first", now=NOW)
    async with demo.transaction() as db:
        while await outbox.fill(db, 40):
            pass
        found = (await outbox.due_notices(db, NOW + timedelta(minutes=1)))[0]
        await outbox.claim(db, found, 10, NOW + timedelta(minutes=1), 60)
    second = await publish(demo, dedup="second", now=NOW)
    paused = await publish(demo, dedup="third", now=NOW)
    async with demo.transaction() as db:
        await db.execute(update(notice).where(notice.c.id == paused).values(state=NoticeState.PAUSED))

    done = await fit(demo)

    async with demo.transaction() as db:
        unsent = await outbox.fill(db)
        due = await outbox.due_notices(db, LATER + timedelta(days=1))
        each = await deliveries.fates(db, [first, second, paused])
        state = (await db.execute(select(notice.c.state).where(notice.c.id == paused))).scalar_one()
    assert ([one.of(State.HELD) for one in each.values()], unsent, due) == ([100] * 3, False, [])
    assert state is NoticeState.OPEN  # nothing is left to be made when it goes on
    assert set(await states(demo)) == {State.HELD}
    assert done.held >= 300


async def test_what_fell_due_since_the_copy_is_held_too(demo: Database) -> None:
    await follow(demo, [MEMBER])
    async with demo.transaction() as db:
        await recipients.save(db, team_of(1), COORDINATOR, Role.COORDINATOR)

    done = await fit(demo)

    async with demo.reading() as db:
        made = (await db.execute(select(notice.c.id))).all()
        due = await due_mesas(db, LATER)
    assert (len(made) > 0, done.held, due) == (True, len(made), [])
    assert set(await states(demo)) == {State.HELD}


async def test_coordinators_can_have_sent_what_was_held(demo: Database) -> None:
    await follow(demo, CHATS)
    number = await publish(demo, now=LATER)
    await fit(demo)
    async with demo.transaction() as db:
        account = await deliveries.account(db, number)
        assert isinstance(account, Account)
        may = account.may_be_tried_again(LATER)
        again = await deliveries.retry(db, number)
    assert (may, again, (await states(demo))[State.PENDING]) == (100, 100, 100)


class Undone(Exception):
    """What is there is the copy from before."""


async def forgotten_and_undone(database: Database) -> None:
    async with database.transaction() as db:
        await forget(db, MEMBER)
        raise Undone


async def test_what_was_forgotten_since_is_forgotten_again(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """PRV-10: rows whose random keys stand beside the keys file; what waits for them is cancelled."""
    notes = Beside(tmp_path / "keys" / "keys.json")
    await follow(demo, [MEMBER, OUTSIDER])
    async with demo.transaction() as db:
        await people.remember(db, MEMBER, Settings("qu"), now=NOW)
        await people.remember(db, OUTSIDER, Settings("es"), now=NOW)
        (member,) = await recipients.every(db, MEMBER)
        words = Content(es="Habrá reunión")
        made = [Made(f"mark-{chat}", "c-1", NOW, words, chat) for chat in (MEMBER, OUTSIDER)]
        announced = [await announcements.keep(db, one) for one in made]
    await publish(demo, now=NOW)
    async with demo.transaction() as db:
        while await outbox.fill(db):
            pass
    database = await open_database(database_url, keys, notes)
    with suppress(Undone):
        await forgotten_and_undone(database)
    lines = notes.erased()
    done = await fit(demo, erased=tuple(lines))
    async with database.reading() as db:
        left = [await recipients.every(db, chat) for chat in (MEMBER, OUTSIDER)]
        known = await people.settings_of(db, [MEMBER, OUTSIDER])
        owners = [one.chat for number in announced if number and (one := await announcements.by_id(db, number))]
        authors = [await announcements.made_since(db, chat, NOW - timedelta(days=1)) for chat in (MEMBER, OUTSIDER)]
        verdict = await verify(db)
    await database.close()

    assert (done.erased, [len(one) for one in left]) == (2, [0, 1])
    assert known == {MEMBER: Settings(), OUTSIDER: Settings("es")}
    assert (owners, authors) == ([None, OUTSIDER], [0, 1])
    assert (await states(demo))[State.CANCELLED] == 1
    assert verdict.ok
    assert f"recipient {member.id.hex()}" in lines
    assert str(MEMBER) not in "".join(lines)
    assert notes.erased_file.stat().st_mode & 0o777 == 0o600


async def test_who_announced_and_handed_it_over_before_they_were_forgotten_is_forgotten_again(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    """Theirs in the copy, another's when they were forgotten: neither look-up nor chat comes back."""
    notes = Beside(tmp_path / "keys" / "keys.json")
    async with demo.transaction() as db:
        number = await announcements.keep(db, Made("mark", "c-1", NOW, Content(es="Habrá reunión"), MEMBER))
    database = await open_database(database_url, keys, notes)
    with suppress(Undone):
        async with database.transaction() as db:
            one = await announcements.by_id(db, number or 0)
            assert one
            await announcements.hand_over(db, one.id, "c-2", COORDINATOR)
            await forget(db, MEMBER)
            raise Undone
    await database.close()
    await fit(demo, erased=tuple(notes.erased()))

    async with demo.reading() as db:
        row = (await db.execute(select(announcement.c.author, announcement.c.sealed))).one()
        assert tuple(row) == (None, None)
        assert await announcements.made_since(db, MEMBER, NOW - timedelta(days=1)) == 0


async def test_texts_that_were_erased_since_are_erased_again(demo: Database) -> None:
    async with demo.transaction() as db:
        await commitments.save(db, replace(OVERDUE, note="lo dijo Zenobia"), actor="a", now=NOW)
        seal = (
            await db.execute(select(history_event.c.hash).order_by(history_event.c.seq.desc()).limit(1))
        ).scalar_one()

    done = await fit(demo, erased=(f"text note {seal.hex()}", "text note " + "00" * 32))

    async with demo.reading() as db:
        kept = (await db.execute(select(history_text.c.text))).scalars().all()
        verdict = await verify(db)
    assert (done.texts, verdict.ok, verdict.erased) == (1, True, 1)
    assert [text for text in kept if "Zenobia" in text] == []


async def test_what_was_withdrawn_since_is_not_held_again(
    demo: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    notes = Beside(tmp_path / "keys" / "keys.json")
    async with demo.transaction() as db:
        (one,) = await commitments.by_code(db, "val1", OVERDUE.mesa)
        await evidence.add(db, one, Piece(Medium.PHOTO, "foto-zenobia", "la tomó Zenobia"), actor="a", now=NOW)
    database = await open_database(database_url, keys, notes)
    with suppress(Undone):
        async with database.transaction() as db:
            await withdraw(db, one, 1, 1, "No es de esta obra", actor="c-4f2a91c0", now=NOW)
            raise Undone
    await database.close()

    done = await fit(demo, erased=tuple(notes.erased()))

    async with demo.reading() as db:
        kept = (await db.execute(select(history_text.c.text))).scalars().all()
        (piece,) = await evidence.of(db, one.id, most=9)
        verdict = await verify(db)
    assert (done.texts, verdict.ok, verdict.erased) == (2, True, 2)
    assert [text for text in kept if "zenobia" in text.casefold()] == []
    assert (piece.held, piece.caption) == ("", ERASED)


async def test_gap_to_the_published_head_is_told_and_stands_in_the_history(demo: Database) -> None:
    async with demo.reading() as db:
        end = await heads.end(db)
    assert end is not None
    lost = Head(end.seq + 12, "4f2a91c0" * 8, NOW)

    done = await fit(demo, lost)

    async with demo.reading() as db:
        (told,) = await history.events_of(db, RESTORATION, str(end.seq))
        newest = await heads.latest(db)
        alone, against = await verify(db), await verify(db, [lost, Head(lost.seq, lost.hash[:8])])
        another = await verify(db, [replace(lost, hash="5" * 64)])
    assert (done.before, done.lost) == (end.seq, 12)
    assert told.facts == {"published": lost.line, "lost": [lost.line]}
    assert newest is not None
    assert (newest.seq, newest.at) == (end.seq + 1, LATER)
    assert (alone.ok, alone.restorations, alone.lost) == (True, (told.seq,), ())
    assert (against.ok, [one.seq for one in against.lost]) == (True, [lost.seq, lost.seq])
    assert (another.wrong, another.seq, another.restored) == (OTHER_HEAD, lost.seq, told.seq)


async def test_no_invitation_of_the_copy_opens_anything(demo: Database) -> None:
    """AUT-01: it may have been used or taken back since, and nobody knows it any more."""
    async with demo.transaction() as db:
        payload = await inviting.invite(db, Office.COORDINATOR, LATER, mesa="valle")
    await fit(demo)

    async with demo.transaction() as db:
        assert await inviting.redeem(db, OUTSIDER, payload, LATER) is None
        assert await recipients.every(db, OUTSIDER) == []


async def test_what_passes_in_a_day_is_gone(demo: Database) -> None:
    async with demo.transaction() as db:
        await subjects.remember(db, MEMBER, Subject(About.TOPIC, "valle"), NOW)
    await fit(demo)
    async with demo.reading() as db:
        assert await subjects.recall(db, MEMBER, NOW) is None
