"""Two reports side by side as they are shown: values with bases and intervals, the difference, the words that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from index.waves import word_changes
from ui.viewdata.places import Marked, one_line

if TYPE_CHECKING:
    from index.waves import Wave

SHOWN = {"": "All", "compared": "Compared", "clear": "Difference clear of zero", "refused": "Not compared"}


def wave_line(wave: Wave) -> dict[str, str]:
    """A pair as a row of the table."""
    return {
        "What": one_line(str(wave.b.get("subject") or wave.b.get("quote") or "")),
        "First": value_words(wave.a),
        "Second": value_words(wave.b),
        "Difference": difference_words(wave),
    }


def value_words(fields: Mapping[str, Any]) -> str:
    """The value as printed, with its base."""
    value, base = fields.get("value") or {}, fields.get("base") or {}
    low, high = value.get("low"), value.get("high")
    shown = f"{low:g}%" if low == high and low is not None else one_line(str(value.get("text") or ""))
    return f"{shown} (n = {base['n']:,})" if base.get("n") else shown


def difference_words(wave: Wave) -> str:
    """ "+6.0 points (-8.1 to +19.7)", or that the two are not compared."""
    if wave.refused is not None or wave.difference is None:
        return "not compared"
    return f"{wave.difference:+.1f} points ({wave.low:+.1f} to {wave.high:+.1f})"


def is_clear(wave: Wave) -> bool:
    """Whether the interval of the difference leaves zero out."""
    return wave.low is not None and wave.high is not None and (wave.low > 0 or wave.high < 0)


def chosen_waves(waves: Sequence[Wave], shown: str) -> list[Wave]:
    """The rows of one of `SHOWN`, in their order."""
    if shown == "clear":
        return [wave for wave in waves if is_clear(wave)]
    return [wave for wave in waves if not shown or (wave.refused is not None) == (shown == "refused")]


def wave_facts(wave: Wave) -> list[tuple[str, str]]:
    """What a reader needs to judge a pair."""
    facts = []
    if wave.refused is not None:
        facts.append(("Not compared", wave.refused))
    else:
        facts.append(("Difference", difference_words(wave)))
        meaning = "the interval leaves zero out" if is_clear(wave) else "the interval includes zero"
        facts.append(("Reading", f"second minus first, 95% interval; {meaning}"))
    for name, fields, interval in (("First", wave.a, wave.a_interval), ("Second", wave.b, wave.b_interval)):
        ends = f", 95% interval {interval[0]:.1f}% to {interval[1]:.1f}%" if interval else ""
        facts.append((name, value_words(fields) + ends))
        base = fields.get("base") or {}
        facts.append((f"Base of the {name.lower()}", one_line(str(base.get("text") or "none stated"))))
    asked = "at least one report prints none" if wave.alike_question is None else f"{wave.alike_question:.0%} alike"
    facts.append(("Questions", asked))
    facts.append(("Answers", f"{wave.alike_answer:.0%} alike"))
    return facts


def questions(wave: Wave) -> tuple[Marked | None, Marked | None]:
    """The question of the first report with the words marked that the second has not, and the other way round."""
    texts = [" ".join(str(fields.get("survey_question") or "").split()) for fields in (wave.a, wave.b)]
    if not texts[0] or not texts[1]:
        return (Marked(texts[0], ()) if texts[0] else None, Marked(texts[1], ()) if texts[1] else None)
    changes = word_changes(texts[0], texts[1])
    return _side(changes, "removed"), _side(changes, "added")


def _side(changes: Sequence[tuple[str, str]], own: str) -> Marked:
    text, marks = "", []
    for change, words in changes:
        if change not in ("same", own):
            continue
        start = len(text) + (1 if text else 0)
        text = f"{text} {words}" if text else words
        if change == own:
            marks.append((start, len(text)))
    return Marked(text, tuple(marks))
