"""The command for clusters: find them, compare them with the labels of a topic, look at one, and judge it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import Adder, add_project, count, number
from annotator.cli.opening import opened
from annotator.cli.output import print_json, print_table, progress_bar, remark
from annotator.errors import ConfigError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annotator.session.clusters.finding import Clusters
    from annotator.session.session import Session

FEWEST_LABELS = 30
"""With fewer labels there is no telling how well clusters agree with them."""

METHODS = ("spectral", "kmeans", "gmm", "hdbscan", "dec", "idec")
OPEN_K = ("gmm", "hdbscan")

BIASED = (
    "The labels are of images that a strategy or a person chose, not of a random sample: what holds for them need not "
    "hold for the collection."
)


def add_commands(add: Adder) -> None:
    """Add the command for clusters."""
    command = add(
        "clusters",
        clusters,
        "cluster the collection, compare the clusters with the labels, and judge one at once",
        "Prints the size of each cluster, its labels and the image nearest to its center; with 30 labels or more also "
        "the accuracy of the best one-to-one match (ACC), the normalized mutual information (NMI) and the adjusted "
        "Rand index (ARI). The same options give the same clusters.",
    )
    add_project(command)
    command.add_argument("--k", type=count, metavar="N", help="number of clusters; gmm and hdbscan can find it")
    command.add_argument(
        "--method",
        choices=METHODS,
        default="spectral",
        help="spectral: of the neighbor graph (the default); kmeans; gmm: Gaussian mixtures, chosen by BIC; hdbscan: "
        "dense regions, others are left out; dec, idec: deep embedded clustering",
    )
    command.add_argument("--seed", type=number, default=0, help="seed of the clustering (default: 0)")
    command.add_argument(
        "--words", nargs="+", default=[], metavar="WORD", help="name clusters by these English words where they fit"
    )
    command.add_argument(
        "--look",
        type=count,
        metavar="CLUSTER",
        help="print the 16 most doubtful unlabelled images of a cluster instead",
    )
    command.add_argument(
        "--judge",
        nargs=2,
        metavar=("CLUSTER", "LABEL"),
        help="label all images of a cluster that have no label, as one step: relevant, irrelevant or unsure",
    )
    command.add_argument("--json", action="store_true", help="print JSON")


def clusters(given: argparse.Namespace) -> int:
    """Print the clusters of a collection, look at one, or judge it."""
    with opened(given, read_only=given.judge is None) as session:
        if given.k is None and given.method not in OPEN_K:
            raise ConfigError("Say how many clusters there are: --k N. Only gmm and hdbscan can find it.")
        if given.look is not None and given.judge is not None:
            raise ConfigError("--look and --judge are two steps: look first, then judge.")
        with progress_bar("Clustering") as progress:
            if given.method == "spectral":
                session.features.build_graph_along(progress)
            found = session.collection.clusters.find(given.k, method=given.method, seed=given.seed).run(progress)
        if given.judge is not None:
            return _judge(session, found, *given.judge)
        if given.look is not None:
            return _look(session, found, given.look)
        return _describe(session, found, given)


def _cluster(found: Clusters, wanted: str | int) -> int:
    """Return the place of a cluster by its number, which begins at 1."""
    try:
        cluster = int(wanted)
    except ValueError:
        raise ConfigError("{wanted!r} is not the number of a cluster.", wanted=wanted) from None
    if not 1 <= cluster <= len(found.size):
        raise ConfigError("There is no cluster {cluster}; there are {count:,}.", cluster=cluster, count=len(found.size))
    return cluster - 1


def _look(session: Session, found: Clusters, wanted: int) -> int:
    """Print what to look at before a cluster is judged."""
    images = session.collection.clusters.open_images(found.members(_cluster(found, wanted)).tolist())
    with progress_bar("Ranking") as progress:
        ranking = session.rank(progress) if session.judgements.anything else None
    for image in found.doubtful(images, ranking).tolist():
        print(session.paths[image])
    remark(f"{len(images):,} images of cluster {wanted} have no label; --judge {wanted} LABEL judges all of them.")
    return 0


def _judge(session: Session, found: Clusters, wanted: str, word: str) -> int:
    """Label the images of a cluster that have no label."""
    from annotator.types import Label

    try:
        label = Label.from_word(word)
    except ValueError as error:
        raise ConfigError("--judge: {error}", error=error) from None
    cluster = _cluster(found, wanted)
    images = session.collection.clusters.open_images(found.members(cluster).tolist())
    kept = int(found.size[cluster]) - len(images)
    if not len(images):
        remark(f"Every image of cluster {wanted} has a label already; nothing changed.")
        return 1
    print(session.judge(images.tolist(), label).text)
    if kept:
        remark(f"{kept:,} images of the cluster had a label and keep it.")
    return 0


def _describe(session: Session, found: Clusters, given: argparse.Namespace) -> int:
    """Print all clusters and their agreement with the labels."""
    from annotator.words.naming import names_of

    codes = _codes(session)
    agreement = _agreement(found.label, codes)
    names = names_of(found.samples, session.features.extractor, given.words)
    described = []
    for cluster, size in enumerate(found.size.tolist()):
        members = found.members(cluster)
        described.append(
            {
                "cluster": cluster + 1,
                **({"name": names[cluster]} if any(names) else {}),
                "images": size,
                "relevant": int((codes[members] > 0).sum()),
                "irrelevant": int((codes[members] < 0).sum()),
                "nearest": session.paths[members[0]],
            }
        )
    out = int(((found.label < 0) & (session.features.row_of_image >= 0)).sum())
    if given.json:
        told = {"topic": session.topic.name, "clusters": described, "in_none": out, "agreement": agreement}
        print_json({**told, "note": BIASED})
        return 0
    names_column = ("name",) if any(names) else ()
    titles = ("cluster", *names_column, "images", "relevant", "irrelevant", "nearest to its center")
    print_table(titles, [[str(value) for value in row.values()] for row in described])
    print()
    if out:
        print(f"{out:,} images are in no cluster.")
    print(_told(agreement, session.topic.name))
    if agreement["labels"] >= FEWEST_LABELS:
        remark(BIASED)
    return 0


def _codes(session: Session) -> NDArray[Any]:
    """Return 1 for relevant, -1 for irrelevant images, 0 for others."""
    import numpy as np

    from annotator.types import UNLABELLED

    codes = session.judgements.codes.astype(np.int64)
    codes[codes == UNLABELLED] = 0
    return codes


def _agreement(label: NDArray[Any], codes: NDArray[Any]) -> dict[str, Any]:
    """Return the scores over the labeled images, None with too few of them."""
    from annotator.metrics import adjusted_rand_index, clustering_accuracy, normalized_mutual_information

    labeled = (codes != 0) & (label >= 0)
    measures = {"acc": clustering_accuracy, "nmi": normalized_mutual_information, "ari": adjusted_rand_index}
    count = int(labeled.sum())
    enough = count >= FEWEST_LABELS
    scores = {name: measure(label[labeled], codes[labeled]) if enough else None for name, measure in measures.items()}
    return {"labels": count, **scores}


def _told(agreement: dict[str, Any], topic: str) -> str:
    count = agreement["labels"]
    if count < FEWEST_LABELS:
        return (
            f"{topic}: {count} labels (relevant or irrelevant) are too few to hold the clusters against; "
            f"it takes {FEWEST_LABELS}."
        )
    scores = ", ".join(f"{name.upper()} {agreement[name]:.3f}" for name in ("acc", "nmi", "ari"))
    return f"{topic}: {scores}, by {count} labels."
