"""A project as a `.qdpx` file: a zip archive with `project.qde` and one plain-text file a response (REFI-QDA 1.5, chapter 8).

A respondent is a case with their attributes as variables; a response is a text source; each coder is a user; a code on a
response is a coding of a selection over all of it, which other programs show (codings of a whole source they hide). Who has
dealt with which responses, also where no code fits, is a set a coder. The same project gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from coding.exchange.frames import code_guid, codes_element
from coding.exchange.identity import ORIGIN, guid, user_guid, xml_text
from coding.exchange.positions import plain_offset, to_plain
from coding.exchange.project import QUOTABLE, ExchangeProject, Mark, Verdict
from core.documents import content_id
from core.responses import Response

PROJECT = "urn:QDA-XML:project:1.0"
NAMESPACES: Any = {None: PROJECT}
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the archive's own dates would change from one export to the next
QUOTED = 60  # characters of a selection that its name quotes
QUOTABLE_SAID = "verbatim:quotable"  # the description of a selection that may be quoted
CODED_BY = "verbatim:dealt-with="  # begins the description of the set of what a coder has dealt with
RESPONDENTS = "verbatim:respondents="
ROLES = {"weight": "verbatim:weight", "state": "verbatim:state"}
WEIGHT_NAME, STATE_NAME = "Survey weight", "Response state"
SOURCE_NAMES = {"adjudicated": "Adjudicated", "machine": "Machine suggestions"}
STATES_WRITTEN = ("not_asked", "excluded")

INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.ASCII)
FLOAT = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?", re.ASCII)
ELEMENTS = {
    "Text": "TextValue", "Integer": "IntegerValue", "Float": "FloatValue", "Date": "DateValue",
    "DateTime": "DateTimeValue", "Boolean": "BooleanValue",
}  # fmt: skip


def write_project(path: Path, project: ExchangeProject) -> None:
    """Writes the project. Raises NotFoundError where the frame has no code, OSError where the place cannot be written."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        with archive.open(_entry("project.qde"), "w", force_zip64=True) as stream:
            _Writer(project).write(stream)  # type: ignore[arg-type]
        for response in project.responses:
            if response.text:
                key = source_guid(project, response.id)
                archive.writestr(_entry(f"sources/{key}.txt"), plain_bytes(response.text))


def plain_bytes(text: str) -> bytes:
    """The text as its file holds it: UTF-8, each newline an LF; a byte-order mark only before a text that begins with one."""
    plain = to_plain(text).text
    return ("\ufeff" + plain if plain.startswith("\ufeff") else plain).encode("utf-8", "replace")


def source_guid(project: ExchangeProject, response: str) -> str:
    return guid("source", content_id("q", project.question), response)


def kind_of(values: Iterable[str]) -> str:
    """The standard's type of a variable with these values, the narrowest that writes each exactly as it stands."""
    found = [value for value in values if value]
    for kind, fits in (
        ("Integer", INTEGER.fullmatch),
        ("Float", FLOAT.fullmatch),
        ("Date", _is_date),
        ("DateTime", _is_time),
    ):
        if found and all(fits(value) for value in found):
            return kind
    return "Boolean" if found and set(found) <= {"true", "false"} else "Text"


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) or value < "0001":
        return False
    try:
        return bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?", value, re.ASCII):
        return False
    try:
        return bool(dt.datetime.fromisoformat(value))
    except ValueError:
        return False


def _entry(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, ZIP_DATE)
    made.compress_type, made.create_system, made.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
    return made


def written_time(at: str) -> str | None:
    """An ISO time as the schema writes it, None for what is no time."""
    try:
        made = dt.datetime.fromisoformat(at)
    except ValueError:
        return None
    if made.tzinfo is None:
        made = made.replace(tzinfo=dt.UTC)
    return made.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


class _Writer:
    def __init__(self, project: ExchangeProject) -> None:
        self.project = project
        self.question = content_id("q", project.question)
        self.names = list(dict.fromkeys(name for response in project.responses for name in response.attributes))
        self.kinds = {name: kind_of(r.attributes.get(name, "") for r in project.responses) for name in self.names}
        self.has_weights = any(response.weight is not None for response in project.responses)
        self.has_states = any(response.state in STATES_WRITTEN for response in project.responses)
        self.marks: dict[str, list[Mark]] = {}
        for mark in project.marks:
            self.marks.setdefault(mark.response, []).append(mark)
        coders = [(m.coder, m.source) for m in project.marks] + [(v.coder, v.source) for v in project.verdicts]
        self.users: dict[str, tuple[str, str]] = {}
        for coder, source in coders:
            self.users.setdefault(user_guid(coder, source), (coder, source))

    def write(self, stream: BinaryIO) -> None:
        times = sorted(time for time in (written_time(mark.at) for mark in self.project.marks) if time)
        about = {"name": xml_text(self.project.question[:200]), "origin": ORIGIN}
        if times:
            about |= {"creationDateTime": times[0], "modifiedDateTime": times[-1]}
        with etree.xmlfile(stream, encoding="UTF-8") as out:
            out.write_declaration(standalone=True)
            with out.element(f"{{{PROJECT}}}Project", nsmap=NAMESPACES, **about):
                self._users(out)
                with out.element(f"{{{PROJECT}}}CodeBook"):
                    out.write(codes_element(PROJECT, self.question, self.project.codes))
                self._variables(out)
                if self.project.responses:
                    with out.element(f"{{{PROJECT}}}Cases"):
                        for response in self.project.responses:
                            out.write(self._case(response))
                if any(response.text for response in self.project.responses):
                    with out.element(f"{{{PROJECT}}}Sources"):
                        for response in self.project.responses:
                            if response.text:
                                out.write(self._source(response))
                self._sets(out)
                description = etree.Element(f"{{{PROJECT}}}Description")
                said = f"\n{RESPONDENTS}{self.project.respondents}" if self.project.respondents else ""
                description.text = xml_text(self.project.question + said)
                out.write(description)

    def _users(self, out: Any) -> None:
        if not self.users:
            return
        with out.element(f"{{{PROJECT}}}Users"):
            for key, (name, source) in self.users.items():
                out.write(_element("User", guid=key, name=xml_text(SOURCE_NAMES.get(source, name))))

    def _variables(self, out: Any) -> None:
        rows = [(self._variable(name), name, self.kinds[name], "") for name in self.names]
        if self.has_weights:
            rows.append((self._role("weight"), WEIGHT_NAME, "Float", ROLES["weight"]))
        if self.has_states:
            rows.append((self._role("state"), STATE_NAME, "Text", ROLES["state"]))
        if not rows:
            return
        with out.element(f"{{{PROJECT}}}Variables"):
            for key, name, kind, role in rows:
                made = _element("Variable", guid=key, name=xml_text(name), typeOfVariable=kind)
                if role:
                    etree.SubElement(made, f"{{{PROJECT}}}Description").text = role
                out.write(made)

    def _variable(self, name: str) -> str:
        return guid("variable", self.question, name)

    def _role(self, role: str) -> str:
        return guid("variable of its own", self.question, role)

    def _case(self, response: Response) -> Any:
        made = _element("Case", guid=guid("case", self.question, response.id), name=xml_text(response.id))
        for name, value in response.attributes.items():
            if value:
                _value(made, self._variable(name), self.kinds[name], value)
        if response.weight is not None:
            _value(made, self._role("weight"), "Float", format(Decimal(repr(float(response.weight))), "f"))
        if response.state in STATES_WRITTEN:
            _value(made, self._role("state"), "Text", response.state)
        if response.text:
            made.append(_element("SourceRef", targetGUID=source_guid(self.project, response.id)))
        return made

    def _source(self, response: Response) -> Any:
        key = source_guid(self.project, response.id)
        made = _element("TextSource", guid=key, name=xml_text(response.id), plainTextPath=f"internal://{key}.txt")
        ends = to_plain(response.text).ends
        if ends:
            etree.SubElement(made, f"{{{PROJECT}}}Description").text = ends
        for place, marks in _by_place(self.marks.get(response.id, ())):
            made.append(self._selection(response, place, marks))
        return made

    def _selection(self, response: Response, place: tuple[str, str, int, int], marks: Sequence[Mark]) -> Any:
        coder, source, start, end = place
        user = user_guid(coder, source)
        first = min((time for time in (written_time(mark.at) for mark in marks) if time), default=None)
        made = _element(
            "PlainTextSelection",
            guid=guid("selection", self.question, response.id, user, start, end),
            name=xml_text(" ".join(response.text[start : min(end, start + QUOTED)].split())),
            startPosition=str(plain_offset(response.text, start)),
            endPosition=str(plain_offset(response.text, end)),
            creatingUser=user,
            creationDateTime=first,
        )
        if any(mark.code == QUOTABLE for mark in marks):
            etree.SubElement(made, f"{{{PROJECT}}}Description").text = QUOTABLE_SAID
        for mark in marks:
            if mark.code == QUOTABLE:
                continue
            coding = _element(
                "Coding",
                guid=guid("coding", self.question, response.id, user, start, end, mark.code),
                creatingUser=user,
                creationDateTime=written_time(mark.at),
            )
            coding.append(_element("CodeRef", targetGUID=code_guid(self.question, mark.code)))
            made.append(coding)
        return made

    def _sets(self, out: Any) -> None:
        """A set a coder of the sources that they have dealt with; those they found uncodable in one of their own."""
        texts = {response.id for response in self.project.responses if response.text}
        found: dict[tuple[str, str], list[Verdict]] = {}
        for verdict in self.project.verdicts:
            if verdict.response in texts:
                found.setdefault((user_guid(verdict.coder, verdict.source), verdict.state), []).append(verdict)
        if not found:
            return
        with out.element(f"{{{PROJECT}}}Sets"):
            for (user, state), verdicts in found.items():
                name, source = self.users[user]
                said = "Coded" if state == "coded" else "Uncodable"
                shown = f"{said} by {xml_text(name)}" if source == "human" else f"{said}: {SOURCE_NAMES[source]}"
                made = _element("Set", guid=guid("set", self.question, user, state), name=shown)
                etree.SubElement(made, f"{{{PROJECT}}}Description").text = f"{CODED_BY}{user} {state}"
                for verdict in verdicts:
                    made.append(_element("MemberSource", targetGUID=source_guid(self.project, verdict.response)))
                out.write(made)


def _by_place(marks: Sequence[Mark]) -> Iterator[tuple[tuple[str, str, int, int], list[Mark]]]:
    found: dict[tuple[str, str, int, int], list[Mark]] = {}
    for mark in marks:
        found.setdefault((mark.coder, mark.source, mark.start, mark.end), []).append(mark)
    yield from found.items()


def _element(kind: str, /, **attributes: str | None) -> Any:
    made = etree.Element(f"{{{PROJECT}}}{kind}", nsmap=NAMESPACES)
    for key, value in attributes.items():
        if value is not None:
            made.set(key, value)
    return made


def _value(case: Any, variable: str, kind: str, value: str) -> None:
    made = etree.SubElement(case, f"{{{PROJECT}}}VariableValue")
    made.append(_element("VariableRef", targetGUID=variable))
    etree.SubElement(made, f"{{{PROJECT}}}{ELEMENTS[kind]}").text = xml_text(value)


def variable_roles() -> Mapping[str, str]:
    """What our own variables mean, by their description."""
    return {mark: role for role, mark in ROLES.items()}
