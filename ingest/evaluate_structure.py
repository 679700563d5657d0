"""How well sections, paragraph numbers and furniture are told, against gold, by the rules of docs/contracts.md, section 5."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.documents import Block, Document, Passage, Span, block_at
from core.text import Mapped, fold, folded
from ingest.structure.numbering import printed_number

_BARE_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?\s+(?=\S)")
FIGURES = ("section", "paragraph", "furniture", "body")
Reading = tuple[Document, Sequence[Block], Sequence[Passage]]


def evaluate(gold_dir: Path, documents: Mapping[str, Reading]) -> dict[str, Any]:
    """Figures `section`, `paragraph`, `furniture` (no passage bears it) and `body` (what is not furniture is borne by one),
    each {"n", "of", "share"}, and `misses`: what was wrong, by gold id. `documents` are keyed by file name, as gold items name them in `doc`; gold of other files is left out."""
    right = dict.fromkeys(FIGURES, 0)
    of = dict.fromkeys(FIGURES, 0)
    misses: list[dict[str, Any]] = []
    texts = {name: folded(reading[0].text) for name, reading in documents.items()}
    with (gold_dir / "structure.jsonl").open(encoding="utf-8") as stream:
        items = [json.loads(line) for line in stream if line.strip()]
    for item in items:
        if item["doc"] not in documents:
            continue
        document, blocks, passages = documents[item["doc"]]
        place = _find(texts[item["doc"]], fold(item["quote"]), item, document)
        block = block_at(blocks, (place.start + place.end) // 2) if place else None
        outcome: dict[str, tuple[Any, Any, bool]] = {}
        is_furniture = bool(item["is_furniture"])
        if not is_furniture:
            section = block.section[-1] if block and block.section else None
            gold = item["section_path"][-1] if item["section_path"] else None
            outcome["section"] = (section, gold, block is not None and _heading(section) == _heading(gold))
            paragraph = block.paragraph if block else None
            same = block is not None and fold(paragraph or "") == fold(item["paragraph"] or "")
            outcome["paragraph"] = (paragraph, item["paragraph"], same)
        if item["furniture_type"] != "table_row":
            borne = place is not None and any(span.overlaps(place) for p in passages for span in p.spans)
            outcome["furniture" if is_furniture else "body"] = (borne, not is_furniture, borne != is_furniture)
        for name, (found, gold, correct) in outcome.items():
            of[name] += 1
            right[name] += correct
            if not correct:
                misses.append({"id": item["id"], "figure": name, "found": found, "gold": gold})
    figures: dict[str, Any] = {
        name: {"n": right[name], "of": of[name], "share": right[name] / of[name] if of[name] else None}
        for name in right
    }
    figures["misses"] = misses
    return figures


def _find(text: Mapped, quote: str, item: Mapping[str, Any], document: Document) -> Span | None:
    """The place of the gold quote in the document; of several the one nearest to the gold's line, where lines are known."""
    places = [match.start() for match in re.finditer(re.escape(quote), text.text)]
    if not places:
        return None
    spans = [text.source(place, place + len(quote)) for place in places]
    line = item.get("line")
    if not line or len(spans) == 1:
        return spans[0]
    lines = document.text.split("\n")
    wanted = sum(len(row) + 1 for row in lines[: line - 1])
    return min(spans, key=lambda span: abs(span.start - wanted))


def _heading(heading: str | None) -> str:
    """A heading folded, without its printed number."""
    words = fold(heading or "").strip()
    printed = printed_number(words)
    if printed is not None and printed.shape in ("decimal", "simple"):
        words = words[printed.length :]
    else:
        words = _BARE_NUMBER.sub("", words, count=1) if _BARE_NUMBER.match(words) else words
    return words.strip(" .:")
