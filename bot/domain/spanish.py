"""Spanish as people type it made one: keys for look-ups, never for display.

No accents, SMS words, b for v, s for z, a lost h, "kuando", "holaaa"; the stem unites the forms of a word.
"""

from __future__ import annotations

import re

from bot.domain.folding import fold

_SMS = {
    "q": "que", "k": "que", "qe": "que", "ke": "que", "x": "por", "xq": "porque", "pq": "porque", "porq": "porque", "xk": "porque",
    "xa": "para", "pa": "para", "pra": "para", "xfa": "porfavor", "xfavor": "porfavor", "porfa": "porfavor", "pls": "porfavor",
    "tb": "tambien", "tmb": "tambien", "tbn": "tambien", "tmbn": "tambien", "d": "de", "dl": "del", "n": "en", "m": "me",
    "toy": "estoy", "ta": "esta", "tas": "estas", "bn": "bien", "msj": "mensaje", "msjs": "mensaje",
    "grax": "gracias", "grcs": "gracias", "grs": "gracias", "slds": "saludos", "bs": "buenas", "bno": "bueno", "aki": "aqui", "cdo": "cuando",
    "cndo": "cuando", "cuand": "cuando", "dnd": "donde", "dnde": "donde", "onde": "donde", "kien": "quien", "qn": "quien", "qien": "quien",
    "nd": "nada", "ps": "pues", "pe": "pues", "pue": "pues", "s": "es", "t": "te", "l": "el", "sta": "esta", "hno": "hermano", "hna": "hermana",
    "info": "informacion", "tel": "telefono", "cel": "celular", "fono": "telefono", "muni": "municipalidad",
    "resp": "responsable", "reu": "reunion", "ok": "okay", "oki": "okay", "okey": "okay", "ntp": "nada", "hr": "hora", "hrs": "horas",
}  # fmt: skip

# Letters without which there is nothing to do; what to find; what to put.
_SOUNDS = tuple(
    (frozenset(letters), re.compile(pattern), to)
    for letters, pattern, to in (
        ("c", r"ch", "\0"),
        ("qc", r"qu(?=[ei])|q|c(?=[aouklrtn]|$)", "k"),
        ("g", r"gu(?=[ei])", "g"),
        ("zc", r"z|c(?=[ei])", "s"),
        ("h", r"h", ""),
        ("l", r"ll", "y"),
        ("\0", r"\0", "ch"),
    )
)
_ALIKE = str.maketrans("vxw", "bsu")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_LONG = re.compile(r"(.)\1{2,}")  # holaaa
_DOUBLED = re.compile(r"([a-z])\1+")
_ENDING = re.compile(
    r"(?:aciones|acion|iciones|icion|siones|sion|iones|ion|amientos?|imientos?|mente"
    r"|ar(?:on|an|as|a|emos|ia|ian)?|er(?:an|as|a|emos|ia|ian)?|ir(?:an|as|a|emos|ia|ian)?|ieron|iera[ns]?|io|an|en|as|es|os"
    r"|ad[ao]s?|id[ao]s?|ando|iendo|yendo|amos|emos|imos|aba[ns]?|ia[ns]?|aste|iste|[aeio])$"
)
_CLITIC = re.compile(r"(?:(?<=[aei]r)|(?<=ndo)|(?<=[ae]n)|(?<=[a-z][aei]))(?:(?:me|nos|te|se)?l[aeo]s?|me|nos|te|se)$")


def key(word: str) -> str:
    """One key for the spellings of a word."""
    sounds = fold(word)
    sounds = _SMS.get(sounds, sounds)
    sounds = _LONG.sub(r"\1", sounds if sounds.isalnum() else _NOT_LETTERS.sub("", sounds))
    for needed, pattern, to in _SOUNDS:
        if not needed.isdisjoint(sounds):
            sounds = pattern.sub(to, sounds)
    return _DOUBLED.sub(r"\1", sounds.translate(_ALIKE))


def stem(sounds: str) -> str:
    """Of a key: what the forms of a word share; at least three letters are kept."""
    bare = _CLITIC.sub("", sounds) if len(sounds) > 6 else sounds
    cut = _ENDING.sub("", bare)
    return cut if len(cut) >= 3 else bare
