"""The sample project: the papers and responses of `samples/`, read in as a user would. Run again, it changes nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core.jobs import PrintedProgress
from core.platform import CHECKOUT
from ui.services import Services
from ui.settings import Settings, settings

SAMPLES = CHECKOUT / "samples"
QUESTION = "Why was the regional memorandum of understanding on agency social workers not beneficial?"
PAPERS = ("survey-report.pdf", "board-paper-pack.pdf")
CODERS = (("Coder 1", "codings-coder-1.csv"), ("Coder 2", "codings-coder-2.csv"))
ATTRIBUTES = ["region", "authority_type", "inspection_rating"]


def build(made: Settings, samples: Path = SAMPLES) -> Services:
    """The sample project, open; what is in already is left as it is, with what people did in it."""
    services = Services.open(made)
    services.ingest([samples / name for name in PAPERS if (samples / name).is_file()], progress=PrintedProgress())
    services.refresh_index(PrintedProgress())
    if not any(question.text == QUESTION for question in services.questions()):
        services.add_responses(
            samples / "responses.csv", QUESTION, text_column="response", id_column="response_id",
            respondents="organisations", attributes=ATTRIBUTES,
        )  # fmt: skip
        services.add_codebook(samples / "code-frame.csv", QUESTION)
        for coder, name in CODERS:
            services.add_codings(samples / name, QUESTION, coder, "random")
    return services


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", required=True)
    services = build(settings(parser.parse_args().project))
    contents = services.contents()
    services.store.close()
    print(
        f"Sample project: {contents.documents} documents, {contents.commitments} commitments, "
        f"{contents.findings} findings, {contents.responses} responses.",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
