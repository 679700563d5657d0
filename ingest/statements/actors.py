"""Who is to do it: names as written, the canonical names behind them, and which phrases can act at all.

Short forms come from the document itself ("Department for Education (DfE)", "the working group" after its full name),
then from a table of public bodies; roles (officers, members) stand for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.documents import Block, Document
from core.statements import Actor, Basis
from core.text import cleaned

BODIES = {
    "DfE": "Department for Education",
    "DHSC": "Department of Health and Social Care",
    "DLUHC": "Department for Levelling Up, Housing and Communities",
    "MHCLG": "Ministry of Housing, Communities and Local Government",
    "DWP": "Department for Work and Pensions",
    "MoJ": "Ministry of Justice",
    "MOJ": "Ministry of Justice",
    "HMT": "HM Treasury",
    "DCMS": "Department for Culture, Media and Sport",
    "Defra": "Department for Environment, Food and Rural Affairs",
    "DEFRA": "Department for Environment, Food and Rural Affairs",
    "DfT": "Department for Transport",
    "DBT": "Department for Business and Trade",
    "DESNZ": "Department for Energy Security and Net Zero",
    "NHSE": "NHS England",
    "ICB": "Integrated Care Board",
    "LGA": "Local Government Association",
    "ADCS": "Association of Directors of Children's Services",
    "ADASS": "Association of Directors of Adult Social Services",
    "CQC": "Care Quality Commission",
    "EHRC": "Equality and Human Rights Commission",
    "UKHSA": "UK Health Security Agency",
    "HMPPS": "HM Prison and Probation Service",
    "YJB": "Youth Justice Board",
    "NAO": "National Audit Office",
}
GOVERNMENT = "UK Government"

_HEADS = frozenset(
    ["government", "department", "ministry", "council", "councils", "cabinet", "board", "committee", "panel", "group", "authority", "authorities", "commission", "commissioner", "office", "officer", "officers", "member", "members", "minister", "ministers", "secretary", "director", "directors", "team", "teams", "agency", "trust", "trusts", "fund", "university", "college", "partnership", "partnerships", "organisation", "association", "forum", "service", "services", "treasury", "parliament", "executive", "chair", "chairman", "chairperson", "clerk", "councillor", "councillors", "leader", "leaders", "mayor", "inspectorate", "inspectorates", "regulator", "ombudsman", "taskforce", "force", "network", "partners", "partner", "provider", "providers", "schools", "school", "hospital", "police", "union", "unions", "company", "contractor", "colleagues", "staff", "manager", "managers", "adviser", "advisers", "advisor", "advisors", "head", "workers", "worker", "headteachers", "confederation", "league", "guild", "academy", "museum", "registrar", "coroner", "constable", "treasurer", "solicitor", "auditor", "lead", "practice", "academies", "hospitals", "inspector", "delegate", "governors", "trustees", "foundation", "institute", "society", "charity", "consortium", "federation", "collaborative", "alliance", "centre", "alliance", "subgroup", "subcommittee", "secretariat", "working-group", "we", "they", "strategy", "bureau", "court", "courts", "parish", "district", "county", "borough", "region", "regions", "icb", "icbs", "nhs", "ofsted", "cqc", "assembly", "corporation", "conference", "senate", "tribunal", "official", "officials", "institution", "institutions", "holder", "holders", "crew", "crews", "ranger", "rangers", "inspectors", "nurse", "nurses", "pharmacist", "physician", "surgeon", "engineers", "planners", "operator", "operators", "landlord", "landlords", "companies", "authors", "reviewer", "commissioners", "wardens", "warden", "volunteers", "consultants", "auditors", "groups", "boards", "committees", "panels", "departments", "agencies", "associations", "universities", "colleges", "charities", "administration", "legislature", "leaders", "constables", "divisions", "directorate", "directorates", "headteacher", "principal", "bursar", "matron", "archivist", "librarian"]
)  # fmt: skip
_ROLE_ONLY = frozenset(["strategy", "plan", "report", "paper", "bill", "white paper", "response", "review"])
_NAMED_SHORT = re.compile(
    r"((?:[A-Z][\w’'&-]*|of|for|and|the|in|on|with|to|&)(?:,?\s+(?:[A-Z][\w’'&-]*|of|for|and|the|in|on|with|to|&)){0,9})\s+\((?:the\s+)?[\"“'‘]?([A-Z][A-Za-z&]{1,9})[\"”'’]?\)"
)
_FULL_NAMES = re.compile(
    r"\b((?:[A-Z][\w’'&-]*\s+)(?:(?:of|for|and|the|in|on|[A-Z][\w’'&-]*)\s+){0,7}(?:Group|Panel|Board|Committee|Forum|Commission|Partnership|Taskforce|Council|Trust|Fund|Agency|Authority|Cabinet|Association|Team|Department|Office|University|Alliance|Network|Department for [A-Z]\w+))\b"
)
_DEPARTMENT = re.compile(
    r"\b((?:Department (?:for|of)|Ministry of) (?:the )?[A-Z]\w+(?:(?:, [A-Z]\w+)+,? and(?: [A-Z]\w+)+|(?: and| of| for)? [A-Z]\w+){0,5})"
)
_ARTICLE = re.compile(r"^(?:(?:The|A|An|This|In|At|To|For|And|Of|On)\s+)+")
_OCCASION = re.compile(
    r"^(?:(?:Minutes|Notes?|Meetings?|Members|Chair|Report|Agenda|Papers?) (?:of|for|to|from) )+(?:the )?"
)
_FULL_NAMES_OF = re.compile(
    r"\b((?:[A-Z][\w’'&-]+ ){0,3}(?:Association|Confederation|Federation|Institute|Society|Council|Office|Union|Union|League|Board) (?:of|for) (?:[A-Z][\w’'&-]*|and|of|for|the)(?: (?:[A-Z][\w’'&-]*|and|of|for|the)){0,6}(?<! and)(?<! of)(?<! for)(?<! the))"
)
_REPORT_BY = re.compile(
    r"^\W*(?:Joint )?[Rr]eport (?:by|of|from) (?:the )?[^,\n]{3,60}, (?P<name>[A-Z][^\n,.;]{5,80}?)\W*$", re.M
)
_COLUMN_HEADS = re.compile(r"^(?:Councillor|Member|Name|Title|Role|Cllr)s? (?:Authority|Council|Organisation|Group)\b")


_ANSWERS = re.compile(
    r"\b(?:Government|Government['’]s) [Rr]esponse\b|\b[Rr]esponse (?:by|of|from) (?:the |HM |His Majesty['’]s |Her Majesty['’]s )?Government\b"
)
_PART_OF_A_BODY = re.compile(r"\b(?:Committee|Cabinet|Panel|Executive)$")
_WHOLE_BODY = re.compile(
    r"(?:[A-Z][\w’'&-]+ (?:and |of |with |the )*){1,5}(?:Council|Combined Authority|NHS Trust|Foundation Trust|Constabulary)\b"
)


def _own_organisation(document: Document) -> str | None:
    name = document.organisation
    if _ANSWERS.search(document.title) or _ANSWERS.search(document.text[:400]):
        return GOVERNMENT  # "Government response to the Committee's report" names the Committee and is the Government's
    if name and not _COLUMN_HEADS.match(name):
        if not _PART_OF_A_BODY.search(name):
            return name
        whole = _WHOLE_BODY.search(document.text[:1500])
        return " ".join(whole.group().split()) if whole else name
    by = _REPORT_BY.search(document.text[:4000])
    return " ".join(by["name"].split()) if by else None


_EDGE = re.compile(r"^(?:the|a|an|this|its|their|our|both|all)\s+", re.I)


class ActorTable:
    """The names of one document."""

    def __init__(self, document: Document, blocks: Sequence[Block]) -> None:
        body = cleaned(document.text, markup=True).text
        self._short: dict[str, str] = dict(BODIES)
        for long, short in _NAMED_SHORT.findall(body):
            name = _matching_name(long, short)
            if name:
                self._short[short] = name
        self._named = [
            (block.span.start + match.start(), _ARTICLE.sub("", _OCCASION.sub("", match[1])).strip())
            for block in blocks
            if block.kind != "furniture"
            for match in _FULL_NAMES.finditer(block.span.of(document.text))
        ]
        self._full: dict[str, list[str]] = {}
        apart = [
            cleaned(block.span.of(document.text), markup=True).text for block in blocks if block.kind != "furniture"
        ]
        for name in (name for words in apart for name in _FULL_NAMES.findall(words)):
            tidy = _ARTICLE.sub("", _OCCASION.sub("", name)).strip()
            if len(tidy.split()) > 1:
                self._full.setdefault(tidy.split()[-1].lower(), []).append(tidy)
        departments: list[str] = _DEPARTMENT.findall(body)
        for name in (name for words in apart for name in _FULL_NAMES_OF.findall(words)):
            words = name.split()
            head = next(n for n, word in enumerate(words) if word in ("of", "for")) - 1
            self._full.setdefault(words[head].lower(), []).append(_ARTICLE.sub("", name).strip())
        self._department: str | None = max(set(departments), key=departments.count).rstrip(",") if departments else None
        self._organisation = _own_organisation(document)
        self._about_government = bool(re.search(r"\bthe Government\b|\bGovernment['’]s\b", body))

    @property
    def organisation(self) -> str | None:
        """Whose paper it is: as the document's metadata say, else as its first page does; None where neither does."""
        return self._organisation

    def actor(self, text: str, basis: Basis = "stated", before: int | None = None) -> Actor:
        """The actor written as `text`; `before`: where it stands, so that "the group" is the last one named above it."""
        short = re.fullmatch(
            r"(?:[Tt]he|[Tt]his) ((?:working |steering |reference |advisory )?(?:group|panel|forum|taskforce|partnership))",
            text,
        )
        if short and before is not None:
            head = short[1].split()[-1].lower()
            above = [
                name for at, name in self._named if at < before and name.lower().endswith(head) and before - at < 6000
            ]
            if above:
                return Actor(text, above[-1], basis)
        return Actor(text, self.canonical(text), basis)

    def canonical(self, text: str) -> str:
        """The full name of a body written short, else the words without their article."""
        words = _EDGE.sub("", re.sub(r"^That\s+", "", " ".join(text.split()))).strip(" ,.;:’'")
        words = re.sub(r"\s*\([^)]*\)", "", words).strip()
        bare = re.sub(r"['’]s$", "", words)
        lower = bare.lower()
        if lower in ("we", "us", "our"):
            return self._organisation or "we"
        if lower in (
            "government",
            "uk government",
            "his majesty's government",
            "her majesty's government",
            "ministers",
        ):
            return GOVERNMENT
        if lower in ("strategy", "white paper", "implementation strategy") and self._about_government:
            return GOVERNMENT
        if bare in self._short:
            return self._short[bare]
        if lower in ("department", "the department") and self._department:
            return self._department
        if lower in _HEADS and self._organisation and lower in self._organisation.lower().split():
            return self._organisation  # "the Council", "the Assembly" in that body's own paper
        if " " not in lower or lower.split()[0] in ("working", "national", "steering", "project"):
            known = self._full.get(lower.split()[-1], [])
            wanted = [name for name in known if set(lower.split()) <= set(name.lower().split())]
            distinct = list(dict.fromkeys(wanted))
            if len(distinct) == 1 and lower not in ("council", "team", "office", "fund"):
                return distinct[0]
        return bare[:1].upper() + bare[1:] if bare else words


def _matching_name(long: str, short: str) -> str | None:
    """The tail of the words before a bracket whose initials the short form has, or None."""
    words = long.split()
    letters = [c for c in short if c.isupper()] or list(short.upper())
    for start in range(len(words)):
        tail = words[start:]
        if not tail[0][:1].isupper() or tail[0] in ("The", "A", "An"):
            continue
        initials = [w[0].upper() for w in tail if w[0].isupper()]
        if (
            initials == letters
            or [w[0].upper() for w in tail if w.lower() not in ("of", "for", "and", "the", "&")] == letters
        ):
            return " ".join(tail)
    return None


def can_act(words: str, *, proper: bool, person: bool) -> bool:
    """Whether a noun phrase names somebody who can act: a body, a role, "we", a named person or a short form."""
    plain = _EDGE.sub("", words.strip())
    if plain.lower() in ("we", "i") or person:
        return True
    if re.match(r"(?:many|some|most|few|several|more|fewer|other|any|no)\b", plain, re.I):
        return False
    name = _TAIL.split(plain)[0]
    head = [re.sub(r"['’]s$", "", word) for word in name.lower().split()]
    if not head:
        return False
    if _TITLE.match(plain):
        return True
    if head[-1] in _HEADS or (proper and bool(_HEADS & set(head))):
        return True
    return bool(re.fullmatch(r"(?:[A-Z][a-z]?){2,6}s?|[A-Z]{2,6}s?", name.strip()))


_TITLE = re.compile(
    r"(?:(?:Interim|Acting|Deputy|Assistant|Associate|Executive|Corporate|Service|Chief) ){1,3}[A-Z][a-z]+|(?:Director|Head|Chair|Leader|Secretary|Minister|Clerk|Lead|Cabinet Member|Portfolio Holder) (?:of|for|to)\b"
    r"|(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Professor|Prof|Revd?)\.? [A-Z]"
)
"""Job titles and people with a form of address: they can act whatever noun their name ends in."""
_TAIL = re.compile(r"\s+(?:of|for|in|on|at|from|with|to|who|which|that|including)\s+|\s+and\s+(?=[a-z])|,|\s*\(")


def is_document(words: str) -> bool:
    """Whether the words name a paper ("the strategy", "this report") and nobody who acts."""
    return (
        _EDGE.sub("", words.strip()).lower().split()[-1:] != []
        and _EDGE.sub("", words.strip()).lower().split()[-1] in _ROLE_ONLY
    )
