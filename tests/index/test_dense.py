from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from core.encoder import Vectors, unit_rows
from index import dense


def vectors(n: int, dimension: int = 8) -> Vectors:
    return unit_rows(np.random.default_rng(7).normal(size=(n, dimension)).astype(np.float32))


def exact(stored: Vectors, query: Vectors, allowed: list[int], k: int) -> list[int]:
    """The reference: all products, sorted."""
    return sorted(allowed, key=lambda n: -float(stored[n] @ query))[:k]


@pytest.mark.parametrize("share", [0.001, 0.05, 0.5, 1.0])
def test_filtered_search_finds_what_exact_search_finds(tmp_path: Path, share: float) -> None:
    stored = vectors(6000)
    dense.write(tmp_path / "v.faiss", stored, 8)
    index = dense.DenseIndex(tmp_path / "v.faiss")
    mask = np.random.default_rng(3).random(6000) < share
    query = vectors(1)[0]
    assert index.search(query, 10, mask).tolist() == exact(stored, query, np.flatnonzero(mask).tolist(), 10)
    assert index.search(query, 10).tolist() == exact(stored, query, list(range(6000)), 10)


def test_similarity_is_the_cosine(tmp_path: Path) -> None:
    stored = vectors(5)
    dense.write(tmp_path / "v.faiss", stored, 8)
    index = dense.DenseIndex(tmp_path / "v.faiss")
    assert_allclose(index.similarities(stored[2], np.array([2, 0])), [1.0, stored[2] @ stored[0]], atol=1e-6)
    assert len(index) == 5


def test_an_empty_file_finds_nothing(tmp_path: Path) -> None:
    dense.write(tmp_path / "v.faiss", vectors(0), 8)
    index = dense.DenseIndex(tmp_path / "v.faiss")
    assert index.search(vectors(1)[0], 5).tolist() == []
