"""Postcodes and postal addresses of the United Kingdom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.personal_data.found import Found

# Form: Royal Mail, Programmers' Guide to the Postcode Address File; the 124 areas
AREAS = frozenset(
    [
        "AB",
        "AL",
        "B",
        "BA",
        "BB",
        "BD",
        "BH",
        "BL",
        "BN",
        "BR",
        "BS",
        "BT",
        "CA",
        "CB",
        "CF",
        "CH",
        "CM",
        "CO",
        "CR",
        "CT",
        "CV",
        "CW",
        "DA",
        "DD",
        "DE",
        "DG",
        "DH",
        "DL",
        "DN",
        "DT",
        "DY",
        "E",
        "EC",
        "EH",
        "EN",
        "EX",
        "FK",
        "FY",
        "G",
        "GL",
        "GU",
        "GY",
        "HA",
        "HD",
        "HG",
        "HP",
        "HR",
        "HS",
        "HU",
        "HX",
        "IG",
        "IM",
        "IP",
        "IV",
        "JE",
        "KA",
        "KT",
        "KW",
        "KY",
        "L",
        "LA",
        "LD",
        "LE",
        "LL",
        "LN",
        "LS",
        "LU",
        "M",
        "ME",
        "MK",
        "ML",
        "N",
        "NE",
        "NG",
        "NN",
        "NP",
        "NR",
        "NW",
        "OL",
        "OX",
        "PA",
        "PE",
        "PH",
        "PL",
        "PO",
        "PR",
        "RG",
        "RH",
        "RM",
        "S",
        "SA",
        "SE",
        "SG",
        "SK",
        "SL",
        "SM",
        "SN",
        "SO",
        "SP",
        "SR",
        "SS",
        "ST",
        "SW",
        "SY",
        "TA",
        "TD",
        "TF",
        "TN",
        "TQ",
        "TR",
        "TS",
        "TW",
        "UB",
        "W",
        "WA",
        "WC",
        "WD",
        "WF",
        "WN",
        "WR",
        "WS",
        "WV",
        "YO",
        "ZE",
    ]
)
POSTCODE = re.compile(
    r"(?<![\w-])([A-Z]{1,2})(?:\d[A-HJKPSTUW]|\d[ABEHMNPRVWXY]|\d{1,2})[ ]{0,2}\d[ABD-HJLNP-UW-Z]{2}(?![\w-])",
    re.ASCII | re.IGNORECASE,
)
POSTCODE_CUE = re.compile(r"\bpost\s?codes?\b[^.\n]{0,20}$", re.IGNORECASE)
_STREETS = (
    "Road|Rd|Street|St|Avenue|Ave|Close|Cl|Lane|Ln|Drive|Dr|Crescent|Cres|Court|Ct|Gardens|Gdns|Grove|Place|Pl|Terrace|Way|Walk|Row|Square|Sq|Hill|Mews"
    "|Rise|Parade|Green|View|Park|Vale|Croft|Fields?|Meadows?|Wharf|Quay|Gate|Bank|Mount|Yard|Villas|Buildings|Heights|Common|End|Broadway|Embankment"
)
_CAPITAL = r"(?:St\.?|[A-Z][\w’'-]+)"
STREET = rf"(?:{_CAPITAL}\s){{1,3}}(?:{_STREETS})\b\.?|(?:The\s)?(?:High Street|Broadway|Green|Crescent|Avenue|Parade|Close|Square)\b"
_TOWN = r"(?:,\s?(?:St\.?|[A-Z][a-z’'-]+)(?:[ -](?:upon|on|in|le|under|by|the|[A-Z][a-z’'-]+)){0,3}(?![\w’']))"
NUMBER = r"(?:\d{1,4}(?:\s?[A-Ha-h])?(?:\s?(?:[/–-]|and|&|to)\s?\d{1,4}[a-z]?)?)"
FLAT = r"(?:(?:[Ff]lat|FLAT|[Aa]partment|[Aa]pt|[Uu]nit|[Rr]oom|[Ss]tudio|[Mm]aisonette)\s(?:[Nn]o\.?\s)?\w{1,4},?\s)"
ADDRESS = re.compile(
    rf"(?<![\w£$€.,/:-]){FLAT}?(?:(?:{_CAPITAL}\s){{1,2}}(?:House|Court|Lodge|Tower|Point),?\s)?{NUMBER},?\s(?:{STREET}){_TOWN}{{0,2}}"
)
FLAT_IN = re.compile(
    rf"(?<!\w){FLAT}(?:{_CAPITAL}\s){{1,2}}(?:House|Court|Lodge|Towers?|Point|Heights|Mansions|Buildings|Place|Mews)\b(?:,\s(?:{NUMBER}\s)?(?:{STREET}))?{_TOWN}{{0,2}}"
)
NAMED = re.compile(
    rf"(?<!\w)(?:The\s)?(?:{_CAPITAL}\s){{0,2}}(?:Cottage|House|Farm|Farmhouse|Lodge|Barn|Bungalow|Villa|Rectory|Vicarage|Mill|Croft),\s(?:{STREET}){_TOWN}{{0,2}}"
)
HOUSE_IN_STREET = re.compile(
    rf"\b(?:[Ll]ive[sd]?|[Ll]iving|[Aa]ddress is|[Hh]ome is|[Rr]eside) (?:at|in) ((?:The\s)?(?:{_CAPITAL}\s?){{1,3}},\s(?:{STREET}){_TOWN}{{0,2}})"
)
BOX = re.compile(r"\bP\.?\s?O\.?\sBox\s\d{1,6}\b", re.IGNORECASE)
_SMALL = _STREETS.casefold()
SMALL = re.compile(
    rf"(?<![\w£$€.,/:-])(?:(?:flat|apartment|apt)\s\w{{1,4}},?\s)?{NUMBER},?\s(?!(?:a|the|of|in|on|my|per|and|or|to|years?|weeks?|days?|hours?|mins?|minutes?)\b)"
    rf"(?:[a-z][\w’'-]+\s){{1,3}}(?:road|rd|street|avenue|ave|close|lane|drive|crescent|court|gardens|grove|terrace|way|walk|square|mews)\b",
    re.IGNORECASE,
)
LIVES = re.compile(
    r"\b(?:live[sd]?|living|address|home|house|reside\w*|moved|stay\w*|flat|property|tenant|visit\w*|at|deliver\w*|next door|neighbour\w*)\b[^.\n]{0,25}$",
    re.IGNORECASE,
)
ON_STREET = re.compile(rf"\b(?:live|living|house|home|reside|flat)\s(?:is\s)?(?:on|in|at|off)\s((?:{STREET}))")
ABBREVIATED = re.compile(r"\b(?:Rd|St|Ave|Cl|Ln|Dr|Cres|Ct|Gdns|Pl|Sq)\.$")
NOT_HOMES = re.compile(r"\b(?:bus|route|number|no|service|the|junction|route no)\.?\s*$", re.IGNORECASE)


def postcodes(text: str) -> Iterator[Found]:
    """Whole postcodes of an area that exists; in small letters `possible`, unless they are called a postcode."""
    for match in POSTCODE.finditer(text):
        if match[1].upper() in AREAS:
            cue = POSTCODE_CUE.search(text[max(0, match.start() - 40) : match.start()])
            capital = match[0].isupper() or cue or (match[0][0].isupper() and " " in match[0])
            yield Found("postcode", match.start(), match.end(), "likely" if capital else "possible", "postcode")


def addresses(text: str) -> Iterator[Found]:
    """A number and a street, a flat in a named building, a named house in a street, a PO box; small letters and a street
    alone only where somebody lives there, as `possible` without a number."""
    for one in _addresses(text):
        whole = text[one.start : one.end]
        yield one._replace(end=one.end - 1) if whole.endswith(".") and not ABBREVIATED.search(whole) else one


def _addresses(text: str) -> Iterator[Found]:
    for match in ADDRESS.finditer(text):
        if not NOT_HOMES.search(text[max(0, match.start() - 12) : match.start()]):
            yield Found("address", match.start(), match.end(), "likely", "number and street")
    for match in FLAT_IN.finditer(text):
        yield Found("address", match.start(), match.end(), "likely", "flat")
    for match in NAMED.finditer(text):
        lives = LIVES.search(text[max(0, match.start() - 40) : match.start()])
        yield Found("address", match.start(), match.end(), "likely" if lives else "possible", "named house")
    for match in HOUSE_IN_STREET.finditer(text):
        yield Found("address", *match.span(1), "likely", "named house")
    for match in BOX.finditer(text):
        yield Found("address", match.start(), match.end(), "likely", "PO box")
    for match in SMALL.finditer(text):
        if LIVES.search(text[max(0, match.start() - 45) : match.start()]) and not NOT_HOMES.search(
            text[max(0, match.start() - 12) : match.start()]
        ):
            yield Found("address", match.start(), match.end(), "likely", "number and street")
    for match in ON_STREET.finditer(text):
        yield Found("address", *match.span(1), "possible", "street where somebody lives")
