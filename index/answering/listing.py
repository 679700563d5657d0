"""Every row of the registers that a list question asks for: by topic, by whom, by date and by sum; in the order of the papers.

A row is on the topic where its own words, the headings, the survey question and the paper's title bear the topic's telling
words, by their rarity, a synonym counting a little less (index/candidates.py). Nothing is cut off at the nearest few: the
registers are searched whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.documents import block_at
from index.answering.citing import span_of
from index.answering.list_questions import AskedList
from index.candidates import ALIAS, wanted_of
from index.generation import item_key
from index.lexical import Allowed
from index.query import Either, Word
from index.registers import RegisterRow
from index.search import Filters, SearchIndex, StatementName
from index.words import content_stems, stem, stems, tokens

ENOUGH = (
    0.72  # share of the topic's telling words, by rarity, that a row bears; a synonym of the only word is not enough
)
_COMPOUND = re.compile(r"\b(?:multi|inter|cross|non|anti|semi|single|trans|intra|sub)[-‐‑–]\w+", re.I)
_GOVERNMENT = re.compile(r"\b(?:government|whitehall)\b", re.I)
_DEPARTMENT = re.compile(
    r"^(?:(?:uk|his majesty[’']s|her majesty[’']s|welsh|scottish) government|department (?:for|of)\b|ministry of\b|hm treasury|home office|cabinet office|dfe\b|dluhc\b|mhclg\b|ministers?\b|secretary of state)",
    re.I,
)
_PAPER = re.compile(
    r"\b(?:report|paper|document|strategy|plan|survey|pack|minutes|review|response|letter|agreement|framework)s?$", re.I
)
_LOCAL = re.compile(r"\blocal government\b", re.I)


@dataclass(frozen=True, slots=True)
class Topic:
    """The telling words of a topic: for each how rare it is, the forms of which one stands whole in what is on the topic (the
    word, the long form of a short one), and its synonyms."""

    words: tuple[tuple[float, tuple[frozenset[str], ...], frozenset[str]], ...]
    compounds: bool = False  # whether the topic itself has a compound such as "multi-agency"
    plurals: frozenset[str] = frozenset()  # stems of the words that stand in the plural

    def held(self, *parts: object) -> frozenset[str]:
        """The stems of texts. A compound ("multi-agency teams") does not hold the word that it ends with, nor does a verb the
        plural of a noun ("to train 40 drivers", "training": trains)."""
        text = "\n".join(str(part) for part in parts if part)
        found = tokens(text if self.compounds else _COMPOUND.sub(" ", text))
        return frozenset(
            made
            for token in found
            if (made := stem(token.term)) not in self.plurals or not token.term.endswith(("ing", "ed"))
        )

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(one for _, forms, near in self.words for one in (*(w for form in forms for w in form), *near))

    def borne(self, held: frozenset[str]) -> float:
        """The share of the words, by rarity, that `held` has; 1 without a word."""
        total = sum(weight for weight, _, _ in self.words)
        found = sum(
            weight * (1.0 if any(form <= held for form in forms) else ALIAS if near & held else 0.0)
            for weight, forms, near in self.words
        )
        return found / total if total else 1.0

    def rarest_in(self, held: frozenset[str]) -> bool:
        """Whether the word that tells most stands in `held`, or a synonym of it."""
        if not self.words:
            return True
        _, forms, near = max(self.words, key=lambda one: one[0])
        return bool(near & held) or any(form <= held for form in forms)


def topic_of(text: str, index: SearchIndex) -> Topic:
    """The topic that these words name; years, which say of what time a paper is, left out."""
    shelf = index.shelf("passage")
    if shelf is None:
        return Topic(())
    short_forms = index.short_forms()
    made: list[tuple[float, tuple[frozenset[str], ...], frozenset[str]]] = []
    taken = [one for one in dict.fromkeys(content_stems(text)) if not (one.isdigit() and len(one) == 4)]
    wanted = wanted_of(taken, {}, shelf)
    as_typed = {stems(token.term)[0]: token.term for token in tokens(text) if stems(token.term)}
    for group, weight, near in zip(wanted.groups, wanted.weights, wanted.near, strict=True):
        typed = as_typed.get(group[0], group[0])
        longs = [
            long
            for short, known in short_forms.items()
            if short.casefold() in (typed, typed.removesuffix("s"))
            for long in known
        ]
        forms = [frozenset([one]) for one in group] + [frozenset(content_stems(long)) for long in longs]
        made.append((max(weight, 0.1), tuple(form for form in forms if form), near))
    plurals = {stemmed for stemmed, term in as_typed.items() if len(term) > 3 and re.search(r"[^su]s$", term)}
    return Topic(tuple(made), _COMPOUND.search(text) is not None, frozenset(plurals))


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list question is answered with, in the order to be read in. unnamed: how many of the rows name nobody, where it was
    asked what somebody does."""

    rows: tuple[RegisterRow, ...]
    unnamed: int = 0


def rows_asked_for(
    index: SearchIndex, asked: AskedList, documents: Sequence[str], filters: Filters, years: Sequence[str] = ()
) -> Rows:
    """All rows that fit; none where the question says nothing that could be looked for. years: that the question names as the
    time of the paper: a row or its paper bears them."""
    if asked.what == "recommendation":
        return Rows(())
    kind: StatementName = "commitment" if asked.what == "commitment" else "finding"
    shelf = index.shelf("passage")
    keyed = index.source.keyed()
    if shelf is None or not keyed.rows[kind]:
        return Rows(())
    short_forms = index.short_forms()
    named_as, topic = asked.actor, asked.topic
    actor = None if named_as is None else _actor(named_as, keyed.rows[kind], short_forms)
    if asked.dated and named_as is None and (match := re.match(r"for (?:the )?(.+)$", topic, re.I)):
        actor = _actor(match[1], keyed.rows[kind], short_forms)  # "deadlines for the Board": whose, or on what
        topic = "" if actor is not None else topic
    about = topic_of(topic, index)
    whose = topic_of(named_as, index) if named_as is not None and actor is None else None
    paper = whose is not None and _PAPER.search(named_as or "") is not None
    if (
        not about.words
        and not (whose and whose.words)
        and actor is None
        and asked.due is None
        and not asked.money
        and not asked.leads
    ):
        return Rows(())
    inside = set(documents)
    item = item_key(filters.item) if filters.item else None
    fitting = []
    for row in _near(index, kind, about if about.words else whose or about):
        fields = row.fields
        if row.document not in inside or (item is not None and _item_of(row) != item):
            continue
        if asked.what == "reason" and fields.get("kind") != "qualitative":
            continue
        if kind == "commitment" and not _terms_fit(row, asked):
            continue
        named = True if actor is None else actor(row)
        if named is None and about.words:
            named = True
        if not named or any(year[:4] not in _wide(row, index) for year in years):
            continue
        if whose is not None and not (paper or not fields.get("actor")):
            continue  # the registers know no such body: what others undertake is not its own
        if whose is not None and not _over(whose, row, index):
            continue
        if about.words and not _on(about, row, index, wide=asked.what == "reason"):
            continue
        fitting.append(row)
    if asked.dated or asked.due is not None:
        fitting.sort(key=lambda row: _due_of(row) or "9999")
    unnamed = sum(not row.fields.get("actor") for row in fitting) if actor is not None else 0
    return Rows(tuple(fitting), unnamed)


def _near(index: SearchIndex, kind: StatementName, about: Topic) -> list[RegisterRow]:
    """Rows that bear any word of the topic, or whose paper's title does, in the order of the register; all without a topic."""
    keyed = index.source.keyed()
    shelf = index.shelf(kind)
    if not about.words or shelf is None:
        return list(keyed.rows[kind])
    words = about.stems
    positions = shelf.lexical.matching(Either(tuple(Word((one,)) for one in sorted(words))), Allowed())
    held = index.source.statements([int(row) for row in shelf.rows[positions]])
    names = {one.id for rows in held.values() for one in rows}
    titled = {
        name
        for name, fact in index.source.facts().items()
        if words & set(stems(f"{fact.title} {fact.organisation or ''}"))
    }
    return [
        row
        for row in keyed.rows[kind]
        if row.id in names or row.document in titled or words & set(stems(_item_title(row)))
    ]


def _item_title(row: RegisterRow) -> str:
    return str((row.fields.get("item") or {}).get("title") or "")


def _item_of(row: RegisterRow) -> str | None:
    number = (row.fields.get("item") or {}).get("number")
    return item_key(str(number)) if number else None


def _on(about: Topic, row: RegisterRow, index: SearchIndex, *, wide: bool) -> bool:
    """Whether a row is on the topic: by its own words and the heading over it; or by all that stands over it too, where its
    own words bear the word that tells most. wide: by its whole paragraph, since "others mentioned" leaves unsaid what."""
    fields = row.fields
    fact = index.source.facts().get(row.document)
    actor = fields.get("actor") or {}
    sections = list(fields.get("section") or ())
    parts = [
        *(fields.get(name) for name in ("quote", "action", "subject", "theme", "population", "survey_question")),
        *sections[-1:], _item_title(row),
    ]  # fmt: skip
    if wide:
        place = index.source.place(row.document)
        block = block_at(place.blocks, span_of(row).start)
        parts.append(block.span.of(place.document.text) if block else "")
    own = about.held(*parts)
    if about.borne(own) >= ENOUGH:
        return True
    above = own | about.held(*sections, actor.get("name"), fact.title if fact else "")
    return about.borne(above) >= ENOUGH and about.rarest_in(own | about.held(fact.title if fact else ""))


def _over(whose: Topic, row: RegisterRow, index: SearchIndex) -> bool:
    """Whether the paper, the headings over a row or its words name the body or the paper that the question does."""
    fields, fact = row.fields, index.source.facts().get(row.document)
    title = f"{fact.title} {fact.organisation or ''}" if fact else ""
    return (
        whose.borne(whose.held(title, *(fields.get("section") or ()), _item_title(row), fields.get("quote"))) >= ENOUGH
    )


def _wide(row: RegisterRow, index: SearchIndex) -> str:
    """Where the year may stand that a question names: in the words, the headings, the title or the date of the paper."""
    fields, fact = row.fields, index.source.facts().get(row.document)
    parts = [fields.get("quote"), *(fields.get("section") or ()), fields.get("wave")]
    parts += [fact.title, fact.date] if fact else []
    return " ".join(str(part) for part in parts if part)


def _terms_fit(row: RegisterRow, asked: AskedList) -> bool:
    fields = row.fields
    amount = fields.get("amount") or {}
    if asked.money and not amount and not (fields.get("kind") == "funding" and asked.least is None):
        return False
    if asked.least is not None and float(amount.get("high") or amount.get("low") or 0) < asked.least:
        return False
    if asked.dated and not _due_of(row):
        return False
    if asked.due is None:
        return True
    first, last = asked.due
    due = _due_of(row)
    return due is not None and (first is None or due >= first) and (last is None or due <= last)


def _due_of(row: RegisterRow) -> str | None:
    """The day on which a commitment falls due: the end of its deadline, else its beginning."""
    deadline = row.fields.get("deadline") or {}
    return deadline.get("end") or deadline.get("start")


class _Actor:
    """Whether a row is of the body that the question names: True or False, None where the row names nobody."""

    def __init__(self, forms: Sequence[frozenset[str]], government: bool) -> None:
        self.forms, self.government = forms, government

    def __call__(self, row: RegisterRow) -> bool | None:
        actor = row.fields.get("actor")
        if not actor:
            return None
        name = str(actor.get("name") or "")
        if self.government and _DEPARTMENT.search(name):
            return True
        held = frozenset(stems(f"{name} {actor.get('text') or ''}"))
        return any(form <= held for form in self.forms)


def _actor(
    words: str, rows: Sequence[RegisterRow], short_forms: Mapping[str, tuple[str, ...]]
) -> _Actor | None:  # fmt: skip
    """What tells the rows of this body; None where the registers know no such body: the words are then of the topic."""
    forms = [frozenset(content_stems(words))]
    for short, longs in short_forms.items():
        if words.casefold().removesuffix("s") == short.casefold().removesuffix("s"):
            forms += [frozenset(content_stems(long)) for long in longs]
        if any(words.casefold() == long for long in longs):
            forms.append(frozenset(stems(short)))
    government = bool(_GOVERNMENT.search(words)) and not _LOCAL.search(words)
    if _DEPARTMENT.search(words) or any(
        _DEPARTMENT.search(long)
        for form, known in short_forms.items()
        if form.casefold() == words.casefold()
        for long in known
    ):
        forms.append(frozenset(stems("UK Government")))  # what its papers call the Government is its own doing
    made = _Actor([form for form in forms if form], government)
    return made if any(made(row) for row in rows) else None
