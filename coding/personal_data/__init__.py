"""Personal data in free text, British forms: found by rules that a person can read, as suggestions for a person to review.

`contacts` (email, telephone), `numbers` (National Insurance, NHS, bank), `dates` (of birth), `vehicles`, `places` (postcode, address), `names` (with
`first_names` and `figures`, people and things that are known to everybody), `ner` (spaCy's PERSON); `find` puts them together. No rule
finds everything: benchmarks/README.md says how much was found of what was planted.
"""

from coding.personal_data.find import RULES, find_personal_data
from coding.personal_data.found import Found, keys_of, named_elsewhere
from coding.personal_data.ner import NameFinder, spacy_names

__all__ = ["RULES", "Found", "NameFinder", "find_personal_data", "keys_of", "named_elsewhere", "spacy_names"]
