"""One commitment stated in two ways in one paper: firm and hedged, with two sums, or with two dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from core.month_names import MONTHS
from index.checks.paper import Paper, Undertaking
from index.checks.records import Check
from index.words import content_stems, stem

ALIKE = 0.6  # share of the telling words of both that are common (Jaccard), for strength
CONTAINED = 0.8  # or share of the shorter's, where the hedged one only explores
ALIKE_SUM = 0.65
ALIKE_DATE = 0.8
SAME_WORDS = 0.95  # where fewer words are common than FEWEST_TERMS
FEWEST = 4
FEWEST_CONTAINED = 5
FEWEST_TERMS = 6  # telling words in common before two sums or two dates are of one commitment
COMMONEST = 60  # a word in more mentions than this brings no pairs together
_MANNER = frozenset(
    stem(word)
    for word in (  # noqa: SIM905
        "will would shall explore exploring consider considering seek look aim aims plan plans propose proposes intend intends commit commits commitment work working government "
        "department continue also further support new strategy publish published"
    ).split()
)
_DATED = frozenset(
    stem(word)
    for word in [
        *map(str.casefold, MONTHS),
        "spring",
        "summer",
        "autumn",
        "winter",
        "end",
        "start",
        "early",
        "late",
        "mid",
        "year",
        "now",
    ]
)
_SOFT = re.compile(
    r"\b(?:explor\w+|consider(?:ing|s)?|look(?:ing)? (?:at|into)|seek(?:s|ing)? to|aim(?:s|ing)? to|where possible|subject to|may|could|scope|investigate)\b",
    re.IGNORECASE,
)
_EXPLORES = re.compile(
    r"\b(?:explor\w+|look(?:ing)? (?:at|into)|consider(?:ing)? whether|investigate)\b", re.IGNORECASE
)
_FIRM = re.compile(r"\b(?:will|shall|commits? to|committed to|is to|are to)\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:of which|including|up to|additional(?:ly)?|further|extra|another|each|per year|a year|annually|initial|first|second|third|phase|tranche|remaining|total(?:ling)?)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:annual(?:ly)?|(?:every|each) (?:year|month|quarter|week|spring|summer|autumn|winter|term)|quarterly|monthly|regular(?:ly)?|phase|stage|interim|final|draft|first|second|next)\b",
    re.IGNORECASE,
)


def check_strength(paper: Paper) -> Iterator[Check]:
    """Pairs of mentions of one commitment that differ in strength, sum or date; one alert a mention at most."""
    stems = [_telling(one.action or one.quote) for one in paper.undertakings]
    postings: dict[str, list[int]] = defaultdict(list)
    for n, words in enumerate(stems):
        for word in words:
            postings[word].append(n)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in postings.values():
        if len(numbers) <= COMMONEST:
            for i, a in enumerate(numbers):
                for b in numbers[i + 1 :]:
                    common[a, b] += 1
    done: set[int] = set()
    for (a, b), n in sorted(common.items(), key=lambda one: (-one[1], one[0])):
        first, second = paper.undertakings[a], paper.undertakings[b]
        if n < FEWEST or first.span.overlaps(second.span) or {a, b} & done or _one_block(paper, first, second):
            continue
        alike, held = n / len(stems[a] | stems[b]), n / min(len(stems[a]), len(stems[b]))
        made = _weaker(paper, first, second, n, alike, held) or _other_terms(paper, first, second, n, alike)
        if made is not None:
            done |= {a, b}
            yield made


def _telling(action: str) -> frozenset[str]:
    return frozenset(word for word in content_stems(action) if word.isalpha()) - _MANNER - _DATED


def _one_block(paper: Paper, a: Undertaking, b: Undertaking) -> bool:
    return paper.block_of(a.span.start) is paper.block_of(b.span.start)


def _steps(paper: Paper, a: Undertaking, b: Undertaking) -> bool:
    """Whether both are rows or items of one list: steps of a timetable, each with a date of its own."""
    blocks = [paper.block_of(one.span.start) for one in (a, b)]
    return all(one is not None and one.kind in ("table_row", "list_item") for one in blocks) and (
        paper.section_of(a.span) == paper.section_of(b.span)
    )


def _weaker(paper: Paper, a: Undertaking, b: Undertaking, n: int, alike: float, held: float) -> Check | None:
    for firm, soft in ((a, b), (b, a)):
        hedge = _SOFT.search(soft.quote)
        if not hedge or not _FIRM.search(firm.quote) or _SOFT.search(firm.quote):
            continue
        if firm.strength != "firm" or soft.strength == "firm":
            continue
        explores = soft.strength == "exploratory" and _EXPLORES.search(soft.quote)
        if alike >= ALIKE or (explores and held >= CONTAINED and n >= FEWEST_CONTAINED):
            return paper.raised(
                "strength",
                "one commitment, firm and hedged",
                f"The same commitment is firm in one place and hedged in the other (“{hedge[0]}”).",
                firm.span,
                soft.span,
            )
    return None


def _other_terms(paper: Paper, a: Undertaking, b: Undertaking, n: int, alike: float) -> Check | None:
    if a.amount and b.amount and n >= FEWEST_TERMS and alike >= ALIKE_SUM and not _overlap(a.amount, b.amount):
        if not _PART.search(a.quote) and not _PART.search(b.quote):
            return paper.raised(
                "value",
                "one commitment, two sums",
                f"What reads as the same commitment has {a.amount_text} in one place and {b.amount_text} in the other.",
                a.span,
                b.span,
            )
    enough = alike >= (ALIKE_DATE if n >= FEWEST_TERMS else SAME_WORDS)
    if _steps(paper, a, b):
        return None
    if a.deadline and b.deadline and enough and a.deadline[1] and b.deadline[1]:
        apart = a.deadline[1] < (b.deadline[0] or b.deadline[1]) or b.deadline[1] < (a.deadline[0] or a.deadline[1])
        if apart and not _AGAIN.search(a.quote) and not _AGAIN.search(b.quote):
            return paper.raised(
                "date",
                "one commitment, two dates",
                f"What reads as the same commitment is due “{a.deadline_text}” in one place and “{b.deadline_text}” in the other.",
                a.span,
                b.span,
            )
    return None


def _overlap(a: tuple[float | None, float | None], b: tuple[float | None, float | None]) -> bool:
    """Whether two sums may be one: ranges that meet, or a sum and its rounding."""
    low_a, high_a = (value if value is not None else a[1 - n] for n, value in enumerate(a))
    low_b, high_b = (value if value is not None else b[1 - n] for n, value in enumerate(b))
    if low_a is None or high_a is None or low_b is None or high_b is None:
        return True
    slack = 0.02 * max(high_a, high_b)
    return low_a <= high_b + slack and low_b <= high_a + slack
