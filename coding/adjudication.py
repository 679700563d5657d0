"""Responses that coders coded differently, and those on which they agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coding.judgements import CODED, UNCODABLE, Judgements


def double_coded(coders: Sequence[Judgements], n_responses: int) -> NDArray[np.bool_]:
    """(n_responses,) which responses two or more coders dealt with."""
    counted = np.zeros(n_responses, dtype=int)
    for made in coders:
        counted += made.dealt_with
    return np.asarray(counted >= 2)


def disputed(coders: Sequence[Judgements], n_responses: int, n_codes: int) -> NDArray[np.bool_]:
    """(n_responses, n_codes + 1): codes that one coder gives and another does not; last, that one holds the response
    uncodable and another does not. A code that only one of them could judge is no dispute."""
    ones = np.zeros((n_responses, n_codes + 1), dtype=bool)
    zeros = np.zeros_like(ones)
    for made in coders:
        coded = made.states == CODED
        ones[:, :n_codes] |= (made.values == 1) & coded[:, None]
        zeros[:, :n_codes] |= (made.values == 0) & coded[:, None]
        ones[:, n_codes] |= made.states == UNCODABLE
        zeros[:, n_codes] |= coded
    return np.asarray(ones & zeros)


def agreed(coders: Sequence[Judgements], row: int) -> tuple[bool, tuple[int, ...]]:
    """(whether they hold the response uncodable, columns of the codes that they give) where the coders who dealt with it
    are of one mind. Raises ValueError where they are not, or none did."""
    said = {
        (bool(made.states[row] == UNCODABLE), tuple(np.flatnonzero(made.values[row] == 1).tolist()) if made.states[row] == CODED else ())
        for made in coders if made.dealt_with[row]
    }  # fmt: skip
    if len(said) != 1:
        raise ValueError("the coders are not of one mind")
    return said.pop()
