"""Checks and waves as files: the columns that a reader wants first, and the notes that stand with them."""

from __future__ import annotations

PLACE_COLUMNS = ("title", "page", "section", "paragraph", "quote")
CHECK_COLUMNS = (
    "id", "kind", "severity", "certainty", "explanation", *(f"{side}.{name}" for name in PLACE_COLUMNS for side in "ab"), "status", "reason",
)  # fmt: skip
WAVE_COLUMNS = (
    "question", "a.value.text", "a.base.n", "a_low", "a_high", "b.value.text", "b.base.n", "b_low", "b_high", "difference", "low", "high", "refused",
    "alike_question", "alike_answer", "wording_diff", "a.quote", "b.quote", "a.title", "b.title",
)  # fmt: skip
CHECKS_NOTES = (
    "Each row is a place of a paper that disagrees with another, with the calendar or with arithmetic, word for word.",
    "severity: major for a wrong value, base, population, reference, date or strength; minor for wording and spelling.",
    "certainty: certain where nothing but a mistake explains it; check where a person should look.",
    "A row is an observation for a reader to judge. A dismissed row keeps the reason that a person gave.",
)
WAVES_NOTES = (
    "difference: percentage points, b minus a, with its 95% interval (low, high) by Newcombe's hybrid score method (1998).",
    "a_low to b_high: 95% of each share in percent, by Wilson's score interval (1927).",
    "Shares and bases are taken as printed and as simple random samples: weights and finite populations are not known here.",
    "alike_question, alike_answer: the weighted share of common words, 0 to 1. refused: why two figures are not compared.",
    "wording_diff: words only in the first question as [-words-], only in the second as {+words+}; empty where they are the same.",
)
