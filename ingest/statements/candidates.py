"""Sentences that may undertake something, each parsed, in its setting, with its clauses.

The same candidates are judged by the rules (`undertakings`), read by the trained model (`verdict_features`) and used to
train it, so that the model sees at training time what it sees in a paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.documents import Block, Document
from core.pipeline import spacy_pipeline
from ingest.statements.constructions import CANDIDATE, Clause, clauses, is_a_statement, tells_the_past
from ingest.statements.modes import Modes
from ingest.statements.recorded import RESOLVED_ITEM, is_recorded
from ingest.statements.sentences import Sentence
from ingest.statements.verdicts import Setting

LONGEST_PARSED = 1_500
"""Longer "sentences" are tables or lists run together; parsing them is slow and tells nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """index: of the sentence in the document; parsed: spaCy's `Doc` of its text, character for character."""

    index: int
    sentence: Sentence
    block: Block
    parsed: Any
    clauses: tuple[Clause, ...]
    setting: Setting


def find_candidates(
    document: Document, blocks: Sequence[Block], every: Sequence[Sentence], taken: Callable[[int], bool]
) -> Iterator[Candidate]:
    """The candidates of `document` in order of place; `taken` says whether a sentence before was taken, by its index."""
    modes = Modes(document, blocks, every)
    if modes.regulations:
        return
    settings = [modes.of(blocks[sentence.block]) for sentence in every]
    wanted = [
        n
        for n, sentence in enumerate(every)
        if len(sentence.text) <= LONGEST_PARSED
        and settings[n] != "admin"
        and (
            settings[n] in ("action", "decision", "commitments", "next_steps")
            or CANDIDATE.search(sentence.text)
            or (
                modes.minutes(blocks[sentence.block])
                and (is_recorded(sentence.text) or RESOLVED_ITEM.match(sentence.text))
            )
            or "£" in sentence.text
            or modes.lead_in(blocks[sentence.block])
        )
    ]
    for n, parsed in zip(wanted, _parses([every[n].text for n in wanted])):
        sentence, block = every[n], blocks[every[n].block]
        setting = Setting(
            mode=settings[n],
            minutes=modes.minutes(block),
            survey=modes.survey_document,
            listed=block.kind == "list_item" or block.number is not None or block.paragraph is not None,
            first=sentence.first,
            previous_taken=not sentence.first and taken(n - 1),
            lead_in=modes.lead_in(block),
            past=tells_the_past(parsed),
            present=is_a_statement(parsed),
            heading=block.section[-1] if block.section else "",
            previous="" if sentence.first else every[n - 1].text,
            to_the_reader=modes.to_the_reader,
            letter=document.type == "letter",
        )
        yield Candidate(n, sentence, block, parsed, tuple(clauses(parsed)), setting)


_PREFIX = re.compile(r"\b([Cc]o|[Rr]e|[Pp]re|[Dd]e|[Ss]ub)-(?=[a-z])")
"""The tokeniser cuts "co-produced" in three and loses the verb; one character for another keeps every offset."""


def _parses(texts: Sequence[str]) -> list[Any]:
    nlp = spacy_pipeline()
    unused = [name for name in ("senter",) if name in nlp.pipe_names]
    return list(nlp.pipe([_PREFIX.sub(r"\1_", text) for text in texts], batch_size=64, disable=unused))
