"""Find: what was typed, its address, and the results (answers: ui/viewdata/answers.py)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.answers import Hit
from core.documents import Document, Span
from ui.viewdata.answers import Place, place_of
from ui.viewdata.places import Marked, marked_text, one_line, shown_date, snippet
from ui.viewdata.start import counted

if TYPE_CHECKING:
    from index.facets import Facet
    from index.search import Filters, Found

KINDS = {"passage": "Passages", "commitment": "Commitments", "finding": "Findings"}
RESULTS = 50
RESULTS_A_PAGE = 10
FILTERS = ("in", "by", "type", "since", "until", "item")  # as the address names them
NAMES = ("q", "kinds", *FILTERS, "grouped")
LONGEST = 1000  # characters of a query, or of a value in an address

_QUESTION = re.compile(
    r"^(what|who|whom|whose|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
    r"|list|name|tell|compare)\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether the words ask something: a question mark at the end, or a question word first and at least three words."""
    text = text.strip()
    return text.endswith("?") or (len(text.split()) >= 3 and bool(_QUESTION.match(text)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person searches for, as the address says it: the words, the kinds, the filters, and how results are laid out."""

    q: str = ""
    kinds: tuple[str, ...] = ("passage",)
    document: str = ""
    organisation: str = ""
    type: str = ""
    since: str = ""
    until: str = ""
    item: str = ""
    grouped: bool = False

    @property
    def filtered(self) -> bool:
        return any((self.document, self.organisation, self.type, self.since, self.until, self.item))

    def filters(self) -> Filters:
        from index.search import Filters

        return Filters(
            document=self.document or None, organisation=self.organisation or None, type=self.type or None,
            since=f"{self.since}-01-01" if self.since else None, until=f"{self.until}-12-31" if self.until else None,
            item=self.item or None,
        )  # fmt: skip

    def query(self) -> dict[str, str]:
        """The address; what is as usual is left out."""
        made = {
            "q": self.q, "kinds": "" if self.kinds == ("passage",) else ",".join(self.kinds), "in": self.document,
            "by": self.organisation, "type": self.type, "since": self.since, "until": self.until, "item": self.item,
            "grouped": "yes" if self.grouped else "",
        }  # fmt: skip
        return {name: value for name, value in made.items() if value}

    def without_filters(self) -> Wanted:
        return Wanted(self.q, self.kinds, grouped=self.grouped)


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """What an address asks for; what is not ours to understand is left out."""
    kinds = tuple(kind for kind in query.get("kinds", "").casefold().split(",") if kind in KINDS)
    given = {name: query.get(name, "")[:LONGEST].strip() for name in ("in", "by", "type", "since", "until", "item")}
    return Wanted(
        query.get("q", "")[:LONGEST], kinds or ("passage",), given["in"], given["by"], given["type"],
        given["since"] if _is_year(given["since"]) else "", given["until"] if _is_year(given["until"]) else "",
        given["item"], query.get("grouped") == "yes",
    )  # fmt: skip


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter can be set to: the values that have matches, with how many, and "" for all."""

    values: tuple[str, ...]
    labels: Mapping[str, str]


def choices(facets: Sequence[Facet], field: str, chosen: str, every: str, known: Mapping[str, str]) -> Choice:
    """The values of a filter, the most frequent first. What is chosen stays, be there matches or not. known: the labels of
    values that have no matches; documents of one title are told apart by what follows it."""
    values = next((facet.values for facet in facets if facet.field == field), ())
    labels = {"": every} | {v.value: f"{known.get(v.value, one_line(v.label))} ({v.count:,})" for v in values}
    if chosen and chosen not in labels:
        labels[chosen] = f"{known.get(chosen, chosen)} (0)"
    return Choice(tuple(labels), labels)


def told_apart(documents: Sequence[Document]) -> dict[str, str]:
    """Document -> its title, with its date, and then its file's name, where others have the same."""
    made = {d.id: one_line(d.title) for d in documents}
    for more in (lambda d: shown_date(d.written_date), lambda d: d.path.replace("\\", "/").rsplit("/", 1)[-1]):
        seen = Counter(made.values())
        made = {d.id: f"{made[d.id]}, {more(d)}" if seen[made[d.id]] > 1 and more(d) else made[d.id] for d in documents}
    return made


def count_of(facets: Sequence[Facet], field: str, value: str) -> int | None:
    """How many matches have this value; None where nothing was counted."""
    for facet in facets:
        if facet.field == field:
            return next((v.count for v in facet.values if v.value == value), 0)
    return None


@dataclass(frozen=True, slots=True)
class Result:
    """A result as it is shown: its words with the query's marked, where it stands, the kind of record with what was read
    from it, and other places that say the same."""

    id: str
    kind: str
    words: Marked
    place: Place
    register: str | None
    facts: tuple[tuple[str, str], ...] = ()
    also: tuple[Place, ...] = ()

    @property
    def also_in(self) -> str:
        """ "Also in 2 other papers", or "" where it is said here alone."""
        others = {place.document for place in self.also} - {self.place.document}
        if others:
            return f"Also in {counted(len(others), 'other paper')}"
        return f"Said {counted(len(self.also), 'more time')} in this paper" if self.also else ""


def results(hits: Iterable[Hit]) -> list[Result]:
    made = []
    for hit in hits:
        where = hit.location
        highlights = [Span(s.start, s.end) for s in hit.highlights]
        words = snippet(marked_text(where.quote, where.start, highlights))
        register = {"commitment": "commitments", "finding": "findings"}.get(hit.kind)
        tag = "" if hit.kind == "passage" else hit.kind.capitalize()
        also = tuple(place_of(location) for location in hit.duplicates)
        made.append(Result(hit.id, tag, words, place_of(where), register, record_facts(hit), also))
    return made


SHOWN_FACTS = ("Who", "By when", "How much", "Value", "Of whom", "Base", "Wave", "Compared with")


def record_facts(hit: Hit) -> tuple[tuple[str, str], ...]:
    """Of a commitment who, by when and how much; of a finding the value, of whom, the base and the wave."""
    if hit.kind == "passage":
        return ()
    from index.registers import RegisterRow
    from ui.viewdata.registers import commitment_facts, finding_facts

    row = RegisterRow(hit.id, hit.kind, hit.location.document, dict(hit.fields), ())
    facts = commitment_facts(row) if hit.kind == "commitment" else finding_facts(row)
    return tuple((name, value) for name, value in facts if name in SHOWN_FACTS and value)


def fact_line(facts: Iterable[tuple[str, str]]) -> str:
    """ "Value: 62% · Base: 87 councils"."""
    return " · ".join(f"{name}: {value}" for name, value in facts)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there are no results, and what to do."""

    title: str
    text: str


def nothing_found(found: Found, wanted: Wanted, outside: int) -> Nothing:
    """`outside`: how many results there are without the filters (as many as were counted)."""
    if wanted.filtered and outside:
        many = f"{outside} or more results" if outside >= RESULTS else counted(outside, "result")
        return Nothing(
            "The filters leave everything out",
            f"There {'is' if outside == 1 else 'are'} {many} for these words outside the filters. Take the filters away to see them.",
        )
    if found.query.empty:
        return Nothing("Nothing to search for", "Type at least one word or number, for example: kinship care.")
    why = found.reason or "Nothing matches."
    return Nothing(
        "Nothing matches",
        f"{why} Try fewer or other words, leave out quotation marks, or write the beginning of a word with a star: kin*.",
    )


def results_line(found: Found, shown: Sequence[Result]) -> str:
    """How many results there are, and whether they bear the words: nearness of meaning alone may have nothing to do with them."""
    many = f"The {RESULTS} best results" if len(shown) == RESULTS else counted(len(shown), "result").capitalize()
    if any(result.words.marks for result in shown) or not found.query.telling_words:
        return f"{many}, the best first. The words you searched for are marked."
    if len(shown) == 1:
        return "No passage bears your words. This one came nearest in meaning; it may have nothing to do with them."
    return f"No passage bears your words. These {len(shown)} came nearest in meaning; they may have nothing to do with them."


def expansions_line(found: Found) -> str:
    """ "Also searched: local authorities for LAs.", or "" where nothing else was searched."""
    also = [f"{', '.join(e.also)} (for {e.written})" for e in found.expansions if e.also]
    return f"Also searched: {'; '.join(also)}." if also else ""


def organisations(documents: Sequence[Document]) -> list[str]:
    return sorted({d.organisation for d in documents if d.organisation}, key=str.casefold)


def years(documents: Sequence[Document]) -> list[str]:
    """The years of the documents' dates, the newest first."""
    return sorted({d.date[:4] for d in documents if d.date}, reverse=True)


def types(documents: Sequence[Document]) -> list[str]:
    return sorted({d.type for d in documents})
