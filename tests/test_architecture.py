"""The shape of the house: import direction, names, one reader of the environment, no dangerous calls."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("core", "ingest", "coding", "index", "ui")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "people"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def test_imports_go_one_way() -> None:
    done = subprocess.run([str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_modules_are_named_for_what_they_do() -> None:
    assert [path for path in modules() if path.stem in BANNED_NAMES] == []


def test_no_module_of_the_front_end_shadows_a_package() -> None:
    shadows = {path.stem for path in (ROOT / "ui").iterdir()} & {"core", "ingest", "coding", "index"}
    assert shadows == set()


def test_only_settings_read_the_environment() -> None:
    readers = [str(p.relative_to(ROOT)) for p in modules() if "os.environ" in p.read_text(encoding="utf-8")]
    assert readers == ["ui/settings.py"]


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_unpickles_evaluates_or_runs_a_shell(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    made = set(calls(path))
    assert not made & {"eval", "exec", "pickle.load", "pickle.loads", "joblib.load", "os.system", "yaml.load"}
    assert "import pickle" not in text
    assert "shell=True" not in text
    assert "allow_pickle=True" not in text


def test_the_query_path_loads_neither_torch_nor_spacy() -> None:
    script = "import sys, index.search, index.answer, ui.cli; print([m for m in ('torch', 'spacy', 'sentence_transformers', 'streamlit') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_package_says_what_is_in_it() -> None:
    for package in PACKAGES:
        text = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8")))
        assert text and len(text) > 80, package
