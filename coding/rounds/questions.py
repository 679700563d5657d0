"""Responses into the project, and out again with what coding made of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from coding.counts import count_states
from coding.rounds.matrices import load_matrices
from core.documents import content_id
from core.errors import NotFoundError, Problem, UsageError
from core.responses import Question, Respondents, Response, ResponseState
from core.store import Store
from core.store import codings as coding_table
from core.store import responses as table

NO_ANSWER = re.compile(
    r"\W*(?:n\W?a|not applicable|none|nothing|no comments?|nil|no answer|no response)\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What became of one row: `added`, `updated`, `unchanged`, `skipped` or `refused`; `code` and `message` say why."""

    row: int | None
    id: str | None
    status: str
    code: str | None = None
    message: str = ""

    def record(self) -> dict[str, Any]:
        return {"row": self.row, "id": self.id, "status": self.status, "code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All rows of an import in file order, and `notes` on what a person should know about them."""

    question: Question
    rows: tuple[ImportRow, ...]
    notes: tuple[str, ...] = ()

    def count(self, status: str) -> int:
        return sum(row.status == status for row in self.rows)

    @property
    def refused(self) -> tuple[ImportRow, ...]:
        return tuple(row for row in self.rows if row.status == "refused")

    @property
    def exit_code(self) -> int:
        """0 where no row was refused, 12 where some were, 10 where all were (docs/commands.md)."""
        from core.errors import EXIT_DONE, EXIT_DONE_IN_PART, EXIT_NOTHING_DONE

        if not self.refused:
            return EXIT_DONE
        return EXIT_DONE_IN_PART if len(self.refused) < len(self.rows) else EXIT_NOTHING_DONE

    def records(self) -> list[dict[str, Any]]:
        return [row.record() for row in self.rows]

    def summary(self) -> str:
        said = Counter(row.status for row in self.rows)
        order = ("added", "updated", "unchanged", "skipped", "refused")
        return ", ".join(f"{said[status]} {status}" for status in order if said[status]) or "nothing in the file"


def in_file_order(rows: Iterable[ImportRow], problems: Sequence[Problem]) -> tuple[ImportRow, ...]:
    refused = [ImportRow(p.row, p.id, "refused", p.code, p.message) for p in problems]
    return tuple(sorted([*rows, *refused], key=lambda row: row.row or 0))


def add_responses(
    store: Store,
    question: str,
    respondents: Respondents | None,
    responses: Sequence[Response],
    problems: Sequence[Problem] = (),
) -> ImportReport:
    """Stores responses to the question with this text (made where it is new) or id; late returns and next waves are
    appended and keep all codings. A response that is in already with the same text is `unchanged`, or `updated` where its
    attributes, weight or routing differ, or where it was blank and its text has come (`late_text`); with another text it is
    refused (`changed_text`), as its codings would no longer be about what it says. A text that says no more than "none" or
    "n/a" is `added` with the code `no_answer_words`. `problems`: rows refused on reading, for the report.

    Raises UsageError where a new question comes without `respondents`, or an old one with others than it has."""
    text = " ".join(question.split())
    with store.action("add responses", "") as action:
        connection = action.connection
        found = _question(connection, text, respondents, responses, make=bool(responses) or not problems)
        if found is None:  # every row was refused: nothing is made
            action.silent = True
            return ImportReport(
                Question(content_id("q", text), text, respondents or "people"), in_file_order([], problems)
            )
        action.object = found.id
        known = {made.id: made for made in table.responses(connection, found.id)}
        dealt_with = {state.response for state in coding_table.states(connection, found.id)}
        fresh: list[Response] = []
        changed: list[Response] = []
        rows: list[ImportRow] = []
        for made in responses:
            old = known.get(made.id)
            if old is None:
                fresh.append(made)
                rows.append(_added(made))
            elif old.text != made.text and old.text.strip():
                message = "The response is in already with another text. Give the new text an id of its own."
                rows.append(ImportRow(made.row, made.id, "refused", "changed_text", message))
            elif _joined(old, made) == old:
                rows.append(ImportRow(made.row, made.id, "unchanged"))
            elif old.text != made.text and made.id in dealt_with:
                message = "The response was blank when it was coded. Take its codings back, then add its text again."
                rows.append(ImportRow(made.row, made.id, "refused", "changed_text", message))
            elif old.text != made.text and made.text.strip():
                message = "The response was blank; its text has come and is in."
                rows.append(ImportRow(made.row, made.id, "updated", "late_text", message))
                changed.append(_joined(old, made))
            else:
                changed.append(_joined(old, made))
                rows.append(ImportRow(made.row, made.id, "updated"))
        table.add_responses(connection, found.id, fresh)
        for made in changed:
            table.update_response(connection, found.id, made)
        names = list(table.attribute_names(connection, found.id))
        more = [name for made in responses[:1] for name in made.attributes if name not in names]
        if more:
            table.set_attribute_names(connection, found.id, [*names, *more])
        action.after = {"added": len(fresh), "updated": len(changed)}
        action.silent = not fresh and not changed
    return ImportReport(found, in_file_order(rows, problems), _notes(responses))


def _added(made: Response) -> ImportRow:
    if made.state == "uncoded" and len(made.text) < 60 and NO_ANSWER.fullmatch(made.text):
        return ImportRow(made.row, made.id, "added", "no_answer_words", "It says no more than that there is no answer.")
    return ImportRow(made.row, made.id, "added")


def _joined(old: Response, made: Response) -> Response:
    """What is known of a response that comes again: attributes and weight that are not in the new file stay."""
    weight = old.weight if made.weight is None else made.weight
    return replace(made, question=old.question, attributes={**old.attributes, **made.attributes}, weight=weight)


def _question(
    connection: Connection, text: str, respondents: Respondents | None, responses: Sequence[Response], make: bool
) -> Question | None:
    """The question as it is in the project; where it is new, made, or None without `make`."""
    try:
        found = table.find_question(connection, text)
    except NotFoundError:
        if not text:
            raise UsageError("Name the question: --question TEXT, as the survey asked it.") from None
        if respondents is None:
            raise UsageError("Say who answered: --respondents people or --respondents organisations.") from None
        if not make:
            return None
        made = Question(content_id("q", text), text, respondents)
        table.put_question(connection, made, list(responses[0].attributes) if responses else [])
        return made
    if respondents is not None and respondents != found.respondents:
        raise UsageError(
            f"The respondents to {found.text!r} are {found.respondents}, not {respondents}. Leave --respondents as it was."
        )
    return found


def _notes(responses: Sequence[Response]) -> tuple[str, ...]:
    notes = []
    unrouted = sum(made.state == "not_asked" and bool(made.text.strip()) for made in responses)
    if unrouted:
        notes.append(
            f"{unrouted} responses have a text although --asked-if says they were not asked; they are not counted."
        )
    empty = sum(made.state == "uncoded" and NO_ANSWER.fullmatch(made.text) is not None for made in responses)
    if empty:
        notes.append(
            f'{empty} responses say no more than "none", "n/a", "no comment" or the like. They count as answered; give '
            "them a code of their own, or count on the base 'codable' once people have marked them uncodable."
        )
    texts = Counter(" ".join(made.text.split()).casefold() for made in responses if len(made.text) > 80)
    repeated = sum(n for n in texts.values() if n > 1)
    if repeated:
        notes.append(f"{repeated} responses share a long text with another (a campaign?); each is counted.")
    return tuple(notes)


def questions(store: Store) -> list[Question]:
    """The project's open questions, in the order in which they came in."""
    with store.read() as connection:
        return table.questions(connection)


def find_question(store: Store, name: str) -> Question:
    """The question with this id or exact text. Raises NotFoundError that lists those there are."""
    with store.read() as connection:
        return table.find_question(connection, name)


def attribute_names(store: Store, question: str) -> tuple[str, ...]:
    """The attributes by which the question's counts can be broken down."""
    with store.read() as connection:
        return table.attribute_names(connection, table.find_question(connection, question).id)


def responses(store: Store, question: str | None = None) -> list[Response]:
    """The responses to the question, or to all questions, each in the state that coding has brought it to."""
    with store.read() as connection:
        asked = [table.find_question(connection, question)] if question else table.questions(connection)
        made = []
        for found in asked:
            matrices = load_matrices(connection, found.id)
            made += [replace(r, state=s) for r, s in zip(matrices.responses, matrices.states())]
        return made


def state_totals(store: Store, question: str) -> dict[ResponseState, int]:
    """How many responses are in each state."""
    with store.read() as connection:
        matrices = load_matrices(connection, table.find_question(connection, question).id)
    return dict(count_states(matrices.states()))
