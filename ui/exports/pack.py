"""A publication as sheets: what a table pack holds whatever file it is written to, after the Analysis Function's guidance on
accessible spreadsheets ("Making spreadsheets accessible: a brief checklist of the basics", "Using symbols in tables": [c], [low], [u], [x], [z]).

No cell is empty, none is merged, every sheet has one table whose first row names its columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.exports.columns import Cell
from ui.exports.workbook import CONTROL

if TYPE_CHECKING:
    from coding.counts import CountRow, CountTable
    from coding.differences import Difference
    from coding.publication import Publication

SUPPRESSED, LOW, UNRELIABLE, NOT_GIVEN, NOT_APPLICABLE = "[c]", "[low]", "[u]", "[x]", "[z]"
SHORTHAND = (
    "[c]: suppressed, so that nobody can be recognised. [low]: under half a percent, but not none. [u]: low reliability: fewer "
    "than 30 responses were coded, or the interval is wider than 20 points. [x]: not available: no interval without a recorded "
    "random sample. [z]: not applicable: every response was coded, so that there is no interval."
)
LEAST_RELIABLE, WIDEST = 30, 20.0  # responses coded (Consult's own bar for an interval too); points from end to end
WHOLE_BELOW = 100  # below this base a decimal place would claim more than there is
BASES = {"asked": "all who were asked", "answered": "all who answered", "codable": "all whose answer can be coded"}
METHODS = {
    "all_human": "All coded by people",
    "human_sample": "Sample coded by people",
    "machine_assisted": "Sample coded by people, post-stratified by the machine's labels",
}
MULTIPLE = "A response can bear several themes, so that percentages do not sum to 100."


@dataclass(frozen=True, slots=True)
class PackSheet:
    """name: at most 31 characters, no spaces. caption: question and base in house style."""

    name: str
    title: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    texts: int = 1


def sheets(made: Publication) -> list[PackSheet]:
    """The tables in the order in which they are read; those of which there is nothing to say are left out."""
    found = [_counts(made, n, table) for n, table in enumerate(made.tables, 1)]
    if made.ranks:
        found.append(_ranks(made))
    found += [_differences(made, n, name, rows) for n, (name, rows) in enumerate(made.differences, 1) if rows]
    found.append(_bases(made))
    if any(made.quotes.values()):
        found.append(_quotes(made))
    found.append(PackSheet("Methods", "How these figures came about", "", ("Question", "Answer"), made.methods, 2))
    return found


def notes(made: Publication) -> list[str]:
    """What stands under the tables, each once."""
    said = [note for table in made.tables for note in table.notes]
    said += [text for heading, text in made.methods if heading == "Small numbers"]
    said += [SHORTHAND, *([made.quotes_note] if any(made.quotes.values()) else [])]
    return [plain(note) for note in dict.fromkeys(said)]


def title(made: Publication) -> str:
    return plain(f"Themes in answers to: {made.question.text}")


def caption(table: CountTable) -> str:
    """Question and base in house style: "Question: ... Base: all who answered (n = 64)."."""
    whole = {row.base for row in table.rows if not row.group and row.base is not None}
    coded = {row.sampled for row in table.rows if not row.group and row.sampled is not None}
    said = f" (n = {next(iter(whole)):,})" if len(whole) == 1 else ""
    if said and len(coded) == 1 and coded != whole and max(coded) < max(whole) and table.base_kind != "asked":
        said = f" (n = {max(whole):,}, of which {max(coded):,} were coded by people)"
    weighted = " Weighted; n is not." if any(row.weighted for row in table.rows) else ""
    question = plain(table.question_text).rstrip()
    stop = "" if question.endswith((".", "?", "!", "…")) else "."
    return f"Question: {question}{stop} Base: {BASES[table.base_kind]}{said}.{weighted}"


def table_title(table: CountTable) -> str:
    names = attributes(table)
    return "Themes" + (f" by {' and '.join(names)}" if names else "")


def attributes(table: CountTable) -> list[str]:
    return list(dict.fromkeys(plain(name) for row in table.rows for name, _ in row.group))


def plain(text: str) -> str:
    """Text as a cell takes it: no control characters, on one line."""
    return " ".join(CONTROL.sub("", text).split())


def percent_cell(row: CountRow, value: float | None) -> Cell:
    """A percentage as it is printed: whole below a base of 100, else with one decimal place."""
    if row.suppressed:
        return SUPPRESSED
    if value is None:
        return NOT_GIVEN
    whole = min(row.base or 0, row.sampled or 0 if row.method != "all_human" else row.base or 0) < WHOLE_BELOW
    shown = float(f"{value:.0f}") if whole else float(f"{value:.1f}")
    if 0 < value < 0.5 and shown == 0:
        return LOW
    return int(shown) if whole else shown


def ends(row: CountRow) -> tuple[Cell, Cell]:
    if not row.suppressed and row.method == "all_human" and row.percent is not None:
        return NOT_APPLICABLE, NOT_APPLICABLE
    return percent_cell(row, row.low), percent_cell(row, row.high)


def reliability(row: CountRow) -> str:
    if row.suppressed:
        return SUPPRESSED
    if row.percent is None:
        return NOT_GIVEN
    wide = row.low is not None and row.high is not None and row.high - row.low > WIDEST
    few = row.method != "all_human" and (row.sampled or 0) < LEAST_RELIABLE
    return UNRELIABLE if wide or few else "none"


def number(value: int | None, *, suppressed: bool = True) -> Cell:
    return value if value is not None else SUPPRESSED if suppressed else NOT_GIVEN


def _counts(made: Publication, n: int, table: CountTable) -> PackSheet:
    names = attributes(table)
    columns = (
        "Theme", *names, "Number of responses", "Percent", "95% interval low", "95% interval high", "Base",
        "Coded by people", "Method", "Marker",
    )  # fmt: skip
    rows = []
    for row in table.rows:
        low, high = ends(row)
        group = [plain(value) for _, value in row.group]
        rows.append(
            (plain(row.label) or row.code, *group, number(row.n), percent_cell(row, row.percent), low, high, number(row.base), number(row.sampled), METHODS[row.method], reliability(row))
        )  # fmt: skip
    return PackSheet(
        f"Table_{n}", f"Table {n}: {table_title(table)}", caption(table), _unique(columns), tuple(rows), 1 + len(names)
    )


def _unique(columns: Sequence[str]) -> tuple[str, ...]:
    """Column names of which no two are the same but for case: an attribute may be called Percent."""
    made: list[str] = []
    for column in columns:
        name, n = column or "Group", 2
        while name.casefold() in {known.casefold() for known in made}:
            name, n = f"{column or 'Group'} ({n})", n + 1
        made.append(name)
    return tuple(made)


def _ranks(made: Publication) -> PackSheet:
    labels = {code.code: plain(code.label) or code.code for code in made.codebook.codes}
    rows = []
    for rank in made.ranks:
        empty = SUPPRESSED if rank.suppressed else NOT_GIVEN
        near = ", ".join(labels.get(code, code) for code in rank.not_told_apart)
        rows.append(
            (
                plain(rank.label), rank.rank if rank.rank is not None else empty, rank.low if rank.low is not None else empty,
                rank.high if rank.high is not None else empty,
                near or ("none" if rank.low is not None else empty),
            )
        )  # fmt: skip
    return PackSheet(
        "Ranks", "Ranks of the themes, and between which they lie",
        f"{caption(made.tables[0])} With 95% confidence for all themes together.",
        ("Theme", "Rank", "Rank at best", "Rank at worst", "Cannot be told apart from"), tuple(rows),
    )  # fmt: skip


def _differences(made: Publication, n: int, name: str, found: Sequence[Difference]) -> PackSheet:
    rows = []
    for one in found:
        empty = SUPPRESSED if one.suppressed else NOT_GIVEN

        def shown(value: float | None, empty: str = empty) -> Cell:
            return empty if value is None else round(value, 1)

        verdict = empty if one.differs is None else "differs" if one.differs else "not told apart"
        rows.append(
            (
                plain(one.label), plain(one.value), plain(one.against), shown(one.percent), shown(one.percent_against),
                shown(one.difference), shown(one.low), shown(one.high),
                empty if one.p_adjusted is None else round(one.p_adjusted, 4), verdict,
            )
        )  # fmt: skip
    return PackSheet(
        f"Differences_{n}", f"Differences by {plain(name)}, in percentage points",
        f"Question: {plain(made.question.text)} Base: all who answered and were coded. Fisher's exact test, corrected for all tests of this table (Holm).",
        _unique(("Theme", plain(name), "Against", "Percent", "Percent of the other", "Difference", "95% interval low", "95% interval high", "p corrected", "Verdict")),
        tuple(rows), 3,
    )  # fmt: skip


def _bases(made: Publication) -> PackSheet:
    kinds = {"state": "What became of responses", "in": "All that came in", "base": "Base"}
    rows = tuple((kinds[row.part], row.name.replace("_", " "), number(row.n), row.meaning) for row in made.bases)
    return PackSheet(
        "Bases", "What became of every response, and of whom percentages are", f"Question: {plain(made.question.text)}",
        ("Part", "Name", "Responses", "Meaning"), rows, 2,
    )  # fmt: skip


def _quotes(made: Publication) -> PackSheet:
    rows = tuple(
        (plain(code.label) or code.code, plain(quote.text), "Coded by people", "marked quotable" if quote.marked else "chosen by the program")
        for code in made.codebook.codes for quote in made.quotes.get(code.code, ())
    )  # fmt: skip
    return PackSheet("Quotations", "Quotations", made.quotes_note, ("Theme", "Quotation", "Code", "Chosen"), rows, 4)
