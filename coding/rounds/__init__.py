"""The coding of open questions, kept in the project: the only part of `coding` that touches the store.

`questions` (responses in), `frames` (the code frame; `migrating`: what a change of it does to codings; `frame_checks`), `history` (the log, past states; `undoing`), `judgements` (people's codings in), `screen` (coding by keyboard: presses), `queues` (a coder's list), `marks` (a coder's own judgements, marks and keys), `alike` (texts that say the same),
`exchange` (other programs' projects), `results` (agreement), `counting` (samples, counts), `machine` (train, suggest; `learning`, `runs`, `reproducing`: what a run is made of, and the same again), `themes` (proposed codes), `advice` (what to code next). Every user action is one transaction
and one event. A question is named by its id or its exact text.
"""

from coding.rounds.counting import SampleRow, counts, draw_sample, samples
from coding.rounds.exchange import coded_rows, exchange_project, import_project
from coding.rounds.frames import (
    FormerCode,
    add_code,
    add_codebook,
    codebook,
    codebook_versions,
    former_codes,
    frame_versions,
)
from coding.rounds.history import HistoryEntry, PastState, as_of, history
from coding.rounds.judgements import add_codings, coders, codings, reset_coding
from coding.rounds.machine import MachineRun, suggestions, train_and_suggest
from coding.rounds.marks import Judged, coder_keys, keep_keys
from coding.rounds.migrating import FrameChange, change_frame, codes_before, preview_change, to_recode, waiting_totals
from coding.rounds.publishing import (
    bases,
    coding_effort,
    group_differences,
    publication,
    rank_themes,
    wave_differences,
)
from coding.rounds.questions import (
    ImportReport,
    ImportRow,
    add_responses,
    attribute_names,
    find_question,
    questions,
    responses,
    state_totals,
)
from coding.rounds.queue_members import QueueSpec
from coding.rounds.queues import (
    Pace,
    Queue,
    QueueItem,
    attribute_values,
    items_of,
    keep_place,
    make_queue,
    members_of,
    open_queue,
    pace,
    place_of,
    position,
    queue,
    queue_items,
    same_responses,
)
from coding.rounds.results import agreement
from coding.rounds.screen import Acknowledgement, CodingEvent, apply_events
from coding.rounds.undoing import LaterWork, NotYours, Reversal, redo, undo

__all__ = [
    "Acknowledgement",
    "CodingEvent",
    "FormerCode",
    "FrameChange",
    "HistoryEntry",
    "ImportReport",
    "ImportRow",
    "Judged",
    "LaterWork",
    "MachineRun",
    "NotYours",
    "Pace",
    "PastState",
    "Queue",
    "QueueItem",
    "QueueSpec",
    "Reversal",
    "SampleRow",
    "add_code",
    "add_codebook",
    "add_codings",
    "add_responses",
    "agreement",
    "apply_events",
    "as_of",
    "attribute_names",
    "attribute_values",
    "bases",
    "change_frame",
    "codebook",
    "codebook_versions",
    "coded_rows",
    "coder_keys",
    "coders",
    "codes_before",
    "coding_effort",
    "codings",
    "counts",
    "draw_sample",
    "exchange_project",
    "find_question",
    "former_codes",
    "frame_versions",
    "group_differences",
    "history",
    "import_project",
    "items_of",
    "keep_keys",
    "keep_place",
    "make_queue",
    "members_of",
    "open_queue",
    "pace",
    "place_of",
    "position",
    "preview_change",
    "publication",
    "questions",
    "queue",
    "queue_items",
    "rank_themes",
    "redo",
    "reset_coding",
    "responses",
    "same_responses",
    "samples",
    "state_totals",
    "suggestions",
    "to_recode",
    "train_and_suggest",
    "undo",
    "waiting_totals",
    "wave_differences",
]
