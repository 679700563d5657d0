"""Small numbers kept out of tables about people, decided over the whole set of tables that stand side by side.

`census` (what the tables hold), `pattern` (what must say nothing), `audit` (what could still be worked out, by linear
programming), `masking` (the rows as they may be published, rounded where asked).
"""

from coding.disclosure.audit import Audit, audit
from coding.disclosure.census import Census, take_census
from coding.disclosure.masking import mask, round_rows
from coding.disclosure.pattern import NOTHING_HIDDEN, Pattern, protect

__all__ = ["NOTHING_HIDDEN", "Audit", "Census", "Pattern", "audit", "mask", "protect", "round_rows", "take_census"]
