"""The wordings and shapes by which a line of a policy paper is known for what it is. All patterns are linear in the text."""

from __future__ import annotations

import re

from core import month_names

MONTHS = "|".join(month_names.MONTHS)
CAPTION = re.compile(
    r"(?:[A-Z]{1,4}\s)?(?:Figure|Fig\.?|Table|Chart|Graph|Map|Exhibit|Diagram|Box|Infographic|Image)\s+"
    r"(?:[A-Z]{0,2}\d{1,3}(?:\.\d{1,2})?[a-z]?|[A-Z]|[IVX]{1,4})\s*(?:[:.–—-]|$)"
)
CAPTION_NAME = re.compile(
    r"(?:Figure|Fig\.?|Table|Chart|Graph|Map|Exhibit|Diagram|Box|Infographic|Image)\s+[A-Z]{0,2}\d{1,3}(?:\.\d{1,2})?[a-z]?"
)
SURVEY_QUESTION = re.compile(
    r"(?:Survey\s+)?Questions?\s*\d{0,3}[a-z]?\s*[:.–]\s*\S|Q\s?\d{1,3}[a-z]?\s*[:.)–-]\s*\S", re.IGNORECASE
)
BASE = re.compile(
    r"(?:\(?(?:Unweighted |Weighted |Effective )?(?:sample )?bases?(?: sizes?)?\s*[:=(]|Number of respondents\s*:|\(?[nN]\s?=\s?\d)",
    re.IGNORECASE,
)
CONTENTS_HEADING = re.compile(
    r"(?:table of )?contents(?: page)?|list of (?:figures|tables|charts|appendices|abbreviations and acronyms)|index",
    re.IGNORECASE,
)
LEADER = re.compile(
    r"(?:\t\s*|[.…·_‒–—-]{2,}\s*|\s(?:\.\s){2,}\s*|\s{2,})(?:\d{1,4}|[ivxl]{1,6})(?:\s*[-–—]\s*\d{1,4})?\s*$"
)
_PAGE_ENDS = tuple("0123456789ivxl")
ENDS_IN_PAGE = re.compile(r"\s(?:\d{1,3}|[ivxl]{1,5})(?:\s*[-–—]\s*\d{1,4})?$")
BULLET = re.compile(r"(?:[-*•‣◦▪▫■□●○–—·»➢➤✓✔\uf0b7\uf0a7\uf0d8\u2219]|o(?=\s))(?:\s+)(?=\S)")
QUOTE_OPEN, QUOTE_CLOSE = "“\"‘'", "”\"’'"
DECISION_HEADING = re.compile(
    r"(?:decisions?(?: (?:made|taken))?|resolved|resolutions?|agreed|it was (?:resolved|agreed))\s*:?", re.IGNORECASE
)
ACTION_HEADING = re.compile(r"actions?(?: points?| agreed| required)?\s*:?", re.IGNORECASE)
_BODY = r"(?:The\s+)?(?:\w+\s+){0,4}(?:Cabinet|Committee|Sub-?Committee|Board|Council|Panel|Executive|Assembly|Forum|Members|Councillors|meeting)"
DECISION = re.compile(
    r"(?:RESOLVED|AGREED|DECISION|Decisions?\s*:|Resolved(?:\s*[:,(]|\s+that|\s*[-–]\s|\s+unanimously|\s+to\s)|Agreed\s*:|It was (?:unanimously )?(?:resolved|agreed)\b"
    r"|IT WAS (?:RESOLVED|AGREED)|" + _BODY + r"\s+(?:unanimously\s+)?(?:RESOLVED|resolved)\s*(?:that|to|:|[-–])"
    r"|(?:It was )?[Pp]roposed (?:by )?.{3,80}?[,;]? (?:and )?[Ss]econded (?:by )?.{3,80}?(?:[Rr]esolved|agreed|approved|carried|RESOLVED|AGREED|CARRIED)\b)"
)
ACTION = re.compile(
    r"(?:ACTIONS?\b\s*(?:[:–-]|\()|Actions?(?: points?| required| agreed| for \w+)?\s*(?:\(\w{1,12}\)\s*)?\d{0,3}\s*:)"
)
ACTION_AT_END = re.compile(r"(?<=[.;)] )(?:ACTIONS?|Action)\s*[:–-]\s*[\w .,&/()’'-]{2,60}$")
OPENS_LIST = re.compile(r"(?::|:-|\bthat|\bto)$")
OUTCOME_AT_END = re.compile(r"\b(?:RESOLVED|AGREED)\b")
CONTACT_LABEL = re.compile(
    r"(?:contact(?: officer| details| name)?|report author|lead officer|officer contact|position|job title|phone(?: no\.?| number)?|telephone(?: no\.?| number)?|tel(?:ephone)?"
    r"|e-?mail(?: address)?|mobile|fax|relevant director|director)\s*(?::|no\b|$)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"(?<![\d.,£])(?:\+44\s?\d{2,4}|\(?0\d{2,5}\)?)[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\d)")
URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b")
REGISTRATION = re.compile(
    r"\b(?:company|charity|registration|registered|VAT)\s+(?:number|no\b|in England)", re.IGNORECASE
)
PEOPLE_HEADING = re.compile(
    r"(?:(?:those|members|councillors|officers|officials|also)\s+(?:attending|present|in attendance)|(?:present )?in the chair|absent|attending|attendance|members?(?:hip)?(?: present| in attendance)?|present|in attendance|also (?:present|in attendance)|apologies(?: for absence)?|attendees|distribution|officers(?: present)?)\s*:?",
    re.IGNORECASE,
)
PEOPLE_HEADING_WITHIN = re.compile(r"\b(?:attendance|membership|attendees)\b", re.IGNORECASE)
PEOPLE_LABEL = re.compile(
    r"(?:members? present|present|in attendance|also (?:present|in attendance)|apologies|attendees|substitutes?|officers present|councillors present)\s*[:–-]",
    re.IGNORECASE,
)
PERSON_TITLE = re.compile(r"\b(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Rev)\b\.?")
PERSON = re.compile(  # a name known for one by a title before it or initials after it
    r"(?:(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Rev)\b\.?(?: [A-Z][\w.’'-]*){1,4}"
    r"|[A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,3} \([A-Z]{2,4}\))"
)
CONTACT_HEADING = re.compile(
    r"(?:contact(?:s| details| us| officers?| information)?|lga contact|report authors?|further information)\s*:?",
    re.IGNORECASE,
)
DATE_LINE = re.compile(
    rf"(?:date\s*:\s*)?(?:on\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{MONTHS}),?\s+(?:19|20)\d\d\b[^a-z]*"
    r"(?:(?:at|commencing at)\s+)?(?:\d{1,2}[.:]?\d{0,2}\s?(?:am|pm|a\.m\.?|p\.m\.?)|noon)?\.?",
    re.IGNORECASE,
)
TIME_LINE = re.compile(
    r"(?:time\s*:\s*)?\d{1,2}(?:[.:]\d{2})?\s?(?:am|pm|a\.m\.?|p\.m\.?|noon)\.?(?:\s*[-–to]+\s*\d{1,2}(?:[.:]\d{2})?\s?(?:am|pm|noon))?",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[(]?\s*(?:page|p\.?)?\s*(?:[A-Z]-?)?\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|\])]?|[ivxl]{1,7}|[-–—|]?\s*page\s*[ivxl]{1,7}\s*[-–—|]?)",
    re.IGNORECASE,
)
LABEL_VALUE = re.compile(r"[A-Z][\w’'/&() -]{1,40}:\s+\S")
TERMINAL = ".;,!"
FOOTNOTE = re.compile(r"(?:\[\^?\d{1,3}\]:?|\[\^[\w-]{1,12}\]:|<sup>\d{1,3}</sup>|\^\d{1,3}\^?)\s*(?=\S)")
AGENDA_HEADING = re.compile(
    r"(?:agenda|items?(?: of business)?|unrestricted items|order of business|business to be transacted)\s*:?",
    re.IGNORECASE,
)
MINUTES_TITLE = re.compile(
    r"(?:draft\s+)?(?:minutes?|notes?)\b.{0,60}\b(?:meeting|board|committee|council|cabinet|panel|last|previous)\b|minutes",
    re.IGNORECASE,
)
SUMMARY_HEADING = re.compile(
    r"(?:executive )?summary|key (?:findings|messages|points)|main findings|at a glance", re.IGNORECASE
)
ENUMERATED_CLOSE = re.compile(r"(?:;|; and|; or|, and|:|,)$")


def leader(text: str) -> bool:
    """Whether a line ends in a page number after dots, dashes or a gap; what ends in no number is not searched."""
    return text[-1:] in _PAGE_ENDS and LEADER.search(text) is not None
