from __future__ import annotations

from index.acronyms import mined


def test_short_forms_are_found_with_their_long_forms() -> None:
    found = mined(
        [
            "In most local authorities (LAs) the early careers framework (ECF) is used.",
            "The Department for Harbours and Tides (DfHT) said so; authorities (some) did not.",
            "A memorandum of understanding (“MOU”) was signed in the north (NW) region.",
        ]
    )
    assert found == {
        "LA": ("local authorities",),
        "ECF": ("early careers framework",),
        "DfHT": ("department for harbours and tides",),
        "MOU": ("memorandum of understanding",),
    }


def test_a_long_line_of_small_words_takes_no_longer_than_it_is() -> None:
    assert mined(["a " * 500_000 + "local authorities (LAs)"]) == {"LA": ("local authorities",)}
