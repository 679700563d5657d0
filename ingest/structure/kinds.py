"""What each unit is: heading, paragraph, list item, caption ... decided from its shape, its marks and its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from core.documents import BlockKind
from ingest.structure import patterns
from ingest.structure.draft import Draft
from ingest.structure.numbering import Printed, bare_number, follows, label_number, printed_number
from ingest.structure.units import Unit

LONGEST_HEADING = 25  # words; survey reports use questions as headings
LONGEST_UNHINTED_HEADING = 12
LARGER = 1.06  # a bold heading's letters against the body's
MUCH_LARGER = 1.15  # those of one that is not bold
COMMON_SIZE = 0.15  # share of the text above which a slightly larger size is a second body size, not a heading's
FEWEST_CONTENTS_ROWS = 4
_LETTER = re.compile(r"[^\W\d_]")


def classify(units: Sequence[Unit], furniture: Sequence[bool]) -> list[Draft]:
    """A draft for every unit, with its kind, printed number and, for headings, the format's rank."""
    size = body_size(units)
    ranks = _size_ranks(units, furniture, size)
    below = max(ranks.values(), default=0.0)
    hinted = sum(unit.kind == "heading" or unit.bold for unit in units) >= 1 or bool(ranks)
    drafts: list[Draft] = []
    for n, unit in enumerate(units):
        if furniture[n]:
            drafts.append(Draft(unit, "furniture", unit.text))
        else:
            draft = _draft(unit, size, ranks)
            if draft.kind == "heading" and draft.rank is None and size is not None and not draft.flags:
                draft.rank = below + (1.0 if unit.bold and not unit.italic else 2.0 if unit.bold else 3.0)
            drafts.append(draft)
    _dense(drafts)
    _rows_that_are_headings(drafts)
    _plain_headings(drafts, hinted)
    _numbered_headings(drafts)
    _contents(drafts)
    _people_and_contacts(drafts)
    _outcomes(drafts)
    _continuations(drafts)
    return drafts


def _dense(drafts: Sequence[Draft]) -> None:
    """Ranks that come from letters alone, renumbered 1, 2, 3 ... without those that no heading has."""
    styled = [
        draft for draft in drafts if draft.kind == "heading" and draft.rank is not None and draft.unit.kind is None
    ]
    if not any(draft.unit.size is not None for draft in styled):
        return
    order = {
        rank: float(n) for n, rank in enumerate(sorted({draft.rank for draft in styled if draft.rank is not None}), 1)
    }
    for draft in styled:
        if draft.rank is not None:
            draft.rank = order[draft.rank]


def body_size(units: Sequence[Unit]) -> float | None:
    """The letter size of most of the text, in points, or None where the format has no sizes."""
    weight: Counter[float] = Counter()
    for unit in units:
        if unit.size is not None:
            weight[unit.size] += len(unit.text)
    return weight.most_common(1)[0][0] if weight else None


def _size_ranks(units: Sequence[Unit], furniture: Sequence[bool], size: float | None) -> dict[float, float]:
    """Heading ranks of the letter sizes above the body's, largest first."""
    if size is None:
        return {}
    weight: Counter[float] = Counter()
    for unit in units:
        weight[unit.size or 0.0] += len(unit.text)
    common = {value for value, n in weight.items() if n > COMMON_SIZE * weight.total() and value < size * 1.35}
    sizes = sorted(
        {
            u.size
            for n, u in enumerate(units)
            if u.size
            and u.size > size * (LARGER if u.bold else MUCH_LARGER)
            and (u.bold or u.size not in common)
            and not furniture[n]
            and _may_head(u)
        },
        reverse=True,
    )
    ranks: dict[float, float] = {}
    rank, last = 0.0, None
    for value in sizes:
        if last is None or last - value > 0.4:
            rank += 1
            last = value
        ranks[value] = rank
    return ranks


def _may_head(unit: Unit) -> bool:
    text = unit.text
    if (
        not text
        or unit.cells
        or unit.bullet
        or unit.n_words > LONGEST_HEADING
        or sum(map(str.isalpha, text)) < 0.3 * len(text)
    ):
        return False
    if text[-1] in patterns.TERMINAL and not text.endswith("etc."):
        return False
    if (
        patterns.CAPTION.match(text)
        or patterns.BASE.match(text)
        or (patterns.SURVEY_QUESTION.match(text) and unit.kind != "heading")
    ):
        return False
    return not (
        patterns.DATE_LINE.fullmatch(text) or patterns.TIME_LINE.fullmatch(text) or patterns.LEADER.search(text)
    )


def _draft(unit: Unit, size: float | None, ranks: dict[float, float]) -> Draft:
    text = unit.text
    printed = label_number(unit.label) if unit.label else printed_number(text)
    rest = text if unit.label else text[printed.length :].lstrip() if printed else text
    kind: BlockKind = unit.kind or "paragraph"
    rank: float | None = None
    if unit.kind == "heading":
        rank = float(unit.level or 1)
        if patterns.CAPTION.match(text):
            return Draft(unit, "caption", rest, None)
        if unit.n_words > 60 or (text.endswith(".") and unit.n_words > LONGEST_HEADING):
            kind, rank = "paragraph", None
        elif printed is None:
            printed = bare_number(text)
            rest = text[printed.length :].lstrip() if printed else text
    elif unit.cells or unit.kind in ("table_row", "footnote", "caption"):
        if unit.kind is None:
            kind = "table_row"
        if kind == "table_row":
            printed = None
    elif patterns.CAPTION.match(text) and unit.n_words <= 60:
        kind, printed = "caption", None
    elif patterns.BASE.match(text) or patterns.SURVEY_QUESTION.match(text):
        kind, printed = "survey_question", None
    elif _quoted(text):
        kind = "quotation"
    elif (
        size is not None
        and unit.size in ranks
        and (unit.bold or unit.size >= size * MUCH_LARGER)
        and _may_head(unit)
        and not _bracketed(printed)
    ):
        kind, rank = "heading", ranks[unit.size]
    elif _emphasised_heading(unit, printed):
        kind, rank = "heading", None
    elif printed is not None:
        kind = _numbered_kind(unit, printed, rest)
        if kind == "paragraph" and printed.shape == "named" and not rest.strip(" :.–—-"):
            kind = "heading"
    if kind == "heading" and printed is None:
        printed = bare_number(text)
        rest = text[printed.length :].lstrip() if printed else text
    if kind not in ("heading", "paragraph", "list_item", "decision", "action", "quotation"):
        printed = None
    made = Draft(unit, kind, rest, printed, rank, flags=list(unit.flags))
    if kind == "list_item":
        made.depth = unit.level or 0
    return made


def _bracketed(printed: Printed | None) -> bool:
    return printed is not None and printed.bracketed


def _numbered_kind(unit: Unit, printed: Printed, rest: str) -> BlockKind:
    if printed.shape in ("letter", "roman"):
        return "list_item" if rest else "paragraph"
    if printed.shape == "decimal" or printed.shape == "named":
        return "paragraph"
    if printed.bracketed or unit.bullet:
        return "list_item"
    return "paragraph"


def _quoted(text: str) -> bool:
    """Whether the whole unit is a quotation of at least six words, by its marks."""
    if len(text) < 25 or text[0] not in patterns.QUOTE_OPEN:
        return False
    close = {"“": "”", '"': '"', "‘": "’", "'": "'"}[text[0]]
    if close not in text[1:]:
        close = {"“": '"', '"': "”", "‘": "'", "'": "’"}[text[0]]
    first = re.search(re.escape(close) + r"(?!\w)", text[1:])
    if first is None or first.start() < 0.6 * len(text):
        return False
    after = text[text.rfind(close) + 1 :].strip(" .")
    said_by = len(after) < 90 and after[:1] in ("(", "–", "—", "-")
    return (not after or said_by) and text[: first.start()].count(" ") >= 5


def _emphasised_heading(unit: Unit, printed: Printed | None) -> bool:
    """A line of its own that is bold (or italic) throughout."""
    if not (unit.bold or unit.italic) or not _may_head(unit) or _bracketed(printed) or unit.kind is not None:
        return False
    text = unit.text.lstrip("*_")
    if (
        unit.italic
        and not unit.bold
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


def _rows_that_are_headings(drafts: list[Draft]) -> None:
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


def _may_head_words(text: str) -> bool:
    return (
        bool(_LETTER.search(text))
        and len(text.split()) <= LONGEST_UNHINTED_HEADING
        and text[-1] not in patterns.TERMINAL
    )


def _plain_headings(drafts: list[Draft], hinted: bool) -> None:
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
        following = _next_body(drafts, n)
        if following is None:
            continue
        if (
            CAPITALS.fullmatch(text)
            and _may_head(draft.unit)
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
            and _may_head(draft.unit)
            and text[0].isupper()
            and text[-1] not in ":,"
            and not patterns.LABEL_VALUE.match(text)
            and (following.unit.n_words >= 12 or following.printed is not None)
            and following.kind in ("paragraph", "list_item", "survey_question", "quotation")
            and not patterns.EMAIL.search(text)
            and not patterns.PHONE.search(text)
        ):
            draft.kind = "heading"


CAPITALS = re.compile(r"[^a-z]*[A-Z][^a-z]*")


def _next_body(drafts: Sequence[Draft], n: int) -> Draft | None:
    for draft in drafts[n + 1 : n + 8]:
        if draft.kind != "furniture":
            return draft
    return None


def _numbered_headings(drafts: list[Draft]) -> None:
    """ "2. Background" is a heading where "2.1" follows it, or where it is a short title before unnumbered text."""
    for n, draft in enumerate(drafts):
        printed = draft.printed
        if (
            draft.kind != "paragraph"
            or printed is None
            or printed.shape not in ("simple", "decimal")
            or draft.unit.bullet
        ):
            continue
        if (
            not draft.rest
            or len(draft.rest.split()) > LONGEST_UNHINTED_HEADING
            or draft.rest[-1] in ".;,:!?"
            or not draft.rest[0].isupper()
        ):
            continue
        if patterns.LEADER.search(draft.text) or (draft.unit.kind is not None and draft.unit.kind != "paragraph"):
            continue
        following = _next_body(drafts, n)
        if following is None or following.kind in ("contents", "table_row"):
            continue
        if (
            following.printed is not None
            and following.printed.parts[: printed.depth] == printed.parts
            and following.printed.depth > printed.depth
        ) or (
            following.printed is None
            and following.kind == "paragraph"
            and following.unit.n_words >= 12
            and following.rest[:1].isupper()
            and len(draft.rest.split()) <= 9
        ):
            draft.kind = "heading"


def _contents(drafts: list[Draft]) -> None:
    """Contents pages: what follows a contents heading and ends in a page number; and long runs of such lines anywhere."""
    inside = False
    misses = 0
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        if patterns.CONTENTS_HEADING.fullmatch(draft.text.strip(" :*")) and draft.unit.n_words <= 6:
            inside, misses = True, 0
            if draft.kind != "heading" and not patterns.LEADER.search(draft.text):
                draft.kind = "heading"
            continue
        if not inside:
            continue
        if _ends_in_page(draft):
            draft.kind, draft.printed, misses = "contents", None, 0
        elif draft.kind == "heading" and draft.unit.kind == "heading":
            inside = False
        else:
            misses += 1
            if misses > 2 or draft.unit.n_words > 30:
                inside = False
    run: list[Draft] = []
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        if draft.kind != "contents" and _leader(draft) and not _figures_row(draft):
            run.append(draft)
            continue
        _make_contents(run)
        run = []
    _make_contents(run)


def _make_contents(run: Sequence[Draft]) -> None:
    if len(run) >= FEWEST_CONTENTS_ROWS:
        for row in run:
            row.kind, row.printed = "contents", None


def _leader(draft: Draft) -> bool:
    cells = [cell for cell in draft.unit.cells if cell.strip()]
    if cells:
        return (
            len(cells) in (2, 3)
            and re.fullmatch(r"(?:p\.?\s*)?\d{1,3}(?:\s*[-–—]\s*\d{1,3})?", cells[-1].strip()) is not None
            and bool(
                re.match(
                    r"(?:\d{1,2}(?:\.\d{1,2}){0,2}\.?\s|(?:Figure|Table|Appendix|Annex|Chapter|Item)\b)", cells[0] + " "
                )
            )
            and len(cells[0]) + len(cells[-2]) > 6
        )
    return (
        draft.kind != "heading"
        and patterns.LEADER.search(draft.text) is not None
        and bool(_LETTER.search(draft.text))
        and re.search(r"[.…_]{3,}|-{3,}|(?:\. ){3,}|\t", draft.text) is not None
    )


def _figures_row(draft: Draft) -> bool:
    return sum(bool(re.search(r"\d", cell)) for cell in draft.unit.cells[1:]) >= 2


def _ends_in_page(draft: Draft) -> bool:
    text = draft.text
    return bool(
        (patterns.LEADER.search(text) or patterns.ENDS_IN_PAGE.search(text))
        and _LETTER.search(text)
        and len(text) < 400
    )


def _people_and_contacts(drafts: list[Draft]) -> None:
    """Contact blocks and attendance lists: rows and short lines, never sentences of the argument."""
    people = contact = listing = False
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        text = draft.text
        head = draft.unit.cells[0] if draft.unit.cells else text
        named = draft.printed is None and draft.unit.n_words <= 24 and not _sentence_like(head)
        if listing and named and draft.kind in ("heading", "paragraph", "table_row") and patterns.PERSON.match(text):
            draft.kind = "contact"
            continue
        listing = patterns.PEOPLE_LABEL.match(text) is not None or (
            listing and draft.kind in ("table_row", "contact") and named
        )
        if draft.kind == "heading":
            words = draft.rest.strip(" :")
            if people and draft.printed is None and (draft.unit.cells or (draft.unit.n_words <= 7 and _party(words))):
                continue
            people = bool(patterns.PEOPLE_HEADING.fullmatch(words)) or (
                draft.unit.n_words <= 9 and bool(patterns.PEOPLE_HEADING_WITHIN.search(words))
            )
            contact = bool(patterns.CONTACT_HEADING.fullmatch(words))
            continue
        if draft.kind not in ("paragraph", "table_row", "list_item"):
            continue
        marks = bool(patterns.EMAIL.search(text)) + bool(patterns.PHONE.search(text))
        sentence = text.rstrip().endswith((".", "?")) and draft.unit.n_words > 12
        if (
            (
                (patterns.CONTACT_LABEL.match(text) and draft.unit.n_words <= 14)
                or (marks and draft.unit.n_words <= 16 and not sentence)
            )
            or (contact and draft.unit.n_words <= 14 and not sentence)
            or (
                patterns.PEOPLE_LABEL.match(text)
                and (draft.unit.cells or len(patterns.PERSON_TITLE.findall(text)) >= 2)
            )
            or (
                people
                and (draft.unit.cells or draft.unit.n_words <= 14 or len(patterns.PERSON_TITLE.findall(text)) >= 2)
                and not _sentence_like(text)
            )
        ):
            draft.kind, draft.printed = "contact", None


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


def _outcomes(drafts: list[Draft]) -> None:
    """Decisions and actions of minutes: what stands under a Decision or Action heading, or says so itself."""
    under: BlockKind | None = None
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        if draft.kind == "heading":
            words = draft.rest.strip(" *")
            if patterns.DECISION_HEADING.fullmatch(words):
                under = "decision"
            elif patterns.ACTION_HEADING.fullmatch(words):
                under = "action"
            else:
                under = None
            continue
        if draft.kind not in ("paragraph", "list_item"):
            continue
        if patterns.DECISION.match(draft.rest) or patterns.OUTCOME_AT_END.search(draft.rest):
            draft.kind = "decision"
        elif patterns.ACTION.match(draft.rest):
            draft.kind = "action"
        elif under is not None:
            draft.kind = under


def _continuations(drafts: list[Draft]) -> None:
    """A unit that goes on in the middle of a sentence, after a page break or furniture, belongs to the one before it."""
    last: Draft | None = None
    for draft in drafts:
        if draft.kind == "furniture":
            continue
        if last is not None and draft.kind == "paragraph" and draft.unit.kind is None and draft.printed is None:
            begins = draft.text[:1].islower() or (draft.text[:1] in "(&" and draft.text[1:2].islower())
            stops = last.text.rstrip("”’\"') ")[-1:] in ".?!:;"
            if (
                begins
                and not stops
                and last.kind in ("paragraph", "list_item", "quotation", "decision", "action", "footnote")
            ):
                draft.kind, draft.continues, draft.depth = last.kind, True, last.depth
                draft.flags.append("continued")
        last = draft


def next_in_series(earlier: Printed, later: Printed) -> bool:
    """Whether `later` is the next number after `earlier` at the same depth under the same parent."""
    return (
        earlier.depth == later.depth
        and earlier.parts[:-1] == later.parts[:-1]
        and follows(earlier.parts[-1], later.parts[-1])
    )
