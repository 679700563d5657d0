"""A question's responses and judgements out of the database, as the matrices that counting works on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from coding.counts import response_states
from coding.judgements import CODED, UNCODABLE, Judgements, Matrix, Merged, blank_judgements, merged
from coding.tallies import Mask
from core.codebooks import Codebook
from core.responses import Response, ResponseState
from core.store import codings
from core.store import responses as response_table

MACHINE = "machine"
ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True)
class Matrices:
    """Everything that is known about the coding of one question. `codebook` None: no code frame yet (no columns).
    `machine`: 1 or 0 where the newest run judged, -1 elsewhere. `machine_states`: `coded`, `abstained` or None."""

    question: str
    codebook: Codebook | None
    responses: list[Response]
    coders: list[Judgements]
    adjudicated: Judgements | None
    machine: Matrix
    machine_states: list[str | None]

    @property
    def index(self) -> dict[str, int]:
        return {made.id: n for n, made in enumerate(self.responses)}

    def merged(self, preferred: str | None = None) -> Merged:
        return merged(self.coders, self.adjudicated, len(self.responses), self.machine.shape[1], preferred)

    def states(self, of: Merged | None = None) -> list[ResponseState]:
        return response_states(self.responses, of or self.merged(), self.machine_states)

    def answered(self) -> Mask:
        """Which responses hold an answer: neither blank, nor not asked, nor excluded."""
        return np.array([made.state == "uncoded" for made in self.responses], dtype=bool)


def load_matrices(connection: Connection, question: str) -> Matrices:
    responses = response_table.responses(connection, question)
    codebook = codings.codebook(connection, question)
    codes = {code.code: n for n, code in enumerate(codebook.codes)} if codebook else {}
    rows = {made.id: n for n, made in enumerate(responses)}
    shape = (len(responses), len(codes))
    found: dict[tuple[str, str], Judgements] = {}

    def of(source: str, coder: str) -> Judgements:
        key = (source, coder if source == "human" else source)
        if key not in found:
            found[key] = blank_judgements(coder, *shape)
        return found[key]

    for response, code, coder, source, value in codings.judgements(connection, question):
        column = codes.get(code)
        if column is not None:
            of(source, coder).values[rows[response], column] = value
    machine_states: list[str | None] = [None] * len(responses)
    for state in codings.states(connection, question):
        row = rows[state.response]
        made = of(state.source, state.coder)
        if state.source == "machine":
            machine_states[row] = state.state
            made.states[row] = CODED
        elif state.state == "uncodable":
            made.states[row] = UNCODABLE
        elif state.state == "coded" or (state.state == "open" and (made.values[row] == 1).any()):
            made.states[row] = CODED
    machine = found.pop(("machine", "machine"), None) or blank_judgements(MACHINE, *shape)
    dealt_with = machine.dealt_with[:, None] & (machine.values < 0)
    machine.values[dealt_with] = 0  # the machine's suggestions are stored, its negatives are not
    order = {coder.name: coder.n for coder in codings.coders(connection, question)}
    people = [made for (source, _), made in found.items() if source == "human"]
    for made in people:
        made.values[made.states == 0] = -1  # opened and left without a code: no judgement
    return Matrices(
        question,
        codebook,
        responses,
        sorted(people, key=lambda made: (order.get(made.coder, len(order)), made.coder)),
        found.get((ADJUDICATED, ADJUDICATED)),
        machine.values,
        machine_states,
    )
