"""Findings of a small survey report of our own: values, figures, bases, summaries, other waves, table rows, themes."""

from __future__ import annotations

import pytest

from core.documents import Block, Document, Span, check_tiling
from core.statements import Finding
from ingest.statements.findings import find_findings
from ingest.statements.themes import find_themes
from tests.builders import make_document

REPORT: list[tuple[str, int | None, tuple[str, ...], str]] = [
    ("heading", 1, (), "Warden survey wave 3 report"),
    ("heading", 1, (), "Executive summary"),
    (
        "paragraph",
        None,
        ("Executive summary",),
        "The survey was sent to all 120 councils in England. Overall, 80 councils took part, a response rate of 67%.",
    ),
    ("list_item", None, ("Executive summary",), "- Seven in ten councils (71%) said wardens had made parks safer."),
    ("list_item", None, ("Executive summary",), "- Almost half (45%) of those who had a rota said it worked well."),
    ("heading", 1, (), "Background"),
    ("paragraph", None, ("Background",), "This report presents findings from wave 3 of the warden survey."),
    ("heading", 1, (), "Parks"),
    ("paragraph", None, ("Parks",), "A total of 78 councils answered the section on parks."),
    ("heading", 2, ("Parks",), "Safety"),
    (
        "paragraph",
        None,
        ("Parks", "Safety"),
        "When asked about safety, 71% of councils said wardens had made parks safer. This compares with 60% at Wave 2.",
    ),
    ("caption", None, ("Parks", "Safety"), "Figure 1: Whether wardens make parks safer"),
    (
        "survey_question",
        None,
        ("Parks", "Safety"),
        "Question: Have wardens made your parks safer?\nBase: All councils answering the parks section (n = 78)",
    ),
    (
        "paragraph",
        None,
        ("Parks", "Safety"),
        "Councils were asked why wardens had not helped. The most common reason was that patrols were too short. Several councils said that wardens lacked powers.",
    ),
    ("quotation", None, ("Parks", "Safety"), "“Nobody stops for a hat.”"),
    ("heading", 2, ("Parks",), "Rotas"),
    (
        "paragraph",
        None,
        ("Parks", "Rotas"),
        "Almost half (45%) of councils with a rota said it worked well. A third of councils said they had no rota.",
    ),
    ("caption", None, ("Parks", "Rotas"), "Figure 2: How well rotas work"),
    (
        "survey_question",
        None,
        ("Parks", "Rotas"),
        "Question: How well does your rota work?\nBase: Councils who said they had a rota (n = 52)",
    ),
    ("caption", None, ("Parks", "Rotas"), "Table 1: Response by region"),
    ("table_row", None, ("Parks", "Rotas"), "Region\tSent\tShare"),
    ("table_row", None, ("Parks", "Rotas"), "North\t40\t55%"),
]


def report() -> tuple[Document, list[Block]]:
    text, blocks = "", []
    for kind, level, section, words in REPORT:
        start, text = len(text), text + words + "\n\n"
        blocks.append(Block(Span(start, len(text)), kind, level=level, section=section))  # type: ignore[arg-type]
    check_tiling(text, blocks)
    return make_document(text, title="Warden survey wave 3 report", type="survey_report"), blocks


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return find_findings(*report())


def about(findings: list[Finding], words: str, value: str) -> Finding:
    (found,) = [f for f in findings if f.value and f.value.text == value and words in f.location.quote]
    return found


def test_a_number_in_brackets_is_the_value_of_the_words_before_it(findings: list[Finding]) -> None:
    found = about(findings, "Seven in ten", "Seven in ten councils (71%)")
    assert found.value is not None
    assert (found.value.low, found.value.high, found.value.unit) == (71, 71, "percent")


def test_a_body_sentence_takes_the_figure_question_and_base_beneath_it(findings: list[Finding]) -> None:
    found = about(findings, "When asked about safety", "71%")
    assert (found.figure, found.base.n if found.base else None, found.in_summary) == ("Figure 1", 78, False)
    assert found.survey_question == "Have wardens made your parks safer?"
    assert found.wave == "Wave 3"


def test_a_summary_sentence_takes_the_figure_of_the_body_sentence_that_says_the_same(findings: list[Finding]) -> None:
    safer = about(findings, "Seven in ten", "Seven in ten councils (71%)")
    assert (safer.figure, safer.in_summary) == ("Figure 1", True)
    rota = about(findings, "those who had a rota", "Almost half (45%)")
    assert (rota.figure, rota.base.n if rota.base else None) == ("Figure 2", 52)


def test_another_wave_has_its_own_number_and_no_base(findings: list[Finding]) -> None:
    found = about(findings, "This compares with", "60%")
    assert (found.wave, found.base) == ("Wave 2", None)


def test_counts_and_response_rates(findings: list[Finding]) -> None:
    assert about(findings, "took part", "80").value.unit == "count"  # type: ignore[union-attr]
    rate = about(findings, "response rate", "67%")
    assert (rate.base.n if rate.base else None, rate.figure) == (120, None)


def test_words_alone_are_a_share(findings: list[Finding]) -> None:
    found = about(findings, "no rota", "A third")
    assert found.value is not None
    assert (found.value.low, found.value.high) == (33.3, 33.3)


def test_each_number_of_a_table_row_is_a_finding(findings: list[Finding]) -> None:
    rows = [f for f in findings if f.rule == "table row"]
    assert [(f.subject, f.value.low, f.value.unit) for f in rows if f.value] == [
        ("North, Sent", 40, "count"),
        ("North, Share", 55, "percent"),
    ]
    assert {f.figure for f in rows} == {"Table 1"}


def test_themes_keep_the_reports_word_for_how_common_they_are_and_the_quotations_under_them(
    findings: list[Finding],
) -> None:
    themes = [f for f in findings if f.kind == "qualitative"]
    assert [(f.prominence, f.theme) for f in themes] == [
        ("most common", "patrols were too short"),
        ("several", "wardens lacked powers"),
    ]
    assert [q.quote for q in themes[1].quotations] == ["“Nobody stops for a hat.”"]
    assert themes[0].survey_question == "Councils were asked why wardens had not helped."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Reasons given included a lack of staff, high costs and poor training.",
         [("listed", "a lack of staff"), ("listed", "high costs"), ("listed", "poor training")]),
        ("Other ways mentioned included: walking groups; street parties; and open days.",
         [("other", "walking groups"), ("other", "street parties"), ("other", "open days")]),
        ("Many respondents also mentioned the cost of parking.", [("many", "the cost of parking")]),
        ("A few said that the map was wrong.", [("few", "the map was wrong")]),
        ("The council will open two hubs.", []),
        ("Some 45% of respondents said that the map was wrong.", []),
    ],
)  # fmt: skip
def test_themes_of_a_sentence(sentence: str, expected: list[tuple[str, str]]) -> None:
    found = find_themes(sentence)
    assert [(p.prominence.removeprefix("a "), p.theme) for p in found] == expected
    assert all(sentence[p.start : p.end] == p.theme for p in found)


def test_a_paper_without_a_survey_still_tells_its_percentages() -> None:
    text = "In 2024, 61 per cent of pupils reached the standard.\n\n"
    document = make_document(text)
    (found,) = find_findings(document, [Block(Span(0, len(text)), "paragraph")])
    assert found.value is not None
    assert (found.value.low, found.base, found.figure) == (61, None, None)


def test_what_was_named_most_is_a_finding_in_any_paper() -> None:
    text = "The most common reason given for late rent was that the payment line was shut. Some tenants said that staff were kind.\n\n"
    found = find_findings(make_document(text), [Block(Span(0, len(text)), "paragraph")])
    assert [(f.kind, f.prominence, f.theme) for f in found] == [
        ("qualitative", "most common", "the payment line was shut"),
    ]  # fmt: skip
