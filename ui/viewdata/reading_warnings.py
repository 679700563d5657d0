"""What to know about the reading of a document, in words, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.documents import Document

if TYPE_CHECKING:
    from ui.services import FileRecord


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know about the reading, and what to do about it."""

    title: str
    advice: str


WARNINGS: dict[str, tuple[str, str]] = {
    "extension_mismatch": (
        "The file's name ends in another type than its content.",
        "It was read by its content. Nothing to do, unless it is the wrong file.",
    ),
    "repaired": (
        "The file was damaged and has been repaired.",
        "Compare the number of pages and the last page with the original.",
    ),
    "no_text": ("No text was found.", "Nothing of it can be searched. Check that it is the right file."),
    "garbled_text": (
        "Some letters have no meaning in the file, so that words on these pages are wrong.",
        "Compare with the picture. Ask for another copy of the file, or read it again with OCR.",
    ),
    "failed_or_empty": (
        "Some pages could not be read.",
        "Compare with the picture. Open the file in its own program, save it again and add that file.",
    ),
    "tracked_changes": (
        "The file holds tracked changes.",
        "It was read with all insertions kept and all deletions left out; both are marked below. "
        "If that is not the version you mean, accept or reject the changes in Word and add that file.",
    ),
    "active_content": ("The file holds scripts or attachments.", "They were not opened. Attachments are to be added on their own."),
    "hidden_text": (
        "The file holds text that a reader of the page does not see.",
        "It is marked “hidden” below and kept out of search and answers.",
    ),
}  # fmt: skip
OCR_ADVICE = "Nothing on scanned pages can be searched or quoted until they are read by OCR, which needs Tesseract on this machine."
UNCERTAIN_ADVICE = "They are marked “uncertain” below: check them against the picture before you quote them."


def warnings_of(
    document: Document, codes: Sequence[str], hidden: Sequence[int] = (), uncertain: Sequence[int] = ()
) -> list[Caution]:
    """What to know about the reading of this document, worst first, pages named. `hidden`, `uncertain`: the pages with
    text that is not seen, and with text that OCR read with doubt."""
    made = []
    if "needs_ocr" in codes:
        pages = _capital(pages_text(empty_pages(document)))
        made.append(Caution(f"{pages} without text: scanned, drawn or blank.", OCR_ADVICE))
    for code in (*WARNINGS, *(code for code in codes if code not in WARNINGS and code != "needs_ocr")):
        if code not in codes:
            continue
        title, advice = WARNINGS.get(code, (f"Warning “{code.replace('_', ' ')}”.", "Compare with the original."))
        if code == "hidden_text" and hidden:
            title = f"{_capital(pages_text(hidden))} with text that a reader does not see."
        made.append(Caution(title, advice))
    if uncertain:
        pages = _capital(pages_text(uncertain))
        made.append(Caution(f"{pages} with words that OCR read with doubt.", UNCERTAIN_ADVICE))
    return made


def remarks_of(files: Sequence[FileRecord]) -> str:
    """What the reader said of the file when it was read last."""
    return next((made.message for made in files if made.message), "")


def empty_pages(document: Document) -> list[int]:
    """The pages that hold no text."""
    ends = [*document.page_starts[1:], len(document.text)]
    return [
        n for n, (start, end) in enumerate(zip(document.page_starts, ends), 1) if not document.text[start:end].strip()
    ]


def pages_text(pages: Sequence[int], most: int = 30) -> str:
    """ "page 3", "pages 1 to 4 and 9"; after `most` runs how many more pages there are."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    said = [f"{a:,}" if a == b else f"{a:,} to {b:,}" for a, b in runs[:most]]
    left = sum(b - a + 1 for a, b in runs[most:])
    if left:
        said.append(f"{left:,} more")
    text = said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1] if said else "some"
    return f"page{'' if len(pages) == 1 else 's'} {text}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
