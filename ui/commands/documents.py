"""ingest, documents, document, blocks, passages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from core.documents import DOCUMENT_TYPES, Document, Passage, locate
from core.errors import EXIT_DONE_IN_PART, EXIT_NOTHING_DONE, ModelMissing
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--retry", is_flag=True, help="Also every file that could not be read before and is still there.")
@click.option("--ocr", is_flag=True, help="Read pages without text with tesseract, where it is on the machine.")
@click.option("--password", metavar="P", help="Password of protected files.")
@common_options
@pass_invocation
def ingest(invocation: Invocation, paths: tuple[Path, ...], retry: bool, ocr: bool, password: str | None) -> None:
    """Read files and folders into the project.

    Unchanged files are skipped; a file that cannot be read is named, stays listed, and can be tried again.
    """
    if not paths and not retry:
        raise click.UsageError("Missing argument 'PATH...'.")
    if retry:
        again = [path for path in invocation.services.refused_paths() if path not in paths]
        paths = (*paths, *again)
        if not again:
            output.message("No file that could not be read is still there: nothing to try again.")
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
@click.option("--all", "every", is_flag=True, help="Older versions too; only current ones are searched.")
@common_options
@pass_invocation
def list_documents(invocation: Invocation, every: bool) -> None:
    """List the documents in the project, and the files that could not be read."""
    services = invocation.services
    found = services.documents(superseded=every)
    near = services.near_duplicates()
    for document in found:
        _show(invocation, document, near.get(document.id, []))
    refused = [made for made in services.files() if made.status == "refused"]
    for made in refused:
        output.message(f"could not be read: {made.path} [{made.code}] {made.message}")
    if any(Path(made.path).is_file() for made in refused):
        output.message("`verbatim ingest --retry` tries the files that could not be read again.")


def _show(invocation: Invocation, document: Document, near: list[tuple[str, float]]) -> None:
    if invocation.json:
        output.record(document_record(document, near))
        return
    about = [document.organisation, document.written_date, document.type.replace("_", " "), document.reference]
    output.line(f"{document.id}  {document.title}  ({', '.join(v for v in about if v)}; {document.path})")
    if document.version_of:
        output.line(f"{'':19}newer version of {document.version_of}")
    for other, share in near:
        output.line(f"{'':19}near duplicate of {other}: {share:.0%} of the longer text is in both")


def document_record(document: Document, near: list[tuple[str, float]]) -> dict[str, Any]:
    """The contract's document record, with the documents that say nearly the same; how the fields were found comes last."""
    made = document.record()
    found = made.pop("found")
    return made | {"near_duplicates": [{"document": other, "share": share} for other, share in near], "found": found}


@click.command(name="document")
@click.argument("name", metavar="ID")
@click.option("--title", metavar="TEXT")
@click.option("--organisation", metavar="NAME", help="Empty for none; so with the other options but title and type.")
@click.option("--date", metavar="D", help="A day as 2023-03-14, a month as 2023-03, a year as 2023.")
@click.option("--type", "kind", metavar="T", help=f"One of {', '.join(sorted(DOCUMENT_TYPES))}.")
@click.option("--reference", metavar="TEXT")
@click.option("--isbn", metavar="N")
@click.option("--source-url", metavar="URL")
@click.option("--version-of", metavar="ID", help="The older document that this is a newer version of, or: none.")
@common_options
@pass_invocation
def document(
    invocation: Invocation, /, name: str, kind: str | None, version_of: str | None, **values: str | None
) -> None:
    """Show one document and how each fact was found, or correct what is known of it.

    What you say wins over what the program finds, also when the file is read again and in its next version.
    """
    services = invocation.services
    changes = {field: value for field, value in (values | {"type": kind}).items() if value is not None}
    if changes:
        services.edit_document(name, dict(changes))
        if {"organisation", "date", "type"} & changes.keys():
            try:
                services.restate(name)
            except ModelMissing as error:
                output.message(f"Deadlines are read by the new facts on the next ingest of the file: {error}")
    if version_of is not None:
        services.set_version(name, None if version_of.casefold() in ("none", "") else version_of)
    made, _ = services.document(name)
    _show(invocation, made, services.near_duplicates().get(name, []))
    if not invocation.json:
        for field, how in made.found:
            value = made.written_date if field == "date" else getattr(made, field)
            output.line(f"{field:<14}{value or '(none)'}  [{how}]")
        for other in services.versions(name):
            if other.id != name:
                output.line(f"{'version':<14}{other.id}  {other.title}  ({other.path})")
    if changes or version_of is not None:
        sys.stdout.flush()
        services.refresh_index(invocation.progress)


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


COMMANDS = (ingest, list_documents, document, blocks, passages)
