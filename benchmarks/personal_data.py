"""How much planted personal data is found, and how often something is taken for it.

    python -m benchmarks.personal_data [--rules] [--misses PART] [--file FILE]

The texts are ours (`personal_data_texts.txt`): answers to surveys and consultations with invented people, telephone numbers that Ofcom
keeps for drama, NHS numbers of the range for tests. A planted item stands as {kind|words}. Found: something of the same kind covers all
of its words' letters and digits (a title may be left out). Right: what was found overlaps a planted item of its kind. The texts without
personal data hold public figures, bodies, places and numbers of other sorts. `--rules`: without the entity recogniser.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.personal_data import Found, find_personal_data, spacy_names
from coding.personal_data.found import TITLE
from core.personal_data import KINDS

TEXTS = Path(__file__).with_name("personal_data_texts.txt")
PLANTED = re.compile(r"\{(\w+)\|([^}]+)\}")
PARTS = ("first", "second", "clean", "last", "last clean")


@dataclass(frozen=True, slots=True)
class Planted:
    """A text with what was planted in it: (kind, start, end)."""

    text: str
    items: tuple[tuple[str, int, int], ...]


def planted(line: str) -> Planted:
    """A line of the file without its marks."""
    line = line.replace("\\n", "\n")
    made: list[str] = []
    items = []
    position = length = 0
    for match in PLANTED.finditer(line):
        made += (line[position : match.start()], match[2])
        length += match.start() - position
        items.append((match[1], length, length + len(match[2])))
        length += len(match[2])
        position = match.end()
    made.append(line[position:])
    return Planted("".join(made), tuple(items))


def read_texts(path: Path = TEXTS) -> dict[str, list[Planted]]:
    """The parts of the file, in the order of `PARTS`."""
    parts: dict[str, list[Planted]] = {}
    waiting = iter(PARTS)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            current = parts.setdefault(next(waiting), [])
        elif line.strip():
            current.append(planted(line))
    return parts


def covers(found: Found, kind: str, start: int, end: int, text: str) -> bool:
    if found.kind != kind:
        return False
    if kind == "name":
        start += len(text[start:end]) - len(TITLE.sub("", text[start:end]))
    outside = text[start : max(start, min(found.start, end))] + text[max(start, min(found.end, end)) : end]
    return found.start < end and start < found.end and not re.search(r"[^\W_]", outside)


def measure(texts: Sequence[Planted], found: Sequence[Sequence[Found]], show: bool = False) -> dict[str, Counter[str]]:
    """By kind: `planted`, `found`, of them `likely`, `raised`, `right`; likewise what was raised as likely and right."""
    tally = {kind: Counter[str]() for kind in KINDS}
    for text, raised in zip(texts, found):
        for kind, start, end in text.items:
            tally[kind]["planted"] += 1
            hits = [f for f in raised if covers(f, kind, start, end, text.text)]
            tally[kind]["found"] += bool(hits)
            tally[kind]["found likely"] += any(f.confidence == "likely" for f in hits)
            hidden = any(f.start < end and start < f.end for f in raised)
            tally[kind]["touched"] += bool(hits) or hidden
            if show and not hits:
                print(f"MISSED {kind}: {text.text[start:end]!r} in {text.text[max(0, start - 50) : end + 40]!r}")
        for f in raised:
            right = any(f.kind == kind and f.start < end and start < f.end for kind, start, end in text.items)
            for suffix in ("", " likely") if f.confidence == "likely" else ("",):
                tally[f.kind]["raised" + suffix] += 1
                tally[f.kind]["right" + suffix] += right
            if show and not right:
                print(
                    f"WRONG {f.kind} ({f.confidence}, {f.rule}): {text.text[f.start : f.end]!r} in {text.text[:110]!r}"
                )
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--misses", choices=PARTS)
    parser.add_argument("--file", type=Path, default=TEXTS)
    given = parser.parse_args()
    for part, texts in read_texts(given.file).items():
        start = time.process_time()
        found = list(find_personal_data([text.text for text in texts], None if given.rules else spacy_names))
        spent = time.process_time() - start
        tally = measure(texts, found, show=given.misses == part)
        whole = sum(tally.values(), Counter[str]())
        print(
            f"\n{part}: {len(texts)} texts, {whole['planted']} planted, {1000 * spent / len(texts):.1f} ms of CPU a text"
        )
        clean = sum(not raised for raised in found)
        print(
            f"  texts in which nothing was raised: {clean}; nothing likely: {sum(all(f.confidence != 'likely' for f in raised) for raised in found)}"
        )
        for kind, row in [*tally.items(), ("all", whole)]:
            if row["planted"] or row["raised"]:
                print(
                    f"  {kind:<22} found {row['found']} of {row['planted']} (likely {row['found likely']}); right {row['right']} of {row['raised']}"
                    f" raised, {row['right likely']} of {row['raised likely']} likely"
                )


if __name__ == "__main__":
    main()
