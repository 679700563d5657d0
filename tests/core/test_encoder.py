"""Encoders: unit rows, one text one vector; the exported MiniLM gives what sentence-transformers gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.encoder import HashingEncoder, SentenceEncoder, load_encoder, minilm_source
from core.errors import ModelMissing
from core.platform import default_models_folder

TEXTS = ["Kinship carers", "Care by relatives and friends of the family", "Road maintenance", ""]


def test_hashing_vectors_are_unit_rows_and_do_not_depend_on_company() -> None:
    encoder = HashingEncoder()
    together = encoder.encode(TEXTS)
    assert together.shape == (4, 64)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(together[2:3], encoder.encode(TEXTS[2:3]))


def test_no_encoder_is_a_choice() -> None:
    assert load_encoder("none", Path("unused")) is None


@pytest.mark.model
def test_exported_minilm_agrees_with_sentence_transformers() -> None:
    exported = load_encoder("minilm", default_models_folder())
    assert exported is not None
    reference = SentenceEncoder(str(minilm_source()))
    np.testing.assert_allclose(exported.encode(TEXTS), reference.encode(TEXTS), atol=1e-4)
    assert exported.encode([]).shape == (0, 384)


@pytest.mark.model
def test_a_model_that_is_not_here_is_a_message_not_a_download(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="not on this machine"):
        SentenceEncoder(str(tmp_path / "none")).encode(["a"])
