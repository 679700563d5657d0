"""Exchange with other programs for qualitative analysis, by the REFI-QDA standard 1.5, and tables for statistics packages.

Reading order: `project` (what is exchanged, as types), `identity` (stable GUIDs, characters that XML cannot hold),
`descriptions` (the fields of a code in one text), `positions` (offsets as other programs count them), `frames` (.qdc, and
the code book inside a project), `writing` (.qdpx out), `archive` (bounded zip files and XML), `reading` (.qdpx in),
`assembly` (sources and cases to responses), `wide` (one 0/1 column a code). Nothing here touches the store.
"""

from coding.exchange.frames import codebook_bytes, read_frame
from coding.exchange.project import QUOTABLE, ExchangeProject, FrameRead, Mark, ProjectRead, Verdict
from coding.exchange.reading import read_project
from coding.exchange.wide import WideTable, wide_table
from coding.exchange.writing import write_project

__all__ = [
    "QUOTABLE",
    "ExchangeProject",
    "FrameRead",
    "Mark",
    "ProjectRead",
    "Verdict",
    "WideTable",
    "codebook_bytes",
    "read_frame",
    "read_project",
    "wide_table",
    "write_project",
]
