"""Which words of a Word file are its text: what a printed copy shows, in its order, once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents import check_tiling
from ingest.readers.docx.package import MC, Package, W
from ingest.structure import structure
from tests.ingest.word_files import blocks, cell, make_docx, paragraph, reading, row, run, style, styled, table

_BOLD = "<w:b/>"


def _text(body: str, **parts: str) -> str:
    return reading(body, **parts).text


def _field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


# tracked changes


def _change(tag: str, words: str) -> str:
    inner = run(words).replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ") if tag == "del" else run(words)
    return f'<w:{tag} w:id="1" w:author="A">{inner}</w:{tag}>'


def test_moved_words_stand_where_they_were_moved_to() -> None:
    body = paragraph(run("One. ") + _change("moveFrom", "Gone. ")) + paragraph(
        run("Two. ") + _change("moveTo", "Here.")
    )
    made = reading(body)
    assert made.text == "One. \nTwo. Here.\n"
    assert [unit.flags for unit in made.units] == [("deleted",), ("inserted",)]
    assert made.warnings == ("tracked_changes",)


def test_a_deleted_end_joins_two_paragraphs() -> None:
    first = paragraph(run("The pier "), '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>')
    second = paragraph(_change("del", "shuts") + run("opens in May."), '<w:pStyle w:val="Quote"/>')
    made = reading(first + second + paragraph("Next."), styles=style("Quote"))
    assert [(unit.text, unit.kind) for unit in made.units] == [("The pier opens in May.", "quotation"), ("Next.", None)]


def test_a_paragraph_deleted_whole_leaves_nothing_and_the_last_joined_one_stays() -> None:
    gone = paragraph(_change("del", "Old words."), '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>')
    kept = paragraph("Kept.", '<w:rPr><w:del w:id="2" w:author="A"/></w:rPr>')
    assert _text(gone + paragraph("New.") + kept) == "New.\nKept.\n"


def test_an_inserted_paragraph_and_rows_that_were_inserted_or_deleted() -> None:
    new = paragraph("New.", '<w:rPr><w:ins w:id="1" w:author="A"/></w:rPr>')
    rows = table(
        row("a", "b", properties='<w:ins w:id="2" w:author="A"/>'), row("c", "d", properties='<w:del w:id="3" w:author="A"/>'), row("e", "f")
    )  # fmt: skip
    made = reading(new + rows)
    assert made.text == "New.\na\tb\ne\tf\n"
    assert [unit.flags for unit in made.units] == [("inserted",), ("inserted",), ()]


def test_formatting_that_was_tracked_is_no_change_of_words() -> None:
    was = '<w:rPrChange w:id="1" w:author="A"><w:rPr><w:b/></w:rPr></w:rPrChange>'
    made = reading(paragraph(run("Words.", was)))
    assert (made.text, made.units[0].bold, made.warnings) == ("Words.\n", False, ())


# fields


def test_of_a_field_the_result_stands_and_not_the_instruction() -> None:
    body = paragraph(run("See page ") + _field("PAGEREF _Toc1", run("12")) + run("."))
    nested = paragraph(_field("IF " + "x", run("yes")) + run(" and ") + _field('HYPERLINK "http://a"', run("a link")))
    simple = paragraph(f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>')
    assert _text(body + nested + simple) == "See page 12.\nyes and a link\n7\n"


def test_a_field_inside_an_instruction_is_part_of_it() -> None:
    begin, parted, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    body = paragraph(
        begin + "<w:r><w:instrText>IF </w:instrText></w:r>" + _field("PAGE", run("3")) + parted + run("shown") + end
    )
    assert _text(body) == "shown\n"


def test_a_broken_field_loses_no_words_after_its_paragraph() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert _text(paragraph(begin + run("lost?")) + paragraph("Kept.") + paragraph("Kept too.")).endswith(
        "Kept.\nKept too.\n"
    )


def test_the_lines_of_a_contents_field_are_contents_and_not_headings() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = paragraph(begin + run("Fees") + "<w:r><w:tab/></w:r>" + run("3")) + paragraph(run("Berths") + end) + paragraph("Body.")  # fmt: skip
    assert [unit.kind for unit in reading(body).units] == ["contents", "contents", None]


def test_old_form_fields_show_what_was_ticked_and_chosen() -> None:
    def form(inside: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inside}</w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'

    ticked = form('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>') + run(" yes ")
    empty = form('<w:checkBox><w:default w:val="0"/></w:checkBox>') + run(" no ")
    chosen = form('<w:ddList><w:result w:val="1"/><w:listEntry w:val="Red"/><w:listEntry w:val="Green"/></w:ddList>')
    assert _text(paragraph(ticked + empty + chosen)) == "☒ yes ☐ no Green\n"


# content controls, text boxes, alternatives


def test_content_controls_of_every_kind_give_their_content_once() -> None:
    def control(inside: str) -> str:
        return f'<w:sdt><w:sdtPr><w:alias w:val="no text"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'

    body = (
        control(paragraph("Block.") + control(paragraph("Nested.")))
        + paragraph(run("A ") + control(run("run")) + run(" in it."))
        + table(control(row("row", control(cell("cell")), cell(control(paragraph("inner"))))))
        + paragraph(control("<w:r><w14:checked/><w:t>☒</w:t></w:r>") + run(" ticked"))
    )
    assert _text(body) == "Block.\nNested.\nA run in it.\nrow\tcell\tinner\n☒ ticked\n"


def _box(words: str, *, fallback: bool = True) -> str:
    drawn = f"<w:drawing><wps:txbx><w:txbxContent>{paragraph(words)}</w:txbxContent></wps:txbx></w:drawing>"
    old = f"<w:pict><v:textbox><w:txbxContent>{paragraph(words)}</w:txbxContent></v:textbox></w:pict>"
    if not fallback:
        return f"<w:r>{old}</w:r>"
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawn}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    body = paragraph(run("Before ") + _box("In the box.") + run("after.")) + paragraph(
        _box("An old box.", fallback=False)
    )
    assert _text(body) == "Before after.\nIn the box.\nAn old box.\n"


def test_a_text_box_in_a_cell_follows_its_row() -> None:
    assert _text(table(row(cell(paragraph(run("a") + _box("Boxed."))), "b"))) == "a\tb\nBoxed.\n"


def test_a_fallback_is_read_where_no_choice_holds_words() -> None:
    body = paragraph(
        '<w:r><mc:AlternateContent><mc:Choice Requires="x14"><w:drawing/></mc:Choice><mc:Fallback><w:t>plain</w:t></mc:Fallback></mc:AlternateContent></w:r>'
    )
    assert _text(body) == "plain\n"


def test_equations_are_read_in_their_place() -> None:
    maths = "<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"
    assert _text(paragraph(run("Where ") + maths + run(" holds."))) == "Where x=2 holds.\n"


# characters


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<w:t>long</w:t><w:noBreakHyphen/><w:t>term</w:t>", "long-term"),
        ("<w:t>co</w:t><w:softHyphen/><w:t>operate</w:t>", "co\u00adoperate"),
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t>", "a\tb\nc\nd"),
        ('<w:t>a</w:t><w:br w:type="page"/>', "a"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/><w:t> done</w:t>', "✓ done"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t>', "≥5"),
        ('<w:sym w:font="Symbol" w:char="F061"/>', "α"),
        ('<w:sym w:font="Wingdings" w:char="F021"/>', "□"),
        ('<w:sym w:font="Arial" w:char="20AC"/>', "€"),
        ('<w:sym w:font="Own" w:char="nonsense"/>', "□"),
    ],
)
def test_marks_are_the_characters_that_they_print(inside: str, shown: str) -> None:
    assert _text(paragraph(f"<w:r>{inside}</w:r>")) == f"{shown}\n"


def test_tab_stops_among_the_properties_are_no_text() -> None:
    stops = '<w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs>'
    assert _text(paragraph("Words.", stops) + paragraph(_change("ins", "More."), stops)) == "Words.\nMore.\n"


# hidden words


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        '<w:color w:val="FFFFFF"/>',
        '<w:sz w:val="2"/>',
        '<w:rStyle w:val="Gone"/>',
    ],
)
def test_hidden_words_stand_apart_and_flagged(properties: str) -> None:
    styles = style("Gone", inside="<w:rPr><w:vanish/></w:rPr>", kind="character")
    made = reading(paragraph(run("Seen. ") + run("Trap. ", properties) + run("Seen too.")), styles=styles)
    assert [(unit.text, unit.flags) for unit in made.units] == [("Seen. Seen too.", ()), ("Trap.", ("hidden",))]
    assert made.warnings == ("hidden_text",)


@pytest.mark.parametrize(
    ("words", "paragraph_properties"),
    [
        (run("Seen.", '<w:color w:val="FFFFFF"/>'), '<w:shd w:val="clear" w:fill="1F3864"/>'),
        (run("Seen.", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'), ""),
        (run("Seen.", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'), ""),
        (run("Seen.", '<w:vanish w:val="0"/>'), ""),
        (run("Seen.", "<w:webHidden/>"), ""),
    ],
)
def test_white_letters_on_a_painted_ground_are_seen(words: str, paragraph_properties: str) -> None:
    assert [unit.flags for unit in reading(paragraph(words, paragraph_properties)).units] == [()]


def test_white_letters_in_a_table_are_seen_for_its_style_may_paint_them() -> None:
    made = reading(table(row(cell(paragraph(run("Fee", '<w:color w:val="FFFFFF"/>'))), "b")))
    assert [(unit.cells, unit.flags) for unit in made.units] == [(("Fee", "b"), ())]


def test_a_hidden_style_hides_its_paragraphs() -> None:
    styles = style("Hidden", inside="<w:rPr><w:vanish/></w:rPr>")
    body = styled("Unseen.", "Hidden") + paragraph(run("Seen.", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="Hidden"/>')
    assert [(unit.text, unit.flags) for unit in reading(body, styles=styles).units] == [
        ("Unseen.", ("hidden",)),
        ("Seen.", ()),
    ]


# notes, comments, running lines


_FOOTNOTES = (
    f'<w:footnote w:id="0" w:type="separator">{paragraph("---")}</w:footnote>'
    f'<w:footnote w:id="5">{paragraph("The first source.")}</w:footnote>'
    f'<w:footnote w:id="2">{paragraph("The second")}{paragraph("has two lines.")}</w:footnote>'
    f'<w:footnote w:id="9">{paragraph("Never cited.")}</w:footnote>'
)
_HEADING = style("Heading1", "heading 1")


def _mark(name: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{name}"/></w:r>'


def test_footnotes_stand_at_the_end_of_their_section_numbered_as_printed() -> None:
    body = (
        styled("Fees", "Heading1") + paragraph(run("Fees rise.") + _mark(5)) + paragraph("More.")
        + styled("Berths", "Heading1") + paragraph(run("Berths fall.") + _mark(2) + _mark(5))
    )  # fmt: skip
    made = blocks(body, footnotes=_FOOTNOTES, styles=_HEADING)
    units = reading(body, footnotes=_FOOTNOTES, styles=_HEADING).units
    assert [(unit.text, unit.kind, unit.label) for unit in units] == [
        ("Fees", "heading", None), ("Fees rise.", None, None), ("More.", None, None), ("The first source.", "footnote", "1"),
        ("Berths", "heading", None), ("Berths fall.", None, None), ("The second has two lines.", "footnote", "2"),
    ]  # fmt: skip
    assert [block.section for block in made if block.kind == "footnote"] == [("Fees",), ("Berths",)]
    assert [unit.flags for unit in units if unit.flags] == [("note:1",), ("note:2",)]


def test_the_mark_of_a_heading_leads_to_a_note_under_it() -> None:
    body = styled(run("Fees") + _mark(5), "Heading1") + paragraph("They rise.")
    units = reading(body, footnotes=_FOOTNOTES, styles=_HEADING).units
    assert [(unit.text, unit.flags, unit.label) for unit in units] == [
        ("Fees", ("note:1",), None), ("They rise.", (), None), ("The first source.", (), "1"),
    ]  # fmt: skip


def test_the_row_that_bears_a_mark_leads_to_its_note() -> None:
    body = table(row(cell(paragraph(run("Fee") + _mark(2))), "4"))
    assert [unit.flags for unit in reading(body, footnotes=_FOOTNOTES).units] == [("note:1",), ()]


def test_endnotes_stand_after_the_text_in_their_own_numerals() -> None:
    ends = f'<w:endnote w:id="3">{paragraph("At the end.")}</w:endnote>'
    body = paragraph(run("Cited.") + _mark(3, "endnote")) + styled("Next", "Heading1") + paragraph("Last.")
    units = reading(body, endnotes=ends, styles=_HEADING).units
    assert [(unit.text, unit.label) for unit in units][-1] == ("At the end.", "i")


def test_notes_of_deleted_marks_are_not_printed() -> None:
    body = paragraph(run("Text.") + f'<w:del w:id="1" w:author="A">{_mark(5)}</w:del>' + _mark(2))
    assert [(unit.text, unit.label) for unit in reading(body, footnotes=_FOOTNOTES).units] == [
        ("Text.", None),
        ("The second has two lines.", "1"),
    ]


def test_comments_are_counted_and_not_read() -> None:
    comments = "".join(f'<w:comment w:id="{n}">{paragraph("A remark.")}</w:comment>' for n in (1, 2))
    made = reading(paragraph(run("Text.") + '<w:r><w:commentReference w:id="1"/></w:r>'), comments=comments)
    assert (made.text, made.notes) == ("Text.\n", ("2 comments in the margin are left out.",))


def test_running_lines_are_furniture_once_and_only_those_in_use() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference r:id="footer1"/></w:sectPr>'
    )
    made = reading(
        paragraph("Text.", section) + section, header1=paragraph("Quay Council") + table(row("Item", "4")), header2=paragraph("Unused"),
        footer1=paragraph(run("Page ") + _field("PAGE", run("2"))),
    )  # fmt: skip
    assert [(unit.text, unit.kind) for unit in made.units] == [
        ("Quay Council Item 4", "furniture"), ("Text.", None), ("Page 2", "furniture"),
    ]  # fmt: skip


# styles


@pytest.mark.parametrize(
    ("styles", "name", "heading"),
    [
        (style("berschrift2", "Überschrift 2"), "berschrift2", 2),
        (style("x", "heading 3"), "x", 3),
        (style("x", "LGA Heading 2"), "x", 2),
        (style("x", "Own", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'), "x", 2),
        (style("y", "heading 1") + style("x", "Chapter title", based="y"), "x", 1),
        (
            style("y", "heading 1") + style("x", "Aside", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', based="y"),
            "x",
            None,
        ),
        (style("x", "Table Heading 1"), "x", None),
        (style("x", "x", based="z") + style("z", "z", based="x"), "x", None),
        (style("x", "Title"), "x", 1),
    ],
)
def test_which_styles_are_headings(styles: str, name: str, heading: int | None) -> None:
    unit = reading(styled("Fees", name), styles=styles).units[0]
    assert (unit.kind, unit.level if unit.kind else None) == (("heading", heading) if heading else (None, None))


def test_a_paragraphs_own_outline_level_goes_before_its_style() -> None:
    own = paragraph("Fees", '<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="2"/>')
    body = paragraph("Not one", '<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/>')
    units = reading(own + body, styles=_HEADING).units
    assert [(unit.kind, unit.level) for unit in units] == [("heading", 3), (None, None)]


def test_bold_lines_are_headings_where_no_style_is() -> None:
    body = paragraph(run("Moorings", _BOLD)) + paragraph(
        "The fee of a mooring is set by the members every year in May."
    )
    assert [block.kind for block in blocks(body)] == ["heading", "paragraph"]


def test_bold_of_a_style_may_be_switched_off() -> None:
    styles = style("Strong", inside="<w:rPr><w:b/></w:rPr>")
    body = styled("Bold.", "Strong") + paragraph(run("Not.", '<w:b w:val="0"/>'), '<w:pStyle w:val="Strong"/>')
    assert [unit.bold for unit in reading(body, styles=styles).units] == [True, False]


# properties of every file


_WORDS = st.text(alphabet=st.sampled_from("abc é½\u00a0😀-–"), min_size=1, max_size=12)
_RUNS = st.one_of(
    _WORDS.map(run),
    _WORDS.map(lambda words: run(words, "<w:vanish/>")),
    _WORDS.map(lambda words: _change("ins", words)),
    _WORDS.map(lambda words: _field("REF a", run(words))),
    _WORDS.map(_box),
    st.just("<w:r><w:br/></w:r>"),
)
_PARAGRAPHS = st.lists(_RUNS, max_size=4).map(lambda runs: paragraph("".join(runs) or ""))
_CELLS = st.lists(_PARAGRAPHS, min_size=1, max_size=3).map(lambda inside: cell("".join(inside)))
_BODIES = st.lists(
    st.one_of(_PARAGRAPHS, st.lists(st.lists(_CELLS, min_size=1, max_size=3).map(lambda cells: row(*cells)), min_size=1, max_size=3).map(lambda rows: table(*rows))),
    max_size=5,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(_BODIES)
def test_blocks_tile_the_text_and_every_word_is_in_it_once(parts: list[str]) -> None:
    body = "".join(parts)
    made = reading(body)
    check_tiling(made.text, structure(made.text, made.units))
    root = Package(make_docx(body), "a").part("word/document.xml")
    fallbacks = {node for fallback in root.iter(MC + "Fallback") for node in fallback.iter(W + "t")}
    words = [node.text or "" for node in root.iter(W + "t") if node not in fallbacks]
    assert sorted("".join("".join(words).split())) == sorted("".join(made.text.split()))
