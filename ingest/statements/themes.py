"""Qualitative findings: what people said in their own words, as a report summarises it, one record a theme.

The prominence is the report's word ("most common", "several", "one"); the theme is the summary's own words; verbatim
quotations that stand under it belong to it.
"""

from __future__ import annotations

import re

from ingest.statements.theme_lists import ThemePhrase, split_themes
from ingest.statements.voiced_themes import voiced, with_some

_PEOPLE = (
    r"(?:(?:[Rr]esponding |[Pp]articipating |[Ll]ocal )?(?:LAs?|LA['’]s|councils?|authorit(?:y|ies)|respondents?|participants?|consultees?|people|residents?|parents?(?: and carers)?|carers?|young people|children|pupils|"
    r"schools?|settings|providers?|trusts?|practices?|organisations?|businesses|employers?|charities|groups|stakeholders?|practitioners?|professionals?|workers|staff|employees|patients|students|teachers|responses?|submissions?|comments?|attendees|individuals|interviewees?|governors|tenants|landlords|officers|users|visitors|clubs|carers|headteachers|members of the public|families|residents|communities|farmers|nurses|doctors|clinicians|managers|leaders|volunteers|landowners|developers|unions))"
)
_SAID = (
    r"(?:also\s+|sometimes\s+|often\s+|frequently\s+)?(?P<verb>said|say|stated|mentioned|mention|noted|cited|named|indicated|spoke|suggested|raised|felt|reported|commented|thought|explained|expressed|described|highlighted|identified|referred|"
    r"feel|believe|think|want|suggest|state|argue|report|highlight|note|raise|express|identify|describe|comment|question|recommend|request|prefer|pointed to|pointed out|called for|call for|asked for|drew attention to|voiced|stressed|emphasised|warned|complained|perceived|viewed|saw|favoured|sought|objected|argued|believed|told|wanted|asked|called|emphasised|questioned|supported?|welcomed?|opposed?|valued?|criticised|appreciated?|praised|rejected|liked|disliked|objected to|(?:dis)?agreed?|preferred|recommended|considered|gave|listed|referenced|observed|outlined|requested|would like|worried|were (?:also |particularly |very )?(?:concerned|worried|unhappy|pleased|positive|supportive|critical|unsure|unclear|keen|frustrated)|had concerns)"
)
_JUDGES = re.compile(
    r"(?:support|welcome|oppose|value|criticise|appreciate|praise|reject|like|dislike|objected|agree|disagree)", re.I
)
"""Verbs without which a theme would say nothing: "opposed the closure"."""
_QUANTIFIER = r"(?P<prominence>(?:[Tt]he )?(?:vast |large |overwhelming )?(?:[Mm]ajority|[Mm]inority)(?: of)?|[Mm]ost|[Mm]any|[Ss]ome|[Ss]everal|[Aa] (?:small |large |significant )?(?:few|number|couple|handful|minority|majority|range)(?: of)?|[Oo]ther|[Oo]ne|[Aa]nother|[Tt]wo|[Tt]hree|[Aa] further|[Nn]umerous|[Vv]arious|[Mm]ultiple|[Cc]ertain|[Ff]ew|[Bb]oth)"
_SPOKE = re.compile(
    rf"(?:^|(?<=[,;:]\s)|(?<=\band\s)|(?<=\bwhilst\s)|(?<=\bwhile\s)|(?<=\bWhile\s)|(?<=\bWhilst\s)|(?<=\bAlthough\s)|(?<=\bbut\s)|(?<=\b[Hh]owever,\s))(?:{_QUANTIFIER}\s+(?:of\s+)?(?:the\s+|these\s+|those\s+)?(?:(?:who|which|that)\b[^,]{{3,60}}?|(?:[a-z-]+\s+){{0,2}}?{_PEOPLE}|of\s+(?:them|these|those))(?:\s+(?:who|which|that)\b[^,]{{3,90}}?)?|(?P<others>Others|others|Some|some|A few|a few|Many|many|Several|several|Most|most|A couple|One|one|Another|another|Two|A number))\s*,?\s+{_SAID}\b\s*(?:that|about|how|on|for|to)?\s*(?P<theme>.{{8,}})"
)
_PARTICULARLY = re.compile(
    rf"^(?P<prominence>Particularly|In particular|Notably|Frequently|Commonly|Often|Sometimes|Occasionally|Again|Similarly|Additionally|Also),?\s+(?:the\s+)?{_PEOPLE}\s+{_SAID}\s*(?:that)?\s*(?P<theme>.{{8,}})"
)
_SUPERLATIVE = re.compile(
    r"\b(?P<prominence>(?:[Tt]he |[Oo]ne of the |[Aa]nother |[Aa]mong(?:st)? the |[Ss]ome of the )?(?:next |second |other |also )?(?:most|more|least)\s+(?:common(?:ly)?|frequent(?:ly)?|often|popular|widely|cited|mentioned|significant)(?:\s+(?:cited|mentioned|referenced|raised|given|reported|named|selected|picked|suggested|occurring|used|stated|identified|expressed))?|[Aa]nother common(?:ly)?(?: \w+ed)?|(?:[Tt]he )?(?:main|key|common|recurring|principal|other|primary|further)|[Cc]ommonly cited)\s+"
    r"(?:(?:\w+ ){0,2})?(?P<what>reasons?|uses?|themes?|barriers?|challenges?|ways?|responses?|answers?|suggestions?|concerns?|issues?|comments?|benefits?|factors?|problems?|topics?|points?|examples?|difficult(?:y|ies)|improvements?|priorities|views?|advantages?|disadvantages?|risks?|measures?|things?|services?|methods?|areas?|impacts?|obstacles?)\b(?P<tail>.*)"
)
_IS = re.compile(
    r"\b(?:was|were|is|are|included?|includes|including|related to|concerned|was that|were that)\b\s*:?\s*(?:because of|because|that|due to|by)?\s*(?P<theme>.{5,})"
)
_LISTED = re.compile(
    r"^(?:(?:[Tt]he |[Oo]ther |[Ff]urther |[Ss]ome |[Kk]ey |[Tt]hese |[Ss]uch |[Cc]ommon |[Mm]ain )*)(?P<what>[Rr]easons?|[Aa]reas|[Ww]ays|[Tt]hings|[Uu]ses|[Ff]actors|[Ss]uggestions|[Ee]xamples|[Mm]easures|[Cc]hallenges|[Bb]arriers|[Cc]oncerns|[Ii]ssues|[Cc]omments|[Tt]hemes|[Rr]esponses|[Tt]opics|[Bb]enefits|[Oo]ptions|[Aa]dvocacy services|[Ii]deas|[Pp]riorities|[Ss]ervices|[Mm]ethods|[Aa]ctivities|[Pp]roblems)\b(?P<tail>[^.;]*?)\b(?:included|include|were|was|are|is|by|by:)\b:?\s*(?P<theme>.{8,})"
)
_PASSIVE = re.compile(
    r"^(?P<theme>(?:[A-Z]|[“\"‘']).{2,}?)\s+(?:was|were|has been|have been)\s+(?:also\s+|often\s+|frequently\s+|commonly\s+|particularly\s+|each\s+)?(?:among(?:st)? the (?P<rank>(?:most )?(?:\w+ly )?(?:cited|common|mentioned|given|reported))|(?:cited|mentioned|raised|noted|reported|highlighted|identified|suggested|referenced|given|named|described|expressed)|(?P<common>(?:the |an? |another )?(?:most |also |very |other )?(?:frequently |commonly )?(?:common|cited|frequent|mentioned|key|recurring|main)) (?:\w+ ){0,2}?(?:reason|theme|barrier|challenge|concern|issue|factor|response|answer|suggestion|problem)s?)\b(?P<tail>.*)$"
)
_NUMBERS = re.compile(r"\d\s?%|\bper cent\b|\bpercent\b")
_ASKED = re.compile(
    rf"\b(?:(?:were|was) (?:then |also |further )?(?:asked|invited)|asked (?:{_PEOPLE}|how|what|why|whether)|open[ -](?:text|ended|response) question)\b"
)
_QUOTE_LEAD = re.compile(r"\s*(?::|,)?\s*$")


def asked(text: str) -> bool:
    """Whether a sentence says what people were asked."""
    return bool(_ASKED.search(text))


def find_themes(text: str) -> list[ThemePhrase]:
    """The themes that a sentence of a report states; none where it states a percentage (that is a statistic)."""
    if _NUMBERS.search(text) or len(text) < 25 or text.rstrip().endswith("?"):
        return []
    apart = with_some(text)
    if apart is not None:
        return [*find_themes(text[:apart].rstrip(" ,")), *voiced(text)]
    for pattern, rule in (
        (_PARTICULARLY, "said"),
        (_LISTED, "listed"),
        (_SPOKE, "said"),
        (_SUPERLATIVE, "most common"),
        (_PASSIVE, "mentioned"),
    ):
        made = _read(text, pattern, rule)
        if made:
            return made
    return voiced(text)


def _read(text: str, pattern: re.Pattern[str], rule: str) -> list[ThemePhrase]:
    match = pattern.search(text)
    if not match:
        return []
    groups = match.groupdict()
    if rule == "said":
        prominence = (groups.get("prominence") or groups.get("others") or "").strip().lower()
        prominence = re.sub(r"^the | of$", "", prominence)
        found = []
        matches = [match, *pattern.finditer(text, match.start("theme"))]
        for n, one in enumerate(matches):
            start = one.start("verb") if _JUDGES.match(one["verb"]) else one.start("theme")
            end = matches[n + 1].start() if n + 1 < len(matches) else len(text)
            word = (one.groupdict().get("prominence") or one.groupdict().get("others") or prominence).strip().lower()
            found.extend(split_themes(text, start, end, re.sub(r"^the | of$", "", word), rule, alternatives=True))
        return found
    if rule == "most common":
        tail = groups["tail"] or ""
        told = _IS.search(tail)
        prominence = re.sub(
            r"^(?:the|another|amongst? the|some of the|one of the)\s+", "", groups["prominence"].strip().lower()
        )
        if told:
            start = match.start("tail") + told.start("theme")
            return split_themes(text, start, len(text), prominence, rule)
        before = re.search(r"^(?P<theme>.{8,}?)\s+(?:was|were|is|are)\s+(?:also\s+)?$", text[: match.start()])
        if before:
            return split_themes(text, before.start("theme"), before.end("theme"), prominence, rule)
        return []
    if rule == "mentioned" and re.match(
        r"(?:(?:[A-Z]\w+ ){0,2}(?:[Cc]oncerns?|[Ii]ssues?|[Cc]omments?|[Qq]uestions?|[Ss]uggestions?|[Rr]esponses|[Pp]oints?)|It|This|These|They|There|That|Those|Both|Many|Some|Several)(?: (?:about|over|of|on|for)\b.*)?$",
        groups["theme"],
    ):
        return []
    if rule == "listed":
        if re.match(
            r"(?:raised|expressed|listed|set out|shown|given|provided|received|also|not|asked|made|noted|invited|available|considered|discussed|described|summarised|about|on|at|for|still|now|being|used|attached|reviewed)\b",
            groups["theme"],
        ):
            return []
        words = re.match(r"(?:the )?(other|some|main|key|common|further)?", text, re.I)
        return split_themes(
            text, match.start("theme"), len(text), (words[1] if words and words[1] else "listed").lower(), rule
        )
    prominence = (groups.get("rank") or groups.get("common") or "mentioned").lower()
    by = re.search(r"\bby (some|several|many|most|a few|a couple of|one|a number of|other)\b", groups["tail"] or "")
    if by:
        prominence = by[1]
    return split_themes(text, match.start("theme"), match.end("theme"), prominence, rule)
