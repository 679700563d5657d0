"""Deadlines as a calendar file (iCalendar, RFC 5545): one all-day event on the last day of each dated commitment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ui.exports.places import cited

LONGEST_SUMMARY = 120  # characters: what a month view shows of it is less
PRODUCT = "-//Verbatim//Register of commitments//EN"


def due_date(record: Mapping[str, Any]) -> date | None:
    """The day by which a commitment falls due: the end of its deadline; its start where it has no end; else None."""
    deadline = record.get("deadline") or {}
    stated = deadline.get("end") or deadline.get("start")
    try:
        return date.fromisoformat(stated) if stated else None
    except ValueError:
        return None


def calendar_bytes(title: str, records: Iterable[Mapping[str, Any]], made: datetime | None = None) -> bytes:
    """The dated ones of `records` as an .ics file. `made`: when the file was written (default: now).

    A deadline is an interval: the event stands on its last day, and its description gives the words of the document, so
    that "by the end of 2025" is not read as an appointment on 31 December. Event ids are the commitments' own: importing a
    newer file replaces the events of the older one. Commitments without a date are not in the file."""
    from icalendar import Calendar, Event

    stamp = (made or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for record in records:
        day = due_date(record)
        if day is None:
            continue
        event = Event()
        event.add("uid", f"{record['id']}@verbatim")
        event.add("dtstamp", stamp)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", _summary(record))
        event.add("description", _description(record))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _summary(record: Mapping[str, Any]) -> str:
    actor = record.get("actor") or {}
    who = actor.get("name") or "No actor named"
    text = f"Due: {who}: {' '.join(str(record.get('action') or record.get('quote') or '').split())}"
    return text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1].rstrip() + "…"


def _description(record: Mapping[str, Any]) -> str:
    deadline = record.get("deadline") or {}
    lines = [
        f"In the document's words: “{' '.join(str(deadline.get('text') or '').split())}”",
        f"Read as: {deadline.get('start') or '...'} to {deadline.get('end') or '...'}",
    ]
    if deadline.get("assumption"):
        lines.append(f"Assumed: {deadline['assumption']}")
    if record.get("status"):
        lines.append(f"Status, as recorded by a person: {str(record['status']).replace('_', ' ')}")
    lines += ["", f"“{' '.join(str(record.get('quote') or '').split())}”", cited(record)]
    return "\n".join(lines)
