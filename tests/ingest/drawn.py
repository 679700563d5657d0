"""PDF pages drawn by their operators: words, ruled lines and shaded areas at places in points from the bottom left."""

from __future__ import annotations

from collections.abc import Sequence


def words(x: float, y: float, text: str, size: float = 10.0, font: str = "F") -> str:
    """A line of Helvetica (font B: bold)."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """All the lines of a table with those column and row edges."""
    level = "".join(rule(xs[0], y, xs[-1], y) for y in ys)
    return level + "".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def area(x0: float, y0: float, x1: float, y1: float, grey: float = 0.8) -> str:
    return f"{grey} g {x0} {y0} {x1 - x0} {y1 - y0} re f 0 g\n"


def pdf(pages: Sequence[str], *, box: str = "0 0 595 842", rotate: int = 0, form: bool = False) -> bytes:
    """A PDF of these pages; `form`: each page's drawing stands in a form that the page shows."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    resources = "<</Font<</F 3 0 R/B 4 0 R>>%s>>"
    kids = []
    for page in pages:
        drawn = page.encode("cp1252")
        extra = ""
        if form:
            head = f"<</Type/XObject/Subtype/Form/BBox[{box}]/Resources{resources % ''}/Length {len(drawn)}>>\nstream\n"
            objects.append(head.encode() + drawn + b"\nendstream")
            extra, drawn = f"/XObject<</X {len(objects)} 0 R>>", b"/X Do"
        objects.append(b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawn), drawn))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Rotate {rotate}/Contents {len(objects)} 0 R"
            f"/Resources{resources % extra}>>".encode()
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    out = b"%PDF-1.7\n"
    places = []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (n, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)
