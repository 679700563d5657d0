"""The download rows of the code frame and the responses."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from coding import rounds
from core.codebooks import Code
from core.store import Store
from ingest.tables import CodedRow
from tests.builders import make_response
from ui.coding_services import CodingServices
from ui.components.downloads import FRAME_FILES, PROJECT_FILES, file_bytes

QUESTION = "Why?"


class Services(CodingServices):
    def __init__(self, store: Store) -> None:
        self.store = store


@pytest.fixture
def services(store: Store) -> Services:
    rounds.add_responses(store, QUESTION, "people", [make_response("r1", "=Too dear")])
    rounds.add_codebook(store, QUESTION, [Code("cost", "Cost", "It costs.")])
    rounds.add_codings(store, QUESTION, "Ann", [CodedRow("r1", frozenset(["cost"]), 2)])
    return Services(store)


def test_every_file_of_the_rows_is_made(services: Services) -> None:
    made = {suffix: file_bytes(services, QUESTION, suffix) for suffix, _ in (*FRAME_FILES, *PROJECT_FILES)}  # type: ignore[arg-type]
    assert list(made) == [".qdc", ".xlsx", ".csv", ".json", ".qdpx", ".sav"]
    names = [code.get("name") for code in etree.fromstring(made[".qdc"]).iter("{urn:QDA-XML:codebook:1.0}Code")]
    assert names == ["Cost"]
    assert made[".csv"].decode("utf-8-sig").splitlines()[1].startswith("cost,Cost,It costs.")
    with zipfile.ZipFile(io.BytesIO(made[".qdpx"])) as archive:
        assert [len(archive.namelist()), archive.read(archive.namelist()[1])] == [2, b"=Too dear"]
    assert b'"It costs."' in made[".json"]
    assert made[".sav"].startswith(b"$FL2")
    assert zipfile.is_zipfile(io.BytesIO(made[".xlsx"]))


def test_nothing_is_left_behind(services: Services, tmp_path: Path) -> None:
    out = tmp_path / "p.qdpx"
    services.export_project(QUESTION, out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.qdpx", "project"]
