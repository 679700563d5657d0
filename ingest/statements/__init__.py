"""Commitments and findings from the text of a document."""
