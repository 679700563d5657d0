from __future__ import annotations

from index.telling import word_kinds
from index.words import stem


def test_words_of_a_question_by_how_telling_they_are() -> None:
    kinds = word_kinds("Which ferries sailed late to Wexborough in 2031, at what cost?")
    assert kinds[stem("ferries")] == "subject"
    assert kinds[stem("late")] == "general"
    assert kinds[stem("wexborough")] == "name"
    assert kinds["2031"] == "figure"
    assert kinds[stem("cost")] == "measure"


def test_a_capital_at_the_beginning_makes_no_name() -> None:
    assert word_kinds("Ferries to Wexborough")[stem("ferries")] == "subject"
    assert word_kinds("17E ran late")["17e"] == "figure"


def test_a_word_keeps_its_first_kind() -> None:
    assert word_kinds("Is the harbour the Harbour?")[stem("harbour")] == "subject"
