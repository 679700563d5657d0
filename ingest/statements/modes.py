"""What a section is for: a list of commitments, decisions, views, recommendations, notices, survey results or plain text.

The mode comes from words of the headings above a block (the nearest that says anything decides), from the block's own
kind, from the sentence that leads a list in, and, for views and survey results, from the share of sentences that speak so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from core.documents import Block, Document
from core.text import plain
from ingest.statements.sentences import Sentence

Mode = Literal[
    "commitments", "decision", "action", "next_steps", "view", "recommendation", "admin", "background", "survey", "body"
]

_HEADINGS: tuple[tuple[Mode, re.Pattern[str]], ...] = (
    ("next_steps", re.compile(r"\bwhat (?:will|happens|do|does|is|are)\b.{0,40}\b(?:next|now|do|done|happen)\b|\bwhat (?:we|the \w+) (?:will|are going to)\b")),
    ("commitments", re.compile(r"^(?:[\d.]+\s*)?how (?:we|the \w+) (?:will|plan to|intend to) (?:achieve|deliver|do|make|get)\b")),
    ("decision", re.compile(r"^(?:\d+\.?\s*)?(?:decisions?|resolutions?|resolved|agreed)\b(?! (?:making|maker|support))")),
    ("action", re.compile(r"^(?:\d+\.?\s*)?(?:actions?|agreed actions?|action points?|actions? (?:arising|agreed|list|log))\W*$")),
    ("admin", re.compile(
        r"\b(?:attendance|apolog|membership|declarations? of interest|contact (?:details|officer)|hybrid meeting|catering|refreshment|carers.? allowance|access to information"
        r"|public participation|fire|webcast|filming|how to find|date of (?:the )?next meeting|dates of|venue|agenda$|guidance for (?:members|visitors)|biograph)"
    )),
    ("recommendation", re.compile(r"\brecommend")),
    ("view", re.compile(r"\b(?:views?|comments?|our response|our position|reaction|opinion|key messages|what we think|members.? comments|concerns)\b(?! on draft)|(?<!government )(?<!department )(?<!ministry )\bresponse$")),
    ("commitments", re.compile(
        r"\b(?:commitments?|pledges?|(?:proposed|planned|plans|priorities|activity|actions?|deliverables|work(?: programme)?|proposals) (?:for|in) (?:the )?(?:coming year|next (?:financial )?year|20\d\d)"
        r"|(?:propos\w+|plan\w*|priorit\w+|focus|offer|activit\w+|areas|work|objectives|aims)\b.{0,60}\b(?:for|in|during) (?:the )?(?:financial year )?20\d\d|what (?:we|the \w+) will do|we will(?: do)?|our (?:plan|promises?|pledges?)|planned (?:work|activit\w+|actions?))\b"
        r"|^(?:[\d.]+\s*)?(?:the |our |draft )?(?:action|delivery|improvement|corporate|council|business|recovery|transformation|implementation|forward) (?:plan|work ?programme)$"
    )),
    ("next_steps", re.compile(r"^(?:[\d.]+\s*)?(?:next steps?|proposals?|way forward|the way forward|looking ahead|timetable|timeline|implementation$|future (?:work|plans|activity)|options)\b|\bnext steps\b|\bwhat happens (?:next|now)\b|\bwhat next\b")),
    ("background", re.compile(r"\b(?:background|context|introduction|legal|statutory|legislat|financial implications|risk|equalit|consultation undertaken)")),
)  # fmt: skip

OPINION = re.compile(
    r"\b(?:[Ww]e|LGA|Council|council|[Mm]embers?|I|They|they|respondents?)\s+(?:also\s+|strongly\s+|therefore\s+|very much\s+|fully\s+|would\s+|do\s+|are\s+|remain\s+|continue to\s+|have\s+|broadly\s+|however\s+|firmly\s+|warmly\s+|particularly\s+)*"
    r"(?:welcomes?|believes?|hopes?|urges?|calls?|concerned|pleased|disappointed|agrees?|recognises?|questions?|supports?|thinks?|feels?|asks?|wants?|like|look forward|recommends?|appreciates?|acknowledges?|regrets?|disagrees?|opposes?|oppose|considerable concerns|serious concerns|concerns)\b"
    r"|\b[Ii]t (?:is|will be|would be|remains) (?:also |therefore |absolutely |really |particularly |very )*(?:vital|important|essential|critical|crucial|disappointing|positive|clear|right|unclear|imperative|key|helpful|good|encouraging|regrettable)\b"
    r"|\bis (?:\w+ )?welcome\b"
)  # fmt: skip
_SURVEY = re.compile(
    r"(?:\d\s?%|per cent|\b(?:most|some|many|several|a few|other|all|responding) (?:LAs|councils|authorities|respondents|trusts|participants))[^.]{0,200}\b(?:said|reported|thought|felt|agreed|mentioned|cited|indicated|stated|selected)\b|\brespondents\b", re.I
)  # fmt: skip
_RESULTS = re.compile(
    r"\b(?:survey|consultation|questionnaire|poll|census|omnibus)\b.*\b(?:findings|results|responses?|report|analysis|summary)\b"
    r"|\b(?:findings|results|report|analysis|summary)\b.*\b(?:survey|consultation|questionnaire|poll)\b"
)
_YOU = re.compile(r"\b[Yy]our?s?\b")
_MINUTES = re.compile(
    r"\b(?:minutes?|notes? of (?:the )?(?:last|previous|meeting)|decision record|record of (?:the )?decisions?|(?:cabinet|council|committee|board|executive|issue|key)\W{1,3}decisions?)\b"
)
_VIEW_LEAD = re.compile(
    r"\bmembers?['’]?s?\s+(?:comments?|made the following)|\b(?:comments|concerns|points|views|questions) (?:were )?(?:raised|made)|\bmembers (?:commented|raised|asked)",
    re.I,
)
_REPLY_LEAD = re.compile(r"\bin (?:response|reply) to\b|\bofficers? (?:responded|replied|explained|made|advised)", re.I)


_MAKES_POLICY = re.compile(r"\b(?:Department|Ministry|Government|Treasury|Office|NHS England|Inspectorate|Agency)\b")
_FINANCIAL_YEAR = re.compile(r"\b(20\d\d)\s?[/–-]\s?(?:20)?\d\d\b")
_PLANNED = re.compile(r"\b(?:propos\w+|plan\w*|priorit\w+|forward|next|coming|commitments?|will)\b")


def _financial_year(day: str | None) -> int | None:
    """The calendar year in which the financial year of an ISO date began (April to March)."""
    if not day or len(day) < 7:
        return None
    return int(day[:4]) - (int(day[5:7]) < 4)


_RULES = re.compile(
    r"\b(?:terms of reference|standing orders|financial regulations|bye-?laws|constitution|articles of association|code of conduct|terms and conditions|privacy (?:notice|policy|statement)|cookies? policy|tenancy agreement|conditions of hire|scheme of delegation|contract procedure rules)\b"
)
_ABOUT_RULES = re.compile(
    r"\b(?:review|report|update|updating|changes?|amend\w*|propos\w*|consult\w*|revis\w*|adoption|minutes|plan|strategy)\b"
)


def _lays_down_rules(document: Document, blocks: Sequence[Block]) -> bool:
    """Whether a document's own title says that it lays down rules or tells how data are kept."""
    first = next((block.span.of(document.text) for block in blocks if block.kind == "heading"), "")
    titles = [plain(document.title), plain(" ".join(first.split()))]
    return any(_RULES.search(title) and not _ABOUT_RULES.search(title) and len(title) < 120 for title in titles)


def _led(text: str, blocks: Sequence[Block]) -> dict[int, str]:
    """Lead-ins of items that print "RESOLVED that –" or "That Cabinet" above them, by where each item starts."""
    found: dict[int, str] = {}
    lead = ""
    for block in blocks:
        if block.kind == "furniture":
            continue
        words = " ".join(block.span.of(text).split()).strip("*_ ")
        numbered = block.number is not None or block.kind == "list_item"
        if block.kind == "heading":
            lead = ""
        elif not numbered or not lead:
            lead = words if len(words) < 300 and _LEADS.search(words) and not (numbered and block.lead_in) else ""
        elif block.lead_in is None:
            found[block.span.start] = lead
    return found


_LEADS = re.compile(
    r"\b(?:RESOLVED|AGREED|[Rr]esolved|[Aa]greed|DECIDED|[Dd]ecided)\b(?:\s+(?:that|to))?\s*[:–—-]+\s*(?:[Tt]hat|[Tt]o)?\W*$"
    r"|^(?:That |The )?(?:[A-Z][\w’'&-]* (?:of |and |the |for )?){0,6}(?:Cabinet|Council|Committee|Board|Panel|Executive|Governors|Trustees)\s*[:–—-]*$"
)


class Modes:
    """The modes of a document's blocks and the region facts that rules ask for."""

    def __init__(self, document: Document, blocks: Sequence[Block], found: Sequence[Sentence]) -> None:
        self._blocks = blocks
        self._text = document.text
        self._minutes_document = document.type == "minutes"
        self._policy_of_government = document.type == "evidence" and bool(
            _MAKES_POLICY.search(document.organisation or "")
        )
        self._year = _financial_year(document.date)
        self._survey_document = document.type == "survey_report"
        duties = sum(bool(re.search(r"\bshall\b", s.text)) for s in found)
        plans = sum(bool(re.search(r"\bwill\b", s.text)) for s in found)
        self.regulations = (duties >= 8 and duties > plans) or _lays_down_rules(document, blocks)
        """Whether the document lays down rules: standing orders, terms of reference, contracts, privacy notices."""
        addressed = sum(bool(_YOU.search(s.text)) for s in found)
        self.to_the_reader = len(found) >= 4 and addressed >= 0.25 * len(found) and document.type != "letter"
        """Whether the document speaks to its reader all along ("you will be given ..."): a leaflet, a notice, terms."""
        counts: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
        for sentence in found:
            tally = counts[blocks[sentence.block].section]
            tally[0] += 1
            tally[1] += bool(OPINION.search(sentence.text))
            tally[2] += bool(_SURVEY.search(sentence.text))
        n = max(1, len(found))
        share = sum(tally[2] for tally in counts.values()) / n
        if share > 0.25 or (share > 0.08 and _RESULTS.search(plain(document.title))):
            self._survey_document = True
        self._opinion_share = {section: tally[1] / tally[0] for section, tally in counts.items() if tally[0] >= 4}
        self._headings: dict[tuple[str, ...], Mode] = {}
        self._led = _led(document.text, blocks)

    @property
    def survey_document(self) -> bool:
        return self._survey_document

    def minutes(self, block: Block) -> bool:
        """Whether the block is part of minutes: of the document, or of a section that is called so."""
        return self._minutes_document or any(_MINUTES.search(plain(heading)) for heading in block.section)

    def lead_in(self, block: Block) -> str:
        if block.lead_in:
            return " ".join(block.lead_in.of(self._text).split())
        return self._led.get(block.span.start, "")

    def of(self, block: Block) -> Mode:
        if block.kind == "decision":
            return "decision"
        if block.kind == "action":
            return "action"
        lead = self.lead_in(block)
        if lead and _VIEW_LEAD.search(lead) and not _REPLY_LEAD.search(lead):
            return "view"
        mode = self._by_headings(block.section)
        if mode in ("body", "background", "next_steps") and self._opinion_share.get(block.section, 0.0) >= 0.4:
            return "view"
        if mode in ("body", "background") and self._survey_document:
            return "survey"
        return mode

    def _is_over(self, heading: str) -> bool:
        """Whether a heading names one financial year that has begun before the document was written, and no plan."""
        year = _FINANCIAL_YEAR.search(heading)
        if year is None or self._year is None or _PLANNED.search(heading):
            return False
        return int(year[1]) <= self._year

    def _by_headings(self, section: tuple[str, ...]) -> Mode:
        if section not in self._headings:
            self._headings[section] = next(
                (
                    mode
                    for depth, heading in enumerate(reversed(section))
                    for mode, words in _HEADINGS
                    if (depth == 0 or mode not in ("admin", "decision", "action"))
                    and words.search(plain(heading).strip("#* "))
                    and not (mode == "view" and self._policy_of_government)
                    and not (mode == "commitments" and self._is_over(plain(heading)))
                ),
                "body",
            )
        return self._headings[section]
