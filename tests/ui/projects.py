"""Projects for the tests of the screens: empty, small and faulty, put together without a model."""

from __future__ import annotations

import csv
from pathlib import Path

from core.documents import Block, Document, Passage, Span, content_id, locate
from core.statements import Actor, Amount, Commitment, Deadline, Finding, SampleBase, Value
from core.store.documents import add_document
from core.store.files import FileRecord, record_file
from core.store.statements import replace_statements
from ui.services import Services
from ui.settings import settings

QUESTION = "Why did the scheme not help?"
HOSTILE = (
    '<img src=x onerror="alert(1)"> ![t](http://example.org/t.png) [press](javascript:alert(2)) **bold** $x$ :red[r]'
)

PROMISE = "The council will spend £2.5 million on family hubs by 31 December 2024."
FIGURE = "More than half of councils (62%) had opened a winter shelter."
PARAGRAPHS = ("Winter shelter plan", "1.1 " + PROMISE, "2.1 " + FIGURE, "2.2 Staff cost the most.")


def empty(folder: Path) -> Services:
    return Services.open(settings(project=str(folder / "empty"), who="Tester", model="hashing"))


def small(folder: Path) -> Services:
    """One paper with a commitment and a finding; twelve responses (one blank), three codes, six coded by Ann."""
    services = Services.open(settings(project=str(folder / "small"), who="Tester", model="hashing"))
    add_paper(services, "Winter shelter plan", PARAGRAPHS)
    add_responses(services, folder)
    add_frame(services, folder, "Too few staff")
    with (folder / "codings.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["response_id", "codes"])
        writer.writerows([[f"R{n:02}", "staff" if n % 2 else "staff;cost"] for n in range(1, 7)])
    services.add_codings(folder / "codings.csv", QUESTION, "Ann", "random")
    return services


def faulty(folder: Path) -> Services:
    """Hostile texts everywhere, a file that was refused, a document whose original is gone, a question without a frame."""
    services = Services.open(settings(project=str(folder / "faulty"), who=HOSTILE, model="hashing"))
    add_paper(services, HOSTILE, (HOSTILE, "1.1 " + PROMISE + HOSTILE, "2.1 " + FIGURE + HOSTILE, HOSTILE), HOSTILE)
    with services.store.write() as connection:
        record_file(connection, FileRecord("C:\\papers\\bad.pdf", "refused", code="damaged_pdf", message=HOSTILE))
    add_responses(services, folder, HOSTILE)
    add_frame(services, folder, HOSTILE)
    quoted = HOSTILE.replace('"', '""')
    (folder / "other.csv").write_text(f'id,answer\n1,"{quoted}"\n', encoding="utf-8")
    services.add_responses(folder / "other.csv", HOSTILE, text_column="answer", id_column="id", respondents="people")
    return services


def add_paper(services: Services, title: str, paragraphs: tuple[str, ...], section: str = "Plans") -> Document:
    """A paper of two pages, a block a paragraph, with a commitment in the second and a finding in the third."""
    text = "\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, min(len(text), start + len(paragraph) + 1)))
        start += len(paragraph) + 1
    sha = content_id("", text)
    document = Document(
        content_id("d", text), title, text, sha, "papers/plan.txt", "Norham Council", "2023-03-14", "strategy",
        page_starts=(0, spans[2].start), page_labels=("i", "1"),
    )  # fmt: skip
    blocks = [
        Block(
            span,
            "heading" if n == 0 else "paragraph",
            section=(section,) if n else (),
            page=document.page_at(span.start),
        )
        for n, span in enumerate(spans)
    ]
    passages = [
        Passage(content_id("p", text, n), document.id, "paragraph", span.of(text).strip(), (span,), (n,), (section,))
        for n, span in enumerate(spans)
        if n
    ]
    promise = Span(text.index(PROMISE), text.index(PROMISE) + len(PROMISE))
    figure = Span(text.index(FIGURE), text.index(FIGURE) + len(FIGURE))
    commitment = Commitment(
        content_id("c", text), locate(document, blocks, promise), "spend £2.5 million on family hubs", "funding", "firm", "certain",
        Actor("The council", "Norham Council", "stated"),
        Deadline("by 31 December 2024", None, "2024-12-31", "day", "stated"),
        Amount("£2.5 million", 2_500_000, 2_500_000, "GBP"),
    )  # fmt: skip
    finding = Finding(
        content_id("f", text), locate(document, blocks, figure), "quantitative", "had opened a winter shelter",
        Value("More than half of councils (62%)", 62, 62, "percent"), population="councils", base=SampleBase(87, "87 councils"),
    )  # fmt: skip
    with services.store.write() as connection:
        add_document(connection, document, blocks, passages, "test 1", ())
        replace_statements(connection, document.id, [commitment], [finding])
        record_file(connection, FileRecord(document.path, "added", document.id, pages=2, passages=len(passages)))
    services.build_index()
    return document


def add_responses(services: Services, folder: Path, text: str = "There were not enough staff") -> None:
    with (folder / "responses.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["response_id", "answer", "region"])
        for n in range(1, 13):
            writer.writerow([f"R{n:02}", "" if n == 12 else f"{text}, {n}", "North" if n % 2 else "South"])
    services.add_responses(
        folder / "responses.csv", QUESTION, text_column="answer", id_column="response_id", respondents="organisations",
        attributes=["region"],
    )  # fmt: skip


def add_frame(services: Services, folder: Path, label: str) -> None:
    with (folder / "frame.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["code", "label", "definition"])
        writer.writerows(
            [["staff", label, "Staff were lacking."], ["cost", "Cost", "It cost too much."], ["other", "Other", ""]]
        )
    services.add_codebook(folder / "frame.csv", QUESTION)
