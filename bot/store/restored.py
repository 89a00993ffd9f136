"""What a copy that is put back must not do: say again what it had not said yet, or know again what was erased meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import bindparam, delete, select, update

from bot.domain.notices import NoticeState, State
from bot.domain.offices import Turn
from bot.domain.recipients import Recipient, followers_of, number_of
from bot.store import erasing, outbox, recipients
from bot.store.session import Session
from bot.store.tables import history_event, person, subject
from bot.store.telling import announcement, delivery, draft, invite, notice, recipient, waiting_group

REASON = "restored"
_ROWS = {table.name: table for table in (person, recipient, waiting_group)}
_SLICE = 500
_UNSENT = delivery.c.state.in_([State.PENDING, State.SENDING])
_TO_GONE = _UNSENT & delivery.c.recipient_id.in_(bindparam("keys", expanding=True))
_CANCEL = update(delivery).where(_TO_GONE).values(state=State.CANCELLED, reason="forgotten")
_HOLD = update(delivery).where(_UNSENT).values(state=State.HELD, reason=REASON)
_OPEN = (
    update(notice).where(notice.c.state.in_([NoticeState.WRITING, NoticeState.PAUSED])).values(state=NoticeState.OPEN)
)
_EVENT = select(history_event.c.seq).where(history_event.c.hash == bindparam("seal"))


async def hold(db: Session) -> int:
    """Whatever was not sent yet, or not made yet for notices that were written: it may have been sent since the copy was
    taken. A coordinator can have it sent; how many."""
    await db.execute(_OPEN)
    while await outbox.fill(db):
        pass
    return (await db.execute(_HOLD)).rowcount


async def erase_rows(db: Session, lines: Iterable[str]) -> int:
    """Once more the rows that the lines of the file `erased` name, with what waits for them; how many were there."""
    keys: dict[str, list[bytes]] = {}
    for words in _words(lines):
        if words[0] in _ROWS:
            keys.setdefault(words[0], []).append(bytes.fromhex(words[-1]))
    count = 0
    for name, of_table in keys.items():
        table = _ROWS[name]
        for at in range(0, len(of_table), _SLICE):
            some = of_table[at : at + _SLICE]
            count += (await db.execute(delete(table).where(table.c.id.in_(some)))).rowcount
            if table is recipient:
                await db.execute(_CANCEL, {"keys": some})
    return count


async def offices_erased(db: Session, lines: Iterable[str]) -> list[Recipient]:
    """The offices among the rows that `erase_rows` takes away."""
    gone = {bytes.fromhex(words[-1]) for words in _words(lines) if words[0] == recipient.name}
    return [one for one in await recipients.by_keys(db, gone) if one.scope != followers_of(number_of(one.scope))]


async def offices_turned(db: Session, lines: Iterable[str]) -> list[tuple[Recipient, dict[int, Turn]]]:
    """Each office of which a note tells: as the copy has it, and by mesa (row number) what befell it last, in that order.

    Notes of several machines may stand in any order: the moment counts.
    """
    notes = sorted((words for words in _words(lines) if words[0] == recipients.OFFICE), key=lambda words: words[-1])
    last: dict[bytes, dict[int, Turn]] = {}
    for _, key, mesa_id, turn, _ in notes:
        turns = last.setdefault(bytes.fromhex(key), {})
        turns.pop(int(mesa_id), None)
        turns[int(mesa_id)] = Turn(turn)
    return [(one, last[one.id]) for one in await recipients.by_keys(db, last)]


async def disown(db: Session, lines: Iterable[str]) -> None:
    """Nobody knows again whose announcements those were."""
    named = [bytes.fromhex(words[-1]).decode() for words in _words(lines) if words[0] == "announcement"]
    for at in range(0, len(named), _SLICE):
        theirs = update(announcement).where(announcement.c.dedup.in_(named[at : at + _SLICE]))
        await db.execute(theirs.values(author=None, sealed=None, message=None))


async def words_to_erase(db: Session, lines: Iterable[str]) -> list[erasing.Words]:
    """The texts that were erased since, as far as the copy has them."""
    found = []
    for words in _words(lines):
        if words[0] == "text":
            seq = (await db.execute(_EVENT, {"seal": bytes.fromhex(words[-1])})).scalar()
            said = await erasing.of_event(db, seq, words[1]) if seq else None
            found += [said] if said else []
    return found


async def drop_what_passes(db: Session) -> None:
    """What chats spoke of and were in the middle of writing then; and the invitations, used or taken back since, maybe."""
    for table in (draft, subject, invite):
        await db.execute(delete(table))


def _words(lines: Iterable[str]) -> Iterator[list[str]]:
    return (words for line in dict.fromkeys(lines) if (words := line.split()))
