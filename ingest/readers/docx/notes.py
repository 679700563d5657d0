"""Footnotes, endnotes and comments of a Word file: which are printed, in what order, with what mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ingest.readers.docx.numerals import numeral
from ingest.readers.docx.package import Package, W
from ingest.readers.docx.paragraphs import Markup
from ingest.readers.docx.styles import Styles

_TAGS = {"footnotes": W + "footnote", "endnotes": W + "endnote"}
_SETTINGS = {"footnotes": f"{W}footnotePr/{W}numFmt", "endnotes": f"{W}endnotePr/{W}numFmt"}
_FORMS = {"footnotes": "decimal", "endnotes": "lowerRoman"}  # ECMA-376 part 1, 17.11.17: what Word prints unless told


class Notes:
    """`meet` the marks in the order of the text; `take` gives the notes of those met, each once, with its printed mark."""

    def __init__(self, package: Package, main: str, root: Any) -> None:
        self._roots = {part: package.optional(package.companion(main, part)) for part in _TAGS}
        self._found: dict[tuple[str, str], Any] = {}
        for part, tag in _TAGS.items():
            for note in self._roots[part].iterfind(tag) if self._roots[part] is not None else ():
                if note.get(W + "type") in (None, "normal"):
                    self._found[part, note.get(W + "id") or ""] = note
        settings = package.optional(package.companion(main, "settings")) if self._found else None
        self._forms = {part: self._form(part, root, settings) for part in _TAGS} if self._found else _FORMS
        self._waiting: dict[str, list[tuple[str, Any]]] = {part: [] for part in _TAGS}
        self._numbered = dict.fromkeys(_TAGS, 0)
        self._markup: dict[str, Markup] = {}
        comments = package.optional(package.companion(main, "comments"))
        self._n_comments = len(comments.findall(W + "comment")) if comments is not None else 0

    @staticmethod
    def _form(part: str, root: Any, settings: Any) -> str:
        section = root.find(f".//{W}sectPr/{_SETTINGS[part]}")
        general = settings.find(_SETTINGS[part]) if settings is not None else None
        found = section if section is not None else general
        return (found.get(W + "val") if found is not None else None) or _FORMS[part]

    def meet(self, marks: Sequence[tuple[str, str]]) -> list[str]:
        """The marks as they are printed, of the notes met for the first time."""
        met = []
        for part, name in marks:
            note = self._found.pop((part, name), None)
            if note is not None:
                self._numbered[part] += 1
                met.append(numeral(self._numbered[part], self._forms[part]))
                self._waiting[part].append((met[-1], note))
        return met

    def take(self, *, last: bool) -> Iterator[tuple[str, Any]]:
        for part in ("footnotes", "endnotes") if last else ("footnotes",):
            waiting, self._waiting[part] = self._waiting[part], []
            yield from waiting

    def markup(self, note: Any, styles: Styles) -> Markup:
        """The reading of the part that holds a note, made on first use."""
        part = "footnotes" if note.tag == _TAGS["footnotes"] else "endnotes"
        if part not in self._markup:
            self._markup[part] = Markup(self._roots[part], styles, sizes=False)
        return self._markup[part]

    def left_out(self) -> list[str]:
        """What is in the file but not in the text, in words."""
        if not self._n_comments:
            return []
        one = self._n_comments == 1
        return [f"{self._n_comments} comment{'' if one else 's'} in the margin {'is' if one else 'are'} left out."]
