"""Quality on somebody's own judged data: retrieval (BEIR layout) and answers (questions with gold quotes)."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.answers import Answer
from core.encoder import Encoder
from core.errors import NotFoundError
from core.matching import overlap
from core.text import sentences
from index import generation
from index.generation import Entry
from index.lexical import Allowed
from index.query import parse
from index.ranking import RECIPE, Recipe, Shelf, rank
from index.words import asked

Ranker = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Passages, queries and judgements in BEIR's layout."""

    names: tuple[str, ...]  # of the passages, in the order in which they are indexed
    entries: tuple[Entry, ...]
    queries: tuple[tuple[str, str], ...]
    relevant: Mapping[str, Mapping[str, int]]


def read_judged(folder: Path) -> JudgedSet:
    """The judged set in `folder` (`corpus.jsonl`, `queries.jsonl`, `qrels.tsv`). Rows `X#n` with one title are one document
    in order of n. Raises NotFoundError where a file is missing."""
    for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv"):
        if not (folder / name).is_file():
            raise NotFoundError(
                f"{folder} has no {name}; a retrieval set has corpus.jsonl, queries.jsonl and qrels.tsv."
            )
    corpus = _lines(folder / "corpus.jsonl")
    order = sorted(range(len(corpus)), key=lambda n: _document_order(corpus[n], n))
    groups: dict[str, int] = {}
    for n, row in enumerate(corpus):
        groups.setdefault(_document_of(row), n)
    order.sort(key=lambda n: groups[_document_of(corpus[n])])  # stable: within a document the order of n stays
    entries = tuple(_entry(corpus[n], n) for n in order)
    relevant: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) >= 3 and parts[-1].strip().lstrip("-").isdigit():
            relevant.setdefault(parts[0], {})[parts[-2]] = int(parts[-1])
    queries = tuple((str(row["_id"]), str(row["text"])) for row in _lines(folder / "queries.jsonl"))
    return JudgedSet(tuple(str(corpus[n]["_id"]) for n in order), entries, queries, relevant)


def _lines(file: Path) -> list[dict[str, Any]]:
    with file.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def _document_of(row: dict[str, Any]) -> str:
    name = str(row["_id"])
    if "#" in name:
        return f"{name.rsplit('#', 1)[0]}\x1f{row.get('title') or ''}"
    return name


def _document_order(row: dict[str, Any], n: int) -> tuple[int, int]:
    tail = str(row["_id"]).rsplit("#", 1)[-1]
    return (int(tail), n) if "#" in str(row["_id"]) and tail.isdigit() else (0, n)


def _entry(row: dict[str, Any], n: int) -> Entry:
    title, text = str(row.get("title") or ""), str(row.get("text") or "")
    return Entry(
        row=n,
        document=_document_of(row),
        title=title,
        context=title,
        text=text,
        sentences=tuple(span.of(text) for span in sentences(text)),
    )


def open_judged(judged: JudgedSet, encoder: Encoder | None, folder: Path) -> Shelf:
    """The judged set indexed in the empty `folder`, as the product indexes passages."""
    generation.write_shelf(
        folder / "passages", judged.entries, encoder.encode if encoder else None, encoder.dimension if encoder else 0
    )
    return generation.open_shelf(folder, "passage", vectors=encoder is not None)


def evaluate_retrieval(folder: Path, encoder: Encoder | None, recipe: Recipe = RECIPE) -> dict[str, Any]:
    """nDCG@10, recall@10, recall@100 and MRR@10 over the judged queries of a BEIR folder, by the product's own ranking.

    Raises NotFoundError where a file is missing."""
    judged = read_judged(folder)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        shelf = open_judged(judged, encoder, Path(scratch))
        parsed = [parse(asked(text)) for _, text in judged.queries]
        vectors = encoder.encode([query.text for query in parsed]) if encoder and parsed else None
        runs: dict[str, list[str]] = {}
        for n, (name, _) in enumerate(judged.queries):
            vector = None if vectors is None else vectors[n]
            ranked = rank(shelf, parsed[n].ranking_stems, vector, Allowed(), recipe=recipe.for_first(100))
            runs[name] = [judged.names[position] for position in ranked.positions[:100]]
        made = measures(runs, judged.relevant)
    return {**made, "queries": len([q for q in judged.relevant if q in runs]), "passages": len(judged.names)}


def measures(runs: Mapping[str, Sequence[str]], relevant: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """Means over the judged queries (those with a relevant passage); a query without a run counts as 0.

    nDCG with gains as judged and log2 discount (Jaervelin and Kekaelaeinen 2002), as trec_eval's ndcg_cut."""
    names = [name for name, judged in relevant.items() if any(gain > 0 for gain in judged.values())]
    totals = {"ndcg@10": 0.0, "recall@10": 0.0, "recall@100": 0.0, "mrr@10": 0.0}
    for name in names:
        judged = relevant[name]
        run = list(runs.get(name, ()))
        good = {passage for passage, gain in judged.items() if gain > 0}
        totals["ndcg@10"] += _dcg(judged.get(p, 0) for p in run[:10]) / _dcg(sorted(judged.values(), reverse=True)[:10])
        totals["recall@10"] += len(good & set(run[:10])) / len(good)
        totals["recall@100"] += len(good & set(run[:100])) / len(good)
        totals["mrr@10"] += next((1 / rank for rank, p in enumerate(run[:10], start=1) if p in good), 0.0)
    return {measure: round(total / max(1, len(names)), 4) for measure, total in totals.items()}


def _dcg(gains: Iterable[int]) -> float:
    return sum(max(0, gain) / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def evaluate_answers(gold: Path, ask: Callable[[str], Answer]) -> dict[str, Any]:
    """Answers against `questions.jsonl`, by the rules of docs/contracts.md, section 5: right at 1 and at 3 (of the answerable questions),
    false answers (unanswerable ones answered), wrong abstentions (answerable ones not); each as n, of and share, with every
    question's outcome. Raises NotFoundError where the file is missing."""
    file = gold / "questions.jsonl"
    if not file.is_file():
        raise NotFoundError(f"{gold} has no questions.jsonl.")
    outcomes = [_outcome(item, ask(str(item["question"]))) for item in _lines(file)]
    answerable = [one for one in outcomes if one["answerable"]]
    unanswerable = [one for one in outcomes if not one["answerable"]]

    def share(matching: list[dict[str, Any]], of: list[dict[str, Any]]) -> dict[str, Any]:
        return {"n": len(matching), "of": len(of), "share": round(len(matching) / len(of), 4) if of else None}

    return {
        "right_at_1": share([one for one in answerable if one["right_at"] == 1], answerable),
        "right_at_3": share([one for one in answerable if one["right_at"]], answerable),
        "false_answers": share([one for one in unanswerable if one["answered"]], unanswerable),
        "wrong_abstentions": share([one for one in answerable if not one["answered"]], answerable),
        "questions": outcomes,
    }


def _outcome(item: dict[str, Any], given: Answer) -> dict[str, Any]:
    """One question's outcome; `right_at`: the place (1 to 3) of the first citation that matches a gold quote, or None."""
    quotes = list(zip(item.get("answer_quotes") or [], item.get("answer_quote_docs") or []))
    right = None
    for place, citation in enumerate(given.citations[:3], start=1):
        name = Path(citation.location.path).name
        if any(name == Path(doc).name and overlap(citation.location.quote, quote) > 0 for quote, doc in quotes):
            right = place
            break
    return {
        "id": item.get("id"),
        "answerable": bool(item.get("answerable")),
        "answered": given.answer is not None,
        "right_at": right,
        "confidence": round(given.confidence, 4),
        "reason": given.reason,
    }
