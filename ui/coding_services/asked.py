"""What the rooms of the coding services ask of one another and of `Services`, which has the store and the encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.codebooks import Codebook, Coding
    from core.encoder import Encoder
    from core.personal_data import ShownText
    from core.responses import Question, Response
    from core.store import Store


class Asked:
    """Declared here, given by `ui.services.Services`."""

    if TYPE_CHECKING:
        store: Store

        @property
        def encoder(self) -> Encoder | None: ...

        def question(self, name: str) -> Question: ...
        def responses(self, question: str) -> list[Response]: ...
        def codebook(self, question: str) -> Codebook: ...
        def codings(self, question: str) -> list[Coding]: ...
        def search_personal_data(self, question: str) -> int: ...
        def shown_texts(self, question: str, redact: bool | None = None) -> dict[str, ShownText]: ...
