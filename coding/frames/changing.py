"""One change of a code frame: the codes after it, and the steps that say how they came from those before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.codebooks import Code, Codebook, FrameStep
from core.errors import UsageError
from core.text import fold

TEXTS = ("definition", "include", "exclude", "typical", "borderline")
MAX_CODE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Add:
    """A new code at the end, or after the code named."""

    code: Code
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """New fields for a code that is there (its id stays)."""

    code: Code


@dataclass(frozen=True, slots=True)
class Rename:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Move:
    """Under another code or a heading; to the top where `under` is None."""

    code: str
    under: str | None


@dataclass(frozen=True, slots=True)
class Reorder:
    """All codes in a new order."""

    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Several codes become one: a code that is there, or a new one of this id and label."""

    codes: tuple[str, ...]
    into: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A code becomes several: (id, label) of each, those that are in the frame already by their id."""

    code: str
    into: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Retire:
    code: str


@dataclass(frozen=True, slots=True)
class Delete:
    """For a code that nobody has put on a response."""

    code: str


@dataclass(frozen=True, slots=True)
class Reinstate:
    """A former code comes back, with the codings that it had."""

    code: Code


Change = Add | Edit | Rename | Move | Reorder | Merge | Split | Retire | Delete | Reinstate


@dataclass(frozen=True, slots=True)
class Changed:
    codes: tuple[Code, ...]
    steps: tuple[FrameStep, ...]


def change(codes: Sequence[Code], made: Change, former: frozenset[str] = frozenset()) -> Changed:
    """The frame after one change. `former`: ids of codes that have left the frame and are not given to others.

    Raises UsageError where it makes no sense: an unknown code, an id or label that is taken, a code under itself, nothing
    that would change."""
    frame = _Frame(codes, former)
    changed = _DOERS[type(made)](frame, made)
    try:
        Codebook("", 1, changed.codes)
    except ValueError as error:
        raise UsageError(f"The code frame cannot be changed so: {error}.") from error
    if changed.codes == tuple(codes):
        raise UsageError("Nothing would change: the code frame is like that already.")
    return changed


class _Frame:
    def __init__(self, codes: Sequence[Code], former: frozenset[str]) -> None:
        self.codes = tuple(codes)
        self.named = {code.code: code for code in codes}
        self.former = former

    def find(self, name: str) -> Code:
        """The code of this id, or with exactly this label."""
        if name in self.named:
            return self.named[name]
        alike = [c for c in self.codes if fold(c.code) == fold(name) or fold(c.label) == fold(name)]
        if len(alike) == 1:
            return alike[0]
        listed = ", ".join(self.named) or "none yet"
        gone = (
            " It has left the frame: bring it back with `verbatim codebook reinstate`." if name in self.former else ""
        )
        raise UsageError(f"The code frame has no code {name!r}.{gone} Its codes are: {listed}")

    def fresh(self, code: Code) -> Code:
        """A code that is new to the frame. Raises UsageError where its id or label is taken."""
        if not code.label.strip():
            code = replace(code, label=code.code)
        if len(code.code) > MAX_CODE_CHARACTERS:
            raise UsageError(f"A code's name has at most {MAX_CODE_CHARACTERS} characters.")
        if code.code in self.former:
            raise UsageError(
                f"{code.code!r} is a code that has left the frame; its codings are kept under that name. Give the new code "
                "another name, or bring the old one back with `verbatim codebook reinstate`."
            )
        self.label_is_free(code)
        self.key_is_free(code)
        return code

    def label_is_free(self, code: Code) -> None:
        for known in self.codes:
            if known.code != code.code and fold(known.label) == fold(code.label):
                raise UsageError(
                    f"The code frame has {known.code!r} ({known.label}) already. Give this code another label."
                )
            if known.code != code.code and fold(known.code) == fold(code.code):
                raise UsageError(
                    f"The code frame has {known.code!r} ({known.label}) already. Give this code another name."
                )

    def key_is_free(self, code: Code) -> None:
        if not code.key:
            return
        if len(code.key) != 1 or not code.key.isalnum():
            raise UsageError(f"A key is one letter or digit, not {code.key!r}.")
        for known in self.codes:
            if known.code != code.code and known.key.casefold() == code.key.casefold():
                raise UsageError(f"The key {code.key!r} belongs to {known.code!r} ({known.label}).")

    def without(self, gone: Sequence[str], parent: str | None) -> tuple[tuple[Code, ...], tuple[FrameStep, ...]]:
        """The codes less those, and what stood under them moved under `parent`."""
        kept, steps = [], []
        for code in self.codes:
            if code.code in gone:
                continue
            if code.parent in gone:
                code = replace(code, parent=parent if parent != code.code else None)
                steps.append(FrameStep("move", (code.code,), (code.code,)))
            kept.append(code)
        return tuple(kept), tuple(steps)


def _made(name: str, label: str = "", **fields: Any) -> Code:
    try:
        return Code(name.strip(), label.strip() or name.strip(), **fields)
    except ValueError as error:
        raise UsageError(f"{error}.") from error


def _add(frame: _Frame, made: Add) -> Changed:
    code = frame.fresh(made.code)
    at = 1 + list(frame.named).index(frame.find(made.after).code) if made.after else len(frame.codes)
    return Changed((*frame.codes[:at], code, *frame.codes[at:]), (FrameStep("add", (), (code.code,)),))


def _edit(frame: _Frame, made: Edit) -> Changed:
    old = frame.find(made.code.code)
    new = replace(made.code, code=old.code, label=made.code.label.strip() or old.label)
    frame.label_is_free(new)
    frame.key_is_free(new)
    codes = tuple(new if code.code == old.code else code for code in frame.codes)
    return Changed(codes, tuple(FrameStep(kind, (old.code,), (old.code,)) for kind in kinds_of_edit(old, new)))


def kinds_of_edit(old: Code, new: Code) -> list[Any]:
    """How two states of one code differ: rename, move, edit."""
    kinds = []
    if old.label != new.label:
        kinds.append("rename")
    if old.parent != new.parent:
        kinds.append("move")
    if replace(old, label=new.label, parent=new.parent) != new:
        kinds.append("edit")
    return kinds


def _rename(frame: _Frame, made: Rename) -> Changed:
    if not made.label.strip():
        raise UsageError("Give the code a label.")
    return _edit(frame, Edit(replace(frame.find(made.code), label=" ".join(made.label.split()))))


def _move(frame: _Frame, made: Move) -> Changed:
    code = frame.find(made.code)
    under = made.under.strip() if made.under else None
    if under is not None:
        try:
            under = frame.find(under).code
        except UsageError:
            if under in frame.former:
                raise
    if under == code.code:
        raise UsageError(f"{code.code!r} cannot stand under itself.")
    return _edit(frame, Edit(replace(code, parent=under)))


def _reorder(frame: _Frame, made: Reorder) -> Changed:
    if sorted(made.order) != sorted(frame.named):
        raise UsageError("A new order names every code of the frame once.")
    return Changed(tuple(frame.named[name] for name in made.order), (FrameStep("reorder"),))


def _merge(frame: _Frame, made: Merge) -> Changed:
    codes = list(dict.fromkeys(frame.find(name).code for name in made.codes))
    into = frame.named.get(made.into.strip())
    others = [code for code in codes if into is None or code != into.code]
    if len(codes) < 2 and (into is None or not others):
        raise UsageError("A merge takes two codes or more.")
    if into is None:
        target = _joined(made, [frame.named[code] for code in codes])
        frame_without = _Frame([code for code in frame.codes if code.code not in codes], frame.former)
        target = frame_without.fresh(target)
    else:
        target = replace(into, label=made.label.strip() or into.label)
        _Frame([code for code in frame.codes if code.code not in codes or code == into], frame.former).label_is_free(
            target
        )
    gone = [code for code in codes if code != target.code]
    kept, moves = frame.without(gone, target.code)
    if into is None:
        first = min(list(frame.named).index(code) for code in codes)
        at = sum(code.code not in gone for code in frame.codes[:first])
        kept = (*kept[:at], target, *kept[at:])
    else:
        above = target.parent
        while above in gone:  # it stood under a code that it takes in
            above = frame.named[above].parent
        kept = tuple(replace(target, parent=above) if code.code == target.code else code for code in kept)
    renamed = (FrameStep("rename", (target.code,), (target.code,)),) if into and into.label != target.label else ()
    return Changed(kept, (FrameStep("merge", tuple(gone), (target.code,)), *renamed, *moves))


def _joined(made: Merge, codes: Sequence[Code]) -> Code:
    """The new code of a merge: the texts of those that it takes in, one after another."""
    texts = {name: _texts(getattr(code, name) for code in codes) for name in TEXTS}
    parents = {code.parent for code in codes}
    parent = parents.pop() if len(parents) == 1 else None
    return _made(
        made.into,
        made.label,
        parent=parent,
        colour=codes[0].colour,
        key=next((c.key for c in codes if c.key), ""),
        **texts,
    )


def _texts(parts: Any) -> str:
    said = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    return " ".join(part if part[-1] in ".!?;" or n == len(said) - 1 else part + ";" for n, part in enumerate(said))


def _split(frame: _Frame, made: Split) -> Changed:
    old = frame.find(made.code)
    names = [name.strip() for name, _ in made.into]
    if len(set(names)) < 2:
        raise UsageError("A split makes two codes or more: --into B,C")
    if old.code in names:
        raise UsageError(
            f"{old.code!r} is split and leaves the frame: give the part that stays a name of its own, so that what was coded "
            "before is not taken for what is coded after."
        )
    kept, moves = frame.without([old.code], old.parent)
    rest = _Frame([code for code in frame.codes if code.code != old.code], frame.former)
    fresh = []
    for name, label in made.into:
        if name.strip() not in rest.named:
            code = rest.fresh(_made(name, label, parent=old.parent))
            fresh.append(code)
            rest = _Frame([*rest.codes, code], frame.former)
    at = [code.code for code in frame.codes].index(old.code)
    return Changed((*kept[:at], *fresh, *kept[at:]), (FrameStep("split", (old.code,), tuple(names)), *moves))


def _retire(frame: _Frame, made: Retire) -> Changed:
    code = frame.find(made.code)
    kept, moves = frame.without([code.code], code.parent)
    return Changed(kept, (FrameStep("retire", (code.code,)), *moves))


def _delete(frame: _Frame, made: Delete) -> Changed:
    code = frame.find(made.code)
    kept, moves = frame.without([code.code], code.parent)
    return Changed(kept, (FrameStep("delete", (code.code,)), *moves))


def _reinstate(frame: _Frame, made: Reinstate) -> Changed:
    if made.code.code in frame.named:
        raise UsageError(f"{made.code.code!r} is in the code frame.")
    frame.label_is_free(made.code)
    key = made.code.key if made.code.key not in {code.key for code in frame.codes} else ""
    return Changed((*frame.codes, replace(made.code, key=key)), (FrameStep("reinstate", (), (made.code.code,)),))


_DOERS: dict[type[Any], Callable[[_Frame, Any], Changed]] = {
    Add: _add,
    Edit: _edit,
    Rename: _rename,
    Move: _move,
    Reorder: _reorder,
    Merge: _merge,
    Split: _split,
    Retire: _retire,
    Delete: _delete,
    Reinstate: _reinstate,
}
