from __future__ import annotations

from dataclasses import replace

import pytest

from core.documents import Passage, Span
from index.candidates import Candidate, Wanted, expanded, subject_stems
from index.decision import (
    FOUND,
    Judged,
    confidence,
    found_features,
    log_odds,
    logistic,
    qualified_else,
    unmatched,
    weights,
)
from index.evidence import Verdict, fills, slot_places
from index.features import NAMES, counted, features, is_caption, is_lead_in, near_cover, phrases_held
from index.question import understood
from index.search import Place
from index.sentences import Sentence
from index.synonyms import synonyms
from index.words import stem, tokens
from tests.builders import make_blocks, make_document


def stems(text: str) -> frozenset[str]:
    return frozenset(stem(token.term) for token in tokens(text))


def candidate(text: str, *, heading: str = "", around: str = "", kind: str = "paragraph") -> Candidate:
    document = make_document(text)
    span = Span(0, len(text))
    passage = Passage("p", document.id, kind, text, (span,), (0,), section=(heading,) if heading else ())
    return Candidate(
        sentence=Sentence(span, text),
        terms=tuple(token.term for token in tokens(text)),
        own=stems(text),
        headings=stems(heading),
        around=stems(f"{text} {around}"),
        before=None,
        passage=passage,
        place=Place(document, tuple(make_blocks(text))),
        number=0,
        passage_share=1.0,
        words=1.0,
        bare=1.0,
        cosine=0.5,
        meaning=1.0,
        registered=False,
    )


def wanted(*words: str) -> Wanted:
    groups = tuple((stem(word),) for word in words)
    near = tuple(synonyms(group[0]) for group in groups)
    ones = tuple(1.0 for _ in words)
    return Wanted(groups, ones, tuple(True for _ in words), near, ones)


def test_words_are_shared_by_weight_and_synonyms_count_less() -> None:
    asked = Wanted((("ferri",), ("cost",)), (3.0, 1.0), (True, True), (frozenset(), frozenset(["price"])), (1.0, 1.0))
    assert asked.share(frozenset(["ferri"])) == 0.75
    assert asked.share(frozenset(["price"])) == 0.0
    assert asked.loose(frozenset(["price"])) == pytest.approx(0.7 / 4)
    assert asked.covered(frozenset(["ferri"])) == 0.5


def test_words_that_only_say_what_is_asked_for_are_no_subject() -> None:
    question = "What percentage of ferries were late?"
    assert subject_stems(question, understood(question)) == ["ferri", "late"]
    assert subject_stems("What number?", understood("What number?")) == ["number"]


def test_other_names_count_as_the_word() -> None:
    assert expanded(["icb"], {"ICB": ("integrated care board",)}) == [["icb", "board", "care", "integr"]]


def test_synonyms_go_both_ways_and_leave_out_the_word() -> None:
    assert stem("replied") in synonyms(stem("responded")) and stem("responded") in synonyms(stem("replied"))
    assert stem("obstacle") not in synonyms(stem("obstacle"))
    assert synonyms("zyzzyva") == frozenset()


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("How many dental practices take new patients?", "practices"),
        ("What proportion of ferries were late?", "ferries"),
        ("What is the target for punctuality?", "target"),
        ("Why are ferries late?", ""),
    ],
)
def test_the_noun_that_is_asked_for(question: str, head: str) -> None:
    assert understood(question).head == (stem(head) if head else "")


def test_a_figure_counts_what_stands_after_it() -> None:
    asked = understood("How many ferries are there?")
    assert counted(asked, candidate("The harbour has 14 small ferries."))
    assert not counted(asked, candidate("The harbour has 14 moorings, and the oldest of the town's many old ferries."))
    assert not counted(understood("Why are ferries late?"), candidate("The harbour has 14 ferries."))


def test_words_about_a_figure_are_read_with_it() -> None:
    asked = understood("What share of ferries were late?")
    far = (
        "Of the ferries that were late " + "and were then told to wait at the outer quay " * 3 + "a share of 12% left."
    )
    assert near_cover(asked, candidate("Of ferries, 12% were late."), wanted("ferries", "late")) == 1.0
    assert near_cover(asked, candidate(far), wanted("ferries", "late")) == 0.0
    assert near_cover(asked, candidate("Ferries were late."), wanted("ferries", "late")) == 0.0


def test_pairs_of_words_stand_near_each_other() -> None:
    asked = understood("Who mends ferry engines?")
    assert asked.pairs == ((stem("mends"), stem("ferry")), (stem("ferry"), stem("engines")))
    assert phrases_held(asked, candidate("The engines of each ferry are old.")) == 0.5


@pytest.mark.parametrize(
    ("slot", "sentence", "held"),
    [
        ("which", "The pilot takes place in three areas.", False),
        ("which", "The pilot takes place in Wexborough.", True),
        ("which", "The pilot takes place in the north and the west.", True),
        ("decision", "The Board agreed the plan.", True),
        ("decision", "That the Board agreed the plan.", False),
        ("decision", "The Board is asked to endorse what officers agreed.", False),
        ("said", "Members welcomed the plan.", True),
        ("said", "The Minister will attend the meeting.", False),
        ("who", "This was higher than in Wave 3.", False),
    ],
)
def test_what_fills_a_slot(slot: str, sentence: str, held: bool) -> None:
    terms = [token.term for token in tokens(sentence)]
    assert fills(slot, sentence, terms) is held  # type: ignore[arg-type]


def test_places_of_sums_and_shares() -> None:
    text = "It cost £5 million, of which two thirds (66%) was spent in 2031."
    assert [text[a:b] for a, b in slot_places("money", text)] == ["£5 million"]
    assert {text[a:b] for a, b in slot_places("percent", text)} == {"66%", "two thirds"}
    assert [text[a:b] for a, b in slot_places("date", text)] == ["2031"]
    assert slot_places("reason", text) == []


def test_every_feature_has_a_value_and_a_weight() -> None:
    asked = understood("How many ferries are there?")
    one = candidate("The harbour has 14 ferries.", heading="Summary")
    values = features(asked, one, Verdict(), wanted("ferries"))
    assert len(values) == len(NAMES) == len(weights().rank)
    named = dict(zip(NAMES, values, strict=True))
    assert (named["filled"], named["summary"], named["counted"], named["missing"]) == (1.0, 1.0, 1.0, 0.0)
    assert (
        dict(zip(NAMES, features(asked, one, Verdict(("2031",), "number"), wanted("ferries")), strict=True))["missing"]
        == 1.0
    )


def test_captions_and_lead_ins() -> None:
    assert is_caption("Figure 3: Late ferries") and not is_caption("Figure 3 shows that ferries were late.")
    assert (
        is_lead_in("The reasons were:")
        and is_lead_in("Masters were asked about the tides.")
        and not is_lead_in("Two left.")
    )


def test_a_word_that_is_nowhere_near_lowers_the_chance() -> None:
    """A near miss differs from its answerable twin by one word that nothing near the figure bears."""
    sentence = "The harbour has 14 ferries."
    asked = understood("How many ferries does the harbour have?")

    def chance(words: Wanted, verdict: Verdict) -> float:
        values = tuple(features(asked, candidate(sentence), verdict, words))
        judged = Judged(candidate(sentence), values, 5.0, verdict)
        made = found_features(asked, [judged], words, 0.9)
        assert len(made) == len(FOUND) == len(weights().found) - 1
        return logistic(log_odds(made, weights().found))

    known = chance(wanted("ferries", "harbour"), Verdict())
    assert chance(wanted("ferries", "harbour", "insured"), Verdict()) < known
    assert chance(wanted("ferries", "harbour"), Verdict((), "number")) < known
    assert unmatched(wanted("ferries", "insured"), stems(sentence)) == [stem("insured")]


def test_a_word_without_its_qualifier_speaks_of_something_else() -> None:
    asked = understood("How many county ferries were late?")
    words = wanted("county", "ferries", "late")
    assert qualified_else(asked, words, stems("Two ferries were late.")) == 1
    assert qualified_else(asked, words, stems("Two county ferries were late.")) == 0


def test_an_item_is_read_with_the_sentence_that_introduces_its_list() -> None:
    asked = understood("What should the harbour board mend?")
    words = wanted("harbour", "board", "mend")
    item = candidate("the eastern quay")
    led = replace(item, lead=stems("The harbour board should mend:"), led=0.8)
    values = dict(zip(NAMES, features(asked, led, Verdict(), words), strict=True))
    assert (values["joint_cover"], values["lead_cover"], values["lead_meaning"]) == (1.0, 1.0, 0.8)
    alone = dict(zip(NAMES, features(asked, item, Verdict(), words), strict=True))
    assert (alone["joint_cover"], alone["lead_cover"], alone["lead_meaning"]) == (0.0, 0.0, 0.0)


def test_what_a_document_says_of_itself_counts_for_its_sentences() -> None:
    asked = understood("When was the harbour plan adopted?")
    one = replace(candidate("Adopted on 3 May 2031"), identity=stems("The harbour plan"))
    values = dict(zip(NAMES, features(asked, one, Verdict(), wanted("harbour", "plan")), strict=True))
    assert values["title_cover"] == 1.0


def test_confidence_is_a_chance_by_weights_of_its_own() -> None:
    assert len(weights().confidence) == len(FOUND) + 1
    assert 0 < confidence([0.0] * len(FOUND)) < 1


def test_the_chance_is_a_chance() -> None:
    assert logistic(0.0) == 0.5 and 0 < logistic(-1000.0) < logistic(1000.0) <= 1
    assert 0 < weights().threshold < 1
