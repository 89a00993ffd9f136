"""Whether a plain question asks what a word means, in either language. Pure.

Only the whole question counts: "qué es el canon" asks for a meaning, "qué es de la obra del canon" does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.glossary import Glossary, Place, Term, Word, words_of

MOST_WORDS = 24  # a question for the meaning of a word is short

_OPENING = (
    r"(?:(?:hola|buen[oa]s|dias|tardes|noches|por|favor|porfa|disculp[ae]|senora?|senorita|amig[oa]|herman[oa]|y|oiga|oye|una"
    r"|pregunta|quier[oe]|quisiera|saber|entender|me|puedes?|podrias?|decir|decirme|dime|digame|ayud[ae]me|a|allillanchu)\s)*"
)
_ARTICLES = (
    r"(?:(?:el|la|los|las|lo|un|una|unos|unas|es[oae]|est[oae]|de|del|palabras?|terminos?|siglas?|llamad[oa])\s)*"
)
_CLOSING = (
    r"(?:\s(?:por|favor|porfa|gracias|pues|ps|pe|es[oa]|senora?|senorita|amig[oa]|herman[oa]|aqui|ama|hina|kaspa))*"
)
_THAT = r"(?:que|q|k|ke|qe)"
_STRONG = (
    rf"(?:{_THAT}(?:\scosa)?\s(?:es|son|sera|seria|significan?|signifika|quieren?\sdecir)|{_THAT}\sse\sentiende\spor"
    rf"|(?:cual\ses\sel\s|el\s)?significado|definicion|a\s{_THAT}\s(?:se\s)?(?:les?\s)?(?:llaman?|dicen|refieren?)(?:\s(?:con|a))?)"
)
_WEAK = (
    rf"(?:no\s(?:entiendo|comprendo)|expli(?:ca|que|car)(?:me)?|aclara(?:me)?|no\sse\s{_THAT}\ses|para\s{_THAT}\ssirven?"
    rf"|(?:no\s(?:entiendo|comprendo)|expli(?:ca|que|car)(?:me)?)\s(?:lo\s)?{_STRONG})"
)
_SO_CALLED = r"(?:\s(?:nisqa\w*|nisca\w*|niska\w*|simi\w*))*"
_WHAT = (
    r"(?:ima(?:ta|pa)?(?:taq|m|mi|mataq|n|qa|si)?(?:\s?ninan(?:taq|mi|qa)?|\snin(?:taq)?|\sniyta\s?muna\w*|\skan(?:man)?)?"
    r"|ima\s?nisqa(?:taq|m)?)"
)
_SURELY = (
    rf"{_OPENING}{_STRONG}\s{_ARTICLES}_{_CLOSING}",
    rf"{_OPENING}{_ARTICLES}_\s{_STRONG}{_CLOSING}",
    rf"{_OPENING}_{_SO_CALLED}\s{_WHAT}{_CLOSING}",
    rf"{_OPENING}{_WHAT}\s_{_SO_CALLED}{_CLOSING}",
)
_PERHAPS = (rf"{_OPENING}{_WEAK}\s{_ARTICLES}_{_CLOSING}", rf"{_OPENING}{_ARTICLES}_\s{_WEAK}{_CLOSING}")
_ASKS_SURELY = re.compile("|".join(_SURELY))
_ASKS = re.compile("|".join(_SURELY + _PERHAPS))
_NAMES_ONLY = re.compile(rf"{_ARTICLES}_{_SO_CALLED}")


def asked_term(text: str, glossary: Glossary, *, alone: bool = True) -> Term | None:
    """The term whose meaning `text` asks for, or None.

    "qué es…", "qué quiere decir…", "… ima ninan", "… nisqa imataq"; with `alone` also a term's bare name ("OEFA"). An
    everyday word ("plazo") counts only where its meaning is asked for in so many words.
    """
    words = words_of(text)
    place = glossary.locate(words) if len(words) <= MOST_WORDS else None
    if place is None:
        return None
    question = _with_gap(words, place)
    everyday = place.term.everyday
    asks = (_ASKS_SURELY if everyday else _ASKS).fullmatch(question)
    names = alone and not everyday and _NAMES_ONLY.fullmatch(question)
    return place.term if asks or names else None


def _with_gap(words: Sequence[Word], place: Place) -> str:
    """The folded question with `_` where the term stands."""
    said = [word.folded for word in words]
    return " ".join((*said[: place.start], "_", *said[place.start + place.size :]))
