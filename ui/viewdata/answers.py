"""An answer as it is shown: quotes, what the registers hold of each in one plain line, whole lists, two sides, and what
another place says against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.answers import Answer, Citation, Contradiction
from core.documents import Location
from ui.viewdata.places import Marked, one_line, place, readable, shown_date, shown_page, snippet
from ui.viewdata.start import counted

SHOWN_OF_LIST = 50  # entries of a list on the screen; a file has all
AT_ONCE = 8  # of them before "the others" is opened
LONGEST_WHO = 90  # characters of a population in the line below a quote
OTHER_SIDE = "Set against it"
REGISTER_OF = {"commitment": "commitments", "finding": "findings"}
FIELD_WORDS = {
    "value": "the value", "population": "of whom", "base": "the base", "wave": "the wave", "subject": "the words", "theme": "the theme",
    "action": "the words", "actor": "who", "deadline": "the date", "amount": "the sum", "status": "the outcome",
    "prominence": "how many", "comparison": "the comparison",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place to show and to link to."""

    title: str
    place: str
    document: str
    start: int
    end: int
    location: Location


def place_of(location: Location) -> Place:
    return Place(one_line(location.title), place(location), location.document, location.start, location.end, location)


@dataclass(frozen=True, slots=True)
class Read:
    """What a register holds of a quote, in one line ("" where it holds neither who, when nor how much); `register` and `row`
    open it."""

    line: str
    register: str
    row: str


@dataclass(frozen=True, slots=True)
class Against:
    """Another place that says something else of the same, in a sentence, with its words."""

    line: str
    text: str
    place: Place
    register: str
    row: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted sentence of an answer, where it stands, what was read from it and what is said against it."""

    text: str
    place: Place
    read: Read | None = None
    against: tuple[Against, ...] = ()


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a comparison; `quoted` is None where nothing was found of it."""

    label: str
    quoted: Quoted | None


@dataclass(frozen=True, slots=True)
class ListView:
    """A list: what to say above it, the entries that are shown, and how many are left to the file."""

    line: str
    quotes: tuple[Quoted, ...]
    left: int = 0
    by_paper: bool = True


@dataclass(frozen=True, slots=True)
class AnswerView:
    """`quotes` in the answer's order, empty where nothing was found; then `reason` says why and `nearest` what came closest.
    sides: of a comparison; listed: all of a list; `quotes` are then what is in neither. answered: whether anything was."""

    answered: bool
    quotes: tuple[Quoted, ...]
    reason: str
    receipt: str
    nearest: tuple[Quoted, ...]
    sides: tuple[SideView, ...] = ()
    listed: ListView | None = None


def answer_view(answer: Answer) -> AnswerView:
    searched = answer.searched
    terms = f" for {', '.join(f'“{t}”' for t in searched.terms)}" if searched.terms else ""
    quotes = [_quoted(c, [o for o in answer.contradicts if o.citation == n]) for n, c in enumerate(answer.citations)]
    sides = tuple(_side(side.label, side.found, quotes) for side in answer.compared)
    listed = _listed(answer, quotes)
    taken = set(answer.listed.citations) if answer.listed else set()
    beside = {side.quoted.place for side in sides if side.quoted}
    rest = tuple(q for n, q in enumerate(quotes) if n not in taken and q.place not in beside)
    return AnswerView(
        answered=answer.answer is not None,
        quotes=rest,
        reason=answer.reason or "",
        receipt=f"Searched {counted(searched.passages, 'passage')} in {counted(searched.documents, 'document')}{terms}.",
        nearest=tuple(
            Quoted(snippet(Marked(readable(one_line(h.location.quote)), ()), 240).text, place_of(h.location))
            for h in answer.rejected
        ),
        sides=sides,
        listed=listed,
    )


def _quoted(citation: Citation, against: Sequence[Contradiction]) -> Quoted:
    where = citation.location
    return Quoted(
        readable(one_line(where.quote)), place_of(where), read_line(citation.records), tuple(_against(one, where) for one in against)
    )  # fmt: skip


def _side(label: str, found: Citation | None, quotes: Sequence[Quoted]) -> SideView:
    shown = label[:1].upper() + label[1:] if label != "the other side" else OTHER_SIDE
    if found is None:
        return SideView(shown, None)
    where = place_of(found.location)
    same = next((quoted for quoted in quotes if quoted.place == where), None)
    return SideView(shown, same or _quoted(found, ()))


# Lists ----------------------------------------------------------------------------------------------------------------


def _listed(answer: Answer, quotes: Sequence[Quoted]) -> ListView | None:
    listed = answer.listed
    if listed is None:
        return None
    shown = tuple(quotes[n] for n in listed.citations[:SHOWN_OF_LIST])
    return ListView(list_line(answer), shown, listed.count - len(shown), listed.order == "document")


def list_line(answer: Answer, *, whole: bool = False) -> str:
    """ "14 commitments; all are listed, in the order of the papers. 3 of them name nobody.", or "" where nothing is listed.
    whole: for a file, which has all."""
    listed = answer.listed
    if listed is None:
        return ""
    one = {"commitments": "commitment", "findings": "finding", "recommendations": "recommendation"}.get(
        listed.of, "item"
    )
    order = "by date" if listed.order == "date" else "in the order of the papers"
    many = counted(listed.count, one)
    shown = (
        "all are listed"
        if whole or listed.count <= SHOWN_OF_LIST
        else f"the first {SHOWN_OF_LIST} are shown, the file has all"
    )
    line = f"{many}; {shown}, {order}." if listed.count > 1 else f"{many}; there is no other."
    if listed.unnamed:
        line += f" {listed.unnamed} of them {'names' if listed.unnamed == 1 else 'name'} nobody."
    return line


# What was read --------------------------------------------------------------------------------------------------------


def read_line(records: Sequence[Mapping[str, Any]]) -> Read | None:
    """What the registers hold of a quote: a figure with whom it is of, base and wave; a commitment with who, when and how much.
    Commitments come first where a sentence holds both; None where neither register has it."""
    commitments = [record for record in records if record["kind"] == "commitment"]
    findings = [record for record in records if record["kind"] == "finding"]
    if commitments:
        shown = list(dict.fromkeys(part for part in (_commitment(one) for one in commitments) if part))
        more = len(shown) - 2
        line = "; ".join(shown[:2]) + (f"; and {more} more" if more > 0 else "")
        return Read(_marked(line, commitments), "commitments", str(commitments[0]["id"]))
    if findings:
        first = next((one for one in findings if one.get("value")), findings[0])
        return Read(_marked(_findings(findings), findings), "findings", str(first["id"]))
    return None


def _commitment(record: Mapping[str, Any]) -> str:
    actor, deadline, amount = (record.get(name) or {} for name in ("actor", "deadline", "amount"))
    name = one_line(str(actor.get("name") or ""))
    parts = [name, one_line(str(deadline.get("text") or "")), one_line(str(amount.get("text") or ""))]
    if record.get("status"):
        on = f" on {shown_date(record['status_date'])}" if record.get("status_date") else ""
        parts.append(f"recorded as {str(record['status']).replace('_', ' ')}{on}")
    return ", ".join(part for part in parts if part)


_FIGURE = re.compile(r"\d[\d,.]*\s?(?:%|per\s?cent\b)", re.I)


def _findings(records: Sequence[Mapping[str, Any]]) -> str:
    """ "96% of local authorities, base 153, wave 5"; figures of the same people, base and wave together."""
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for record in records:
        value = record.get("value") or {}
        text = one_line(str(value.get("text") or ""))
        if not text:
            continue
        figure = _FIGURE.search(text) if value.get("unit") == "percent" else None
        if figure is not None and value.get("low") == value.get("high"):
            text = figure[0].strip(" .,")  # "just over half (52%)" is 52%
        base = (record.get("base") or {}).get("n")
        of = {"percent": " of ", "count": " "}.get(str(value.get("unit")), ", ")
        key = (
            of, _who(record.get("population"), text), f"base {base:,}" if isinstance(base, int) else "", _wave(record.get("wave")),
        )  # fmt: skip
        groups.setdefault(key, []).append(text)
    if not groups:
        said = one_line(str(records[0].get("prominence") or ""))
        return f"A finding in words ({said})" if said else "A finding in words"
    made = []
    for (of, who, base, wave), values in groups.items():
        values = list(dict.fromkeys(values))
        said = values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"
        made.append(", ".join(part for part in (f"{said}{of}{who}" if who else said, base, wave) if part))
    more = len(made) - 4
    return "; ".join(made[:4]) + (f"; and {more} more" if more > 0 else "")


def _who(population: object, value: str) -> str:
    """The population in running text; left out where the value names it already, or where it is a sentence."""
    text = one_line(str(population or "")).rstrip(".")
    if not text or len(text) > LONGEST_WHO or text.casefold() in value.casefold():
        return ""
    first = text.split()[0]
    return text if len(first) > 1 and first[1].isupper() else text[0].lower() + text[1:]


def _wave(wave: object) -> str:
    text = one_line(str(wave or ""))
    if not text:
        return ""
    return f"{text} wave" if text[0].isdigit() else text[0].lower() + text[1:]


def _marked(line: str, records: Iterable[Mapping[str, Any]]) -> str:
    """The line with what people decided of the rows that it is made of."""
    held = list(records)
    edited = list(dict.fromkeys(FIELD_WORDS.get(name, name) for record in held for name in record.get("edited") or ()))
    said = ""
    if edited:
        said = f"corrected by a person: {', '.join(edited)}"
    elif held and all(record.get("decision") == "confirmed" for record in held):
        said = "confirmed by a person"
    return " · ".join(part for part in (line, said) if part)


# What is said against it ----------------------------------------------------------------------------------------------


def against_line(found: Contradiction, cited: Location) -> str:
    """ "Paragraph 4.2 says 45%, not 54%.": with the title where it is another paper."""
    where = found.location
    if where.paragraph:
        at = f"paragraph {where.paragraph}"
    elif where.page is not None:
        at = shown_page(where.page, where.page_label)
    else:
        at = f"the section “{one_line(where.section[-1])}”" if where.section else "another place"
    if where.document != cited.document:
        at = f"“{one_line(where.title)}”, {at},"
    elif at == (f"the section “{one_line(cited.section[-1])}”" if cited.section else ""):
        at = "another sentence of this section"
    line = f"{at} says “{one_line(found.says)}”, not “{one_line(found.instead_of)}”."
    return line[:1].upper() + line[1:]


def _against(found: Contradiction, cited: Location) -> Against:
    return Against(
        against_line(found, cited), readable(one_line(found.location.quote)), place_of(found.location), REGISTER_OF[found.kind], found.id
    )  # fmt: skip
