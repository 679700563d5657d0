"""Which key does what in the coding area: the actions' own, the code frame's, and those that the coder chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.codebooks import Code

# r and c belong to Streamlit; a space turns the page
NOT_OFFERED = frozenset("rc ")
CODE_KEYS = "1234567890abdfghijkloptvwzABDEFGHIJKLMNOPQSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does. `fixed`: its key cannot be chosen."""

    name: str
    key: str
    label: str
    said: str
    shown: str = ""
    fixed: bool = False


ACTIONS: tuple[Action, ...] = (
    Action("done", "Enter", "Save and next", "Save the response and go on; with no code, record that nothing fits", fixed=True),
    Action("back", "ArrowLeft", "Back", "Go to the response before", "←", fixed=True),
    Action("skip", "ArrowRight", "Skip", "Go on; a response without codes stays undecided", "→", fixed=True),
    Action("undo", "u", "Undo", "Take the last change back (also Ctrl+Z)"),
    Action("redo", "y", "Redo", "Make it again (also Ctrl+Y)"),
    Action("evidence", "e", "Choose words", "Choose words of the text; then a code's key marks them as evidence"),
    Action("quote", "q", "Quotable", "Mark the chosen words as quotable"),
    Action("flag", "m", "Mark to discuss", "Mark the response for discussion"),
    Action("note", "n", "Note", "Write a note; Enter leaves it"),
    Action("uncodable", "x", "Cannot be coded", "Say that the response cannot be coded"),
    Action("same", "s", "Others that say the same", "Code other responses that say the same like this one, after a look at them"),
    Action("find", "/", "Find a code", "Find a code by its name; Enter gives it"),
    Action("help", "?", "Keys", "Show the keys"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys by what they do: actions by name, codes by code; a code that has none is left out."""

    actions: Mapping[str, str]
    codes: Mapping[str, str]

    def of(self, target: str) -> str:
        return self.codes.get(target.removeprefix("code "), "") if target.startswith("code ") else self.actions[target]


def usable(key: str) -> bool:
    """Whether a key may be chosen: one character that can be typed, and not one of Streamlit's."""
    return len(key) == 1 and key.isprintable() and key not in NOT_OFFERED and key.lower() not in NOT_OFFERED


def keys_of(codes: Sequence[Code], chosen: Mapping[str, str]) -> Keys:
    """What the coder chose; then the actions' own keys and the frame's, where they are free; then the next free key."""
    taken: dict[str, str] = {action.key: action.name for action in ACTIONS if action.fixed}
    wanted = [action.name for action in ACTIONS if not action.fixed] + [f"code {code.code}" for code in codes]
    own = {action.name: action.key for action in ACTIONS}
    own |= {f"code {code.code}": str(getattr(code, "key", "") or "") for code in codes}
    made: dict[str, str] = {}
    for given in (chosen, own):
        for target in wanted:
            key = given.get(target, "")
            if target not in made and usable(key) and key not in taken:
                made[target] = taken[key] = key
    free = iter(key for key in CODE_KEYS if key not in taken)
    for target in wanted:
        if target not in made and (key := next(free, "")):
            made[target] = key
    actions = {action.name: action.key if action.fixed else made.get(action.name, "") for action in ACTIONS}
    return Keys(actions, {code.code: made[f"code {code.code}"] for code in codes if f"code {code.code}" in made})


def changed(codes: Sequence[Code], chosen: Mapping[str, str], target: str, key: str) -> dict[str, str]:
    """The choice with this key for `target` (an action's name, or `code X`); what had the key gets the other's.

    Raises ValueError where the key is not offered."""
    if not usable(key):
        raise ValueError("Choose one letter, digit or sign. R and C are the page's own, and a space scrolls it.")
    keys = keys_of(codes, chosen)
    everything = dict(keys.actions) | {f"code {c}": made for c, made in keys.codes.items()}
    before = everything.get(target, "")
    made = {name: given for name, given in chosen.items() if name != target and given != key}
    holder = next((name for name, given in everything.items() if given == key and name != target), None)
    if holder is not None and before:
        made[holder] = before
    return made | {target: key}
