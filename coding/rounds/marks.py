"""What a coder has said of a response, with the words they marked, and the keys they chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from core.codebooks import Codebook
from core.store import Store, frame_maps
from core.store import codings as table
from core.store import marks as marks_table
from core.store import responses as response_table
from core.store.marks import MarkKind, TextMark

IDS_IN_A_QUERY = 500
EVIDENCE: MarkKind = "evidence"
QUOTABLE: MarkKind = "quotable"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a coder has said of one response: the codes that apply, the state (None, `open`, `coded`, `uncodable`), and
    what they marked in its text, in code points."""

    codes: tuple[str, ...] = ()
    state: str | None = None
    note: str = ""
    flagged: bool = False
    marks: tuple[TextMark, ...] = ()

    @property
    def decided(self) -> bool:
        return self.state in ("coded", "uncodable")

    def same_as(self, other: Judged) -> bool:
        """Whether both say the same, in whatever order."""
        return self.key() == other.key()

    def key(self) -> tuple[Any, ...]:
        return frozenset(self.codes), self.state, self.note, self.flagged, frozenset(self.marks)

    def plain(self) -> dict[str, Any]:
        """As JSON, to be put back by undo."""
        return {
            "codes": list(self.codes), "state": self.state, "note": self.note, "flagged": self.flagged,
            "marks": [list(mark) for mark in self.marks],
        }  # fmt: skip

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Judged:
        marks = tuple(TextMark(*mark) for mark in written.get("marks", ()))
        return cls(tuple(written["codes"]), written["state"], written["note"], written["flagged"], marks)

    def logged(self) -> dict[str, Any]:
        """For the event log: a note's text may quote the response, so that only its presence is said."""
        said = {"codes": list(self.codes), "state": self.state, "note": bool(self.note), "flagged": self.flagged}
        return said | {"marks": [list(mark) for mark in self.marks]} if self.marks else said


def judged_of(connection: Connection, question: str, coder: str, responses: Sequence[str]) -> dict[str, Judged]:
    """This coder's own judgements, by response; responses that they have not dealt with are left out."""
    found: dict[str, Judged] = {}
    codes: dict[str, list[str]] = {}
    for low in range(0, len(responses), IDS_IN_A_QUERY):
        some = responses[low : low + IDS_IN_A_QUERY]
        for row in table.states(connection, question, coder=coder, responses=some):
            if row.source == "human":
                found[row.response] = Judged((), row.state, row.note, row.flagged)
        for response, code, who, _source, value in table.judgements(
            connection, question, source="human", responses=some
        ):
            if who == coder and value:
                codes.setdefault(response, []).append(code)
    marks = _carried(connection, question, marks_table.marks(connection, question, coder, list(found)))
    return {
        name: replace(made, codes=tuple(sorted(codes.get(name, ()))), marks=marks.get(name, ()))
        for name, made in found.items()
    }


def _carried(
    connection: Connection, question: str, marks: dict[str, tuple[TextMark, ...]]
) -> dict[str, tuple[TextMark, ...]]:
    """Evidence for a code that was merged into another or renamed is evidence for what it became."""
    standing = table.standing_codes(connection, question) if marks else None
    gone = {mark.code for made in marks.values() for mark in made if mark.code} - (standing or set())
    if standing is None or not gone:
        return marks
    former = frame_maps.former_codes(connection, question)
    became: dict[str, str] = {}
    for code in gone:
        seen, now_is = {code}, code
        while now_is not in standing and now_is in former and len(former[now_is].after) == 1:
            now_is = former[now_is].after[0]
            if now_is in seen:
                break
            seen.add(now_is)
        became[code] = now_is
    return {
        name: tuple(sorted({mark._replace(code=became.get(mark.code, mark.code)) for mark in made}))
        for name, made in marks.items()
    }


def put_judged(connection: Connection, question: str, frame: Codebook, coder: str, made: Mapping[str, Judged]) -> None:
    """Stores the judgements: a row for every code of the frame, so that a negative is a row (a code that the frame no
    longer has keeps its row where it was given); nothing where there is no state."""
    for name, judged in made.items():
        if judged.state is None:
            table.drop_judgements(connection, question, name, coder, "human")
    standing = {name: judged for name, judged in made.items() if judged.state is not None}
    random = marks_table.drawn(connection, question, list(standing))
    names = [code.code for code in frame.codes]
    states: list[table.StateRow] = []
    rows: list[table.Judgement] = []
    for name, judged in standing.items():
        design = "random" if name in random else None
        assert judged.state is not None
        states.append(table.StateRow(name, coder, "human", judged.state, design, judged.note, judged.flagged))
        given = set(judged.codes)
        for code in [*names, *sorted(given.difference(names))]:
            rows.append(table.Judgement(name, code, coder, "human", code in given, design))
    table.put_states(connection, question, states)
    table.put_codings(connection, question, rows, frame.version)
    marks_table.put_marks(connection, question, coder, {name: judged.marks for name, judged in standing.items()})


def add_marks(
    store: Store, question: str, coder: str, made: Mapping[str, Sequence[TextMark]], texts: Mapping[str, str]
) -> str:
    """Adds marks to those that the coder has, on responses that still say what they said when they were marked (`texts`);
    evidence only for codes that the coder gave. What to say of those that were left out, "" where none were."""
    left = 0
    with store.action("add marks", question, who=coder) as action:
        connection = action.connection
        names = list(made)
        known = judged_of(connection, question, coder, names)
        said = {one.id: one.text for one in response_table.responses_of(connection, question, names)}
        put: dict[str, tuple[TextMark, ...]] = {}
        for name, marks in made.items():
            judged, text = known.get(name), said.get(name)
            fits = [
                mark
                for mark in marks
                if judged is not None
                and text == texts.get(name)
                and mark.end <= len(text or "")
                and (mark.kind == QUOTABLE or mark.code in judged.codes)
            ]
            left += len(marks) - len(fits)
            if judged is not None and set(fits) - set(judged.marks):
                put[name] = tuple(sorted({*judged.marks, *fits}))
        marks_table.put_marks(connection, question, coder, put)
        action.after = {"responses": len(put)}
        action.silent = not put
    return (
        f"{left} marked passages of {coder} were left out: their code or their text is not the project's."
        if left
        else ""
    )


def in_order(frame: Codebook, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes in the order of the frame, those that it does not have at the end."""
    given = set(codes)
    known = [code.code for code in frame.codes if code.code in given]
    return (*known, *sorted(given.difference(known)))


# Keys ---------------------------------------------------------------------------------------------------------------


def coder_keys(store: Store, question: str, coder: str) -> dict[str, str]:
    """The keys that this coder chose, by what they do (`code X`, or an action of the coding area)."""
    with store.read() as connection:
        return marks_table.keys(connection, response_table.find_question(connection, question).id, coder)


def keep_keys(store: Store, question: str, coder: str, keys: Mapping[str, str]) -> None:
    """Keeps the coder's choice of keys in place of the one before."""
    with store.action("choose keys", "", who=coder) as action:
        found = response_table.find_question(action.connection, question)
        action.object = f"{found.id}/{coder}"
        action.before = marks_table.keys(action.connection, found.id, coder)
        marks_table.put_keys(action.connection, found.id, coder, keys)
        action.after = dict(keys)
        action.silent = action.before == action.after
