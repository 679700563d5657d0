"""Writes a sample document as Word: real heading styles, automatic numbering, running headers and footers, footnotes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor, Twips

from samples.charts import bar_chart, percent
from samples.source_text import Element, Source

NAVY = RGBColor(0x1F, 0x38, 0x64)
WHITE = RGBColor(0xFF, 0xFF, 0xFF)
TEXT_WIDTH = Cm(16)
BAND = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="1F3864"/>'
LEVELS = {"outline": ["%1", "%1.%2", "%1.%2.%3"], "running": ["%1."], "letters": ["(%1)"], "bullets": ["\u2022"]}
HANGING = {"outline": [567, 709, 851], "running": [567], "letters": [567], "bullets": [357]}
INDENT = {"outline": [567, 709, 1560], "running": [567], "letters": [1276], "bullets": [714]}
INLINE = re.compile(r"(\*\*.+?\*\*|\[\^\d+\])")
SIDES = "".join(
    f'<w:{side} w:val="single" w:sz="8" w:space="14" w:color="1F3864"/>' for side in ("top", "left", "bottom", "right")
)
EDGES = f"<w:pBdr {nsdecls('w')}>{SIDES}</w:pBdr>"


@dataclass(slots=True)
class Contents:
    """What the contents page and the agenda say: (level, text, page) of headings, then of figures and tables."""

    headings: list[tuple[int, str, str]] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)

    def page(self, heading: str) -> str:
        return next((page for _, text, page in self.headings if text == heading), "00")


def write(source: Source, contents: Contents, path: Path, made: datetime) -> None:
    """Writes `source` as a Word file. `contents` holds the page numbers of an earlier pass, or none yet."""
    _Writer(source, contents, made).save(path)


class _Writer:
    def __init__(self, source: Source, contents: Contents, made: datetime) -> None:
        self.source, self.contents = source, contents
        self.document = Document()
        self.counters: dict[str, list[int]] = {}
        self.lists: dict[str, int] = {}
        self.abstract = {name: _abstract_numbering(self.document, name, n) for n, name in enumerate(LEVELS, 50)}
        self.started = False
        self._styles()
        self._footnotes()
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = source.title, source.organisation, "en-GB"
        properties.created = properties.modified = made
        properties.comments, properties.last_modified_by = "", source.organisation
        previous = ""
        for element in source.elements:
            self._add(element, previous)
            previous = element.kind

    def save(self, path: Path) -> None:
        self.document.save(str(path))

    # the styles

    def _styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(11)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
        normal.element.rPr.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB"/>'))
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(7), 1.1
        for name, size, before, after in (("Heading 1", 19, 0, 12), ("Heading 2", 14, 14, 5), ("Heading 3", 12, 12, 4)):
            style = styles[name]
            style.font.name, style.font.size, style.font.bold, style.font.color.rgb = "Arial", Pt(size), True, NAVY
            fonts = style.element.rPr.rFonts
            for key in [key for key in fonts.attrib if "heme" in key]:
                del fonts.attrib[key]
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            style.paragraph_format.keep_with_next = True
        band = self.source.footer == "{page}"  # a report has a title page; an agenda begins on its first
        self._style("Organisation", 13, bold=True, colour=NAVY, after=150 if band else 14)
        title = self._style("Document Title", 30 if band else 24, bold=True, colour=WHITE if band else NAVY, after=4)
        subtitle = self._style("Document Subtitle", 17 if band else 14, colour=WHITE if band else NAVY, after=12)
        for style in (title, subtitle) if band else ():
            style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.5)
            for part in (EDGES, BAND):
                successors = (
                    ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
                    if part is EDGES
                    else ("w:tabs", "w:spacing", "w:ind", "w:jc")
                )
                style.element.get_or_add_pPr().insert_element_before(parse_xml(part), *successors)
        self._style("Numbered Paragraph")
        self._style("Lettered Paragraph", after=5)
        self._style("Quotation", italic=True, indent=1.2)
        self._style("Survey Question", 9.5, italic=True, after=2)
        self._style("Survey Base", 9.5, italic=True, after=14)
        self._style("Note", 9.5, after=10)
        self._style("Table Text", 10, after=0).paragraph_format.line_spacing = 1.0
        self._style("Contents Line", after=3)
        caption = styles["Caption"]
        caption.font.name, caption.font.size, caption.font.bold, caption.font.color.rgb = "Arial", Pt(10.5), True, NAVY
        caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(10), Pt(6)
        caption.paragraph_format.keep_with_next = True
        styles["List Bullet"].paragraph_format.space_after = Pt(5)
        for name in ("Header", "Footer"):
            styles[name].font.size, styles[name].font.color.rgb = Pt(9), RGBColor(0x59, 0x59, 0x59)
            styles[name].paragraph_format.space_after = Pt(0)
        latent = self._style("footnote text", 9, after=2)
        latent.paragraph_format.line_spacing = 1.0
        mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True

    def _style(
        self, name: str, size: float = 11, *, bold: bool = False, italic: bool = False, colour: RGBColor | None = None,
        after: float = 7, indent: float = 0,
    ) -> Any:  # fmt: skip
        style = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.document.styles["Normal"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        if colour is not None:
            style.font.color.rgb = colour
        style.paragraph_format.space_after = Pt(after)
        if indent:
            style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(indent)
        return style

    # the elements

    def _add(self, element: Element, previous: str) -> None:
        match element.kind:
            case "section":
                self._section(element.text)
            case "organisation" | "title" | "subtitle":
                style = {"organisation": "Organisation", "title": "Document Title", "subtitle": "Document Subtitle"}
                self._paragraph(element.text, style[element.kind])
            case "heading":
                paragraph = self._paragraph(element.text, f"Heading {element.level}")
                if element.number:
                    self._number(paragraph, "outline", element.number)
                elif element.level == 1:
                    self._restart()
                paragraph.paragraph_format.page_break_before = element.level == 1 and previous != "section"
            case "numbered":
                self._numbered(element)
            case "bullet":
                paragraph = self._paragraph(element.text, "List Bullet")
                if previous != "bullet":
                    self._restart("bullets")
                self._number(paragraph, "bullets", "")
            case "table":
                self._table(element.rows)
            case "chart":
                self._chart(element)
            case "quotation":
                self._paragraph(element.text, "Quotation")
            case "contents":
                for level, text, page in self.contents.headings:
                    self._contents_line(text, page, level)
            case "figures":
                for text, page in self.contents.figures:
                    self._contents_line(text, page, 1)
            case kind:
                style = {"caption": "Caption", "question": "Survey Question", "base": "Survey Base", "note": "Note"}
                paragraph = self._paragraph(element.text, style.get(kind, "Normal"))
                paragraph.paragraph_format.keep_with_next = kind in ("caption", "question") or element.text.endswith(
                    ":"
                )
                if previous == "subtitle" and self.source.footer == "{page}":
                    paragraph.paragraph_format.space_before = Pt(36)

    def _paragraph(self, text: str, style: str) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        self._inline(paragraph, text)
        return paragraph

    def _inline(self, paragraph: Any, text: str) -> None:
        text = re.sub(r"\{page: (.+?)\}", lambda found: self.contents.page(found[1]), text)
        for part in INLINE.split(typeset(text)):
            if part.startswith("**"):
                paragraph.add_run(part[2:-2]).bold = True
            elif part.startswith("[^"):
                run = paragraph.add_run(style="footnote reference")
                run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{part[2:-1]}"/>'))
            elif part:
                paragraph.add_run(part)

    def _numbered(self, element: Element) -> None:
        if element.number.startswith("("):
            paragraph = self._paragraph(element.text, "Lettered Paragraph")
            if element.number == "(a)":
                self._restart("letters")
            self._number(paragraph, "letters", element.number)
            if len(self.counters.get("outline", [])) == 3:
                paragraph.paragraph_format.left_indent = Twips(INDENT["outline"][2] + 567)
            return
        paragraph = self._paragraph(element.text, "Numbered Paragraph")
        paragraph.paragraph_format.keep_with_next = element.text.endswith(":")
        self._number(paragraph, "running" if element.number.endswith(".") else "outline", element.number)

    def _contents_line(self, text: str, page: str, level: int) -> None:
        paragraph = self.document.add_paragraph(style="Contents Line")
        paragraph.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        paragraph.paragraph_format.right_indent = Cm(1)
        paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        if page == "":
            page = "00"
        paragraph.add_run(f"{typeset(text)}\t{page}")

    def _chart(self, element: Element) -> None:
        base = int(element.text)
        rows = [None if not label else (typeset(label), int(n)) for label, n in element.rows]
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(bar_chart(rows, base)), width=TEXT_WIDTH)
        described = "; ".join(f"{label} {percent(n, base)}%" for label, n in (row for row in rows if row))
        picture._inline.docPr.set("descr", f"Bar chart: {described}")

    def _table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        keyed = rows[0][0] == "Meeting"
        table = self.document.add_table(rows=len(rows), cols=len(rows[0]))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        _borders(table)
        for row, cells, number in zip(table.rows, rows, range(len(rows))):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if number == 0 and not keyed:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for column, (cell, text, width) in enumerate(zip(row.cells, cells, _widths(rows, keyed))):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.style = self.document.styles["Table Text"]
                heading = (number == 0 and not keyed) or (column == 0 and keyed)
                self._inline(paragraph, f"**{text}**" if heading and text else text)
                if column and not keyed and all(_is_figure(line[column]) for line in rows[1:]):
                    paragraph.alignment = 2
                if number == 0 and not keyed:
                    cell._tc.get_or_add_tcPr().append(
                        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="DCE6F1"/>')
                    )
                paragraph.paragraph_format.keep_with_next = len(rows) <= 12 and number < len(rows) - 1
        for column, width in zip(table.columns, _widths(rows, keyed)):
            column.width = width
        self.document.add_paragraph(style="Table Text").paragraph_format.space_after = Pt(6)

    # numbering

    def _restart(self, *names: str) -> None:
        for name in names or ("outline", "running"):
            self.counters.pop(name, None)
            self.lists.pop(name, None)

    def _number(self, paragraph: Any, name: str, printed: str) -> None:
        """Numbers the paragraph automatically and checks that Word will print what the source says."""
        if name not in self.lists:
            self.lists[name] = _new_list(self.document, self.abstract[name], len(LEVELS[name]))
        level = printed.count(".") if name == "outline" else 0
        counters = self.counters.setdefault(name, [])
        counters[level + 1 :] = []
        counters.extend([0] * (level + 1 - len(counters)))
        counters[level] += 1
        shown = {"running": f"{counters[0]}.", "letters": f"({chr(96 + counters[0])})", "bullets": ""}
        if shown.get(name, ".".join(map(str, counters))) != printed:
            raise ValueError(
                f"the source prints {printed}, automatic numbering would print {counters}: {paragraph.text[:60]}"
            )
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = level, self.lists[name]

    # sections, headers, footers

    def _section(self, name: str) -> None:
        document = self.document
        section = document.add_section(WD_SECTION.NEW_PAGE) if self.started else document.sections[0]
        self.started = True
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        numbers = {"front": ("lowerRoman", "1"), "body": ("decimal", "1")}.get(name)
        existing = section._sectPr.find(qn("w:pgNumType"))
        if existing is not None:
            section._sectPr.remove(existing)
        if numbers:
            xml = f'<w:pgNumType {nsdecls("w")} w:fmt="{numbers[0]}" w:start="{numbers[1]}"/>'
            section._sectPr.insert_element_before(parse_xml(xml), "w:cols", "w:docGrid")
        if name == "cover":
            return
        left, _, right = self.source.header.partition(" |")
        named = name not in ("front", "body")
        header = section.header.paragraphs[0]
        _edge(header, "bottom", f"{left}\t{name if named else 'July 2024'}")
        footer = section.footer.paragraphs[0]
        before, _, after = self.source.footer.partition("{page}")
        _edge(footer, "top", f"{right.strip() if named else self.source.organisation}\t{before}")
        _page_field(footer)
        footer.add_run(after)

    def _footnotes(self) -> None:
        if not self.source.footnotes:
            return
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="footnotetext"/></w:pPr><w:r><w:rPr><w:rStyle w:val="footnotereference"/>'
            f'</w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(typeset(text))}</w:t></w:r></w:p></w:footnote>'
            for number, text in self.source.footnotes.items()
        )
        kinds = (("-1", "separator"), ("0", "continuationSeparator"))
        lines = "".join(
            f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for n, kind in kinds
        )
        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{lines}{notes}</w:footnotes>'
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def typeset(text: str) -> str:
    """Curly quotes, and a dash between figures or for an empty cell."""
    text = re.sub(r'(^|[\s(])"', "\\1\u201c", text).replace('"', "\u201d").replace("'", "\u2019")
    text = re.sub(r"^-(?=[\d,]+$)", "\u2212", text)
    return "\u2013" if text == "-" else text


def _is_figure(cell: str) -> bool:
    return re.fullmatch(r"\**[-+]?[\d,.]*%?\**", cell) is not None


def _widths(rows: tuple[tuple[str, ...], ...], keyed: bool) -> list[Cm]:
    """Column widths in proportion to the longest cell of each column, within bounds."""
    if keyed:
        return [Cm(3), Cm(13)]
    longest = [min(max(max(len(row[n]), 9 if n == 0 else 8) for row in rows), 42) ** 0.8 for n in range(len(rows[0]))]
    if rows[0][0] == "Item":
        longest = [3.2, 4, 22, 11, 3.6]
    if rows[0][0] == "Due":
        longest = [20, 30, 16, 17, 16]
    return [Cm(16 * share / sum(longest)) for share in longest]


def _borders(table: Any) -> None:
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:color="8EA9C8"/>' for edge in ("top", "bottom", "insideH"))
    margins = '<w:top w:w="45" w:type="dxa"/><w:bottom w:w="45" w:type="dxa"/>'
    properties = (
        (f'<w:tblInd {nsdecls("w")} w:w="108" w:type="dxa"/>', ("w:tblLayout", "w:tblLook")),
        (f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>", ("w:tblLayout", "w:tblLook")),
        (f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>", ("w:tblLook",)),
    )
    for xml, successors in properties:  # the schema fixes their order
        table._tbl.tblPr.insert_element_before(parse_xml(xml), *successors)


def _edge(paragraph: Any, side: str, text: str) -> None:
    """A line of page furniture with a rule above or below it."""
    stops = paragraph.paragraph_format.tab_stops
    for stop in list(paragraph.style.paragraph_format.tab_stops):
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    rule = f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="4" w:space="4" w:color="8EA9C8"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(rule), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )
    paragraph.add_run(typeset(text))


def _page_field(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
        else:
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {text} </w:instrText>'))


def _abstract_numbering(document: Any, name: str, number: int) -> int:
    formats = {"letters": "lowerLetter", "bullets": "bullet"}
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{formats.get(name, "decimal")}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{INDENT[name][n]}" w:hanging="{HANGING[name][n]}"/></w:pPr></w:lvl>'
        for n, text in enumerate(LEVELS[name])
    )
    kind = "multilevel" if len(LEVELS[name]) > 1 else "singleLevel"
    xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
    root = document.part.numbering_part.element
    root.insert(len(root.findall(qn("w:abstractNum"))), parse_xml(xml))
    return number


def _new_list(document: Any, abstract: int, levels: int) -> int:
    """A list of its own on `abstract`, every level starting at 1; its id."""
    num = document.part.numbering_part.element.add_num(abstract)
    for level in range(levels):
        num.add_lvlOverride(level).add_startOverride(1)
    return int(num.numId)
