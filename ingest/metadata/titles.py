"""The title of a paper: a field that says so, the heading of its first page, or what its minutes, letter or evidence is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.documents import DocumentType
from ingest.metadata.dates import dates_in
from ingest.metadata.opening import Line, Opening, is_label, where
from ingest.metadata.organisations import only_organisation
from ingest.structure import patterns

LONGEST = 220
_JUNK = re.compile(  # what programs write into a file's properties, and words that name no paper
    r"(?:microsoft (?:word|powerpoint|excel|publisher)\b.*|powerpoint presentation|presentation\d*|untitled.*|(?:new )?document\s*\d*|doc\d+|layout \d+|book\d+|sheet\d+|slide \d+|print|letterhead|blank page"
    r"|report|agenda|minutes|draft|final|contents|title|template.*|public document pack|supplementary pack|text|page \d+|cover|front cover|memo(?:randum)?|letter|paper|insert title.*|.*\.(?:docx?|pdf|indd|pptx?|rtf|xlsx?|pub|odt|html?)"
    r"|https?://.*|[\W\d_]*|.{0,3})",
    re.IGNORECASE,
)
_SECTION = re.compile(  # headings that begin any paper and name none
    r"(?:(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,4}\.?)\s+)?(?:(?:executive |plain english |key )?(?:introduction|background|purpose|summary|recommendations?|contents|foreword|overview|acknowledgements?|findings|method(?:ology)?|conclusions?|aims?|context|preface)"
    r"(?: and (?:background|purpose|introduction|context|recommendations?|summary))?(?: of (?:the )?(?:report|paper|item))?|table of contents|apologies.*|present|in attendance|also present|attendance|attendees|members(?:hip)?(?: present)?|declarations? of.*|welcome.*"
    r"|about (?:us|this|the authors?).*|appendi(?:x|ces).*|annex.*|agenda item.*|item (?:no\.? ?)?\d+.*|part (?:\d+|[a-z]|one|two|i+)(?: .{0,20})?|report to .*|report (?:of|by|from)(?: the)? .*\b(?:director|officer|head|executive|leader|manager|solicitor|treasurer|secretary|chair|portfolio holder|cabinet member|general|mayor)\b.*|for (?:decision|information|direction|approval|discussion|noting|assurance|consideration).*"
    r"|official(?:[ -]sensitive)?.*|public(?: report)?|open(?: report)?|draft|final|confidential|restricted|unrestricted|not protectively marked|exempt|notice of (?:meeting|motion).*|time|venue|date|dear .*|attn.*|to:.*|from:.*|enclosure.*|paper \w{1,4}|ref(?:erence)?:.*|press release|news"
    r"|(?:the )?terms of reference|dates?|disclaimer.*|alternative formats|further information.*|for (?:further )?information.*|catering.*|.*\bhybrid meetings?|(?:a )?message from.*|chair['’]s (?:foreword|introduction)|version (?:control|history).*|document control.*|cookies.*|we use cookies.*|menu|navigation.*|search)\s*:?",
    re.IGNORECASE,
)
_TITLE_WORDS = re.compile(
    r"\b(?:reports?|strateg(?:y|ies)|surveys?|wave \d+|summary|plans?|review|framework|consultation|evaluation|evidence|findings|analysis|assessment|guide|guidance|policy|update|inquiry|statement|accounts|monitor|outcomes?|response|regulations|orders|minutes|programme|case study|audit|inspection|paper)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:committee|board|cabinet|panel|council|forum|group|commission|governing body|executive|sub-committee|trustees|assembly|partnership|meeting)\b",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"^at a (?:special |virtual )?meeting of\b|\b(?:minutes?|action notes?|notes?|record)\b(?:.{0,30}?\b(?:of|from|for)\b|\s*[-–—:]|\s*$)",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"\b(?:written (?:evidence|submission)|evidence submitted|submission (?:to|from|by)|memorandum (?:submitted )?(?:by|from)|supplementary (?:written )?evidence|evidence to|response to)\b",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"(?:\b(?:of|the|and|for|to|in|on|by|with|a|an|from|at|held)|[,:&–—-])$", re.IGNORECASE)
_GENRE = re.compile(
    r"(?:(?:final|interim|headline|topline|key|draft|research|technical|summary|full|main|evaluation|consultation|annual|survey|inspection|progress|scoping) )+(?:report|findings|summary|results)",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"[(]?(?:19|20)\d\d(?:\s*(?:[-–—/]|to)\s*(?:(?:19|20)?\d\d))?[)]?|(?:wave|volume|part|phase|edition|issue|round|version) \w+|v\d+(?:\.\d+)*",
    re.IGNORECASE,
)
_PACK = re.compile(
    r"(?:agenda(?: and (?:papers|reports?))?|public document pack|document pack|agenda pack|supplementary (?:agenda|pack)|(?:meeting )?papers)\W*",
    re.IGNORECASE,
)


def title_of(opened: Opening, kind: DocumentType, stated: str | None, stem: str) -> tuple[str, str]:
    """(title, how it was found)."""
    made = (
        (_minutes(opened) if kind == "minutes" else None)
        or (_evidence(opened) if kind == "evidence" else None)
        or (_letter(opened) if kind == "letter" else None)
        or (_labelled(opened) if kind not in ("agenda_pack", "minutes", "letter") else None)
        or _stated_on_cover(opened, stated)
        or _heading(opened, kind)
    )
    if made is None and stated and not junk(stated) and " " in stated.strip():
        made = " ".join(stated.split()), "file properties"
    made = made or _first_words(opened, kind)
    if made is None:
        name = re.sub(r"[\s_]+", " ", stem).strip()
        return name or "Untitled", "file name"
    title, how = made
    return (_with_kind(title, opened) if kind in ("agenda_pack", "minutes") else title)[:LONGEST], how


def junk(words: str) -> bool:
    return _JUNK.fullmatch(words.strip()) is not None


def _unfit(line: Line) -> bool:
    words = line.text
    return bool(
        "ocr" in line.flags
        or not 4 <= len(words) <= LONGEST
        or junk(words)
        or _SECTION.fullmatch(words)
        or is_label(words)
        or patterns.DATE_LINE.fullmatch(words)
        or patterns.EMAIL.search(words)
        or patterns.URL.search(words)
        or (line.n_words <= 8 and dates_in(words) and not _TITLE_WORDS.search(words))
        or re.fullmatch(r"[A-Z]{2,6}[/ -]?\d{2,}[\w/-]*", words)
        or line.number is not None
    )


def _labelled(opened: Opening) -> tuple[str, str] | None:
    """ "Subject: ..." or "Title of report: ..."; not where a heading above says what the paper is and the field is part of it."""
    for label in opened.labelled("title"):
        value = re.sub(r"^(?:\d{1,2}[.)]\s+)", "", label.value).strip(" *_")
        if (
            4 <= len(value) <= LONGEST
            and not junk(value)
            and label.line < 40
            and not (label.written.casefold() == "re" and label.line > 20)
        ):
            return value.rstrip("."), f"words {label.written!r}{where(label.page)}"
    return None


def _minutes(opened: Opening) -> tuple[str, str] | None:
    lines = opened.lines[:14]
    for n, line in enumerate(lines):
        if (
            line.n_words > 40
            or line.number
            or line.cell
            or not _MINUTES.search(line.text)
            or re.match(r"(?:to |the minutes|minutes of (?:the )?(?:last|previous))", line.text, re.IGNORECASE)
        ):
            continue
        if (
            _BODY.search(line.text)
            or _OPEN_END.search(line.text)
            or re.search(r"\bmeeting\b", line.text, re.IGNORECASE)
        ):
            words = _joined(lines, n)
            if _BODY.search(words):
                return words.rstrip(" ."), f"words 'Minutes of'{where(line.page)}"
    return None


def _evidence(opened: Opening) -> tuple[str, str] | None:
    for n, line in enumerate(opened.lines[:10]):
        if len(line.parts) > 1 and only_organisation(line.parts[0]):
            line = replace(line, text=_without_body(line))
        if (
            _EVIDENCE.search(line.text)
            and line.n_words <= 40
            and not line.text.endswith(".")
            and not is_label(line.text)
        ):
            words = re.sub(r"\s*[\[(]?\b[A-Z]{2,4}\s?\d{3,5}\b[\])]?", "", _joined(opened.lines, n, line.text)).strip(
                " -–—:"
            )
            if len(words) >= 12:
                return words, f"words {' '.join(line.text.split()[:2])!r}{where(line.page)}"
    return None


def _letter(opened: Opening) -> tuple[str, str] | None:
    """The line after "Dear ...", or a "Re:" or "Subject:" line; else who is written to."""
    for label in opened.labelled("title"):
        if len(label.value) >= 4:
            return label.value.rstrip("."), f"words {label.written!r}{where(label.page)}"
    greeting = next((n for n, line in enumerate(opened.lines) if re.match(r"Dear\b", line.text)), None)
    if greeting is None:
        return None
    for line in opened.lines[greeting + 1 : greeting + 3]:
        words = re.sub(r"^(?:re|subject|ref)\b\s*[:.-]?\s*", "", line.text, flags=re.IGNORECASE)
        if (
            1 < line.n_words <= 25
            and not words.endswith((".", ",", "?"))
            and (line.kind == "heading" or words.isupper() or line.n_words <= 18)
        ):
            return words, f"line after the greeting{where(line.page)}"
        break
    above = [
        line
        for line in opened.lines[:greeting]
        if line.kind == "heading" and not _unfit(line) and not only_organisation(line.text)
    ]
    if above:
        return above[0].text, f"heading{where(above[0].page)}"
    whom = opened.lines[greeting].text.removeprefix("Dear").split("\n")[0].strip(" ,:")
    return (f"Letter to {whom}", "greeting of the letter") if 1 < len(whom) <= 60 else None


def _stated_on_cover(opened: Opening, stated: str | None) -> tuple[str, str] | None:
    """The title in the file's properties, where the first page prints it too."""
    if not stated or junk(stated) or len(stated.split()) < 2:
        return None
    wanted = _folded(stated)
    cover = _folded(" ".join(line.text for line in opened.lines[:12] if line.page == opened.cover))
    if wanted and wanted in cover and not only_organisation(stated) and not _SECTION.fullmatch(stated.strip()):
        return " ".join(stated.split()), f"file properties, and{where(opened.cover) or ' in the text'}"
    return None


def _folded(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


def _heading(opened: Opening, kind: DocumentType) -> tuple[str, str] | None:
    candidates: list[tuple[int, int]] = []
    for n, line in enumerate(opened.lines[:25]):
        if line.kind == "heading" and line.page == opened.cover and not _unfit(line):
            candidates.append(((line.level or 9) * 10 + n, n))
    if not candidates:
        return None
    lines = opened.lines
    titled = [entry for entry in candidates if not only_organisation(lines[entry[1]].text)]
    if not titled and kind not in ("agenda_pack", "minutes"):
        return None  # whose paper it is, and nothing else
    candidates = titled or candidates
    if kind not in ("agenda_pack", "minutes") and len(candidates) > 1:  # the committee that hears it
        named = [entry for entry in candidates if not _only_body(lines[entry[1]].text)]
        candidates = named or candidates
    n = min(candidates)[1]
    line = lines[n]
    return _whole(opened, n), f"heading{where(line.page) or ' at the beginning'}"


def _only_body(words: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:[A-Z&][\w’'&,-]*\s+|(?:and|of|the|for)\s+){0,7}(?:Committee|Board|Cabinet|Panel|Sub-Committee|Executive|Forum|Group|COMMITTEE|BOARD|CABINET|PANEL|EXECUTIVE)",
            words.strip(),
        )
    )


def _apart(words: str) -> bool:
    """A date or the heading of a section, which is no part of a title that stands above or below it."""
    dated = words.count(" ") < 8 and bool(dates_in(words)) and not _TITLE_WORDS.search(words)
    return dated or _SECTION.fullmatch(words) is not None


def _without_body(line: Line) -> str:
    """A heading's words; where it stands on several lines, without the body's name on the first, and "Report" set off on the last."""
    parts = list(line.parts)
    while len(parts) > 1 and (only_organisation(parts[0]) or _apart(parts[0])) and not junk(" ".join(parts[1:])):
        parts = parts[1:]
    while len(parts) > 1 and _apart(parts[-1]):
        parts = parts[:-1]
    if len(parts) > 1 and _GENRE.fullmatch(parts[-1]) and not _OPEN_END.search(" ".join(parts[:-1])):
        return f"{' '.join(parts[:-1])}: {parts[-1]}"
    return " ".join(parts) if parts else line.text


def _whole(opened: Opening, n: int) -> str:
    """A title of several lines: headings of one level that run on, and a short line below that says what kind of paper it is."""
    lines = opened.lines
    words = _without_body(lines[n])
    level = lines[n].level
    for following in lines[n + 1 : n + 4]:
        text = following.text
        if (
            following.page != lines[n].page
            or (_unfit(following) and not _YEARS.fullmatch(text))
            or only_organisation(text)
            or (dates_in(text) and not _YEARS.fullmatch(text))
            or patterns.LABEL_VALUE.match(text)
        ):
            break
        same = following.kind == "heading" and following.level == level
        if _YEARS.fullmatch(text) or (
            (same or following.stacked or following.kind == "paragraph")
            and following.n_words <= 12
            and (_OPEN_END.search(words) or text[:1].islower())
        ):
            words = f"{words} {text}"
        elif following.n_words > 9 or text.endswith((".", ":", ",")) or following.kind not in ("heading", "paragraph"):
            break
        elif _GENRE.fullmatch(text) and not re.search(r"\breport\b", words, re.IGNORECASE):
            words = f"{words}: {text}"
        elif _TITLE_WORDS.search(words):
            break
        elif (
            _TITLE_WORDS.search(text)
            and (same or following.kind == "paragraph" or (following.level or 9) <= (level or 9) + 2)
        ) or (same and words.count(" ") < 5):
            words = f"{words}: {text}"
        else:
            break
    return words


def _joined(lines: Sequence[Line], n: int, words: str | None = None) -> str:
    """A line (or `words` in its place) with those below it that it runs on into."""
    words = words or lines[n].text
    for following in lines[n + 1 : n + 5]:
        text = following.text
        if (
            following.number
            or following.cell
            or following.n_words > 25
            or is_label(text)
            or following.page != lines[n].page
        ):
            break
        if _OPEN_END.search(words) or text[:1].islower() or re.match(r"(?:held|on)\b", text, re.IGNORECASE):
            words = f"{words} {text}"
        else:
            break
    return words


def _first_words(opened: Opening, kind: DocumentType) -> tuple[str, str] | None:
    for n, line in enumerate(opened.lines[:10]):
        if (
            line.page != opened.cover
            or line.kind not in ("paragraph", "heading", "quotation")
            or _unfit(line)
            or line.text.endswith((".", ",", ";"))
            or len(line.text) < 8
            or len(line.text) > 160
        ):
            continue
        if kind == "minutes" and not (_BODY.search(line.text) or _MINUTES.search(line.text)):
            continue
        if not only_organisation(line.text):
            return _whole(opened, n), f"first line{where(line.page)}"
    return None


def _with_kind(title: str, opened: Opening) -> str:
    """A board's name says not what the paper is: "Children's Board: Agenda and papers"."""
    if re.search(r"\b(?:agenda|papers|pack|minutes?|notes?|decisions|record)\b", title, re.IGNORECASE):
        return title
    said = [
        line.text.strip(" :") for line in opened.lines[:12]
        if line.kind in ("heading", "paragraph", "contact") and (_PACK.fullmatch(line.text) or re.fullmatch(r"(?:draft |action )?(?:minutes|notes)\W*", line.text, re.IGNORECASE))
    ]  # fmt: skip
    if not said:
        return title
    kind = max(said, key=len)
    return f"{title}: {kind.capitalize() if kind.isupper() else kind}"
