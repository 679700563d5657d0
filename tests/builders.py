"""Small domain objects with defaults, so that a test shows only what matters to it."""

from __future__ import annotations

from typing import Any

from core.documents import Block, Document, Passage, Span, content_id
from core.responses import Question, Response


def make_document(text: str = "A sentence.", **changes: Any) -> Document:
    values: dict[str, Any] = {
        "id": content_id("d", text),
        "title": "A paper",
        "text": text,
        "sha256": content_id("", text),
        "path": "paper.txt",
    }
    return Document(**(values | changes))


def make_blocks(text: str, **changes: Any) -> list[Block]:
    """One paragraph block a blank-line-separated part of `text`; together they tile it."""
    blocks, start = [], 0
    parts = text.split("\n\n")
    for n, part in enumerate(parts):
        end = len(text) if n == len(parts) - 1 else start + len(part) + 2
        blocks.append(Block(**({"span": Span(start, end), "kind": "paragraph"} | changes)))
        start = end
    return blocks


def make_passage(text: str = "A sentence.", start: int = 0, **changes: Any) -> Passage:
    values: dict[str, Any] = {
        "id": content_id("p", text, start),
        "document": "d1",
        "kind": "paragraph",
        "text": text,
        "spans": (Span(start, start + len(text)),),
        "blocks": (0,),
    }
    return Passage(**(values | changes))


def make_question(text: str = "Why?", respondents: Any = "organisations") -> Question:
    return Question(content_id("q", text), text, respondents)


def make_response(id: str = "r1", text: str = "Because.", **changes: Any) -> Response:
    return Response(**({"id": id, "question": make_question().id, "text": text} | changes))
