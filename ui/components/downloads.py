"""A row of downloads; a file is made when it is asked for, not on every rerun."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from ui.services import Services

# suffix, what the button says
FRAME_FILES = (
    (".qdc", "For NVivo, ATLAS.ti, MAXQDA, QualCoder (.qdc)"),
    (".xlsx", "Excel"),
    (".csv", "CSV"),
    (".json", "JSON"),
)
PROJECT_FILES = ((".qdpx", "For NVivo, ATLAS.ti, MAXQDA, QualCoder (.qdpx)"), (".sav", "SPSS, a column a code"))


def download_row(services: Services, question: str, files: tuple[tuple[str, str], ...], key: str) -> None:
    """A button for each file of the question."""
    with st.container(horizontal=True):
        for suffix, label in files:
            st.download_button(
                label,
                data=partial(file_bytes, services, question, suffix),
                file_name=f"{key}-{question[:9]}{suffix}",
                mime="application/octet-stream",
                key=f"{key}-{suffix}",
                on_click="ignore",
            )


def file_bytes(services: Services, question: str, suffix: str) -> bytes:
    """The file of this kind: a project, a code book, a table of the frame, or codings one column a code."""
    from ui.exports.exchange import spss_bytes
    from ui.exports.files import records_bytes

    if suffix in (".qdpx", ".qdc"):
        with tempfile.TemporaryDirectory(prefix="verbatim-") as folder:
            path = Path(folder) / f"question{suffix}"
            services.export_project(question, path)
            return path.read_bytes()
    if suffix == ".json":
        return services.frame_json(question)
    if suffix == ".sav":
        return spss_bytes(services.wide_codings(question))
    return records_bytes(suffix, "Code frame", [code.record() for code in services.codebook(question).codes])
