"""A bar chart of percentages with their intervals as a picture, for papers that cannot hold a live one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

INK, BLUE, GRID = "#0b0c0c", "#1d70b8", "#d8d9da"
WIDTH, LABELS, ROW, MARGIN, FONT = 1800, 640, 64, 60, 30


@dataclass(frozen=True, slots=True)
class Bar:
    """percent, low and high: 0-100; low and high None where there is no interval. `shown`: the percentage as it is printed."""

    label: str
    percent: float
    low: float | None
    high: float | None
    shown: str


def bar_picture(bars: Sequence[Bar]) -> bytes:
    """A PNG, 1,800 pixels wide: a bar a row in the order given, labels to the left, the scale from nought."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(FONT)
    lines = [_wrapped(bar.label, font, LABELS - MARGIN) for bar in bars]
    heights = [max(ROW, 38 * len(line) + 22) for line in lines]
    picture = Image.new("RGB", (WIDTH, sum(heights) + 110), "white")
    draw = ImageDraw.Draw(picture)
    top = max([10.0, *(bar.high if bar.high is not None else bar.percent for bar in bars)])
    step = next(s for s in (2, 5, 10, 20, 25, 50) if top / s <= 6 or s == 50)
    end = min(100.0, step * -(-top // step))
    room = WIDTH - LABELS - 190

    def x(percent: float) -> float:
        return LABELS + room * percent / end

    floor = sum(heights) + 10
    for mark in range(0, int(end) + 1, step):
        draw.line([(x(mark), 10), (x(mark), floor)], fill=GRID, width=2)
        draw.text((x(mark), floor + 12), str(mark), fill=INK, font=font, anchor="mt")
    draw.text((x(end / 2), floor + 52), "Percent", fill=INK, font=font, anchor="mt")
    at = 10
    for bar, line, height in zip(bars, lines, heights):
        middle = at + height / 2
        draw.rectangle([(x(0), middle - 20), (x(bar.percent), middle + 20)], fill=BLUE)
        right = x(bar.percent)
        if bar.low is not None and bar.high is not None and bar.low < bar.high:
            draw.line([(x(bar.low), middle), (x(bar.high), middle)], fill=INK, width=4)
            for side in (bar.low, bar.high):
                draw.line([(x(side), middle - 11), (x(side), middle + 11)], fill=INK, width=4)
            right = x(bar.high)
        draw.text((right + 14, middle), bar.shown, fill=INK, font=font, anchor="lm")
        draw.multiline_text(
            (LABELS - 24, middle), "\n".join(line), fill=INK, font=font, anchor="rm", align="right", spacing=8
        )
        at += height
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True, dpi=(300, 300))
    return stream.getvalue()


def _wrapped(text: str, font: Any, width: int) -> list[str]:
    """Lines of words that fit; of a label longer than three lines the beginning."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= 3 else [*lines[:2], lines[2] + " …"]
