"""One box: the answer above with its quotes, the results below, and beside them what they can be narrowed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.documents import Document
from ui import components
from ui.components.copying import Copy, address, copying
from ui.services import Services
from ui.viewdata.answers import AT_ONCE, AnswerView, ListView, Place, Quoted, answer_view
from ui.viewdata.find import (
    FILTERS,
    KINDS,
    LONGEST,
    NAMES,
    RESULTS,
    RESULTS_A_PAGE,
    Result,
    Wanted,
    choices,
    count_of,
    expansions_line,
    fact_line,
    is_question,
    nothing_found,
    results,
    results_line,
    told_apart,
    wanted_of,
)
from ui.viewdata.library import shown_type
from ui.viewdata.places import citation, link_query
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from core.answers import Answer
    from index.facets import Facet
    from index.search import Found

TITLE, PATH = "Find", "find"
HELP = "Also: “exact words” · AND OR NOT · kin* · org:norham · type:minutes · after:2022 · para:3.10"
DOWNLOADS = {".xlsx": "Download list, Excel (XLSX)", ".docx": "Download list, Word", ".csv": "Download list, CSV"}
MEDIA_TYPES = {
    ".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
IN_A_GROUP = 3  # results of a document that are shown at once where results are grouped
Documents = Mapping[str, Document]


def render(services: Services) -> None:
    st.title(TITLE)
    held = services.documents()
    if not held:
        components.bordered("There is nothing to search yet", "Add documents first; then search them here.")
        components.link("add", "Add documents")
        return
    documents = {document.id: document for document in held}
    wanted = _wanted()
    st.session_state["find-q"] = wanted.q
    st.text_input("Words to search for, or a question", key="find-q", type="search", max_chars=LONGEST)
    components.note(HELP)
    _told(wanted)
    if not wanted.q.strip():
        _kinds(wanted, ())
        components.note("For example: a topic in two or three words, or a question that ends with a question mark.")
        return
    kinds_place = st.container()
    beside, main = st.columns([5, 16], gap="medium")
    answer_place, first_place, results_place = main.container(), main.empty(), main.container()
    asks = is_question(wanted.q)
    if asks:
        with answer_place:
            waiting = st.empty()
            with waiting:
                components.waiting("Answer", "Looking for an answer in the documents …")
    found = None
    for found in services.find_stages(wanted.q, RESULTS, wanted.kinds, wanted.filters(), facets=True):
        if not found.complete and found.hits:
            with first_place:
                _first_results(found)
    assert found is not None
    answer = (
        services.ask(wanted.q, wanted.filters()) if asks else None
    )  # before anything is drawn, so that it is drawn once
    with kinds_place:
        _kinds(wanted, found.facets)
    with beside:
        _narrow(documents, wanted, found)
    if answer is not None:
        waiting.empty()
        with answer_place, st.container(key="answer"):
            _answer(services, documents, wanted, found, answer)
    first_place.empty()
    with results_place:
        _results(services, documents, wanted, found)


# What is searched for, and its address --------------------------------------------------------------------------------


def _wanted() -> Wanted:
    """What the boxes on this page say; or the address, where the reader came by one."""
    said = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    if "find-q" not in st.session_state or said != st.session_state.get("find-told"):
        return wanted_of(said)
    kept = {name: str(st.session_state.get(f"find-{name}") or "") for name in FILTERS}
    kinds = st.session_state.get("find-kinds") or ["passage"]
    return wanted_of(
        {
            **kept, "q": st.session_state["find-q"] or "", "kinds": ",".join(kinds),
            "grouped": "yes" if st.session_state.get("find-grouped") else "",
        }
    )  # fmt: skip


def _told(wanted: Wanted) -> None:
    """Puts the search into the address, so that it can be copied, reloaded and gone back to."""
    now = wanted.query()
    for name in NAMES:
        if name in now and st.query_params.get(name) != now[name]:
            st.query_params[name] = now[name]
        elif name not in now and name in st.query_params:
            del st.query_params[name]
    st.session_state["find-told"] = now


def _search_for(query: str) -> None:
    st.session_state["find-q"] = query


def _take_filters_away() -> None:
    for name in FILTERS:
        st.session_state[f"find-{name}"] = ""


def _kinds(wanted: Wanted, facets: Sequence[Facet]) -> None:
    st.session_state["find-kinds"] = list(wanted.kinds)

    def label(kind: str) -> str:
        n = count_of(facets, "kind", kind)
        return KINDS[kind] if n is None else f"{KINDS[kind]} ({n:,})"

    st.pills("Search in", list(KINDS), selection_mode="multi", format_func=label, key="find-kinds")


# What results can be narrowed to --------------------------------------------------------------------------------------


def _narrow(documents: Documents, wanted: Wanted, found: Found) -> None:
    """The filters, each with how many results every value has; a value without any is not offered."""
    st.header("Narrow down")
    titles = told_apart(list(documents.values()))
    types: dict[str, str] = {d.type: shown_type(d.type) for d in documents.values()}

    def offered(name: str, field: str, chosen: str, every: str, known: Mapping[str, str] | None = None) -> Any:
        choice = choices(found.facets, field, chosen, every, known or {})
        st.session_state[f"find-{name}"] = chosen
        return {
            "options": choice.values, "format_func": choice.labels.__getitem__, "key": f"find-{name}",
            "disabled": len(choice.values) < 2,
        }  # fmt: skip

    st.selectbox("Document", **offered("in", "document", wanted.document, "All documents", titles))
    st.selectbox("Organisation", **offered("by", "organisation", wanted.organisation, "All organisations"))
    st.selectbox("Type of document", **offered("type", "type", wanted.type, "All types", types))
    first, last = st.columns(2)
    first.selectbox("From year", **offered("since", "year", wanted.since, "Any"))
    last.selectbox("To year", **offered("until", "year", wanted.until, "Any"))
    st.selectbox("Agenda item", **offered("item", "item", wanted.item, "All items"))
    if wanted.filtered:
        st.button("Take the filters away", on_click=_take_filters_away, key="find-clear")
    st.session_state["find-grouped"] = wanted.grouped
    st.checkbox("Group results by document", key="find-grouped")


# The answer -----------------------------------------------------------------------------------------------------------


def _answer(services: Services, documents: Documents, wanted: Wanted, found: Found, answer: Answer) -> None:
    st.header("Answer")
    view = answer_view(answer)
    if view.answered:
        components.note("Quoted word for word from the documents.")
    elif found.hits:
        components.bordered(
            "The documents do not answer this",
            f"{view.reason} The results below bear your words; read them before you say that nothing is there.",
        )
    else:
        components.bordered("No answer was found", view.reason)
    if view.sides:
        _sides(documents, view)
    if view.listed is not None:
        _list(services, documents, answer, view.listed)
        if view.quotes:
            components.heading("Also on this", 3)
    for number, quoted in enumerate(view.quotes):
        _quoted(documents, quoted, f"answer-{number}")
    with st.expander("What was searched"):
        components.note(" ".join(text for text in (view.receipt, expansions_line(found)) if text))
        if wanted.filtered:
            components.note("Only what the filters leave was searched.")
        if view.nearest:
            components.note(
                "These came near and were not taken:"
                if view.answered
                else "Nearest to it came these, which were read and not taken:"
            )
            for number, quoted in enumerate(view.nearest):
                with st.container(key=f"nearest-{number}", gap="xxsmall"):
                    components.quote(quoted.text, (), _place_line(quoted.place))
                    _source_link(quoted.place)


def _sides(documents: Documents, view: AnswerView) -> None:
    """What was found of each side of a comparison, side by side; what is missing is said in its place."""
    places = st.columns(len(view.sides), gap="medium")
    for number, (side, where) in enumerate(zip(view.sides, places, strict=True)):
        with where:
            components.heading(side.label, 3)
            if side.quoted is None:
                components.bordered(f"Nothing was found on “{side.label}”", "Only the other side can be shown.")
            else:
                _quoted(documents, side.quoted, f"side-{number}")
    if view.quotes and view.answered:
        components.heading("Also on this", 3)


def _list(services: Services, documents: Documents, answer: Answer, listed: ListView) -> None:
    """All of a list: the first few at once, the others a press away, the whole as a file."""
    components.note(listed.line)
    _entries(listed, 0, AT_ONCE)
    if len(listed.quotes) > AT_ONCE:
        with st.expander(f"The other {len(listed.quotes) - AT_ONCE:,}"):
            _entries(listed, AT_ONCE, len(listed.quotes))
    with st.container(horizontal=True, key="answer-files"):
        for suffix in DOWNLOADS:
            st.download_button(
                DOWNLOADS[suffix], _answer_file(services, suffix, answer), f"answer{suffix}", MEDIA_TYPES[suffix], on_click="ignore",
                key=f"answer-{suffix[1:]}",
            )  # fmt: skip


def _entries(listed: ListView, first: int, last: int) -> None:
    """Entries of a list; where they stand paper by paper, each paper's title once above its own."""
    title = ""
    for number, quoted in enumerate(listed.quotes[first:last], first):
        if listed.by_paper and quoted.place.title != title:
            title = quoted.place.title
            components.heading(title, 3)
        _entry(quoted, number, quoted.place.place if listed.by_paper else _place_line(quoted.place))


def _entry(quoted: Quoted, number: int, where: str) -> None:
    with st.container(key=f"listed-{number}", gap="xxsmall"):
        components.quote(quoted.text, (), where)
        _read(quoted)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            _source_link(quoted.place)
            if quoted.read is not None:
                components.link(quoted.read.register, "Open in the register", row=quoted.read.row)
        _against(quoted, f"listed-{number}")


def _quoted(documents: Documents, quoted: Quoted, key: str) -> None:
    with st.container(key=key, gap="xxsmall"):
        components.quote(quoted.text, (), _place_line(quoted.place))
        _read(quoted)
        register, row = (quoted.read.register, quoted.read.row) if quoted.read else (None, "")
        _actions(documents, quoted.place, key, register, row)
        _against(quoted, key)


def _read(quoted: Quoted) -> None:
    if quoted.read is not None and quoted.read.line:
        components.reading(quoted.read.line)


def _against(quoted: Quoted, key: str) -> None:
    """What another place says against the quote, with its words and a way there."""
    for number, other in enumerate(quoted.against):
        with st.container(key=f"{key}-against-{number}", gap="xxsmall"):
            components.cautions([(other.line, f"There it says: “{other.text}”")])
            with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
                components.link("source", "Show the other place", **link_query(other.place.location))
                components.link(other.register, "Open the other row", row=other.row)


def _answer_file(services: Services, suffix: str, answer: Answer) -> Callable[[], Any]:
    def made() -> Any:
        from index.verify import fingerprints
        from ui.exports.answers import answer_bytes
        from ui.exports.hits import Citing

        return answer_bytes(suffix, answer, Citing(services.described), fingerprints(services.store))

    return made


def _place_line(place: Place) -> str:
    return " · ".join(v for v in (place.title, place.place) if v)


def _source_link(place: Place) -> None:
    components.link("source", "Show in the document", **link_query(place.location))


def _actions(documents: Documents, place: Place, key: str, register: str | None = None, row: str = "") -> None:
    """What can be done with one place: open it, open its row, copy its citation or its address."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        _source_link(place)
        if register:
            components.link(register, "Open in the register", row=row)
        document = documents.get(place.document)
        if document is not None:
            name = _place_line(place)[:120]
            copying(
                Copy("Copy citation", name, text=citation(document, place.location)),
                Copy("Copy link", name, address=address("source", **link_query(place.location))),
                key=f"copy-{key}",
            )


# The results ----------------------------------------------------------------------------------------------------------


def _first_results(found: Found) -> None:
    """The keyword results, one element, as long as the others are being looked for."""
    components.cards(
        "Results",
        "Results that bear your words. Looking for others that mean the same …",
        [
            (one.place.title, one.place.place, one.words.text, one.words.marks, one.kind)
            for one in results(found.hits[:RESULTS_A_PAGE])
        ],
    )


def _results(services: Services, documents: Documents, wanted: Wanted, found: Found) -> None:
    shown = results(found.hits)
    st.header("Results")
    for line in (found.note, expansions_line(found)):
        if line:
            components.note(line)
    if found.did_you_mean:
        with st.container(horizontal=True, vertical_alignment="center"):
            components.note(f"Did you mean: {found.did_you_mean}")
            st.button("Search for that", on_click=_search_for, args=(found.did_you_mean,), key="find-meant")
    if not shown:
        outside = 0
        if wanted.filtered:
            outside = sum(bool(hit.highlights) for hit in services.find(wanted.q, RESULTS, wanted.kinds).hits)
        why = nothing_found(found, wanted, outside)
        components.bordered(why.title, why.text)
        if outside:
            st.button("Take the filters away", on_click=_take_filters_away, key="find-clear-here")
        return
    components.note(results_line(found, shown))
    _whole_search(services, wanted, found)
    if wanted.grouped:
        _grouped(documents, shown)
        return
    pages = (len(shown) - 1) // RESULTS_A_PAGE + 1
    where = st.container()
    page = st.pagination(pages, key=f"results-page-{abs(hash(wanted))}") if pages > 1 else 1
    with where:
        for number, result in enumerate(shown[(page - 1) * RESULTS_A_PAGE : page * RESULTS_A_PAGE]):
            with st.container(border=True, key=f"result-{number}", gap="xxsmall"):
                components.card(
                    result.place.title, result.place.place, result.words.text, result.words.marks, result.kind
                )
                _below(documents, result, f"result-{number}")


def _whole_search(services: Services, wanted: Wanted, found: Found) -> None:
    """The row of what can be done with the whole search: its address; saving it; files of its results."""
    with st.container(horizontal=True, vertical_alignment="center", key="find-actions"):
        copying(Copy("Copy link to this search", address=address(PATH, **wanted.query())), key="copy-search")
    from ui.screens.saved import below_results

    below_results(services, wanted.q, wanted.kinds, wanted.filters(), found.hits)


def _below(documents: Documents, result: Result, key: str) -> None:
    """What stands under the words of a result: what was read from them, where else they stand, what can be done."""
    if result.facts:
        components.note(fact_line(result.facts))
    if result.also:
        components.note(f"{result.also_in}, in nearly the same words.")
        with st.expander("Where else"):
            for place in result.also:
                components.note(_place_line(place))
                _source_link(place)
    _actions(documents, result.place, key, result.register, result.id)


def _grouped(documents: Documents, shown: Sequence[Result]) -> None:
    groups: dict[str, list[tuple[int, Result]]] = {}
    for number, result in enumerate(shown):
        groups.setdefault(result.place.document, []).append((number, result))
    for held in groups.values():
        with st.container(border=True, key=f"group-{held[0][0]}", gap="xsmall"):
            components.heading(f"{held[0][1].place.title}: {counted(len(held), 'result')}", 3)
            for number, result in held[:IN_A_GROUP]:
                _in_group(documents, number, result)
            if len(held) > IN_A_GROUP:
                with st.expander("The others in this document"):
                    for number, result in held[IN_A_GROUP:]:
                        _in_group(documents, number, result)


def _in_group(documents: Documents, number: int, result: Result) -> None:
    place = " · ".join(v for v in (result.kind, result.place.place) if v)
    components.quote(result.words.text, result.words.marks, place)
    _below(documents, result, f"result-{number}")
