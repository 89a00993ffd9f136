"""The outbox's sender: claim in one short transaction, say with none open, mark in the next one's beginning.

Whatever dies in between is found again by its lease (bot/store/outbox.py); it may have been said, and is counted so.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from telegram.error import TelegramError

from bot import failpoints
from bot.clock import Clock
from bot.domain.deliveries import Meaning, Outcome, Standing, after
from bot.domain.messages import Message
from bot.domain.notices import State
from bot.domain.pacing import warming
from bot.domain.quiet import QuietHours
from bot.services.delivering import Letter
from bot.services.signing import sign
from bot.store import outbox, recipients
from bot.store.database import Database, DatabaseUnavailable, Session
from bot.store.outbox import Claim
from bot.store.vault import SealBroken
from bot.tg.bots import Api
from bot.tg.carrier import Carrier
from bot.tg.claiming import Claimed, Claiming, Letters
from bot.tg.health import Health
from bot.tg.keeper import Keeper
from bot.tg.pacer import Pacer
from bot.tg.parts import parts_of
from bot.tg.patience import Patience

log = structlog.get_logger()
LEASE_SECONDS = 60.0  # three times the longest wait for an answer; renewed as long as we live
FLUSH_SECONDS, MOST_UNMARKED = 0.1, 100
IDLE_SECONDS = 0.5
FIRST_TOKEN_PAUSE, LONGEST_TOKEN_PAUSE = 1.0, 15.0

Key = tuple[bytes, int]


@dataclass(frozen=True)
class Done:
    """What became of a claim; outcome: None for a part said on the way."""

    claim: Claim
    standing: Standing
    outcome: Outcome | None = None


@dataclass
class Sender:
    """letters, render: what is said (bot/services/delivering.py). on_gone, on_moved: what else follows for a chat.

    chance: how much of a backoff is waited, 0 to 1. Moments in here are monotonic.
    """

    database: Database
    api: Api
    letters: Letters
    render: Callable[[Letter], Message]
    health: Health
    clock: Clock
    quiet: QuietHours
    pacer: Pacer
    on_gone: Callable[[Session, int, datetime], Awaitable[None]]
    on_moved: Callable[[Session, int, int], Awaitable[None]]
    chance: Callable[[], float] = random.random
    lease_seconds: float = LEASE_SECONDS
    _under_way: dict[Key, Claim] = field(default_factory=dict)  # claimed, and not marked yet
    _done: list[Done] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _leased_until: float = 0.0  # all that is under way
    _look_at: float = 0.0  # when to ask again for what is due
    _marks: int = 0
    _patience: Patience = field(init=False)
    _carrier: Carrier = field(init=False)
    _claiming: Claiming = field(init=False)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; what is on its way then is still said and marked. Neither Telegram nor the database ends it."""
        self._patience, beside = Patience(self.health, stop), Patience(self.health, stop)
        self._carrier = Carrier(self.api, self.health, self.pacer)
        self._claiming = Claiming(self.letters, self.clock, self.quiet, self.chance, self.lease_seconds)
        keeper = Keeper(self.database, self.clock, self.health, self.nudge)
        await keeper.begin(self._patience)
        async with asyncio.TaskGroup() as together:
            together.create_task(keeper.run(beside))
            for one in (self._patience, beside):
                together.create_task(one.watch())
            together.create_task(self._send(stop))

    def nudge(self) -> None:
        """Something new may be there: look at once."""
        self._look_at = 0.0
        self._patience.woken.set()

    async def _send(self, stop: asyncio.Event) -> None:
        try:
            while not stop.is_set():
                if self._has_to_turn():
                    await self._patience.with_database(self._turn_or_learn)
                if self._carrier.refused:
                    await self._until_accepted(stop)
                await self._rest()
            if self._tasks:
                await asyncio.wait(self._tasks)
            with suppress(TimeoutError):  # after that the lease is over and tells by itself
                async with asyncio.timeout(self.lease_seconds):
                    while self._done:
                        await self._patience.with_database(self._turn_or_learn, even_stopping=True)
        finally:
            for task in self._tasks:
                task.cancel()

    def _most(self) -> int:
        """How many may be under way."""
        return warming(self.pacer.claim_size, self._marks)

    def _room(self) -> int:
        return self._most() - len(self._under_way)

    def _has_to_turn(self) -> bool:
        now = time.monotonic()
        claiming = now >= self._look_at and (self._room() > 0 or bool(self._done)) and not self.pacer.held
        return bool(self._done) or self.pacer.unwritten or claiming or self._lease_runs_out(now)

    def _lease_runs_out(self, now: float) -> bool:
        return bool(self._under_way) and self._leased_until - now < self.lease_seconds * 2 / 3

    async def _rest(self) -> None:
        """Until enough is done to be marked, for a moment at most."""
        if self.pacer.unwritten or len(self._done) >= self._flush_at():
            return
        more = self._look_at == 0.0 and self._room() > 0 and not self.pacer.held
        if not more:
            await self._patience.sleep(FLUSH_SECONDS if self._under_way else IDLE_SECONDS)

    def _flush_at(self) -> int:
        """How many are done before they are marked; with more of them waiting too few would be on their way."""
        return min(MOST_UNMARKED, max(1, self._most() // (8 if self.pacer.rate else 4)))

    async def _turn_or_learn(self) -> None:
        """A turn; what raises like a bug is looked for one by one, so that one row does not stop the others."""
        try:
            await self._turn()
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 (the last net: whatever `letters` or a hook raises)
            log.error("sending_failed", error=type(error).__name__)
            if not self._claiming.failed():
                self._done = [replace(one, outcome=None) for one in self._done]  # without what follows
                await asyncio.sleep(FLUSH_SECONDS)

    async def _turn(self) -> None:
        """One transaction: what became of the last ones is marked, and who is next is claimed."""
        now, done, claimed = time.monotonic(), self._done[:], list[Claimed]()
        ended = {key_of(one.claim) for one in done if one.standing.state is not State.SENDING}
        kept = [claim for key, claim in self._under_way.items() if key not in ended]
        renewed = self._lease_runs_out(now)
        self._claiming.begin()
        async with self.database.transaction() as db:
            await self._record(db, done)
            if renewed:
                await outbox.renew(db, kept, self.lease_seconds)
            if await self.pacer.look(db) and self._may_claim():
                claimed = await self._claiming.claim(db, self._most() - len(kept))
                self._look_at = 0.0 if self._claiming.more else time.monotonic() + IDLE_SECONDS
            moments = await self.pacer.reserve(db, len(claimed)) if claimed else []
        self.pacer.told()
        self._marked(done)
        self._begin(claimed, moments, now, renewed)

    def _may_claim(self) -> bool:
        return not self._patience.stopping.is_set() and not self._carrier.refused and self.health.believed()

    async def _record(self, db: Session, done: Sequence[Done]) -> None:
        await outbox.mark(db, [(one.claim, one.standing) for one in done])
        for one in done:
            whom, outcome = one.claim.recipient, one.outcome
            if whom is None or outcome is None:
                continue
            try:
                if outcome.no_topic:
                    await recipients.leave_topic(db, whom)
                if outcome.meaning is Meaning.MOVED:
                    await recipients.move(db, whom.chat, outcome.chat)
                    await self.on_moved(db, whom.chat, outcome.chat)
                elif one.standing.reason == "gone":
                    await self.on_gone(db, whom.chat, self.clock())
            except SealBroken:
                self.health.seals_broken += 1
                log.error("seal_broken")

    def _marked(self, done: Sequence[Done]) -> None:
        del self._done[: len(done)]
        self.health.ended.update(standing.state for _, standing in self._claiming.ends)
        self.health.seals_broken += sum(standing.reason == "sealed" for _, standing in self._claiming.ends)
        for one in done:
            if one.standing.state is not State.SENDING:
                self._under_way.pop(key_of(one.claim), None)
                self.health.ended[one.standing.state] += 1
        if any(
            one.standing.state is State.PENDING and one.standing.not_before <= self.clock().timestamp() for one in done
        ):
            self._look_at = 0.0
        if done:
            self._marks += 1
            failpoints.hit("outbox.after_mark")

    def _begin(self, claimed: Sequence[Claimed], moments: Sequence[float], now: float, renewed: bool) -> None:
        until = now + self.lease_seconds
        self._leased_until = until if renewed or not self._under_way else self._leased_until
        if claimed:
            failpoints.hit("outbox.after_claim")
        for (claim, letter), at in zip(claimed, moments, strict=True):
            self._under_way[key_of(claim)] = claim
            task = asyncio.create_task(self._deliver(claim, letter, at))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, claim: Claim, letter: Letter, at: float) -> None:
        """No transaction is open here."""
        whom, standing = letter.recipient, claim.standing
        try:
            parts = parts_of(sign(self.database.vault, whom.chat, self.render(letter)))
        except Exception as error:  # noqa: BLE001 (one text's bug must not stop the others)
            log.error("rendering_failed", error=type(error).__name__)
            self._finish(claim, standing, Outcome(Meaning.POISON))
            return
        try:
            outcome, said = await self._carrier.carry(
                whom, parts, standing.parts, at, self._may, lambda said: self._say_on(claim, said)
            )
        except Exception as error:  # noqa: BLE001 (a bug after which nobody knows whether it was said)
            log.error("carrying_failed", error=type(error).__name__)
            outcome, said = Outcome(Meaning.AMBIGUOUS), standing.parts
        self._finish(claim, replace(standing, parts=said), outcome)

    def _may(self) -> bool:
        return not self._patience.stopping.is_set() and time.monotonic() < self._leased_until

    def _say_on(self, claim: Claim, said: int) -> None:
        self._done.append(Done(claim, replace(claim.standing, parts=said)))

    def _finish(self, claim: Claim, standing: Standing, outcome: Outcome) -> None:
        to = after(standing, outcome, claim.notice.kind, self.clock(), self.chance())
        self._done.append(Done(claim, to, outcome))
        if len(self._done) >= self._flush_at() or self.pacer.unwritten:
            self._patience.woken.set()

    async def _until_accepted(self, stop: asyncio.Event) -> None:
        """Nothing is claimed until our token works again."""
        self.health.sending_refused = True
        pause = FIRST_TOKEN_PAUSE
        log.error("token_refused")
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._patience.with_database(self._turn_or_learn)  # what was claimed goes back untouched
        while self._carrier.refused and not stop.is_set():
            try:
                await self.api.call("getMe", {})
            except TelegramError as error:
                log.warning("token_still_refused", reason=type(error).__name__)
                await self._patience.sleep(pause)
                pause = min(pause * 2, LONGEST_TOKEN_PAUSE)
            else:
                self._carrier.refused = self.health.sending_refused = False


def key_of(claim: Claim) -> Key:
    return claim.recipient_id, claim.fence
