"""Responses, code frames and codings: what comes in, and what is refused by row and name."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.codebooks import Code
from core.errors import UsageError, UserError
from ingest.tables import CodedRow, read_codebook, read_codings, read_responses
from tests.builders import make_question

QUESTION = "Why?"


def put(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return path


# Responses


def test_responses_carry_their_text_attributes_weight_state_and_row(tmp_path: Path) -> None:
    path = put(tmp_path, "id,answer,region,w\n a1 , Too dear. ,North  West,1.5\na2,\u00a0\u200b,South,1\n")
    responses, problems = read_responses(path, QUESTION, "answer", "id", ["region"], "w")
    assert problems == []
    assert [(r.id, r.text, r.attributes, r.weight, r.state, r.row) for r in responses] == [
        ("a1", " Too dear. ", {"region": "North West"}, 1.5, "uncoded", 2),
        ("a2", "\u00a0\u200b", {"region": "South"}, 1.0, "blank", 3),
    ]
    assert {r.question for r in responses} == {make_question(QUESTION).id}


def test_rows_that_cannot_be_used_are_refused_by_row_id_and_code(tmp_path: Path) -> None:
    path = put(tmp_path, f"id,t,w\n1,a,1\n,b,1\n1,c,1\n2,d,-1\n3,e,nan\n4,f,\n{'x' * 201},g,1\n5,h,0\n")
    responses, problems = read_responses(path, QUESTION, "t", "id", weight_column="w")
    assert [r.id for r in responses] == ["1", "5"]
    assert [(p.row, p.id, p.code) for p in problems] == [
        (3, None, "missing_id"),
        (4, "1", "duplicate_id"),
        (5, "2", "bad_weight"),
        (6, "3", "bad_weight"),
        (7, "4", "bad_weight"),
        (8, "x" * 40 + "…", "long_id"),
    ]


def test_who_was_not_asked_is_told_from_who_left_it_blank(tmp_path: Path) -> None:
    path = put(tmp_path, "id,t,signed\n1,a,Yes\n2,,yes \n3,,No\n4,stray,No\n")
    responses, _ = read_responses(path, QUESTION, "t", "id", asked_if="signed=yes")
    assert [r.state for r in responses] == ["uncoded", "blank", "not_asked", "not_asked"]


def test_a_malformed_routing_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="COLUMN=VALUE"):
        read_responses(put(tmp_path, "id,t\n1,a\n"), QUESTION, "t", "id", asked_if="signed")


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no column 'nation'. Its columns are: 'id', 't'"):
        read_responses(put(tmp_path, "id,t\n1,a\n"), QUESTION, "t", "id", ["nation"])


# Code frames


def test_a_code_frame_reads_its_fields_and_takes_the_code_for_a_missing_label(tmp_path: Path) -> None:
    path = put(tmp_path, "Code,Label,Description,Include,parent\ncost,Cost,Money.,prices,\nslow,,,,cost\n")
    codes, problems = read_codebook(path)
    assert problems == []
    assert codes == [Code("cost", "Cost", "Money.", include="prices"), Code("slow", "slow", parent="cost")]


def test_codes_that_cannot_be_used_are_refused_and_a_parent_may_be_a_mere_heading(tmp_path: Path) -> None:
    path = put(tmp_path, "code,label,parent\na,A,Costs\n,B,\na,again,\nx;y,C,\nd,D,e\ne,E,d\nf,F,f\ng,G,d\n")
    codes, problems = read_codebook(path)
    assert codes == [Code("a", "A", parent="Costs")]
    assert [(p.row, p.id, p.code) for p in problems] == [
        (3, None, "missing_code"),
        (4, "a", "duplicate_code"),
        (5, "x;y", "bad_code"),
        (6, "d", "parent_cycle"),
        (7, "e", "parent_cycle"),
        (8, "f", "parent_cycle"),
        (9, "g", "parent_cycle"),
    ]


@pytest.mark.parametrize("text", ["label\nCost\n", "code,label\n,Cost\n"])
def test_a_file_without_codes_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match="code"):
        read_codebook(put(tmp_path, text))


# Codings

FRAME = {"cost": "Cost", "slow": "Too slow"}
KNOWN = {"r1", "r2", "r3", "r4", "r5", "r6"}


def test_codings_as_a_list_of_codes(tmp_path: Path) -> None:
    path = put(tmp_path, "response_id,codes\nr1,cost; slow\nr2,\nr3,COST;Too slow;\nr4,cst\nr9,cost\nr1,cost\n,cost\n")
    rows, problems = read_codings(path, FRAME, KNOWN)
    assert rows == [
        CodedRow("r1", frozenset({"cost", "slow"}), 2),
        CodedRow("r2", frozenset(), 3),
        CodedRow("r3", frozenset({"cost", "slow"}), 4),
    ]
    assert [(p.row, p.id, p.code) for p in problems] == [
        (5, "r4", "unknown_code"),
        (6, "r9", "unknown_response"),
        (7, "r1", "duplicate_response"),
        (8, None, "missing_id"),
    ]


def test_codings_as_one_column_a_code(tmp_path: Path) -> None:
    path = put(tmp_path, "response_id,text,cost,Too slow\nr1,x,1,0\nr2,y,x,\nr3,z,no,YES\nr4,z,,\nr5,z,2,0\nr6,z,0,0\n")
    rows, problems = read_codings(path, FRAME, KNOWN)
    assert rows == [
        CodedRow("r1", frozenset({"cost"}), 2),
        CodedRow("r2", frozenset({"cost"}), 3),
        CodedRow("r3", frozenset({"slow"}), 4),
        CodedRow("r6", frozenset(), 7),
    ]
    assert [(p.row, p.code) for p in problems] == [(5, "not_coded"), (6, "bad_value")]


def test_a_column_that_is_no_code_of_the_frame_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="'noise' is no code of the frame"):
        read_codings(put(tmp_path, "response_id,cost,noise\nr1,1,0\n"), FRAME, KNOWN)


def test_columns_that_fit_neither_layout_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"neither a column 'codes'.*'verdict'"):
        read_codings(put(tmp_path, "response_id,verdict\nr1,1\n"), FRAME, KNOWN)
    with pytest.raises(UserError, match="no column 'response_id'"):
        read_codings(put(tmp_path, "who,codes\nr1,cost\n"), FRAME, KNOWN)


def test_codings_as_the_program_writes_them(tmp_path: Path) -> None:
    head = "response,code,value,coder,source,design,probability,at\n"
    lines = ["r1,A,False", "r1,B,True", "r2,A,True", "r2,B,TRUE", "r3,A,False", "r3,B,0", "r4,A,maybe", "r4,B,True"]
    path = put(tmp_path, head + "".join(f"{line},ann,human,,,2026-01-01\n" for line in lines))
    rows, problems = read_codings(path, {"A": "Alpha", "B": "Beta"}, {"r1", "r2", "r3", "r4"})
    assert rows == [
        CodedRow("r1", frozenset("B"), 2), CodedRow("r2", frozenset("AB"), 4), CodedRow("r3", frozenset(), 6)
    ]  # fmt: skip
    assert [(p.row, p.id, p.code) for p in problems] == [(8, "r4", "bad_value")]


@pytest.mark.parametrize("second", ["zoe,human", "machine,machine"])
def test_the_codings_of_two_are_not_taken_for_those_of_one(tmp_path: Path, second: str) -> None:
    path = put(tmp_path, f"response,code,value,coder,source\nr1,A,True,ann,human\nr1,A,False,{second}\n")
    with pytest.raises(UserError, match="Keep the rows of one person"):
        read_codings(path, ["A"], {"r1"})


@pytest.mark.parametrize(("cell", "weight"), [("1,234.5", 1234.5), (".5", 0.5), ("2.", 2.0), ("1e-3", 0.001)])
def test_weights_as_people_write_them(tmp_path: Path, cell: str, weight: float) -> None:
    responses, _ = read_responses(put(tmp_path, f'id,t,w\n1,a,"{cell}"\n'), QUESTION, "t", "id", weight_column="w")
    assert [response.weight for response in responses] == [weight]


@pytest.mark.parametrize("cell", ["1,5", "0,85", "1_000", "1,2345", "inf", "."])
def test_a_decimal_comma_is_not_read_as_thousands(tmp_path: Path, cell: str) -> None:
    responses, problems = read_responses(
        put(tmp_path, f'id,t,w\n1,a,"{cell}"\n'), QUESTION, "t", "id", weight_column="w"
    )
    assert (responses, [problem.code for problem in problems]) == ([], ["bad_weight"])


def test_a_routing_that_nobody_meets_names_the_values_there_are(tmp_path: Path) -> None:
    path = put(tmp_path, "id,t,signed\n1,a,yes\n2,b,no\n3,c,\n")
    with pytest.raises(UserError, match=r"no row has 'y' in the column 'signed'.*Its values are: 'yes', 'no', ''"):
        read_responses(path, QUESTION, "t", "id", asked_if="signed=y")


def test_a_header_without_rows_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="a header and no rows"):
        read_responses(put(tmp_path, "id,t\n"), QUESTION, "t", "id")
    with pytest.raises(UserError, match="a header and no rows"):
        read_codings(put(tmp_path, "response_id,codes\n"), ["A"], {"r1"})


def test_a_code_below_a_circle_is_told_where_the_circle_is(tmp_path: Path) -> None:
    _, problems = read_codebook(put(tmp_path, "code,label,parent\na,A,x\nx,X,x\nb,B,\n"))
    assert [(p.id, p.message.split("back to ")[1].split(".")[0]) for p in problems] == [("a", "'x'"), ("x", "it")]


def test_the_apostrophe_before_a_formula_is_no_part_of_a_name(tmp_path: Path) -> None:
    path = put(tmp_path, "response_id,codes\n'=r1,'=A;'B\n'r2,A\n")
    rows, problems = read_codings(path, ["=A", "A", "'B"], {"=r1", "'r2", "r2"})
    assert (rows, problems) == ([CodedRow("=r1", frozenset(["=A", "'B"]), 2), CodedRow("'r2", frozenset("A"), 3)], [])
