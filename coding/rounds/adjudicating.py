"""Adjudication: decisions with their reasons, what both said adopted in bulk, borderline examples.

The agreed coding is a fact of its own beside the coders' (source `adjudicated`): nobody's coding is changed. Decisions are
kept when they are replaced or taken back. `disagreements` says what there is to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from coding.rounds.allocation import waiting_for
from coding.rounds.blind import disclose
from coding.rounds.frames import add_codebook
from coding.rounds.matrices import ADJUDICATED
from coding.rounds.parted import dealt_with, frame_of, judged_on, parted
from coding.rounds.questions import ImportReport, ImportRow, in_file_order
from core.codebooks import Codebook
from core.errors import NotFoundError, Problem, UsageError
from core.store import Store, coding_journal
from core.store import allocation as table
from core.store import codings as coding_table
from core.store import responses as response_table

MAX_REASON = 4_000
CODED_STATES = ("coded", "uncodable")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for a response. `state`: coded (no codes: nothing fits) or uncodable. `took`: the coder whose coding
    was taken, if one's was."""

    response: str
    codes: frozenset[str] = frozenset()
    reason: str = ""
    state: str = "coded"
    took: str | None = None
    row: int = 0


def adopt_agreed(store: Store, question: str) -> int:
    """Makes what all coders of a response said the agreed coding, wherever two or more are of one mind, nobody is still to
    code it and nothing is decided; how many responses. A code that only some could judge (it was new) is given where one of
    them gives it."""
    with store.action("adopt agreed codings", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = found.id
        overview = parted(connection, found.id)
        waiting = waiting_for(connection, found.id)
        given: dict[str, set[str]] = {}
        for response, coder, code in table.given(connection, found.id, overview.codes):
            if overview.dealt.get(response, {}).get(coder) == "coded":
                given.setdefault(response, set()).add(code)
        rows = []
        for name in overview.doubled():
            if overview.differs(name) or name in overview.settled or name in waiting:
                continue
            state = next(iter(overview.dealt[name].values()))
            codes = tuple(code for code in overview.codes if code in given.get(name, ()))
            rows.append(table.DecisionRow(name, 0, "agreed", state, codes, None, "", store.who, ""))
        _put(connection, found.id, overview.frame, rows, store.who)
        action.after = {"responses": len(rows)}
        action.silent = not rows
    return len(rows)


def decide(
    store: Store, question: str, decisions: Sequence[Decision], problems: Sequence[Problem] = ()
) -> ImportReport:
    """Records decisions: `added`, `updated` where another one stood, `unchanged`, or refused (`unknown_response`,
    `unknown_code`, `blank_response`, `not_coded`: nobody has coded it). The coders' codings stay as they are."""
    with store.action("adjudicate", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = found.id if len(decisions) != 1 else f"{found.id}/{decisions[0].response}"
        frame = frame_of(connection, found.id)
        names = [code.code for code in frame.codes]
        asked = list(dict.fromkeys(one.response for one in decisions))
        said = _Said(connection, found.id, asked, names)
        known = {row.response: row for row in table.decisions(connection, found.id)}
        report: list[ImportRow] = []
        rows: dict[str, table.DecisionRow] = {}
        before: dict[str, list[str] | str] = {}
        for one in decisions:
            wrong = said.wrong(one)
            if wrong is not None:
                report.append(ImportRow(one.row or None, one.response, "refused", *wrong))
                continue
            codes = tuple(name for name in names if name in one.codes and one.state == "coded")
            was = said.standing(one.response)
            old = known.get(one.response)
            reason = one.reason.strip()[:MAX_REASON]
            same = was == (one.state, codes) and (old is None or old.reason == reason or not reason)
            status = "added" if was is None else "unchanged" if same else "updated"
            report.append(ImportRow(one.row or None, one.response, status))
            if status == "unchanged":
                continue
            if was is not None:
                before[one.response] = list(was[1]) if was[0] == "coded" else was[0]
            took = one.took or said.taken(one.response, one.state, codes)
            rows[one.response] = table.DecisionRow(
                one.response, 0, "chosen", one.state, codes, took, reason, store.who, ""
            )
        _put(connection, found.id, frame, list(rows.values()), store.who)
        disclose(connection, found.id, rows)
        action.before = {"codes": before} if before else None
        action.after = {
            "codes": {row.response: list(row.codes) if row.state == "coded" else row.state for row in rows.values()},
            "with_reason": sum(bool(row.reason) for row in rows.values()),
        }
        action.silent = not rows
    return ImportReport(found, in_file_order(report, problems))


class _Said:
    """What is known of a few responses: how they came in, what people said of them, what stands decided."""

    def __init__(self, connection: Connection, question: str, responses: Sequence[str], codes: Sequence[str]) -> None:
        self.codes = codes
        self.states = {made.id: made.state for made in response_table.responses_of(connection, question, responses)}
        self.dealt = dealt_with(connection, question, codes, responses)
        self.judged = judged_on(connection, question, responses, codes)
        decided = coding_journal.state_rows(connection, question, source=ADJUDICATED, responses=responses)
        self.decided = {row.response: row.state for row in decided if row.state != "open"}
        self.agreed = judged_on(connection, question, responses, codes, ADJUDICATED)

    def wrong(self, one: Decision) -> tuple[str, str] | None:
        """(code, message) of a refusal, None where the decision can be taken."""
        state = self.states.get(one.response)
        if state is None:
            return "unknown_response", "The question has no response with this id."
        if state != "uncoded":
            return "blank_response", f"The response is {state.replace('_', ' ')}; there is nothing to decide."
        if one.state not in CODED_STATES:
            return "bad_value", f"A decision is coded or uncodable, not {one.state!r}."
        unknown = sorted(one.codes.difference(self.codes))
        if unknown:
            return "unknown_code", f"{unknown[0]!r} is no code of the frame; the decision was not taken."
        if one.response not in self.dealt:
            return "not_coded", "Nobody has coded this response yet; there is nothing to decide between."
        return None

    def standing(self, response: str) -> tuple[str, tuple[str, ...]] | None:
        """What stands decided, None where nothing does."""
        state = self.decided.get(response)
        if state is None:
            return None
        said = next(iter(self.agreed.get(response, {}).values()), {})
        return state, tuple(code for code in self.codes if state == "coded" and said.get(code))

    def taken(self, response: str, state: str, codes: tuple[str, ...]) -> str | None:
        """The coder who had said just this, where only one had."""
        same = []
        for coder, dealt in self.dealt.get(response, {}).items():
            mine = self.judged.get(response, {}).get(coder, {})
            if dealt == state and (
                state == "uncodable" or tuple(code for code in self.codes if mine.get(code)) == codes
            ):
                same.append(coder)
        return same[0] if len(same) == 1 else None


def _put(
    connection: Connection,
    question: str,
    frame: Codebook,
    rows: Sequence[table.DecisionRow],
    who: str,
) -> None:
    if not rows:
        return
    drawn = {
        member for sample in coding_table.samples(connection, question) if sample.design == "random" for member in sample.members
    }  # fmt: skip
    names = [code.code for code in frame.codes]
    states, codings = [], []
    for row in rows:
        design = "random" if row.response in drawn else None
        states.append(coding_table.StateRow(row.response, ADJUDICATED, ADJUDICATED, row.state, design))
        codings += [
            coding_table.Judgement(row.response, name, ADJUDICATED, ADJUDICATED, name in row.codes, design) for name in names
        ]  # fmt: skip
    coding_table.put_states(connection, question, states)
    coding_table.put_codings(connection, question, codings, frame.version)
    table.put_decisions(connection, question, rows, who)


def reopen(store: Store, question: str, response: str) -> None:
    """Takes the decision on a response back, so that it is in the queue again; the decision stays on the record. Raises
    NotFoundError where none stands."""
    with store.action("reopen adjudication", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = f"{found.id}/{response}"
        names = [code.code for code in frame_of(connection, found.id).codes]
        was = _Said(connection, found.id, [response], names).standing(response)
        if was is None:
            raise NotFoundError(f"No decision stands on the response {response!r}.")
        action.before = {"state": was[0], "codes": list(was[1])}
        coding_table.drop_judgements(connection, found.id, response, ADJUDICATED, ADJUDICATED)
        table.end_decisions(connection, found.id, [response], store.who)


def save_example(store: Store, question: str, code: str, response: str) -> Codebook:
    """Adds the response's words to the code's borderline examples, as a new version of the frame; the same words twice change
    nothing. Raises NotFoundError (no such code or response), UsageError (the response is blank)."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        frame = coding_table.codebook(connection, found.id)
        named = response_table.responses_of(connection, found.id, [response])
    if frame is None or code not in {known.code for known in frame.codes}:
        raise NotFoundError(f"{code!r} is no code of the frame. Choose one of its codes.")
    if not named:
        raise NotFoundError(f"The question has no response {response!r}.")
    text = " ".join(named[0].text.split())
    if not text:
        raise UsageError("The response is blank: it is no example of anything.")
    codes = [
        replace(known, borderline="\n".join(filter(None, [known.borderline, text])))
        if known.code == code and text not in known.borderline.split("\n")
        else known
        for known in frame.codes
    ]
    return add_codebook(store, found.id, codes)[0]
