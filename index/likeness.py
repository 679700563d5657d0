"""How likely two mentions promise the same thing: the features of a pair, and the chance that they give.

A logistic regression over eleven plain features. Its weights were chosen on the `tuning` half of `benchmarks/mentions`, by
`python -m benchmarks.mentions --fit`, which prints them; nothing of a document is in them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.words import STOP_WORDS, stem, tokens

# Words of one meaning in this genre, as their stems: what is said in a summary is said in another word in the body.
_ALIKE_WORDS = (
    "publish issue release produce",
    "launch start begin open introduce establish create set-up commence bring-in",
    "fund invest spend finance money grant",
    "extend expand",
    "recruit hire appoint employ",
    "abolish stop end scrap",
    "provide give offer",
    "trial pilot test",
    "build construct",
    "role post job",
    "further additional extra more",
    "charge fee fine pay",
    "phone telephone call",
    "share allocate distribute",
    "train skill apprentice",
    "firm business company enterprise",
    "way method",
    "compulsory must mandatory duty",
    "legislate law statute legal bill",
    "home house household dwelling",
    "resident people person citizen inhabitant",
    "day daily",
    "year annual yearly",
    "week weekly",
    "month monthly",
    "rise raise increase grow",
    "cut reduce decrease lower",
    "repair mend fix",
    "replace substitute",
    "simple simplify streamline",
)
_SETS_OFF = (
    "will government department publish provide support ensure continue develop work include strategy commitment "
    "commit plan new further additional make set take programme fund investment launch introduce improve help council "
    "councils local authority authorities children child young people board members officers lga report deliver part "
    "commission minister trust team carry confirm tell say told said agree councillor councillors cabinet committee"
)
_INSTRUMENTS = (
    "consult review legislate survey strategy guidance trial evaluate recruit campaign register framework standard inquiry "
    "regulation network statement bulletin charter train invest build respond feedback comment learn sign-off"
)
_FROM_TWO = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_FROM_TWO.split(), 2)}
_NUMBER_WORDS |= {word: str(n * 10) for n, word in enumerate(_TENS.split(), 2)}
_DERIVED = (
    (re.compile(r"ens$"), "end"),
    (re.compile(r"ans$"), "and"),
    (re.compile(r"uct$"), "uc"),
    (re.compile(r"ship$"), ""),
)
SMALLEST = 50  # mentions: in a short paper no word is rare because it is said once
GENERIC_WEIGHT = 0.35
LEFT_OVER = 0.5  # half of a word that is said once
_COUNT = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_EDITION = re.compile(r"\b(?:19|20|21)\d\d(?:[/–-]\d\d(?:\d\d)?)?\b")
_YEAR = re.compile(r"(?:19|20|21)\d\d")


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """The word's stem without what derivation adds or changes ("extension": extend), as the first of its like."""
    made = stem(word)
    for ending, instead in _DERIVED:
        made = ending.sub(instead, made)
    return _FIRST.get(made, made)


_FIRST: dict[str, str] = {}
_FIRST |= {root(word): root(line.split()[0]) for line in _ALIKE_WORDS for word in line.split()}
root.cache_clear()  # what was asked while the table was made
INSTRUMENTS = frozenset(root(word) for word in _INSTRUMENTS.split())
"""What is done, whatever it is about: two mentions that name none in common are seldom one."""
GENERIC = frozenset(root(word) for word in _SETS_OFF.split())


@dataclass(frozen=True, slots=True)
class Promise:
    """What is compared of a mention: the roots of its words, those of them that are not of the genre, counts ("800"), and
    the years that are no deadline ("the report for 2030/31")."""

    words: frozenset[str]
    telling: frozenset[str]
    counts: frozenset[str]
    years: frozenset[str]


@lru_cache(maxsize=10_000)
def promise(text: str, without: tuple[str, ...] = ()) -> Promise:
    """The words of a mention; `without`: words of time and money in it, which are compared as what they mean."""
    for words in without:
        text = text.replace(words, " ")
    roots, counts = set(), set()
    for token in tokens(text):
        term = _NUMBER_WORDS.get(token.term, token.term)
        if _COUNT.fullmatch(term):
            if not _YEAR.fullmatch(term):
                counts.add(term)
        elif term.startswith("£") or term in STOP_WORDS:
            continue
        roots.add(root(term) if term[0].isalpha() else term)
    whole = frozenset(roots)
    return Promise(whole, whole - GENERIC, frozenset(counts), frozenset(_EDITION.findall(text)))


def weights(promises: Collection[Promise]) -> dict[str, float]:
    """Root -> how telling it is, 0 to 1: the squared logarithm of how rare it is among the mentions, against that of a word
    said once (squared, since a programme's name stands in many commitments about it). Words of the genre count a third."""
    count = Counter(word for one in promises for word in one.words)
    n = max(SMALLEST, len(promises))
    once = math.log(1 + n)
    return {
        word: (math.log(1 + n / c) / once) ** 2 * (GENERIC_WEIGHT if word in GENERIC else 1.0)
        for word, c in count.items()
    }


def overlap(a: Promise, b: Promise, weight: Mapping[str, float]) -> tuple[float, float]:
    """(share of the telling words that both have, share of the shorter's that the other has), each 0 to 1 by weight."""
    shared = sum(map(weight.__getitem__, a.words & b.words))
    first, second = sum(map(weight.__getitem__, a.words)), sum(map(weight.__getitem__, b.words))
    return shared / max(1e-9, first + second - shared), shared / max(1e-9, min(first, second))


NAMES = (
    "jaccard", "contained", "common", "other_means", "counts_same", "counts_differ", "same_sum", "same_date", "other_actor",
    "same_section", "near",
)  # fmt: skip
# Weights in the order of NAMES, and the constant: from `python -m benchmarks.mentions --fit`.
WEIGHTS = (2.36, 2.1, 3.62, -1.23, 1.41, -2.29, 1.95, 1.53, -0.82, -2.89, -0.42)
CONSTANT = -3.68


@dataclass(frozen=True, slots=True)
class Terms:
    """What a pair states beside its words; False too where one of the two states nothing."""

    same_sum: bool = False
    same_date: bool = False
    other_actor: bool = False
    same_section: bool = False
    near: bool = False


def features(a: Promise, b: Promise, weight: Mapping[str, float], terms: Terms) -> tuple[float, ...]:
    """The features of a pair, each 0 to 1 (`common` up to about 3: the weight of the telling words that both have).

    other_means: both say what is done (a review, a survey, legislation) and name nothing in common. counts_differ: both give
    numbers, none of them the same ("800 places", "1,100 places"). same_section, near: of one document; siblings stand side by
    side, a restatement elsewhere."""
    jaccard, contained = overlap(a, b, weight)
    means, others = a.words & INSTRUMENTS, b.words & INSTRUMENTS
    counted = bool(a.counts and b.counts)
    return (
        jaccard,
        contained,
        sum(weight[word] for word in a.telling & b.telling) / 3,
        float(bool(means and others) and not means & others),
        float(counted and bool(a.counts & b.counts)),
        float(counted and not a.counts & b.counts),
        float(terms.same_sum),
        float(terms.same_date),
        float(terms.other_actor),
        float(terms.same_section),
        float(terms.near),
    )


def siblings(a: Promise, b: Promise, weight: Mapping[str, float]) -> bool:
    """Whether each says something telling that the other does not ("the north channel", "the south channel"), or their counts
    differ. Restatements in other words do so too: this is for papers that repeat each other's wording."""
    if a.counts and b.counts and not a.counts & b.counts:
        return True
    left = min(sum(weight[word] for word in one.telling - other.words) for one, other in ((a, b), (b, a)))
    return left >= LEFT_OVER


def chance(values: Sequence[float]) -> float:
    """The chance, 0 to 1, that a pair with these features is one commitment."""
    score = CONSTANT + sum(w * value for w, value in zip(WEIGHTS, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
