"""Query and texts to scores: a cross-encoder that reads both together, where one is at hand.

Off unless somebody names its folder: no small cross-encoder won on all judged sets (docs/decisions.md), so one is switched
on by those whose own judged queries say that it helps (`benchmarks/retrieval.py --rerank`). Nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelMissing

WHAT_TO_DO = (
    "Give the folder of a sentence-transformers cross-encoder (one that holds config.json, the weights and the tokenizer); "
    "nothing is downloaded. To search without one, leave --rerank and VERBATIM_RERANK out."
)


class Reranker(Protocol):
    """`scores` gives one number a text, higher for nearer; `name` is what results are marked with."""

    @property
    def name(self) -> str: ...
    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]: ...


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder from a folder on this machine.

    Raises ModelMissing, which says what to do, where the folder holds none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: Any = None
        if not folder.is_dir():
            raise ModelMissing(f"There is no folder {folder} with a cross-encoder. {WHAT_TO_DO}")
        if not (folder / "config.json").is_file():
            raise ModelMissing(f"The folder {folder} holds no cross-encoder (there is no config.json). {WHAT_TO_DO}")

    @property
    def name(self) -> str:
        return self.folder.resolve().name

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """How well each text answers the query, shape (n_texts,): the model's own measure; of two classes, the second's."""
        if not texts:
            return np.zeros(0, np.float64)
        made = np.asarray(
            self._model().predict([(query, text) for text in texts], show_progress_bar=False), dtype=np.float64
        )
        if made.ndim == 2 and made.shape[1] == 2:
            made = made[:, 1] - made[:, 0]
        if made.shape != (len(texts),):
            raise ModelMissing(
                f"The model in {self.folder} gives {made.shape[-1]} numbers a text and not one; it is no cross-encoder for "
                f"ranking. {WHAT_TO_DO}"
            )
        return made

    def _model(self) -> Any:
        if self._loaded is None:
            try:
                from sentence_transformers import CrossEncoder

                self._loaded = CrossEncoder(str(self.folder), local_files_only=True, device="cpu")
            except (ImportError, OSError, ValueError, KeyError) as error:
                raise ModelMissing(
                    f"The cross-encoder in {self.folder} cannot be opened ({type(error).__name__}). {WHAT_TO_DO}"
                ) from error
        return self._loaded
