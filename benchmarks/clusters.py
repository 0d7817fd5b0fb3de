"""Which clusters agree with the classes of the images, and what is lost by judging a cluster at once?

    python -m benchmarks.clusters              play everything, store the figures, write the table of docs/clusters.md
    python -m benchmarks.clusters --page       write the table from stored figures

Every method clusters handwritten digits, butterflies and photos of four collections with several features into as many
clusters as there are classes: accuracy of the best match (ACC), normalized mutual information (NMI), adjusted Rand
index (ARI), means over seeds. The settings of the methods were chosen on the first, third, ... class of every
collection; the others are reported. Collections with two or three classes are used whole. Then k-means and spectral
clustering divide into more clusters. Purity is the share of images whose class is the most frequent one of their
cluster. "Seen" is the share of impure clusters in which one of the 16 images that are shown before a cluster is judged
is of another class than most: those farthest from the center, or 16 random ones.
"""

from __future__ import annotations

import argparse
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from annotator.data.features.array_features import ArrayFeatures
from annotator.metrics import adjusted_rand_index, clustering_accuracy, normalized_mutual_information
from annotator.numerics.clusters.doubt import LOOK, doubtful
from annotator.numerics.clusters.partition import METHODS, Partition, partition
from annotator.numerics.graph import build_graph
from annotator.types import IntArray
from benchmarks.clusters_page import page
from benchmarks.command import PAGE, machine, option, run, write_page
from benchmarks.data import SETS, check, read
from benchmarks.measuring import timed

FINE = ("kmeans", "spectral")
OPTIONS = (
    option("--only", nargs="+", default=list(SETS), tiny=["digits"], metavar="NAME", help="collections"),
    option("--methods", nargs="+", default=list(METHODS), tiny=["kmeans", "spectral"], metavar="NAME", help="methods"),
    option("--seeds", type=int, default=3, tiny=1, help="seeds of each method"),
    option("--images", type=int, default=100_000, tiny=300, help="images of a collection, at most"),
    option("--chosen", action="store_true", help="print the classes that were used to choose; stores nothing"),
    *PAGE,
)


def half(name: str, most: int, *, chosen: bool) -> tuple[NDArray[np.float32], IntArray]:
    """Return the features of every second class, and the number of the class of each image."""
    rows, classes = read(name)
    every = sorted(set(classes.tolist()))
    wanted = every if len(every) < 4 else every[0 if chosen else 1 :: 2]
    inside = np.flatnonzero(np.isin(classes, wanted))[:most]
    return rows[inside], np.unique(classes[inside], return_inverse=True)[1]


def scores(found: Partition, classes: IntArray) -> list[float]:
    """Return ACC, NMI and ARI; images in no cluster are a cluster of their own."""
    measures = (clustering_accuracy, normalized_mutual_information, adjusted_rand_index)
    return [float(measure(found.label + 1, classes)) for measure in measures]


def compared(name: str, given: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the figures of every method on one collection."""
    rows, classes = half(name, given.images, chosen=given.chosen)
    features, everything, k = ArrayFeatures(rows), np.arange(len(rows)), int(classes.max()) + 1
    seconds_of_graph, graph = timed(lambda: build_graph(features, np.ones(len(rows), np.bool_)))
    found = []
    for method in given.methods:
        runs, times = [], []
        for seed in range(1 if method == "hdbscan" else given.seeds):
            wanted = None if method == "hdbscan" else k
            seconds, clusters = timed(
                lambda seed=seed, wanted=wanted, method=method: partition(
                    features, everything, wanted, seed, method=method, graph=graph
                )
            )
            runs.append(scores(clusters, classes))
            times.append(seconds + (seconds_of_graph if method == "spectral" else 0.0))
        acc, nmi, ari = np.mean(runs, axis=0).tolist()
        entry = {"set": name, "images": len(rows), "classes": k, "method": method, "seconds": float(np.median(times))}
        found.append({**entry, "acc": acc, "nmi": nmi, "ari": ari})
        print(f"{name:20s} {method:9s} ACC {acc:.3f} NMI {nmi:.3f} ARI {ari:.3f} {entry['seconds']:6.1f} s", flush=True)
    for method in FINE:
        for more in (1, 3, 10):
            many = min(more * k, len(rows) // 8)
            figures = fine(features, classes, many, method, given.seeds, graph)
            found.append({"set": name, "method": method, "more": more, **figures})
    return found


def fine(features: ArrayFeatures, classes: IntArray, k: int, method: str, seeds: int, graph: Any) -> dict[str, float]:
    """Return the purity of ``k`` clusters, and how often a look shows that one is impure."""
    pure, impure, seen, by_chance = [], 0, 0, 0.0
    for seed in range(seeds):
        found = partition(features, np.arange(len(classes)), k, seed, method=method, graph=graph)
        for cluster in range(found.count):
            members = np.flatnonzero(found.label == cluster)
            of = classes[members]
            most = np.bincount(of).argmax()
            wrong = int(np.count_nonzero(of != most))
            pure.append(len(members) - wrong)
            if wrong and len(members) > LOOK:
                impure += 1
                seen += bool((of[doubtful(found.distance[members], None)] != most).any())
                by_chance += 1 - math.comb(len(of) - wrong, LOOK) / math.comb(len(of), LOOK)
    return {
        "k": k,
        "purity": sum(pure) / (seeds * len(classes)),
        "impure": impure,
        "seen": seen / max(impure, 1),
        "by_chance": by_chance / max(impure, 1),
    }


def main(given: argparse.Namespace) -> None:
    """Compare, store and write the table."""
    places = given.places
    if not (given.page or given.check):
        check(given.only, places)
        with threadpool_limits(1):
            found = [entry for name in given.only for entry in compared(name, given)]
        if given.chosen:
            return
        places.publish("clusters", {"machine": machine(), "seeds": given.seeds, "results": found})
    write_page(places.docs / "clusters.md", page(places.read("clusters")), check=given.check)


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
