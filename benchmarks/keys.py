"""Coding by keyboard, measured in Chromium: python -m benchmarks.keys [--responses 20000] [--only paint|lost|coders|two] [--json]

Makes a project of its own (`keys_project`) in a temporary folder and serves it on a free port.
paint   from a key to the next response painted, inside the page (keydown's time stamp to the task after the frame) and as
        seen from outside; beside it a bare page that only changes a heading on the key, pressed in turns with it
lost    500 presses at gaps of 0, 30 and 80 ms, with a reload and a killed and restarted server between: what the database
        holds against what was on the screen at each press, as the page itself recorded it
coders  two coders at once, 2,000 decisions each, in two processes that are killed once, events sent again until acknowledged
two     two coders at once in two browsers, 100 decisions each, with the server killed once
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.keys_project import QUESTION, make
from coding import rounds
from core.store import Store
from docs.screenshots import CHROMIUM, SIZE, free_port, settled, wait_until_healthy
from ui.server import command
from ui.settings import child_environment, settings

AREA = "section.area"
KEYS = "1234567890"
PRESSES, GAPS = 500, (0, 30, 80)
DECISIONS = 2_000

BARE = "<!doctype html><title>Bare</title><section tabindex=0 class=area><h2>Response 1</h2><p></p></section>"
BARE_SCRIPT = """() => { let n = 1; const area = document.querySelector('section');
  area.addEventListener('keydown', (event) => { event.preventDefault(); n += event.key === 'Enter' ? 1 : 0;
    area.querySelector('h2').textContent = 'Response ' + n; }); area.focus(); }"""
# For every key: when it was pressed, what was on the screen then, and when the frame after it had been painted.
WATCH = """() => {
  if (window.watched) return; window.watched = []; const kept = JSON.parse(sessionStorage.getItem('keys-log') || '[]');
  const heading = () => {
    for (const host of [document, ...[...document.querySelectorAll('*')].map((node) => node.shadowRoot).filter(Boolean)]) {
      const found = host.querySelector('section.area h2'); if (found) return found.textContent;
    }
    return '';
  };
  window.addEventListener('keydown', (event) => {
    const entry = { key: event.key, on: heading(), at: event.timeStamp };
    kept.push([entry.key, entry.on]); sessionStorage.setItem('keys-log', JSON.stringify(kept));
    requestAnimationFrame(() => { const channel = new MessageChannel();
      channel.port1.onmessage = () => { entry.painted = performance.now(); entry.now = heading(); window.watched.push(entry); };
      channel.port2.postMessage(0); });
  }, true);
}"""


@dataclass
class Server:
    """The app in a process of its own that can be killed and started again on the same port."""

    project: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        made = settings(project=str(self.project), model="none", who="Tester")
        self.process = subprocess.Popen(
            command(self.port), env=child_environment(made), stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
        wait_until_healthy(self.address)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        executable = next((path for path in CHROMIUM if Path(path).exists()), None)
        made = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield made
        made.close()


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def opened(made: Any, address: str, coder: str) -> Any:
    page = made.new_context(viewport=SIZE, locale="en-GB").new_page()
    page.goto(f"{address}/code?coder={coder}")
    settled(page)
    area = page.locator(AREA)
    area.get_by_role("heading", name="Response ").wait_for()
    area.focus()
    page.evaluate(WATCH)
    return page


# Painting -----------------------------------------------------------------------------------------------------------


def paint(made: Any, server: Server, presses: int) -> dict[str, Any]:
    """Milliseconds from Enter to the next response painted; a code before each Enter; people's gaps between keys."""
    page = opened(made, server.address, "Painter")
    bare = made.new_context(viewport=SIZE).new_page()
    bare.goto("about:blank")
    bare.set_content(BARE)
    bare.evaluate(BARE_SCRIPT)
    bare.evaluate(WATCH.replace("sessionStorage.setItem('keys-log', JSON.stringify(kept));", "").replace(
        "JSON.parse(sessionStorage.getItem('keys-log') || '[]')", "[]"))  # fmt: skip
    chance = random.Random(1)
    outside: list[float] = []
    before = load()
    for n in range(presses):
        for one in (page, bare) if n % 2 else (bare, page):
            one.keyboard.press(chance.choice(KEYS))
            one.wait_for_timeout(chance.randint(80, 250))
            started = time.perf_counter()
            one.keyboard.press("Enter")
            if one is page:
                page.locator(AREA).get_by_role("heading", name=f"Response {n + 2:,} of").wait_for()
                outside.append(1000 * (time.perf_counter() - started))
            one.wait_for_timeout(chance.randint(50, 200))
    entries = [entry for entry in page.evaluate("window.watched") if entry["key"] == "Enter"]
    area = [entry["painted"] - entry["at"] for entry in entries]
    wrong = sum(entry["on"] == entry["now"] for entry in entries)
    plain = [e["painted"] - e["at"] for e in bare.evaluate("window.watched") if e["key"] == "Enter"]
    return {
        "presses": len(area), "not_next": wrong, "median": statistics.median(area), "p95": quantile(area, 0.95),
        "max": max(area), "bare_median": statistics.median(plain), "bare_p95": quantile(plain, 0.95),
        "outside_median": statistics.median(outside), "outside_p95": quantile(outside, 0.95),
        "ratio_p95": quantile(area, 0.95) / quantile(plain, 0.95), "load": f"{before}, then {load()}",
    }  # fmt: skip


# Nothing lost -------------------------------------------------------------------------------------------------------


def meant(log: Sequence[Sequence[str]], members: Sequence[str], codes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Response -> codes that the presses mean, by what was on the screen at each; those that Enter finished."""
    held: dict[int, set[str]] = {}
    finished: set[int] = set()
    for key, on in log:
        if not on.startswith("Response "):
            continue
        place = int(on.split()[1].replace(",", "")) - 1
        if key in KEYS:
            held.setdefault(place, set()).symmetric_difference_update({codes[KEYS.index(key)]})
        elif key == "Enter":
            finished.add(place)
    return {members[place]: tuple(sorted(held.get(place, ()))) for place in finished}


def kept(store: Store, coder: str, members: Sequence[str]) -> dict[str, tuple[str, ...]]:
    items = rounds.items_of(store, QUESTION, coder, members)
    return {item.id: tuple(sorted(item.judged.codes)) for item in items if item.judged.state == "coded"}


def until(holds: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.3)
    return True


def press_many(page: Any, presses: int, gap: int, chance: random.Random) -> None:
    for n in range(presses):
        page.keyboard.press(chance.choice(KEYS) if n % 2 == 0 else "Enter")
        if gap:
            page.wait_for_timeout(gap)


def lost(made: Any, server: Server, store: Store, gap: int) -> dict[str, Any]:
    coder = f"Fast{gap}"
    page = opened(made, server.address, coder)
    members = rounds.open_queue(store, QUESTION, coder).members[:2000]
    chance = random.Random(gap)
    third = PRESSES // 3 // 2 * 2
    press_many(page, third, gap, chance)
    page.reload()
    settled(page)
    page.locator(AREA).get_by_role("heading", name="Response ").wait_for()
    page.evaluate(WATCH)
    page.locator(AREA).focus()
    press_many(page, third, gap, chance)
    server.kill()
    press_many(page, 20, gap, chance)  # while nobody listens
    server.start()
    page.wait_for_timeout(3000)
    if not page.locator(AREA).evaluate("area => area.getRootNode().activeElement === area"):
        page.locator(AREA).focus()
    press_many(page, PRESSES - 2 * third - 20, gap, chance)
    log = page.evaluate("JSON.parse(sessionStorage.getItem('keys-log'))")
    frame = [code.code for code in rounds.codebook(store, QUESTION).codes]
    expected = meant(log, members, frame)
    until(lambda: kept(store, coder, members) == expected, 40)
    found = kept(store, coder, members)
    with store.read() as connection:
        events = [e for e in _events(connection, coder) if e[2] in ("toggle", "done")]
    page.context.close()
    return {
        "gap": gap, "presses": len(log), "responses": len(expected), "lost": sum(n not in found for n in expected),
        "wrong": sum(found.get(n, c) != c for n, c in expected.items()), "others": len(found.keys() - expected.keys()),
        "events": len(events), "doubled": len(events) - len({e[:2] for e in events}), "load": load(),
    }  # fmt: skip


def _events(connection: Any, coder: str) -> list[tuple[str, int, str]]:
    rows = connection.exec_driver_sql("SELECT client, seq, payload FROM client_events WHERE coder = ?", (coder,))
    return [(row[0], row[1], json.loads(row[2])["action"]) for row in rows]


# Two coders ---------------------------------------------------------------------------------------------------------


def _worker(folder: str, coder: str, inbox: Any, outbox: Any) -> None:
    store = Store(Path(folder), who=coder)
    while True:
        events = inbox.recv()
        outbox.send(rounds.apply_events(store, QUESTION, coder, f"client-{coder}", events).ack)


def coders(store: Store) -> dict[str, Any]:
    """Both code the same 2,000 responses, a code and Enter each, 20 events a batch; the processes are killed half way."""
    names = ("Ada", "Bea")
    members = rounds.queue(store, QUESTION, "Ada", 0, DECISIONS)[0]
    frame = [code.code for code in rounds.codebook(store, QUESTION).codes]
    sent = {
        name: [
            event
            for n, item in enumerate(members)
            for event in (
                {"seq": 2 * n + 1, "response": item.id, "action": "toggle", "code": frame[(n * (at + 3)) % 60], "on": True},
                {"seq": 2 * n + 2, "response": item.id, "action": "done"},
            )
        ]
        for at, name in enumerate(names)
    }  # fmt: skip
    acks = dict.fromkeys(names, 0)
    context = multiprocessing.get_context("spawn")
    started, killed = time.perf_counter(), 0
    workers: dict[str, Any] = {}

    def spawn(name: str) -> None:
        mine, theirs = context.Pipe(), context.Pipe()
        process = context.Process(
            target=_worker, args=(str(store.folder), name, mine[0], theirs[1]), daemon=True
        )  # fmt: skip
        process.start()
        workers[name] = (process, mine[1], theirs[0])

    for name in names:
        spawn(name)
    while any(acks[name] < 2 * DECISIONS for name in names):
        for name in names:
            if acks[name] < 2 * DECISIONS:
                workers[name][1].send(sent[name][acks[name] : acks[name] + 20])
        if not killed and min(acks.values()) > DECISIONS:
            time.sleep(0.02)  # in the middle of their work
            for name in names:
                os.kill(workers[name][0].pid, signal.SIGKILL)
                workers[name][0].join()
                spawn(name)
            killed = 1
            continue
        for name in names:
            if acks[name] < 2 * DECISIONS:
                acks[name] = workers[name][2].recv()
    for process, _, _ in workers.values():
        process.terminate()
    made: dict[str, Any] = {"decisions": DECISIONS, "killed": killed, "seconds": time.perf_counter() - started}
    for at, name in enumerate(names):
        found = kept(store, name, [item.id for item in members])
        wanted = {item.id: (frame[(n * (at + 3)) % 60],) for n, item in enumerate(members)}
        with store.read() as connection:
            events = _events(connection, name)
            logged = connection.exec_driver_sql(
                "SELECT action, count(*) FROM events WHERE who = ? GROUP BY action", (name,)
            )  # fmt: skip
            log = Counter({row[0]: row[1] for row in logged})
        made[name] = {
            "lost": sum(found.get(n) != c for n, c in wanted.items()), "events": len(events),
            "doubled": log["code toggle"] + log["code done"] - 2 * DECISIONS,
        }  # fmt: skip
    return made


def two(made: Any, server: Server, store: Store, decisions: int = 100) -> dict[str, Any]:
    pages = {name: opened(made, server.address, name) for name in ("Cat", "Dan")}
    chance = random.Random(9)
    members = {name: rounds.open_queue(store, QUESTION, name).members[:500] for name in pages}
    for n in range(decisions):
        for page in pages.values():
            press_many(page, 2, 20, chance)
        if n == decisions // 2:
            server.kill()
        if n == decisions // 2 + 5:
            server.start()
    frame = [code.code for code in rounds.codebook(store, QUESTION).codes]
    result: dict[str, Any] = {"decisions": decisions, "load": load()}
    for name, page in pages.items():
        log = page.evaluate("JSON.parse(sessionStorage.getItem('keys-log'))")
        expected = meant(log, members[name], frame)
        until(lambda: kept(store, name, members[name]) == expected, 40)  # noqa: B023
        found = kept(store, name, members[name])
        with store.read() as connection:
            events = _events(connection, name)
        result[name] = {
            "presses": len(log), "lost": sum(n not in found for n in expected),
            "wrong": sum(found.get(n, c) != c for n, c in expected.items()), "doubled": len(events) - len({e[:2] for e in events}),
        }  # fmt: skip
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--responses", type=int, default=20_000)
    parser.add_argument("--presses", type=int, default=200, help="of Enter, for paint")
    parser.add_argument("--only", choices=("paint", "lost", "coders", "two"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = make(Path(folder) / "project", given.responses)
        server = Server(Path(folder) / "project", free_port())

        def wanted(name: str) -> bool:
            return given.only in (None, name)

        if wanted("coders"):
            print("coders", json.dumps(coders(store)), flush=True)
        if given.only == "coders":
            return
        server.start()
        try:
            with browser() as made:
                if wanted("paint"):
                    print("paint", json.dumps(paint(made, server, given.presses)), flush=True)
                for gap in GAPS if wanted("lost") else ():
                    print("lost", json.dumps(lost(made, server, store, gap)), flush=True)
                if wanted("two"):
                    print("two", json.dumps(two(made, server, store)), flush=True)
        finally:
            server.kill()


if __name__ == "__main__":
    main()
