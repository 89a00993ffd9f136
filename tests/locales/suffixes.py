"""What may follow a Quechua root, as one table (QUECHUA.md sections 2, 7 and 9): for checking what we write.

Understanding what people type is looser: `bot/domain/quechua.py`. Here a suffix stands only in its order, and in the shape
that the letter before it asks for. Left out on purpose: genitive `-p` (we write `-pa`).
"""

from __future__ import annotations

import re


def one_of(suffixes: str) -> str:
    return f"(?:{'|'.join(suffixes.split())})"


VOWELS = "aeiouáéíóú"  # Spanish words take suffixes too
AFTER_VOWEL, AFTER_CONSONANT = f"(?<=[{VOWELS}])", f"(?<![{VOWELS}])"

# At the end of any word, each once and in this order; -mi says that we know it, -si that we were told.
EVIDENTIAL = f"(?:{AFTER_CONSONANT}{one_of('mi si')}|{AFTER_VOWEL}{one_of('m s')})"
ENCLITICS = rf"(?:lla)?(?:puni)?{one_of('ña raq')}?(?:pas)?(?:taq)?(?:{EVIDENTIAL}|{one_of('chu qa chá ri yá má')})?"

POSSESSOR = f"(?:{AFTER_VOWEL}|{AFTER_CONSONANT}ni){one_of('y yki n nchik yku ykichik nku')}"
HAVING = f"(?:{AFTER_VOWEL}yuq|{AFTER_CONSONANT}niyuq|sapa)"
CASE = one_of("pa ta pi man manta wan paq kama rayku hina ntin pura")
NOUN = f"(?:cha)?(?:lla)?{HAVING}?(?:{POSSESSOR})?(?:kuna)?(?:lla)?(?:puni)?{CASE}{{0,3}}{ENCLITICS}"

DERIVATION = one_of("chi ku naku paya paku pu mu ri yku rqu rqa ysi naya lla raya")
PERSON = f"{one_of('rqa sqa')}?{one_of('ni nki n nchik yku nkichik nku')}"
FUTURE = one_of("saq nqa sun sunchik saqku nqaku sqayki")
TO_YOU = "(?:rqa)?" + one_of("sunki yki")
WISH = one_of("yman waq nman chwan")
ORDER = one_of("y ychik chun")
FINITE = f"(?:{PERSON}|{FUTURE}|{TO_YOU}|{WISH}|{ORDER}){ENCLITICS}"
NOMINAL = f"{one_of('y q sqa na')}{NOUN}"
SUBORDINATE = f"(?:spa|pti{POSSESSOR}){ENCLITICS}"
TO_ME = "(?:wa)?"  # before infinitives too: tapuwayta
VERB = f"{DERIVATION}{{0,5}}(?:chka)?{TO_ME}(?:{FINITE}|{NOMINAL}|{SUBORDINATE})"

# By the class of the root, as `locales/qu/roots.txt` names it.
ENDINGS = {
    "sustantivo": re.compile(NOUN),
    "verbo": re.compile(VERB),
    "partícula": re.compile(ENCLITICS),
}


def may_follow(kind: str, word: str, root_length: int) -> bool:
    """Whether the letters after the root are suffixes that its class takes; `word` in lower case."""
    return ENDINGS[kind].fullmatch(word, root_length) is not None
