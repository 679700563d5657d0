"""What papers say of themselves: title, organisation, date, and the items of a pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents import ReadResult
from ingest.passages import split
from ingest.readers import read
from tests.ingest.papers import make_pdf

PACK = """# Alliance of Harbour Towns

# Quays and Moorings Panel

Agenda and papers

Tuesday 4 May 2032

## Membership

| Member | Council |
| --- | --- |
| Cllr Ada Rusk | Saltby Town Council |
| Cllr Bo Finch | Saltby Town Council |

## Agenda

| Item | Time | Subject | Officer | Page |
| --- | --- | --- | --- | --- |
| 1 | 9.30 | Minutes of the last meeting | Ida Crow | 2 |
| 2 | 9.45 am | Dredging of the inner channel | Abel Stone | 4 |
| 3 | 10.30 | Fees for visiting boats | Ida Crow | 7 |
| 4 | 11.15 | Any other business | Chair | – |

## Minutes of the last meeting

Members agreed the budget for the year.

### Any other business

There was none to speak of at that meeting.

## Dredging of the inner channel

The contractor will begin when the tides allow it.

## Fees for visiting boats

The fees have not changed for several years.
"""


def _read(folder: Path, name: str, words: str) -> ReadResult:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return read(path)


def test_a_pack_is_named_by_its_board_and_what_it_is_and_owned_by_the_body_above(tmp_path: Path) -> None:
    document = _read(tmp_path, "pack.md", PACK).document
    assert (document.title, document.organisation, document.date, document.type) == (
        "Quays and Moorings Panel: Agenda and papers", "Alliance of Harbour Towns", "2032-05-04", "agenda_pack",
    )  # fmt: skip


def test_items_are_titled_without_time_and_officer_and_found_past_the_minutes(tmp_path: Path) -> None:
    result = _read(tmp_path, "pack.md", PACK)
    items = {block.item.number: block.item.title for block in result.blocks if block.item is not None}
    assert items == {
        "1": "Minutes of the last meeting",
        "2": "Dredging of the inner channel",
        "3": "Fees for visiting boats",
    }


@pytest.mark.parametrize(
    ("words", "organisation"),
    [
        ("# Quay plan\n\nThe Saltby Harbour Trust and the Upper Weir Council gave their views on the plan last year.", None),
        ("# Quay plan\n\nPublished by the Saltby Harbour Trust in the year after the storm for all who use the quay.", "Saltby Harbour Trust"),
        ("# Minutes of the Saltby Town Council meeting\n\nPresent: Mr A Rusk, Mrs B Finch", "Saltby Town Council"),
        ("# Quay plan\n\nThe Parish Council met.", None),
    ],
)  # fmt: skip
def test_an_organisation_is_named_on_the_cover_not_in_passing(
    tmp_path: Path, words: str, organisation: str | None
) -> None:
    assert _read(tmp_path, "a.md", words).document.organisation == organisation


@pytest.mark.parametrize(
    ("name", "words", "date"),
    [
        ("minutes 2031-06-12.md", "# Minutes\n\nON\n\n11th May 2030\n\nPresent: Mr A Rusk\n\nON 12th June 2031", "2031-06-12"),
        ("minutes 2031-06-12.md", "# Minutes\n\n11th May 2030\n\nPresent: Mr A Rusk", "2030-05-11"),
        ("a.md", "# Guide\n\nFirst published May 2006. This edition July 2016.", "2016-07-01"),
        ("a.md", "# Assessment\n\nDec 13, 2032 - Press desk", "2032-12-13"),
        ("a.md", "# Agenda\n\nDate of next meeting: 3 June 2032\n\nThe meeting is on 4 May 2032 at noon", "2032-05-04"),
    ],
)  # fmt: skip
def test_dates(tmp_path: Path, name: str, words: str, date: str) -> None:
    assert _read(tmp_path, name, words).document.date == date


def test_a_bold_line_of_a_later_page_is_no_title(tmp_path: Path) -> None:
    text = (
        "Sept.01 The clerk will write to the owners of the moorings about the dues and the state of the wall by autumn"
    )
    pages = [[(72.0, 700.0, 11.0, text), (72.0, 686.0, 11.0, "and report what they say.")], [(72.0, 700.0, -16.0, "AB Completed"), (72.0, 660.0, 11.0, "The wall is mended.")]]  # fmt: skip
    path = tmp_path / "weir minutes 2032-01-05.pdf"
    path.write_bytes(make_pdf(pages))
    document = read(path).document
    assert (document.title, document.type, document.date) == ("weir minutes 2032-01-05", "minutes", "2032-01-05")


def test_names_after_present_are_people_not_headings(tmp_path: Path) -> None:
    lines = ["Present:", "Ada Rusk (AR) CHAIR", "Bo Finch (BF)", "1. Apologies", "There were none for this meeting."]
    places = [(72.0, 700.0 - 26 * n, -11.0 if n < 4 else 11.0, words) for n, words in enumerate(lines)]
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([[(72.0, 760.0, -16.0, "Minutes of the Weir Council"), *places]]))
    result = read(path)
    kinds = {block.span.of(result.document.text).strip(): block.kind for block in result.blocks}
    assert [kinds[words] for words in lines] == ["heading", "contact", "contact", "heading", "paragraph"]


def test_a_passage_of_a_pack_names_its_board_once(tmp_path: Path) -> None:
    result = _read(tmp_path, "pack.md", PACK)
    texts = [passage.text for passage in split(result.document, result.blocks)]
    dredging = next(text for text in texts if "The contractor will begin" in text)
    assert dredging.count("Quays and Moorings Panel") == 1
