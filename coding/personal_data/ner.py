"""Names as spaCy's entity recogniser sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

NameFinder = Callable[[Sequence[str]], Iterator[list[tuple[int, int]]]]
"""Gives for each text, in order, the half-open ranges of the names of persons in it."""
CAPITAL_INSIDE = re.compile(r"[a-z,;’')]\s+[“‘\"'(]?[^\W\d_a-zß-ÿ][^\W\d_]+")
TWO_CAPITALS = re.compile(r"(?<=[a-z,;] )(?<!the )(?<!The )(?P<name>[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]{2,}){1,2})(?!\w)")
BATCH = 64


def spacy_names(texts: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """PERSON of spaCy's small English pipeline, of which only what the recogniser needs is run, and runs of two or three
    capitalised words inside a sentence none of which the pipeline knows as a word. Texts without a capital letter inside a
    sentence are not asked about. Raises core.errors.ModelMissing."""
    from core.pipeline import spacy_pipeline

    nlp = spacy_pipeline()
    asked = [n for n, text in enumerate(texts) if CAPITAL_INSIDE.search(text)]
    ranges: list[list[tuple[int, int]]] = [[] for _ in texts]
    with nlp.select_pipes(
        enable=[name for name in nlp.pipe_names if name == "ner" or (name == "tok2vec" and _shared(nlp))]
    ):
        for n, document in zip(asked, nlp.pipe([texts[n] for n in asked], batch_size=BATCH)):
            ranges[n] = [(e.start_char, e.end_char) for e in document.ents if e.label_ == "PERSON"]
            ranges[n] += [
                match.span("name")
                for match in TWO_CAPITALS.finditer(texts[n])
                if not any(word.casefold() in nlp.vocab.strings for word in match["name"].split())
            ]
    yield from ranges


def _shared(nlp: object) -> bool:
    """Whether the recogniser listens to the pipeline's common layer rather than to one of its own."""
    ner = nlp.get_pipe("ner")  # type: ignore[attr-defined]
    return any("listener" in node.name for node in ner.model.walk())
