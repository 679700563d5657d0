"""Makes the search files of a project and opens them. Everything in them can be made again from the database."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from core.documents import BlockKind, Passage
from core.encoder import Encoder, Vectors
from core.jobs import Progress
from core.store import Store, builds, documents, statements, understood
from core.store.builds import Generation
from index import generation as files_
from index import registers
from index.acronyms import mined
from index.generation import Entry, item_key
from index.search import SearchIndex
from index.sentences import sentences_of
from index.source import StoreSource

VERSION = "8"  # moves when the form of the files or what goes into them changes
# Kinds of passages that name things without saying anything about them; they sink, and are never dropped. The weight of
# contents pages is that of Climate Policy Radar's passage schema, as is that of lists of references (docs/decisions.md).
WEIGHTS: dict[BlockKind, float] = {"contents": 0.35, "contact": 0.7, "heading": 0.5}
REFERENCES = 0.5
_REFERENCES = re.compile(r"\W*(?:[\d.]+\s+)?(?:references|bibliography|further reading|works cited|endnotes)\W*$", re.I)
SAVE_EVERY = 256
KEPT_GENERATIONS = 2


def is_stale(store: Store, encoder: Encoder | None = None) -> bool:
    """Whether documents, statements or the rules have moved since the newest generation was built, or a file of it is lost
    or cut short; with `encoder`, also whether another model made its vectors."""
    with store.read() as connection:
        newest = builds.newest(connection)
        now = _content(builds.fingerprint(connection))
    if newest is None or newest.content != now or not files_.is_whole(store.folder / newest.folder):
        return True
    return encoder is not None and newest.model != encoder.name


def _content(fingerprint: str) -> str:
    return builds.text_sha256(f"{VERSION}:{fingerprint}")


def build(store: Store, encoder: Encoder | None, progress: Progress | None = None) -> Generation:
    """Writes a new generation of search files over all that is in the project and makes it the current one.

    Vectors are kept by text and model, some hundred at a time, so a build that is stopped goes on where it was; until the
    last step readers see the older generation."""
    progress = progress or Progress()
    _sweep(store)
    with store.read() as connection:
        fingerprint = _content(builds.fingerprint(connection))
        entries = _entries(connection)
    scratch = store.folder / "index" / f"building-{uuid.uuid4().hex}"
    scratch.mkdir(parents=True)
    try:
        encode = None
        if encoder is not None:
            texts = [text for kind in files_.KINDS for e in entries[kind] for text in (e.searched, *e.sentence_texts)]
            _encode_missing(store, encoder, texts, progress)
            encode = _Kept(store, encoder)
        for kind in files_.KINDS:
            progress.report(0, None, f"writing the index of {kind}s")
            files_.write_shelf(scratch / f"{kind}s", entries[kind], encode, encoder.dimension if encoder else 0)
        files_.write_short_forms(scratch, mined(entry.text for entry in entries["passage"]))
        files_.write_contents(scratch)
        with store.write() as connection:
            number = builds.next_number(connection)
            target = store.folder / "index" / str(number)
            shutil.rmtree(target, ignore_errors=True)  # left by a build that was killed before it was recorded
            scratch.replace(target)
            made = builds.add_generation(
                connection, number, encoder.name if encoder else "", f"index/{number}", fingerprint
            )
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    _sweep(store)
    return made


def _sweep(store: Store) -> None:
    """Removes generations that no reader will open again, and what killed builds left. What cannot be removed now (a
    file that is open on Windows) is removed by a later build."""
    with store.write() as connection:
        standing = builds.all_generations(connection)
        for old in standing[KEPT_GENERATIONS:]:
            builds.drop_generation(connection, old.number)
    kept = {str(one.number) for one in standing[:KEPT_GENERATIONS]}
    newest = max((one.number for one in standing), default=0)
    for folder in (store.folder / "index").iterdir():
        old_build = folder.name.startswith("building-") and _hours_old(folder) > 24
        if old_build or (folder.name.isdigit() and folder.name not in kept and int(folder.name) < newest):
            shutil.rmtree(folder, ignore_errors=True)


def _hours_old(folder: Path) -> float:
    import time

    try:
        return (time.time() - folder.stat().st_mtime) / 3600
    except OSError:
        return 0.0


def _weight(passage: Passage) -> float:
    listed = bool(passage.section) and _REFERENCES.match(passage.section[-1]) is not None
    return min(WEIGHTS.get(passage.kind, 1.0), REFERENCES if listed else 1.0)


def _entries(connection: sa.Connection) -> dict[str, list[Entry]]:
    current = {document.id: document for document in documents.all_documents(connection)}
    by_document: dict[str, list[tuple[int, Passage]]] = {name: [] for name in current}
    for row, passage in documents.passage_rows(connection):
        by_document[passage.document].append((row, passage))
    made: dict[str, list[Entry]] = {kind: [] for kind in files_.KINDS}
    for name, document in current.items():
        numbers = understood.places(connection, name)
        for row, passage in by_document[name]:
            places = [numbers[n] for n in passage.blocks if n in numbers]
            made["passage"].append(
                Entry(
                    row=row,
                    document=name,
                    title="",
                    context=passage.section[-1] if passage.section else document.title,
                    text=passage.text,
                    item=item_key(passage.item.number if passage.item else None),
                    weight=_weight(passage),
                    paragraphs=tuple(dict.fromkeys(paragraph for paragraph, _ in places if paragraph)),
                    pages=tuple(dict.fromkeys(page for _, page in places if page)),
                    sentences=tuple(sentence.text for sentence in sentences_of(passage, document.text)),
                )
            )
    for mention in statements.mentions(connection):
        made[mention.kind].append(
            Entry(
                row=mention.row,
                document=mention.document,
                title=current[mention.document].title,
                context="",
                text=registers.search_text(mention.fields),
                item=item_key((mention.fields.get("item") or {}).get("number")),
                paragraphs=(mention.fields["paragraph"],) if mention.fields.get("paragraph") else (),
                pages=(mention.fields["page"],) if mention.fields.get("page") else (),
            )
        )
    return made


def _encode_missing(store: Store, encoder: Encoder, texts: Sequence[str], progress: Progress) -> None:
    wanted = {builds.text_sha256(text): text for text in texts}
    with store.read() as connection:
        there = builds.vectors_of(connection, encoder.name, list(wanted)).keys()
    missing = sorted((name for name in wanted if name not in there), key=lambda name: (len(wanted[name]), name))
    for first in range(0, len(missing), SAVE_EVERY):
        progress.report(first, len(missing), "reading texts into vectors")
        names = missing[first : first + SAVE_EVERY]
        vectors = encoder.encode([wanted[name] for name in names]).astype("<f4")
        with store.write() as connection:
            builds.put_vectors(
                connection, encoder.name, {name: row.tobytes() for name, row in zip(names, vectors, strict=True)}
            )
    if missing:
        progress.report(len(missing), len(missing), "reading texts into vectors")


class _Kept:
    """Vectors from the database, in the order of the texts."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.store, self.encoder = store, encoder

    def __call__(self, texts: Sequence[str]) -> Vectors:
        made = np.zeros((len(texts), self.encoder.dimension), dtype=np.float32)
        names = [builds.text_sha256(text) for text in texts]
        with self.store.read() as connection:
            for first in range(0, len(names), 5000):
                part = names[first : first + 5000]
                kept = builds.vectors_of(connection, self.encoder.name, list(dict.fromkeys(part)))
                for n, name in enumerate(part, start=first):
                    made[n] = np.frombuffer(kept[name], dtype="<f4")
        return made


def open_index(store: Store, encoder: Encoder | None) -> SearchIndex:
    """The project's search index. It is reopened by itself when a newer generation stands, and builds nothing."""
    index = SearchIndex(StoreSource(store), encoder)
    index.refresh()
    return index
