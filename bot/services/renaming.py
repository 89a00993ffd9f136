"""Files have names only: where a load gives all of a community's commitments another name, who follows it follows that too."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.commitments import Commitment
from bot.domain.mesas import Mesa
from bot.domain.recipients import Wishes, followers_of
from bot.services.planning import Plan
from bot.store import commitments, mesas, recipients
from bot.store.database import Session


async def follow_renamed(db: Session, plan: Plan, now: datetime) -> list[str]:
    """Once the plan is written: see to the followers of each community that is none any more; what to tell who loads it.

    It is a new name where the mesa had no such community before; all else cannot be known.
    """
    notices = []
    for (slug, old), names in moved(plan).items():
        known, mesa = plan.before["mesa", slug], await mesas.by_slug(db, slug)
        if mesa is None or not isinstance(known, Mesa):
            raise LookupError("a commitment of no mesa")
        today = now.astimezone(ZoneInfo(mesa.zone)).date()
        if (await commitments.tally(db, mesa.id, old, today)).total:
            continue
        now_called = " y ".join(f"«{name}»" if name else "toda la mesa" for name in names)
        if len(names) == 1 and not set(names) & {"", *known.subgroups}:
            await recipients.change_wishes(db, followers_of(mesa.id), partial(Wishes.renamed, old=old, new=names[0]))
            notices.append(f"{slug}: «{old}» ahora es {now_called}; quien seguía «{old}» sigue también {now_called}")
        else:
            notices.append(
                f"{slug}: ya ningún compromiso es de «{old}», ahora {now_called}; quien sigue «{old}» no se entera: debe seguir lo nuevo"
            )
    return notices


def moved(plan: Plan) -> dict[tuple[str, str], list[str]]:
    """(mesa, community) → the names its commitments have now, "" = the whole mesa."""
    found: dict[tuple[str, str], list[str]] = {}
    for key, one in plan.things.items():
        before = plan.before.get(key)
        if isinstance(one, Commitment) and isinstance(before, Commitment) and before.subgroup not in ("", one.subgroup):
            names = found.setdefault((one.mesa, before.subgroup), [])
            if one.subgroup not in names:
                names.append(one.subgroup)
    return found
