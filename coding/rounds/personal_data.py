"""Personal data in a question's responses: looked for, reviewed, replaced by pseudonyms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from coding.personal_data import RULES, NameFinder, find_personal_data, keys_of, named_elsewhere
from core.errors import NotFoundError, UsageError, UserError
from core.jobs import Progress
from core.personal_data import KINDS, WORDS, Decision, Kind, PersonalDatum, ShownText, with_pseudonyms
from core.responses import Response
from core.store import Store
from core.store import personal_data as table
from core.store import responses as response_table
from core.store.personal_data import Place

BATCH = 500  # responses searched between two saves
NOT_REJECTED: tuple[Decision, ...] = ("suggested", "accepted")


@dataclass(frozen=True, slots=True)
class PrivacyState:
    """How far a question is: responses with a text, how many were searched, what was found by decision, and whether what was
    accepted is replaced wherever the responses are shown."""

    responses: int
    searched: int
    decisions: Mapping[Decision, int]
    pseudonymised: bool

    @property
    def whole(self) -> bool:
        return self.searched == self.responses


# Shown --------------------------------------------------------------------------------------------------------------


def shown_text(store: Store, question: str, redact: bool | None = None) -> dict[str, str]:
    """The text of every response of the question (named by id or exact text) as it may be shown, by response id, in order.

    `redact` None: with what people accepted as personal data replaced where the question is pseudonymised (`privacy apply`),
    else as it came in. True: with everything replaced that nobody rejected, reviewed or not, for exports (`--redact`).
    False: as it came in. For the places of quotations in it see `shown_texts`.

    Raises UserError where `redact` is True and responses were not searched yet, NotFoundError for an unknown question."""
    return {name: shown.text for name, shown in shown_texts(store, question, redact).items()}


def shown_texts(store: Store, question: str, redact: bool | None = None) -> dict[str, ShownText]:
    """As `shown_text`, each with the way from places in the response to places in what is shown (`ShownText.place`)."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        responses = response_table.responses(connection, found.id)
        shown = shown_in(connection, found.id, responses, redact)
    return {made.id: shown.get(made.id) or ShownText(made.text) for made in responses}


def shown_in(
    connection: Connection, question: str, responses: Iterable[Response], redact: bool | None = None
) -> dict[str, ShownText]:
    """As `shown_texts`, within a transaction, of these responses of the question with this id: only those in which something
    is replaced."""
    decisions: tuple[Decision, ...] = NOT_REJECTED if redact else ("accepted",)
    if redact is None:
        redact = table.is_pseudonymised(connection, question)
    elif redact and (left := len(table.unsearched(connection, question, RULES))):
        raise UserError(
            f"{left} responses were not searched for personal data yet. Search them first: verbatim privacy --question {question}"
        )
    if not redact:
        return {}
    by_response: dict[str, list[PersonalDatum]] = {}
    for datum in table.personal_data(connection, question, decisions=decisions):
        by_response.setdefault(datum.response, []).append(datum)
    return {made.id: with_pseudonyms(made.text, by_response[made.id]) for made in responses if made.id in by_response}


def is_pseudonymised(store: Store, question: str) -> bool:
    """Whether the question's accepted personal data is replaced wherever its responses are shown."""
    with store.read() as connection:
        return table.is_pseudonymised(connection, response_table.find_question(connection, question).id)


def set_pseudonymised(store: Store, question: str, on: bool) -> bool:
    """Switches pseudonyms on or off for the question; returns whether that changed anything."""
    with store.action("pseudonymise" if on else "show as it came in", "") as action:
        found = response_table.find_question(action.connection, question)
        action.object = found.id
        action.silent = table.is_pseudonymised(action.connection, found.id) is on
        if not action.silent:
            table.set_pseudonymised(action.connection, found.id, on, store.who)
        return not action.silent


# Searched -----------------------------------------------------------------------------------------------------------


def search_personal_data(
    store: Store, question: str, progress: Progress | None = None, names: NameFinder | None = None
) -> int:
    """Searches the responses that were not searched yet, or with older rules; saved as it goes, so that it can be stopped and
    goes on where it stopped. Returns how many new suggestions there are. Events and progress hold numbers only."""
    progress = progress or Progress()
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        waiting = table.unsearched(connection, found.id, RULES)
    made = 0
    for low in range(0, len(waiting), BATCH):
        progress.report(low, len(waiting), "responses searched for personal data")
        batch = waiting[low : low + BATCH]
        places: list[Place] = []
        for (name, text), data in zip(batch, find_personal_data([text for _, text in batch], names)):
            for datum, key in zip(data, keys_of(text, data)):
                places.append(Place(name, datum.kind, datum.start, datum.end, datum.confidence, datum.rule, key))
        with store.action("search for personal data", found.id) as action:
            texts = dict(batch)
            now = {r.id: r.text for r in response_table.responses_of(action.connection, found.id, list(texts))}
            same = {name for name, text in texts.items() if now.get(name) == text}  # not corrected meanwhile
            fresh = table.put_found(
                action.connection, found.id, RULES, sorted(same), [place for place in places if place.response in same]
            )
            made += fresh
            action.after = {"searched": len(same), "found": fresh}
    if waiting:
        made += _named_elsewhere(store, found.id)
        progress.report(len(waiting), len(waiting), "responses searched for personal data")
    return made


def _named_elsewhere(store: Store, question: str) -> int:
    """Suggests the names that are likely, accepted or marked in one response wherever else they stand; how many are new."""
    with store.action("search for names known from other responses", question) as action:
        texts = {made.id: made.text for made in response_table.responses(action.connection, question)}
        known: dict[str, list[PersonalDatum]] = {}
        names: set[str] = set()
        for datum in table.personal_data(action.connection, question):
            known.setdefault(datum.response, []).append(datum)
            sure = datum.decision == "accepted" or (datum.decision == "suggested" and datum.confidence == "likely")
            if datum.kind == "name" and sure:
                names.update(keys_of(texts[datum.response], [datum]))
        names = {name for name in names if " " in name}
        places = [
            Place(name, "name", one.start, one.end, one.confidence, one.rule, keys_of(text, [one])[0])
            for name, text in texts.items()
            for one in (named_elsewhere(text, names) if names else ())
            if not any(one.start < datum.end and datum.start < one.end for datum in known.get(name, ()))
        ]
        action.after = {"found": table.put_suggestions(action.connection, question, places)}
        action.silent = not places
        return len(places)


def personal_data(
    store: Store, question: str, decisions: Sequence[Decision] = (), kinds: Sequence[Kind] = ()
) -> list[tuple[PersonalDatum, str]]:
    """What was found, each with the text of its response as it came in: in the order of the responses."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        data = table.personal_data(connection, found.id, decisions=decisions, kinds=kinds)
        names = list(dict.fromkeys(datum.response for datum in data))
        texts = {made.id: made.text for made in response_table.responses_of(connection, found.id, names)}
    return [(datum, texts[datum.response]) for datum in data]


def privacy_state(store: Store, question: str) -> PrivacyState:
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        texts = sum(bool(made.text.strip()) for made in response_table.responses(connection, found.id))
        left = len(table.unsearched(connection, found.id, RULES))
        decisions: dict[Decision, int] = {}
        for datum in table.personal_data(connection, found.id):
            decisions[datum.decision] = decisions.get(datum.decision, 0) + 1
        return PrivacyState(texts, texts - left, decisions, table.is_pseudonymised(connection, found.id))


# Reviewed -----------------------------------------------------------------------------------------------------------


def decide_personal_data(
    store: Store,
    question: str,
    decision: Decision,
    *,
    ids: Sequence[str] = (),
    kinds: Sequence[str] = (),
    confidence: str | None = None,
    everything: bool = False,
) -> int:
    """Accepts, rejects or (`suggested`) reopens what was found: the data with these ids; or of these kinds, of this
    confidence, or all, where nobody decided on it yet. Returns how many were changed.

    Raises UsageError where nothing says which, NotFoundError for an id that is not there."""
    if not (ids or kinds or confidence or everything):
        raise UsageError("Say which: ids, --kind KIND, --likely, or --all.")
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(f"There is no kind {kind!r}. The kinds are: {', '.join(KINDS)}.")
    with store.action(f"personal data {decision}", "") as action:
        found = response_table.find_question(action.connection, question)
        action.object = found.id
        known = table.personal_data(action.connection, found.id)
        if ids:
            missing = set(ids) - {datum.id for datum in known}
            if missing:
                raise NotFoundError(
                    f"No personal data of this question has the id {sorted(missing)[0]!r}. The ids: verbatim privacy "
                    f"--question {found.id} --json"
                )
            chosen = [datum for datum in known if datum.id in set(ids)]
        else:
            chosen = [
                datum
                for datum in known
                if (datum.decision == "suggested" or decision == "suggested")
                and (not kinds or datum.kind in kinds)
                and (confidence is None or datum.confidence == confidence)
            ]
        changed = [datum.id for datum in chosen if datum.decision != decision]
        table.decide(action.connection, changed, decision, store.who)
        action.before = {"decisions": _tally(datum.decision for datum in chosen)}
        action.after = {"changed": len(changed), "ids": changed[:50]}
        action.silent = not changed
        return len(changed)


def _tally(values: Iterable[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for value in values:
        counted[value] = counted.get(value, 0) + 1
    return counted


def mark_personal_data(store: Store, question: str, response: str, kind: Kind, words: str) -> list[str]:
    """Something that the search missed: every place in the response where these words stand is accepted as personal data of
    this kind. Returns the ids. Raises NotFoundError where the response does not hold the words."""
    if kind not in KINDS:
        raise UsageError(f"There is no kind {kind!r}. The kinds are: {', '.join(KINDS)}.")
    words = words.strip()
    with store.action("personal data marked", "") as action:
        found = response_table.find_question(action.connection, question)
        texts = response_table.responses_of(action.connection, found.id, [response])
        starts = _starts(texts[0].text, words) if texts and words else []
        if not starts:
            raise NotFoundError(
                f"Response {response!r} does not hold these words. Copy them from the response as they stand there."
            )
        action.object = f"{found.id}/{response}"
        made = []
        for start in starts:
            key = keys_of(texts[0].text, [_Marked(kind, start, start + len(words))])[0]
            place = Place(response, kind, start, start + len(words), "likely", "person", key)
            made.append(table.put_marked(action.connection, found.id, place, store.who))
        action.after = {"kind": kind, "places": [[start, start + len(words)] for start in starts]}
        return made


@dataclass(frozen=True, slots=True)
class _Marked:
    kind: Kind
    start: int
    end: int


def _starts(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + len(words))
    return found


def kinds_found(data: Sequence[PersonalDatum]) -> list[tuple[Kind, str, int, int]]:
    """(kind, its name, likely, possible) of what was found, in the order of `KINDS`; kinds without any are left out."""
    rows = []
    for kind in KINDS:
        of_kind = [datum.confidence for datum in data if datum.kind == kind]
        if of_kind:
            rows.append((kind, WORDS[kind], of_kind.count("likely"), of_kind.count("possible")))
    return rows
