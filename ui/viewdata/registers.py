"""The registers: rows as they are shown, filters, and what a form changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from core.statements import COMMITMENT_STATUSES, CommitmentKind, Strength
from core.text import plain
from index.money import total
from index.standing import SOON_DAYS, STANDINGS, standing
from ui.viewdata.places import one_line, sections, shown_date, shown_page

if TYPE_CHECKING:
    from index.registers import RegisterRow

DECISIONS = {"": "All", "none": "To review", "confirmed": "Confirmed", "edited": "Corrected", "rejected": "Rejected"}
KINDS: tuple[str, ...] = get_args(CommitmentKind)
STRENGTHS: tuple[str, ...] = get_args(Strength)
STATUSES: tuple[str, ...] = ("", *COMMITMENT_STATUSES)
UNITS = {"percent": "percent", "count": "number", "gbp": "pounds"}


def words(name: str | None) -> str:
    """A field's value in words: "organisational_action" is "organisational action"."""
    return (name or "").replace("_", " ")


STANDING: dict[str, str] = {
    "": "Any time",
    "due_soon": f"Due within {SOON_DAYS} days",
    "date_passed": "Date passed, no outcome recorded",
    "due_later": "Due later",
    "vague": "Vague: no date follows from the words",
    "undated": "Undated",
    "outcome_recorded": "Outcome recorded",
}
SHORT_STANDING = {
    "due_soon": "due soon", "date_passed": "date passed", "due_later": "due later", "vague": "vague",
    "undated": "undated", "outcome_recorded": "outcome recorded",
}  # fmt: skip
MISSING = {"": "Anything", "actor": "No actor", "deadline": "No date", "measure": "Nothing to measure"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person filters by; empty fields filter nothing. `as_at`: the day on which `standing` is judged (None: today).
    `missing`: what a tracker would miss (actor, deadline, measure). `least`: whole pounds; rows without a sum do not fit."""

    text: str = ""
    document: str = ""
    decision: str = ""
    kind: str = ""
    actor: str = ""
    strength: str = ""
    standing: str = ""
    missing: str = ""
    least: float | None = None
    as_at: date | None = None


def chosen(rows: Sequence[RegisterRow], wanted: Wanted) -> list[RegisterRow]:
    """The rows that fit, in their order; rejected ones only where they are asked for."""
    needle = plain(wanted.text).split()
    as_at = wanted.as_at or date.today()
    return [
        row
        for row in rows
        if (not wanted.document or row.document == wanted.document)
        and _decision_fits(row, wanted.decision)
        and (not wanted.kind or row.fields.get("kind") == wanted.kind)
        and (not wanted.actor or actor_name(row.fields) == wanted.actor)
        and (not wanted.strength or row.fields.get("strength") == wanted.strength)
        and (not wanted.standing or standing(row.fields, as_at) == wanted.standing)
        and (not wanted.missing or wanted.missing in (row.fields.get("trackability") or []))
        and (wanted.least is None or _sum_of(row.fields) >= wanted.least)
        and (not needle or all(word in _searched(row.fields) for word in needle))
    ]


def actor_name(fields: Mapping[str, Any]) -> str:
    return str((fields.get("actor") or {}).get("name") or "")


def actors(rows: Sequence[RegisterRow]) -> list[tuple[str, int]]:
    """Who undertakes something, with how many rows, the busiest first."""
    return Counter(name for row in rows if (name := actor_name(row.fields))).most_common()


def _sum_of(fields: Mapping[str, Any]) -> float:
    amount = fields.get("amount") or {}
    return float(amount.get("high") or amount.get("low") or -1)


def standings(rows: Sequence[RegisterRow], as_at: date) -> dict[str, int]:
    """Standing -> how many rows, in the order of `STANDING`."""
    counted = Counter(standing(row.fields, as_at) for row in rows if row.decision != "rejected")
    return {name: counted[name] for name in STANDINGS if counted[name]}


def _decision_fits(row: RegisterRow, decision: str) -> bool:
    if decision == "":
        return row.decision != "rejected"
    return (row.decision or "none") == decision


def _searched(fields: Mapping[str, Any]) -> str:
    actor = fields.get("actor") or {}
    parts = [
        actor.get("name"),
        *(fields.get(name) for name in ("action", "quote", "subject", "theme", "population", "title")),
    ]
    return plain(" ".join(str(part) for part in parts if part))


def state_of(row: RegisterRow) -> str:
    return DECISIONS[row.decision or "none"]


def place_of(fields: Mapping[str, Any]) -> str:
    """Item, section, paragraph and page of a record."""
    item = fields.get("item") or {}
    parts = []
    if item.get("number") or item.get("title"):
        parts.append("Item " + " ".join(str(v) for v in (item.get("number"), item.get("title")) if v))
    parts += sections(fields.get("section") or [], item.get("title"))
    if fields.get("paragraph"):
        parts.append(f"paragraph {fields['paragraph']}")
    page = shown_page(fields.get("page"), fields.get("page_label"))
    if page:
        parts.append(page)
    return " · ".join(one_line(part) for part in parts)


def commitment_line(row: RegisterRow, as_at: date) -> dict[str, str]:
    """A commitment as a row of the table, as it stands on `as_at`."""
    fields = row.fields
    actor, deadline, amount = fields.get("actor"), fields.get("deadline"), fields.get("amount")
    return {
        "Who": actor["name"] if actor else "",
        "What": one_line(str(fields.get("action") or fields.get("quote") or "")),
        "By when": one_line(str(deadline["text"])) if deadline else "",
        "How much": one_line(str(amount["text"])) if amount else "",
        "Standing": words(fields["status"]) if fields.get("status") else SHORT_STANDING[standing(fields, as_at)],
        "Review": state_of(row),
    }


def money_words(rows: Sequence[RegisterRow]) -> str | None:
    """What the sums of these rows come to, in one sentence, or None where none states one."""
    made = total(row.fields for row in rows if row.decision != "rejected")
    parts = []
    if made.rows:
        parts.append(f"{_pounds(made.low, made.high)} in {made.rows:,} row{'s' if made.rows > 1 else ''}")
    if made.yearly_rows:
        parts.append(f"{_pounds(made.yearly_low, made.yearly_high)} a year in {made.yearly_rows:,}")
    if not parts:
        return None
    left = f"; {made.left_out:,} not added (part of another sum, or a sum for each)" if made.left_out else ""
    return f"Sums stated: {' and '.join(parts)}{left}. What is said twice counts once."


def _pounds(low: float, high: float) -> str:
    def shown(value: float) -> str:
        return f"£{value / 1e6:,.6g} million" if value >= 1e6 else f"£{value:,.0f}"

    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"


def row_label(fields: Mapping[str, Any]) -> str:
    """A commitment in one short line, to choose it from a list."""
    who = actor_name(fields)
    text = one_line(str(fields.get("action") or fields.get("quote") or ""))
    line = f"{who}: {text}" if who else text
    return line if len(line) <= 110 else line[:109].rstrip() + "…"


def value_words(fields: Mapping[str, Any]) -> str:
    """A finding's value as printed, or how prominent its theme is."""
    value = fields.get("value")
    return one_line(str(value["text"])) if value else str(fields.get("prominence") or "")


def finding_line(row: RegisterRow, as_at: date) -> dict[str, str]:
    """A finding as a row of the table; a finding does not change with the day."""
    fields = row.fields
    base = fields.get("base")
    return {
        "Value": value_words(fields),
        "What": one_line(str(fields.get("theme") or fields.get("subject") or fields.get("quote") or "")),
        "Of whom": one_line(str(fields.get("population") or "")),
        "Base": f"{base['n']:,}" if base and base.get("n") is not None else "",
        "Review": state_of(row),
    }


def commitment_facts(row: RegisterRow) -> list[tuple[str, str]]:
    """What the program (and people) made of the words, field by field; nothing where the text says nothing."""
    fields = row.fields
    actor, deadline, amount = fields.get("actor"), fields.get("deadline"), fields.get("amount")
    facts = [
        ("Who", _actor(actor)),
        ("What", one_line(str(fields.get("action") or ""))),
        ("By when", _deadline(deadline)),
    ]
    if amount:
        facts.append(("How much", _amount(amount)))
    facts.append(("Kind", f"{words(fields.get('kind'))}, {words(fields.get('strength'))}"))
    if fields.get("certainty") == "check":
        facts.append(("Certainty", "to be checked: the words may not be a commitment"))
    if fields.get("status"):
        facts.append(("Status", _status(fields)))
    missing = [MISSING[name].lower() for name in fields.get("trackability") or []]
    facts.append(("To track it", "; ".join(missing) if missing else "actor, date and measure are stated"))
    mentions = fields.get("mentions") or []
    if len(mentions) > 1:
        facts.append(("Said", f"{len(mentions)} times"))
    facts += [("From elsewhere", line) for line in said_elsewhere(row)]
    return facts


def said_elsewhere(row: RegisterRow) -> list[str]:
    """Which fields another mention than the first states, and where that one stands."""
    labels = {"actor": "Who", "deadline": "By when", "amount": "How much"}
    places = dict(zip(row.mentions, row.fields.get("mentions") or [], strict=False))
    by_mention: dict[str, list[str]] = {}
    for name, mention in (row.fields.get("from_mentions") or {}).items():
        by_mention.setdefault(mention, []).append(labels.get(name, name))
    lines = []
    for mention, names in by_mention.items():
        place = places.get(mention) or {}
        where = ", ".join(part for part in (one_line(str(place.get("title") or "")), place_of(place)) if part)
        lines.append(f"{', '.join(names)}: stated in {where or 'another mention'}")
    return lines


def _status(fields: Mapping[str, Any]) -> str:
    when = f", {shown_date(fields['status_date'])}" if fields.get("status_date") else ""
    evidence = f": {one_line(str(fields['status_evidence']))}" if fields.get("status_evidence") else ""
    return f"{words(fields['status'])}{when}{evidence}"


def _actor(actor: Mapping[str, Any] | None) -> str:
    if not actor:
        return "not stated"
    return f"{actor['name']} (from the context)" if actor.get("basis") == "inherited" else str(actor["name"])


def _deadline(deadline: Mapping[str, Any] | None) -> str:
    if not deadline:
        return "not stated"
    start, end = deadline.get("start"), deadline.get("end")
    if start and end and start != end:
        dates = f"{shown_date(start)} to {shown_date(end)}"
    elif end:
        dates = shown_date(end) if start == end else f"by {shown_date(end)}"
    else:
        dates = f"from {shown_date(start)}" if start else ""
    text = f"“{one_line(str(deadline['text']))}”" + (f": {dates}" if dates else "")
    return f"{text} ({one_line(deadline['assumption'])})" if deadline.get("assumption") else text


def _amount(amount: Mapping[str, Any]) -> str:
    qualifier = f" ({amount['qualifier']})" if amount.get("qualifier") else ""
    return f"{one_line(str(amount['text']))}{qualifier}"


def finding_facts(row: RegisterRow) -> list[tuple[str, str]]:
    fields = row.fields
    facts = [("Value", value_words(fields) or "not stated")]
    if fields.get("theme"):
        facts.append(("Theme", one_line(str(fields["theme"]))))
    facts.append(("What", one_line(str(fields.get("subject") or ""))))
    for name, label in (
        ("population", "Of whom"),
        ("survey_question", "Question"),
        ("figure", "Figure"),
        ("comparison", "Compared with"),
        ("wave", "Wave"),
    ):
        if fields.get(name):
            facts.append((label, one_line(str(fields[name]))))
    base = fields.get("base")
    if base:
        facts.append(("Base", one_line(str(base.get("text") or base.get("n")))))
    if fields.get("in_summary"):
        facts.append(("Stands in", "the summary"))
    return facts


# What a form changes --------------------------------------------------------------------------------------------------

_ISO = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def date_problem(start: str, end: str) -> str | None:
    """Why these dates cannot be saved, or None."""
    for value in (start, end):
        if value.strip() and not _ISO.fullmatch(value.strip()):
            return f"“{value.strip()}” is not a date. Write it as 2025-03-31, or leave it empty."
    if start.strip() and end.strip() and start.strip() > end.strip():
        return "The first date lies after the last one."
    return None


def number_of(text: str) -> float | int | None:
    """A number as a person types it ("45,000,000", "£45m" is none), or None where the field is empty.

    Raises ValueError where it is not a number."""
    cleaned = text.strip().replace(",", "").replace("£", "").replace("%", "")
    if not cleaned:
        return None
    value = float(cleaned)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("not a number")
    return int(value) if value.is_integer() else value


def commitment_changes(
    fields: Mapping[str, Any], *, actor: str, action: str, deadline: str, start: str, end: str, amount: str, low: str,
    kind: str, strength: str,
) -> dict[str, Any]:  # fmt: skip
    """The fields that differ from the record, as `review` takes them. Raises ValueError where `low` is not a number."""
    made: dict[str, Any] = {}
    old_actor = fields.get("actor")
    if actor.strip() != (old_actor["name"] if old_actor else ""):
        made["actor"] = (
            {"text": old_actor["text"] if old_actor else actor.strip(), "name": actor.strip(), "basis": "stated"}
            if actor.strip()
            else None
        )
    if action.strip() != (fields.get("action") or ""):
        made["action"] = action.strip()
    old = fields.get("deadline")
    now = (deadline.strip(), start.strip() or None, end.strip() or None)
    if now != ((old["text"], old["start"], old["end"]) if old else ("", None, None)):
        made["deadline"] = (
            {
                "text": now[0] or now[2] or now[1], "start": now[1], "end": now[2],
                "precision": (old or {}).get("precision") or "day", "basis": (old or {}).get("basis") or "stated", "assumption": None,
            }
            if any(now)
            else None
        )  # fmt: skip
    made |= _amount_change(fields.get("amount"), amount, low)
    for name, value in (("kind", kind), ("strength", strength)):
        if value != fields.get(name):
            made[name] = value
    return made


def status_problem(status: str, evidence: str, on: str) -> str | None:
    """Why an outcome cannot be recorded so, or None. "Not recorded" needs nothing; everything else says from what it is known."""
    if not status:
        return None
    if not evidence.strip():
        return "Say from what this is known: a paper and its paragraph, a web address, a letter."
    if not _ISO.fullmatch(on.strip()):
        return "Give the day to which this refers, as 2025-03-31."
    return date_problem(on, "")


def status_changes(fields: Mapping[str, Any], *, status: str, evidence: str, on: str) -> dict[str, Any]:
    """The fields of a recorded outcome that differ from the record, as `review` takes them."""
    now = {
        "status": status or None,
        "status_evidence": evidence.strip() or None if status else None,
        "status_date": on.strip() or None if status else None,
    }
    return {name: value for name, value in now.items() if value != fields.get(name)}


def _amount_change(old: Mapping[str, Any] | None, text: str, low: str) -> dict[str, Any]:
    value = number_of(low)
    if (text.strip(), value) == ((old["text"], old["low"]) if old else ("", None)):
        return {}
    if not text.strip() and value is None:
        return {"amount": None}
    same = old is not None and old["low"] == value
    return {
        "amount": {
            "text": text.strip() or f"£{value:,}", "low": value, "high": old["high"] if same and old else value,
            "currency": (old or {}).get("currency") or "GBP", "qualifier": (old or {}).get("qualifier"),
        }
    }  # fmt: skip


def finding_changes(
    fields: Mapping[str, Any],
    *,
    subject: str,
    theme: str,
    value: str,
    unit: str,
    population: str,
    base: str,
    figure: str,
) -> dict[str, Any]:
    """The fields that differ from the record, as `review` takes them. Raises ValueError where a number is none."""
    made: dict[str, Any] = {}
    for name, given in (("subject", subject), ("theme", theme), ("population", population), ("figure", figure)):
        if (given.strip() or None) != (fields.get(name) or None):
            made[name] = given.strip() or None
    number = number_of(value)
    old = fields.get("value")
    if (number, unit) != ((old["low"], old["unit"]) if old else (None, unit)):
        shown = (
            f"{number:,}%" if unit == "percent" and number is not None else f"{number:,}" if number is not None else ""
        )
        high = old["high"] if old and old["low"] == number else number
        made["value"] = None if number is None else {"text": shown, "low": number, "high": high, "unit": unit}
    n = number_of(base)
    old_base = fields.get("base")
    if n != (old_base["n"] if old_base else None):
        made["base"] = None if n is None else {"n": int(n), "text": (old_base or {}).get("text") or f"{int(n):,}"}
    return made


def next_to_review(rows: Sequence[RegisterRow], current: str) -> str:
    """The id of the next row that nobody has decided on, after `current` and then from the top; `current` where all are."""
    ids = [row.id for row in rows]
    at = ids.index(current) if current in ids else -1
    for row in [*rows[at + 1 :], *rows[: max(at, 0)]]:
        if row.decision is None:
            return row.id
    return current


def progress(rows: Sequence[RegisterRow]) -> str:
    """How many rows have been reviewed."""
    decided = sum(row.decision is not None for row in rows)
    return f"{decided:,} of {len(rows):,} reviewed."
