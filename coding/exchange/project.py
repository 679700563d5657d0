"""What goes from one program to another: one open question with its frame, responses and codings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from core.codebooks import Code, CodingSource
from core.errors import Problem
from core.responses import Respondents, Response

QUOTABLE = ""  # in place of a code


class Mark(NamedTuple):
    """A code that a coder put on a half-open range of code points of a response's text: all of it, or the words that are
    evidence for the code; with the code QUOTABLE, words that may be quoted. `at`: ISO time, UTC, "" where it is not known."""

    response: str
    code: str
    coder: str
    source: CodingSource
    start: int
    end: int
    at: str = ""


class Verdict(NamedTuple):
    """That a coder has finished with a response, `coded` (also where no code fits) or `uncodable`."""

    response: str
    coder: str
    source: CodingSource
    state: str


@dataclass(frozen=True, slots=True)
class ExchangeProject:
    """`respondents` is None where the file does not say. Marks and verdicts are in order of response, source and coder."""

    question: str
    respondents: Respondents | None
    codes: tuple[Code, ...]
    responses: tuple[Response, ...]
    marks: tuple[Mark, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameRead:
    """A code frame as it was read; `origin`: the program that says it wrote the file."""

    codes: tuple[Code, ...]
    origin: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectRead:
    """A project as it was read: what could not be taken is in `problems`, by the name of its source or code, and what a
    person should know in `notes`."""

    project: ExchangeProject
    origin: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
