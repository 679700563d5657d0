"""Words of the genre that say the same: what papers and reports of public bodies call a thing, and what people ask for.

Written for the program from general English; a word may stand in several groups. Matched by stem, and only when the
sentences of an answer are chosen: what is searched for stays as it was asked.
"""

from __future__ import annotations

from functools import cache

from index.words import stem

GROUPS = (
    "replied replies reply responded response responses respondents answered answers participated participants took",
    "fieldwork field carried conducted undertaken collected",
    "wrote written author authors prepared report",
    "reason reasons because cause causes caused explanation explanations explained",
    "obstacle obstacles barrier barriers challenge challenges difficulty difficulties problem problems hurdle issue issues",
    "hard difficult difficulty struggle struggling struggled tough",
    "worry worries worried concern concerns concerned doubt doubtful anxious risk risks",
    "help support supported assistance assist",
    "backed favour favoured supported support agreed endorsed approve approved",
    "oppose opposed opposition against disagreed objected reject rejected",
    "like liked praised welcomed satisfied happy",
    "dislike disliked dissatisfied unhappy complained complaint complaints criticised",
    "start starts started begin begins began beginning launch launched commence open opens introduced",
    "end ends ended expire expires finish finished finishes close closes closed shut",
    "stop stopped cease ceased withdraw withdrawn withdrawal drop dropped scrap scrapped cut cutting cuts",
    "fall fell fallen drop dropped decline declined decrease decreased reduced reduce reduction reducing lower down",
    "rise rose risen increase increased increases grow grown growth higher up",
    "change changed changes changing revised amended",
    "improve improved improvement better",
    "worsen worsened worse deteriorated",
    "continue continued extend extended extension kept keep remain retained prolonged",
    "replace replaced replaces substitute successor instead",
    "publish published publication issued issue released release out",
    "plan plans planned planning intend intends intended propose proposes proposed proposal",
    "promise promised pledge pledged commit committed commitment undertaking undertaken undertook",
    "decide decided decision resolved agreed",
    "appoint appointed appointment name named",
    "run runs operated operate operates operator delivered deliver managed manages provided provider",
    "pay paid pays payment payments funded fund funding",
    "cost costs price spend spending spent expenditure",
    "money funding fund funds investment invest invested grant grants budget",
    "save saving savings saved",
    "total altogether overall sum",
    "additional extra new more",
    "recruit recruited recruitment hire hired hiring fill filled filling vacancy vacancies",
    "staff workforce workers employees personnel team teams",
    "job jobs post posts role roles position",
    "leave leaving left turnover retention retain",
    "council councils authority authorities borough local",
    "area areas place places region regions site sites",
    "child children young youngsters",
    "teenager teenagers young youth",
    "carer carers caring",
    "parent parents family families",
    "pupil pupils student students learner learners",
    "resident residents people public",
    "doctor doctors gp gps surgery surgeries practice practices",
    "jab jabs vaccine vaccination vaccinations",
    "uptake take participation",
    "deadline due by",
    "meeting meets meet met",
    "chair chairs chaired chairman chairwoman chairperson",
    "late later delay delayed delays overdue",
    "quick quickly fast soon",
    "often frequent frequently frequency quarterly monthly weekly annual annually",
    "biggest largest main chief greatest most key major",
    "smallest least lowest fewest",
    "rule rules regulation regulations requirement requirements",
    "law legislation act statute statutory legislate",
    "duty duties required obligation must",
    "consult consultation consulted views",
    "trial pilot pilots piloted test tested try pathfinder pathfinders",
    "review reviewed evaluation evaluate evaluated assess assessed assessment",
    "guidance guide advice guidelines",
    "aim aims aimed goal goals target targets objective objectives",
    "use used using usage uses",
    "useful effective beneficial helpful helped worked",
    "share sharing shared",
    "buy buying purchase purchased purchasing procurement",
    "build built building construct construction",
    "home homes house houses housing",
    "poor low weak bad",
    "enough sufficient adequate",
    "lack shortage shortfall gap insufficient scarce",
    "empty vacant vacancy unfilled",
    "visit visits visited visiting went attended attendance",
    "early earlier previous before prior",
    "latest recent recently last",
    "joint jointly together multi partnership collaborative",
    "training train trained trains course courses",
    "expect expects expected expectation confident confidence likely",
    "think thinks thought believe believed view views feel felt say said",
    "ask asked request requested call called",
    "option options alternative alternatives choice choices",
    "effect effects impact impacts affect affected",
    "definition defined define means meaning",
    "size large big scale",
    "wait waiting waits",
    "check checks inspect inspection inspections monitor monitored",
    "scheme schemes programme programmes project projects initiative initiatives",
    "strategy strategies policy policies",
    "agency agencies temporary locum",
    "agreement memorandum protocol accord deal",
    "allowance allowances benefit benefits bursary",
    "list register record records database",
    "send sent circulate circulated submit submitted",
    "location venue where held",
)


@cache
def _table() -> dict[str, frozenset[str]]:
    made: dict[str, set[str]] = {}
    for group in GROUPS:
        stems = {stem(word) for word in group.split()}
        for one in stems:
            made.setdefault(one, set()).update(stems)
    return {one: frozenset(others - {one}) for one, others in made.items()}


def synonyms(one: str) -> frozenset[str]:
    """Stems that say the same as the stem `one`, itself left out."""
    return _table().get(one, frozenset())
