"""`documents`, `document` and `ingest --retry` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest import preparing
from ui.cli import run


@pytest.fixture(autouse=True)
def _no_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing.statements, "find_statements", lambda document, blocks: ([], []))


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    (tmp_path / "in").mkdir()
    text = "# Quay plan\n\nSaltby Town Council\n\nJuly 2024\n\n" + " ".join(
        f"Wall {n} will be mended by May." for n in range(30)
    )
    (tmp_path / "in" / "quay.md").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "quay copy.md").write_text(text + " So will the hall.", encoding="utf-8")
    (tmp_path / "in" / "bad.pdf").write_bytes(b"")
    options = ["--project", str(tmp_path / "project"), "--model", "none", "--as", "Ann"]
    assert run(["ingest", str(tmp_path / "in"), *options]) == 12
    capsys.readouterr()
    return options


def listed(options: list[str], capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(["documents", "--json", *more, *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_documents_say_what_they_are_like_and_how_it_was_found(
    project: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    copy, quay = listed(project, capsys)
    assert list(quay) == [
        "id", "title", "organisation", "date", "type", "source_url", "sha256", "pages", "version_of", "path", "reference", "isbn",
        "date_precision", "near_duplicates", "found",
    ]  # fmt: skip
    assert (quay["title"], quay["organisation"], quay["date"], quay["date_precision"]) == (
        "Quay plan", "Saltby Town Council", "2024-07-01", "month",
    )  # fmt: skip
    assert [near["document"] for near in quay["near_duplicates"]] == [copy["id"]]
    assert quay["found"]["organisation"] == "line at the beginning"


def test_a_person_corrects_a_document(project: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    _, quay = listed(project, capsys)
    assert (
        run(
            [
                "document",
                quay["id"],
                "--title",
                "Walls of the quay",
                "--date",
                "2024-08",
                "--organisation",
                "",
                *project,
            ]
        )
        == 0
    )
    out = capsys.readouterr().out
    assert "Walls of the quay  [edited by Ann]" in out
    changed = next(made for made in listed(project, capsys) if made["id"] == quay["id"])
    assert (changed["title"], changed["date"], changed["date_precision"], changed["organisation"]) == (
        "Walls of the quay", "2024-08-01", "month", None,
    )  # fmt: skip
    assert changed["found"]["organisation"] == "edited by Ann"


@pytest.mark.parametrize(("option", "value"), [("--date", "next May"), ("--type", "novel"), ("--title", " ")])
def test_what_cannot_be_changes_nothing(
    project: list[str], capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    before = listed(project, capsys)
    assert run(["document", before[0]["id"], option, value, *project]) == 2
    assert listed(project, capsys) == before
    assert run(["document", "none-such", "--title", "x", *project]) == 10


def test_versions_are_joined_and_separated(project: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    copy, quay = listed(project, capsys)
    assert run(["document", quay["id"], "--version-of", copy["id"], *project]) == 0
    assert [(made["id"], made["version_of"]) for made in listed(project, capsys)] == [(quay["id"], copy["id"])]
    assert len(listed(project, capsys, "--all")) == 2
    assert run(["document", quay["id"], "--version-of", "none", *project]) == 0
    assert [made["version_of"] for made in listed(project, capsys)] == [None, None]


def test_refused_files_are_tried_again(project: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["documents", *project]) == 0
    assert "`verbatim ingest --retry` tries the files that could not be read again." in capsys.readouterr().err
    assert run(["ingest", "--retry", *project]) == 10
    (tmp_path / "in" / "bad.pdf").unlink()
    assert run(["ingest", "--retry", *project]) == 0
    assert "nothing to try again" in capsys.readouterr().err
    assert run(["ingest", *project]) == 2
