"""Statistics as reports of other bodies print them: bases in the text, populations, comparisons, tables, what is none."""

from __future__ import annotations

import pytest

from core.documents import Block, Document, Span
from core.statements import Finding
from ingest.statements.findings import find_findings
from tests.builders import make_document


def findings_of(*lines: tuple[str, str], type: str = "survey_report") -> list[Finding]:
    """The quantitative findings of a document of `lines` (kind, words) under one heading each time one is given."""
    text, blocks, section = "", [], ()
    for kind, words in lines:
        start, text = len(text), text + words + "\n\n"
        if kind == "heading":
            section = (words,)
        blocks.append(
            Block(Span(start, len(text)), kind, level=1 if kind == "heading" else None,  # type: ignore[arg-type]
                  section=() if kind == "heading" else section)
        )  # fmt: skip
    document: Document = make_document(text, type=type)
    return [f for f in find_findings(document, blocks) if f.value]


def one(sentence: str, value: str, type: str = "survey_report") -> Finding:
    (found,) = [f for f in findings_of(("paragraph", sentence), type=type) if f.value and f.value.text == value]
    return found


@pytest.mark.parametrize(
    ("sentence", "value", "n"),
    [
        ("Of the 64 wardens who answered, 45% had a torch.", "45%", 64),
        ("Among the 1,204 households asked, 12% had a pump.", "12%", 1204),
        ("Of those with a rota (n = 52), 45% said it worked.", "45%", 52),
        ("45% of the 52 clubs had a rota.", "45%", 52),
        ("In all 55% of clubs had closed (82 of 149).", "55%", 149),
        ("47 of the 152 clubs had a rota.", "47 of the 152", 152),
        ("Of the 40 clubs asked, 30% had a rota; 20% of wardens disagreed.", "20%", None),
        ("45% (n = 52) said it worked.", "45%", None),
        ("By 2019 45% of clubs had a rota.", "45%", None),
    ],
)
def test_a_base_that_the_sentence_states(sentence: str, value: str, n: int | None) -> None:
    base = one(sentence, value).base
    assert (base.n if base else None) == n


def test_of_these_points_to_the_number_before_it() -> None:
    found = findings_of(("paragraph", "In total, 291 responses were received. 60% of these were against."))
    assert [(f.value.text, f.base.n if f.base else None) for f in found if f.value] == [("291", None), ("60%", 291)]


def test_a_base_line_under_a_heading_holds_for_everybody_there_but_for_no_subgroup() -> None:
    found = findings_of(
        ("heading", "Q7. Do you use the park?"),
        ("survey_question", "Base: all respondents (429)"),
        ("list_item", "- 27% walk there"),
        ("list_item", "- 61% of those who own a dog walk there"),
        ("heading", "Other"),
        ("list_item", "- 9% run"),
    )
    assert [(f.value.text, f.base.n if f.base else None, f.survey_question) for f in found if f.value] == [
        ("27%", 429, "Do you use the park?"),
        ("61%", None, "Do you use the park?"),
        ("9%", None, None),
    ]


@pytest.mark.parametrize(
    ("sentence", "value", "who"),
    [
        ("26% of men and 27% of women aged 19 and over were runners.", "26%", "men"),
        ("26% of men and 27% of women aged 19 and over were runners.", "27%", "women aged 19 and over"),
        ("Two fifths of small charities (42%) rent a hall.", "Two fifths of small charities (42%)", "small charities"),
        ("Just 12% of the public trust the map.", "12%", "the public"),
        ("The proportion of tenants who feel safe rose to 61%.", "61%", "tenants"),
        ("45% said so.", "45%", None),
    ],
)  # fmt: skip
def test_whom_a_share_speaks_of(sentence: str, value: str, who: str | None) -> None:
    assert one(sentence, value).population == who


@pytest.mark.parametrize(
    ("sentence", "value", "against"),
    [
        ("38% agreed, down from 46% in 2015.", "38%", "down from 46% in 2015"),
        ("38% agreed, down from 46% in 2015.", "46%", None),
        ("47% agreed, compared to 58% in 2018, which shows a fall.", "47%", "compared to 58% in 2018"),
        ("Trust rose from 76% in 2015 to 81% in 2018.", "81%", "from 76% in 2015"),
        ("Most (66%) were content, a fall since 2015 (when 71% were content).", "Most (66%)", "a fall since 2015"),
        ("30% said they had been judged against their will.", "30%", None),
    ],
)
def test_what_a_number_is_set_against(sentence: str, value: str, against: str | None) -> None:
    assert one(sentence, value).comparison == against


@pytest.mark.parametrize(
    "sentence",
    [
        "The Council proposes a council tax increase of 2.99%.",
        "Business rates relief of 75% will continue.",
        "Fees and charges will rise by 6%.",
        "Interest was paid at 4.5%.",
        "A 5% increase in rents was approved.",
        "The budget grew by 4% to £12 million.",
        "At least 95% of calls should be answered within a minute.",
        "We will ensure that 30% of apprentices are local.",
        "By 2030 half of journeys will be by foot.",
        "The target of 90% is met each month.",
        "Results are within plus or minus 3 percentage points.",
        "Differences are shown at the 95% confidence level.",
        "Percentages may not add up to 100% because of rounding.",
    ],
)
def test_targets_rates_and_confidence_are_no_findings(sentence: str) -> None:
    assert [f.value.text for f in findings_of(("paragraph", sentence), type="other") if f.value] == []


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Recycling rose to 47.3% of waste, against a target of 50%.", ["47.3%"]),
        ("92% of applications were determined in time, compared with 88% last year.", ["92%", "88%"]),
        ("Passenger journeys fell by 23% between 2015 and 2023.", ["23%"]),
        ("The number of households in hostels rose to 1,340.", ["1,340"]),
        ("The Council received 47 representations, of which 31 were in support.", ["47", "31"]),
        ("“Currently, 42% of clubs are good, 45% fair and 13% poor,” said the report.", ["42%", "45%", "13%"]),
    ],
)
def test_what_a_paper_without_a_survey_tells(sentence: str, values: list[str]) -> None:
    assert [f.value.text for f in findings_of(("paragraph", sentence), type="other") if f.value] == values


CAPTIONED = [
    ("heading", "Trust"),
    ("caption", "Table 4: Trust in the landlord by wave (percentage of tenants)"),
    ("table_row", "Answer\tWave 1 (n=120)\tWave 2\tNumber"),
    ("table_row", "A lot\t40\t44\t43"),
    ("table_row", "A little\t35\t*\t30"),
    ("table_row", "Unweighted base\t121\t99\t220"),
]


def test_a_table_takes_units_from_its_title_and_bases_from_its_row_of_bases() -> None:
    found = findings_of(*CAPTIONED)
    assert [(f.subject, f.value.low, f.value.unit, f.base.n if f.base else None, f.wave) for f in found if f.value] == [
        ("A lot, Wave 1 (n=120)", 40, "percent", 121, "Wave 1"),
        ("A lot, Wave 2", 44, "percent", 99, "Wave 2"),
        ("A lot, Number", 43, "count", 220, None),
        ("A little, Wave 1 (n=120)", 35, "percent", 121, "Wave 1"),
        ("A little, Number", 30, "count", 220, None),
    ]
    assert {f.figure for f in found} == {"Table 4"}


def test_a_column_of_bases_is_the_base_of_its_row_and_years_head_columns() -> None:
    found = findings_of(
        ("heading", "Waits"),
        ("caption", "Table 5: Patients who waited"),
        ("table_row", "Area\t2022 %\t2023 %\tBase"),
        ("table_row", "North\t55\t12\t300"),
        ("table_row", "South\t[c]\t8\t210"),
    )
    assert [(f.subject, f.value.low, f.value.unit, f.base.n if f.base else None) for f in found if f.value] == [
        ("North, 2022 %", 55, "percent", 300),
        ("North, 2023 %", 12, "percent", 300),
        ("South, 2023 %", 8, "percent", 210),
    ]


def test_a_table_without_a_caption_is_read_where_its_heading_counts_answers() -> None:
    rows = [("table_row", "Theme\tPercentage of respondents (%)"), ("table_row", "Housing\t11")]
    found = findings_of(("heading", "Comments"), ("survey_question", "Base: all (429)"), *rows)
    assert [(f.subject, f.value.unit, f.base.n if f.base else None, f.figure) for f in found if f.value] == [
        ("Housing, Percentage of respondents (%)", "percent", 429, None)
    ]
    assert findings_of(("heading", "Dates"), ("table_row", "Meeting\tRoom"), ("table_row", "May\t4")) == []


def test_scores_of_a_table_are_scores() -> None:
    found = findings_of(
        ("caption", "Table 1: Scores for each theme"), ("table_row", "Theme\t2023 score"), ("table_row", "Morale\t6.2")
    )
    assert [(f.value.low, f.value.unit) for f in found if f.value] == [(6.2, "score")]
