"""Answers and "not found" on questions about papers that were written for it, and on somebody's own gold questions.

    python -m benchmarks.answers [report|fit] [--gold GOLD_DIR --documents DIR] [--failures] [--project DIR]

`report` prints, for the tune and the held half of samples/questions/questions.csv (halves are of papers), right at 1 and 3,
wrong abstentions, near misses answered, off-topic questions answered, and how `confidence` keeps its word (reliability table,
Brier score); with --gold, the same for those questions. `fit` makes index/answer_weights.json anew from both halves, and
prints what the weights of four papers reach on the fifth. The documents are read into a throw-away project, or into
--project DIR where they stay.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from core.answers import Answer
from core.encoder import load_encoder
from core.matching import overlap
from core.platform import default_models_folder
from core.store import Store
from index.answer import CITED, answer, considered, in_order
from index.build import build, open_index
from index.candidates import Gathered
from index.decision import FOUND, Judged, as_record, found_features, log_odds, logistic
from index.features import NAMES, score
from index.query import parse
from index.question import Question, understood
from index.search import Filters, SearchIndex
from ingest.intake import ingest

SAMPLES = Path(__file__).parent.parent / "samples"
WEIGHTS = Path(__file__).parent.parent / "index" / "answer_weights.json"
WRONG_ABSTENTIONS = 0.04  # share of the answerable questions at which the threshold is set
FOUND_C = 0.1
RANK_C = 1.0

# The recipe that was measured first (docs/methods.md); the fitted weights keep near it.
PRIOR = {
    "meaning": 4.8, "words": 3.2, "passage": 2.0, "caption": -4.0, "question": -4.0, "lead_in": -0.8, "fragment": -1.6,
    "registered": 0.4, "missing": -1.2, "filled": 0.8, "unfilled": -0.8, "reason_given": 0.8, "reason_lacking": -0.8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A question; part: tune, held or gold; kind: answerable, near miss or off topic; quotes that answer it."""

    part: str
    paper: str
    kind: str
    question: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """right: the place (1 to 3) of the first citation that holds a gold quote, or 0."""

    item: Item
    given: Answer
    right: int


@dataclass(frozen=True, slots=True)
class Trained:
    """A question with its candidates, for fitting; good: which of them hold a gold quote."""

    item: Item
    asked_for: Question
    pool: Gathered
    judged: tuple[Judged, ...]
    good: tuple[bool, ...]


def own_items() -> list[Item]:
    """The questions that are shipped with the samples."""
    with (SAMPLES / "questions" / "questions.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Item(row["half"], row["paper"], row["kind"], row["question"], tuple(row["quotes or why not"].split(" | ")))
            if row["kind"] == "answerable"
            else Item(row["half"], row["paper"], row["kind"], row["question"])
            for row in csv.DictReader(stream)
        ]


def own_papers() -> list[Path]:
    """The sample papers that the questions are about."""
    further = sorted(path for path in (SAMPLES / "questions").glob("*.md") if path.name != "README.md")
    return [SAMPLES / "survey-report.pdf", SAMPLES / "board-paper-pack.pdf", *further]


def gold_items(folder: Path) -> tuple[list[Item], list[str]]:
    """The questions of questions.jsonl in `folder`, and the documents that they are about."""
    read = [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]
    items = [
        Item(
            "gold",
            "",
            "answerable" if one["answerable"] else "near miss",
            one["question"],
            tuple(one["answer_quotes"] or ()),
        )
        for one in read
    ]
    return items, sorted({name for one in read for name in one.get("docs") or []})


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", nargs="?", choices=["report", "fit"], default="report")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--model", default="minilm")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args(arguments)
    encoder = load_encoder(options.model, default_models_folder())
    with contextlib.ExitStack() as stack:
        scratch = options.project or Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def opened(name: str, papers: Sequence[Path]) -> SearchIndex:
            store = Store(scratch / name, "benchmark")
            stack.callback(store.close)
            if open_index(store, encoder).refresh() is None:
                ingest(store, papers)
                build(store, encoder)
            return open_index(store, encoder)

        index = opened("own", own_papers())
        if options.task == "fit":
            WEIGHTS.write_text(fitted(index, own_items()), encoding="utf-8")
            return
        for part in ("tune", "held"):
            report(part, outcomes(index, [item for item in own_items() if item.part == part]), options.failures)
        if options.gold:
            items, names = gold_items(options.gold)
            gold = opened("gold", [options.documents / name for name in names])
            report("gold", outcomes(gold, items), options.failures)


# Reporting ------------------------------------------------------------------------------------------------------------


def outcomes(index: SearchIndex, items: Sequence[Item]) -> list[Outcome]:
    made = []
    for item in items:
        given = answer(index, item.question)
        right = next((n for n, c in enumerate(given.citations[:CITED], 1) if holds(c.location.quote, item)), 0)
        made.append(Outcome(item, given, right))
    return made


def holds(quote: str, item: Item) -> bool:
    return any(overlap(quote, gold) > 0 for gold in item.quotes)


def report(part: str, found: Sequence[Outcome], failures: bool = False) -> None:
    of = {kind: [one for one in found if one.item.kind == kind] for kind in ("answerable", "near miss", "off topic")}
    answerable = of["answerable"]
    print(f"\n{part}")
    _share("right at 1", [one for one in answerable if one.right == 1], answerable)
    _share("right at 3", [one for one in answerable if one.right], answerable)
    _share("wrong abstentions", [one for one in answerable if one.given.answer is None], answerable)
    for kind in ("near miss", "off topic"):
        _share(f"{kind} answered", [one for one in of[kind] if one.given.answer is not None], of[kind])
    given = [one for one in found if one.given.answer is not None]
    if given:
        chance = np.array([one.given.confidence for one in given])
        right = np.array([one.right == 1 for one in given], dtype=float)
        constant = np.mean((right.mean() - right) ** 2)
        print(
            f"  Brier {np.mean((chance - right) ** 2):.3f} (of the constant {constant:.3f}); confidence: share right at 1"
        )
        for low, high in ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 1.01)):
            inside = (chance >= low) & (chance < high)
            if inside.any():
                print(
                    f"    {low:.1f}-{min(1, high):.1f}  mean {chance[inside].mean():.2f}  right {int(right[inside].sum())} of {inside.sum()}"
                )
    for one in found if failures else ():
        if (one.right != 1) if one.item.kind == "answerable" else one.given.answer is not None:
            print(
                f"\n{one.item.kind} | {one.item.question}\n  gold: {list(one.item.quotes)}\n  {one.given.reason or ''}"
            )
            for citation in one.given.citations[:CITED]:
                print(f"  - {citation.location.quote}")


def _share(name: str, matching: Sequence[Outcome], of: Sequence[Outcome]) -> None:
    if of:
        print(f"  {name:<20}{len(matching)} of {len(of)}  ({len(matching) / len(of):.3f})")


# Fitting --------------------------------------------------------------------------------------------------------------


def fitted(index: SearchIndex, items: Sequence[Item]) -> str:
    """The weights file. Every figure that is printed, the threshold and the confidence rest on papers left out one by one."""
    read = [made for item in items if (made := trained(index, item)) is not None]
    known = [one for one in read if one.item.kind != "off topic"]
    papers = sorted({one.item.paper for one in known})
    odds, first, third, answerable, holding = [], [], [], [], []
    for paper in papers:
        rest = [one for one in known if one.item.paper != paper]
        rank = fit_rank(rest)
        found = fit_found(rest, rank)
        for one in known:
            if one.item.paper == paper:
                best = in_order(rescored(one, rank))[:CITED]
                odds.append(log_odds(found_features(one.asked_for, best, one.pool.wanted, one.pool.coverage), found))
                right = [holds(_quote(other), one.item) for other in best]
                first.append(right[0])
                third.append(any(right))
                holding.append(best[0].verdict.holds)
                answerable.append(one.item.kind == "answerable")
    z, good, yes = np.array(odds), np.array(first), np.array(answerable)
    z[~np.array(holding)] = -30.0  # refused whatever the chance
    cut = float(np.quantile(z[yes], WRONG_ABSTENTIONS))
    given = z >= cut
    platt = LogisticRegression(C=100.0).fit(z[given, None], good[given])
    print(f"papers left out one by one: right at 1 {good.sum()}, at 3 {sum(third)} of {yes.sum()}, before the decision")
    print(
        f"with it: wrong abstentions {(yes & ~given).sum()} of {yes.sum()}, near misses answered {(~yes & given).sum()} of {(~yes).sum()}"
    )
    rank = fit_rank(known)
    return as_record(
        dict(zip(NAMES, rank, strict=True)),
        dict(zip(("intercept", *FOUND), fit_found(known, rank), strict=True)),
        logistic(cut),
        (float(platt.intercept_[0]), float(platt.coef_[0, 0])),
    )


def trained(index: SearchIndex, item: Item) -> Trained | None:
    """The candidates of a question with the features of each; None where nothing matches."""
    index.refresh()
    asked_for = understood(item.question)
    documents = index.source.allowed(Filters())
    pool, judged = considered(index, asked_for, parse(asked_for.text), documents, Filters(), prior())
    if not judged:
        return None
    good = tuple(holds(_quote(one), item) for one in judged)
    return Trained(item, asked_for, pool, tuple(judged), good)


def prior() -> list[float]:
    return [PRIOR.get(name, 0.0) for name in NAMES]


def _quote(one: Judged) -> str:
    return one.candidate.sentence.span.of(one.candidate.place.document.text)


def rescored(one: Trained, rank: Sequence[float]) -> list[Judged]:
    return [Judged(j.candidate, j.features, score(rank, j.features), j.verdict) for j in one.judged]


def fit_rank(read: Sequence[Trained]) -> list[float]:
    """Weights of the features of a sentence: softmax over the candidates of each question, the sum of those that answer it
    (ListNet's top one, Cao and others 2007), with a squared penalty on leaving PRIOR."""
    start = np.array(prior())
    sets = [
        (np.array([j.features for j in one.judged]), np.array(one.good))
        for one in read
        if any(one.good) and not all(one.good)
    ]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for values, good in sets:
            scores = values @ weights
            exps = np.exp(scores - scores.max())
            share = exps / exps.sum()
            right = np.where(good, exps, 0.0) / max(1e-300, exps[good].sum())
            total -= float(np.log(max(1e-300, share[good].sum())))
            slope += values.T @ (share - right)
        away = weights - start
        return total + float(away @ away) / (2 * RANK_C), slope + away / RANK_C

    return [float(w) for w in minimize(loss, start, jac=True, method="L-BFGS-B").x]


def fit_found(read: Sequence[Trained], rank: Sequence[float]) -> list[float]:
    """Intercept and weights of the decision: logistic regression on standardised features, brought back to their units."""
    values = np.array(
        [
            found_features(one.asked_for, in_order(rescored(one, rank))[:CITED], one.pool.wanted, one.pool.coverage)
            for one in read
        ]
    )
    mean, spread = values.mean(0), values.std(0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=FOUND_C, max_iter=2000)
    model.fit((values - mean) / spread, [one.item.kind == "answerable" for one in read])
    slopes = model.coef_[0] / spread
    return [float(model.intercept_[0] - slopes @ mean), *map(float, slopes)]


if __name__ == "__main__":
    main(sys.argv[1:])
