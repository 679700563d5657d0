"""Verify: upload an export, see which of its quotes still stand in the documents, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.errors import UserError
from ui import components
from ui.components.upload import uploaded_file
from ui.services import Services
from ui.viewdata.places import one_line, place
from ui.viewdata.verify import STATUSES, checked_line, summary, worst_first

if TYPE_CHECKING:
    from index.verify import Checked

TITLE, PATH = "Verify", "verify"
KINDS = ["csv", "xlsx", "docx", "jsonl", "json"]


def render(services: Services) -> None:
    from index.verify import verify
    from ui.exports.reread import reread

    st.title(TITLE)
    components.note(
        "Choose a file that Verbatim exported (CSV, Excel, Word, JSON lines): each quote is looked up in the documents as "
        "they are now. The file stays on this machine and is not kept."
    )
    file = st.file_uploader("File", type=KINDS, key="verify-file")
    if file is None:
        return
    try:
        with uploaded_file(file) as path:
            read = reread(path)
    except UserError as error:
        # the path is of a folder that is gone again: the file's own name is what the reader knows
        components.problem(str(error).replace(str(path), path.name) if "path" in locals() else str(error))
        return
    checked = worst_first(verify(services.store, read.quotes))
    components.note(summary(checked, read.without))
    for problem in read.problems[:10]:
        components.note(problem)
    wanted = st.selectbox("Show", ["", *STATUSES], format_func=lambda s: STATUSES.get(s, "All"), key="verify-status")
    shown = [one for one in checked if wanted in ("", one.status)]
    if not shown:
        components.bordered("No quote fits", "Choose All to see every quote.")
        return
    table, beside = st.columns([31, 20], gap="medium")
    with table:
        picked = st.dataframe(
            pd.DataFrame([checked_line(one) for one in shown]), hide_index=True, on_select="rerun",
            selection_mode="single-row", selection_default={"selection": {"rows": [0]}},
            key=f"verify-table-{abs(hash((file.name, file.size, wanted)))}", height=430, alt="Quotes of the file",
            column_config={
                "Row": st.column_config.TextColumn(width=60),
                "Status": st.column_config.TextColumn(width=90),
                "Quote": st.column_config.TextColumn(width=420),
            },
        )  # fmt: skip
        marked = picked["selection"]["rows"]
    with beside:
        _one(services, shown[marked[0] if marked and marked[0] < len(shown) else 0])


def _one(services: Services, one: Checked) -> None:
    from index.verify import place_of

    components.heading(STATUSES[one.status], 2)
    if one.note:
        components.note(one.note)
    components.heading("In the file", 3)
    components.quote(one_line(one.quoted.quote), (), one_line(one.quoted.title))
    location = place_of(services.store, one)
    if location is None:
        return
    components.heading("In the document now", 3)
    components.quote(one_line(location.quote), (), f"{one_line(location.title)} · {place(location)}")
    components.link(
        "source", "Show in the document", document=location.document, start=location.start, end=location.end
    )
