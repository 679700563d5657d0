"""Answers on the gold questions: the figures, the failures, and the coefficients of `confidence`.

    python -m benchmarks.answers GOLD_DIR --documents DIR [--model minilm|none] [--failures] [--fit]

Reads the documents into a throw-away project. `--fit` prints the logistic coefficients that index/answer.py bears
(CONFIDENCE), from the questions answered, with its Brier score by leaving one question out at a time.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.encoder import load_encoder
from core.platform import default_models_folder
from core.store import Store
from index.answer import answer, confidence_features
from index.build import build, open_index
from index.evaluate import evaluate_answers
from ingest.intake import ingest


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--model", default="minilm")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args(arguments)
    questions = [json.loads(line) for line in (options.gold / "questions.jsonl").read_text("utf-8").splitlines()]
    wanted = sorted({name for question in questions for name in question.get("docs") or []})
    encoder = load_encoder(options.model, default_models_folder())
    with tempfile.TemporaryDirectory() as scratch:
        store = Store(Path(scratch), "benchmark")
        ingest(store, [options.documents / name for name in wanted])
        build(store, encoder)
        index = open_index(store, encoder)
        made = evaluate_answers(options.gold, lambda question: answer(index, question))
        outcomes = made.pop("questions")
        for name, figure in made.items():
            print(f"{name:<20}{figure['n']} of {figure['of']}  ({figure['share']:.3f})")
        for question, outcome in zip(questions, outcomes):
            failed = outcome["right_at"] != 1 if question["answerable"] else outcome["answered"]
            if options.failures and failed:
                print(f"\n{question['id']} {question['question']}\n  gold: {question['answer_quotes']}")
                given = answer(index, question["question"])
                for citation in given.citations:
                    print(f"  - {citation.location.quote}")
                if given.reason:
                    print(f"  {given.reason}")
        if options.fit:
            pairs = [
                (confidence_features(index, question["question"]), outcome["right_at"] == 1)
                for question, outcome in zip(questions, outcomes)
                if outcome["answered"]
            ]
            fit(np.array([features for features, _ in pairs]), np.array([right for _, right in pairs]))
        store.close()


def fit(features: np.ndarray, right: np.ndarray) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import LeaveOneOut, cross_val_predict

    model = LogisticRegression(C=0.05)  # hardly any signal in some fifty questions: keep near the base rate
    out = cross_val_predict(model, features, right, cv=LeaveOneOut(), method="predict_proba")[:, 1]
    model.fit(features, right)
    print(f"answered {len(right)}, right {right.mean():.3f}")
    print(
        f"Brier, one left out: {np.mean((out - right) ** 2):.4f}; of the constant: {np.mean((right.mean() - right) ** 2):.4f}"
    )
    print("intercept", round(float(model.intercept_[0]), 3), "coefficients", model.coef_[0].round(3).tolist())


if __name__ == "__main__":
    main(sys.argv[1:])
