"""Themes that are not in the code frame: proposed from responses that no code fits, decided on by people, kept.

A new proposal takes the place of the open themes only. A theme that was rejected does not come back: one that shares half of
its responses with it (Jaccard) is left out of later proposals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from coding.discover import EXEMPLARS, Theme, propose_themes
from coding.rounds.frames import add_code, codebook
from coding.rounds.machine import embedded
from coding.rounds.matrices import load_matrices
from coding.rounds.personal_data import shown_text
from core.codebooks import Code
from core.encoder import Encoder
from core.errors import NotFoundError, UsageError
from core.jobs import Progress
from core.store import Store
from core.store import machine as machine_table
from core.store import responses as response_table
from core.store.machine import ProposedTheme

SAME_THEME = 0.5

__all__ = [
    "Fit",
    "ProposedTheme",
    "accept_theme",
    "discover_themes",
    "fit",
    "merge_theme",
    "proposed_themes",
    "reject_theme",
    "rename_theme",
    "theme_texts",
]


@dataclass(frozen=True, slots=True)
class Fit:
    """How many of the answered responses no code fits: left without a code by people, or, where nobody coded them, by the
    machine; `uncoded`: nobody has looked at them, and no run either."""

    answered: int
    without_a_code: int
    uncoded: int


def discover_themes(
    store: Store, question: str, encoder: Encoder, progress: Progress | None = None, seed: int = 0
) -> list[Theme]:
    """Groups of like responses among those that no code fits yet: answered, and neither coded by people nor given a code by
    the machine. Largest first; kept as the question's open proposal. The same responses, codings and seed give the same."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices = load_matrices(connection, found.id)
        known = machine_table.themes(connection, found.id)
    states = matrices.states()
    bears = (matrices.merged().values == 1).any(axis=1)
    wanted = [
        n for n, state in enumerate(states) if state in ("uncoded", "abstained") or (state == "coded" and not bears[n])
    ]
    texts = [matrices.responses[n].text for n in wanted]
    vectors = embedded(store, encoder, texts, progress or Progress())
    shown = shown_text(store, found.id)
    rejected = [set(theme.members) for theme in known if theme.state == "rejected"]
    made = []
    for theme in propose_themes(found.id, texts, vectors, seed):
        members = {matrices.responses[wanted[row]].id: None for row in theme.rows}
        if not any(len(members.keys() & other) >= SAME_THEME * len(members.keys() | other) for other in rejected):
            exemplars = tuple(dict.fromkeys(shown[name] for name in members))[:EXEMPLARS]
            made.append(replace(theme, exemplars=exemplars))
    kept = [
        ProposedTheme(theme.id, n, theme.label, tuple(matrices.responses[wanted[row]].id for row in theme.rows), seed)
        for n, theme in enumerate(made)
    ]
    with store.action("propose themes", found.id) as action:
        machine_table.replace_open_themes(action.connection, found.id, kept, store.who)
        action.after = {"themes": [[theme.id, len(theme.members)] for theme in kept], "seed": seed}
    return made


def proposed_themes(store: Store, question: str) -> list[ProposedTheme]:
    """The newest proposal, and every theme that was decided on."""
    with store.read() as connection:
        return machine_table.themes(connection, response_table.find_question(connection, question).id)


def theme_texts(store: Store, question: str, theme: str, n: int = EXEMPLARS) -> list[str]:
    """The texts of a theme's first `n` responses as they may be shown, those nearest its centre first, word for word."""
    question_id, found = _theme(store, question, theme)
    texts = shown_text(store, question_id)
    return [texts[name] for name in found.members[:n] if name in texts]


def accept_theme(store: Store, question: str, theme: str, label: str | None = None, code: str | None = None) -> Code:
    """Makes the theme a code of the frame: its label (or the one given), the response nearest its centre as the typical
    example. Nobody's codings change: the code is put on responses by people, or suggested by the next run.

    Raises NotFoundError for an unknown theme, UsageError where it was decided on or the frame has such a code already."""
    question_id, found = _open_theme(store, question, theme)
    named = " ".join((label or found.label).split())
    if not named:
        raise UsageError("A code needs a label.")
    typical = theme_texts(store, question_id, theme, 1)
    made = Code(code or _name(store, question_id, named), named, typical=typical[0] if typical else "")
    add_code(store, question_id, made)
    _decide(store, question_id, replace(found, state="accepted", code=made.code, label=named))
    return made


def merge_theme(store: Store, question: str, theme: str, into: str) -> Code:
    """Says that the theme is a code that the frame has: it is not proposed as one of its own. Raises as accept_theme does."""
    question_id, found = _open_theme(store, question, theme)
    wanted = next((made for made in codebook(store, question_id).codes if into in (made.code, made.label)), None)
    if wanted is None:
        raise NotFoundError(f"The code frame has no code {into!r}. See: verbatim codebook --question {question_id}")
    _decide(store, question_id, replace(found, state="merged", code=wanted.code))
    return wanted


def rename_theme(store: Store, question: str, theme: str, label: str) -> ProposedTheme:
    """Gives an open theme another label."""
    question_id, found = _open_theme(store, question, theme)
    if not label.strip():
        raise UsageError("A theme needs a label.")
    made = replace(found, label=" ".join(label.split()))
    _decide(store, question_id, made)
    return made


def reject_theme(store: Store, question: str, theme: str) -> ProposedTheme:
    """Says that the theme is none: neither it nor one that shares half of its responses is proposed again."""
    question_id, found = _open_theme(store, question, theme)
    made = replace(found, state="rejected")
    _decide(store, question_id, made)
    return made


def fit(store: Store, question: str) -> Fit:
    """How far the code frame fits, so that what no code fits does not grow unseen."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices = load_matrices(connection, found.id)
    states = np.array(matrices.states(), dtype=object)
    bears = (matrices.merged().values == 1).any(axis=1)
    without = int(((states == "abstained") | ((states == "coded") & ~bears)).sum())
    return Fit(int(matrices.answered().sum()), without, int((states == "uncoded").sum()))


def _decide(store: Store, question: str, theme: ProposedTheme) -> None:
    with store.action(f"theme {theme.state}", question) as action:
        machine_table.put_theme(action.connection, question, theme, store.who)
        action.after = {"theme": theme.id, "state": theme.state, "label": theme.label, "code": theme.code}


def _theme(store: Store, question: str, theme: str) -> tuple[str, ProposedTheme]:
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        known = machine_table.themes(connection, found.id)
    for made in known:
        if made.id == theme:
            return found.id, made
    raise NotFoundError(
        f"There is no theme {theme!r} here. Propose themes first: verbatim themes --question {found.id}"
    )


def _open_theme(store: Store, question: str, theme: str) -> tuple[str, ProposedTheme]:
    question_id, found = _theme(store, question, theme)
    if found.state != "proposed":
        became = f" ({found.code})" if found.code else ""
        raise UsageError(f"The theme “{found.label}” was {found.state} already{became}.")
    return question_id, found


def _name(store: Store, question: str, label: str) -> str:
    """A code name out of a label that the frame does not use yet."""
    try:
        used: Sequence[str] = [made.code for made in codebook(store, question).codes]
    except NotFoundError:
        used = ()
    plain = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")[:40].strip("_") or "theme"
    name, n = plain, 2
    while name in used:
        name, n = f"{plain}_{n}", n + 1
    return name
