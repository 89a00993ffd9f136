"""What the command line does to offices: the same as a mesa's team, or the administrators, in chat; by the operator's hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import Refused, beside
from bot.clock import clock_of
from bot.config import Settings
from bot.coordinating import mesa_of
from bot.domain.actors import letters_of
from bot.domain.mesas import Mesa
from bot.domain.offices import LastOne, NotThere, Turn
from bot.domain.recipients import Recipient, Role
from bot.services import offices, speaking
from bot.store.database import Session

FEWEST = 4  # letters of a code


@dataclass(frozen=True)
class Holder:
    """One office. actor: as the history has it. body: the institution's row and slug, of a contact."""

    actor: str
    recipient: Recipient
    active: bool
    body: tuple[int, str] = (0, "")

    def __str__(self) -> str:
        """Its line."""
        stands = "activo" if self.active else "suspendido"
        return "\t".join((letters_of(self.actor), self.recipient.role, self.body[1], stands, self.recipient.since))


async def lines(settings: Settings, slug: str) -> list[str]:
    """Tab-separated: code, role, institution, how it stands, since which week. slug: "" = the administrators. Refused."""
    async with beside(settings) as database, database.reading() as db:
        return [str(one) for one in await holders(db, await mesa_of(db, slug) if slug else None)]


async def turn(settings: Settings, code: str, what: Turn, slug: str, institution: str) -> str:
    """Its line as it stands afterwards, "" = it is gone. slug as above; institution: of whom, where one speaks for several. Refused."""
    now = clock_of(settings.test_clock)()
    async with beside(settings) as database, database.transaction() as db:
        mesa = await mesa_of(db, slug) if slug else None
        one = the_one(await holders(db, mesa), code, institution)
        try:
            if mesa is not None and one.recipient.role is Role.CONTACT:
                await speaking.turn(db, mesa, one.body[0], one.actor, what, None, now)
            else:
                await offices.turn(db, mesa, one.actor, what, None, now)
        except LastOne:
            raise Refused(f"{code}: no quedaría nadie a cargo; invite antes a otra persona") from None
        except NotThere:
            raise Refused(f"{code}: eso no se puede, tal como está: {one}") from None
        left = await holders(db, mesa)
    return next((str(it) for it in left if (it.actor, it.body) == (one.actor, one.body)), "")


async def holders(db: Session, mesa: Mesa | None) -> list[Holder]:
    found = [Holder(one.actor, one.recipient, one.active) for one in await offices.team(db, mesa)]
    for one in await speaking.speakers(db, mesa) if mesa else ():
        body = one.body, await offices.body_of(db, one.recipient.scope)
        found.append(Holder(one.actor, one.recipient, one.active, body))
    return found


def the_one(each: Sequence[Holder], code: str, institution: str) -> Holder:
    """Refused: none is called so, or several."""
    wanted = code.upper()
    found = [
        one
        for one in each
        if len(wanted) >= FEWEST and letters_of(one.actor).startswith(wanted) and institution in ("", one.body[1])
    ]
    if not found:
        raise Refused(f"{code}: nadie tiene ese código aquí; mire  python -m bot team list")
    if len(found) > 1:
        raise Refused(f"{code}: son varios; escriba el código entero, o --institution")
    return found[0]
