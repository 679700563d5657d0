"""Sources and cases of another program as responses with codings.

A response is a case's part of a source, or a whole source where no case is a part of it. It is named by its case, where the
case has one response, else by its source.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple, cast

from coding.exchange.archive import Archive
from coding.exchange.identity import ADJUDICATED, MACHINE, user_guid
from coding.exchange.positions import from_plain, scale_of, text_offset
from coding.exchange.project import QUOTABLE, ExchangeProject, Mark, ProjectRead, Verdict
from coding.exchange.reading import CaseRead, CodingRead, Contents, SourceRead
from coding.exchange.writing import RESPONDENTS, variable_roles
from core.codebooks import CodingSource
from core.errors import Problem, RefusedFile
from core.responses import RESPONSE_STATES, Respondents, Response, ResponseState

MAX_ID = 200
UNKNOWN_CODER = "Unknown coder"


class _Region(NamedTuple):
    """A response in its source: half-open offsets of the source's text."""

    start: int
    end: int
    case: CaseRead | None


@dataclass(slots=True)
class _Made:
    responses: list[Response]
    marks: list[Mark]
    verdicts: list[Verdict]
    problems: list[Problem]


def assembled(contents: Contents, archive: Archive) -> ProjectRead:
    """The project as responses, marks and verdicts; problems by the name of the source."""
    return _Assembly(contents, archive).project()


class _Assembly:
    def __init__(self, contents: Contents, archive: Archive) -> None:
        self.contents, self.archive = contents, archive
        self.made = _Made([], [], [], list(contents.problems))
        self.case_of_source: dict[str, CaseRead] = {}
        self.case_of_selection: dict[str, CaseRead] = {}
        for case in contents.cases:
            for source in case.sources:
                self.case_of_source.setdefault(source, case)
            for selection in case.selections:
                self.case_of_selection.setdefault(selection, case)
        roles = variable_roles() if contents.ours else {}
        self.roles = {key: roles[about] for key, (_, about) in contents.variables.items() if about in roles}
        self.attributes = [name for key, (name, _) in contents.variables.items() if key not in self.roles]
        self.people = self._people()
        self.taken: set[str] = set()
        self.responses_of: dict[str, list[tuple[Response, _Region]]] = {}
        self.partial, self.unknown_coder, self.encodings = 0, 0, 0
        self.unknown_codes: Counter[str] = Counter()

    def project(self) -> ProjectRead:
        contents = self.contents
        sources = {source.guid: source for source in contents.sources}
        for case in contents.cases:
            for key in case.sources:
                if key in sources:
                    self._take(sources.pop(key))
            if not case.sources and not case.selections:  # a respondent who wrote nothing
                self._respond(case.name or case.guid, "", case, None)
        for source in sources.values():
            self._take(source)
        self._finish()
        question, respondents = contents.description if contents.ours else "", None
        head, mark, said = question.rpartition("\n" + RESPONDENTS)
        if mark and said in ("people", "organisations"):
            question, respondents = head, cast(Respondents, said)
        project = ExchangeProject(
            question, respondents, contents.frame.codes if contents.frame else (),
            tuple(self.made.responses), tuple(self.made.marks), tuple(self.made.verdicts),
        )  # fmt: skip
        return ProjectRead(project, contents.origin, tuple(self.made.problems), self._notes())

    def _people(self) -> dict[str, tuple[str, CodingSource]]:
        """Name and kind of coder by GUID; no two bear the same name."""
        apart: dict[str, CodingSource] = {user_guid("", source): source for source in (ADJUDICATED, MACHINE)}  # type: ignore[misc]
        people: dict[str, tuple[str, CodingSource]] = {}
        names: set[str] = {ADJUDICATED, MACHINE}
        for key, written in self.contents.users.items():
            if key in apart:
                people[key] = (apart[key], apart[key])
                continue
            name = (written if self.contents.ours else " ".join(written.split())) or f"User {key[:8]}"
            people[key] = (_unlike(name, names), "human")
        return people

    # Texts -----------------------------------------------------------------------------------------------------------

    def _problem(self, name: str, code: str, message: str) -> None:
        self.made.problems.append(Problem(0, name[:MAX_ID] or None, code, message))

    def _text(self, source: SourceRead) -> str | None:
        """The source's text as its file holds it; None, and a problem, where there is none to be had."""
        if source.content is not None:
            return source.content
        scheme, mark, path = source.path.partition("://")
        if not source.path:
            self._problem(source.name, "no_plain_text", "It has no plain text; export it with plain text.")
            return None
        if not mark or scheme.casefold() != "internal" or ".." in path.replace("\\", "/").split("/"):
            self._problem(source.name, "external_source", "Its text lies outside the file, and was not looked for.")
            return None
        name = path.replace("\\", "/").lstrip("/")
        found = next((n for n in (f"sources/{name}", name) if self.archive.has(n)), None)
        if found is None:
            self._problem(source.name, "missing_source", "The archive does not hold its text.")
            return None
        try:
            data = self.archive.text(found)
        except RefusedFile as error:
            if error.code != "too_large":
                raise
            self._problem(source.name, "too_large", str(error))
            return None
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", "replace")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.encodings += 1
            return data.decode("cp1252", "replace")

    # Responses -------------------------------------------------------------------------------------------------------

    def _take(self, source: SourceRead) -> None:
        raw = self._text(source)
        if raw is None:
            return
        atlas = "ATLAS" in self.contents.origin.upper()
        scale = scale_of(raw, [(s.start, s.end, s.quoted) for s in source.selections], atlas)
        places = [(s, scale.offset(s.start), scale.offset(s.end)) for s in source.selections]
        regions = [
            _Region(start, end, self.case_of_selection[s.guid])
            for s, start, end in places
            if s.guid in self.case_of_selection and start is not None and end is not None and start < end
        ]
        whole = not regions
        if whole:
            regions = [_Region(0, len(raw), self.case_of_source.get(source.guid))]
        named: list[tuple[Response, _Region]] = []
        for region in sorted(regions, key=lambda each: each[:2]):
            case = region.case
            alone = case is not None and case.name and len(case.sources) + len(case.selections) == 1
            name = case.name if case is not None and (alone or not whole) else source.name
            text = from_plain(raw, source.ends) if whole else raw[region.start : region.end]
            named.append((self._respond(name or source.guid, text, case, source), region))
        self.responses_of[source.guid] = named
        for coding in source.codings:
            for response, region in named:
                self._mark(response, region, coding, region.start, region.end)
        for selection, start, end in places:
            if start is None or end is None or start > end:
                if selection.codings:
                    message = (
                        f"A selection from {selection.start} to {selection.end} lies outside the text of {len(raw)}."
                    )
                    self._problem(source.name, "bad_position", message)
                continue
            if not selection.codings and not selection.quotable:
                continue
            response, region = max(named, key=lambda pair: min(pair[1].end, end) - max(pair[1].start, start))
            for coding in selection.codings:
                self._mark(response, region, coding, start, end)
            if selection.quotable and selection.user in self.people and start < end:
                coder, kind = self.people[selection.user]
                low, high = _place(response, region, start, end)
                self.made.marks.append(Mark(response.id, QUOTABLE, coder, kind, low, high, selection.at))

    def _respond(self, name: str, text: str, case: CaseRead | None, source: SourceRead | None) -> Response:
        values = {**(case.values if case else {}), **(source.values if source else {})}
        attributes = dict.fromkeys(self.attributes, "")
        weight: float | None = None
        state: ResponseState = "uncoded" if any(c.isprintable() and not c.isspace() for c in text) else "blank"
        for key, value in values.items():
            role = self.roles.get(key)
            if role == "weight":
                weight = _number(value)
            elif role == "state" and value in RESPONSE_STATES:
                state = cast(ResponseState, value)
            elif key in self.contents.variables and value:
                attributes[self.contents.variables[key][0]] = value
        made = Response(
            _unlike(name if self.contents.ours else " ".join(name.split()), self.taken),
            "q",
            text,
            attributes,
            weight,
            state,
        )
        self.made.responses.append(made)
        return made

    def _mark(self, response: Response, region: _Region, coding: CodingRead, start: int, end: int) -> None:
        code = self.contents.codes.get(coding.code)
        if code is None:
            self.unknown_codes[response.id] += 1
            return
        if coding.user and coding.user in self.people:
            coder, kind = self.people[coding.user]
        else:
            coder, kind = UNKNOWN_CODER, "human"
            self.unknown_coder += 1
        low, high = _place(response, region, start, end)
        self.partial += (low, high) != (0, len(response.text))
        self.made.marks.append(Mark(response.id, code, coder, kind, low, max(low, high), coding.at))

    def _finish(self) -> None:
        """Who has dealt with what: by our own sets; else everybody with what they put a code on."""
        for user, state, members in self.contents.dealt_with:
            if user in self.people:
                coder, kind = self.people[user]
                for key in members:
                    self.made.verdicts += [Verdict(r.id, coder, kind, state) for r, _ in self.responses_of.get(key, ())]
        if not self.contents.dealt_with:
            pairs = dict.fromkeys((m.response, m.coder, m.source) for m in self.made.marks if m.code != QUOTABLE)
            self.made.verdicts += [Verdict(*pair, "coded") for pair in pairs]
        for name, n in self.unknown_codes.items():
            self._problem(name, "unknown_code", f"{n} codings name a code that is not in the file.")

    def _notes(self) -> tuple[str, ...]:
        notes = list(self.contents.frame.notes) if self.contents.frame else []
        if self.partial:
            notes.append(
                f"{self.partial} codings mark a part of a response: the code is kept for the response, the part as the words "
                "that are evidence for it."
            )
        if self.unknown_coder:
            notes.append(f"{self.unknown_coder} codings name no coder; they are those of {UNKNOWN_CODER!r}.")
        if self.encodings:
            notes.append(f"{self.encodings} texts are not UTF-8; they were read as Windows-1252.")
        coded = sum(bool(case.codes) for case in self.contents.cases)
        unread = dict(self.contents.unread) | ({"cases that bear codes themselves": coded} if coded else {})
        if any(unread.values()):
            notes.append("Not taken: " + ", ".join(f"{n} {what}" for what, n in unread.items() if n) + ".")
        return tuple(notes)


def _place(response: Response, region: _Region, start: int, end: int) -> tuple[int, int]:
    """A range of the source as offsets of the response's text."""
    low, high = max(start, region.start) - region.start, min(end, region.end) - region.start
    if "\r" in response.text and region.start == 0 and len(response.text) != region.end:
        return text_offset(response.text, low), text_offset(response.text, high)
    return low, high


def _unlike(name: str, taken: set[str]) -> str:
    """The name, or the name with a number where it is taken; remembered."""
    candidate, n = name[:MAX_ID], 2
    while candidate in taken or not candidate.strip():
        candidate, n = f"{name[: MAX_ID - 12]} ({n})", n + 1
    taken.add(candidate)
    return candidate


def _number(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
