"""The structure pass's working record of one unit: what has been decided about it so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.documents import AgendaItem, BlockKind, Span
from ingest.structure.numbering import Printed
from ingest.structure.units import Unit


@dataclass(slots=True)
class Draft:
    """`rest` is the unit's text after bullet and printed number. `rank` orders headings (smaller is higher)."""

    unit: Unit
    kind: BlockKind
    rest: str
    printed: Printed | None = None
    rank: float | None = None
    depth: int = 0
    opens_section: bool = True
    continues: bool = False
    section: tuple[str, ...] = ()
    paragraph: str | None = None
    item: AgendaItem | None = None
    lead_in: Span | None = None
    level: int | None = None
    flags: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.unit.text

    @property
    def heading(self) -> str:
        """The heading as printed, with its number."""
        label = self.unit.label
        return f"{label} {self.text}" if label and self.printed is not None else self.text

    @property
    def is_body(self) -> bool:
        return self.kind not in ("furniture", "heading", "contents", "contact")
