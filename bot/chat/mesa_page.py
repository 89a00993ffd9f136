"""/mesa: who sits in the mesa at hand, its state and its term; its coordinators change it from there."""

from __future__ import annotations

from bot.chat.change_mesa import begin_change, names_of
from bot.chat.coordinators import coordinates, mesas_coordinated
from bot.chat.here import Here
from bot.chat.request import Request
from bot.chat.start import mesa_of
from bot.domain.finding import mesas_named
from bot.domain.folding import fold
from bot.domain.mesas import Mesa
from bot.domain.messages import Message
from bot.store.database import Session
from bot.texts import commitments as lists
from bot.texts import composition as texts
from bot.texts.language import Language


async def asked(here: Here, db: Session) -> Message:
    """`/mesa`, and for its coordinators `/mesa integrar|retirar|suspender|reinstalar|concluir|vigencia|subgrupo`.

    Before that, or alone, the name of a mesa that who asks coordinates.
    """
    request, language, words = here.request, here.language, here.request.text.strip()
    if not words:
        return await page(request, language, here.mesa, db)
    theirs = await mesas_coordinated(request, db)
    before, _, last = words.rpartition(" ")
    for name, what in ((words, ""), (before, last)):
        named = mesas_named(name, theirs)
        if len(named) == 1:
            (mesa,) = named
            return await (
                begin_change(mesa, fold(what), request, language, db) if what else page(request, language, mesa, db)
            )
    return await begin_change(here.mesa, fold(words), request, language, db)


async def page(request: Request, language: Language, mesa: Mesa, db: Session) -> Message:
    theirs = await coordinates(request, mesa.id, db)
    more = ((texts.change_button(language, mesa),),) if theirs else ()
    return texts.page(language, mesa, await names_of(db), more=more)


async def pressed(request: Request, language: Language, db: Session) -> Message:
    """`mp:<mesa id>`"""
    mesa = await mesa_of(request, db)
    return await page(request, language, mesa, db) if mesa else lists.gone(language)


async def change_pressed(request: Request, language: Language, db: Session) -> Message:
    """`mx:<mesa id>`"""
    mesa = await mesa_of(request, db)
    if mesa is None:
        return lists.gone(language)
    return await begin_change(mesa, "", request, language, db)
