"""Drafts, finals, numbers and dates in names: what is a version of what, and which is the newest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import Document
from ingest.versions import named, oldest_first, related
from tests.builders import make_document


def paper(path: str, title: str = "Quay plan", **changes: object) -> Document:
    return make_document(path, path=path, title=title, **changes)


@pytest.mark.parametrize(
    ("one", "other", "share", "expected"),
    [
        ("in/quay plan draft.docx", "in/quay plan final.docx", 0.6, True),
        ("in/quay_plan_v1.docx", "in/quay_plan_v2.docx", 0.6, True),
        ("in/quay plan.docx", "in/quay plan revised.docx", 0.6, True),
        ("in/quay plan v1.0.pdf", "in/quay plan v1.1.docx", 0.6, True),
        ("in/quay plan 2024-03-01.pdf", "in/quay plan 2024-04-01.pdf", 0.9, True),
        ("in/quay plan 2024-03-01.pdf", "in/quay plan 2024-04-01.pdf", 0.7, False),
        ("in/quay plan draft.docx", "in/quay plan final.docx", 0.4, False),
        ("in/quay plan draft.docx", "in/weir plan final.docx", 0.9, False),
        ("in/quay plan.pdf", "in/quay plan.docx", 0.9, False),
        ("/p/uploads/0123456789abcdef/quay.pdf", "/p/uploads/fedcba9876543210/quay.pdf", 0.7, True),
    ],
)
def test_versions_go_by_their_names_and_their_texts(one: str, other: str, share: float, expected: bool) -> None:
    titles = ("Weir plan", "Quay plan") if "weir" in other else ("Quay plan", "Quay plan")
    assert related(paper(one, titles[1]), paper(other, titles[0]), share) is expected


def test_versions_go_by_their_titles_too() -> None:
    assert related(paper("a1.pdf", "Draft quay plan"), paper("b7.pdf", "Quay plan"), 0.7)
    assert [d.path for d in oldest_first([paper("a1.pdf", "Quay plan"), paper("b7.pdf", "Draft quay plan")])] == [
        "b7.pdf", "a1.pdf",
    ]  # fmt: skip


def test_papers_of_other_years_and_other_meetings_are_no_versions() -> None:
    assert not related(paper("a v1.pdf", "Quay report 2022"), paper("a v2.pdf", "Quay report 2023"), 0.95)
    first = paper("draft.pdf", "Draft minutes", type="minutes", date="2024-03-01")
    second = paper("final.pdf", "Minutes", type="minutes", date="2024-04-05")
    assert not related(first, second, 0.95)
    assert related(first, paper("final.pdf", "Minutes", type="minutes", date="2024-03-01"), 0.95)


def test_a_draft_comes_before_what_says_nothing_and_a_final_after() -> None:
    names = ["plan final.docx", "plan draft v2.docx", "plan.docx", "plan draft v1.docx", "plan revised.docx"]
    assert [d.path for d in oldest_first([paper(name) for name in names])] == [
        "plan draft v1.docx", "plan draft v2.docx", "plan.docx", "plan revised.docx", "plan final.docx",
    ]  # fmt: skip


@given(st.integers(0, 300), st.integers(0, 300))
def test_numbers_are_compared_as_numbers(one: int, other: int) -> None:
    assert (named(f"plan v{one}").order < named(f"plan v{other}").order) is (one < other)
    assert named(f"plan v{one}").core == "plan"
