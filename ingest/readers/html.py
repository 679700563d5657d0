"""Web pages: the main content as paragraphs joined by newlines; navigation, cookie text and scripts out, hidden text flagged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from core.documents import BlockKind
from core.errors import RefusedFile
from ingest.readers.reading import Reading
from ingest.readers.text import decode, tame
from ingest.structure import patterns
from ingest.structure.units import Unit, visible

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "nav",
        "button",
        "select",
        "form",
        "dialog",
        "head",
        "canvas",
        "video",
        "audio",
        "math",
    ]
)
_OUTSIDE = frozenset(["header", "footer", "aside"])  # furniture unless they stand inside the main content
_BLOCKS = frozenset(
    ["p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "caption", "table", "thead", "tbody", "tfoot", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "aside", "address", "pre", "hr", "details", "summary", "fieldset", "body", "html", "center", "hgroup"]
)  # fmt: skip
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:cookies?|cookie-?(?:banner|consent|notice|message)\w*|consent|breadcrumbs?|skip-?link|skip|site-?nav\w*|navigation|navbar|menu|sidebar|social\w*|share\w*|related\w*|feedback"
    r"|pagination|banner|advert\w*|newsletter|subscribe|print-?link|contextual-footer|phase-banner|search-?form)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$)",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|govuk-visually-hidden|screen-?reader(?:-text)?|hidden)(?:$|\s)", re.IGNORECASE
)
DEEPEST = 2_000  # open elements; the parser's time grows with the square of the depth
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>")
_NOT_NESTED = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "option", "tbody", "thead", "tfoot"]
)  # fmt: skip
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


def _decoded(data: bytes) -> str:
    if data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return decode(data)
    match = _CHARSET.search(data[:4096])
    if match:
        name = match[1].decode("ascii").lower()
        name = "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii") else name
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _shallow(source: str) -> str:
    """The page without the tags that nest deeper than DEEPEST; their text stays."""
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _NOT_NESTED or match[0].endswith("/>"):
            return match[0]
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < DEEPEST else ""
        depth += 1
        return match[0] if depth <= DEEPEST else ""

    if source.count("<") <= DEEPEST:
        return source
    return _TAG.sub(kept, source)


@dataclass(slots=True)
class _State:
    """Where the walk stands: what encloses the text that comes next."""

    kind: BlockKind | None = None
    level: int | None = None
    label: str | None = None
    lists: int = 0
    hidden: bool = False
    furniture: bool = False
    cells: bool = False
    preformatted: bool = False
    quotation: bool = False


@dataclass(slots=True)
class _Builder:
    parts: list[str] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    offset: int = 0
    line: list[str] = field(default_factory=list)
    bold: int = 0
    letters: int = 0

    def text(self, piece: str, bold: bool) -> None:
        self.line.append(piece)
        n = sum(not character.isspace() for character in piece)
        self.letters += n
        self.bold += n if bold else 0

    def flush(self, state: _State) -> None:
        source = "".join(self.line)
        if state.kind == "table_row":
            source = source.strip(" ").removesuffix("\t")
        bold = 0 < self.letters == self.bold
        self.line, self.bold, self.letters = [], 0, 0
        text = (
            source.strip("\n")
            if state.preformatted
            else "\t".join(" ".join(cell.split()) for cell in source.split("\t"))
        )
        text = tame(text.replace("\r", "\n").replace("\f", " "))
        if not text.strip():
            return
        cells = tuple(visible(cell) for cell in text.split("\t")) if state.kind == "table_row" else ()
        words = visible(text)
        kind = state.kind
        bullet = kind == "list_item" and state.label is None
        typed = patterns.BULLET.match(words)
        if typed and kind is None:
            kind, bullet, words = "list_item", True, words[typed.end() :]
        if kind is None and state.quotation:
            kind = "quotation"
        if kind == "list_item" and state.label is not None:
            kind = None
        if state.furniture:
            kind = "furniture"
        stored = text + "\n"
        self.units.append(
            Unit(
                self.offset, self.offset + len(stored), words, kind=kind, level=state.level, label=state.label if kind != "heading" else None,
                bold=bold, cells=cells, flags=("hidden",) if state.hidden else (), bullet=bullet, indent=float(state.lists),
                header_row=state.cells,
            )
        )  # fmt: skip
        self.parts.append(stored)
        self.offset += len(stored)


def read_html(data: bytes, name: str) -> Reading:
    """The text and units of a web page. Raises RefusedFile (too_deep)."""
    tree = LexborHTMLParser(_shallow(_decoded(data)))
    root = (
        tree.css_first("main") or tree.css_first("[role=main]") or tree.css_first("article") or tree.body or tree.root
    )
    builder = _Builder()
    whole = root is None or root.tag == "body" or root.tag == "html"
    if root is not None:
        _walk(root, builder, whole, name)
    title = tree.css_first("title")
    author = _meta(tree, "author") or _meta(tree, "og:site_name") or _meta(tree, "dcterms.creator")
    link = tree.css_first("link[rel=canonical]")
    url = (link.attributes.get("href") if link is not None else None) or _meta(tree, "og:url")
    published = _meta(tree, "article:published_time") or _meta(tree, "dcterms.date") or _meta(tree, "date")
    warnings = ["hidden_text"] if any("hidden" in unit.flags for unit in builder.units) else []
    return Reading(
        "".join(builder.parts), tuple(builder.units), warnings=tuple(warnings),
        stated_title=_site_free(visible(title.text())) if title is not None else None,
        stated_author=author, stated_date=published[:10] if published and re.match(r"\d{4}-\d\d-\d\d", published) else None,
        source_url=url if url and _URL.fullmatch(url) else None,
    )  # fmt: skip


def _site_free(title: str) -> str | None:
    """The page's title without the site's name after a bar or dash ("Minutes - Some Council")."""
    return re.split(r"\s+[|–—-]\s+", title)[0].strip() or None


def _meta(tree: Any, name: str) -> str | None:
    for attribute in ("name", "property"):
        found = tree.css_first(f'meta[{attribute}="{name}"]')
        if found is not None and found.attributes.get("content"):
            return visible(found.attributes["content"])
    return None


def _walk(root: Any, builder: _Builder, whole: bool, name: str) -> None:
    """Depth first without recursion: hostile pages nest a hundred thousand deep."""
    state = _State()
    counters: list[int | None] = []
    bold = 0
    stack: list[tuple[Any, str, Any]] = [(root, "enter", None)]
    saved: Any
    while stack:
        node, phase, saved = stack.pop()
        tag = node.tag
        if phase == "leave":
            if tag in _BLOCKS:
                builder.flush(state)
            elif tag in ("td", "th"):
                builder.line.append("\t")
            if tag in ("b", "strong"):
                bold -= 1
            if tag in ("ul", "ol") and counters:
                counters.pop()
            state = saved
            continue
        if tag == "-text":
            builder.text(node.text(deep=False) or "", bold > 0 or state.kind == "heading")
            continue
        if tag == "br":
            builder.line.append("\n" if state.preformatted else " ")
            continue
        if tag.startswith(("-", "_", "!")) or tag in _DROPPED:
            continue
        attributes = node.attributes
        if _chrome(tag, attributes) or (whole and tag in _OUTSIDE):
            continue
        before = state
        if tag in _BLOCKS:
            if state.kind == "table_row" and tag not in ("tr", "table"):
                builder.line.append(" ")
            else:
                builder.flush(state)
            state = _entered(tag, attributes, state, counters)
        hidden = state.hidden or _hidden(attributes)
        if hidden != state.hidden:
            if builder.line and tag not in _BLOCKS:
                continue  # a hidden word inside a sentence: out
            state = _copy(state, hidden=hidden)
        if tag == "th" and state.kind == "table_row":
            state.cells = True
        if tag in ("b", "strong"):
            bold += 1
        if len(stack) > 3_000_000:
            raise RefusedFile("too_deep", f"{name} is nested too deeply to be read.")
        stack.append((node, "leave", before))
        children = []
        child = node.child
        while child is not None:
            children.append(child)
            child = child.next
        stack.extend((child, "enter", None) for child in reversed(children))
    builder.flush(_State())


def _copy(state: _State, **changes: Any) -> _State:
    return replace(state, **changes)


def _entered(tag: str, attributes: Any, state: _State, counters: list[int | None]) -> _State:
    if state.kind == "table_row" and tag != "tr":
        return state
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return _copy(state, kind="heading", level=int(tag[1]), label=None)
    if tag in ("ul", "ol"):
        start = attributes.get("start") or ""
        counters.append(None if tag == "ul" else (int(start) if start.isdigit() else 1))
        return _copy(state, lists=state.lists + 1, kind=None, label=None)
    if tag == "li":
        label = None
        if counters and counters[-1] is not None:
            stated = attributes.get("value") or ""
            number = int(stated) if stated.isdigit() else counters[-1]
            counters[-1] = number + 1
            label = f"{number}."
        return _copy(state, kind="list_item", level=max(1, state.lists), label=label)
    if tag == "tr":
        return _copy(state, kind="table_row", label=None, cells=False)
    if tag in ("caption", "figcaption"):
        return _copy(state, kind="caption", label=None)
    if tag == "blockquote":
        return _copy(state, quotation=True)
    if tag == "pre":
        return _copy(state, preformatted=True)
    if tag == "dd":
        return _copy(state, kind=None)
    return state


def _hidden(attributes: Any) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return bool(
        _HIDDEN_STYLE.search(attributes.get("style") or "") or _HIDDEN_CLASS.search(attributes.get("class") or "")
    )


def _chrome(tag: str, attributes: Any) -> bool:
    if attributes.get("role") in ("navigation", "banner", "contentinfo", "search", "dialog", "complementary"):
        return True
    if tag in ("body", "html", "main", "article"):
        return False
    return bool(_CHROME.search(attributes.get("class") or "") or _CHROME.search(attributes.get("id") or ""))
