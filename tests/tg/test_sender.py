"""The sender against a Telegram that refuses, forgets and breaks off (GUARANTEES: outbound)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise, permutations

import pytest
from sqlalchemy import text

from bot.clock import system_clock
from bot.domain.messages import Button, File, Message
from bot.domain.notices import Kind, Notice, NoticeState, State
from bot.domain.quiet import QuietHours
from bot.domain.recipients import Recipient, Role, Wishes
from bot.domain.told import Unwanted
from bot.services.delivering import Letter
from bot.simulator.telegram import Telegram
from bot.store import notices, outbox, recipients
from bot.store.database import Database, Session
from bot.tg.pacer import Pacer
from tests.outbox import (
    SCOPE,
    at_once,
    counts,
    delivered,
    follow,
    letter,
    people,
    publish,
    rows,
    sending,
    to_all,
    until,
    until_ended,
)

OLD, NEW = -4_001, -1_004_001


async def test_everybody_of_the_scope_is_told_once(demo: Database, telegram: Telegram, url: str) -> None:
    chats = people(telegram, 300)
    await at_once(demo, chats)

    async with sending(demo, telegram, url) as sender:
        told = await until_ended(demo)

    assert told == {State.SENT: 300}
    assert delivered(telegram) == dict.fromkeys(chats, 1)
    assert sender.health.ended[State.SENT] == 300


async def test_the_more_urgent_notice_goes_first(demo: Database, telegram: Telegram, url: str) -> None:
    await at_once(demo, people(telegram, 20), kind=Kind.ANNOUNCEMENT)
    await publish(demo, Kind.CHANGE, dedup="change")

    async with sending(demo, telegram, url, pacer=Pacer(50)):
        await until_ended(demo, 1)

    assert [one.text for one in telegram.ledger] == ["aviso 2"] * 20 + ["aviso 1"] * 20


async def test_in_quiet_hours_only_what_is_urgent_is_said(demo: Database, telegram: Telegram, url: str) -> None:
    await at_once(demo, people(telegram, 1))
    await publish(demo, dedup="quiet")
    async with demo.transaction() as db:
        await db.execute(text("UPDATE notice SET urgent = :no WHERE dedup = 'quiet'"), {"no": False})

    always = QuietHours(time(0, 0), time(23, 59, 59, 999_999))
    async with sending(demo, telegram, url, quiet=always):
        await until_ended(demo, 1)
        await asyncio.sleep(1)
        assert await counts(demo, 2) == {State.PENDING: 1}

    assert [one.text for one in telegram.ledger] == ["aviso 1"]


async def test_paused_it_waits_and_goes_on(demo: Database, telegram: Telegram, url: str) -> None:
    await at_once(demo, people(telegram, 60))
    async with sending(demo, telegram, url, pacer=Pacer(40)):
        await until(lambda: len(telegram.ledger) > 5)
        async with demo.transaction() as db:
            await notices.set_state(db, 1, NoticeState.PAUSED)
        await asyncio.sleep(0.8)  # what was claimed is still said
        mark = len(telegram.ledger)
        await asyncio.sleep(0.8)
        assert (len(telegram.ledger), mark < 60) == (mark, True)
        async with demo.transaction() as db:
            await notices.set_state(db, 1, NoticeState.OPEN)
        assert await until_ended(demo) == {State.SENT: 60}


async def test_never_answered_it_is_said_three_times_at_most(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-04, with a read timeout of a quarter of a second"""
    (chat,) = people(telegram, 1)
    await at_once(demo, [chat])
    telegram.faults.add("sendMessage", "hang", times=9, deliver=True)

    async with sending(demo, telegram, url, read_seconds=0.25) as sender:
        told = await until_ended(demo)

    assert told == {State.UNCERTAIN: 1}
    assert delivered(telegram)[chat] == 3
    assert await rows(demo, "attempts, ambiguous, reason") == [(3, 3, "ambiguous")]
    assert sender.health.report()[1]["deliveries_uncertain"] == 1


@pytest.mark.slow
@pytest.mark.alone
async def test_at_25_a_second_a_strict_limit_of_30_never_refuses(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-05, with 300 chats instead of 2,000, 12 s instead of 80: each send has its slot after the last one's and nothing is
    caught up, so that the far end's limit, counted over a second, meets the same in each second, however many there are."""
    telegram.limits.overall, telegram.limits.per_chat, telegram.latency = 30, 1, 0.1
    await at_once(demo, people(telegram, 300))

    async with sending(demo, telegram, url, pacer=Pacer(25)):
        await until_ended(demo, seconds=60)

    moments = [one.at for one in telegram.ledger]
    assert [one.status for one in telegram.ledger] == [200] * 300
    assert 11.9 <= moments[-1] - moments[0] <= 15


@pytest.mark.slow
async def test_asked_to_wait_nothing_is_sent_meanwhile(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-06"""
    telegram.latency = 0.2
    await at_once(demo, people(telegram, 60))
    seen = 0

    def third(_: object) -> bool:
        nonlocal seen
        seen += 1
        return seen == 3

    telegram.faults.add("sendMessage", 429, retry_after=7, when=third)
    async with sending(demo, telegram, url, pacer=Pacer(30)):
        await until_ended(demo)

    moments = [one.at for one in telegram.ledger]
    assert max(after - before for before, after in pairwise(moments)) >= 6.7  # what was in flight ends within 0.2 s
    assert [one.status for one in telegram.ledger].count(429) == 1
    assert await rows(demo, "state, attempts") == [("sent", 1)]


@pytest.mark.slow
async def test_a_pause_outlives_the_process(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-07, with 3 s instead of 30, many times what a new sender needs to begin: it has to read the moment that was written
    down, however far ahead it is. tests/faults kills it, in the whole of its pause."""
    await at_once(demo, people(telegram, 20))
    telegram.faults.add("sendMessage", 429, retry_after=3)
    async with sending(demo, telegram, url, pacer=Pacer(20)):
        await until(lambda: any(one.status == 429 for one in telegram.ledger))
        refused = telegram.now()
    mark = len(telegram.ledger)

    async with sending(demo, telegram, url, pacer=Pacer(20)):
        await until(lambda: len(telegram.ledger) > mark)
        assert telegram.ledger[mark].at - refused >= 2.5
        assert await until_ended(demo) == {State.SENT: 20}


async def test_who_blocked_the_bot_is_tried_once_and_told_of(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-08: their other rows are cancelled by what `on_gone` wrote."""
    chats = people(telegram, 200)
    for chat in chats[:5]:
        telegram.block(chat)
    for chat in chats[5:7]:
        telegram.deactivate(chat)
    gone: set[int] = set()

    async def on_gone(_: Session, chat: int, __: datetime) -> None:
        gone.add(chat)

    async def unless_gone(
        db: Session, notice: Notice, whom: Sequence[Recipient], now: datetime
    ) -> list[Letter | Unwanted]:
        return [Unwanted(State.CANCELLED, "gone") if one.chat in gone else letter(notice, one) for one in whom]

    await at_once(demo, chats)
    async with sending(demo, telegram, url, letters=unless_gone, on_gone=on_gone) as sender:
        assert await until_ended(demo) == {State.SENT: 193, State.DEAD: 7}
        await publish(demo, dedup="other")
        assert await until_ended(demo, 2) == {State.SENT: 193, State.CANCELLED: 7}

    assert gone == set(chats[:7])
    assert [one.status for one in telegram.ledger].count(403) == 7
    assert sender.health.ended[State.DEAD] == 7


async def test_a_chat_not_found_is_tried_again_after_an_hour(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-09"""
    ahead = timedelta()
    await at_once(demo, [999])

    async with sending(demo, telegram, url, clock=lambda: system_clock() + ahead):
        async with asyncio.timeout(10):
            while await rows(demo, "state, reason") != [("pending", "missing")]:  # noqa: ASYNC110 (its answer is written down)
                await asyncio.sleep(0.02)
        ahead = timedelta(minutes=59)
        await asyncio.sleep(1.2)
        assert (len(telegram.ledger), await counts(demo)) == (1, {State.PENDING: 1})
        telegram.person(999, "Persona", started=True)
        ahead = timedelta(minutes=61)
        assert await until_ended(demo) == {State.SENT: 1}


@pytest.mark.parametrize("order", list(permutations(("error", "migrate_to", "migrate_from"))), ids="-".join)
@pytest.mark.parametrize("known", [False, True])
async def test_a_group_that_became_a_supergroup_moves_once(
    demo: Database, telegram: Telegram, url: str, order: tuple[str, ...], known: bool
) -> None:
    """OUT-10. Where the new group follows already, the old one's rows are forgotten with it."""
    (member,) = people(telegram, 1)
    telegram.group(OLD, "Grupo", [member])
    telegram.migrate(OLD, NEW)
    await follow(demo, [OLD, *([NEW] if known else [])])
    for dedup in "abc":
        await publish(demo, dedup=dedup)
        async with demo.transaction() as db:
            await outbox.fill(db)
    for event in order[: order.index("error")]:
        await moved(demo, event)

    async with sending(demo, telegram, url):
        told = [await until_ended(demo, number) for number in (1, 2, 3)]
        for event in order[order.index("error") + 1 :]:
            await moved(demo, event)

    assert told == [{State.SENT: 1, State.CANCELLED: 1} if known else {State.SENT: 1}] * 3
    assert delivered(telegram) == {NEW: 3}
    async with demo.reading() as db:
        assert [one.chat for one in await recipients.every(db, NEW)] == [NEW]
        assert await recipients.every(db, OLD) == []


async def test_where_its_topic_was_deleted_a_group_is_told_without_it_from_then_on(
    demo: Database, telegram: Telegram, url: str
) -> None:
    (member,) = people(telegram, 1)
    telegram.group(NEW, "Foro", [member], forum=True).deleted_topics.add(77)
    wishes = Wishes(whole=False, commitments=frozenset({3}))
    async with demo.transaction() as db:
        await recipients.save(db, SCOPE, NEW, Role.GROUP, wishes, thread=77)
    for dedup in "ab":
        await publish(demo, dedup=dedup)

    long = Message(" ".join(["palabra"] * 900))  # two parts
    async with sending(demo, telegram, url, render=lambda _: long):
        told = [await until_ended(demo, number) for number in (1, 2)]

    assert told == [{State.SENT: 1}] * 2
    refused = [one for one in telegram.ledger if "message_thread_id" in one.payload]
    assert [one.delivered for one in refused] == [False] * len(refused)
    assert (len(refused) <= 2, delivered(telegram)) == (True, {NEW: 4})
    async with demo.reading() as db:
        (kept,) = await recipients.every(db, NEW)
    assert (kept.thread, kept.wishes) == (None, wishes)


async def moved(database: Database, event: str) -> None:
    """Each service message of the two says the same."""
    assert event.startswith("migrate")
    async with database.transaction() as db:
        await recipients.move(db, OLD, NEW)


async def test_a_long_text_goes_on_at_the_part_that_failed(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-11"""
    long = ("ñandú 👩‍👩‍👧‍👦 p'unchaw 🏔️ " * 1_000)[:15_000] + " " + "x" * 5_000
    (chat,) = people(telegram, 1)
    await at_once(demo, [chat])
    seen = 0

    def second(_: object) -> bool:
        nonlocal seen
        seen += 1
        return seen == 2

    telegram.faults.add("sendMessage", 500, when=second)
    async with sending(demo, telegram, url, render=lambda _: Message(long, rows=((Button("Ver", "v1:i"),),))):
        assert await until_ended(demo) == {State.SENT: 1}

    said = telegram.chat(chat).messages
    assert "".join("".join(one["text"] for one in said).split()) == "".join(long.split())
    assert all(len(one["text"].encode("utf-16-le")) // 2 <= 4_096 for one in said)
    assert ["reply_markup" in one for one in said] == [False] * (len(said) - 1) + [True]
    assert [one.status for one in telegram.ledger] == [200, 500] + [200] * (len(said) - 1)
    assert await rows(demo, "parts, attempts, ambiguous") == [(len(said), 2, 1)]


async def test_a_text_telegram_cannot_parse_is_said_plainly_and_counted(
    demo: Database, telegram: Telegram, url: str
) -> None:
    """OUT-12"""
    (chat,) = people(telegram, 1)
    await at_once(demo, [chat])

    async with sending(demo, telegram, url, render=lambda _: Message("<b>venció &lt;ayer")) as sender:
        assert await until_ended(demo) == {State.SENT: 1}

    assert [one["text"] for one in telegram.chat(chat).messages] == ["venció <ayer"]
    assert sender.health.plain_resends == 1


@pytest.mark.parametrize("words", ["corto", "largo " * 300])
async def test_a_file_goes_under_its_words_or_after_them(
    demo: Database, telegram: Telegram, url: str, words: str
) -> None:
    (chat,) = people(telegram, 1)
    await at_once(demo, [chat])
    message = Message(f"<b>{words}</b>", rows=((Button("Ver", "v1:i"),),), file=File("s.ics", b"BEGIN", "guarde"))

    async with sending(demo, telegram, url, render=lambda _: message):
        await until_ended(demo)

    said = telegram.chat(chat).messages
    shown = [(one.get("text") or one["caption"], "document" in one, "reply_markup" in one) for one in said]
    together, apart = [("corto", True, True)], [(words.strip(), False, True), ("guarde", True, False)]
    assert shown == (together if words == "corto" else apart)


async def test_what_is_no_longer_true_at_the_claim_is_not_said(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-14: `letters` looks again; what changed for one is told to the others."""
    chats = people(telegram, 3)

    async def guard(_: Session, notice: Notice, whom: Sequence[Recipient], __: datetime) -> list[Letter | Unwanted]:
        changed = {chats[0]: Unwanted(State.CANCELLED, "fulfilled"), chats[1]: Unwanted(State.SKIPPED, "none")}
        return [changed.get(one.chat) or letter(notice, one) for one in whom]

    await at_once(demo, chats)
    async with sending(demo, telegram, url, letters=guard):
        told = await until_ended(demo)

    assert told == {State.CANCELLED: 1, State.SKIPPED: 1, State.SENT: 1}
    assert delivered(telegram) == {chats[2]: 1}
    assert await rows(demo, "state, reason") == [("cancelled", "fulfilled"), ("sent", ""), ("skipped", "none")]


@pytest.mark.slow
async def test_while_the_token_is_refused_nothing_is_claimed(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-15"""
    await at_once(demo, people(telegram, 40))
    telegram.faults.add("*", 401, times=10_000)

    async with sending(demo, telegram, url, pacer=Pacer(100)) as sender:
        await until(lambda: sender.health.sending_refused)
        await asyncio.sleep(2)
        assert (await counts(demo), sender.health.report()[0]) == ({State.PENDING: 40}, False)
        assert await rows(demo, "attempts, ambiguous") == [(0, 0)]
        sends = sum(one.method == "sendMessage" for one in telegram.ledger)
        await asyncio.sleep(58)
        assert await rows(demo, "attempts, ambiguous") == [(0, 0)]
        assert sum(one.method == "sendMessage" for one in telegram.ledger) == sends
        telegram.faults.clear()
        assert await until_ended(demo) == {State.SENT: 40}

    assert await rows(demo, "attempts") == [(1,)]
    assert not sender.health.sending_refused


async def test_a_text_that_cannot_be_rendered_stops_nobody_else(demo: Database, telegram: Telegram, url: str) -> None:
    """OUT-16"""
    chats = people(telegram, 501)

    def render(one: Letter) -> Message:
        if one.recipient.chat == chats[0]:
            raise KeyError("no such template")
        return Message("aviso")

    await at_once(demo, chats)
    async with sending(demo, telegram, url, render=render) as sender:
        told = await until_ended(demo, seconds=25)

    assert told == {State.SENT: 500, State.DEAD: 1}
    assert await rows(demo, "state, attempts, reason") == [("dead", 3, "poison"), ("sent", 1, "")]
    assert sender.health.ended[State.DEAD] == 1


async def test_one_that_cannot_be_looked_at_stops_nobody_else(demo: Database, telegram: Telegram, url: str) -> None:
    chats = people(telegram, 60)

    async def letters(db: Session, notice: Notice, whom: Sequence[Recipient], now: datetime) -> list[Letter | Unwanted]:
        if any(one.chat == chats[7] for one in whom):
            raise ZeroDivisionError
        return await to_all(db, notice, whom, now)

    await at_once(demo, chats)
    async with sending(demo, telegram, url, letters=letters):
        told = await until_ended(demo)

    assert told == {State.SENT: 59, State.DEAD: 1}
    assert await rows(demo, "state, reason") == [("dead", "poison"), ("sent", "")]


async def test_a_broken_seal_stops_nobody_else_and_is_an_alarm(demo: Database, telegram: Telegram, url: str) -> None:
    chats = people(telegram, 10)
    await at_once(demo, chats)
    async with demo.transaction() as db:
        theirs = {"lookup": demo.vault.lookup(SCOPE, chats[3])}
        await db.execute(text("UPDATE recipient SET sealed = lookup WHERE lookup = :lookup"), theirs)

    async with sending(demo, telegram, url) as sender:
        told = await until_ended(demo)

    assert told == {State.SENT: 9, State.DEAD: 1}
    assert await rows(demo, "state, reason") == [("dead", "sealed"), ("sent", "")]
    assert "seal_broken" in str(sender.health.report()[1]["troubles"])


async def test_who_was_forgotten_meanwhile_is_not_told(demo: Database, telegram: Telegram, url: str) -> None:
    chats = people(telegram, 10)
    await at_once(demo, chats)
    async with demo.transaction() as db:
        await outbox.fill(db)
        await recipients.drop(db, SCOPE, chats[0])

    async with sending(demo, telegram, url):
        told = await until_ended(demo)

    assert told == {State.SENT: 9, State.CANCELLED: 1}
    assert await rows(demo, "state, reason") == [("cancelled", "forgotten"), ("sent", "")]


async def test_a_notice_is_done_a_moment_after_its_last_delivery(demo: Database, telegram: Telegram, url: str) -> None:
    await at_once(demo, people(telegram, 1))

    async with sending(demo, telegram, url):
        await until_ended(demo)
        await asyncio.sleep(1.8)

    async with demo.reading() as db:
        done = await notices.by_id(db, 1)
    assert done is not None
    assert done.state is NoticeState.DONE
