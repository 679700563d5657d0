"""REFI-QDA out and in again: what goes out comes back, to the character."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from coding.exchange import (
    QUOTABLE,
    ExchangeProject,
    Mark,
    Verdict,
    codebook_bytes,
    read_frame,
    read_project,
    write_project,
)
from coding.exchange.descriptions import description, fields_of
from coding.exchange.identity import from_xml, guid, user_guid, xml_text
from coding.exchange.positions import from_plain, plain_offset, scale_of, text_offset, to_plain
from coding.exchange.writing import kind_of
from core.codebooks import Code
from core.errors import NotFoundError
from core.responses import Response

PROJECT = "{urn:QDA-XML:project:1.0}"
QUESTION = "Why did the agreement not help?"
FRAME = (
    Code("money", "Money", "Anything about money.", colour="#123456"),
    Code("cost", "Cost", "It costs\ntoo much.", "fees; fares", "time", "“Too dear”", "It takes staff", "money"),
    Code("slow", "Too slow", parent="Working practice"),
)
RESPONSES = (
    Response("R1", "q", "Too dear 😀 for us,\r\nand slow.", {"region": "North", "size": "12"}, 1.5),
    Response("R2", "q", "", {"region": "South", "size": ""}, state="blank"),
    Response("R3", "q", "Slow.", {"region": "North & <East>", "size": "-3"}, state="not_asked"),
)
MARKS = (
    Mark("R1", "cost", "Ann", "human", 0, 29, "2026-03-01T10:00:00+00:00"),
    Mark("R1", "slow", "Ann", "human", 20, 29, "2026-03-01T10:00:05+00:00"),
    Mark("R1", "slow", "Ben", "human", 0, 29, "2026-03-02T09:00:00+00:00"),
    Mark("R1", "cost", "adjudicated", "adjudicated", 0, 29, "2026-03-03T09:00:00+00:00"),
)
VERDICTS = (
    Verdict("R1", "Ann", "human", "coded"),
    Verdict("R3", "Ann", "human", "uncodable"),
    Verdict("R1", "Ben", "human", "coded"),
    Verdict("R3", "Ben", "human", "coded"),
    Verdict("R1", "adjudicated", "adjudicated", "coded"),
)
FULL = ExchangeProject(QUESTION, "organisations", FRAME, RESPONSES, MARKS, VERDICTS)


def written(folder: Path, project: ExchangeProject = FULL) -> Path:
    write_project(folder / "p.qdpx", project)
    return folder / "p.qdpx"


def tree(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("project.qde"))


# The whole project


def test_a_project_comes_back_as_it_went(tmp_path: Path) -> None:
    read = read_project(written(tmp_path))
    assert (read.problems, read.origin) == ((), "Verbatim")
    assert read.project.question == QUESTION
    assert read.project.respondents == "organisations"
    assert read.project.codes == FRAME
    assert read.project.responses == RESPONSES
    assert [m._replace(at=m.at[:19]) for m in read.project.marks] == [m._replace(at=m.at[:19]) for m in MARKS]
    assert sorted(read.project.verdicts) == sorted(VERDICTS)


def test_words_that_may_be_quoted_come_back_beside_codes_on_the_same_words(tmp_path: Path) -> None:
    at = "2026-03-01T10:00:00+00:00"
    quotable = (Mark("R1", QUOTABLE, "Ann", "human", 4, 10, at), Mark("R1", QUOTABLE, "Ben", "human", 20, 29, at))
    evidence = Mark("R1", "slow", "Ben", "human", 20, 29, at)
    project = replace(FULL, marks=(*MARKS[:2], *quotable, evidence))
    path = written(tmp_path, project)
    assert RESPONSES[0].text[4:10] == "dear 😀"
    back = read_project(path)
    assert sorted(m[:6] for m in back.project.marks) == sorted(m[:6] for m in project.marks)
    selections = tree(path).findall(f".//{PROJECT}PlainTextSelection")
    both = [
        s for s in selections if s.find(f"{PROJECT}Description") is not None and s.find(f"{PROJECT}Coding") is not None
    ]
    assert [(s.get("startPosition"), s.get("endPosition")) for s in both] == [("19", "28")]


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(tmp_path).read_bytes()
    assert written(tmp_path).read_bytes() == first


def test_the_archive_is_laid_out_as_the_standard_says(tmp_path: Path) -> None:
    path = written(tmp_path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        root = etree.fromstring(archive.read("project.qde"))
        texts = {source.get("name"): archive.read("sources/" + source.get("plainTextPath").removeprefix("internal://")) for source in root.iter(PROJECT + "TextSource")}  # fmt: skip
    assert names[0] == "project.qde"
    assert len(names) == 3
    assert texts == {"R1": "Too dear 😀 for us,\nand slow.".encode(), "R3": b"Slow."}


def test_positions_count_code_points_of_the_file_and_quote_its_words(tmp_path: Path) -> None:
    selections = [
        (s.get("startPosition"), s.get("endPosition"), s.get("name")) for s in tree(written(tmp_path)).iter(PROJECT + "PlainTextSelection")
    ]  # fmt: skip
    whole = ("0", "28", "Too dear 😀 for us, and slow.")
    assert selections == [whole, ("19", "28", "and slow."), whole, whole]


def test_coders_are_users_with_guids_that_stay_and_the_agreed_codings_have_one_of_their_own(tmp_path: Path) -> None:
    users = [(u.get("name"), u.get("guid")) for u in tree(written(tmp_path)).iter(PROJECT + "User")]
    assert users == [
        ("Ann", user_guid("Ann", "human")), ("Ben", user_guid("Ben", "human")),
        ("Adjudicated", user_guid("", "adjudicated")),
    ]  # fmt: skip
    assert len({key for _, key in users}) == 3


def test_attributes_are_variables_of_the_narrowest_type(tmp_path: Path) -> None:
    root = tree(written(tmp_path))
    kinds = {v.get("name"): v.get("typeOfVariable") for v in root.iter(PROJECT + "Variable")}
    assert kinds == {"region": "Text", "size": "Integer", "Survey weight": "Float", "Response state": "Text"}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "", "-20"], "Integer"),
        (["1", "2.50"], "Float"),
        (["007"], "Text"),
        (["1e5"], "Text"),
        (["2026-03-01", "2024-02-29"], "Date"),
        (["2026-02-30"], "Text"),
        (["2026-03-01T09:00:00"], "DateTime"),
        (["true", "false"], "Boolean"),
        (["1", "true"], "Text"),
        (["", ""], "Text"),
        (["North"], "Text"),
    ],
)
def test_the_type_of_a_variable_writes_every_value_as_it_stands(values: list[str], kind: str) -> None:
    assert kind_of(values) == kind


def test_a_renamed_code_keeps_its_guid() -> None:
    def guids(codes: tuple[Code, ...]) -> list[str]:
        root = etree.fromstring(codebook_bytes("q1", codes))
        return [c.get("guid") for c in root.iter("{urn:QDA-XML:codebook:1.0}Code")]

    renamed = (Code("a", "Entirely new", "Another definition."), Code("b", "B", parent="a"))
    assert guids(renamed) == guids((Code("a", "Old"), Code("b", "B")))


def test_an_empty_frame_says_what_is_the_matter(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no code"):
        codebook_bytes("q1", ())
    with pytest.raises(NotFoundError, match="no code"):
        write_project(tmp_path / "p.qdpx", ExchangeProject(QUESTION, None, (), RESPONSES))


# Properties

# every kind of character that has to survive: emoji, combining, line ends, control characters, marks of XML and of our own
LETTERS = st.sampled_from([*"aé £’<&\"]_x0041_\\:\n\r\t", "😀", "👩‍👧", "é", "\r\n", "\x00", "\x0b", "\x1f", "\ufeff", "\ufffe", "\u2028", "\x85"])  # fmt: skip
TEXTS = st.one_of(
    st.just(""), st.lists(LETTERS, max_size=30).map("".join), st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.lists(LETTERS, min_size=1, max_size=12).map(lambda parts: ("".join(parts) * 10_000)[:10_000]),
)  # fmt: skip
NAMES = st.lists(LETTERS, min_size=1, max_size=6).map("".join).filter(lambda name: name.strip() != "")
FIELDS = st.one_of(st.just(""), TEXTS.map(lambda text: text[:40]), st.sampled_from(["Include: x\nCode: y", "\\Label: z", "a\n\nb"]))  # fmt: skip


@st.composite
def frames(draw: Any) -> tuple[Code, ...]:
    names = draw(st.lists(NAMES.filter(lambda name: ";" not in name), min_size=1, max_size=6, unique=True))
    codes = []
    for n, name in enumerate(names):
        parent = draw(st.sampled_from([None, None, "Heading", *names[:n]]))
        label = draw(st.sampled_from([name, "Same label", "Label " + str(n)]))
        fields = [draw(FIELDS) for _ in range(5)]
        codes.append(Code(name, label, *fields, parent=parent if parent != name else None, colour=draw(st.sampled_from(["", "#abcdef"]))))  # fmt: skip
    return tuple(draw(st.permutations(codes)))


def snapped(text: str, offset: int) -> int:
    """Not within a CRLF: the standard has no position there."""
    return offset - (text[max(0, offset - 1) : offset + 1] == "\r\n")


@st.composite
def projects(draw: Any) -> ExchangeProject:
    codes = draw(frames())
    attributes = draw(
        st.lists(NAMES.filter(lambda n: n not in ("Survey weight", "Response state")), max_size=3, unique=True)
    )
    values = st.one_of(st.sampled_from(["", "1", "2.5", "2026-03-01", "true"]), NAMES)
    responses, marks, verdicts = [], [], []
    coders = draw(st.lists(st.sampled_from(["Ann", "Ben & Co", "Zoë 😀"]), unique=True, max_size=3))
    for name in draw(st.lists(NAMES, max_size=5, unique=True)):
        text = draw(TEXTS)
        state = "uncoded" if any(c.isprintable() and not c.isspace() for c in text) else "blank"
        weight = draw(st.sampled_from([None, 0.0, 1.5, 1e-9]))
        responses.append(Response(name, "q", text, {a: draw(values) for a in attributes}, weight, draw(st.sampled_from([state, "not_asked"]))))  # fmt: skip
        if not text:
            continue
        for coder, source in [*((c, "human") for c in coders), ("adjudicated", "adjudicated")]:
            if draw(st.booleans()):
                verdicts.append(Verdict(name, coder, source, draw(st.sampled_from(["coded", "uncodable"]))))
            for code in draw(st.lists(st.sampled_from([c.code for c in codes]), unique=True, max_size=2)):
                ends = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
                start, end = (snapped(text, each) for each in draw(st.sampled_from([ends, [0, len(text)]])))
                marks.append(Mark(name, code, coder, source, start, end, "2026-03-01T10:00:00Z"))
    if marks and not verdicts:
        verdicts.append(Verdict(marks[0].response, marks[0].coder, marks[0].source, "coded"))
    return ExchangeProject("Why?", draw(st.sampled_from(["people", "organisations", None])), codes, tuple(responses), tuple(marks), tuple(verdicts))  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
@given(projects())
def test_any_project_comes_back_as_it_went(tmp_path: Path, project: ExchangeProject) -> None:
    read = read_project(written(tmp_path, project))
    assert read.problems == ()
    assert read.project.codes == project.codes
    assert read.project.responses == project.responses
    assert sorted(read.project.marks) == sorted(project.marks)
    assert sorted(read.project.verdicts) == sorted(project.verdicts)
    assert (read.project.question, read.project.respondents) == (project.question, project.respondents)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames())
def test_any_frame_comes_back_as_it_went(tmp_path: Path, codes: tuple[Code, ...]) -> None:
    (tmp_path / "f.qdc").write_bytes(codebook_bytes("q1", codes))
    assert read_frame(tmp_path / "f.qdc").codes == codes


@given(st.text(max_size=30))
def test_any_text_is_held_by_xml(text: str) -> None:
    made = etree.Element("a")
    made.text = xml_text(text)
    made.set("b", xml_text(text))
    back = etree.parse(io.BytesIO(etree.tostring(made))).getroot()
    assert (from_xml(back.text or ""), from_xml(back.get("b"))) == (text, text)


@given(TEXTS)
def test_line_ends_come_back(text: str) -> None:
    plain = to_plain(text)
    assert "\r" not in plain.text
    assert from_plain(plain.text, plain.ends) == text


@given(TEXTS, st.data())
def test_offsets_go_to_the_plain_text_and_back(text: str, data: st.DataObject) -> None:
    offset = snapped(text, data.draw(st.integers(0, len(text))))
    assert text_offset(text, plain_offset(text, offset)) == offset
    assert to_plain(text).text[: plain_offset(text, offset)] == to_plain(text[:offset]).text


@given(st.fixed_dictionaries(dict.fromkeys(("definition", "include", "exclude", "typical", "borderline"), FIELDS)))
def test_any_fields_of_a_code_come_back(fields: dict[str, str]) -> None:
    filled = {name: text for name, text in fields.items() if text}
    back = fields_of(description(fields), ours=True)
    assert {name: text for name, text in back.items() if text} == filled


def test_headings_of_other_researchers_are_found() -> None:
    text = (
        "Money of any kind.\n\nInclusion criteria: fees\nfares\nExclude:  time\nExamples: “Too dear”\nNote: seen twice"
    )
    assert fields_of(text, ours=False) == {
        "definition": "Money of any kind.", "include": "fees\nfares", "exclude": "time", "typical": "“Too dear”\nNote: seen twice",
    }  # fmt: skip


def test_guids_are_of_what_they_name() -> None:
    assert guid("code", "q1", "cost") == guid("code", "q1", "cost")
    assert guid("code", "q1", "cost") != guid("code", "q2", "cost")
    assert len(guid("x")) == 36


# How programs count


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("a 😀 dear\nslow", "slow", 9, 13),  # code points, as the standard says
        ("a 😀 dear\nslow", "slow", 10, 14),  # UTF-16
        ("a 😀 dear\nslow", "slow", 11, 15),  # UTF-16, each LF turned into CRLF first
        ("a dear\nslow", "slow", 8, 12),  # LF turned into CRLF
        ("a dear\r\nslow", "slow", 8, 12),  # CRLF is two
        ("a dear\r\nslow", "slow", 7, 11),  # CRLF is one
        ("a 😀 dear\r\nslow", "slow", 10, 14),  # CRLF is two
        ("a dear", "dear...", 2, 6),
    ],
)
def test_the_words_that_a_selection_quotes_tell_how_its_program_counts(
    text: str, words: str, start: int, end: int
) -> None:
    scale = scale_of(text, [(start, end, words)])
    low, high = scale.offset(start), scale.offset(end)
    assert text[low:high] == words.rstrip(".")


def test_atlas_counts_a_crlf_as_one_where_nothing_is_quoted() -> None:
    assert scale_of("a dear\r\nslow", [(7, 11, "")], atlas=True).offset(7) == 8
    assert scale_of("a dear\r\nslow", [(8, 12, "")]).offset(8) == 8
