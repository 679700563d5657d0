"""Texts of responses that come in again corrected: what they said before is kept, and codings about it are taken back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from core.responses import Response
from core.store import allocation, codings, marks, personal_data
from core.store.personal_data import Correction


def correct_texts(
    connection: Connection, question: str, corrected: Sequence[tuple[Response, Response]], who: str
) -> None:
    """Records the former text of each response (as it was, as it comes), with the codings and marks that were about it, and takes
    those back: the response is to be coded again. What was decided on personal data follows its words. The new texts are
    stored by the caller."""
    if not corrected:
        return
    names = {old.id for old, _ in corrected}
    coded: dict[str, dict[tuple[str, str], dict[str, object]]] = {}
    for state in codings.states(connection, question):
        if state.response in names:
            coded.setdefault(state.response, {})[state.coder, state.source] = {"state": state.state, "codes": []}
    for response, code, coder, source, value in codings.judgements(connection, question):
        if response in names:
            made = coded.setdefault(response, {}).setdefault((coder, source), {"state": "open", "codes": []})
            listed = made["codes"]
            if value and isinstance(listed, list):
                listed.append(code)
    found = []
    for old, new in corrected:
        taken = coded.get(old.id, {})
        listed_codings: list[dict[str, object]] = [
            {"coder": coder, "source": source, **what} for (coder, source), what in sorted(taken.items())
        ]
        found.append(Correction(old.id, old.text, new.text, listed_codings))
        for coder, source in taken:
            codings.drop_judgements(connection, question, old.id, coder, source)
    allocation.end_decisions(connection, question, sorted(names & set(coded)), who)
    by_coder: dict[str, list[str]] = {}
    for response, coder, _, _ in marks.all_marks(connection, question):
        if response in names:
            by_coder.setdefault(coder, []).append(response)
    for coder, responses in by_coder.items():
        marks.put_marks(connection, question, coder, dict.fromkeys(responses, ()))
    personal_data.put_corrections(connection, question, found, who)
