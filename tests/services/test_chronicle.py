"""What the history keeps of an announcement: its words as commitments, each turn it takes, and nobody who heard it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.domain.announcements import Announcement, Content, Stopped
from bot.domain.history import ERASED, ERASURE, Event
from bot.domain.messages import Media
from bot.domain.notices import Draft, Kind
from bot.domain.recipients import Role, contacts_of, followers_of, team_of
from bot.domain.spoken import SUBJECT
from bot.services import announcing
from bot.services.acting import By, actor_of
from bot.services.erasing import NothingToErase, erase, erase_said
from bot.store import announcements, exporting, history, institutions, notices, recipients, spoken
from bot.store.announcements import Made
from bot.store.database import Database, Session
from bot.store.tables import history_text
from bot.store.telling import announcement, notice
from bot.store.verifying import verify
from tests.cast import COORDINATOR, HEALTH, MEMBER, NOW, OUTSIDER

SECRET = "Zenobia Quispehuamán"
WORDS = Content(f"Lo dijo {SECRET}", "Paqarin", "", Media("photo", "foto-1"), (-14.5, -71.25))
BY, PEER = By(NOW, COORDINATOR), OUTSIDER
LATER = NOW + timedelta(days=1)


async def made(
    db: Session, content: Content = WORDS, scopes: Mapping[int, str] | None = None, **more: Any
) -> Announcement:
    for mesa_id in (1, 2):
        await recipients.save(db, team_of(mesa_id), COORDINATOR, Role.COORDINATOR)
    by = Made("one", actor_of(db, 1, COORDINATOR), NOW, content, COORDINATOR)
    found = await announcing.announce(db, by, scopes or {1: followers_of(1)}, **more)
    assert found is not None
    return found


async def told(db: Session, key: str = "valle/a-1") -> list[Event]:
    return await history.events_of(db, SUBJECT, key)


async def turns(db: Session, key: str = "valle/a-1") -> list[tuple[str, str]]:
    """(what befell it, why) by each event."""
    return [((one.facts or {})["turn"], (one.facts or {}).get("why", "")) for one in await told(db, key)]


async def test_its_words_are_committed_to_and_who_hears_them_is_not_told(demo: Database) -> None:
    async with demo.transaction() as db:
        for chat in (MEMBER, OUTSIDER):
            await recipients.save(db, followers_of(1), chat, Role.FOLLOWER)
        await made(db, urgent=True)
        (event,) = await told(db)
        words = {field: said for (_, field), said in (await history.words_of(db, [event])).items()}
        verdict = await verify(db)
    facts = dict(event.facts or {})

    assert verdict.ok
    assert event.actor == actor_of(db, 1, COORDINATOR)
    assert {name: facts.pop(name) for name in ("audience", "turn", "begins", "urgent")} == {
        "audience": "mesa",
        "turn": "confirmed",
        "begins": "2026-11-23T15:01:00+00:00",
        "urgent": True,
    }
    assert words == {"es": WORDS.es, "qu": WORDS.qu, "media": "photo foto-1", "pin": "-14.5 -71.25"}
    assert facts.keys() == words.keys()
    assert all(set(one) == {"text"} for one in facts.values())


async def test_whose_contacts_and_which_commitment_s_followers_it_is_for_is_told(demo: Database) -> None:
    async with demo.transaction() as db:
        body = (await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug]
        await made(db, scopes={1: contacts_of(body)})
        by = Made("two", "cli", NOW, Content("Se anuncia", commitment=1))
        assert await announcing.announce(db, by, {1: followers_of(1)}) is not None
        ((first,), (second,)) = await told(db), await told(db, "valle/a-2")

        assert ((first.facts or {})["audience"], (first.facts or {})["institution"]) == ("contacts", HEALTH.slug)
        assert ((second.facts or {})["audience"], (second.facts or {})["commitment"]) == ("commitment", "VAL-01")
        assert (second.actor, (await verify(db)).ok) == ("cli", True)


async def test_each_turn_is_an_event(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db)
        assert await announcing.pause(db, one, [1], BY)
        for turn in (announcing.go_on, announcing.pause, announcing.cancel):
            one = await again(db)
            assert await turn(db, one, [1], By(LATER, COORDINATOR))
        assert not await announcing.cancel(db, await again(db), [1], BY)

        assert [turn for turn, _ in await turns(db)] == ["confirmed", "paused", "resumed", "paused", "cancelled"]
        assert (await verify(db)).ok


async def again(db: Session) -> Announcement:
    found = await announcements.by_id(db, 1)
    assert found is not None
    return found


async def test_scheduled_and_undone_before_its_day_it_says_so(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db, at=LATER)
        assert await announcing.cancel(db, one, [1], By(LATER - timedelta(seconds=1), COORDINATOR))

        assert await turns(db) == [("scheduled", ""), ("undone", "")]


@pytest.mark.parametrize("why", list(Stopped))
async def test_what_is_held_says_why_and_that_nobody_did_it(why: Stopped, demo: Database) -> None:
    async with demo.transaction() as db:
        await made(db)
        await recipients.drop(db, team_of(1), COORDINATOR)
        await announcing.hold(db, 1, why, NOW)
        *_, held = await told(db)

        assert (await turns(db), held.actor) == ([("confirmed", ""), ("held", why)], "bot")


async def test_paused_until_it_was_of_no_more_use_it_expires(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db)
        await announcing.pause(db, one, [1], BY)
        await announcing.give_up(db, await again(db), NOW + timedelta(days=8))

        assert [turn for turn, _ in await turns(db)] == ["confirmed", "paused", "expired"]


async def test_each_mesa_has_its_own_history_of_it_and_knows_its_author_by_another_code(demo: Database) -> None:
    async with demo.transaction() as db:
        one = await made(db, scopes={1: followers_of(1), 2: followers_of(2)})
        await announcing.cancel(db, one, [2], BY)
        first, second = await told(db), await told(db, "puna/a-1")

        assert [[event.actor for event in each] for each in (first, second)] == [
            [actor_of(db, 1, COORDINATOR)],
            [actor_of(db, 2, COORDINATOR)] * 2,
        ]
        assert (await turns(db, "puna/a-1"), (await verify(db)).ok) == ([("confirmed", ""), ("undone", "")], True)


async def test_each_mesa_s_team_is_told_once_and_at_once(demo: Database) -> None:
    async with demo.transaction() as db:
        await recipients.save(db, team_of(1), PEER, Role.COORDINATOR)
        await recipients.save(db, team_of(2), PEER, Role.COORDINATOR)
        await made(db, scopes={1: followers_of(1), 2: followers_of(2)}, urgent=True)
        rows = (await db.execute(select(notice).where(notice.c.kind == Kind.TEAM).order_by(notice.c.id))).all()

    assert [(row.scope, row.not_before, row.urgent) for row in rows] == [(team_of(n), NOW, True) for n in (1, 2)]


async def test_rolled_back_neither_is_there(demo: Database) -> None:
    """AUD-07"""
    with pytest.raises(ZeroDivisionError):
        await made_and_failed(demo)
    async with demo.reading() as db:
        assert (await told(db), await announcements.by_id(db, 1)) == ([], None)


async def made_and_failed(database: Database) -> None:
    async with database.transaction() as db:
        await made(db)
        raise ZeroDivisionError


@pytest.mark.parametrize("said", [False, True])
async def test_its_words_are_erased_in_every_mesa_that_heard_them(said: bool, demo: Database) -> None:
    """AUD-06"""
    async with demo.transaction() as db:
        await made(db, scopes={1: followers_of(1), 2: followers_of(2)})
        (event,) = await told(db)
    async with demo.transaction() as db:
        how = {"actor": "operator", "now": LATER}
        gone = await (erase_said(db, event.seq, "es", **how) if said else erase(db, "puna/a-1", "es", **how))  # type: ignore[arg-type]
    async with demo.reading() as db:
        verdict, one = await verify(db), await again(db)
        kept = (await db.execute(select(history_text.c.text))).scalars().all()
        erasures = await db.execute(text("SELECT count(*) FROM history_event WHERE subject = :it"), {"it": ERASURE})

    assert sorted(words.key for words in gone) == ["puna/a-1", "valle/a-1"]
    assert (verdict.ok, verdict.erased, erasures.scalar_one()) == (True, 2, 2)
    assert (one.content.es, one.content.qu, one.content.media) == (ERASED, WORDS.qu, WORDS.media)
    assert [words for words in kept if SECRET in words] == []


@pytest.mark.parametrize("key", ["valle/a-1", "puna/a-1"])
async def test_words_of_a_part_that_another_answers_for_are_erased_too(key: str, demo: Database) -> None:
    """AUD-06"""
    async with demo.transaction() as db:
        whole = await made(db, scopes={1: followers_of(1), 2: followers_of(2)})
        await recipients.save(db, team_of(2), PEER, Role.COORDINATOR)
        await recipients.drop(db, team_of(2), COORDINATOR)
        await announcing.hold(db, whole.id, Stopped.AUTHOR, NOW)
        assert await announcing.go_on(db, await again(db), [2], By(NOW, PEER))
        gone = await erase(db, key, "es", actor="operator", now=LATER)
    async with demo.reading() as db:
        kept = (await db.execute(select(history_text.c.text))).scalars().all()
        parts = await announcements.numbered(db, 1)
        verdict = await verify(db)

    assert sorted(words.key for words in gone) == ["puna/a-1", "valle/a-1"]
    assert [one.content.es for one in parts] == [ERASED, ERASED]
    assert ([words for words in kept if SECRET in words], verdict.ok, verdict.erased) == ([], True, 2)


@pytest.mark.parametrize("field", ["qu", "voice", "media", "pin", "subgroup"])
async def test_whatever_it_carried_can_be_erased(field: str, demo: Database) -> None:
    content = Content("Hola", "Allin p'unchaw", "voz-1", Media("photo", "foto-1"), (-14.5, -71.25), subgroup="Wayra")
    async with demo.transaction() as db:
        await made(db, content)
        await erase(db, "valle/a-1", field, actor="operator", now=LATER)
        left = (await spoken.of(db, 1))[1]

        assert getattr(left, field) == (ERASED if field in ("qu", "subgroup") else "")
        assert (await verify(db)).ok


@pytest.mark.parametrize("key", ["valle/a-9", "valle/a-١", "valle/1", "puna/a-1", "valle/a-"])
async def test_what_is_not_there_cannot_be_erased(key: str, demo: Database) -> None:
    async with demo.transaction() as db:
        await made(db)
        with pytest.raises(NothingToErase):
            await erase(db, key, "es", actor="operator", now=LATER)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("UPDATE announcement SET es = 'otra cosa'", "es"),
        ("UPDATE announcement SET media = 'foto-2'", "media"),
        ("UPDATE notice SET scope = 'body:1'", "audience"),
        ("DELETE FROM announcement", ""),
    ],
)
async def test_verify_finds_what_was_changed_of_it_in_the_tables_alone(change: str, field: str, demo: Database) -> None:
    """AUD-05"""
    async with demo.transaction() as db:
        await made(db)
    async with demo.transaction() as db:
        await db.execute(text("DELETE FROM announcement_notice" if not field else "SELECT 1"))
        await db.execute(text(change))
    async with demo.reading() as db:
        found = await verify(db)

    assert (found.wrong, found.subject, found.key, found.field) == ("estado ≠ historia", SUBJECT, "valle/a-1", field)


async def test_words_that_did_not_go_out_or_went_to_contacts_are_not_exported(demo: Database) -> None:
    async with demo.transaction() as db:
        for number, (scope, undone) in enumerate(
            ((followers_of(1), False), (followers_of(1), True), ("body:1", False))
        ):
            by = Made(f"{number}", "cli", NOW, Content(f"palabras {number}"))
            one = await announcing.announce(db, by, {1: scope})
            assert one is not None
            if undone:
                await announcing.cancel(db, one, [1], BY)
    async with demo.reading() as db:
        lines = "\n".join([line async for line in exporting.lines(db)])

    assert ("palabras 0" in lines, "palabras 1" in lines, "palabras 2" in lines) == (True, False, False)


async def test_of_one_made_before_the_history_told_of_any_it_tells_nothing(demo: Database) -> None:
    """As a database has it that was upgraded: verified as before, and still to be stopped."""
    async with demo.transaction() as db:
        number = await announcements.keep(db, Made("old", actor_of(db, 1, COORDINATOR), NOW, WORDS, COORDINATOR))
        assert number
        draft = Draft("announcement:1:1", 1, followers_of(1), Kind.ANNOUNCEMENT, NOW, NOW + timedelta(days=1))
        await announcements.carry(db, number, await notices.publish(db, draft) or 0)
        await db.execute(update(announcement).values(in_history=False))
        one = await announcements.by_id(db, number)
        assert one
        assert await announcing.cancel(db, one, [1], By(NOW, COORDINATOR))
    async with demo.reading() as db:
        assert (await verify(db)).ok
        assert await turns(db, "valle/a-1") == []
