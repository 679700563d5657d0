"""The same question in two reports: matched by the wording of the question and of the answer, compared with intervals, and
refused, with the reason, where a comparison would mislead.

Likeness is the weighted share of common stems (docs/methods.md); no model is needed, so a reader can see why two rows were
put together. Shares are taken as printed and as simple random samples: weights and finite populations are not known here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from core.proportions import difference, wilson
from core.text import fold
from index.checks.claims import SOFT
from index.words import content_stems

SAME_ANSWER = 0.5  # likeness of what is said of the number, below which two rows are not put side by side
SAME_ANSWER_SAME_QUESTION = 0.35  # where the questions are nearly the same
NEARLY_SAME_QUESTION = 0.8
SAME_ANSWER_EACH_ITS_OWN = 0.6  # where each answer has telling words of its own
APART = 0.15  # weighted share of them on the side that has fewer
SAME_ANSWER_ALONE = 0.6  # where one of the two prints no question
SAME_QUESTION = 0.6  # likeness of the questions, below which the row is refused
NEAR_QUESTION = 0.3  # below this the two are not about the same thing and no row is made
SAME_POPULATION = 0.5
_LIMITED = re.compile(
    r"\b(?:who|which|that|whose|aged|with|without|where|those|not|had|using|from)\b(?!\s*(?:answered|answering|responded|responding))",
    re.IGNORECASE,
)
_RESPONDING = frozenset(
    content_stems(
        "all respondents responding answering answered question questions section survey base total the upper tier overall sample participants n their said reported"
    )
)
_PEOPLE = re.compile(
    r"\b(?:LAs?|local authorit(?:y|ies)|authorit(?:y|ies)|councils?|schools?|parents?|carers?|pupils?|students?|teachers?|leaders?|providers?|residents?|adults?|young people|children|households?|tenants?"
    r"|landlords?|employers?|employees|staff|businesses|organisations?|patients?|practices|colleges|trusts|volunteers|members|visitors|social workers|farmers|charit(?:y|ies))\b",
    re.IGNORECASE,
)
_SAME_PEOPLE = {
    "las": "council",
    "la": "council",
    "local authority": "council",
    "local authorities": "council",
    "authority": "council",
    "authorities": "council",
    "councils": "council",
}
_OPENING = re.compile(r"^\s*(?:survey )?(?:question|q)\s*\d*[a-z]?\s*[.:)]\s*", re.IGNORECASE)
_SELECT = re.compile(r"\bplease (?:select|tick|choose)[^.?]*[.?]?", re.IGNORECASE)
_NUMBERS = re.compile(r"\(?\d+(?:\.\d+)?\s?(?:%|per\s?cent)\)?")

_OPPOSITES = (
    "easy difficult", "easy hard", "effective ineffective", "agree disagree", "agreed disagreed", "satisfied dissatisfied", "likely unlikely", "improved worsened", "improved worse", "better worse",
    "increased decreased", "increase decrease", "support oppose", "supported opposed", "positive negative", "more less", "high low", "good poor", "good bad", "aware unaware", "easier harder",
    "confident unconfident", "experienced newly", "helpful unhelpful", "useful unhelpful", "men women", "male female", "public private", "primary secondary", "urban rural", "safe unsafe",
)  # fmt: skip
_OPPOSITE = {(one, other) for pair in _OPPOSITES for one, other in [pair.split(), pair.split()[::-1]]}
_SCALE = re.compile(
    r"\b(?:very|fairly|quite|somewhat|strongly|tend(?:ed)? to|slightly|great|moderate|some extent|always|usually|often|sometimes|occasionally|rarely|never|most of the time|all or most|less than half)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|no|none|never|neither|nor|without|unable|cannot|\w+n['’]t)\b", re.IGNORECASE)

Change = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Wave:
    """One question in two reports. `a` and `b`: finding records. difference, low, high: percentage points, b minus a, with
    a 95% interval (Newcombe 1998); a_interval, b_interval: 95% of each share (Wilson 1927), percent; all None where
    `refused` says why. alike_question (None where one prints no question) and alike_answer: 0-1.
    wording_diff: "[-removed-]" and "{+added+}" words of the question, None where the wording is the same."""

    question: str | None
    a: Mapping[str, Any]
    b: Mapping[str, Any]
    alike_question: float | None
    alike_answer: float
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    a_interval: tuple[float, float] | None = None
    b_interval: tuple[float, float] | None = None
    wording_diff: str | None = None
    refused: str | None = None

    def record(self) -> dict[str, Any]:
        """The record of docs/contracts.md."""
        return {
            "question": self.question,
            "a": dict(self.a),
            "b": dict(self.b),
            "difference": self.difference,
            "low": self.low,
            "high": self.high,
            "a_low": self.a_interval[0] if self.a_interval else None,
            "a_high": self.a_interval[1] if self.a_interval else None,
            "b_low": self.b_interval[0] if self.b_interval else None,
            "b_high": self.b_interval[1] if self.b_interval else None,
            "alike_question": None if self.alike_question is None else round(self.alike_question, 2),
            "alike_answer": round(self.alike_answer, 2),
            "wording_diff": self.wording_diff,
            "refused": self.refused,
        }


@dataclass(frozen=True, slots=True)
class _Stated:
    """A percentage of one report, as far as matching looks at it."""

    fields: Mapping[str, Any]
    question: frozenset[str]
    answer: frozenset[str]
    value: float
    clause: str


def compare(first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]) -> list[Wave]:
    """The statistics that two reports share, in the order of the first: each with the one of the second that is most like
    it, one to one. `first` and `second`: finding records of the register."""
    a, b = _stated(first), _stated(second)
    weight = _weights([*a, *b])
    scored = []
    for n, one in enumerate(a):
        for m, other in enumerate(b):
            answer = _alike(one.answer, other.answer, weight)
            asked = _alike(one.question, other.question, weight) if one.question and other.question else None
            if answer < _needed(asked, one.answer, other.answer, weight) or (
                asked is not None and asked < NEAR_QUESTION
            ):
                continue
            if _other_answer(one.clause, other.clause):
                continue
            scored.append((answer + (asked if asked is not None else 0.5), answer, asked, n, m))
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    made: list[tuple[int, Wave]] = []
    for _, answer, asked, n, m in sorted(scored, key=lambda one: (-one[0], one[3], one[4])):
        if n not in taken_a and m not in taken_b:
            taken_a.add(n)
            taken_b.add(m)
            made.append((n, _wave(a[n], b[m], asked, answer)))
    return [wave for _, wave in sorted(made, key=lambda one: one[0])]


def _needed(asked: float | None, a: frozenset[str], b: frozenset[str], weight: Mapping[str, float]) -> float:
    """How alike two answers must be, by how alike their questions are (None where one is not printed). Answers of which each
    has telling words that the other has not (data on children, data on families) are helped by no question."""
    if asked is None:
        return SAME_ANSWER_ALONE
    union = sum(weight[one] for one in a | b)
    apart = min(sum(weight[one] for one in a - b), sum(weight[one] for one in b - a))
    if asked >= NEARLY_SAME_QUESTION and apart <= APART * union:
        return SAME_ANSWER_SAME_QUESTION
    return SAME_ANSWER_EACH_ITS_OWN if apart > APART * union else SAME_ANSWER


def _stated(findings: Iterable[Mapping[str, Any]]) -> list[_Stated]:
    """The percentages of a report's own wave, each once: the one with a question and a base is kept of those that say the
    same (summary and body)."""
    kept: dict[tuple[Any, ...], _Stated] = {}
    own = list(findings)
    waves = Counter(fields.get("wave") for fields in own)
    usual = waves.most_common(1)[0][0] if waves else None
    for fields in own:
        value = fields.get("value") or {}
        if fields.get("kind") != "quantitative" or value.get("unit") != "percent" or fields.get("wave") != usual:
            continue
        if str(fields.get("quote") or "").lstrip().casefold().startswith("this compares"):
            continue
        clause = _clause(fields)
        answer = _stems(clause)
        if len(answer) < 2:
            continue
        question = _stems(_SELECT.sub("", _OPENING.sub("", str(fields.get("survey_question") or ""))))
        stated = _Stated(fields, question, answer, (float(value["low"]) + float(value["high"])) / 2, clause)
        key = (fields.get("figure"), value["low"], value["high"]) if fields.get("figure") else (answer, value["low"])
        before = kept.get(key)
        if before is None or _fullness(fields) > _fullness(before.fields):
            kept[key] = stated
    return list(kept.values())


def _fullness(fields: Mapping[str, Any]) -> tuple[bool, bool, bool]:
    return bool(fields.get("base")), bool(fields.get("survey_question")), not fields.get("in_summary")


def _clause(fields: Mapping[str, Any]) -> str:
    """What is said of the number: the clause round its value, else the whole subject."""
    subject = str(fields.get("subject") or fields.get("quote") or "")
    text = " ".join(subject.split())
    value = " ".join(str((fields.get("value") or {}).get("text") or "").split())
    at = text.find(value) if value else -1
    if at >= 0:
        after = text[at + len(value) :]
        other = _NUMBERS.search(after)
        if other:
            after = after[: other.start()]
            cut = max(after.rfind(","), after.rfind(";"), after.rfind(" and "), after.rfind(" while"))
            after = after[:cut] if cut > 12 else after
        before = text[:at]
        earlier = list(_NUMBERS.finditer(before))
        if earlier and len(after.strip(" ,.")) > 12:
            before = ""
        elif earlier:
            before = before[earlier[-1].end() :]
        text = f"{before} {after}"
    return _NUMBERS.sub(" ", text)


def _stems(text: str) -> frozenset[str]:
    return (
        frozenset(one for one in content_stems(text) if one not in SOFT and len(one) > 1)
        if text.strip()
        else frozenset()
    )


def _weights(stated: Sequence[_Stated]) -> dict[str, float]:
    count = Counter(one for each in stated for one in each.answer | each.question)
    return {one: math.log(1 + len(stated) / n) for one, n in count.items()}


def _alike(a: frozenset[str], b: frozenset[str], weight: Mapping[str, float]) -> float:
    union = sum(weight[one] for one in a | b)
    return sum(weight[one] for one in a & b) / union if union else 0.0


def _other_answer(a: str, b: str) -> bool:
    """Whether two clauses give different answers to one question: one denies, they are opposites, or other points of a scale."""
    if len(_DENIED.findall(a)) % 2 != len(_DENIED.findall(b)) % 2:
        return True
    words = [set(re.findall(r"[a-z]+", text.casefold())) for text in (a, b)]
    only = words[0] - words[1], words[1] - words[0]
    if any((one, other) in _OPPOSITE for one in only[0] for other in only[1]):
        return True
    scales = [{fold(word) for word in _SCALE.findall(text)} for text in (a, b)]
    plain = [{"fairly" if word in ("quite", "somewhat") else word for word in scale} for scale in scales]
    return bool(plain[0] and plain[1] and plain[0] != plain[1])


def _wave(a: _Stated, b: _Stated, asked: float | None, answer: float) -> Wave:
    question_a, question_b = (_asked(one.fields) for one in (a, b))
    question = question_b or question_a
    diff = None
    if question_a and question_b and fold(question_a) != fold(question_b):
        diff = "".join(_marked(change, words) for change, words in word_changes(question_a, question_b)).strip()
    refused = _refusal(a, b, asked, diff is not None)
    if refused is not None:
        return Wave(question, a.fields, b.fields, asked, answer, wording_diff=diff, refused=refused)
    n_a, n_b = (int((one.fields["base"])["n"]) for one in (a, b))
    delta, low, high = difference(a.value / 100, n_a, b.value / 100, n_b)
    return Wave(
        question, a.fields, b.fields, asked, answer, _points(delta), _points(low), _points(high),
        _interval(a.value, n_a), _interval(b.value, n_b), diff,
    )  # fmt: skip


def _points(share: float) -> float:
    return round(100 * share, 1)


def _interval(percent: float, n: int) -> tuple[float, float]:
    low, high = wilson(percent / 100 * n, n)
    return _points(low), _points(high)


def _asked(fields: Mapping[str, Any]) -> str | None:
    text = " ".join(str(fields.get("survey_question") or "").split())
    return _OPENING.sub("", text) or None


def _refusal(a: _Stated, b: _Stated, asked: float | None, differs: bool) -> str | None:
    """Why the two are not compared, in plain words, or None."""
    if asked is not None and asked < SAME_QUESTION:
        return f"The questions differ too much: {asked:.0%} of their telling words are the same."
    for name, one in (("first", a), ("second", b)):
        value = one.fields["value"]
        if value["low"] != value["high"]:
            return f"The {name} report gives no number, only “{' '.join(str(value['text']).split())}”."
    for name, one in (("first", a), ("second", b)):
        base = one.fields.get("base") or {}
        if not base.get("n"):
            return f"The {name} report states no base for its figure."
    return _other_people(a.fields, b.fields)


def _other_people(a: Mapping[str, Any], b: Mapping[str, Any]) -> str | None:
    texts = [_people(one) for one in (a, b)]
    limited = [bool(_LIMITED.search(text)) for text in texts]
    if limited[0] != limited[1]:
        which = "first" if limited[0] else "second"
        return f"The {which} report's figure is of part of the respondents only (“{texts[0] if limited[0] else texts[1]}”)."
    nouns = [_nouns(text) for text in texts]
    if nouns[0] and nouns[1] and not nouns[0] & nouns[1]:
        return f"The people differ: “{texts[0]}” and “{texts[1]}”."
    if limited[0]:
        stems = [frozenset(content_stems(text)) - _RESPONDING for text in texts]
        union = stems[0] | stems[1]
        if union and len(stems[0] & stems[1]) / len(union) < SAME_POPULATION:
            return f"The people differ: “{texts[0]}” and “{texts[1]}”."
    return None


def _people(fields: Mapping[str, Any]) -> str:
    """Whom the figure is of: the printed base, else the population as the sentence says it; without its number."""
    base = str((fields.get("base") or {}).get("text") or "")
    words = re.sub(r"^\s*base\s*:\s*|\(?\bn\s*=\s*[\d,]+\)?|\(\s*[\d,]+\s*\)", "", base, flags=re.IGNORECASE)
    return " ".join((words.strip(" .,*") or str(fields.get("population") or "")).split())


def _nouns(text: str) -> set[str]:
    return {_SAME_PEOPLE.get(match[0].casefold(), match[0].casefold().rstrip("s")) for match in _PEOPLE.finditer(text)}


def word_changes(before: str, after: str) -> list[tuple[Change, str]]:
    """The words of two questions in runs: those of both, those only of the first, those only of the second."""
    a, b = before.split(), after.split()
    matcher = SequenceMatcher(None, [fold(word) for word in a], [fold(word) for word in b], autojunk=False)
    made: list[tuple[Change, str]] = []
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            made.append(("same", " ".join(b[b1:b2])))
            continue
        if a2 > a1:
            made.append(("removed", " ".join(a[a1:a2])))
        if b2 > b1:
            made.append(("added", " ".join(b[b1:b2])))
    return made


def _marked(change: Change, words: str) -> str:
    return {"same": f"{words} ", "removed": f"[-{words}-] ", "added": f"{{+{words}+}} "}[change]
