"""Files of other programs, good and bad, and the project in the database out and in."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from coding import rounds
from coding.exchange import ExchangeProject, codebook_bytes, read_frame, read_project, wide_table, write_project
from coding.exchange import archive as bounds
from coding.exchange.wide import legal_name
from core.codebooks import Code
from core.errors import RefusedFile, UsageError, UserError
from core.store import Store
from core.store.marks import TextMark
from ingest.tables import CodedRow
from tests.builders import make_response
from tests.coding.test_exchange import FULL, projects

QUESTION = "Why did the agreement not help?"
GUID = "0000000{0}-0000-4000-8000-000000000000"


def project_xml(inner: str, origin: str = "QualCoder-4.0", namespace: str = "urn:QDA-XML:project:1.0") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><Project name="p" origin="{origin}" xmlns="{namespace}">{inner}</Project>'


def packed(folder: Path, xml: str, texts: dict[str, bytes] | None = None, name: str = "project.qde") -> Path:
    with zipfile.ZipFile(folder / "t.qdpx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
        for path, data in (texts or {}).items():
            archive.writestr(path, data)
    return folder / "t.qdpx"


CODES = """<CodeBook><Codes>
  <Code guid="{00000001-0000-4000-8000-00000000000A}" name="Money" isCodable="false">
    <Code guid="00000002-0000-4000-8000-000000000000" name="Cost" isCodable="true" color="#FF0000">
      <Description>Costs too much. Include: not a heading here</Description></Code>
    <Code guid="00000003-0000-4000-8000-000000000000" name="Slow; late" isCodable="true"/></Code>
</Codes></CodeBook>"""
USERS = '<Users><User guid="00000009-0000-4000-8000-000000000000" name="Ann  Lee"/></Users>'


def test_a_qualcoder_project_with_a_source_a_respondent(tmp_path: Path) -> None:
    xml = project_xml(
        USERS
        + CODES
        + """<Variables><Variable guid="00000020-0000-4000-8000-000000000000" name="area" typeOfVariable="Text"/></Variables>
        <Cases><Case guid="00000030-0000-4000-8000-000000000000" name="R1">
          <VariableValue><VariableRef targetGUID="00000020-0000-4000-8000-000000000000"/><TextValue>North</TextValue></VariableValue>
          <SourceRef targetGUID="00000040-0000-4000-8000-000000000000"/></Case></Cases>
        <Sources><TextSource guid="00000040-0000-4000-8000-000000000000" name="r1.txt" plainTextPath="internal://a.txt">
          <PlainTextSelection guid="00000050-0000-4000-8000-000000000000" name="slow" startPosition="11" endPosition="15"
             creatingUser="{00000009-0000-4000-8000-000000000000}">
            <Coding guid="00000060-0000-4000-8000-000000000000"><CodeRef targetGUID="00000003-0000-4000-8000-000000000000"/></Coding>
          </PlainTextSelection></TextSource>
          <TextSource guid="00000041-0000-4000-8000-000000000000" name="r2.txt"><PlainTextContent>None.</PlainTextContent></TextSource>
        </Sources>""",
        namespace="urn:QDA-XML:project:0:4",
    )
    read = read_project(packed(tmp_path, xml, {"Sources/A.txt": "Dear 😀 and\r\nslow.".encode()}))
    # the file's offset counts CRLF as one character, which only the quoted word tells
    assert [(r.id, r.text, r.attributes) for r in read.project.responses] == [
        ("R1", "Dear 😀 and\r\nslow.", {"area": "North"}), ("r2.txt", "None.", {"area": ""}),
    ]  # fmt: skip
    assert [(m.response, m.code, m.coder, m.start, m.end) for m in read.project.marks] == [
        ("R1", "Slow, late", "Ann Lee", 12, 16)
    ]
    assert [(c.code, c.label, c.definition, c.parent, c.colour) for c in read.project.codes] == [
        ("Cost", "Cost", "Costs too much. Include: not a heading here", "Money", "#FF0000"),
        ("Slow, late", "Slow; late", "", "Money", ""),
    ]
    assert read.problems == ()
    assert any("1 codings mark a part of a response" in note for note in read.notes)


def test_a_source_that_holds_many_respondents_is_cut_by_its_cases(tmp_path: Path) -> None:
    def selection(n: int, start: int, end: int, inner: str = "") -> str:
        return f'<PlainTextSelection guid="0000005{n}-0000-4000-8000-000000000000" startPosition="{start}" endPosition="{end}" creatingUser="00000009-0000-4000-8000-000000000000">{inner}</PlainTextSelection>'

    coding = '<Coding guid="00000060-0000-4000-8000-000000000000"><CodeRef targetGUID="00000002-0000-4000-8000-000000000000"/></Coding>'
    cases = "".join(
        f'<Case guid="0000003{n}-0000-4000-8000-000000000000" name="P{n}"><SelectionRef targetGUID="0000005{n}-0000-4000-8000-000000000000"/></Case>'
        for n in (1, 2)
    )
    source = '<TextSource guid="00000040-0000-4000-8000-000000000000" name="all"><PlainTextContent>Too dear.|Fine.</PlainTextContent>'
    xml = project_xml(
        f"{USERS}{CODES}<Cases>{cases}</Cases><Sources>{source}{selection(1, 0, 9)}{selection(2, 10, 15)}{selection(3, 10, 15, coding)}</TextSource></Sources>"
    )
    read = read_project(packed(tmp_path, xml, name="Study.qde"))
    assert [(r.id, r.text) for r in read.project.responses] == [("P1", "Too dear."), ("P2", "Fine.")]
    assert [(m.response, m.code, m.start, m.end) for m in read.project.marks] == [("P2", "Cost", 0, 5)]


def test_what_cannot_be_taken_is_named(tmp_path: Path) -> None:
    unknown = '<Coding guid="00000060-0000-4000-8000-000000000000"><CodeRef targetGUID="0000000f-0000-4000-8000-000000000000"/></Coding>'
    xml = project_xml(
        f"""{USERS}{CODES}<Sources>
        <PictureSource guid="00000041-0000-4000-8000-000000000000" name="plan.png"/>
        <TextSource guid="00000042-0000-4000-8000-000000000000" name="far" plainTextPath="absolute:///etc/passwd"/>
        <TextSource guid="00000043-0000-4000-8000-000000000000" name="up" plainTextPath="internal://../../etc/passwd"/>
        <TextSource guid="00000044-0000-4000-8000-000000000000" name="gone" plainTextPath="internal://gone.txt"/>
        <TextSource guid="00000045-0000-4000-8000-000000000000" name="ok"><PlainTextContent>Four</PlainTextContent>
        <PlainTextSelection guid="00000051-0000-4000-8000-000000000000" startPosition="2" endPosition="9">{unknown}</PlainTextSelection>
        <PlainTextSelection guid="00000052-0000-4000-8000-000000000000" startPosition="0" endPosition="4">{unknown}</PlainTextSelection>
        </TextSource></Sources><Notes><Note guid="00000070-0000-4000-8000-000000000000" name="n"/></Notes>"""
    )
    read = read_project(packed(tmp_path, xml))
    assert [(p.id, p.code) for p in read.problems] == [
        ("plan.png", "unsupported_source"), ("far", "external_source"), ("up", "external_source"), ("gone", "missing_source"),
        ("ok", "bad_position"), ("ok", "unknown_code"),
    ]  # fmt: skip
    assert read.notes[-1] == "Not taken: 1 notes."
    assert [r.text for r in read.project.responses] == ["Four"]


# Hostile files


def test_entities_and_document_types_are_refused(tmp_path: Path) -> None:
    xml = (
        '<!DOCTYPE Project [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><Project name="&b;" xmlns="urn:QDA-XML:project:1.0"/>'
    )
    with pytest.raises(UserError, match="document type"):
        read_project(packed(tmp_path, xml))
    (tmp_path / "f.qdc").write_text('<!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/passwd">]><CodeBook>&a;</CodeBook>')
    with pytest.raises(UserError, match="document type"):
        read_frame(tmp_path / "f.qdc")


def test_a_file_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, "<Project>" + " " * (6 << 20))
    with pytest.raises(RefusedFile) as error:
        read_project(path)
    assert error.value.code == "too_large"


def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path) -> None:
    path = packed(tmp_path, project_xml("<!-- " + "x" * 200_000 + " -->"))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 1000)
    path.write_bytes(bytes(data))
    with pytest.raises(UserError):
        read_project(path)


def test_a_text_beyond_the_bound_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_TEXT_BYTES", 10)
    source = '<TextSource guid="0000004{0}-0000-4000-8000-000000000000" name="{0}" plainTextPath="internal://{0}.txt"/>'
    xml = project_xml(CODES + "<Sources>" + source.format(1) + source.format(2) + "</Sources>")
    read = read_project(packed(tmp_path, xml, {"sources/1.txt": b"x" * 11, "sources/2.txt": b"short"}))
    assert [(p.id, p.code) for p in read.problems] == [("1", "too_large")]
    assert [r.text for r in read.project.responses] == ["short"]


@pytest.mark.parametrize("data", [b"junk", b"PK\x03\x04" + b"\0" * 40, b"\x00" * 300])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "t.qdpx").write_bytes(data)
    with pytest.raises(UserError, match=r"no REFI-QDA project|damaged"):
        read_project(tmp_path / "t.qdpx")


@pytest.mark.parametrize("xml", ["", "<Project", "<html/>", "<Project xmlns='x'><Users></Project>"])
def test_what_is_no_project_is_refused(tmp_path: Path, xml: str) -> None:
    with pytest.raises(UserError):
        read_project(packed(tmp_path, xml))


def test_deep_nesting_is_refused_not_a_crash(tmp_path: Path) -> None:
    code = '<Code guid="00000002-0000-4000-8000-000000000000" name="c" isCodable="true">'
    (tmp_path / "f.qdc").write_text(f"<CodeBook><Codes>{code * 5000}{'</Code>' * 5000}</Codes></CodeBook>")
    with pytest.raises(UserError, match="no XML, or damaged"):
        read_frame(tmp_path / "f.qdc")


# The official schemas and a real file


@pytest.mark.documents
def test_what_is_written_is_valid(tmp_path: Path, shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(shared / "dev/refi/Project.xsd")))
    write_project(tmp_path / "p.qdpx", FULL)
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
    book = etree.XMLSchema(etree.parse(str(shared / "dev/refi/Codebook.xsd")))
    book.assertValid(etree.fromstring(codebook_bytes("q1", FULL.codes)))


@pytest.mark.documents
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(project=projects())
def test_whatever_is_written_is_valid(tmp_path: Path, shared: Path, project: ExchangeProject) -> None:
    schema = etree.XMLSchema(etree.parse(str(shared / "dev/refi/Project.xsd")))
    write_project(tmp_path / "p.qdpx", project)
    with zipfile.ZipFile(tmp_path / "p.qdpx") as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
    book = etree.XMLSchema(etree.parse(str(shared / "dev/refi/Codebook.xsd")))
    book.assertValid(etree.fromstring(codebook_bytes("q1", project.codes)))


@pytest.mark.documents
def test_a_project_of_nvivo_is_read_whole(shared: Path) -> None:
    path = shared / "dev/refi/nvivo_project.qdpx"
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("project.qde")
    read = read_project(path)
    assert len(read.project.codes) == xml.count(b"<Code ") == 262
    assert len({code.code for code in read.project.codes}) == 262
    assert len(read.project.responses) == xml.count(b"<TextSource ") == 2
    assert len(read.project.marks) == xml.count(b"<Coding ") == 0
    assert read.problems == ()


# The database


@pytest.fixture
def project(store: Store) -> Store:
    texts = ["Too dear 😀\r\nand slow.", "Slow.", "", "n/a"]
    rounds.add_responses(
        store, QUESTION, "people", [make_response(f"r{n}", t, attributes={"area": "N"}, state="uncoded" if t else "blank", row=n + 2) for n, t in enumerate(texts)]
    )  # fmt: skip
    rounds.add_codebook(store, QUESTION, [Code("cost", "Cost", "It costs."), Code("slow", "Too slow", parent="cost")])
    rounds.add_codings(
        store, QUESTION, "Ann", [CodedRow("r0", frozenset(["cost", "slow"]), 2), CodedRow("r3", frozenset(), 3)]
    )
    rounds.add_codings(store, QUESTION, "Ben", [CodedRow("r0", frozenset(["slow"]), 2)])
    return store


def codings_of(store: Store) -> list[tuple[str, str, bool, str, str]]:
    return sorted((c.response, c.code, c.value, c.coder, c.source) for c in rounds.codings(store, QUESTION))


def test_a_question_goes_to_another_project_whole_and_twice_is_once(project: Store, tmp_path: Path) -> None:
    write_project(tmp_path / "p.qdpx", rounds.exchange_project(project, QUESTION))
    other = Store(tmp_path / "other", who="tester")
    report = rounds.import_project(other, read_project(tmp_path / "p.qdpx"))
    assert report.summary() == "9 added"
    assert codings_of(other) == codings_of(project)
    assert rounds.responses(other, QUESTION) == rounds.responses(project, QUESTION)
    assert rounds.codebook(other, QUESTION).codes == rounds.codebook(project, QUESTION).codes
    assert rounds.import_project(other, read_project(tmp_path / "p.qdpx")).summary() == "9 unchanged"


def test_marked_words_go_to_another_project_with_their_codes(project: Store, tmp_path: Path) -> None:
    text = "Too dear 😀\r\nand slow."
    press = [
        {"seq": 1, "response": "r0", "action": "evidence", "code": "cost", "start": 4, "end": 10, "quote": text[4:10]},
        {
            "seq": 2,
            "response": "r0",
            "action": "evidence",
            "code": "slow",
            "start": 16,
            "end": 20,
            "quote": text[16:20],
        },
        {"seq": 3, "response": "r0", "action": "quote", "start": 10, "end": 20, "quote": text[10:20]},
    ]
    rounds.apply_events(project, QUESTION, "Ann", "c1", press)
    write_project(tmp_path / "p.qdpx", rounds.exchange_project(project, QUESTION))
    other = Store(tmp_path / "other", who="tester")
    rounds.import_project(other, read_project(tmp_path / "p.qdpx"))
    assert codings_of(other) == codings_of(project)
    (there,) = rounds.items_of(other, QUESTION, "Ann", ["r0"])
    assert there.judged.marks == (
        TextMark(4, 10, "evidence", "cost"), TextMark(10, 20, "quotable"), TextMark(16, 20, "evidence", "slow"),
    )  # fmt: skip
    assert rounds.items_of(other, QUESTION, "Ben", ["r0"])[0].judged.marks == ()
    rounds.import_project(other, read_project(tmp_path / "p.qdpx"))
    assert rounds.items_of(other, QUESTION, "Ann", ["r0"]) == [there]


def test_the_agreed_coding_comes_in_as_a_fact_of_its_own(store: Store, tmp_path: Path) -> None:
    write_project(tmp_path / "p.qdpx", FULL)
    rounds.import_project(store, read_project(tmp_path / "p.qdpx"))
    name = FULL.question
    made = [(c.response, c.code, c.value) for c in rounds.codings(store, name) if c.source == "adjudicated"]
    assert made == [("R1", "cost", True), ("R1", "money", False), ("R1", "slow", False)]
    assert rounds.coders(store, name) == ["Ann", "Ben"]


def test_new_codes_are_added_to_the_frame_and_none_is_changed(project: Store, tmp_path: Path) -> None:
    frame = [Code("cost", "Entirely other"), Code("far", "Too far")]
    write_project(tmp_path / "p.qdpx", FULL.__class__(QUESTION, "people", tuple(frame), ()))
    rounds.import_project(project, read_project(tmp_path / "p.qdpx"))
    assert [(c.code, c.label) for c in rounds.codebook(project, QUESTION).codes] == [
        ("cost", "Cost"), ("slow", "Too slow"), ("far", "Too far"),
    ]  # fmt: skip


def test_a_file_that_names_no_question_asks_for_one(store: Store, tmp_path: Path) -> None:
    xml = project_xml(CODES + '<Sources><TextSource guid="00000041-0000-4000-8000-000000000000" name="a"><PlainTextContent>A</PlainTextContent></TextSource></Sources>')  # fmt: skip
    with pytest.raises(UsageError, match="--question TEXT"):
        rounds.import_project(store, read_project(packed(tmp_path, xml)))
    report = rounds.import_project(store, read_project(packed(tmp_path, xml)), "Why?", "people")
    assert [(r.id, r.status) for r in report.rows] == [("a", "added"), ("Cost", "added"), ("Slow, late", "added")]


# What comes late, and what says that it says nothing


def test_the_late_text_of_a_blank_response_is_taken_and_named(project: Store) -> None:
    report = rounds.add_responses(project, QUESTION, "people", [make_response("r2", "Here it is.", row=2)])
    assert [(r.id, r.status, r.code) for r in report.rows] == [("r2", "updated", "late_text")]
    found = {r.id: (r.text, r.state, r.attributes) for r in rounds.responses(project, QUESTION)}
    assert found["r2"] == ("Here it is.", "uncoded", {"area": "N"})
    again = rounds.add_responses(project, QUESTION, "people", [make_response("r0", "Other words.", row=2)])
    assert [(r.id, r.status, r.code) for r in again.rows] == [("r0", "refused", "changed_text")]


def test_words_that_say_there_is_no_answer_are_flagged_and_stay_answers(store: Store) -> None:
    texts = ["n/a", "None.", "No comment", "None of them helped us."]
    report = rounds.add_responses(store, QUESTION, "people", [make_response(f"r{n}", t, row=n + 2) for n, t in enumerate(texts)])  # fmt: skip
    assert [r.code for r in report.rows] == ["no_answer_words"] * 3 + [None]
    assert [r.state for r in rounds.responses(store, QUESTION)] == ["uncoded"] * 4


# Wide tables


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("cost", "cost"), ("Too slow / late", "Too_slow_late"), ("1st", "c_1st"), ("Café £", "Cafe"), ("by", "c_by"), ("€", "code"),
        ("x" * 40, "x" * 32), ("_b", "b"), ("str12", "c_str12"), ("a" * 31 + " b", "a" * 31),
    ],
)  # fmt: skip
def test_names_are_legal_in_every_package(written: str, name: str) -> None:
    assert legal_name(written, set()) == name


def test_names_that_would_clash_are_numbered() -> None:
    taken: set[str] = set()
    assert [legal_name(name, taken) for name in ("Cost", "cost", "COST!", "y" * 33, "y" * 34)] == [
        "Cost", "cost_2", "COST_3", "y" * 32, "y" * 30 + "_2",
    ]  # fmt: skip


def test_a_wide_table_has_a_row_a_coder_and_tells_no_from_not_asked(project: Store) -> None:
    rounds.add_code(project, QUESTION, Code("new", "New"))
    frame = rounds.codebook(project, QUESTION)
    table = wide_table(frame.codes, rounds.responses(project, QUESTION), rounds.codings(project, QUESTION))
    assert [column.name for column in table.columns] == ["response", "coder", "source", "area", "cost", "slow", "new"]
    assert table.rows == (
        ("r0", "Ann", "human", "N", 1, 1, None),
        ("r0", "Ben", "human", "N", 0, 1, None),
        ("r3", "Ann", "human", "N", 0, 0, None),
    )
