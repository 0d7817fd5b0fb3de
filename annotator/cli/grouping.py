"""Commands about groups of images: clusters, compared with the labels of a topic, stacks, and the map."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import STACKS, Adder, add_output, add_project, count, number, stacking
from annotator.cli.opening import opened
from annotator.cli.output import print_json, print_table, progress_bar, remark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annotator.session.session import Session

FEWEST_LABELS = 30
"""With fewer labels there is no telling how well clusters agree with them."""

BIASED = (
    "The labels are of images that a strategy or a person chose, not of a random sample: what holds for them need not "
    "hold for the collection."
)


def add_commands(add: Adder) -> None:
    """Add the commands for clusters and stacks."""
    command = add(
        "clusters",
        clusters,
        "cluster the collection and compare the clusters with the labels",
        "k-means in the first 50 principal components of the features. Prints the size of each cluster, its labels "
        "and the image nearest to its center; with 30 labels or more also the accuracy of the best one-to-one match "
        "(ACC), the normalized mutual information (NMI) and the adjusted Rand index (ARI).",
    )
    add_project(command)
    command.add_argument("--k", type=count, required=True, metavar="N", help="number of clusters")
    command.add_argument("--seed", type=number, default=0, help="seed of the clustering (default: 0)")
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add(
        "stacks",
        stacks,
        "list bursts, near-duplicates or events of a camera as CSV",
        "Prints stack, kind and path of every image that belongs with others; images without company are left out. "
        "Bursts and events need the times of the images: annotator metadata PROJECT --read exif.",
    )
    add_project(command, topic=False)
    command.add_argument("--stacks", type=stacking, metavar="WHAT", help=f"{STACKS} (default: similar)")

    command = add(
        "map",
        write_map,
        "write a map of the collection as CSV: a place in two dimensions for every image",
        "Writes path, x and y; similar images are near each other. The places are the t-SNE of the neighbor graph, "
        "started from the first two principal components of the features; the same features give the same map. Images "
        "without features have no place and are left out.",
    )
    add_project(command, topic=False)
    add_output(command, "-o", "--output", required=True, metavar="FILE", help="CSV file to write")


def stacks(given: argparse.Namespace) -> int:
    """Print the stacks of a collection, one line for each of their images."""
    from annotator.data.exporting.tables import row
    from annotator.numerics.stacks import Kind

    with opened(given, read_only=True) as session:
        if given.stacks is not None:
            session.collection.stacks.use(given.stacks)
        with progress_bar("Finding stacks") as progress:
            session.features.build_graph_along(progress)
            found = session.collection.stacks.find().run(progress)
        heads = found.heads()
        print(row(("stack", "kind", "path")), end="")
        for number_, head in enumerate(heads.tolist(), 1):
            kind = Kind(int(found.kind[head])).word
            for image in found.members(head).tolist():
                print(row((str(number_), kind, session.paths[image])), end="")
    remark(f"{int(found.size[heads].sum()):,} of {found.n_images:,} images belong to {len(heads):,} stacks.")
    return 0


def write_map(given: argparse.Namespace) -> int:
    """Write the map of a collection, one line for each image that has a place."""
    import numpy as np

    from annotator.data.exporting.tables import row
    from annotator.data.files.atomic import atomic_write

    with opened(given, read_only=True) as session:
        with progress_bar("Laying out the map") as progress:
            session.features.build_graph_along(progress)
            positions = session.collection.map.lay_out().run(progress).positions
        there = np.flatnonzero(np.isfinite(positions).all(axis=1))
        with atomic_write(given.output) as stream:
            stream.write(row(("path", "x", "y")))
            for image in there.tolist():
                x, y = positions[image].tolist()
                stream.write(row((session.paths[image], f"{x:.4f}", f"{y:.4f}")))
        left = session.n_images - len(there)
    remark(f"{len(there):,} images on the map" + (f"; {left:,} without features left out." if left else "."))
    return 0


def clusters(given: argparse.Namespace) -> int:
    """Print the clusters of a collection and their agreement with the labels."""
    import numpy as np

    from annotator.numerics.clustering import partition

    with opened(given, read_only=True) as session:
        images = np.flatnonzero(session.features.row_of_image >= 0)
        rows = session.features.row_of_image[images]
        order = np.argsort(rows)
        images, rows = images[order], rows[order]
        with progress_bar("Clustering") as progress:
            found = partition(session.selections.engine.features, rows, given.k, given.seed, progress)
        codes = _codes(session)[images]
        agreement = _agreement(found.label, codes)
        described = []
        for cluster in range(int(found.label.max(initial=-1)) + 1):
            members = np.flatnonzero(found.label == cluster)
            nearest = members[np.argmin(found.distance[members])]
            described.append(
                {
                    "cluster": cluster + 1,
                    "images": len(members),
                    "relevant": int(np.count_nonzero(codes[members] > 0)),
                    "irrelevant": int(np.count_nonzero(codes[members] < 0)),
                    "nearest": session.paths[images[nearest]],
                }
            )
    if given.json:
        print_json({"topic": session.topic.name, "clusters": described, "agreement": agreement, "note": BIASED})
        return 0
    titles = ("cluster", "images", "relevant", "irrelevant", "nearest to its center")
    print_table(titles, [[str(value) for value in row.values()] for row in described])
    print()
    print(_told(agreement, session.topic.name))
    if agreement["labels"] >= FEWEST_LABELS:
        remark(BIASED)
    return 0


def _codes(session: Session) -> NDArray[Any]:
    """Return 1 for relevant, -1 for irrelevant images, 0 for others."""
    import numpy as np

    from annotator.types import Label

    codes = np.zeros(session.n_images, np.int64)
    for image, label in session.labels.items():
        codes[image] = {Label.RELEVANT: 1, Label.IRRELEVANT: -1}.get(label, 0)
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
