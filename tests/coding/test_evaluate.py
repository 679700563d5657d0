"""Evaluation by the rules of docs/contracts.md, section 5."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from coding.evaluate import F1, evaluate, f1_counts, few, scored_codes
from coding.evaluation_data import CodedResponses, read_coded
from core.codebooks import Code
from core.encoder import HashingEncoder
from core.errors import UsageError, UserError
from tests.coding.test_suggester import CODES, made_set


def write(folder: Path, n: int = 120) -> Path:
    texts, values = made_set(n)
    with (folder / "codebook.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(
            [["code", "label", "definition"], *([c.code, c.label, c.definition] for c in CODES)]
        )
    with (folder / "responses.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = [
            [f"r{i}", text, ";".join(c.code for c, v in zip(CODES, values[i]) if v), "test" if i % 3 == 0 else "train"]
            for i, text in enumerate(texts)
        ]
        csv.writer(stream).writerows([["response_id", "text", "codes", "split"], *rows])
    return folder


def test_f1_by_hand() -> None:
    truth = np.array([[1, 0], [1, 0], [0, 0], [0, 1]], dtype=bool)
    given = np.array([[1, 0], [0, 0], [1, 0], [0, 0]], dtype=bool)
    assert f1_counts(truth, given) == [F1(1, 1, 1), F1(0, 0, 1)]
    assert [f.value for f in f1_counts(truth, given)] == [0.5, 0.0]
    assert F1(0, 0, 0).value == 0.0


def test_codes_are_scored_with_20_uses_in_training_and_10_in_the_test() -> None:
    values = np.zeros((60, 3), dtype=np.int8)
    values[:20, 0] = values[:19, 1] = values[:40, 2] = 1
    values[40:50, 0] = values[40:50, 1] = values[40:49, 2] = 1
    training = np.arange(60) < 40
    data = CodedResponses(["x"] * 60, [Code(c, c) for c in "abc"], values, training)
    assert scored_codes(data).tolist() == [0]


def test_shots_take_that_many_of_each_code_and_fewer_where_there_are_fewer() -> None:
    values = np.zeros((30, 2), dtype=np.int8)
    values[:20, 0] = values[20:23, 1] = 1
    data = CodedResponses(["x"] * 30, [Code("a", "a"), Code("b", "b")], values, np.arange(30) < 25)
    rows = few(data, 4, seed=1)
    assert (values[rows, 0].sum(), values[rows, 1].sum(), len(rows)) == (4, 3, 7)
    assert few(data, None, 1).tolist() == list(range(25))
    assert few(data, 0, 1).tolist() == []
    assert few(data, 4, 1).tolist() == rows.tolist() != few(data, 4, 2).tolist()


def test_evaluation_says_what_it_rests_on(tmp_path: Path) -> None:
    made = evaluate(write(tmp_path), HashingEncoder(), shots=8, seed=0)
    assert (made["test_responses"], made["scored_codes"], made["codes"], made["shots"]) == (40, 3, 3, 8)
    assert made["micro_f1"] > 0.9
    tp, fp, fn = (sum(row[key] for row in made["per_code"]) for key in ("tp", "fp", "fn"))
    assert made["micro_f1"] == round(2 * tp / (2 * tp + fp + fn), 4)
    assert made["macro_f1"] == pytest.approx(np.mean([row["f1"] for row in made["per_code"]]), abs=1e-3)
    assert evaluate(tmp_path, HashingEncoder(), shots=0)["training_responses"] == 0


def test_no_test_label_is_learnt_from(tmp_path: Path) -> None:
    before = evaluate(write(tmp_path), HashingEncoder())
    path = tmp_path / "responses.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    emptied = [
        {**row, "codes": "" if row["split"] == "test" and n % 4 == 0 else row["codes"]} for n, row in enumerate(rows)
    ]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(emptied)
    after = evaluate(tmp_path, HashingEncoder())
    given = [[row["tp"] + row["fp"] for row in made["per_code"]] for made in (before, after)]
    assert given[0] == given[1]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("codebook.csv", "name\nx\n", "no column 'code'"),
        ("responses.csv", "text,codes\nx,\n", "no column 'split'"),
        ("responses.csv", "text,codes,split\nx,nonesuch,train\n", "row 2: 'nonesuch' is not a code"),
        ("responses.csv", "text,codes,split\nx,food,train\n", "must say train"),
        ("codebook.csv", "code,label\nfood\n,No code\n", "row 3: each row needs a code of its own"),
        ("codebook.csv", "code,label\nfood,Food\nfood,Again\n", "row 3: each row needs a code of its own"),
        ("codebook.csv", "code,label\na;b,Two\n", "row 2: each row needs a code of its own"),
    ],
)
def test_faulty_folders_are_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    (write(tmp_path) / name).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=message):
        read_coded(tmp_path)


def test_a_missing_folder_is_a_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_coded(tmp_path)


@pytest.mark.model
@pytest.mark.documents
@pytest.mark.parametrize(
    ("folder", "micro", "macro"), [("gambling_consultation", 0.92, 0.92), ("nhs_feedback", 0.57, 0.46)]
)
def test_few_shot_quality_on_the_shared_sets(shared: Path, folder: str, micro: float, macro: float) -> None:
    from core.encoder import load_encoder
    from core.platform import default_models_folder

    encoder = load_encoder("minilm", default_models_folder())
    assert encoder is not None
    made = evaluate(shared / "dev" / "coding" / folder, encoder, shots=16, seed=0)
    assert made["micro_f1"] >= micro
    assert made["macro_f1"] >= macro


def test_a_negative_seed_is_a_usage_error(tmp_path: Path) -> None:
    data = read_coded(write(tmp_path))
    with pytest.raises(UsageError, match="--seed"):
        few(data, 4, seed=-1)


def test_rows_of_another_split_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "codebook.csv").write_text("code,label\na,A\n", encoding="utf-8")
    (tmp_path / "responses.csv").write_text(
        "text,codes,split\nx,a,train\ny,nonesuch,validation\nz,a, Test \nw,,\n", encoding="utf-8"
    )
    data = read_coded(tmp_path)
    assert (data.texts, data.values.tolist(), data.training.tolist()) == (["x", "z"], [[1], [1]], [True, False])
