"""Response vectors: words, characters, latent topics of the whole batch, and sentence embeddings, side by side.

The recipe is the one measured best on two sets of coded survey answers (`benchmarks/coding.py`): words 1-2 and characters
3-5 as TF-IDF over what the labelled texts use, 200 latent dimensions of the TF-IDF of all texts (so that unlabelled
responses help), and the embedding at 1.5 times their length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.encoder import Vectors

WORD_WEIGHT = 0.5**0.5
EMBEDDING_WEIGHT = 1.5
LATENT_DIMENSIONS = 200
LATENT_FIT_ROWS = 10_000
LATENT_SHARE = 0.5
Rows = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each text uses each term: `words` (words and pairs of words) and `characters` (3 to 5 characters inside
    words), both (n_texts, n_terms) CSR."""

    words: sparse.csr_matrix
    characters: sparse.csr_matrix


def count_terms(texts: Sequence[str]) -> TermCounts:
    """Counted once a batch; every fit on some of its rows starts from here. Character terms that one text alone uses are
    left out."""
    from sklearn.feature_extraction.text import CountVectorizer

    shared = {"strip_accents": "unicode", "lowercase": True, "dtype": np.float32}
    words = CountVectorizer(ngram_range=(1, 2), **shared)
    characters = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), **shared)
    return TermCounts(_counted(words, texts, 1), _counted(characters, texts, 2))


def _counted(vectoriser: object, texts: Sequence[str], least: int) -> sparse.csr_matrix:
    try:
        counts: sparse.csr_matrix = vectoriser.fit_transform(texts)  # type: ignore[attr-defined]
    except ValueError:  # scikit-learn: "empty vocabulary": no text holds a word
        return sparse.csr_matrix((len(texts), 1), dtype=np.float32)
    frequent = np.flatnonzero(np.bincount(counts.indices, minlength=counts.shape[1]) >= least)
    return counts[:, frequent] if len(frequent) else sparse.csr_matrix((len(texts), 1), dtype=np.float32)


def tfidf(counts: sparse.csr_matrix, fit_rows: Rows | None = None) -> sparse.csr_matrix:
    """TF-IDF with logarithmic term frequency, rows of unit length: terms and document frequencies from `fit_rows` (None:
    from all). idf = ln((1 + n) / (1 + df)) + 1, as scikit-learn's TfidfTransformer has it."""
    of = counts if fit_rows is None else counts[fit_rows]
    frequencies = np.bincount(of.indices, minlength=counts.shape[1])
    used = np.flatnonzero(frequencies)
    made = sparse.csr_matrix(counts[:, used], dtype=np.float32, copy=True)
    made.data = 1 + np.log(made.data)
    idf = np.log((1 + of.shape[0]) / (1 + frequencies[used])) + 1
    return unit_sparse_rows(made @ sparse.diags(idf.astype(np.float32)))


def unit_sparse_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags((1 / np.where(lengths == 0, 1, lengths)).astype(np.float32)) @ matrix)


def latent_vectors(counts: TermCounts, fit_rows: Rows, seed: int) -> Vectors:
    """(n_texts, up to 200) float32, unit rows: truncated SVD of word and character TF-IDF of `fit_rows` (of at most 10,000
    of them, drawn with `seed`), applied to every text."""
    from sklearn.decomposition import TruncatedSVD

    both = sparse.hstack([tfidf(counts.words, fit_rows), tfidf(counts.characters, fit_rows)], format="csr")
    rows = fit_rows
    if len(rows) > LATENT_FIT_ROWS:
        rows = np.sort(np.random.default_rng(seed).choice(rows, LATENT_FIT_ROWS, replace=False))
    dimensions = min(LATENT_DIMENSIONS, len(rows) - 1, both.shape[1] - 1)
    if dimensions < 1:
        return np.zeros((both.shape[0], 1), dtype=np.float32)
    svd = TruncatedSVD(dimensions, n_iter=3, random_state=seed)
    svd.fit(both[rows])
    made = np.asarray(svd.transform(both), dtype=np.float32)
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    unit: Vectors = (made / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return unit


def features(counts: TermCounts, latent: Vectors, embeddings: Vectors, fit_rows: Rows) -> sparse.csr_matrix:
    """(n_texts, n_features) CSR float32: TF-IDF over the terms of `fit_rows`, latent dimensions, embeddings."""
    return sparse.hstack(
        [
            tfidf(counts.words, fit_rows) * WORD_WEIGHT,
            tfidf(counts.characters, fit_rows),
            sparse.csr_matrix(latent),
            sparse.csr_matrix(embeddings * np.float32(EMBEDDING_WEIGHT)),
        ],
        format="csr",
    )


def label_similarity(counts: TermCounts, latent: Vectors, embeddings: Vectors, n_responses: int) -> Floats:
    """(n_responses, n_codes): how like each response (the first `n_responses` texts) is to each code's wording (the texts
    after them): cosines of embeddings (responses and codes each centred on their own mean), of word and of character
    TF-IDF, and half the cosine of the latent dimensions."""
    responses, codes = slice(None, n_responses), slice(n_responses, None)
    similarity = np.asarray(_centred(embeddings[responses]) @ _centred(embeddings[codes]).T, dtype=np.float64)
    similarity += LATENT_SHARE * (latent[responses] @ latent[codes].T)
    for terms in (tfidf(counts.characters), tfidf(counts.words)):
        similarity += np.asarray((terms[responses] @ terms[codes].T).todense())
    return similarity


def _centred(vectors: Vectors) -> Vectors:
    made = vectors - vectors.mean(axis=0, keepdims=True) if len(vectors) > 1 else vectors
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    unit: Vectors = (made / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return unit


def standardised(similarity: Floats) -> Floats:
    """Mean 0 and standard deviation 1 over the responses, code by code."""
    spread = similarity.std(axis=0, keepdims=True)
    made: Floats = (similarity - similarity.mean(axis=0, keepdims=True)) / np.where(spread == 0, 1, spread)
    return made
