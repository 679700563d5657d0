"""Texts that came more than once among a question's responses, and how much of each theme they make."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from coding.repeats import NEAR, folded_words, repeat_groups
from coding.rounds.matrices import load_matrices
from core.jobs import Progress
from core.store import Store
from core.store import personal_data as personal_table
from core.store import repeats as table
from core.store import responses as response_table
from core.store.repeats import RepeatRow

WORDS = "responses compared"


@dataclass(frozen=True, slots=True)
class Repeats:
    """A group: `text` that most of its responses bear (with pseudonyms where the question has them), how many bear it word for
    word (`same`), their ids, and how like that text each is (0 to 1)."""

    number: int
    text: str
    same: int
    responses: tuple[str, ...]
    likeness: tuple[float, ...]

    @property
    def size(self) -> int:
        return len(self.responses)

    def record(self) -> dict[str, Any]:
        return {
            "group": self.number,
            "size": self.size,
            "same": self.same,
            "text": self.text,
            "responses": [{"response": name, "likeness": like} for name, like in zip(self.responses, self.likeness)],
        }


@dataclass(frozen=True, slots=True)
class CodeRepeats:
    """Of the `n` responses that bear a code, how many bear a text that came more than once, and how many the most frequent one."""

    code: str
    label: str
    n: int
    repeated: int
    largest: int

    def record(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "label": self.label,
            "n": self.n,
            "repeated": self.repeated,
            "largest_group": self.largest,
        }


def find_repeats(store: Store, question: str, near: float = NEAR, progress: Progress | None = None) -> list[Repeats]:
    """Looks for texts that came more than once among the responses as they are now, and keeps what it finds."""
    progress = progress or Progress()
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        answered = [made for made in response_table.responses(connection, found.id) if made.state == "uncoded"]
    progress.report(0, len(answered), WORDS)
    groups = repeat_groups([made.text for made in answered], near)
    rows = [
        RepeatRow(answered[place].id, number, like)
        for number, group in enumerate(groups, 1)
        for place, like in zip(group.places, group.likeness)
    ]
    with store.action("look for repeats", found.id) as action:
        table.put_repeats(action.connection, found.id, rows, len(answered))
        action.after = {"groups": len(groups), "responses": len(rows)}
    progress.report(len(answered), len(answered), WORDS)
    return repeats(store, question)


def repeats(store: Store, question: str) -> list[Repeats]:
    """The groups as they were last found, the largest first."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        rows = table.repeats(connection, found.id)
        names = [row.response for row in rows]
        texts = {made.id: made.text for made in response_table.responses_of(connection, found.id, names)}
        pseudonyms = personal_table.is_pseudonymised(connection, found.id)
    shown: dict[str, str] = {}
    if pseudonyms and rows:
        from coding.rounds.personal_data import shown_text

        shown = shown_text(store, question)
    groups: dict[int, list[RepeatRow]] = {}
    for row in rows:
        groups.setdefault(row.number, []).append(row)
    made = []
    for number, members in groups.items():
        folded = {row.response: folded_words(texts[row.response]) for row in members}
        said, same = Counter(folded[row.response] for row in members if row.likeness == 1.0).most_common(1)[0]
        centre = next(row.response for row in members if folded[row.response] == said)
        made.append(
            Repeats(
                number,
                shown.get(centre, texts[centre]),
                same,
                tuple(row.response for row in members),
                tuple(row.likeness for row in members),
            )
        )
    return made


def repeats_out_of_date(store: Store, question: str) -> bool:
    """Whether responses came in since repeats were looked for, or nobody has looked yet."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        states = response_table.response_states(connection, found.id).values()
        return table.looked_at(connection, found.id) != sum(state == "uncoded" for state in states)


def repeats_by_code(store: Store, question: str) -> list[CodeRepeats]:
    """For each code of the frame, in its order, how much of it is repeated text: by the codes that count (adjudicated, else the
    only coder's, else the first imported's)."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices = load_matrices(connection, found.id)
        groups = {row.response: row.number for row in table.repeats(connection, found.id)}
    if matrices.codebook is None:
        return []
    values = matrices.merged().values
    made = []
    for column, code in enumerate(matrices.codebook.codes):
        bearing = [matrices.responses[row].id for row in np.flatnonzero(values[:, column] == 1)]
        tally = Counter(groups[name] for name in bearing if name in groups)
        made.append(
            CodeRepeats(code.code, code.label, len(bearing), sum(tally.values()), max(tally.values(), default=0))
        )
    return made
