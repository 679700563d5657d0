"""How telling a word of a question is: what a paper may put another way, and what it must say to be about the same.

People paraphrase verbs and general words ("sent back" for "replied", "big" for "large"); they seldom paraphrase figures,
names, measures ("average", "cost") and the nouns of a subject. A sentence that lacks one of the former may well answer; one that
lacks one of the latter more often speaks of something else (docs/methods.md).
"""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

from index.words import stem, tokens

WordKind = Literal["figure", "name", "measure", "general", "subject"]
KINDS: tuple[WordKind, ...] = get_args(WordKind)

# Words of measuring: which of several figures is wanted.
MEASURES = """
age average budget capacity cost duration fee fine fraction frequency highest income largest length limit longest lowest
maximum mean median minimum percentage price proportion range rate ratio salary share shortest size smallest speed spend
target threshold total turnover turnout value wage
"""

# General words, written from general English: verbs, adjectives and nouns that say little by themselves.
GENERAL = """
accept achieve act add affect agree aim allow announce answer appear apply approve argue arrive ask assess assume attempt attend avoid
back base become begin believe belong bring build buy call care carry cause cease change charge check choose claim close collect come
compare complain complete consider contain continue cope cover create cut deal decide deliver deny depend describe develop differ discuss
do draw drop earn emerge employ enable encourage end enjoy ensure enter evaluate examine exceed exist expand expect explain express extend
face fail fall favour feel fill find finish fit fix focus follow form gain get give go grow handle happen hear help hit hold identify
improve include increase inform intend introduce invest involve join judge keep know lack last launch lead learn leave let lie like
live look lose make manage matter mean measure meet mend mention miss move name notice object obtain occur offer open operate
oppose order organise owe own participate pass pay perform pick plan play point praise prefer prepare present prevent produce promise
propose protect prove provide publish pull push put raise reach react receive recommend record reduce refuse reject relate remain remove
rent repair replace reply report represent require resolve respond result return reveal review rise run save say scrap see seek seem sell
send serve set settle share shift shorten show shut sign sit solve sound speak spend stand start state stay stop struggle suffer suggest supply
support suppose switch take talk teach tell test think trace travel treat trouble try turn understand undertake use visit vote wait
walk want warn watch welcome win wish withdraw work worry write
able available bad best better big bigger brief busy certain cheap clear close common complete correct current different difficult due
early easy effective empty enough equal exact extra fair far fast final firm free frequent full further general glad good great happy hard
heavy high huge important joint keen large late latest least less likely little local long low main major many minor more most narrow near
necessary new nice normal odd old only open other overall own particular poor popular possible present proper quick ready real recent relevant
right rough safe same satisfied serious sharp short significant similar simple single slow small soon special specific strong sudden sure
tiny tough true typical unhappy unlikely useful usual various vital weak whole wide willing worried worse worst worth wrong young
actually again almost alone already altogether always currently differently eventually exactly generally hardly maybe mostly nearly
neither never nothing now often once only perhaps quite rather really roughly simply sometimes somewhere still then time today together
twice usually well
amount area aspect attitude bit case chance country deal decision detail difference effect element end event example extent fact factor form group
idea instance issue item job kind lot majority manner matter member method nature number opinion outcome part party people person piece
place plan point position problem process purpose question reason response result role rule scale scheme sense side situation sort
source stage step stuff subject success system task term thing trouble type use view way word work world
"""


@cache
def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


def word_kinds(text: str) -> dict[str, WordKind]:
    """For each word of a question, by its stem, how telling it is. A capital at the very beginning makes no name."""
    kinds: dict[str, WordKind] = {}
    for n, token in enumerate(tokens(text)):
        written, one = text[token.start : token.end], stem(token.term)
        kind: WordKind = "subject"
        if any(c.isdigit() for c in written):
            kind = "figure"
        elif written[:1].isupper() and n:
            kind = "name"
        elif one in _stems(MEASURES):
            kind = "measure"
        elif one in _stems(GENERAL):
            kind = "general"
        kinds.setdefault(one, kind)
    return kinds
