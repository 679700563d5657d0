"""Runs kept and repeated; themes that the frame lacks, and what people decide about them."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from coding import rounds
from coding.rounds.machine import runs
from coding.rounds.reproducing import reproduce
from coding.rounds.runs import COLUMNS, COUNTS, INPUTS, Inputs, bytes_that_differ
from coding.rounds.themes import (
    accept_theme,
    discover_themes,
    fit,
    merge_theme,
    proposed_themes,
    reject_theme,
    rename_theme,
    theme_texts,
)
from core.codebooks import Code
from core.encoder import HashingEncoder
from core.errors import NotFoundError, StoreError, UsageError
from core.store import Store, schema
from core.store import machine as machine_table
from ingest.tables import CodedRow
from tests.builders import make_response
from tests.coding.test_machine_advice import FRAME, QUESTION, texts


@pytest.fixture
def project(store: Store) -> Store:
    made, codes = texts(100)
    rounds.add_responses(store, QUESTION, "people", [make_response(f"r{n}", text) for n, text in enumerate(made)])
    rounds.add_codebook(store, QUESTION, FRAME)
    rounds.add_codings(store, QUESTION, "ann", [CodedRow(f"r{n}", frozenset([codes[n]]), n + 2) for n in range(50)])
    return store


def kept(store: Store, run: str, name: str) -> bytes:
    with store.read() as connection:
        found = machine_table.run_file(connection, run, name)
    assert found is not None
    return found.content


def test_a_run_done_again_is_the_same_byte_for_byte_whatever_happened_since(project: Store) -> None:
    run = rounds.train_and_suggest(project, QUESTION, HashingEncoder()).run
    again = reproduce(project, run, HashingEncoder())
    assert (again.same, again.differs, again.differs_suggestions, again.changed) == (True, 0, 0, ())
    assert again.content == kept(project, run, COUNTS)
    rounds.add_codings(project, QUESTION, "ann", [CodedRow(f"r{n}", frozenset(), n + 2) for n in range(40, 80)])
    rounds.add_codebook(project, QUESTION, [*FRAME, Code("new", "New", "Something else.")])
    later = rounds.train_and_suggest(project, QUESTION, HashingEncoder())
    assert reproduce(project, run, HashingEncoder()).same
    assert reproduce(project, later.run, HashingEncoder()).same
    assert [made["run"] for made in runs(project, QUESTION)] == [later.run, run]


def test_the_tidy_csv_has_the_columns_of_the_count_record_and_a_row_a_code(project: Store) -> None:
    run = rounds.train_and_suggest(project, QUESTION, HashingEncoder()).run
    rows = list(csv.DictReader(io.StringIO(kept(project, run, COUNTS).decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["code"] for row in rows] == ["cost", "slow", "staff"]
    table = {row.code: row.record() for row in rounds.counts(project, QUESTION).rows}
    for row in rows:
        for name in ("n", "base", "percent", "method"):
            assert row[name] == str(table[row["code"]][name])


def test_labels_of_another_time_or_text_are_seen(project: Store) -> None:
    run = rounds.train_and_suggest(project, QUESTION, HashingEncoder()).run
    with project.write() as connection:
        table = schema.responses
        connection.execute(table.update().where(table.c.id == "r3").values(text="rude staff"))
    again = reproduce(project, run, HashingEncoder())
    assert again.changed == ("the texts of 1 responses",)
    with project.write() as connection:
        table = schema.responses
        for other in (schema.codings, schema.coding_states):
            connection.execute(other.delete().where(other.c.response == "r3"))
        connection.execute(table.delete().where(table.c.id == "r3"))
    with pytest.raises(UsageError, match=r"1 responses that .* no longer in the project \(r3"):
        reproduce(project, run, HashingEncoder())


def test_a_file_that_was_damaged_is_not_taken_for_the_run(project: Store) -> None:
    run = rounds.train_and_suggest(project, QUESTION, HashingEncoder()).run
    with project.write() as connection:
        connection.execute(schema.run_files.update().where(schema.run_files.c.name == INPUTS).values(sha256="0" * 64))
    with pytest.raises(StoreError, match="damaged"):
        reproduce(project, run, HashingEncoder())
    with pytest.raises(NotFoundError, match="no run"):
        reproduce(project, "run-of-nobody", HashingEncoder())


def test_inputs_come_back_as_they_were_kept(project: Store) -> None:
    run = rounds.train_and_suggest(project, QUESTION, HashingEncoder(), seed=3).run
    content = kept(project, run, INPUTS)
    read = Inputs.from_bytes(content)
    assert read.as_bytes() == content
    assert (len(read.ids), read.values.shape, read.seed, read.refine) == (100, (100, 3), 3, False)
    assert int((read.judged == 1).sum()) == 50 and int((read.values[:50] == 1).sum()) == 50
    assert not np.any(read.sample) and not np.any(read.accepted)


def test_bytes_that_differ_counts_places_and_the_longer_tail() -> None:
    assert bytes_that_differ(b"abcd", b"abcd") == 0
    assert bytes_that_differ(b"abcd", b"axcd") == 1
    assert bytes_that_differ(b"ab", b"axyz") == 3


# Themes


@pytest.fixture
def outside(store: Store) -> Store:
    """Two groups that the frame does not know."""
    made = [f"Parking at site {n} is dreadful, no parking spaces" for n in range(6)]
    made += [f"Forms are confusing, confusing forms number {n}" for n in range(5)]
    rounds.add_responses(store, QUESTION, "people", [make_response(f"r{n}", text) for n, text in enumerate(made)])
    rounds.add_codebook(store, QUESTION, FRAME)
    return store


def test_an_accepted_theme_becomes_a_code_and_nobodys_codings_change(outside: Store) -> None:
    parking, forms = discover_themes(outside, QUESTION, HashingEncoder())
    made = accept_theme(outside, QUESTION, parking.id, "Nowhere to park")
    assert (made.code, made.label) == ("nowhere_to_park", "Nowhere to park")
    assert made.typical == theme_texts(outside, QUESTION, parking.id, 1)[0]
    assert [code.code for code in rounds.codebook(outside, QUESTION).codes] == ["cost", "slow", "staff", made.code]
    assert rounds.codings(outside, QUESTION) == []
    assert {(t.label, t.state, t.code) for t in proposed_themes(outside, QUESTION)} == {
        ("Nowhere to park", "accepted", "nowhere_to_park"),
        (forms.label, "proposed", None),
    }
    with pytest.raises(UsageError, match="was accepted already"):
        reject_theme(outside, QUESTION, parking.id)


def test_a_rejected_theme_does_not_come_back_and_decisions_outlive_a_new_proposal(outside: Store) -> None:
    parking, forms = discover_themes(outside, QUESTION, HashingEncoder())
    reject_theme(outside, QUESTION, parking.id)
    assert merge_theme(outside, QUESTION, forms.id, "slow").code == "slow"
    again = discover_themes(outside, QUESTION, HashingEncoder())
    assert all(theme.id != parking.id for theme in again)
    states = {theme.id: theme.state for theme in proposed_themes(outside, QUESTION)}
    assert (states[parking.id], states[forms.id]) == ("rejected", "merged")
    with pytest.raises(NotFoundError, match="no code 'nothing'"):
        merge_theme(outside, QUESTION, _open(outside), "nothing")


def _open(store: Store) -> str:
    """A theme that is still open: responses of another kind are brought in for it."""
    more = [make_response(f"b{n}", f"Buses never run on Sundays, no buses on route {n}") for n in range(6)]
    rounds.add_responses(store, QUESTION, "people", more)
    discover_themes(store, QUESTION, HashingEncoder())
    return next(theme.id for theme in proposed_themes(store, QUESTION) if theme.state == "proposed")


def test_a_theme_is_renamed_and_an_unknown_one_named(outside: Store) -> None:
    parking, _ = discover_themes(outside, QUESTION, HashingEncoder())
    assert rename_theme(outside, QUESTION, parking.id, " No  parking ").label == "No parking"
    assert accept_theme(outside, QUESTION, parking.id).code == "no_parking"
    with pytest.raises(NotFoundError, match="no theme 't0'"):
        rename_theme(outside, QUESTION, "t0", "x")


def test_what_no_code_fits_is_counted(project: Store) -> None:
    assert (fit(project, QUESTION).answered, fit(project, QUESTION).uncoded) == (100, 50)
    rounds.add_codings(project, QUESTION, "ann", [CodedRow("r60", frozenset(), 2)])
    assert (fit(project, QUESTION).without_a_code, fit(project, QUESTION).uncoded) == (1, 49)
    run = rounds.train_and_suggest(project, QUESTION, HashingEncoder())
    after = fit(project, QUESTION)
    assert after.uncoded == 0 and after.without_a_code == 1 + run.abstained
    assert run.manifest["without_a_suggestion"] == run.abstained and run.manifest["uncoded"] == 49
