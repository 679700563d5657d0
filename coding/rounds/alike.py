"""Responses that are like one another: those that say the same, and all in order of likeness.

Texts and vectors in, places and likenesses out; nothing here touches the store.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from core.encoder import Vectors
from core.text import DASHES, QUOTES

SAME = 1.0
NEARLY_SAME = 0.9  # of rapidfuzz's ratio (normalised indel similarity): about one word in ten written otherwise
LEAST_WORDS = 5  # shorter texts are alike by chance: they must be the same
ACCENTS = re.compile(r"[\u0300-\u036f]+")
WORD = re.compile(r"\w+(?:'\w+)?")
TURNS = frozenset(
    [
        "no",
        "not",
        "never",
        "none",
        "nothing",
        "nobody",
        "nowhere",
        "neither",
        "nor",
        "without",
        "hardly",
        "barely",
        "cannot",
        "more",
        "less",
        "better",
        "worse",
        "too",
        "enough",
        "increase",
        "decrease",
        "up",
        "down",
        "for",
        "against",
    ]
)
PREFIXES = ("dis", "un", "in", "im", "non", "ir", "il", "mis")


def bare(text: str) -> str:
    """The text without case, accents and typographic quotes and dashes; quick, as it is asked of every response."""
    made = text.translate(QUOTES).translate(DASHES).casefold()
    return made if made.isascii() else ACCENTS.sub("", unicodedata.normalize("NFKD", made))


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    return WORD.findall(bare(text))


def said(text: str) -> str:
    """What two texts that say the same have in common: their words, in order; the text itself where it has none."""
    return " ".join(words_of(text)) or " ".join(text.split())


def same_said(texts: Sequence[str], anchor: str) -> list[tuple[int, float]]:
    """(place, likeness) of the texts that say the same as `anchor` or nearly: 1.0 where only case, accents, spacing and
    punctuation differ; else the share that is alike, at least NEARLY_SAME, where what differs holds no number and no word
    that turns the meaning ("not", "disagree"). Likest first."""
    wanted = said(anchor)
    made = [said(text) for text in texts]
    found = [(n, SAME) for n, text in enumerate(made) if text == wanted]
    if len(wanted.split()) >= LEAST_WORDS:
        near = process.extract(wanted, made, scorer=fuzz.ratio, score_cutoff=100 * NEARLY_SAME, limit=None)
        found += sorted(
            ((n, score / 100) for text, score, n in near if text != wanted and not turned(wanted, text)),
            key=lambda pair: (-pair[1], pair[0]),
        )
    return found


def turned(a: str, b: str) -> bool:
    """Whether the words in which two texts differ may turn what they say: a number, a negation, an opposite."""
    left, right = Counter(a.split()), Counter(b.split())
    gone, come = set(left - right), set(right - left)
    differ = gone | come
    if any(word in TURNS or word.endswith("n't") or any(c.isdigit() for c in word) for word in differ):
        return True
    return any(
        long == prefix + short
        for here, there in ((gone, come), (come, gone))
        for long in here
        for short in there
        for prefix in PREFIXES
    )


def by_likeness(texts: Sequence[str], anchor: int, vectors: Vectors | None = None) -> list[int]:
    """Places of the texts, those most like the one at `anchor` first (itself at the head): by the cosine of the vectors,
    (n_texts, dim) float32 of unit length, or of the TF-IDF of words and parts of words where there are none."""
    if vectors is not None:
        likeness = np.asarray(vectors @ vectors[anchor], dtype=np.float64)
    else:
        likeness = _by_words(texts, anchor)
    likeness[anchor] = np.inf
    return [int(n) for n in np.argsort(-likeness, kind="stable")]


def _by_words(texts: Sequence[str], anchor: int) -> np.ndarray:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(strip_accents="unicode", sublinear_tf=True, ngram_range=(1, 2), dtype=np.float32)
    try:
        made = vectoriser.fit_transform(texts)
    except ValueError:  # scikit-learn: "empty vocabulary": no text holds a word
        return np.zeros(len(texts))
    return np.asarray((made @ made[anchor].T).todense(), dtype=np.float64).ravel()
