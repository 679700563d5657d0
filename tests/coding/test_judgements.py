"""Whose coding counts (docs/contracts.md)."""

from __future__ import annotations

from coding.judgements import CODED, NONE, UNCODABLE, blank_judgements, judgements_of, merged

RESPONSES = ["r1", "r2", "r3", "r4"]
CODES = ["a", "b"]


def coder(name: str, **coded: str):  # type: ignore[no-untyped-def]
    return judgements_of(name, RESPONSES, CODES, [(response, list(codes)) for response, codes in coded.items()])


def test_negatives_are_judgements_and_what_was_not_coded_is_none() -> None:
    made = coder("ann", r1="a", r3="")
    assert made.values.tolist() == [[1, 0], [-1, -1], [0, 0], [-1, -1]]
    assert made.states.tolist() == [CODED, NONE, CODED, NONE]


def test_adjudicated_then_the_only_coder_then_the_first_imported() -> None:
    people = [coder("ann", r1="a", r2="a"), coder("bob", r1="b", r2="a", r3="b")]
    result = merged(people, coder("panel", r1="ab"), 4, 2)
    assert result.values.tolist() == [[1, 1], [1, 0], [0, 1], [-1, -1]]
    assert (result.differing, result.double_coded, result.coders) == (0, 2, ("ann", "bob"))


def test_the_named_coder_counts_where_coders_differ_and_differences_are_counted_unless_adjudicated() -> None:
    people = [coder("ann", r1="a", r2="a", r4=""), coder("bob", r1="b", r2="a", r3="b")]
    assert merged(people, None, 4, 2).values.tolist() == [[1, 0], [1, 0], [0, 1], [0, 0]]
    assert merged(people, None, 4, 2, "bob").values.tolist() == [[0, 1], [1, 0], [0, 1], [0, 0]]
    assert merged(people, None, 4, 2).differing == 1


def test_uncodable_against_coded_is_a_difference() -> None:
    ann, bob = coder("ann", r1=""), blank_judgements("bob", 4, 2)
    bob.states[0], bob.values[0] = UNCODABLE, 0
    assert merged([ann, bob], None, 4, 2).differing == 1
    assert merged([ann, bob], None, 4, 2, "bob").states.tolist() == [UNCODABLE, NONE, NONE, NONE]
