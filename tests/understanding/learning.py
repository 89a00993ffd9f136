"""Learns from `locales/*/questions.tsv` what each kind of question is like, and keeps it in `locales/learnt.txt`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bot.domain import features as module
from bot.domain.features import features
from bot.domain.intents import Intent
from bot.domain.lexicon import Lexicon
from bot.domain.likeness import LENGTH, Features, Likeness
from bot.domain.vocabulary import WORD, spell
from bot.texts import keywords
from bot.texts.learnt import FILE, Learnt, LearntRefused, read, written
from bot.understanding import Known, read_set

LOCALES = Path(__file__).parents[2] / "locales"
DOMAIN = Path(module.__file__).parent
# All that decides what a question is made into; a change in any of them asks for learning anew.
MADE_BY = tuple(DOMAIN / f"{name}.py" for name in ("features", "folding", "quechua", "spanish", "vocabulary"))
OFTEN = 3  # times a Spanish word stands in questions to be taken for well spelt
SEEN = 2  # questions a feature stands in to be kept: what stands in one only is chance
TELLING = 3  # of 127: what tells less is left out; right as often without it, and little more than half as long
CAUTION = 1.0  # scikit-learn's C


def digest(locales: Path = LOCALES) -> str:
    """Of the questions, the words, and the code that reads them."""
    files = [locales / code / name for code in keywords.LANGUAGES for name in ("keywords.toml", "questions.tsv")]
    content = b"".join(path.read_bytes().replace(b"\r\n", b"\n") for path in (*files, *MADE_BY))
    return hashlib.sha256(content).hexdigest()


def questions(locales: Path = LOCALES) -> list[Known]:
    """The questions the bot learns from, of both languages."""
    paths = (locales / code / "questions.tsv" for code in keywords.LANGUAGES)
    return [known for path in paths for known in read_set(path.read_text(encoding="utf-8").splitlines())]


def learn(known: Sequence[Known], locales: Path = LOCALES) -> Learnt:
    """The same questions always teach the same."""
    spoken = keywords.read_all(locales)
    plain = well_spelt(one.text for one in known if one.language == "es")
    vocabulary = Lexicon(spoken, plain).vocabulary
    found = [of_one_length(features(vocabulary.read(one.text))) for one in known]
    return Learnt(digest(locales), plain, fit(found, [one.intent for one in known]))


def well_spelt(texts: Iterable[str]) -> list[str]:
    seen = Counter(spell(word).sounds for text in texts for word in set(WORD.findall(text)))
    return sorted(word for word, times in seen.items() if times >= OFTEN and word)


def of_one_length(found: Features) -> Features:
    size = float(np.sqrt(sum(weight * weight for weight in found.values()))) or 1.0
    return {feature: LENGTH * weight / size for feature, weight in found.items()}


def fit(found: Sequence[Features], intents: Sequence[Intent]) -> Likeness:
    """A multinomial logistic regression whose weights are rounded to a signed byte each."""
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415 (a second, for all who only read)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    seen = Counter(feature for one in found for feature in one)
    kept = [{feature: weight for feature, weight in one.items() if seen[feature] >= SEEN} for one in found]
    vectors = DictVectorizer()
    model = LogisticRegression(C=CAUTION, max_iter=2_000).fit(
        vectors.fit_transform(kept), [str(one) for one in intents]
    )
    scale = float(np.abs(model.coef_).max()) / 127
    small = np.round(model.coef_ / scale).astype(np.int8)
    rows = {
        name: small[:, place].tobytes().hex()
        for place, name in enumerate(vectors.feature_names_)
        if np.abs(small[:, place]).max() >= TELLING
    }
    return Likeness([str(kind) for kind in model.classes_], [float(one) for one in model.intercept_], scale, rows)


def problems(locales: Path = LOCALES) -> list[str]:
    """Whether what was learnt can be read, and is of the questions and words as they stand."""
    try:
        if read(locales / FILE).of == digest(locales):
            return []
    except LearntRefused as refused:
        return [str(refused)]
    return [f"{FILE}: las preguntas o las palabras cambiaron después de aprender; ejecute  python3 dev.py translate"]


def renew(locales: Path = LOCALES) -> bool:
    """Learn anew if anything changed; whether it did."""
    if not problems(locales):
        return False
    (locales / FILE).write_text(written(learn(questions(locales), locales)), encoding="utf-8")
    return True
