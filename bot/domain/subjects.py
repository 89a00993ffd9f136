"""What a chat spoke of last, so that "¿y quién es el responsable?" is about it. Kept sealed, and for a short while only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.intents import Intent
from bot.domain.questions import Understood

REMEMBERED = timedelta(minutes=30)
FEW_WORDS = 4  # a longer question says itself what it is about, unless it begins as what follows: "¿y …?"


class About(StrEnum):
    COMMITMENT = "c"
    INSTITUTION = "i"
    TOPIC = "t"
    MEETINGS = "m"


@dataclass(frozen=True)
class Subject:
    """key: a commitment's row number, an institution's slug, a topic's words, a mesa's slug."""

    about: About
    key: str


_WHO = frozenset({"quien", "responsable", "pagar", "reclamar"})
_STATE = frozenset({"cuando", "plazo", "vencer", "cumplir", "avance", "faltar", "pasar", "porque", "cuanto", "ahora"})
_MEETING = frozenset({"cuando", "donde", "convocar"})
# Who uses one of these speaks of something else.
_ITS_OWN = frozenset(
    """sesion acta asistir hablar coordinador firmar prometer lista avisar seguir dejar borrar datos idioma quechua
    castellano cambiar ayuda saludo gracias adios problema erroneo dano""".split()
)


# What a question is taken for that may as well ask about the subject; anything else, once sure, asks for itself.
_MAY_FOLLOW = frozenset(
    {
        Intent.LIST_COMMITMENTS,
        Intent.OVERDUE_COMMITMENTS,
        Intent.COMMITMENT_DETAIL,
        Intent.NEXT_SESSION,
        Intent.PAST_SESSIONS,
        Intent.WHO_IS_RESPONSIBLE,
        Intent.OUT_OF_SCOPE,
    }
)
LISTS = frozenset({Intent.LIST_COMMITMENTS, Intent.OVERDUE_COMMITMENTS})


def follow_up(asked: Understood, subject: Subject) -> Intent | None:
    """What a question that names nothing asks of the subject; None: it is a question of its own."""
    if asked.has_subject or not (asked.follows or (asked.words <= FEW_WORDS and not asked.days)):
        return None
    if asked.sure and ((asked.intent not in _MAY_FOLLOW and not asked.follows) or _narrower(asked, subject)):
        return None
    if subject.about is About.MEETINGS:
        return Intent.NEXT_SESSION if asked.cues & _MEETING and not asked.cues & (_ITS_OWN - {"sesion"}) else None
    if asked.cues & _ITS_OWN or asked.several:  # "¿y los vencidos?" asks for a list
        return None
    if asked.cues & _WHO:
        return Intent.WHO_IS_RESPONSIBLE
    return Intent.COMMITMENT_DETAIL if asked.cues & _STATE else None


def _narrower(asked: Understood, subject: Subject) -> bool:
    return asked.intent in LISTS and narrows(asked, subject)


def narrows(asked: Understood, subject: Subject) -> bool:
    """Whether a list asked for is the subject's: "¿y los vencidos?" after an institution or a topic."""
    return asked.follows and not asked.has_subject and subject.about in (About.INSTITUTION, About.TOPIC)
