"""Suppression over a whole set of tables: by hand, and attacked by a linear program that knows the printed records alone."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from benchmarks.disclosure import Attack, attack, publish, random_survey
from coding.counts import CountRow, count_table
from coding.disclosure import Census, audit, mask, protect, round_rows, take_census
from coding.disclosure.census import _lines, refuse_rings
from coding.tallies import BASE_KINDS, Coded, Group, grouping
from core.codebooks import Code, Codebook
from core.errors import UsageError
from tests.builders import make_response


def census_of(tables: dict[Group, tuple[int, int]]) -> Census:
    """One code; of each group (how many bear it, of how many)."""
    cells = tuple(tables)
    bearing = np.array([[float(n)] for n, _ in tables.values()])
    size = np.array([float(base) for _, base in tables.values()])
    lines = tuple(_lines(cells))
    return Census(cells, ("a",), size, bearing, size[:, None] - bearing, lines, sum(not cells[p] for p, _ in lines))


def areas(groups: dict[str, tuple[int, int]]) -> Census:
    whole = (sum(n for n, _ in groups.values()), sum(base for _, base in groups.values()))
    return census_of({(): whole} | {(("area", name),): of for name, of in groups.items()})


def hidden(census: Census, threshold: int = 10) -> list[str]:
    made = protect(census, threshold)
    assert not made.audit.exposed
    return [cell[0][1] for cell in census.cells if cell and ("a", cell) in made.cells]


@pytest.mark.parametrize(
    ("bearing", "expected"),
    [
        ({"N": 3, "S": 97, "E": 40, "W": 50}, ["N", "S"]),  # small with the code; small without
        ({"N": 3, "S": 60, "E": 40, "W": 50}, ["N", "E"]),  # one alone takes the smallest other with it
        ({"N": 0, "S": 0, "E": 40, "W": 50}, ["N", "S", "E"]),  # two noughts: their sum would tell both
        ({"N": 100, "S": 100, "E": 40, "W": 50}, ["N", "S", "E"]),  # two wholes alike
        ({"N": 20, "S": 60}, []),
    ],
)
def test_what_is_hidden_along_one_line(bearing: dict[str, int], expected: list[str]) -> None:
    assert hidden(areas({name: (n, 100) for name, n in bearing.items()})) == expected


def test_a_small_group_says_nothing_and_neither_does_the_smallest_other_base() -> None:
    census = areas({"N": (4, 8), "S": (30, 60), "E": (20, 50)})
    made = protect(census, 10)
    assert made.bases == {(("area", "N"),), (("area", "E"),)}
    assert hidden(census) == ["N", "E"]


def test_a_group_of_nobody_protects_no_other() -> None:
    made = protect(areas({"N": (0, 0), "S": (4, 8), "E": (30, 60)}), 10)
    assert len(made.bases) == 3


def test_a_small_whole_hides_everything_below_it() -> None:
    assert hidden(areas({"N": (4, 100), "S": (5, 60)})) == ["N", "S"]


def test_a_hidden_base_takes_the_smallest_other_base_and_both_their_counts() -> None:
    census = areas({"N": (8, 12), "S": (30, 60), "E": (35, 70)})
    assert hidden(census) == hidden(census, 13) == ["N", "S"]
    assert not protect(census, 10).bases
    assert protect(census, 13).bases == {(("area", "N"),), (("area", "S"),)}


def survey(cells: dict[tuple[str, str], tuple[int, int]]) -> tuple[Codebook, list[object], Coded]:
    responses: list[object] = []
    given = []
    for (area, kind), (bearing, size) in cells.items():
        for n in range(size):
            responses.append(make_response(f"r{len(responses)}", attributes={"area": area, "kind": kind}))
            given.append(n < bearing)
    everybody = np.ones(len(given), dtype=bool)
    values = np.array(given, dtype=np.int8)[:, None]
    data = Coded(everybody, everybody, everybody, ~everybody, values)
    return Codebook("q", 1, (Code("a", "A"),)), responses, data  # type: ignore[return-value]


def test_one_way_tables_are_the_same_whatever_two_way_table_stands_beside_them() -> None:
    rng = np.random.default_rng(4)
    for _ in range(5):
        made = random_survey(rng)
        alone = protect(take_census(made.codebook, made.responses, made.data, "ABC"), 10)
        beside = protect(take_census(made.codebook, made.responses, made.data, "ABC", [("A", "B")]), 10)
        assert alone.cells == {(code, group) for code, group in beside.cells if len(group) < 2}
        assert alone.bases == {group for group in beside.bases if len(group) < 2}


def test_crossings_that_do_not_occur_are_listed_and_say_nothing() -> None:
    codebook, responses, data = survey({("N", "x"): (20, 60), ("S", "x"): (30, 60), ("S", "y"): (25, 60)})
    made = protect(take_census(codebook, responses, data, ["area", "kind"], [("area", "kind")]), 10)  # type: ignore[arg-type]
    table = grouping(responses, ["area", "kind"], data.asked, complete=True)  # type: ignore[arg-type]
    assert (("area", "N"), ("kind", "y")) in table.groups
    assert (("area", "N"), ("kind", "y")) in made.bases


@pytest.mark.parametrize("seed", range(4))
def test_nothing_suppressed_is_recovered_from_linked_tables(seed: int) -> None:
    """The attack of benchmarks/disclosure.py (500 sets there): all bases, one-way and two-way tables together."""
    suppressed, recovered, _ = attack(random_survey(np.random.default_rng(1000 + seed)), 10)
    assert (recovered, suppressed >= 0) == (0, True)


def test_the_attack_recovers_what_primary_suppression_alone_leaves_open() -> None:
    """So that the test above can fail."""
    codebook, responses, data = survey({("N", "x"): (3, 50), ("S", "x"): (30, 60), ("E", "x"): (25, 60)})
    census = take_census(codebook, responses, data, ["area"])  # type: ignore[arg-type]
    small = np.minimum(census.bearing, census.other) < 10
    assert [census.cells[cell] for _, cell in audit(census, census.size < 10, small, 10).exposed] == [(("area", "N"),)]
    rows: list[CountRow] = []
    for by in ((), ("area",)):
        for row in count_table(codebook, data, grouping(responses, by, data.asked), "codable"):  # type: ignore[arg-type]
            rows += mask([row], protect(census, 10)) if row.group != (("area", "S"),) else [row]
    names = [row.group for row in rows if row.suppressed]
    assert names == [(("area", "E"),), (("area", "N"),)]  # E is hidden for N's sake
    shown = [
        row if row.group != (("area", "E"),) else full for row, full in zip(rows, _full(codebook, responses, data))
    ]
    widths = Attack(shown, ((), ("area",))).ranges()
    assert [round(width, 6) for width in widths.values()] == [0.0]


def _full(codebook: Codebook, responses: list[object], data: Coded) -> list[CountRow]:
    return [
        row
        for by in ((), ("area",))
        for row in count_table(codebook, data, grouping(responses, by, data.asked), "codable")  # type: ignore[arg-type]
    ]


def test_the_three_bases_hide_the_same_cells() -> None:
    for seed in range(10):
        rows = publish(random_survey(np.random.default_rng(seed)), 10)
        by_base = [{(row.code, row.group) for row in rows if row.suppressed and row.base_kind == k} for k in BASE_KINDS]
        assert by_base[0] == by_base[1] == by_base[2]


def test_rings_of_two_way_tables_are_refused() -> None:
    refuse_rings([("A", "B"), ("B", "C")])
    with pytest.raises(UsageError, match="form a ring"):
        refuse_rings([("A", "B"), ("B", "C"), ("A", "C")])


def row(n: int, base: int, method: str = "all_human", sampled: int | None = None) -> CountRow:
    counted = base if sampled is None else sampled
    return CountRow("q", "a", "A", n, counted, base, "answered", 100 * n / counted, 0.0, 100.0, method)  # type: ignore[arg-type]


def test_rounded_rows_tell_no_more_than_their_rounded_numbers() -> None:
    (made,) = round_rows([row(37, 152)], 5)
    assert (made.n, made.sampled, made.base, made.percent, made.low, made.high) == (35, 150, 150, 23, 23, 23)
    # every n and base that round alike are published alike
    assert {tuple(round_rows([row(n, b)], 5)) for n in range(33, 38) for b in range(148, 153)} == {(made,)}
    (sampled,) = round_rows([row(18, 152, "human_sample", 91)], 5)
    assert (sampled.n, sampled.sampled, sampled.base, sampled.percent) == (20, 90, 150, 22)
    assert (sampled.low, sampled.high) == (17, 29)  # Wilson, 20 of 90, of 150: 17.4 to 28.1, outwards
    assert round_rows([row(37, 152)], 0) == [row(37, 152)]


def test_a_long_line_is_judged_by_formula_as_the_program_judges_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    exposed = 0
    for _ in range(60):
        groups = {f"g{n}": (int(rng.integers(0, size + 1)), int(size)) for n, size in enumerate(rng.integers(0, 40, 6))}
        census = areas(groups)
        small = census.size < 10
        hidden_cells = (np.minimum(census.bearing, census.other) < 10) | small[:, None]
        if hidden_cells[0, 0]:
            continue
        by_program = audit(census, small, hidden_cells, 10)
        monkeypatch.setattr(sys.modules["coding.disclosure.audit"], "LARGE_LINE", 0)
        by_formula = audit(census, small, hidden_cells, 10)
        monkeypatch.undo()
        assert set(by_program.exposed) <= set(by_formula.exposed)
        assert {key for key in by_formula.exposed if key[0] >= 0 and not small[key[1]]} == {
            key for key in by_program.exposed if key[0] >= 0 and not small[key[1]]
        }
        exposed += len(by_formula.exposed)
    assert exposed > 20


def test_an_attribute_with_a_value_for_nearly_everybody_is_quick_and_hides_nothing_else() -> None:
    made = random_survey(np.random.default_rng(1))
    for n, response in enumerate(made.responses):
        response.attributes["id"] = str(n // 2)
    alone = protect(take_census(made.codebook, made.responses, made.data, "AB"), 10)
    beside = protect(take_census(made.codebook, made.responses, made.data, ["A", "B", "id"]), 10)
    assert alone.cells == {(code, group) for code, group in beside.cells if not group or group[0][0] != "id"}
    assert not beside.audit.exposed
    assert {group for group in beside.bases if group[0][0] == "id"} >= {(("id", "0"),)}


def test_a_two_way_table_too_large_to_be_audited_is_refused() -> None:
    made = random_survey(np.random.default_rng(1))
    for n, response in enumerate(made.responses):
        response.attributes["id"] = str(n)
    with pytest.raises(UsageError, match=r"The table by A and id has .* crossings"):
        take_census(made.codebook, made.responses, made.data, "A", [("A", "id")])
