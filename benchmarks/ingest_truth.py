"""What was understood of the documents, against what they are known to hold: layout truth, printed numbers, places.

Layout truth (`layout_truth/NAME.truth.json` beside NAME.docx, NAME.tagged.pdf, NAME.untagged.pdf): a list of
`{"kind": "heading"|"para"|"list"|"table", "text", "level", "number", "rows"}` in reading order. Texts are compared by their
letters and digits alone. Everything is read back from the store.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from core.documents import Block, Document, Passage, locate

VERSIONS = ("docx", "tagged.pdf", "untagged.pdf")
LONG_PARAGRAPH = 60  # characters from which a lost paragraph is looked for
RUNNING = (
    r"Policy paper {name} [–-] running header",
    r"\bPage {page}\b",
)  # what the truth's PDF pages were printed with
# with words after it, be it on the next line, so that figures in the columns of a table are left out
_LINE_NUMBER = re.compile(r"""^\s*(\d{1,3}(?:\.\d{1,3})+)\.?(?!\d)\s*[\[({“"‘']*[^\W\d_]""", re.MULTILINE)
_WORD = re.compile(r"\S+")
MOST_PAGES_OF_WORDS = 400  # pages of one file whose words are looked up under the boxes


@dataclass(frozen=True, slots=True)
class Share:
    """n of N."""

    n: int
    of: int

    def __str__(self) -> str:
        return f"{self.n} of {self.of}" + (f" ({100 * self.n / self.of:.1f}%)" if self.of else "")

    def __add__(self, other: Share) -> Share:
        return Share(self.n + other.n, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as the project gives it back."""

    file: Path
    document: Document
    blocks: Sequence[Block]
    passages: Sequence[Passage]


def key(text: str) -> str:
    """A text's letters and digits, case folded: what is compared."""
    return "".join(character for character in text.casefold() if character.isalnum())


@dataclass(frozen=True, slots=True)
class LayoutFigures:
    """`leaks`: running headers and page numbers in body blocks, of pages; `lost`: long paragraphs not found whole."""

    numbers: Share
    recall: Share
    precision: Share
    levels: Share
    leaks: Share
    lost: Share
    rows: Share
    misses: list[str]


def layout(stored: Stored, truth: Sequence[dict[str, Any]], name: str) -> LayoutFigures:
    """How `stored` stands against the truth of the paper `name`."""
    text = stored.document.text
    body = [block for block in stored.blocks if block.kind != "furniture"]
    misses: list[str] = []
    gold = [(key(item["text"]), item["level"]) for item in truth if item["kind"] == "heading"]
    found = [(key(_own(block, text)), block.level) for block in body if block.kind == "heading"]
    pairs = _paired([k for k, _ in gold], [k for k, _ in found])
    matched = {a for a, _ in pairs}
    misses += [f"heading missed: {gold[n][0][:60]}" for n in range(len(gold)) if n not in matched]
    taken = {b for _, b in pairs}
    misses += [f"no heading: {found[n][0][:60]}" for n in range(len(found)) if n not in taken]
    level = sum(gold[a][1] == found[b][1] for a, b in pairs)
    misses += [
        f"level {found[b][1]} for {gold[a][1]}: {gold[a][0][:60]}" for a, b in pairs if gold[a][1] != found[b][1]
    ]
    all_rows = [key(text) for item in truth if item["kind"] == "table" for text in map("".join, item["rows"])]
    gold_rows = [row for row in all_rows if row]
    rows = Counter(key(block.span.of(text)) for block in body)  # the rows of a contents table are `contents`
    whole = Counter(gold_rows) & rows
    misses += [f"row not whole: {row[:60]}" for row in (Counter(gold_rows) - rows).elements()]
    letters = "".join(key(_own(block, text)) for block in body)
    long = [item["text"] for item in truth if item["kind"] in ("para", "list") and len(item["text"]) >= LONG_PARAGRAPH]
    lost = [paragraph for paragraph in long if key(paragraph) not in letters]
    misses += [f"paragraph lost: {paragraph[:60]}" for paragraph in lost]
    numbers = _numbers(body, text, [item for item in truth if item.get("number")], misses)
    return LayoutFigures(
        numbers,
        Share(len(pairs), len(gold)),
        Share(len(pairs), len(found)),
        Share(level, len(pairs)),
        _leaks(stored, name),
        Share(len(lost), len(long)),
        Share(whole.total(), len(gold_rows)),
        misses,
    )


def _own(block: Block, text: str) -> str:
    """A block's words, with the number before them where the format prints it but keeps it out of the text."""
    words = block.span.of(text)
    if block.number and block.page is None and not key(words).startswith(key(block.number)):
        return f"{block.number} {words}"
    return words


def _paired(gold: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """One-to-one pairs of equal keys, in order first, then whatever is left."""
    pairs: list[tuple[int, int]] = []
    for block in SequenceMatcher(None, gold, found, autojunk=False).get_matching_blocks():
        pairs += [(block.a + n, block.b + n) for n in range(block.size)]
    left: dict[str, list[int]] = defaultdict(list)
    for n in sorted(set(range(len(found))) - {b for _, b in pairs}):
        left[found[n]].append(n)
    for n in sorted(set(range(len(gold))) - {a for a, _ in pairs}):
        if left[gold[n]]:
            pairs.append((n, left[gold[n]].pop(0)))
    return pairs


def _numbers(body: Sequence[Block], text: str, gold: Sequence[dict[str, Any]], misses: list[str]) -> Share:
    """Numbered paragraphs of the truth whose block bears the printed number as its field."""
    starts = [(key(_own(block, text)), block.number) for block in body]
    used: set[int] = set()
    right = 0
    for item in gold:
        wanted = key(item["text"])[:60]
        at = [n for n, (words, _) in enumerate(starts) if n not in used and words.startswith(wanted)]
        hit = next((n for n in at if starts[n][1] == item["number"]), None)
        if hit is not None:
            used.add(hit)
            right += 1
        else:
            misses.append(
                f"number {item['number']}: {[starts[n][1] for n in at[:2]] or 'no block'}: {item['text'][:50]}"
            )
    return Share(right, len(gold))


def _leaks(stored: Stored, name: str) -> Share:
    """Running strings in what is not furniture, over the pages."""
    pages = stored.document.pages or 0
    found = 0
    for block in stored.blocks:
        if block.kind == "furniture" or block.page is None:
            continue
        words = block.span.of(stored.document.text)
        found += sum(
            len(re.findall(pattern.format(name=name, page=block.page), words, re.IGNORECASE)) for pattern in RUNNING
        )
    return Share(found, pages)


def line_numbers(file: Path) -> set[str]:
    """The numbers of two and more parts that begin a line of the PDF, by pdftotext (where it is) and pypdfium2 together."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(file)
    texts = [page.get_textpage().get_text_range() for page in pdf]
    program = shutil.which("pdftotext")
    if program:
        done = subprocess.run([program, str(file), "-"], capture_output=True, check=False)
        texts.append(done.stdout.decode("utf-8", "replace"))
    return {match[1] for text in texts for match in _LINE_NUMBER.finditer(text)}


def numbers_found(stored: Stored) -> tuple[Share, list[str]]:
    """Of `line_numbers`, those that a block bears as its number; and those that none does."""
    wanted = line_numbers(stored.file)
    borne = {block.number for block in stored.blocks if block.number}
    return Share(len(wanted & borne), len(wanted)), sorted(wanted - borne)


def quotes(stored: Stored) -> tuple[Share, Share]:
    """Blocks and passages whose quote is the text at its offsets, non-empty, on the page that it names, its words those
    of its blocks; blocks tile the text."""
    text = stored.document.text
    reached = blocks = 0
    for block in stored.blocks:
        place = locate(stored.document, stored.blocks, block.span)
        paged = block.page is None or place.page == block.page
        blocks += place.quote == text[place.start : place.end] != "" and block.span.start == reached and paged
        reached = block.span.end
    blocks -= bool(stored.blocks) and reached != len(text)
    passages = sum(_quoted(stored, passage) for passage in stored.passages)
    return Share(blocks, len(stored.blocks)), Share(passages, len(stored.passages))


def _quoted(stored: Stored, passage: Passage) -> bool:
    text = stored.document.text
    place = locate(stored.document, stored.blocks, passage.span)
    inside = all(
        any(stored.blocks[n].span.start <= span.start and span.end <= stored.blocks[n].span.end for n in passage.blocks)
        for span in passage.spans
    )
    return inside and place.quote == text[place.start : place.end] and bool(passage.body(text).strip())


def words_under(stored: Stored) -> tuple[Share, Share]:
    """Words of blocks that lie under the block's boxes, and words under a block's boxes that are its own, by pypdfium2's
    letter boxes. A word lies where the middle of its letters does. Scanned and turned pages are left out."""
    import pypdfium2

    by_page: dict[int, list[Block]] = defaultdict(list)
    for block in stored.blocks:
        if block.page is not None and "ocr" not in block.flags:
            by_page[block.page].append(block)
    pdf = pypdfium2.PdfDocument(stored.file)
    own = foreign = Share(0, 0)
    for number in sorted(by_page)[:MOST_PAGES_OF_WORDS]:
        page = pdf[number - 1]
        if page.get_rotation():
            continue
        words = list(_page_words(page))
        for block in by_page[number]:
            boxes = [box for box in block.boxes if box[0] == number]
            if not boxes:
                own += Share(0, len(_tokens(block.span.of(stored.document.text))))
                continue
            mine = Counter(_tokens(block.span.of(stored.document.text)))
            under = Counter(word for word, x, y in words if any(_in(box, x, y) for box in boxes))
            common = (mine & under).total()
            own += Share(common, mine.total())
            foreign += Share(common, under.total())
    return own, foreign


def _tokens(text: str) -> list[str]:
    return [word for word in map(key, _WORD.findall(_joined(text))) if word]


def _joined(text: str) -> str:
    """Words that the library broke at a line's end, put together again."""
    return re.sub("[\u00ad\ufffe\x02]\r?\n?", "", text)


def _page_words(page: Any) -> Iterable[tuple[str, float, float]]:
    """(key, x, y) of the page's words; a word broken at a line's end counts where its first part stands."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    if text_page.count_chars() != len(text):
        return
    left, bottom, *_ = page.get_cropbox()
    for match in re.finditer(r"(?:[^\s\ufffe\x02]|[\ufffe\x02]\s*)+", text):
        word = key(_joined(match[0]))
        if not word:
            continue
        boxes = [text_page.get_charbox(n) for n in range(match.start(), match.end()) if text[n].isalnum()]
        line = [box for box in boxes if abs(box[1] - boxes[0][1]) < 6]
        x = (min(box[0] for box in line) + max(box[2] for box in line)) / 2
        y = (min(box[1] for box in line) + max(box[3] for box in line)) / 2
        yield word, x - left, y - bottom


def _in(box: tuple[int, float, float, float, float], x: float, y: float) -> bool:
    return box[1] - 1 <= x <= box[3] + 1 and box[2] - 1 <= y <= box[4] + 1


def page_numbers(stored: Stored, step: int) -> Share:
    """Every `step`th page whose text in the document is that of pypdfium2 on the same page, by letters."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(stored.file)
    starts = [*stored.document.page_starts, len(stored.document.text)]
    right = looked = 0
    for n in sorted({*range(0, len(pdf), step), len(pdf) - 1}):
        looked += 1
        text = pdf[n].get_textpage().get_text_range()
        if n + 1 < len(starts):
            there = stored.document.text[starts[n] : starts[n + 1]]
            blocks = [block for block in stored.blocks if starts[n] <= block.span.start < starts[n + 1]]
            right += key(there) == key(text) and all(block.page == n + 1 for block in blocks)
    return Share(right, looked)


def truths(folder: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (path.name.removesuffix(".truth.json"), json.loads(path.read_text("utf-8")))
        for path in sorted(folder.glob("layout_truth/*.truth.json"))
    ]


def read_back(store: Any, files: Sequence[Path]) -> list[Stored]:
    """What the store holds of these files. A file whose bytes are another's too comes as that document."""
    from core.store import documents as stored
    from core.store import files as stored_files

    made = []
    with store.read() as connection:
        for file in files:
            record = stored_files.file_record(connection, str(file))
            if record is None or record.document is None:
                continue
            made.append(
                Stored(
                    file,
                    stored.document(connection, record.document),
                    stored.blocks_of(connection, record.document),
                    [passage for _, passage in stored.passage_rows(connection, record.document)],
                )
            )
    return made
