"""The vector index (FAISS): exact inner products of unit vectors, so similarity is the cosine and higher is nearer.

Flat, because it is exact, fast enough to a million vectors, and takes a filter before the search. The file is never
changed after it is written; readers map it into memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.encoder import Vectors

Positions = NDArray[np.int64]
GATHER_SHARE = (
    0.3  # below this share of allowed vectors, reading them alone is cheaper than a selector (docs/decisions.md)
)


def _faiss() -> Any:
    """The library, imported late and untyped (its hints do not know the Python wrappers)."""
    import faiss

    return faiss


@contextmanager
def _one_thread() -> Iterator[Any]:
    """The library, kept to the calling thread: for one query, its other threads cost four times the CPU time and save
    nothing by the clock, from 20,000 to a million vectors (docs/decisions.md)."""
    faiss = _faiss()
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield faiss
    finally:
        faiss.omp_set_num_threads(threads)


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
        self._first = self._index.get_xb() if n else None
        self.rows: Vectors = (
            faiss.rev_swig_ptr(self._first, n * dimension).reshape(n, dimension)  # a view, nothing is copied
            if n
            else np.zeros((0, dimension), np.float32)
        )

    def __len__(self) -> int:
        return len(self.rows)

    def search(self, vector: Vectors, limit: int, allowed: NDArray[np.bool_] | None = None) -> Positions:
        """Positions of the nearest vectors to `vector` (shape (dimension,)), nearest first; only those where `allowed` is true."""
        limit = min(limit, len(self))
        if not limit:
            return np.zeros(0, np.int64)
        query = np.ascontiguousarray(vector.reshape(1, -1), dtype=np.float32)
        if allowed is None:
            with _one_thread():
                return self._real(self._index.search(query, limit)[1])
        kept = np.flatnonzero(allowed)
        if len(kept) <= max(1000, GATHER_SHARE * len(self)):
            far = -self.similarities(vector, kept)
            if len(far) > 4 * limit:
                nearest = np.argpartition(far, limit)[:limit]
                kept, far = kept[nearest], far[nearest]
            return kept[np.lexsort((kept, far))][:limit].astype(np.int64)
        bits = np.packbits(allowed, bitorder="little")
        with _one_thread() as faiss:
            selector = faiss.IDSelectorBitmap(bits)
            return self._real(self._index.search(query, limit, params=faiss.SearchParameters(sel=selector))[1])

    def similarities(self, vector: Vectors, positions: Positions) -> NDArray[np.float64]:
        """Cosine of `vector` with each of the vectors at `positions`, read where they stand, without a copy."""
        found = np.empty(len(positions), np.float32)
        if len(positions):
            query = np.ascontiguousarray(vector.reshape(-1), dtype=np.float32)
            wanted = np.ascontiguousarray(positions, dtype=np.int64)
            if len(query) != self.rows.shape[1] or wanted.min() < 0 or wanted.max() >= len(self):
                raise ValueError("not the vector or the positions of this index")
            with _one_thread() as faiss:
                faiss.fvec_inner_products_by_idx(
                    faiss.swig_ptr(found), faiss.swig_ptr(query), self._first, faiss.swig_ptr(wanted), len(query), 1, len(found)
                )  # fmt: skip
        return found.astype(np.float64)

    @staticmethod
    def _real(labels: Any) -> Positions:
        found = np.asarray(labels[0], dtype=np.int64)
        return found[found >= 0]
