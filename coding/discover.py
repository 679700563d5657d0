"""Themes proposed from responses that no code fits: groups of like responses, labelled in the respondents' own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.documents import content_id
from core.encoder import Vectors

LEAST_RESPONSES = 5
LEAST_THEME = 3
MOST_THEMES = 40
EXEMPLARS = 5
LABEL_TERMS = 3
SAMPLED_FOR_CLUSTERS = 20_000
CHOSEN_ON = 2_000


@dataclass(frozen=True, slots=True)
class Theme:
    """A proposed theme: `label` its most distinctive terms, `exemplars` the texts nearest its centre, word for word; `rows`
    of all its texts, those nearest the centre first."""

    id: str
    label: str
    size: int
    exemplars: tuple[str, ...]
    rows: tuple[int, ...] = ()

    def record(self) -> dict[str, Any]:
        return {"id": self.id, "label": self.label, "size": self.size, "exemplars": list(self.exemplars)}


def propose_themes(question: str, texts: Sequence[str], vectors: Vectors, seed: int = 0) -> list[Theme]:
    """Groups by k-means on the embeddings, the number of groups by the best silhouette among a few, largest first; the same
    texts and seed give the same themes. Fewer than 5 texts give none; a group of fewer than 3 is no theme."""
    from sklearn.cluster import KMeans

    if len(texts) < LEAST_RESPONSES:
        return []
    rng = np.random.default_rng(seed)
    fit_on = vectors
    if len(vectors) > SAMPLED_FOR_CLUSTERS:
        fit_on = vectors[np.sort(rng.choice(len(vectors), SAMPLED_FOR_CLUSTERS, replace=False))]
    n_distinct = len(np.unique(fit_on.round(5), axis=0))
    model = KMeans(_n_themes(fit_on, n_distinct, seed), n_init=5, random_state=seed).fit(fit_on)
    members = model.predict(np.ascontiguousarray(vectors))
    labels = _labels(texts, members, model.n_clusters)
    themes = []
    for group in range(model.n_clusters):
        rows = np.flatnonzero(members == group)
        if len(rows) < LEAST_THEME:
            continue
        nearness = vectors[rows] @ model.cluster_centers_[group]
        ordered = [int(row) for row in rows[np.argsort(-nearness, kind="stable")]]
        exemplars = tuple(dict.fromkeys(texts[row] for row in ordered))[:EXEMPLARS]
        name = content_id("t", question, labels[group], *exemplars)
        themes.append(Theme(name, labels[group], len(rows), exemplars, tuple(ordered)))
    return sorted(themes, key=lambda theme: (-theme.size, theme.label))


def _n_themes(vectors: Vectors, n_distinct: int, seed: int) -> int:
    """The number of groups with the best silhouette (Rousseeuw 1987) on at most 2,000 texts; ties go to the fewer."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    rows = vectors
    if len(vectors) > CHOSEN_ON:
        rows = vectors[np.random.default_rng(seed).choice(len(vectors), CHOSEN_ON, replace=False)]
    most = min(MOST_THEMES, n_distinct - 1, max(2, len(vectors) // LEAST_RESPONSES))
    best, best_score = 1, -1.0
    for k in sorted({n for n in (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40) if n <= most}):
        members = KMeans(k, n_init=2, random_state=seed).fit_predict(rows)
        if len(set(members)) < 2:
            continue
        score = float(silhouette_score(rows, members))
        if score > best_score + 1e-9:
            best, best_score = k, score
    return best


def _labels(texts: Sequence[str], members: np.ndarray[Any, Any], n_groups: int) -> list[str]:
    """Each group's most distinctive terms by class-based TF-IDF (Grootendorst 2022, BERTopic, eq. 3: a term's frequency in
    the group times ln(1 + average words a group / its frequency in all), a term inside a longer chosen one left out."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectoriser = CountVectorizer(ngram_range=(1, 2), stop_words="english", strip_accents="unicode")
    try:
        counts = vectoriser.fit_transform(texts)
    except ValueError:  # no text holds a word
        return [f"Group {n + 1}" for n in range(n_groups)]
    terms = vectoriser.get_feature_names_out()
    grouped = np.vstack([np.asarray(counts[members == n].sum(axis=0)).ravel() for n in range(n_groups)]).astype(float)
    weights = grouped * np.log(1 + grouped.sum() / n_groups / np.maximum(grouped.sum(axis=0), 1))
    weights *= np.sqrt([len(str(term).split()) for term in terms])  # "car park" before "car" and "park"
    labels = []
    for n in range(n_groups):
        chosen: list[str] = []
        for at in np.argsort(-weights[n], kind="stable")[: 8 * LABEL_TERMS]:
            term = str(terms[at])
            if weights[n, at] <= 0 or any(term in other or other in term for other in chosen):
                continue
            chosen.append(term)
            if len(chosen) == LABEL_TERMS:
                break
        labels.append(", ".join(chosen) or f"Group {n + 1}")
    return labels
