"""Everything of one question that may be published, decided together: tables, bases, ranks, differences, quotations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from numpy.typing import NDArray

from coding import differences as comparing
from coding.bases import BaseRow, base_rows
from coding.counts import CountTable, sampled_codes
from coding.differences import Comparison, Difference, Side, is_wave
from coding.disclosure import Pattern, round_rows
from coding.effort import Effort, efforts
from coding.method_note import method_paragraphs
from coding.publication import Disclosure, Publication, Quotable, Quote, choose_quotes
from coding.ranks import Rank, ranks
from coding.rounds.counting import Counting, known_attributes, load_counting
from coding.rounds.personal_data import shown_in
from coding.table_notes import PEOPLE_THRESHOLD
from coding.tallies import BaseKind, Grouping, grouping, tally
from core.errors import UsageError, UserError
from core.personal_data import ShownText
from core.store import Store, marks

QUOTES_A_THEME, QUOTES_A_RESPONDENT = 3, 1


# One thing at a time ------------------------------------------------------------------------------------------------


def bases(store: Store, question: str, threshold: int | None = None) -> list[BaseRow]:
    """The response states, what came in and the three bases. Raises NotFoundError as counts."""
    made = load_counting(store, question)
    return base_rows(made.question.id, made.totals, threshold or 0)


def rank_themes(store: Store, question: str, coder: str | None = None, threshold: int | None = None) -> list[Rank]:
    """The themes by how many answered with them, and the ranks that each may have."""
    made = load_counting(store, question, coder)
    return ranks(made.rows((), "answered", made.pattern(threshold)), made.data)


def coding_effort(
    store: Store, question: str, points: float = 3.0, coder: str | None = None, threshold: int | None = None
) -> list[Effort]:
    """For each theme how many more must be coded for its share to be known to within `points`. Raises UsageError where these
    are not between 0 and 50."""
    if not 0 < points <= 50:
        raise UsageError(f"--points is a number of percentage points, more than 0 and at most 50, not {points:g}.")
    made = load_counting(store, question, coder)
    rows = made.rows((), "answered", made.pattern(threshold))
    whole = grouping(made.matrices.responses, (), made.data.asked)
    return efforts(rows, tally(made.data, whole, "answered"), points)


def group_differences(
    store: Store, question: str, by: str, coder: str | None = None, threshold: int | None = None
) -> list[Difference]:
    """Each group of the attribute against all others; of an attribute named wave (year, round) each against the one before."""
    made = load_counting(store, question, coder)
    names = known_attributes([by], made.attributes)
    return _differences(made, names[0], made.pattern(threshold))


def wave_differences(
    store: Store, question: str, earlier: str, coder: str | None = None, threshold: int | None = None
) -> list[Difference]:
    """The question against an `earlier` one with the same code frame (its last wave): themes that both have, by their codes. Raises
    UsageError where it is the same question."""
    now, then = load_counting(store, question, coder), load_counting(store, earlier)
    if now.question.id == then.question.id:
        raise UsageError("A question cannot be compared with itself: name the other wave's question.")
    patterns = [made.pattern(threshold) for made in (now, then)]
    old = {code.code: n for n, code in enumerate(then.codebook.codes)}
    sides = [_sides(made, grouping(made.matrices.responses, (), made.data.asked)) for made in (now, then)]
    rows = []
    for n, code in enumerate(now.codebook.codes):
        if code.code not in old:
            continue
        other = then.codebook.codes[old[code.code]]
        refused = _other_code(
            (code.label, code.definition, code.include, code.exclude),
            (other.label, other.definition, other.include, other.exclude),
        )
        if _weighted(now) or _weighted(then):
            refused = WEIGHTED
        hidden = any(pattern is not None and pattern.hides(code.code, ()) for pattern in patterns)
        rows.append(Comparison(code.code, code.label, sides[0][n][0], sides[1][old[code.code]][0], hidden, refused))
    return comparing.differences(now.question.id, "question", rows)


WEIGHTED = "The responses are weighted: a test of weighted shares needs the survey's design, which is not recorded."


def _other_code(now: tuple[str, ...], then: tuple[str, ...]) -> str | None:
    if tuple(" ".join(text.casefold().split()) for text in now) != tuple(
        " ".join(text.casefold().split()) for text in then
    ):
        return "The code's label, definition or rules differ between the two frames: not compared."
    return None


def _weighted(made: Counting) -> bool:
    return made.data.weights is not None


def _differences(made: Counting, attribute: str, pattern: Pattern | None) -> list[Difference]:
    groups = grouping(made.matrices.responses, (attribute,), made.data.asked)
    refused = WEIGHTED if _weighted(made) else None
    rows: list[Comparison] = []
    for code, sides in zip(made.codebook.codes, _sides(made, groups)):
        for n, side in enumerate(sides):
            if is_wave(attribute):
                if not n:
                    continue
                other, cells = sides[n - 1], [groups.groups[n], groups.groups[n - 1]]
            else:
                other = _rest(sides, n)
                cells = [groups.groups[n], ()]
            hidden = pattern is not None and any(pattern.hides(code.code, cell) for cell in cells)
            rows.append(Comparison(code.code, code.label, side, other, hidden, refused))
    return comparing.differences(made.question.id, attribute, rows)


def _sides(made: Counting, groups: Grouping) -> list[list[Side]]:
    """For each code every group as a side of a comparison."""
    counted = tally(made.data, groups, "answered")
    rows = []
    for at, drawn in enumerate(sampled_codes(made.data)):
        coded_n = (counted.drawn_judged if drawn else counted.judged)[:, at]
        bearing = (counted.drawn_positive if drawn else counted.positive)[:, at]
        known = drawn or bool((counted.judged[:, at] == counted.answered).all())
        rows.append(
            [
                Side(
                    group[0][1] if group else made.question.text,
                    int(bearing[n]), int(coded_n[n]), int(counted.answered[n]), known,
                )
                for n, group in enumerate(groups.groups)
            ]
        )  # fmt: skip
    return rows


def _rest(sides: Sequence[Side], but: int) -> Side:
    others = [side for n, side in enumerate(sides) if n != but]
    return Side(
        comparing.REST, sum(s.bearing for s in others), sum(s.coded for s in others), sum(s.size for s in others),
        all(s.random for s in sides),
    )  # fmt: skip


# All together -------------------------------------------------------------------------------------------------------


def publication(
    store: Store,
    question: str,
    *,
    base: BaseKind = "answered",
    by: Sequence[Sequence[str]] = (),
    coder: str | None = None,
    threshold: int | None = None,
    rounding: int = 0,
    quotes_a_theme: int = QUOTES_A_THEME,
    quotes_a_respondent: int = QUOTES_A_RESPONDENT,
) -> Publication:
    """Everything that may be published of the question. `by`: one attribute or two for each table beside the whole; every
    attribute of a two-way table has its one-way table too. `threshold` None: 10 where the respondents are people, none where
    they are organisations; 0: none. The suppressed numbers of all tables are decided together and audited before anything is
    given out. Raises NotFoundError, UsageError, UserError (a number that cannot be protected)."""
    made = load_counting(store, question, coder)
    names = [known_attributes(group, made.attributes) for group in by]
    singles = list(dict.fromkeys(name for group in names for name in group))
    pairs = list(dict.fromkeys((group[0], group[1]) for group in names if len(group) == 2))
    limit = threshold
    if limit is None:
        limit = PEOPLE_THRESHOLD if made.question.respondents == "people" else 0
    if rounding < 0 or limit < 0:
        raise UsageError("A threshold and a base for rounding are not below 0.")
    pattern = made.pattern(limit, pairs)
    layout: list[tuple[str, ...]] = [(), *((name,) for name in singles), *pairs]
    tables = tuple(_table(made, names_of, base, pattern, rounding) for names_of in layout)
    whole = made.rows((), "answered", pattern)
    chosen, said = _quotes(store, made, pattern, quotes_a_theme, quotes_a_respondent)
    disclosure = None
    if pattern is not None or rounding > 1:
        disclosure = Disclosure(
            limit, rounding if rounding > 1 else 0, sum(row.suppressed for table in tables for row in table.rows),
            0 if pattern is None else len(pattern.bases), 0 if pattern is None else pattern.audit.suppressed,
        )  # fmt: skip
    rounded = rounding > 1
    return Publication(
        made.question,
        made.codebook,
        tables,
        tuple(base_rows(made.question.id, made.totals, limit)),
        tuple(ranks(whole, made.data)) if not rounded else (),
        tuple((name, tuple(_differences(made, name, pattern))) for name in singles) if not rounded else (),
        chosen,
        said,
        disclosure,
        tuple(method_paragraphs(made.facts(), tables, disclosure, [list(group) for group in layout])),
        _about(made),
    )


def _table(made: Counting, by: tuple[str, ...], base: BaseKind, pattern: Pattern | None, rounding: int) -> CountTable:
    rows = round_rows(made.rows(by, base, pattern), rounding)
    return CountTable(
        made.question.id, made.question.text, made.question.respondents, base, tuple(rows), made.totals,
        len(made.matrices.responses), tuple(made.said(rows, pattern, alone=False)),
    )  # fmt: skip


def _about(made: Counting) -> tuple[tuple[str, str], ...]:
    try:
        program = version("verbatim")
    except PackageNotFoundError:  # run from a checkout that is not installed
        program = "of a checkout"
    return (
        ("Made", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("Program", f"Verbatim {program}"),
        ("Code frame version", str(made.codebook.version)),
    )


def _quotes(
    store: Store, made: Counting, pattern: Pattern | None, a_theme: int, a_respondent: int
) -> tuple[dict[str, tuple[Quote, ...]], str]:
    """(quotations by code, what must be said of them). Only of responses that people coded, in which what is personal was
    looked for, and none of whose published groups is suppressed for the theme."""
    none: dict[str, tuple[Quote, ...]] = {code.code: () for code in made.codebook.codes}
    if a_theme < 1 or a_respondent < 1:
        return none, "No quotations were asked for."
    try:
        with store.read() as connection:
            redact = True if made.question.respondents == "people" else None
            shown = shown_in(connection, made.question.id, made.matrices.responses, redact)
            marked = list(marks.all_marks(connection, made.question.id))
    except UserError as error:
        return none, f"No quotations: {error}"
    ranges: dict[str, list[tuple[int, int, str]]] = {}
    for name, _, mark, _ in marked:
        if mark.kind == "quotable":
            ranges.setdefault(name, []).append((mark.start, mark.end, ""))
    hidden = _hidden_codes(made, pattern)
    candidates = []
    values = made.data.values
    for row in np.flatnonzero((values == 1).any(axis=1) & made.data.answered).tolist():
        response = made.matrices.responses[row]
        codes = tuple(
            code.code for n, code in enumerate(made.codebook.codes) if values[row, n] == 1 and not hidden[row, n]
        )
        if codes:
            text = shown.get(response.id) or ShownText(response.text)
            candidates.append(Quotable(response.id, text, codes, tuple(ranges.get(response.id, ()))))
    made_quotes = choose_quotes([code.code for code in made.codebook.codes], candidates, a_theme, a_respondent)
    chosen = (
        "They were marked as quotable by coders." if ranges
        else "The program chose them by length and by how few other themes they bear; read them before you publish."
    )  # fmt: skip
    redacted = "Personal data that was found in them is replaced." if redact else ""
    return made_quotes, (
        f"Quotations are the respondents' own words, from responses that people coded. {chosen} {redacted} "
        f"At most {a_respondent} a respondent, and none from a suppressed cell."
    ).replace("  ", " ")


def _hidden_codes(made: Counting, pattern: Pattern | None) -> NDArray[np.bool_]:
    """(n_responses, n_codes): whether the response stands in a suppressed cell of that code, in the whole or a one-way table."""
    hidden = np.zeros(made.data.values.shape, dtype=bool)
    if pattern is None:
        return hidden
    for by in ((), *((name,) for name in made.attributes)):
        groups = grouping(made.matrices.responses, by, made.data.asked)
        cells = np.array(
            [[pattern.hides(code.code, group) for code in made.codebook.codes] for group in groups.groups], dtype=bool
        )
        inside = groups.member >= 0
        hidden[inside] |= cells[groups.member[inside]]
    return hidden
