"""How much of one text stands in another, word for word: shingles of three words, compared by sketch first and exactly after.

The sketch is MinHash by one permutation (P. Li, A. Owen, C.-H. Zhang, "One Permutation Hashing", 2012): a text's shingles,
hashed, fall into 128 bins, and the smallest of each bin is kept. The part of the bins, of those that either text fills, on
which two texts agree estimates the part of their shingles, taken together, that both have (standard error at most 0.045).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.documents import Block

Hashes = npt.NDArray[np.uint64]
SHINGLE = 3  # words
BINS = 128
FEWEST = 20  # shingles; a shorter text says too little to be like another
NEAR = 0.8  # share from which two documents are shown as near duplicates; our choice, like the next
SLACK = 0.12  # an estimate may be so much too low: two and a half standard errors
_WORD = re.compile(r"\w+")
_EDGES: Hashes = np.arange(BINS, dtype=np.uint64) << np.uint64(57)  # where each bin begins: the upper seven bits
_EMPTY = np.uint64(np.iinfo(np.uint64).max)
_PLACES: Hashes = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Sketch:
    """`n`: different shingles of the text; `values`: the smallest shingle of each of 128 bins, little-endian uint64."""

    n: int
    values: bytes


def body(text: str, blocks: Sequence[Block]) -> str:
    """What a document says, without what stands on every page and without its list of contents."""
    return "\n".join(block.span.of(text) for block in blocks if block.kind not in ("furniture", "contents"))


def shingles(text: str) -> Hashes:
    """The different runs of three words of a text, case and punctuation aside, as sorted 64-bit hashes."""
    words = _WORD.findall(text.casefold())
    known = {word: zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in set(words)}
    hashed = np.fromiter(map(known.__getitem__, words), dtype=np.uint64, count=len(words))
    if len(hashed) < SHINGLE:
        return np.empty(0, dtype=np.uint64)
    n = len(hashed) - SHINGLE + 1
    joined = np.zeros(n, dtype=np.uint64)
    for place in range(SHINGLE):
        joined ^= _mixed((hashed[place : place + n] + np.uint64(place + 1)) * _PLACES[place])
    return np.unique(_mixed(joined))


def _mixed(values: Hashes) -> Hashes:
    """Every bit of a value spread over all (the finaliser of SplitMix64, Steele and others 2014)."""
    values = values ^ (values >> np.uint64(30))
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values


def sketch(text: str) -> Sketch | None:
    """The sketch of a text, or None where it is too short to be like another."""
    found = shingles(text)
    if len(found) < FEWEST:
        return None
    first = np.searchsorted(found, _EDGES)
    last = np.append(first[1:], len(found))
    least = np.where(first < last, found[np.minimum(first, len(found) - 1)], _EMPTY)
    return Sketch(len(found), least.astype("<u8").tobytes())


def share(one: Hashes, other: Hashes) -> float:
    """The part of the longer text's shingles that both have, 0 to 1."""
    longer = max(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / longer if longer else 0.0


def estimates(one: Sketch, others: list[Sketch]) -> list[float]:
    """What `share` would say of each pair, from the sketches alone."""
    if not others:
        return []
    rows = np.frombuffer(b"".join(other.values for other in others), dtype="<u8").reshape(len(others), BINS)
    mine = np.frombuffer(one.values, dtype="<u8")
    filled = (rows != _EMPTY) | (mine != _EMPTY)
    alike = ((rows == mine) & filled).sum(axis=1) / filled.sum(axis=1)
    sizes = np.array([other.n for other in others])
    both = alike / (1 + alike) * (sizes + one.n)
    return [min(1.0, float(value)) for value in both / np.maximum(sizes, one.n)]
