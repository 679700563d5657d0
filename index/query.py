"""What a person typed, understood: plain words, "phrases", AND OR NOT, brackets, prefix*. Never an exception.

    field words (org: type: after: before: item: para: page: doc:) stand like words and say where a result must stand

    expression := both (OR both)*          both := not ((AND)? not)*          not := NOT* unit
    unit := "phrase" | prefix* | word | field:value | ( expression )

Capital AND, OR, NOT are operators only where something stands beside them; unclosed quotes and brackets are closed or
dropped; a text with no operator is ranked by all of its words, and only its phrases, prefixes and figures are demanded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, Union

from index.words import STOP_WORDS, is_figure, stem, tokens

LONGEST_QUERY = 2000
DEEPEST = 40
QUESTION_START = re.compile(
    r"^\W*(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b",
    re.IGNORECASE,
)


FieldName = Literal["organisation", "type", "since", "until", "item", "paragraph", "page", "document"]
FIELD_WORDS: dict[str, FieldName] = {
    "org": "organisation", "organisation": "organisation", "organization": "organisation", "by": "organisation",
    "type": "type", "after": "since", "since": "since", "before": "until", "until": "until", "item": "item",
    "para": "paragraph", "paragraph": "paragraph", "page": "page", "p": "page", "doc": "document",
    "document": "document", "title": "document",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word or figure; several terms where it was written as one ("multi-agency", "s.17")."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """At least two terms."""

    terms: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.terms) < 2:
            raise ValueError("a phrase has at least two terms")


@dataclass(frozen=True, slots=True)
class Prefix:
    start: str


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    part: Node


@dataclass(frozen=True, slots=True)
class Field:
    """A field word: where a result must stand."""

    name: FieldName
    value: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What field words come to once they are looked up: any passage of these documents."""

    documents: tuple[str, ...]


Node = Union[Word, Phrase, Prefix, Both, Either, Without, Field, Inside]  # noqa: UP007 (forward references)


@dataclass(frozen=True, slots=True)
class Query:
    """demanded: what a result must satisfy, or None where the words only rank.
    words: terms that rank and are highlighted, in order; `text`: what the encoder gets."""

    text: str
    demanded: Node | None = None
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    boolean: bool = False

    @property
    def empty(self) -> bool:
        return not self.words and not self.prefixes and self.demanded is None

    @property
    def telling_words(self) -> list[str]:
        """Words that carry meaning; all words where nothing else is there."""
        kept = list(dict.fromkeys(term for term in self.words if term not in STOP_WORDS))
        return kept or list(dict.fromkeys(self.words))

    @property
    def ranking_stems(self) -> list[str]:
        """Stems of the words that carry meaning; of all words where nothing else is there."""
        kept = [stem(term) for term in self.words if term not in STOP_WORDS]
        return kept or [stem(term) for term in self.words]


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str  # open close and or not phrase prefix word field
    text: str = ""
    field: str = ""


_FIELD = re.compile(
    rf"(?<![^\s()\[\]])(?P<name>{'|'.join(sorted(FIELD_WORDS, key=len, reverse=True))}):"
    r'(?:[“"](?P<quoted>[^“”"]*)[”"]|(?P<value>[^\s“”"()\[\]]+))',
    re.IGNORECASE,
)
_LEXEME = re.compile(r'[“”"«»]|[()\[\]]|[^\s“”"«»()\[\]]+')


def _lexemes(text: str) -> list[_Lexeme]:
    found: list[_Lexeme] = []
    position = 0
    while match := _LEXEME.search(text, position):
        given = _FIELD.match(text, match.start())
        if given is not None and (given["quoted"] or given["value"] or "").strip(" .,;"):
            value = (given["quoted"] or given["value"]).strip(" ,;")
            found.append(_Lexeme("field", value, given["name"].casefold()))
            position = given.end()
            continue
        position = match.end()
        piece = match[0]
        if piece in '“”"«»':
            closing = re.compile(r'[“”"«»]').search(text, position)
            if closing:
                found.append(_Lexeme("phrase", text[position : closing.start()]))
                position = closing.end()
        elif piece in "([":
            found.append(_Lexeme("open"))
        elif piece in ")]":
            found.append(_Lexeme("close"))
        elif piece in ("AND", "OR", "NOT"):
            found.append(_Lexeme(piece.lower(), piece))
        elif piece.endswith("*") and tokens(piece):
            found.append(_Lexeme("prefix", piece.rstrip("*")))
        else:
            found.append(_Lexeme("word", piece))
    return _rejoined(found)


def _rejoined(lexemes: list[_Lexeme]) -> list[_Lexeme]:
    """Joins what belongs to one figure ("£45 million", "12 per cent") although it was written with spaces."""
    made: list[_Lexeme] = []
    n = 0
    while n < len(lexemes):
        for length in (3, 2):
            part = lexemes[n : n + length]
            if len(part) == length and all(piece.kind == "word" for piece in part) and part[0].text[-1:].isdigit():
                joined = " ".join(piece.text for piece in part)
                if len(tokens(joined)) == 1:
                    made.append(_Lexeme("word", joined))
                    n += length
                    break
        else:
            made.append(lexemes[n])
            n += 1
    return made


@dataclass(slots=True)
class _Parser:
    lexemes: list[_Lexeme]
    at: int = 0
    depth: int = 0
    negated: int = field(default=0)

    def peek(self) -> str:
        return self.lexemes[self.at].kind if self.at < len(self.lexemes) else "end"

    def expression(self) -> Node | None:
        parts = [self.both()]
        while self.peek() == "or":
            self.at += 1
            parts.append(self.both())
        kept = [part for part in parts if part is not None]
        return None if not kept else kept[0] if len(kept) == 1 else Either(tuple(kept))

    def both(self) -> Node | None:
        parts: list[Node] = []
        while self.peek() not in ("end", "or", "close"):
            if self.peek() == "and":
                self.at += 1
                continue
            part = self.negation()
            if part is not None:
                parts.append(part)
        return None if not parts else parts[0] if len(parts) == 1 else Both(tuple(parts))

    def negation(self) -> Node | None:
        negative = False
        while self.peek() == "not":
            negative = not negative
            self.at += 1
        if self.peek() in ("and", "or", "close", "end"):
            return None
        part = self.unit()
        return Without(part) if part is not None and negative else part

    def unit(self) -> Node | None:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme.kind != "open":
            return _leaf(lexeme)
        if self.depth >= DEEPEST:
            return None
        self.depth += 1
        inside = self.expression()
        self.depth -= 1
        if self.peek() == "close":
            self.at += 1
        return inside


def _leaf(lexeme: _Lexeme) -> Node | None:
    if lexeme.kind == "field":
        return Field(FIELD_WORDS[lexeme.field], lexeme.text)
    terms = tuple(token.term for token in tokens(lexeme.text))
    if not terms:
        return None
    if lexeme.kind == "prefix":
        return Prefix(terms[-1]) if len(terms) == 1 else Both((Word(terms[:-1]), Prefix(terms[-1])))
    if lexeme.kind == "phrase" and len(terms) > 1:
        return Phrase(terms)
    return Word(terms)


def parse(text: str) -> Query:
    """What `text` asks for. Any text at all gives a query; one without a single word or number gives an empty one."""
    text = text[:LONGEST_QUERY].encode("utf-8", "replace").decode("utf-8")
    lexemes = _lexemes(text)
    boolean = any(piece.kind in ("and", "or", "not") for piece in lexemes)
    tree = _whole(lexemes) if boolean else None
    if tree is not None:
        words, phrases, prefixes = _positive(tree)
        bare = " ".join(piece.text for piece in lexemes if piece.kind in ("phrase", "prefix", "word"))
        asked = " ".join(words) if any(piece.kind == "not" for piece in lexemes) else bare
        return Query(asked or bare, tree, tuple(words), tuple(phrases), tuple(prefixes), boolean=True)
    return _plain(text, lexemes)


def _whole(lexemes: list[_Lexeme]) -> Node | None:
    parser = _Parser(lexemes)
    parts: list[Node] = []
    while parser.at < len(lexemes):
        part = parser.expression()
        if part is not None:
            parts.append(part)
        if parser.peek() == "close":  # one bracket too many
            parser.at += 1
    return None if not parts else parts[0] if len(parts) == 1 else Both(tuple(parts))


def _plain(text: str, lexemes: list[_Lexeme]) -> Query:
    """No operators: words rank; phrases and prefixes are demanded, and figures too unless a question is asked."""
    question = "?" in text or QUESTION_START.match(text) is not None
    demanded: list[Node] = []
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    prefixes: list[str] = []
    for lexeme in lexemes:
        leaf = _leaf(lexeme) if lexeme.kind not in ("open", "close") else None
        if leaf is None:
            continue
        got_words, got_phrases, got_prefixes = _positive(leaf)
        words += got_words
        phrases += got_phrases
        prefixes += got_prefixes
        exact = isinstance(leaf, Word) and not question and any(is_figure(term) for term in leaf.terms)
        if exact or not isinstance(leaf, Word):  # a field word is always demanded
            demanded.append(leaf)
    node = None if not demanded else demanded[0] if len(demanded) == 1 else Both(tuple(demanded))
    if any(lexeme.kind == "field" for lexeme in lexemes):
        text = " ".join(lexeme.text for lexeme in lexemes if lexeme.kind in ("word", "phrase", "prefix"))
    bare = " ".join(re.sub(r'[“”"«»*]', " ", text).split())
    return Query(bare, node, tuple(words), tuple(phrases), tuple(prefixes))


def _positive(node: Node) -> tuple[list[str], list[tuple[str, ...]], list[str]]:
    """Words, phrases and prefixes that a result should hold: those under NOT are left out."""
    match node:
        case Word(terms):
            return list(terms), [terms] if len(terms) > 1 else [], []
        case Phrase(terms):
            return list(terms), [terms], []
        case Prefix(start):
            return [], [], [start]
        case Without() | Field() | Inside():
            return [], [], []
        case Both(parts) | Either(parts):
            words: list[str] = []
            phrases: list[tuple[str, ...]] = []
            prefixes: list[str] = []
            for part in parts:
                got = _positive(part)
                words += got[0]
                phrases += got[1]
                prefixes += got[2]
            return words, phrases, prefixes
