"""Statistics of a population in a sentence: percentages, fractions in words, counts, and the bases of figures.

A number with words before it ("Four in five (81%)") is one statistic, with the number as its value. Words alone are
exact where they are exact ("a third" = 33.3) and an interval where they hedge ("around a third" = 30..36, "almost
60%" = 55..60, "fewer than one in ten" = 0..10). A number written out exactly after a hedge keeps its value only when it
stands in brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.statements import SampleBase, Value
from ingest.statements.counts import COUNTED, PRINTED_N, SCORED, add_averages, add_counts, add_opinions
from ingest.statements.hedges import HEDGE, fraction_value, hedged
from ingest.statements.numbers import WORD_NUMBER, number


@dataclass(frozen=True, slots=True)
class FigurePhrase:
    """A statistic at the half-open range `start`..`end` of the text that was read.

    measure: `percent`, `count`, `response_rate` or `percentage_points`; rule: which construction it is."""

    start: int
    end: int
    value: Value
    measure: str
    rule: str


_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
_N = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|\d{1,3})"
_FRACTION = (
    rf"(?:(?P<k>{_N})[\s-](?:in|out\s+of)(?:[\s-]every)?[\s-](?P<of>{_N})\b(?!\s*%)"
    rf"|(?:(?P<times>a|an|one|two|three|four|five|six|seven|eight|nine)[\s-])?(?P<part>half|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b)"
)
_PERCENT = r"(?P<number>\d{1,3}(?:\.\d+)?)(?:\s?%|\s?per\s?cent\b|\s?percent\b|\s?pc\b)"
_POPULATION = r"(?:(?:LAs?|LA['’]s|councils?|authorities|local authorities|respondents?|responding [\w ]{2,30}|participants?|people|adults|parents|carers|children|pupils|young people|schools|settings|providers|households|residents|organisations?|trusts|practices|members|staff|employers|businesses|patients|students|teachers|tenants|landlords|drivers|passengers|workers|nurses|doctors|carers|users|visitors|homeowners|leaseholders|villages|towns|hospitals|farms|charities|groups|delegates|attendees|learners|governors|headteachers|consultees|submissions|responses|those|those [\w ]{3,40}|(?:all|the) [\w ]{2,30}))"
_MIDDLE = rf"(?:\s+(?:of\s+(?:all\s+|the\s+|our\s+)?)?(?:upper[\s-]tier\s+|(?!of\b|in\b|and\b|to\b)[a-z-]+\s+){{0,2}}?{_POPULATION})?"

_FRACTION_PHRASE = re.compile(
    rf"(?<![\w£.])(?:(?P<hedge>{HEDGE})\s+)?(?P<article>a\s+)?{_FRACTION}(?P<bracket>{_MIDDLE}\s*[\(\[]\s*(?:\d[\d,]*(?:\s+\w+)?\s*[,;]\s*|\d[\d,]*\s+(?:LAs|councils|respondents|authorities|people)?\s*(?:or\s+)?)?{_PERCENT})?",
    re.I,
)
_PERCENT_PHRASE = re.compile(rf"(?<![\w£.,-])(?:(?P<hedge>{HEDGE})\s+)?{_PERCENT}", re.I)
_PERCENT_RANGE = re.compile(
    r"(?<![\w£.,/-])(?<!from )(?P<between>between\s+)?(?P<low>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)?\s?(?:-|–|—|to\b|(?P<and>and\b))\s?"
    r"(?P<high>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)", re.I
)  # fmt: skip
_PERCENT_WORDS = re.compile(rf"(?<![\w-])(?:(?P<hedge>{HEDGE})\s+)?(?P<number>{WORD_NUMBER})\s+per\s?cent\b", re.I)
_POINTS = re.compile(
    rf"(?<![\w£.,-])(?P<number>\d{{1,3}}(?:\.\d+)?|{WORD_NUMBER})(?:[\s-]percentage[\s-]points?|[\s-]?(?:ppts?|pp))\b",
    re.I,
)
_MAJORITY = re.compile(
    rf"\b(?P<words>(?:the\s+)?(?:vast\s+|large\s+|great\s+|overwhelming\s+|small\s+|slim\s+|significant\s+)?(?:majority|minority|proportion|percentage|number|share)|most|almost\s+all|nearly\s+all|all|many|some|a\s+few){_MIDDLE}\s*\(\s*{_PERCENT}",
    re.I,
)
_ALL_NONE = re.compile(
    r"(?:^|(?<=[.;:,]\s)|\band\s+)(?P<word>None|No|All|Every one)\s+(?P<of>of\s+(?:the\s+|these\s+)?)?(?P<who>(?:responding\s+|participating\s+)?(?:LAs?|councils|authorities|local authorities|respondents|participants|trusts|organisations|providers|schools))\b(?=[\w\s,'’()-]*?\b(?:said|reported|thought|felt|agreed|disagreed|mentioned|selected|told|stated|indicated|had|were|was|answered|found|rated|considered|did|believed|used|provided|supported|opposed|expressed)\b)"
)  # fmt: skip
_N_OF_N = re.compile(
    r"(?<![\w£$€.,/%-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6})\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(?P<of>\d{1,3}(?:,\d{3})+|\d{1,6})\b(?!\s?(?:%|per\s?cent)|[\d.,]*\d)"
)
_WORDS_OF_N = re.compile(
    rf"(?<![\w£$€.,/%-])(?P<number>{WORD_NUMBER}|\d{{1,3}})\s+(?:out\s+)?of\s+(?:the|all|these|those|our)\s+(?P<of>{WORD_NUMBER}|\d{{1,3}})\s+(?!per\s?cent|years?|months?|days?|weeks?|hours?|percent|priorities|themes|strands|pillars|recommendations|actions|objectives|options)(?:[a-z-]+\s+){{0,2}}?[a-z-]+s\b",
    re.I,
)
_BASE_LINE = re.compile(r"^\W*(?:unweighted\s+|weighted\s+)?bases?(?:\s+size)?\s*[:–-]\s*(?P<text>.+)", re.I | re.S)
_RATE = re.compile(r"\bresponse rates?\b", re.I)


def find_figures(text: str, *, counts: bool = True) -> list[FigurePhrase]:
    """The statistics of a sentence, in order of place, not overlapping. With `counts`, also counts of respondents."""
    found: list[FigurePhrase] = []

    def add(start: int, end: int, low: float, high: float, measure: str, rule: str) -> None:
        if any(start < other.end and other.start < end for other in found):
            return
        unit = "percent" if measure in ("percent", "response_rate") else measure
        words = " ".join(text[start:end].split())
        found.append(FigurePhrase(start, end, Value(words, low, high, unit), measure, rule))

    for match in _POINTS.finditer(text):
        value = number(match["number"])
        if value is not None:
            add(match.start(), match.end(), value, value, "percentage_points", "percentage points")
    add_averages(text, add)
    for match in _FRACTION_PHRASE.finditer(text):
        if match["bracket"]:
            value = float(match["number"])
            if value <= 100:
                add(match.start(), _closed(text, match.end()), value, value, "percent", "words (number)")
            continue
        interval = _fraction_of(match, text)
        if interval and _shared(text, match) and not _number_follows(text, match.end(), interval):
            add(match.start(), match.end(), *interval, "percent", "fraction in words")
    for match in _N_OF_N.finditer(text):
        part, whole = (float(match[name].replace(",", "")) for name in ("number", "of"))
        if whole > 10 and part <= whole and whole not in (12.0, 20.0, 100.0) and _of_some(text, match.end()):
            if not re.search(
                r"\(\s*(?:or\s+)?$|,\s*or\s+$|\b(?:pages?|section|part|wave|step|rule|item|paragraph|row|chapter|clause|volume|day|week|slide|sheet|phase|question|score of)\s+$",
                text[: match.start()],
                re.I,
            ):
                add(match.start(), match.end(), part, part, "count", "n of N")
    for match in _WORDS_OF_N.finditer(text):
        few, many = number(match["number"]), number(match["of"])
        if few is not None and many is not None and few != 1 and many >= 5 and few <= many:
            add(match.start(), match.end("of"), few, few, "count", "n of N")
    for match in _MAJORITY.finditer(text):
        value = float(match["number"])
        if value <= 100:
            add(match.start(), _closed(text, match.end()), value, value, "percent", "words (number)")
    for match in _PERCENT_RANGE.finditer(text):
        low, high = float(match["low"]), float(match["high"])
        rises = re.search(r"\bfrom\s+(?:\w+\s+){0,3}$", text[: match.start()], re.I)
        if low <= high <= 100 and bool(match["between"]) == bool(match["and"]) and not rises:
            add(match.start(), match.end(), low, high, "percent", "percent range")
    for match in _PERCENT_PHRASE.finditer(text):
        value = float(match["number"])
        low, high = hedged(value, match["hedge"], words=False) if match["hedge"] else (value, value)
        if value <= 100 or not match["hedge"]:
            add(match.start(), match.end(), min(low, high), max(low, high), "percent", "percent")
    for match in _PERCENT_WORDS.finditer(text):
        value = number(match["number"])  # type: ignore[assignment]
        if value is not None and value <= 100:
            low, high = hedged(value, match["hedge"], words=False) if match["hedge"] else (value, value)
            add(match.start(), match.end(), low, high, "percent", "percent in words")
    for match in _ALL_NONE.finditer(text):
        share = 0.0 if match["word"] in ("None", "No") else 100.0
        end = match.end("word") if match["word"] in ("None", "All") else match.end("who")
        add(match.start("word"), end, share, share, "percent", "all or none")
    for match in re.finditer(r"\bno (?:respondents|LAs|councils|authorities|participants)\b", text):
        add(match.start(), match.end(), 0.0, 0.0, "percent", "all or none")
    if counts:
        add_counts(text, add)
        add_opinions(text, add)
    found.sort(key=lambda phrase: phrase.start)
    return _rates(text, found)


_SPEAKS = r"(?:said|say|saying|thought|think|felt|feel|feeling|report(?:ed|ing)?|(?:dis)?agree[ds]?|strongly|stated|told|indicated|mention(?:ed)?|cited?|select(?:ed|ing)|chose|support(?:ed)?|oppos(?:ed?|ing)|believ(?:ed?|ing)|were|was|are|is|has|had|have|having|did|do|use[ds]?|rated?|considered?|prefer(?:red)?|want(?:ed)?|express(?:ed)?|comment(?:ed)?|also|moderated|found|find|describ(?:ed?|ing)|answered|responded|took|experienced?|encounter(?:ed)?|live[ds]?|received?|knew|know|would|objected|rely|relied|met|attended)"
_OF_PEOPLE = re.compile(
    rf"\s+(?:of\s+(?:all\s+|the\s+|our\s+|these\s+|those\b)?)?(?:[\w-]+\s+){{0,3}}?{_POPULATION}\b|\s+(?:\([^)]*\)\s*)?(?:of\s+(?:them|these)\s+)?{_SPEAKS}\b",
    re.I,
)


_OF_THINGS = re.compile(
    r"\s+of\s+(?:all\s+|the\s+|our\s+|these\s+|those\s+)?(?:[a-z-]+\s+){0,2}?(?!costs|years|months|hours|days|funds|savings|sums|weeks|minutes|miles|acres|times|its|this|pounds|cases|as|is|was|has|hectares|terms|resources|reserves|assets|powers)[a-z]{3,}s\b(?<!ss)"
)


def _of_people(text: str, end: int) -> bool:
    """Whether a fraction in words is a share of people or bodies ("a third said") and no other part ("half of the time")."""
    return bool(_OF_PEOPLE.match(text, end) or _OF_THINGS.match(text, end)) and not re.match(
        r"\s+of\s+(?:the\s+|its\s+|their\s+|our\s+)?(?:[\w-]+\s+)?(?:time|cases|year|day|budget|cost)\b",
        text[end:],
        re.I,
    )


def _of_some(text: str, end: int) -> bool:
    """Whether "12 of 30" counts people, bodies or things that follow in the plural."""
    return _of_people(text, end) or bool(re.match(r"\s+(?:[a-z-]+\s+){0,2}?[a-z]{3,}s\b", text[end:]))


def _shared(text: str, match: re.Match[str]) -> bool:
    """Whether a fraction in words is somebody's share: "one in four" nearly always is, unless it is a score or a flood."""
    if not match["k"]:
        after = text[match.end() :]
        whole = (match["hedge"] or match["article"] or match["times"]) and not re.match(
            r"\s+(?:of\b|an?\b|hour|year|day|way|million|billion|dozen|term|price|as\b|size|century|mile)", after
        )
        elsewhere = re.match(r"\s+in (?:the )?[A-Z]", after) and re.search(r"\bcompare", text[: match.start()])
        opening = re.search(r"(?:^\W*|[,;]\s|\band\s|\bwhile\s|\bwhilst\s|\bbut\s|[–-]\s)$", text[: match.start()])
        if whole and (elsewhere or (match["hedge"] and opening and re.match(r"\s+[a-z]", after))):
            return True
        return _of_people(text, match.end())
    if re.match(r"[\s-]+(?:year|chance|gradient|slope|scale)\b", text[match.end() :], re.I):
        return False
    return not SCORED.search(text[: match.start()])


def _number_follows(text: str, end: int, interval: tuple[float, float]) -> bool:
    """Whether numbers in brackets later in the sentence say the same share exactly."""
    later = [float(value) for value in re.findall(r"\(\s*(\d{1,3}(?:\.\d+)?)\s?%\s*\)", text[end:])]
    low, high = interval
    if len(later) == 1 and "," in text[end : text.index("(", end)]:
        return False
    return bool(later) and all(low - 6 <= value <= high + 6 for value in later)


def _closed(text: str, end: int) -> int:
    closing = re.match(r"[^)\]]{0,40}[)\]]", text[end:])
    return end + closing.end() if closing else end


def _fraction_of(match: re.Match[str], text: str) -> tuple[float, float] | None:
    if match["k"]:
        k, of = number(match["k"]), number(match["of"])
        if match["of"].lower() == "hundred":
            of = 100.0
        if (
            k is None
            or of is None
            or of < 2
            or k > of
            or (match["k"].isdigit() and not match["of"].isdigit())
            or (match["of"].isdigit() and of > 10 and of not in (12.0, 20.0, 50.0, 100.0, 1000.0))
        ):
            return None
        return fraction_value(k, of, match["hedge"])
    times = (match["times"] or "").lower()
    part = match["part"].lower()
    article = bool(match["article"]) or times in ("a", "an")
    after = text[match.end() : match.end() + 30]
    before = text[max(0, match.start() - 20) : match.start()].lower()
    if part == "half" and re.match(
        r"[\s-](?:a|an|term|of (?:the )?(?:year|20\d\d|day|financial)|hour|day|year|way|price|century|million|billion|dozen|as)\b",
        after,
        re.I,
    ):
        return None
    if (
        re.search(
            r"\b(?:first|second|other|latter|last|next|this|per|each|every|and a|the (?:final|last|next|first)?)\s*$",
            before,
        )
        and part != "half"
    ):
        return None
    if part in ("quarter", "quarters") and (
        re.match(r"\s+(?:of (?:the )?(?:year|20\d\d|financial)|[1-4]\b|20\d\d|to|past|end)", after)
        or (not times and not article and not match["hedge"])
    ):
        return None
    if not times and not article and part not in ("half",) and not (match["hedge"] and part.endswith("s")):
        return None
    if part in ("third", "fifth", "quarter", "tenth", "sixth", "eighth", "seventh", "ninth") and re.match(
        r"\s+(?:party|parties|sector|wave|statutory|person|country|countries|year|option|meeting|phase|round|item|report|pillar|tranche|stage|reading|time)\b",
        after,
        re.I,
    ):
        return None
    k = 1.0 if times in ("", "a", "an", "one") else number(times) or 1.0
    return fraction_value(k, float(_PARTS[part]), match["hedge"])


def _rates(text: str, found: list[FigurePhrase]) -> list[FigurePhrase]:
    """Percentages of a sentence that speaks of response rates are response rates."""
    if not _RATE.search(text):
        return found
    return [
        FigurePhrase(f.start, f.end, f.value, "response_rate", f.rule) if f.measure == "percent" else f for f in found
    ]


def find_base(text: str) -> SampleBase | None:
    """The base that a line under a figure or a sentence states: "Base: all LAs (n = 90)", "a total of 89 LAs answered"."""
    plain = " ".join(text.split()).strip("*_ ")
    line = _BASE_LINE.match(plain)
    words = line["text"].strip("*_ ") if line else plain
    printed = PRINTED_N.search(words)
    if printed:
        return SampleBase(int(printed["number"].replace(",", "")), words)
    if line and (counted := re.search(r"(?<![\w£.])(\d{1,3}(?:,\d{3})+|\d+)(?!\s?%|[\w/.-]*\d)", words)):
        return SampleBase(int(counted[1].replace(",", "")), words)
    total = re.search(
        rf"\b(?:a total of|in total,?|overall,?|all)\s+(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{WORD_NUMBER})\s+{COUNTED}\s+(?:fully\s+|partially\s+)?(?:answered|completed|responded|replied|took part|participated)",
        words,
        re.I,
    )
    if total:
        value = number(total["number"])
        if value:
            return SampleBase(int(value), words)
    return None
