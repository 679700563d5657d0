"""What leads up to a name and what follows one, as patterns."""

from __future__ import annotations

import re

_CAP = r"(?:[A-Z][’'‘](?=[A-Z])|Ma?c(?=[A-Z]))?[A-ZÀ-ÖØ-ÞŁŚŻŠČ][^\W\d_A-ZÀ-ÖØ-Þ]+(?:[-’'‘](?!s\b)[^\W\d_]+)*"
_PARTICLE = r"(?:de|da|dos|van der|van den|van|von|der|den|di|la|le|bin|bint|ibn|al|el|ap|ab|ferch|ul|ur)"
_INITIAL = r"(?:[A-Z]\.?(?=[ .]))"
NAME_PATTERN = rf"(?:{_CAP}|{_INITIAL})(?:\s?{_INITIAL})?(?:[ ](?:{_PARTICLE}[ ])?{_CAP}){{0,3}}"
NAME = re.compile(rf"(?<!\w){NAME_PATTERN}")
TITLED = re.compile(
    rf"(?<!\w)(?P<title>(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Cllr|Councillor|Sir|Dame|Lord|Lady|Baroness|Rev|Reverend|Pastor|Imam|Father|Sister|Nurse|Midwife|PC|PCSO|Sgt|Sergeant|Inspector"
    rf"|Constable|Judge|Cpl|Corporal|Capt|Captain|Major|Lt|Lieutenant|Colonel|Private|Sergeant|Matron|Canon|Rabbi|Auntie|Aunt|Uncle|Nana|Nan|Grandma|Grandad|MR|MRS|MS|MISS|DR|mr|mrs|ms|dr|cllr)\.?(?:\s(?:and|&|\+|/)\s(?:Mr|Mrs|Ms|Miss|Dr)\.?)?)\s(?P<name>{NAME_PATTERN})"
)
OFFICE_TITLES = frozenset(["cllr", "councillor", "sir", "dame", "lord", "lady", "baroness"])
OFFICE_BEFORE = re.compile(
    r"(?:\b(?:[Oo]ur|[Ll]ocal|[Tt]he|[Yy]our|[Mm]y|[Yy]our local)\s(?:\w+\s)?(?:MPs?|MSPs?|MEPs?)|\bMPs?|\bPrime Minister|\bPM|\b(?:Education|Health|Home|Foreign|Housing|Transport) Secretary|\bSecretary of State|\bMinister|\bChancellor|\bMayor"
    r"|\b[Cc]ouncil leader|\b[Ll]eader of the \w+|\b[Cc]hief executive|\bKing|\bQueen|\bPrince|\bPrincess|\bPresident|\bPope)[,:]?\s$"
)
OFFICE_AFTER = re.compile(
    r"^,?\s(?:MP|MSP|MS|MEP|AM)\b|^,?\s(?:the|our)\s(?:\w+\s)?(?:MP|mayor|prime minister|council leader|leader of the)\b",
    re.IGNORECASE,
)
SELF = re.compile(
    r"(?:\bmy (?:full )?name(?:[’'‘]?s| is)|\bname\s?:|\bname of|\baccount name|\bi am called|\bsigned(?: by)?|\b(?:this|it) is)\s*[:,\-–]?\s*$",
    re.IGNORECASE,
)
I_AM = re.compile(r"\b(?:i am|i[’'‘]?m|me,)\s$", re.IGNORECASE)
CALLED = re.compile(
    r"\b(?:called|named|name (?:is|was)|names (?:are|were)|ask(?:ed)? for|contact(?:ed)?|speak to|spoke (?:to|with)|speaking (?:to|with)|seen by|saw|see|met|meet|told|emailed|rang|phoned|asked|thanks? to|thank you(?: to)?|thanks"
    r"|credit to|well done|grateful to|kudos to|shout out to|especially|particularly|namely|with|from|by|for|to|and|or|named|is|was|like|about|knows?|dear|hi|hello|attn:?)\s$",
    re.IGNORECASE,
)
KIN_WORDS = (
    r"(?:step)?(?:sons?|daughters?|husband|wife|mums?|mom|mothers?|dads?|fathers?|brothers?|sisters?|(?:nan|gran|granny|grandma|grandad|grandpa|grandmother|grandfather|grandsons?|granddaughters?|grandchild(?:ren)?)|partner|fianc[eé]e?|friends?"
    r"|neighbours?|carers?|social worker|support worker|key ?worker|case ?worker|gp|doctor|midwife|health visitor|nurse|teacher|headteacher|landlord|landlady|boss|manager|line manager|nephews?|niece|uncle|aunt(?:ie|y)?|cousins?|child(?:ren)?"
    r"|baby|boys?|girls?|kids?|twins?|ex|mate|colleague|flatmate|housemate|tenant|late husband|late wife|mother-in-law|father-in-law|driver|warden|housing officer|adviser|advisor|counsellor|therapist|consultant|dentist|receptionist|tutor|ta)"
)
I_AM_ENDS = re.compile(r"[,.!;]|\s(?:and|from|aged|a \w+ at)\b|$")
NOT_A_PERSON = re.compile(r"(?:ish|ian|ese|ic|ist|ite|ed)$|^.{1,2}$")
WHOSE = re.compile(
    rf"[’'‘]s (?:{KIN_WORDS}|ehcp|school|teacher|diagnosis|funeral|birthday|pension|wheelchair|tenancy)\b",
    re.IGNORECASE,
)
WEAK_CALLED = re.compile(
    r"\b(?:for|to|by|with|from|is|was|about|in|like|or|and|see|especially|particularly)\s$", re.IGNORECASE
)
STRONG_CALLED = re.compile(
    r"\b(?:called|named|name (?:is|was)|names (?:are|were)|ask(?:ed)? for|spoke (?:to|with)|speak to|seen by|thanks to|thank you to|contact|dear)\s$",
    re.IGNORECASE,
)
KIN = re.compile(
    rf"\b(?:my|our|his|her|their|your|the|a|an old|eldest|youngest)\s(?:\w+\s){{0,2}}{KIN_WORDS}(?:,| is called| was called| called| named| is named|[’'‘]s name is| is| was|\s\()?\s?$",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"(?:(?i:\b(?:kind regards|best regards|warm regards|regards|many thanks|thanks(?: again)?|thank you|yours (?:sincerely|faithfully|truly)?|sincerely"
    r"|faithfully|cheers|best wishes|all the best|love|from|signed|ta)\b)[ ,.!:\-–]*\s+|(?:^|\n|[.!?)][ ]+)[-–—~]\s?)"
    rf"(?P<name>{NAME_PATTERN})(?P<rest>[.,]?(?:\s*[(,].{{0,60}})?)\s*$"
)
LAST_LINE = re.compile(rf"\n\s*(?P<name>{NAME_PATTERN})\s*(?:[,(].{{0,60}})?\s*$")
SAYINGS = re.compile(
    r"\bTom,? Dick,? (?:and|or|&) Harry|\brob(?:bing|bed)? Peter to pay Paul|\bkeep(?:ing)? up with the Jones(?:es)?|\bJack of all trades|\bBob[’']s your uncle|\bfor Pete[’']s sake",
    re.IGNORECASE,
)
JOINED_AFTER = re.compile(
    rf"\s?(?:and|&|,|then|or)\s(?:then\s)?(?P<name>{NAME_PATTERN})(?=\s(?:and|were|are|was|who|have|got|then|both|had|at|in|for|from)\b|[.,;!?)]|$)"
)
JOINED_BEFORE = re.compile(rf"(?P<name>{NAME_PATTERN})\s?(?:and|&)\s(?:then\s)?$")
DOES = re.compile(
    r",?\s(?:who\b|told\b|said\b|says\b|explained\b|listened\b|helped\b|came\b|rang\b|retired\b|died\b|left\b|taught\b|visited\b|promised\b|refused\b|treated\b|looked after\b|runs? the\b|knows?\b|deserves?\b|cried\b|proposed\b|passed away\b|sorted\b|phoned\b"
    r"|(?:was|is|were) (?:my|our|his|her|their|very|so|always|kind|lovely|brilliant|rude|polite|honest|amazing|fantastic|great|wonderful|excellent|born|bullied|told|made redundant|followed|\d+\b|\d+ years old|aged|a (?:hero|star|saint|gem|credit|treasure|diamond))"
    r"|has (?:autism|dementia|adhd|cerebral|epilepsy|diabetes|cancer|special|been (?:out of school|waiting|a hero|amazing|brilliant|so|very))|and I\b|from next door\b|next door\b|in (?:your|our|the) \w+ (?:team|office|department)\b)"
)
LEADS = re.compile(
    r"\b(?:ask|tell|thank|thanks|told|named|when|since|after|before|until|until then|because|if|and|that|think|believe|hope|know|for|to|with|by|from|of|named|my|our|bless|contact|see)\s$",
    re.IGNORECASE,
)
_GROUPS = """
staff parents teachers residents children kids families officers drivers nurses doctors volunteers management landlord tenant mum mam mom
dad nan nana gran grandma grandad everybody mental adult environmental customer trading county town city highways planning customers
voluntary public
"""
GROUPS = frozenset(_GROUPS.split())
CAPITALS = re.compile(r"(?<!\w)(?P<first>[A-Z]{2,})\s(?P<last>[A-Z][A-Z’'-]{2,})(?!\w)")
OPENS = re.compile(
    r",?\s(?:and I\b|from next door|told|taught|said|explained|listened|proposed|was (?:my|our)|is my|who)"
)
