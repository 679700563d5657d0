"""The second vote on an undertaking: a logistic regression over named features, kept as plain numbers.

The weights are trained by `python -m ingest.statements.training` on sentences written for the purpose and shipped as JSON;
reading them needs neither scikit-learn nor pickle.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).parent / "training" / "weights.json"


@dataclass(frozen=True, slots=True)
class VerdictModel:
    """weights: log-odds a feature adds; a feature that is not in them adds nothing."""

    weights: Mapping[str, float]
    intercept: float

    def chance(self, found: Iterable[str]) -> float:
        """The chance from 0 to 1 that a sentence with these features undertakes something."""
        total = self.intercept + sum(self.weights.get(name, 0.0) for name in found)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def record(self) -> dict[str, Any]:
        return {"intercept": self.intercept, "weights": dict(sorted(self.weights.items()))}


def model_from(record: Mapping[str, Any]) -> VerdictModel:
    """The model of a `record()`. Raises ValueError where it is not one."""
    weights, intercept = record.get("weights"), record.get("intercept")
    if not isinstance(weights, dict) or not isinstance(intercept, int | float):
        raise ValueError("not the weights of a verdict model")
    return VerdictModel({str(name): float(value) for name, value in weights.items()}, float(intercept))


@cache
def shipped_model() -> VerdictModel:
    """The model that comes with the program."""
    return model_from(json.loads(WEIGHTS.read_text(encoding="utf-8")))
