"""How much of one text stands in another, word for word: shingles of three words, compared by sketch first and exactly after.

The sketch is MinHash (A. Broder, "On the resemblance and containment of documents", 1997): for each of 128 hash functions the
smallest value over a text's shingles; the part of them on which two texts agree estimates the part of their shingles, taken
together, that both have (standard error at most 0.045).
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
FUNCTIONS = 128
FEWEST = 20  # shingles; a shorter text says too little to be like another
NEAR = 0.8  # share from which two documents are shown as near duplicates; our choice, like the next
SLACK = 0.12  # an estimate may be so much too low: two and a half standard errors
_WORD = re.compile(r"\w+")
_CHUNK = 1 << 9  # shingles at a time: what a processor keeps at hand
_RANDOM = np.random.Generator(np.random.PCG64(20240229))
_FACTORS: Hashes = _RANDOM.integers(1, 2**63, FUNCTIONS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_ADDENDS: Hashes = _RANDOM.integers(0, 2**63, FUNCTIONS, dtype=np.uint64)
_PLACES: Hashes = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Sketch:
    """`n`: different shingles of the text; `values`: (128,) uint64, little-endian bytes."""

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
    least = np.full(FUNCTIONS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for first in range(0, len(found), _CHUNK):
        hashed = _mixed(found[first : first + _CHUNK, None] * _FACTORS + _ADDENDS)
        np.minimum(least, hashed.min(axis=0), out=least)
    return Sketch(len(found), least.astype("<u8").tobytes())


def share(one: Hashes, other: Hashes) -> float:
    """The part of the longer text's shingles that both have, 0 to 1."""
    longer = max(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / longer if longer else 0.0


def estimates(one: Sketch, others: list[Sketch]) -> list[float]:
    """What `share` would say of each pair, from the sketches alone."""
    if not others:
        return []
    rows = np.frombuffer(b"".join(other.values for other in others), dtype="<u8").reshape(len(others), FUNCTIONS)
    alike = (rows == np.frombuffer(one.values, dtype="<u8")).mean(axis=1)
    sizes = np.array([other.n for other in others])
    both = alike / (1 + alike) * (sizes + one.n)
    return [min(1.0, float(value)) for value in both / np.maximum(sizes, one.n)]
