"""Coding by keyboard in a real browser: marked words, undo over a reload, others that say the same, lists, keys, 60 codes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from benchmarks.keys import Server
from benchmarks.keys_project import QUESTION, frame
from coding import rounds
from core.responses import Response
from core.store import Store
from core.store.marks import TextMark
from docs.screenshots import SIZE, free_port
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
AREA = "section.area"
TEXTS = (
    "The buses 🚌🚌 are late.\r\nEvery day.", "There is nothing for young people to do", "there is nothing for young people to do!",
    "Parking costs too much", "I walk 👩‍👩‍👧 to school", *(f"Answer number {n} on the trains" for n in range(5, 40)),
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("keyboard") / "project", who="Tester")
    responses = [Response(f"R{n}", "q", text, {"region": "East" if n % 2 else "West"}) for n, text in enumerate(TEXTS)]
    rounds.add_responses(made, QUESTION, "people", responses)
    rounds.add_codebook(made, QUESTION, frame())
    return made


@pytest.fixture(scope="module")
def server(store: Store) -> Iterator[Server]:
    made = Server(store.folder, free_port())
    made.start()
    yield made
    made.kill()


@pytest.fixture
def coding(chromium: Any, server: Server) -> Iterator[Callable[[str], Visit]]:
    contexts = []

    def open_area(coder: str) -> Visit:
        contexts.append(chromium.new_context(viewport=SIZE, locale="en-GB"))
        made = Visit(contexts[-1].new_page(), server.address)
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        made.open(f"code?coder={coder}")
        made.page.locator(AREA).get_by_role("heading", name="Response ").wait_for()
        made.page.locator(AREA).focus()
        return made

    yield open_area
    for context in contexts:
        context.close()


def judged(store: Store, coder: str, response: str) -> rounds.Judged:
    return rounds.items_of(store, QUESTION, coder, [response])[0].judged


def wait_for(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def keys(visit: Visit, *pressed: str) -> None:
    for key in pressed:
        visit.page.keyboard.press(key)


def code(n: int) -> str:
    return frame()[n].code


def test_words_chosen_by_keyboard_are_code_points_of_the_text(coding: Callable[[str], Visit], store: Store) -> None:
    visit = coding("Marker")
    keys(visit, "e", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "1")
    keys(visit, "e", "End", "Shift+ArrowLeft", "q")
    wait_for(lambda: len(judged(store, "Marker", "R0").marks) == 2)
    first, second = judged(store, "Marker", "R0").marks
    text = TEXTS[0]
    assert text[first.start : first.end] == "buses 🚌🚌" or text[first.start : first.end].startswith("buses 🚌")
    assert (first.kind, first.code) == ("evidence", code(0))
    assert text[second.start : second.end] == "Every day"
    assert second.kind == "quotable"
    area = visit.page.locator(AREA)
    assert area.locator("mark.quotable").inner_text() == "Every day"
    assert "Marked as quotable: Every day" in area.get_by_role("status").inner_text()
    visit.page.reload()
    visit.settle()
    area.locator("mark.quotable", has_text="Every day").wait_for()
    area.get_by_role("button", name="Remove: Quotable").click()
    wait_for(lambda: judged(store, "Marker", "R0").marks == (first,))
    assert visit.errors == []


def test_words_chosen_by_mouse_are_evidence_for_the_next_code(coding: Callable[[str], Visit], store: Store) -> None:
    visit = coding("Mouse")
    keys(visit, "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    visit.page.get_by_role("heading", name="Response 5 of 40").wait_for()
    visit.page.locator(AREA).locator("p.text").evaluate(
        """pane => { const range = document.createRange(); range.setStart(pane.firstChild, 7); range.setEnd(pane.firstChild, 18);
          const selection = document.getSelection(); selection.removeAllRanges(); selection.addRange(range);
          pane.dispatchEvent(new MouseEvent('mouseup', {bubbles: true})); }"""
    )
    visit.page.locator(AREA).locator("mark.chosen").wait_for()
    keys(visit, "2")
    wait_for(lambda: len(judged(store, "Mouse", "R4").marks) == 1)
    (mark,) = judged(store, "Mouse", "R4").marks
    assert mark == TextMark(7, 15, "evidence", code(1))
    assert TEXTS[4][7:15] == "👩‍👩‍👧 to"
    assert judged(store, "Mouse", "R4").codes == (code(1),)


def test_undo_reaches_over_a_reload_and_redo_makes_it_again(coding: Callable[[str], Visit], store: Store) -> None:
    visit = coding("Undoer")
    keys(visit, "1", "Enter", "2", "Enter")
    wait_for(lambda: judged(store, "Undoer", "R1").state == "coded")
    visit.page.reload()
    visit.settle()
    area = visit.page.locator(AREA)
    area.get_by_role("heading", name="Response 3 of 40").wait_for()
    area.focus()
    keys(visit, "u")
    area.get_by_role("heading", name="Response 2 of 40").wait_for()
    wait_for(lambda: judged(store, "Undoer", "R1") == rounds.Judged((code(1),), "open"))
    keys(visit, "y")
    wait_for(lambda: judged(store, "Undoer", "R1").state == "coded")
    keys(visit, "Control+z")
    wait_for(lambda: judged(store, "Undoer", "R1").state == "open")


def test_others_that_say_the_same_are_coded_after_a_look_and_undone_in_one_step(
    coding: Callable[[str], Visit], store: Store
) -> None:
    visit = coding("Same")
    keys(visit, "ArrowRight", "3", "s")
    dialog = visit.page.locator(AREA).get_by_role("dialog", name="Code these the same way")
    dialog.get_by_text("there is nothing for young people to do!").wait_for()
    assert dialog.get_by_role("checkbox").count() == 1
    assert judged(store, "Same", "R2") == rounds.Judged()
    dialog.get_by_role("button", name="Code this 1 response the same way").press("Enter")
    wait_for(lambda: judged(store, "Same", "R2") == rounds.Judged((code(2),), "coded"))
    keys(visit, "u")
    wait_for(lambda: judged(store, "Same", "R2") == rounds.Judged())
    assert judged(store, "Same", "R1").codes == (code(2),)


def test_a_list_is_filtered_and_coded_the_same_way_after_a_look(coding: Callable[[str], Visit], store: Store) -> None:
    visit = coding("Lister")
    visit.page.get_by_role("button", name="Which responses, in which order").click()
    visit.page.get_by_role("textbox", name="Only those that hold the words").fill("nothing young")
    visit.page.get_by_role("textbox", name="Only those that hold the words").press("Enter")
    visit.settle()
    visit.page.get_by_role("button", name="Show this list").click()
    visit.page.get_by_text("The list: 2 responses that hold nothing young, as they came in.").wait_for()
    area = visit.page.locator(AREA)
    area.get_by_role("heading", name="Response 1 of 2").wait_for()
    visit.page.get_by_text("Code all of this list the same way").click()
    visit.settle()
    codes = visit.page.get_by_role("combobox", name="The codes for all of them")
    codes.fill("Trains: cost")  # the list of 60 is drawn anew while it opens: what is written is not
    visit.page.get_by_role("option", name="Trains: cost").wait_for()
    codes.press("Enter")
    visit.page.keyboard.press("Escape")
    visit.page.get_by_text("2 responses would be changed.").wait_for()
    assert judged(store, "Lister", "R2") == rounds.Judged()
    visit.page.get_by_role("button", name="Code these the same way").click()
    visit.page.get_by_text("2 responses were coded the same way.").wait_for()
    assert judged(store, "Lister", "R2") == rounds.Judged((code(6),), "coded")
    area.focus()
    keys(visit, "u")
    wait_for(lambda: judged(store, "Lister", "R2") == rounds.Judged())
    assert judged(store, "Lister", "R1") == rounds.Judged()


def test_keys_can_be_chosen_and_are_kept(coding: Callable[[str], Visit], store: Store) -> None:
    visit = coding("Keys")
    rounds.keep_keys(store, QUESTION, "Keys", {"code tra1": "k", "done": "Enter"})
    visit.page.reload()
    visit.settle()
    area = visit.page.locator(AREA)
    area.get_by_role("heading", name="Response 1 of 40").wait_for()
    area.focus()
    keys(visit, "k")
    wait_for(lambda: judged(store, "Keys", "R0").codes == ("tra1",))
    assert area.get_by_role("button", name="k Trains: cost").get_attribute("aria-keyshortcuts") == "k"


def test_a_code_without_a_key_is_found_by_its_name(coding: Callable[[str], Visit], store: Store) -> None:
    visit = coding("Finder")
    keys(visit, "/")
    visit.page.keyboard.type("heard safe")
    keys(visit, "Enter")
    wait_for(lambda: judged(store, "Finder", "R0").codes == ("bei3",))
    keys(visit, "Enter")  # the area has the focus again
    visit.page.get_by_role("heading", name="Response 2 of 40").wait_for()


def test_the_keys_are_shown_on_request(coding: Callable[[str], Visit]) -> None:
    visit = coding("Helped")
    keys(visit, "?")
    dialog = visit.page.locator(AREA).get_by_role("dialog", name="Keys")
    dialog.get_by_text("Save the response and go on; with no code, record that nothing fits").wait_for()
    keys(visit, "1")  # does nothing behind the dialog
    keys(visit, "Escape")
    dialog.wait_for(state="hidden")
    assert visit.page.locator(AREA).get_by_role("button", pressed=True).count() == 0
    assert visit.page.evaluate("document.activeElement.shadowRoot?.activeElement?.className ?? ''") != ""


def test_presses_while_the_server_is_down_are_kept(
    coding: Callable[[str], Visit], store: Store, server: Server
) -> None:
    visit = coding("Patient")
    keys(visit, "1", "Enter")
    server.kill()
    keys(visit, "2", "Enter", "3", "Enter")
    visit.page.get_by_role("heading", name="Response 4 of 40").wait_for()
    server.start()
    wait_for(lambda: [judged(store, "Patient", f"R{n}").codes for n in range(3)] == [(code(n),) for n in range(3)], 60)
    visit.page.locator(AREA).locator(".saved", has_text="Saved").wait_for(timeout=60_000)


def test_two_coders_do_not_see_each_others_codes(coding: Callable[[str], Visit], store: Store) -> None:
    first, second = coding("Blind1"), coding("Blind2")
    keys(first, "1", "Enter")
    keys(second, "5", "Enter")
    wait_for(lambda: judged(store, "Blind2", "R0").codes == (code(4),))
    wait_for(lambda: judged(store, "Blind1", "R0").codes == (code(0),))
    second.page.reload()
    second.settle()
    second.page.locator(AREA).focus()
    keys(second, "ArrowLeft")
    area = second.page.locator(AREA)
    area.get_by_role("heading", name="Response 1 of 40").wait_for()
    assert area.get_by_role("group", name="Codes").get_by_role("button", pressed=True).all_inner_texts() == [
        "5\nBuses: information"
    ]


def test_no_violation_of_wcag_with_sixty_codes_and_marked_words(coding: Callable[[str], Visit]) -> None:
    visit = coding("Axe")
    keys(visit, "1", "e", "Shift+ArrowRight", "2", "e", "End", "q", "e")
    found = Axe().run(visit.page, options=RULES)
    assert [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found.response["violations"]] == []
    keys(visit, "Escape", "?")
    found = Axe().run(visit.page, options=RULES)
    assert [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("width", [683, 320])
def test_at_twice_the_size_nothing_is_cut_off_sideways(coding: Callable[[str], Visit], width: int) -> None:
    """A laptop's page at 200% is 683 pixels wide, at 400% 320 (WCAG 1.4.10)."""
    visit = coding("Zoomed")
    visit.page.set_viewport_size({"width": width, "height": 384})
    visit.settle()
    area = visit.page.locator(AREA)
    assert area.evaluate("area => area.scrollWidth <= area.clientWidth + 1")
    assert area.bounding_box()["width"] <= width
    assert area.evaluate(
        "area => [...area.querySelectorAll('button')].every(b => !b.offsetParent || b.scrollWidth <= b.clientWidth + 1)"
    )


def test_every_target_is_large_enough(coding: Callable[[str], Visit]) -> None:
    visit = coding("Sized")
    small = visit.page.locator(AREA).evaluate(
        """area => [...area.querySelectorAll('button, input')].filter(one => one.offsetParent)
          .map(one => one.getBoundingClientRect()).filter(box => box.width < 24 || box.height < 24).length"""
    )
    assert small == 0


def test_a_script_of_a_respondent_stays_text(coding: Callable[[str], Visit], store: Store, tmp_path: Path) -> None:
    rounds.add_responses(store, QUESTION, "people", [Response("X", "q", "<img src=x onerror=alert(1)> 🚌", {})])
    visit = coding("Careful")
    place = rounds.open_queue(store, QUESTION, "Careful").members.index("X")
    visit.page.get_by_role("spinbutton", name="Go to response").fill(str(place + 1))
    visit.page.get_by_role("spinbutton", name="Go to response").press("Enter")
    area = visit.page.locator(AREA)
    area.get_by_role("heading", name=f"Response {place + 1} of").wait_for()
    area.focus()
    keys(visit, "e", "Shift+End", "q")
    assert area.locator("p.text").inner_text() == "<img src=x onerror=alert(1)> 🚌"
    assert area.locator("img").count() == 0
