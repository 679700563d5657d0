"""Text to search terms, the same way for what is indexed and what is asked.

Sums of money, percentages and numbers each become one term in a normal form, so that `£45m` finds "£45 million" and never
"45 councils"; `s.17` and "section 17" become the same two terms; possessives lose their ending. Every term keeps the
place of its words, for highlights.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from index.forms import base_form

LONGEST_TERM = 60
SCALES = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "trillion": 12}

# Words that a question is put with rather than about; and what people say before they ask (docs/decisions.md).
STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "anybody",
        "anyone",
        "anything",
        "are",
        "as",
        "ask",
        "at",
        "away",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "cannot",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "don",
        "done",
        "down",
        "during",
        "each",
        "either",
        "else",
        "ever",
        "every",
        "few",
        "for",
        "from",
        "further",
        "get",
        "gets",
        "getting",
        "give",
        "given",
        "go",
        "goes",
        "going",
        "got",
        "had",
        "has",
        "have",
        "having",
        "he",
        "help",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "however",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "know",
        "let",
        "like",
        "ll",
        "may",
        "me",
        "might",
        "mine",
        "more",
        "most",
        "much",
        "must",
        "my",
        "need",
        "needs",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "once",
        "one",
        "ones",
        "only",
        "or",
        "other",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "please",
        "put",
        "re",
        "s",
        "same",
        "say",
        "says",
        "shall",
        "she",
        "should",
        "since",
        "so",
        "some",
        "such",
        "t",
        "tell",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "therefore",
        "these",
        "they",
        "thing",
        "things",
        "this",
        "those",
        "through",
        "thus",
        "to",
        "too",
        "under",
        "until",
        "up",
        "upon",
        "us",
        "ve",
        "very",
        "want",
        "wants",
        "was",
        "we",
        "were",
        "what",
        "whatever",
        "when",
        "where",
        "whether",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "without",
        "would",
        "yes",
        "yet",
        "you",
        "your",
        "yours",
    ]
)
GREETING = re.compile(
    r"^\s*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks|thank you|please|so|ok|okay|well)\b[\s,.!:-]*"
    r"|(?:can|could|would|will) (?:you|anyone|somebody|someone) (?:please )?(?:tell|help|show|explain to|let) me (?:know |with |out )*"
    r"|i(?:'d|’d| would)? (?:need|want|like|wish|am trying|'m trying|’m trying)(?: you)? to (?:know|find out|learn|ask|understand|see)\s*"
    r"|i(?: am|'m|’m) (?:wondering|curious|looking for|interested in|not sure|unsure)\s*"
    r"|(?:please )?(?:tell|show|give) me\b\s*|do you know\b\s*|i have a question(?: about)?\b[\s:,.]*|my question is\b[\s:,]*)+",
    re.IGNORECASE,
)

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?:thousand|million|billion|trillion|bn|mn|m|k)"
_TOKEN = re.compile(
    r"(?P<word>(?!s\.?\s?\d)[^\W\d_][^\W_]*(?:['’ʼ][^\W\d_]+)*)"
    rf"|(?P<range>£\s?(?P<low>{_NUMBER})\s*(?:-|–|—|to|and)\s*£?\s?(?P<high>{_NUMBER})\s*(?P<rscale>{_SCALE})\b)"
    rf"|(?P<money>£\s?(?P<sum>{_NUMBER})(?:\s*-?\s*(?P<mscale>{_SCALE})\b)?)"
    rf"|(?P<pounds>(?P<psum>{_NUMBER})\s*(?P<pscale>{_SCALE})?\s+pounds\b)"
    rf"|(?P<percent>(?P<share>{_NUMBER})\s*(?:%|per\s?cent\b))"
    rf"|(?P<scaled>(?P<plain>{_NUMBER})(?:\s*(?P<scale>thousand|million|billion|trillion|bn|mn)\b|(?P<short>[mk])\b))"
    r"|(?P<section>\b[sS]\.\s?(?P<law>\d+[A-Za-z]?)\b|\b[sS](?P<law2>\d+[A-Za-z]?)\b)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)|\d+(?:\.\d+)*[^\W\d_]*)"
    r"|(?P<other>[^\W\d_][^\W_]*(?:['’ʼ][^\W\d_]+)*)",  # a word that begins like "s.17" and goes on otherwise
    re.IGNORECASE,
)


class Token(NamedTuple):
    """One term and the half-open range of the text that it came from."""

    term: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The terms of `text` in order, folded (case, accents, possessives), with their places."""
    return [token for match in _TOKEN.finditer(text) for token in _tokens(match)]


def tokens_beginning(beginnings: frozenset[str], text: str) -> list[Token]:
    """The tokens of `text` that begin, folded, with one of `beginnings`, some others among them; found without a look at
    the rest."""
    if not text.isascii() and _ACCENT.search(text):  # a letter with an accent may be folded to any other
        return tokens(text)
    lower = text.lower()
    starts = {start for one in beginnings for start in _places(one, lower)}
    if any(not one[0].isalpha() for one in beginnings):
        starts.update(match.start() for match in _FIGURE.finditer(text))
    if "'" in text or "’" in text:  # "we'll" and "well" are one term
        starts.update(match.start() for match in _BEFORE_APOSTROPHE.finditer(text))
    found: list[Token] = []
    end = 0
    for start in sorted(starts):
        if start >= end and not _within_word(text, start):
            match = _TOKEN.match(text, start)
            if match is not None:
                found += _tokens(match)
                end = match.end()
    return found


_ACCENT = re.compile(r"[^\W\x00-\x7f]")
_FIGURE = re.compile(r"[£\d]|s\.?\s?\d", re.IGNORECASE)
_BEFORE_APOSTROPHE = re.compile(r"[^\W_]+(?=['’])")


def _places(part: str, text: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def _within_word(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    return before.isalnum() or (before in "'’" and start > 1 and text[start - 2].isalnum())


def _tokens(match: re.Match[str]) -> list[Token]:
    begin = match.start()
    kind = str(match.lastgroup)
    if kind == "word":
        term = _word(match[0])
        return [Token(term, begin, match.end())] if term else []
    return [Token(term, begin + start, begin + end) for term, start, end in _terms(kind, match)]


def _terms(kind: str, match: re.Match[str]) -> list[tuple[str, int, int]]:
    """The terms of a figure, a reference to a section or an odd word, with their places in the match."""
    whole = (0, len(match[0]))
    match kind:
        case "range":
            return [
                ("£" + scaled(match[g], match["rscale"]), match.start(g) - match.start(), match.end(g) - match.start())
                for g in ("low", "high")
            ]
        case "money":
            return [("£" + scaled(match["sum"], match["mscale"]), *whole)]
        case "pounds":
            return [("£" + scaled(match["psum"], match["pscale"]), *whole)]
        case "percent":
            return [(scaled(match["share"], None) + "%", *whole)]
        case "scaled":
            return [(scaled(match["plain"], match["scale"] or match["short"]), *whole)]
        case "section":
            group = "law" if match["law"] else "law2"
            place = (match.start(group) - match.start(), match.end(group) - match.start())
            return [("section", 0, 1), (match[group].casefold(), *place)]
        case _:
            term = _word(match[0].replace(",", ""))
            return [(term, *whole)] if term else []


def scaled(number: str, scale: str | None) -> str:
    """The number in full, without commas or idle zeros: ("1.2", "bn") gives "1200000000"."""
    try:
        value = Decimal(number.replace(",", "")).scaleb(SCALES[scale.casefold()] if scale else 0)
    except (InvalidOperation, KeyError):
        return number[:LONGEST_TERM]
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain[:LONGEST_TERM]


@lru_cache(maxsize=100_000)
def _word(word: str) -> str:
    """The folded word, at most `LONGEST_TERM` characters."""
    folded = word.casefold().replace("’", "'").replace("ʼ", "'")
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    if folded.endswith("'s"):
        folded = folded[:-2]
    return "".join(folded.replace("'", "").split())[:LONGEST_TERM]


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


@lru_cache(maxsize=200_000)
def stem(term: str) -> str:
    """The Snowball English stem of a folded term, irregular forms brought to their base; terms with digits are their own."""
    if not term.isalpha():
        return term
    term = base_form(term)
    made: list[str] = _stemmer().analyze(term)
    return made[0] if made else term


def stems(text: str) -> list[str]:
    return [stem(token.term) for token in tokens(text)]


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order; of all words where nothing else is there."""
    found = tokens(text)
    kept = [stem(token.term) for token in found if token.term not in STOP_WORDS]
    return kept or [stem(token.term) for token in found]


def pairs(sequence: list[str]) -> list[str]:
    """Adjacent stems, joined: the bigrams of the text after the stop list."""
    return [f"{left}_{right}" for left, right in pairwise(sequence)]


def is_figure(term: str) -> bool:
    """Whether the term is a sum of money or a percentage."""
    return term.startswith("£") or term.endswith("%")


def asked(text: str) -> str:
    """The question without greetings and lead-ins ("Hello, I need to know ..."); the text itself where nothing is left."""
    bare = GREETING.sub("", text, count=1).strip()
    return bare if tokens(bare) else text.strip()
