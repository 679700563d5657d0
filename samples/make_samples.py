"""Makes the sample files: `python -m samples.make_samples` from the checkout (see README.md in this folder).

`draw` prints the ids of the random sample that the two coders coded; `documents` writes the PDFs and the Word file.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2

from samples import source_text, word
from samples.source_text import Source
from samples.word import Contents

HERE = Path(__file__).resolve().parent
SEED = 20241118
SAMPLE_SIZE = 90
PAGE_LABELS = {"survey-report": (1, 2)}  # first page of the roman front matter, first page of the body, from 0
MADE = {
    "survey-report": datetime(2024, 7, 10, 9, tzinfo=UTC),
    "board-paper-pack": datetime(2024, 9, 12, 15, tzinfo=UTC),
}
CHOSEN = ("UseTaggedPDF", "ExportBookmarks", "UseLosslessCompression")
PDF_OPTIONS = "pdf:writer_pdf_Export:" + json.dumps({name: {"type": "boolean", "value": "true"} for name in CHOSEN})


def draw(responses: Path = HERE / "responses.csv", n: int = SAMPLE_SIZE, seed: int = SEED) -> list[str]:
    """The ids of a simple random sample of the answered responses (not blank), without replacement, in order of id."""
    with responses.open(encoding="utf-8", newline="") as file:
        answered = sorted(row["response_id"] for row in csv.DictReader(file) if row["response"].strip())
    return sorted(random.Random(seed).sample(answered, n))


def make_document(name: str, folder: Path, *, keep_word: bool) -> None:
    """Writes NAME.pdf, and NAME.docx where it is kept. Two passes: the first finds the pages for the contents.

    Raises: FileNotFoundError where LibreOffice (`soffice`) is not installed; CalledProcessError where it fails.
    """
    source = source_text.read(HERE / "source" / f"{name}.md")
    front, body = PAGE_LABELS.get(name, (0, 0))
    with tempfile.TemporaryDirectory() as scratch:
        docx, pdf = Path(scratch) / f"{name}.docx", Path(scratch) / f"{name}.pdf"
        contents = word.Contents()
        for _ in range(3):  # the second pass may move a page, the third settles it
            word.write(source, contents, docx, MADE[name])
            subprocess.run(
                ["soffice", "--headless", "--convert-to", PDF_OPTIONS, "--outdir", scratch, docx],
                check=True,
                capture_output=True,
            )
            contents = _contents(source, pdf, body)
        _finish(pdf, folder / f"{name}.pdf", front, body, source.title)
        if keep_word:
            (folder / f"{name}.docx").write_bytes(docx.read_bytes())


def _contents(source: Source, pdf: Path, body: int) -> Contents:
    """The pages on which the headings and captions of `source` stand in `pdf`; `body`: index of its first numbered page."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    found = word.Contents()
    at = body or 2  # past the contents or the agenda, which repeat the headings
    for element in source.elements:
        if element.kind not in ("heading", "caption") or element.level > 2:
            continue
        if element.level == 2 and not element.number:
            continue
        printed = word.typeset(f"{element.number} {element.text}".strip())
        pattern = r"\s+".join(re.escape(part) for part in printed.split())
        if element.kind == "heading":
            pattern = rf"(?m)^{pattern}\s*$"
        page = next((n for n in range(at, len(pages)) if re.search(pattern, pages[n])), None)
        if page is None:
            continue  # a heading of the cover or of the contents page
        at = page
        if element.kind == "caption":
            found.figures.append((element.text, str(page - body + 1)))
        else:
            found.headings.append((element.level, f"{element.number} {element.text}".strip(), str(page - body + 1)))
    return found


def _finish(made: Path, path: Path, front: int, body: int, title: str) -> None:
    """Adds the page labels (none, roman, arabic) and the title that a viewer shows."""
    with pikepdf.open(made) as pdf:
        if body:
            labels = [
                0, pikepdf.Dictionary(P="Cover"),
                front, pikepdf.Dictionary(S=pikepdf.Name.r),
                body, pikepdf.Dictionary(S=pikepdf.Name.D),
            ]  # fmt: skip
            pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(labels))
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.docinfo["/Title"] = title
        pdf.save(path, linearize=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("draw", "documents"), nargs="?", default="documents")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for the documents")
    chosen = parser.parse_args()
    if chosen.what == "draw":
        print("\n".join(draw()))
        return
    make_document("survey-report", chosen.out, keep_word=False)
    make_document("board-paper-pack", chosen.out, keep_word=True)


if __name__ == "__main__":
    main()
