"""The wordings of dates, as regular expressions: what `ingest.statements.dates` reads by.

UNITS are days, months, seasons, quarters and years, tried in order at one place; LEFT_* end at a unit and say how it is
meant ("by the end of", "from", "before"); RIGHT_* stand after it."""

from __future__ import annotations

import re

from ingest.statements.numbers import WORD_NUMBER
from ingest.statements.periods import MONTHS

MONTH_NAMES = "|".join(MONTHS)
SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
MONTH = rf"(?:{MONTH_NAMES}|(?:{SHORT})\b\.?|{MONTH_NAMES.upper()})"
YEAR = r"(?:(?:19|20)\d{2})"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?"
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:the\s+)?)?"
SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|SPRING|SUMMER|AUTUMN|WINTER)"
DASH = r"\s?[-–—/]\s?"
PART = r"(?:[Ee]arly|[Mm]id|[Ll]ate|[Mm]iddle of|[Ss]tart of|[Bb]eginning of)(?:[\s-]+(?:in\s+)?)(?:the\s+)?"
N = rf"(?:(?:\d{{1,3}}\s?(?:-|–|to)\s?)?\d{{1,3}}|{WORD_NUMBER}|a few|several|couple of|a)"
LENGTH = r"(?P<length>days?|weeks?|months?|years?)"
YEAR_KIND = r"(?:financial|fiscal|tax|municipal|academic|school)"

UNITS: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<y>(?:19|20)\d{2})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])"),
    ("numeric", r"(?P<d>0?[1-9]|[12]\d|3[01])(?P<sep>[/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<y>(?:19|20)\d{2}|(?<=/)\d{2}|(?<=\.)[2-4]\d)"),
    ("day_range", rf"{WEEKDAY}(?P<d>{DAY})\s?(?:to|and|-|–|&)\s?{WEEKDAY}(?P<d2>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<y>{YEAR}))?"),
    ("day", rf"{WEEKDAY}(?P<d>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<y>{YEAR}))?"),
    ("day_us", rf"{WEEKDAY}(?P<month>{MONTH})\s+(?P<d>{DAY})(?:(?:,\s?|\s+)(?P<y>{YEAR})|(?=[\s,.;)]|$)(?!\s+(?:to|per|%)))"),
    ("term", rf"(?:the\s+)?(?P<season>(?![Ww]inter|WINTER){SEASON})\s+[Tt]erm(?:(?:\s+(?:of|in))?,?\s+(?P<y>{YEAR}))?"),
    ("season", rf"(?:the\s+)?(?P<season>{SEASON})(?:/(?P<season2>{SEASON}))?(?:\s+of)?,?\s+(?P<y>{YEAR})(?:{DASH}(?P<y2>\d{{4}}|\d{{2}}))?"),
    ("quarter", rf"(?:(?:Q|[Qq]uarter\s)(?P<q>[1-4])|[Qq]uarter\s(?P<qn>one|two|three|four)|(?P<qw>first|second|third|fourth|final|last)\s+quarter)(?:\s+of)?,?\s*(?:(?:the\s+)?(?P<fy>FY|{YEAR_KIND}\s+year)\s*)?(?P<y>{YEAR})(?:{DASH}(?P<y2>\d{{4}}|\d{{2}}))?"),
    ("bare_quarter", r"(?:Q(?P<q>[1-4])|[Qq]uarter\s(?P<q2>[1-4]))(?!\s*(?:of|FY|20\d\d|[.:]\s?\w|\)))"),
    ("half", rf"(?:(?P<hw>first|second)\s+half\s+of|H(?P<h>[12]))\s+(?P<y>{YEAR})"),
    ("kind_years", rf"(?:the\s+)?(?P<kind>{YEAR_KIND})\s+years?\s+(?:ending\s+(?:31\s+)?March\s+(?P<ending>{YEAR})|(?P<y>{YEAR})(?:(?:{DASH}|\s+(?:to|and)\s+)(?P<y2>\d{{4}}|\d{{2}}))?(?!\d))"),
    ("years_kind", rf"(?:the\s+)?(?P<y>{YEAR})(?:{DASH}|\s+to\s+)(?P<y2>\d{{4}}|\d{{2}})\s+(?P<kind>{YEAR_KIND})\s+years?"),
    ("year_kind", rf"(?:the\s+)?(?P<y>{YEAR})\s+(?P<kind>{YEAR_KIND})\s+year"),
    ("fy", rf"FY\s?(?P<y>(?:20)?\d{{2}})(?:{DASH}(?P<y2>\d{{4}}|\d{{2}}))?(?!\d)"),
    ("month_range", rf"(?P<month>{MONTH})(?:\s+(?P<y1>{YEAR}))?(?:\s+(?:to|and|until|or)\s+|{DASH})(?P<month2>{MONTH})\s+(?P<y>{YEAR})"),
    ("month", rf"(?P<month>{MONTH})(?:,?\s+(?:of\s+)?(?:(?P<y>{YEAR})(?!\d)|(?P<which>next|this)\s+year))?"),
    ("two_digit_years", r"(?P<y>[2-4]\d)/(?P<y2>\d{2})(?![\d/])"),
    ("short_years", rf"(?P<y>{YEAR})(?P<dash>[-–/])(?P<y2>\d{{2}})(?![\d/-])"),
    ("long_years", rf"(?P<y>{YEAR})(?:\s?[-–—/]\s?|\s+to\s+|\s+and\s+)(?P<y2>(?:19|20)\d{{2}})(?!\d)"),
    ("relative_year", rf"(?P<which>this|next|the\s+(?:current|coming|following|forthcoming|same|new))\s+(?P<unit>{YEAR_KIND}\s+year|calendar\s+year|year|month|week|quarter|{SEASON}|term|decade)(?!\s+(?:olds?|group)|-|s\b)"),
    ("the_year", rf"the\s+(?P<unit>{YEAR_KIND}\s+year|calendar\s+year|year|month|week|decade)(?!\s+(?:olds?|group)|-)"),
    ("bare_season", rf"(?:the\s+)?(?P<season>{SEASON})(?!\s*(?:Budget|Statement|budget|statement|-|[Ww]ater|(?:damage|maintenance|service|pressures?|weather|months|holidays?|gritting|fuel|flu|school|plan|conditions|crisis|heating|reading|half[- ]?term|games|camps?|fair|garden\w*|resilience|deaths|season|programmes?|fruit|festival|recess)\b))"),
    ("year", rf"(?P<y>{YEAR})(?!\d|,\d|\.\d|%|/\d|\s*(?:%|per cent|children|people|pupils|households|homes|councils|responses|respondents))"),
)  # fmt: skip
COMPILED = tuple((name, re.compile(rf"(?<![\w£$€/.])(?<!\d-)(?:{pattern})(?!\w)")) for name, pattern in UNITS)
MAYBE = re.compile(
    rf"(?<![\w£$€.])(?:{WEEKDAY}\d|Q[1-4]|[Qq]uarter\s|H[12]|FY|{MONTH}|{SEASON}|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]inal|[Ll]ast|[Tt]his|[Nn]ext|[Tt]he|{YEAR_KIND})\s|(?:19|20)\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)  # fmt: skip

BY = (
    r"by (?:the )?(?:close of (?:play|business)|end of (?:play|the day)|noon|midday|midnight|\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\.?)(?: on)?,?"
    r"|by the end of(?: the)?|by the close of|by (?:the )?end(?:-| of | )|by late in|before the end of|no later than(?: the end of)?"
    r"|not later than|at the latest by|on or before|by(?: or before)?|until(?: the end of)?|up until|up to(?: the end of)?"
    r"|(?:through )?to the end of|through to|till|in time for"
)
LEFT_BY = re.compile(rf"(?:^|(?<=[\s(,;–—-]))(?:{BY})\s*(?:around\s+|about\s+|approximately\s+)?(?:the\s+)?$", re.I)
LEFT_BEFORE = re.compile(
    r"(?:^|(?<=[\s(,;–—-]))(?:(?<!on or )before(?: the (?:start|beginning) of)?|prior to|ahead of|by the (?:start|beginning) of)\s+(?:the\s+)?$",
    re.I,
)
LEFT_FROM = re.compile(
    r"(?:^|(?<=[\s(,;–—-]))(?:(?:with effect |effective |starting |beginning |commencing |onwards? )?from(?: the (?:start|beginning) of| early in)?"
    r"|(?:starting|beginning|commencing|effective|as)(?: of| on| in| at)?(?: the (?:start|beginning) of)?|no earlier than|not before|no sooner than|no (?:earlier|sooner) than)\s+(?:around\s+|about\s+)?(?:the\s+|next\s+)?$",
    re.I,
)
LEFT_AFTER = re.compile(
    r"(?:^|(?<=[\s(,;–—-]))(?:after(?: the end of)?|following(?: the end of)?|beyond|from the end of)\s+(?:the\s+)?$",
    re.I,
)
LEFT_SINCE = re.compile(r"(?:^|(?<=[\s(,;–—-]))since(?: the (?:start|end|beginning) of)?\s+(?:the\s+)?$", re.I)
LEFT_END = re.compile(r"(?:^|(?<=[\s(,;–—-]))(?:the\s+)?end(?:[\s-]of(?: the)?|-|\s)\s*(?:the\s+)?$", re.I)
LEFT_TOWARDS_END = re.compile(r"(?:^|(?<=[\s(,;–—-]))(?:towards|toward|near|around)\s+the end of\s+(?:the\s+)?$", re.I)
LEFT_PART = re.compile(rf"(?:^|(?<=[\s(,;–—-]))(?P<part>{PART})\s*$")
LEFT_LATER = re.compile(r"(?:^|(?<=[\s(,;–—-]))(?:later|later in|the rest of|the remainder of)\s+$", re.I)
LEFT_IN = re.compile(
    r"(?:^|(?<=[\s(,;–—-]))(?:in|during|on|at|for|over|throughout|within|around|of|through|this|next|last|every|each|and|or|to|late|early|mid"
    r"|scheduled|planned|expected|due|launching|circa|c\.|until|till|by|before|since|from|after)\s*(?:the\s+)?(?:end\s+of\s+)?$",
    re.I,
)
LEFT_TO = re.compile(r"(?<!due )(?<!relation )\bto\s+(?:the\s+)?$", re.I)
LEFT_WEEK = re.compile(
    r"(?:^|(?<=[\s(,;–—-]))(?:the\s+)?(?P<nth>first|second|third|last|final)\s+week\s+(?:of|in)\s+(?:the\s+)?$", re.I
)
LEFT_NOT_BEFORE = re.compile(r"\b(?:not|no earlier than|never)\s+before\s+(?:the\s+)?$", re.I)
LEFT_WEEK_OF = re.compile(
    r"(?:^|(?<=[\s(,;–—-]))(?:(?:the\s+)?week\s+(?:beginning|commencing|starting)|w/c|wc)\s+(?:on\s+)?$", re.I
)
LEFT_NEXT = re.compile(r"\bnext\s+$", re.I)
RIGHT_EVERY = re.compile(r"\s*,?\s*(?:each|every)\s+year\b", re.I)
RIGHT_TITLE = re.compile(
    r"\s+(?:[A-Z]\w+ )?(?:[Ss]trategy|[Pp]lan|[Ff]ramework|[Ss]urvey|[Rr]eport|[Aa]ccounts|[Ss]ettlement)\b"
)
TITLE_END = re.compile(r"\b(?:Strategy|Plan|Framework|Programme|Strategic Plan)[:,]?\s*\(?$")
LEFT_EVERY = re.compile(r"\b(?:every|each)\s+$", re.I)
LEFT_BETWEEN = re.compile(r"(?:^|(?<=[\s(,;–—-]))(?:between|from|over|during|for)\s+(?:the\s+)?$", re.I)
RIGHT_FROM = re.compile(r"\s*(?:onwards?\b|and (?:beyond|onwards?)\b|at the earliest\b)", re.I)
RIGHT_BY = re.compile(r"\s*(?:at the (?:very )?latest)\b", re.I)
RIGHT_NOUN = re.compile(
    r"(?:\s+(?:Act|Order|Regulations?|Green|White|Code|edition|version|update|review|report|survey|census|Budget|election|inspection|act"
    r"|strategy|guidance|framework|agreement|settlement|figures?|data|results?|level|levels|prices|baseline|Bill|legislation|reforms?|publication|letter|paper|plan)\b|'s\b|’s\b)"
)
TITLE_BEFORE = re.compile(
    r"(?:\b(?:Act|Order|Regulations?|Code|Bill|Rules|Standards?|Paper|Review|Directive|GDPR|Together|Agenda)\s*\(?|\bNo\.?\s*)$"
)

IN_LENGTH = re.compile(
    rf"\b(?P<op>(?:with)?in|over|during|for|across|throughout|in each of|each of|within the course of)\s+(?:(?:the|a)\s+)?(?P<next>next|coming|following|forthcoming|first)?\s*(?:period of\s+)?(?P<n>{N})?[\s-]?(?:(?P<working>working\s+)|calendar\s+)?{LENGTH}(?P<time>[’']?s?[’']?\s+time)?(?P<of>\s+(?:of|from|after|following)\s+(?P<origin>(?:the\s+|its\s+|their\s+)?(?:date\s+of\s+)?(?:publication|report|meeting|today|now|launch|receipt|start|award|commencement|approval|decision)\b))?",
    re.I,
)  # fmt: skip
AFTER_LENGTH = re.compile(
    rf"\b(?P<n>{N})[\s-](?:(?P<working>working\s+)|calendar\s+)?{LENGTH}\s+(?:from|after|following|of)\s+(?P<origin>(?:the\s+)?(?:date\s+of\s+)?(?:publication|report|meeting|today|now))\b",
    re.I,
)
VAGUE = re.compile(
    r"\b(?:(?:by|before|until|within|during|over|in|for)\s+(?:the\s+)?(?:(?:end|lifetime|life|course|remainder|rest|start)\s+of\s+)?(?:this|the\s+(?:current|next)|next|the)\s+(?:Parliament|parliamentary session|Parliamentary session)"
    r"|in due course|in the (?:very )?near future|in the immediate term|in the (?:short|medium|long|longer)(?:er)?[\s-]term|(?:over|for) the (?:short|medium|long|longer)[\s-]term"
    r"|when parliamentary time allows|as and when parliamentary time allows|subject to parliamentary time|at the earliest (?:possible )?opportunity|as soon as (?:possible|practicable|practical|reasonably practicable)"
    r"|as a matter of urgency|without delay|shortly|imminently|in the coming (?:weeks|months|years)|over the coming (?:weeks|months|years)|in the (?:next few|following) (?:weeks|months|years)"
    r"|(?:before|by|after|following) (?:the )?(?:summer|Christmas|Easter|winter|Whitsun) recess|at the same time|on an ongoing basis|at a (?:future|later) (?:date|stage|meeting)|at the next meeting(?: of the \w+)?|in the fullness of time)\b",
    re.I,
)  # fmt: skip
SPENDING = re.compile(
    r"\b(?P<op>by the end of|until the end of|up to the end of|before|over|during|within|in|for|by|until|at)?\s*(?P<which>this|the current|the next|next|the)\s+(?P<name>Spending Review)(?:\s+period)?\b",
    re.I,
)
NEW_YEAR = re.compile(r"\b(?P<op>in|by|early in|from)\s+the\s+new\s+year\b", re.I)
CHRISTMAS = re.compile(r"\b(?P<op>by|before|until)\s+Christmas(?:\s+(?P<y>(?:19|20)\d{2}))?(?!\s+recess)", re.I)
EASTER = re.compile(
    r"\b(?P<op>by|before|until|after|from|at|over)\s+Easter(?:\s+(?P<y>(?:19|20)\d{2}))?(?!\s+(?:recess|holidays?|break|term|Sunday))",
    re.I,
)
LENGTH_FROM = re.compile(
    rf"\b(?:for|over|lasting|of)\s+(?:a\s+)?(?:period\s+of\s+)?(?:up to\s+)?(?P<n>{N})[\s-]{LENGTH}(?:\s+period)?,?\s+(?:(?:starting|beginning|commencing)\s+)?$",
    re.I,
)
DECADE = re.compile(r"\b(?:by|before) the end of the decade\b", re.I)
LATER = re.compile(
    r"\blater\s+(?:in\s+)?(?P<which>this|in the)\s+(?P<unit>year|month|week|summer|autumn|spring|winter)\b", re.I
)
