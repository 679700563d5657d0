from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import Span
from index.highlight import highlights
from index.query import parse
from index.words import STOP_WORDS, stem, tokens


def marked(query: str, text: str) -> list[str]:
    return [span.of(text) for span in highlights(parse(query), [Span(0, len(text))], text)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("build homes", "Homes were built; a home is building up", ["Homes", "built", "home", "building"]),
        ("go", "they went on and are going", ["went", "going"]),
        ("£45m", "costs £45 million (or £45,000,000) in 45 councils", ["£45 million", "£45,000,000"]),
        ("96%", "96 per cent of 96", ["96 per cent"]),
        ("s.17", "under s.17 and section 17", ["s.17", "section 17"]),
        ("café", "The CAFÉ, a cafe", ["CAFÉ", "cafe"]),
        ("cafe", "The CAFÉ, a cafe", ["CAFÉ", "cafe"]),
        ("kin*", "kinship of his kin, akin", ["kinship", "kin"]),
        ("children's", "Children’s homes for a child", ["Children’s", "child"]),
        ('"agency staff"', "agency\nstaff and staff", ["agency\nstaff"]),
        ("authority", "a local author\ufffe\nity", ["author\ufffe\nity"]),
        ("bold", "a **bold** move", ["bold"]),
    ],
)
def test_the_words_that_are_marked(query: str, text: str, found: list[str]) -> None:
    assert marked(query, text) == found


@given(
    st.lists(
        st.sampled_from(["children", "built", "£5m", "12%", "café", "s.17", "x", "went", "o'clock", "45", "keeps"]),
        min_size=1,
    ),
    st.text(alphabet=st.sampled_from("childrenbuilt £5m12%.café'’S17goewOkp \n_-"), min_size=1, max_size=60),
)
def test_the_quick_way_marks_what_all_tokens_would(words: list[str], text: str) -> None:
    query = parse(" ".join(words))
    if any(len(phrase) > 1 for phrase in query.phrases):
        return
    wanted = {stem(w) for w in query.words if w not in STOP_WORDS} or {stem(w) for w in query.words}
    wanted |= {"£" + w for w in wanted if w.isdigit() and w.endswith("000")}
    slow = {Span(t.start, t.end) for t in tokens(text) if stem(t.term) in wanted}
    assert slow <= set(highlights(query, [Span(0, len(text))], text))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("keeps", "he kept it", ["kept"]),
        ("chooses", "they chose, we choose", ["chose", "choose"]),
        ("policy", "policies and a policy", ["policies", "policy"]),
        ("organisations", "an organization, organising", ["organization", "organising"]),
        ("oclock", "at six o’clock", ["o’clock"]),
        ("well", "we'll do well", ["we'll", "well"]),
        ("resume", "a résumé to resume", ["résumé", "resume"]),
        ("programmes", "programs of a programme", ["programs", "programme"]),
    ],
)
def test_forms_that_begin_otherwise_are_marked_too(query: str, text: str, found: list[str]) -> None:
    assert marked(query, text) == found
