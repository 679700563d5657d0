"""A coder's list in words, and what "the same way" would do to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coding.rounds import QueueItem, QueueSpec

SHOWS = {
    "all": "All responses",
    "undecided": "Those that I have not decided",
    "decided": "Those that I have decided",
    "flagged": "Those that I marked to discuss",
    "noted": "Those with a note of mine",
    "recode": "Those to look at again after a change of the code frame",
}
ORDERS = {
    "given": "As they came in",
    "random": "At random",
    "longest": "Longest first",
    "like": "Most like the one on the screen",
    "uncertain": "Where the program is least sure",
}


def list_line(spec: QueueSpec, total: int, labels: Mapping[str, str]) -> str:
    """The list as a person would name it."""
    parts = []
    if spec.show != "all":
        parts.append(SHOWS[spec.show].replace("Those that I have", "that you have").replace("Those that I", "that you")
                     .replace("Those with a note of mine", "with a note of yours").replace("Those to", "to"))  # fmt: skip
    if spec.code:
        parts.append(f"that you gave “{labels.get(spec.code, spec.code)}”")
    if spec.attribute:
        parts.append(f"with {spec.attribute.replace('_', ' ')}: {spec.value or '(empty)'}")
    if spec.words.strip():
        parts.append(f"that hold {spec.words.strip()}")
    order = {
        "given": "as they came in", "random": f"at random (seed {spec.seed})", "longest": "longest first",
        "like": f"most like {spec.like} first", "uncertain": "least sure first",
    }[spec.order]  # fmt: skip
    many = "1 response" if total == 1 else f"{total:,} responses"
    lead = f"All {many}" if spec.plain or not parts else f"{many} {' and '.join(parts)}"
    return f"{lead}, {order}"


def same_rows(
    items: Sequence[QueueItem], codes: Sequence[str], labels: Mapping[str, str], overwrite: bool
) -> list[dict[str, str]]:
    """A row a response that would be changed: what it says, what it has now, what it would have."""
    after = ", ".join(labels.get(code, code) for code in codes) or "nothing fits"
    return [
        {
            "Response": item.id,
            "Text": item.text,
            "Now": (", ".join(labels.get(code, code) for code in item.judged.codes) or "nothing fits")
            if item.judged.decided
            else "not decided",
            "Then": after,
        }
        for item in changes(items, codes, overwrite)
    ]


def changes(items: Sequence[QueueItem], codes: Sequence[str], overwrite: bool) -> list[QueueItem]:
    """The responses that would be changed: those not decided and, with `overwrite`, those that have other codes."""
    return [
        item
        for item in items
        if not item.judged.decided
        or (overwrite and (item.judged.state != "coded" or set(item.judged.codes) != set(codes)))
    ]
