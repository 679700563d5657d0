"""The check of a code frame: every finding with its figure and threshold; a frame as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from coding import rounds
from coding.frames.checking import SOURCES, FrameCheck, check_frame, words_of
from coding.frames.json_files import frame_json, read_frame_json
from core.codebooks import Code
from core.encoder import HashingEncoder
from core.errors import UserError
from core.store import Store
from tests.builders import make_response


def checks(
    codes: list[Code], values: np.ndarray | None = None, embeddings: np.ndarray | None = None
) -> list[FrameCheck]:
    made = np.zeros((0, len(codes)), np.int8) if values is None else values.astype(np.int8)
    return check_frame(codes, made, np.ones(len(made), dtype=bool), embeddings)


def test_all_pairs_are_compared_by_their_words() -> None:
    codes = [
        Code("a", "Cost of childcare", "Nursery fees were too high"),
        Code("b", "Journeys", "No bus"),
        Code("c", "Childcare costs", "High nursery fee"),
    ]
    found = checks(codes)
    assert [(c.kind, c.codes, c.measure, c.value, c.threshold) for c in found] == [
        ("alike", ("a", "c"), "words", 1.0, 0.5),
    ]  # fmt: skip


def test_words_leave_out_what_holds_sentences_together() -> None:
    assert words_of(Code("x", "The respondent says that fees", "are mentioned")) == {"fee"}
    assert words_of(Code("x", "Buses", "classes")) == {"buse", "classe"}


def test_meanings_are_compared_where_there_are_vectors_and_equal_labels_always() -> None:
    codes = [Code("a", "Fees", "One"), Code("b", "Charges", "Two"), Code("c", "fees", "Three")]
    vectors = np.array([[1, 0], [0.95, (1 - 0.95**2) ** 0.5], [0, 1]], dtype=np.float32)
    found = [c for c in checks(codes, embeddings=vectors) if c.kind == "alike"]
    assert [(c.codes, c.measure, round(c.value or 0, 2)) for c in found] == [
        (("a", "c"), "label", 1.0),
        (("a", "b"), "cosine", 0.95),
    ]


def test_use_is_judged_by_shares() -> None:
    codes = [Code(name, name, "x") for name in ("wide", "half", "never", "Other")]
    values = np.zeros((40, 4))
    values[:21, 0] = values[:20, 1] = values[:5, 3] = 1
    found = [(c.kind, c.codes[0], c.value, c.threshold) for c in checks(codes, values) if c.kind != "overlap"]
    assert found == [
        ("catch_all", "wide", 21 / 40, 0.5), ("unused", "never", 0.0, 0.0), ("other", "Other", 5 / 40, 0.1),
    ]  # fmt: skip


def test_a_code_that_is_new_is_not_called_unused_on_responses_coded_before_it() -> None:
    values = np.full((40, 1), -1)
    assert checks([Code("new", "New", "x")], values) == []


def test_codes_used_together() -> None:
    codes = [Code("a", "A", "x"), Code("b", "B", "x"), Code("c", "C", "x")]
    values = np.zeros((40, 3))
    values[:8, 0] = values[:7, 1] = 1
    values[5:15, 2] = 1
    found = [c for c in checks(codes, values) if c.kind == "overlap"]
    assert [(c.codes, c.measure, c.value) for c in found] == [(("a", "b"), "jaccard", 7 / 8)]
    # phi = (40*7 - 8*7) / sqrt(8*7*32*33)
    assert f"phi {224 / (8 * 7 * 32 * 33) ** 0.5:.2f}" in found[0].message


def test_a_missing_definition_and_a_source_for_every_kind() -> None:
    found = checks([Code("a", "A", " ")])
    assert [(c.kind, c.codes, c.value) for c in found] == [("no_definition", ("a",), None)]
    assert all(SOURCES.values())
    assert found[0].record()["basis"] == SOURCES["no_definition"]


def test_the_check_of_a_project(store: Store) -> None:
    rounds.add_responses(store, "Why?", "people", [make_response("r1", "Text.")])
    rounds.add_codebook(store, "Why?", [Code("a", "Fees", "x"), Code("b", "Fees ", "y")])
    from coding.rounds.frame_checks import frame_check

    assert [c.kind for c in frame_check(store, "Why?")] == ["alike"]
    assert [c.kind for c in frame_check(store, "Why?", HashingEncoder())] == ["alike"]


# JSON


def test_a_frame_goes_out_and_in_as_json(tmp_path: Path) -> None:
    codes = [
        Code("a", "A “label”", "One\nline two", "in", "out", "typical", "borderline", "Heading", "#112233", "k"),
        Code("b", "B", parent="a"),
    ]
    path = tmp_path / "frame.json"
    path.write_bytes(frame_json("Why?", 3, codes))
    assert read_frame_json(path) == (codes, [])
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == 3


def test_entries_that_cannot_be_taken_are_named(tmp_path: Path) -> None:
    path = tmp_path / "frame.json"
    entries = [
        {"code": "a"},
        {"label": "no code"},
        "text",
        {"code": "x;y"},
        {"code": "a"},
        {"code": "c", "parent": "c"},
    ]
    path.write_text(json.dumps(entries), encoding="utf-8")
    codes, problems = read_frame_json(path)
    assert codes == [Code("a", "a")]
    assert [(p.row, p.code) for p in problems] == [
        (2, "missing_code"), (3, "missing_code"), (4, "bad_code"), (5, "duplicate_code"), (6, "parent_cycle"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"codes": 3}', '[{"label": "x"}]', "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_file_that_is_no_frame_says_so(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "frame.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UserError, match=r"frame\.json"):
        read_frame_json(path)
