"""Findings of a document: each statistic with its base, figure, question and comparison, and each theme of open answers.

A sentence's figure is the one that it names, else the next caption under the same heading; a summary's is that of the
sentence in the body which says the same. A base is printed under the figure, else stated for the chapter; it is left
empty where a sentence speaks of a part of the respondents whose number is not given, or of another wave.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.documents import Block, Document, Span, content_id, locate
from core.statements import Finding, SampleBase, Value
from ingest.statements.counts import counts_answers
from ingest.statements.figures import FigurePhrase, find_figures
from ingest.statements.modes import Modes
from ingest.statements.not_findings import is_no_finding
from ingest.statements.populations import comparison, population
from ingest.statements.sentences import LONGEST_QUOTE, Sentence, find_sentences
from ingest.statements.stated_bases import base_line, everybody, stated_base
from ingest.statements.survey import Figure, Survey, subgroup
from ingest.statements.table_findings import table_findings
from ingest.statements.theme_findings import ranks_reasons, speaks_of_answers, theme_findings

NEAREST = 0.12
"""Similarity from which a summary sentence takes a body sentence's figure (chosen on our own sample report)."""
_OF_SOME = re.compile(
    r"\b(?:of|out of|among|amongst|for)\s+(?:the\s+|those\s+|all\s+)?(?:LAs|councils|authorities|respondents|trusts|people|those|parents|schools|providers|organisations|participants)\s+(?:who|which|that|where|with)\b|\bof these\b|\bthose (?:who|which|that)\b|\bof them\b"
)
_OTHER_TIME = re.compile(
    r"\b(?:wave \d|last asked|previous (?:wave|survey|year)|compare[sd]? (?:with|to)|in (?:the )?(?:spring|summer|autumn|winter)? ?20\d\d)\b",
    re.I,
)
_OUT_OF = re.compile(r"[\(,]\s*(?:or\s+)?[\d,]+\s+(?:out\s+)?of\s+(?:the\s+)?(?P<n>\d[\d,]*)\b(?!\s?%)")


@dataclass(frozen=True, slots=True)
class _Statistic:
    sentence: Sentence
    phrase: FigurePhrase
    index: int


def find_findings(
    document: Document, blocks: Sequence[Block], found: Sequence[Sentence] | None = None, skip: Sequence[Span] = ()
) -> list[Finding]:
    """The findings of `document`, in order of place. `skip`: spans of commitments, whose percentages are no findings."""
    every = list(found) if found is not None else list(find_sentences(document, blocks))
    modes = Modes(document, blocks, every)
    survey = Survey(document, blocks, every)
    statistics = _statistics(every, blocks, modes, survey, skip)
    figures = _link(statistics, survey, blocks)
    bases = _figure_bases(statistics, figures, survey)
    made = []
    for n, statistic in enumerate(statistics):
        restricted = n > 0 and _carries_on(statistics[n - 1], figures[n - 1], statistic, figures[n])
        last = every[statistic.index - 1] if statistic.index else None
        before = last.text if last and _together(last, statistic.sentence, blocks) else None
        made.append(_quantitative(document, blocks, statistic, figures[n], bases, survey, restricted, before))
    made.extend(table_findings(document, blocks, survey, modes))
    heard = modes.survey_document or speaks_of_answers(every)
    made.extend(
        theme_findings(document, blocks, every if heard else [s for s in every if ranks_reasons(s.text)], survey)
    )
    unique = {finding.id: finding for finding in made}
    return sorted(unique.values(), key=lambda f: (f.location.start, f.location.end))


def _together(last: Sentence, sentence: Sentence, blocks: Sequence[Block]) -> bool:
    """Whether a sentence follows another in one paragraph, or as the next under the same heading."""
    return last.block == sentence.block or (
        sentence.block - last.block <= 2 and blocks[last.block].section == blocks[sentence.block].section
    )


_OF_ALL = re.compile(
    r"\b(?:of|all)\s+(?:the\s+)?(?:responding\s+|all\s+)?(?:LAs|councils|authorities|respondents|participants)\b(?!\s+(?:who|which|that))"
)


def _carries_on(last: _Statistic, its_figure: Figure | None, statistic: _Statistic, figure: Figure | None) -> bool:
    """Whether a statistic goes on about the part of the respondents that the sentence before it spoke of."""
    same = last.sentence.block == statistic.sentence.block and statistic.index == last.index + 1
    same = same and its_figure is not None and figure is not None and its_figure.label == figure.label
    return bool(same and _OF_SOME.search(last.sentence.text) and not _OF_ALL.search(statistic.sentence.text))


def _statistics(
    every: Sequence[Sentence], blocks: Sequence[Block], modes: Modes, survey: Survey, skip: Sequence[Span]
) -> list[_Statistic]:
    found = []
    skipped = sorted(skip, key=lambda span: span.start)
    for index, sentence in enumerate(every):
        if not modes.survey_document and any(
            sentence.span.overlaps(span) for span in skipped if span.start < sentence.span.end
        ):
            continue
        if modes.of(blocks[sentence.block]) == "admin" or _quoted(sentence.text, survey=modes.survey_document):
            continue
        of_survey = modes.survey_document or bool(survey.figures)
        if base_line(sentence.text):
            continue
        for phrase in find_figures(sentence.text, counts=of_survey or counts_answers(sentence.text)):
            if is_no_finding(sentence.text, phrase, survey=modes.survey_document):
                continue
            found.append(_Statistic(sentence, phrase, index))
    return found


_SAID_A_REPORT = re.compile(
    r"[”\"’],?\s*(?:said|says|states?|stated|according to|noted|notes|concludes?|found)\s+(?:the|a|its|their|an)\s+(?:\w+\s+){0,2}(?:report|review|study|survey|inspectorate|watchdog|audit)\b",
    re.I,
)
_BY_A_REPORT = re.compile(
    r"\b(?:report|figures|data|statistics|review|survey|study|research)\b|\d\s?%.*\d\s?%", re.I | re.S
)


def _quoted(text: str, *, survey: bool) -> bool:
    """Whether a sentence is what somebody said and not what was counted; a paper may quote another report's figures."""
    if not text.lstrip().startswith(("“", '"', "‘")):
        return False
    if _SAID_A_REPORT.search(text):
        return False
    return survey or not _BY_A_REPORT.search(text)


def _link(statistics: Sequence[_Statistic], survey: Survey, blocks: Sequence[Block]) -> list[Figure | None]:
    """The figure of each statistic: body first, then summaries by the body sentence that says the same."""
    linked: list[Figure | None] = []
    for statistic in statistics:
        index = statistic.sentence.block
        if index in survey.summary or statistic.phrase.measure in ("count", "response_rate"):
            linked.append(None)
            continue
        named = survey.referred(statistic.sentence.text)
        following = survey.next_figure(index)
        if named and (following is None or named.section == blocks[index].section):
            linked.append(named)
        else:
            linked.append(following)
    body = [(s, f) for s, f in zip(statistics, linked, strict=True) if f is not None]
    if body:
        for n, statistic in enumerate(statistics):
            if statistic.sentence.block in survey.summary and statistic.phrase.measure not in (
                "count",
                "response_rate",
            ):
                linked[n] = _figure_of_summary(statistic, body, survey, blocks)
    return linked


def _figure_of_summary(
    statistic: _Statistic, body: Sequence[tuple[_Statistic, Figure]], survey: Survey, blocks: Sequence[Block]
) -> Figure | None:
    best: tuple[float, Figure] | None = None
    here = blocks[statistic.sentence.block].section
    about = _clause(statistic.sentence.text, statistic.phrase)
    for other, figure in body:
        near = abs(other.phrase.value.low - statistic.phrase.value.low) + abs(
            other.phrase.value.high - statistic.phrase.value.high
        )
        alike = survey.similarity(statistic.sentence.text, other.sentence.text) + 0.6 * survey.similarity(
            about, figure.words
        )
        if near <= 0.6:
            alike += 0.35
        elif near <= 2.1:
            alike += 0.1
        if here and here[-1] in blocks[other.sentence.block].section:
            alike += 0.15
        if best is None or alike > best[0]:
            best = (alike, figure)
    return best[1] if best and best[0] >= NEAREST + 0.35 else None


def _figure_bases(
    statistics: Sequence[_Statistic], figures: Sequence[Figure | None], survey: Survey
) -> dict[str, SampleBase | None]:
    """The base of each figure: as printed, unless it repeats an earlier figure's subgroup; else the chapter's total."""
    bases: dict[str, SampleBase | None] = {}
    seen: dict[str, str] = {}
    for figure in survey.figures:
        printed = figure.base
        if printed is not None:
            key = " ".join(printed.text.lower().split())
            if not (subgroup(printed.text) and key in seen):
                seen.setdefault(key, figure.label)
                bases[figure.label] = printed
                continue
        told = [s for s, f in zip(statistics, figures, strict=True) if f is not None and f.label == figure.label]
        restricted = any(_OF_SOME.search(s.sentence.text) for s in told)
        bases[figure.label] = None if restricted else survey.total_at(figure.block)
    return bases


def _quantitative(
    document: Document, blocks: Sequence[Block], statistic: _Statistic, figure: Figure | None,
    bases: dict[str, SampleBase | None], survey: Survey, restricted: bool, before: str | None,
) -> Finding:  # fmt: skip
    sentence, phrase = statistic.sentence, statistic.phrase
    clause = _clause(sentence.text, phrase)
    wave = _wave(sentence.text, phrase, survey)
    other = wave is not None and survey.wave is not None and wave != survey.wave
    base: SampleBase | None = None
    if phrase.measure == "response_rate":
        base = None if other else survey.invited
    elif phrase.measure == "percent" and not other and not _other_time(sentence.text, phrase):
        if figure is not None:
            base = bases.get(figure.label)
            if (
                base
                and (restricted or _OF_SOME.search(_before_and_after(sentence.text, phrase)))
                and not subgroup(base.text)
            ):
                base = None
        elif not _OF_SOME.search(sentence.text):
            base = survey.total_at(sentence.block)
            if base is None and everybody(population(sentence.text, phrase, None)):
                base = survey.section_base(sentence.block)
    if phrase.rule == "n of N" and (whole := re.search(r"of\s+(?:the\s+|all\s+)?([\d,]+)$", phrase.value.text)):
        base = SampleBase(int(whole[1].replace(",", "")), phrase.value.text)
    elif stated := stated_base(sentence.text, phrase, before):
        base = stated
    elif told := _OUT_OF.search(sentence.text[phrase.start : phrase.end + 24]):
        base = SampleBase(int(told["n"].replace(",", "")), told.group().strip("(), "))
    location = locate(document, blocks, _bounded(sentence, phrase))
    value = Value(phrase.value.text, phrase.value.low, phrase.value.high, phrase.value.unit)
    return Finding(
        id=content_id("f", document.id, location.start, location.end, phrase.start, value.text),
        location=location,
        kind="quantitative",
        subject=clause,
        value=value,
        population=population(sentence.text, phrase, base),
        base=base,
        survey_question=(figure.question if figure else None) or survey.headed_question(sentence.block),
        figure=figure.label if figure else None,
        comparison=comparison(sentence.text, phrase),
        wave=f"Wave {wave}" if wave else None,
        in_summary=sentence.block in survey.summary,
        rule=phrase.rule,
    )


def _bounded(sentence: Sentence, phrase: FigurePhrase) -> Span:
    if sentence.span.end - sentence.span.start <= LONGEST_QUOTE:
        return sentence.span
    low = max(0, phrase.start - 200)
    low = sentence.text.find(" ", low) + 1 if low else 0
    high = min(len(sentence.text), phrase.end + 250)
    part = sentence.source(low, high)
    if part.end - part.start > LONGEST_QUOTE or part.start < sentence.span.start or part.end > sentence.span.end:
        return Span(sentence.span.start, min(sentence.span.end, sentence.span.start + LONGEST_QUOTE))
    return part


_CLAUSE_CUT = re.compile(
    r"[;:]\s|,?\s(?:whilst|while|whereas|although|compared (?:with|to)|and a further)\s|,\s(?:and|with|but|or)\s|\band\s(?=\d|just|around|almost|over|a (?:third|quarter|further))"
)


def _clause(text: str, phrase: FigurePhrase) -> str:
    """The part of the sentence that speaks of this statistic."""
    start, end = 0, len(text)
    for cut in _CLAUSE_CUT.finditer(text):
        if cut.end() <= phrase.start:
            start = cut.end()
        elif cut.start() >= phrase.end:
            end = cut.start()
            break
    return text[start:end].strip(" ,.;:")


def _before_and_after(text: str, phrase: FigurePhrase) -> str:
    return text[max(0, phrase.start - 120) : phrase.end + 60]


def _other_time(text: str, phrase: FigurePhrase) -> bool:
    """Whether the number is an earlier survey's: after "when the question was last asked", "compared with"."""
    before = text[: phrase.start]
    return bool(
        re.search(
            r"\b(?:last asked|previous (?:wave|survey|year)|compare[sd]? (?:with|to)(?: a)?(?: around| about)?)\b[^.;]*$",
            before,
            re.I,
        )
    )


def _wave(text: str, phrase: FigurePhrase, survey: Survey) -> int | None:
    """The wave that a statistic belongs to: one named right after or before it, else the document's own."""
    after = re.match(r"[^.;]{0,90}?\b(?:at|in|\()?\s*\(?(?:wave|Wave) (\d+)", text[phrase.end :])
    if after and not re.search(r"\d\s?%|\bin this wave\b", text[phrase.end : phrase.end + after.start(1)]):
        return int(after[1])
    before = re.search(r"\b[Ww]ave (\d+)\)?[^.;%]{0,60}$", text[: phrase.start])
    if before and re.search(r"compare[sd]? (?:with|to)|\bin\b", text[: phrase.start]):
        return int(before[1])
    return survey.wave
