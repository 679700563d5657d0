"""A commitment stated more and less firmly in one paper, or with two dates or two sums."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index.checks.paper import Paper, Undertaking
from index.checks.records import Check
from index.words import content_stems, stem

ALIKE = 0.6  # share of the telling words of both actions that are common (Jaccard)
FEWEST = 4
_MANNER = frozenset(
    stem(word)
    for word in [
        "will",
        "would",
        "shall",
        "explore",
        "exploring",
        "consider",
        "considering",
        "seek",
        "look",
        "aim",
        "aims",
        "plan",
        "plans",
        "propose",
        "intend",
        "intends",
        "commit",
        "commits",
        "commitment",
        "work",
        "working",
        "government",
        "department",
        "continue",
        "also",
        "further",
        "support",
        "new",
    ]
)
_SOFT = re.compile(
    r"\b(?:explor\w+|consider\w*|look(?:ing)? (?:at|into)|seek(?:s|ing)? to|aim(?:s|ing)? to|where possible|subject to|may|could|scope|investigate)\b",
    re.IGNORECASE,
)
_FIRM = re.compile(r"\b(?:will|shall|commits? to|committed to|is to|are to)\b", re.IGNORECASE)


def check_strength(paper: Paper) -> Iterator[Check]:
    """Pairs of mentions of one commitment, one of which is hedged where the other is not; one alert a commitment."""
    stems = [frozenset(content_stems(f"{one.action}")) - _MANNER for one in paper.undertakings]
    postings: dict[str, list[int]] = defaultdict(list)
    for n, words in enumerate(stems):
        for word in words:
            postings[word].append(n)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in postings.values():
        if len(numbers) <= 60:
            for i, a in enumerate(numbers):
                for b in numbers[i + 1 :]:
                    common[a, b] += 1
    done: set[int] = set()
    for (a, b), n in sorted(common.items()):
        first, second = paper.undertakings[a], paper.undertakings[b]
        if n < FEWEST or first.span.overlaps(second.span) or n / len(stems[a] | stems[b]) < ALIKE or {a, b} & done:
            continue
        made = _weaker(paper, first, second)
        if made is not None:
            done |= {a, b}
            yield made


def _weaker(paper: Paper, a: Undertaking, b: Undertaking) -> Check | None:
    for firm, soft in ((a, b), (b, a)):
        hedge = _SOFT.search(soft.quote)
        if (
            hedge
            and _FIRM.search(firm.quote)
            and not _SOFT.search(firm.quote)
            and firm.strength == "firm"
            and soft.strength != "firm"
        ):
            return paper.raised(
                "strength", "one commitment, firm and hedged",
                f"The same commitment is firm in one place and hedged in the other (“{hedge[0]}”).", firm.span, soft.span,
            )  # fmt: skip
    return None


__all__: Sequence[str] = ("check_strength",)
