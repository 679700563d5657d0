"""The encoder refined on one question's codes."""

from __future__ import annotations

import numpy as np
import pytest

from coding.refining import Refinement, refine, refined_vectors
from core.errors import UserError

TEXTS = [
    "The price is too high", "Fees that nobody can pay", "It costs more each year", "Dear, and dearer by the month",
    "We waited six weeks", "Nobody answers for days", "It takes far too long", "Late, as always",
]  # fmt: skip
JUDGED = np.array([[1, 0]] * 4 + [[0, 1]] * 4, dtype=np.int8)


def apart(vectors: np.ndarray) -> float:
    """Mean likeness inside the two groups over that between them."""
    likeness = vectors @ vectors.T
    inside = (likeness[:4, :4].sum() + likeness[4:, 4:].sum() - 8) / 24
    return float(inside - likeness[:4, 4:].mean())


def test_fewer_than_two_codes_in_use_are_said() -> None:
    with pytest.raises(UserError, match="fewer than two codes"):
        refine(TEXTS, np.array([[1, 0]] * 8, dtype=np.int8))


def test_weights_come_back_as_they_were_kept_and_nonsense_is_refused() -> None:
    made = Refinement({"4.a": np.arange(6, dtype=np.float32).reshape(2, 3), "5.b": np.ones(2, dtype=np.float32)})
    read = Refinement.from_bytes(made.as_bytes())
    assert read.sha256 == made.sha256 and read.weights["4.a"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert Refinement({"4.a": np.zeros((2, 3), dtype=np.float32)}).sha256 != made.sha256
    with pytest.raises(UserError, match="not the weights of a refined encoder"):
        Refinement.from_bytes(b"PK\x03\x04 not really")


@pytest.mark.model
def test_texts_with_one_code_come_nearer_and_the_same_seed_gives_the_same_weights() -> None:
    untuned = refined_vectors(Refinement({}), TEXTS)
    made = refine(TEXTS, JUDGED, seed=1, steps=12)
    tuned = refined_vectors(made, TEXTS)
    assert apart(tuned) > apart(untuned) + 0.1
    assert np.allclose(np.linalg.norm(tuned, axis=1), 1, atol=1e-3)
    assert refine(TEXTS, JUDGED, seed=1, steps=12).sha256 == made.sha256
    assert refine(TEXTS, JUDGED, seed=2, steps=12).sha256 != made.sha256
    assert {name.split(".")[0] for name in made.weights} == {"4", "5"}
