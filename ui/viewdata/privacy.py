"""Personal data under review: what was found as rows of a table, by kind, and how far the question is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.personal_data import KINDS, Kind, PersonalDatum

if TYPE_CHECKING:
    from coding.rounds.personal_data import PrivacyState

CONTEXT = 60  # characters shown at either side
KIND_NAMES: dict[Kind, str] = {
    "name": "Names",
    "email": "Email addresses",
    "phone": "Telephone numbers",
    "postcode": "Postcodes",
    "address": "Addresses",
    "date_of_birth": "Dates of birth",
    "national_insurance": "National Insurance numbers",
    "nhs_number": "NHS numbers",
    "bank_details": "Bank details",
    "vehicle_registration": "Car registrations",
}
DECISIONS = {"suggested": "To review", "accepted": "Accepted", "rejected": "Rejected"}
SURE = {"likely": "Likely", "possible": "Possible"}


def state_facts(state: PrivacyState) -> list[tuple[str, str]]:
    """How far the search and the review are."""
    return [
        ("Responses searched", f"{state.searched:,} of {state.responses:,}"),
        *((said, f"{state.decisions.get(key, 0):,}") for key, said in DECISIONS.items()),  # type: ignore[call-overload]
    ]


def kind_rows(data: Sequence[tuple[PersonalDatum, str]]) -> list[dict[str, str | int]]:
    """What was found by kind; kinds without any are left out."""
    rows: list[dict[str, str | int]] = []
    for kind in KINDS:
        of_kind = [datum for datum, _ in data if datum.kind == kind]
        if of_kind:
            waiting = [datum for datum in of_kind if datum.decision == "suggested"]
            rows.append(
                {
                    "Kind": KIND_NAMES[kind],
                    "Found": len(of_kind),
                    "To review: likely": sum(datum.confidence == "likely" for datum in waiting),
                    "To review: possible": sum(datum.confidence == "possible" for datum in waiting),
                    "Accepted": sum(datum.decision == "accepted" for datum in of_kind),
                    "Rejected": sum(datum.decision == "rejected" for datum in of_kind),
                }
            )
    return rows


def found_rows(data: Sequence[tuple[PersonalDatum, str]]) -> list[dict[str, str]]:
    """What was found, in the order of the responses, with the words about it."""
    return [
        {
            "Found": text[datum.start : datum.end],
            "Would read": datum.pseudonym,
            "In the response": in_context(text, datum.start, datum.end),
            "How sure": f"{SURE[datum.confidence]}: {datum.rule}",
            "Response": datum.response,
            "Decision": DECISIONS[datum.decision],
        }
        for datum, text in data
    ]


def in_context(text: str, start: int, end: int) -> str:
    """The words with what stands about them, in one line."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    said = f"{'… ' if start > CONTEXT else ''}{before}⟦{text[start:end]}⟧{after}{' …' if end + CONTEXT < len(text) else ''}"
    return " ".join(said.split())


def chosen(
    data: Sequence[tuple[PersonalDatum, str]], kind: str, confidence: str, decision: str
) -> list[tuple[PersonalDatum, str]]:
    """What fits the three filters ("" for any)."""
    return [
        (datum, text)
        for datum, text in data
        if (not kind or datum.kind == kind)
        and (not confidence or datum.confidence == confidence)
        and (not decision or datum.decision == decision)
    ]


def changed_line(n: int, decision: str) -> str:
    """What a press did."""
    said = {"accepted": "accepted", "rejected": "rejected", "suggested": "to be reviewed again"}[decision]
    return f"{n:,} {said}."
