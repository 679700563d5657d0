"""Contact blocks and attendance lists: rows and short lines, never sentences of the argument."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure import patterns
from ingest.structure.draft import Draft

FEW = 8  # words of the first line under a label: "One member of the public"


def people_and_contacts(drafts: Sequence[Draft]) -> None:
    """Contact blocks and attendance lists: rows and short lines, never sentences of the argument."""
    people = contact = listing = alone = False
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        text = draft.text
        head = draft.unit.cells[0] if draft.unit.cells else text
        titles = len(patterns.PERSON_TITLE.findall(text))
        named = (
            draft.printed is None
            and (draft.unit.n_words <= 24 or titles * 6 >= draft.unit.n_words)
            and not _sentence_like(head)
        )
        if listing and named and draft.kind in ("heading", "paragraph", "table_row") and patterns.PERSON.match(text):
            draft.kind = "contact"
            continue
        label = patterns.PEOPLE_LABEL.match(text)
        if label is not None and label.end() == len(text) and draft.kind == "paragraph":
            draft.kind, listing, alone = "contact", True, True
            continue
        if alone and named and draft.kind == "paragraph" and draft.unit.n_words <= FEW:
            draft.kind, alone = "contact", False
            continue
        alone = False
        if _opens_business(draft):
            people = contact = listing = False
        listing = label is not None or (listing and draft.kind in ("table_row", "contact") and named)
        if draft.kind == "heading":
            words = draft.rest.strip(" :")
            if people and draft.printed is None and (draft.unit.cells or (draft.unit.n_words <= 7 and _party(words))):
                if draft.unit.kind != "heading":
                    draft.kind = "contact"  # a group of a table of members; a format's own heading stays one
                continue
            people = bool(patterns.PEOPLE_HEADING.fullmatch(words)) or (
                draft.unit.n_words <= 9 and bool(patterns.PEOPLE_HEADING_WITHIN.search(words))
            )
            contact = bool(patterns.CONTACT_HEADING.fullmatch(words))
            continue
        if draft.kind not in ("paragraph", "table_row", "list_item"):
            continue
        marks = ("@" in text and bool(patterns.EMAIL.search(text))) + bool(
            ("0" in text or "+" in text) and patterns.PHONE.search(text)
        )
        sentence = text.rstrip().endswith((".", "?")) and draft.unit.n_words > 12
        if (
            (
                (patterns.CONTACT_LABEL.match(text) and draft.unit.n_words <= 14)
                or (marks and draft.unit.n_words <= 16 and not sentence)
            )
            or (contact and draft.unit.n_words <= 14 and not sentence)
            or (
                patterns.PEOPLE_LABEL.match(text)
                and (draft.unit.cells or len(patterns.PERSON_TITLE.findall(text)) >= 2 or _names_only(text))
            )
            or (
                people
                and (
                    draft.unit.cells
                    or (
                        draft.unit.n_words <= 14
                        and not (titles == 0 and draft.unit.n_words > FEW and text.endswith("."))
                    )
                    or len(patterns.PERSON_TITLE.findall(text)) >= 2
                    or text.count(",") * 3 >= draft.unit.n_words
                )
                and not _sentence_like(text)
            )
        ):
            draft.kind, draft.printed = "contact", None


def _opens_business(draft: Draft) -> bool:
    """Whether a number begins the business of the meeting, after those who came; a numbered name does not."""
    printed = draft.printed
    if printed is None or printed.bracketed or printed.shape not in ("simple", "decimal"):
        return False
    return patterns.PERSON.match(draft.rest) is None


def _names_only(text: str) -> bool:
    """Whether a label is followed by a name or a few and nothing else: "Apologies: Cllr D Vane"."""
    names = text.split(":", 1)[-1]
    return (
        names.count(" ") <= 24
        and not _sentence_like(text)
        and (
            patterns.PERSON_TITLE.search(names) is not None
            or re.search(r"\b[A-Z][\w’'-]*\.? [A-Z][a-z]+", names) is not None
        )
    )


def _party(words: str) -> bool:
    return bool(
        re.match(
            r"(?:Conservatives?|Labour|Liberal Democrats?|Independents?|Greens?|Substitutes?|Officers|Members|Councillors|Others?|Apologies|Guests|Councillor)\b",
            words,
        )
    )


def _sentence_like(text: str) -> bool:
    return text.count(" ") >= 4 and bool(
        re.search(r"\b(?:is|are|was|were|will|be|has|have|had|should|attached|noted|received)\b", text)
    )
