"""Agreement in plain words: what is good, what is not, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.viewdata.start import counted

if TYPE_CHECKING:
    from coding.confusions import Use
    from coding.rounds.allocation import Progress
    from coding.rounds.results import ConfusedPair

GOOD, FAIR = 0.8, 0.667  # Krippendorff (2004, p. 241): rely on 0.800; tentative conclusions from 0.667
SURE_ENOUGH = 0.05
Labels = Mapping[str, str]
Record = Mapping[str, Any]


def verdict(row: Record) -> str:
    """One word or two on how far coders agree, by alpha and, where its interval reaches lower, with the doubt."""
    alpha, low = row["alpha"], row["low"]
    if alpha is None:
        return "Cannot be told"
    said = "Good" if alpha >= GOOD else "Fair" if alpha >= FAIR else "Too low"
    if said != "Too low" and low is not None and low < FAIR:
        return f"{said}, but uncertain"
    return said


def meaning(row: Record) -> str:
    """What the verdict means for the work."""
    return {
        "Good": "You can rely on these codes.",
        "Good, but uncertain": "It looks good, but rests on few responses: code more of them twice.",
        "Fair": "Use it with care: talk about the codes marked below before you publish.",
        "Fair, but uncertain": "It rests on few responses: code more of them twice before you decide.",
        "Too low": "Do not publish these counts yet: agree on the definitions, then code again.",
        "Cannot be told": str(row["note"]) or "There is nothing to compare.",
    }[verdict(row)]


def lead(rows: Sequence[Record], labels: Labels) -> list[tuple[str, str]]:
    """The main findings as names and sentences."""
    whole = rows[0]
    if not whole["n"]:
        return [("Compared", str(whole["note"]))]
    people = _listed(whole["coders"])
    who = f"both {people}" if len(whole["coders"]) == 2 else f"two or more of {people}"
    lines = [
        ("Compared", f"{counted(whole['n'], 'response')} that {who} coded without seeing each other's codes."),
        ("Over all codes", f"{verdict(whole)}. {meaning(whole)}"),
        ("Same decision", f"{whole['percent']:.0f} in 100 decisions (one code on one response) were the same."),
    ]  # fmt: skip
    if whole.get("same_sets") is not None:
        lines.append(("Same codes", f"{whole['same_sets']:.0f} in 100 responses got exactly the same codes."))
    if whole["alpha"] is not None:
        lines.append(
            (
                "Beyond chance",
                f"Krippendorff's alpha {whole['alpha']:.2f}{_interval(whole)}; 1 is perfect, 0 is chance.",
            )
        )
    weak = [labels.get(row["code"], row["code"]) for row in rows[1:] if verdict(row) == "Too low"]
    if weak:
        lines.append(
            ("Talk about", f"{', '.join(weak[:6])}{' and others' if len(weak) > 6 else ''}: too little agreement.")
        )
    return lines


def _interval(row: Record) -> str:
    if row["low"] is None or row["high"] is None:
        return ""
    return f" (95% interval {row['low']:.2f} to {row['high']:.2f})"


def agreement_rows(rows: Sequence[Record], labels: Labels) -> list[dict[str, str]]:
    """The table, the weakest code first, every number as text."""
    order = sorted(rows[1:], key=lambda row: (row["alpha"] is None, row["alpha"] if row["alpha"] is not None else 0.0))
    remarks = any(row["note"] for row in order)
    return [
        {
            "Code": labels.get(row["code"], row["code"]),
            "Agreement": verdict(row),
            "Same decision": _percent(row["percent"]),
            "Where one gives it, so does the other": _percent(row["positive"]),
            "Given to": _percent(row["prevalence"]),
            "Alpha (95% interval)": _number(row["alpha"]) + _interval(row),
            "Kappa": _number(row["kappa"]),
            "Responses": f"{row['n']:,}",
            **({"Remark": row["note"]} if remarks else {}),
        }
        for row in order
    ]


def use_rows(uses: Sequence[Use], labels: Labels) -> list[dict[str, str]]:
    """How often each coder gave each code, the clearest difference first."""
    order = sorted(uses, key=lambda use: (use.p_adjusted is None, use.p_adjusted or 0.0))
    return [
        {
            "Code": labels.get(use.code, use.code),
            **{coder: f"{n:,}" for coder, n in zip(use.coders, use.used)},
            "Of": f"{use.n:,}",
            "What it means": _said_of_use(use),
        }
        for use in order
    ]


def _said_of_use(use: Use) -> str:
    if use.p_adjusted is None:
        return "The same responses"
    if use.p_adjusted < SURE_ENOUGH:
        return f"{use.most} gives it more often" if use.most else "They differ"
    return "No more than chance"


def over_coders(uses: Sequence[Use], labels: Labels) -> list[str]:
    """Sentences on who gives which code more often than chance would explain."""
    return [
        f"{use.most} gives “{labels.get(use.code, use.code)}” more often: "
        + ", ".join(f"{coder} {n:,}" for coder, n in zip(use.coders, use.used))
        + f" of {use.n:,} responses."
        for use in uses
        if use.p_adjusted is not None and use.p_adjusted < SURE_ENOUGH and use.most
    ]


def pair_title(pair: ConfusedPair, labels: Labels) -> str:
    """ "Cost / Too slow: 12 of 40 responses"."""
    name = labels.get(pair.a, pair.a)
    other = labels.get(pair.b, pair.b) if pair.b is not None else None
    what = f"“{name}” or “{other}”" if other is not None else f"“{name}” or no code in its place"
    return f"{what}: {pair.n:,} of the {counted(pair.either, 'response')} that got {'one of them' if other else 'it'}"


def example_place(first: str, second: str, pair: ConfusedPair, labels: Labels) -> str:
    """Who said what of the response above."""
    other = f"“{labels.get(pair.b, pair.b)}”" if pair.b is not None else "not that"
    return f"{first}: “{labels.get(pair.a, pair.a)}”. {second}: {other}."


def progress_rows(progress: Sequence[Progress], *, planned: bool) -> list[dict[str, str]]:
    """How far each coder is, one a row."""
    return [
        {
            "Coder": made.coder,
            "To code": f"{made.given:,}",
            **({"Of these with others": f"{made.shared:,}"} if planned else {}),
            "Coded": f"{made.done:,}",
            "Left": f"{made.left:,}",
            "Begun, not finished": f"{made.started:,}",
        }
        for made in progress
    ]


def unfinished(progress: Sequence[Progress]) -> str:
    """Who still has responses to code, "" where nobody."""
    left = [f"{made.coder} ({made.left:,} left)" for made in progress if made.left]
    return _listed(left)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}%"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
