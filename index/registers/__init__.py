"""The registers: mentions of commitments and findings as records, with what people decided about them.

Commitments said again are one record with its mentions; each finding is a record of its own (a figure of the summary and
its twin in the body are both wanted). What a person confirmed, edited, rejected or merged is kept apart from what programs
read, found again by quote and paragraph after a document is read anew, and listed where it cannot be found again.

rows: the records. keyed: the same by place. decisions: what people decided. comparing: what changed between papers.
"""

from index.registers.comparing import changes
from index.registers.decisions import EDITABLE, Decision, attach, merge, review, split, unsplit
from index.registers.keyed import Keyed, keyed
from index.registers.rows import (
    LOCATION,
    Register,
    RegisterRow,
    commitments,
    findings,
    register,
    search_text,
    trackability,
    unattached,
)

__all__ = [
    "EDITABLE",
    "LOCATION",
    "Decision",
    "Keyed",
    "Register",
    "RegisterRow",
    "attach",
    "changes",
    "commitments",
    "findings",
    "keyed",
    "merge",
    "register",
    "review",
    "search_text",
    "split",
    "trackability",
    "unattached",
    "unsplit",
]
