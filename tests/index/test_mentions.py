from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.mentions import Said, compatible, merged

BY_2030 = (None, "2030-12-31")
BY_2031 = (None, "2031-12-31")


def mention(name: str, action: str, start: int = 0, document: str = "d", **changes: object) -> Said:
    return Said(name, document, start, start + 10, action, **changes)  # type: ignore[arg-type]


HARBOUR = "A national harbour safety strategy will be published with plans for every lighthouse."
AGAIN = "The national harbour safety strategy will be published, setting out plans for every lighthouse keeper."
OTHER = "Ferry fares for pensioners will be frozen until the winter timetable."


def test_what_is_said_again_is_one() -> None:
    groups = merged([mention("a", HARBOUR), mention("b", OTHER, 20), mention("c", AGAIN, 40)], {})
    assert groups == [["a", "c"], ["b"]]


def test_across_documents_too() -> None:
    assert merged([mention("a", HARBOUR), mention("b", AGAIN, document="e")], {}) == [["a", "b"]]


def test_another_deadline_or_sum_keeps_apart() -> None:
    first = mention("a", HARBOUR, deadline=BY_2030, amount=(5e6, 5e6))
    assert merged([first, mention("b", AGAIN, 20, deadline=BY_2031)], {}) == [["a"], ["b"]]
    assert merged([first, mention("b", AGAIN, 20, amount=(6e6, 6e6))], {}) == [["a"], ["b"]]
    assert merged([first, mention("b", AGAIN, 20, deadline=BY_2030)], {}) == [["a", "b"]]


def test_one_that_fits_both_does_not_join_what_differs() -> None:
    groups = merged(
        [mention("a", HARBOUR, deadline=BY_2030), mention("b", AGAIN, 20), mention("c", HARBOUR, 40, deadline=BY_2031)],
        {},
    )
    assert sorted(len(group) for group in groups) == [1, 2]
    assert not any({"a", "c"} <= set(group) for group in groups)


def test_two_commitments_of_one_sentence_stay_two() -> None:
    assert merged([mention("a", HARBOUR, 0), mention("b", HARBOUR, 5)], {}) == [["a"], ["b"]]


def test_people_decide() -> None:
    pair = [mention("a", HARBOUR), mention("b", AGAIN, 20), mention("c", OTHER, 40)]
    assert merged(pair, {("a", "b"): False}) == [["a"], ["b"], ["c"]]
    assert merged(pair, {("a", "c"): True}) == [["a", "b", "c"]]


def test_overlapping_deadlines_are_compatible() -> None:
    spring = mention("a", HARBOUR, deadline=("2030-03-01", "2030-05-31"))
    assert compatible(spring, mention("b", HARBOUR, 20, deadline=("2030-05-01", None)))
    assert not compatible(spring, mention("b", HARBOUR, 20, deadline=("2030-06-01", None)))


@given(st.permutations([HARBOUR, AGAIN, OTHER, "Ferry fares will be frozen."]))
def test_every_mention_is_in_exactly_one_group(actions: list[str]) -> None:
    groups = merged([mention(str(n), action, n * 20) for n, action in enumerate(actions)], {})
    assert sorted(name for group in groups for name in group) == ["0", "1", "2", "3"]
