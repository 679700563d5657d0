from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ModelMissing
from core.reranker import CrossEncoderReranker


def test_a_folder_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="nothing is downloaded"):
        CrossEncoderReranker(tmp_path / "none")


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no config\.json"):
        CrossEncoderReranker(tmp_path)


@pytest.mark.model
def test_a_damaged_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelMissing, match="cannot be opened"):
        CrossEncoderReranker(tmp_path).scores("a", ["b"])


@pytest.mark.model
def test_a_cross_encoder_from_a_folder_scores_each_text(tmp_path: Path) -> None:
    """A tiny one, made here: what counts is that it is opened from the folder and gives one number a text, always the same."""
    folder = tiny_cross_encoder(tmp_path / "tiny")
    reranker = CrossEncoderReranker(folder)
    scores = reranker.scores("ferry fares", ["ferry fares fall", "lamps", "ferry fares fall"])
    assert reranker.name == "tiny"
    assert scores.shape == (3,) and scores[0] == pytest.approx(scores[2])
    assert CrossEncoderReranker(folder).scores("ferry fares", ["lamps"])[0] == pytest.approx(scores[1], abs=1e-5)
    assert reranker.scores("ferry", []).shape == (0,)


@pytest.mark.model
def test_a_model_that_gives_several_numbers_a_text_is_no_ranker(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="3 numbers a text"):
        CrossEncoderReranker(tiny_cross_encoder(tmp_path / "three", labels=3)).scores("a", ["b", "c"])


def tiny_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A BERT of one layer with random weights and letters for a vocabulary."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    letters = [*"abcdefghijklmnopqrstuvwxyz0123456789.,?!"]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(vocab=str(folder / "vocab.txt"), do_lower_case=True).save_pretrained(str(folder))
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=128, num_labels=labels,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(str(folder))
    return folder
