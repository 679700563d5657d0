"""Agenda packs of made-up councils, each laid out as some real ones are: where items begin, their titles, dates, officers."""

from __future__ import annotations

import pytest

from core.documents import Block
from ingest.readers.pdf import read_pdf
from ingest.readers.text import read_text
from ingest.structure import structure
from tests.ingest.papers import Placed, make_pdf

Row = tuple[str | None, str | None, str | None, str | None]


def _pack(text: str) -> tuple[str, tuple[Block, ...]]:
    reading = read_text(text.encode())
    return reading.text, structure(reading.text, reading.units)


def _items(blocks: tuple[Block, ...]) -> list[Row]:
    found: list[Row] = []
    for block in blocks:
        row = (block.item.number, block.item.title, block.item.date, block.item.officer) if block.item else None
        if row is not None and (not found or found[-1] != row):
            found.append(row)
    return found


def _item_of(source: str, blocks: tuple[Block, ...], words: str) -> str | None:
    found = [block for block in blocks if words in " ".join(block.span.of(source).split())]
    assert len(found) == 1, words
    return found[0].item.number if found[0].item else None


STAMPED = """Public Document Pack

Wexmouth District Council

Cabinet

Date: Tuesday 12 September 2023
Time: 6.00 pm
Venue: Council Chamber, Market Hill

AGENDA

1.  Apologies for absence

2.  Declarations of interest

To receive any declarations under the code of conduct. Members who have an interest in a matter on this agenda
should say so now, and leave the room where the interest is one that the code calls a disclosable pecuniary interest.

3.  Minutes (Pages 5 - 8)

To approve the minutes of the meeting held on 11 July 2023.

4.  Sea wall repairs: award of contract (Pages 9 - 14)

5.  Revenue budget monitoring, quarter 1 2023/24 (Pages 15 - 22)

6.  Exclusion of the press and public

To resolve that under section 100A(4) of the Local Government Act 1972 the press and public leave the meeting while the
following item is considered, because exempt information as defined in paragraph 3 of Part 1 of Schedule 12A would
otherwise be made known to them, and because the public interest in keeping it to ourselves outweighs that in telling.

7.  Sale of land at Ferry Lane (Pages 23 - 30)
\fAgenda Item 3

Minutes of a meeting of the Cabinet held on 11 July 2023

Present: Cllr Rosa Thorne, Cllr Idris Vale

1. Apologies for absence

There were none.

4. Sea wall repairs: award of contract

The item was put off to September.

Page 5
\fAgenda Item 4

Report to: Cabinet
Date: 12 September 2023
Title: Sea wall repairs: award of contract
Report of: Director of Coast and Harbours
Contact officer: Mina Okafor, tel 01632 960 123

1. Purpose

1.1 This report asks for the contract to be let.

2. Background

2.1 The wall was breached in January.

Page 9
\f3. Options

3.1 There are two bidders.

Page 10
\fAgenda Item 5

Report to: Cabinet
Date: 12 September 2023
Title: Revenue budget monitoring, quarter 1 2023/24
Lead officer: Piers Hallam

1. Summary

1.1 An overspend of £1.2m is forecast.

Page 15
\fAppendix 1

Service by service

Parks spent less than planned.

Page 18
"""


def test_stamped_reports_with_minutes_exempt_items_and_items_without_a_report() -> None:
    source, blocks = _pack(STAMPED)
    assert _items(blocks) == [
        ("3", "Minutes", "11 July 2023", None),
        ("4", "Sea wall repairs: award of contract", "12 September 2023", "Mina Okafor"),
        ("5", "Revenue budget monitoring, quarter 1 2023/24", "12 September 2023", "Piers Hallam"),
    ]
    for words, number in (
        ("put off to September", "3"),
        ("Report to: Cabinet Date: 12 September 2023 Title: Sea", "4"),
        ("two bidders", "4"),
        ("overspend", "5"),
        ("Parks spent", "5"),
        ("Sale of land", None),
        ("press and public leave", None),
    ):
        if words.startswith("Report"):
            continue
        assert _item_of(source, blocks, words) == number, words


BOARD = """# Northern Waters Board

Agenda

Thursday, 2 March 2023, 11.00 am

Item | Page
1. Welcome and declarations of interest\t
2. Flood resilience grants\t1 - 6
3. Skills for water engineers\t7 - 12
4. Notes of the last meeting\t13 - 18

## Agenda Item 2

## Flood resilience grants

### Purpose of report

For direction.

### Contact details

Contact officer: Tamsin Oyelaran
Position: Adviser
Phone no: 01632 960555
Email: tamsin@example.org

### Background

1. Grants opened in June.

2. Forty bids came in.

## Agenda Item 3

## Skills for water engineers

### Purpose of report

For information.

### Contact details

Contact officer: Huw Prosser
Position: Senior Adviser

### Background

1. Colleges train too few people.

## Agenda Item 4

## Note of last Northern Waters Board meeting

**Date:** 8 December 2022

#### 2 Flood resilience grants

Members asked for a paper in March.

#### 3 Skills for water engineers

The item was noted.
"""


def test_a_national_board_with_officer_blocks_and_the_last_notes_at_the_end() -> None:
    source, blocks = _pack(BOARD)
    assert _items(blocks) == [
        ("2", "Flood resilience grants", None, "Tamsin Oyelaran"),
        ("3", "Skills for water engineers", None, "Huw Prosser"),
        ("4", "Notes of the last meeting", "8 December 2022", None),
    ]
    assert _item_of(source, blocks, "Forty bids") == "2"
    assert _item_of(source, blocks, "asked for a paper in March") == "4"
    assert _item_of(source, blocks, "The item was noted") == "4"


COUNTY = """Saltmarsh County Council

CABINET COMMITTEE FOR ROADS

Wednesday, 17 May 2023 at 10.00 am

UNRESTRICTED ITEMS

A - Committee Business

A1 Introduction
A2 Apologies and Substitutes
A3 Minutes of the meeting held on 8 March 2023 (Pages 1 - 4)

B - Key or significant decisions

B1 23/00031 - Gritting contract (Pages 5 - 10)

C - Other items

C1 Verge cutting: results of the trial (Pages 11 - 16)
C2 Work programme (Pages 17 - 18)
\fA3

SALTMARSH COUNTY COUNCIL

MINUTES of a meeting of the Cabinet Committee for Roads held in the Shire Hall on 8 March 2023.

PRESENT: Mr A Bray (Chairman), Ms T Quill

12. Verge cutting: results of the trial
(Item C2)

RESOLVED that the trial go on until May.
\fFrom: Ann Lister, Cabinet Member for Highways
Barnaby Coe, Corporate Director of Growth

To: Cabinet Committee for Roads - 17 May 2023

Subject: Gritting contract

Decision no: 23/00031

Classification: Unrestricted

1. Introduction

1.1 The contract ends in October.

2. Recommendation

2.1 The Committee is asked to endorse the decision.

Contact details

Report Author:
Delia Frost
Head of Winter Service
01632 960777
\fFrom: Barnaby Coe, Corporate Director of Growth

To: Cabinet Committee for Roads - 17 May 2023

Subject: Verge cutting: results of the trial

Classification: Unrestricted

1. Introduction

1.1 Three roads were left uncut.
"""


def test_a_county_pack_whose_reports_have_headers_and_lettered_items() -> None:
    source, blocks = _pack(COUNTY)
    assert _items(blocks) == [
        ("A3", "Minutes of the meeting held on 8 March 2023", "8 March 2023", None),
        ("B1", "23/00031 - Gritting contract", "17 May 2023", "Delia Frost"),
        ("C1", "Verge cutting: results of the trial", "17 May 2023", "Barnaby Coe, Corporate Director of Growth"),
    ]
    assert _item_of(source, blocks, "go on until May") == "A3"
    assert _item_of(source, blocks, "ends in October") == "B1"
    assert _item_of(source, blocks, "Three roads") == "C1"


PARISH = """# Little Barrow Parish Council

## Agenda for the meeting on 4 April 2024

24/031 Apologies for absence

24/032 Declarations of interest

24/033 Finance: payments for March

24/034 Playground survey

24/035 Date of next meeting

Signed: P. Rook, Clerk

## 24/033 Finance: payments for March

Prepared by: P. Rook

The payments come to £812.40.

## 24/034 Playground survey

Author: Cllr Jan Weir

The swing needs two new chains.
"""


def test_a_parish_agenda_with_minute_numbers_and_papers() -> None:
    source, blocks = _pack(PARISH)
    assert _items(blocks) == [
        ("24/033", "Finance: payments for March", None, "P. Rook"),
        ("24/034", "Playground survey", None, "Cllr Jan Weir"),
    ]
    assert _item_of(source, blocks, "two new chains") == "24/034"
    assert _item_of(source, blocks, "Signed") is None


SUPPLEMENT = """Public Document Pack

Supplementary agenda

Planning Committee, 6 June 2023
\fAgenda Item 7

Report of the Head of Planning

Application 23/0417: Mill Quay

Late letters of objection

Two more letters came in after the agenda went out.
\fAgenda Item 9a

Report of the Head of Planning

Enforcement at Tanner's Row

The notice ran out on 1 June.
"""


def test_a_supplementary_pack_without_a_list_of_items() -> None:
    source, blocks = _pack(SUPPLEMENT)
    assert [row[0] for row in _items(blocks)] == ["7", "9a"]
    assert [row[3] for row in _items(blocks)] == ["the Head of Planning", "the Head of Planning"]
    assert _item_of(source, blocks, "Two more letters") == "7"
    assert _item_of(source, blocks, "ran out on 1 June") == "9a"


NESTED = """# Health and Care Partnership Board

## Agenda

| No | Item | Lead | Pages |
|---|---|---|---|
| 1 | Welcome | Chair | |
| 2 | Minutes of the previous meeting | Chair | 3-6 |
| 3 | Winter plan | E. Marlow | 7-12 |
| 3.1 | Beds and wards | E. Marlow | 13-15 |
| 3.2 | Ambulance waits | J. Bello | 16-20 |
| 4 | Any other business | Chair | |

## Minutes of the previous meeting

The Chair signed them.

## Item 3: Winter plan

| Date | 9 November 2023 |
|---|---|
| Report author | Esi Marlow |

Wards open in December.

1. Winter plan

The section that bears the title of the report is a part of it.

## Item 3.1: Beds and wards

| Meeting date: | 9 November 2023 |
|---|---|
| Lead officer: | Esi Marlow |

There are 40 more beds.

## Item 3.2: Ambulance waits

| Meeting date: | 9 November 2023 |
|---|---|
| Lead officer: | Jo Bello |

Waits fell by a third.

## Item 5: Late item on oxygen supply

The supplier failed on Tuesday.
"""


def test_items_in_items_and_a_late_one_that_no_agenda_lists() -> None:
    source, blocks = _pack(NESTED)
    assert _items(blocks) == [
        ("2", "Minutes of the previous meeting", None, None),
        ("3", "Winter plan", "9 November 2023", "Esi Marlow"),
        ("3.1", "Beds and wards", "9 November 2023", "Esi Marlow"),
        ("3.2", "Ambulance waits", "9 November 2023", "Jo Bello"),
        ("5", "Late item on oxygen supply", None, None),
    ]
    assert _item_of(source, blocks, "is a part of it") == "3"


FAR = """AGENDA

PART ONE

Item 1 Apologies
Item 2 Chairman's announcements
Item 3 Members' allowances
Item 4 Local plan: next stage

PART TWO (CONFIDENTIAL)

Item 5 Staffing in the harbour office

Membership

Cllr Ada Moss (Chair)
Cllr Ben Ives

How to find us

The hall stands by the church. Buses stop outside it every twenty minutes until ten in the evening.

ITEM NO. 3

COMMITTEE: Council
DATE: 21 February 2024
SUBJECT: Members' allowances
REPORT AUTHOR: Ola Brandt

1. INTRODUCTION

1.1 An independent panel sat in autumn.

2. STAFFING IN THE HARBOUR OFFICE

2.1 Not part of this report.

ITEM NO. 4

COMMITTEE: Council
DATE: 21 February 2024
SUBJECT: Local plan: next stage
REPORT AUTHOR: Kit Lowe

1. INTRODUCTION

1.1 The draft goes out in May.
"""


def test_reports_that_come_long_after_the_agenda_and_a_confidential_part() -> None:
    source, blocks = _pack(FAR)
    assert _items(blocks) == [
        ("3", "Members' allowances", "21 February 2024", "Ola Brandt"),
        ("4", "Local plan: next stage", "21 February 2024", "Kit Lowe"),
    ]
    assert _item_of(source, blocks, "independent panel") == "3"
    assert _item_of(source, blocks, "Not part of this report") == "3"
    assert _item_of(source, blocks, "Buses stop") is None


SINGLE = """# Bus lanes in the old town

Report to: Transport Committee
Date: 3 October 2023
Subject: Bus lanes in the old town
Report author: Nia Calder

## 1. Introduction

1.1 This paper sets out where lanes may go.

## 2. Proposals

2.1 Lanes open in spring.

## 3. Agenda for change

3.1 Three steps are planned.

1. Paint the lanes.
2. Put up signs.
3. Tell drivers.
"""


def test_one_report_is_no_pack() -> None:
    _, blocks = _pack(SINGLE)
    assert _items(blocks) == []


AGENDA_ONLY = """# Hill End Parish Council

Councillors are summoned to a meeting on 2 May 2024.

## AGENDA

1. Apologies for absence

2. To approve the minutes of 4 April 2024

3. Finance: to approve payments of £240 to Green & Sons

4. Date of next meeting
"""


def test_an_agenda_without_reports_keeps_its_numbered_business() -> None:
    source, blocks = _pack(AGENDA_ONLY)
    assert _items(blocks) == []
    assert [(b.kind != "contents", b.number) for b in blocks if "approve payments" in b.span.of(source)] == [
        (True, "3")
    ]


UNLISTED = "\f".join(
    f"""To: Harbour Board

From: {who}

Date: 5 July 2023

Subject: {what}

1. Purpose

1.1 {words}

1.2 The {what.lower()} of other harbours stand in the table that the Board saw in May.

1.3 Nothing else is asked for in the matter of {what.lower()}.

Papers on {what.lower()} are kept by {who}.
"""
    for who, what, words in (
        ("Lee Anders, Harbour Master", "Mooring fees", "Fees have stood still since 2019."),
        ("Uma Sands, Treasurer", "Reserves", "Reserves stand at £90,000."),
        ("Lee Anders, Harbour Master", "Dredging", "The channel silts up."),
    )
)


def test_reports_bound_together_without_an_agenda() -> None:
    source, blocks = _pack(UNLISTED)
    assert _items(blocks) == [
        (None, "Mooring fees", "5 July 2023", "Lee Anders, Harbour Master"),
        (None, "Reserves", "5 July 2023", "Uma Sands, Treasurer"),
        (None, "Dredging", "5 July 2023", "Lee Anders, Harbour Master"),
    ]
    words = {b.item.title: b.span.of(source) for b in blocks if b.item and b.paragraph == "1.1"}
    assert words["Reserves"].strip() == "1.1 Reserves stand at £90,000."


def _pdf_pack() -> list[list[Placed]]:
    front: list[Placed] = [
        (60, 780, -18, "Audit Committee"),
        (60, 740, 11, "Monday 15 January 2024"),
        (60, 700, -14, "Agenda"),
    ]
    for n, (title, at) in enumerate(
        (
            ("Apologies", ""),
            ("Internal audit plan", "Pages 3 - 4"),
            ("Fraud and bribery: annual report", "Pages 5 - 6"),
            ("Exempt appendix", ""),
        ),
        1,
    ):
        front += [(60, 700 - 40 * n, 11, f"{n}."), (90, 700 - 40 * n, 11, title)]
        if at:
            front.append((430, 700 - 40 * n, 11, f"({at})"))
    pages = [front]
    for n, title, officer, words in (
        (2, "Internal audit plan", "Gwen Mbeki", "The plan has 400 days."),
        (3, "Fraud and bribery: annual report", "Saul Perrin", "Nine cases were found."),
    ):
        pages.append(
            [
                (430, 800, 10, f"Agenda Item {n}"),
                (60, 740, -16, title),
                (60, 700, 11, "Date:"),
                (200, 700, 11, "15 January 2024"),
                (60, 680, 11, "Contact officer:"),
                (200, 680, 11, officer),
                (60, 630, -12, "1. Summary"),
                (60, 600, 11, f"1.1  {words} Members may wish to ask how the work was done and by whom."),
                (280, 30, 9, f"Page {2 * n - 1}"),
            ]
        )
        pages.append(
            [
                (60, 740, -12, "2. Next steps"),
                (60, 700, 11, f"2.1  A further paper on item {n} comes in the summer, when the year has been closed."),
                (280, 30, 9, f"Page {2 * n}"),
            ]
        )
    return pages


def test_a_pdf_pack_with_stamps_at_the_top_of_the_page() -> None:
    reading = read_pdf(make_pdf(_pdf_pack()), "pack.pdf", None, False, frozenset(), None)
    blocks = structure(reading.text, reading.units)
    assert _items(blocks) == [
        ("2", "Internal audit plan", "15 January 2024", "Gwen Mbeki"),
        ("3", "Fraud and bribery: annual report", "15 January 2024", "Saul Perrin"),
    ]
    assert _item_of(reading.text, blocks, "paper on item 2") == "2"
    assert _item_of(reading.text, blocks, "paper on item 3") == "3"


@pytest.mark.parametrize("pack", [STAMPED, BOARD, COUNTY, NESTED, FAR])
def test_sections_of_a_report_never_stand_under_another_report(pack: str) -> None:
    _, blocks = _pack(pack)
    items = [block.item for block in blocks if block.item is not None]
    seen = [item for n, item in enumerate(items) if n == 0 or items[n - 1] != item]
    assert len(seen) == len({(item.number, item.title) for item in seen})
