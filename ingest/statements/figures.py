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
_HEDGES = {
    "around": "around", "about": "around", "approximately": "around", "approx": "around", "roughly": "around",
    "some": "around", "circa": "around", "almost": "almost", "nearly": "almost", "just under": "almost",
    "slightly under": "almost", "close to": "almost", "just below": "almost", "slightly less than": "almost",
    "just over": "over a little", "slightly over": "over a little", "slightly more than": "over a little",
    "just above": "over a little", "little over": "over a little", "a little over": "over a little",
    "over": "over", "more than": "over", "at least": "over", "under": "under", "fewer than": "under",
    "less than": "under", "below": "under", "up to": "under", "no more than": "under", "not more than": "under",
}  # fmt: skip
_HEDGE = "|".join(sorted((re.escape(word).replace(r"\ ", r"\s+") for word in _HEDGES), key=len, reverse=True))
_POPULATION = r"(?:(?:LAs?|LA['’]s|councils?|authorities|local authorities|respondents?|responding [\w ]{2,30}|participants?|people|adults|parents|carers|children|pupils|young people|schools|settings|providers|households|residents|organisations?|trusts|practices|members|staff|employers|businesses|patients|students|teachers|tenants|landlords|drivers|passengers|workers|nurses|doctors|carers|users|visitors|homeowners|leaseholders|villages|towns|hospitals|farms|charities|groups|delegates|attendees|learners|governors|headteachers|consultees|submissions|responses|those|those [\w ]{3,40}|(?:all|the) [\w ]{2,30}))"
_MIDDLE = (
    rf"(?:\s+(?:of\s+(?:all\s+|the\s+|our\s+)?)?(?:upper[\s-]tier\s+|responding\s+|participating\s+)?{_POPULATION})?"
)

_FRACTION_PHRASE = re.compile(
    rf"(?<![\w£.])(?:(?P<hedge>{_HEDGE})\s+)?(?P<article>a\s+)?{_FRACTION}(?P<bracket>{_MIDDLE}\s*[\(\[]\s*(?:\d[\d,]*(?:\s+\w+)?\s*[,;]\s*|\d[\d,]*\s+(?:LAs|councils|respondents|authorities|people)?\s*(?:or\s+)?)?{_PERCENT})?",
    re.I,
)
_PERCENT_PHRASE = re.compile(rf"(?<![\w£.,-])(?:(?P<hedge>{_HEDGE})\s+)?{_PERCENT}", re.I)
_PERCENT_RANGE = re.compile(
    r"(?<![\w£.,/-])(?<!from )(?P<between>between\s+)?(?P<low>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)?\s?(?:-|–|—|to\b|(?P<and>and\b))\s?"
    r"(?P<high>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)", re.I
)  # fmt: skip
_PERCENT_WORDS = re.compile(rf"(?<![\w-])(?:(?P<hedge>{_HEDGE})\s+)?(?P<number>{WORD_NUMBER})\s+per\s?cent\b", re.I)
_POINTS = re.compile(
    rf"(?<![\w£.,-])(?P<number>\d{{1,3}}(?:\.\d+)?|{WORD_NUMBER})[\s-](?:percentage[\s-]points?|ppts?|pp)\b", re.I
)
_MAJORITY = re.compile(
    rf"\b(?P<words>(?:the\s+)?(?:vast\s+|large\s+|great\s+|overwhelming\s+|small\s+|slim\s+|significant\s+)?(?:majority|minority|proportion|percentage|number|share)|most|almost\s+all|nearly\s+all|all|many|some|a\s+few){_MIDDLE}\s*\(\s*{_PERCENT}",
    re.I,
)
_ALL_NONE = re.compile(
    r"(?:^|(?<=[.;:,]\s)|\band\s+)(?P<word>None|No|All|Every one)\s+(?P<of>of\s+(?:the\s+|these\s+)?)?(?P<who>(?:responding\s+|participating\s+)?(?:LAs?|councils|authorities|local authorities|respondents|participants|trusts|organisations|providers|schools))\b(?=[\w\s,'’()-]*?\b(?:said|reported|thought|felt|agreed|disagreed|mentioned|selected|told|stated|indicated|had|were|was|answered|found|rated|considered|did|believed|used|provided|supported|opposed|expressed)\b)"
)  # fmt: skip
_COUNTED = r"(?P<who>(?:(?!(?:reminders?|follow-up|years?|weeks?|days?|months?|minutes?|hours?|per|out|percent|were|was|and|to|or|in|at|on|for|the|by|from|pages?|points?|million|billion|thousand|times|miles|pounds|p|m)\b)(?:of the|[A-Za-z][\w’\'-]*)\s+){0,3}(?:LAs?|councils?|authorities|respondents?|participants?|responses|submissions|replies|people|residents|organisations?|trusts|schools|providers|parents|carers|households|staff|members|letters|emails|questionnaires|surveys|comments|individuals|interviews|interviewees|employers|businesses|adults|pupils|students|patients|consultees|representations|signatures|tenants|volunteers|teachers|headteachers|learners|attendees|forms))"
_COUNT = re.compile(
    rf"(?<![\w£$€.,/%-])(?P<hedge>(?:{_HEDGE})\s+)?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{WORD_NUMBER})\s+{_COUNTED}\b",
    re.I,
)
_COUNT_ELLIPTIC = re.compile(
    rf"(?<![\w£$€.,/%-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{WORD_NUMBER})\s+(?P<verb>answered|responded|replied|completed|took part|participated|partially completed|fully completed|did not respond|declined)\b",
    re.I,
)
_TAKING_PART = re.compile(
    r"\b(?:there were|resulting in|based on|made up of|carried out with|taken from|(?:survey|poll|study|sample|interviews?) of|sought (?:the )?views of|took part|taken part|take part|responded|replied|answered|completed|participated|participating|informed|analysed|were sent|was sent|sent to|invited|were received|was received|received|returned|submitted|sample of|pilot|response rate|drawn from|surveyed|were interviewed|were approached|attended|contacted|total number)\b",
    re.I,
)
_FROM_WHOM = re.compile(
    rf"(?:\band|,|\bwith)\s+(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{WORD_NUMBER})\s+(?:(?:were|was|came|being)\s+)?(?:from|on behalf of|by)\s+(?:an?\s+|the\s+|local\s+|individual|organis|statutory|public|member|business|communit|resident|voluntary|representative|councils?|trusts?|parents?|staff|people|schools?|NHS|charit)",
    re.I,
)
_OF_WHICH = re.compile(
    r"\b(?:of (?:which|whom|these)|including),?\s+(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6})\s+(?:were|came|was|had|responded|replied|from|completed)\b",
    re.I,
)
_N_OF_N = re.compile(
    r"(?<![\w£$€.,/%-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6})\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(?P<of>\d{1,3}(?:,\d{3})+|\d{1,6})\b(?!\s?(?:%|per\s?cent)|[\d.,]*\d)"
)
_WORDS_OF_N = re.compile(
    rf"(?<![\w£$€.,/%-])(?P<number>{WORD_NUMBER}|\d{{1,3}})\s+(?:out\s+)?of\s+(?:the|all|these|those|our)\s+(?P<of>{WORD_NUMBER}|\d{{1,3}})\s+(?!per\s?cent|years?|months?|days?|weeks?|hours?|percent|priorities|themes|strands|pillars|recommendations|actions|objectives|options)(?:[a-z-]+\s+){{0,2}}?[a-z-]+s\b",
    re.I,
)
_RISEN_TO = re.compile(
    r"\b(?:number|numbers|total)\s+of\s+[^.;:£$€%]{3,70}?\b(?:rose|fell|increased|decreased|grew|dropped|risen|fallen|grown|declined|stood|was|were)\b[^.;:£$€]{0,40}?\b(?:to|at|was|were)\s+(?:(?:over|around|about|nearly|almost|more than)\s+)?(?P<new>\d{1,3}(?:,\d{3})+|\d{2,6})\b(?!\s?(?:%|per\s?cent|p\b|years?|\.\d|[-–]\s?\d|million|hours|minutes|weeks|days|months))",
    re.I,
)
_TREND = re.compile(
    r"\b(?:number|numbers|total|rise|increase|fall|decrease|reduction|drop|grown|risen|fallen|grew|rose|fell|increased|decreased|declined)\b[^.;:£$€%]{0,80}?\bfrom\s+(?P<old>\d{1,3}(?:,\d{3})+|\d{2,6})\b(?!\s?(?:%|per\s?cent|[-–]\s?\d|years?|to \d+ years))[^.;:£$€%]{0,40}?\bto\s+(?:(?:over|around|about|nearly|almost|more than)\s+)?(?P<new>\d{1,3}(?:,\d{3})+|\d{2,6})\b(?!\s?(?:%|per\s?cent|p\b|year|\.\d|[-–]\s?\d|million|hours|minutes|weeks|days|months))",
    re.I,
)
_PRINTED_N = re.compile(r"\b[nN]\s*=\s*(?P<number>\d{1,3}(?:,\d{3})+|\d+)")
_BASE_LINE = re.compile(r"^\W*(?:unweighted\s+|weighted\s+)?bases?(?:\s+size)?\s*[:–-]\s*(?P<text>.+)", re.I | re.S)
_RATE = re.compile(r"\bresponse rates?\b", re.I)

_OUT_OF_SCALE = re.compile(
    r"(?<![\w£$€.,/%-])(?P<number>\d{1,2}(?:\.\d{1,2})?)\s+\(?(?:out\s+of|/)\s*(?:a\s+possible\s+)?(?P<of>5|7|10|100|five|seven|ten)\b\)?(?!\s?%|[\d.,]*\d)",
    re.I,
)
_SCORED = re.compile(r"\b(?:scor\w+|rating|rated?|average\w*|means?|median|satisfaction|scale)\b[^.;]{0,80}$", re.I)
_AVERAGE = re.compile(
    r"\b(?:averag(?:ed|ing)\s+(?=\d)|(?:average|mean|median|(?:engagement|satisfaction|morale|wellbeing|overall|net promoter|scaled|theme)\s+(?:scores?|ratings?))\b(?!\s+(?:cost|price|pay|salar\w+|wage|income|rent|spend\w*|earnings)\b)[^.;:£$€%]{0,70}?\b(?:was|is|were|of|at|stood at|being)\s+)"
    r"(?:(?:just |slightly )?(?:over|under|around|about|above|below)\s+)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\b(?!\s?(?:%|per\s?cent|p\b|percentage|[-–/]\s?\d|out of|million|billion|m\b|bn\b)|[,.]\d)",
    re.I,
)


def fraction_value(k: float, of: float, hedge: str | None) -> tuple[float, float] | None:
    """Percent interval of a fraction in words, hedged or not; None where it is no share."""
    if of <= 0 or k > of:
        return None
    return hedged(100.0 * k / of, hedge, words=True)


def hedged(percent: float, hedge: str | None, *, words: bool) -> tuple[float, float]:
    """The interval that a hedge makes of a share. Conventions: "around" words: 3.3 points either way (a third = 30..36);
    "almost": five points below; "just over": five above; "under", "fewer than": from 0; "over", "more than": to 100."""
    exact = round(percent, 1)
    if hedge is None:
        return exact, exact
    kind = _HEDGES[" ".join(hedge.lower().split())]
    if kind == "around":
        spread = 3.0 if words else 2.0
        low = round(percent) - spread if words else exact - spread
        return max(0.0, low), min(100.0, (round(percent) if words else exact) + spread)
    if kind == "almost":
        return max(0.0, exact - 5.0), exact
    if kind == "over a little":
        return exact, min(100.0, exact + 5.0)
    if kind == "over":
        return exact, 100.0
    return 0.0, exact


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
    _averages(text, add)
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
        if whole > 10 and part <= whole and whole not in (12.0, 20.0, 100.0) and _of_people(text, match.end()):
            if not re.search(
                r"\(\s*(?:or\s+)?$|,\s*or\s+$|\b(?:page|section|part|wave|step)\s+$", text[: match.start()], re.I
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
        _counts(text, add)
        _opinions(text, add)
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
    return not _SCORED.search(text[: match.start()])


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
        if k is None or of is None or of < 2 or k > of or (match["k"].isdigit() and not match["of"].isdigit()):
            return None
        return fraction_value(k, of, match["hedge"])
    times = (match["times"] or "").lower()
    part = match["part"].lower()
    article = bool(match["article"]) or times in ("a", "an")
    after = text[match.end() : match.end() + 30]
    before = text[max(0, match.start() - 20) : match.start()].lower()
    if part == "half" and re.match(
        r"[\s-](?:a|an|term|of (?:the )?(?:year|20\d\d|day|financial)|hour|day|year|way|price|century|million|billion|dozen)\b",
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


def _averages(text: str, add: object) -> None:
    """Scores out of five, seven, ten or a hundred, and averages that are no money and no percentage."""
    assert callable(add)
    for match in _OUT_OF_SCALE.finditer(text):
        of = number(match["of"]) or 0.0
        value = float(match["number"])
        if value <= of and ("." in match["number"] or _SCORED.search(text[: match.start()])):
            add(match.start(), match.end(), value, value, "score", "score")
    for match in _AVERAGE.finditer(text):
        value = float(match["number"].replace(",", ""))
        if not _is_year(match["number"], text, match.start("number")):
            add(match.start("number"), match.end("number"), value, value, "average", "average")


_OPINION = re.compile(
    r"(?:^\W{0,4}|(?<=[,;:]\s)|(?<=\band\s)|(?<=\bwhile\s)|(?<=\bwhilst\s)|(?<=\bwith\s))(?P<number>\d{1,3}(?:,\d{3})+|\d{2,6})\s+"
    r"(?:(?:of (?:them|these|those)|respondents?|people|residents|consultees|individuals|councils|LAs|organisations|responses)\s+)?"
    r"(?:said|say|(?:strongly )?(?:dis)?agree[ds]?|object(?:ed|ing)?|support(?:ed|ing)?|oppos(?:ed?|ing)|(?:were|are) (?:in favour|against|unsure|opposed|supportive|neutral)|thought|think|felt|feel|(?:did not|didn.t|do not|don.t) (?:know|agree|support|answer)|preferred|prefer|selected|chose|expressed|made? (?:\w+ ){0,2}(?:comments|suggestions))\b",
    re.I,
)


def _opinions(text: str, add: object) -> None:
    """Numbers of people who held a view ("164 object to ..."), from ten on; fewer are anecdotes."""
    assert callable(add)
    for match in _TREND.finditer(text):
        for name in ("old", "new"):
            value = number(match[name])
            if value is not None and not re.fullmatch(r"(?:19|20)\d\d", match[name]):
                add(match.start(name), match.end(name), value, value, "count", "count in a trend")
    for match in _RISEN_TO.finditer(text):
        value = number(match["new"])
        if value is not None and not re.fullmatch(r"(?:19|20)\d\d", match["new"]):
            add(match.start("new"), match.end("new"), value, value, "count", "count in a trend")
    for match in _OPINION.finditer(text):
        value = number(match["number"])
        if value is not None and value >= 10 and not _is_year(match["number"], text, match.start()):
            add(match.start("number"), match.end("number"), value, value, "count", "count of a view")


def _counts(text: str, add: object) -> None:
    taking_part = bool(_TAKING_PART.search(text))
    assert callable(add)
    if taking_part:
        for match in _COUNT.finditer(text):
            value = number(match["number"])
            if (
                value is None
                or match["number"].lower() in ("one", "a")
                or _is_year(match["number"], text, match.start())
            ):
                continue
            if re.search(
                r"\b(?:increase|decrease|rise|fall|reduction|drop) of (?:more than |over |around |about )?$",
                text[: match.start("number")],
                re.I,
            ):
                continue
            if re.search(
                r"\b(?:another|wave|section|question|figure|table|page|paragraph)\s+$", text[: match.start()], re.I
            ):
                continue
            add(match.start("number"), match.end("number"), value, value, "count", "count")
        for match in [*_OF_WHICH.finditer(text), *_FROM_WHOM.finditer(text)]:
            value = number(match["number"])
            if value is not None and value != 1 and not _is_year(match["number"], text, match.start()):
                add(match.start("number"), match.end("number"), value, value, "count", "count")
        for match in _COUNT_ELLIPTIC.finditer(text):
            value = number(match["number"])
            if value is not None and value != 1 and not _is_year(match["number"], text, match.start()):
                add(match.start("number"), match.end("number"), value, value, "count", "count")
    for match in _PRINTED_N.finditer(text):
        value = float(match["number"].replace(",", ""))
        add(match.start(), match.end(), value, value, "count", "printed n")


_MENTIONS_ANSWERS = re.compile(
    r"\b(?:responses?|respondents?|submissions|replies|questionnaires?|consultees|survey(?:s|ed)?|representations|interviews|interviewed|polling|feedback forms?|petition)\b",
    re.I,
)


def counts_answers(text: str) -> bool:
    """Whether a sentence of any paper tells how many were asked or answered, so that its counts are findings."""
    return bool(_MENTIONS_ANSWERS.search(text)) and bool(
        _TAKING_PART.search(text) or re.search(r"\bthere were\b", text, re.I)
    )


def _is_year(written: str, text: str, start: int) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", written)) and bool(
        re.search(r"\b(?:in|of|since|by|during|autumn|summer|spring|winter|[A-Z][a-z]+)\s+$", text[:start])
    )


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
    printed = _PRINTED_N.search(words)
    if printed:
        return SampleBase(int(printed["number"].replace(",", "")), words)
    if line and (counted := re.search(r"(?<![\w£.])(\d{1,3}(?:,\d{3})+|\d+)(?!\s?%|[\w/.-]*\d)", words)):
        return SampleBase(int(counted[1].replace(",", "")), words)
    total = re.search(
        rf"\b(?:a total of|in total,?|overall,?|all)\s+(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{WORD_NUMBER})\s+{_COUNTED}\s+(?:fully\s+|partially\s+)?(?:answered|completed|responded|replied|took part|participated)",
        words,
        re.I,
    )
    if total:
        value = number(total["number"])
        if value:
            return SampleBase(int(value), words)
    return None
