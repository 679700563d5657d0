"""The code frame as people read it: its rows, what a change does to codings, the versions, what the check found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from core.codebooks import Code, FrameMap, FrameStep
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from coding.frames.checking import FrameCheck
    from coding.rounds import FormerCode, FrameChange

FIELDS = (
    ("label", "Label"), ("definition", "Definition"), ("include", "Include"), ("exclude", "Exclude"),
    ("typical", "Typical example"), ("borderline", "Borderline example"), ("parent", "Under"), ("key", "Key"),
    ("colour", "Colour"), ("code", "Code"),
)  # fmt: skip
KINDS = {
    "alike": "Much alike",
    "unused": "Never used",
    "catch_all": "On most responses",
    "other": "Large remainder",
    "overlap": "Used together",
    "no_definition": "No definition",
}


def tree(codes: Sequence[Code]) -> list[tuple[int, Code]]:
    """(depth, code): what stands under a code or heading follows it, in the order of the frame."""
    names = {code.code for code in codes}
    under: dict[str | None, list[Code]] = {}
    for code in codes:
        under.setdefault(code.parent if code.parent in names else None, []).append(code)
    made: list[tuple[int, Code]] = []

    def walk(parent: str | None, depth: int) -> None:
        for code in under.get(parent, ()):
            made.append((depth + (1 if depth == 0 and code.parent and code.parent not in names else 0), code))
            walk(code.code, depth + 1)

    walk(None, 0)
    return made


def code_rows(codes: Sequence[Code], uses: Mapping[str, int] | None = None) -> list[dict[str, str]]:
    """Rows of a table: sub-codes indented under their code, columns that no code fills left out."""
    filled = [(name, title) for name, title in FIELDS if any(getattr(code, name) for code in codes)]
    labels = {code.code: code.label for code in codes}
    rows = []
    for depth, code in tree(codes):
        row = {}
        for name, title in filled:
            value = str(getattr(code, name) or "")
            if name == "label":
                value = " " * depth + value
            row[title] = labels.get(value, value) if name == "parent" else value
            if name == "label" and uses is not None:
                row["Codings"] = f"{uses.get(code.code, 0):,}"
        rows.append(row)
    return rows


def named(names: Sequence[str], labels: Mapping[str, str]) -> str:
    said = [labels.get(name, name) for name in names]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else ""


def step_line(step: FrameStep, labels: Mapping[str, str]) -> str:
    """What one step did, in words."""
    before, after = named(step.before, labels), named(step.after, labels)
    return {
        "add": f"{after} added",
        "edit": f"{after} described anew",
        "rename": f"{after} relabelled" if before == after else f"{before} relabelled {after}",
        "move": f"{after} moved",
        "reorder": "codes put in another order",
        "merge": f"{before} merged into {after}",
        "split": f"{before} split into {after}",
        "retire": f"{before} retired",
        "reinstate": f"{after} brought back",
        "delete": f"{before} deleted",
    }[step.kind]


def effect_lines(effect: Mapping[str, int], back: Mapping[str, int] | None = None) -> list[str]:
    """What becomes of people's codings, a sentence each; what is none is left out."""
    made = []
    if effect.get("stand"):
        n = effect["stand"]
        made.append("1 coding stands as it is." if n == 1 else f"{n:,} codings stand as they are.")
    if effect.get("carried"):
        n, out = effect["carried"], effect["carried_as"]
        less = f": they come to {out:,} (each response counted once for each coder)" if out < n else ""
        made.append(f"{counted(n, 'coding')} carried over{less}.")
    if effect.get("go_back"):
        who = ", ".join(f"{coder} {n:,}" for coder, n in (back or {}).items())
        made.append(
            f"{counted(effect['go_back'], 'response')} to be looked at again by the coder who put the code there"
            f"{f' ({who})' if who else ''}. Those who held that it does not apply need not look again."
        )
    if effect.get("not_counted"):
        made.append(f"{counted(effect['not_counted'], 'coding')} kept on record and no longer counted.")
    if effect.get("come_back"):
        made.append(f"{counted(effect['come_back'], 'coding')} counted again.")
    if effect.get("machine"):
        made.append(f"{counted(effect['machine'], 'suggestion')} of the machine carried over.")
    return made or ["No coding is touched."]


def change_lines(change: FrameChange, labels: Mapping[str, str]) -> list[str]:
    """The steps of a change and what becomes of the codings."""
    known = {**labels, **{code.code: code.label for code in change.codes}}
    return [
        *(step_line(step, known) + "." for step in change.steps),
        *effect_lines(change.effect.record(), change.back),
    ]


def version_rows(maps: Sequence[FrameMap], labels: Mapping[str, str]) -> list[dict[str, str]]:
    """The versions, newest first."""
    rows = []
    for made in reversed(maps):
        if made.came_from is None:
            what = f"First code frame: {counted(sum(step.kind == 'add' for step in made.steps), 'code')}"
        else:
            what = "; ".join(step_line(step, labels) for step in made.steps) or "Not recorded"
        rows.append(
            {
                "Version": str(made.version),
                "When": made.at[:16].replace("T", " "),
                "Who": made.who,
                "What changed": what,
                "Codings": " ".join(effect_lines(made.effect)) if made.came_from is not None and made.effect else "",
            }
        )
    return rows


def former_rows(codes: Sequence[FormerCode], labels: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {
            "Code": made.code.label,
            "Left in version": str(made.version),
            "How": step_line(made.step, {**labels, made.code.code: made.code.label}),
            "Codings kept": f"{made.kept:,}",
        }
        for made in codes
    ]


def check_rows(checks: Sequence[FrameCheck]) -> list[dict[str, str]]:
    return [
        {"What": KINDS[check.kind], "Look at": check.message, "Where the threshold comes from": check.basis}
        for check in checks
    ]
