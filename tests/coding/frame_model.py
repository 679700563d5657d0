"""What codings should come to when a frame changes, worked out the plain way beside the program: dictionaries and no store.

`Walk` takes random actions (two coders by sheet and by keyboard, the machine, an adjudicator, every change of the frame,
undo and redo) and compares the project with the model after each.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from coding import rounds
from coding.frames import Add, Delete, Merge, Move, Reinstate, Rename, Reorder, Retire, Split
from coding.rounds.history import Rows, rows_before, rows_now
from core.codebooks import Code
from core.errors import UserError
from core.store import Store
from core.store import coding_journal as journal
from core.store import codings as table
from ingest.tables import CodedRow
from tests.builders import make_response

Unit = tuple[str, str, str]  # source, coder, response
PEOPLE = ("ann", "ben")


@dataclass
class Model:
    """`said`: what each unit says of each code, standing or former. `state`: of each unit. `frame`: codes in order.
    `left`: how each former code left."""

    frame: list[Code] = field(default_factory=list)
    said: dict[Unit, dict[str, bool]] = field(default_factory=dict)
    state: dict[Unit, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [code.code for code in self.frame]

    def put(self, unit: Unit, codes: set[str], state: str = "coded") -> None:
        row = self.said.setdefault(unit, {})
        row.update({name: name in codes for name in self.names})
        self.state[unit] = state

    def merge(self, codes: list[str], into: str) -> None:
        for row in self.said.values():
            known = [row[name] for name in {*codes, into} if name in row]
            if known:
                row[into] = any(known)

    def split(self, code: str, into: list[str]) -> None:
        for unit, row in self.said.items():
            if unit[0] == "machine" or code not in row:
                continue
            if not row[code]:
                for part in into:
                    row.setdefault(part, False)
            elif self.state.get(unit) == "coded":
                self.state[unit] = "open"

    def waiting(self, coder: str, source: str = "human") -> list[str]:
        split = {name for name, how in self.left.items() if how == "split"}
        return sorted(
            unit[2]
            for unit, state in self.state.items()
            if unit[:2] == (source, coder) and state == "open" and any(self.said.get(unit, {}).get(c) for c in split)
        )


class Walk:
    """One random sequence. `steps` says what was done, for a failure's message."""

    def __init__(self, store: Store, seed: int, responses: int = 8) -> None:
        self.chance = random.Random(seed)
        self.store = store
        self.names = [f"r{n}" for n in range(responses)]
        self.question = rounds.add_responses(
            store, f"Question {seed}?", "people", [make_response(name, f"Text of {name}.") for name in self.names]
        ).question.id
        self.model = Model()
        self.steps: list[str] = []
        self.before: dict[int, Model] = {}  # by event: the model before it
        self.seen: list[tuple[int, Rows]] = []  # number of the newest change -> all rows then
        self.fresh = 0
        self.presses = 0
        self.reversals = 0
        self.refused = 0
        self._import([self._code() for _ in range(4)])
        for coder in PEOPLE:
            self._sheet(coder)
        self.check()

    # Actions --------------------------------------------------------------------------------------------------------

    def step(self) -> None:
        actions: list[tuple[int, Callable[[], None]]] = [
            (3, self.sheet), (3, self.press), (2, self.machine), (2, self.adjudicate), (3, self.merge), (3, self.split),
            (2, self.retire), (1, self.rename), (1, self.move), (1, self.reorder), (2, self.add), (1, self.delete),
            (2, self.reinstate), (1, self.file), (4, self.undo_last), (2, self.undo_any),
        ]  # fmt: skip
        made = self.chance.choices([act for _, act in actions], [weight for weight, _ in actions])[0]
        self.steps.append(made.__name__)
        made()
        self.check()

    def _code(self) -> Code:
        self.fresh += 1
        return Code(f"c{self.fresh}", f"Label {self.fresh}", "Said " * (self.fresh % 3))

    def _done(self, was: Model) -> None:
        newest = rounds.history(self.store, self.question, limit=1)[0]
        self.before[newest.event] = was

    def _change(self, made: Any) -> bool:
        """A change of the frame in the project; False where it makes no sense in this frame."""
        try:
            seen = rounds.preview_change(self.store, self.question, made)
        except UserError:
            return False
        was = copy.deepcopy(self.model)
        done = rounds.change_frame(self.store, self.question, made)
        assert done == seen, self.steps
        self.model.frame = list(done.codes)
        for step in done.steps:
            if step.kind in ("merge", "split", "retire"):
                self.model.left.update(dict.fromkeys(step.before, step.kind))
        for name in self.model.names:
            self.model.left.pop(name, None)
        self._done(was)
        return True

    def _pick(self, n: int = 1) -> list[str]:
        return self.chance.sample(self.model.names, min(n, len(self.model.names)))

    def sheet(self) -> None:
        self._sheet(self.chance.choice(PEOPLE))

    def _sheet(self, coder: str) -> None:
        was = copy.deepcopy(self.model)
        names = self.chance.sample(self.names, self.chance.randint(1, 4))
        rows = [CodedRow(name, frozenset(self._pick(self.chance.randint(0, 2))), n + 2) for n, name in enumerate(names)]
        report = rounds.add_codings(self.store, self.question, coder, rows)
        assert not report.refused
        for row in rows:
            self.model.put(("human", coder, row.response), set(row.codes))
        if report.count("added") or report.count("updated"):
            self._done(was)

    def press(self) -> None:
        coder, name = self.chance.choice(PEOPLE), self.chance.choice(self.names)
        if not self.model.frame:
            return
        code = self._pick()[0]
        was = copy.deepcopy(self.model)
        unit = ("human", coder, name)
        if self.model.state.get(unit) == "uncodable":
            return
        self.presses += 1
        done = rounds.apply_events(
            self.store, self.question, coder, f"page-{self.question}",
            [{"seq": self.presses, "response": name, "action": "toggle", "code": code}],
        )  # fmt: skip
        assert not done.refused, done.refused
        row = self.model.said.get(unit, {})
        on = {c for c in self.model.names if row.get(c)} ^ {code}
        self.model.put(unit, on, "coded" if self.model.state.get(unit) == "coded" else "open")
        self._done(was)
        if self.chance.random() < 0.5:
            was = copy.deepcopy(self.model)
            self.presses += 1
            rounds.apply_events(
                self.store, self.question, coder, f"page-{self.question}",
                [{"seq": self.presses, "response": name, "action": "done"}],
            )  # fmt: skip
            if self.model.state[unit] != "coded":
                self.model.put(unit, on)
            self._done(was)

    def machine(self) -> None:
        names = self.chance.sample(self.names, 4)
        self.model.said = {unit: row for unit, row in self.model.said.items() if unit[0] != "machine"}
        self.model.state = {unit: state for unit, state in self.model.state.items() if unit[0] != "machine"}
        made = []
        for name in names:
            codes = self._pick(self.chance.randint(0, 2))
            made += [
                table.Judgement(name, code, "machine", "machine", True, None, self.chance.randint(1, 9) / 10)
                for code in codes
            ]
            if codes:
                self.model.said["machine", "machine", name] = dict.fromkeys(codes, True)
            self.model.state["machine", "machine", name] = "coded" if codes else "abstained"
        states = [
            table.StateRow(name, "machine", "machine", self.model.state["machine", "machine", name]) for name in names
        ]
        version = rounds.codebook(self.store, self.question).version
        with self.store.action("suggest codes", self.question) as action:
            table.drop_machine(action.connection, self.question)
            table.put_states(action.connection, self.question, states)
            table.put_codings(action.connection, self.question, made, version, "run")
        self.before.clear()  # nobody's codings: it is not taken back, and what was before it is not compared

    def adjudicate(self) -> None:
        was = copy.deepcopy(self.model)
        name = self.chance.choice(self.names)
        codes = set(self._pick(self.chance.randint(0, 2)))
        version = rounds.codebook(self.store, self.question).version
        with self.store.action("adjudicate", self.question) as action:
            rows = [table.Judgement(name, c, "adjudicated", "adjudicated", c in codes) for c in self.model.names]
            table.put_states(
                action.connection, self.question, [table.StateRow(name, "adjudicated", "adjudicated", "coded")]
            )
            table.put_codings(action.connection, self.question, rows, version)
            action.after = {"codes": {name: sorted(codes)}}
        self.model.put(("adjudicated", "adjudicated", name), codes)
        self._done(was)

    def merge(self) -> None:
        codes = self._pick(self.chance.randint(2, 3))
        if len(codes) < 2:
            return
        where = self.chance.choice(["new", "one of them", "another"])
        others = [name for name in self.model.names if name not in codes]
        into = codes[0] if where == "one of them" else others[0] if where == "another" and others else self._code().code
        if self._change(Merge(tuple(codes), into)):
            self.model.merge(codes, into)

    def split(self) -> None:
        if not self.model.frame:
            return
        code = self._pick()[0]
        others = [name for name in self.model.names if name != code]
        parts = [
            self._code().code,
            self.chance.choice(others) if others and self.chance.random() < 0.3 else self._code().code,
        ]
        if self._change(Split(code, tuple((part, "") for part in parts))):
            self.model.split(code, parts)

    def retire(self) -> None:
        if len(self.model.frame) > 1:
            self._change(Retire(self._pick()[0]))

    def rename(self) -> None:
        for name in self._pick():
            self._change(Rename(name, f"Label {self.chance.randint(100, 999)}"))

    def move(self) -> None:
        for name in self._pick():
            self._change(Move(name, self.chance.choice([None, "A heading", *self.model.names])))

    def reorder(self) -> None:
        self._change(Reorder(tuple(self._pick(len(self.model.frame)))))

    def add(self) -> None:
        self._change(Add(self._code()))

    def delete(self) -> None:
        unused = [n for n in self.model.names if not any(row.get(n) for row in self.model.said.values())]
        if unused and len(self.model.frame) > 1 and self._change(Delete(unused[0])):
            for row in self.model.said.values():
                row.pop(unused[0], None)

    def reinstate(self) -> None:
        former = rounds.former_codes(self.store, self.question)
        if former:
            self._change(Reinstate(self.chance.choice(former).code))

    def file(self) -> None:
        """The frame comes back from a file: without a code, with a new one, another renamed."""
        codes = [replace(code, label=code.label + "!") if n == 0 else code for n, code in enumerate(self.model.frame)]
        self._import([*codes[: max(1, len(codes) - 1)], self._code()])

    def _import(self, codes: list[Code]) -> None:
        was = copy.deepcopy(self.model)
        rounds.add_codebook(self.store, self.question, codes)
        gone = set(self.model.names) - {code.code for code in codes}
        self.model.left.update(dict.fromkeys(gone, "retire"))
        self.model.frame = list(codes)
        for name in self.model.names:
            self.model.left.pop(name, None)
        self._done(was)

    def undo_last(self) -> None:
        """Takes the newest action back, and some of the time makes it again."""
        entry = next(
            (e for e in rounds.history(self.store, self.question) if e.reversible and e.undone_by is None), None
        )
        if entry is None or entry.event not in self.before or entry.event == min(self.before):
            return
        now_is, was = self.model, self.before[entry.event]
        rounds.undo(self.store, self.question, entry.event, confirmed=True)
        self.reversals += 1
        self.model = copy.deepcopy(was)
        if self.chance.random() < 0.4:
            self.check()
            rounds.redo(self.store, self.question, entry.event, confirmed=True)
            self.model = now_is

    def undo_any(self) -> None:
        """Takes any earlier action back and makes it again: refused, or nothing has changed in the end."""
        entries = [e for e in rounds.history(self.store, self.question) if e.reversible and e.undone_by is None]
        entry = self.chance.choice(entries)
        if entry.action == "add codebook":
            return
        try:
            rounds.undo(self.store, self.question, entry.event, confirmed=True)
        except UserError:
            self.refused += 1
        else:
            self.reversals += 1
            self.check(of_model=False)
            rounds.redo(self.store, self.question, entry.event, confirmed=True)

    # What must hold -------------------------------------------------------------------------------------------------

    def check(self, of_model: bool = True) -> None:
        with self.store.read() as connection:
            rows = rows_now(connection, self.question)
            number = journal.newest(connection)
        self.seen.append((number, rows))
        frame = rounds.codebook(self.store, self.question).codes
        explained = {code.code for code in frame} | {
            f.code.code for f in rounds.former_codes(self.store, self.question)
        }
        orphans = {key for key in rows.codings if key[3] not in explained}
        assert not orphans, (self.steps, orphans)
        if not of_model:
            return
        assert list(frame) == self.model.frame, self.steps
        written = {key: row.value for key, row in rows.codings.items()}
        expected = {(*unit, code): value for unit, row in self.model.said.items() for code, value in row.items()}
        assert written == expected, (self.steps, set(written.items()) ^ set(expected.items()))
        standing = {
            (c.source, c.coder, c.response, c.code): c.value for c in rounds.codings(self.store, self.question)
        }  # fmt: skip
        assert standing == {key: value for key, value in expected.items() if key[3] in self.model.names}, self.steps
        assert {unit: state.state for unit, state in rows.states.items()} == self.model.state, self.steps
        for coder in PEOPLE:
            assert sorted(rounds.to_recode(self.store, self.question, coder)) == self.model.waiting(coder), self.steps

    def check_rebuilt(self) -> None:
        """Every state that was, worked out again from the log; before the first action there was nothing."""
        with self.store.read() as connection:
            for number, rows in self.seen:
                again = rows_before(connection, self.question, number + 1)
                assert (again.version, again.codings, again.states) == (rows.version, rows.codings, rows.states), (
                    self.steps
                )
            nothing = rows_before(connection, self.question, 0)
            assert (nothing.version, nothing.codings, nothing.states) == (None, {}, {})
