"""Text of documents, responses and people reaches the page through the escaping component, or as data, and no other way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.components.coding_area import ROOMS
from ui.components.escaped import escaped, marked

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "ui"
ESCAPING = {UI / "components" / "escaped.py", UI / "components" / "style.py"}
# what Streamlit reads as Markdown: the whole text, or the label
MARKDOWN = {
    "markdown", "write", "write_stream", "caption", "table", "title", "header", "subheader", "error", "warning", "info", "success",
    "exception", "toast", "latex", "metric", "badge", "expander", "popover", "tabs", "status", "spinner",
}  # fmt: skip
LABELLED = {
    "button", "download_button", "form_submit_button", "link_button", "checkbox", "toggle", "radio", "selectbox", "multiselect",
    "text_input", "text_area", "number_input", "date_input", "file_uploader", "pills", "segmented_control", "page_link",
}  # fmt: skip
BANNED = {"html", "iframe", "components.v1", "echo", "help"}
NUMBER_FORMATS = {"f','", "f'.0%'", "f'd'", "f',d'"}
OPTIONS_AS_MARKDOWN = {"radio", "pills", "segmented_control"}
OPTION_LISTS = {
    "list(KINDS)",
    "list(RESPONDENTS)",
    "list(PACK_KINDS)",
    "list(ACCEPT_FROM)",
    "list(PLANS)",
}  # constants of our own


def modules() -> list[Path]:
    return sorted([*(UI / "screens").glob("*.py"), *(UI / "components").glob("*.py"), UI / "app.py"])


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """(name of the method, call) of every call that may be Streamlit's."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if owner not in ("components", "services"):
                yield node.func.attr, node


def is_number(node: ast.FormattedValue) -> bool:
    """Whether what is put into a string can only be a number: it has a number's format, or is a length; or a number with a
    noun of our own (`counted(n, "response")`)."""
    spec = ast.unparse(node.format_spec) if node.format_spec else ""
    if spec in NUMBER_FORMATS:
        return True
    value = node.value
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Name):
        return False
    return value.func.id == "len" or (value.func.id == "counted" and ours(value.args[1]))


def ours(node: ast.expr) -> bool:
    """Whether an expression is words of our own: a literal, a name in capitals (a constant), an entry of such a table, or a
    literal with numbers in it."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.JoinedStr):
        return all(not isinstance(part, ast.FormattedValue) or is_number(part) for part in node.values)
    if isinstance(node, ast.IfExp):
        return ours(node.body) and ours(node.orelse)
    if isinstance(node, ast.Subscript):
        node = node.value
    return isinstance(node, ast.Name) and node.id.isupper()


def label(call: ast.Call) -> ast.expr | None:
    return call.args[0] if call.args else next((k.value for k in call.keywords if k.arg in ("label", "body")), None)


# labels that are computed, each looked at by a person: links and downloads take their label from our own callers
LOOKED_AT = {("links.py", "page_link"), ("counts.py", "download_button"), ("downloads.py", "download_button")}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.name)
def test_markdown_and_labels_are_our_own_words(path: Path) -> None:
    for name, call in calls(path):
        text = label(call)
        if (name in MARKDOWN or name in LABELLED) and text is not None and (path.name, name) not in LOOKED_AT:
            assert ours(text), f"{path.name}:{call.lineno}: st.{name} takes Markdown: {ast.unparse(text)[:60]}"
        for keyword in call.keywords:
            if keyword.arg == "help" and name in LABELLED:
                assert ours(keyword.value) or ast.unparse(keyword.value).startswith("f'This is no {register.one}"), (
                    path.name
                )
        if name in OPTIONS_AS_MARKDOWN:
            assert ast.unparse(call.args[1]) in OPTION_LISTS, f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.name)
def test_only_the_escaping_component_makes_html(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "unsafe_allow_html" not in text
    assert "unsafe_allow_javascript" not in text
    if path not in ESCAPING:
        assert not [call.lineno for name, call in calls(path) if name in BANNED], path.name


def test_the_coding_area_sets_text_and_never_markup() -> None:
    rooms = sorted((UI / "components").glob("coding_area*.js"))
    assert {room.stem for room in rooms} == set(ROOMS)
    script = "\n".join(room.read_text(encoding="utf-8") for room in rooms)
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "srcdoc"):
        assert way not in script


def test_screens_know_no_engine_and_no_store() -> None:
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        top = {
            (node.module or "").split(".")[0] for node in tree.body if isinstance(node, ast.ImportFrom)
        }  # imports for the type checker, under `if TYPE_CHECKING`, are no imports
        assert not top & {"ingest", "index", "coding"}, path.name


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6))
def test_marking_loses_no_letter_and_lets_no_markup_through(text: str, marks: list[tuple[int, int]]) -> None:
    import html

    made = marked(text, marks)
    bare = made.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert bare == escaped(text)
    assert len(html.unescape(bare)) == len(text)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("a <b> c", [(2, 5)], "a <mark>&lt;b&gt;</mark> c"),
        ("one two three", [(4, 7), (0, 3)], "<mark>one</mark> <mark>two</mark> three"),
        ("overlap", [(0, 4), (2, 7)], "<mark>overlap</mark>"),
        ("beyond", [(3, 99)], "bey<mark>ond</mark>"),
        ('"R&D"', [], "&quot;R&amp;D&quot;"),
        ("bell\x07", [], "bell\ufffd"),
    ],
)
def test_marking(text: str, marks: list[tuple[int, int]], expected: str) -> None:
    assert marked(text, marks) == expected


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ('f"The other {n:,}"', True), ('f"Decided: {len(x)}"', True), ('f"{counted(n, \'response\')} more"', True),
        ('f"Hello {name}"', False), ('f"{counted(n, noun)}"', False), ('f"{name:>20}"', False), ("name", False),
    ],
)  # fmt: skip
def test_a_string_is_ours_where_only_numbers_are_put_into_it(written: str, safe: bool) -> None:
    assert ours(ast.parse(written, mode="eval").body) is safe
