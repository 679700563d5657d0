from __future__ import annotations

from dataclasses import replace

import pytest
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
    groups = merged([mention("a", HARBOUR), mention("b", OTHER, 2000), mention("c", AGAIN, 4000)], {})
    assert groups == [["a", "c"], ["b"]]


def test_across_documents_too() -> None:
    assert merged([mention("a", HARBOUR), mention("b", AGAIN, document="e")], {}) == [["a", "b"]]


def test_another_deadline_or_sum_keeps_apart() -> None:
    first = mention("a", HARBOUR, deadline=BY_2030, amount=(5e6, 5e6))
    assert merged([first, mention("b", AGAIN, 2000, deadline=BY_2031)], {}) == [["a"], ["b"]]
    assert merged([first, mention("b", AGAIN, 2000, amount=(6e6, 6e6))], {}) == [["a"], ["b"]]
    assert merged([first, mention("b", AGAIN, 2000, deadline=BY_2030)], {}) == [["a", "b"]]


def test_one_that_fits_both_does_not_join_what_differs() -> None:
    groups = merged(
        [
            mention("a", HARBOUR, deadline=BY_2030),
            mention("b", AGAIN, 2000),
            mention("c", HARBOUR, 4000, deadline=BY_2031),
        ],
        {},
    )
    assert sorted(len(group) for group in groups) == [1, 2]
    assert not any({"a", "c"} <= set(group) for group in groups)


def test_two_commitments_of_one_sentence_stay_two() -> None:
    assert merged([mention("a", HARBOUR, 0), mention("b", HARBOUR, 5)], {}) == [["a"], ["b"]]


def test_people_decide() -> None:
    pair = [mention("a", HARBOUR), mention("b", AGAIN, 2000), mention("c", OTHER, 4000)]
    assert merged(pair, {("a", "b"): False}) == [["a"], ["b"], ["c"]]
    assert merged(pair, {("a", "c"): True}) == [["a", "b", "c"]]


def test_overlapping_deadlines_are_compatible() -> None:
    spring = mention("a", HARBOUR, deadline=("2030-03-01", "2030-05-31"))
    assert compatible(spring, mention("b", HARBOUR, 20, deadline=("2030-05-01", None)))
    assert not compatible(spring, mention("b", HARBOUR, 20, deadline=("2030-06-01", None)))


def many(*actions: str) -> list[Said]:
    """Mentions in sections of their own, far from each other."""
    return [mention(str(n), action, n * 1000, section=(f"Section {n}",)) for n, action in enumerate(actions)]


OTHERS = (
    "Ferry fares for pensioners will be frozen until the winter timetable",
    "A museum of rope making will open beside the old customs house",
    "Bee hives will be placed on the roofs of three market halls",
)


@pytest.mark.parametrize(
    ("summary", "body"),
    [
        ("A review into how moorings are priced", "The Harbours Commission will review the pricing of moorings"),
        ("A new lighthouse museum at Stack Point", "We will open a museum about lighthouses at Stack Point"),
        ("Twelve apprentices in boat repair", "The yard will recruit 12 apprentices to repair boats"),
        (
            "Legislation on lifejackets for anglers",
            "The Government will legislate so that anglers wear lifejackets",
        ),
        ("Extension of the night ferry to Sundays", "The night ferry will be extended to Sundays"),
    ],
)
def test_nominal_and_full_wordings_are_one(summary: str, body: str) -> None:
    assert ["0", "1"] in merged(many(summary, body, *OTHERS), {})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We will train 40 lifeguards in coastal rescue", "We will train 60 lifeguards in coastal rescue"),
        ("The Trust will dredge the north channel", "The Trust will dredge the south channel"),
        ("A survey of harbour pilots", "Legislation on harbour pilots"),
    ],
)
def test_siblings_of_one_frame_stay_apart(first: str, second: str) -> None:
    groups = merged(many(first, second, *OTHERS), {})
    assert ["0"] in groups and ["1"] in groups


def test_what_is_promised_about_one_programme_is_not_one_promise() -> None:
    programme = "The Beacon Ports scheme will be "
    endings = (
        "evaluated by a university",
        "widened to inland quays",
        "advertised abroad",
        "overseen by a board of pilots",
    )
    groups = merged(many(*(programme + ending for ending in endings), *OTHERS), {})
    assert len(groups) == len(endings) + len(OTHERS)


def test_likely_links_make_no_chain() -> None:
    """B is like A and like C; A and C are not alike: B joins one of them, not both."""
    a = "Pilots of the tugs in Westhaven will be trained in night rescue"
    b = "Pilots of the tugs in Westhaven will be trained in night rescue and the quay at Eastness paved with granite setts"
    c = "The quay at Eastness will be paved with granite setts"
    groups = merged(many(a, b, c, *OTHERS), {})
    assert not any({"0", "2"} <= set(group) for group in groups)


def test_a_large_sum_said_again_in_general_words_is_one() -> None:
    first = mention("a", "£90 million for new lifeboats over four years", amount=(9e7, 9e7), terms=("£90 million",))
    again = mention(
        "b", "The plan commits £90 million in additional funding", 5000, amount=(9e7, 9e7), terms=("£90 million",)
    )
    assert merged([first, again], {}) == [["a", "b"]]
    assert merged([first, replace(again, document="e")], {}) == [["a"], ["b"]]


def test_of_two_promises_in_one_sentence_each_is_compared_by_its_own_words() -> None:
    quote = "This includes a register of tugs and an extension of the night ferry to Sundays."
    one = Said("a", "d", 0, 80, "a register of tugs", quote=quote)
    two = Said("b", "d", 0, 80, "an extension of the night ferry to Sundays", quote=quote)
    full = mention("c", "The night ferry will be extended to Sundays", 3000)
    assert merged([one, two, full], {}) == [["a"], ["b", "c"]]


@given(st.permutations([HARBOUR, AGAIN, OTHER, "Ferry fares will be frozen."]))
def test_every_mention_is_in_exactly_one_group(actions: list[str]) -> None:
    groups = merged([mention(str(n), action, n * 20) for n, action in enumerate(actions)], {})
    assert sorted(name for group in groups for name in group) == ["0", "1", "2", "3"]
