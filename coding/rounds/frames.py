"""The code frame of a question, version by version. Each version is stored with the steps by which it came from the one
before and with what became of the codings; no version is ever changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from coding.frames import Add, Changed, Effect, steps_between
from coding.frames import change as changed_frame
from coding.rounds.questions import ImportReport, ImportRow, in_file_order
from core.codebooks import Code, Codebook, FrameMap, FrameStep
from core.errors import NotFoundError, Problem, UsageError
from core.store import Store, frame_maps
from core.store import codings as table
from core.store import responses as response_table
from core.store.connection import Action
from core.text import fold


def add_codebook(
    store: Store, question: str, codes: Sequence[Code], problems: Sequence[Problem] = ()
) -> tuple[Codebook, ImportReport]:
    """Stores `codes` as the question's code frame: a new version where they differ from the newest, else that one.

    How it came from the newest is worked out by code id (`coding.frames.mapping`). Codings stay; those of a code that is no
    longer in the frame are kept and not counted, and count again when it comes back. A colour or key that the file does
    not give stays as it was."""
    with store.action("add codebook", "") as action:
        found = response_table.find_question(action.connection, question)
        action.object = found.id
        newest = table.codebook(action.connection, found.id)
        old = {code.code: code for code in newest.codes} if newest else {}
        kept, notes = _with_keys(codes, old)
        former = frozenset(frame_maps.former_codes(action.connection, found.id))
        steps = steps_between(newest.codes if newest else (), kept, former)
        if newest and newest.codes == kept:
            action.silent = True
            made = newest
        else:
            made, effect = put_version(action, store.who, found.id, newest, Changed(kept, steps))
            notes += _said(steps, effect)
    rows = [
        ImportRow(
            code.row,
            code.code,
            "added" if code.code not in old else "unchanged" if old[code.code] == code else "updated",
        )
        for code in kept
    ]
    gone = [name for name in old if name not in {code.code for code in codes}]
    if gone:
        notes.insert(0, f"No longer in the frame (codings kept, not counted): {', '.join(gone)}")
    return made, ImportReport(found, in_file_order(rows, problems), tuple(notes))


def _with_keys(codes: Sequence[Code], old: Mapping[str, Code]) -> tuple[tuple[Code, ...], list[str]]:
    """The codes with the colours and keys that they had where the file gives none, each key once."""
    taken: dict[str, str] = {}
    made, dropped = [], []
    for code in codes:
        known = old.get(code.code)
        key = code.key.strip() or (known.key if known else "")
        if key and (len(key) != 1 or not key.isalnum() or key.casefold() in taken):
            dropped += [code.code] if code.key else []
            key = ""
        if key:
            taken[key.casefold()] = code.code
        made.append(replace(code, key=key, colour=code.colour or (known.colour if known else "")))
    notes = [f"Keys left out (one letter or digit, each once): {', '.join(dropped)}"] if dropped else []
    return tuple(made), notes


def _said(steps: Sequence[FrameStep], effect: Effect) -> list[str]:
    back = [code for step in steps if step.kind == "reinstate" for code in step.after]
    if not back:
        return []
    return [f"In the frame again: {', '.join(back)} ({effect.come_back} codings of people count again)."]


def put_version(
    action: Action, who: str, question: str, newest: Codebook | None, changed: Changed, carried: Effect | None = None
) -> tuple[Codebook, Effect]:
    """Stores the next version with its map in a running action, whose before and after it sets. `carried`: what was done to
    codings already; the rest of the effect is counted here."""
    connection = action.connection
    made = Codebook(question, newest.version + 1 if newest else 1, changed.codes)
    effect = effect_of(connection, question, newest, changed, carried or Effect())
    table.put_codebook(connection, made, who)
    frame_maps.put_map(
        connection, question, made.version, newest.version if newest else None, changed.steps, effect.record()
    )
    steps = [step.record() for step in changed.steps]
    before, after = _differing(newest.codes if newest else (), made.codes)
    action.before = {"version": newest.version, "codes": before} if newest else None
    action.after = {"version": made.version, "codes": after, "steps": steps, "effect": effect.record()}
    return made, effect


def _differing(old: Sequence[Code], new: Sequence[Code]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The codes that differ, as they were and as they became, for the log; the versions themselves are kept whole beside it."""
    same = set(old) & set(new)
    return [_logged(c) for c in old if c not in same], [_logged(c) for c in new if c not in same]


def _logged(code: Code) -> dict[str, Any]:
    """An example may quote a response, so that only its presence is said."""
    return {**code.record(), "typical": bool(code.typical), "borderline": bool(code.borderline)}


def effect_of(
    connection: Connection, question: str, newest: Codebook | None, changed: Changed, carried: Effect
) -> Effect:
    """What becomes of people's codings: `carried` as given, with those that stand, are left out and come back counted."""
    if newest is None:
        return carried
    used = uses(connection, question)
    was, now_in = {code.code for code in newest.codes}, {code.code for code in changed.codes}
    moved = {code for step in changed.steps if step.kind in ("merge", "split", "delete") for code in step.before}
    targets = {code for step in changed.steps if step.kind == "merge" for code in step.after}
    return replace(
        carried,
        stand=sum(used.get(code, 0) for code in (was & now_in) - targets),
        not_counted=sum(used.get(code, 0) for code in was - now_in - moved),
        come_back=sum(used.get(code, 0) for code in now_in - was - targets),
    )


def uses(connection: Connection, question: str) -> dict[str, int]:
    """How often people put each code, standing or former, on a response."""
    found: dict[str, int] = {}
    for row in frame_maps.uses(connection, question):
        if row.source != "machine":
            found[row.code] = found.get(row.code, 0) + row.n
    return found


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
        former = frozenset(frame_maps.former_codes(action.connection, found.id))
        changed = changed_frame(codes, Add(code), former)
        made, _ = put_version(action, store.who, found.id, newest, changed)
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
    return [made.version for made in frame_versions(store, question)]


def frame_versions(store: Store, question: str) -> list[FrameMap]:
    """How each version came from the one before, oldest first."""
    with store.read() as connection:
        return frame_maps.maps(connection, response_table.find_question(connection, question).id)


@dataclass(frozen=True, slots=True)
class FormerCode:
    """A code that has left the frame: as it last was, how it left, in which version, and how many codings of it people made
    that are kept."""

    code: Code
    step: FrameStep
    version: int
    kept: int


def former_codes(store: Store, question: str) -> list[FormerCode]:
    """The codes that have left the frame, the last to leave first; deleted ones, which nobody had used, are left out."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        gone = frame_maps.former_codes(connection, found.id)
        books = frame_maps.frames(connection, found.id)
        used = uses(connection, found.id)
    last = {code.code: (code, book.version) for book in books for code in book.codes}
    made = [
        FormerCode(last[name][0], step, last[name][1] + 1, used.get(name, 0))
        for name, step in gone.items()
        if name in last
    ]
    return sorted(made, key=lambda each: -each.version)


def code_uses(store: Store, question: str) -> dict[str, int]:
    """How often people put each code, standing or former, on a response (two coders on one response are two)."""
    with store.read() as connection:
        return uses(connection, response_table.find_question(connection, question).id)


def frame_labels(store: Store, question: str) -> dict[str, str]:
    """Labels of all codes that the question's frame ever had, the newest label of each."""
    with store.read() as connection:
        books = frame_maps.frames(connection, response_table.find_question(connection, question).id)
    return {code.code: code.label for book in books for code in book.codes}
