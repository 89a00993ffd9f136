"""One message for one person and mesa: what was made in one moment for several scopes is said to a chat in one of them.

A coordinator hears as such, and all of it; an institution's contact what its other institutions and the followers hear
besides. The other deliveries wait until that one is said: should it never be, or not soon, each says its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.commitment_reminders import is_repeat
from bot.domain.notices import About, Item, Kind, Notice, State
from bot.domain.recipients import Recipient, team_of
from bot.domain.told import Told, Unwanted
from bot.store import recipients, schedule, siblings
from bot.store.session import Session

TOGETHER = ((Kind.CHANGE,), (Kind.REMINDER, Kind.DIGEST))  # a change goes before all, at night too: it waits for none
UNDER_WAY = (State.PENDING, State.SENDING)
AFTER_ANOTHER = Unwanted(State.PENDING, "")  # it waits: another may be about to say it
LONGEST_WAIT = 300  # seconds that one waits for another, which may be hours from being tried again
HEARD = Unwanted(State.SKIPPED, "told already")


@dataclass(frozen=True)
class Siblings:
    """Of one notice. before: those in which a chat rather hears of it, the first of all first: the scope, and where the
    delivery to each look-up stands. after: those that it says too. known: what the team need not hear, and who is the team.
    week: whether those of its scope who chose to hear weekly hear all of it in the week's message, made in the same moment.
    """

    before: Sequence[tuple[str, Mapping[bytes, State]]] = ()
    after: Sequence[Notice] = ()
    known: frozenset[Item] = frozenset()
    team: tuple[str, frozenset[bytes]] = ("", frozenset())
    week: bool = False

    @property
    def filled(self) -> bool:
        """Whether it is settled who is told of those that it says too."""
        return all(one.filled for one in self.after)

    def elsewhere(self, db: Session, chat: int) -> Unwanted | None:
        """Why this chat is not told of this one now; None: it is."""
        for scope, standing in self.before:
            state = standing.get(db.vault.lookup(scope, chat)) if standing else None
            if state in UNDER_WAY:
                return AFTER_ANOTHER
            if state is State.SENT:
                return HEARD
        return None

    def needed(self, db: Session, chat: int, items: Sequence[Item]) -> tuple[Item, ...]:
        """Without what a coordinator said that the team knows."""
        scope, team = self.team
        coordinates = bool(self.known) and db.vault.lookup(scope, chat) in team
        return tuple(item for item in items if not (coordinates and item in self.known))


async def siblings_of(db: Session, one: Notice, told: Told, now: datetime) -> Siblings:
    """The team's notice has none that matter: it has all that the others have, but for the week's message."""
    team, kinds = team_of(one.mesa_id), next((each for each in TOGETHER if one.kind in each), ())
    made = await siblings.of(db, one, kinds) if kinds else []
    others = sorted((other for other in made if other.scope != one.scope), key=lambda other: _place(other, team))
    if one.scope == team:
        return Siblings(after=[other for other in others if other.kind is Kind.DIGEST])
    before = [other for other in others if _place(other, team) < _place(one, team)]
    known, until = await acknowledged(db, told), now.timestamp() + LONGEST_WAIT
    return Siblings(
        [(other.scope, await siblings.standing(db, other, until)) for other in before],
        [other for other in others if other not in before],
        known,
        (team, await recipients.lookups(db, team) if known else frozenset()),
        any(other.scope == one.scope and other.kind is Kind.DIGEST for other in made),
    )


def _place(one: Notice, team: str) -> tuple[bool, str]:
    """The team first, the contacts (body:…) before the followers (mesa:…)."""
    return one.scope != team, one.scope


async def acknowledged(db: Session, told: Told) -> frozenset[Item]:
    """The repeats that coordinators need not hear."""
    repeats = [item for item in told.items if is_repeat(item)]
    entries = await schedule.of(db, About.COMMITMENT, [item.number for item in repeats]) if repeats else {}
    until = {number: entry.acknowledged_until for number, entry in entries.items()}
    return frozenset(one for one in repeats if (day := until.get(one.number)) and told.today < day)


async def to_be_said_too(
    db: Session, after: Sequence[Notice], chats: Collection[int], *, said: bool = False
) -> list[tuple[Notice, Recipient]]:
    """Which of these notices wait to be told to which of the chats, as whom; said: those too that do not wait any more."""
    of = {one.id: one for one in after}
    lookups = {db.vault.lookup(scope, chat) for scope in {one.scope for one in after} for chat in chats}
    found = await siblings.deliveries_to(db, list(of), lookups)
    return [(of[number], whom) for number, whom, state in found if said or state in UNDER_WAY]
