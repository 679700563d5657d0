"""What speaks against an undertaking: wordings and verbs by which a sentence is left out.

Calls on others, arrangements of a meeting, what holds in general or by law, recommendations put to a board, questions
within sentences, duties and the past.
"""

from __future__ import annotations

import re

MUST = re.compile(r"\b(?:should|must|ought to|needs? to|has to|have to|needed to)\b")
CALL = re.compile(
    r"\b(?:is|are|was|were|be) (?:asked|invited|recommended|requested|urged) to\b|\bwill (?:wish|want|be asked|be invited) to\b|\b[Rr]ecommend(?:s|ed|ations?)?\b.{0,30}\bthat\b"
    r"|\bplease\b|\bwould (?:like|welcome|wish|want|prefer|be happy|be grateful|encourage|urge)\b|\blook(?:s|ing)? forward to\b"
)
INVITED = re.compile(r"\bwould be (?:asked|invited) to\b")
NOTICE = re.compile(
    r"\b(?:next|this|the|a) meeting (?:of the [\w &'’]+ )?(?:will|shall) (?:be|take)|\bwill be (?:a )?meetings? of\b|\bwill be (?:held|webcast|recorded|filmed|available) (?:at|in|on|for|live)\b.{0,40}\b(?:am|pm|room|hall|chamber|online)\b"
    r"|\byour? (?:attendance|can|will|are|wish)\b|\blunch\b|\bapolog|\bdietary|\bI will now (?:make|turn|set out|move)\b|\bwill ask you\b|\bfire alarm|\bwebcast\b"
    r"|\b(?:will|shall) (?:then |also |further )?(?:be )?(?:discuss|describ|explain|examin|present|summaris|review|return|turn|look|come)\w*\b[^.;]{0,90}\b(?:in|below|later)"
    r" (?:in )?(?:[Ss]ections?|[Cc]hapters?|[Pp]art|[Pp]aragraphs?|[Aa]nnex|[Aa]ppendix|the (?:next|following) (?:section|chapter|part))\b"
    r"|\b(?:one|two|three|four|\d+) in (?:every )?(?:\w+|\d[\d,]*) (?:(?:wo)?men |people |children |adults )?will be\b"
)
"""Arrangements of a meeting, what the paper itself says further on, and odds."""
OPENS_SUBORDINATE = re.compile(
    r"^(?:If|Unless|Where|While|Whilst|Although|Though|Given|Without|Despite|However,? if|Even)\b"
)
PAST = re.compile(r"\b(?:was|were|had|has been|have been)\b")
ENDS_OPEN = re.compile(r":\s*$")
GENERIC = re.compile(
    r"\b(?:will|shall|would)\s+(?:usually|often|generally|normally|typically|sometimes|occasionally|inevitably|always|probably)\b|(?:^|[,;:–]\s|\b(?:[Aa]nd|[Bb]ut|[Ss]o|[Tt]hen|[Ww]hen|[Ii]f|[Tt]hat) )[Yy]ou(?:r [\w ]{2,30})?\s+(?:will|may|can|should)\b"
)
"""What holds in general, or is told to the reader: no undertaking."""
NO_DEED = frozenset(
    ["need", "require", "expect", "affect", "impact", "anticipate", "see", "know", "face", "comprise", "compose", "situate"]
)  # fmt: skip
"""Verbs of a state, a need or an effect, which nobody undertakes to do."""
OTHERS_WORDS = frozenset(["view", "survey", "recommendation"])
"""Sections that tell what others say or are asked for."""
ADMINISTRATIVE = re.compile(
    r"\bminutes\b.{0,120}\b(?:agreed|approved|confirmed|signed|accepted|taken)\b.{0,40}\b(?:record|confirmed|signed|accurate|true)\b|\bminutes of the .{0,80}\bbe (?:agreed|approved|confirmed|signed)\b"
    r"|\b(?:next|following) (?:parish council |council |board |committee )?meeting\b.{0,40}\b(?:asked|invited) (?:if|to|whether)\b|^[\w ]*\b(?:RESOLVED|AGREED|Resolved|Agreed)\s*(?:that|to)?\s*[:–—-]\s*(?:that|to)?\W*$",
    re.S | re.I,
)
"""Minutes agreed as a record, and a lead-in that decides nothing by itself."""
ONLY_A_NAME = re.compile(r"(?:ACTION|Action)s?\s*[:–-]\s*(?:(?:[A-Z][\w’'&/.-]*|and|of|for|the|&)\s*){1,8}")
FRAGMENT = re.compile(r"(?:How|What|Who|Whether|Why|When|Where|Which)\b")
BY_LAW = re.compile(
    r"\b(?:Act|Regulations?|law|legislation|statute|Code|constitution|standing orders?|Schedule)\s+(?:\d{4}\s+)?(?:says?|states?|requires?|provides?|means?|sets? out|specif\w+|places?|obliges?)\b"
    r"|^Under (?:the|this|these|section|its|their)\b[^,]{0,80}\b(?:Act|Regulations?|Order|law|section|duty|Code)\b[^,]{0,40},"
    r"|\b(?:under|in accordance with|as required by) (?:section|regulation|the [A-Z][\w ]{2,60}(?:Act|Regulations))\b[^.;]*\b(?:must|shall)\b"
)
"""What a law lays down for everybody is no undertaking of the paper that cites it."""
FOR_DECISION = re.compile(
    r"^(?:that )?(?:(?:the )?(?:[A-Z]\w+ ){0,4}(?:cabinet|board|committee|council|members|panel|trust|authority|partnership|executive|governors) )?(?:to )?(?:approve|note|agree|endorse|consider|comment|support|recommend|authorise|delegate)s?\b",
    re.I,
)
