"""Coders, agreement and adjudication as people meet them: on the command line, in plain words, on the screens."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui import projects
from ui.cli import run as command
from ui.services import Services
from ui.viewdata.adjudication import decided_rows, message, received
from ui.viewdata.agreement import agreement_rows, lead, meaning, over_coders, pair_title, unfinished, verdict
from ui.viewdata.coders import names_of, sheet_name

QUESTION = projects.QUESTION


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_resource.clear()


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """Eleven answered responses; Ann and Bob coded six of them, two differently."""
    made = projects.small(tmp_path)
    rows = [(f"R{n:02}", "staff" if n % 2 else "staff;cost") for n in range(1, 7)]
    rows[0], rows[1] = ("R01", "cost"), ("R02", "staff")
    codings(made, tmp_path, "Bob", rows)
    return made


def codings(services: Services, folder: Path, coder: str, rows: Sequence[tuple[str, str]]) -> None:
    with (folder / "more.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["response_id", "codes"])
        writer.writerows(rows)
    services.add_codings(folder / "more.csv", QUESTION, coder)


def said(capsys: pytest.CaptureFixture[str], services: Services, *words: str) -> tuple[int, list[dict[str, Any]], str]:
    """(exit code, records on stdout, what stderr says) of a command with --json."""
    code = command([*words, "--json", "--project", str(services.settings.project)])
    out = capsys.readouterr()
    return code, [json.loads(line) for line in out.out.splitlines()], out.err


# The command line


def test_allocate_draws_extends_and_refuses_another_plan(
    capsys: pytest.CaptureFixture[str], services: Services
) -> None:
    code, records, err = said(
        capsys, services, "allocate", "--question", QUESTION, "--coders", "ann,Cat", "--plan", "split", "--overlap", "20%", "--seed", "5"
    )  # fmt: skip
    assert code == 0
    ann, cat = (made for made in records if made["given"])
    assert (ann["shared"], cat["shared"], ann["given"] + cat["given"], ann["seed"]) == (2, 2, 13, 5)
    assert ann["given"] - cat["given"] in (-1, 1)
    assert "11 responses given out now" in err
    code, _, err = said(capsys, services, "allocate", "--question", QUESTION, "--coders", "Ann,Bob", "--plan", "split")
    assert (code, "--replace draws another one" in err) == (2, True)
    code, records, err = said(capsys, services, "allocate", "--question", QUESTION, "--extend")
    assert (code, "0 responses given out now" in err) == (0, True)
    assert said(capsys, services, "allocate", "--question", QUESTION, "--coders", "A,B")[0] == 2


def test_a_list_of_who_codes_what(capsys: pytest.CaptureFixture[str], services: Services, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("response_id,coder\nR01,Ann;Bob\nR02,Ann\nR12,Ann\n", encoding="utf-8")
    code, records, err = said(
        capsys, services, "allocate", "--question", QUESTION, "--list", str(tmp_path / "list.csv")
    )
    assert (code, [(made["coder"], made["given"]) for made in records]) == (12, [("Ann", 2), ("Bob", 1)])
    assert "(R12) refused [unknown_response]" in err


def test_agreement_its_pairs_and_uses(capsys: pytest.CaptureFixture[str], services: Services) -> None:
    code, records, _ = said(capsys, services, "agreement", "--question", QUESTION)
    assert (code, [made["code"] for made in records]) == (0, [None, "staff", "cost", "other"])
    assert {"question", "code", "coders", "n", "percent", "kappa", "alpha", "low", "high", "note"} <= set(records[0])
    assert records[0]["percent"] == pytest.approx(100 * 15 / 18)
    assert records[3]["note"].startswith("No coder used this code")
    code, records, _ = said(capsys, services, "agreement", "--question", QUESTION, "--uses")
    assert [(made["code"], made["used"]) for made in records] == [
        ("staff", [6, 5]),
        ("cost", [3, 3]),
        ("other", [0, 0]),
    ]
    code, records, err = said(capsys, services, "agreement", "--question", QUESTION, "--pairs")
    assert [(made["a"], made["b"], made["n"], made["either"]) for made in records] == [
        ("staff", "cost", 1, 6),
        ("cost", None, 1, 4),
    ]
    assert "counts in no agreement figure" in err
    assert said(capsys, services, "agreement", "--question", QUESTION, "--as-at", "2020-01-01")[0] == 10
    assert said(capsys, services, "agreement", "--question", QUESTION, "--as-at", "never")[0] == 2


def test_adjudicate_lists_takes_decisions_and_reopens(
    capsys: pytest.CaptureFixture[str], services: Services, tmp_path: Path
) -> None:
    code, records, err = said(capsys, services, "adjudicate", "--question", QUESTION)
    assert (code, [made["response"] for made in records]) == (0, ["R01", "R02"])
    assert [(one["coder"], one["codes"]) for one in records[0]["coders"]] == [("Ann", ["staff"]), ("Bob", ["cost"])]
    assert "6 responses coded by two or more people = 4 agreed + 2 to decide + 0 decided." in err
    (tmp_path / "d.csv").write_text(
        "response_id,codes,reason\nR01,Cost,It names the price.\nR02,uncodable,\nR99,cost,\nR03,none such,\n",
        encoding="utf-8",
    )
    code, records, err = said(capsys, services, "adjudicate", "add", str(tmp_path / "d.csv"), "--question", QUESTION)
    assert (code, [(made["row"], made["id"], made["status"], made["code"]) for made in records]) == (12, [
        (2, "R01", "added", None), (3, "R02", "added", None), (4, "R99", "refused", "unknown_response"),
        (5, "R03", "refused", "unknown_code"),
    ])  # fmt: skip
    assert said(capsys, services, "adjudicate", "agreed", "--question", QUESTION)[1][0]["adopted"] == 4
    assert said(capsys, services, "adjudicate", "--question", QUESTION)[1] == []
    _, records, _ = said(capsys, services, "adjudicate", "--question", QUESTION, "--decided")
    assert len(records) == 6
    first = next(made for made in records if made["response"] == "R01")
    assert (first["codes"], first["took"], first["reason"], first["stands"]) == (
        ["cost"],
        "Bob",
        "It names the price.",
        True,
    )
    assert said(capsys, services, "adjudicate", "reopen", "R01", "--question", QUESTION)[0] == 0
    assert [made["response"] for made in said(capsys, services, "adjudicate", "--question", QUESTION)[1]] == ["R01"]
    assert said(capsys, services, "adjudicate", "reopen", "R01", "--question", QUESTION)[0] == 10
    assert said(capsys, services, "adjudicate")[0] == 2


def test_decisions_need_their_columns(capsys: pytest.CaptureFixture[str], services: Services, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("response,verdict\nR01,cost\n", encoding="utf-8")
    code, _, err = said(capsys, services, "adjudicate", "add", str(tmp_path / "d.csv"), "--question", QUESTION)
    assert (code, "needs the columns response_id, codes" in err) == (10, True)


def test_a_sheet_goes_out_and_is_recognised(
    capsys: pytest.CaptureFixture[str], services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.xlsx"
    code, records, _ = said(
        capsys, services, "codings", "sheet", "--question", QUESTION, "--coder", "bob", "--out", str(path)
    )
    assert (code, records[0]["responses"]) == (0, 11)
    code, records, err = said(capsys, services, "codings", "add", str(path))
    assert (code, [made["status"] for made in records].count("unchanged"), "5 skipped" in err) == (0, 6, True)
    assert (
        said(
            capsys,
            services,
            "codings",
            "sheet",
            "--question",
            QUESTION,
            "--coder",
            "bob",
            "--out",
            str(tmp_path / "s.csv"),
        )[0]
        == 2
    )


def test_a_name_in_another_case_is_the_same_person(
    capsys: pytest.CaptureFixture[str], services: Services, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text("response_id,codes\nR07,cost\n", encoding="utf-8")
    code, _, err = said(
        capsys, services, "codings", "add", str(tmp_path / "c.csv"), "--coder", "ANN", "--question", QUESTION
    )
    assert (code, "'ANN' was taken for Ann" in err, services.coders(QUESTION)) == (0, True, ["Ann", "Bob"])


# Plain words


def row(**changes: Any) -> dict[str, Any]:
    made = {
        "code": "cost", "coders": ["Ann", "Bob"], "n": 40, "percent": 90.0, "kappa": 0.75, "alpha": 0.85, "low": 0.7, "high": 0.9,
        "positive": 80.0, "negative": 95.0, "prevalence": 20.0, "note": "", "same_sets": 70.0,
    }  # fmt: skip
    return made | changes


@pytest.mark.parametrize(
    ("alpha", "low", "words"),
    [(0.85, 0.7, "Good"), (0.8, 0.667, "Good"), (0.85, 0.5, "Good, but uncertain"), (0.7, 0.67, "Fair"), (0.667, 0.4, "Fair, but uncertain"), (0.66, 0.6, "Too low"), (-0.1, -0.3, "Too low"), (None, None, "Cannot be told")],
)  # fmt: skip
def test_what_is_good_and_what_is_not(alpha: float | None, low: float | None, words: str) -> None:
    assert verdict(row(alpha=alpha, low=low)) == words
    assert meaning(row(alpha=alpha, low=low, note="Nobody used it."))


def test_the_main_findings_are_sentences_and_name_the_weak_codes() -> None:
    lines = dict(lead([row(code=None), row(), row(code="slow", alpha=0.3)], {"slow": "Too slow"}))
    assert lines["Compared"] == "40 responses that both Ann and Bob coded without seeing each other's codes."
    assert lines["Over all codes"] == "Good. You can rely on these codes."
    assert lines["Beyond chance"] == "Krippendorff's alpha 0.85 (95% interval 0.70 to 0.90); 1 is perfect, 0 is chance."
    assert lines["Talk about"] == "Too slow: too little agreement."
    table = agreement_rows([row(code=None), row(), row(code="slow", alpha=0.3, note="A remark.")], {"slow": "Too slow"})
    assert [(made["Code"], made["Agreement"], made["Remark"]) for made in table] == [
        ("Too slow", "Too low", "A remark."),
        ("cost", "Good", ""),
    ]


def test_sentences_on_coders_and_pairs() -> None:
    from coding.confusions import Use
    from coding.rounds.allocation import Progress
    from coding.rounds.results import ConfusedPair

    use = Use("cost", ("Ann", "Bob"), 60, (20, 5), "mcnemar", 0.001, 0.003)
    assert over_coders([use], {}) == ["Ann gives “cost” more often: Ann 20, Bob 5 of 60 responses."]
    assert (
        pair_title(ConfusedPair("a", "b", 3, 9, ()), {"a": "A"})
        == "“A” or “b”: 3 of the 9 responses that got one of them"
    )
    assert (
        pair_title(ConfusedPair("a", None, 1, 1, ()), {})
        == "“a” or no code in its place: 1 of the 1 response that got it"
    )
    assert (
        unfinished([Progress("q", "Ann", 9, 0, 9, 0, 0, 0), Progress("q", "Bob", 9, 0, 2, 0, 0, 0)]) == "Bob (7 left)"
    )
    assert names_of(" Ann, Bob;Cat\nAnn ,") == ["Ann", "Bob", "Cat"]
    assert sheet_name("Why not?", "Ann Lee") == "coding-ann-lee-why-not.xlsx"


@pytest.mark.parametrize(
    "value",
    [None, 3, {"batches": "no"}, {"batches": [3, {"client": 4}, {"client": "", "decisions": []}, {"client": "x" * 61, "decisions": []}]}],
)  # fmt: skip
def test_what_is_no_decision_is_passed_over(value: object) -> None:
    assert received(value, ["cost"]) == []


def test_decisions_from_the_browser_are_checked() -> None:
    good = {"seq": 2, "response": "R01", "codes": ["cost"], "state": "coded", "reason": "x" * 9_000, "example": "cost"}
    bad = [
        {"seq": 1, "response": 4, "codes": [], "state": "coded"},
        {"seq": True},
        {"seq": 5, "response": "R", "codes": [], "state": "odd"},
    ]
    sent = received(
        {"batches": [{"client": "c", "decisions": [good | {"seq": 7, "example": "gone"}, good, *bad]}]}, ["cost"]
    )[0]
    assert [(one.seq, one.decision.response, one.example, len(one.decision.reason)) for one in sent.pressed] == [
        (2, "R01", "cost", 4_000), (7, "R01", None, 4_000),
    ]  # fmt: skip
    assert sent.skipped == 5


# The screens


def _screen(module, services):  # type: ignore[no-untyped-def]  # only its source is run, without our imports
    import importlib

    importlib.import_module(module).render(services)


def run(module: str, services: Services) -> AppTest:
    return AppTest.from_function(_screen, args=(module, services), default_timeout=60).run()


def words_of(at: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(part.value for part in at.html)))


def test_who_said_what_is_hidden_until_blind_coding_ends(services: Services) -> None:
    at = run("ui.screens.agreement", services)
    assert not at.exception
    assert "Coding is still blind" in words_of(at)
    assert "There were not enough staff" not in words_of(at)
    assert "Codes taken for one another" not in [header.value for header in at.header]
    assert services.round_of(QUESTION).blind
    next(button for button in at.button if button.label == "End blind coding").click().run()
    assert not at.exception
    assert not services.round_of(QUESTION).blind
    assert "There were not enough staff, 1" in words_of(at)
    assert "Ann: “Too few staff”. Bob: “Cost”." in words_of(at)


def test_disagreements_are_shown_once_blind_coding_has_ended(services: Services) -> None:
    at = run("ui.screens.adjudicate", services)
    assert "Coding is still blind" in words_of(at)
    assert "2 responses" in words_of(at)
    next(button for button in at.button if button.label == "End blind coding and begin").click().run()
    assert not at.exception
    next(button for button in at.button if button.label.startswith("Take over 4 responses")).click().run()
    assert services.adjudication(QUESTION).decided == 4
    assert "4 agreed codings taken over" in words_of(at)


def test_what_goes_to_the_browser_is_what_coders_said(services: Services) -> None:
    made = services.disagreements(QUESTION)
    data = message(made, services.codebook(QUESTION).codes, 2, {"c": 3}, scope="s")
    first = data["items"][0]
    assert (first["id"], first["agreed"], first["disputed"], first["machine"]) == ("R01", [], ["staff", "cost"], [])
    assert [(one["coder"], one["key"], one["codes"]) for one in first["said"]] == [
        ("Ann", "a", ["staff"]),
        ("Bob", "b", ["cost"]),
    ]
    assert not {code["key"] for code in data["codes"]} & {"a", "b", "c", "d", "x", "n", "e", "r", "0"}
    assert decided_rows(services.decisions(QUESTION), {}) == []


def test_a_plan_is_drawn_on_the_screen(services: Services) -> None:
    at = run("ui.screens.coders", services)
    assert "None: everybody codes everything." in words_of(at)
    next(field for field in at.text_input if field.label == "Coders, separated by commas").set_value("Ann, Bob, Cat")
    next(field for field in at.radio).set_value("split")
    next(button for button in at.button if button.label == "Draw this plan").click().run()
    assert not at.exception
    made = services.allocation(QUESTION)
    assert made.plan is not None
    assert (made.plan.kind, made.plan.coders, made.plan.overlap, made.plan.seed) == (
        "split",
        ("Ann", "Bob", "Cat"),
        0.2,
        1,
    )
    assert "The plan is drawn: 11 responses given out." in words_of(at)
