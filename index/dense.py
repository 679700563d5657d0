"""The vector index (FAISS): exact inner products of unit vectors, so similarity is the cosine and higher is nearer.

Flat, because it is exact, fast enough to a million vectors, and takes a filter before the search. A search scans the same
vectors in half precision, which is two to three times as fast, for some more than are asked for, and measures these
exactly. The files are never changed after they are written; readers map them into memory.
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
MORE = 50  # how many more than asked for are found in half precision: none of the nearest is lost (tests/index/test_dense.py)
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


def write(file: Path, vectors: Vectors, dimension: int, *, searched: bool = True) -> None:
    """Writes unit vectors of shape (n, dimension) as a FAISS file, and beside it, where they are `searched` and not just looked
    up by position, in half precision."""
    faiss = _faiss()
    index = faiss.IndexFlatIP(dimension)
    if len(vectors):
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    faiss.write_index(index, str(file))
    if searched:
        half = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        if len(vectors):
            half.add(np.ascontiguousarray(vectors, dtype=np.float32))
        faiss.write_index(half, str(_half(file)))


def _half(file: Path) -> Path:
    return file.with_suffix(".half.faiss")


def _read(file: Path) -> Any:
    faiss = _faiss()
    try:
        return faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC)
    except (RuntimeError, AttributeError):  # this build or file system cannot map it
        return faiss.read_index(str(file))


class DenseIndex:
    """Vectors opened for reading; safe to share between threads."""

    def __init__(self, file: Path) -> None:
        self._index = _read(file)
        self._scanned = _read(_half(file)) if _half(file).is_file() else self._index
        n, dimension = self._index.ntotal, self._index.d
        self._first = self._index.get_xb() if n else None
        self.rows: Vectors = (
            _faiss().rev_swig_ptr(self._first, n * dimension).reshape(n, dimension)  # a view, nothing is copied
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
        if allowed is None:
            near = self._scan(vector, limit, None)
        else:
            near = np.flatnonzero(allowed)
            if len(near) > max(1000, GATHER_SHARE * len(self)):
                near = self._scan(vector, limit, allowed)
        far = -self.similarities(vector, near)
        if len(far) > 4 * limit:
            nearest = np.argpartition(far, limit)[:limit]
            near, far = near[nearest], far[nearest]
        return near[np.lexsort((near, far))][:limit].astype(np.int64)

    def _scan(self, vector: Vectors, limit: int, allowed: NDArray[np.bool_] | None) -> Positions:
        """Positions of the nearest by half precision, more than `limit` of them, among which the nearest are."""
        query = np.ascontiguousarray(vector.reshape(1, -1), dtype=np.float32)
        wanted = min(len(self), limit + max(MORE, limit // 4))
        with _one_thread() as faiss:
            if allowed is None:
                labels = self._scanned.search(query, wanted)[1]
            else:
                bits = np.packbits(allowed, bitorder="little")
                selector = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))
                labels = self._scanned.search(query, wanted, params=selector)[1]
        found = np.asarray(labels[0], dtype=np.int64)
        return found[found >= 0]

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
