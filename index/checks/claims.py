"""What a sentence says of each number in it: the clause that goes with the number, as stems, so that two can be compared.

Rules of the language, not of one report: a number in brackets belongs to the words before it where a comma or "and"
follows, else to the clause around it; clauses end at conjunctions, relative clauses and new quantities.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.documents import Span
from index.checks.paper import Paper, Sentence, Statistic, item_key
from index.words import content_stems, stem

_PERCENT = r"(?P<percent>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent\b)"
_MONEY = r"£\s?(?P<sum>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>k|m|bn|thousand|million|billion)?\b"
_NUMBER = re.compile(f"{_PERCENT}|{_MONEY}", re.IGNORECASE)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_CUT = re.compile(
    r"[;:]|,?\s\b(?:while|whilst|whereas|but|although|though|however|compared|meaning|followed by)\b"
    r"|,\s(?:and|with|or|which|who|where|far fewer|fewer|more|most|others|the rest|only|just|a further|an additional)\b"
    r"|\s(?:and|with)\s(?=[^,;]{0,30}$)|\(see\b",
    re.IGNORECASE,
)
_COMPARATOR = re.compile(
    r"(?:compared (?:to|with)|(?:up|down|rose|fell|risen|fallen|increase[sd]?|decrease[sd]?|reduced|dropped|drop|grew|grown|rise|fall) (?:from|by|of)|\bup|\bdown|\bfrom|\bthan|versus|\bvs\.?|against"
    r"|previously|target of|\bbetween|\bto|\bby|\bof which|\b(?:an?|the) (?:increase|decrease|rise|fall|reduction) of)\s*(?:(?:the|a|an|just|only|around|about|approximately|some|over|under)\s+)*$",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(?:executive summary|summary|key (?:findings|messages|points|results)|headlines?|overview|conclusions?|at a glance|main findings|foreword)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|no|none|never|neither|nor|without|unable|cannot|\w+n['’]t)\b", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"\b(?:previous(?:ly)?|last (?:year|time|survey|wave)|earlier (?:survey|wave)|in the past|prior (?:year|survey|wave)|wave \d|baseline|forecast|projected|target|originally|initial(?:ly)?"
    r"|revised|nationally|national average|england average|benchmark)\b",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"^.{0,80}?\b(?:noted|heard|found|reported|said|show(?:s|ed|n)?|suggest(?:s|ed)?|indicate[sd]?|told|reveal(?:s|ed)|explained|highlighted|advised)\b(?:\s(?:us|members|the \w+))?\sthat\s",
    re.IGNORECASE,
)
LONGEST_BRACKET = 45  # characters between a number and the end of its bracket
# Words that say how many, who answered, or that somebody said it: they do not tell two statistics apart.
SOFT = frozenset(
    stem(word)
    for word in [
        "percent",
        "per",
        "cent",
        "percentage",
        "proportion",
        "share",
        "majority",
        "minority",
        "vast",
        "large",
        "small",
        "high",
        "low",
        "half",
        "third",
        "thirds",
        "quarter",
        "quarters",
        "fifth",
        "fifths",
        "tenth",
        "tenths",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "almost",
        "nearly",
        "around",
        "about",
        "approximately",
        "just",
        "over",
        "under",
        "slightly",
        "roughly",
        "said",
        "saying",
        "say",
        "says",
        "stated",
        "stating",
        "reported",
        "reporting",
        "felt",
        "feeling",
        "thought",
        "thinking",
        "think",
        "indicated",
        "indicating",
        "told",
        "responded",
        "responding",
        "answered",
        "respondent",
        "respondents",
        "participant",
        "participants",
        "las",
        "la",
        "authorities",
        "authority",
        "councils",
        "council",
        "people",
        "total",
        "overall",
        "some",
        "many",
        "most",
        "few",
        "further",
        "additional",
        "another",
        "also",
        "only",
        "however",
        "whilst",
        "while",
        "although",
        "meanwhile",
        "common",
        "commonly",
        "selected",
        "chosen",
        "cited",
        "mentioned",
        "option",
        "popular",
        "frequently",
        "frequent",
        "picked",
        "they",
        "them",
        "their",
        "these",
        "those",
        "this",
        "that",
        "respectively",
        "found",
        "finding",
        "year",
    ]
)
SCALE_WORDS = frozenset(
    stem(word)
    for word in [
        "very",
        "fairly",
        "quite",
        "somewhat",
        "strongly",
        "tend",
        "slightly",
        "great",
        "moderate",
        "extent",
        "always",
        "usually",
        "often",
        "sometimes",
        "occasionally",
        "rarely",
        "never",
        "cases",
        "time",
    ]
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One number with what is said of it. `stems` without the soft words; `unit` percent or gbp."""

    value: float
    decimals: int
    unit: str
    printed: str
    text: str
    stems: frozenset[str]
    negations: int
    sentence: Sentence
    statistic: Statistic | None
    summary: bool
    section: tuple[str, ...]
    item: str | None
    lone: bool  # the only number of its sentence

    @property
    def span(self) -> Span:
        return self.sentence.span

    @property
    def figure(self) -> str | None:
        return self.statistic.figure if self.statistic else None

    def rounds_to(self, other: Claim) -> bool:
        """Whether the two are one number printed with different precision (49.3% and 49%), or equal."""
        step = max(10.0**-self.decimals, 10.0**-other.decimals)
        if self.unit == "gbp":
            step = max(step, _step(self.printed), _step(other.printed))
        if self.decimals == other.decimals and self.unit == "percent":
            return self.value == other.value
        return abs(self.value - other.value) <= 0.5 * step + 1e-9


def _step(printed: str) -> float:
    """The unit of the last printed digit of a sum: 100,000 for "£1.2m"."""
    match = re.search(_MONEY, printed, re.IGNORECASE)
    if match is None:
        return 1.0
    scale = _SCALES.get((match["scale"] or "").casefold(), 1.0)
    decimals = len(match["sum"].partition(".")[2])
    digits = match["sum"].replace(",", "").partition(".")[0]
    trailing = len(digits) - len(digits.rstrip("0")) if scale == 1.0 and not decimals else 0
    return float(scale * 10.0**-decimals * 10.0**trailing)


def claims(paper: Paper) -> list[Claim]:
    """The claims of the paper's prose in order; numbers that something is compared with are left out."""
    found: dict[tuple[int, int], list[Statistic]] = {}
    for one in paper.statistics:
        sentence = paper.sentence_at(one.span)
        if sentence is not None and not one.in_table:
            found.setdefault((sentence.span.start, sentence.span.end), []).append(one)
    made: list[Claim] = []
    for sentence in paper.sentences:
        if "respectively" in sentence.text or len(sentence.text) > 900:
            continue
        block = paper.blocks[sentence.block]
        made += _of_sentence(
            sentence, block.section, item_key(block), found.get((sentence.span.start, sentence.span.end), [])
        )
    return made


def _of_sentence(
    sentence: Sentence, section: tuple[str, ...], item: str | None, statistics: Sequence[Statistic]
) -> list[Claim]:
    matches = list(_NUMBER.finditer(sentence.text))
    made: list[Claim] = []
    cut = 0
    for n, match in enumerate(matches):
        end = _end_of_clause(
            sentence.text, match, matches[n + 1].start() if n + 1 < len(matches) else len(sentence.text)
        )
        clause = sentence.text[cut:end]
        told = _ATTRIBUTION.match(clause)
        if told and told.end() <= match.start() - cut:
            cut, clause = cut + told.end(), clause[told.end() :]
        before = sentence.text[max(cut, match.start() - 70) : match.start()]
        start, cut = cut, end
        if _COMPARATOR.search(before) or _OTHER_TIME.search(clause):
            continue
        value, decimals, unit = _value(match)
        stems = frozenset(_telling(clause[: match.start() - start] + " " + clause[match.end() - start :]))
        own = next((s for s in statistics if abs(s.low - value) < 0.51 and s.unit in ("percent", "gbp")), None)
        if own is not None and own.compared and len(matches) > 1 and n > 0:
            continue
        made.append(
            Claim(
                value, decimals, unit, match[0], clause.strip(" ,;"), stems, len(_NEGATION.findall(clause)), sentence, own,
                bool(own and own.in_summary) or any(_SUMMARY.search(heading) for heading in section), section, item,
                len(matches) == 1,
            )
        )  # fmt: skip
    return made


def _value(match: re.Match[str]) -> tuple[float, int, str]:
    if match["percent"]:
        return float(match["percent"]), len(match["percent"].partition(".")[2]), "percent"
    scale = _SCALES.get((match["scale"] or "").casefold(), 1.0)
    return float(match["sum"].replace(",", "")) * scale, 0, "gbp"


def _end_of_clause(text: str, match: re.Match[str], limit: int) -> int:
    """Where the clause of the number ends; `limit`: where the next number begins, or the end of the sentence."""
    end = match.end()
    opened = text.rfind("(", 0, match.start())
    closing = text.find(")", end)
    bracketed = opened > text.rfind(")", 0, match.start()) and 0 <= closing - end <= LONGEST_BRACKET and closing < limit
    if bracketed:
        end = closing + 1  # "(80%, or 66 of 82)" belongs to the words before it as "(80%)" does
    after = text[end:limit]
    if bracketed and re.match(r"\s*(?:[,;.]|and\b|or\b)", after):
        return end
    found = list(_CUT.finditer(after))
    if not found:
        return limit if limit == len(text) else end + len(after.rpartition(",")[0])
    if limit == len(text):
        return end + found[0].start()
    return end + found[-1].start()


def _telling(clause: str) -> list[str]:
    return [one for one in content_stems(clause) if one not in SOFT and len(one) > 1]


def weights(claims: Sequence[Claim]) -> dict[str, float]:
    """How telling each stem is among the claims of a paper: inverse document frequency."""
    count = Counter(one for claim in claims for one in claim.stems)
    return {one: math.log(1 + len(claims) / n) for one, n in count.items()}


def alike(a: Claim, b: Claim, weight: Mapping[str, float]) -> float:
    """How alike two claims are, 0-1: the weighted share of common stems. 0 where each has telling words that the other
    has not (an easy post and a hard one), and where one denies what the other says."""
    union = sum(weight[one] for one in a.stems | b.stems if one not in SCALE_WORDS)
    if not union or a.negations % 2 != b.negations % 2:
        return 0.0
    only_a = sum(weight[one] for one in a.stems - b.stems if one not in SCALE_WORDS)
    only_b = sum(weight[one] for one in b.stems - a.stems if one not in SCALE_WORDS)
    if min(only_a, only_b) > 0.12 * union:
        return 0.0
    return 1 - (only_a + only_b) / union


def spread(stems: Sequence[str]) -> int:
    return len(set(stems) - SCALE_WORDS)
