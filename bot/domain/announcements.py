"""An announcement: a coordinator's own words to many, in Spanish and, written or spoken, in Quechua; who of a scope hears it.

Pure. One announcement can go to several mesas: it has one Notice for each (domain/notices.py), which says whether it waits, goes
on, is held or is over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.fates import GONE, Fates
from bot.domain.folding import fold
from bot.domain.history import ERASED
from bot.domain.messages import Media
from bot.domain.notices import Notice, NoticeState, State
from bot.domain.people import Settings
from bot.domain.recipients import Recipient, Rhythm, Role
from bot.domain.told import Told, Unwanted

UNDO = timedelta(seconds=60)  # so long nothing is sent
USEFUL = timedelta(days=7)  # after it began; what still waits then is not sent
FARTHEST = timedelta(days=365)
MANY = 200  # recipients, above which it is confirmed twice
MOST_AN_HOUR = 6
FEW_TRIES, MOST_ERRORS = 50, 0.2  # of fewer tries nothing can be said; of as many, more than this share stops it
_OFFICES = frozenset({Role.COORDINATOR, Role.CONTACT, Role.ADMIN})
_HOUR = re.compile(
    r"(?:a las? )?([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?: ?(?:horas|hrs?|h))?(?: (?:de la )?(manana|tarde|noche|am|pm))?"
)


class Stopped(StrEnum):
    """Why it is paused, where nobody pressed the button."""

    ERRORS = "errors"
    AUTHOR = "author"  # whoever made it may no longer


@dataclass(frozen=True)
class Content:
    """es: never empty. qu: "" = not written; voice: a recording in Quechua, as Telegram holds it, "" = none.

    place: degrees. commitment, subgroup: of whose followers it is only; None and "" = everybody's of the scope.
    """

    es: str
    qu: str = ""
    voice: str = ""
    media: Media | None = None
    place: tuple[float, float] | None = None
    commitment: int | None = None
    subgroup: str = ""

    @property
    def in_quechua(self) -> bool:
        return bool(self.qu or self.voice)


@dataclass(frozen=True)
class Announcement:
    """As it is kept. actor: who made it, as others know them (services/acting.py). chat: theirs, to whom its progress is shown;
    None: nobody's, or they are forgotten. message: which one shows it. tolerated: (tries, errors) that were seen and accepted.
    part_of: the one that it was split off, if any.
    """

    id: int
    actor: str
    made_at: datetime
    content: Content
    notices: tuple[Notice, ...] = ()
    chat: int | None = None
    message: int | None = None
    stopped: Stopped | None = None
    tolerated: tuple[int, int] = (0, 0)
    reported: bool = False
    part_of: int | None = None

    @property
    def number(self) -> int:
        """What people and the history call it; a part keeps that of the whole."""
        return self.part_of or self.id

    @property
    def begins(self) -> datetime:
        return min(one.not_before for one in self.notices)

    @property
    def useful_until(self) -> datetime:
        return max(one.useful_until for one in self.notices)

    @property
    def by_a_person(self) -> bool:
        return self.actor.startswith("c-")

    def within(self, mesas: Collection[int]) -> Announcement:
        """As those see it who coordinate these mesas (row numbers)."""
        return replace(self, notices=tuple(one for one in self.notices if one.mesa_id in mesas))

    def state(self) -> NoticeState:
        """Of all its notices: whatever still goes on counts before what is held, and that before what is over."""
        states = {one.state for one in self.notices}
        order = (NoticeState.OPEN, NoticeState.PAUSED, NoticeState.DONE, NoticeState.CANCELLED)
        return next((state for state in order if state in states), NoticeState.CANCELLED)

    def over(self, fates: Fates) -> bool:
        """Whether each delivery has come to its end, and none will be made any more."""
        ended = self.state() in (NoticeState.DONE, NoticeState.CANCELLED)
        return ended and not fates.of(State.PENDING, State.SENDING)


def unwanted(content: Content, recipient: Recipient, settings: Settings, there: Told) -> Unwanted | None:
    """Why this recipient does not hear it; None: they do. there: the mesa, and its date.

    A message of a person to people comes at once to those too who chose a weekly digest. What goes to a whole mesa concerns whoever
    follows anything of it. What was erased before it went out is told to nobody.
    """
    if ERASED in (content.es, content.qu):
        return Unwanted(State.CANCELLED, "erased")
    if settings.gone:
        return Unwanted(State.CANCELLED, GONE)
    if settings.snoozed(there.today):
        return Unwanted(State.SKIPPED, "snoozed")
    if recipient.wishes.rhythm is Rhythm.NONE:
        return Unwanted(State.SKIPPED, "none")
    return None if concerned(content, recipient, there.mesa.id) else Unwanted(State.SKIPPED, "not chosen")


def concerned(content: Content, recipient: Recipient, mesa_id: int) -> bool:
    if not recipient.may_speak_in(mesa_id):
        return False
    wishes = recipient.wishes
    if recipient.role in _OFFICES or wishes.whole:
        return True
    everybody = content.commitment is None and not content.subgroup
    return everybody or wishes.chose(content.commitment, (content.subgroup,))


def errors_of(fates: Fates) -> tuple[int, int]:
    """(tries that came to an end, how many of them in an error). Who blocked the bot is unreachable, no error of ours."""
    failed = sum(n for reason, n in fates.failed.items() if reason != GONE) + fates.of(State.UNCERTAIN)
    return fates.of(State.SENT, State.DEAD, State.UNCERTAIN), failed


def too_many_errors(fates: Fates, tolerated: tuple[int, int]) -> bool:
    tries, failed = (now - before for now, before in zip(errors_of(fates), tolerated, strict=True))
    return tries >= FEW_TRIES and failed > tries * MOST_ERRORS


def read_hour(words: str) -> time | None:
    """ "8", "8:30", "a las 3 de la tarde", "15 h"; None: no hour."""
    found = _HOUR.fullmatch(fold(words).strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] in ("tarde", "noche", "pm") and hour < 12:
        hour += 12
    elif found[3] in ("manana", "am") and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def waiting(notices: Sequence[Notice], now: datetime) -> bool:
    """Whether nobody can have been told yet."""
    return all(now < one.not_before for one in notices)
