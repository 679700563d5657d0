"""What to look at again in a question's code frame, from its wording and from how people used it."""

from __future__ import annotations

import numpy as np

from coding.frames.checking import FrameCheck, check_frame
from coding.judgements import NONE
from coding.rounds.frames import codebook
from coding.rounds.machine import embedded
from coding.rounds.matrices import load_matrices
from core.encoder import Encoder
from core.jobs import Progress
from core.store import Store


def frame_check(
    store: Store, question: str, encoder: Encoder | None = None, progress: Progress | None = None
) -> list[FrameCheck]:
    """Codes too alike, never used, catch-all, overlapping in use, without a definition. Without an encoder likeness is told
    by words alone. Raises NotFoundError where there is no code frame."""
    frame = codebook(store, question)
    with store.read() as connection:
        matrices = load_matrices(connection, frame.question)
    merged = matrices.merged()
    vectors = None
    if encoder is not None and len(frame.codes) > 1:
        texts = [f"{code.label}. {code.definition}".strip() for code in frame.codes]
        vectors = np.asarray(embedded(store, encoder, texts, progress or Progress()))
    coded = (merged.states != NONE) & matrices.answered()
    return check_frame(frame.codes, merged.values, coded, vectors)
