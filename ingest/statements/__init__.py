"""Statements of a document: what somebody undertakes to do, and what was found.

Reading order: numbers, periods, date_patterns, date_phrases, written_periods, relative_dates, dates, amounts, figures
(small grammars over strings); sentences, modes, references (a sentence in its place); actors, constructions, verdicts,
wordings, recorded, refusals, clause_verdicts, undertakings, candidates, verdict_features, verdict_model, votes (rules
and a trained model), coordination, commitment_dates, commitment_actors, cells, action_tables, authors, commitments;
survey, stated_bases, table_findings, themes, theme_findings, findings.
training/: the sentences by which the model is trained, and the command that rebuilds it.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.documents import Block, Document
from core.statements import Commitment, Finding
from ingest.statements.commitments import find_commitments
from ingest.statements.findings import find_findings
from ingest.statements.sentences import find_sentences

__all__ = ["RULES_VERSION", "find_commitments", "find_findings", "find_statements"]

RULES_VERSION = "2"  # moves with the rules: papers read with older ones are read again on the next ingest


def find_statements(document: Document, blocks: Sequence[Block]) -> tuple[list[Commitment], list[Finding]]:
    """What `document` undertakes and what it finds, each in order of place. Raises ModelMissing without spaCy's pipeline."""
    found = list(find_sentences(document, blocks))
    commitments = find_commitments(document, blocks, found)
    return commitments, find_findings(document, blocks, found, [commitment.span for commitment in commitments])
