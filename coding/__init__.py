"""Open-text responses into themes: who coded what, how far coders agree, how common each theme is, and suggestions.

Reading order: `judgements` (people's codings side by side), `agreement`, `counts`, `prevalence` (shares and intervals),
`disclosure` (small numbers), `sampling`; then `features`, `classifier`, `suggester`, `discover` (the machine), `evaluate`;
`exchange/` (REFI-QDA and wide tables); `rounds/` is the only part that touches the store.
"""
