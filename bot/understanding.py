"""`python -m bot understand`: what a question is understood as, and how well a set of known questions is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.app import Refused, lexicon
from bot.domain.intents import Intent
from bot.domain.lexicon import Lexicon
from bot.domain.questions import understand
from bot.domain.settled import settled

LANGUAGES = ("es", "qu")


@dataclass(frozen=True)
class Known:
    """A question with what it wants."""

    language: str
    text: str
    intent: Intent


@dataclass(frozen=True)
class Answered:
    known: Known
    found: Intent
    sure: bool
    offered: bool  # the right one was answered, or was among those offered

    @property
    def right(self) -> bool:
        return self.found is self.known.intent


def read_set(lines: Iterable[str]) -> list[Known]:
    """Lines of `language<TAB>text<TAB>intent`; a heading with these names may come first."""
    known = []
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if cells == ["language", "text", "intent"] or cells == [""]:
            continue
        if len(cells) != 3 or cells[0] not in LANGUAGES or cells[2] not in set(Intent):
            raise Refused(
                f"línea {number}: se espera  es|qu<TAB>pregunta<TAB>intención , con una de: {', '.join(Intent)}"
            )
        known.append(Known(cells[0], cells[1], Intent(cells[2])))
    return known


def lines_of(questions: Iterable[str], language: str) -> Iterator[str]:
    """`intent<TAB>confidence<TAB>language` of each: always the likeliest intent; how sure is the second column.

    language: the one to take a question for where its words do not tell. Refused: it is none of ours.
    """
    if language not in LANGUAGES:
        raise Refused(f"--language {language}: puede ser {', '.join(LANGUAGES)}")
    words = lexicon()
    for question in questions:
        found = understand(question.rstrip("\r\n"), words, language=language)
        yield f"{settled(found) or found.intent}\t{found.confidence:.3f}\t{found.language}"


def report_of(path: Path) -> Iterator[str]:
    """How well the questions of a file are understood. Refused: it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Refused(f"no puedo leer {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Refused(f"no puedo leer {path}: no es texto en UTF-8") from None
    return report(list(answer(read_set(lines), lexicon())))


def answer(known: Iterable[Known], lexicon: Lexicon) -> Iterator[Answered]:
    for one in known:
        found = understand(one.text, lexicon)
        meant = settled(found)
        sure = found.sure or meant is not None
        right_way = one.intent is (meant or found.intent) if sure else one.intent in found.offers
        yield Answered(one, meant or found.intent, sure, right_way)


def report(answered: Sequence[Answered]) -> Iterator[str]:
    """Per language: shares; precision and recall of each intent; which was taken for which."""
    for language in sorted({one.known.language for one in answered}):
        of_it = [one for one in answered if one.known.language == language]
        yield from (*_shares(language, of_it), *_by_intent(of_it), *_confusion(of_it), "")


def _shares(language: str, answered: Sequence[Answered]) -> Iterator[str]:
    outside = [one for one in answered if one.known.intent is Intent.OUT_OF_SCOPE]
    real = [one for one in answered if one.known.intent is not Intent.OUT_OF_SCOPE]
    unsure = [one for one in answered if not one.sure]
    yield f"{language}: {len(answered)} preguntas"
    yield f"  bien entendidas             {_share(answered, [one for one in answered if one.right])}"
    yield f"  ajenas reconocidas          {_share(outside, [one for one in outside if one.right])}"
    yield f"  reales tomadas por ajenas   {_share(real, [one for one in real if one.found is Intent.OUT_OF_SCOPE])}"
    among = _share(unsure, [one for one in unsure if one.offered])
    wrong = [one for one in answered if one.sure and not one.right]
    yield f"  sin seguridad, se ofrece    {_share(answered, unsure)}; la buena está entre lo ofrecido: {among}"
    yield f"  contestadas mal             {_share(answered, wrong)}"


def _by_intent(answered: Sequence[Answered]) -> Iterator[str]:
    yield f"  {'intención':<22}{'preguntas':>9}{'precisión':>11}{'exhaustividad':>15}"
    for intent in Intent:
        wanted = [one for one in answered if one.known.intent is intent]
        found = [one for one in answered if one.found is intent]
        right = [one for one in wanted if one.right]
        yield f"  {intent:<22}{len(wanted):>9}{_share(found, right):>11}{_share(wanted, right):>15}"


def _confusion(answered: Sequence[Answered]) -> Iterator[str]:
    wrong = Counter((one.known.intent, one.found) for one in answered if not one.right)
    yield "  confusiones (la buena → la entendida)"
    for (right, found), times in sorted(wrong.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {times:>4}  {right} → {found}"


def _share(whole: Sequence[object], part: Sequence[object]) -> str:
    return f"{100 * len(part) / len(whole):.1f} %" if whole else "—"
