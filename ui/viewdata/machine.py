"""What the Machine and Themes screens say: runs, prospects, costs and themes in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ACCEPT_FROM = (0.6, 0.7, 0.8, 0.9, 0.95)  # thresholds whose cost is worked out with the advice of a run
ROUGHLY = ((0.8, "mostly right"), (0.6, "often right"), (0.4, "unreliable"), (0.0, "seldom right"))
DECIDED = {"accepted": "Now the code", "merged": "Taken for the code", "rejected": "Rejected"}


def run_facts(made: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, value) of a run's manifest, for a reader."""
    uncoded, without = made.get("uncoded"), made.get("without_a_suggestion")
    facts = [("Learnt from", f"{made.get('n_trained_on', 0):,} coded responses")]
    if isinstance(uncoded, int) and isinstance(without, int):
        facts.append(("Suggested codes for", f"{uncoded - without:,} of {uncoded:,} responses that nobody has coded"))
        if uncoded:
            facts.append(("No code fits", f"{without:,} ({100 * without / uncoded:.0f}%)"))
    facts.append(("Code frame", f"version {made.get('codebook_version')}"))
    if made.get("refined"):
        facts.append(("Encoder", "refined on these codes"))
    facts.append(("Run", str(made.get("run", ""))))
    return facts


def how_good(f1: float) -> str:
    return next(said for least, said in ROUGHLY if f1 >= least)


def prospect_rows(records: Sequence[Mapping[str, Any]], people: Mapping[str, float | None]) -> list[dict[str, Any]]:
    """A row a code, the weakest first among those with uses enough; `people`: kappa between coders, by code."""

    def order(record: Mapping[str, Any]) -> tuple[bool, float]:
        return record["outlook"] == "too few uses to say", record["f1"]

    return [
        {
            "Code": record["label"],
            "Uses": record["uses"],
            "The program is": how_good(record["f1"]) if record["outlook"] != "too few uses to say" else "",
            "F1": record["f1"],
            "Kappa with people": record["kappa_with_people"],
            "Kappa between people": people.get(record["code"]),
            "More coding": _outlook(record["outlook"]),
        }
        for record in sorted(records, key=order)
    ]


def _outlook(said: str) -> str:
    return {"more coding should help": "should help", "more coding is unlikely to help": "unlikely to help"}.get(
        said, "too few uses to say"
    )


def prospects_lead(records: Sequence[Mapping[str, Any]]) -> str:
    """One sentence: where a person's time goes furthest, and where not."""
    helps = [record["label"] for record in records if record["outlook"] == "more coding should help"]
    idle = [record["label"] for record in records if record["outlook"] == "more coding is unlikely to help"]
    few = sum(record["outlook"] == "too few uses to say" for record in records)
    said = []
    if helps:
        said.append(f"More coding should help {_listed(helps)}.")
    if idle:
        said.append(f"It is unlikely to help {_listed(idle)}.")
    if few:
        said.append(f"{few} {'code is' if few == 1 else 'codes are'} used too seldom to say.")
    return " ".join(said)


def _listed(names: Sequence[str], most: int = 4) -> str:
    shown = [f"“{name}”" for name in names[:most]]
    if len(names) > most:
        rest = len(names) - most
        return f"{', '.join(shown)} and {rest} {'other' if rest == 1 else 'others'}"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def curve_points(curve: Sequence[tuple[int, float, float]]) -> list[dict[str, Any]]:
    """For the chart and the table below it."""
    return [
        {"Coded responses learnt from": labels, "All codings": round(micro, 3), "Mean of the codes": round(macro, 3)}
        for labels, micro, macro in curve
    ]


def theme_line(state: str, label: str, code: str | None, size: int) -> tuple[str, str]:
    """(what, text) of a theme that was decided on."""
    became = f" {code}" if code else ""
    return f"{DECIDED[state]}{became}:", f"{label} ({size} responses)"
