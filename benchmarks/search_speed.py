"""What a search costs, and what a cold start costs, against the engines alone.

    python -m benchmarks.search_speed [--passages 20000] [--queries 100] [--cold] [--project DIR]

Warm: CPU time of `SearchIndex.find` (ten hits with their places and highlights) over that of the query's encoding, one
FAISS search (flat, best 100) and one tantivy search (BM25, words OR-ed, best 100) by the bare libraries, in this process:
FAISS once as it comes, on all cores, and once on one thread, which is cheaper. No query is searched twice. Over a synthetic project (random words by Zipf's law, three sentences a passage; passages get random vectors, queries
real ones). Cold: CPU time of `verbatim search` in a new process over that of `import sentence_transformers` in another.
CPU time, because the wall clock of a shared machine says little; runs of the two sides alternate and medians are compared.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from core.documents import Block, Document, Passage, Span, content_id
from core.encoder import Encoder, Vectors, load_encoder
from core.platform import default_models_folder
from core.store import Store, documents
from index.build import build, is_stale, open_index

WORDS = 20_000
A_DOCUMENT = 100
WARMING = 20  # queries before the measuring
CONSONANTS, VOWELS = "bcdfghklmnprstvw", "aeiou"


class RandomVectors:
    """Stands in for an encoder where the index is made: unit vectors by chance, under the real encoder's name."""

    def __init__(self, real: Encoder) -> None:
        self.name, self.dimension = real.name, real.dimension
        self._chance = np.random.default_rng(7)

    def encode(self, texts: Sequence[str]) -> Vectors:
        made = self._chance.standard_normal((len(texts), self.dimension), dtype=np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def word(number: int) -> str:
    """An invented word, another one for each number."""
    made = ""
    while True:
        number, c = divmod(number, len(CONSONANTS))
        number, v = divmod(number, len(VOWELS))
        made += CONSONANTS[c] + VOWELS[v]
        if not number:
            return made


def fill(store: Store, passages: int) -> None:
    """Writes documents of `A_DOCUMENT` passages, each of three sentences of 20 to 30 words."""
    chance = np.random.default_rng(11)
    weights = 1 / np.arange(1, WORDS + 1)
    weights /= weights.sum()
    with store.write() as connection:
        for number in range(0, passages, A_DOCUMENT):
            paragraphs = []
            for _ in range(A_DOCUMENT):
                lengths = chance.integers(20, 31, 3)
                picked = chance.choice(WORDS, int(lengths.sum()), p=weights)
                words = [word(int(n)) for n in picked]
                paragraphs.append(
                    " ".join(" ".join(part).capitalize() + "." for part in np.split(words, np.cumsum(lengths)[:-1]))
                )
            text = "\n\n".join(paragraphs)
            name = content_id("d", text)
            blocks, made, start = [], [], 0
            for n, paragraph in enumerate(paragraphs):
                end = start + len(paragraph)
                whole = Span(start, min(len(text), end + 2))
                blocks.append(Block(whole, "paragraph"))
                made.append(
                    Passage(content_id("p", name, n), name, "paragraph", paragraph, (Span(start, end),), (n,), page=1)
                )
                start = end + 2
            document = Document(id=name, sha256=name, title=f"Paper {number}", path=f"{number}.txt", text=text)
            documents.add_document(connection, document, blocks, made, "synthetic", [])


def warm(passages: int, queries: int, project: Path | None = None) -> dict[str, float]:
    """Prints the medians in milliseconds of CPU time; returns ours over the bare engines', by FAISS's threads."""
    real = load_encoder("minilm", default_models_folder())
    assert real is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        store = Store(project or Path(scratch), "benchmark")
        if is_stale(store):
            fill(store, passages)
            build(store, RandomVectors(real))
        index = open_index(store, real)
        shelf = index.shelf("passage")
        assert shelf is not None
        bare = _bare(real, shelf.lexical.folder, shelf.dense)
        chance = np.random.default_rng(3)
        ratios = {}
        for name, threads in (("one thread", 1), ("all cores", 0)):
            asked = [
                " ".join(word(int(n)) for n in chance.integers(20, 3000, int(chance.integers(3, 8))))
                for _ in range(queries + WARMING)
            ]
            for query in asked[:WARMING]:
                index.find(query)
                bare(query, threads)
            ours, theirs = [], []
            for query in asked[WARMING:]:
                theirs.append(_spent(lambda text, n=threads: bare(text, n), query))
                if not threads:
                    time.sleep(0.01)  # its threads wait for more work awake, which is not ours
                ours.append(_spent(index.find, query))
            ratios[name] = statistics.median(ours) / statistics.median(theirs)
            print(
                f"{len(shelf)} passages, {queries} queries, median CPU ms: search {statistics.median(ours):.2f}, encoder + FAISS "
                f"({name}) + tantivy {statistics.median(theirs):.2f}, ratio {ratios[name]:.2f}"
            )
        store.close()
    return ratios


def _bare(encoder: Encoder, folder: Path, vectors: object) -> Callable[[str, int], None]:
    import faiss
    import tantivy

    flat = faiss.IndexFlatIP(encoder.dimension)
    flat.add(np.ascontiguousarray(vectors.rows))  # type: ignore[attr-defined]
    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()
    cores = faiss.omp_get_max_threads()

    def search(query: str, threads: int) -> None:
        faiss.omp_set_num_threads(threads or cores)
        flat.search(encoder.encode([query]), 100)
        faiss.omp_set_num_threads(cores)
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "words", term)) for term in query.split()
        ]
        searcher.search(tantivy.Query.boolean_query(terms), 100)

    return search


def _spent(search: Callable[[str], object], query: str) -> float:
    begun = time.process_time()
    search(query)
    return (time.process_time() - begun) * 1000


def cold(runs: int = 5) -> float:
    """Prints the CPU seconds of the two processes; returns their ratio. The project: the samples of this checkout."""
    samples = Path(__file__).parent.parent / "samples"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        verbatim = [sys.executable, "-m", "ui"]
        project = ["--project", folder]
        papers = [str(samples / name) for name in ("board-paper-pack.pdf", "survey-report.pdf")]
        subprocess.run([*verbatim, "ingest", *project, *papers], check=True, capture_output=True)
        ours, theirs = [], []
        for _ in range(runs):
            theirs.append(_child([sys.executable, "-c", "import sentence_transformers"]))
            ours.append(_child([*verbatim, "search", *project, "training of new staff"]))
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(
        f"cold, {runs} runs, median CPU s: verbatim search {statistics.median(ours):.2f}, "
        f"import sentence_transformers {statistics.median(theirs):.2f}, ratio {ratio:.3f}"
    )
    return ratio


def _child(command: Sequence[str]) -> float:
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--project", type=Path, help="keep the synthetic project here, and use it if it is there")
    parser.add_argument("--cold", action="store_true", help="also measure the cold start")
    options = parser.parse_args(arguments)
    warm(options.passages, options.queries, options.project)
    if options.cold:
        cold()


if __name__ == "__main__":
    main(sys.argv[1:])
