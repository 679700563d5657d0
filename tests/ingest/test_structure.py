"""Structure of papers written for the purpose: sections, paragraphs, items, furniture."""

from __future__ import annotations

from core.documents import Block
from ingest.readers.text import read_text
from ingest.structure import structure


def _blocks(text: str) -> tuple[str, tuple[Block, ...]]:
    reading = read_text(text.encode())
    return reading.text, structure(reading.text, reading.units)


def _one(text: str, words: str) -> Block:
    source, blocks = _blocks(text)
    found = [block for block in blocks if words in block.span.of(source)]
    assert len(found) == 1
    return found[0]


PAPER = """# Harbour review

## 1. Purpose

1.1 This paper sets out three steps. The steps are:

- dredge the channel;
- mend the wall.

1.2 The team agreed that:
(a) fees rise; and
(b) grants end, except
  (i) for lifeboats.

## 2. Next steps

12. Work starts in May.

It ends in June.
"""


def test_a_paragraph_stands_in_its_section_with_its_number() -> None:
    block = _one(PAPER, "This paper sets out")
    assert (block.kind, block.number, block.paragraph) == ("paragraph", "1.1", "1.1")
    assert block.section == ("Harbour review", "1. Purpose")


def test_items_carry_their_paragraph_and_lead_in() -> None:
    source, blocks = _blocks(PAPER)
    item = next(block for block in blocks if "dredge" in block.span.of(source))
    assert (item.kind, item.paragraph) == ("list_item", "1.1")
    assert item.lead_in is not None
    assert item.lead_in.of(source) == "The steps are:"


def test_lettered_items_are_cited_with_their_parents() -> None:
    assert _one(PAPER, "grants end").paragraph == "1.2(b)"
    assert _one(PAPER, "for lifeboats").paragraph == "1.2(b)(i)"


def test_an_unnumbered_paragraph_continues_the_numbered_one_until_the_next_heading() -> None:
    assert _one(PAPER, "It ends in June").paragraph == "12"
    assert _one(PAPER + "\n## 3. Costs\n\nThere are none.\n", "There are none").paragraph is None


def test_minutes_have_decisions_and_actions() -> None:
    text = "# Minutes\n\n## 4 Bus shelters\n\nThe clerk spoke.\n\n#### Decision\n\nThe shelter will be moved.\n\n**Action**\n\n- Clerk to write to the firm.\n"
    decision, action = _one(text, "will be moved"), _one(text, "Clerk to write")
    assert (decision.kind, decision.section[-1]) == ("decision", "Decision")
    assert (action.kind, action.section[-2:]) == ("action", ("4 Bus shelters", "Action"))
    assert _one("## 5 Trees\n\nRESOLVED: That the oak be kept.\n", "the oak").kind == "decision"


def test_survey_figures_are_captions_questions_and_bases() -> None:
    text = "**Figure 2: Who uses the ferry**\n\n*Question: How often do you cross?*\n*Base: All residents (n = 212)*\n\n“It is the only way for us to reach the surgery in winter”\n"
    assert _one(text, "Who uses").kind == "caption"
    assert _one(text, "How often").kind == "survey_question"
    assert _one(text, "n = 212").kind == "survey_question"
    assert _one(text, "only way").kind == "quotation"


def test_contents_and_attendance_are_told_from_the_body() -> None:
    text = "# Contents\n\nPurpose\t2\nCosts\t14\n\n# Purpose\n\nWe repair boats.\n\n## Attendance\n\nCllr Ann Roe\tDeal\nCllr Bo Lee\tHythe\n"
    assert _one(text, "Costs").kind == "contents"
    assert _one(text, "Ann Roe").kind == "contact"
    assert _one(text, "We repair").section == ("Purpose",)


def test_an_agenda_pack_is_cut_into_its_items() -> None:
    text = (
        "# Ferry Board\n\n## Agenda\n\n1. Minutes of the previous meeting\t1 - 2\n2. Harbour dues for next year\t3 - 6\n3. Winter timetable options\t7 - 9\n\n"
        "## Harbour dues for next year\n\nContact officer: Jo Marsh\n\nDues stay the same.\n\n## Winter timetable options\n\nTwo boats run.\n"
    )
    dues, boats = _one(text, "Dues stay"), _one(text, "Two boats")
    assert dues.item is not None and (dues.item.number, dues.item.title, dues.item.officer) == (
        "2",
        "Harbour dues for next year",
        "Jo Marsh",
    )
    assert boats.item is not None and boats.item.number == "3"
    assert _one(text, "1. Minutes of").kind == "contents"


def test_first_lines_that_differ_only_in_digits_are_paragraphs_not_furniture() -> None:
    text = "\f".join(
        f"{n}.1 The quay keeper must log visit {n} in the book.\nMore words of page {n}.\n" for n in (1, 2, 3)
    )
    source, blocks = _blocks(text)
    assert [block.number for block in blocks if block.number] == ["1.1", "2.1", "3.1"]
    assert not [block for block in blocks if block.kind == "furniture" and block.span.of(source).strip()]


def test_running_headers_and_page_numbers_of_paged_text_are_furniture() -> None:
    text = "\f".join(
        f"Quay Committee papers\n\nPoint {word} is settled now.\n\nPage {n} of 4\n"
        for n, word in enumerate(("one", "two", "three", "four"), 1)
    )
    source, blocks = _blocks(text)
    kept = [block.span.of(source).strip() for block in blocks if block.kind != "furniture"]
    assert kept == [
        "Point one is settled now.",
        "Point two is settled now.",
        "Point three is settled now.",
        "Point four is settled now.",
    ]


def test_a_sentence_cut_by_a_page_break_is_one_sequence() -> None:
    text = "3.2 The grant will be spent on the\f\nnew slipway and its lights.\n"
    block = _one(text, "new slipway")
    assert (block.paragraph, "continued" in block.flags) == ("3.2", True)
