"""Plain text and Markdown: which lines are one paragraph, which are titles, rows, rules; nothing lost, every offset true."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents import check_tiling
from ingest.readers.text import decode, read_text
from ingest.structure import structure

WRAPPED = (
    "The harbour master said that the works on the slipway had gone well and\n"
    "that the last of the stone would be laid by the end of the month. The\n"
    "members thanked the crew.\n"
    "Fees for visiting boats were then discussed at some length by all of the\n"
    "members who were present, and it was left to the clerk to write to the\n"
    "owners of the boats before the season.\n"
    "Dates for the next three meetings were read out by the clerk and were put\n"
    "on the board outside the hall, where the public may see them at any hour\n"
    "of the day.\n"
)
LINES = (
    "The harbour master said that the works on the slipway had gone well and were now done.\n"
    "Fees for visiting boats were discussed.\n"
    "The clerk will write to the owners of all boats before the season, and to the yard as well.\n"
    "Dates for three meetings were read out.\n"
    "The public may see them on the board outside the hall at any hour of the day or of the night, it was said, and on the page of the council.\n"
    "Members thanked the crew for the works that they had done through the winter on the slipway.\n"
    "There was nothing else to be said, and so the chair closed the meeting at half past nine.\n"
    "The next meeting is in May.\n"
)


def _units(text: str) -> list[tuple[str | None, str]]:
    return [(unit.kind, unit.text) for unit in read_text(text.encode()).units]


def test_wrapped_lines_are_paragraphs_again() -> None:
    words = [text for _, text in _units(WRAPPED)]
    assert [text.split()[0] for text in words] == ["The", "Fees", "Dates"]
    assert words[0].endswith("The members thanked the crew.")


def test_where_each_line_is_a_paragraph_none_is_joined() -> None:
    assert [text for _, text in _units(LINES)] == LINES.splitlines()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_any_line_end_will_do(end: str) -> None:
    source = WRAPPED.replace("\n", end)
    made = read_text(source.encode())
    assert (made.text, len(made.units)) == (source, 3)


def test_a_title_above_wrapped_text_is_not_run_into_it() -> None:
    text = "Slipway works\nThe works on the slipway went well and were done before the end of\nthe month.\n"
    assert [words for _, words in _units(text)] == [
        "Slipway works",
        "The works on the slipway went well and were done before the end of the month.",
    ]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Fees\n====\n\nThey rise.\n", [("heading", "Fees"), ("furniture", ""), (None, "They rise.")]),
        ("Fees\n----\nThey rise.\n", [("heading", "Fees"), ("furniture", ""), (None, "They rise.")]),
        ("They rise.\n---\n", [(None, "They rise."), ("furniture", "")]),
        ("One\ntwo\n---\n", [(None, "One two"), ("furniture", "")]),
        ("# Fees #\n#no heading\n", [("heading", "Fees"), (None, "#no heading")]),
        ("a | b\n--|--\nc | d\ne | f\n\ng | h\n", [("table_row", "a b"), ("furniture", ""), ("table_row", "c d"), ("table_row", "e f"), (None, "g | h")]),
        ("| a | b |\n|---|:-:|\n| c | |\n", [("table_row", "a b"), ("furniture", ""), ("table_row", "c")]),
        ("> We waited\n> a year.\n>\n> No lamp came.\n", [("quotation", "We waited a year."), ("quotation", ""), ("quotation", "No lamp came.")]),
        ("```\n# no heading\n- no item\n```\nText.\n", [("furniture", ""), (None, "# no heading"), (None, "- no item"), ("furniture", ""), (None, "Text.")]),
        ("```\n# Heading\nText.\n", [(None, "```"), ("heading", "Heading"), (None, "Text.")]),
        ("Text.\n\n[1]: https://quay.example 'x'\n", [(None, "Text."), ("furniture", "")]),
        ("[^1]: Harbour survey.\n", [("footnote", "Harbour survey.")]),
        ("Fees ........ 3\nBerths ...... 4\nLamps ....... 12\n", [(None, "Fees ........ 3"), (None, "Berths ...... 4"), (None, "Lamps ....... 12")]),
    ],
)  # fmt: skip
def test_marks_of_markdown(text: str, units: list[tuple[str | None, str]]) -> None:
    assert _units(text) == units


def test_a_table_drawn_with_spaces_gives_rows_and_cells() -> None:
    text = "Coast        2031   2033\nNorth           4      9\nSouth west     12\n\nThe rest was not counted.\n"
    units = read_text(text.encode()).units
    assert [(unit.kind, unit.cells) for unit in units] == [
        ("table_row", ("Coast", "2031", "2033")),
        ("table_row", ("North", "4", "9")),
        ("table_row", ("South west", "12", "")),
        (None, ()),
    ]


def test_two_columns_of_prose_are_no_table() -> None:
    left = "the works on the slipway had gone well and were done"
    right = "fees for visiting boats were then discussed at some length"
    assert {kind for kind, _ in _units(f"{left}     {right}\n" * 5)} == {None}


def test_words_in_a_comment_are_hidden() -> None:
    made = read_text(b"Seen.\n\n<!-- Trap -->\n<!-- more\ntrap -->\nSeen too.\n")
    assert [(unit.text, unit.flags) for unit in made.units] == [
        ("Seen.", ()), ("Trap", ("hidden",)), ("more", ("hidden",)), ("trap", ("hidden",)), ("Seen too.", ()),
    ]  # fmt: skip
    assert made.warnings == ("hidden_text",)


def test_running_lines_of_pages_are_furniture() -> None:
    pages = [
        f"Quay Council\n\nThe {word} pier is to be mended.\n\nPage {n}\n"
        for n, word in enumerate(("old", "new", "long"), 1)
    ]
    made = read_text("\f".join(pages).encode())
    blocks = structure(made.text, made.units)
    assert [(block.kind, block.page) for block in blocks] == [("furniture", n) if k != 1 else ("paragraph", n) for n in (1, 2, 3) for k in range(3)]  # fmt: skip
    assert made.page_starts == (0, len(pages[0]) + 1, len(pages[0]) + len(pages[1]) + 2)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é – £".encode("utf-8-sig"), "é – £"),
        ("é – £".encode("utf-16"), "é – £"),
        ("é – £".encode("utf-16-le"), "é – £"),
        ("fees – £5 each".encode("utf-16-be"), "fees – £5 each"),
        ("é – £".encode("utf-32"), "é – £"),
        ("é – £".encode("cp1252"), "é – £"),
        ("é – £ and more ".encode() * 4 + b"\x93stray\x94", "é – £ and more " * 4 + "“stray”"),
        (b"\x81\x8d", "\x81\x8d"),
        (b"", ""),
    ],
)
def test_letters_whatever_the_encoding(data: bytes, text: str) -> None:
    assert decode(data) == text


_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "# a", "===", "---", "a | b", "--|--", "a   b   c", "```", "<!-- x", "-->", "> q", "- i", "1. n", "\f", "[^1]: f", "[r]: u", "\ta\tb", "  deep   gap", "word " * 14, "End of it."]
        ),
        st.text(max_size=20),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(_LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_units_tile_any_text_and_blocks_do(lines: list[str], end: str) -> None:
    made = read_text(end.join(lines).encode("utf-8", "surrogatepass"))
    check_tiling(made.text, structure(made.text, made.units))
    shown = "".join(unit.text for unit in made.units)
    assert all(shown.count(word) == made.text.count(word) for word in ("deep", "gap", "word", "End"))
