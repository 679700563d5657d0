"""Two people at one project from two processes, one of them killed in between: nobody's decision is lost or counted twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coding import rounds
from core.codebooks import Code
from core.store import Store
from tests.builders import make_response

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "What would help?"
CODER = """
import sys
from pathlib import Path
from coding import rounds
from core.store import Store

folder, coder, client, first = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
store = Store(Path(folder), who=coder)
n = int(sys.argv[5])
codes = ("cost", "slow", "staff")
for start in range(first, n, 20):
    events, seq = [], 2 * start
    for place in range(start, min(start + 20, n)):
        code = codes[(place + len(coder)) % 3]
        events.append({"seq": seq + 1, "response": f"r{place}", "action": "toggle", "code": code})
        events.append({"seq": seq + 2, "response": f"r{place}", "action": "done"})
        seq += 2
    made = rounds.apply_events(store, sys.argv[6], coder, client, events)
    print(made.ack, flush=True)
"""


def coder(store: Store, name: str, client: str, n: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CODER, str(store.folder), name, client, "0", str(n), QUESTION],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("n", [pytest.param(80, marks=pytest.mark.server), pytest.param(2_000, marks=pytest.mark.soak)])
def test_two_coders_at_once_and_one_killed(store: Store, n: int) -> None:
    """Each gives a code to every one of `n` responses; a press applied twice would take the code away again."""
    rounds.add_responses(store, QUESTION, "people", [make_response(f"r{i}", f"Text {i}") for i in range(n)])
    rounds.add_codebook(store, QUESTION, [Code("cost", "Cost"), Code("slow", "Slow"), Code("staff", "Staff")])
    ann, bob = coder(store, "Ann", "client-of-ann", n), coder(store, "Robert", "client-of-bob", n)
    assert ann.stdout is not None and bob.stdout is not None
    while int(ann.stdout.readline() or n) < n:  # half of Ann's presses are in
        pass
    ann.kill()
    ann.wait(30)
    again = coder(store, "Ann", "client-of-ann", n)  # the browser sends everything again that it kept
    assert again.wait(600) == 0
    assert bob.wait(600) == 0
    given: dict[str, dict[str, set[str]]] = {"Ann": {}, "Robert": {}}
    for coding in rounds.codings(store, QUESTION, source="human"):
        given[coding.coder].setdefault(coding.response, set()).update([coding.code] if coding.value else [])
    codes = ("cost", "slow", "staff")
    for name, made in given.items():
        assert made == {f"r{i}": {codes[(i + len(name)) % 3]} for i in range(n)}, name
    with store.engine.connect() as connection:
        counted = "SELECT coder, count(*), count(DISTINCT seq) FROM client_events GROUP BY coder"
        events = connection.exec_driver_sql(counted).all()
    assert sorted(map(tuple, events)) == [("Ann", 2 * n, 2 * n), ("Robert", 2 * n, 2 * n)]
    assert rounds.state_totals(store, QUESTION)["coded"] == n
