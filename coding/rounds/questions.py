"""Responses into the project, and out again with what coding made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from coding.counts import count_states
from coding.response_profile import repeated_long_texts, says_no_answer
from coding.rounds.corrections import correct_texts
from coding.rounds.matrices import load_matrices
from coding.rounds.personal_data import shown_in
from core.documents import content_id
from core.errors import NotFoundError, Problem, UsageError
from core.responses import Question, Respondents, Response, ResponseState
from core.store import Store
from core.store import codings as coding_table
from core.store import responses as table


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
    accept_changed: bool = False,
) -> ImportReport:
    """Stores responses to the question with this text (made where it is new) or id; late returns and next waves are
    appended and keep all codings. A response that is in already with the same text is `unchanged`, or `updated` where its
    attributes, weight or routing differ, or where it was blank and its text has come (`late_text`). With another text it is
    `updated` (`corrected_text`, the former text is kept as a revision) where nobody has coded it; where somebody has, it is
    refused (`changed_text`), as its codings would no longer be about what it says, unless `accept_changed`: then the
    codings are taken back, kept with the former text, and the response is to be coded again. A text that says no more than
    "none" or "n/a" is `added` with the code `no_answer_words`. `problems`: rows refused on reading, for the report.

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
        sorted_out = _sort_out(connection, found.id, responses, accept_changed)
        table.add_responses(connection, found.id, sorted_out.fresh)
        correct_texts(connection, found.id, sorted_out.corrected, store.who)
        for made in sorted_out.changed:
            table.update_response(connection, found.id, made)
        names = list(table.attribute_names(connection, found.id))
        more = [name for made in responses[:1] for name in made.attributes if name not in names]
        if more:
            table.set_attribute_names(connection, found.id, [*names, *more])
        action.after = {"added": len(sorted_out.fresh), "updated": len(sorted_out.changed)}
        if sorted_out.corrected:
            action.after["corrected"] = len(sorted_out.corrected)
        action.silent = not sorted_out.fresh and not sorted_out.changed
    return ImportReport(found, in_file_order(sorted_out.rows, problems), _notes(responses))


def check_responses(
    store: Store,
    question: str,
    respondents: Respondents | None,
    responses: Sequence[Response],
    problems: Sequence[Problem] = (),
    accept_changed: bool = False,
) -> ImportReport:
    """The report that `add_responses` would give, with nothing stored. Raises as it does."""
    text = " ".join(question.split())
    with store.read() as connection:
        try:
            found = table.find_question(connection, text)
        except NotFoundError:
            made = Question(content_id("q", text), text, _check_new(text, respondents))
            return ImportReport(made, in_file_order(map(_added, responses), problems), _notes(responses))
        _check_respondents(found, respondents)
        sorted_out = _sort_out(connection, found.id, responses, accept_changed)
    return ImportReport(found, in_file_order(sorted_out.rows, problems), _notes(responses))


@dataclass(slots=True)
class _SortedOut:
    """Responses of a file by what is to be done with them, and the report's rows."""

    fresh: list[Response] = field(default_factory=list)
    changed: list[Response] = field(default_factory=list)
    corrected: list[tuple[Response, Response]] = field(default_factory=list)  # as it was, as it comes
    rows: list[ImportRow] = field(default_factory=list)


def _sort_out(connection: Connection, question: str, responses: Sequence[Response], accept_changed: bool) -> _SortedOut:
    known = {made.id: made for made in table.responses(connection, question)}
    coded = {s.response for s in coding_table.states(connection, question) if s.source != "machine"} if known else set()
    out = _SortedOut()
    for made in responses:
        old = known.get(made.id)
        if old is None:
            out.fresh.append(made)
            out.rows.append(_added(made))
        elif _joined(old, made) == old:
            out.rows.append(ImportRow(made.row, made.id, "unchanged"))
        elif old.text == made.text:
            out.changed.append(_joined(old, made))
            out.rows.append(ImportRow(made.row, made.id, "updated"))
        elif not made.text.strip():
            if old.text.strip():
                message = "The response is in with a text and the file has none. Give it its text, or take the row out."
                out.rows.append(ImportRow(made.row, made.id, "refused", "changed_text", message))
            else:
                out.changed.append(_joined(old, made))
                out.rows.append(ImportRow(made.row, made.id, "updated"))
        elif made.id in coded and not accept_changed:
            was = "is in with another text" if old.text.strip() else "was blank when it was coded"
            message = (
                f"The response {was}, which people have coded. Add the file again with --accept-changed-texts to take the new "
                "text: its codings are kept in the record and it is to be coded again."
            )
            out.rows.append(ImportRow(made.row, made.id, "refused", "changed_text", message))
        else:
            late = not old.text.strip() and made.id not in coded
            message = (
                "The response was blank; its text has come and is in."
                if late
                else "Its text was corrected; what it said before is kept."
                + (" Its codings were taken back: it is to be coded again." if made.id in coded else "")
            )
            out.changed.append(_joined(old, made))
            out.corrected.append((old, made))
            out.rows.append(ImportRow(made.row, made.id, "updated", "late_text" if late else "corrected_text", message))
    return out


def _added(made: Response) -> ImportRow:
    if made.state == "uncoded" and says_no_answer(made.text):
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
        respondents = _check_new(text, respondents)
        if not make:
            return None
        made = Question(content_id("q", text), text, respondents)
        table.put_question(connection, made, list(responses[0].attributes) if responses else [])
        return made
    _check_respondents(found, respondents)
    return found


def _check_new(text: str, respondents: Respondents | None) -> Respondents:
    if not text:
        raise UsageError("Name the question: --question TEXT, as the survey asked it.")
    if respondents is None:
        raise UsageError("Say who answered: --respondents people or --respondents organisations.")
    return respondents


def _check_respondents(found: Question, respondents: Respondents | None) -> None:
    if respondents is not None and respondents != found.respondents:
        raise UsageError(
            f"The respondents to {found.text!r} are {found.respondents}, not {respondents}. Leave --respondents as it was."
        )


def _notes(responses: Sequence[Response]) -> tuple[str, ...]:
    notes = []
    unrouted = sum(made.state == "not_asked" and bool(made.text.strip()) for made in responses)
    if unrouted:
        notes.append(
            f"{unrouted} responses have a text although --asked-if says they were not asked; they are not counted."
        )
    empty = sum(made.state == "uncoded" and says_no_answer(made.text) for made in responses)
    if empty:
        notes.append(
            f'{empty:,} {"responses say" if empty > 1 else "response says"} no more than "none", "n/a", "no comment" or the like. They count as answered; give '
            "them a code of their own, or count on the base 'codable' once people have marked them uncodable."
        )
    repeated = repeated_long_texts(responses)
    if repeated:
        notes.append(
            f"{repeated} responses share a long text with another (a campaign?); each is counted. `verbatim responses repeats` shows them."
        )
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
    """The responses to the question, or to all questions, each in the state that coding has brought it to; where a question is
    pseudonymised, with pseudonyms in the place of what was accepted as personal data."""
    with store.read() as connection:
        asked = [table.find_question(connection, question)] if question else table.questions(connection)
        made = []
        for found in asked:
            matrices = load_matrices(connection, found.id)
            shown = shown_in(connection, found.id, matrices.responses)
            made += [
                replace(r, state=s, text=shown[r.id].text if r.id in shown else r.text)
                for r, s in zip(matrices.responses, matrices.states())
            ]
        return made


def state_totals(store: Store, question: str) -> dict[ResponseState, int]:
    """How many responses are in each state."""
    with store.read() as connection:
        matrices = load_matrices(connection, table.find_question(connection, question).id)
    return dict(count_states(matrices.states()))
