"""The encoder's top layers tuned on the codes of one question, so that texts that bear the same codes come to lie nearer.

Supervised contrastive learning (Khosla et al. 2020, eq. 2) with positives weighted by the Jaccard likeness of their code
sets, on the top two of MiniLM's six layers; the layers below are frozen, so that what they make of the coded texts is worked
out once. The wording of a code counts as a text that bears it. What it gains: `benchmarks/coding.py --refine`. Needs torch.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.suggester import wording
from core.codebooks import Code
from core.encoder import MAX_TOKENS, Vectors, minilm_source
from core.errors import ModelMissing, UserError
from core.jobs import Progress

STEPS = 100
TUNED_LAYERS = 2
RATE, WARM_UP = 1e-4, 0.1
TEMPERATURE = 0.1
BATCH_CODES, TEXTS_A_CODE = 16, 2
TRAINING_TOKENS = 40
ENCODED_AT_ONCE = 64
LEAST_CODES = 2


@dataclass(frozen=True, slots=True)
class Refinement:
    """The tuned weights, by name; plain arrays, so that they can be kept beside the run and looked at."""

    weights: dict[str, NDArray[np.float32]]

    @property
    def sha256(self) -> str:
        """Of all names and values, in order of name."""
        digest = hashlib.sha256()
        for name in sorted(self.weights):
            digest.update(name.encode() + b"\0")
            digest.update(np.ascontiguousarray(self.weights[name], dtype="<f4").tobytes())
        return digest.hexdigest()

    def as_bytes(self) -> bytes:
        """An .npz archive of the arrays."""
        made = io.BytesIO()
        np.savez(made, **self.weights)  # type: ignore[arg-type]
        return made.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Refinement:
        """Raises UserError where they are not those of a refined encoder."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as read:
                return cls({name: np.asarray(read[name], dtype=np.float32) for name in read.files})
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise UserError(
                f"These are not the weights of a refined encoder ({error}). Train again: verbatim code."
            ) from error


@dataclass(frozen=True, slots=True)
class Refined:
    """A refinement and what it makes of the responses and then of the codes' wordings: unit rows."""

    refinement: Refinement
    vectors: Vectors


def refined_for(
    texts: Sequence[str],
    codes: Sequence[Code],
    rows: NDArray[np.intp],
    judged: NDArray[np.int8],
    seed: int = 0,
    progress: Progress | None = None,
) -> Refined:
    """The encoder refined on the responses at `rows`, whose codes are `judged` (n_rows, n_codes), and on the wording of the
    codes; then all `texts` and wordings as it sees them. Raises as `refine` does."""
    wordings = [wording(code) for code in codes]
    known = np.vstack([judged, np.eye(len(codes), dtype=np.int8)])
    made = refine([*(texts[row] for row in rows), *wordings], known, seed, progress)
    return Refined(made, refined_vectors(made, [*texts, *wordings], progress))


def refine(
    texts: Sequence[str],
    judged: NDArray[np.int8],
    seed: int = 0,
    progress: Progress | None = None,
    steps: int = STEPS,
) -> Refinement:
    """Tunes on coded `texts`; judged: (n_texts, n_codes) of 1, 0 and -1. The same texts, codes and seed give the same
    weights on the same versions. Raises ModelMissing without torch; UserError where fewer than two codes were used."""
    bearing = [np.flatnonzero(column == 1) for column in judged.T]
    bearing = [rows for rows in bearing if len(rows)]
    if len(bearing) < LEAST_CODES:
        raise UserError(
            "There is nothing to refine the encoder by: fewer than two codes were used. Code more responses."
        )
    with _one_thread() as torch:
        return _refined(torch, texts, judged, bearing, seed, progress or Progress(), steps)


def _refined(
    torch: Any,
    texts: Sequence[str],
    judged: NDArray[np.int8],
    bearing: Sequence[NDArray[np.intp]],
    seed: int,
    progress: Progress,
    steps: int,
) -> Refinement:
    body, tokenizer = _body()
    generator = np.random.default_rng(seed)
    torch.manual_seed(seed)
    tokens = tokenizer(
        list(texts), padding="max_length", truncation=True, max_length=TRAINING_TOKENS, return_tensors="pt"
    )
    lower = _lower(torch, body, tokens["input_ids"], tokens["attention_mask"])
    layers = list(body.encoder.layer[-TUNED_LAYERS:])
    parameters = [parameter for layer in layers for parameter in layer.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=RATE)
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: (step + 1) / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))
    )
    codes = torch.from_numpy((judged == 1).astype(np.float32))
    for layer in layers:
        layer.train()
    for step in range(steps):
        rows = torch.from_numpy(_batch(generator, bearing))
        mask = tokens["attention_mask"][rows]
        longest = int(mask.sum(dim=1).max())
        mask = mask[:, :longest]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = _pooled(torch, _upper(torch, layers, lower[rows][:, :longest].float(), mask), mask)
        loss = _contrast(torch, vectors.float(), codes[rows])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 10 == 0:
            progress.report(step, steps, "encoder refined, steps")
    progress.report(steps, steps, "encoder refined, steps")
    first = len(body.encoder.layer) - TUNED_LAYERS
    return Refinement(
        {
            f"{first + n}.{name}": parameter.detach().numpy().copy()
            for n, layer in enumerate(layers)
            for name, parameter in layer.named_parameters()
        }
    )


def refined_vectors(refinement: Refinement, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
    """(n_texts, 384) float32, unit rows: the texts as the refined encoder sees them, each distinct text encoded once."""
    with _one_thread() as torch:
        return _encoded(torch, refinement, texts, progress or Progress())


def _encoded(torch: Any, refinement: Refinement, texts: Sequence[str], progress: Progress) -> Vectors:
    body, tokenizer = _body()
    with torch.no_grad():
        for name, value in refinement.weights.items():
            layer, parameter = name.split(".", 1)
            body.encoder.layer[int(layer)].get_parameter(parameter).copy_(torch.from_numpy(value))
    distinct = list(dict.fromkeys(texts))
    order = sorted(range(len(distinct)), key=lambda at: len(distinct[at]))
    made = np.zeros((len(distinct), body.config.hidden_size), dtype=np.float32)
    layers = list(body.encoder.layer)
    with torch.inference_mode():
        for low in range(0, len(order), ENCODED_AT_ONCE):
            rows = order[low : low + ENCODED_AT_ONCE]
            tokens = tokenizer(
                [distinct[at] for at in rows], padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
            )
            mask = tokens["attention_mask"]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = _upper(torch, layers, body.embeddings(input_ids=tokens["input_ids"]), mask)
                made[rows] = _pooled(torch, hidden, mask).float().numpy()
            progress.report(low, len(order), "responses embedded by the refined encoder")
    place = {text: at for at, text in enumerate(distinct)}
    return made[[place[text] for text in texts]]


@contextlib.contextmanager
def _one_thread() -> Iterator[Any]:
    """torch on one thread: sums in one order give the same weights on every machine of the kind, and threads that wait for
    one another on a busy laptop took three times the processor time. Raises ModelMissing where torch is not installed."""
    try:
        import torch
    except ImportError as error:
        raise ModelMissing(
            "Refining the encoder needs torch, which is not installed here. Leave out --refine, or: pip install torch==2.13.0"
        ) from error
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield torch
    finally:
        torch.set_num_threads(threads)


def _body() -> tuple[Any, Any]:
    """MiniLM without pooling, and its tokenizer."""
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    source = str(minilm_source())
    body = AutoModel.from_pretrained(source, attn_implementation="eager", local_files_only=True).eval()
    return body, AutoTokenizer.from_pretrained(source, local_files_only=True)


def _lower(torch: Any, body: Any, ids: Any, mask: Any) -> Any:
    """What the frozen layers make of the tokens, (n, tokens, size) bfloat16."""
    made = []
    with torch.inference_mode():
        for low in range(0, len(ids), ENCODED_AT_ONCE):
            piece = slice(low, low + ENCODED_AT_ONCE)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = _upper(
                    torch, body.encoder.layer[:-TUNED_LAYERS], body.embeddings(input_ids=ids[piece]), mask[piece]
                )
            made.append(hidden.to(torch.bfloat16))
    return torch.cat(made).clone()


def _upper(torch: Any, layers: Sequence[Any], hidden: Any, mask: Any) -> Any:
    """`hidden` through the layers; padding is not attended to."""
    shut = (1.0 - mask[:, None, None, :].to(torch.float32)) * -1e4
    for layer in layers:
        out = layer(hidden, attention_mask=shut)
        hidden = out[0] if isinstance(out, tuple) else out
    return hidden


def _pooled(torch: Any, hidden: Any, mask: Any) -> Any:
    """Mean of the token vectors, scaled to length 1, as the model was trained."""
    weights = mask.unsqueeze(-1).to(torch.float32)
    mean = (hidden.float() * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
    return torch.nn.functional.normalize(mean, dim=1)


def _batch(generator: np.random.Generator, bearing: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Rows of one step: two texts of each of 16 codes drawn without regard to how often they are used; more of each where
    there are fewer codes."""
    chosen = generator.permutation(len(bearing))[:BATCH_CODES]
    each = max(TEXTS_A_CODE, -(-BATCH_CODES * TEXTS_A_CODE // len(chosen)))
    rows = [generator.permutation(bearing[code])[:each] for code in chosen]
    return np.unique(np.concatenate(rows))


def _contrast(torch: Any, vectors: Any, codes: Any) -> Any:
    """Mean over texts of -sum of Jaccard x log softmax of likeness / temperature over the others, positives weighed to 1."""
    likeness = vectors @ vectors.T / TEMPERATURE
    own = torch.eye(len(vectors), dtype=torch.bool)
    log_share = torch.log_softmax(likeness.masked_fill(own, -1e4), dim=1)
    common = codes @ codes.T
    either = codes.sum(1)[:, None] + codes.sum(1)[None, :] - common
    weights = (common / either.clamp(min=1)).masked_fill(own, 0.0)
    total = weights.sum(1)
    has = total > 0
    losses = -(weights * log_share).sum(1)[has] / total[has]
    return losses.mean() if bool(has.any()) else (vectors * 0).sum()
