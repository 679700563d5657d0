"""Totals count the same money once, and say what they leave out."""

from __future__ import annotations

from typing import Any

import pytest

from core.store import Store
from index.money import Total, total
from index.registers import commitments
from tests.index.corpus import add, make_commitment, pounds, put


def row(
    low: float | None, high: float | None = None, qualifier: str | None = None, currency: str = "GBP"
) -> dict[str, Any]:
    amount = {
        "text": "a sum",
        "low": low,
        "high": low if high is None else high,
        "currency": currency,
        "qualifier": qualifier,
    }
    return {"amount": amount}


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], Total(0, 0, 0, 0, 0, 0, 0)),
        ([{"amount": None}], Total(0, 0, 0, 0, 0, 0, 0)),
        ([row(5e6), row(1e6)], Total(6e6, 6e6, 2, 0, 0, 0, 0)),
        ([row(4e6, 6e6), row(1e6)], Total(5e6, 7e6, 2, 0, 0, 0, 0)),
        ([row(None, 2e6, "up to")], Total(2e6, 2e6, 1, 0, 0, 0, 0)),
        ([row(5e6), row(2e6, qualifier="of which")], Total(5e6, 5e6, 1, 0, 0, 0, 1)),
        ([row(5e6), row(3e5, qualifier="a year")], Total(5e6, 5e6, 1, 3e5, 3e5, 1, 0)),
        ([row(75, qualifier="per week")], Total(0, 0, 0, 0, 0, 0, 1)),
        ([row(9e6, currency="EUR")], Total(0, 0, 0, 0, 0, 0, 1)),
    ],
)
def test_sums_are_added_with_care(records: list[dict[str, Any]], expected: Total) -> None:
    assert total(records) == expected


def test_money_said_twice_is_counted_once(store: Store) -> None:
    first = "The fund will pay £30 million for harbour lighthouse repairs in every port."
    again = "Harbour lighthouse repairs in every port will be paid by the fund with £30 million."
    document = add(store, first, again)
    put(store, document, [
        make_commitment(document, first, id="c1", amount=pounds(3e7)), make_commitment(document, again, id="c2", amount=pounds(3e7)),
    ])  # fmt: skip
    assert total(found.fields for found in commitments(store)) == Total(3e7, 3e7, 1, 0, 0, 0, 0)
