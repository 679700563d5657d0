"""Text to search terms, the same way for what is indexed and what is asked.

Sums of money, percentages and numbers each become one term in a normal form, so that `£45m` finds "£45 million" and never
"45 councils"; `s.17` and "section 17" become the same two terms; possessives lose their ending. Every term keeps the
place of its words, for highlights.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise
from typing import Any

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
    rf"(?P<range>£\s?(?P<low>{_NUMBER})\s*(?:-|–|—|to|and)\s*£?\s?(?P<high>{_NUMBER})\s*(?P<rscale>{_SCALE})\b)"
    rf"|(?P<money>£\s?(?P<sum>{_NUMBER})(?:\s*-?\s*(?P<mscale>{_SCALE})\b)?)"
    rf"|(?P<pounds>(?P<psum>{_NUMBER})\s*(?P<pscale>{_SCALE})?\s+pounds\b)"
    rf"|(?P<percent>(?P<share>{_NUMBER})\s*(?:%|per\s?cent\b))"
    rf"|(?P<scaled>(?P<plain>{_NUMBER})(?:\s*(?P<scale>thousand|million|billion|trillion|bn|mn)\b|(?P<short>[mk])\b))"
    r"|(?P<section>\b[sS]\.\s?(?P<law>\d+[A-Za-z]?)\b|\b[sS](?P<law2>\d+[A-Za-z]?)\b)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)|\d+(?:\.\d+)*[^\W\d_]*)"
    r"|(?P<word>[^\W\d_][^\W_]*(?:['’ʼ][^\W\d_]+)*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One term and the half-open range of the text that it came from."""

    term: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The terms of `text` in order, folded (case, accents, possessives), with their places."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        if match["word"] is not None:
            term = _word(match["word"])
            if term:
                found.append(Token(term[:LONGEST_TERM], start, end))
        elif match["range"] is not None:
            for group in ("low", "high"):
                found.append(Token("£" + scaled(match[group], match["rscale"]), match.start(group), match.end(group)))
        elif match["money"] is not None:
            found.append(Token("£" + scaled(match["sum"], match["mscale"]), start, end))
        elif match["pounds"] is not None:
            found.append(Token("£" + scaled(match["psum"], match["pscale"]), start, end))
        elif match["percent"] is not None:
            found.append(Token(scaled(match["share"], None) + "%", start, end))
        elif match["scaled"] is not None:
            found.append(Token(scaled(match["plain"], match["scale"] or match["short"]), start, end))
        elif match["section"] is not None:
            found.append(Token("section", start, start + 1))
            group = "law" if match["law"] else "law2"
            found.append(Token(match[group].casefold(), match.start(group), match.end(group)))
        else:
            assert kind is not None
            found.append(Token(_word(match["number"].replace(",", ""))[:LONGEST_TERM], start, end))
    return found


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


def _word(word: str) -> str:
    folded = word.casefold().replace("’", "'").replace("ʼ", "'")
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    if folded.endswith("'s"):
        folded = folded[:-2]
    return "".join(folded.replace("'", "").split())


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


@lru_cache(maxsize=200_000)
def stem(term: str) -> str:
    """The Snowball English stem of a folded term; terms with digits are their own stems."""
    if not term.isalpha():
        return term
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
