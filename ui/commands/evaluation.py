"""evaluate: the quality figures of docs/contracts.md, section 5 on somebody's own gold data, in a throw-away project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


def _tell(invocation: Invocation, figures: dict[str, Any]) -> None:
    if invocation.json:
        output.record(figures)
        return
    _lines(figures, 0)


def _lines(figures: dict[str, Any], depth: int) -> None:
    for name, value in figures.items():
        if isinstance(value, dict) and {"n", "of"} <= value.keys():
            share = f"{value['n'] / value['of']:.3f}" if value["of"] else "-"
            output.line(f"{'  ' * depth}{name:<40} {share}  ({value['n']} of {value['of']})")
        elif isinstance(value, dict):
            output.line(f"{'  ' * depth}{name}")
            _lines(value, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            output.line(f"{'  ' * depth}{name:<40} {len(value)} (each with --json)")
        elif isinstance(value, float):
            output.line(f"{'  ' * depth}{name:<40} {value:.4f}")
        else:
            output.line(f"{'  ' * depth}{name:<40} {value}")


@click.group()
@common_options
def evaluate() -> None:
    """Measure Verbatim on your own gold data."""


@evaluate.command()
@click.argument("folder", type=FOLDER)
@common_options
@pass_invocation
def retrieval(invocation: Invocation, folder: Path) -> None:
    """FOLDER in BEIR layout (corpus.jsonl, queries.jsonl, qrels.tsv): ndcg@10 recall@10 recall@100 mrr@10."""
    from ui.gold import retrieval_figures

    _tell(invocation, retrieval_figures(folder, invocation.settings, invocation.progress_printer))


@evaluate.command(name="coding")
@click.argument("folder", type=FOLDER)
@click.option(
    "--shots", type=click.IntRange(0), help="Keep this many training responses a code (0: labels and definitions only)."
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--refine", is_flag=True, help="With the encoder refined on these codes (half a minute; needs torch).")
@common_options
@pass_invocation
def coding_figures(invocation: Invocation, folder: Path, shots: int | None, seed: int, refine: bool) -> None:
    """FOLDER with responses.csv (codes, split) and codebook.csv: micro_f1 macro_f1 per_code train_seconds."""
    from ui.gold import coding_figures as measured

    _tell(invocation, measured(folder, invocation.settings, shots, seed, refine))


def _on_documents(kind: str, summary: str) -> click.Command:
    @click.command(name=kind, help=summary)
    @click.argument("gold", type=FOLDER)
    @click.option(
        "--documents", "folder", type=FOLDER, required=True, help="Where the documents are that the gold names."
    )
    @common_options
    @pass_invocation
    def measure(invocation: Invocation, gold: Path, folder: Path) -> None:
        from ui.gold import document_figures

        _tell(invocation, document_figures(kind, gold, folder, invocation.settings, invocation.progress_printer))

    return measure


for _kind, _summary in (
    ("statements", "Commitments and findings against GOLD."),
    (
        "answers",
        "Answers to the questions of GOLD: right first, right in the first three, false answers, wrong abstentions.",
    ),
    ("structure", "Sections, paragraph numbers and furniture against GOLD."),
):
    evaluate.add_command(_on_documents(_kind, _summary))

COMMANDS = (evaluate,)
