"""See DESIGN in docs/architecture."""
