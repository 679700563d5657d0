"""Theme counts: the rows of the table, the caption, and the bar chart with its intervals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coding.counts import CountRow, CountTable

BASES = {
    "answered": "Those who answered",
    "asked": "All who were asked",
    "codable": "Those whose answer can be coded",
}
INK, BLUE, LINE = "#0b0c0c", "#1d70b8", "#505a5f"
HOW = {"all_human": "counted", "human_sample": "from the sample", "machine_assisted": "sample and machine"}
METHODS = {
    "all_human": "All coded by people",
    "human_sample": "Sample coded by people",
    "machine_assisted": "Estimated from a sample coded by people and the program's suggestions",
}


@dataclass(frozen=True, slots=True)
class CountLine:
    """A row of the table as it is shown. Numbers are None where the cell is suppressed or nothing is known."""

    theme: str
    group: str
    n: int | None
    sampled: int | None
    base: int | None
    percent: float | None
    low: float | None
    high: float | None
    suppressed: bool
    method: str = "all_human"

    @property
    def decimals(self) -> int:
        """Whole percents where they rest on fewer than 100 responses, else one decimal place."""
        least = min(value for value in (self.base, self.sampled, 100) if value is not None)
        return 0 if least < 100 else 1


def count_lines(table: CountTable) -> list[CountLine]:
    return [_line(row) for row in table.rows]


def _line(row: CountRow) -> CountLine:
    return CountLine(
        row.label,
        ", ".join(value for _, value in row.group) or "All",
        row.n,
        row.sampled,
        row.base,
        row.percent,
        row.low,
        row.high,
        row.suppressed,
        row.method,
    )


def shown_number(value: float | None, *, suppressed: bool = False, decimals: int = 0) -> str:
    """A number as text; "[c]" where it is suppressed, "–" where there is none."""
    if suppressed:
        return "[c]"
    return "–" if value is None else f"{value:,.{decimals}f}"


def shown_interval(line: CountLine) -> str:
    if line.suppressed:
        return "[c]"
    if line.low is None or line.high is None:
        return "–"
    if line.low == line.high:
        return "not needed"
    return f"{line.low:.{line.decimals}f} to {line.high:.{line.decimals}f}"


def table_rows(lines: Sequence[CountLine], *, grouped: bool) -> list[dict[str, str]]:
    """The table as people read it, every number as text."""
    return [
        {
            "Theme": line.theme,
            **({"Group": line.group} if grouped else {}),
            "Responses with it": shown_number(line.n, suppressed=line.suppressed),
            "Coded by people": shown_number(line.sampled, suppressed=line.suppressed),
            "Base": shown_number(line.base),
            "Percent": shown_number(line.percent, suppressed=line.suppressed, decimals=line.decimals),
            "95% interval": shown_interval(line),
            "How": HOW[line.method],
        }
        for line in lines
    ]


def caption(table: CountTable) -> str:
    """Question and base in a sentence, as they must stand under a chart."""
    bases = sorted({row.base for row in table.rows if row.base is not None and not row.group})
    base = f"Base: {BASES[table.base_kind].lower()}" + (f" ({bases[-1]:,})" if bases else "")
    coded = sorted({row.sampled for row in table.rows if row.sampled is not None and not row.group})
    sampled = bool(coded and bases and coded[-1] < bases[-1])
    part = f", of which {coded[-1]:,} were coded by people; percentages are of those" if sampled else ""
    return f"Question: {table.question_text} {base}{part}. A response can bear several themes."


def interval_note(lines: Sequence[CountLine]) -> str:
    """What the lines on the bars are, or why there are none."""
    if any(line.low is not None and line.high is not None and line.low < line.high for line in lines):
        return "The lines on the bars are 95% intervals."
    if any(line.low is not None for line in lines):
        return "Every response was coded, so no interval is needed."
    return "No interval: the responses that were coded are not recorded as a random sample."


def without_codings(table: CountTable) -> bool:
    """Whether nobody has coded anything, so that a chart would say nothing."""
    return not any(row.sampled for row in table.rows)


def chart_points(lines: Sequence[CountLine]) -> list[CountLine]:
    """What the chart draws: rows with a percentage, of all respondents, the most frequent theme first."""
    drawn = [line for line in lines if line.percent is not None and not line.suppressed]
    return sorted(drawn, key=lambda line: -(line.percent or 0.0))


def wrapped(label: str, width: int = 34) -> list[str]:
    """A label in lines of at most about `width` characters, cut between words."""
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines or [""]


def bar_chart(points: Sequence[CountLine]) -> Any:
    """Bars of percentages with their 95% intervals as lines, dark labels, the scale from 0."""
    import altair as alt

    def text(line: CountLine) -> str:
        return f"{line.percent:.0f}%"

    values: list[dict[str, Any]] = [
        {
            "theme": "\n".join(wrapped(line.theme)), "percent": line.percent, "low": line.low, "high": line.high,
            "shown": text(line), "n": line.n, "at": max(v for v in (line.percent, line.high) if v is not None),
        }
        for line in points
    ]  # fmt: skip
    top = max([10.0, *(value["at"] for value in values)])
    scale = alt.Scale(domain=[0, min(100.0, top * 1.12)], nice=True)
    order = [value["theme"] for value in values]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y(
            "theme:N",
            sort=order,
            title=None,
            axis=alt.Axis(
                labelExpr="split(datum.value, '\\n')",
                labelLimit=400,
                labelFontSize=14,
                ticks=False,
                domain=False,
                labelPadding=8,
            ),
        )
    )
    x = alt.X(
        "percent:Q",
        title="Percent of the base",
        scale=scale,
        axis=alt.Axis(tickCount=6, grid=True, gridColor="#e0e2e3"),
    )
    bars = base.mark_bar(color=BLUE, height={"band": 0.6}).encode(x=x, tooltip=["theme:N", "shown:N", "n:Q"])
    layers: list[Any] = [bars]
    if any(value["low"] is not None and value["high"] is not None and value["low"] < value["high"] for value in values):
        whisker = base.transform_filter("isValid(datum.low) && datum.low < datum.high")
        layers.append(whisker.mark_rule(color=INK, strokeWidth=2).encode(x=alt.X("low:Q", scale=scale), x2="high:Q"))
        for end in ("low", "high"):
            layers.append(whisker.mark_tick(color=INK, thickness=2, height=10).encode(x=alt.X(f"{end}:Q", scale=scale)))
    layers.append(
        base.mark_text(align="left", dx=6, color=INK, fontSize=14).encode(x=alt.X("at:Q", scale=scale), text="shown:N")
    )
    return (
        alt.layer(*layers)
        .properties(height=max(120, 44 * len(values)))
        .configure(font='"Source Sans", sans-serif')  # first: it sets the whole configuration
        .configure_axis(labelColor=INK, titleColor=INK, labelFontSize=14, titleFontSize=14, titleFontWeight="normal")
        .configure_view(stroke=None)
    )


def chart_description(points: Sequence[CountLine]) -> str:
    """The chart in words, for those who cannot see it."""
    said = "; ".join(f"{line.theme} {line.percent:.0f}%" for line in points)
    return f"Bar chart of how many percent of responses bear each theme, the most frequent first. {said}. The table below has the same numbers."


def file_stem(text: str) -> str:
    """A name for a download out of a question's words."""
    words = re.findall(r"[a-z0-9]+", text.lower())[:6]
    return "-".join(["theme-counts", *words])
