"""One search with a plain loop or another package: what benchmarks.peers runs in the environment of the peers.

It needs numpy only; every loop imports its own packages. A loop is called with the features and gives back a function
from (judged rows, their labels) to (score of every row, rows to judge next).
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Round = Callable[[Array, Array, int], tuple[Array, Array]]
"""From judged rows, labels (1 or 0) and the size of the batch to scores, shape (n,), and rows to judge next."""


def unjudged(n: int, rows: Array) -> Array:
    left = np.ones(n, np.bool_)
    left[rows] = False
    return np.flatnonzero(left)


def least(values: Array, rows: Array, k: int) -> Array:
    """Return those of ``rows`` with the least values, which stand in the order of ``rows``."""
    return rows[np.argsort(values, kind="stable")[:k]]


def margin(x: Array) -> Round:
    """Return logistic regression with C = 100 and the smallest margin: what one writes in a notebook."""
    from sklearn.linear_model import LogisticRegression

    def play(rows: Array, y: Array, k: int) -> tuple[Array, Array]:
        scores = LogisticRegression(C=100.0, max_iter=1000).fit(x[rows], y).decision_function(x)
        left = unjudged(len(x), rows)
        return scores, least(np.abs(scores[left]), left, k)

    return play


def regression(x: Array) -> Round:
    """Return Gaussian process regression with the median distance and the smallest |mean| / sd."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF

    some = np.random.default_rng(0).integers(len(x), size=(2, 2000))
    scale = float(np.median(np.linalg.norm(x[some[0]] - x[some[1]], axis=1)))

    def play(rows: Array, y: Array, k: int) -> tuple[Array, Array]:
        model = GaussianProcessRegressor(RBF(scale, "fixed"), alpha=0.1, optimizer=None).fit(x[rows], 2.0 * y - 1.0)
        mean, sd = model.predict(x, return_std=True)
        left = unjudged(len(x), rows)
        return mean, least(np.abs(mean[left]) / np.maximum(sd[left], 1e-9), left, k)

    return play


def badge(x: Array) -> Round:
    """Return BADGE of scikit-activeml on logistic regression."""
    return _activeml(x, "Badge", {}, {})


def uncertainty(x: Array) -> Round:
    """Return uncertainty sampling by margin of scikit-activeml on logistic regression."""
    return _activeml(x, "UncertaintySampling", {"method": "margin_sampling"}, {"fit_clf": False})


def _activeml(x: Array, name: str, how: dict[str, Any], call: dict[str, Any]) -> Round:
    import skactiveml.pool
    from skactiveml.classifier import SklearnClassifier
    from sklearn.linear_model import LogisticRegression

    query = getattr(skactiveml.pool, name)(random_state=0, missing_label=np.nan, **how)

    def play(rows: Array, y: Array, k: int) -> tuple[Array, Array]:
        known = np.full(len(x), np.nan)
        known[rows] = y
        model = SklearnClassifier(LogisticRegression(C=100.0, max_iter=1000), classes=[0, 1], random_state=0)
        model.fit(x, known)
        return model.predict_proba(x)[:, 1], query.query(x, known, clf=model, batch_size=k, **call)

    return play


def modal(x: Array) -> Round:
    """Return margin sampling of modAL on logistic regression."""
    from modAL.models import ActiveLearner
    from modAL.uncertainty import margin_sampling
    from sklearn.linear_model import LogisticRegression

    def play(rows: Array, y: Array, k: int) -> tuple[Array, Array]:
        model = LogisticRegression(C=100.0, max_iter=1000)
        learner = ActiveLearner(model, query_strategy=margin_sampling, X_training=x[rows], y_training=y)
        left = unjudged(len(x), rows)
        chosen = learner.query(x[left], n_instances=k)[0]
        return learner.predict_proba(x)[:, 1], left[chosen]

    return play


def small_text(x: Array) -> Round:
    """Return breaking ties of small-text on logistic regression."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from small_text import BreakingTies, PoolBasedActiveLearner, SklearnClassifierFactory, SklearnDataset

    pool = SklearnDataset(csr_matrix(x), np.zeros(len(x), np.int64))

    def play(rows: Array, y: Array, k: int) -> tuple[Array, Array]:
        factory = SklearnClassifierFactory(LogisticRegression(C=100.0, max_iter=1000), 2)
        learner = PoolBasedActiveLearner(factory, BreakingTies(), pool)
        learner.initialize_data(rows, y.astype(np.int64))
        chosen = learner.query(num_samples=k)
        return learner.classifier.predict_proba(pool)[:, 1], chosen

    return play


def default(x: Array) -> Round:
    """Return the default settings of this program; the neighbor graph is there before."""
    from annotator.data.features.features import ArrayFeatures
    from annotator.engine import Engine
    from annotator.parameters import ModelSettings
    from annotator.types import Snapshot

    engine = Engine(ArrayFeatures(x))
    engine.build_graph()
    nothing, examples = np.empty(0, np.int64), np.empty((0, x.shape[1]))

    def play(rows: Array, y: Array, k: int) -> tuple[Array, Array]:
        given = (len(rows), len(rows), rows, 2.0 * y - 1.0, nothing, examples, "mix", {}, k, (0, 0, len(rows)))
        selection = engine.select(Snapshot(*given, ModelSettings()))
        return selection.mean, selection.rows

    return play


OURS = "relevance-annotator"
LOOPS: dict[str, tuple[str, Callable[[Array], Round], str]] = {
    "annotator": ("default settings", default, OURS),
    "margin": ("logistic regression, margin", margin, "scikit-learn"),
    "gpr": ("Gaussian process regression", regression, "scikit-learn"),
    "activeml": ("margin", uncertainty, "scikit-activeml"),
    "badge": ("BADGE", badge, "scikit-activeml"),
    "modal": ("margin", modal, "modAL-python"),
    "small-text": ("breaking ties", small_text, "small-text"),
}
"""Name of each loop: its method, how it begins, and the package it is of."""


def average_precision(scores: Array, truth: Array, rows: Array) -> float:
    """Return the average precision of all rows; judged relevant ones come first, judged irrelevant ones last."""
    scores = np.asarray(scores, np.float64).copy()
    scores[rows] = np.where(truth[rows], np.inf, -np.inf)
    found = truth[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(found) / np.arange(1, len(found) + 1))[found].mean())


def search(play: Round, truth: Array, first: Array, marks: list[int], k: int) -> dict[str, Any]:
    """Judge from the rows ``first`` on until the last of ``marks`` judgements.

    Returns:
        ``ap`` at each of the marks, and ``cpu`` seconds of each round.
    """
    rows, ap, cpu = np.array(first), [], []
    while True:
        begun = time.process_time()
        mark = min((mark for mark in marks if mark > len(rows)), default=len(rows) + k)
        scores, chosen = play(rows, truth[rows].astype(np.float64), min(k, mark - len(rows)))
        cpu.append(time.process_time() - begun)
        if len(rows) in marks:
            ap.append(round(average_precision(scores, truth, rows), 4))
        if len(rows) >= max(marks):
            return {"ap": ap, "cpu": cpu}
        rows = np.concatenate([rows, np.asarray(chosen, np.int64)])


def graph(package: str, x: Array, k: int) -> Array:
    """Return the k nearest neighbors of every row by another package, shape (n, k); itself may be among them."""
    if package == OURS:
        from annotator.data.features.features import ArrayFeatures
        from annotator.numerics.neighbors import nearest_neighbors

        return nearest_neighbors(ArrayFeatures(x), np.ones(len(x), np.bool_), k)[0]
    if package == "faiss-cpu":
        import faiss

        faiss.omp_set_num_threads(2)
        index = faiss.index_factory(x.shape[1], f"IVF{int(len(x) ** 0.5)},Flat")
        index.train(x)
        index.add(x)
        index.nprobe = 32
        return np.asarray(index.search(x, k + 1)[1])
    import pynndescent

    return np.asarray(pynndescent.NNDescent(x, n_neighbors=k + 1, random_state=0, n_jobs=2).neighbor_graph[0])


def work(name: str, data: Path, task: dict[str, Any]) -> dict[str, Any]:
    """Do one task: the searches of a set by a loop, or a graph."""
    with np.load(data) as stored:
        x = stored["x"]
        truths = stored["truth"] if "truth" in stored.files else np.empty((0, len(x)), np.bool_)
    if "graph" in task:
        graph(task["graph"], x[:2000], task["k"])  # compiles
        begun, wall = time.process_time(), time.perf_counter()
        near = graph(task["graph"], x, task["k"])
        cpu, wall = time.process_time() - begun, time.perf_counter() - wall
        return {"cpu": cpu, "seconds": wall, "near": near[task["sample"]].tolist(), "mb": peak_mb()}
    play = LOOPS[name][1](x)
    found = [
        search(play, truth, np.array(first), task["marks"], task["batch"])
        for truth, first in zip(truths, task["first"], strict=True)
    ]
    return {"searches": found, "mb": peak_mb()}


def peak_mb() -> float:
    """Return the largest resident set of this process so far, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def serve() -> None:
    """Do the task that the arguments name: loop or package, data, task, file for the answer."""
    name, data, task, answer = sys.argv[1:]
    try:
        found = work(name, Path(data), json.loads(task))
    except Exception as error:  # of a package: it goes into the table
        found = {"error": f"{type(error).__name__}: {error}"}
    package = LOOPS[name][2] if name in LOOPS else name
    found["version"] = importlib.metadata.version(package)
    Path(answer).write_text(json.dumps(found), encoding="utf-8")
