"""Theme counts: bases, states, designs, weights and groups, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from coding.counts import CountRow, count_codes, count_states, response_states
from coding.judgements import UNCODABLE, Judgements, judgements_of, merged
from coding.tallies import grouping
from core.codebooks import Code, Codebook
from core.responses import Response
from tests.builders import make_response

FRAME = Codebook("q", 1, (Code("a", "A"), Code("b", "B")))


def responses(*states: str, **changes: Sequence[object]) -> list[Response]:
    return [
        make_response(f"r{n}", state=state, **{name: values[n] for name, values in changes.items()})
        for n, state in enumerate(states)
    ]


def table(
    given: list[Response],
    coded: dict[str, str],
    uncodable: Sequence[str] = (),
    sample: Sequence[str] = (),
    **options: object,
) -> list[CountRow]:
    ids = [r.id for r in given]
    judged: Judgements = judgements_of("ann", ids, ["a", "b"], [(name, list(codes)) for name, codes in coded.items()])
    for name in uncodable:
        judged.states[ids.index(name)], judged.values[ids.index(name)] = UNCODABLE, 0
    result = merged([judged], None, len(ids), 2)
    states = response_states(given, result, [None] * len(ids))
    mask = np.array([name in sample for name in ids], dtype=bool)
    return count_codes(FRAME, given, result, states, sample=mask, **options)  # type: ignore[arg-type]


def cell(rows: list[CountRow], code: str = "a") -> tuple[object, ...]:
    row = next(row for row in rows if row.code == code)
    return row.n, row.sampled, row.base, row.percent, row.low, row.high, row.method


def test_every_response_is_in_exactly_one_state() -> None:
    given = responses("uncoded", "uncoded", "blank", "not_asked", "uncoded", "uncoded", "excluded", "uncoded")
    judged = judgements_of("ann", [r.id for r in given], ["a", "b"], [("r0", ["a"])])
    judged.states[1] = UNCODABLE
    states = response_states(
        given, merged([judged], None, 8, 2), ["coded", None, None, None, "coded", "abstained", None, None]
    )
    assert states == ["coded", "uncodable", "blank", "not_asked", "machine_coded", "abstained", "excluded", "uncoded"]
    assert [n for _, n in count_states(states)] == [1] * 8


def test_the_three_bases_where_all_is_coded() -> None:
    given = responses("uncoded", "uncoded", "uncoded", "uncoded", "blank", "not_asked")
    coded = {"r0": "ab", "r1": "a", "r2": ""}
    for base, expected in (
        ("answered", (2, 4, 4, 50.0, 50.0, 50.0, "all_human")),
        ("asked", (2, 4, 5, 40.0, 40.0, 40.0, "all_human")),
        ("codable", (2, 3, 3, pytest.approx(66.6667), pytest.approx(66.6667), pytest.approx(66.6667), "all_human")),
    ):
        assert cell(table(given, coded, ["r3"], base_kind=base)) == expected, base


def test_half_coded_on_purpose_has_a_percentage_of_the_coded_and_no_interval() -> None:
    given = responses(*["uncoded"] * 10)
    assert cell(table(given, {"r0": "a", "r1": "", "r2": "a", "r3": ""})) == (
        2,
        4,
        10,
        50.0,
        None,
        None,
        "human_sample",
    )


def test_a_random_sample_has_an_interval_and_is_alone_in_the_percentage() -> None:
    given = responses(*["uncoded"] * 20)
    drawn = {f"r{n}": "a" if n < 3 else "" for n in range(10)}
    rows = table(given, drawn | {"r15": "a", "r16": "a"}, sample=list(drawn))
    n, sampled, base, percent, low, high, method = cell(rows)
    assert (n, sampled, base, percent, method) == (3, 10, 20, 30.0, "human_sample")
    high_end = 100 * proportion_confint(6, 20, method="wilson")[1]  # effective n: 10 / (1 - 10/20)
    assert (low, high) == (pytest.approx(15.0), pytest.approx(high_end))  # 3 of 20 are known to bear it


def test_blanks_enlarge_the_base_and_scale_the_interval() -> None:
    given = responses(*["uncoded"] * 20, *["blank"] * 20)
    drawn = {f"r{n}": "a" if n < 3 else "" for n in range(10)}
    answered = cell(table(given, drawn, sample=list(drawn)))
    asked = cell(table(given, drawn, sample=list(drawn), base_kind="asked"))
    assert asked[2] == 40
    assert asked[3:6] == tuple(pytest.approx(value / 2) for value in answered[3:6])  # type: ignore[operator]


def test_a_code_new_to_the_frame_is_not_counted_as_a_no() -> None:
    given = responses("uncoded", "uncoded")
    judged = judgements_of("ann", ["r0", "r1"], ["a", "b"], [("r0", ["a"]), ("r1", [])])
    judged.values[:, 1] = -1
    result = merged([judged], None, 2, 2)
    rows = count_codes(FRAME, given, result, ["coded", "coded"], sample=np.zeros(2, dtype=bool))
    assert cell(rows, "b") == (0, 0, 2, None, None, None, "human_sample")


def test_groups_are_those_that_occur_in_natural_order() -> None:
    given = responses(*["uncoded"] * 4, attributes=[{"band": "10"}, {"band": "9"}, {"band": "9"}, {"band": ""}])
    rows = table(given, {"r0": "a", "r1": "a", "r2": "", "r3": ""}, by=["band"])
    assert [(row.group, row.n, row.base, row.percent) for row in rows if row.code == "a"] == [
        ((("band", "9"),), 1, 2, 50.0),
        ((("band", "10"),), 1, 1, 100.0),
        ((("band", "Not stated"),), 0, 1, 0.0),
    ]


def test_weights_make_the_percentage_and_leave_n_alone() -> None:
    given = responses("uncoded", "uncoded", "blank", weight=[3.0, 1.0, 4.0])
    rows = table(given, {"r0": "a", "r1": ""})
    assert cell(rows) == (1, 2, 2, 75.0, 75.0, 75.0, "all_human")
    assert rows[0].weighted
    assert cell(table(given, {"r0": "a", "r1": ""}, base_kind="asked"))[3] == 37.5
    assert cell(table(given, {"r0": "a"}))[3:6] == (100.0, None, None)  # no design


def test_a_weighted_sample_with_equal_weights_is_the_unweighted_one() -> None:
    drawn = {f"r{n}": "a" if n < 3 else "" for n in range(10)}
    plain = table(responses(*["uncoded"] * 20), drawn, sample=list(drawn))
    same = table(responses(*["uncoded"] * 20, weight=[2.0] * 20), drawn, sample=list(drawn))
    # n/(n-1) in the linearised variance: an effective size of 9 of the 10
    high_end = 100 * proportion_confint(0.3 * 9 / 0.5, 9 / 0.5, method="wilson")[1]
    assert cell(same)[:4] == cell(plain)[:4]
    assert cell(same)[4:6] == (pytest.approx(15.0), pytest.approx(high_end))


def test_very_unequal_weights_have_no_interval() -> None:
    drawn = {f"r{n}": "a" if n < 3 else "" for n in range(10)}
    given = responses(*["uncoded"] * 20, weight=[1.0] * 19 + [1.0])
    uneven = [replace(made, weight=20.0 if n == 0 else 1.0) for n, made in enumerate(given)]
    assert cell(table(uneven, drawn, sample=list(drawn)))[3:6] == (pytest.approx(100 * 22 / 29), None, None)


def test_nothing_at_all_is_counted_as_nothing() -> None:
    assert cell(table([], {})) == (0, 0, 0, None, None, None, "all_human")
    assert cell(table(responses("blank"), {}, base_kind="asked")) == (0, 0, 1, 0.0, 0.0, 0.0, "all_human")


@pytest.mark.parametrize("value", ["²", "①", "7" * 400])
def test_any_value_of_an_attribute_can_be_sorted(value: str) -> None:
    responses = [make_response("r0", attributes={"area": value}), make_response("r1", attributes={"area": "9"})]
    made = grouping(responses, ["area"], np.array([True, True]))
    assert {group[0][1] for group in made.groups} == {value, "9"}
    assert sorted(made.member) == [0, 1]
