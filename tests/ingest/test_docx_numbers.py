"""Word's automatic numbers, as Word prints them. Compared with LibreOffice where it shows the same feature."""

from __future__ import annotations

import pytest

from ingest.readers.docx.numerals import numeral
from tests.ingest.word_files import abstract, blocks, labels, level, listed, num, paragraph, reading, style, styled

OUTLINE = abstract(
    1, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"), level(3, "(%4)", "lowerRoman")
)
_STYLED = (
    style("Heading1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>')
    + style("Heading2", "heading 2", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>')
    + style("Para", "Numbered para", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    + style("ParaKept", "Numbered para kept", based="Para")
)


def test_levels_count_inside_each_other_and_restart() -> None:
    body = "".join(listed("x", 1, n) for n in (0, 1, 1, 2, 2, 3, 3, 1, 2, 0, 1, 2))
    expected = ["1.", "1.1", "1.2", "(a)", "(b)", "(i)", "(ii)", "1.3", "(a)", "2.", "2.1", "(a)"]
    assert labels(body, numbering=OUTLINE + num(1, 1)) == expected


def test_a_level_that_is_stepped_over_counts_as_begun() -> None:
    numbering = abstract(1, level(0, "%1."), level(1, "%1.%2."), level(2, "%1.%2.%3.")) + num(1, 1)
    body = "".join(listed("x", 1, n) for n in (0, 2, 2, 1))
    assert labels(body, numbering=numbering) == ["1.", "1.1.1.", "1.1.2.", "1.2."]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1.", "(a)", "(b)", "1.2", "(a)", "2.", "(a)"]),
        ('<w:lvlRestart w:val="0"/>', ["1.", "(a)", "(b)", "1.2", "(c)", "2.", "(d)"]),
        ('<w:lvlRestart w:val="1"/>', ["1.", "(a)", "(b)", "1.2", "(c)", "2.", "(a)"]),
    ],
)
def test_a_level_restarts_after_the_level_that_it_names(restart: str, expected: list[str]) -> None:
    numbering = (
        abstract(1, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter", more=restart)) + num(1, 1)
    )  # fmt: skip
    body = "".join(listed("x", 1, n) for n in (0, 2, 2, 1, 2, 0, 2))
    assert labels(body, numbering=numbering) == expected


def test_lists_of_one_definition_go_on_counting_and_an_override_begins_anew() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    fifth = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(1, level(0, "%1.")) + num(1, 1) + num(2, 1) + num(3, 1, again) + num(4, 1, fifth)
    body = "".join(listed("x", n) for n in (1, 1, 2, 3, 3, 4, 4, 1))
    assert labels(body, numbering=numbering) == ["1.", "2.", "3.", "1.", "2.", "5.", "6.", "7."]


def test_a_list_may_draw_a_level_otherwise_and_shares_the_count() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "Rule %1:", "upperRoman")}</w:lvlOverride>'
    numbering = abstract(1, level(0, "%1.")) + num(1, 1) + num(2, 1, other)
    assert labels(listed("x", 1) + listed("x", 2) + listed("x", 1), numbering=numbering) == ["1.", "Rule II:", "3."]


def test_legal_numbering_shows_every_level_in_figures() -> None:
    numbering = (
        abstract(1, level(0, "%1.", "upperRoman"), level(1, "%1.%2", "lowerLetter", more="<w:isLgl/>")) + num(1, 1)
    )  # fmt: skip
    body = listed("x", 1) + listed("x", 1) + listed("x", 1, 1) + listed("x", 1, 1)
    assert labels(body, numbering=numbering) == ["I.", "II.", "2.1", "2.2"]


def test_numbers_linked_to_styles_and_inherited_by_them() -> None:
    linked = abstract(
        1,
        level(0, "%1", more='<w:pStyle w:val="Heading1"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="Heading2"/>'),
        level(2, "%1.%2.%3", more='<w:pStyle w:val="Para"/>'),
    ) + num(1, 1)
    body = "".join(styled("x y", name) for name in ("Heading1", "Heading2", "Para", "ParaKept", "Heading2", "Heading1"))
    assert labels(body, numbering=linked, styles=_STYLED) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]


def test_a_numbered_heading_stands_in_the_path_with_its_number() -> None:
    linked = abstract(1, level(0, "%1.", more='<w:pStyle w:val="Heading1"/>'), level(1, "%1.%2")) + num(1, 1)
    body = styled("Moorings", "Heading1") + listed("The fee is set each year.", 1, 1)
    made = blocks(body, numbering=linked, styles=_STYLED)
    assert [(block.kind, block.level, block.number, block.paragraph, block.section) for block in made] == [
        ("heading", 1, "1", None, ()),
        ("paragraph", None, "1.1", "1.1", ("1. Moorings",)),
    ]


def test_number_nought_takes_a_paragraph_out_of_its_styles_list() -> None:
    none = paragraph("x", '<w:pStyle w:val="Para"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
    body = styled("x", "Para") + none + styled("x", "Para")
    assert labels(body, numbering=abstract(1, level(0, "%1.")) + num(1, 1), styles=_STYLED) == ["1.", None, "2."]


def test_a_definition_may_stand_for_another_by_a_numbering_style() -> None:
    link = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Ours"/></w:abstractNum>'
    numbering = abstract(1, '<w:styleLink w:val="Ours"/>', level(0, "%1)")) + link + num(1, 1) + num(2, 2)
    styles = style("Ours", inside='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    assert labels(listed("x", 2) + listed("x", 2), numbering=numbering, styles=styles) == ["1)", "2)"]


def test_bullets_print_no_number_and_nought_and_plain_words_do() -> None:
    numbering = abstract(1, level(0, "•", "bullet"), level(1, "Note:", "none"), level(2, "", "decimal")) + num(1, 1)
    body = "".join(listed("x", 1, n) for n in (0, 1, 2))
    assert labels(body, numbering=numbering) == [None, "Note:", None]
    assert [unit.bullet for unit in reading(body, numbering=numbering).units] == [True, False, False]


def test_an_empty_paragraph_of_a_list_is_counted_and_a_hidden_one_is_not() -> None:
    hidden = paragraph(
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    )  # fmt: skip
    body = listed("x", 1) + listed("", 1) + hidden + listed("y", 1)
    units = reading(body, numbering=abstract(1, level(0, "%1.")) + num(1, 1)).units
    assert [(unit.text, unit.label) for unit in units] == [("x", "1."), ("unseen", None), ("y", "3.")]


def test_a_level_may_begin_at_nought_and_at_five() -> None:
    numbering = abstract(1, level(0, "%1.", start=0), level(1, "%1.%2", start=5)) + num(1, 1)
    body = "".join(listed("x", 1, n) for n in (0, 1, 1, 0))
    assert labels(body, numbering=numbering) == ["0.", "0.5", "0.6", "1."]


def test_a_list_that_no_definition_describes_prints_nothing() -> None:
    assert labels(listed("x", 7)) == [None]
    assert labels(listed("x", 7), numbering=num(7, 9)) == [None]
    assert labels(listed("x", 1, 8), numbering=abstract(1, level(0, "%1.")) + num(1, 1)) == [None]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (14, "decimalZero", "14"), (4, "upperRoman", "IV"), (1999, "lowerRoman", "mcmxcix"),
        (26, "lowerLetter", "z"), (27, "lowerLetter", "aa"), (53, "upperLetter", "AAA"), (1, "ordinal", "1st"), (11, "ordinal", "11th"),
        (22, "ordinal", "22nd"), (103, "ordinal", "103rd"), (21, "cardinalText", "Twenty-one"), (20, "ordinalText", "Twentieth"),
        (105, "ordinalText", "One hundred fifth"), (12, "ordinalText", "Twelfth"), (3, "chicago", "‡"), (5, "chicago", "**"),
        (7, "numberInDash", "- 7 -"), (255, "hex", "FF"), (3, "none", ""), (6, "thaiCounting", "6"), (0, "lowerLetter", "0"),
    ],
)  # fmt: skip
def test_numerals(number: int, form: str, shown: str) -> None:
    assert numeral(number, form) == shown


def test_a_custom_form_pads_with_noughts() -> None:
    assert numeral(7, "custom", "001, 002, 003, ...") == "007"
