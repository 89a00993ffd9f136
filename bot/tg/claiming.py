"""Who is next, and what each of them is told: the part of the sender's transaction that `letters` may fail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.domain.deliveries import Meaning, Outcome, Standing, after
from bot.domain.notices import Notice, State
from bot.domain.quiet import QuietHours
from bot.domain.recipients import Recipient
from bot.domain.told import Unwanted
from bot.services.delivering import Letter
from bot.store import outbox
from bot.store.database import Session
from bot.store.outbox import Claim

log = structlog.get_logger()
MOST_LOOKED_AT = 400  # in one transaction, wanted or not
SOON = 1.0  # seconds: how long it waits for another message to the same chat
CAREFUL_CLAIMS = 200  # one by one, after one that could not even be looked at

Letters = Callable[[Session, Notice, Sequence[Recipient], datetime], Awaitable[Sequence[Letter | Unwanted]]]
Claimed = tuple[Claim, Letter]


@dataclass
class Claiming:
    """more: whether the last claim left some that are due. ends: what it brought to an end without a word."""

    letters: Letters
    clock: Clock
    quiet: QuietHours
    chance: Callable[[], float]
    lease_seconds: float
    more: bool = False
    ends: list[tuple[Claim, Standing]] = field(default_factory=list)
    _looking_at: list[Claim] = field(default_factory=list)
    _poison: set[bytes] = field(default_factory=set)
    _careful: int = 0

    async def claim(self, db: Session, room: int) -> list[Claimed]:
        """Notice by notice, in the order of sending, at most `room`; who is not told is marked at once."""
        now, found, looked, most_looked_at = self.clock(), list[Claimed](), 0, 1 if self._careful else MOST_LOOKED_AT
        for notice in await outbox.due_notices(db, now):
            if not notice.urgent and self.quiet.hold(now, notice.zone):
                continue
            while (most := min(room - len(found), most_looked_at - looked)) > 0:
                claims = await outbox.claim(db, notice, most, now, self.lease_seconds)
                found += await self._look(db, notice, claims, now)
                looked += len(claims)
                if len(claims) < most:
                    break
        self.more = len(found) >= room or looked >= most_looked_at
        return found

    def begin(self) -> None:
        """A new transaction."""
        self._looking_at = []
        self.ends.clear()

    def failed(self) -> bool:
        """The transaction was rolled back: whether by what was looked at. Then each is looked at alone, and who fails
        alone is poison."""
        if not self._looking_at:
            return False
        if len(self._looking_at) == 1:
            self._poison.add(self._looking_at[0].recipient_id)
        self._careful = CAREFUL_CLAIMS
        return True

    async def _look(self, db: Session, notice: Notice, claims: Sequence[Claim], now: datetime) -> list[Claimed]:
        """What each is told; whoever is not told has come to an end."""
        open_, whom, ends = list[Claim](), list[Recipient](), list[tuple[Claim, Standing]]()
        for claim in claims:
            if (end := self._end_of(claim, now)) is not None:
                ends.append((claim, end))
            elif claim.recipient is not None:
                open_.append(claim)
                whom.append(claim.recipient)
        self._looking_at = open_
        told = await self.letters(db, notice, whom, now) if open_ else []
        self._looking_at = []
        self._careful = max(0, self._careful - len(open_))
        found, later = [], []
        for claim, letter in zip(open_, told, strict=True):
            if isinstance(letter, Unwanted) and letter.state is State.PENDING:
                later.append((claim, claim.standing.waiting(now.timestamp(), SOON)))
            elif isinstance(letter, Unwanted):
                ends.append((claim, claim.standing.ended(letter.state, letter.reason)))
            else:
                found.append((claim, letter))
        await outbox.mark(db, ends + later)
        self.ends += ends
        return found

    def _end_of(self, claim: Claim, now: datetime) -> Standing | None:
        """Where it stands without being looked at; None: it is to be looked at."""
        if claim.broken:
            log.error("seal_broken")
            return claim.standing.ended(State.DEAD, "sealed")
        if claim.recipient is None:
            return claim.standing.ended(State.CANCELLED, "forgotten")
        if claim.recipient_id in self._poison:
            self._poison.discard(claim.recipient_id)
            return after(claim.standing, Outcome(Meaning.POISON), claim.notice.kind, now, self.chance())
        return None
