"""A placeholder is replaced by one element, never by containers: Streamlit joins messages that wait for the browser, and a
child of a block that was replaced leaves the page unfinished ("Cannot set a node at a delta path")."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parent.parent.parent / "ui"
BLOCKS = {"container", "columns", "expander", "form", "tabs", "popover"}


def placeholders(tree: ast.AST) -> set[str]:
    """The names that are given an `...empty()`, alone or in a row of names."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            pairs = zip(target.elts, node.value.elts) if several else [(target, node.value)]  # type: ignore[attr-defined]
            for name, value in pairs:
                made = (
                    isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "empty"
                )
                if made and isinstance(name, ast.Name):
                    found.add(name.id)
    return found


def blocks_in_placeholders(source: str) -> list[str]:
    tree = ast.parse(source)
    names = placeholders(tree)
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BLOCKS
        and isinstance(node.func.value, ast.Name) and node.func.value.id in names
    ]  # fmt: skip


def test_the_check_sees_what_it_is_for() -> None:
    assert blocks_in_placeholders("a, b = main.container(), main.empty()\nb.container()\na.container()") == [
        "b.container()"
    ]
    assert blocks_in_placeholders("slot = st.empty()\nslot.columns(2)") == ["slot.columns(2)"]
    assert blocks_in_placeholders("slot = st.empty()\nslot.html('x')") == []


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: path.name)
def test_no_placeholder_holds_containers(path: Path) -> None:
    assert blocks_in_placeholders(path.read_text(encoding="utf-8")) == []
