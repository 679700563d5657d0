"""The nouns, and what two packages share. Imports none of the other four.

Reading order: documents, statements, responses, codebooks, answers, events, errors; then text and pipeline (spaCy),
encoder, platform; then store/ (the only source of truth) and jobs.
"""
