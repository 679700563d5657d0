from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from core.answers import Answer, Citation, Receipt
from core.documents import Location
from core.encoder import HashingEncoder
from core.errors import NotFoundError
from index.evaluate import evaluate_answers, evaluate_retrieval, measures, read_judged


def write(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    (folder / name).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    write(
        tmp_path,
        "corpus.jsonl",
        [
            {"_id": "b#10", "title": "Boats", "text": "Tides rise."},
            {"_id": "a#0", "title": "Alps", "text": "Goats climb the mountain."},
            {"_id": "b#2", "title": "Boats", "text": "Ferries sail at noon."},
            {"_id": "b#1", "title": "Other", "text": "Another paper."},
        ],
    )
    write(tmp_path, "queries.jsonl", [{"_id": "q1", "text": "when do ferries sail"}, {"_id": "q2", "text": "goats"}])
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tb#2\t1\nq2\ta#0\t1\n", encoding="utf-8")
    return tmp_path


def test_rows_of_one_title_are_one_document_in_order(judged: Path) -> None:
    read = read_judged(judged)
    assert read.names == ("b#2", "b#10", "a#0", "b#1")
    assert read.entries[0].document == read.entries[1].document != read.entries[3].document


@pytest.mark.parametrize("encoder", [None, HashingEncoder()])
def test_an_easy_set_is_ranked_right(judged: Path, encoder: HashingEncoder | None) -> None:
    made = evaluate_retrieval(judged, encoder)
    assert made == {"ndcg@10": 1.0, "recall@10": 1.0, "recall@100": 1.0, "mrr@10": 1.0, "queries": 2, "passages": 4}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"corpus\.jsonl"):
        evaluate_retrieval(tmp_path, None)


def test_measures_by_hand() -> None:
    made = measures({"q": ["x", "a", "y", "b"]}, {"q": {"a": 1, "b": 2}, "unrun": {"c": 1}})
    ideal = 2 + 1 / math.log2(3)
    assert made["ndcg@10"] == round((1 / math.log2(3) + 2 / math.log2(5)) / ideal / 2, 4)
    assert (made["recall@10"], made["mrr@10"]) == (0.5, 0.25)


def test_answers_are_counted_by_the_rules(tmp_path: Path) -> None:
    gold = "Ferries to the islands sail at noon on every day of the week."
    rows = [
        {"id": n, "question": n, "answerable": n[0] == "Q", "answer_quotes": [gold], "answer_quote_docs": ["f.txt"]}
        for n in ("Q1", "Q2", "Q3", "Q4", "U1", "U2")
    ]
    write(tmp_path, "questions.jsonl", rows)

    def cite(quote: str, path: str = "f.txt") -> Citation:
        return Citation(Location("d", "t", f"somewhere/{path}", 0, len(quote), quote), quote)

    given = {
        "Q1": (cite(gold),),
        "Q2": (cite("Something else entirely was said."), cite(gold.upper())),
        "Q3": (cite(gold, "g.txt"),),
        "U1": (cite(gold),),
    }

    def ask(question: str) -> Answer:
        citations = given.get(question, ())
        return Answer(question, "yes" if citations else None, None if citations else "no", citations, Receipt(1, 1, ()))

    made = evaluate_answers(tmp_path, ask)
    assert {name: (made[name]["n"], made[name]["of"]) for name in made if name != "questions"} == {
        "right_at_1": (1, 4),
        "right_at_3": (2, 4),
        "false_answers": (1, 2),
        "wrong_abstentions": (1, 4),
    }
    assert [one["right_at"] for one in made["questions"]] == [1, 2, None, None, 1, None]
