"""Numbers in the text that do not add up: parts of a stated total, and lists that are longer or shorter than announced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.documents import Block, Span
from index.checks.paper import Paper, Sentence
from index.checks.records import Check

_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SUM = r"£\s?(?P<{0}>\d[\d,]*(?:\.\d+)?)\s?(?P<{0}s>k|m|bn|thousand|million|billion)?\b"
_MONEY = re.compile(_SUM.format("sum"), re.IGNORECASE)
_PLAIN = re.compile(
    r"(?<![\d£.,/-])(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?![\d%/.,-]*\d|\s?%|\s?(?:per cent|percent)|(?:st|nd|rd|th)\b)"
)
_MADE_UP = r"(?:made up of|comprising|comprised of|consisting of|broken down (?:as|into))"
_TOTAL_FIRST = re.compile(
    rf"{_SUM.format('total')}[^£.;]{{0,50}}?\b{_MADE_UP}\b(?P<parts>[^.;]*(?:\.\d[^.;]*)*)", re.IGNORECASE
)
_COUNT_FIRST = re.compile(
    rf"(?<![\d£.,])(?P<total>\d{{1,3}}(?:,\d{{3}})+|\d+)\s(?P<noun>[a-z][a-z -]{{2,40}}?),?\s\(?{_MADE_UP}\b(?P<parts>[^.;)]*)",
    re.IGNORECASE,
)
_OPEN_LIST = re.compile(
    r"\b(?:includ\w+|among others|such as|for example|e\.g\.|mainly|mostly|up to|at least|over|about|around|some|several|others?|each|per|between|from \d|to \d)\b",
    re.IGNORECASE,
)
_WORDS = {
    word: n
    for n, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
    )
}
_ANNOUNCED = re.compile(
    rf"\b(?:the following|these|following)\s(?P<n>{'|'.join(_WORDS)}|\d{{1,2}})\s(?P<noun>(?:[a-z-]+\s)?[a-z]+s)\b[^:]{{0,60}}:\s*$",
    re.IGNORECASE,
)
NEAR = 0.2  # of the total: parts that miss it by more are no whole list
SHORTEST_LIST = 2


def check_counts(paper: Paper) -> Iterator[Check]:
    """Parts that are not their total, and lists that are not as long as announced."""
    for sentence in paper.sentences:
        yield from _money(paper, sentence)
        yield from _people(paper, sentence)
    yield from _lists(paper)


def _value(number: str, scale: str | None) -> float:
    return float(number.replace(",", "")) * _SCALES.get((scale or "").casefold(), 1.0)


def _unit(number: str, scale: str | None) -> float:
    """The unit of the last printed digit: 100,000 for "1.2" million."""
    return _SCALES.get((scale or "").casefold(), 1.0) * 10.0 ** -len(number.partition(".")[2])


def _money(paper: Paper, sentence: Sentence) -> Iterator[Check]:
    for match in _TOTAL_FIRST.finditer(sentence.text):
        parts = list(_MONEY.finditer(match["parts"]))
        if len(parts) < SHORTEST_LIST or _OPEN_LIST.search(match["parts"]) or " and " not in match["parts"]:
            continue
        total = _value(match["total"], match["totals"])
        found = sum(_value(part["sum"], part["sums"]) for part in parts)
        units = [_unit(part["sum"], part["sums"]) for part in parts]
        slack = 0.5 * (sum(unit for unit in units if unit > 1) + _unit(match["total"], match["totals"]))
        if slack < abs(found - total) <= NEAR * total:
            yield paper.raised(
                "sum",
                "parts against their total",
                f"The parts add up to £{found:,.0f}; the total given is £{total:,.0f}.",
                sentence.span,
            )


def _people(paper: Paper, sentence: Sentence) -> Iterator[Check]:
    for match in _COUNT_FIRST.finditer(sentence.text):
        parts = [int(part["n"].replace(",", "")) for part in _PLAIN.finditer(match["parts"])]
        if len(parts) < SHORTEST_LIST or _OPEN_LIST.search(match["parts"]) or " and " not in match["parts"]:
            continue
        total = int(match["total"].replace(",", ""))
        if any(1900 <= part <= 2100 for part in [*parts, total]) or max(parts) >= total:
            continue
        if sum(parts) != total and abs(sum(parts) - total) <= max(1.0, NEAR * total):
            yield paper.raised(
                "sum",
                "parts against their total",
                f"The parts add up to {sum(parts):,}; the total given is {total:,} {match['noun'].strip()}.",
                sentence.span,
            )


def _lists(paper: Paper) -> Iterator[Check]:
    """ "The following four aims:" over three items. Only plain lists of one level, one item longer or shorter."""
    for n, (block, line) in enumerate(zip(paper.blocks, paper.lines)):
        match = _ANNOUNCED.search(line.text[-160:]) if block.kind in ("paragraph", "list_item") else None
        if match is None:
            continue
        items = _items_after(paper, n)
        word = match["n"].casefold()
        wanted = _WORDS.get(word) or int(word)
        if len(items) < SHORTEST_LIST or abs(len(items) - wanted) != 1:
            continue
        yield paper.raised(
            "value",
            "list against its announcement",
            f"The text announces {match['n']} {match['noun']}; {len(items)} are listed.",
            paper.lines[n].source(0, len(line.text)),
            Span(items[0].span.start, items[-1].span.end),
        )


def _items_after(paper: Paper, n: int) -> list[Block]:
    """The items of the list right after block n; none where they are of several levels, or more than text follows them."""
    items: list[Block] = []
    for block, line in zip(paper.blocks[n + 1 :], paper.lines[n + 1 :]):
        if block.kind == "furniture" or not line.text:
            return []  # a page break: the list may go on
        if block.kind != "list_item":
            if block.kind != "heading" and not line.text[:1].isupper():
                return []
            break
        items.append(block)
    same = len({(block.level, bool(block.number)) for block in items}) == 1
    return items if same else []
