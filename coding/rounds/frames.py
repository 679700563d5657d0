"""The code frame of a question, version by version."""

from __future__ import annotations

from collections.abc import Sequence

from coding.rounds.questions import ImportReport, ImportRow, in_file_order
from core.codebooks import Code, Codebook
from core.errors import NotFoundError, Problem, UsageError
from core.store import Store
from core.store import codings as table
from core.store import responses as response_table
from core.text import fold


def add_codebook(
    store: Store, question: str, codes: Sequence[Code], problems: Sequence[Problem] = ()
) -> tuple[Codebook, ImportReport]:
    """Stores `codes` as the question's code frame: a new version where they differ from the newest, else that one.
    Codings stay; those of a code that is no longer in the frame are kept and not counted."""
    with store.action("add codebook", "") as action:
        found = response_table.find_question(action.connection, question)
        action.object = found.id
        newest = table.codebook(action.connection, found.id)
        made = Codebook(found.id, newest.version + 1 if newest else 1, tuple(codes))
        old = {code.code: code for code in newest.codes} if newest else {}
        if newest and newest.codes == made.codes:
            action.silent = True
            made = newest
        else:
            table.put_codebook(action.connection, made, store.who)
            action.before = (
                {"version": newest.version, "codes": [code.record() for code in newest.codes]} if newest else None
            )
            action.after = {"version": made.version, "codes": [code.record() for code in made.codes]}
    rows = [
        ImportRow(
            code.row,
            code.code,
            "added" if code.code not in old else "unchanged" if old[code.code] == code else "updated",
        )
        for code in codes
    ]
    gone = [name for name in old if name not in {code.code for code in codes}]
    notes = (f"No longer in the frame (codings kept, not counted): {', '.join(gone)}",) if gone else ()
    return made, ImportReport(found, in_file_order(rows, problems), notes)


def add_code(store: Store, question: str, code: Code) -> Codebook:
    """Adds one code at the end of the question's code frame, as a new version; codings stay.

    Raises UsageError where the frame has a code of this name or label already."""
    with store.action("add code", "") as action:
        found = response_table.find_question(action.connection, question)
        action.object = found.id
        newest = table.codebook(action.connection, found.id)
        codes = newest.codes if newest else ()
        for known in codes:
            if fold(known.code) == fold(code.code) or fold(known.label) == fold(code.label):
                raise UsageError(
                    f"The code frame has {known.code!r} ({known.label}) already. Give the new code another name and label."
                )
        made = Codebook(found.id, newest.version + 1 if newest else 1, (*codes, code))
        table.put_codebook(action.connection, made, store.who)
        action.after = {"version": made.version, "code": code.record()}
    return made


def codebook(store: Store, question: str, version: int | None = None) -> Codebook:
    """The newest code frame, or the version asked for. Raises NotFoundError with what to do where there is none."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        made = table.codebook(connection, found.id, version)
    if made is None:
        raise NotFoundError(
            f"The question {found.text!r} has no code frame{'' if version is None else f' of version {version}'}. "
            "Add one: verbatim codebook add FILE --question ..."
        )
    return made


def codebook_versions(store: Store, question: str) -> list[int]:
    """The versions there are, oldest first."""
    with store.read() as connection:
        newest = table.codebook(connection, response_table.find_question(connection, question).id)
    return list(range(1, newest.version + 1)) if newest else []
