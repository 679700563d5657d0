"""Themes in the wordings of other reports: ranked, voiced without counting heads, told apart, and what is none."""

from __future__ import annotations

import pytest

from ingest.statements.themes import find_themes


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The most frequently cited barrier was a lack of ropes.", [("most frequently cited", "a lack of ropes")]),
        ("A recurring theme was that the hall felt cold.", [("recurring", "the hall felt cold")]),
        ("The top three reasons given were cost, noise and distance.",
         [("top three", "cost"), ("top three", "noise"), ("top three", "distance")]),
        ("Concerns were raised about the loss of hedges.", [("mentioned", "the loss of hedges")]),
        ("Concern was also expressed by several clubs that the ropes would fray.",
         [("several", "the ropes would fray")]),
        ("Respondents raised concerns about the state of the pier.", [("mentioned", "the state of the pier")]),
        ("There was strong support for a second bell.", [("strong", "a second bell")]),
        ("It was suggested by several respondents that the bell be moved.", [("several", "the bell be moved")]),
        ("It was felt that the bell could be louder.", [("mentioned", "the bell could be louder")]),
        ("Comments focused on gulls, litter and noise.",
         [("mentioned", "gulls"), ("mentioned", "litter"), ("mentioned", "noise")]),
        ("Some authorities felt that the pier was unsafe.", [("some", "the pier was unsafe")]),
        ("Several organisations feel that the pier is unsafe.", [("several", "the pier is unsafe")]),
        ("A small number of respondents opposed the tolling of bells.",
         [("a small number", "opposed the tolling of bells")]),
        ("One parish council commented that the bell was cracked.", [("one", "the bell was cracked")]),
        ("Noise was cited by many respondents as a worry.", [("many", "Noise")]),
        ("Participants valued the warm welcome.", [("mentioned", "valued the warm welcome")]),
        ("Views were mixed, with some respondents welcoming the bell and others worried about noise.",
         [("some", "welcoming the bell"), ("others", "worried about noise")]),
        ("Staff frequently mentioned the lack of gloves.", [("frequently", "the lack of gloves")]),
        ("Respondents were asked about the lack of gloves.", []),
        ("There was no support for a second bell.", []),
        ("Some roads will be closed on Sunday.", []),
        ("Many people visit the pier at weekends.", []),
        ("Other services are listed in Appendix B.", []),
        ("Concerns were raised by 40% of respondents.", []),
    ],
)  # fmt: skip
def test_themes_of_other_reports(sentence: str, expected: list[tuple[str, str]]) -> None:
    found = find_themes(sentence)
    assert [(phrase.prominence, phrase.theme) for phrase in found] == expected
    assert all(sentence[phrase.start : phrase.end] == phrase.theme for phrase in found)
