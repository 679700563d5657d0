"""What happened, in words: one sentence an event of the log. None says what a response says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.codebooks import FrameStep
from ui.viewdata.frame import named, step_line
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from coding.rounds import HistoryEntry

KINDS = {
    "": "Everything",
    "frame": "The code frame",
    "codings": "Codings",
    "other": "Responses, samples, the machine",
}
FRAME_ACTIONS = frozenset(
    ["add codebook", "add code", "edit code", "rename code", "move code", "reorder codes", "merge codes", "split code",
     "retire code", "delete code", "reinstate code"]
)  # fmt: skip
CODING_ACTIONS = frozenset(
    ["add codings", "reset coding", "adjudicate", "adopt agreed codings", "reopen adjudication", "accept suggestions",
     "import adjudicated codings"]
)  # fmt: skip


def kind_of(entry: HistoryEntry) -> str:
    """Which kind of `KINDS` an event is; an undo is of the kind of what it took back."""
    action = entry.action
    if action in ("undo", "redo") and isinstance(entry.after, dict):
        action = str(entry.after.get("action", ""))
    if action in FRAME_ACTIONS:
        return "frame"
    return "codings" if action in CODING_ACTIONS or action.startswith("code ") else "other"


def sentence(entry: HistoryEntry, labels: Mapping[str, str], *, codes: bool = True) -> str:
    """What was done. `codes` False: which codes a person chose is not said, for those who code blind."""
    before = entry.before if isinstance(entry.before, dict) else {}
    after = entry.after if isinstance(entry.after, dict) else {}
    where = f" {entry.response}" if entry.response else ""
    if entry.action in ("undo", "redo"):
        verb = "Took back" if entry.action == "undo" else "Made again"
        return f"{verb} event {after.get('event')} ({after.get('action')})"
    if entry.action in FRAME_ACTIONS:
        return _frame_sentence(entry, after, labels)
    if entry.action.startswith("code "):
        return _press_sentence(entry.action[5:], before, after, where, labels, codes)
    if entry.action == "add codings":
        n = [f"{after[key]:,} {key}" for key in ("added", "updated") if after.get(key)]
        return f"Codings of {after.get('coder')} brought in: {', '.join(n) or 'a random sample recorded'}"
    if entry.action == "reset coding":
        return f"Took back what {before.get('coder')} said of{where}"
    if entry.action == "suggest codes":
        return f"The machine suggested codes (learnt from {counted(int(after.get('trained_on') or 0), 'response')})"
    if entry.action == "add responses":
        n = [f"{after[key]:,} {key}" for key in ("added", "updated") if after.get(key)]
        return f"Responses brought in: {', '.join(n)}"
    if entry.action == "sample":
        return f"Drew a random sample of {after.get('n')} (seed {after.get('seed')})"
    if entry.action == "adjudicate":
        return f"Decided {counted(len(after.get('codes') or {}), 'response')}"
    return f"{entry.action.capitalize()}{where}"


def _frame_sentence(entry: HistoryEntry, after: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    steps = [FrameStep(s["kind"], tuple(s["before"]), tuple(s["after"])) for s in after.get("steps", ())]
    version = f" (version {after['version']})" if after.get("version") else ""
    if entry.before is None and len(steps) > 1:
        return f"First code frame: {counted(len(steps), 'code')}{version}"
    if not steps:  # from before steps were kept
        return f"{entry.action.capitalize()}{version}"
    was = {code["code"]: code["label"] for code in (entry.before or {}).get("codes", ())}
    became = {code["code"]: code["label"] for code in after.get("codes", ())}
    said = [
        f"{was[step.before[0]]} relabelled {became[step.after[0]]}"
        if step.kind == "rename" and step.before[0] in was and step.after[0] in became
        else step_line(step, labels)
        for step in steps
    ]
    more = f" and {len(said) - 3} more" if len(said) > 3 else ""
    text = "; ".join(said[:3]) + more
    return f"{text[0].upper()}{text[1:]}{version}"


def _press_sentence(
    what: str, before: Mapping[str, Any], after: Mapping[str, Any], where: str, labels: Mapping[str, str], codes: bool
) -> str:
    had, has = list(before.get("codes") or ()), list(after.get("codes") or ())
    on, off = [c for c in has if c not in had], [c for c in had if c not in has]
    said = []
    if on or off:
        if not codes:
            said.append("changed codes on")
        else:
            said += [f"put {named(on, labels)} on"] if on else []
            said += [f"took {named(off, labels)} off"] if off else []
    if before.get("state") != after.get("state") and after.get("state") in ("coded", "uncodable"):
        said.append("finished" if after["state"] == "coded" else "said that it cannot be coded:")
    if before.get("flagged") != after.get("flagged"):
        said.append("marked for discussion" if after.get("flagged") else "no longer for discussion:")
    if what == "note":
        said.append("wrote a note on")
    if (before.get("marks") or []) != (after.get("marks") or []):
        said.append("marked words in")
    text = ", ".join(said) or "looked at"
    prefix = "Undo: " if what == "undo" else "Redo: " if what == "redo" else ""
    return f"{prefix}{text[0].upper() if not prefix else text[0]}{text[1:]}{where}"


def history_rows(
    entries: Sequence[HistoryEntry], labels: Mapping[str, str], *, codes: bool = True
) -> list[dict[str, str]]:
    """Rows of the table on the screen."""
    return [
        {
            "No.": str(entry.event),
            "When (UTC)": entry.at[:16].replace("T", " "),
            "Who": entry.who,
            "What": sentence(entry, labels, codes=codes),
            "Undone": f"by {entry.undone_by}" if entry.undone_by else "",
        }
        for entry in entries
    ]


def history_records(entries: Sequence[HistoryEntry], labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Records of the exported log: the fields of the log with a sentence beside them."""
    return [{**entry.record(), "what": sentence(entry, labels)} for entry in entries]
