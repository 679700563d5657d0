"""Forms of the code frame screen: one change at a time, with what becomes of the codings before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from core.codebooks import Code, Codebook
from core.errors import UserError
from ui import components
from ui.services import Services
from ui.viewdata.frame import change_lines

if TYPE_CHECKING:
    from coding.frames import Change
    from coding.rounds import FormerCode

KINDS = {"describe": "Describe", "move": "Move", "merge": "Merge", "split": "Split", "retire": "Retire"}
BUTTONS = {
    "move": "Move it", "merge": "Merge them", "split": "Split it", "retire": "Retire it", "delete": "Delete it",
    "reinstate": "Bring it back",
}  # fmt: skip
TOP = ""
GREY = "#808080"
AREAS = {
    "definition": "Definition", "include": "Include", "exclude": "Exclude", "typical": "Typical example",
    "borderline": "Borderline example",
}  # fmt: skip


def change(services: Services, question: str, codebook: Codebook, uses: Mapping[str, int]) -> None:
    """Choose a code and what to do with it."""
    labels = {code.code: code.label for code in codebook.codes}
    if not labels:
        return
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    chosen = left.selectbox(
        "Code",
        list(labels),
        None,
        format_func=labels.__getitem__,
        placeholder="Choose a code",
        key=f"frame-code-{question}",
    )
    what = right.segmented_control(
        "What to do with it",
        list(KINDS),
        default="describe",
        format_func=KINDS.__getitem__,
        key="frame-what",
        required=True,
    )
    if chosen is None or chosen not in labels:
        return
    code = next(known for known in codebook.codes if known.code == chosen)
    if what == "describe":
        _describe(services, question, code, codebook.version)
    elif what == "move":
        _move(services, question, code, codebook)
    elif what == "merge":
        _merge(services, question, code, labels)
    elif what == "split":
        _split(services, question, code)
    else:
        _retire(services, question, code, uses.get(code.code, 0))


def add(services: Services, question: str, codes: Sequence[Code]) -> None:
    from coding.frames import Add

    with st.form("frame-add", border=False):
        name = st.text_input("Short name (stays as it is for good)", key="frame-add-code", max_chars=200)
        label = st.text_input("Label", key="frame-add-label", max_chars=300, help="As it stands in tables.")
        parents = [TOP, *(code.code for code in codes)]
        labels = {TOP: "(top level)"} | {code.code: code.label for code in codes}
        under = st.selectbox("Under", parents, format_func=labels.__getitem__, key="frame-add-under")
        definition = st.text_area("Definition", key="frame-add-definition", max_chars=4_000)
        sent = st.form_submit_button("Add the code", type="primary")
    if not sent:
        return
    if not name.strip():
        components.problem("Give the code a short name.")
        return
    try:
        code = Code(" ".join(name.split()), label.strip() or name.strip(), definition.strip(), parent=under or None)
    except ValueError:
        components.problem("A short name has no semicolon, which separates codes in files.")
        return
    _make(services, question, Add(code), "Added.")


def reinstate(services: Services, question: str, former: Sequence[FormerCode]) -> None:
    from coding.frames import Reinstate

    names = {made.code.code: made for made in former}
    chosen = st.selectbox(
        "Bring back", list(names), None, format_func=lambda name: names[name].code.label, placeholder="Choose a code",
        key=f"frame-back-{question}",
    )  # fmt: skip
    if chosen is not None and chosen in names:
        _preview(services, question, Reinstate(names[chosen].code), "reinstate", "Brought back.")


def _describe(services: Services, question: str, code: Code, version: int) -> None:
    from coding.frames import Edit

    made: dict[str, str] = {}
    key = f"{question}-{code.code}-{version}"  # a new version fills the form anew
    with st.form(f"frame-edit-{key}", border=False):
        first, second = st.columns([3, 1])
        made["label"] = first.text_input("Label", code.label, key=f"label-{key}", max_chars=300)
        made["key"] = second.text_input(
            "Key", code.key, key=f"key-{key}", max_chars=1, help="One letter or digit that puts it on a response."
        )
        columns = st.columns(2)
        for n, name in enumerate(AREAS):
            made[name] = columns[n % 2].text_area(
                AREAS[name], getattr(code, name), key=f"{name}-{key}", max_chars=4_000
            )
        own = columns[1].checkbox("A colour of its own", bool(code.colour), key=f"coloured-{key}")
        colour = columns[1].color_picker("Colour", code.colour or GREY, key=f"colour-{key}")
        sent = st.form_submit_button("Save as a new version", type="primary")
    if sent:
        said = {name: value.strip() for name, value in made.items()}
        new = replace(
            code, label=said["label"], key=said["key"], definition=said["definition"], include=said["include"],
            exclude=said["exclude"], typical=said["typical"], borderline=said["borderline"], colour=colour if own else "",
        )  # fmt: skip
        _make(services, question, Edit(new), "Saved. Codings stand.")


def _move(services: Services, question: str, code: Code, codebook: Codebook) -> None:
    from coding.frames import Move, Reorder

    others = [known for known in codebook.codes if known.code != code.code]
    headings = [c.parent for c in codebook.codes if c.parent and c.parent not in {k.code for k in codebook.codes}]
    labels = {TOP: "(top level)"} | {c.code: c.label for c in others} | {heading: heading for heading in headings}
    now_under = code.parent if code.parent in labels else TOP
    places = list(labels)
    under = st.selectbox(
        "Under",
        places,
        places.index(now_under or TOP),
        format_func=labels.__getitem__,
        key=f"under-{code.code}-{codebook.version}",
    )
    if (under or None) != code.parent:
        _preview(services, question, Move(code.code, under or None), "move", "Moved. Codings stand.")
    order = [known.code for known in codebook.codes]
    names = {TOP: "(first)"} | {c.code: c.label for c in others}
    spots = list(names)
    at = order.index(code.code)
    before = order[at - 1] if at else TOP
    after = st.selectbox(
        "In the list after",
        spots,
        spots.index(before),
        format_func=names.__getitem__,
        key=f"after-{code.code}-{codebook.version}",
    )
    if after != before:
        rest = [name for name in order if name != code.code]
        place = rest.index(after) + 1 if after else 0
        new = (*rest[:place], code.code, *rest[place:])
        if st.button("Put it there", type="primary", key="frame-reorder"):
            _make(services, question, Reorder(new), "The order is changed. Codings stand.")


def _merge(services: Services, question: str, code: Code, labels: Mapping[str, str]) -> None:
    from coding.frames import Merge

    others = [name for name in labels if name != code.code]
    chosen = st.multiselect(
        "Merge it with",
        others,
        format_func=labels.__getitem__,
        placeholder="Choose one code or more",
        key=f"with-{code.code}",
    )
    if not chosen:
        return
    codes = (code.code, *chosen)
    into = st.selectbox(
        "Into", ["", *codes], format_func=lambda name: f"{labels[name]} (it takes the others in)" if name else "A new code",
        key=f"into-{code.code}",
    )  # fmt: skip
    label = ""
    if not into:
        label = st.text_input("Label of the new code", key=f"merged-{code.code}", max_chars=200).strip()
        if not label:
            return
    target = into or " ".join(label.replace(";", ",").split())
    _preview(services, question, Merge(codes, target, label), "merge", "Merged.")


def _split(services: Services, question: str, code: Code) -> None:
    from coding.frames import Split

    written = st.text_area(
        "The codes that it becomes, one a line", key=f"split-{code.code}", max_chars=4_000,
        help="A label, or the short name of a code that is in the frame. Definitions are written afterwards, under Describe.",
    )  # fmt: skip
    parts = [" ".join(line.replace(";", ",").split()) for line in written.splitlines() if line.strip()]
    if len(parts) < 2:
        components.note("Write two codes or more. The code that is split leaves the frame; nothing coded is lost.")
        return
    _preview(services, question, Split(code.code, tuple((part, part) for part in parts)), "split", "Split.")


def _retire(services: Services, question: str, code: Code, used: int) -> None:
    from coding.frames import Delete, Retire

    if used:
        _preview(services, question, Retire(code.code), "retire", "Retired. It can be brought back.")
    else:
        components.note("Nobody has put this code on a response: it can be deleted.")
        _preview(services, question, Delete(code.code), "delete", "Deleted.")


def _preview(services: Services, question: str, made: Change, kind: str, done: str) -> None:
    """What would become of the codings, and the button that does it."""
    labels = services.frame_labels(question)
    try:
        seen = services.change_frame(question, made, preview=True)
    except UserError as error:
        components.problem(str(error))
        return
    components.bordered("What this does", " ".join(change_lines(seen, labels)))
    if st.button(BUTTONS[kind], type="primary", key=f"do-{kind}"):
        _make(services, question, made, done)


def _make(services: Services, question: str, made: Change, done: str) -> None:
    try:
        version = services.change_frame(question, made).version
    except UserError as error:
        components.problem(str(error))
        return
    st.session_state["frame-done"] = f"{done} The frame is at version {version}; History takes it back."
    st.rerun()
