"""`verbatim doctor`: what could be wrong with the project or the machine, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.encoder import DEFAULT_MODEL, load_encoder
from core.errors import UserError

if TYPE_CHECKING:
    from ui.services import Services


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    message: str

    def record(self) -> dict[str, Any]:
        return {"name": self.name, "ok": self.ok, "message": self.message}


def checks(services: Services, *, export: bool) -> list[Check]:
    """The checks, in the order in which one would mend things."""
    return [_folder(services), _encoder(services, export), _originals(services), _index(services), _refused(services)]


def _folder(services: Services) -> Check:
    warning = services.store.wal_warning
    if warning:
        return Check(
            "folder", True, f"{warning}: SQLite's fast mode is off here; work alone in it, or keep a local copy."
        )
    return Check("folder", True, f"{services.store.folder} is a local folder.")


def _encoder(services: Services, export: bool) -> Check:
    made = services.settings
    if made.model == "none":
        return Check("encoder", True, "Keyword search only (--model none).")
    if (
        made.model == DEFAULT_MODEL
        and not export
        and not (made.models_folder / "all-MiniLM-L6-v2" / "model.onnx").is_file()
    ):
        return Check("encoder", False, "The encoder has not been exported yet. Run: verbatim doctor --export")
    try:
        encoder = load_encoder(made.model, made.models_folder)
    except UserError as error:
        return Check("encoder", False, str(error))
    return Check("encoder", True, encoder.name if encoder else "none")


def _originals(services: Services) -> Check:
    gone = [document.path for document in services.documents() if services.original(document) is None]
    if gone:
        return Check(
            "originals",
            False,
            f"{len(gone)} originals are missing from the project folder; ingest them again: {', '.join(gone[:5])}",
        )
    return Check("originals", True, "The original of every document is kept.")


def _index(services: Services) -> Check:
    if services.index_is_stale():
        return Check("index", False, "The search files are out of date. Run: verbatim index")
    return Check("index", True, "The search files are up to date.")


def _refused(services: Services) -> Check:
    refused = [made.path for made in services.files() if made.status == "refused"]
    if refused:
        return Check(
            "files",
            True,
            f"{len(refused)} files could not be read; `verbatim documents` names them: {', '.join(refused[:5])}",
        )
    return Check("files", True, "Every file that was given could be read.")
