"""Whether restated commitments become one row: invented papers, each commitment marked with its group.

    python -m benchmarks.mentions [--half tuning|held|both] [--pairs] [--fit]

`benchmarks/mentions/*.md` hold papers that say the same commitments in other words (in a summary, in the body, in minutes, a
year later), beside others that share their frame: parts of a sum, siblings, next year's edition. The papers are read as any
paper is; a marked sentence in which the rules find nothing stands for itself, without date and sum, so that every sentence is
judged. A sentence that holds several commitments counts with its first. Printed: pairs of mentions shown as one row against
pairs marked as one, n of N. `tuning` chose the weights of `index.likeness` (`--fit` prints them anew); `held` did not.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from core.text import fold
from index.likeness import NAMES
from index.mentions import Said, compatible, merged, pairs, said

FOLDER = Path(__file__).parent / "mentions"
HALVES = ("tuning", "held")
INVERSE_PENALTY = 3.0
_LINE = re.compile(r"\[(?P<group>[\w-]+)\] (?P<sentence>.+)")


@dataclass(frozen=True, slots=True)
class Paper:
    """One invented paper: `text` in Markdown, and its marked sentences as (group, sentence) in order."""

    title: str
    text: str
    marked: tuple[tuple[str, str], ...]


def papers(half: str) -> list[Paper]:
    """The papers of one half. Groups are told apart within a half."""
    made = []
    for part in (FOLDER / f"{half}.md").read_text(encoding="utf-8").split("paper: ")[1:]:
        head, *lines = part.strip().splitlines()
        title, body, day = (field.strip() for field in head.split("|"))
        text, marked = [f"# {title}", f"Organisation: {body}", f"Date: {day}"], []
        for line in filter(None, lines):
            if line.startswith("section: "):
                text.append(f"## {line.removeprefix('section: ')}")
            elif found := _LINE.fullmatch(line):
                text.append(found["sentence"])
                marked.append((found["group"], found["sentence"]))
        made.append(Paper(title, "\n\n".join(text) + "\n", tuple(marked)))
    return made


def read(half: str) -> tuple[list[Said], dict[str, str]]:
    """The marked mentions of a half and the group of each, by id; the document's own mentions where rules find them."""
    from ui.services import Services
    from ui.settings import Settings

    mentions: list[Said] = []
    group_of: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="verbatim-mentions-") as scratch:
        folder = Path(scratch) / "papers"
        folder.mkdir()
        given = {f"{n:02}.md": paper for n, paper in enumerate(papers(half))}
        for name, paper in given.items():
            (folder / name).write_text(paper.text, encoding="utf-8")
        services = Services.open(Settings(Path(scratch) / "project", "Benchmark", "none", None))
        services.ingest([folder])
        from core.store import statements as stored

        with services.store.read() as connection:
            found = stored.mentions(connection, "commitment")
        by_path: dict[str, list[stored.Mention]] = {}
        for one in found:
            by_path.setdefault(Path(str(one.fields["path"])).name, []).append(one)
        for name, paper in given.items():
            for n, (group, sentence) in enumerate(paper.marked):
                whole = fold(sentence)
                here = [m for m in by_path.get(name, []) if fold(str(m.fields["quote"])).strip() in whole]
                if here:
                    mention = said(here[0].id, name, here[0].start, here[0].end, here[0].fields)
                else:
                    mention = Said(f"{name}-{n}", name, -10 - 20 * n, -20 * n, sentence)
                mentions.append(mention)
                group_of[mention.id] = group
        services.store.close()
    return mentions, group_of


def pairs_of(groups: Sequence[Sequence[str]], judged: Mapping[str, str]) -> set[tuple[str, str]]:
    """Pairs (ids in sorted order) of judged mentions that stand in one group."""
    made: set[tuple[str, str]] = set()
    for group in groups:
        made |= set(combinations(sorted(name for name in group if name in judged), 2))
    return made


def measured(half: str, show: bool) -> Iterator[str]:
    mentions, group_of = read(half)
    by_group: dict[str, list[str]] = {}
    for name, group in group_of.items():
        by_group.setdefault(group, []).append(name)
    wanted = pairs_of(list(by_group.values()), group_of)
    made = pairs_of(merged(mentions, {}), group_of)
    both = len(wanted & made)
    f1 = 2 * both / (len(wanted) + len(made)) if wanted or made else 0.0
    restated = sum(len(names) > 1 for names in by_group.values())
    yield (
        f"{half}: {len(mentions)} mentions, {len(by_group)} commitments, {restated} of them restated; pairs found {both} of "
        f"{len(wanted)}, right {both} of {len(made)}, F1 {f1:.3f}"
    )
    if show:
        words = {mention.id: mention for mention in mentions}
        for label, some in (("missed", wanted - made), ("wrong", made - wanted)):
            for a, b in sorted(some, key=lambda pair: words[pair[0]].action):
                yield f"{label}\n    {words[a].action}\n    {words[b].action}"


def fitted() -> Iterator[str]:
    """The weights that the tuning half gives: an L2-penalised logistic regression over the pairs whose terms agree."""
    from sklearn.linear_model import LogisticRegression

    mentions, group_of = read("tuning")
    by_id = {mention.id: mention for mention in mentions}
    given = [(values, group_of[a] == group_of[b]) for values, a, b in pairs(mentions) if compatible(by_id[a], by_id[b])]
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=5000).fit([v for v, _ in given], [same for _, same in given])
    yield f"{len(given)} pairs, {sum(same for _, same in given)} of them one commitment"
    yield from (f"{name}: {weight:.2f}" for name, weight in zip(NAMES, model.coef_[0], strict=True))
    yield f"constant: {model.intercept_[0]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=(*HALVES, "both"), default="both")
    parser.add_argument("--pairs", action="store_true", help="print the pairs that were missed or wrong")
    parser.add_argument("--fit", action="store_true", help="print the weights that the tuning half gives")
    given = parser.parse_args()
    if given.fit:
        print("\n".join(fitted()))
        return
    for half in HALVES if given.half == "both" else (given.half,):
        for line in measured(half, given.pairs):
            print(line)


if __name__ == "__main__":
    main()
