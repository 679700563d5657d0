"""Tables that people hand in: responses, code frames and codings, as domain types and the rows that were refused.

`reading` opens CSV (`encodings` mends), `workbooks` XLSX, `opendocument` ODS, `spss` SPSS files; `responses`, `codebook` and `codings` each know one kind of table.
"""

from ingest.tables.codebook import read_codebook
from ingest.tables.codings import CodedRow, read_codings
from ingest.tables.profile import Unused, unused_columns
from ingest.tables.reading import Row, Table, column_index, column_letters, read_table
from ingest.tables.responses import alike_ids, read_responses, responses_of

__all__ = [
    "CodedRow",
    "Row",
    "Table",
    "Unused",
    "alike_ids",
    "column_index",
    "column_letters",
    "read_codebook",
    "read_codings",
    "read_responses",
    "read_table",
    "responses_of",
    "unused_columns",
]
