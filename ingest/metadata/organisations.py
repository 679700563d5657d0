"""Whose paper it is: the body in the letterhead, on the cover, in the title or in the running lines; of evidence, who submitted it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from core.documents import DocumentType
from ingest.metadata.opening import Line, Opening, is_label, where
from ingest.structure import patterns

_WORD = r"(?:[A-Z][\w’'.&-]*|NHS|St\.?|\d+)"
_LINK = r"(?:(?:,\s+|\s+|\s*&\s*|\s*/\s*)(?:(?:and|of|the|for|upon|on|in|with|by|le|cum|under|to|&)\s+){0,3})"
_NAME = rf"{_WORD}(?:{_LINK}{_WORD}){{0,7}}?"
_ENDING = (  # the noun with which a body's name ends
    r"(?:Integrated Care (?:Board|System|Partnership)|Integration Joint Board|Police and Crime Panel|Passenger Transport Executive|Health and Safety Executive|Clinical Commissioning Group|(?:NHS )?(?:Foundation |Hospitals? |University |Healthcare |Care |Community )*Trust|Combined (?:County )?Authority"
    r"|(?:Borough|County|City|District|Parish|Town|Metropolitan|Unitary|Community|Island|Regional|Shire)?\s?Council|(?:Local|Fire|Police|Park|Port|National Park|Transport|Health|Education|Harbour|Waste|Pensions?|Broads|Fire and Rescue|Mayoral)?\s?Authority"
    r"|Safeguarding (?:Children|Adults?)(?:['’]s)? (?:Board|Partnership)|(?:Health|Drainage|Water|Health and Wellbeing|Improvement|Advisory|Funding|Research|Tourist|Housing) Board|Corporation|Assembly|Executive|Parliament"
    r"|Association|Federation|Confederation|Commission|Inspectorate|Institute|Foundation|Agency|Ministry|University|College|Alliance|Partnership|Coalition|Consortium|Forum|Network|Union|Society|Guild|Charity|Charities"
    r"|Observatory|Ombudsman|Tribunal|Regulator|Registrar|Treasury|Office|Bureau|Fund|Group|Centre|Hub|Collaborative|Movement|Campaign|League|Bank|Academy|Academies|School|Diocese|Hospice"
    r"|(?:Fire (?:and|&) Rescue|Ambulance|Probation|Youth Justice|Police|Library|Careers|Prison|Civil) Service|Constabulary|Police|Services? (?:Ltd|Limited)|Housing|Homes"
    r"|Ltd|Limited|LLP|plc|PLC|CIC|CIO|Research|Consult(?:ing|ants|ancy)|ICB|ICS|CCG|MBC|BC|DC|CC|LA)"
)  # fmt: skip
_OPENING = (  # the noun with which a body's name begins
    r"(?:(?:[A-Z][\w’'-]+ ){0,3}(?:Association|Federation|Confederation|Union|Coalition|Alliance|Institute|Institution|Council|Society|Network|Forum|College|Centre|Center|Campaign|Chamber|Board|Guild|Fellowship|Friends|Assembly|Ministry|Department|Office|Bank|House|University|Faculty|School|Church|Convention|Committee|Commission|Diocese|Borough|City|Office)"
    r" (?:of|for|on|against)(?: the)?"
    rf"(?: {_WORD}(?:{_LINK}{_WORD}){{0,6}})"
    r"|(?:Police,? (?:Fire (?:and|&) Crime|(?:and|&) Crime) Commissioner|(?:[A-Z][\w’'-]+ ){0,2}Commissioner|Healthwatch|Citizens Advice|Age UK|Mind in|Audit|Office of the (?:[A-Z][\w’'-]+ ?){1,6}(?:Commissioner|Ombudsman|Regulator))"
    rf"(?: for| of| in)?(?: the)?(?: {_WORD}(?:{_LINK}{_WORD}){{0,4}})"
    r"|NHS (?:England|Scotland|Wales|Digital|Providers|Confederation|Employers|Improvement|Resolution)(?: and NHS Improvement)?"
    rf"|NHS (?:{_WORD}(?:{_LINK}{_WORD}){{0,5}}) (?:Integrated Care Board|ICB|Clinical Commissioning Group|CCG)"
    r"|(?:Action|Campaign|Centre|Money|Homes|Support|Together|Voice|Voices|Communities|Citizens|Carers|Families|Friends) for(?: the)?(?: [A-Z][\w’'-]+){1,4})"
)  # fmt: skip
_STRONGER = r"(?:Association|Trust|Group|Society|Partnership|Executive|Authority|Council|Foundation|Commission|Service|Federation|Forum|Network|Alliance|Agency|Union|Ltd|Limited|Commissioner)"
_NAMES = re.compile(
    rf"\b(?:{_OPENING}|{_NAME}\s{_ENDING}(?:\s(?:for|of|in)(?: the)?(?: {_WORD}(?:\s(?:and\s)?{_WORD}){{0,3}}))?)(?![\w’'])(?!\s{_STRONGER}\b)"
)
_COMMITTEE = re.compile(rf"\b(?:House of (?:Commons|Lords) )?{_NAME}\s(?:Committee|Board|Panel|Cabinet|Council)\b")
_NATIONAL = re.compile(  # bodies whose names say not what they are
    r"\b(?:Ofsted|Ofqual|Ofcom|Ofgem|Ofwat|Estyn|Defra|HM Treasury|HM Revenue (?:and|&) Customs|HMRC|HM Prison and Probation Service|HM Courts (?:and|&) Tribunals Service|Home Office|Cabinet Office|Scottish Government"
    r"|Welsh Government|UK Government|Northern Ireland Executive|NHS England|Public Health (?:England|Scotland|Wales)|Sport England|Arts Council England|Natural England|Historic England|Homes England|Skills for Care"
    r"|UK Health Security Agency|Office for National Statistics|National Audit Office|Audit Wales|Audit Scotland|His Majesty[’']s Inspectorate of [A-Z]\w+(?: (?:and|&|of) [A-Z]\w+)*|HMICFRS|Barnardo[’']s|Shelter|Crisis"
    r"|Children[’']s Commissioner(?: for England)?|Information Commissioner[’']s Office|Care Quality Commission|Nuffield Trust|King[’']s Fund|The King[’']s Fund|Ipsos(?: MORI)?|YouGov|NatCen(?: Social Research)?|Kantar(?: Public)?)(?![\w’'])"
)  # fmt: skip
_OWNER = re.compile(
    r"(?:(?:meeting|minutes|behalf|coalition|agenda|notes?) of(?: the)?|(?:published|prepared|produced|issued|commissioned|written|submitted|adopted|compiled) (?:jointly )?(?:by|for)|report (?:by|of|to)|©|\(c\)|copyright|we are(?: the)?|about(?: the)?)[\w\s]{0,12}$",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"(?:(?:evidence|submission|submitted|response|responding|replies|letter|addressed|sent|appeal|application|objection|memorandum|representation)s? (?:\w+ )?to(?: the)?|\bdear|\bcc:?|\bvenue:?|\bat|\bfao|\binquiry (?:by|of)(?: the)?|\bwith|\bagainst|\bfunded by|\baccredited by|\bregulated by|\bprinted by|\bdesigned by)\s*$",
    re.IGNORECASE,
)
_SUBMITTED = re.compile(
    r"(?:(?:written|oral|supplementary|further|additional)\s+)?(?:evidence|submission|memorandum|response|consultation response|statement)\s+(?:(?:was |is )?(?:submitted|provided|given|prepared)\s+)?(?:by|from|on behalf of)\s*:?\s+(?P<who>.+)",
    re.IGNORECASE,
)
_SUBMITTER = re.compile(
    r"(?:submitted|submission|prepared|response)\s+(?:by|from|on behalf of)\s*:?\s+(?P<who>.+)", re.IGNORECASE
)
_HEADED = re.compile(
    r"(?P<who>.{3,100}?)\s*(?:[-–—:]|['’]s?)?\s+(?:(?:written|supplementary)\s+)?(?:evidence|submission|response|representations?)\s+to\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?: (?:[A-Z&]{2,}|&)){2,}\b")  # a name in capitals within a line
_OF_ANY_BODY = re.compile(
    r"(?:Board|Council|Committee|Panel|Office|Body) of (?:the )?(?:Directors|Trustees|Governors|Management|Members|Chief|Director)\b",
    re.IGNORECASE,
)
_DOES = re.compile(r"\s(?:has|have|is|are|was|were|will|today|welcomes?|said|announced|launched|published)\b")
_WEAK = re.compile(
    r"(?:Group|Housing|Homes|Research|Hub|School|Schools|Centre|Office|Fund|Police|Bank|Movement|Campaign|(?<!Transport )(?<!Safety )Executive|Academy|Academies|Union|Parliament|Consult\w+|Assembly|Network|LA|DC|CC|BC)$"
)
_KINDS_OF_BODY = frozenset(
    ["parish", "town", "city", "county", "district", "borough", "local", "member", "members", "councillor", "planning", "full", "select", "metropolitan", "and", "the", "nhs", "foundation", "combined",
     "integrated", "care", "health", "local", "police", "our", "this", "that", "each", "every", "any", "all", "your", "other", "partner", "head", "chief", "research", "community", "primary", "annual", "executive",
     "cabinet", "support", "focus", "working", "steering", "task", "finish", "regional", "central", "private", "social", "new", "affordable", "council", "housing", "better", "joint"]
)  # fmt: skip
_SMALL = frozenset(["of", "and", "the", "for", "upon", "on", "in", "with", "by", "le", "cum", "under", "to", "a"])
_ACRONYMS = frozenset(
    ["NHS", "ICB", "ICS", "CCG", "UK", "LLP", "CIC", "CIO", "MBC", "BC", "DC", "CC", "PLC", "TUC", "HM", "BBC", "LGA"]
)
_BEFORE = re.compile(
    r"^(?:(?:The|A|An|Our|By|From|To|At|In|Of|On|And|For|Chair(?:man)?|Clerk|Chair of|Minutes of|Minutes|Agenda|Meeting of|Meeting|Notes of|Report of|Report by|Report to|Report|Published by|Draft|Welcome to|Leader of"
    r"|Chief Executive of|(?:Prepared|Produced|Commissioned|Written|Submitted|Issued|Compiled) (?:by|for|on behalf of)|Ordinary|Extraordinary|Annual|Full|Welcome|Dear|About|Letter|Public|Director of|Summary|Proceedings of)\s+(?:the\s+)?)+",
    re.IGNORECASE,
)
_SPEAKING = frozenset(["heading", "paragraph", "contact", "quotation", "decision", "survey_question"])
OF_A_BODY: frozenset[DocumentType] = frozenset(["board_paper", "minutes", "agenda_pack"])
LONGEST_COUNTED = 200_000  # characters in which a body's mentions are counted
_LOCAL = re.compile(
    r"\b(?:[A-Z][a-z]+(?: |-)(?:(?:and|of|upon|on|with|the|under) ){0,2}){1,4}(?:Council|Authority|Integrated Care Board|NHS Trust)\b"
)
LONGEST_COVER_LINE = 12  # words; a longer one is a sentence and may name any body


def organisation_of(
    opened: Opening, kind: DocumentType, title: str, author: str | None, text: str
) -> tuple[str, str] | None:
    """(name, how it was found), or None. A row of a table, a list of people and the agenda name other bodies."""
    if kind == "evidence":
        made = _submitter(opened)
        if made is not None:
            return made
    for label in opened.labelled("organisation"):
        name = _bare(label.value)
        if 3 <= len(name) <= 120 and name[:1].isupper() and name.count(" ") < 12 and label.line < 25:
            return name, f"words {label.written!r}{where(label.page)}"
    made = _letterhead(opened) if kind == "letter" else None
    return made or _voted(opened, title) or _author(author) or (_of_its_own_papers(text) if kind in OF_A_BODY else None)


def _of_its_own_papers(text: str) -> tuple[str, str] | None:
    """The council or authority that a paper of its own names again and again, though no line of the cover does."""
    counted: Counter[str] = Counter()
    for match in _LOCAL.finditer(text[:LONGEST_COUNTED]):
        name = _named(match.group())
        if name is not None and not _ADDRESSED.search(text[max(0, match.start() - 60) : match.start()]):
            counted[name] += 1
    ranked = counted.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    name, n = ranked[0]
    return name, f"named {n} times in the text" if n > 1 else "named in the text"


def _submitter(opened: Opening) -> tuple[str, str] | None:
    for label in opened.labelled("organisation"):
        name = _bare(label.value)
        if label.line < 15 and len(name) >= 3 and name[:1].isupper():
            return name, f"words {label.written!r}{where(label.page)}"
    lines = opened.lines[:15]
    for n, line in enumerate(lines):
        for pattern in (_SUBMITTED, _SUBMITTER, _HEADED):
            match = pattern.search(line.text)
            if match is None or line.n_words > 40:
                continue
            who = re.split(
                r"\s+(?:to the|to|in response|for the|regarding|on the|into)\b|\s[-–—]\s|\s*[\[(]|[,;]\s", match["who"]
            )[0]
            name = _bare(who)
            if pattern is _HEADED and " " not in name and not _named_in(name):
                continue
            if (
                len(name) >= 3
                and name[:1].isupper()
                and not re.match(r"(?:written|evidence|submission)\b", name, re.IGNORECASE)
            ):
                return name, f"words {' '.join(match.group().split()[:3])!r}{where(line.page)}"
        if re.search(
            r"(?:submitted|submission|evidence|response)\s+(?:by|from|on behalf of)\s*:?$", line.text, re.IGNORECASE
        ) and n + 1 < len(lines):
            return _bare(lines[n + 1].text), f"words {line.text!r}{where(line.page)}"
    return None


def _bare(words: str) -> str:
    words = re.sub(r"\s*[\[(][^)\]]*[)\]]?\s*$", "", words).strip(" .,;:–—-")
    return _cased(re.sub(r"^(?:the|on behalf of(?: the)?)\s+", "", words, flags=re.IGNORECASE))[:120]


def _letterhead(opened: Opening) -> tuple[str, str] | None:
    """The body above the addressee, in the running lines, or under the signature; never the one that is written to."""
    lines = opened.lines
    greeting = next((n for n, line in enumerate(lines) if re.match(r"Dear\b", line.text)), None)
    dated = next(
        (n for n, line in enumerate(lines[: greeting or 0]) if re.search(r"\b(?:19|20)\d\d\b", line.text)), None
    )
    above = [*opened.running, *(line.text for line in lines[: min(3, dated if dated is not None else greeting or 3)])]
    for words in above:
        for name, _ in _named_in(words):
            return name, "letterhead"
    everything = [*lines, *opened.closing]
    close = next(
        (
            n
            for n, line in enumerate(everything)
            if re.match(r"(?:Yours|Kind regards|With best wishes|Best wishes|Regards)\b", line.text, re.IGNORECASE)
        ),
        None,
    )
    if close is not None:
        for line in everything[close : close + 7]:
            for name, _ in _named_in(line.text):
                return name, f"under the signature{where(line.page)}"
    return None


def _voted(opened: Opening, title: str) -> tuple[str, str] | None:
    weight: dict[str, float] = {}
    how: dict[str, str] = {}

    def vote(name: str, worth: float, said: str) -> None:
        key = next((known for known in weight if known.casefold() == name.casefold()), name)
        weight[key] = weight.get(key, 0.0) + worth
        how.setdefault(key, said)

    for upper, lower in pairwise(opened.lines[:8]):  # a letterhead of two lines
        if upper.kind in _SPEAKING and lower.kind in _SPEAKING and upper.n_words + lower.n_words <= 8:
            if not _named_in(upper.text) and not _named_in(lower.text):
                for name, whole in _named_in(f"{upper.text} {lower.text}"):
                    if whole:
                        vote(name, 8.0, f"lines{where(upper.page) or ' at the beginning'}")
    for n, line in enumerate(opened.lines):
        if (
            (line.kind not in _SPEAKING and not (line.kind == "list_item" and n < 8))
            or (line.kind == "contact" and n > 5)
            or patterns.PERSON_TITLE.search(line.text)
            or (n > 8 and is_label(line.text) and line.stacked)
        ):
            continue
        _vote_line(vote, line, 4.0 if n < 6 else 2.0 if n < 25 else 1.0)
    for name, whole in _named_in(title):
        vote(name, 6.0 if whole else 2.5, "title")
    for words in opened.running:
        for name, whole in _named_in(words):
            vote(name, 3.0 if whole else 1.5, "running header")
    for line in opened.closing:
        for name, _ in _named_in(line.text):
            if re.search(r"©|\(c\)|copyright|published by|produced by", line.text, re.IGNORECASE):
                vote(name, 3.0, f"words on the last pages{where(line.page)}")
    if weight:
        best = max(weight, key=lambda name: weight[name])
        longer = [
            name
            for name in weight
            if best.casefold() in name.casefold() and name != best and weight[name] >= 0.5 * weight[best]
        ]
        best = max(longer, key=lambda name: weight[name]) if longer else best
        return best[:120], how[best]
    return None


def _vote_line(vote: Callable[[str, float, str], None], line: Line, worth: float) -> None:
    short = line.n_words <= LONGEST_COVER_LINE
    for match, name in _matches(line.text):
        before = line.text[: match.start() + max(0, match.group().find(name.split()[0]))]
        if _ADDRESSED.search(before):
            continue
        owner = _OWNER.search(before) is not None
        if not short and not owner:
            if match.start() == 0 and _DOES.match(line.text[match.end() :]) and line.kind == "paragraph":
                vote(name, worth * 0.25, f"words{where(line.page) or ' at the beginning'}")
            continue
        whole = len(match.group()) >= 0.8 * len(line.text.strip(" .:"))
        said = (
            f"line{where(line.page) or ' at the beginning'}"
            if whole
            else f"words{where(line.page) or ' at the beginning'}"
        )
        vote(name, worth * (2 if whole else 1.2 if owner else 0.5), said)


def _named_in(words: str) -> list[tuple[str, bool]]:
    """(name, whether it is the whole line) of the bodies in a line."""
    return [(name, len(match.group()) >= 0.8 * len(words.strip(" .:"))) for match, name in _matches(words)]


def _matches(words: str) -> Iterator[tuple[re.Match[str], str]]:
    words = _cased(words) if words.isupper() else _CAPITALS.sub(lambda match: _cased(match.group()), words)
    taken: list[tuple[int, int]] = []
    for pattern in (_NATIONAL, _NAMES):
        for match in pattern.finditer(words[:400]):
            name = _named(match.group())
            if name is not None and not any(match.start() < end and start < match.end() for start, end in taken):
                whole = len(match.group()) >= 0.8 * len(words.strip(" .:"))
                if pattern is _NAMES and not whole and _WEAK.search(name):
                    continue
                if pattern is _NATIONAL and any(
                    n.start() <= match.start() and match.end() < n.end() for n in _NAMES.finditer(words[:400])
                ):
                    continue
                taken.append(match.span())
                yield match, name


def _cased(words: str) -> str:
    """Words all in capitals as a name is written: "Harbour and Weir Council"."""
    if not words.isupper():
        return words
    made = []
    for n, word in enumerate(words.split()):
        small = word.casefold()
        made.append(
            small
            if n and small in _SMALL
            else word
            if word.strip(",.()") in _ACRONYMS
            else re.sub(r"[A-Z]+(?:['’][A-Z]+)?", lambda m: m.group().capitalize(), word)
        )
    return " ".join(made)


def _named(found: str) -> str | None:
    """The name in a match, without what stands before it; None where only its kind is said ("Parish Council")."""
    name = re.sub(r"^\d+\s+|\s+(?:19|20)\d\d(?:[-–/]\d{2,4})?$", "", _BEFORE.sub("", found)).strip(" ,.&/-")
    words = name.split()
    if (
        not words
        or (len(words) < 2 and not _NATIONAL.fullmatch(name))
        or words[0].casefold() in ("this", "that", "each", "every", "any", "all", "your", "its", "their")
    ):
        return None
    if _NATIONAL.fullmatch(name):
        return name
    if _OF_ANY_BODY.match(name):
        return None
    if all(word.casefold().strip(",'’s") in _KINDS_OF_BODY or word.casefold() in _SMALL for word in words[:-1]):
        return None
    return name


def _author(author: str | None) -> tuple[str, str] | None:
    words = (author or "").strip()
    named = _named_in(words)
    return (words[:120], "file properties") if named and named[0][1] else None


def only_organisation(words: str) -> bool:
    """Whether a line is a body's name and nothing else."""
    words = words.strip(" .:")
    return any(whole and len(name) >= 0.85 * len(words) for name, whole in _named_in(words))
