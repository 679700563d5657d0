"""Minutes: decisions and actions, who came, and numbers beside paragraphs in a table."""

from __future__ import annotations

import pytest

from ingest.readers.text import read_text
from ingest.structure import structure
from ingest.structure.units import Unit


def _kinds(text: str) -> list[str]:
    reading = read_text(text.encode())
    return [block.kind for block in structure(reading.text, reading.units)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("RESOLVED: that the oak be kept.", "decision"),
        ("It was RESOLVED that the oak be kept.", "decision"),
        ("Resolved - that the oak be kept.", "decision"),
        ("The Harbour Committee resolved that the oak be kept.", "decision"),
        ("Cabinet RESOLVED to keep the oak.", "decision"),
        ("Decision: the oak is kept.", "decision"),
        ("Agreed: the oak is kept.", "decision"),
        ("Proposed by Cllr Moss, seconded by Cllr Reed and agreed that the oak be kept.", "decision"),
        ("It was proposed by Cllr Moss and seconded by Cllr Reed and carried.", "decision"),
        ("ACTION: Tom to write to the county.", "action"),
        ("**ACTION:** Tom to write to the county.", "action"),
        ("Action (CF): write to the county.", "action"),
        ("Action point 3: write to the county.", "action"),
        ("Actions agreed: write to the county.", "action"),
        ("The county has not replied. ACTION: Clerk", "action"),
        ("The county resolved the matter last year.", "paragraph"),
        ("Cllr Moss proposed a walk along the wall.", "paragraph"),
        ("Action is needed on the wall.", "paragraph"),
        ("Members agreed with the view of the clerk.", "paragraph"),
        ("Present: Cllr A Finch (Chair), Cllr B Moss", "contact"),
        ("In attendance: P. Rook (Clerk)", "contact"),
        ("**Apologies:** Cllr D Vane", "contact"),
        ("Apologies: these were received from two members who had been held up at sea.", "paragraph"),
    ],
)
def test_what_a_line_of_minutes_is(line: str, kind: str) -> None:
    assert (
        _kinds(f"# Minutes\n\n## 4 Trees\n\nThe oak was looked at by the county in March of this year.\n\n{line}\n")[-1]
        == kind
    )


def test_a_list_that_a_decision_opens_is_decided() -> None:
    text = "## 4 Shelter\n\nIt was resolved that:\n\n(a) the roof be mended; and\n\n(b) the clerk write to the county.\n\nMembers thanked the clerk for the work.\n"
    assert _kinds(text) == ["heading", "decision", "decision", "decision", "paragraph"]


def test_what_stands_under_an_action_heading_is_an_action() -> None:
    text = "47/23 Trees\n\nDecision\n\nThe oak will be felled.\n\nActions\n\n- Clerk to book the surgeon.\n\n48/23 Roads\n\nThe county mends them.\n\n49/23 Bins\n\nThey are full.\n"
    assert _kinds(text) == [
        "heading",
        "heading",
        "decision",
        "heading",
        "action",
        "heading",
        "paragraph",
        "heading",
        "paragraph",
    ]


def _rows(*rows: tuple[str, ...]) -> list[tuple[str, str | None, str | None]]:
    units, start = [], 0
    for cells in rows:
        words = " ".join(cell for cell in cells if cell)
        units.append(Unit(start, start + len(words) + 1, words, kind="table_row", cells=cells))
        start += len(words) + 1
    blocks = structure("".join(unit.text + "\n" for unit in units), units)
    return [(block.kind, block.number, block.paragraph) for block in blocks]


def test_a_table_that_sets_numbers_beside_paragraphs_is_read_as_paragraphs() -> None:
    long = "The county wrote to say that the wall would be mended in the spring, and members were glad of it."
    assert _rows(
        ("1", long),
        ("2", long + " RESOLVED that the clerk reply."),
        ("", "The letter was read out by the chairman to all who had come."),
        ("3", long),
    ) == [
        ("paragraph", "1", "1"),
        ("decision", "2", "2"),
        ("paragraph", None, "2"),
        ("paragraph", "3", "3"),
    ]


def test_a_table_of_actions_stays_a_table() -> None:
    rows = [
        (str(n), "Write to the county about the wall and ask when it will be mended", "Clerk", "June")
        for n in (1, 2, 3)
    ]
    assert [kind for kind, _, _ in _rows(("No", "Action", "Owner", "By when"), *rows)] == ["table_row"] * 4
    assert [kind for kind, _, _ in _rows(("1", "Dredging"), ("2", "Lights"), ("3", "Paint"))] == ["table_row"] * 3


def test_an_item_with_its_words_on_its_own_line_does_not_stand_under_the_item_before() -> None:
    text = "# Minutes\n\n## 08.23.05 Finance\n\nBills were paid.\n\n08.23.06 Playground: members had seen the costs and asked for a second quote.\n\nIt is due in May.\n"
    reading = read_text(text.encode())
    blocks = structure(reading.text, reading.units)
    assert [(b.section[-1], b.paragraph) for b in blocks[2:]] == [
        ("08.23.05 Finance", None),
        ("Minutes", "08.23.06"),
        ("Minutes", "08.23.06"),
    ]


def test_lines_of_a_title_block_and_of_a_signature_are_no_headings() -> None:
    units, start = [], 0
    for words in (
        "MINUTES OF THE QUAY COUNCIL",
        "HELD IN THE VILLAGE HALL",
        "ON",
        "The council met and looked at the wall for the whole of the evening.",
        "Signed ………………………… Dated …………………",
        "Chair, Quay Council",
    ):
        units.append(Unit(start, start + len(words) + 1, words, bold=not words.endswith("."), size=11.0))
        start += len(words) + 1
    blocks = structure("".join(unit.text + "\n" for unit in units), units)
    assert [block.kind for block in blocks] == [
        "heading",
        "paragraph",
        "paragraph",
        "paragraph",
        "paragraph",
        "paragraph",
    ]


TABBED = """Quay Parish Council

Minutes of the meeting of Quay Parish Council held on Wednesday 5 May 2021.

Present:

Cllr Mr A Holm (Chair)

Cllr Mrs B Stone

In Attendance:

One member of the public

21.44\tELECTION OF CHAIR

It was RESOLVED that Cllr Holm be Chair.

21.45\tDeclarations of interest

There were none.

21.46\tPLANNING

21.46.1 The clerk spoke of three plans.
"""


def test_items_set_with_tabs_are_headings_and_those_who_came_are_contacts() -> None:
    assert _kinds(TABBED) == [
        "heading", "paragraph", "contact", "contact", "contact", "contact", "contact",
        "heading", "decision", "heading", "paragraph", "heading", "paragraph",
    ]  # fmt: skip


def test_a_list_of_those_who_came_ends_where_the_business_begins() -> None:
    text = 'MINUTES OF THE QUAY BOARD\n\nOFFICIALS IN ATTENDANCE:\n\nTreasurer (Mr. P. Dale), Harbour Master (Ms. C. Curl).\n\n1.\n\nThe minutes were taken as read.\n\n(a)\n\nThose of March.\n\n(b)\n\nThose of April.\n\nProposed by Cllr Dale; Seconded by Cllr Foy; And Resolved:\n\n"That they be signed."\n\n2.\n\nThe land was sold.\n'
    reading = read_text(text.encode())
    assert [(b.kind, b.paragraph) for b in structure(reading.text, reading.units)][2:] == [
        ("contact", None), ("paragraph", "1"), ("paragraph", "1"), ("paragraph", "1(a)"), ("paragraph", "1(a)"), ("paragraph", "1(b)"), ("paragraph", "1(b)"),
        ("decision", "1"), ("decision", "1"), ("paragraph", "2"), ("paragraph", "2"),
    ]  # fmt: skip


def test_minute_numbers_with_letters_before_the_items_of_the_agenda() -> None:
    text = "C048/23 1. APOLOGIES FOR ABSENCE.\n\nCllr Stone was away.\n\nC049/23 2. INTERESTS.\n\nNone.\n\nC050/23 3. QUESTIONS.\n\nNone came.\n"
    reading = read_text(text.encode())
    assert [(b.kind, b.number) for b in structure(reading.text, reading.units)][::2] == [
        ("heading", "C048/23"),
        ("heading", "C049/23"),
        ("heading", "C050/23"),
    ]


def test_a_named_part_over_its_words_is_a_heading_and_a_list_of_parts_is_none() -> None:
    text = "## Action\n\n- Officers to write.\n\nAppendix A - Attendance\n\nThe chair and four members came to the meeting in the hall.\n\n## Papers\n\nAppendix 1 - Map\n\nAppendix 2 - Costs\n\nAppendix 3 - Deeds\n"
    assert _kinds(text) == [
        "heading",
        "action",
        "heading",
        "paragraph",
        "heading",
        "paragraph",
        "paragraph",
        "paragraph",
    ]


def test_a_question_whose_marks_were_printed_is_a_question() -> None:
    units = [Unit(0, 40, "*Question: How often do you cross?"), Unit(40, 60, "*Base: All (n = 9)*")]
    assert [block.kind for block in structure("x" * 60, units)] == ["survey_question", "survey_question"]
