"""Files out: spreadsheets, CSV and Word, formulas neutralised."""
