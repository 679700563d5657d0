"""A run of the machine, kept so that it can be repeated: what it was made of, and what was counted with it.

The inputs are the responses that were in (their texts by hash), people's merged judgements, the random sample, the version
of the code frame, the seed and the encoder. To reproduce is to do everything again from these: learn, suggest, count.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zlib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.counts import count_codes, response_states
from coding.judgements import Matrix, Merged
from coding.rounds.matrices import Matrices
from coding.tallies import Mask
from core.codebooks import Codebook
from core.responses import Response
from core.store import builds

PACKAGES = ("numpy", "scipy", "scikit-learn", "onnxruntime", "tokenizers")
PACKAGES_OF_REFINING = ("torch", "transformers")
INPUTS, COUNTS, SUGGESTIONS, WEIGHTS = "inputs.json", "counts.csv", "suggestions.csv", "refined.npz"
COLUMNS = (
    "question", "code", "label", "n", "sampled", "base", "base_kind", "percent", "low", "high", "method", "weighted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run was made of. `states` of the responses as import knew them; `values`, `judged`: people's merged codes
    and states, as `Merged` has them; `sample`: members of the usable random samples; `accepted`: responses whose codes were
    accepted in bulk, from which nothing is learnt."""

    ids: tuple[str, ...]
    states: tuple[str, ...]
    weights: tuple[float | None, ...]
    text_hashes: tuple[str, ...]
    codebook_version: int
    codes: tuple[str, ...]
    values: Matrix
    judged: NDArray[np.int8]
    sample: Mask
    accepted: Mask
    seed: int
    refine: bool

    def as_bytes(self) -> bytes:
        made = {
            "ids": self.ids,
            "states": self.states,
            "weights": self.weights,
            "text_sha256": self.text_hashes,
            "codebook_version": self.codebook_version,
            "codes": self.codes,
            "values": _packed(self.values),
            "judged": _packed(self.judged),
            "sample": _packed(self.sample.astype(np.int8)),
            "accepted": _packed(self.accepted.astype(np.int8)),
            "seed": self.seed,
            "refine": self.refine,
        }
        return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Inputs:
        read = json.loads(content)
        n, codes = len(read["ids"]), tuple(read["codes"])
        return cls(
            tuple(read["ids"]),
            tuple(read["states"]),
            tuple(read["weights"]),
            tuple(read["text_sha256"]),
            read["codebook_version"],
            codes,
            _unpacked(read["values"]).reshape(n, len(codes)),
            _unpacked(read["judged"]),
            _unpacked(read["sample"]).astype(bool),
            _unpacked(read["accepted"]).astype(bool),
            read["seed"],
            read["refine"],
        )

    @property
    def answered(self) -> NDArray[np.intp]:
        """Rows of the responses that hold an answer."""
        return np.flatnonzero([state == "uncoded" for state in self.states])


def inputs_of(matrices: Matrices, merged: Merged, sample: Mask, accepted: Set[str], seed: int, refine: bool) -> Inputs:
    assert matrices.codebook is not None
    return Inputs(
        tuple(made.id for made in matrices.responses),
        tuple(made.state for made in matrices.responses),
        tuple(made.weight for made in matrices.responses),
        tuple(builds.text_sha256(made.text) for made in matrices.responses),
        matrices.codebook.version,
        tuple(code.code for code in matrices.codebook.codes),
        merged.values.astype(np.int8),
        merged.states.astype(np.int8),
        sample,
        np.array([made.id in accepted for made in matrices.responses], dtype=bool),
        seed,
        refine,
    )


def _packed(values: NDArray[np.int8]) -> str:
    return base64.b64encode(zlib.compress(np.ascontiguousarray(values, dtype=np.int8).tobytes(), 6)).decode()


def _unpacked(text: str) -> NDArray[np.int8]:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype=np.int8).copy()


def suggestions_csv(
    ids: Sequence[str], codes: Sequence[str], probabilities: NDArray[np.float64], given: NDArray[np.bool_]
) -> bytes:
    """response,code,probability: one row a suggestion, in order of the responses and of the frame."""
    places = np.argwhere(given).tolist()
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(("response", "code", "probability"))
    writer.writerows((ids[row], codes[column], f"{probabilities[row, column]:.4f}") for row, column in places)
    return made.getvalue().encode()


def counts_csv(codebook: Codebook, inputs: Inputs, machine: Matrix | None) -> bytes:
    """The theme counts of all respondents on the base `answered`, one row a code, as people's codes and the machine's labels
    (where they may be used) stood: the columns of the count record."""
    responses = [
        Response(name, codebook.question, "", {}, weight, state)  # type: ignore[arg-type]
        for name, weight, state in zip(inputs.ids, inputs.weights, inputs.states)
    ]
    merged = Merged(inputs.values, inputs.judged, 0, 0, ())
    states = response_states(responses, merged, [None] * len(responses))
    rows = count_codes(codebook, responses, merged, states, sample=inputs.sample, machine=machine)
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.record() for row in rows)
    return made.getvalue().encode()


def manifest_versions(refine: bool) -> dict[str, str]:
    """The versions of the packages that the figures go through; absent ones are left out."""
    made = {}
    for package in (*PACKAGES, *(PACKAGES_OF_REFINING if refine else ())):
        try:
            made[package] = version(package)
        except PackageNotFoundError:
            continue
    return made


def digest(names: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(sorted(names)).encode()).hexdigest()


def bytes_that_differ(a: bytes, b: bytes) -> int:
    """Places at which two files differ, those past the end of the shorter included."""
    shared = min(len(a), len(b))
    left, right = np.frombuffer(a[:shared], dtype=np.uint8), np.frombuffer(b[:shared], dtype=np.uint8)
    return int((left != right).sum()) + abs(len(a) - len(b))


def manifest(inputs: Inputs, encoder: str, encoder_sha256: str | None, threshold: float) -> dict[str, Any]:
    """What is said of the inputs without their content: hashes, versions, seeds."""
    answered = set(inputs.answered.tolist())
    texts = hashlib.sha256("\x1f".join(inputs.text_hashes[row] for row in sorted(answered)).encode()).hexdigest()
    judgements = hashlib.sha256(inputs.values.tobytes() + inputs.judged.tobytes()).hexdigest()
    return {
        "codebook_version": inputs.codebook_version,
        "encoder": encoder,
        "encoder_sha256": encoder_sha256,
        "refined": inputs.refine,
        "seed": inputs.seed,
        "threshold": threshold,
        "responses": len(inputs.ids),
        "answered": len(answered),
        "texts_sha256": texts,
        "codings_sha256": judgements,
        "packages": manifest_versions(inputs.refine),
    }
