"""Agreement between the coders of a question. Samples and counts are in `counting`."""

from __future__ import annotations

import numpy as np

from coding import agreement as agreeing
from coding.judgements import UNCODABLE, Judgements
from coding.rounds.counting import NO_FRAME as NO_FRAME
from coding.rounds.counting import sample_digest as sample_digest
from coding.rounds.counting import usable_sample as usable_sample
from coding.rounds.matrices import load_matrices
from core.errors import NotFoundError
from core.store import Store
from core.store import responses as response_table


def agreement(store: Store, question: str) -> list[agreeing.Agreement]:
    """Agreement between all coders, for all codes pooled and then for each code. Adjudicated codings take no part.

    Raises NotFoundError where fewer than two people have coded."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices = load_matrices(connection, found.id)
    if matrices.codebook is None:
        raise NotFoundError(NO_FRAME)
    coders = [made for made in matrices.coders if made.dealt_with.any()]
    if len(coders) < 2:
        named = f"only {coders[0].coder} has" if coders else "nobody has"
        raise NotFoundError(
            f"Agreement needs two coders; {named} coded this question. "
            "Add a second coder's codings: verbatim codings add FILE --coder NAME --question ..."
        )
    # An uncodable response bears no code in that coder's judgement.
    judged = [
        Judgements(c.coder, np.where((c.states == UNCODABLE)[:, None], np.int8(0), c.values), c.states) for c in coders
    ]
    return agreeing.agreement(found.id, [code.code for code in matrices.codebook.codes], judged)
