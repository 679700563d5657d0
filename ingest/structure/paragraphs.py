"""The paragraph number by which a person would cite each block: its own, its parents' joined, or the one it continues."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.structure.draft import Draft
from ingest.structure.numbering import Printed, Shape, follows
from ingest.structure.outcomes import outcome_heading


def paragraphs(drafts: Sequence[Draft]) -> None:
    main: Printed | None = None  # the numbered paragraph that holds now
    cited: str | None = None
    chain: list[tuple[Printed, str]] = []  # lettered items within it, outermost first
    listed: Printed | None = (
        None  # the last item of a plain list "1. 2. 3." that a lead-in opened outside numbered paragraphs
    )
    before = ""
    item = None
    alone = False  # whether the last number stood on a line of its own, before its words
    for draft in drafts:
        if draft.item != item:  # numbers begin again in each report of a pack
            main, cited, chain, listed, item = None, None, [], None, draft.item
        opened, before = before.endswith(":"), draft.text if draft.kind != "furniture" else before
        if draft.kind == "heading":
            listed = None
            if draft.opens_section and not outcome_heading(draft):
                main, cited, chain = None, None, []
            continue
        if draft.kind in ("furniture", "contents", "contact", "table_row", "caption", "survey_question", "footnote"):
            continue
        printed = draft.printed
        if printed is None and listed is not None and draft.kind == "paragraph" and not draft.continues:
            listed = None
        if printed is not None and main is None and printed.shape == "simple":
            if (opened and printed.parts[0] == "1") or (
                listed is not None and follows(listed.parts[-1], printed.parts[-1])
            ):
                listed, draft.paragraph, chain = printed, printed.number, []
                draft.kind = "list_item" if draft.kind == "paragraph" else draft.kind
                continue
        alone, beside = printed is not None and not draft.rest, alone
        if printed is None:
            within = draft.continues or draft.kind == "list_item" or beside
            draft.paragraph = chain[-1][1] if chain and within else cited
            continue
        if printed.shape in ("letter", "roman") or (printed.shape == "simple" and _nested(printed, main, chain)):
            after = next(
                (n for n in range(len(chain) - 1, -1, -1) if follows(chain[n][0].parts[-1], printed.parts[-1])), None
            )
            if after is not None:
                del chain[after:]  # "(b)" after "(a)(ii)" is the sibling of "(a)"
            else:
                while chain and not _extends(chain[-1][0], printed):
                    chain.pop()
            parent = chain[-1][1] if chain else cited or ""
            joined = f"{parent}({printed.number})" if parent else printed.number
            chain.append((printed, joined))
            draft.paragraph = joined
            continue
        main, cited, chain = _held(printed)
        draft.paragraph = printed.number


def _held(printed: Printed) -> tuple[Printed, str, list[tuple[Printed, str]]]:
    """What a numbered paragraph opens: of "12(b)" the paragraph 12 and in it the item b, so that "(c)" is 12(c)."""
    stem = printed.stem
    chain: list[tuple[Printed, str]] = []
    joined = stem
    for part in printed.parts[printed.depth - printed.n_subs :] if printed.n_subs else ():
        joined = f"{joined}({part})"
        shape: Shape = "simple" if part.isdigit() else "roman" if set(part) <= set("ivxl") else "letter"
        chain.append((Printed(part, shape, (part,), len(part) + 2, bracketed=True), joined))
    if not chain:
        return printed, printed.number, []
    return Printed(stem, printed.shape, printed.parts[: -printed.n_subs], len(stem)), stem, chain


def _nested(printed: Printed, main: Printed | None, chain: Sequence[tuple[Printed, str]]) -> bool:
    """Whether "1." or "(1)" is an item inside the numbered paragraph that holds, and not a paragraph of its own."""
    if main is None or printed.depth != 1:
        return False
    if main.shape == "simple" and not main.bracketed:
        return printed.bracketed
    if main.shape == "decimal":
        value = printed.parts[0]
        return value == "1" or any(other.shape == "simple" and follows(other.parts[-1], value) for other, _ in chain)
    return False


def _extends(outer: Printed, inner: Printed) -> bool:
    """Whether `inner` opens a list inside `outer`: the first of its kind, or of another kind than `outer`."""
    if follows(outer.parts[-1], inner.parts[-1]):
        return False
    first = inner.parts[-1] in ("a", "i", "1", "A")
    return first or (
        outer.shape != inner.shape and not (outer.shape == "letter" and inner.parts[-1] in ("v", "x", "l"))
    )
