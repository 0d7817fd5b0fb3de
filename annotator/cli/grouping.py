"""Commands about groups of images: stacks, and the map."""

from __future__ import annotations

import argparse

from annotator.cli.arguments import STACKS, Adder, add_output, add_project, stacking
from annotator.cli.opening import opened
from annotator.cli.output import progress_bar, remark


def add_commands(add: Adder) -> None:
    """Add the commands for stacks and the map."""
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
