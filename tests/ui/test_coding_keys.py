"""Keys of the coding area, the window of responses that the browser holds, lists in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.rounds import Judged, QueueItem, QueueSpec
from core.codebooks import Code
from core.store.marks import TextMark
from ui.viewdata import coding_area
from ui.viewdata.coding_keys import ACTIONS, CODE_KEYS, changed, keys_of, usable
from ui.viewdata.coding_list import changes, list_line, same_rows

CODES = [Code("a", "Access"), Code("m", "Money", key="m"), Code("z", "Zest", key="z"), Code("q", "Quiet", key="z")]
FIXED = {action.key for action in ACTIONS if action.fixed}


def test_the_frames_key_is_the_default_where_it_is_free_else_the_next_one() -> None:
    keys = keys_of(CODES, {})
    assert keys.codes == {"a": "1", "m": "2", "z": "z", "q": "3"}
    assert keys.actions["flag"] == "m"


def test_what_the_coder_chose_comes_first() -> None:
    keys = keys_of(CODES, {"code m": "m", "flag": "d"})
    assert (keys.codes["m"], keys.actions["flag"]) == ("m", "d")


def test_a_key_that_is_taken_is_swapped() -> None:
    chosen = changed(CODES, {}, "code a", "u")
    keys = keys_of(CODES, chosen)
    assert (keys.codes["a"], keys.actions["undo"]) == ("u", "1")
    again = keys_of(CODES, changed(CODES, chosen, "undo", "u"))
    assert (again.codes["a"], again.actions["undo"]) == ("1", "u")


@pytest.mark.parametrize("key", ["r", "c", "R", "C", " ", "", "ab", "\t"])
def test_keys_of_the_page_are_not_offered(key: str) -> None:
    assert not usable(key)
    with pytest.raises(ValueError, match="R and C are the page's own"):
        changed(CODES, {}, "undo", key)


TARGETS = [action.name for action in ACTIONS if not action.fixed] + [f"code k{n}" for n in range(60)]


@given(
    st.dictionaries(st.sampled_from(TARGETS), st.sampled_from([*CODE_KEYS, "u", "m", "r", "c", ";", ""]), max_size=12)
)
def test_no_key_does_two_things_and_every_action_has_one(chosen: dict[str, str]) -> None:
    codes = [Code(f"k{n}", f"Label {n}") for n in range(60)]
    keys = keys_of(codes, chosen)
    used = [*keys.actions.values(), *keys.codes.values()]
    assert all(keys.actions.values())
    assert len(used) == len(set(used))
    assert not {key.lower() for key in used if key not in FIXED} & {"r", "c", " "}


def test_codes_stand_in_their_groups_with_their_depth() -> None:
    codes = [
        Code("b", "Bus", parent="Travel"), Code("x", "Other"), Code("t", "Train", parent="Travel"),
        Code("m", "Money"), Code("f", "Fares", parent="m", colour="#aa0000"), Code("ff", "Child fares", parent="f", colour="red"),
    ]  # fmt: skip
    made = coding_area.code_buttons(codes, {"b": "1"})
    assert [(one["code"], one["group"], one["depth"], one["key"], one["colour"]) for one in made] == [
        ("b", "Travel", 1, "1", ""), ("t", "Travel", 1, "", ""), ("x", "", 0, "", ""), ("m", "Money", 1, "", ""),
        ("f", "Money", 2, "", "#aa0000"), ("ff", "Money", 3, "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (None, [(480, 270)]),
        ((600, 700), [(480, 270)]),
        ((480, 750), []),
        ((500, 700), [(480, 20), (700, 50)]),
        ((300, 900), []),
    ],
)
def test_only_what_the_browser_does_not_hold_is_sent(
    held: tuple[int, int] | None, expected: list[tuple[int, int]]
) -> None:
    assert coding_area.wanted(500, held) == expected


@given(st.integers(0, 2_000), st.integers(0, 2_000), st.integers(0, 800))
def test_what_is_held_and_what_is_sent_make_the_window(at: int, first: int, n: int) -> None:
    sent = [place for start, many in coding_area.wanted(at, (first, first + n)) for place in range(start, start + many)]
    start, many = coding_area.window(at)
    held = set(range(first, first + n)) if first <= at < first + n else set()
    assert set(sent) | held >= set(range(start, start + many))
    assert not held & set(sent)


@pytest.mark.parametrize(
    "value", [{"held": [1]}, {"held": "ab"}, {"held": [1, "2"]}, {"same": {"n": "1"}}, {"same": 4}]
)
def test_what_else_the_browser_says_is_checked(value: object) -> None:
    assert coding_area.received(value) == coding_area.Sent(None)


def item(name: str, codes: tuple[str, ...] = (), state: str | None = None, text: str = "Text") -> QueueItem:
    return QueueItem(0, name, text, {}, Judged(codes, state))


def test_marks_and_suggestions_go_with_the_response() -> None:
    made = QueueItem(
        3, "R1", "Text", {"age_group": "16-34", "region": ""}, Judged(("a",), "open", "", False, (TextMark(0, 2, "evidence", "a"),)),
        (("a", 0.914), ("gone", 0.9), ("b", 0.2)),
    )  # fmt: skip
    sent = coding_area.item_message(made, {"a": "Access", "b": "Bus"})
    assert sent["about"] == [["age group", "16-34"]]
    assert sent["marks"] == [{"start": 0, "end": 2, "kind": "evidence", "code": "a"}]
    assert sent["suggested"] == [{"code": "a", "label": "Access", "probability": 0.91}]


def test_those_that_say_the_same_come_undecided_first_and_the_rest_are_counted() -> None:
    found = [
        (item("R1", ("a",), "coded"), 1.0),
        (item("R2", text="x" * 900), 0.9),
        *[(item(f"S{n}"), 1.0) for n in range(300)],
    ]
    sent = coding_area.same_message(coding_area.SameAsked(4, "R0"), found, {"a": "Access"})
    assert (sent["n"], sent["more"], len(sent["items"])) == (4, 102, 200)
    assert (sent["items"][0]["id"], len(sent["items"][0]["text"])) == ("R2", 600)


def test_what_would_be_changed_is_shown_before() -> None:
    items = [item("R1"), item("R2", ("a",), "coded"), item("R3", ("b",), "coded"), item("R4", (), "uncodable")]
    assert [one.id for one in changes(items, ["a"], False)] == ["R1"]
    assert [one.id for one in changes(items, ["a"], True)] == ["R1", "R3", "R4"]
    rows = same_rows(items, ["a"], {"a": "Access", "b": "Bus"}, True)
    assert [(row["Response"], row["Now"], row["Then"]) for row in rows] == [
        ("R1", "not decided", "Access"), ("R3", "Bus", "Access"), ("R4", "nothing fits", "Access"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (QueueSpec(), "All 1,200 responses, as they came in"),
        (QueueSpec(order="random", seed=7), "All 1,200 responses, at random (seed 7)"),
        (QueueSpec(show="undecided", words="bus"), "1,200 responses that you have not decided and that hold bus, as they came in"),
        (QueueSpec(code="a", order="longest"), "1,200 responses that you gave “Access”, longest first"),
        (QueueSpec(attribute="age_group", value="16-34"), "1,200 responses with age group: 16-34, as they came in"),
    ],
)  # fmt: skip
def test_a_list_is_named_as_a_person_would(spec: QueueSpec, expected: str) -> None:
    assert list_line(spec, 1200, {"a": "Access"}) == expected
