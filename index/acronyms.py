"""Short forms that documents define: "local authorities (LAs)", so that a question may use either."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SHORT = re.compile(r"\(\s{0,3}[“\"'‘]?([A-Z][A-Za-z&]{0,8}[A-Z][a-z]?|[A-Z]{2,10}s?)[”\"'’]?\s{0,3}\)")
_WORD = re.compile(r"[\w&’'-]+")
_REACH = 200  # characters before the bracket that are looked at: a pattern over both would be quadratic
_SMALL = frozenset(["of", "and", "for", "the", "in", "on", "to", "a", "an", "with", "by", "&"])


def mined(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Short form, as printed without a plural s, to its long forms (case folded, in order of first appearance)."""
    found: dict[str, dict[str, None]] = {}
    for text in texts:
        for match in _SHORT.finditer(text):
            short = match[1].removesuffix("s") if match[1][:-1].isupper() else match[1]
            before = re.split(r"[^\w&’', \n-]", text[max(0, match.start() - _REACH) : match.start()])[-1]
            long = _long_form(_WORD.findall(before), short)
            if long:
                found.setdefault(short, {})[long] = None
    return {short: tuple(longs) for short, longs in found.items()}


def _long_form(before: list[str], short: str) -> str | None:
    """The shortest run of words that ends before the bracket and whose initials spell the short form (small words may be
    skipped); None where there is none."""
    letters = [letter for letter in short.casefold() if letter.isalpha()]
    for size in range(len(letters), min(len(before), len(letters) + 4) + 1):
        words = [word.strip(" ,").casefold() for word in before[len(before) - size :]]
        if words and words[0] not in _SMALL and _spells(words, letters):
            return " ".join(words)
    return None


def _spells(words: list[str], letters: list[str]) -> bool:
    """Whether the initials of the words, in order, are the letters; small words may be left out."""
    left = list(letters)
    for word in words:
        for part in re.split(r"[-’']", word):
            if part and left and part[0] == left[0]:
                left.pop(0)
            elif part and word not in _SMALL:
                return False
    return not left
