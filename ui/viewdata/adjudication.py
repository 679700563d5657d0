"""What goes to the adjudication area in the browser and what comes back, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.codebooks import Code
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from coding.rounds.adjudicating import Decision
    from coding.rounds.disagreements import Decided, Disagreement, Standing

TAKE_KEYS = "abcd"
# r belongs to Streamlit; u x n e and the coders' letters to the area
CODE_KEYS = "1234567890fghijklmopqstvwyz"
BATCH = 60
MAX_TEXT, MAX_CLIENT = 4_000, 60


@dataclass(frozen=True, slots=True)
class Pressed:
    """One decision from the browser, with what should become of the response beside it."""

    seq: int
    decision: Decision
    example: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """Decisions of one browser page that are not saved yet. `skipped`: the highest number that was no decision at all."""

    client: str
    pressed: tuple[Pressed, ...] = field(default=())
    skipped: int = 0


def received(value: object, codes: Sequence[str]) -> list[Sent]:
    """The area's state value, whatever it holds; codes that the frame has not are left out of a decision's example only."""
    from coding.rounds.adjudicating import Decision

    batches = value.get("batches") if isinstance(value, Mapping) else None
    made = []
    for entry in batches if isinstance(batches, Sequence) and not isinstance(batches, str) else ():
        client, given = (entry.get("client"), entry.get("decisions")) if isinstance(entry, Mapping) else (None, None)
        if not isinstance(client, str) or not 0 < len(client) <= MAX_CLIENT or not isinstance(given, list):
            continue
        pressed, skipped = [], 0
        for one in given:
            seq = one.get("seq") if isinstance(one, Mapping) else None
            if not isinstance(seq, int) or isinstance(seq, bool) or seq < 1:
                continue
            chosen = one.get("codes")
            if (
                not isinstance(one.get("response"), str)
                or not isinstance(chosen, list)
                or one.get("state") not in ("coded", "uncodable")
            ):
                skipped = max(skipped, seq)
                continue
            example = one.get("example")
            decision = Decision(
                one["response"],
                frozenset(str(code) for code in chosen),
                str(one.get("reason") or "")[:MAX_TEXT],
                one["state"],
            )
            pressed.append(Pressed(seq, decision, example if example in codes else None))
        made.append(Sent(client, tuple(sorted(pressed, key=lambda p: p.seq)), skipped))
    return made


def message(
    made: Sequence[Disagreement], codes: Sequence[Code], left: int, acks: Mapping[str, int], *, scope: str
) -> dict[str, Any]:
    """All that the area needs to draw itself."""
    labels = {code.code: code.label for code in codes}
    keys = [*CODE_KEYS, *[""] * max(0, len(codes) - len(CODE_KEYS))]
    return {
        "scope": scope,
        "items": [_item(one, labels) for one in made],
        "codes": [
            {"code": code.code, "label": code.label, "definition": code.definition, "key": key}
            for code, key in zip(codes, keys)
        ],
        "left": left,
        "acks": dict(acks),
    }


def _item(one: Disagreement, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": one.response,
        "text": one.text,
        "about": [[name.replace("_", " "), value] for name, value in one.attributes.items() if value],
        "said": [
            {
                "coder": said.coder, "codes": list(said.codes), "state": said.state, "note": said.note,
                "key": TAKE_KEYS[n] if n < len(TAKE_KEYS) else "",
            }
            for n, said in enumerate(one.said)
        ],
        "agreed": list(one.agreed),
        "disputed": list(one.disputed),
        "machine": [{"label": labels.get(code, code), "probability": round(p, 2)} for code, p in one.machine],
    }  # fmt: skip


def standing_lines(made: Standing, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """How many are left and what about, as names and values."""
    lines = [
        ("Coded by two or more", counted(made.double_coded, "response")),
        (
            "They agree",
            f"{made.agreed_open:,}, not yet taken over" if made.agreed_open else "nothing left to take over",
        ),
        ("To decide", counted(made.open, "response")),
        ("Decided", f"{made.decided:,}"),
    ]
    if made.by_code:
        top = sorted(made.by_code.items(), key=lambda pair: -pair[1])[:8]
        lines.append(("Most about", ", ".join(f"{labels.get(code, code)} ({n:,})" for code, n in top)))
    if made.waiting:
        lines.append(("Still with a coder", f"{made.waiting:,} of those to decide"))
    return lines


def decided_rows(made: Sequence[Decided], labels: Mapping[str, str]) -> list[dict[str, str]]:
    """Decisions as rows of a table, newest first."""
    return [
        {
            "Response": one.text,
            "Decided": "Cannot be coded" if one.state == "uncodable" else ", ".join(labels.get(c, c) for c in one.codes) or "No code fits",
            "As": one.took or "",
            "Reason": one.reason,
            "By": one.who,
            "On": one.at[:16].replace("T", " "),
            "Id": one.response,
        }
        for one in made
    ]  # fmt: skip
