"""Suggestions: from few codings, from wording alone, never from a response's own label when cross-fitted."""

from __future__ import annotations

import numpy as np
import pytest

from coding.features import count_terms, latent_vectors, tfidf
from coding.suggester import (
    bears_one_each,
    codes_a_response,
    cross_fitted,
    from_wording,
    given_codes,
    prepare,
    suggest,
    wording,
)
from core.codebooks import Code
from core.encoder import HashingEncoder

CODES = [
    Code("parking", "Parking", "Finding or paying for a parking space."),
    Code("staff", "Friendly staff", "Staff were kind and helpful."),
    Code("food", "Food", "Meals and drinks."),
]
PARTS = {
    "parking": ["no parking spaces", "the parking cost a lot", "I could not park the car", "parking was awful"],
    "staff": ["the staff were kind", "a helpful friendly nurse", "kind and friendly staff", "staff helped me"],
    "food": ["the food was cold", "meals came late", "good food and drinks", "lovely meals"],
}


def made_set(n: int, seed: int = 0) -> tuple[list[str], np.ndarray]:
    rng = np.random.default_rng(seed)
    texts, values = [], np.zeros((n, 3), dtype=np.int8)
    for row in range(n):
        chosen = rng.permutation(3)[: rng.integers(1, 3)]
        values[row, chosen] = 1
        parts = [PARTS[CODES[at].code][rng.integers(4)] for at in chosen]
        texts.append(" and ".join(parts) + f" at site {rng.integers(50)}")
    return texts, values


def batch_of(texts: list[str]):  # type: ignore[no-untyped-def]
    return prepare(texts, CODES, HashingEncoder().encode([*texts, *(wording(code) for code in CODES)]))


def test_wording_takes_label_definition_and_what_belongs() -> None:
    code = Code("x", "Cost.", "Money matters", include="prices", typical="It is dear.", exclude="never this")
    assert wording(code) == "Cost. Money matters. prices. It is dear"


def test_a_handful_of_codings_is_enough_for_plain_themes() -> None:
    texts, values = made_set(150)
    rows = np.arange(24)
    given = suggest(batch_of(texts), rows, values[rows]) >= 0.5
    right = (given[24:] == (values[24:] == 1)).mean()
    assert right > 0.97


def test_the_same_input_gives_the_same_probabilities() -> None:
    texts, values = made_set(60)
    rows = np.arange(20)
    first = suggest(batch_of(texts), rows, values[rows], seed=3)
    assert np.array_equal(first, suggest(batch_of(texts), rows, values[rows], seed=3))


def test_codes_that_nobody_judged_are_not_taken_for_noes() -> None:
    texts, values = made_set(80)
    rows = np.arange(40)
    unjudged = values[rows].copy()
    unjudged[10:, 2] = -1
    as_noes = np.where(unjudged == -1, np.int8(0), unjudged)
    food = values[40:, 2] == 1
    made, spoilt = (suggest(batch_of(texts), rows, judged)[40:, 2] for judged in (unjudged, as_noes))
    assert made[food].mean() > spoilt[food].mean() + 0.1


def test_wording_alone_gives_a_draft_with_the_expected_number_of_codes() -> None:
    texts, values = made_set(200)
    probabilities = from_wording(batch_of(texts))
    assert (probabilities >= 0.5).sum() / 200 == pytest.approx(codes_a_response(3), abs=0.1)
    assert (probabilities.argmax(axis=1) == values.argmax(axis=1)).mean() > 0.4
    assert values[np.arange(200), probabilities.argmax(axis=1)].mean() > 0.8
    assert np.array_equal(probabilities, suggest(batch_of(texts), np.array([], dtype=int), values[:0]))


def test_cross_fitting_never_asks_a_model_about_a_response_that_it_learnt_from() -> None:
    texts, values = made_set(60)
    texts[0] = "zzz qqq vvv"  # nothing but its own label could say what this bears
    lied = values.copy()
    lied[0] = 1 - values[0]
    rows = np.arange(40)
    honest = cross_fitted(batch_of(texts), rows, values[rows], 5)
    dishonest = cross_fitted(batch_of(texts), rows, lied[rows], 5)
    assert honest[0] == pytest.approx(dishonest[0])
    assert not np.allclose(honest[1:], dishonest[1:])


def test_texts_without_a_word_and_a_single_response_break_nothing() -> None:
    for texts in (["...", "!!!"], ["one answer"], ["", "same", "same"]):
        probabilities = suggest(batch_of(texts), np.array([0]), np.array([[1, 0, 0]], dtype=np.int8))
        assert probabilities.shape == (len(texts), 3)
        assert np.isfinite(probabilities).all()


def test_tfidf_is_scikit_learns() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = ["cost of parking", "parking parking", "staff were kind", "cost"]
    reference = TfidfVectorizer(ngram_range=(1, 2), strip_accents="unicode", sublinear_tf=True).fit(texts[:3])
    ours = tfidf(count_terms(texts).words, np.arange(3)).toarray()
    theirs = reference.transform(texts).toarray()
    assert np.sort(ours, axis=1) == pytest.approx(np.sort(theirs, axis=1), abs=1e-6)


def test_latent_rows_are_of_unit_length_and_repeat() -> None:
    texts, _ = made_set(40)
    counts = count_terms(texts)
    made = latent_vectors(counts, np.arange(40), seed=1)
    assert np.linalg.norm(made, axis=1) == pytest.approx(np.ones(40), abs=1e-5)
    assert np.array_equal(made, latent_vectors(counts, np.arange(40), seed=1))


def test_where_every_coded_response_bears_one_code_the_likeliest_is_suggested() -> None:
    judged = np.eye(2, dtype=np.int8)[[0, 1] * 10]
    assert bears_one_each(judged) and not bears_one_each(judged[:19])
    several = judged.copy()
    several[3] = 1
    assert not bears_one_each(several)
    p = np.array([[0.2, 0.4], [0.7, 0.6]])
    assert given_codes(p, True).tolist() == [[False, True], [True, False]]
    assert given_codes(p).tolist() == [[False, False], [True, True]]
    assert given_codes(np.zeros((0, 2)), True).shape == (0, 2)
