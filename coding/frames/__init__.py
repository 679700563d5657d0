"""Code frames that change, and how good a frame is.

`changing` (one change of a frame: the codes after it and the steps that say so), `mapping` (the steps between two versions,
told by code id), `carrying` (what becomes of the codings), `checking` (codes too alike, unused, catch-all, overlapping),
`json_files` (a frame as JSON). Nothing here touches the store: `coding.rounds.frames` and `coding.rounds.migrating` do.
"""

from coding.frames.carrying import Effect, carried_by_merge, carried_by_split
from coding.frames.changing import (
    Add,
    Change,
    Changed,
    Delete,
    Edit,
    Merge,
    Move,
    Reinstate,
    Rename,
    Reorder,
    Retire,
    Split,
    change,
)
from coding.frames.mapping import steps_between

__all__ = [
    "Add",
    "Change",
    "Changed",
    "Delete",
    "Edit",
    "Effect",
    "Merge",
    "Move",
    "Reinstate",
    "Rename",
    "Reorder",
    "Retire",
    "Split",
    "carried_by_merge",
    "carried_by_split",
    "change",
    "steps_between",
]
