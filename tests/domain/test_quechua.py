"""One word, however it is typed: the rules of bot/domain/quechua.py in order, each with words that people write."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.quechua import letters, loose_key, stems, strict_key

SAME = {
    "capitals and accents": "Ñuqanchík ñuqanchik · PUNCHAW punchaw · arí ari",
    "any sign for an apostrophe, or none": "p’unchaw p'unchaw · p`unchaw p'unchaw · hunt´ay hunt'ay · hayk'aq haykaq",
    "qu before e and i": "quilla killa · queja kiha",
    "hu and gu before a vowel": "huillahuay willaway · huasi wasi · guagua wawa",
    "u before a vowel": "uasi wasi · llauta llawta",
    "ui and y at the end": "hamui hamuy · tukui tukuy",
    "y after a consonant at the end": "munanky munanki · sutiyky sutiyki",
    "cc": "ccari qari · ccollana qullana",
    "c before e and i": "cinco sinku · cimana simana",
    "any other c": "cunan kunan · capital kapital",
    "letters of Spanish": "zapa sapa · bendiy wendiy · video wirio · favor pawor · carro karu · desague risawi",
    "five vowels": "qhepa qhipa · ñoqayku ñuqayku · maipi maypi · llauta llawta · Espinar ispinar",
    "vowels that meet": "yachai yachay · maiu mayu · diarío ryaryu",
    "breath and stop are not written": "chhaynan chaynan · phawa pawa · qhepa qipa · thuta tuta · khuyay kuyay",
    "sh": "kusha kusa · qheshwa qiswa",
    "ch before a consonant": "achka aska · qhichwa qhiswa",
    "j and x": "jatun hatun · jampi hampi · yachaj yachaq · paj paq · ñaxsa ñaqsa",
    "g and h at the end of a syllable": "yachag yachaq · yachah yachaq · wahcha waqcha",
    "k at the end of a syllable": "rikchay riqchay · unuk unuq",
    "p at the end": "hayk'ap hayk'aq",
    "qti": "rimaqtin rimaptin",
    "m at the end of a syllable": "pim pin · qampaq qanpaq · llamk'ay llank'ay · allinmi allinmi",
    "ll before a consonant": "allqu alqu",
    "what goes on": "kashan kachkan · kasani kachkani · rimashanku rimachkanku · kaskan kashan",
    "the past": "rimarani rimarqani · rimaruni rimarquni · niranku nirqanku",
    "we": "ñoqanchis ñuqanchik · ñuqanchej ñuqanchik · ñuqanchiq ñuqanchik · willawaychis willawaychik",
    "letters said twice": "wawwa wawa · yanapaaa yanapa · arííí ari",
    "two words for one": "punchay p'unchaw · haykuy yaykuy · kinsa kimsa · upyay ukyay · mayqen mayqan · jam qam · mihuy mikhuy",
}  # fmt: skip
DIFFERENT = [
    ("killa", "kila"),  # ll between vowels is a letter of its own
    ("qam", "kam"),
    ("ñan", "nan"),
    ("iskay", "isay"),  # "two": no -ska- of what goes on
    ("rqa", "ra"),  # the past stands behind a word, never in front of one
    ("munanchik", "munanki"),
    ("chaka", "saka"),
]
ONLY_LOOSE = [
    ("qam", "kam"),
    ("killa", "kila"),
    ("ñan", "nan"),
    ("hatun", "atun"),
    ("ruwasqa", "rurasqa"),
    ("ruasqa", "rurasqa"),
    ("simiy", "simi"),
    ("wayk'o", "wayq'u"),
]


def pairs(line: str) -> list[tuple[str, str]]:
    return [(one, other) for one, other in (pair.split() for pair in line.split("·"))]


@pytest.mark.parametrize("line", SAME.values(), ids=SAME)
def test_spellings_of_one_word_have_one_key(line: str) -> None:
    assert [pair for pair in pairs(line) if len({strict_key(word) for word in pair}) > 1] == []


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert strict_key(one) != strict_key(other)


@pytest.mark.parametrize(("one", "other"), ONLY_LOOSE)
def test_the_loose_key_unites_more(one: str, other: str) -> None:
    keys = strict_key(one), strict_key(other)

    assert keys[0] != keys[1]
    assert loose_key(keys[0]) == loose_key(keys[1])


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Ñuqa", "ñuqa"),
        ("n\u0303uqa", "ñuqa"),  # ñ as two signs
        ("¿Imatá?", "imata"),
        ("P’unchaw-3", "p'unchaw"),
        ("ima 2?", "ima"),
        ("水", ""),
        ("", ""),
    ],
)
def test_nothing_but_letters_is_left(typed: str, left: str) -> None:
    assert letters(typed) == left


# Words as the three-vowel spelling builds them; without ch, for "-nchis-chis", which nobody says, is taken for "we" twice.
ONSETS = "h k l ll m n ñ p q r s t w y kh ph qh th k' p' q' t'".split()
SYLLABLES = st.builds(
    "{}{}{}".format, st.sampled_from(ONSETS), st.sampled_from("aiu"), st.sampled_from(["", *"nmkqsywlr"])
)
WORDS = st.lists(SYLLABLES, min_size=1, max_size=5).map("".join)


@given(WORDS)
@example("upyay")
@example("ukyay")
def test_the_key_of_a_key_is_itself(word: str) -> None:
    key = strict_key(word)

    assert strict_key(key) == key
    assert loose_key(loose_key(key)) == loose_key(key)


@given(st.text())
def test_a_key_is_made_of_few_letters(text: str) -> None:
    assert set(strict_key(text)) <= set("achiklmnñpqrstuwyg")


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("compromisokunamanta", "kunprumisu"),  # a Spanish word as the ear has it
        ("huñunakuypi", "huñu"),
        ("willawaychikchu", "willa"),
        ("wasinchikkunapi", "wasi"),
        ("yachachiwanki", "yacha"),
        ("unumantaqa", "unu"),
        ("rimarqankuchu", "rima"),
    ],
)
def test_a_root_is_found_under_its_suffixes(typed: str, root: str) -> None:
    assert root in list(stems(strict_key(typed)))


def test_the_longest_root_comes_first() -> None:
    assert list(stems("unumanta")) == ["unuman", "unu", "unuma"]


def test_three_letters_at_least_are_left() -> None:
    assert list(stems("pita")) == []
    assert min(map(len, stems("unukunapi"))) == 3


@given(st.text("acehiklmnñopqrstuwy'", max_size=60))
def test_roots_are_beginnings_and_each_is_said_once(word: str) -> None:
    found = list(stems(word))

    assert all(word.startswith(root) and len(root) >= 3 for root in found)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("piece", ["a", "q", "ll", "chka", "nchik", "hu", "'", "rqa", "ñ"])
def test_a_word_without_end_takes_no_longer_than_its_letters(piece: str) -> None:
    began = process_time()
    strict_key(piece * 20_000)
    list(stems(piece * 20_000))

    assert process_time() - began < 1
