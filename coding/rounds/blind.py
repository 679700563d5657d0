"""Coding blind: when it ended, what coders had said when others first saw it, and their judgements up to then.

Agreement is about what coders said before they could know what others said. A judgement counts as it stood when the
response's codings were first shown to others (`disclose`); what was made or changed later does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from coding.judgements import CODED, NO_JUDGEMENT, NONE, UNCODABLE, Judgements, blank_judgements
from core.codebooks import Codebook
from core.errors import NotFoundError, UsageError
from core.responses import Question, Response
from core.store import Store, coding_journal, frame_maps
from core.store import allocation as table
from core.store import codings as coding_table
from core.store import responses as response_table

FRAME_NEEDED = "The question has no code frame yet. Add it first: verbatim codebook add FILE --question ..."


@dataclass(frozen=True, slots=True)
class Blind:
    """What people said while they coded blind, one matrix a coder who said anything. `left_out`: judgements that do not
    count as they now stand, as they were made or changed after others' work was shown."""

    question: Question
    codebook: Codebook
    responses: list[Response]
    coders: list[Judgements]
    left_out: int

    @property
    def codes(self) -> list[str]:
        return [code.code for code in self.codebook.codes]


@dataclass(frozen=True, slots=True)
class Round:
    """Whether coders still code blind; since when they do not, and who said so."""

    blind: bool
    closed_at: str | None = None
    closed_by: str | None = None


def blind_judgements(connection: Connection, question: Question, as_at: str | None = None) -> Blind:
    """Every person's judgements up to the moment at which each response was first shown to others, or up to `as_at` (an ISO
    date, its end, or time) where that was earlier. Uncodable counts as no code. Raises NotFoundError without a code frame."""
    frame = coding_table.codebook(connection, question.id)
    if frame is None:
        raise NotFoundError(FRAME_NEEDED)
    codes = [code.code for code in frame.codes]
    responses = response_table.responses(connection, question.id)
    rows = {made.id: n for n, made in enumerate(responses)}
    if as_at is None:
        changed = {(row.response, row.coder): row.at for row in table.changes(connection, question.id)}
        made = _now(connection, question.id, rows, codes)
    else:
        made, changed = _stood(connection, question.id, moment(as_at), rows, codes)
    shown = table.disclosures(connection, question.id)
    first: dict[str, str] = {}
    for (response, _), (at, _said) in shown.items():
        first[response] = min(at, first.get(response, at))
    offered = _Offered(connection, question.id, codes)
    left_out = 0
    for (response, coder), at in changed.items():
        disclosed = first.get(response)
        if disclosed is None or at <= disclosed or coder not in made:
            continue
        left_out += 1
        said = shown.get((response, coder))
        _put(made[coder], rows[response], said[1] if said else None, offered)
    coders = [
        Judgements(c.coder, np.where((c.states == UNCODABLE)[:, None], np.int8(0), c.values), c.states)
        for c in made.values() if c.dealt_with.any()
    ]  # fmt: skip
    return Blind(question, frame, responses, coders, left_out)


def merged_into(connection: Connection, question: str, version: int) -> dict[str, str]:
    """Each code that was merged into another after this version of the frame -> the one that it is now."""
    now: dict[str, str] = {}
    for made in frame_maps.maps(connection, question):
        for step in made.steps if made.version > version else ():
            if step.kind == "merge":
                gone = {code: step.after[0] for code in step.before if code != step.after[0]}
                now = {code: gone.get(target, target) for code, target in now.items()} | gone
    return now


def _now(connection: Connection, question: str, rows: Mapping[str, int], codes: Sequence[str]) -> dict[str, Judgements]:
    """People's judgements as they are. Where a coder said yes or no of every code, what was not given is a no: only the codes
    given are read then, a tenth of the rows or less."""
    columns = {code: at for at, code in enumerate(codes)}
    found = {
        coder.name: blank_judgements(coder.name, len(rows), len(codes))
        for coder in coding_table.coders(connection, question)
    }
    partly: list[str] = []
    for response, coder, n in table.judged_counts(connection, question, codes):
        if coder not in found:
            found[coder] = blank_judgements(coder, len(rows), len(codes))
        if n == len(codes):
            found[coder].values[rows[response]] = 0
        else:
            partly.append(response)
    for row in coding_journal.coding_rows(connection, question, source="human", responses=partly) if partly else ():
        if row.code in columns:
            found[row.coder].values[rows[row.response], columns[row.code]] = row.value
    for response, coder, code in table.given(connection, question, codes):
        found[coder].values[rows[response], columns[code]] = 1
    for state in table.changes(connection, question):
        if state.coder not in found:
            found[state.coder] = blank_judgements(state.coder, len(rows), len(codes))
        made, row_at = found[state.coder], rows[state.response]
        if state.state == "uncodable":
            made.states[row_at] = UNCODABLE
        elif state.state == "coded" or (made.values[row_at] == 1).any():
            made.states[row_at] = CODED
    for made in found.values():
        made.values[made.states == NONE] = NO_JUDGEMENT  # opened and left without a code: no judgement
    return found


class _Offered:
    """Columns of the codes, and which of them an earlier version of the frame had, those merged since as what they became."""

    def __init__(self, connection: Connection, question: str, codes: list[str]) -> None:
        self.columns = {code: at for at, code in enumerate(codes)}
        self._connection, self._question = connection, question
        self._known: dict[int, tuple[list[int], dict[str, str]]] = {}

    def of(self, version: int) -> tuple[list[int], dict[str, str]]:
        """(columns, what each merged code became) of a version."""
        if version not in self._known:
            frame = coding_table.codebook(self._connection, self._question, version)
            names = [code.code for code in frame.codes] if frame else list(self.columns)
            now = merged_into(self._connection, self._question, version)
            columns = {self.columns[now.get(name, name)] for name in names if now.get(name, name) in self.columns}
            self._known[version] = sorted(columns), now
        return self._known[version]


def _put(made: Judgements, row: int, said: table.SaidRow | None, offered: _Offered) -> None:
    made.values[row] = NO_JUDGEMENT
    made.states[row] = NONE
    if said is None:
        return
    made.states[row] = UNCODABLE if said.state == "uncodable" else CODED
    columns, now = offered.of(said.codebook_version)
    made.values[row, columns] = 0
    for code in said.codes:
        if now.get(code, code) in offered.columns:
            made.values[row, offered.columns[now.get(code, code)]] = 1


def moment(written: str) -> str:
    """An ISO date or time as a moment in UTC that compares with the times of the database: a date means its last moment.
    Raises UsageError where it is neither."""
    import datetime as dt

    try:
        if len(written.strip()) == 10:
            day = dt.date.fromisoformat(written.strip())
            return dt.datetime.combine(day, dt.time(23, 59, 59, 999000), dt.UTC).isoformat(timespec="milliseconds")
        when = dt.datetime.fromisoformat(written.strip())
    except ValueError:
        raise UsageError(f"{written!r} is no date. Write it as 2026-03-14, or with a time: 2026-03-14T17:00.") from None
    when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return when.astimezone(dt.UTC).isoformat(timespec="milliseconds")


def _stood(
    connection: Connection, question: str, at: str, rows: Mapping[str, int], codes: list[str]
) -> tuple[dict[str, Judgements], dict[tuple[str, str], str]]:
    """People's judgements at a moment, and when each was last changed by then: today's, with every change since taken back."""
    states = {(s.response, s.coder): s for s in coding_journal.state_rows(connection, question, source="human")}
    said = {
        (c.response, c.coder, c.code): c.value for c in coding_journal.coding_rows(connection, question, source="human")
    }
    for change in coding_journal.newest_first(connection, question, 0):
        if change.at <= at:
            break
        for state in change.states_after:
            states.pop((state.response, state.coder), None)
        for state in change.states_before:
            states[(state.response, state.coder)] = state
        for coding in change.codings_after:
            said.pop((coding.response, coding.coder, coding.code), None)
        for coding in change.codings_before:
            if coding.source == "human":
                said[(coding.response, coding.coder, coding.code)] = coding.value
    columns = {code: column for column, code in enumerate(codes)}
    order = [coder.name for coder in coding_table.coders(connection, question)]
    found: dict[str, Judgements] = {}
    for name in order:
        found[name] = blank_judgements(name, len(rows), len(codes))
    for (response, coder, code), value in said.items():
        if code in columns and (response, coder) in states and coder in found:
            found[coder].values[rows[response], columns[code]] = value
    for (response, coder), state in states.items():
        if state.source != "human" or coder not in found:
            continue
        row = rows[response]
        if state.state == "uncodable":
            found[coder].states[row] = UNCODABLE
        elif state.state == "coded" or (found[coder].values[row] == 1).any():
            found[coder].states[row] = CODED
    for judgements in found.values():
        judgements.values[judgements.states == NONE] = NO_JUDGEMENT
    return found, {key: state.at for key, state in states.items() if state.source == "human"}


# Rounds -------------------------------------------------------------------------------------------------------------


def disclose(connection: Connection, question: str, responses: Iterable[str] | None = None) -> int:
    """Records that what people said of these responses (None: of all) is now shown to others, with what they said; those
    that were shown before stay as they were. How many responses are newly shown."""
    known = table.disclosed(connection, question)
    wanted = None if responses is None else set(responses)
    finished = {
        (row.response, row.coder): row.state for row in table.changes(connection, question)
        if row.response not in known and (wanted is None or row.response in wanted)
    }  # fmt: skip
    names = sorted({response for response, _ in finished})
    if not names:
        return 0
    codes: dict[tuple[str, str], list[str]] = {}
    versions: dict[tuple[str, str], int] = {}
    few = names if wanted is not None else None
    for row in coding_journal.coding_rows(connection, question, source="human", responses=few):
        key = (row.response, row.coder)
        if key in finished:
            versions[key] = max(row.version, versions.get(key, 0))
            if row.value:
                codes.setdefault(key, []).append(row.code)
    made = [
        table.SaidRow(*key, "uncodable" if state == "uncodable" else "coded", tuple(sorted(codes.get(key, ()))), versions.get(key, 0))
        for key, state in finished.items() if state != "open" or key in codes
    ]  # fmt: skip
    table.put_disclosures(connection, question, made)
    return len({row.response for row in made})


def round_of(store: Store, question: str) -> Round:
    """Whether the coders of this question still code blind."""
    with store.read() as connection:
        return round_in(connection, response_table.find_question(connection, question).id)


def round_in(connection: Connection, question: str) -> Round:
    """As `round_of`, inside a running transaction; `question` is an id."""
    newest = table.newest_round(connection, question)
    if newest is None or newest.reopened_at is not None:
        return Round(True)
    return Round(False, newest.closed_at, newest.closed_by)


def close_round(store: Store, question: str) -> int:
    """Ends coding blind: from now on coders may see one another's work, and what they change counts in no agreement figure.
    How many responses are newly shown; closing twice changes nothing."""
    with store.action("close round", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = found.id
        newest = table.newest_round(connection, found.id)
        if newest is not None and newest.reopened_at is None:
            action.silent = True
            return 0
        table.close_round(connection, found.id, newest.n + 1 if newest else 1, store.who)
        shown = disclose(connection, found.id)
        action.after = {"shown": shown}
        return shown


def reopen_round(store: Store, question: str) -> None:
    """Lets coders go on blind, on responses that nobody has seen coded; what was shown stays shown. Raises UsageError where
    the round was not closed."""
    with store.action("reopen round", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        action.object = found.id
        newest = table.newest_round(connection, found.id)
        if newest is None or newest.reopened_at is not None:
            raise UsageError("The coders of this question are still coding blind: there is nothing to reopen.")
        table.reopen_round(connection, found.id, newest.n, store.who)
