"""A run done again from what was kept of it, and whether it comes to the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coding.rounds.learning import learn, machine_labels
from coding.rounds.machine import embedded, encoder_sha256
from coding.rounds.runs import (
    COUNTS,
    INPUTS,
    SUGGESTIONS,
    Inputs,
    bytes_that_differ,
    counts_csv,
    manifest_versions,
    suggestions_csv,
)
from coding.suggester import wording
from core.encoder import Encoder
from core.errors import NotFoundError, UsageError
from core.jobs import Progress
from core.store import Store, builds
from core.store import codings as table
from core.store import machine as machine_table
from core.store import responses as response_table


@dataclass(frozen=True, slots=True)
class Reproduction:
    """`differs`: bytes of the tidy CSV of counts that are not as they were, and of the suggestions. `changed`: what is not as
    it was when the run was made, in words. `same`: both files are equal, byte for byte."""

    run: str
    question: str
    content: bytes
    differs: int
    differs_suggestions: int
    changed: tuple[str, ...]

    @property
    def same(self) -> bool:
        return self.differs == 0 and self.differs_suggestions == 0

    def record(self, file: str | None) -> dict[str, Any]:
        return {
            "run": self.run,
            "same": self.same,
            "file": file,
            "differs": self.differs,
            "differs_suggestions": self.differs_suggestions,
            "changed": list(self.changed),
        }


def reproduce(store: Store, run: str, encoder: Encoder, progress: Progress | None = None) -> Reproduction:
    """Learns, suggests and counts again from the inputs that were kept with the run; changes nothing in the project.

    Raises NotFoundError for an unknown run or one from before inputs were kept; UsageError where a response of that time is
    gone, since the run cannot be repeated without it."""
    progress = progress or Progress()
    with store.read() as connection:
        known = machine_table.run(connection, run)
        if known is None:
            raise NotFoundError(
                f"There is no run {run!r}. Runs are named by `verbatim code`, and listed by `verbatim runs`."
            )
        files = {name: machine_table.run_file(connection, run, name) for name in (INPUTS, COUNTS, SUGGESTIONS)}
        responses = {made.id: made for made in response_table.responses(connection, known.question)}
        kept, counts, suggestions = files[INPUTS], files[COUNTS], files[SUGGESTIONS]
        if kept is None or counts is None or suggestions is None:
            raise NotFoundError(
                f"The run {run} was made before runs kept their inputs. Train again: verbatim code --question ..."
            )
        inputs = Inputs.from_bytes(kept.content)
        codebook = table.codebook(connection, known.question, inputs.codebook_version)
    if codebook is None:
        raise UsageError(
            f"Version {inputs.codebook_version} of the code frame, with which {run} was made, is not in the project."
        )
    gone = [name for name in inputs.ids if name not in responses]
    if gone:
        raise UsageError(
            f"{len(gone)} responses that {run} learnt from are no longer in the project ({gone[0]} ...): it cannot be repeated."
        )
    changed = _changed(known.manifest, inputs, responses, encoder)
    texts = [responses[inputs.ids[row]].text for row in inputs.answered]
    embeddings = embedded(store, encoder, [*texts, *(wording(code) for code in codebook.codes)], progress)
    learnt = learn(inputs, texts, codebook, embeddings, progress)
    names = [inputs.ids[row] for row in inputs.answered]
    content = counts_csv(codebook, inputs, machine_labels(inputs, learnt))
    again = suggestions_csv(names, inputs.codes, learnt.probabilities, learnt.given)
    return Reproduction(
        run,
        known.question,
        content,
        bytes_that_differ(counts.content, content),
        bytes_that_differ(suggestions.content, again),
        tuple(changed),
    )


def _changed(manifest: dict[str, Any], inputs: Inputs, responses: dict[str, Any], encoder: Encoder) -> list[str]:
    made = []
    rewritten = sum(
        builds.text_sha256(responses[name].text) != of for name, of in zip(inputs.ids, inputs.text_hashes, strict=True)
    )
    if rewritten:
        made.append(f"the texts of {rewritten} responses")
    before, now = manifest.get("packages", {}), manifest_versions(inputs.refine)
    made += [
        f"{name} {before[name]}, now {now.get(name, 'absent')}" for name in before if now.get(name) != before[name]
    ]
    if manifest.get("encoder") != encoder.name or manifest.get("encoder_sha256") != encoder_sha256(encoder):
        made.append(f"the encoder: {manifest.get('encoder')}, now {encoder.name}")
    return made
