"""Small files of the genre, made in memory: a PDF writer of a few lines, Word files by python-docx."""

from __future__ import annotations

from collections.abc import Sequence

Placed = tuple[float, float, float, str]  # x, y, size, words; a size below zero is bold


def make_pdf(pages: Sequence[Sequence[Placed]], font: bytes = b"", extra: bytes = b"") -> bytes:
    """A PDF of A4 pages with lines of Helvetica at places in points from the bottom left.

    font: another object for the upright letters, with %d where it names the object `extra`."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
    ]
    if font:
        objects.append(extra)
        objects[2] = font % len(objects)
    kids = []
    for page in pages:
        lines = []
        for x, y, size, words in page:
            escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            lines.append(f"BT /{'B' if size < 0 else 'F'} {abs(size)} Tf {x} {y} Td ({escaped}) Tj ET")
        stream = "\n".join(lines).encode("cp1252")
        objects.append(b"<</Length %d>>\nstream\n%b\nendstream" % (len(stream), stream))
        contents = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>"
            % contents
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
