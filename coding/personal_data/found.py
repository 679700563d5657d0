"""What a rule found in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, Protocol

from core.personal_data import Confidence, Kind

TITLE = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|cllr|councillor|sir|dame|lord|lady|rev|reverend|fr|father|sister|nurse"
    r"|pc|sgt|inspector|judge)\b\.?\s*)+",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """Half-open range of code points, its kind, how sure the rule is, and the rule's name."""

    kind: Kind
    start: int
    end: int
    confidence: Confidence
    rule: str


class Placed(Protocol):
    """Anything of a kind that stands somewhere in a text."""

    @property
    def kind(self) -> Kind: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def keys_of(text: str, data: Sequence[Placed]) -> list[str]:
    """For each datum what it is, spelling apart: the same key, the same pseudonym. Letters and digits alone, lower case; a
    telephone number with its leading 0; a name without its title, and one that is part of a fuller name in the same text
    ("Amina" after "Amina Yusuf") is that name."""
    made = [_key(datum.kind, text[datum.start : datum.end]) for datum in data]
    names = [key for datum, key in zip(data, made) if datum.kind == "name" and " " in key]
    return [_fuller(key, names) if datum.kind == "name" and " " not in key else key for datum, key in zip(data, made)]


def _key(kind: Kind, words: str) -> str:
    if kind == "name":
        plain = re.sub(r"[’'‘](?:s\b)?", "", TITLE.sub("", words)) or words
        return " ".join(re.findall(r"[^\W_]+", plain.casefold()))
    if kind == "email":
        return words.casefold()
    bare = re.sub(r"[\W_]+", "", words.casefold())
    if kind == "phone":
        return re.sub(r"^(?:00)?440?(?=\d{9})", "0", bare)
    return bare


def _fuller(key: str, names: Sequence[str]) -> str:
    """The only fuller name that has this part, else the name itself."""
    fuller = {name for name in names if key in name.split()}
    return fuller.pop() if len(fuller) == 1 else key


_WORD = re.compile(r"[^\W_]+(?:[’'‘-][^\W_]+)*")
LONGEST_NAME = 4  # words


def named_elsewhere(text: str, names: Collection[str]) -> Iterator[Found]:
    """Places where a whole name (two words and more, as `keys_of` gives it) that is known from other texts stands in this one."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    n = 0
    while n < len(words):
        for length in range(min(LONGEST_NAME, len(words) - n), 1, -1):
            start, end = words[n][0], words[n + length - 1][1]
            if _key("name", text[start:end]) in names:
                yield Found("name", start, end, "likely", "named elsewhere")
                n += length - 1
                break
        n += 1
