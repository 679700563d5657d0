"""What was worked out from the whole project, kept until anything in the project changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar
from weakref import WeakKeyDictionary

from core.store import Store

Made = TypeVar("Made")
MOST = 6  # results kept of one project: both registers now and as at a day, the changes
_kept: WeakKeyDictionary[Store, dict[Hashable, tuple[int, object]]] = WeakKeyDictionary()
_lock = threading.Lock()


def kept(store: Store, name: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, or gave when nothing had been committed to the project since, by this process or another.

    The result is shared: whoever asks for it must not change it."""
    moved = store.moved()  # before anything is read: what is committed meanwhile is seen at the next call
    with _lock:
        held = _kept.setdefault(store, {}).get(name)
    if held is not None and held[0] == moved:
        return held[1]  # type: ignore[return-value]
    made = make()
    with _lock:
        results = _kept.setdefault(store, {})
        results.pop(name, None)
        results[name] = (moved, made)
        while len(results) > MOST:
            del results[next(iter(results))]
    return made
