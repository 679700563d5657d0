"""The committed samples are what their README says: whole, consistent with each other, and drawn with the recorded seed."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest

from samples import source_text
from samples.charts import percent
from samples.make_samples import HERE, draw

CODES = {
    "non_compliance", "shortage", "cross_border", "job_titles", "extra_payments", "agency_conduct", "pay_caps",
    "no_enforcement", "inspection_pressure", "own_strategy",
}  # fmt: skip
REGIONS = {"Northfell", "Midvale", "Eastwold", "Westmarch", "Southdene", "Harbour Counties", "Capital"}
RATINGS = {"Outstanding", "Good", "Requires improvement", "Inadequate"}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codings(name: str) -> dict[str, set[str]]:
    return {row["response_id"]: {code for code in row["codes"].split(";") if code} for row in rows(name)}


def pages(name: str) -> list[str]:
    """The text of each page, runs of white space made one space."""
    document = pypdfium2.PdfDocument(HERE / name)
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return texts


def test_150_responses_with_their_attributes_and_two_blanks() -> None:
    found = rows("responses.csv")
    assert list(found[0]) == ["response_id", "response", "region", "authority_type", "inspection_rating"]
    assert [row["response_id"] for row in found] == [f"R{n:03d}" for n in range(1, 151)]
    assert sum(not row["response"].strip() for row in found) == 2
    assert {row["region"] for row in found} == REGIONS
    assert {row["inspection_rating"] for row in found} == RATINGS
    assert all((row["region"] == "Capital") == (row["authority_type"] == "Capital borough") for row in found)
    answers = [row["response"] for row in found if row["response"]]
    assert len(set(answers)) == len(answers) == 148


def test_the_code_frame_has_ten_themes_with_every_column_filled() -> None:
    found = rows("code-frame.csv")
    assert list(found[0]) == ["code", "label", "definition", "include", "exclude", "typical", "borderline"]
    assert {row["code"] for row in found} == CODES
    assert len(found) == 10
    assert all(value.strip() for row in found for value in row.values())
    answers = {row["response"] for row in rows("responses.csv")}
    assert not answers & {row["typical"] for row in found}


@pytest.mark.parametrize("name", ["codings-coder-1.csv", "codings-coder-2.csv"])
def test_the_coders_coded_the_sample_that_the_recorded_seed_draws(name: str) -> None:
    found = codings(name)
    assert list(found) == draw()
    assert len(found) == 90
    assert set().union(*found.values()) == CODES
    assert any(not codes for codes in found.values())


def test_another_seed_draws_another_sample() -> None:
    assert draw(seed=1) != draw()


def test_the_coders_disagree_on_41_of_900_decisions_and_agree_well_on_each_theme() -> None:
    one, two = codings("codings-coder-1.csv"), codings("codings-coder-2.csv")
    assert sum(len(one[key] ^ two[key]) for key in one) == 41
    for code in CODES:
        a, b = [code in one[key] for key in one], [code in two[key] for key in one]
        observed = sum(x == y for x, y in zip(a, b)) / 90
        expected = (sum(a) * sum(b) + (90 - sum(a)) * (90 - sum(b))) / 90**2
        assert 0.7 <= (observed - expected) / (1 - expected) <= 0.85, code


def test_the_survey_report_has_its_pages_labels_and_furniture() -> None:
    found = pages("survey-report.pdf")
    assert 11 <= len(found) <= 13
    assert all("Children’s Services Leaders’ Survey: Wave 4 July 2024" in page for page in found[1:])
    with pikepdf.open(HERE / "survey-report.pdf") as pdf:
        assert [page.label for page in pdf.pages][:4] == ["Cover", "i", "1", "2"]
        assert "/StructTreeRoot" in pdf.Root


def test_the_summary_and_the_body_of_the_report_disagree_once_about_kinship_policies() -> None:
    found = pages("survey-report.pdf")
    assert "Around two-thirds of authorities (65%) had published a local kinship care policy." in found[2]
    assert "Just over half (56%) had published one." in found[7]
    assert percent(47, 84) == 56


def test_every_other_percentage_of_the_summary_is_in_the_body() -> None:
    found = pages("survey-report.pdf")
    body = " ".join(found[3:])
    assert {figure for figure in re.findall(r"\d+%", found[2]) if figure not in body} == {"65%"}


def test_each_figure_has_a_question_and_a_base_equal_to_the_base_of_its_percentages() -> None:
    elements = source_text.read(HERE / "source" / "survey-report.md").elements
    charts = [n for n, element in enumerate(elements) if element.kind == "chart"]
    assert len(charts) == 9
    for figure, n in enumerate(charts, 1):
        assert elements[n - 1].text.startswith(f"Figure {figure}: ")
        assert elements[n + 1].kind == "question"
        assert elements[n + 2].text.endswith(f"(n = {elements[n].text})")


def test_the_contents_of_the_report_give_the_printed_pages() -> None:
    found = pages("survey-report.pdf")
    contents = re.findall(r"(Figure \d+: .+?)\.{3,}\s*(\d+)", found[1])
    assert len(contents) == 9
    assert all(caption in found[int(page) + 1] for caption, page in contents)


def test_the_board_pack_has_its_pages_and_the_agenda_gives_them() -> None:
    found = pages("board-paper-pack.pdf")
    assert 14 <= len(found) <= 16
    for start, title in (
        (3, "Minutes of the meeting held on 13 June 2024"),
        (5, "Agency social workers"),
        (13, "The Board’s work programme"),
    ):
        assert re.search(rf"{title}.*? {start}\b", found[0])
        assert title in found[start - 1]
        assert f"Page {start}" in found[start - 1]


def test_the_pack_restates_a_commitment_with_a_later_date() -> None:
    found = pages("board-paper-pack.pdf")
    assert "The Department will publish a national kinship care framework by the end of December 2024." in found[7]
    assert "The Department will now publish the national kinship care framework by 31 March 2025." in found[12]


def test_the_word_file_has_heading_styles_and_automatic_numbering() -> None:
    document = docx.Document(str(HERE / "board-paper-pack.docx"))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[1] == "Agency social workers: the regional memoranda and the national rules"
    numbered = [p for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    assert len(numbered) > 100
    assert not [p.text for p in numbered if re.match(r"\d+\.|\([a-z]\)", p.text)]  # the numbers are Word's, not typed
    assert {p._p.pPr.numPr.ilvl.val for p in numbered} == {0, 1, 2}
    assert (
        document.sections[3].header.paragraphs[0].text == "Assembly of English Councils\tItem 3: Agency social workers"
    )


@pytest.mark.parametrize("name", ["survey-report", "board-paper-pack"])
def test_the_pdf_says_what_the_source_says(name: str) -> None:
    text = re.sub(r"\s", "", "".join(pages(f"{name}.pdf")))
    for element in source_text.read(HERE / "source" / f"{name}.md").elements:
        if element.kind in ("quotation", "caption", "title"):
            plain = element.text.replace('"', "").replace("'", "’")
            assert re.sub(r"\s", "", plain) in text, element.text


def test_numbers_written_in_the_source_are_read_apart_from_the_text(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(
        "title: T\norganisation: O\nheader: H |\nfooter: {page}\n\n## 3 Proposals\n\n3.1 First.\n\n(a) one;\n\n12. Twelve.\n"
    )
    elements = source_text.read(path).elements
    assert [(e.kind, e.number, e.text) for e in elements] == [
        ("heading", "3", "Proposals"), ("numbered", "3.1", "First."), ("numbered", "(a)", "one;"), ("numbered", "12.", "Twelve."),
    ]  # fmt: skip
