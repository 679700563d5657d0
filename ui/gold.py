"""The `evaluate` commands: a throw-away project, the documents that the gold names, the engines' own scorers."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from core.encoder import load_encoder
from core.errors import ModelMissing, UserError
from core.jobs import Progress
from ui.services import Services
from ui.settings import Settings

GOLD_FILES = {
    "structure": ("structure.jsonl",),
    "answers": ("questions.jsonl",),
    "statements": (
        "commitments.jsonl",
        "findings.jsonl",
        "non_commitments.jsonl",
        "coded_themes.jsonl",
        "inconsistencies.jsonl",
    ),
}


def named_documents(gold: Path, kind: str) -> list[str]:
    """Base names of the files that the gold names in `doc` or `docs`, sorted.

    Raises UserError where there is no gold of this kind or a line of it cannot be read."""
    names: set[str] = set()
    found = [gold / name for name in GOLD_FILES[kind] if (gold / name).is_file()]
    if not found:
        raise UserError(f"{gold} holds none of {', '.join(GOLD_FILES[kind])}: there is nothing to measure against.")
    for path in found:
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
            except ValueError as error:
                raise UserError(f"{path}, line {number}: not a JSON record ({error}).") from error
            names |= {Path(name).name for name in [item.get("doc"), *(item.get("docs") or [])] if name}
    return sorted(names)


def document_figures(kind: str, gold: Path, folder: Path, made: Settings, progress: Progress) -> dict[str, Any]:
    """The figures of `evaluate statements|answers|structure`, each with numerator and denominator."""
    paths, missing = [], []
    for name in named_documents(gold, kind):
        places = [path for path in sorted(folder.rglob("*")) if path.name == name and path.is_file()]
        (paths.append(places[0]) if places else missing.append(name))
    if not paths:
        raise UserError(f"None of the files that the gold names is in {folder}: {', '.join(missing)}.")
    with tempfile.TemporaryDirectory(prefix="verbatim-evaluate-") as scratch:
        services = Services.open(
            Settings(Path(scratch), made.who, made.model if kind == "answers" else "none", made.models_folder)
        )
        try:
            records = services.ingest(paths, progress=progress)
            if kind == "answers":
                services.refresh_index(progress)
            refused = [record.path for record in records if record.status == "refused"]
            figures = _figures(kind, gold, services)
        finally:
            services.store.close()
    figures["documents"] = {"read": [path.name for path in paths], "missing": missing, "refused": refused}
    return figures


def _figures(kind: str, gold: Path, services: Services) -> dict[str, Any]:
    if kind == "answers":
        from index.evaluate import evaluate_answers

        return evaluate_answers(gold, services.ask)
    read = {
        Path(document.path).name: (document, blocks, passages) for document, blocks, passages in services.passages()
    }
    if kind == "structure":
        from ingest.evaluate_structure import evaluate as evaluate_structure

        return evaluate_structure(gold, read)
    from index.evaluate_checks import evaluate_checks
    from index.papers import checks
    from ingest.evaluate_statements import evaluate as evaluate_statements
    from ingest.statements import find_statements

    papers = {name: (document, blocks) for name, (document, blocks, _) in read.items()}
    found = [find_statements(document, blocks) for document, blocks in papers.values()]
    made = evaluate_statements(
        gold, papers, [c for made, _ in found for c in made], [f for _, made in found for f in made],
        [row.mentions for row in services.commitments()],
    )  # fmt: skip
    raised = [row.check for row in checks(services.store)]
    return made | evaluate_checks(gold, {name: document for name, (document, _) in papers.items()}, raised)


def retrieval_figures(folder: Path, made: Settings, progress: Progress) -> dict[str, Any]:
    from index.evaluate import evaluate_retrieval

    return evaluate_retrieval(folder, load_encoder(made.model, made.models_folder))


def coding_figures(folder: Path, made: Settings, shots: int | None, seed: int, refine: bool = False) -> dict[str, Any]:
    """Raises ModelMissing where no encoder is chosen: the classifier stands on embeddings."""
    from coding.evaluate import evaluate

    encoder = load_encoder(made.model, made.models_folder)
    if encoder is None:
        raise ModelMissing("The classifier needs an encoder; leave out --model none.")
    return evaluate(folder, encoder, shots, seed, refine)
