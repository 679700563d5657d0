"""Files in, domain objects out. Read in this order: `readers` (one module a format makes text and units), `structure`
(units become blocks), `passages`, `metadata`, `statements`, `tables`, `intake` (the only module here that stores)."""
