"""The steps between two versions of a code frame, worked out by code id: what a frame that comes back from a file changes."""

from __future__ import annotations

from collections.abc import Sequence

from coding.frames.changing import kinds_of_edit
from core.codebooks import Code, FrameStep


def steps_between(
    old: Sequence[Code], new: Sequence[Code], former: frozenset[str] = frozenset()
) -> tuple[FrameStep, ...]:
    """How `old` became `new`. A code with the same id is the same code, whatever its label; one that is missing is retired;
    one that is there again after it had left (`former`) is reinstated, with the codings that it had."""
    was = {code.code: code for code in old}
    names = {code.code for code in new}
    steps = [FrameStep("retire", (code.code,)) for code in old if code.code not in names]
    for code in new:
        if code.code not in was:
            steps.append(FrameStep("reinstate" if code.code in former else "add", (), (code.code,)))
        else:
            steps += [FrameStep(kind, (code.code,), (code.code,)) for kind in kinds_of_edit(was[code.code], code)]
    if [c.code for c in old if c.code in names] != [c.code for c in new if c.code in was]:
        steps.append(FrameStep("reorder"))
    return tuple(steps)
