"""What is furniture and what is not, numbers alone on their line, numbers that look like dates, two meetings in one file."""

from __future__ import annotations

from core.documents import Block
from ingest.readers.text import read_text
from ingest.structure import structure
from ingest.structure.furniture import furniture
from ingest.structure.numbering import label_number
from ingest.structure.units import Unit


def _read(source: str) -> list[tuple[str, str | None, str]]:
    text, blocks = _blocks(source)
    return [(block.kind, block.number, " ".join(block.span.of(text).split())) for block in blocks]


def _blocks(source: str) -> tuple[str, tuple[Block, ...]]:
    reading = read_text(source.encode())
    return reading.text, structure(reading.text, reading.units)


def test_the_same_numbered_heading_on_every_short_page_is_a_heading() -> None:
    pages = "\f".join(f"1. Purpose\n\nPort {name} asks for a lamp.\n" for name in ("Ash", "Elm", "Oak", "Yew"))
    made = _read(pages)
    assert [entry for entry in made if entry[0] == "furniture"] == []
    assert [entry[:2] for entry in made if entry[2] == "1. Purpose"] == [("heading", "1")] * 4


def test_a_numbered_line_in_small_print_above_every_page_is_a_running_line() -> None:
    def page(n: int, size: float) -> list[Unit]:
        head = Unit(0, 0, "2. Our method", size=size, page=n, edge=1)
        words = Unit(0, 0, f"What the pilots of port {'abc'[n - 1]} told us in their own words.", size=11.0, page=n)
        return [head, words]

    small = [unit for n in (1, 2, 3) for unit in page(n, 8.0)]
    whole = [unit for n in (1, 2, 3) for unit in page(n, 11.0)]
    assert furniture(small) == [True, False] * 3
    assert furniture(whole) == [False] * 6


def test_the_lines_that_head_each_report_of_a_pack_are_no_running_lines() -> None:
    pages = "\f".join(
        f"To: Harbour Board\nFrom: The pilot\nSubject: Lamps at {name}\n\nPort {name} asks for a lamp.\n"
        for name in ("Ash", "Elm", "Oak", "Yew")
    )
    made = _read(pages)
    assert [entry[2] for entry in made if entry[0] == "furniture"] == []
    assert [entry[2] for entry in made].count("To: Harbour Board") == 4


def test_one_label_alone_above_every_page_is_a_running_line() -> None:
    pages = "\f".join(f"Date: 4 May 2031\n\nPort {name} asks for a lamp.\n" for name in ("Ash", "Elm", "Oak", "Yew"))
    assert [entry[2] for entry in _read(pages) if entry[0] == "furniture"] == ["Date: 4 May 2031"] * 4


def test_a_number_alone_on_its_line_belongs_to_the_title_below_it() -> None:
    made = _read(
        "1.\nPurpose\n\nThis paper asks the board to agree a plan for its lamps.\n\n2.\n\nDues\n\n2.1 They rise.\n"
    )
    assert made == [
        ("heading", "1", "1. Purpose"),
        ("paragraph", None, "This paper asks the board to agree a plan for its lamps."),
        ("heading", "2", "2. Dues"),
        ("paragraph", "2.1", "2.1 They rise."),
    ]


def test_a_number_alone_before_a_sentence_stays_a_paragraph() -> None:
    made = _read("3.1\n\nThe board agreed the plan for the lamps of the outer harbour.\n")
    assert [entry[:2] for entry in made] == [("paragraph", "3.1"), ("paragraph", None)]


def test_a_number_that_looks_like_a_date_is_one_of_its_series() -> None:
    made = _read("13.5.9 Pilots keep a book.\n\n13.5.10 the master signs it.\n\n13.5.11\n\n14.6.11 was the day.\n")
    assert [entry[1] for entry in made] == ["13.5.9", "13.5.10", "13.5.11", None]


def test_a_number_of_a_list_is_never_a_date() -> None:
    printed = label_number("13.5.10")
    assert printed is not None and (printed.number, printed.parts) == ("13.5.10", ("13", "5", "10"))


def test_groups_in_a_table_of_members_are_no_headings() -> None:
    source = (
        "# Harbour Board\n\n## Harbour Board - Membership\n\n| Member | Port |\n|---|---|\n| **Labour ( 2 )** | |\n"
        "| Cllr Ann Roe | Ash |\n| **Substitutes** | |\n| Cllr Jo Marsh | Elm |\n"
    )
    assert [entry[2] for entry in _read(source) if entry[0] == "heading"] == [
        "# Harbour Board",
        "## Harbour Board - Membership",
    ]


def test_a_second_set_of_minutes_stands_under_its_own_title() -> None:
    source = (
        "# MINUTES OF THE ANNUAL MEETING OF ASH QUAY COUNCIL\n\nHELD ON 4th May 2031\n\n# 1. Chair\n\nAnn Roe took it.\n\n"
        "## MINUTES OF THE ASH QUAY COUNCIL MEETING\n\nON 5th May 2031\n\n## 05.31.01 Apologies\n\nNone came.\n"
    )
    text, blocks = _blocks(source)
    sections = {" ".join(block.span.of(text).split()): block.section for block in blocks}
    assert sections["Ann Roe took it."] == ("MINUTES OF THE ANNUAL MEETING OF ASH QUAY COUNCIL", "1. Chair")
    assert sections["None came."] == ("MINUTES OF THE ASH QUAY COUNCIL MEETING", "05.31.01 Apologies")


def test_items_of_an_agenda_are_blocks_each_without_blank_lines() -> None:
    made = _read("Agenda\n1. Welcome\n2. Dues\na) Pilots\nb) Boats\nTime: 7 pm\nVenue: The net loft\n")
    assert [entry[2] for entry in made] == [
        "Agenda", "1. Welcome", "2. Dues", "a) Pilots", "b) Boats", "Time: 7 pm", "Venue: The net loft",
    ]  # fmt: skip


def test_a_wrapped_sentence_that_goes_on_with_a_letter_is_one_paragraph() -> None:
    made = _read("The board heard that the pilots of the outer harbour\nand a. Marsh of Elm had met.\n")
    assert len(made) == 1


def test_runs_of_blank_lines_and_page_breaks_are_read_whole() -> None:
    text, blocks = _blocks("One.\n" + "\n" * 50_000 + "\f \n" * 2_000 + "Two.\n")
    assert [block.span.of(text).strip() for block in blocks] == ["One.", "Two."]
    assert blocks[0].span.end == blocks[1].span.start and blocks[1].page == 2_001
