"""Texts that came more than once among many: the same word for word, nearly the same, or with a text that many send in theirs.

Texts are compared by their runs of three words. Candidates come from MinHash (A. Broder, "On the resemblance and containment of
documents", 1997) in 21 bands of 3 values (J. Leskovec, A. Rajaraman, J. Ullman, "Mining of Massive Datasets", section 3.4): two texts that
share two thirds of their runs meet in a band with probability 0.999; every candidate is then compared exactly.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
LEAST_WORDS = 8  # a shorter text may be the same by chance; our choice
NEAR = 0.8  # part of the longer text's runs that both have
WITHIN = 0.8  # part of a campaign's runs that a longer text must have
CAMPAIGN_RUNS = 20  # runs from which on a text of a group is looked for inside longer ones
CAMPAIGN_SIZE = 3
RUN = 3  # words
BANDS, BAND = 21, 3
MOST_TRIED = 40  # texts of one band that a text is compared with
_WORD = re.compile(r"\w+")
_PLACES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


@dataclass(frozen=True, slots=True)
class RepeatGroup:
    """Places of texts that say the same, in order; `centre`: the place of the text that most of them bear; `likeness`: for each place
    how much of the runs it shares with that text, 0 to 1; `same`: how many are that text word for word."""

    places: tuple[int, ...]
    centre: int
    likeness: tuple[float, ...]
    same: int


def folded_words(text: str) -> tuple[str, ...]:
    """A text's words without case and punctuation: what is compared."""
    return tuple(_WORD.findall(text.casefold()))


def repeat_groups(texts: Sequence[str], near: float = NEAR) -> list[RepeatGroup]:
    """Groups of two texts and more that came more than once, the largest first. Texts under eight words are in none."""
    words = [folded_words(text) for text in texts]
    by_text: dict[tuple[str, ...], list[int]] = {}
    for place, said in enumerate(words):
        if len(said) >= LEAST_WORDS:
            by_text.setdefault(said, []).append(place)
    distinct = list(by_text)
    if not distinct:
        return []
    flat, starts = _runs(distinct)
    runs = [frozenset(flat[a:b].tolist()) for a, b in zip(starts, [*starts[1:], len(flat)])]
    sizes = [len(by_text[said]) for said in distinct]
    groups = _centred(_linked(flat, starts, runs, near), runs, sizes, near)
    _add_longer(groups, runs, sizes)
    made = []
    for centre, members in groups.items():
        rows = [(place, like) for member, like in members.items() for place in by_text[distinct[member]]]
        if len(rows) > 1:
            rows.sort()
            made.append(
                RepeatGroup(
                    tuple(place for place, _ in rows),
                    by_text[distinct[centre]][0],
                    tuple(round(like, 3) for _, like in rows),
                    sizes[centre],
                )
            )
    return sorted(made, key=lambda group: (-len(group.places), group.places[0]))


def _runs(distinct: Sequence[tuple[str, ...]]) -> tuple[Hashes, list[int]]:
    """The hashed runs of all texts one after another, and where each text's begin."""
    known: dict[str, int] = {}
    flat_words: list[int] = []
    ends: list[int] = []
    for said in distinct:
        for word in said:
            if word not in known:
                known[word] = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        flat_words += [known[word] for word in said]
        ends.append(len(flat_words))
    hashed = np.array(flat_words, dtype=np.uint64)
    joined = np.zeros(len(hashed) - RUN + 1, dtype=np.uint64)
    for place in range(RUN):
        joined ^= _mixed((hashed[place : place + len(joined)] + np.uint64(place + 1)) * np.uint64(_PLACES[place]))
    inside = np.ones(len(hashed), dtype=bool)
    for back in range(1, RUN):  # runs that would go over the end of a text
        inside[np.array(ends) - back] = False
    kept = inside[: len(joined)]
    lengths = np.diff([0, *ends]) - RUN + 1
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return _mixed(joined[kept]), [int(start) for start in starts]


def _mixed(values: Hashes) -> Hashes:
    """Every bit of a value spread over all (the finaliser of SplitMix64, Steele and others 2014)."""
    values = values ^ (values >> np.uint64(30))
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values


def _linked(flat: Hashes, starts: list[int], runs: Sequence[frozenset[int]], near: float) -> list[list[int]]:
    """Distinct texts that are near one another, joined through whichever pairs were found."""
    parents = list(range(len(starts)))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    refused: set[tuple[int, int]] = set()
    for band in range(BANDS):
        key = np.zeros(len(starts), dtype=np.uint64)
        for n in range(BAND):
            seed = np.uint64((band * BAND + n + 1) * 0x9E3779B97F4A7C15 % 2**64)
            key = _mixed(key + np.minimum.reduceat(_mixed(flat ^ seed), starts))
        for bucket in _buckets(key):
            tried: list[int] = []
            for place in bucket:
                for other in tried:
                    if root(place) == root(other):
                        break
                    pair = (other, place)
                    if pair not in refused:
                        if _share(runs[place], runs[other]) >= near:
                            parents[root(place)] = root(other)
                            break
                        refused.add(pair)
                else:
                    if len(tried) < MOST_TRIED:
                        tried.append(place)
    found: dict[int, list[int]] = defaultdict(list)
    for place in range(len(starts)):
        found[root(place)].append(place)
    return list(found.values())


def _buckets(key: Hashes) -> Iterable[list[int]]:
    """Places with the same key, where there are two and more."""
    order = np.argsort(key, kind="stable")
    edges = np.flatnonzero(np.diff(key[order])) + 1
    for bucket in np.split(order, edges):
        if len(bucket) > 1:
            yield bucket.tolist()


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    longer = max(len(one), len(other))
    if min(len(one), len(other)) < 0.5 * longer:
        return 0.0
    return len(one & other) / longer


def _centred(
    linked: Sequence[list[int]], runs: Sequence[frozenset[int]], sizes: Sequence[int], near: float
) -> dict[int, dict[int, float]]:
    """Each group about the text that most bear: what was joined only through others and is not near it makes a group of its own."""
    groups: dict[int, dict[int, float]] = {}
    for members in linked:
        left = members
        while left:
            centre = max(left, key=lambda place: (sizes[place], len(runs[place]), -place))
            likes = {place: 1.0 if place == centre else _share(runs[place], runs[centre]) for place in left}
            groups[centre] = {place: like for place, like in likes.items() if like >= near}
            left = [place for place in left if likes[place] < near]
    return groups


def _add_longer(groups: dict[int, dict[int, float]], runs: Sequence[frozenset[int]], sizes: Sequence[int]) -> None:
    """Puts texts that stand alone and hold most of a campaign's text, with words of their own about it, into its group."""
    borne = {centre: sum(sizes[place] for place in members) for centre, members in groups.items()}
    campaigns = [c for c, n in borne.items() if n >= CAMPAIGN_SIZE and len(runs[c]) >= CAMPAIGN_RUNS]
    where: dict[int, list[int]] = defaultdict(list)
    for centre in campaigns:
        for run in runs[centre]:
            where[run].append(centre)
    if not where:
        return
    for alone in [c for c, members in groups.items() if borne[c] == 1 and len(members) == 1]:
        hits = Counter(centre for run in runs[alone] if run in where for centre in where[run])
        if not hits:
            continue
        centre, n = max(hits.items(), key=lambda hit: (hit[1] / len(runs[hit[0]]), borne[hit[0]]))
        if n / len(runs[centre]) >= WITHIN:
            groups[centre][alone] = n / len(runs[centre])
            del groups[alone]
