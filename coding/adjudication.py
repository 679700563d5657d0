"""What coders of one response agree on and where they part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parting:
    """agreed: codes that everybody who coded the response gives; disputed: codes that one gives and another does not;
    uncodable: some hold that it cannot be coded, others coded it. A code that only one of them could judge (it is new)
    is no dispute."""

    agreed: tuple[str, ...]
    disputed: tuple[str, ...]
    uncodable: bool

    @property
    def differs(self) -> bool:
        return self.uncodable or bool(self.disputed)


def parting(codes: Sequence[str], judged: Mapping[str, Mapping[str, bool]], uncodable: Sequence[str]) -> Parting:
    """judged: of each person who coded the response, the codes that they judged; uncodable: who held it uncodable."""
    agreed, disputed = [], []
    for code in codes:
        values = [said[code] for said in judged.values() if code in said]
        if len(set(values)) > 1:
            disputed.append(code)
        elif values and values[0] and len(values) == len(judged):
            agreed.append(code)
    return Parting(tuple(agreed), tuple(disputed), bool(judged) and bool(uncodable))
