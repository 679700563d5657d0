"""Which lines are headings: by emphasis, in a table row, in capitals, numbered, or alone before text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure import patterns
from ingest.structure.draft import Draft
from ingest.structure.numbering import Printed, label_number
from ingest.structure.outcomes import outcome_heading
from ingest.structure.units import Unit

LONGEST_HEADING = 25  # words; survey reports use questions as headings
LONGEST_UNHINTED_HEADING = 12
_NO_TITLE = re.compile(  # lines of a title block, and of a signature
    r"(?:held|on|at|in|of|the|and|to|for|by|\s)+$|held (?:on|at|in|via)\b|(?:signed|dated)\b\W*(?:$|by\b|[.…_]{3})"
    r"|chair(?:man|person)?,|.*(?:…{2}|\.{5}|_{4})",
    re.IGNORECASE,
)
_PART = re.compile(r"(?:Appendix|Annexe?|Schedule|Chapter|Part)\b")
FEWEST_TITLES = 3  # numbered titles over text that show how a document sets its numbers
_LETTER = re.compile(r"[^\W\d_]")
CAPITALS = re.compile(r"[^a-z]*[A-Z][^a-z]*")


def may_head(unit: Unit) -> bool:
    text = unit.text
    if (
        not text
        or unit.cells
        or unit.bullet
        or unit.n_words > LONGEST_HEADING
        or sum(map(str.isalpha, text)) < 0.3 * len(text)
    ):
        return False
    if (text[-1] in patterns.TERMINAL and not text.endswith("etc.")) or _NO_TITLE.match(text):
        return False
    if (
        patterns.CAPTION.match(text)
        or patterns.BASE.match(text)
        or (patterns.SURVEY_QUESTION.match(text) and unit.kind != "heading")
    ):
        return False
    return not (patterns.DATE_LINE.fullmatch(text) or patterns.TIME_LINE.fullmatch(text) or patterns.leader(text))


def emphasised(unit: Unit, printed: Printed | None) -> bool:
    """A line of its own that is bold (or italic) throughout, or the title of a number alone."""
    if (
        not (unit.bold or unit.italic or unit.titled)
        or not may_head(unit)
        or bracketed(printed)
        or unit.kind is not None
    ):
        return False
    text = unit.text.lstrip("*_")
    if (
        unit.italic
        and not unit.bold
        and not unit.titled
        and (unit.n_words > 14 or text[-1] in ".?" or text[0] in patterns.QUOTE_OPEN or not text[0].isupper())
    ):
        return False
    if unit.n_words > LONGEST_UNHINTED_HEADING + 8 or (patterns.LABEL_VALUE.match(text) and printed is None):
        return False
    return (
        not text.endswith(".")
        and (text[0].isupper() or text[0].isdigit() or text[0] in patterns.QUOTE_OPEN)
        and not patterns.EMAIL.search(text)
    )


def bracketed(printed: Printed | None) -> bool:
    return printed is not None and printed.bracketed


def rows_that_are_headings(drafts: Sequence[Draft]) -> None:
    """A table row of a number and one short bold title is a heading (minutes set their items so)."""
    for draft in drafts:
        cells = [cell for cell in draft.unit.cells if cell.strip()]
        if draft.kind != "table_row" or not draft.unit.bold or not draft.unit.cells:
            continue
        if (
            len(cells) == 2
            and re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*\.?", cells[0].strip())
            and len(cells[1].split()) <= 20
        ):
            number = cells[0].strip().rstrip(".")
            draft.kind, draft.rest = "heading", cells[1].strip()
            draft.printed = Printed(
                number, "decimal" if "." in number else "simple", tuple(number.split(".")), len(number)
            )
        elif len(cells) == 1 and len(draft.unit.cells) > 1 and _may_head_words(cells[0]):
            draft.kind, draft.rest = "heading", cells[0]


def rows_over_text(drafts: Sequence[Draft]) -> None:
    """Rows of a number and a short title that stand alone among paragraphs: minutes set with tabs."""
    found = []
    for n, draft in enumerate(drafts):
        cells = [cell.strip() for cell in draft.unit.cells if cell.strip()]
        if draft.kind != "table_row" or len(cells) != 2 or not _may_head_words(cells[1]) or not cells[1][0].isupper():
            continue
        printed = label_number(cells[0])
        following = next_body(drafts, n)
        before = next((other for other in reversed(drafts[max(0, n - 4) : n]) if other.kind != "furniture"), None)
        if (
            printed is not None
            and printed.shape in ("simple", "decimal")
            and following is not None
            and following.kind != "table_row"
            and (
                before is None
                or before.kind != "table_row"
                or len(before.unit.cells) != 2
                or before.printed is not None
            )
        ):
            found.append((draft, printed, cells[1]))
    if len(found) >= 2:
        for draft, printed, title in found:
            draft.kind, draft.printed, draft.rest = "heading", printed, title


def _may_head_words(text: str) -> bool:
    return (
        bool(_LETTER.search(text))
        and len(text.split()) <= LONGEST_UNHINTED_HEADING
        and text[-1] not in patterns.TERMINAL
    )


def plain_headings(drafts: list[Draft], hinted: bool) -> None:
    """Headings that nothing marks: outcome words alone, lines of capitals, and short lines before text where the whole
    document marks no heading."""
    for n, draft in enumerate(drafts):
        if draft.kind != "paragraph" or draft.unit.kind is not None or draft.unit.flags:
            continue
        text = draft.text
        if len(text) > 120 or not text:
            continue
        if patterns.DECISION_HEADING.fullmatch(text) or patterns.ACTION_HEADING.fullmatch(text):
            draft.kind, draft.rank = "heading", None
            continue
        following = next_body(drafts, n)
        if following is None:
            continue
        if (
            CAPITALS.fullmatch(text)
            and may_head(draft.unit)
            and len(_LETTER.findall(text)) >= 4
            and not patterns.POSTCODE.search(text)
        ):
            if draft.unit.n_words <= LONGEST_UNHINTED_HEADING and (
                draft.printed is None or not draft.printed.bracketed
            ):
                draft.kind = "heading"
                continue
        if (
            not hinted
            and draft.printed is None
            and draft.unit.n_words <= 9
            and may_head(draft.unit)
            and text[0].isupper()
            and text[-1] not in ":,"
            and not patterns.LABEL_VALUE.match(text)
            and (following.unit.n_words >= 12 or following.printed is not None)
            and (following.kind in ("paragraph", "list_item", "survey_question", "quotation") or following.unit.titled)
            and not patterns.EMAIL.search(text)
            and not patterns.PHONE.search(text)
        ):
            draft.kind = "heading"


def numbered_headings(drafts: Sequence[Draft]) -> None:
    """ "2. Background" is a heading where "2.1" follows it, where it is a short title before unnumbered text, or where the
    document sets most of its numbers so (minutes: "45/19 Finance", then what was said)."""
    titles = [n for n, draft in enumerate(drafts) if _numbered_title(draft)]
    over_text = [n for n in titles if _over_text(drafts, n)]
    numbered = sum(
        draft.printed is not None and draft.printed.shape == "simple" and draft.kind in ("paragraph", "heading")
        for draft in drafts
    )
    usual = len(over_text) >= FEWEST_TITLES and len(over_text) > 0.6 * numbered
    over = set(over_text) if usual else set()
    for n in titles:
        draft, following = drafts[n], next_body(drafts, n)
        printed = draft.printed
        if following is None or printed is None or following.kind in ("contents", "table_row"):
            continue
        if (
            n in over
            or (
                following.printed is not None
                and following.printed.parts[: printed.depth] == printed.parts
                and following.printed.depth > printed.depth
            )
            or (
                following.printed is None
                and following.kind == "paragraph"
                and following.unit.n_words >= 12
                and following.rest[:1].isupper()
                and len(draft.rest.split()) <= 9
            )
        ):
            draft.kind = "heading"


def named_headings(drafts: Sequence[Draft]) -> None:
    """ "Appendix A - Attendance" is a heading where what it names follows, not the next line of a list of appendices."""
    for n, draft in enumerate(drafts):
        printed = draft.printed
        if (
            draft.kind != "paragraph"
            or printed is None
            or not _PART.match(printed.number)
            or draft.unit.kind is not None
        ):
            continue
        title = draft.rest.strip(" :.–—-")
        following = next_body(drafts, n)
        if (
            0 < len(title.split()) <= LONGEST_UNHINTED_HEADING
            and draft.text[-1] not in ".;,:?"
            and not patterns.LEADER.search(draft.text)
            and title[0].isupper()
            and following is not None
            and (following.printed is None or not _PART.match(following.printed.number))
            and (following.kind in ("heading", "table_row", "caption") or following.unit.n_words >= 8)
        ):
            draft.kind = "heading"


def _numbered_title(draft: Draft) -> bool:
    """Whether a numbered paragraph has only a few words that could be a title."""
    printed = draft.printed
    if (
        draft.kind != "paragraph"
        or printed is None
        or printed.shape not in ("simple", "decimal")
        or draft.unit.bullet
        or patterns.LEADER.search(draft.text)
        or draft.unit.kind not in (None, "paragraph")
    ):
        return False
    return (
        bool(draft.rest)
        and len(draft.rest.split()) <= LONGEST_UNHINTED_HEADING
        and (draft.rest[-1] not in ".;,:!?" or (draft.rest[-1] == "." and draft.rest.isupper()))
        and (draft.rest[0].isupper() or re.match(r"\d{1,2}\.\s+[A-Z]", draft.rest) is not None)
    )


def _over_text(drafts: Sequence[Draft], n: int) -> bool:
    """Whether unnumbered words stand under a line, not the next number."""
    following = next_body(drafts, n)
    return (
        following is not None
        and (following.printed is None or following.printed.shape in ("letter", "roman"))
        and (
            following.kind in ("paragraph", "list_item", "decision", "action", "table_row", "quotation")
            or (following.kind == "heading" and outcome_heading(following))
        )
    )


def next_body(drafts: Sequence[Draft], n: int) -> Draft | None:
    for draft in drafts[n + 1 : n + 8]:
        if draft.kind != "furniture":
            return draft
    return None
