"""What to look at again in a code frame: codes too alike, never used, used on almost everything, used together, undefined.

Every finding states its figure, the threshold and where the threshold comes from; none of them is a fault by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from coding.judgements import Matrix
from core.codebooks import Code
from core.text import fold

CheckKind = Literal["alike", "unused", "catch_all", "other", "overlap", "no_definition"]
Mask = NDArray[np.bool_]

ALIKE_COSINE = 0.9
ALIKE_WORDS = 0.5
CATCH_ALL = 0.5
OTHER = 0.1
OVERLAP_JACCARD = 0.7
OVERLAP_PHI = 0.7
LEAST_USES = 5  # fewer uses of a code than this say nothing of how it goes with another
LEAST_CODED = 20  # fewer coded responses than this say nothing of shares

# Where each threshold comes from.
SOURCES: dict[CheckKind, str] = {
    "alike": (
        "cosine 0.9: the automatic theme-set rule of the UK government's ThemeFinder; words 0.5: the resemblance at which Broder "
        "et al. (1997), Syntactic clustering of the web, call texts roughly the same"
    ),
    "unused": "rule of three (Hanley and Lippman-Hand 1983): none in n bounds the share at 3/n with 95% confidence",
    "catch_all": "half: beyond it a yes tells less than a no (a yes/no question tells most at one half)",
    "other": "10%: survey practice for the share coded to Other (Displayr, How to categorize open-ended questions)",
    "overlap": "Jaccard 0.7: ThemeFinder's rule for overlapping themes; phi 0.7: half of the variance is shared",
    "no_definition": "a definition is what two coders share (Krippendorff 2018, Content analysis, on recording instructions)",
}
OTHER_WORDS = re.compile(
    r"\b(?:other|others|misc|miscellaneous|everything else|anything else|none of (?:these|the above)|general)\b"
)
# Words that hold sentences together: two definitions are not alike for sharing them.
FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "by",
        "can",
        "could",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "like",
        "may",
        "more",
        "most",
        "much",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "other",
        "others",
        "our",
        "out",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "up",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whose",
        "will",
        "with",
        "would",
        "you",
        "your",
        "about",
        "response",
        "responses",
        "respondent",
        "respondents",
        "says",
        "say",
        "said",
        "mention",
        "mentions",
        "mentioned",
        "code",
    ]
)


@dataclass(frozen=True, slots=True)
class FrameCheck:
    """One thing to look at. `codes`: whose; `measure`, `value`, `threshold`: the figure and what it was held against (None
    where there is none); `basis`: where the threshold comes from."""

    kind: CheckKind
    codes: tuple[str, ...]
    measure: str
    value: float | None
    threshold: float | None
    message: str

    @property
    def basis(self) -> str:
        return SOURCES[self.kind]

    def record(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "codes": list(self.codes),
            "measure": self.measure,
            "value": None if self.value is None else round(self.value, 4),
            "threshold": self.threshold,
            "message": self.message,
            "basis": self.basis,
        }


def check_frame(
    codes: Sequence[Code], values: Matrix, coded: Mask, embeddings: NDArray[np.float32] | None = None
) -> list[FrameCheck]:
    """All findings, by kind. values: (n_responses, n_codes), 1 applies, 0 does not, -1 no judgement, as people's codings
    count; coded: (n_responses,) whether people have dealt with the response. embeddings: unit vectors of label and
    definition, one a code; without them likeness is told by words alone."""
    return [
        *_alike(codes, embeddings),
        *_use(codes, values, coded),
        *_overlap(codes, values, coded),
        *(
            FrameCheck("no_definition", (c.code,), "definition", None, None, f"{c.label} has no definition.")
            for c in codes
            if not c.definition.strip()
        ),
    ]


def words_of(code: Code) -> frozenset[str]:
    """The content words of label and definition, endings of the plural off."""
    found = re.findall(r"[^\W_]+", fold(f"{code.label} {code.definition}"))
    return frozenset(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in found
        if word not in FUNCTION_WORDS and len(word) > 1
    )


def _alike(codes: Sequence[Code], embeddings: NDArray[np.float32] | None) -> list[FrameCheck]:
    """All pairs, not neighbours only."""
    words = [words_of(code) for code in codes]
    cosine = None if embeddings is None else embeddings @ embeddings.T
    made = []
    for a, b in combinations(range(len(codes)), 2):
        joined = words[a] | words[b]
        shared = len(words[a] & words[b]) / len(joined) if joined else 0.0
        same = fold(codes[a].label) == fold(codes[b].label)
        near = float(cosine[a, b]) if cosine is not None else 0.0
        pair = (codes[a].code, codes[b].code)
        said = f"{codes[a].label} and {codes[b].label}"
        if same:
            made.append(FrameCheck("alike", pair, "label", 1.0, 1.0, f"{said} bear the same label."))
        elif near >= ALIKE_COSINE:
            message = f"{said} mean nearly the same (likeness {near:.2f}). Merge them, or say how they differ."
            made.append(FrameCheck("alike", pair, "cosine", near, ALIKE_COSINE, message))
        elif shared >= ALIKE_WORDS and len(words[a] & words[b]) > 1:
            message = f"{said} share {shared:.0%} of their words. Merge them, or say how they differ."
            made.append(FrameCheck("alike", pair, "words", shared, ALIKE_WORDS, message))
    return sorted(made, key=lambda check: -(check.value or 0.0))


def _use(codes: Sequence[Code], values: Matrix, coded: Mask) -> list[FrameCheck]:
    made: list[FrameCheck] = []
    for at, code in enumerate(codes):
        judged = coded & (values[:, at] >= 0)
        n, total = int((values[judged, at] == 1).sum()), int(judged.sum())
        if not total:
            continue
        share = n / total
        if n == 0:
            bound = (
                f"; of all, it is on fewer than {min(1.0, 3 / total):.1%} if these were drawn at random"
                if total >= LEAST_CODED
                else ""
            )
            message = f"{code.label} is on none of the {total:,} responses that were coded with it in the frame{bound}."
            made.append(FrameCheck("unused", (code.code,), "uses", 0.0, 0.0, message))
        elif total < LEAST_CODED:
            continue
        elif share > CATCH_ALL:
            message = f"{code.label} is on {n:,} of {total:,} coded responses ({share:.0%}). Could it be split?"
            made.append(FrameCheck("catch_all", (code.code,), "share", share, CATCH_ALL, message))
        elif share > OTHER and OTHER_WORDS.search(fold(code.label)):
            message = (
                f"{code.label} is on {n:,} of {total:,} coded responses ({share:.0%}). Read them: is there a theme that the "
                "frame lacks?"
            )
            made.append(FrameCheck("other", (code.code,), "share", share, OTHER, message))
    return made


def _overlap(codes: Sequence[Code], values: Matrix, coded: Mask) -> list[FrameCheck]:
    """Pairs of codes that go together. Jaccard: responses with both, of those with either. Phi: the correlation of the two."""
    made = []
    for a, b in combinations(range(len(codes)), 2):
        judged = coded & (values[:, a] >= 0) & (values[:, b] >= 0)
        x, y = values[judged, a] == 1, values[judged, b] == 1
        n, nx, ny, both = len(x), int(x.sum()), int(y.sum()), int((x & y).sum())
        if n < LEAST_CODED or min(nx, ny) < LEAST_USES:
            continue
        jaccard = both / (nx + ny - both)
        spread = float(nx) * ny * (n - nx) * (n - ny)
        phi = (n * both - nx * ny) / spread**0.5 if spread else 0.0
        if jaccard < OVERLAP_JACCARD and phi < OVERLAP_PHI:
            continue
        by_jaccard = jaccard >= OVERLAP_JACCARD
        message = (
            f"{codes[a].label} and {codes[b].label} are on the same responses: {both:,} bear both, {nx + ny - both:,} one of them "
            f"or both (phi {phi:.2f}). Do coders tell them apart?"
        )
        made.append(
            FrameCheck(
                "overlap",
                (codes[a].code, codes[b].code),
                "jaccard" if by_jaccard else "phi",
                jaccard if by_jaccard else phi,
                OVERLAP_JACCARD if by_jaccard else OVERLAP_PHI,
                message,
            )
        )
    return sorted(made, key=lambda check: -(check.value or 0.0))
