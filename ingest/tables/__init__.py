"""Tables that people hand in: responses, code frames and codings, as domain types and the rows that were refused.

`reading` opens CSV and XLSX; `responses`, `codebook` and `codings` each know one kind of table.
"""

from ingest.tables.codebook import read_codebook
from ingest.tables.codings import CodedRow, read_codings
from ingest.tables.reading import Row, Table, read_table
from ingest.tables.responses import read_responses

__all__ = ["CodedRow", "Row", "Table", "read_codebook", "read_codings", "read_responses", "read_table"]
