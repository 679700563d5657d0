"""Themes of open answers as findings, with the quotations that stand under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.documents import Block, Document, Location, Span, content_id, locate
from core.statements import Finding
from ingest.statements.sentences import LONGEST_QUOTE, Sentence
from ingest.statements.survey import Survey
from ingest.statements.themes import asked, find_themes


def speaks_of_answers(every: Sequence[Sentence]) -> bool:
    """Whether a document speaks of answers often enough for themes to be looked for."""
    said = sum(
        1
        for s in every
        if re.search(
            r"\brespondents?\b|\bconsultees?\b|\bwere asked\b|\bconsultation responses\b|\bparticipants\b|\binterviewees?\b|\bresponses (?:were )?received\b|\b(?:received|were) [\w, ]{1,12} responses\b|\bwe (?:were )?(?:told|heard)\b|\bfeedback (?:from|received)\b|\bin favour of\b",
            s.text,
            re.I,
        )
    )
    return said >= 5 or said / max(1, len(every)) >= 0.05


_RANKED = re.compile(
    r"\b(?:most|next most|second most)\s+(?:common|frequent|often|popular|cited|mentioned)(?:ly)?\b[\w\s-]{0,25}?"
    r"\b(?:reasons?|themes?|barriers?|concerns?|complaints?|responses?|answers?|comments?|suggestions?|issues?)\b"
    r"(?=.{0,60}\b(?:given|cited|mentioned|raised|said|why|was|were|is|are)\b)",
    re.IGNORECASE,
)


def ranks_reasons(text: str) -> bool:
    """Whether a sentence says what people named most: a finding also in a paper that otherwise tells little of answers."""
    return _RANKED.search(text) is not None


def theme_findings(
    document: Document, blocks: Sequence[Block], every: Sequence[Sentence], survey: Survey
) -> list[Finding]:
    """Each theme of open answers as a qualitative finding, with the quotations that follow it."""
    made: list[Finding] = []
    open_at: list[int] = []
    question: tuple[tuple[str, ...], str] | None = None
    quotes = _quotations(document, blocks)
    last_block = -1
    for sentence in every:
        section = blocks[sentence.block].section
        for at in [n for n in quotes if last_block < n <= sentence.block]:
            _attach(made, open_at, quotes.pop(at))
        last_block = max(last_block, sentence.block)
        if sentence.text.lstrip().startswith(("“", '"')):
            continue
        if asked(sentence.text):
            question = (section, sentence.text)
        themes = find_themes(sentence.text)
        if not themes or len(sentence.text) > LONGEST_QUOTE + 200:
            continue
        figure = survey.next_figure(sentence.block)
        text_question = question[1] if question and question[0] == section else figure.question if figure else None
        span = (
            sentence.span
            if sentence.span.end - sentence.span.start <= LONGEST_QUOTE
            else Span(sentence.span.start, sentence.span.start + LONGEST_QUOTE)
        )
        open_at = []
        for phrase in themes:
            open_at.append(len(made))
            made.append(
                Finding(
                    id=content_id("f", document.id, span.start, span.end, "theme", phrase.theme),
                    location=locate(document, blocks, span),
                    kind="qualitative",
                    subject=phrase.theme,
                    prominence=phrase.prominence,
                    survey_question=text_question,
                    figure=figure.label if figure else None,
                    in_summary=sentence.block in survey.summary,
                    theme=phrase.theme,
                    wave=f"Wave {survey.wave}" if survey.wave else None,
                    rule=phrase.rule,
                )
            )
    for quote in quotes.values():
        _attach(made, open_at, quote)
    return made


def _attach(made: list[Finding], open_at: Sequence[int], quote: Location) -> None:
    for n in open_at:
        if quote.section == made[n].location.section:
            made[n] = replace(made[n], quotations=(*made[n].quotations, quote))


def _quotations(document: Document, blocks: Sequence[Block]) -> dict[int, Location]:
    """Verbatim quotations that stand as blocks of their own, by block index."""
    found = {}
    for index, block in enumerate(blocks):
        source = block.span.of(document.text)
        words = source.strip()
        if block.kind == "quotation" or (
            block.kind == "paragraph" and words[:1] in '“"‘' and words[:1] and words.rstrip(".")[-1:] in '”"’'
        ):
            start = block.span.start + source.index(words)
            found[index] = locate(document, blocks, Span(start, start + len(words)))
    return found
