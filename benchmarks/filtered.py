"""The filtered case: search within part of a mixed corpus against an index of that part alone, by the same recipe.

    python -m benchmarks.filtered FOLDER... [--cache DIR]

FOLDERs are judged sets in BEIR's layout; they become one mixed corpus. Every document is given an organisation (one of
24), a type (one of 6) and a year (one of 12) by its place in the corpus, and each query is asked within the document, the
organisation, the type and the three years of what answers it. What differs: the weights of words (BM25's document
frequencies and mean length) are those of the whole corpus, which an index of the part alone does not know; cosines,
neighbours and the order of equals are the same. `--cache` keeps vectors between runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.retrieval import CachedEncoder
from core.encoder import Encoder, load_encoder
from core.platform import default_models_folder
from index.evaluate import JudgedSet, measures, open_judged, read_judged
from index.lexical import Allowed
from index.query import parse
from index.ranking import rank
from index.words import asked

FEWEST = 30  # queries are asked of the same part before another is taken, if there are so many


def mixed(sets: Sequence[JudgedSet]) -> JudgedSet:
    """One corpus of all; names bear the number of their set."""
    entries = [
        replace(entry, document=f"{n}:{entry.document}") for n, judged in enumerate(sets) for entry in judged.entries
    ]
    return JudgedSet(
        tuple(f"{n}:{name}" for n, judged in enumerate(sets) for name in judged.names),
        tuple(entries),
        tuple((f"{n}:{name}", text) for n, judged in enumerate(sets) for name, text in judged.queries),
        {
            f"{n}:{query}": {f"{n}:{passage}": gain for passage, gain in relevant.items()}
            for n, judged in enumerate(sets)
            for query, relevant in judged.relevant.items()
        },
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, help="folder for vectors that are kept between runs")
    parser.add_argument("--parts", type=int, default=12, help="how many parts of each kind are searched")
    options = parser.parse_args(arguments)
    base = load_encoder("minilm", default_models_folder())
    assert base is not None
    encoder: Encoder = CachedEncoder(base, options.cache / "mixed.npz") if options.cache else base
    judged = mixed([read_judged(folder) for folder in options.folders])
    number = {name: n for n, name in enumerate(dict.fromkeys(entry.document for entry in judged.entries))}
    print(f"mixed corpus: {len(judged.names)} passages of {len(number)} documents")
    kinds: dict[str, Callable[[str], int]] = {
        "document": lambda name: number[name],
        "organisation": lambda name: number[name] % 24,
        "type": lambda name: number[name] % 6,
        "three years of twelve": lambda name: number[name] % 12 // 3,
    }
    with tempfile.TemporaryDirectory() as scratch:
        shelf = open_judged(judged, encoder, Path(scratch) / "all")
        for kind, part_of in kinds.items():
            _compare(kind, part_of, judged, encoder, shelf, Path(scratch) / kind, options.parts)
    if isinstance(encoder, CachedEncoder):
        encoder.save()


def _compare(
    kind: str, part_of: Callable[[str], int], judged: JudgedSet, encoder: Encoder, shelf, folder: Path, parts: int
) -> None:  # type: ignore[no-untyped-def]
    document = dict(zip(judged.names, (entry.document for entry in judged.entries)))
    asked_of: dict[int, list[tuple[str, str]]] = {}
    for name, text in judged.queries:
        wanted = {part_of(document[passage]) for passage, gain in judged.relevant.get(name, {}).items() if gain > 0}
        for part in wanted:
            asked_of.setdefault(part, []).append((name, text))
    chosen = sorted(asked_of, key=lambda part: (-min(FEWEST, len(asked_of[part])), part))[:parts]
    filtered: dict[str, list[str]] = {}
    alone: dict[str, list[str]] = {}
    relevant: dict[str, dict[str, int]] = {}
    for part in chosen:
        places = [n for n, entry in enumerate(judged.entries) if part_of(entry.document) == part]
        own = JudgedSet(tuple(judged.names[n] for n in places), tuple(judged.entries[n] for n in places), (), {})
        small = open_judged(own, encoder, folder / str(part))
        allowed = Allowed(tuple(dict.fromkeys(entry.document for entry in own.entries)))
        for name, text in asked_of[part]:
            query, key = parse(asked(text)), f"{part} {name}"
            vector = encoder.encode([query.text])[0]
            inside = rank(shelf, query.ranking_stems, vector, allowed).positions[:10]
            by_itself = rank(small, query.ranking_stems, vector, Allowed()).positions[:10]
            filtered[key] = [judged.names[n] for n in inside]
            alone[key] = [own.names[n] for n in by_itself]
            here = set(own.names)
            relevant[key] = {p: gain for p, gain in judged.relevant[name].items() if p in here}
    a, b = measures(filtered, relevant), measures(alone, relevant)
    first = sum(filtered[key][:1] == alone[key][:1] for key in filtered)
    common = sum(len(set(filtered[key]) & set(alone[key])) for key in filtered)
    shown = sum(len(alone[key]) for key in alone)
    print(
        f"{kind}: {len(chosen)} parts, {len(filtered)} queries; nDCG@10 filtered {a['ndcg@10']:.4f}, alone {b['ndcg@10']:.4f} "
        f"(ratio {a['ndcg@10'] / b['ndcg@10']:.3f}); recall@10 {a['recall@10']:.4f}, {b['recall@10']:.4f}; the same first "
        f"{first} of {len(filtered)}; in both first tens {common} of {shown}",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
