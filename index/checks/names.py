"""People and bodies named in two ways: a name spelt twice, one person with two affiliations, an abbreviation misprinted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.documents import Span
from core.text import Mapped
from index.checks.paper import Paper, item_key
from index.checks.records import Check
from index.words import content_stems

_TITLE = (
    r"(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Baroness|Prof|Professor|Rev|Revd|Ald|Alderman)\.?"
)
_WORD = r"[A-Z][a-zà-ÿ]+(?:['’-][A-Z]?[a-zà-ÿ]+)*"
_SURNAME = rf"(?:(?:Mac|Mc|O['’]|De|Van|Le)\s?)?{_WORD}"
_TITLED = re.compile(rf"\b{_TITLE}\s(?P<first>{_WORD})\s(?P<last>{_SURNAME})\b")
_PLAIN = re.compile(rf"^(?P<first>{_WORD})\s(?P<last>{_SURNAME})$")
_ROLE = r"(?:Partner|Accountant|Director|Adviser|Advisor|Chief Executive|Officer|Manager|Professor|Head|Consultant|Lead|Secretary|Treasurer|Analyst|Researcher|Engineer|Solicitor|Auditor|Inspector|Commissioner)"
_AFFILIATED = re.compile(
    rf"\b(?P<first>{_WORD})\s(?P<last>{_SURNAME}),\s(?:an?\s|the\s)?(?:[A-Z]?[\w-]+\s){{0,4}}?{_ROLE}(?:\s\([\w ]+\))?,?\s(?:from|at|with)\s(?:the\s)?(?P<body>[A-Z][\w&'’.-]*(?:\s(?:of|and|for|in|the|&|[A-Z][\w&'’.-]*))*)"
)
_POST = re.compile(
    rf"\b(?P<first>{_WORD})\s(?P<last>{_SURNAME})\s?[,–-]\s?(?:the\s)?(?P<post>(?:(?:Assistant|Deputy|Executive|Strategic|Corporate|Service|Group)\s)?(?:Director|Head|Cabinet Member|Portfolio Holder|Lead Member)\s(?:of|for))\s"
    r"(?P<area>[A-Z][\w'’&-]*(?:,?\s(?:and|&|of|for|the|in|[A-Z][\w'’&-]*))*)"
)
_POST_FIRST = re.compile(  # a cell that says what somebody does, not where
    r"(?:(?:Assistant|Deputy|Executive|Strategic|Interim|Senior|Principal|Vice|Acting|Corporate|Group)[\s-])*"
    r"(?:Directors?|Heads?|Chief|Manager|Officer|Chair\w*|Leader|Lead|Cabinet|Councillor|Adviser|Advisor|Clerk|Members?|Secretary|Treasurer|Mayor|President|Partner|Consultant|Portfolio)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:former(?:ly)?|previous(?:ly)?|acting|interim|outgoing|incoming|then|until|succeed\w*|replac\w+|new(?:ly)?)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:Council|Authority|University|Trust|Board|Association|Institute|Department|Ministry|Group|Ltd|Limited|LLP|plc|Europe|Service|Services|Agency|Partnership|Office|College|NHS|Police"
    r"|Foundation|Society|Union|Federation|Network|Commission|Borough|City|County|Consulting|Hospital|School|UK|England|Wales|Scotland|Bank|Company|Charity|Forum)\b|^[A-Z]{2,6}$"
)
_NEXT_PERSON = re.compile(rf"\sand\s{_WORD}\s{_SURNAME}$")
_DEFINED = re.compile(r"\((?P<short>[A-Z][A-Za-z&]{1,8}[A-Z])s?\)")
_SMALL = frozenset(["of", "and", "the", "for", "in", "on", "to", "a", "an", "with", "by", "at", "from", "&", "-"])
_SPELLINGS = (
    "gary garry", "philip phillip", "ann anne", "stephen steven", "catherine katherine catharine kathryn", "jon john", "claire clare clair", "lynn lynne", "geoff jeff",
    "alan allan allen", "sara sarah", "marc mark", "brian bryan", "tracey tracy", "lesley leslie", "nichola nicola nicole", "teresa theresa", "elisabeth elizabeth",
    "rachael rachel", "sean shaun shawn", "neil neal niall", "derek derrick", "lewis louis", "stuart stewart", "matthew mathew", "jonathan jonathon", "geoffrey jeffrey",
    "deborah debra debora", "diane dianne", "gillian jillian", "graham graeme grahame", "hannah hanna", "helen hellen", "karen karin", "katharine katherine", "kerry kerrie",
    "laurence lawrence", "linda lynda", "margaret margret", "michele michelle", "nicholas nicolas", "patrick padraig", "rebecca rebekah", "robin robyn", "rosemary rosemarie",
    "sandra saundra", "sheila shelagh", "sophie sofie", "susan suzan", "suzanne susanne", "terence terrence", "toni tony", "vivien vivian vivienne", "yvonne yvone", "mohammed mohammad muhammad mohamed",
    "imran emran", "aisha ayesha", "antony anthony", "kate cate", "bev beverly beverley", "beverly beverley",
)  # fmt: skip
_SHORT_FORMS = (
    "steve steven stephen", "phil philip phillip", "chris christopher christine", "mike michael", "dave david", "andy andrew", "tony anthony", "jim james", "bill william will", "bob robert rob",
    "tim timothy", "nick nicholas", "tom thomas", "dan daniel", "ben benjamin", "matt matthew", "pete peter", "ed edward", "sam samuel samantha", "joe joseph", "ken kenneth", "ron ronald",
    "liz elizabeth", "sue susan", "jen jenny jennifer", "kate katherine", "pat patricia patrick", "vicky victoria", "debbie deborah", "mandy amanda", "jo joanne joanna", "becky rebecca",
)  # fmt: skip
_SHORT = {name: group.split() for group in _SHORT_FORMS for name in group.split()}
_SAME_FIRST = {name: group.split() for group in _SPELLINGS for name in group.split()}
MOST_NAMES = 2000
LONGEST_NAME = 200  # characters of a name before its abbreviation in brackets
FEWEST_LETTERS = 5  # of a surname of which one letter may be wrong


@dataclass(frozen=True, slots=True)
class Named:
    """A person at one place; `body` where the place says whom they are from."""

    first: str
    last: str
    span: Span
    body: str | None
    item: str | None
    block: int
    titled: bool = False
    row: bool = False

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


def check_names(paper: Paper) -> Iterator[Check]:
    """Names and affiliations that disagree, and abbreviations that are not those of their words."""
    people = list(_people(paper))
    yield from _spelt(paper, people)
    yield from _affiliations(paper, people)
    yield from _posts(paper)
    yield from _abbreviations(paper)


def _people(paper: Paper) -> Iterator[Named]:
    for n, (block, line) in enumerate(zip(paper.blocks, paper.lines)):
        if block.kind in ("furniture", "contents", "quotation", "heading"):
            continue
        item = item_key(block)
        raw = block.span.of(paper.document.text)
        if "\t" in raw:
            yield from _in_row(raw, block.span.start, n, item)
            continue
        yield from _in_prose(line, n, item)
        for match in _TITLED.finditer(line.text):
            yield Named(
                match["first"], match["last"], line.source(match.start(), match.end()), None, item, n, titled=True
            )


def _in_prose(line: Mapped, block: int, item: str | None) -> Iterator[Named]:
    """ "A B, Director from X and C D, Partner at Y": each with a body of their own."""
    match = _AFFILIATED.search(line.text)
    while match is not None:
        body = match["body"]
        if line.text[match.end() : match.end() + 1] == ",":
            body = _NEXT_PERSON.sub("", body)
        span = line.source(match.start(), match.start("body") + len(body))
        yield Named(match["first"], match["last"], span, body, item, block)
        match = _AFFILIATED.search(line.text, match.start("body"))


def _in_row(raw: str, base: int, block: int, item: str | None) -> Iterator[Named]:
    """The people in tabbed lines: "Cllr A B<tab>X Council", "A B<tab>Y Ltd"; the last cell that names a body is theirs."""
    start = base
    for line in raw.split("\n"):
        cells = [cell.strip() for cell in line.split("\t")]
        for n, cell in enumerate(cells):
            titled = _TITLED.fullmatch(re.sub(r"\s\(.*?\)$|\s[A-Z]{2,4}$", "", cell))
            match = titled or _PLAIN.fullmatch(cell)
            body = cells[n + 1] if n + 1 < len(cells) and n + 2 >= len(cells) else ""
            if match and (titled or _BODY.search(body)):
                at = start + line.index(cell)
                end = start + len(line.rstrip()) if body else at + len(cell)
                yield Named(
                    match["first"], match["last"], Span(at, end), body or None, item, block, bool(titled), row=True
                )
        start += len(line) + 1


def _spelt(paper: Paper, people: Sequence[Named]) -> Iterator[Check]:
    """Two spellings of one name: a known variant of the first name, or one letter of a longer surname. Two people on one
    list are two people."""
    by_name: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for one in people:
        by_name[one.first, one.last].append(one)
    names = list(by_name)
    if len(names) > MOST_NAMES:
        return  # a register of people, not a paper: names alike are different people there
    for n, (first, last) in enumerate(names):
        for other_first, other_last in names[n + 1 :]:
            if not _one_name(first, last, other_first, other_last):
                continue
            a, b = by_name[first, last], by_name[other_first, other_last]
            if any(x.body and y.body and not _same_body(x.body, y.body) for x in a for y in b):
                continue
            if any(x.block == y.block or (x.row and y.row and abs(x.block - y.block) <= 6) for x in a for y in b):
                continue
            rare, usual = (a, b) if len(a) <= len(b) else (b, a)
            known = any(x.body and y.body for x in a for y in b)
            if not known and last == other_last and other_first.casefold() in _SHORT.get(first.casefold(), ()):
                continue  # a short form of the name is no mistake, unless two lists give it for one person of one body
            yield paper.raised(
                "name", "one name, two spellings", f"The name is “{rare[0].full}” here and “{usual[0].full}” elsewhere.",
                rare[0].span, usual[0].span, severity="minor", certainty="certain" if known else "check",
            )  # fmt: skip


def _one_name(first: str, last: str, other_first: str, other_last: str) -> bool:
    one, two = first.casefold(), other_first.casefold()
    if last == other_last:
        return one != two and (two in _SAME_FIRST.get(one, ()) or two in _SHORT.get(one, ()))
    short, long = sorted((last.casefold(), other_last.casefold()), key=len)
    return one == two and len(short) >= FEWEST_LETTERS and _one_letter(short, long)


def _one_letter(short: str, long: str) -> bool:
    """Whether one letter is doubled, left out or exchanged with its neighbour (not the first letter, nor a final s)."""
    if len(long) == len(short) + 1:
        return any(long[:n] + long[n + 1 :] == short for n in range(1, len(long))) and long != short + "s"
    return len(long) == len(short) and any(
        short[:n] + short[n + 1] + short[n] + short[n + 2 :] == long for n in range(1, len(short) - 1)
    )


def _affiliations(paper: Paper, people: Sequence[Named]) -> Iterator[Check]:
    """One person from two bodies: in the text from one, in a list from another; or in two lists from two councils."""
    by_name: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for one in people:
        if one.body and _BODY.search(one.body) and not _POST_FIRST.match(one.body):
            by_name[one.first, one.last].append(one)
    for places in by_name.values():
        for n, a in enumerate(places):
            other = next(
                (
                    b
                    for b in places[n + 1 :]
                    if not _same_body(a.body or "", b.body or "") and (not (a.row and b.row) or _councils(a, b))
                ),
                None,
            )
            if other is not None:
                yield paper.raised(
                    "name", "one person, two bodies", f"{a.full} is from “{a.body}” here and from “{other.body}” in the other place.", a.span, other.span
                )  # fmt: skip
                break


def _posts(paper: Paper) -> Iterator[Check]:
    """ "A B, Director of Finance" and, in another block, "A B, Director of Housing"."""
    held: dict[tuple[str, str], list[tuple[str, str, Span, int]]] = defaultdict(list)
    for n, (block, line) in enumerate(zip(paper.blocks, paper.lines)):
        if block.kind in ("furniture", "contents", "quotation") or _EARLIER.search(line.text):
            continue
        for match in _POST.finditer(line.text):
            span = line.source(match.start(), match.end())
            held[match["first"], match["last"]].append((match["post"], match["area"], span, n))
    for (first, last), posts in held.items():
        for n, (post, area, span, block_number) in enumerate(posts):
            other = next(
                (
                    one
                    for one in posts[n + 1 :]
                    if one[0].casefold() == post.casefold()
                    and one[3] != block_number
                    and not set(content_stems(one[1])) & set(content_stems(area))
                ),
                None,
            )
            if other is not None:
                yield paper.raised(
                    "name", "one person, two posts", f"{first} {last} is {post} {area} here and {other[0]} {other[1]} in the other place.", span, other[2]
                )  # fmt: skip
                break


def _councils(a: Named, b: Named) -> bool:
    """Whether both are of a councillor and of councils of one tier: many sit on a county and on a district."""
    county = [bool(re.search(r"\bCounty\b", one.body or "")) for one in (a, b)]
    council = all(re.search(r"\bCouncil\b", one.body or "") for one in (a, b))
    parish = any(re.search(r"\b(?:Parish|Town|Combined|Community)\b", one.body or "") for one in (a, b))
    return council and a.titled and b.titled and county[0] == county[1] and not parish


def _same_body(a: str, b: str) -> bool:
    """Whether two names of bodies may be of one: a word in common that is not only "Council", or initials."""
    words = [{w.casefold() for w in re.findall(r"[A-Za-z]{3,}", one)} - _GENERIC for one in (a, b)]
    if words[0] & words[1] or not words[0] or not words[1]:
        return True
    shorts = [re.sub(r"[^A-Z]", "", one) for one in (a, b)]
    return any(
        len(one) >= 2 and (one == two or one in three)
        for one, two, three in ((shorts[0], shorts[1], b), (shorts[1], shorts[0], a))
    )


_GENERIC = frozenset(
    [
        "council",
        "county",
        "city",
        "borough",
        "district",
        "metropolitan",
        "the",
        "and",
        "for",
        "authority",
        "unitary",
        "london",
    ]
)


def _abbreviations(paper: Paper) -> Iterator[Check]:
    """ "Assessed and Supported Year in Employment (AYSE)": letters exchanged or too many, where the paper prints the right ones elsewhere."""
    defined: list[tuple[str, str, Span]] = []
    for line, block in zip(paper.lines, paper.blocks):
        if block.kind in ("furniture", "contents"):
            continue
        for match in _DEFINED.finditer(line.text):
            given = _initials_before(line.text[max(0, match.start() - LONGEST_NAME) : match.start()], match["short"])
            if given is not None:
                start = line.text.rfind(given[1], 0, match.start())
                defined.append((match["short"], given[0], line.source(start, match.end())))
    seen: set[str] = set()
    for short, right, span in defined:
        if short == right or short in seen:
            continue
        elsewhere = _first(paper, right)
        if elsewhere is not None and _first(paper, short, after=span.end) is None:
            seen.add(short)
            yield paper.raised(
                "name", "abbreviation misprinted", f"The abbreviation is “{short}” here; its words give “{right}”, as printed elsewhere.", span, elsewhere,
                severity="minor", certainty="certain",
            )  # fmt: skip


def _initials_before(before: str, short: str) -> tuple[str, str] | None:
    """(initials, first word) of the capitalised words before a bracket, where they are the abbreviation's letters but for
    one slip: two letters exchanged, or one too many."""
    words = re.findall(r"[\w'’&-]+", before)[-12:]
    capitals: list[str] = []
    for word in reversed(words):
        if word[:1].isupper():
            capitals.insert(0, word)
        elif word.casefold() not in _SMALL:
            break
    for n in range(len(capitals)):
        initials = "".join(word[0] for word in capitals[n:])
        if len(initials) >= 3 and _slip(short.upper(), initials):
            return initials, capitals[n]
    return None


def _slip(short: str, initials: str) -> bool:
    if short == initials or short[0] != initials[0]:
        return False
    if len(short) == len(initials):
        return sorted(short) == sorted(initials) and sum(a != b for a, b in zip(short, initials)) == 2
    return len(short) == len(initials) + 1 and any(short[:n] + short[n + 1 :] == initials for n in range(1, len(short)))


def _first(paper: Paper, word: str, after: int = 0) -> Span | None:
    """The first sentence that prints the word, else the first place."""
    alone: Span | None = None
    for match in re.finditer(rf"\b{re.escape(word)}\b", paper.document.text[after:]):
        span = Span(after + match.start(), after + match.end())
        block = paper.block_of(span.start)
        if block is None or block.kind in ("furniture", "contents"):
            continue
        sentence = paper.sentence_at(span)
        if sentence and sentence.span.end >= span.end and len(sentence.text) <= 400:
            return sentence.span
        alone = alone or span
    return alone
