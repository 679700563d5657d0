"""Personal data of a question: looked for, reviewed, shown as pseudonyms, kept through corrections; and said nowhere else."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from coding import rounds
from coding.rounds import personal_data as privacy
from coding.rounds.questions import check_responses
from coding.rounds.repeats import find_repeats
from core import jobs
from core.codebooks import Code
from core.errors import NotFoundError, UsageError, UserError
from core.jobs import JobProgress
from core.responses import Response
from core.store import Store, schema
from core.store import codings as codings_table
from core.store.connection import events
from core.store.personal_data import revisions
from ingest.tables import CodedRow
from tests.builders import make_response
from ui.cli import run

QUESTION = "What should change?"
PLANTED = ("Odile Marchetti", "01632 960114", "OX4 2RT")
TEXTS = {
    "r1": "My name is Odile Marchetti. Odile says: more buses.",
    "r2": "Ring 01632 960114 and ask for Odile Marchetti, OX4 2RT.",
    "r3": "More buses, please.",
}


def given_responses(**changed: str) -> list[Response]:
    return [make_response(name, changed.get(name, text)) for name, text in TEXTS.items()]


@pytest.fixture
def project(store: Store) -> Store:
    rounds.add_responses(store, QUESTION, "people", given_responses())
    return store


@pytest.fixture
def searched(project: Store) -> Store:
    assert privacy.search_personal_data(project, QUESTION) == 5
    return project


def quotes(store: Store, *decisions: str) -> list[tuple[str, str, str]]:
    found = privacy.personal_data(store, QUESTION, decisions)  # type: ignore[arg-type]
    return [(d.response, text[d.start : d.end], d.pseudonym) for d, text in found]


def test_what_is_found_is_a_suggestion_and_one_person_has_one_pseudonym(searched: Store) -> None:
    assert quotes(searched, "suggested") == [
        ("r1", "Odile Marchetti", "[name 1]"),
        ("r1", "Odile", "[name 1]"),
        ("r2", "01632 960114", "[phone 1]"),
        ("r2", "Odile Marchetti", "[name 1]"),
        ("r2", "OX4 2RT", "[postcode 1]"),
    ]
    assert privacy.shown_text(searched, QUESTION) == TEXTS
    assert privacy.search_personal_data(searched, QUESTION) == 0


def test_pseudonyms_are_shown_where_they_were_asked_for_and_accepted(searched: Store) -> None:
    assert privacy.decide_personal_data(searched, QUESTION, "accepted", kinds=["name"]) == 3
    assert privacy.shown_text(searched, QUESTION) == TEXTS  # not asked for yet
    assert privacy.set_pseudonymised(searched, QUESTION, True)
    assert not privacy.set_pseudonymised(searched, QUESTION, True)
    shown = {
        "r1": "My name is [name 1]. [name 1] says: more buses.",
        "r2": "Ring 01632 960114 and ask for [name 1], OX4 2RT.",
        "r3": "More buses, please.",
    }
    assert privacy.shown_text(searched, QUESTION) == shown
    assert {r.id: r.text for r in rounds.responses(searched, QUESTION)} == shown
    assert privacy.shown_text(searched, QUESTION, redact=False) == TEXTS
    assert privacy.set_pseudonymised(searched, QUESTION, False)
    assert privacy.shown_text(searched, QUESTION) == TEXTS


def test_a_redacted_export_takes_out_what_nobody_rejected_reviewed_or_not(searched: Store) -> None:
    (phone,) = [d.id for d, _ in privacy.personal_data(searched, QUESTION, kinds=("phone",))]
    privacy.decide_personal_data(searched, QUESTION, "rejected", ids=[phone])
    assert privacy.shown_text(searched, QUESTION, redact=True)["r2"] == (
        "Ring 01632 960114 and ask for [name 1], [postcode 1]."
    )
    assert rounds.responses(searched, QUESTION)[1].text == TEXTS["r2"]


def test_what_was_not_searched_is_not_exported_as_redacted(project: Store) -> None:
    with pytest.raises(UserError, match="3 responses were not searched"):
        privacy.shown_text(project, QUESTION, redact=True)


def test_late_responses_are_searched_alone_and_decisions_stay(searched: Store) -> None:
    privacy.decide_personal_data(searched, QUESTION, "accepted", everything=True)
    rounds.add_responses(searched, QUESTION, "people", [make_response("r4", "Odile Marchetti again.")])
    state = privacy.privacy_state(searched, QUESTION)
    assert (state.responses, state.searched, state.whole) == (4, 3, False)
    assert privacy.search_personal_data(searched, QUESTION) == 1
    assert quotes(searched, "suggested") == [("r4", "Odile Marchetti", "[name 1]")]
    assert privacy.privacy_state(searched, QUESTION).decisions == {"accepted": 5, "suggested": 1}


def test_decisions_name_what_they_are_about(searched: Store) -> None:
    with pytest.raises(UsageError, match="Say which"):
        privacy.decide_personal_data(searched, QUESTION, "accepted")
    with pytest.raises(UsageError, match="no kind 'names'"):
        privacy.decide_personal_data(searched, QUESTION, "accepted", kinds=["names"])
    with pytest.raises(NotFoundError, match="has the id 'x0'"):
        privacy.decide_personal_data(searched, QUESTION, "accepted", ids=["x0"])
    assert privacy.decide_personal_data(searched, QUESTION, "accepted", confidence="likely") == 4
    assert privacy.decide_personal_data(searched, QUESTION, "rejected", everything=True) == 1  # what is decided stays
    assert privacy.decide_personal_data(searched, QUESTION, "suggested", kinds=["phone"]) == 1


def test_what_the_search_missed_is_marked_at_every_place(searched: Store) -> None:
    assert len(privacy.mark_personal_data(searched, QUESTION, "r3", "name", "buses")) == 1
    assert len(privacy.mark_personal_data(searched, QUESTION, "r1", "name", "Odile")) == 2
    assert quotes(searched, "accepted") == [
        ("r1", "Odile", "[name 3]"),
        ("r1", "Odile", "[name 3]"),
        ("r3", "buses", "[name 2]"),
    ]
    with pytest.raises(NotFoundError, match="does not hold these words"):
        privacy.mark_personal_data(searched, QUESTION, "r3", "name", "trams")


def test_exchange_files_and_samples_show_pseudonyms_with_marks_over_the_whole_text(searched: Store) -> None:
    rounds.add_codebook(searched, QUESTION, [Code("bus", "Buses")])
    rounds.add_codings(searched, QUESTION, "ann", [CodedRow("r1", frozenset(["bus"]), 2)])
    project = rounds.exchange_project(searched, QUESTION, redact=True)
    assert project.responses[0].text == "My name is [name 1]. [name 1] says: more buses."
    assert [(mark.start, mark.end) for mark in project.marks] == [(0, len(project.responses[0].text))]
    assert rounds.exchange_project(searched, QUESTION).responses[0].text == TEXTS["r1"]


# Corrected texts


def totals(store: Store) -> dict[str, int]:
    return {state: n for state, n in rounds.state_totals(store, QUESTION).items() if n}


def test_a_corrected_text_is_searched_again_and_decisions_follow_their_words(searched: Store) -> None:
    privacy.decide_personal_data(searched, QUESTION, "accepted", kinds=["name"])
    new = "Hello. I am Odile Marchetti, more trams."
    report = rounds.add_responses(searched, QUESTION, "people", given_responses(r1=new))
    assert [(row.id, row.status, row.code) for row in report.rows] == [
        ("r1", "updated", "corrected_text"), ("r2", "unchanged", None), ("r3", "unchanged", None),
    ]  # fmt: skip
    assert privacy.search_personal_data(searched, QUESTION) == 0  # the name is decided on already
    assert quotes(searched, "accepted") == [
        ("r1", "Odile Marchetti", "[name 1]"),
        ("r2", "Odile Marchetti", "[name 1]"),
    ]
    with searched.read() as connection:
        assert dict(revisions(connection, report.question.id)) == {"r1": 1}


def test_the_changed_text_of_a_coded_response_is_refused_until_somebody_says_so(project: Store) -> None:
    rounds.add_codebook(project, QUESTION, [Code("bus", "Buses")])
    rounds.add_codings(project, QUESTION, "ann", [CodedRow("r3", frozenset(["bus"]), 2)])
    changed = given_responses(r3="More trams.")
    for function in (check_responses, rounds.add_responses):
        report = function(project, QUESTION, "people", changed)
        assert [(row.id, row.code) for row in report.refused] == [("r3", "changed_text")]
        assert "--accept-changed-texts" in report.refused[0].message
    assert totals(project) == {"coded": 1, "uncoded": 2}
    report = rounds.add_responses(project, QUESTION, "people", changed, accept_changed=True)
    assert [row.code for row in report.rows] == [None, None, "corrected_text"]
    assert totals(project) == {"uncoded": 3}
    with project.read() as connection:
        assert list(codings_table.judgements(connection, report.question.id)) == []
        kept = connection.exec_driver_sql("SELECT text, codings FROM response_revisions").one()
    assert kept[0] == TEXTS["r3"]
    assert json.loads(kept[1]) == [{"coder": "ann", "source": "human", "state": "coded", "codes": ["bus"]}]


def test_a_check_stores_nothing(store: Store) -> None:
    report = check_responses(store, QUESTION, "people", given_responses())
    assert report.summary() == "3 added"
    assert rounds.questions(store) == []
    with pytest.raises(UsageError, match="Say who answered"):
        check_responses(store, QUESTION, None, given_responses())


# Nobody's text


def test_nobodys_text_is_in_events_logs_jobs_or_messages(
    store: Store, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    rounds.add_responses(store, QUESTION, "people", given_responses())
    job = jobs.Job("j", "privacy", "queued", 0, None, "", "", None, None, ())
    with store.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO jobs (id, kind, arguments, who, state, created_at) VALUES ('j', 'privacy', '[]', 't', 'queued', '')"
        )
    privacy.search_personal_data(store, QUESTION, JobProgress(store, job.id))
    privacy.decide_personal_data(store, QUESTION, "accepted", everything=True)
    privacy.mark_personal_data(store, QUESTION, "r3", "name", "buses")
    privacy.set_pseudonymised(store, QUESTION, True)
    rounds.add_responses(store, QUESTION, "people", given_responses(r2="Now " + TEXTS["r2"]))
    find_repeats(store, QUESTION)
    messages = []
    for wrong in (
        lambda: privacy.mark_personal_data(store, QUESTION, "r3", "name", PLANTED[0]),
        lambda: privacy.decide_personal_data(store, QUESTION, "accepted", ids=["x9"]),
        lambda: store_twice(store),
    ):
        with pytest.raises(Exception) as caught:
            wrong()
        messages.append(str(caught.value))
    with store.read() as connection:
        logged = json.dumps([event.record() for event in events(connection)])
        told = str(connection.exec_driver_sql("SELECT * FROM jobs").all())
    printed = capfd.readouterr()
    everything = "\n".join([logged, told, caplog.text, printed.out, printed.err, *messages])
    assert "search for personal data" in logged
    assert [planted for planted in (*PLANTED, "more buses") if planted.casefold() in everything.casefold()] == []


def store_twice(store: Store) -> None:
    """An error of the database while a response is written."""
    with store.write() as connection:
        for _ in range(2):
            connection.execute(
                schema.responses.insert().values(
                    question=rounds.questions(store)[0].id,
                    id="r1",
                    n=9,
                    text=PLANTED[0],
                    attributes={},
                    state="uncoded",
                )
            )


def test_the_search_as_a_job_prints_no_text(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "project")
    store = Store(Path(folder), who="tester")
    rounds.add_responses(store, QUESTION, "people", given_responses())
    with store.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO jobs (id, kind, arguments, who, state, created_at) VALUES ('j', 'privacy', '[]', 't', 'queued', '')"
        )
    store.close()
    assert run(["--project", folder, "--job", "j", "privacy", "--question", QUESTION]) == 0
    printed = capfd.readouterr()
    assert [planted for planted in PLANTED if planted in printed.out + printed.err] == []
    assert "3 of 3 responses searched; found: 5 to review" in printed.err
