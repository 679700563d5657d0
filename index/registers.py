"""The registers: mentions of commitments and findings merged into records, with what people decided about them."""

from __future__ import annotations

from typing import Any

from core.store.statements import Review


def search_text(fields: dict[str, Any]) -> str:
    """What a statement is searched by: its own words, who and what it is about, and the headings it stands under."""
    actor = fields.get("actor") or {}
    parts = [
        *(fields.get("section") or [])[-1:],
        actor.get("name"),
        fields.get("survey_question"),
        fields.get("quote"),
        fields.get("action"),
        fields.get("theme"),
        fields.get("population"),
    ]
    return ". ".join(dict.fromkeys(str(part) for part in parts if part))


def with_review(fields: dict[str, Any], review: Review | None) -> dict[str, Any]:
    """The record with what a person changed in place of what the program read."""
    return {**fields, **review.fields} if review is not None and review.decision == "edited" else dict(fields)
