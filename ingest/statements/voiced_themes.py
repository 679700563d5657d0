"""Themes that a report voices without counting heads: "concerns were raised about", "it was felt that", "there was support for".

Also people without a quantifier ("respondents valued ..."), and comments that "focused on" something. The prominence is
the report's own word where it has one ("strong", "several", "often"), else `mentioned`.
"""

from __future__ import annotations

import re

from ingest.statements.theme_lists import ThemePhrase, split_themes

_ANSWERED = (
    r"(?:(?:[Rr]espondents?|[Cc]onsultees?|[Pp]articipants?|[Ii]nterviewees?|[Aa]ttendees|[Cc]ontributors|[Rr]esidents|[Pp]arents(?: and carers)?|[Cc]arers|[Ss]taff|"
    r"[Yy]oung people|[Cc]hildren|[Pp]upils|[Tt]eachers|[Pp]atients|[Tt]enants|[Ss]takeholders|[Pp]rofessionals|[Pp]ractitioners|[Oo]rganisations|[Bb]usinesses|[Ee]mployers|[Cc]ouncils|LAs|[Ll]ocal authorities|[Aa]uthorities|[Pp]eople|[Uu]sers|[Mm]embers of the public)"
    r"(?: (?:who|which|that|in favour|against|opposed to|from|with)\b[^,.;:]{2,70}?)?|[Tt]hose (?:who|opposed to|in favour|against|that|in support|supporting|opposing|disagreeing|agreeing)\b[^,.;:]{0,70}?)"
)
_EVALUATES = r"(?:opposed?|welcomed?|valued?|criticised?|praised|appreciated?|rejected|supported?|(?:dis)?agreed?(?: with)?|favoured|questioned|liked|disliked|objected to|endorsed|preferred|found|wanted|want|would like|called for|asked for|requested|were (?:also |particularly |generally |most |very )?(?:concerned|worried|positive|supportive|critical|unclear|unsure|keen|frustrated|satisfied|dissatisfied))"
_SAYS = r"(?:said|stated|mentioned|noted|cited|suggested|felt|feel|reported|commented|thought|explained|described|highlighted|identified|pointed out|argued|believed|believe|emphasised|stressed|recommended|considered|observed|indicated|told us|warned)"
_OFTEN = r"(?P<often>often|frequently|commonly|generally|repeatedly|sometimes|also|consistently|typically|broadly|strongly|particularly|mainly|largely|mostly|overwhelmingly)"
_PEOPLE = re.compile(
    rf"^(?:[A-Z][a-z]+,\s+)?(?:The\s+)?{_ANSWERED}\s+(?:{_OFTEN}\s+)?(?:(?P<says>{_SAYS})\s*(?:that|about|on|for|how)?\s+(?P<said>.{{8,}})|(?P<view>(?:raised|expressed|voiced|had|shared)\s+(?:\w+\s+){{0,2}}(?:concerns?|doubts|worries|fears|reservations|frustration|objections?)\s+(?:about|over|that|regarding|around|with|at|to)\s+(?P<worry>.{{5,}}))|(?P<judged>{_EVALUATES}\s+.{{5,}}))"
)
_CONCERN = re.compile(
    rf"(?:^|[,;]\s|\band\s)(?P<how>(?:[A-Z]?[a-z]+\s){{0,2}})(?:[Cc]oncerns?|[Ff]ears|[Dd]oubts?|[Oo]bjections?|[Ww]orries|[Rr]eservations|[Qq]uestions|[Ss]uggestions|[Ii]ssues)\s+(?:was|were|have been|has been)\s+(?:{_OFTEN}\s+)?(?:raised|expressed|voiced|made|highlighted|noted)(?:\s+by\s+(?P<by>[^,.;]{{3,60}}?))?\s+(?:about|that|over|regarding|around|on|to|for|in relation to|with regard to|as to)\s+(?P<theme>.{{5,}})"
)
_THERE = re.compile(
    r"(?:^|[,;]\s|\b(?:and|but|while|whilst)\s)[Tt]here (?:was|were|is|are)(?: also)?\s+(?P<how>(?:(?!not\b|no\b)[a-z-]+\s+){0,4}?)(?P<what>concerns?|support|agreement|opposition|calls?|demand|requests?|suggestions?|criticism|scepticism|confusion|feeling|view|sense|perception|belief|consensus|desire|appetite|recognition|comments?|frustration|worry|worries|uncertainty|disagreement|preference|consensus)\s+(?:from (?P<by>[^,.;]{3,50}?) )?(?:about|for|that|of|with|to|over|regarding|around|on|as to|among[^,.;]{3,40}? that)\s+(?P<theme>.{5,})"
)
_IT_WAS = re.compile(
    r"(?:^|[,;]\s)[Ii]t (?:was|has been|is) (?:also |often |generally |frequently |widely |commonly |repeatedly )?(?P<verb>felt|suggested|noted|argued|highlighted|reported|commented|stated|mentioned|said|thought|emphasised|pointed out|observed|acknowledged|believed)(?:\s+by\s+(?P<by>[^,.;]{3,60}?))?\s+that\s+(?P<theme>.{8,})"
)
_COMMENTS = re.compile(
    r"^(?P<how>(?:[Tt]he |[Mm]any |[Mm]ost |[Oo]ther |[Ff]urther |[Ss]ome |[Ss]everal |[Aa]dditional |[Gg]eneral |[Pp]ositive |[Nn]egative |[Mm]ajority of |[Nn]umber of |[Aa] |[Oo]f |[Tt]hese |[Oo]pen-text |[Ff]ree[- ]text )*)(?:[Cc]omments?|[Rr]esponses|[Ff]eedback|[Aa]nswers|[Ss]uggestions|[Rr]emarks|[Dd]iscussions?)\b[^,.;:]{0,40}?\s+(?:(?P<often>mainly|mostly|often|largely|primarily|generally|also|frequently|commonly|predominantly)\s+)?(?:(?:was|were)\s+)?(?:focus(?:s)?ed on|focus on|relat(?:ed|es?|ing) to|cent(?:red|ered) (?:on|around)|referr?ed to|concerned|covered|revolved around|highlighted|about)\s+(?P<theme>.{5,})"
)
_TOP = re.compile(
    r"\b(?P<how>(?:top|main|most common|key|leading) (?:two|three|four|five|six|\d+))\s+(?:\w+\s+){0,2}?(?:reasons|themes|concerns|barriers|issues|challenges|suggestions|priorities|benefits|comments|answers|factors)\b[^,.;:]{0,40}?\b(?:were|was|are|included)\b:?\s+(?P<theme>.{5,})"
)
_CITED_BY = re.compile(
    r"^(?P<theme>[A-Z][^,.;:]{2,80}?)\s+(?:was|were)\s+(?:also |often |frequently |commonly )?(?:cited|mentioned|raised|noted|highlighted|identified|suggested|named|reported|given)\s+by\s+(?P<by>many|most|several|some|a few|a number|one|two|both|a small number|a minority|a majority|the majority)\b"
)
_WITH_SOME = re.compile(
    r"\b(?:with|and)\s+(?P<how>some|many|several|most|others|a few|a number|one|a small number|a minority)(?:\s+of)?(?:\s+[a-z]+){0,2}?\s+(?P<theme>(?:welcoming|feeling|suggesting|arguing|saying|noting|asking|calling|highlighting|stating|believing|questioning|wanting|reporting|opposing|supporting|preferring|worried|concerned)\b.{5,}?)(?=\s+and\s+(?:others|some|many|a few|several)\b|[.;]|$)"
)
_QUANTIFIED = re.compile(
    r"\b(many|most|several|some|a few|a number|one|two|a small number|a minority|a majority|the majority|others?|strong|widespread|general|broad|considerable|significant|little|limited|overwhelming|particular|clear|mixed|common|frequent)\b",
    re.I,
)


def with_some(text: str) -> int | None:
    """Where a sentence begins to tell apart what some and others held ("with some welcoming ... and others worried")."""
    found = _WITH_SOME.search(text)
    return found.start() if found is not None and found.group().startswith("with") else None


def _how(*words: str | None) -> str:
    for one in words:
        if one and (match := _QUANTIFIED.search(one)):
            return re.sub(r"^the ", "", match[1].lower())
    return "mentioned"


def voiced(text: str) -> list[ThemePhrase]:
    """The themes that a sentence voices without saying first how many held them."""
    match = _WITH_SOME.search(text)
    if match:
        return [
            ThemePhrase(m.start("theme"), m.end("theme"), m["theme"], m["how"].lower(), "voiced")
            for m in _WITH_SOME.finditer(text)
        ]
    match = _TOP.search(text)
    if match:
        return split_themes(text, match.start("theme"), len(text), match["how"].lower(), "most common")
    match = _CITED_BY.match(text)
    if match:
        return [ThemePhrase(match.start("theme"), match.end("theme"), match["theme"], match["by"], "mentioned")]
    for pattern in (_CONCERN, _THERE, _IT_WAS, _COMMENTS):
        match = pattern.search(text)
        if match:
            groups = match.groupdict()
            prominence = _how(groups.get("by"), groups.get("how"))
            if prominence == "mentioned" and groups.get("often") in ("often", "frequently", "commonly"):
                prominence = groups["often"]
            return split_themes(
                text, match.start("theme"), len(text), prominence, "voiced", alternatives=pattern is not _COMMENTS
            )
    match = _PEOPLE.match(text)
    if match and not re.search(r"\b(?:were|was) (?:then |also )?asked\b|\banswered\b", text[: match.end()]):
        group = next(name for name in ("said", "worry", "judged") if match[name])
        often = (
            match["often"]
            if match["often"] in ("often", "frequently", "commonly", "repeatedly", "generally", "sometimes")
            else None
        )
        return split_themes(text, match.start(group), len(text), often or "mentioned", "voiced", alternatives=True)
    return []
