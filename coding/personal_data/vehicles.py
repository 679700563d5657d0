"""Car registrations of the United Kingdom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.personal_data.found import Found

# Forms: Driver and Vehicle Licensing Agency, INF104 (2001 onwards, 1983 to 2001, 1963 to 1983) and Northern Ireland
CURRENT = re.compile(r"\b[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[1-9]\d) ?[A-HJ-PR-Z]{3}\b", re.ASCII)
OLDER = re.compile(
    r"\b(?:[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Y]{3}|[A-HJ-PR-Y]{3} ?\d{1,3}[A-HJ-NPR-TV-Y]|[A-Z]{1,2}[IZ][A-Z]? ?\d{1,4})\b",
    re.ASCII,
)
CUE = re.compile(
    r"\b(?:reg(?:istration)?s?|number\s?plates?|plates?|licen[cs]e plates?|vrm|vehicles?|cars?|vans?|lorr(?:y|ies)|park(?:s|ed|ing)?|drives?|driving|motorbike|moped|taxi|minicab|driver)\b",
    re.IGNORECASE,
)
CLOSE = re.compile(r"\b(?:reg(?:istration)?|number\s?plate|plate|vrm)\b[^.\n]{0,25}$", re.IGNORECASE)
REACH = 70


def vehicle_registrations(text: str) -> Iterator[Found]:
    """Registrations in the form of 2001 onwards; older forms, and those in small letters, near words such as "reg" or "car"."""
    for match in CURRENT.finditer(text):
        yield Found("vehicle_registration", match.start(), match.end(), "likely", "registration")
    if not CUE.search(text):
        return
    for pattern in (CURRENT, OLDER):
        for match in pattern.finditer(text.upper() if len(text.upper()) == len(text) else text):
            written = text[match.start() : match.end()]
            before = text[max(0, match.start() - REACH) : match.start()]
            near = CUE.search(before) or CUE.search(text[match.end() : match.end() + 25])
            sure = CLOSE.search(before)
            if sure or (near and written.isupper()):
                yield Found(
                    "vehicle_registration",
                    *match.span(),
                    "likely" if sure or pattern is CURRENT else "possible",
                    "registration near a cue",
                )
