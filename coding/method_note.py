"""How the published figures came about, in plain English, from what was really done. The headings follow the questions of an
algorithmic transparency record (Algorithmic Transparency Recording Standard, UK government): what the tool is for, what it
does, what people do, on which data, how it was tested, what may go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.counts import CountTable

if TYPE_CHECKING:
    from coding.publication import Disclosure

BASES = {"asked": "all who were asked", "answered": "all who answered", "codable": "all whose answer can be coded"}


@dataclass(frozen=True, slots=True)
class Draw:
    """A recorded random sample: how many of how many were drawn, with which seed (None: drawn elsewhere)."""

    n: int
    population: int
    seed: int | None
    used: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What was done with one question. run: the id of the machine's run whose labels corrected the sample (None: none did)."""

    question: str
    respondents: str
    responses: int
    answered: int
    coded: int
    coders: tuple[str, ...]
    double_coded: int
    differing: int
    adjudicated: int
    codes: int
    frame_version: int
    sampled: int
    draws: tuple[Draw, ...]
    run: str | None
    run_facts: tuple[tuple[str, str], ...]
    suggested: int
    weighted: bool


def method_paragraphs(
    facts: Facts, tables: Sequence[CountTable], disclosure: Disclosure | None, layout: Sequence[Sequence[str]]
) -> list[tuple[str, str]]:
    """(heading, paragraph), to be read from first to last by somebody who knows no statistics."""
    rows = [row for table in tables for row in table.rows]
    methods: set[str] = {row.method for row in rows if not row.suppressed}
    return [
        (
            "What these tables are",
            f"They say how often each of {facts.codes} themes was given in answer to the open question “{facts.question}”. "
            f"A response can bear several themes, so that percentages do not sum to 100. Percentages are of "
            f"{BASES[tables[0].base_kind]}.",
        ),
        ("Who decided what a response says", _people(facts)),
        ("How the percentages were worked out", _figures(facts, methods)),
        ("What the program did", _machine(facts, methods)),
        ("How sure they are", _sure(facts, methods, any(row.low is not None for row in rows))),
        ("Small numbers", _small(facts, disclosure)),
        ("What was compared", _compared(layout)),
        ("What may be wrong", _limits(facts, methods)),
    ]


def _people(facts: Facts) -> str:
    coders = f"{len(facts.coders)} {'person' if len(facts.coders) == 1 else 'people'}"
    text = (
        f"{facts.responses:,} responses came in; {facts.answered:,} held an answer; {coders} coded "
        f"{facts.coded:,} of them by version {facts.frame_version} of the code frame."
    )
    if facts.double_coded:
        text += f" {facts.double_coded:,} were coded by two or more"
        text += f", {facts.adjudicated:,} were settled by adjudication" if facts.adjudicated else ""
        text += (
            f", and {facts.differing:,} of them are coded differently and not settled: there the first coder's codes count."
            if facts.differing
            else ", with no difference left open."
        )
    return text


def _figures(facts: Facts, methods: set[str]) -> str:
    if methods <= {"all_human"} and methods:
        return "Every response was coded by people, so that the percentages are counts, not estimates."
    parts = []
    if facts.sampled:
        used = [draw for draw in facts.draws if draw.used]
        said = "; ".join(
            f"{draw.n:,} of {draw.population:,} ({f'seed {draw.seed}' if draw.seed is not None else 'drawn outside the program, as the importer declared'})"
            for draw in used
        )
        parts.append(
            f"People coded a random sample of the responses ({said}), drawn before it was coded. Percentages of the themes "
            "are estimated from it; responses that were coded for other reasons take no part."
        )
    else:
        parts.append(
            "Only some responses were coded, and which ones is no recorded random sample. The percentages are of the coded "
            "responses alone and must not be read as being about the others."
        )
    if "all_human" in methods:
        parts.append("Where every response of a group was coded the percentage is a count (method all_human).")
    if facts.weighted:
        parts.append(
            "Percentages are weighted with the weights that came with the responses; numbers of responses are not."
        )
    return " ".join(parts)


def _machine(facts: Facts, methods: set[str]) -> str:
    if "machine_assisted" in methods:
        known = "; ".join(f"{name} {value}" for name, value in facts.run_facts)
        return (
            "A text classifier learnt the themes from other coded responses (or was cross-fitted, so that no response was "
            "labelled by a model that had seen its codes) and labelled every response. Its labels are never counted. They only "
            "divide the responses into those it would give a theme and those it would not; the people's sample then says how "
            "often the theme is really there in each part (post-stratification), which narrows the interval. Where it would not "
            f"narrow it, people's codes alone are used (method human_sample). Run {facts.run}{': ' + known if known else ''}."
        )
    if facts.suggested:
        return (
            f"A text classifier suggested codes for {facts.suggested:,} responses to help the coders. Its suggestions are not counted "
            "and did not enter these figures."
        )
    return "No code in these tables was given by a machine."


def _sure(facts: Facts, methods: set[str], any_interval: bool) -> str:
    if methods <= {"all_human"} and methods:
        return "The figures describe these responses completely, so that they have no interval. They say nothing of people who did not respond."
    if not any_interval:
        return "No interval is given: without a recorded random sample none can be justified."
    text = (
        "The 95% intervals are Wilson's, corrected for the share of the responses that was coded (finite population). Of "
        "intervals made like this, about 95 in 100 hold the figure that coding every response would have given. They do not "
        "cover coders' mistakes, or people who did not respond."
    )
    if "machine_assisted" in methods:
        text += " Machine-assisted ones join the two parts' intervals by the MOVER method (Zou and Donner 2008)."
    if facts.weighted:
        text += " Weighted ones use the effective sample size of the weights."
    return text


def _small(facts: Facts, disclosure: Disclosure | None) -> str:
    if disclosure is None:
        if facts.respondents == "organisations":
            return "The respondents are organisations. Small numbers are shown; disclosure control is off."
        return "Disclosure control was switched off for these tables, although the respondents are people. Do not publish them so."
    parts = []
    if disclosure.threshold:
        parts.append(
            f"Numbers of fewer than {disclosure.threshold} people (or that would tell of fewer than {disclosure.threshold} "
            f"that they did not say something) are suppressed and shown as [c], and others with them that would give one away: "
            f"{disclosure.suppressed:,} cells in all. {disclosure.groups:,} groups are so small that nothing is said of them. "
            "This was decided for the whole set of tables together. Before the tables were written "
            f"a linear program tried to work out each of {disclosure.checked:,} suppressed numbers from everything that is printed: none could be narrowed "
            f"to a range of less than {disclosure.threshold} (or, where fewer were coded, to less than from none to all of them)."
        )
    if disclosure.rounding:
        parts.append(
            f"Numbers are rounded to the nearest {disclosure.rounding}, percentages worked out from these to whole ones."
        )
    return " ".join(parts)


def _compared(layout: Sequence[Sequence[str]]) -> str:
    groups = [" by ".join(by) for by in layout if by]
    if not groups:
        return "Only the whole is shown; no groups were compared."
    return (
        f"Tables are given by {', '.join(groups)}. Each group was held against all others by Fisher's exact test (a group of "
        "an attribute named wave against the wave before); all tests of one attribute were corrected together by Holm's "
        "method, so that the chance of marking even one difference that is not there is 5%. Ranks of themes were compared in pairs within "
        "the same responses (McNemar's test, corrected alike)."
    )


def _limits(facts: Facts, methods: set[str]) -> str:
    parts = [
        "Those who answer an open question are not all who were asked, and what they do not mention they may still think."
    ]
    if not facts.double_coded:
        parts.append("No response was coded twice, so that it is not known how far another coder would agree.")
    if "machine_assisted" in methods:
        parts.append(
            "A classifier can be worse for some groups than for others; the sample corrects the whole and every group that is shown, not every single response."
        )
    return " ".join(parts)
