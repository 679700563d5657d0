"""The training sentences, and that the shipped weights are what the command makes of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from core.text import fold
from ingest.statements.training.__main__ import main
from ingest.statements.training.examples import Example, candidates_of, read_examples
from ingest.statements.training.fit import fitted, judged, out_of_group_chances
from ingest.statements.verdict_model import WEIGHTS

COLUMNS = "group,type,heading,kind,lead_in,label,strength,text\n"


def test_there_are_many_sentences_of_many_bodies_and_each_once() -> None:
    examples = read_examples()
    assert len(examples) >= 600
    assert len({example.text for example in examples}) == len(examples)
    assert len({example.group for example in examples}) >= 15
    share = sum(example.undertakes for example in examples) / len(examples)
    assert 0.4 <= share <= 0.6


def test_every_reason_for_not_being_a_commitment_has_its_sentences() -> None:
    counts = Counter(example.label for example in read_examples())
    assert min(counts.values()) >= 25
    assert set(counts) == {
        "commitment", "wish", "call", "statutory", "prediction", "past", "opinion", "information", "conditional", "obligation",
    }  # fmt: skip


def test_commitments_and_nothing_else_have_a_strength() -> None:
    for example in read_examples():
        assert (example.strength in ("firm", "intended", "exploratory", "conditional")) == example.undertakes, example


@pytest.mark.documents
def test_no_sentence_comes_from_the_shared_documents(shared: Path) -> None:
    body = " ".join(fold(path.read_text(encoding="utf-8")) for path in sorted((shared / "documents").glob("*.txt")))
    words = body.split()
    eights = {tuple(words[n : n + 8]) for n in range(len(words) - 7)}
    for example in read_examples():
        own = fold(example.text).split()
        assert not any(tuple(own[n : n + 8]) in eights for n in range(len(own) - 7)), example.text


def test_an_unknown_label_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "examples.csv"
    path.write_text(COLUMNS + "a,other,H,paragraph,,maybe,,Some words.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="unknown label 'maybe'"):
        read_examples(path)


@pytest.mark.model
def test_an_example_is_read_under_its_heading_and_lead_in() -> None:
    example = Example(
        "a", "strategy", "Plans", "list_item", "The Council will:", "commitment", "firm", "open a depot in May"
    )
    ((index, candidate),) = candidates_of([example])
    assert index == 0
    assert candidate.sentence.text == "open a depot in May"
    assert (candidate.setting.lead_in, candidate.setting.heading) == ("The Council will:", "Plans")


@pytest.mark.model
def test_the_shipped_weights_are_what_the_sentences_make() -> None:
    made = fitted(judged(read_examples())).record()
    shipped = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(made["weights"]) == set(shipped["weights"])
    assert made["intercept"] == pytest.approx(shipped["intercept"], abs=2e-3)
    assert made["weights"] == pytest.approx(shipped["weights"], abs=2e-3)


@pytest.mark.model
def test_the_command_prints_figures_and_writes_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        f"{group},other,Plans,paragraph,,{label},{strength},{text}"
        for group in ("one", "two", "three")
        for label, strength, text in (
            ("commitment", "firm", f"The Council will publish the {group} plan."),
            ("commitment", "firm", f"We will open the {group} depot."),
            ("information", "", f"You will be given the {group} form."),
            ("opinion", "", f"Residents said the {group} plan will fail."),
        )
    ]
    source, out = tmp_path / "examples.csv", tmp_path / "weights.json"
    source.write_text(COLUMNS + "\n".join(rows) + "\n", encoding="utf-8")
    assert main(["--examples", str(source), "--out", str(out), "--check"]) == 0
    assert not out.exists()
    assert main(["--examples", str(source), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "12 sentences, 6 of them undertakings" in printed
    assert "vote, certain: precision 6 of 6" in printed
    assert set(json.loads(out.read_text(encoding="utf-8"))) == {"intercept", "weights"}


@pytest.mark.model
def test_a_group_is_judged_by_a_model_that_did_not_see_it() -> None:
    odd = [
        Example("odd", "other", "H", "paragraph", "", "opinion", "", f"The Council will zorble the {n} lamps.")
        for n in range(4)
    ]
    usual = [
        Example(group, "other", "H", "paragraph", "", label, strength, text)  # type: ignore[arg-type]
        for group in ("a", "b", "c")
        for label, strength, text in (
            ("commitment", "firm", f"The Council will mend the {group} lamps."),
            ("commitment", "firm", f"The Council will paint the {group} lamps."),
            ("past", "", f"The Council planned to mend the {group} lamps."),
        )
    ]
    rows = judged([*odd, *usual])
    chances = dict(zip((row.example.text for row in rows), out_of_group_chances(rows)))
    assert chances["The Council will zorble the 1 lamps."] > 0.5  # its own label says otherwise; it was not learned
