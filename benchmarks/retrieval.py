"""Which ranking recipe: nDCG@10 and recall of variants on judged sets, against reciprocal rank fusion of plain parts.

    python -m benchmarks.retrieval FOLDER... [--cache DIR] [--variants]

The reference is what a first attempt would do: tantivy's own English stemmer over title and text with every word of the
query, MiniLM on title and text, RRF with k = 60 over the best 100 of each. `--cache` keeps vectors between runs.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from core.encoder import Encoder, Vectors, load_encoder
from core.platform import default_models_folder
from index.evaluate import JudgedSet, measures, open_judged, read_judged
from index.fusion import reciprocal_rank
from index.lexical import Allowed
from index.query import parse
from index.ranking import RECIPE, Recipe, rank
from index.words import asked

VARIANTS: dict[str, Recipe] = {
    "recipe": RECIPE,
    "depth 1000": replace(RECIPE, depth=1000),
    "all read again": replace(RECIPE, depth=1000, reread=3000),
    "150 read again": replace(RECIPE, reread=150),
    "50 read again": replace(RECIPE, reread=50),
    "without sentences": replace(RECIPE, sentences=0.0),
    "without pairs": replace(RECIPE, pairs=0.0),
    "without neighbours": replace(RECIPE, neighbours=0.0),
    "dense .6": replace(RECIPE, dense=0.6, words=0.4),
    "dense .8": replace(RECIPE, dense=0.8, words=0.2),
    "words only": replace(RECIPE, dense=0.0),
    "dense only": replace(RECIPE, words=0.0, pairs=0.0, neighbours=0.0),
}


class CachedEncoder:
    """An encoder whose vectors are kept in a file, for repeated measuring."""

    def __init__(self, encoder: Encoder, file: Path) -> None:
        self.encoder, self.file = encoder, file
        self.kept: dict[str, Any] = {}
        if file.is_file():
            with np.load(file, allow_pickle=False) as table:
                self.kept = dict(zip(table["k"].tolist(), table["v"]))

    @property
    def name(self) -> str:
        return self.encoder.name

    @property
    def dimension(self) -> int:
        return self.encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        names = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        missing = {name: text for name, text in zip(names, texts) if name not in self.kept}
        if missing:
            self.kept.update(zip(missing, self.encoder.encode(list(missing.values()))))
        return np.array([self.kept[name] for name in names], dtype=np.float32).reshape(len(texts), self.dimension)

    def save(self) -> None:
        scratch = self.file.with_suffix(".part.npz")
        np.savez(scratch, k=np.array(list(self.kept)), v=np.array(list(self.kept.values()), dtype=np.float32))
        scratch.replace(self.file)


def plain_fusion(judged: JudgedSet, encoder: Encoder) -> dict[str, list[str]]:
    """The reference: RRF (k = 60, best 100 of each) of tantivy's en_stem BM25 and MiniLM, both on title and text."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("n", stored=True, fast=True)
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(num_threads=1)
    texts = [f"{entry.title}. {entry.text}" for entry in judged.entries]
    for n, text in enumerate(texts):
        made = tantivy.Document()
        made.add_unsigned("n", n)
        made.add_text("text", text)
        writer.add_document(made)
    writer.commit()
    index.reload()
    searcher = index.searcher()
    stemmer = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )
    vectors = encoder.encode(texts)
    asked_vectors = encoder.encode([text for _, text in judged.queries])
    runs = {}
    for number, (name, text) in enumerate(judged.queries):
        terms = dict.fromkeys(stemmer.analyze(text))
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "text", term)) for term in terms]
        )
        hits = searcher.search(query, 100).hits
        words = searcher.fast_field_values("n", [address for _, address in hits])
        dense = np.argsort(-(vectors @ asked_vectors[number]), kind="stable")[:100].tolist()
        runs[name] = [judged.names[n] for n, _ in reciprocal_rank([words, dense])][:100]
    return runs


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, help="folder for vectors that are kept between runs")
    parser.add_argument("--variants", action="store_true", help="the recipe with each part left out, too")
    options = parser.parse_args(arguments)
    base = load_encoder("minilm", default_models_folder())
    assert base is not None
    ratios = []
    for folder in options.folders:
        encoder: Encoder = base
        if options.cache:
            options.cache.mkdir(parents=True, exist_ok=True)
            encoder = CachedEncoder(base, options.cache / f"{folder.name}.npz")
        judged = read_judged(folder)
        print(f"{folder.name}: {len(judged.names)} passages, {len(judged.queries)} queries")
        reference = measures(plain_fusion(judged, encoder), judged.relevant)
        _line("plain RRF (reference)", reference, 0.0)
        with tempfile.TemporaryDirectory() as scratch:
            shelf = open_judged(judged, encoder, Path(scratch))
            if isinstance(encoder, CachedEncoder):
                encoder.save()
            parsed = [parse(asked(text)) for _, text in judged.queries]
            vectors = encoder.encode([query.text for query in parsed])
            for name, recipe in VARIANTS.items() if options.variants else [("recipe", RECIPE)]:
                begun = time.process_time()
                runs = {}
                for n, (query, _) in enumerate(judged.queries):
                    ranked = rank(shelf, parsed[n].ranking_stems, vectors[n], Allowed(), recipe=recipe.for_first(100))
                    runs[query] = [judged.names[position] for position in ranked.positions[:100]]
                spent = (time.process_time() - begun) / max(1, len(runs)) * 1000
                made = measures(runs, judged.relevant)
                _line(name, made, spent)
                if name == "recipe":
                    ratios.append(made["ndcg@10"] / reference["ndcg@10"])
                    print(f"  recipe over reference: {ratios[-1]:.3f}")
        if isinstance(encoder, CachedEncoder):
            encoder.save()
    print(f"mean ratio over {len(ratios)} sets: {sum(ratios) / len(ratios):.3f}")


def _line(name: str, made: dict[str, float], spent: float) -> None:
    figures = "  ".join(f"{measure} {value:.4f}" for measure, value in made.items())
    print(f"  {name:<24}{figures}  {spent:.1f} CPU ms a query", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
