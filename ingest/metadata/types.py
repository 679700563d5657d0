"""What kind of paper it is, from the words with which each kind begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.documents import Block, DocumentType
from ingest.metadata.opening import Opening, where

if TYPE_CHECKING:
    from ingest.readers.reading import Reading

MOST_OF_A_PACK_LINE = 12  # words; a longer line is a sentence that may speak of another's pack
MANY_RESPONDENTS = 1.5  # mentions of respondents in a thousand words, from which a paper reports a survey; our choice
_FLAGS = re.IGNORECASE | re.MULTILINE
_PACK = re.compile(
    r"public document pack|agenda pack|\bdocument pack\b|supplementary agenda|agenda and (?:papers|reports)|^\W*board papers\W*$|^\W*meeting papers\W*$",
    _FLAGS,
)
_AGENDA = re.compile(
    r"^\W*agenda\b|\bagenda\W*$|notice of (?:a )?meeting|summons to attend|you are (?:hereby )?(?:invited|summoned)",
    _FLAGS,
)
_FIRST_ITEM = re.compile(r"^\s*1\.?\s+(?:welcome|apologies|introduction|chair|declaration|minutes)", _FLAGS)
_MINUTES = re.compile(
    r"\bminutes? of (?:the |a )?(?!last|previous)|^\W*(?:draft |unconfirmed |approved |confirmed )?minutes\b(?! of (?:the )?(?:last|previous))|\b(?:action )?notes? (?:of|from) (?:the |a )?.{0,60}\bmeeting\b"
    r"|^at a (?:meeting|special meeting) of\b|\brecord of (?:the )?meeting|\bminutes$", _FLAGS,
)  # fmt: skip
_ATTENDED = re.compile(
    r"\bpresent\b|\bapologies\b|\bin attendance\b|\battendees\b|\battended\b|\bin the chair\b", re.IGNORECASE
)
_EVIDENCE = re.compile(
    r"\bwritten (?:evidence|submission)\b.{0,40}\b(?:by|from|to|on behalf)\b|\b(?:evidence|submission|memorandum) (?:submitted )?(?:to|by|from) .{0,80}(?:committee|inquiry|commission|tribunal|review|call for evidence)"
    r"|^\W*(?:supplementary )?written (?:evidence|submission)\b|\bmemorandum (?:of evidence|submitted)\b|\bsubmission (?:to|from|by)\b.{0,80}\b(?:inquiry|committee|call for evidence|review)\b|\bevidence (?:submitted )?(?:by|from)\b"
    r"|(?:response|submission|evidence) to .{0,90}\b(?:call for evidence|inquiry|select committee)\b|^\W*[\[(]?[A-Z]{3}\d{4}[\])]?\W*$|^\W*[A-Z]{3}\d{3,4}\s*[-–]", _FLAGS,
)  # fmt: skip
_OWN_REPORT = re.compile(
    r"together with formal minutes|\breport of session\b|ordered by the house|oral evidence taken|call for evidence (?:on|about|into)\b.{0,60}\b(?:opens|closes)",
    _FLAGS,
)
_SURVEY_TITLE = re.compile(
    r"\b(?:surveys?|omnibus|polls?|polling|research report|wave \d+|census of|questionnaire|public attitudes|attitudes to(?:wards)?|perceptions? of|tracker|barometer)\b"
    r"|\bconsultation (?:(?:outcomes?|feedback|findings|analysis|results|responses?|summary) ?(?:report|summary)?|report)\b|\b(?:analysis|summary|report) of (?:the )?(?:consultation )?responses\b|\b(?:results|findings|feedback) (?:of|from) (?:the |our |a )?.{0,40}\b(?:survey|consultation|engagement)\b"
    r"|\breport on (?:the |our )?.{0,40}\bconsultation\b|\bwhat you told us\b|\bengagement (?:findings|report)\b|\bgovernment (?:consultation )?response\b",
    re.IGNORECASE,
)
_SURVEYED = re.compile(
    r"\b(?:survey(?:s|ed)?|respondents?|responses|questionnaires?|interview(?:s|ed|ees)?|answered|per cent of)\b",
    re.IGNORECASE,
)
_STRATEGY_TITLE = re.compile(
    r"\b(?:strateg(?:y|ies)|(?:strategic|action|improvement|business|corporate|delivery|development|recovery|implementation|council|service|local|transport|plan(?:ning)?|transformation|sustainability|community|workforce|police and crime|joint forward|five[- ]year|forward|neighbourhood|capital|financial|education|skills|climate\w*|carbon|investment|equality|accessibility|communications|safety|crime) plan"
    r"|plan(?: (?:for )?(?:19|20)\d\d.{0,15})?$|white paper|green paper|policy paper|policy statement|framework|roadmap|road map|vision|manifesto|prospectus|blueprint|charter|our priorities|statement of (?:policy|intent)|concordat)\b",
    re.IGNORECASE,
)
_TO_A_BODY = re.compile(
    r"^\W*(?:joint |information |decision |cover(?:ing)? )?(?:report|paper|briefing) (?:to|for)(?: the)?:? .{0,90}\b(?:cabinet|committee|council|board|panel|executive|forum|governing body|authority|commission|leader|member|mayor|assembly|trustees|group)\b",
    _FLAGS,
)
_OF_AN_OFFICER = re.compile(
    r"^\W*(?:joint )?report (?:of|by|from)(?: the)?:? .{0,80}\b(?:director|head|officer|executive|manager|leader|portfolio holder|cabinet member|chair|solicitor|treasurer|secretary|commissioner|assistant)\b",
    _FLAGS,
)
_BOARD_WORDS = {
    "purpose of the report": re.compile(r"^\W*(?:\d+[.)]?\s*)?(?:purpose(?: of (?:the |this )?(?:report|paper|item))?|reason for (?:the )?report)\b", _FLAGS),
    "recommendations": re.compile(r"^\W*(?:\d+[.)]?\s*)?(?:officer )?recommend(?:ations?|ed|ation/s|ation\(s\))\b|\b(?:committee|board|cabinet|council|members|panel|executive|forum)(?: members)? (?:is|are) (?:asked|recommended|invited|requested) to\b", _FLAGS),
    "for decision": re.compile(r"^\W*for (?:decision|direction|information|approval|discussion|noting|assurance)\b", _FLAGS),
    "implications": re.compile(r"^\W*(?:\d+[.)]?\s*)?(?:financial|legal|equalit\w+|resource|risk|staffing|policy)(?: and (?:legal|financial|risk|resource|\w+))? implications\b", _FLAGS),
    "background papers": re.compile(r"\bbackground papers\b", _FLAGS),
    "considered by": re.compile(r"^\W*this (?:report|paper) (?:seeks|asks|sets out|provides|updates|presents|informs)\b", _FLAGS),
}  # fmt: skip
_WEAK = frozenset(
    ["prepared by", "author", "authors", "author(s)", "status", "director", "from", "classification", "presented by"]
)  # on any report
_CLOSE = re.compile(
    r"^[^\w\n]{0,40}(?:Yours (?:sincerely|faithfully|truly|ever)|Kind regards|With (?:best|kind) (?:wishes|regards)|Best wishes|Regards)\b",
    re.MULTILINE | re.IGNORECASE,
)


def type_of(
    opened: Opening, title: str, blocks: Sequence[Block], reading: Reading, stem: str
) -> tuple[DocumentType, str]:
    """(type, the words that show it). `title` is what the heading says, before the kind is known."""
    first = opened.text
    head = f"{title}\n{first[:3000]}"
    page = where(opened.cover)
    made = _of_meetings(opened, title, head, first, blocks, stem)
    if made is not None:
        return made[0], f"{made[1]}{page if made[1].startswith('words') else ''}"
    evidence = _EVIDENCE.search(f"{title}\n" + "\n".join(line.text for line in opened.lines[:10] if line.n_words <= 40))
    if evidence is not None and not _OWN_REPORT.search(first[:3000]):
        return "evidence", f"words {_short(evidence.group())!r}{page}"
    if (letter := _letter(opened, reading.text)) is not None:
        return "letter", letter
    board = _board(opened, first)
    if len(board) >= 3 or (len(board) >= 2 and not _SURVEY_TITLE.search(title)):
        return "board_paper", f"words {', '.join(repr(words) for words in board[:2])}"
    for kind, pattern in (("survey_report", _SURVEY_TITLE), ("strategy", _STRATEGY_TITLE)):
        if (said := pattern.search(title)) is not None:
            return kind, f"word {said.group()!r} in the title"  # type: ignore[return-value]
    questions = sum(block.kind == "survey_question" for block in blocks)
    if questions >= 4:
        return "survey_report", f"{questions} survey questions"
    subtitle = "\n".join(line.text for line in opened.lines[:8] if line.n_words <= 12 and line.page == opened.cover)
    said = _SURVEY_TITLE.search(subtitle)
    if said is not None and ("research" not in said.group().casefold() or len(_SURVEYED.findall(reading.text)) >= 3):
        return "survey_report", f"words {said.group()!r}{page}"
    mentions = reading.text.casefold().count("respondents")
    if mentions >= 8:
        mentions = len(re.findall(r"\brespondents\b", reading.text, re.IGNORECASE))
    if mentions >= 8 and mentions / max(1, reading.text.count(" ")) * 1000 >= MANY_RESPONDENTS:
        return "survey_report", f"the word 'respondents', {mentions} times"
    if (said := _STRATEGY_TITLE.search(subtitle)) is not None:
        return "strategy", f"words {said.group()!r}{page}"
    return "other", "no words of another type"


def _short(words: str) -> str:
    return " ".join(words.split()[:4])


def _unnumbered(opened: Opening, title: str) -> list[str]:
    """The title and the short lines at the top that are no items of an agenda."""
    return [title] + [
        line.text
        for line in opened.lines[:20]
        if line.n_words <= 40 and not line.cell and line.number is None and line.kind not in ("list_item", "contents")
        and not re.match(r"\d", line.text)
    ]  # fmt: skip


def _of_meetings(
    opened: Opening, title: str, head: str, first: str, blocks: Sequence[Block], stem: str
) -> tuple[DocumentType, str] | None:
    numbers = {block.item.number for block in blocks if block.item is not None}
    listed = sum(block.kind == "contents" and block.item is None for block in blocks[:150])
    outcomes = sum(block.kind in ("decision", "action") for block in blocks)
    named = re.search(r"\bminutes\b", re.sub(r"[\W_]+", " ", stem), re.IGNORECASE)
    minutes = next((found for words in _unnumbered(opened, title) if (found := _MINUTES.search(words))), None)
    pack = _PACK.search("\n".join(line.text for line in opened.lines[:25] if line.n_words <= MOST_OF_A_PACK_LINE))
    if pack is not None and not (minutes is not None and head.find(minutes.group()) < head.find(pack.group())):
        return "agenda_pack", f"words {_short(pack.group())!r}"
    if minutes is not None and len(numbers) < 2 and (outcomes or _ATTENDED.search(first[:4000]) or named):
        if not (_AGENDA.search(head[:400]) and not re.search(r"minutes", head[:400], re.IGNORECASE)):
            return "minutes", f"words {_short(minutes.group())!r}"
    if len(numbers) >= 2:
        return "agenda_pack", f"{len(numbers)} agenda items"
    agenda = _AGENDA.search(head)
    if (
        agenda is not None
        and re.search(r"\bmeeting\b|\bcommittee\b|\bboard\b|\bcouncil\b|\bcabinet\b|\bpanel\b", head, re.IGNORECASE)
        and (numbers or listed or _FIRST_ITEM.search(head) or re.search(r"\bapologies\b", head, re.IGNORECASE))
    ):
        return "agenda_pack", f"words {_short(agenda.group())!r}"
    if named is not None:
        return "minutes", "file name"
    if not first.strip() and re.search(r"\bagenda\b", re.sub(r"[\W_]+", " ", stem), re.IGNORECASE):
        return "agenda_pack", "file name"
    return None


def _letter(opened: Opening, text: str) -> str | None:
    greeting = next((line for line in opened.lines[:35] if line.text.startswith("Dear ") and line.n_words <= 14), None)
    close = _CLOSE.search(text) if greeting is not None else None
    if greeting is None or close is None:
        return None
    return f"words 'Dear' and {' '.join(close.group().split())!r}{where(greeting.page)}"


def _board(opened: Opening, first: str) -> list[str]:
    """The signs of a paper that officers put to a body, each named once; a report to a body counts twice."""
    found: list[str] = []
    to = _TO_A_BODY.search(first)
    if to is not None:
        found += [_short(to.group().strip()), "a body it is put to"]
    of = _OF_AN_OFFICER.search(first)
    if of is not None:
        found.append(_short(of.group().strip()))
    for kind in ("to", "officer", "handling", "meeting date"):
        labels = opened.labelled(kind)
        if labels and (
            kind != "to"
            or re.search(
                r"cabinet|committee|board|council|panel|executive|forum|governing|authority|group|assembly",
                labels[0].value,
                re.IGNORECASE,
            )
        ):
            found.append(labels[0].written)
            if kind == "handling" and len({label.written.casefold() for label in labels}) > 2:
                found.append(labels[-1].written)
    found += [
        name
        for name, pattern in _BOARD_WORDS.items()
        if pattern.search(first) and name not in (words.casefold() for words in found)
    ]
    return found if any(words.casefold() not in _WEAK for words in found) else []
