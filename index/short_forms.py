"""Short forms of the documents, ready to be looked up in a query: hundreds of them are not tried one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.words import tokens

_RUN = re.compile(r"[^\W\d_]+")


class ShortForms:
    """all: each short form with its long forms (case folded)."""

    def __init__(self, short_forms: Mapping[str, tuple[str, ...]]) -> None:
        self.all = short_forms
        self._by_word: dict[str, set[str]] = {}
        self._order = {short: n for n, short in enumerate(short_forms)}
        for short, longs in short_forms.items():
            run = _RUN.search(short)
            beginnings = {run[0].casefold()} if run else set()
            beginnings |= {words[0].term for long in longs if (words := tokens(long))}
            for word in beginnings or {""}:
                self._by_word.setdefault(word, set()).add(short)

    def in_text(self, text: str) -> dict[str, tuple[str, ...]]:
        """Those of which the short or a long form may stand in `text`, some others among them, in order."""
        if not self.all:
            return {}
        words = {run.casefold() for run in _RUN.findall(text)} | {token.term for token in tokens(text)}
        words |= {word[:-1] for word in words if word.endswith("s")}
        found = {short for word in words for short in self._by_word.get(word, ())}
        return {short: self.all[short] for short in sorted(found, key=self._order.__getitem__)}
