"""The coding half of the services: responses, code frames, codings, counts and machine suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.codebooks import Codebook, Coding
from core.encoder import Encoder
from core.errors import ModelMissing, Problem
from core.jobs import Progress
from core.responses import Question, Response

if TYPE_CHECKING:
    from coding.rounds import CountTable, Suggestions
    from core.store import Store


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came in = `used` + the refused rows, each by name. `rows`: import records; `summary`: sentences for people."""

    used: int
    problems: tuple[Problem, ...]
    rows: tuple[dict[str, Any], ...]
    summary: tuple[str, ...]
