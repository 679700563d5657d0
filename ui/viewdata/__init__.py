"""Per screen, pure functions from domain objects to rows, counts and captions."""
