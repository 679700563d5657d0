"""Parts of the coding screen round the area: which responses in which order, the same codes on a whole list, the keys."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.codebooks import Codebook
from core.errors import UserError
from core.responses import Question
from ui import components
from ui.services import Services
from ui.viewdata.coding_keys import ACTIONS, changed, keys_of
from ui.viewdata.coding_list import ORDERS, SHOWS, changes, list_line, same_rows

if TYPE_CHECKING:
    from coding.rounds import Queue

MOST_THE_SAME = 2_000
PREVIEWED = 200


def current(services: Services, question: Question, coder: str, scope: str) -> Queue:
    """The list that this window shows; on first sight the one that the coder had open last, where they stopped."""
    kept: Queue | None = st.session_state.get(f"list-{scope}")
    if kept is None or not kept.members:
        kept = services.open_coding_queue(question.id, coder)
        show(scope, kept)
    return kept


def show(scope: str, queue: Queue) -> None:
    st.session_state[f"list-{scope}"] = queue
    st.session_state[f"queue-{scope}"] = queue.id
    st.session_state[f"at-{scope}"] = queue.position


def go_to(scope: str, place: int) -> None:
    """Sends the area to a 0-based place of its list."""
    st.session_state[f"at-{scope}"] = place
    st.session_state[f"jumps-{scope}"] = st.session_state.get(f"jumps-{scope}", 0) + 1


def say(scope: str, text: str) -> None:
    """Read out once in the area."""
    n = st.session_state.get(f"said-{scope}", (0, ""))[0]
    st.session_state[f"said-{scope}"] = (n + 1, text)


def chooser(
    services: Services, question: Question, coder: str, scope: str, queue: Queue, codebook: Codebook, where: Any
) -> None:
    """Which responses, in which order: behind a button that says what is shown now."""
    from coding.rounds import QueueSpec

    labels = {code.code: code.label for code in codebook.codes}
    names = services.attribute_names(question.id)
    with where.popover("Which responses, in which order", width="stretch"):
        components.note(f"Now: {list_line(queue.spec, len(queue.members), labels)}.")
        which = st.selectbox("Which responses", list(SHOWS), format_func=SHOWS.__getitem__, key=f"show-{scope}")
        attribute = st.selectbox(
            "Only those with", ["", *names], key=f"attribute-{scope}",
            format_func=lambda name: name.replace("_", " ") or "any attributes",
        )  # fmt: skip
        value = ""
        if attribute:
            value = st.selectbox("The value", services.attribute_values(question.id, attribute), key=f"value-{scope}")
        code = st.selectbox(
            "Only those that I gave the code", ["", *labels], key=f"code-{scope}",
            format_func=lambda name: labels.get(name, "any or none"),
        )  # fmt: skip
        words = st.text_input(
            "Only those that hold the words", key=f"words-{scope}",
            help='All of the words, in any order; "in quotes" as a phrase; transport* for any ending.',
        )  # fmt: skip
        order = st.selectbox("In which order", list(ORDERS), format_func=ORDERS.__getitem__, key=f"order-{scope}")
        seed = 1
        if order == "random":
            seed = st.number_input("Seed (the same number gives the same order)", 0, 2**31 - 1, 1, key=f"seed-{scope}")
        if st.button("Show this list", type="primary", key=f"make-{scope}"):
            here = queue.members[min(st.session_state[f"at-{scope}"], len(queue.members) - 1)]
            spec = QueueSpec.of(
                {
                    "show": which, "code": code or "", "attribute": attribute or "", "value": value or "", "words": words,
                    "order": order, "seed": int(seed), "like": here if order == "like" else "",
                }
            )  # fmt: skip
            try:
                show(scope, services.make_coding_queue(question.id, coder, spec))
            except UserError as error:
                components.problem(str(error))
            else:
                st.rerun()


def same_way(services: Services, question: Question, coder: str, scope: str, queue: Queue, codebook: Codebook) -> None:
    """The same codes on everything in the list that is shown, after a look at what would be changed."""
    done = st.session_state.pop(f"same-done-{scope}", None)
    if done:
        components.success(done)
    if queue.spec.plain:
        return
    with st.expander("Code all of this list the same way"):
        if len(queue.members) > MOST_THE_SAME:
            components.note(f"The list is too long for that: at most {MOST_THE_SAME:,}. Choose a narrower list above.")
            return
        labels = {code.code: code.label for code in codebook.codes}
        given = st.multiselect("The codes for all of them", list(labels), format_func=labels.__getitem__, key=f"same-{scope}")  # fmt: skip
        fits = st.checkbox("None: no code fits them", key=f"same-none-{scope}") if not given else False
        overwrite = st.checkbox("Also those that I have decided (their codes are replaced)", key=f"same-over-{scope}")
        if not given and not fits:
            components.note("Choose the codes to see what would be changed.")
            return
        items = services.coding_items(question.id, coder, queue.members)
        chosen = changes(items, given, overwrite)
        if not chosen:
            components.note("Nothing would be changed: you have decided on all of them.")
            return
        st.dataframe(
            same_rows(items, given, labels, overwrite)[:PREVIEWED], hide_index=True, width="stretch",
            alt="What each response says, the codes it has now and those it would have",
        )  # fmt: skip
        if len(chosen) > PREVIEWED:
            components.note(f"The first {PREVIEWED} of {len(chosen):,} are shown.")
        components.note(
            "1 response would be changed." if len(chosen) == 1 else f"{len(chosen):,} responses would be changed."
        )
        if st.button("Code these the same way", type="primary", key=f"same-go-{scope}"):
            _give(services, question.id, coder, scope, [item.id for item in chosen], given)
            st.rerun()


def _give(services: Services, question: str, coder: str, scope: str, names: list[str], codes: list[str]) -> None:
    from coding.rounds import CodingEvent

    event = CodingEvent(1, names[0], "same", responses=tuple(names), codes=tuple(codes), overwrite=True)
    made = services.apply_coding_events(question, coder, f"list-{uuid.uuid4().hex}", [event])
    if made.refused:
        say(scope, made.refused[1])
        return
    go_to(scope, st.session_state[f"at-{scope}"])  # the area forgets its own undo: the newest change is this one
    st.session_state[f"same-done-{scope}"] = (
        f"{len(made.judged):,} responses were coded the same way. Undo in the area (key u) takes all of them back."
    )


def keys(services: Services, question: Question, coder: str, scope: str, codebook: Codebook) -> None:
    """The coder's own choice of keys."""
    with st.expander("Keys"):
        chosen = services.coder_keys(question.id, coder)
        made = keys_of(codebook.codes, chosen)
        said = {action.name: action.label for action in ACTIONS if not action.fixed}
        said |= {f"code {code.code}": f"Code: {code.label}" for code in codebook.codes}
        what, which, button, reset = st.columns([3, 1, 1, 1], vertical_alignment="bottom")
        target = what.selectbox(
            "What the key does", list(said), key=f"target-{scope}",
            format_func=lambda name: f"{said[name]} ({made.of(name) or 'no key'})",
        )  # fmt: skip
        key = which.text_input("Its key", max_chars=1, key=f"key-{scope}")
        if button.button("Set key", key=f"set-{scope}"):
            try:
                services.keep_coder_keys(question.id, coder, changed(codebook.codes, chosen, target, key))
            except ValueError as error:
                components.problem(str(error))
            else:
                st.rerun()
        if reset.button("Reset all", key=f"reset-{scope}", disabled=not chosen):
            services.keep_coder_keys(question.id, coder, {})
            st.rerun()
        components.note(
            "What had the key before gets the other's. The keys are yours alone and are kept in the project."
        )
