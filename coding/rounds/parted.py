"""Where the coders of a question part, over all responses at once: asked of the database, not of all judgements one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from coding.rounds.blind import FRAME_NEEDED
from coding.rounds.matrices import ADJUDICATED
from core.codebooks import Codebook
from core.errors import NotFoundError
from core.store import allocation as table
from core.store import coding_journal
from core.store import codings as coding_table

Judged = dict[str, dict[str, dict[str, bool]]]  # response -> coder -> code -> whether it applies


@dataclass(frozen=True, slots=True)
class Parted:
    """dealt: response -> coder -> `coded` or `uncodable`, of all who have dealt with it. disputed: response -> codes that one
    gives and another does not. uncodable: responses that some hold uncodable and others coded. settled: responses on which a
    decision stands (one that is to be made again, as its code was split, does not)."""

    frame: Codebook
    dealt: dict[str, dict[str, str]]
    disputed: dict[str, set[str]]
    uncodable: set[str]
    settled: set[str]

    @property
    def codes(self) -> list[str]:
        return [code.code for code in self.frame.codes]

    def differs(self, response: str) -> bool:
        return response in self.disputed or response in self.uncodable

    def doubled(self) -> list[str]:
        return [name for name, who in self.dealt.items() if len(who) > 1]


def frame_of(connection: Connection, question: str) -> Codebook:
    """The newest code frame. Raises NotFoundError where there is none."""
    frame = coding_table.codebook(connection, question)
    if frame is None:
        raise NotFoundError(FRAME_NEEDED)
    return frame


def parted(connection: Connection, question: str) -> Parted:
    """Raises NotFoundError where the question has no code frame."""
    frame = frame_of(connection, question)
    codes = [code.code for code in frame.codes]
    dealt = dealt_with(connection, question, codes)
    values: dict[tuple[str, str], set[bool]] = {}
    for response, code, coder, value in table.differing(connection, question, codes):
        if dealt.get(response, {}).get(coder) == "coded":
            values.setdefault((response, code), set()).add(value)
    disputed: dict[str, set[str]] = {}
    for (response, code), said in values.items():
        if len(said) > 1:
            disputed.setdefault(response, set()).add(code)
    uncodable = {name for name, who in dealt.items() if len(set(who.values())) > 1}
    return Parted(frame, dealt, disputed, uncodable, settled(connection, question))


def dealt_with(
    connection: Connection, question: str, codes: Sequence[str], responses: Sequence[str] | None = None
) -> dict[str, dict[str, str]]:
    """Response -> coder -> `coded` or `uncodable`. Work that was begun counts where it has given a code of the frame."""
    rows = coding_journal.state_rows(connection, question, source="human", responses=responses)
    begun = {(row.response, row.coder) for row in rows if row.state == "open"}
    given = (
        judged_on(connection, question, sorted({response for response, _ in begun}), codes) if begun else {}
    )  # fmt: skip
    made: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.state == "open" and not any(given.get(row.response, {}).get(row.coder, {}).values()):
            continue
        made.setdefault(row.response, {})[row.coder] = "uncodable" if row.state == "uncodable" else "coded"
    return made


def judged_on(
    connection: Connection, question: str, responses: Sequence[str], codes: Iterable[str], source: str = "human"
) -> Judged:
    """What was said of these responses, code by code of the frame."""
    standing = set(codes)
    made: Judged = {}
    for row in coding_journal.coding_rows(connection, question, source=source, responses=responses):
        if row.code in standing:
            made.setdefault(row.response, {}).setdefault(row.coder, {})[row.code] = row.value
    return made


def settled(connection: Connection, question: str) -> set[str]:
    """Responses on which an adjudicated decision stands."""
    rows = coding_table.states(connection, question, coder=ADJUDICATED)
    return {row.response for row in rows if row.source == ADJUDICATED and row.state != "open"}
