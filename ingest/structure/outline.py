"""Where each block stands: the headings above it, the paragraph number a person would cite, the sentence that leads in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.documents import Span
from core.text import fold, sentences
from ingest.structure import patterns
from ingest.structure.draft import Draft
from ingest.structure.numbering import Printed, follows

BOLD_BELOW = 0.5  # a bold line ranks half a level below the last marked heading, an italic one a little lower
ITALIC_BELOW = 0.6
OUTCOME_BELOW = 0.8


@dataclass(slots=True)
class _Open:
    rank: float
    draft: Draft


def outline(drafts: Sequence[Draft], text: str) -> None:
    """Fills section, level, paragraph and lead_in of every draft."""
    _sections(drafts)
    _paragraphs(drafts)
    _lead_ins(drafts, text)


def _sections(drafts: Sequence[Draft]) -> None:
    stack: list[_Open] = []
    marked = 0.0  # rank of the last heading whose level the format states
    title = next((fold(d.text) for d in drafts if d.kind == "heading"), "")
    first = True
    for n, draft in enumerate(drafts):
        if draft.kind != "heading":
            draft.section = tuple(entry.draft.heading for entry in stack)
            continue
        if not first and fold(draft.text) == title and stack and _heads_title_block(drafts, n):
            draft.opens_section = False
            draft.section = tuple(entry.draft.heading for entry in stack)
            draft.level = draft.unit.level or len(stack) + 1
            continue
        first = False
        rank = _rank(draft, drafts, n, stack, marked)
        if draft.rank is not None:
            marked = draft.rank
        if not _contents_heading(draft):
            while stack and _contents_heading(stack[-1].draft):
                stack.pop()
        while stack and stack[-1].rank >= rank:
            stack.pop()
        draft.section = tuple(entry.draft.heading for entry in stack)
        stack.append(_Open(rank, draft))
        draft.level = _level(draft, len(stack))


def _level(draft: Draft, depth: int) -> int:
    """The level that the format or the letters give a heading, else how deep it stands."""
    if draft.unit.kind == "heading" and draft.unit.level:
        return draft.unit.level
    if draft.rank is not None and draft.unit.size is not None and draft.unit.kind is None:
        return max(1, round(draft.rank))
    return depth


def _heads_title_block(drafts: Sequence[Draft], n: int) -> bool:
    """Whether a repeated title only opens another title block: a date, a time or a place follows it."""
    following = [d for d in drafts[n + 1 : n + 6] if d.text][:2]
    return any(patterns.DATE_LINE.fullmatch(d.text) or patterns.TIME_LINE.fullmatch(d.text) for d in following)


def _contents_heading(draft: Draft) -> bool:
    return patterns.CONTENTS_HEADING.fullmatch(draft.rest.strip(" :*")) is not None


def _outcome(draft: Draft) -> bool:
    words = draft.rest.strip(" *")
    return bool(patterns.DECISION_HEADING.fullmatch(words) or patterns.ACTION_HEADING.fullmatch(words))


def _rank(draft: Draft, drafts: Sequence[Draft], n: int, stack: list[_Open], marked: float) -> float:
    if _outcome(draft):
        above = next((entry.rank for entry in reversed(stack) if not _outcome(entry.draft)), 0.0)
        return max(above + OUTCOME_BELOW, draft.rank or 0.0)
    rank = draft.rank
    if rank is None:
        rank = marked + (BOLD_BELOW if draft.unit.bold or draft.unit.cells or not draft.unit.italic else ITALIC_BELOW)
    printed = draft.printed
    if printed is not None and printed.shape != "named":
        for entry in reversed(stack):
            other = entry.draft.printed
            if other is None or other.shape == "named":
                continue
            if _siblings(other, printed):
                return entry.rank
            if printed.depth > other.depth and printed.parts[: other.depth] == other.parts:
                return max(rank, entry.rank + 0.1)
        return rank
    if printed is None and stack and rank <= stack[-1].rank:
        # "LGA VIEW" between 7.11 and 7.12 stands under "7." whatever its mark
        numbered = next((entry for entry in reversed(stack) if entry.draft.printed is not None), None)
        if numbered is not None and numbered.draft.printed is not None and rank >= numbered.rank - 1:
            following = _next_number(drafts, n)
            parent = numbered.draft.printed
            if (
                following is not None
                and following.depth > parent.depth
                and following.parts[: parent.depth] == parent.parts
            ):
                return numbered.rank + BOLD_BELOW
    return rank


def _siblings(earlier: Printed, later: Printed) -> bool:
    if earlier.depth != later.depth or earlier.parts[:-1] != later.parts[:-1] or earlier.shape != later.shape:
        return False
    a, b = earlier.parts[-1], later.parts[-1]
    if a.isdigit() and b.isdigit():
        return 0 < int(b) - int(a) <= 3
    return follows(a, b)


def _next_number(drafts: Sequence[Draft], n: int) -> Printed | None:
    for draft in drafts[n + 1 : n + 12]:
        if draft.kind == "heading":
            return None
        if draft.printed is not None and draft.printed.shape == "decimal":
            return draft.printed
    return None


def _paragraphs(drafts: Sequence[Draft]) -> None:
    main: Printed | None = None  # the numbered paragraph that holds now
    cited: str | None = None
    chain: list[tuple[Printed, str]] = []  # lettered items within it, outermost first
    listed: Printed | None = (
        None  # the last item of a plain list "1. 2. 3." that a lead-in opened outside numbered paragraphs
    )
    before = ""
    for draft in drafts:
        opened, before = before.endswith(":"), draft.text if draft.kind != "furniture" else before
        if draft.kind == "heading":
            listed = None
            if draft.opens_section and not _outcome(draft):
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
        if printed is None:
            draft.paragraph = chain[-1][1] if chain and (draft.continues or draft.kind == "list_item") else cited
            continue
        if printed.shape in ("letter", "roman") or (printed.shape == "simple" and _nested(printed, main, chain)):
            while chain and not _extends(chain[-1][0], printed):
                if follows(chain[-1][0].parts[-1], printed.parts[-1]):
                    chain.pop()
                    break
                chain.pop()
            parent = chain[-1][1] if chain else cited or ""
            joined = f"{parent}({printed.number})" if parent else printed.number
            chain.append((printed, joined))
            draft.paragraph = joined
            continue
        main, cited, chain = printed, printed.number, []
        draft.paragraph = printed.number


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


def _lead_ins(drafts: Sequence[Draft], text: str) -> None:
    """For each item of a list the last sentence of the unit that introduces it: it ends in a colon, or without a stop."""
    opener: Draft | None = None
    openers: list[tuple[float, Draft]] = []  # by indent, for nested lists
    in_list = False
    for draft in drafts:
        if draft.kind in ("furniture", "contact", "contents"):
            continue
        if draft.kind == "heading":
            outcome = _outcome(draft)
            opener, openers, in_list = (opener if outcome else None), [], False
            if outcome:
                opener = None
            continue
        if _is_item(draft, opener):
            indent = draft.unit.indent + 10.0 * draft.depth
            while openers and openers[-1][0] >= indent:
                openers.pop()
            leader = openers[-1][1] if openers else opener
            if leader is not None:
                draft.lead_in = _last_sentence(leader, text)
                if draft.kind == "paragraph" and draft.unit.bullet:
                    draft.kind = "list_item"
            if draft.text.endswith(":"):
                openers.append((indent, draft))
            in_list = True
            continue
        if draft.continues and in_list:
            continue
        openers, in_list = [], False
        opener = draft if _introduces(draft) else None


def _is_item(draft: Draft, opener: Draft | None) -> bool:
    if draft.kind == "list_item" and not draft.continues:
        return True
    if draft.kind in ("decision", "action") and (draft.unit.bullet or draft.printed is not None):
        return True
    if opener is not None and opener.printed is not None and draft.printed is not None:
        above, here = opener.printed, draft.printed
        return here.depth > above.depth and here.parts[: above.depth] == above.parts
    return False


def _introduces(draft: Draft) -> bool:
    last = draft.text.rstrip("*_ ")
    return last.endswith((":", ":-", "–", "—")) or (
        draft.kind == "paragraph" and last[-1:].isalpha() and draft.unit.n_words >= 3
    )


def _last_sentence(draft: Draft, text: str) -> Span | None:
    source = text[draft.unit.start : draft.unit.end]
    found = list(sentences(source, draft.unit.start))
    return found[-1] if found else None
