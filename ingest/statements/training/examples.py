"""The labelled sentences as small documents, so that training reads them exactly as a paper is read."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from core.documents import Block, BlockKind, Document, DocumentType, Span, content_id
from ingest.statements.candidates import Candidate, find_candidates
from ingest.statements.sentences import find_sentences

EXAMPLES = Path(__file__).parent / "commitments.csv"
Label = Literal[
    "commitment", "wish", "call", "statutory", "prediction", "past", "opinion", "information", "conditional", "obligation"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence under its heading. group: the kind of body that could have written it (the unit of cross-validation);
    type, kind: of the document and the block; lead_in: what introduces the list it stands in, or ""; strength: of a
    commitment, else ""."""

    group: str
    type: DocumentType
    heading: str
    kind: BlockKind
    lead_in: str
    label: Label
    strength: str
    text: str

    @property
    def undertakes(self) -> bool:
        return self.label == "commitment"


def read_examples(path: Path = EXAMPLES) -> list[Example]:
    """The examples of a CSV file. Raises ValueError where a label is unknown."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_example(row) for row in csv.DictReader(file)]


def _example(row: dict[str, Any]) -> Example:
    if row["label"] not in get_args(Label):
        raise ValueError(f"unknown label {row['label']!r} on {row['text']!r}")
    return Example(**row)


def candidates_of(examples: Sequence[Example]) -> Iterator[tuple[int, Candidate]]:
    """The candidates among the examples, each with the index of its example: the first of each example that is one."""
    numbered = enumerate(examples)
    for key, run in itertools.groupby(
        numbered, key=lambda pair: (pair[1].group, pair[1].heading, pair[1].lead_in, pair[1].kind)
    ):
        together = list(run)
        document, blocks, owner = _paper([example for _, example in together], key[1], key[2])
        every = list(find_sentences(document, blocks))
        seen: set[int] = set()
        for candidate in find_candidates(document, blocks, every, lambda _: False):
            place = owner.get(candidate.sentence.block)
            if place is not None and place not in seen:
                seen.add(place)
                yield together[place][0], candidate


def _paper(examples: Sequence[Example], heading: str, lead_in: str) -> tuple[Document, list[Block], dict[int, int]]:
    """A document of one section, a block an example; and the example's place for each block."""
    text, blocks, owner = f"{heading}\n\n", [Block(Span(0, len(heading) + 2), "heading", level=1)], {}
    lead: Span | None = None
    if lead_in:
        lead = Span(len(text), len(text) + len(lead_in))
        text += lead_in + "\n\n"
        blocks.append(Block(Span(lead.start, len(text)), "paragraph", section=(heading,)))
    for place, example in enumerate(examples):
        start = len(text)
        text += example.text + "\n\n"
        owner[len(blocks)] = place
        blocks.append(Block(Span(start, len(text)), example.kind, section=(heading,), lead_in=lead))
    key = content_id("d", heading, text)
    document = Document(id=key, title="A paper", text=text, sha256=key, path="", type=examples[0].type)
    return document, blocks, owner
