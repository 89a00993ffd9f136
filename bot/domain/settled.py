"""What a few plain words settle by themselves, whatever is likely of other questions. Pure."""

from __future__ import annotations

from bot.domain.asking import Which
from bot.domain.intents import Intent
from bot.domain.questions import Understood
from bot.domain.subjects import FEW_WORDS

BEYOND_DOUBT = 0.8  # what is likelier than that is meant: "que falta cumplir" is no list of what is pending
_FEWEST = 3  # words in which a list can be named: "¿y los pendientes?"
_STATUS = frozenset("cumplir faltar vencer plazo responsable sin no ya que hay todavia".split())
_LISTS = frozenset({Which.DONE, Which.DUE_SOON, Which.NO_DEADLINE, Which.NO_RESPONSIBLE})
_WITHOUT = frozenset({Which.NO_DEADLINE, Which.NO_RESPONSIBLE})
_OWING = frozenset("faltar cumplir prometer que".split())
_ANOTHER_WISH = frozenset("sesion acta avisar seguir dejar borrar datos idioma dano erroneo problema".split())
_MEETING = frozenset({"sesion", "convocar"})


def settled(asked: Understood) -> Intent | None:
    """The intent that the words leave no doubt about; None: what is likeliest decides."""
    is_status = asked.which in _WITHOUT or (asked.words == 1 and asked.which is not Which.ALL)
    if asked.confidence >= BEYOND_DOUBT and not is_status:
        return None
    if _names_a_list(asked) or _names_days(asked) or _names_a_debtor(asked):
        return Intent.LIST_COMMITMENTS
    return Intent.COMMITMENT_DETAIL if _names_a_topic(asked) or _names_a_commitment(asked) else None


def _names_a_list(asked: Understood) -> bool:
    """ "sin plazo", "hunt'asqa", "pendientes": a status, and nothing besides."""
    pending = asked.which is Which.PENDING and "faltar" in asked.cues
    alone = asked.words <= _FEWEST and asked.cues <= _STATUS and not asked.has_subject and not asked.days
    return alone and (pending or asked.which in _LISTS)


def _names_days(asked: Understood) -> bool:
    """ "qué vence la próxima semana" is no question about the next session."""
    uncertain = asked.intent is Intent.NEXT_SESSION or not asked.sure
    return uncertain and bool(asked.due) and "vencer" in asked.cues and not asked.cues & _MEETING


def _names_a_commitment(asked: Understood) -> bool:
    """ "acuerdo n.º 12", "¿para cuándo es VAL-02?": but "avíseme de VAL-02" wants something else."""
    uncertain = asked.intent in (Intent.NEXT_SESSION, Intent.OUT_OF_SCOPE) or not asked.sure
    return uncertain and bool(asked.code or asked.number) and not asked.cues & _ANOTHER_WISH


def _names_a_debtor(asked: Understood) -> bool:
    """ "¿qué debe la PCM?" """
    return bool(asked.institution) and "faltar" in asked.cues and asked.cues <= _OWING


def _names_a_topic(asked: Understood) -> bool:
    """ "unu", "relaves": who writes nothing but that looks for it. So does who writes a name that nobody taught us."""
    alone = len(asked.topic) == asked.words <= FEW_WORDS and "dano" not in asked.cues
    return alone and bool(asked.topic) and (not asked.sure or all(one.is_topic for one in asked.topic))
