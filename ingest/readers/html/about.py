"""What a web page says of itself: its title, whose it is, when it was published, where it stands on the web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.structure.patterns import MONTHS
from ingest.structure.units import visible

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WRITTEN = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({MONTHS})\s+((?:19|20)\d\d)", re.IGNORECASE)
_PUBLISHED = re.compile(rf"\b(?:first )?published(?: on)?:?\s+{_WRITTEN.pattern}", re.IGNORECASE)
_MONTH_NUMBERS = {name.casefold(): n for n, name in enumerate(MONTHS.split("|"), 1)}
_BODIES = (
    "govuk:primary-publishing-organisation", "dcterms.publisher", "dc.publisher", "dcterms.creator", "dc.creator",
    "citation_publisher", "publisher", "og:site_name", "author",
)  # fmt: skip
_DATES = (
    "govuk:first-published-at", "article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date",
    "citation_publication_date", "datepublished", "govuk:public-updated-at", "dcterms.modified", "date",
)  # fmt: skip
_PLATFORMS = frozenset(["gov.uk", "www.gov.uk", "modern.gov", "moderngov", "facebook", "youtube", "medium"])
_LABEL = re.compile(r"(?:from|published by|organisation|author|publisher)\s*:?", re.IGNORECASE)
_LOOKED_AT = 60_000  # characters of the page's text in which "Published 3 March 2031" is looked for


@dataclass(frozen=True, slots=True)
class About:
    title: str | None
    author: str | None
    date: str | None
    url: str | None


def about(tree: Any, text: str) -> About:
    """From the page's head first, then from its lists of particulars, the date last from its words."""
    meta = _meta(tree)
    title = tree.css_first("title")
    named = visible(title.text()) if title is not None else meta.get("og:title") or meta.get("dcterms.title")
    body = next((meta[name] for name in _BODIES if _is_body(meta.get(name))), None)
    if body is None or body == meta.get("author"):  # a person's name, more often than not
        body = _labelled(tree) or body
    link = tree.css_first("link[rel=canonical]")
    url = ((link.attributes.get("href") if link is not None else None) or meta.get("og:url") or "").strip()
    return About(
        title=_site_free(named) if named else None,
        author=body,
        date=_date(tree, meta, text),
        url=url if _URL.fullmatch(url) else None,
    )


def _meta(tree: Any) -> dict[str, str]:
    """The page's meta elements by name, in lower case; the first of each."""
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = visible(attributes.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _is_body(name: str | None) -> bool:
    return name is not None and name.casefold() not in _PLATFORMS and not _URL.match(name)


def _site_free(title: str) -> str | None:
    """The page's title without the site's name after a bar or dash ("Minutes - Some Council")."""
    return re.split(r"\s+[|–—-]\s+", title)[0].strip() or None


def _labelled(tree: Any) -> str | None:
    """The value of "From" or "Published by" in a list of particulars."""
    for term in tree.css("dt"):
        if _LABEL.fullmatch(visible(term.text())):
            value = term.next
            while value is not None and value.tag != "dd":
                value = value.next
            if value is not None:
                words = visible(value.text())
                return words if 0 < len(words) <= 120 else None
    return None


def _date(tree: Any, meta: dict[str, str], text: str) -> str | None:
    for name in _DATES:
        match = _ISO.match(meta.get(name, ""))
        if match:
            return match.group()
        written = _WRITTEN.match(meta.get(name, ""))
        if written:
            return _iso(written)
    match = _PUBLISHED.search(text[:_LOOKED_AT])
    if match:
        return _iso(match)
    stamped = tree.css_first(
        "time[datetime][pubdate], time[datetime][itemprop=datePublished], article header time[datetime]"
    )
    match = _ISO.match(stamped.attributes.get("datetime") or "") if stamped is not None else None
    return match.group() if match else None


def _iso(written: re.Match[str]) -> str:
    return f"{written[3]}-{_MONTH_NUMBERS[written[2].casefold()]:02d}-{int(written[1]):02d}"
