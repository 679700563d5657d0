"""A `.qdpx` file of any program, read as a stream: what its users, variables, cases, sources and sets say.

`assembly` makes responses and codings of it. Dialects that are read besides the standard: a project file of another name,
`Sources/` for `sources/`, other version numbers in the namespace, GUIDs in braces or capitals, text inside the XML or in a
file, the text of a PDF, variables on sources, cases that are part of a source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from coding.exchange.archive import Archive, refuse_document_type
from coding.exchange.frames import frame_of, local
from coding.exchange.identity import ORIGIN, from_xml, same_guid
from coding.exchange.project import FrameRead, ProjectRead
from coding.exchange.writing import CODED_BY, QUOTABLE_SAID
from core.errors import Problem, UserError

TEXTS = ("TextSource",)
OTHERS = {"PictureSource": "a picture", "AudioSource": "a sound recording", "VideoSource": "a film"}
UNREAD = {"Note": "notes", "Link": "links", "Graph": "graphs"}
TAGS = ("Project", "Users", "CodeBook", "Variable", "Case", "TextSource", "PDFSource", *OTHERS, *UNREAD, "Set", "Description")  # fmt: skip
VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


@dataclass(frozen=True, slots=True)
class CodingRead:
    code: str
    user: str
    at: str


@dataclass(frozen=True, slots=True)
class SelectionRead:
    """`start` and `end` as the file counts them; `quoted`: the name, which most programs fill with the words; `quotable`:
    `user` marked the words as such in this program."""

    guid: str
    start: int
    end: int
    quoted: str
    codings: tuple[CodingRead, ...]
    user: str = ""
    at: str = ""
    quotable: bool = False


@dataclass(frozen=True, slots=True)
class SourceRead:
    guid: str
    name: str
    content: str | None  # the text where the XML holds it
    path: str
    ends: str
    selections: tuple[SelectionRead, ...]
    codings: tuple[CodingRead, ...]
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class CaseRead:
    guid: str
    name: str
    values: dict[str, str]
    sources: tuple[str, ...]
    selections: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(slots=True)
class Contents:
    """Everything that the project file says, GUIDs in one spelling."""

    file: str
    origin: str = ""
    name: str = ""
    description: str = ""
    users: dict[str, str] = field(default_factory=dict)
    frame: FrameRead | None = None
    codes: dict[str, str] = field(default_factory=dict)  # by GUID
    variables: dict[str, tuple[str, str]] = field(default_factory=dict)  # name and description by GUID
    cases: list[CaseRead] = field(default_factory=list)
    sources: list[SourceRead] = field(default_factory=list)
    dealt_with: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)  # user, state, sources
    problems: list[Problem] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)

    @property
    def ours(self) -> bool:
        return self.origin.startswith(ORIGIN)

    @property
    def plain(self) -> Callable[[str], str]:
        return from_xml if self.ours else str


def read_project(path: Path) -> ProjectRead:
    """The responses, the frame and the codings of a `.qdpx` file, and by name what could not be taken.

    Raises UserError where it is no project or damaged, RefusedFile (empty_file, too_large, password_required)."""
    from coding.exchange.assembly import assembled

    archive = Archive(path)
    try:
        contents = Contents(archive.name)
        with archive.stream(archive.project_name()) as stream:
            _walk(contents, stream)
        return assembled(contents, archive)
    finally:
        archive.close()


def _walk(contents: Contents, stream: Any) -> None:
    """Raises UserError where the project file is no XML, or no project."""
    try:
        walk = etree.iterparse(
            stream, events=("start", "end"), tag=[f"{{*}}{name}" for name in TAGS], resolve_entities=False,
            load_dtd=False, no_network=True, huge_tree=False,
        )  # fmt: skip
        begun = False
        for event, element in walk:
            if not begun:
                begun = True
                refuse_document_type(contents.file, element)
                if local(element) != "Project":
                    raise UserError(f"{contents.file}: the project file begins with {local(element)!r}, not Project.")
                contents.origin = element.get("origin", "")
                contents.name = contents.plain(element.get("name", ""))
            if event == "end":
                _enter(contents, element)
    except etree.XMLSyntaxError as error:
        raise UserError(
            f"{contents.file}: the project file is no XML, or damaged (line {error.lineno}). Export it again."
        ) from error
    if not begun:
        raise UserError(f"{contents.file}: the project file is no REFI-QDA project.")


def _enter(contents: Contents, element: Any) -> None:
    name, above = local(element), local(element.getparent()) if element.getparent() is not None else ""
    if name == "Users":
        for user in element:
            key = same_guid(user.get("guid"))
            contents.users[key] = contents.plain(user.get("name") or user.get("id") or f"User {key[:8]}")
    elif name == "CodeBook" and above == "Project":
        codes = next((child for child in element if local(child) == "Codes"), None)
        try:
            contents.frame, contents.codes = frame_of(codes, contents.origin, contents.file)
        except UserError as error:
            contents.problems.append(Problem(0, None, "no_codes", str(error)))
    elif name == "Variable" and above == "Variables":
        written = contents.plain(element.get("name", ""))
        contents.variables[same_guid(element.get("guid"))] = (written, _text_of(element, "Description"))
    elif name == "Case" and above == "Cases":
        contents.cases.append(_case(contents, element))
    elif name == "TextSource" and above == "Sources":
        contents.sources.append(_source(contents, element, element.get("name", "")))
    elif name == "PDFSource" and above == "Sources":
        text = next((child for child in element if local(child) == "Representation"), None)
        if text is None:
            _refuse(contents, element, "no_plain_text", "A PDF without its text; export it with the text.")
        else:
            contents.sources.append(_source(contents, text, element.get("name", "")))
        contents.unread["selections on the pages of PDFs"] += sum(local(child) == "PDFSelection" for child in element)
    elif name in OTHERS and above == "Sources":
        _refuse(contents, element, "unsupported_source", f"It is {OTHERS[name]}; only texts are read.")
    elif name in UNREAD and above == f"{name}s":
        contents.unread[UNREAD[name]] += 1
    elif name == "Set" and above == "Sets":
        _set(contents, element)
    elif name == "Description" and above == "Project":
        contents.description = contents.plain(element.text or "")
    if above in ("Project", "Variables", "Cases", "Sources", "Notes", "Links", "Graphs", "Sets"):
        element.clear()
        parent = element.getparent()
        while element.getprevious() is not None:
            del parent[0]


def _refuse(contents: Contents, element: Any, code: str, message: str) -> None:
    contents.problems.append(Problem(0, contents.plain(element.get("name", ""))[:200] or None, code, message))


def _case(contents: Contents, element: Any) -> CaseRead:
    references = {"SourceRef": [], "SelectionRef": [], "CodeRef": []}  # type: dict[str, list[str]]
    for child in element:
        if local(child) in references:
            references[local(child)].append(same_guid(child.get("targetGUID")))
    return CaseRead(
        same_guid(element.get("guid")), contents.plain(element.get("name", "")), _values(contents, element),
        tuple(references["SourceRef"]), tuple(references["SelectionRef"]), tuple(references["CodeRef"]),
    )  # fmt: skip


def _values(contents: Contents, element: Any) -> dict[str, str]:
    """Values by the GUID of their variable."""
    found = {}
    for child in element:
        if local(child) == "VariableValue":
            reference = next((part for part in child if local(part) == "VariableRef"), None)
            value = next((part.text or "" for part in child if local(part) in VALUES), "")
            if reference is not None:
                found[same_guid(reference.get("targetGUID"))] = contents.plain(value)
    return found


def _source(contents: Contents, element: Any, name: str) -> SourceRead:
    selections, own = [], []
    for child in element:
        if local(child) == "PlainTextSelection":
            made = _selection(contents, child, contents.plain(name))
            if made is not None:
                selections.append(made)
        elif local(child) == "Coding":
            own += _codings([child], "")
    content = next((child.text or "" for child in element if local(child) == "PlainTextContent"), None)
    return SourceRead(
        same_guid(element.get("guid")), contents.plain(name), content, element.get("plainTextPath", ""),
        _text_of(element, "Description") if contents.ours else "", tuple(selections), tuple(own), _values(contents, element),
    )  # fmt: skip


def _selection(contents: Contents, element: Any, source: str) -> SelectionRead | None:
    codings = tuple(_codings(element, element.get("creatingUser", "")))
    try:
        start, end = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
    except ValueError:
        message = "A selection has no position; its codings were not taken."
        contents.problems.append(Problem(0, source[:200], "bad_position", message))
        return None
    quoted = contents.plain(element.get("name", ""))
    quotable = contents.ours and _text_of(element, "Description") == QUOTABLE_SAID
    user = same_guid(element.get("creatingUser"))
    return SelectionRead(
        same_guid(element.get("guid")), start, end, quoted, codings, user, element.get("creationDateTime", ""), quotable
    )


def _codings(elements: Any, user: str) -> list[CodingRead]:
    found = []
    for coding in elements:
        if local(coding) != "Coding":
            continue
        reference = next((part for part in coding if local(part) == "CodeRef"), None)
        if reference is not None:
            who = same_guid(coding.get("creatingUser") or user)
            found.append(CodingRead(same_guid(reference.get("targetGUID")), who, coding.get("creationDateTime", "")))
    return found


def _set(contents: Contents, element: Any) -> None:
    about = _text_of(element, "Description")
    if not about.startswith(CODED_BY):
        contents.unread["sets"] += 1
        return
    user, _, state = about.removeprefix(CODED_BY).partition(" ")
    members = tuple(same_guid(child.get("targetGUID")) for child in element if local(child) == "MemberSource")
    contents.dealt_with.append((same_guid(user), "uncodable" if state == "uncodable" else "coded", members))


def _text_of(element: Any, name: str) -> str:
    return next((child.text or "" for child in element if local(child) == name), "")
