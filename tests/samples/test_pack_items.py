"""The sample pack is cut into its reports by its running lines; headings of the last meeting's minutes open none."""

from __future__ import annotations

from pathlib import Path

from ingest.readers import read

PACK = Path(__file__).resolve().parent.parent.parent / "samples" / "board-paper-pack.pdf"


def test_the_pack_is_cut_by_its_running_lines() -> None:
    blocks = read(PACK).blocks
    found = []
    for block in blocks:
        row = (block.page, block.item.number, block.item.officer) if block.item else None
        if row is not None and (not found or found[-1][1] != row[1]):
            found.append(row)
    assert found == [
        (3, "2", None),
        (5, "3", "Marcus Obi-Trent, Principal Adviser, Workforce"),
        (8, "4", "Hester Malloy, Head of Children and Families"),
        (11, "5", "Tomasz Whitlock, Senior Adviser, Education"),
        (13, "6", "Hester Malloy, Head of Children and Families"),
    ]
    minutes = {block.item.date for block in blocks if block.item and block.item.number == "2"}
    assert minutes == {"Thursday 13 June 2024"}
