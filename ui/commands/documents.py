"""ingest, documents, blocks, passages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from core.documents import Passage, locate
from core.errors import EXIT_DONE_IN_PART, EXIT_NOTHING_DONE
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--ocr", is_flag=True, help="Read pages without text with tesseract, where it is on the machine.")
@click.option("--password", metavar="P", help="Password of protected files.")
@common_options
@pass_invocation
def ingest(invocation: Invocation, paths: tuple[Path, ...], ocr: bool, password: str | None) -> None:
    """Read files and folders into the project.

    Unchanged files are skipped; a file that cannot be read is named, stays listed, and can be tried again.
    """
    records = invocation.services.ingest(paths, ocr=ocr, password=password, progress=invocation.progress)
    for made in records:
        if invocation.json:
            output.record(made.record())
        else:
            detail = made.message or (f"{made.passages} passages" if made.passages else "")
            warned = f" ({', '.join(made.warnings)})" if made.warnings else ""
            code = f" [{made.code}]" if made.code else ""
            output.line(f"{made.status:<12} {made.path}{code} {detail}{warned}".rstrip())
    refused = [made for made in records if made.status == "refused"]
    if refused:
        invocation.exit_code = EXIT_NOTHING_DONE if len(refused) == len(records) else EXIT_DONE_IN_PART
    counted: dict[str, int] = {}
    for made in records:
        counted[made.status] = counted.get(made.status, 0) + 1
    output.message(f"{len(records)} files: " + ", ".join(f"{n} {status}" for status, n in sorted(counted.items())))
    sys.stdout.flush()
    invocation.services.refresh_index(invocation.progress)


@click.command(name="documents")
@common_options
@pass_invocation
def list_documents(invocation: Invocation) -> None:
    """List the documents in the project, and the files that could not be read."""
    for document in invocation.services.documents():
        if invocation.json:
            output.record(document.record())
        else:
            about = ", ".join(
                str(v) for v in (document.organisation, document.date, document.type.replace("_", " ")) if v
            )
            output.line(f"{document.id}  {document.title}  ({about}; {document.path})")
    refused = [made for made in invocation.services.files() if made.status == "refused"]
    for made in refused:
        output.message(f"could not be read: {made.path} [{made.code}] {made.message}")


@click.command()
@click.option("--document", metavar="ID", help="Only this document.")
@common_options
@pass_invocation
def blocks(invocation: Invocation, document: str | None) -> None:
    """Show the structure that was understood: every block of the text, in order."""
    for paper, found, _ in invocation.services.passages(document):
        for block in found:
            made = locate(paper, found, block.span).record() | {
                "kind": block.kind,
                "level": block.level,
                "number": block.number,
                "boxes": [list(box) for box in block.boxes],
                "flags": list(block.flags),
            }
            if invocation.json:
                output.record(made)
            else:
                head = " ".join(str(v) for v in (block.kind, block.level, block.number) if v is not None)
                output.line(f"{block.span.start:>8}  {head:<22} {' '.join(made['quote'].split())[:100]}")


def passage_record(paper: Any, found: Any, passage: Passage) -> dict[str, Any]:
    """The contract's passage record."""
    return locate(paper, found, passage.span).record() | {
        "section": list(passage.section),
        "paragraph": passage.paragraph,
        "item": passage.item.record() if passage.item else None,
        "id": passage.id,
        "kind": passage.kind,
        "text": passage.text,
        "blocks": list(passage.blocks),
    }


@click.command()
@click.option("--document", metavar="ID", help="Only this document.")
@common_options
@pass_invocation
def passages(invocation: Invocation, document: str | None) -> None:
    """Show the passages that are searched."""
    for paper, found, made in invocation.services.passages(document):
        for passage in made:
            if invocation.json:
                output.record(passage_record(paper, found, passage))
            else:
                output.line(f"{passage.id}  {passage.kind:<15} {' '.join(passage.text.split())[:110]}")


COMMANDS = (ingest, list_documents, blocks, passages)
