"""What a notice tells, as it stands when it is told; and what of it one recipient wishes to hear. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.commitments import Commitment, Responsibility
from bot.domain.heads import Head
from bot.domain.history import Recorded
from bot.domain.meetings import Meeting
from bot.domain.mesas import Mesa, MesaState
from bot.domain.notices import About, Item, Kind, State
from bot.domain.people import Settings
from bot.domain.recipients import Recipient, Rhythm

NO_WAITING = frozenset(
    {"changed", "cancelled", "2h"}
)  # of a session: told at once to those too who chose a weekly digest

# Of a mesa: the step that tells of the state it is in now.
STATES = {"suspended": MesaState.SUSPENDED, "resumed": MesaState.ACTIVE, "concluded": MesaState.CONCLUDED}
HEAD = "head"  # the step that tells the week's head of the history; it names the last event of the head told before: "head@512"


@dataclass(frozen=True)
class Counts:
    """A mesa's commitments that something is missing of: for its coordinators, and for the next session."""

    overdue: int = 0
    no_deadline: int = 0
    no_responsible: int = 0
    unanswered: int = 0
    open: int = 0  # neither done nor unfeasible: what is left when a mesa's term ends

    @property
    def incomplete(self) -> bool:
        """Whether the next session has something to settle."""
        return any((self.no_deadline, self.no_responsible, self.unanswered))


@dataclass(frozen=True)
class Told:
    """today: the date in the mesa's zone. items: those that are still true, each of a thing in its mapping (by row number).

    parents: names of the institutions that `Item.parents` names. before: of a changed session, what was told of it last.
    now: the moment it is told, for what begins in hours; None: only the day is said. last_session: the day of the last one held.
    owed: of what an institution's contacts are told, the commitments in which it has a part itself. silent: number of a commitment
    → who does not answer whether it will act. secretariat: names of the mesa's technical secretariat, "" = not known.
    head: of the history, as it was published last, for whoever is told of a session that was held, or of a week.
    moved_from: number of a commitment whose deadline was moved → the one before it.
    recorded: of the mesa, so many events between the head that was told before and this one; 0 = it is not said.
    wrong: class names of what kept items from being looked at, which are left out. events: what the history's events recorded.
    """

    mesa: Mesa
    today: date
    items: tuple[Item, ...]
    commitments: Mapping[int, Commitment] = field(default_factory=dict)
    meetings: Mapping[int, Meeting] = field(default_factory=dict)
    parents: Mapping[int, str] = field(default_factory=dict)
    counts: Counts = Counts()
    before: Mapping[int, Meeting] = field(default_factory=dict)
    now: datetime | None = None
    last_session: date | None = None
    owed: frozenset[int] = frozenset()
    silent: Mapping[int, tuple[Responsibility, ...]] = field(default_factory=dict)
    moved_from: Mapping[int, date] = field(default_factory=dict)
    secretariat: str = ""
    head: Head | None = None
    recorded: int = 0
    wrong: tuple[str, ...] = ()
    events: Mapping[int, Recorded] = field(default_factory=dict)

    @property
    def bare_head(self) -> bool:
        """Whether the history's head is all there is to tell."""
        return {item.rung for item in self.items} == {HEAD}

    def beside(self, other: Told) -> Told:
        """What both tell of one mesa, each thing once."""
        return replace(
            self,
            items=tuple(dict.fromkeys((*self.items, *other.items))),
            commitments={**other.commitments, **self.commitments},
            meetings={**other.meetings, **self.meetings},
            parents={**other.parents, **self.parents},
            before={**other.before, **self.before},
            owed=self.owed | other.owed,
            silent={**other.silent, **self.silent},
            moved_from={**other.moved_from, **self.moved_from},
            secretariat=self.secretariat or other.secretariat,
            head=self.head or other.head,
            recorded=self.recorded or other.recorded,
        )


@dataclass(frozen=True)
class Unwanted:
    """Why somebody is not told, and where their delivery ends; PENDING: not now."""

    state: State
    reason: str


def wanted(told: Told, kind: Kind, recipient: Recipient, settings: Settings) -> Told | Unwanted:
    """What of it this recipient hears; settings: what their chat chose.

    Groups and channels have no rhythm but the one they are given; coordinators and contacts hear all of theirs.
    """
    if settings.gone:
        return Unwanted(State.CANCELLED, "gone")
    if settings.snoozed(told.today):
        return Unwanted(State.SKIPPED, "snoozed")
    rhythm = recipient.wishes.rhythm
    if rhythm is Rhythm.NONE:
        return Unwanted(State.SKIPPED, "none")
    if kind is Kind.DIGEST and rhythm is not Rhythm.WEEKLY:
        return Unwanted(State.SKIPPED, "told at once")
    waits = kind is Kind.REMINDER and rhythm is Rhythm.WEEKLY
    heard = tuple(one for one in told.items if concerns(told, one, recipient) and (one.step in NO_WAITING or not waits))
    if not heard:
        return Unwanted(State.SKIPPED, "weekly" if waits else "not chosen")
    return replace(told, items=heard)


def concerns(told: Told, item: Item, recipient: Recipient) -> bool:
    """Whether it is of what they follow: all of the mesa, or a commitment or subgroup they chose; a session of the whole
    mesa, that it is suspended, goes on or is concluded, and its history's head concern whoever follows anything of it."""
    if not recipient.may_speak_in(told.mesa.id):
        return False
    wishes = recipient.wishes
    if wishes.whole:
        return True
    if item.about is About.COMMITMENT:
        return wishes.chose(item.number, (told.commitments[item.number].subgroup,))
    if item.about is About.MEETING:
        subgroup = told.meetings[item.number].subgroup
        return not subgroup or wishes.chose(None, (subgroup,))
    return item.rung in STATES or item.rung == HEAD
