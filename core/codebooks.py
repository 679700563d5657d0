"""The code frame, and codings: who put which code on which response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

CodingSource = Literal["human", "machine", "adjudicated"]
Design = Literal["random", "purposive"]
DESIGNS: tuple[str, ...] = get_args(Design)


@dataclass(frozen=True, slots=True)
class Code:
    code: str
    label: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    typical: str = ""
    borderline: str = ""
    parent: str | None = None
    colour: str = ""  # "#RRGGBB", "" where none was chosen
    key: str = ""  # the key that puts it on a response, "" where none was chosen
    row: int | None = field(default=None, compare=False)  # 1-based row of the file that it was read from

    def __post_init__(self) -> None:
        if not self.code.strip() or ";" in self.code:
            raise ValueError(f"a code has a name, without semicolons: {self.code!r}")

    def record(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "label": self.label,
            "definition": self.definition,
            "include": self.include,
            "exclude": self.exclude,
            "typical": self.typical,
            "borderline": self.borderline,
            "parent": self.parent,
            "colour": self.colour,
            "key": self.key,
        }


StepKind = Literal["add", "edit", "rename", "move", "reorder", "merge", "split", "retire", "reinstate", "delete"]


@dataclass(frozen=True, slots=True)
class FrameStep:
    """One way in which a version of a code frame differs from the one before: these codes (`before`) became those
    (`after`). add, reinstate: none before; retire, delete: none after; merge: several became one; split: one became several."""

    kind: StepKind
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        return {"kind": self.kind, "before": list(self.before), "after": list(self.after)}


@dataclass(frozen=True, slots=True)
class FrameMap:
    """How a version came from `came_from` (None: it is the first), and in `effect`, by name, what became of the codings."""

    version: int
    came_from: int | None
    steps: tuple[FrameStep, ...]
    effect: Mapping[str, int]
    who: str
    at: str

    def record(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "came_from": self.came_from,
            "who": self.who,
            "at": self.at,
            "steps": [step.record() for step in self.steps],
            "effect": dict(self.effect),
        }


@dataclass(frozen=True, slots=True)
class Codebook:
    """One version of a question's code frame; codes in the order in which people see them. The parent of a code is
    another code, or a heading that only groups codes."""

    question: str
    version: int
    codes: tuple[Code, ...]

    def __post_init__(self) -> None:
        names = [code.code for code in self.codes]
        if len(set(names)) != len(names):
            raise ValueError("two codes bear the same name")
        parents = {code.code: code.parent for code in self.codes}
        for code in self.codes:
            above, seen = code.parent, {code.code}
            while above is not None and above not in seen:
                seen.add(above)
                above = parents.get(above)
            if above is not None:
                raise ValueError(f"the parents of {code.code!r} lead back to it")

    def label_of(self, name: str) -> str:
        return next((code.label for code in self.codes if code.code == name), name)


@dataclass(frozen=True, slots=True)
class Coding:
    """One judgement: this coder says that this code does (`value` true) or does not (false) apply to this response.
    A human who has coded a response makes a judgement on every code of the frame: a negative is a row, not an absence.
    `design`: how the coded responses were chosen, `random` only where a draw is recorded. `at`: ISO time, UTC."""

    response: str
    code: str
    value: bool
    coder: str
    source: CodingSource
    at: str
    design: Design | None = None
    probability: float | None = None

    def __post_init__(self) -> None:
        if self.source not in get_args(CodingSource):
            raise ValueError(f"unknown source {self.source!r}")
        if self.probability is not None and not 0 <= self.probability <= 1:
            raise ValueError("a probability lies between 0 and 1")

    def record(self) -> dict[str, Any]:
        return {
            "response": self.response,
            "code": self.code,
            "value": self.value,
            "coder": self.coder,
            "source": self.source,
            "design": self.design,
            "probability": self.probability,
            "at": self.at,
        }
