"""The sentences from which the verdict model is trained, and the command that trains it.

`python -m ingest.statements.training` reads `commitments.csv` and writes `weights.json`; `--check` prints the
cross-validated figures and writes nothing. Every sentence was written for this file by the project's authors.
"""
