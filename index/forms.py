"""Irregular and variant forms of words, brought to one before stemming: "built" and "build", "children" and "child",
"organization" and "organisation".

The stemmer (Snowball English) takes off regular endings only. Irregular verbs and plurals after the lists of Quirk et al.,
A Comprehensive Grammar of the English Language (1985), 3.11 to 3.20 and 5.81 to 5.103, those of them that policy papers
use; forms that are more often another word ("saw", "wound", "ground", "bound", "bore", "lay", "shot", "bit") are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_VERBS = """
be|been begin|began,begun break|broke,broken bring|brought build|built buy|bought catch|caught choose|chose,chosen
come|came deal|dealt draw|drew,drawn drive|drove,driven eat|ate,eaten fall|fell,fallen feed|fed feel|felt fight|fought
find|found forget|forgot,forgotten freeze|froze,frozen get|got,gotten give|gave,given go|went,gone grow|grew,grown
hear|heard hold|held keep|kept know|knew,known lead|led learn|learnt leave|left lend|lent lose|lost make|made mean|meant
meet|met oversee|oversaw,overseen overcome|overcame pay|paid prove|proven repay|repaid ride|rode,ridden rise|rose,risen
run|ran say|said seek|sought see|seen sell|sold send|sent shake|shook,shaken show|shown shrink|shrank,shrunk
sing|sang,sung sit|sat sleep|slept speak|spoke,spoken speed|sped spend|spent stand|stood steal|stole,stolen
strike|struck swear|swore,sworn swim|swam,swum take|took,taken teach|taught tell|told think|thought throw|threw,thrown
undergo|underwent,undergone understand|understood undertake|undertook,undertaken uphold|upheld wake|woke,woken
wear|wore,worn win|won withdraw|withdrew,withdrawn withhold|withheld write|wrote,written rebuild|rebuilt
foresee|foresaw,foreseen arise|arose,arisen become|became bear|born,borne forgive|forgave,forgiven hide|hid,hidden
mistake|mistook,mistaken outgrow|outgrew,outgrown overtake|overtook,overtaken rewrite|rewrote,rewritten spring|sprang,sprung
"""
_NOUNS = """
child|children man|men woman|women person|people,persons foot|feet tooth|teeth mouse|mice life|lives half|halves
wife|wives knife|knives shelf|shelves self|selves thief|thieves loaf|loaves criterion|criteria
phenomenon|phenomena analysis|analyses crisis|crises hypothesis|hypotheses thesis|theses diagnosis|diagnoses
appendix|appendices index|indices,indexes curriculum|curricula,curriculums consortium|consortia memorandum|memoranda,memorandums
stimulus|stimuli syllabus|syllabi,syllabuses datum|data medium|media bureau|bureaux,bureaus grandchild|grandchildren
schoolchild|schoolchildren craftsman|craftsmen chairman|chairmen chairwoman|chairwomen ombudsman|ombudsmen
policeman|policemen policewoman|policewomen fireman|firemen spokesman|spokesmen midwife|midwives
"""
_SPELLINGS = """
programme|program,programs centre|center,centers behaviour|behavior,behaviors labour|labor colour|color favour|favor
neighbour|neighbor,neighbors neighbourhood|neighborhood,neighborhoods harbour|harbor honour|honor
defence|defense offence|offense,offenses enrol|enroll,enrolled,enrolling enrolment|enrollment
fulfil|fulfill,fulfilled,fulfilling fulfilment|fulfillment skilful|skillful counsellor|counselor,counselors judgement|judgment,judgments
acknowledgement|acknowledgment ageing|aging grey|gray paediatric|pediatric,pediatrics while|whilst among|amongst
"""


def _table(*lists: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for entry in " ".join(lists).split():
        base, _, forms = entry.partition("|")
        for form in forms.split(","):
            if form and form != base:
                made.setdefault(form, base)
    return made


FORMS = _table(_VERBS, _NOUNS, _SPELLINGS)
_OF: dict[str, list[str]] = {}
for _form, _base in FORMS.items():
    _OF.setdefault(_base, []).append(_form)
_IZE = re.compile(r"(?<=[^\W\d_]{3})(?:iz|yz)(?=(?:e[drs]?|ers?|ing|ations?|able|ational)$)")


def base_form(term: str) -> str:
    """The word of which the folded `term` is an irregular form or another spelling, else the term."""
    found = FORMS.get(term)
    if found is not None:
        return found
    if "iz" in term or "yz" in term:
        return _IZE.sub(lambda match: match[0][0] + "s", term)
    return term


def irregular() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every word that has irregular forms or other spellings, with these."""
    for base, forms in _OF.items():
        yield base, tuple(forms)
