"""The one place where text of documents, responses and people becomes HTML: escaped first, then marked, then shown.

Everything here takes plain text. `st.html` sanitises once more, and the server's Content-Security-Policy is the third
lock. A lint test keeps other modules from building HTML or Markdown out of such text.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import streamlit as st

Marks = Sequence[tuple[int, int]]


def escaped(text: str) -> str:
    """`text` as HTML that shows it letter for letter; control characters become the replacement character."""
    visible = "".join(c if c in "\n\t" or (ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0) else "\ufffd" for c in text)
    return html.escape(visible, quote=True)


def marked(text: str, marks: Marks = ()) -> str:
    """`text` escaped, with these half-open ranges of it in <mark>; ranges that overlap are joined, empty ones left out."""
    made: list[str] = []
    position = 0
    for start, end in _joined(marks, len(text)):
        made.append(escaped(text[position:start]))
        made.append(f"<mark>{escaped(text[start:end])}</mark>")
        position = end
    made.append(escaped(text[position:]))
    return "".join(made)


def _joined(marks: Marks, length: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(length, b)) for a, b in marks):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def heading(text: str, level: int = 2) -> None:
    """A heading with text that is not ours; `level` 2 to 4."""
    st.html(f'<h{level} class="v-heading v-h{level}">{escaped(text)}</h{level}>')


def quote(text: str, marks: Marks = (), place: str = "") -> None:
    """Words of a document or a respondent, as they stand, with where they stand below."""
    cited = f'<p class="v-place">{escaped(place)}</p>' if place else ""
    st.html(f'<blockquote class="v-quote">{marked(text, marks)}</blockquote>{cited}')


def passage(text: str, *, strong: bool = False) -> None:
    """A paragraph of a document, as it stands; `strong` for its headings."""
    weight = " v-strong" if strong else ""
    st.html(f'<p class="v-text{weight}">{escaped(text)}</p>')


def card(title: str, place: str, text: str, marks: Marks = (), tag: str = "") -> None:
    """A search result: document, place, its words with the query's marked; `tag` names a kind of record."""
    st.html(_card(title, place, text, marks, tag))


def cards(title: str, note: str, shown: Iterable[tuple[str, str, str, Marks, str]]) -> None:
    """Several search results (title, place, text, marks, tag) under a heading, as one element that can be replaced whole.

    A placeholder that holds containers must not be written twice in a run: where the server joins messages, the browser is
    sent a child of a block that is gone, and the page stays unfinished."""
    boxes = "".join(f'<div class="v-found-first">{_card(*one)}</div>' for one in shown)
    st.html(f'<h2 class="v-heading v-h2">{escaped(title)}</h2><p class="v-note">{escaped(note)}</p>{boxes}')


def _card(title: str, place: str, text: str, marks: Marks, tag: str) -> str:
    label = f'<span class="v-tag">{escaped(tag)}</span> ' if tag else ""
    return (
        f'<div class="v-card"><h3 class="v-heading v-h3">{label}{escaped(title)}</h3>'
        f'<p class="v-place">{escaped(place)}</p><p class="v-text">{marked(text, marks)}</p></div>'
    )


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Names and values, one pair a line."""
    rows = "".join(f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>" for name, value in pairs)
    st.html(f'<dl class="v-facts">{rows}</dl>')


def found_facts(rows: Iterable[tuple[str, str, str]]) -> None:
    """Names, values and how each was found, one a line."""
    made = "".join(
        f"<dt>{escaped(name)}</dt><dd>{escaped(value)}"
        + (f'<span class="v-found">{escaped(found)}</span>' if found else "")
        + "</dd>"
        for name, value, found in rows
    )
    st.html(f'<dl class="v-facts">{made}</dl>')


def cautions(pairs: Iterable[tuple[str, str]]) -> None:
    """What to watch out for and what to do about it, one a line."""
    rows = "".join(f"<li><strong>{escaped(what)}</strong> {escaped(advice)}</li>" for what, advice in pairs)
    st.html(f'<ul class="v-cautions">{rows}</ul>')


def lines(pairs: Iterable[tuple[str, str, int]]) -> None:
    """(what, text, depth) one a line, indented by depth: an outline."""
    rows = "".join(
        f'<li style="margin-left:{min(max(depth, 0), 6) * 1.25}rem"><span class="v-what">{escaped(what)}</span> {escaped(text)}</li>'
        for what, text, depth in pairs
    )
    st.html(f'<ul class="v-lines">{rows}</ul>')


def reading(text: str) -> None:
    """What was read from the words above: who, when, how much; a figure with its base."""
    st.html(f'<p class="v-read">{escaped(text)}</p>')


def waiting(title: str, text: str) -> None:
    """The box in which something will stand: of about its height, so that what is below does not move when it comes."""
    st.html(
        f'<div class="v-waiting" role="status"><p class="v-heading v-h2">{escaped(title)}</p><p class="v-note">{escaped(text)}</p></div>'
    )


def note(text: str) -> None:
    """A quiet line: a caption, a hint, a base."""
    st.html(f'<p class="v-note">{escaped(text)}</p>')


def bordered(title: str, text: str) -> None:
    """A boxed statement, such as "No answer was found"."""
    st.html(f'<div class="v-box" role="status"><p class="v-box-title">{escaped(title)}</p><p>{escaped(text)}</p></div>')


def problem(text: str) -> None:
    """What went wrong and what to do, announced to screen readers at once."""
    st.html(
        f'<div class="v-problem" role="alert"><p class="v-box-title">There is a problem</p><p>{escaped(text)}</p></div>'
    )


def success(text: str) -> None:
    st.html(f'<div class="v-success" role="status"><p>{escaped(text)}</p></div>')


def menu_section(name: str) -> None:
    """The name of a part of the menu; the first part, which has none, stands under the program's."""
    kind = "v-menu" if name else "v-brand"
    st.html(f'<p class="{kind}">{escaped(name or "Verbatim")}</p>')


def project_note(name: str) -> None:
    """The project's name at the foot of the menu."""
    st.html(f'<p class="v-note v-foot">Project: {escaped(name)}<br>Everything stays on this machine.</p>')
