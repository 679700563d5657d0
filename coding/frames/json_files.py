"""A code frame as JSON: `{"codes": [{"code": ..., "label": ..., ...}]}`, the fields of docs/contracts.md; also a plain list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.codebooks import Code
from core.errors import Problem, UserError

FIELDS = ("definition", "include", "exclude", "typical", "borderline", "colour", "key")
MAX_BYTES = 20_000_000
MAX_CODES = 20_000
MAX_CODE_CHARACTERS = 200


def frame_json(question: str, version: int, codes: Sequence[Code]) -> bytes:
    """The frame as a JSON file, UTF-8."""
    made = {"question": question, "version": version, "codes": [code.record() for code in codes]}
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def read_frame_json(path: Path) -> tuple[list[Code], list[Problem]]:
    """The codes in file order, and the entries that were refused, by their place in the list (1-based): `missing_code`,
    `duplicate_code`, `bad_code`, `parent_cycle`. Raises UserError where the file is no frame."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(f"{path.name} is larger than any code frame ({MAX_BYTES // 1_000_000} MB at most).")
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror or error}).") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UserError(
            f"{path.name} is no JSON in UTF-8{where}. Save it again, or bring the frame in as CSV."
        ) from error
    entries = read.get("codes") if isinstance(read, dict) else read
    if not isinstance(entries, list) or not entries or len(entries) > MAX_CODES:
        raise UserError(
            f'{path.name} holds no code frame: it should be {{"codes": [{{"code": "...", "label": "..."}}]}}.'
        )
    codes: list[Code] = []
    problems: list[Problem] = []
    places: dict[str, int] = {}
    for n, entry in enumerate(entries, 1):
        name = _text(entry, "code") if isinstance(entry, dict) else ""
        if not name:
            problems.append(Problem(n, None, "missing_code", "The entry has no code."))
        elif ";" in name or len(name) > MAX_CODE_CHARACTERS:
            message = f"A code has at most {MAX_CODE_CHARACTERS} characters and no semicolon, which separates codes."
            problems.append(Problem(n, name[:40], "bad_code", message))
        elif name in places:
            message = f"Entry {places[name]} has the same code; that one was taken."
            problems.append(Problem(n, name, "duplicate_code", message))
        else:
            places[name] = n
            fields = {field: _text(entry, field) for field in FIELDS}
            codes.append(
                Code(name, _text(entry, "label") or name, parent=_text(entry, "parent") or None, row=n, **fields)
            )
    kept = _without_cycles(codes, problems)
    if not kept:
        raise UserError(f"{path.name} holds no code that can be used. Give each entry a code and a label.")
    return kept, problems


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return " ".join(str(value).split()) if name in ("code", "label", "parent") and value else str(value or "").strip()


def _without_cycles(codes: Sequence[Code], problems: list[Problem]) -> list[Code]:
    parents = {code.code: code.parent for code in codes}
    kept = []
    for code in codes:
        above, seen = code.parent, {code.code}
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is None:
            kept.append(code)
        else:
            message = "Following the parents of this code leads in a circle. Correct its parent."
            problems.append(Problem(code.row or 0, code.code, "parent_cycle", message))
    return kept
