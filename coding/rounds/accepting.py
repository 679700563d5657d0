"""Suggestions that a person accepts in bulk: what it would cost first, then the codings, marked with the run they came from.

Accepted codings are that person's, purposive by design: no interval rests on them, no model learns from them, and no member
of a random sample is touched. What people coded themselves is never changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.advice import out_of_fold
from coding.rounds.advice import known_coding
from coding.rounds.counting import NO_FRAME
from coding.suggester import THRESHOLD
from core.encoder import Encoder
from core.errors import NotFoundError, UsageError
from core.jobs import Progress
from core.store import Store
from core.store import codings as table
from core.store import machine as machine_table
from core.store import responses as response_table

LEAST_CHECKED = 30  # coded responses that the rule would take, below which its cost is not said


@dataclass(frozen=True, slots=True)
class AcceptPreview:
    """What accepting from `threshold` on would do: `responses` that nobody has coded would bear `codings`; of `checked` coded
    responses that the same rule would take (predicted by models that did not learn from them) `same` bear exactly these
    codes, and of `checked_codings` codes put on, `right` are people's too."""

    threshold: float
    responses: int
    codings: int
    checked: int
    same: int
    checked_codings: int
    right: int

    def record(self) -> dict[str, Any]:
        return {
            "threshold": self.threshold,
            "responses": self.responses,
            "codings": self.codings,
            "checked": self.checked,
            "same": self.same,
            "checked_codings": self.checked_codings,
            "right": self.right,
        }

    def sentence(self) -> str:
        """The cost in plain words."""
        taken = f"{self.responses:,} responses would get {self.codings:,} codes."
        if self.checked < LEAST_CHECKED:
            return f"{taken} What that costs cannot be said: only {self.checked} coded responses are as sure as that."
        wrong = self.checked_codings - self.right
        return (
            f"{taken} On {self.checked:,} responses that people coded, the same rule put on {self.checked_codings:,} codes, "
            f"{wrong:,} of them wrong, and coded {self.same:,} responses exactly as people did."
        )


def sure_of(suggested: Mapping[str, Mapping[str, float]], threshold: float) -> dict[str, frozenset[str]]:
    """By response, the codes to accept: of responses with a suggestion whose every suggestion has at least `threshold`; one
    that is half sure of something else is left to a person."""
    return {
        response: frozenset(codes)
        for response, codes in suggested.items()
        if codes and min(codes.values()) >= threshold
    }


def preview_accept(
    store: Store,
    question: str,
    encoder: Encoder,
    threshold: float,
    seed: int = 0,
    progress: Progress | None = None,
) -> AcceptPreview:
    """Raises NotFoundError where there is no run, UsageError for a threshold outside 0.5 to 1."""
    _check(threshold)
    known = known_coding(store, question, encoder, seed, progress)
    p = out_of_fold(known.batch, known.rows, known.judged, seed) if len(known.rows) >= 2 else np.zeros((0, 0))
    return previewed(to_accept(store, question, threshold), threshold, known.judged, p)


def previewed(
    chosen: Mapping[str, frozenset[str]], threshold: float, judged: NDArray[np.int8], predicted: NDArray[np.float64]
) -> AcceptPreview:
    """`chosen`: what would be accepted; predicted: (n_coded, n_codes) probabilities of the responses that people `judged`, by
    models that did not learn from them; none: nothing is checked."""
    checked = same = codes = right = 0
    if len(predicted):
        given = predicted >= THRESHOLD
        takes = given.any(axis=1) & (np.where(given, predicted, 1.0).min(axis=1) >= threshold)
        truth = judged == 1
        checked, codes = int(takes.sum()), int(given[takes].sum())
        right = int((given & truth)[takes].sum())
        same = int((given == truth)[takes].all(axis=1).sum())
    return AcceptPreview(threshold, len(chosen), sum(map(len, chosen.values())), checked, same, codes, right)


def accept_suggestions(store: Store, question: str, coder: str, threshold: float) -> int:
    """Makes the suggestions that `sure_of` takes this coder's codings; returns how many responses were coded. A second call
    finds nothing new. Raises as preview_accept does, UsageError where the coder has no name."""
    _check(threshold)
    name = " ".join(coder.split())
    if not name or name in ("machine", "adjudicated"):
        raise UsageError("Say whose codings these become: --coder NAME ('machine' and 'adjudicated' are taken).")
    with store.action("accept suggestions", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = found.id
        frame = table.codebook(connection, found.id)
        if frame is None:
            raise NotFoundError(NO_FRAME)
        chosen, run = _open_suggestions(connection, found.id, threshold)
        judgements = [
            table.Judgement(response, code.code, name, "human", code.code in codes, "purposive")
            for response, codes in chosen.items()
            for code in frame.codes
        ]
        if chosen:
            table.ensure_coder(connection, found.id, name)
        table.put_states(
            connection, found.id, [table.StateRow(response, name, "human", "coded", "purposive") for response in chosen]
        )
        table.put_codings(connection, found.id, judgements, frame.version, run)
        action.silent = not chosen
        action.after = {"coder": name, "run": run, "threshold": threshold, "responses": len(chosen)}
    return len(chosen)


def to_accept(store: Store, question: str, threshold: float) -> dict[str, frozenset[str]]:
    """By response, the codes that would be accepted from `threshold` on."""
    with store.read() as connection:
        return _open_suggestions(connection, response_table.find_question(connection, question).id, threshold)[0]


def _open_suggestions(connection: Any, question: str, threshold: float) -> tuple[dict[str, frozenset[str]], str]:
    """Those of the newest run for responses that nobody has dealt with and that no random sample holds, and the run."""
    newest = table.runs(connection, question)
    if not newest:
        raise NotFoundError("The program has suggested nothing yet. First: verbatim code --question ...")
    dealt_with = {state.response for state in table.states(connection, question) if state.source != "machine"}
    drawn = {name for made in table.samples(connection, question) if made.design == "random" for name in made.members}
    suggested: dict[str, dict[str, float]] = {}
    for response, code, probability in table.probabilities(connection, question):
        if response not in dealt_with and response not in drawn:
            suggested.setdefault(response, {})[code] = probability
    return sure_of(suggested, threshold), newest[0][0]


def accepted_in_bulk(store: Store, question: str) -> set[str]:
    """Responses whose codings a person accepted from a run without coding them."""
    with store.read() as connection:
        return machine_table.accepted(connection, response_table.find_question(connection, question).id)


def _check(threshold: float) -> None:
    if not THRESHOLD <= threshold <= 1:
        raise UsageError(f"The threshold is a probability from {THRESHOLD} to 1, not {threshold}.")
