"""Who held an office when a copy was taken, and what of it is known when the copy is put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import archive
from bot.app import beside
from bot.config import Settings, read_settings
from bot.domain.mesas import Mesa
from bot.domain.offices import Turn
from bot.domain.recipients import Recipient, Role, contacts_of, suspended_of, team_of
from bot.services import offices, speaking
from bot.services.acting import actor_of, contact_of
from bot.services.following import forget
from bot.store import history, institutions, mesas, recipients
from bot.store.beside import Beside
from bot.store.database import Session
from tests.cast import COORDINATOR, HEALTH, MEMBER, MESA, NOW, OTHER_MESA, OUTSIDER
from tests.databases import put

SUSPENDED, RESTORED, REMOVED = Turn.SUSPENDED, Turn.RESTORED, Turn.REMOVED
KEPT = "y así queda"


@dataclass
class Kept:
    """An operator's bot, a copy of it, and what happens to its offices afterwards, a minute each."""

    settings: Settings
    copy: Path
    now: datetime = NOW

    async def turn(self, *turns: Turn, chat: int = OUTSIDER) -> None:
        """A coordinator of the valley."""
        for what in turns:
            async with beside(self.settings) as database, database.transaction() as db:
                mesa = await valley(db)
                await offices.turn(db, mesa, actor_of(db, mesa.id, chat), what, None, self.later())

    async def contact(self, *turns: Turn, slug: str = MESA.slug) -> None:
        """A contact of the ministry of health, in that mesa."""
        for what in turns:
            async with beside(self.settings) as database, database.transaction() as db:
                mesa, body = await valley(db, slug), await health(db)
                if what is Turn.JOINED:
                    await offices.join(db, contacts_of(body), Role.CONTACT, mesa, MEMBER, self.later())
                else:
                    await speaking.turn(db, mesa, body, contact_of(db, mesa.id, MEMBER), what, None, self.later())

    async def restored(self) -> list[str]:
        """What the operator reads of offices."""
        told = await archive.restore(self.settings, self.copy, None)
        verdict = await archive.verify(self.settings)
        assert verdict.ok
        return [line for line in told if KEPT in line]

    async def scopes(self, chat: int = OUTSIDER) -> list[str]:
        async with beside(self.settings) as database, database.reading() as db:
            return [one.scope for one in await recipients.every(db, chat)]

    async def speaker(self) -> Recipient | None:
        async with beside(self.settings) as database, database.reading() as db:
            return await recipients.find(db, contacts_of(await health(db)), MEMBER)

    async def befell(self, key: str) -> list[str]:
        async with beside(self.settings) as database, database.reading() as db:
            return [str((event.facts or {})["turn"]) for event in await history.events_of(db, "team", key)]

    async def key(self, code: Callable[[Session, int, int], str], chat: int) -> str:
        async with beside(self.settings) as database, database.reading() as db:
            return f"{MESA.slug}/{code(db, (await valley(db)).id, chat)}"

    def later(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


async def valley(db: Session, slug: str = MESA.slug) -> Mesa:
    found = await mesas.by_slug(db, slug)
    assert found is not None
    return found


async def health(db: Session) -> int:
    return (await institutions.numbers_of(db, [HEALTH.slug]))[HEALTH.slug]


@pytest.fixture
async def kept(tmp_path: Path, template_files: dict[str, Path]) -> Kept:
    """Two coordinate the valley, one is contact in both mesas; then the copy is taken."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'datos' / 'y.db'}"
    keys = tmp_path / "claves" / "keys.json"
    made = Kept(
        read_settings(token="", database_url=url, keys_file=keys, test=True, failpoint="", test_clock=None),
        tmp_path / "copia.db",
    )
    put(template_files["demo"], made.settings)
    async with beside(made.settings) as database, database.transaction() as db:
        mesa = await valley(db)
        for chat in (COORDINATOR, OUTSIDER):
            await recipients.save(db, team_of(mesa.id), chat, Role.COORDINATOR)
    for slug in (MESA.slug, OTHER_MESA.slug):
        await made.contact(Turn.JOINED, slug=slug)
    await archive.backup(made.settings, made.copy)
    return made


async def test_suspended_and_restored_since_the_copy_they_hold_their_office(kept: Kept) -> None:
    await kept.turn(SUSPENDED, RESTORED)
    assert await kept.restored() == []
    assert await kept.scopes() == [team_of(1)]


async def test_suspended_since_the_copy_they_stay_so_and_the_operator_is_told_by_code(kept: Kept) -> None:
    await kept.turn(SUSPENDED, RESTORED, SUSPENDED)
    key = await kept.key(actor_of, OUTSIDER)
    (told,) = await kept.restored()

    code = key.partition("/c-")[2].upper()
    assert told == (
        f"{key}: se le suspendió después de la copia, y así queda; si luego se le restauró y aquí no consta:  "
        f"python -m bot team restore {code} --mesa valle"
    )
    assert (await kept.scopes(), await kept.befell(key)) == ([suspended_of(1)], ["suspended"])


async def test_restored_but_killed_before_it_was_noted_they_stay_suspended(kept: Kept) -> None:
    """What is not known ends on the safe side: the note of what gives is written after the commit."""
    await kept.turn(SUSPENDED, RESTORED)
    notes = Beside(kept.settings.keys_file).erased_file
    lines = notes.read_text().splitlines()
    assert [line.split()[3] for line in lines if line.startswith("office")][-2:] == ["suspended", "restored"]
    notes.write_text("".join(f"{line}\n" for line in lines[:-1]))

    assert len(await kept.restored()) == 1
    assert await kept.scopes() == [suspended_of(1)]


async def test_of_a_change_that_was_rolled_back_only_what_takes_is_noted(kept: Kept) -> None:
    await kept.turn(SUSPENDED)
    notes = Beside(kept.settings.keys_file).erased_file
    before = notes.read_text()

    async def undone() -> None:
        async with beside(kept.settings) as database, database.transaction() as db:
            mesa = await valley(db)
            await offices.turn(db, mesa, actor_of(db, mesa.id, OUTSIDER), RESTORED, None, kept.later())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await undone()
    assert notes.read_text() == before


async def test_suspended_when_the_copy_was_taken_and_restored_since(kept: Kept, tmp_path: Path) -> None:
    await kept.turn(SUSPENDED)
    kept.copy = tmp_path / "otra.db"
    await archive.backup(kept.settings, kept.copy)
    await kept.turn(RESTORED)
    key = await kept.key(actor_of, OUTSIDER)

    assert await kept.restored() == [f"{key}: se le dio el cargo otra vez después de la copia, y así queda"]
    assert (await kept.scopes(), await kept.befell(key)) == ([team_of(1)], ["suspended", "restored"])


@pytest.mark.parametrize("forgets", [False, True])
async def test_who_is_none_any_more_stays_none(forgets: bool, kept: Kept) -> None:
    if forgets:
        async with beside(kept.settings) as database, database.transaction() as db:
            await forget(db, OUTSIDER)
    else:
        await kept.turn(SUSPENDED, REMOVED)
    key = await kept.key(actor_of, OUTSIDER)

    assert await kept.restored() == [
        f"{key}: dejó el cargo o se le retiró después de la copia, y así queda; si volvió a tenerlo, invítelo otra vez"
    ]
    assert (await kept.scopes(), await kept.befell(key)) == ([], ["removed"])


async def test_notes_of_several_machines_stand_in_any_order(kept: Kept) -> None:
    await kept.turn(SUSPENDED, RESTORED)
    notes = Beside(kept.settings.keys_file).erased_file
    lines = notes.read_text().splitlines()
    notes.write_text("".join(f"{line}\n" for line in reversed(lines)))

    await kept.restored()
    assert await kept.scopes() == [team_of(1)]


@pytest.mark.parametrize(
    ("turns", "speaks", "lines"),
    [
        ([SUSPENDED], False, 1),
        ([SUSPENDED, RESTORED], True, 0),
        ([REMOVED], False, 1),
        ([REMOVED, Turn.JOINED], True, 0),
        ([REMOVED, Turn.JOINED, SUSPENDED], False, 1),
    ],
)
async def test_a_contact_speaks_where_it_is_known_that_they_may(
    turns: list[Turn], speaks: bool, lines: int, kept: Kept
) -> None:
    await kept.contact(*turns)
    key = await kept.key(contact_of, MEMBER)
    told = await kept.restored()

    one = await kept.speaker()
    assert one is not None
    assert (one.may_speak_in(1), one.may_speak_in(2)) == (speaks, True)
    assert [line.partition(":")[0] for line in told] == [key] * lines
    assert len(await kept.befell(key)) == 1 + lines


async def test_a_contact_who_went_from_one_mesa_to_another_speaks_in_that(kept: Kept) -> None:
    """The first is known of before the other: what befell it last came after."""
    await kept.contact(REMOVED)
    kept.copy.unlink()
    await archive.backup(kept.settings, kept.copy)
    await kept.contact(Turn.JOINED)
    await kept.contact(REMOVED, slug=OTHER_MESA.slug)

    await kept.restored()
    one = await kept.speaker()
    assert one is not None
    assert (one.may_speak_in(1), one.may_speak_in(2)) == (True, False)


async def test_a_contact_whom_both_mesas_removed_is_gone(kept: Kept) -> None:
    await kept.contact(REMOVED)
    await kept.contact(REMOVED, slug=OTHER_MESA.slug)

    assert len(await kept.restored()) == 2
    assert await kept.speaker() is None
