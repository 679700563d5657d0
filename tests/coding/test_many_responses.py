"""A hundred thousand responses: read, stored, stored again, coded in part and counted, with the counts known beforehand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ui.services import Services
from ui.settings import Settings

N = 100_000


@pytest.mark.soak
def test_a_hundred_thousand_responses_are_counted_and_none_is_lost(tmp_path: Path) -> None:
    answers, frame, coded = tmp_path / "answers.csv", tmp_path / "frame.csv", tmp_path / "coded.csv"
    with answers.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [["id", "why"], *([f"r{n}", "" if n % 10 == 0 else f"Reason {n}"] for n in range(N))]
        )
    frame.write_text(
        "code,label,definition\nA,Odd,An odd number\nB,Third,A number that three divides\n", encoding="utf-8"
    )
    with coded.open("w", encoding="utf-8", newline="") as stream:
        rows = ([f"r{n}", ";".join(["A"] * (n % 2) + ["B"] * (n % 3 == 0))] for n in range(N) if n % 10)
        csv.writer(stream).writerows([["response_id", "codes"], *rows])
    services = Services.open(Settings(tmp_path / "project", "tester", "none", tmp_path))
    for status in ("added", "unchanged"):
        report = services.add_responses(answers, "Why?", text_column="why", id_column="id", respondents="people")
        assert report.count(status) == N
    services.add_codebook(frame, "Why?")
    assert services.add_codings(coded, "Why?", "Ada", None).count("added") == 90_000
    assert services.response_states("Why?") == {"coded": 90_000, "blank": 10_000}
    expected = {"A": sum(n % 2 for n in range(N) if n % 10), "B": sum(n % 3 == 0 for n in range(N) if n % 10)}
    assert {row.code: (row.n, row.base, row.method) for row in services.counts("Why?").rows} == {
        code: (n, 90_000, "all_human") for code, n in expected.items()
    }
