"""Scanned pages read by tesseract where it is on the machine; its lines come with boxes and the flag `ocr`."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import Any

from ingest.readers.pdf.lines import Line, PageGeometry

DPI = 300  # what tesseract's manual recommends for print
SECONDS = 55.0
_LEAST_CONFIDENCE = 30.0  # below, a word is noise of the scan more often than a word
_COLUMNS = 12


def tesseract() -> str | None:
    """The program's path, or None where it is not on this machine."""
    return shutil.which("tesseract")


def read_scan(program: str, pdf: Any, number: int, place: PageGeometry) -> list[Line]:
    """The lines of page `number` by OCR; none where tesseract fails or finds nothing."""
    scale = DPI / 72
    longest = max(place.shown_width, place.shown_height)
    scale = min(scale, 6000 / max(longest, 1.0))
    page = pdf[number - 1]
    try:
        picture = page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "-l", "eng", "--dpi", str(round(72 * scale)), "tsv"],
            input=stream.getvalue(), capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return []
    if done.returncode:
        return []
    return _lines(done.stdout.decode("utf-8", "replace"), number, scale, place.shown_height)


def _lines(table: str, number: int, scale: float, height: float) -> list[Line]:
    """Tesseract's words (its TSV output: level, page, block, paragraph, line, word, left, top, width, height, confidence, text)."""
    rows: dict[tuple[str, str, str], list[tuple[float, float, float, float, float, str]]] = {}
    for row in table.splitlines()[1:]:
        parts = row.split("\t")
        if len(parts) < _COLUMNS or parts[0] != "5" or not parts[11].strip():
            continue
        left, top, wide, high, confidence = (float(value) for value in parts[6:11])
        if confidence < _LEAST_CONFIDENCE:
            continue
        box = (left / scale, height - (top + high) / scale, (left + wide) / scale, height - top / scale)
        rows.setdefault((parts[2], parts[3], parts[4]), []).append((*box, confidence, parts[11].strip()))
    made = []
    for words in rows.values():
        x0, y0 = min(word[0] for word in words), min(word[1] for word in words)
        x1, y1 = max(word[2] for word in words), max(word[3] for word in words)
        mean = sum(word[4] for word in words) / len(words)
        flags = ("ocr",) if mean >= 75 else ("ocr", "ocr_uncertain")
        text = " ".join(word[5] for word in words)
        made.append(Line(text, number, x0, y0, x1, y1, round((y1 - y0) * 0.8), flags=flags))
    return made
