"""Word files written element by element, so that a test shows the markup it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from core.documents import Block
from ingest.readers.docx import read_docx
from ingest.readers.reading import Reading
from ingest.structure import structure

W_NAME = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NAME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_NAMES = (
    f'xmlns:w="{W_NAME}" xmlns:r="{R_NAME}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


def make_docx(
    body: str, *, main: str = "word/document.xml", strict: bool = False, raw: Mapping[str, bytes] | None = None, **parts: str
) -> bytes:  # fmt: skip
    """A package around `body`. parts: the inside of other parts by kind (styles="<w:style .../>"); raw: whole parts by name."""
    folder, name = main.rsplit("/", 1)
    files: dict[str, bytes] = {}
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{R_NAME}/{kind.rstrip("0123456789")}" Target="{kind}.xml"/>' for kind in parts
    )
    relations += "".join(
        f'<Relationship Id="{entry.rsplit("/", 1)[1].split(".")[0]}" Type="{R_NAME}/aFChunk" Target="/{entry}"/>'
        for entry in raw or {}
    )
    files["_rels/.rels"] = _relations(f'<Relationship Id="a" Type="{R_NAME}/officeDocument" Target="{main}"/>')
    files[f"{folder}/_rels/{name}.rels"] = _relations(relations)
    files[main] = _root("document", f"<w:body>{body}</w:body>")
    for kind, inside in parts.items():
        tag = {"header": "hdr", "footer": "ftr"}.get(kind.rstrip("0123456789"), kind)
        files[f"{folder}/{kind}.xml"] = _root(tag, inside)
    if strict:
        files = {
            entry: data.replace(W_NAME.encode(), STRICT_W.encode()).replace(R_NAME.encode(), STRICT_R.encode())
            for entry, data in files.items()
        }
    files.update(raw or {})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for entry, data in files.items():
            package.writestr(entry, data)
    return stream.getvalue()


def _root(tag: str, inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {_NAMES}>{inside}</w:{tag}>'.encode()


def _relations(inside: str) -> bytes:
    name = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{name}">{inside}</Relationships>'.encode()


def run(words: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(words: str, properties: str = "") -> str:
    """`words` are plain, or runs already."""
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inner}{words if words.startswith('<') else run(words) if words else ''}</w:p>"


def listed(words: str, num: int, level: int = 0) -> str:
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def styled(words: str, style: str) -> str:
    return paragraph(words, f'<w:pStyle w:val="{style}"/>')


def level(n: int, text: str, form: str = "decimal", *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )  # fmt: skip


def abstract(n: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{n}">{"".join(levels)}</w:abstractNum>'


def num(n: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{n}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def style(name: str, label: str | None = None, inside: str = "", *, based: str = "", kind: str = "paragraph") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{label or name}"/>{on}{inside}</w:style>'


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """`cells` are words, or whole cells already."""
    inner = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    made = (words if words.startswith("<") else cell(words) for words in cells)
    return f"<w:tr>{inner}{''.join(made)}</w:tr>"


def cell(words: str, properties: str = "") -> str:
    """`words` are plain, or paragraphs and tables already."""
    inner = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{inner}{words if words.startswith('<') else paragraph(words)}</w:tc>"


def reading(body: str, **parts: str) -> Reading:
    return read_docx(make_docx(body, **parts), "paper.docx")  # type: ignore[arg-type]


def blocks(body: str, **parts: str) -> tuple[Block, ...]:
    made = reading(body, **parts)
    return structure(made.text, made.units)


def labels(body: str, **parts: str) -> list[str | None]:
    """The label of each unit: what Word would print before the paragraph."""
    return [unit.label for unit in reading(body, **parts).units]
