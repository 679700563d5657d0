"""Statements of a document: what somebody undertakes to do, and what was found.

Reading order: numbers, periods, date_patterns, dates, amounts, figures (small grammars over strings); sentences, modes,
references (a sentence in its place); actors, constructions, undertakings, commitments; survey, themes, findings.
"""
