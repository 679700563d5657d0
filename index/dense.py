"""The vector index (FAISS): exact inner products of unit vectors, so similarity is the cosine and higher is nearer.

Flat, because it is exact, fast enough to a million vectors, and takes a filter before the search. The file is never
changed after it is written; readers map it into memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.encoder import Vectors

Positions = NDArray[np.int64]
GATHER_SHARE = 0.1  # below this share of allowed vectors, gathering them is cheaper than a selector (docs/decisions.md)


def _faiss() -> Any:
    """The library, imported late and untyped (its hints do not know the Python wrappers)."""
    import faiss

    return faiss


def write(file: Path, vectors: Vectors, dimension: int) -> None:
    """Writes unit vectors of shape (n, dimension) as a FAISS file."""
    faiss = _faiss()
    index = faiss.IndexFlatIP(dimension)
    if len(vectors):
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    faiss.write_index(index, str(file))


class DenseIndex:
    """Vectors opened for reading; safe to share between threads."""

    def __init__(self, file: Path) -> None:
        faiss = _faiss()
        try:
            self._index: Any = faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC)
        except (RuntimeError, AttributeError):  # this build or file system cannot map it
            self._index = faiss.read_index(str(file))
        n, dimension = self._index.ntotal, self._index.d
        pointer = self._index.get_xb() if n else None
        self.rows: Vectors = (
            faiss.rev_swig_ptr(pointer, n * dimension).reshape(n, dimension)  # a view, nothing is copied
            if n
            else np.zeros((0, dimension), np.float32)
        )

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, vector: Vectors, limit: int, allowed: NDArray[np.bool_] | None = None) -> Positions:
        """Positions of the nearest vectors to `vector` (shape (dimension,)), nearest first; only those where `allowed` is true."""
        faiss = _faiss()
        limit = min(limit, len(self))
        if not limit:
            return np.zeros(0, np.int64)
        query = np.ascontiguousarray(vector.reshape(1, -1), dtype=np.float32)
        if allowed is None:
            return self._real(self._index.search(query, limit)[1])
        kept = np.flatnonzero(allowed)
        if len(kept) <= max(1000, GATHER_SHARE * len(self)):
            order = np.argsort(-self.similarities(vector, kept), kind="stable")[:limit]
            return kept[order].astype(np.int64)
        bits = np.packbits(allowed, bitorder="little")
        selector = faiss.IDSelectorBitmap(bits)
        return self._real(self._index.search(query, limit, params=faiss.SearchParameters(sel=selector))[1])

    def similarities(self, vector: Vectors, positions: Positions) -> NDArray[np.float64]:
        """Cosine of `vector` with each of the vectors at `positions`."""
        if not len(positions):
            return np.zeros(0, np.float64)
        return np.asarray(self.rows[positions] @ vector.reshape(-1), dtype=np.float64)

    @staticmethod
    def _real(labels: Any) -> Positions:
        found = np.asarray(labels[0], dtype=np.int64)
        return found[found >= 0]
