"""Commands for feature files: show the contents, preview the matching, and convert to the documented layout."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotator.cli.arguments import (
    Adder,
    about_images,
    add_layout,
    add_output,
    add_project,
    count,
    input_path,
    layout_of,
)
from annotator.cli.opening import opened
from annotator.cli.output import print_json, print_table, progress_bar
from annotator.cli.projects import print_report, summary
from annotator.errors import ConfigError

if TYPE_CHECKING:
    from annotator.data.features.annotator_hdf5 import Reduced
    from annotator.data.features.features import FeatureStore
    from annotator.model.feature_comparison import Fit
    from annotator.session.session import Session


def add_commands(add: Adder) -> None:
    """Add the commands for feature files."""
    command = add(
        "preview",
        preview,
        "show what a project from a folder and a feature file would contain",
        "Nothing is written.",
    )
    command.add_argument("images", type=input_path, metavar="FOLDER", help="folder of images with its subfolders")
    command.add_argument(
        "features", type=input_path, metavar="FEATURES", help="feature file: HDF5, NumPy, Parquet, CSV, ..."
    )
    add_layout(command)
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add(
        "features",
        sets,
        "list, add, compare and switch the feature sets of a project",
        "Judgements are kept when the features change.",
    )
    add_project(command)
    command.add_argument(
        "--add", nargs=2, type=input_path, metavar=("NAME", "FILE"), help="register a feature file under a name"
    )
    command.add_argument("--remove", metavar="NAME", help="remove one from the list; its file stays")
    command.add_argument("--use", metavar="NAME", help="use it from now on")
    command.add_argument(
        "--compare", action="store_true", help="show how well each predicts the judgements of the topic"
    )
    add_layout(command)
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add("combine", combine, "write several feature sets of the same images as one, with weights")
    command.add_argument("features", type=input_path, nargs="+", metavar="FEATURES", help="feature files, two or more")
    add_output(command, "-o", "--output", required=True, metavar="FILE", help="HDF5 file to write")
    command.add_argument("--weights", metavar="W,W", help="share of each in the mean squared distance (default: equal)")

    command = add("convert", convert, "convert a feature file of any kind to the documented layout")
    command.add_argument(
        "features", type=input_path, metavar="FEATURES", help="feature file: HDF5, NumPy, Parquet, CSV, ..."
    )
    add_output(command, "-o", "--output", required=True, metavar="FILE", help="HDF5 file to write")
    command.add_argument(
        "--extractor", default="", metavar="NAME", help="what computed the features, to be recorded in the file"
    )
    command.add_argument(
        "--reduce", type=count, metavar="N", help="store N values of each image instead, and print what is lost"
    )
    command.add_argument(
        "--by", choices=("pca", "autoencoder"), default="pca", help="for --reduce: principal components (the default)"
    )
    add_layout(command)


def preview(given: argparse.Namespace) -> int:
    """Preview a project created from an image folder and a feature file."""
    from annotator.session.session import Session

    with progress_bar("Reading images and features") as progress:
        report = Session.preview(given.images, given.features, progress, layout_of(given))
    if given.json:
        print_json(
            {
                **summary(report),
                "kind": report.kind,
                "dtype": report.dtype,
                "dimensions": report.d,
                "norms": list(report.norms),
                "normalised": report.normalized,
                "shift": report.shift,
                "pairs": [list(pair) for pair in report.pairs],
            }
        )
        return 0
    print_report(report)
    print("\nNames in the file and the images they were taken for:")
    for name, path in report.pairs:
        print(f"  {name}  ->  {path}" if name != path else f"  {name}")
    return 0


def convert(given: argparse.Namespace) -> int:
    """Write a feature file of any kind in the documented layout."""
    from annotator.data.features import annotator_hdf5
    from annotator.data.features.features import FeatureStore

    with (
        FeatureStore.open(given.features, layout=layout_of(given)) as store,
        about_images(given, store),
    ):
        attributes, reduced, told = {"extractor": given.extractor}, None, ""
        if given.reduce is not None:
            attributes["preprocessing"] = (
                f"{given.by} of {store.d} features of {store.extractor or given.features.name}"
            )
            reduced, told = _reduced(store, given)
        with progress_bar("Writing") as progress:
            rows = annotator_hdf5.convert(store, given.output, progress.step, attributes, reduced)
    print(f"Wrote {rows:,} rows of {given.reduce or store.d:,} features to {given.output}.{told}")
    return 0


def _reduced(store: FeatureStore, given: argparse.Namespace) -> tuple[Reduced, str]:
    """Return the number of values and how to compute them, and what is lost, in words."""
    import numpy as np

    from annotator.data.features.validation import check_features
    from annotator.numerics.reduction import kept_neighbors, reduction

    with progress_bar("Reducing") as progress:
        valid = np.ones(store.n, np.bool_)
        valid[check_features(store, progress.part(0.0, 0.1)).unusable] = False
        found = reduction(store, valid, given.reduce, given.by, progress.part(0.1, 0.9))
        kept = kept_neighbors(store, valid, found)
    variance = f" They hold {found.kept:.1%} of the variance." if given.by == "pca" else ""
    return (given.reduce, found.place), (
        f"{variance}\nAmong {kept.images:,} images, the nearest one is the same for {kept.nearest:.1%}; of the 10 "
        f"nearest ones, {kept.recall:.1%} are the same (mean average precision {kept.precision:.3f})."
    )


def combine(given: argparse.Namespace) -> int:
    """Write several feature sets as one, each multiplied by its weight."""
    from contextlib import ExitStack

    from annotator.data.collection.concatenate import combine as write
    from annotator.data.features.features import FeatureStore

    weights = [1.0] * len(given.features) if given.weights is None else _weights(given.weights)
    with ExitStack() as stack, progress_bar("Combining") as progress:
        stores = [stack.enter_context(FeatureStore.open(file)) for file in given.features]
        stack.enter_context(about_images(given, *stores))
        done = write(stores, weights, given.output, progress)
    print(f"Wrote {done.rows:,} rows of {done.d:,} features to {given.output}.")
    if done.left_out:
        print(f"{done.left_out:,} images that not every set has usable features of are left out.")
    return 0


def _weights(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise ConfigError("--weights: {text!r} is not a list of numbers like 0.7,0.3", text=text) from None


def sets(given: argparse.Namespace) -> int:
    """List, add, remove, compare and use the feature sets of a project."""
    changes = bool(given.add or given.remove or given.use)
    with opened(given, read_only=not changes) as session:
        if given.add:
            name, file = given.add
            session.features.add(str(name), file, layout_of(given))
        if given.remove:
            session.features.remove(given.remove)
        if given.use:
            with progress_bar("Matching") as progress:
                wanted = session.features.use(given.use).run(progress)
            print(f"{wanted.report.matched:,} images have features in {given.use!r}, which is used from now on.")
        elif given.compare:
            with progress_bar("Comparing") as progress:
                _print_fits(session.features.compare().run(progress), given)
        else:
            _print_sets(session, given)
    return 0


def _print_sets(session: Session, given: argparse.Namespace) -> None:
    rows = [("(in use)", str(session.features.path)), *((one.name, str(one.path)) for one in session.features.sets)]
    if given.json:
        print_json([{"name": name, "file": file} for name, file in rows])
    else:
        print_table(("feature set", "file"), rows)


def _print_fits(found: Iterable[tuple[str, int, int, Fit]], given: argparse.Namespace) -> None:
    ordered = sorted(found, key=lambda one: -one[3].average_precision)
    if given.json:
        print_json([{"name": name, "features": d, "images": n, **vars(fit)} for name, d, n, fit in ordered])
        return
    print_table(
        ("feature set", "features", "images", "judged", "average precision", "error", "log likelihood"),
        [
            (
                name or "(in use)", str(d), str(n), str(fit.judged), f"{fit.average_precision:.3f}",
                f"{fit.error:.3f}", f"{fit.log_likelihood:.3f}",
            )
            for name, d, n, fit in ordered
        ],
    )  # fmt: skip
    print(
        "\nEach judgement was predicted from all others. Judged images are no random sample: the strategy chose them."
    )
