"""The advice that goes with a run, worked out once, as a job, and kept beside it for the screens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from coding.advice import CurvePoint, doubts, learning_curve, out_of_fold, outlooks
from coding.rounds.accepting import AcceptPreview, previewed, to_accept
from coding.rounds.advice import LEAST_CODED, Doubted, Prospects, known_coding
from core.encoder import Encoder
from core.errors import NotFoundError
from core.jobs import Progress
from core.store import Store
from core.store import codings as table
from core.store import machine as machine_table
from core.store import responses as response_table

ADVICE = "advice.json"
THRESHOLDS = (0.6, 0.7, 0.8, 0.9, 0.95)
MOST_DOUBTS = 200


@dataclass(frozen=True, slots=True)
class Advice:
    """What the newest run's makers should know: records as `Prospects.records`, the learning curve as (labels, micro, macro),
    codings to look at again as `Doubted.record` (texts left out), and the cost of accepting from each of THRESHOLDS on."""

    run: str
    coded: int
    codes: tuple[dict[str, Any], ...]
    curve: tuple[tuple[int, float, float], ...]
    look_again: tuple[dict[str, Any], ...]
    accept: tuple[AcceptPreview, ...]


def advise(
    store: Store, question: str, encoder: Encoder, seed: int = 0, progress: Progress | None = None
) -> Advice | None:
    """Works the advice out for the newest run and keeps it; None with fewer than 40 coded responses. Raises NotFoundError
    where there is no run."""
    progress = progress or Progress()
    known = known_coding(store, question, encoder, seed, progress)
    if len(known.rows) < LEAST_CODED:
        return None
    progress.report(0, 3, "what more coding would bring")
    points: list[CurvePoint] = learning_curve(known.batch, known.rows, known.judged, seed)
    progress.report(1, 3, "codings to look at again")
    predicted = out_of_fold(known.batch, known.rows, known.judged, seed)
    said = Prospects(
        known.batch.codes, tuple(points), tuple(outlooks(points, known.judged, predicted)), len(known.rows)
    )
    responses = [known.matrices.responses[row] for row in known.answered]
    doubtful = [
        Doubted(responses[one.row].id, "", known.batch.codes[one.code].code, one.given, one.probability).record()
        for one in doubts(known.rows, known.judged, predicted)[:MOST_DOUBTS]
    ]
    progress.report(2, 3, "what accepting would cost")
    costs = [
        previewed(to_accept(store, question, threshold), threshold, known.judged, predicted) for threshold in THRESHOLDS
    ]
    content = json.dumps(
        {
            "coded": len(known.rows),
            "codes": said.records(),
            "curve": [[point.labels, point.micro, point.macro] for point in points],
            "look_again": doubtful,
            "accept": [cost.record() for cost in costs],
        },
        ensure_ascii=False,
    ).encode()
    with store.action("advise", known.matrices.question) as action:
        newest = table.runs(action.connection, known.matrices.question)
        if not newest:
            raise NotFoundError("The program has suggested nothing yet. First: verbatim code --question ...")
        machine_table.replace_run_file(action.connection, newest[0][0], ADVICE, content)
        action.after = {"run": newest[0][0]}
    progress.report(3, 3, "advice kept")
    return kept_advice(store, question)


def kept_advice(store: Store, question: str) -> Advice | None:
    """The advice kept with the newest run; None where there is none."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        newest = table.runs(connection, found.id)
        kept = machine_table.run_file(connection, newest[0][0], ADVICE) if newest else None
    if kept is None:
        return None
    read = json.loads(kept.content)
    return Advice(
        newest[0][0],
        read["coded"],
        tuple(read["codes"]),
        tuple((int(labels), float(micro), float(macro)) for labels, micro, macro in read["curve"]),
        tuple(read["look_again"]),
        tuple(AcceptPreview(**cost) for cost in read["accept"]),
    )
