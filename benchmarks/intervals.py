"""Do nominal 95% intervals hold the truth 95% of the time?

    python -m benchmarks.intervals [--simulations 4000]
    python -m benchmarks.intervals --responses DIR [--draws 200] [--models DIR]

First form: a population of N responses with a machine of known recall and precision, a random sample of n coded by people;
one line a cell, then the least, greatest and mean coverage. Second form: the coded responses in DIR (as for
`evaluate coding`): a machine trained on 400 of them, N = 2,000 others (fewer where there are fewer), n = 150, 200 draws;
themes of at least 1%; coverage and width against people's codings alone.
"""

from __future__ import annotations

import argparse
from itertools import product
from pathlib import Path

import numpy as np

from coding.prevalence import Stratum, human_share, machine_assisted_share

POPULATIONS, SAMPLES, SHARES = (300, 1000, 5000), (100, 200), (0.03, 0.10, 0.30)
MACHINES = ((0.6, 0.6), (0.7, 0.75), (0.8, 0.8))  # recall, precision
TRAINED_ON, POPULATION, SAMPLE, LEAST_SHARE = 400, 2_000, 150, 0.01


def simulated(
    population: int, n: int, share: float, recall: float, precision: float, runs: int, seed: int
) -> list[float]:
    """[coverage, mean width, mean width of people's codings alone, share of runs in which the machine helped]."""
    rng = np.random.default_rng(seed)
    false_positive = share * recall * (1 / precision - 1) / (1 - share)
    cells = rng.multinomial(
        population,
        [share * recall, share * (1 - recall), (1 - share) * false_positive, (1 - share) * (1 - false_positive)],
        size=runs,
    )
    drawn = np.array([rng.multivariate_hypergeometric(counts, n) for counts in cells])
    totals = np.zeros(4)
    for (tp, fn, fp, tn), (a, b, c, d) in zip(cells.tolist(), drawn.tolist()):
        made = machine_assisted_share(Stratum(tp + fp, a + c, a), Stratum(fn + tn, b + d, b))
        human = human_share(Stratum(population, n, a + b), True)
        assert made.low is not None and made.high is not None and human.low is not None and human.high is not None
        truth = (tp + fn) / population
        totals += [
            made.low - 1e-12 <= truth <= made.high + 1e-12,
            made.high - made.low,
            human.high - human.low,
            made.method == "machine_assisted",
        ]
    return [float(value) for value in totals / runs]


def simulate(runs: int) -> None:
    print("N n share recall precision coverage width human_width assisted")
    coverages = []
    for seed, (population, n, share, (recall, precision)) in enumerate(product(POPULATIONS, SAMPLES, SHARES, MACHINES)):
        made = simulated(population, n, share, recall, precision, runs, seed)
        coverages.append(made[0])
        print(population, n, share, recall, precision, *(f"{value:.3f}" for value in made), flush=True)
    print(f"coverage: least {min(coverages):.3f} greatest {max(coverages):.3f} mean {np.mean(coverages):.3f}")


def measure(folder: Path, models: Path, draws: int) -> None:
    from coding.evaluate import embed
    from coding.evaluation_data import read_coded
    from coding.suggester import THRESHOLD, cross_fitted, prepare, suggest, wording
    from core.encoder import load_encoder

    encoder = load_encoder("minilm", models)
    assert encoder is not None
    data = read_coded(folder)
    rng = np.random.default_rng(0)
    order = rng.permutation(len(data.texts))
    rows, rest = order[:TRAINED_ON], order[TRAINED_ON : TRAINED_ON + POPULATION]
    embeddings = embed(encoder, [*data.texts, *(wording(code) for code in data.codes)])
    batch = prepare(data.texts, data.codes, embeddings)
    truth = data.values[rest] == 1
    themes = np.flatnonzero(truth.mean(axis=0) >= LEAST_SHARE)
    machine = suggest(batch, rows, data.values[rows])[rest] >= THRESHOLD
    print(f"{folder.name}: N {len(rest)}, n {SAMPLE}, {len(themes)} themes, {draws} draws")
    sets = [("trained apart", [rng.permutation(len(rest))[:SAMPLE] for _ in range(draws)], machine)]
    report(sets[0][0], truth, themes, [(drawn, machine) for drawn in sets[0][1]])
    fitted = []
    for seed in range(max(1, draws // 10)):  # cross-fitting trains on each draw, so that fewer are made
        drawn = rng.permutation(len(rest))[:SAMPLE]
        learnt = rest[drawn]
        fitted.append((drawn, cross_fitted(batch, learnt, data.values[learnt], 5, seed)[rest] >= THRESHOLD))
    report("cross-fitted on the sample", truth, themes, fitted)


def report(name: str, truth: np.ndarray, themes: np.ndarray, runs: list[tuple[np.ndarray, np.ndarray]]) -> None:  # type: ignore[type-arg]
    held, ratio = np.zeros((len(runs), len(themes))), np.zeros((len(runs), len(themes)))
    for at, (drawn, machine) in enumerate(runs):
        for column, theme in enumerate(themes):
            y, flagged = truth[:, theme], machine[:, theme]
            strata = [
                Stratum(int(label.sum()), int(label[drawn].sum()), int((label & y)[drawn].sum()))
                for label in (flagged, ~flagged)
            ]
            made = machine_assisted_share(strata[0], strata[1])
            human = human_share(Stratum(len(y), len(drawn), int(y[drawn].sum())), True)
            assert made.low is not None and made.high is not None and human.low is not None and human.high is not None
            held[at, column] = made.low - 1e-12 <= y.mean() <= made.high + 1e-12
            ratio[at, column] = (made.high - made.low) / (human.high - human.low)
    print(
        f"{name}: coverage mean {held.mean():.3f}, worst theme {held.mean(axis=0).min():.3f}; "
        f"width against people alone {ratio.mean():.3f}; {len(runs)} draws"
    )


def main() -> None:
    from core.platform import default_models_folder

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--simulations", type=int, default=4_000)
    parser.add_argument("--responses", type=Path)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--models", type=Path, default=default_models_folder())
    options = parser.parse_args()
    if options.responses:
        measure(options.responses, options.models, options.draws)
    else:
        simulate(options.simulations)


if __name__ == "__main__":
    main()
