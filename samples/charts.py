"""Bar charts for the sample report, drawn with Pillow from counts and a base."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")
DOTS_PER_INCH = 200
WIDTH = 1260  # 6.3 inches, the width of the text
ROW, GAP, TOP, AXIS = 58, 30, 12, 56
LEFT, RIGHT = 490, 70
BAR, GRID, INK = (31, 78, 121), (217, 217, 217), (38, 38, 38)


def percent(n: int, base: int) -> int:
    """The whole percentage, halves up."""
    return int(100 * n / base + 0.5)


def bar_chart(rows: list[tuple[str, int] | None], base: int) -> bytes:
    """A PNG of horizontal bars, one a row, in percent of `base`; None leaves a gap between two groups."""
    font = ImageFont.truetype(FONT, 29) if FONT.is_file() else ImageFont.load_default(29)
    height = TOP + sum(GAP if row is None else ROW for row in rows) + AXIS
    image = Image.new("RGB", (WIDTH, height), "white")
    draw = ImageDraw.Draw(image)
    scale = (WIDTH - LEFT - RIGHT) / 100
    bottom = height - AXIS
    for tick in range(0, 101, 20):
        x = LEFT + tick * scale
        draw.line([(x, TOP), (x, bottom)], fill=GRID, width=2)
        draw.text((x, bottom + 10), f"{tick}%", font=font, fill=INK, anchor="ma")
    y = TOP
    for row in rows:
        if row is None:
            y += GAP
            continue
        label, n = row
        share = percent(n, base)
        draw.rectangle([LEFT, y + 10, LEFT + share * scale, y + ROW - 10], fill=BAR)
        draw.text((LEFT - 16, y + ROW // 2), label, font=font, fill=INK, anchor="rm")
        draw.text((LEFT + share * scale + 10, y + ROW // 2), f"{share}%", font=font, fill=INK, anchor="lm")
        y += ROW
    draw.line([(LEFT, TOP), (LEFT, bottom)], fill=INK, width=3)
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), optimize=True)
    return out.getvalue()
