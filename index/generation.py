"""One generation of search files: written into a new folder, never changed afterwards.

passages/ commitments/ findings/      each: words/ (tantivy), entries.npz, passages.faiss, passages.half.faiss, sentences.faiss
contents.json                         the size of every file, so that a cut or lost one is noticed before it is opened
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.answers import HitKind
from core.encoder import Vectors
from index import dense, lexical
from index.duplicates import groups
from index.ranking import Shelf

KINDS: tuple[HitKind, ...] = ("passage", "commitment", "finding")
SHORT_FORMS = "short_forms.json"
CONTENTS = "contents.json"
Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    row: its number in the database; title: put before the text (empty where the text bears it already); context: what its sentences stand under (the innermost
    heading, else the title); text: what is searched; sentences: its own sentences, for vectors of their own; weight: what
    its score is multiplied with."""

    row: int
    document: str
    title: str
    context: str
    text: str
    item: str = ""
    sentences: tuple[str, ...] = ()
    weight: float = 1.0
    paragraphs: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()

    @property
    def searched(self) -> str:
        return f"{self.title}. {self.text}" if self.title else self.text

    @property
    def sentence_texts(self) -> list[str]:
        return [f"{self.context}. {sentence}" for sentence in self.sentences]


def item_key(number: str | None) -> str:
    """An agenda item's number, for comparing: "Item 7." and "7" are one."""
    return lexical.place_key(number or "")


def write_shelf(folder: Path, entries: Sequence[Entry], encode: Encode | None, dimension: int) -> None:
    """Writes the search files of `entries`, in order (entries of one document together), to `folder`."""
    folder.mkdir(parents=True)
    lexical.write(
        folder / "words",
        (
            lexical.LexicalEntry(position, entry.document, entry.item, entry.searched, entry.paragraphs, entry.pages)
            for position, entry in enumerate(entries)
        ),
    )
    names = list(dict.fromkeys(entry.document for entry in entries))
    items = list(dict.fromkeys(entry.item for entry in entries))
    code = {name: n for n, name in enumerate(names)}
    item_code = {name: n for n, name in enumerate(items)}
    first = np.zeros(len(entries) + 1, np.int64)
    np.cumsum([len(entry.sentences) for entry in entries], out=first[1:])
    np.savez(
        folder / "entries.npz",
        rows=np.array([entry.row for entry in entries], dtype=np.int64),
        documents=np.array([code[entry.document] for entry in entries], dtype=np.int32),
        items=np.array([item_code[entry.item] for entry in entries], dtype=np.int32),
        first=first,
        groups=groups(entry.text for entry in entries),
        weights=np.array([entry.weight for entry in entries], dtype=np.float64),
        names=np.array(names, dtype=np.str_),
        item_names=np.array(items, dtype=np.str_),
    )
    if encode is not None:
        dense.write(folder / "passages.faiss", encode([entry.searched for entry in entries]), dimension)
        texts = [text for entry in entries for text in entry.sentence_texts]
        dense.write(folder / "sentences.faiss", encode(texts), dimension, searched=False)


def open_shelf(folder: Path, kind: HitKind, *, vectors: bool) -> Shelf:
    return Shelf(folder / f"{kind}s", vectors=vectors, neighbours=kind == "passage")


def write_short_forms(folder: Path, short_forms: Mapping[str, tuple[str, ...]]) -> None:
    (folder / SHORT_FORMS).write_text(json.dumps(short_forms, ensure_ascii=False, indent=1), encoding="utf-8")


def read_short_forms(folder: Path) -> dict[str, tuple[str, ...]]:
    """Short forms, as the documents define them, with their long forms; empty where none were written."""
    try:
        read = json.loads((folder / SHORT_FORMS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {short: tuple(longs) for short, longs in read.items()}


def write_contents(folder: Path) -> None:
    """Writes down the size in bytes of every file of a finished generation (locks left out)."""
    sizes = {
        file.relative_to(folder).as_posix(): file.stat().st_size
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix != ".lock"
    }
    (folder / CONTENTS).write_text(json.dumps(sizes, indent=1), encoding="utf-8")


def is_whole(folder: Path) -> bool:
    """Whether every file of the generation is there in the size in which it was written. A vector file that was cut
    short ends the process when it is opened, so this is asked first."""
    try:
        sizes = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False
