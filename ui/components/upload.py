"""A file that a browser sent, on disk as long as it is read and not longer: responses are personal data."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ui.viewdata.library import clean_name


@contextlib.contextmanager
def uploaded_file(uploaded: Any) -> Iterator[Path]:
    """The uploaded file under a cleaned name in a folder that only this user can read; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="verbatim-") as folder:
        path = Path(folder) / clean_name(uploaded.name)
        path.write_bytes(uploaded.getvalue())
        yield path
