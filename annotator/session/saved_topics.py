"""Topics that travel: save what one has learned, begin another one with it, and tell whether the images are alike.

Scores that have to be comparable between collections, or computed without a project, come from the portable model: the
Gaussian process of the saved judgements alone, without a neighbor graph and without words, whose means depend on the
collection.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from annotator.data.features import growing
from annotator.data.features.array_features import ArrayFeatures
from annotator.data.files.atomic import ANY
from annotator.data.project.examples import Inherited
from annotator.data.project.topics import Topic
from annotator.data.saved_topics.topic_file import Encoder, SavedTopic, as_file, check_judged, read, write
from annotator.engine import BATCH_LAG, Engine
from annotator.messages import Message
from annotator.model.geometry import Geometry, frame_of
from annotator.model.hyperparameters import adapted, balanced, n_used_for_selection
from annotator.model.leave_one_out import leave_one_out
from annotator.model.posterior import RelevanceModel
from annotator.numerics.two_sample import energy_test
from annotator.parameters import ModelSettings
from annotator.session.selections import Selections
from annotator.session.state import State, search_log
from annotator.stopping.calibration import Logistic, audit_weights, fit
from annotator.stopping.certificate import certificate_of, goal_of
from annotator.stopping.evidence import AUDIT, evidence
from annotator.types import Change, Features, FloatArray, IntArray, Progress, Selection, Snapshot

SAMPLE = 400
"""Most images of a collection that are compared with those of another one."""
_SHARE = 4  # a quarter of the collection at most: judgements of sampled images do not count when they are scored
LEAST = 20
"""Fewest images on each side that are compared."""
ALPHA = 0.05
"""Largest probability of a warning where the images of both collections are alike."""


@dataclass(frozen=True)
class Drift:
    """Whether images of two collections could be random images of the same kind.

    Attributes:
        features: p-value of a permutation test with the energy distance of the features.
        scores: p-value of a Kolmogorov-Smirnov test of the scores; 1 if nothing judged is left to compute them from.
        images: Number of images that were compared, by collection; 0 and 0 if there were too few.
    """

    features: float = 1.0
    scores: float = 1.0
    images: tuple[int, int] = (0, 0)

    @property
    def found(self) -> bool:
        """Whether the collections differ: one of the two tests says so, at half of :data:`ALPHA` each."""
        return min(self.features, self.scores) <= ALPHA / 2

    @property
    def text(self) -> str:
        """The result in words, "" where nothing was compared."""
        if not self.images[1]:
            return ""
        if not self.found:
            return Message("The images look like those that the topic was learned on.")
        return Message(
            "The images differ from those that the topic was learned on (p = {p:.3f}). The ranking may be worse than "
            "it was there: judge the first batch before you rely on it.",
            p=min(1.0, 2 * min(self.features, self.scores)),
        )


@dataclass(frozen=True, eq=False)
class Started:
    """A topic that begins with what another one has learned.

    Attributes:
        topic: The new topic.
        change: The step that uses the judgements.
        saved: What it began with.
        drift: Whether the images differ from those of the other collection.
    """

    topic: Topic
    change: Change
    saved: SavedTopic
    drift: Drift


def save(state: State, selections: Selections, path: Path) -> SavedTopic:
    """Write the current topic to a file; see :meth:`annotator.session.topics.Topics.save`."""
    snapshot, store = selections.snapshot(0), state.store
    check_judged(snapshot.targets, state.topic.name, state.project.path)
    vectors = np.concatenate([store.rows(snapshot.rows).astype(np.float64), snapshot.examples])
    weights = np.ones(len(vectors))
    weights[: len(snapshot.rows)] = audit_weights(state.batches, state.image_of_row[snapshot.rows])
    scale = state.topic.model.length_scale or frame_of(store.n, store.rows, state.usable).median_distance
    portable, curve = portable_model(vectors, snapshot.targets, weights, state.topic.model, scale)
    sampled = _sampled(state, _SHARE)
    place = np.full(store.n, -1, np.int32)
    place[snapshot.rows] = np.arange(len(snapshot.rows))
    words = state.judgements.words()
    topic = SavedTopic(
        name=state.topic.name,
        vectors=as_file(vectors, store.scale, store.path),
        targets=snapshot.targets.astype(np.float32),
        sample=as_file(store.rows(sampled), store.scale, store.path),
        judged=place[sampled],
        encoder=_encoder(state),
        model=state.topic.model,
        portable=dataclasses.replace(portable, length_scale=scale_of(portable) / store.scale),
        calibration=(curve.intercept, curve.slope),
        saved=state.now(),
        words=words if words is not None and words.fit(store.extractor, store.d) else None,
        grades=state.judgements.grade_words,
        certificate=_certificate(state),
    )
    write(topic, path, ANY)
    return topic


def using(state: State, path: Path) -> tuple[SavedTopic, Callable[[Progress], Drift]]:
    """Return a saved topic, and what compares its collection with this one, on any thread.

    Raises:
        ProjectError: The file is damaged or of another kind.
        FeatureError: The features of this project are of another encoder.
    """
    topic, store = read(path), state.store
    topic.check_fits(_encoder(state), store.d, store.path)
    here = as_file(store.rows(_sampled(state)), store.scale, store.path)
    return topic, lambda progress: drift(topic, here, progress)


def inherit(state: State, topic: SavedTopic, found: Drift) -> Change:
    """Let the current topic learn from the judgements of a saved one, as a step that can be undone."""
    facts: dict[str, Any] = {"saved": topic.saved, "sha256": topic.checksum, "drift": dataclasses.asdict(found)}
    if topic.certificate:
        facts["certificate"] = dict(topic.certificate)
    judged = Inherited(topic.name, topic.vectors, topic.targets, state.store.extractor, facts)
    return state.done(state.judgements.inherit(judged, round=state.round, at=state.now()))


def drift(topic: SavedTopic, here: NDArray[np.float32], progress: Progress | None = None) -> Drift:
    """Compare the collection of a saved topic with features of random images of another one, shape (r, d)."""
    if min(len(topic.sample), len(here)) < LEAST:
        return Drift()
    features = energy_test(topic.sample, here)
    kept = np.ones(len(topic.labels), np.bool_)
    kept[topic.judged[topic.judged >= 0]] = False  # the scores of these images would be those of their judgements
    labels = topic.labels[kept]
    if not (labels > 0).any() or not (labels < 0).any():
        return Drift(features, 1.0, (len(topic.sample), len(here)))
    both = ArrayFeatures(np.concatenate([topic.sample, here]))
    scores = score(
        dataclasses.replace(topic, vectors=topic.vectors[kept], targets=topic.targets[kept]), both, 1.0, progress
    ).mean
    from scipy.stats import ks_2samp  # takes longer to import than all else that opens a project

    there, now = scores[: len(topic.sample)], scores[len(topic.sample) :]
    return Drift(features, float(ks_2samp(there, now, method="asymp").pvalue), (len(there), len(now)))


def score(topic: SavedTopic, features: Features, scale: float, progress: Progress | None = None) -> Selection:
    """Return the ranking of features by the portable model of a saved topic.

    Args:
        topic: The topic.
        features: Feature set of n rows.
        scale: Factor by which ``features`` are multiplied compared with their file.
        progress: Where to report; may cancel.
    """
    snapshot = Snapshot(
        revision=0,
        round=1,
        rows=np.empty(0, np.int64),
        y=np.empty(0),
        closed=np.empty(0, np.int64),
        examples=topic.vectors.astype(np.float64) * scale,
        strategy="",
        parameters={},
        k=0,
        seed=(0,),
        model=dataclasses.replace(topic.portable, length_scale=scale_of(topic.portable) * scale),
        example_y=topic.targets.astype(np.float64),
    )
    engine = Engine(features)
    try:
        return engine.select(snapshot, progress)
    finally:
        engine.close()


def probabilities(
    topic: SavedTopic, features: Features, scale: float, progress: Progress
) -> tuple[FloatArray, FloatArray]:
    """Return mean / standard deviation of every row, and P(relevant), shape (n,) each; NaN where features are NaN.

    The arguments are those of :func:`score`.
    """
    selection = score(topic, features, scale, progress)
    ratio = selection.mean.astype(np.float64) / selection.std
    return ratio, Logistic(*topic.calibration)(ratio)


def scale_of(settings: ModelSettings) -> float:
    """Return the length scale of complete settings."""
    assert settings.length_scale is not None
    return settings.length_scale


def portable_model(
    vectors: FloatArray, y: FloatArray, weights: FloatArray, model: ModelSettings, length_scale: float
) -> tuple[ModelSettings, Logistic]:
    """Return the settings in effect without a graph, and the curve that calibrates their scores.

    Args:
        vectors: Features of the judged images, shape (m, d).
        y: Their labels, shape (m,), +1 or -1.
        weights: Number of images each one represents, shape (m,).
        model: Settings of the topic.
        length_scale: Length scale in the collection.
    """
    plain = dataclasses.replace(model, graph_weight=0.0, length_scale=length_scale, pseudo_labels=False, robust="off")
    relevance = RelevanceModel(Geometry(ArrayFeatures(vectors), np.float64))
    rows: IntArray = np.arange(len(y))
    m = n_used_for_selection(len(y), BATCH_LAG)
    settings = adapted(relevance, rows[:m], y[:m], plain) if plain.adapt and m else plain
    kernel = relevance.kernel(settings)
    points = kernel.points(rows)
    noise = balanced(y, m, settings)
    trusted = np.full(len(y), settings.noise) if noise is None else noise
    mean, var = leave_one_out(kernel.between(points, points), y, settings.prior_mean, trusted)
    latent, relevant = np.maximum(var - trusted, 1e-10), (y > 0).astype(np.float64)
    curve = fit(mean / np.sqrt(latent), relevant, weights)
    if curve.slope < 0:  # so few judgements that they do not predict each other: all images are equally likely
        curve = Logistic(float(logit(np.average(relevant, weights=weights))), 0.0)
    return dataclasses.replace(settings, adapt=False), curve


def _sampled(state: State, share: int = 1) -> IntArray:
    """Return rows of random images with features, at most one of ``share``, ascending; the same in every call."""
    rows = np.flatnonzero(state.usable)
    count = min(SAMPLE, len(rows) // share)
    return np.sort(np.random.default_rng(0).choice(rows, count, replace=False))


def _certificate(state: State) -> dict[str, Any]:
    """Return what the certificate of the topic says, without the images on which it rests."""
    if not any(batch.strategy == AUDIT for batch in state.batches):
        return {}
    log = search_log(state)
    found = certificate_of(log, evidence(log), goal_of(state.batches))
    if not found.certified:
        return {}
    counts = {"found": found.found, "audited": found.audited, "images": len(log.rateable)}
    return {"statement": str(found.text), **dataclasses.asdict(found.goal), **counts}


def _encoder(state: State) -> Encoder:
    found = Encoder.from_head(growing.head_of(state.store.path))
    return found if found.name else Encoder(state.store.extractor)
