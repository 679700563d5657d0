"""Filters of `verbatim search` and the registers, as typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.store import Store
from core.store.statements import replace_statements
from index.registers import review
from tests.core.test_reranker import tiny_cross_encoder
from tests.index.corpus import add, make_commitment, put
from ui.cli import run


@pytest.fixture
def verbatim(store: Store, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command on a project of three dated papers; gives exit code, records and messages."""
    for date in ("2022-12-31", "2023-01-01", "2024-02-29"):
        paper = add(store, f"The council will mend the bridge ({date}).", date=date, path=f"{date}.md", item="7")
        put(store, paper, [make_commitment(paper, "The council will mend the bridge")])

    def call(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        capsys.readouterr()
        code = run([*arguments, "--project", str(store.folder), "--model", "none", "--json"])
        captured = capsys.readouterr()
        return code, [json.loads(line) for line in captured.out.splitlines()], captured.err

    return call


@pytest.mark.parametrize(
    ("options", "dates"),
    [
        (["--until", "2023"], ["2022-12-31", "2023-01-01"]),
        (["--until", "2024-02"], ["2022-12-31", "2023-01-01", "2024-02-29"]),
        (["--until", "2024-02-28"], ["2022-12-31", "2023-01-01"]),
        (["--since", "2023"], ["2023-01-01", "2024-02-29"]),
        (["--since", "2023", "--until", "2023"], ["2023-01-01"]),
    ],
)
def test_a_year_or_month_means_all_of_it(verbatim: Any, options: list[str], dates: list[str]) -> None:
    code, records, _ = verbatim("search", "bridge", *options)
    assert code == 0
    assert sorted(record["path"].removesuffix(".md") for record in records) == dates


@pytest.mark.parametrize("wrong", ["2023-02-30", "23", "2023-1-1-1", "٢٠٢٣", "soon", ""])
def test_what_is_no_date_is_a_usage_error(verbatim: Any, wrong: str) -> None:
    code, records, err = verbatim("search", "bridge", "--until", wrong)
    assert (code, records) == (2, []) and "2023-03-14" in err


def test_the_register_as_it_stood_in_a_year_takes_in_the_whole_year(verbatim: Any) -> None:
    _, records, _ = verbatim("commitments", "--as-at", "2022")
    assert [mention["path"] for record in records for mention in record["mentions"]] == ["2022-12-31.md"]


def test_a_register_filter_that_leaves_nothing_says_so(verbatim: Any) -> None:
    assert verbatim("commitments", "--actor", "nobody at all") == (0, [], "0 commitments\n")


def test_documents_may_be_named_several_times(verbatim: Any) -> None:
    _, papers, _ = verbatim("documents")
    wanted = [paper["id"] for paper in papers[:2]]
    _, records, _ = verbatim("search", "bridge", "--document", wanted[0], "--document", wanted[1])
    assert {record["document"] for record in records} == set(wanted)


def test_an_agenda_item_that_there_is_not_is_named(verbatim: Any) -> None:
    assert len(verbatim("search", "bridge", "--item", "7")[1]) == 3
    code, records, err = verbatim("search", "bridge", "--item", "99")
    assert (code, records) == (0, []) and "agenda item 99" in err


def test_a_decision_whose_words_are_gone_is_named(verbatim: Any, store: Store) -> None:
    _, records, _ = verbatim("commitments")
    review(store, records[0]["id"], "confirmed", who="Ann")
    with store.write() as connection:
        replace_statements(connection, records[0]["document"], [], [])
    for mention in records[0]["mentions"]:
        with store.write() as connection:
            replace_statements(connection, mention["document"], [], [])
    _, left, err = verbatim("commitments")
    assert left == [] and "confirmed by Ann: “The council will mend the bridge”" in err


def test_a_cross_encoder_that_is_not_there_is_said_with_what_to_do(verbatim: Any) -> None:
    code, records, err = verbatim("search", "bridge", "--rerank", "/nowhere/model")
    assert (code, records) == (10, [])
    assert "There is no folder /nowhere/model" in err and "nothing is downloaded" in err


@pytest.mark.model
def test_results_in_the_order_of_a_cross_encoder_are_marked(verbatim: Any, tmp_path: Path) -> None:
    folder = tiny_cross_encoder(tmp_path / "tiny")
    code, records, err = verbatim("search", "bridge", "--rerank", str(folder))
    assert code == 0 and len(records) == 3
    assert {record["reranked"] for record in records} == {"tiny"}
    assert [record["score"] for record in records] == sorted((record["score"] for record in records), reverse=True)
    assert "in the order of the cross-encoder tiny" in err
    assert "reranked" not in verbatim("search", "bridge")[1][0]
