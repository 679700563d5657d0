"""Two votes on a sentence: the rules' verdict and the trained model's chance.

Where both agree the verdict is `certain`, where the model doubts it is for a person to check, and where the model thinks a
verdict wrong there is none. The thresholds come from cross-validation over bodies (benchmarks/README.md).
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.statements.candidates import Candidate
from ingest.statements.undertakings import may_be_raised
from ingest.statements.verdict_features import features
from ingest.statements.verdict_model import VerdictModel
from ingest.statements.verdicts import Verdict

REJECT, REJECT_DOUBTFUL, CONFIRM, RAISE = 0.2, 0.3, 0.3, 0.65
"""Chances under which a certain verdict falls, a doubtful one falls, a certain one becomes one to check; and from which a
sentence that no rule takes is one to check."""


REJECT_TOLD = 0.4
"""The same where the sentence speaks to "you" and the paper is no letter: leaflets, notices and forms tell what happens."""
_TO_YOU = re.compile(r"\b[Yy]our?s?\b")


def settled(candidate: Candidate, verdict: Verdict | None, model: VerdictModel) -> Verdict | None:
    """The verdict after the model's vote, or None."""
    if candidate.setting.mode in ("action", "decision"):
        return verdict
    return vote(candidate, verdict, model.chance(features(candidate, verdict)))


def vote(candidate: Candidate, verdict: Verdict | None, chance: float) -> Verdict | None:
    """The verdict where the model gives `chance`; what is marked as a decision or an action is taken by its mark alone."""
    if candidate.setting.mode in ("action", "decision"):
        return verdict
    if verdict is None:
        clause = (
            may_be_raised(candidate.sentence.text, candidate.clauses, candidate.setting) if chance >= RAISE else None
        )
        return Verdict("read as an undertaking", "check", clause) if clause else None
    least = REJECT if verdict.certainty == "certain" else REJECT_DOUBTFUL
    if not candidate.setting.letter and _TO_YOU.search(candidate.sentence.text):
        least = REJECT_TOLD
    if chance < least:
        return None
    if verdict.certainty == "certain" and chance < CONFIRM:
        return replace(verdict, certainty="check")
    return verdict
