"""Names that were typed without capitals: only after words that introduce somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.personal_data.figures import NOT_NAMES
from coding.personal_data.first_names import EVERY_FIRST_NAME, FIRST_NAMES
from coding.personal_data.found import Found
from coding.personal_data.name_cues import DOES, KIN_WORDS

SMALL_CUE = re.compile(
    rf"(?:\bmy (?:full )?name(?:[’'‘]?s| is)|\bi am called|\bi am|\bi[’'‘]?m|\bname\s?:|\bcalled|\bnamed|\bask for|\bspoke to|\b(?:my|our|his|her|your|the)\s(?:\w+\s)?{KIN_WORDS}(?: is called| called|,)?|\b(?:mr|mrs|ms|miss|dr|cllr)\.?|\bthanks?|\bregards,?|\bcheers)\s+(?P<first>[a-z]+)(?P<more>(?:[ ][a-z][a-z’'-]+){{0,1}})",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"(?<!\w)(?:(?P<title>mr|mrs|ms|dr|cllr)\.?|(?:teacher|head|our|the|with|to|from|by|called|tutor)\s(?P<miss>miss))\s(?P<name>[a-z][a-z’'-]{2,})"
)
SIGN_OFF = re.compile(
    r"(?i:\b(?:regards|thanks|thank you|cheers|love|from|signed|sincerely)),?\s(?P<name>[a-z]+)[.!]?\s*$"
)
LEADS = re.compile(r"\b(?:ask|tell|thank|thanks|told|named|called|think|is|was|by|with|and|to|from)\s$", re.IGNORECASE)
WORD = re.compile(r"(?<![\w@.])[a-z]{4,}(?![\w@])")
NOT_AFTER_TITLE = frozenset(
    {"appointment", "appointments", "surgery", "surgeries", "receptionist", "receptionists", "practice", "prescription"}
)
_COMMON_SMALL = """
and but or is was has had have who that which said says told does did do in on at of to for from with by the a an my our his her their i he
she it we they you as so if when because not never always also just been be can could will would should goes went works worked lives lived
helped helps gets got gave gives came comes needs needed wants left died passed likes loves about after before since very really only now
then there here too both all again age aged cannot cant wont isnt
"""
COMMON_SMALL = frozenset(_COMMON_SMALL.split())


def names_in_small_letters(text: str) -> Iterator[Found]:
    """Known first names after words that introduce somebody or before what people do, whatever follows a title, and a known
    first name as a signature."""
    for match in SMALL_CUE.finditer(text):
        start, end = match.span("first")
        word = match["first"]
        if not word.islower() or word in COMMON_SMALL:
            continue
        cue = text[match.start() : start].casefold()
        introduced = "name" in cue or "called" in cue
        if word in FIRST_NAMES or (word in EVERY_FIRST_NAME and introduced):
            more = match["more"].strip()
            if more and more not in COMMON_SMALL and more not in NOT_NAMES and "name" in cue:
                end = match.end("more")
            yield Found("name", start, end, "likely" if introduced else "possible", "introduced, small letters")
    for match in TITLED.finditer(text):
        if match["name"] not in COMMON_SMALL | NOT_NAMES | NOT_AFTER_TITLE:
            yield Found(
                "name",
                match.start("title" if match["title"] else "miss"),
                match.end(),
                "likely",
                "title, small letters",
            )
    for match in SIGN_OFF.finditer(text):
        if match["name"] in FIRST_NAMES:
            yield Found("name", *match.span("name"), "possible", "signature, small letters")
    for match in WORD.finditer(text):
        if match[0] in FIRST_NAMES and DOES.match(text, match.end()) and LEADS.search(text[: match.start()]):
            yield Found("name", *match.span(), "possible", "does what people do, small letters")
