"""Scanned pages read by tesseract where it is on the machine: lines in reading order, with boxes and confidence.

Tesseract finds the words and how sure it is of each; `ocr_lines` makes lines of them, which then go through the same
layout pass as those of any other page.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.readers.pdf.lines import Line, PageGeometry
from ingest.readers.pdf.ocr_lines import SIDE_BY_SIDE, UNCERTAIN, Word, lines_of, side_by_side, words_of

DPI = 300  # what tesseract's manual recommends for print
MOST_PIXELS = 6000  # along the longer side; a poster is read at a lower resolution
SECONDS = 55.0  # a page, all attempts together; the process that waits for this one gives a page 60
AT_ONCE = 2  # pages; tesseract itself is kept to one thread a page, which costs less CPU than several
FAINT_SHARE = 0.15  # of a page's words left out as noise, from which the page is to be checked
TURNED = 60.0  # mean confidence of a whole page below which it may lie on its side
_WINDOWS = Path("C:/Program Files/Tesseract-OCR/tesseract.exe")
INSTALL = (
    "Install Tesseract (Debian and Ubuntu: apt install tesseract-ocr; macOS: brew install tesseract; Windows: the "
    "tesseract-ocr-w64-setup installer), then add the file again with OCR (--ocr)."
)


@dataclass(frozen=True, slots=True)
class ScanReading:
    """What was read of one scanned page. `lines` stand in the frame of the page turned upright, whose size `place`
    gives; their `boxes` are in points of the page as it is shown, one box a line."""

    lines: list[Line]
    place: PageGeometry
    words: int
    confidence: float  # mean over the letters, 0 to 100; 0 where nothing was read
    faint: int = 0  # words too uncertain to be kept

    @property
    def uncertain(self) -> bool:
        return bool(self.words) and (
            self.confidence < UNCERTAIN or self.faint > FAINT_SHARE * (self.words + self.faint)
        )


@dataclass(slots=True)
class ScanOutcome:
    """The pages that were read, and those that could not be, with the reason."""

    read: dict[int, ScanReading] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)


class OcrFailed(Exception):
    """Tesseract gave up on a page, or took too long."""


def tesseract() -> str | None:
    """The program's path, or None where it is not on this machine."""
    found = shutil.which("tesseract")
    return found or (str(_WINDOWS) if sys.platform == "win32" and _WINDOWS.exists() else None)


def read_scans(
    program: str,
    pdf: Any,
    places: Mapping[int, PageGeometry],
    on_page: Callable[[int], None] | None = None,
) -> ScanOutcome:
    """The lines of the 1-based pages of `places` by OCR. `on_page` hears each page before its reading is waited for."""
    outcome = ScanOutcome()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: list[tuple[int, Any]] = []

        def collect() -> None:
            number, reading = waiting.pop(0)
            if on_page is not None:
                on_page(number)
            try:
                outcome.read[number] = reading.result()
            except OcrFailed as failure:
                outcome.failed[number] = str(failure)

        for number, place in places.items():
            if on_page is not None:
                on_page(number)
            picture = _picture(pdf, number, place)
            waiting.append((number, pool.submit(read_scan, program, picture, number, place)))
            if len(waiting) > AT_ONCE:
                collect()
        while waiting:
            collect()
    return outcome


def _picture(pdf: Any, number: int, place: PageGeometry) -> Any:
    """The page in grey; its scale is its width in pixels over that of `place`. Only one thread may enter pdfium."""
    scale = min(DPI / 72, MOST_PIXELS / max(place.shown_width, place.shown_height, 1.0))
    page = pdf[number - 1]
    try:
        return page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()


def read_scan(program: str, picture: Any, number: int, place: PageGeometry) -> ScanReading:
    """What tesseract reads on the picture of page `number`. Raises OcrFailed.

    Where it is at a loss the page may lie on its side: it is asked for the orientation and reads the page turned. Where
    it sees columns, it reads the page once more straight across, and the reading of which it is surer is kept."""
    until = time.monotonic() + SECONDS
    best = _read(program, picture, number, place, 0, until)
    if best.confidence < TURNED:
        turn = _orientation(program, picture, until)
        try:
            if turn:
                turned = _read(program, picture.rotate(-turn, expand=True), number, place, turn, until)
                best = max(best, turned, key=_letters_read)
        except OcrFailed:  # out of time: what was read stands, and is marked uncertain
            return best
    return best


def _read(program: str, picture: Any, number: int, place: PageGeometry, turn: int, until: float) -> ScanReading:
    sideways = turn in (90, 270)
    width, height = place.shown_width, place.shown_height
    upright = PageGeometry(0.0, 0.0, height if sideways else width, width if sideways else height, 0)
    scale = picture.width / upright.width
    dpi = round(72 * scale)
    words, faint = words_of(
        _run(program, picture, ["--dpi", str(dpi), "--psm", "3", "tsv"], until), scale, upright.height
    )
    if side_by_side(words) >= SIDE_BY_SIDE:
        try:
            across = _run(program, picture, ["--dpi", str(dpi), "--psm", "6", "tsv"], until)
        except OcrFailed:
            across = ""
        other, other_faint = words_of(across, scale, upright.height)
        if _sure(other) > _sure(words):
            words, faint = other, other_faint
    lines = lines_of(words, number, upright, turn, place)
    letters = sum(len(word.text) for word in words)
    mean = sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
    return ScanReading(lines, upright, len(words), mean, faint)


def _letters_read(reading: ScanReading) -> float:
    return reading.confidence * sum(len(line.text) for line in reading.lines)


def _sure(words: Sequence[Word]) -> float:
    """How much was read with certainty: letters of words that tesseract is sure of."""
    return sum(len(word.text) * word.confidence for word in words if word.confidence >= UNCERTAIN)


def _run(program: str, picture: Any, arguments: Sequence[str], until: float) -> str:
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    one_thread = [] if sys.platform == "win32" else ["env", "OMP_THREAD_LIMIT=1"]
    left = until - time.monotonic()
    if left <= 0:
        raise OcrFailed("it took too long")
    try:
        done = subprocess.run(
            [*one_thread, program, "stdin", "stdout", "-l", "eng", *arguments],
            input=stream.getvalue(), capture_output=True, timeout=left, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise OcrFailed("it took too long") from error
    except OSError as error:
        raise OcrFailed("tesseract could not be started") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        if "traineddata" in said or "loading language" in said:
            raise OcrFailed("tesseract has no English data (install tesseract-ocr-eng)")
        raise OcrFailed("tesseract gave up")
    return done.stdout.decode("utf-8", "replace")


def _orientation(program: str, picture: Any, until: float) -> int:
    """By how many degrees the picture is to be turned clockwise to stand upright; 0 where tesseract cannot say."""
    try:
        return turn_of(_run(program, picture, ["--psm", "0"], until))
    except OcrFailed:  # too few letters
        return 0


def turn_of(said: str) -> int:
    """The `Rotate:` of tesseract's report on orientation: 0, 90, 180 or 270 degrees clockwise."""
    for line in said.splitlines():
        name, _, value = line.partition(":")
        if name == "Rotate" and value.strip() in ("90", "180", "270"):
            return int(value)
    return 0
