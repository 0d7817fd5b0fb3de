"""Commands about feature files: what one holds, what would match, and writing it in the documented layout."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotator.cli.opening import opened
from annotator.cli.output import print_json, print_table, progress_bar
from annotator.cli.projects import print_report, summary
from annotator.data.features.layout import FeatureLayout
from annotator.errors import ConfigError

if TYPE_CHECKING:
    from annotator.model.feature_comparison import Fit
    from annotator.session.session import Session


def add_layout(command: argparse.ArgumentParser) -> None:
    """Add the options that say what is what in a feature file."""
    group = command.add_argument_group("what is what in the feature file, where it is not found out")
    group.add_argument("--features-name", default="", metavar="NAME", help="data set, array or column of the features")
    group.add_argument("--names-name", default="", metavar="NAME", help="data set, array or column of the image names")
    group.add_argument("--names-file", default="", metavar="FILE", help="list with one name per row, in their order")
    group.add_argument("--names-pattern", default="", metavar="TEXT", help="name of image i, e.g. im{}.jpg, from 1 on")
    group.add_argument("--transposed", choices=("yes", "no"), help="whether there is one column per image")


def layout_of(given: argparse.Namespace) -> FeatureLayout:
    """Return what the options say."""
    from pathlib import Path

    file = str(Path(given.names_file).absolute()) if given.names_file else ""
    turned = None if given.transposed is None else given.transposed == "yes"
    return FeatureLayout(given.features_name, given.names_name, file, given.names_pattern, turned)


def preview(given: argparse.Namespace) -> int:
    """Show what a project of a folder and a feature file would consist of."""
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
                "normalised": report.normalised,
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

    if given.output.exists() and given.output.samefile(given.features):
        raise ConfigError(f"{given.output} is the file that is read; choose another name for the new one")
    with FeatureStore.open(given.features, layout=layout_of(given)) as store, progress_bar("Writing") as progress:
        rows = annotator_hdf5.convert(store, given.output, progress.step, {"extractor": given.extractor})
    print(f"Wrote {rows:,} rows of {store.d:,} features to {given.output}.")
    return 0


def combine(given: argparse.Namespace) -> int:
    """Write several feature sets as one, each with its weight."""
    from contextlib import ExitStack

    from annotator.data.collection.concatenate import combine as write
    from annotator.data.features.features import FeatureStore

    weights = [1.0] * len(given.features) if given.weights is None else _weights(given.weights)
    if any(given.output.exists() and given.output.samefile(file) for file in given.features):
        raise ConfigError(f"{given.output} is a file that is read; choose another name for the new one")
    with ExitStack() as stack, progress_bar("Combining") as progress:
        stores = [stack.enter_context(FeatureStore.open(file)) for file in given.features]
        done = write(stores, weights, given.output, progress)
    print(f"Wrote {done.rows:,} rows of {done.d:,} features to {given.output}.")
    if done.left_out:
        print(f"{done.left_out:,} images that not every set has usable features of are left out.")
    return 0


def _weights(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise ConfigError(f"--weights: {text!r} is not a list of numbers like 0.7,0.3") from None


def sets(given: argparse.Namespace) -> int:
    """List, add, remove, compare and use the feature sets of a project."""
    changes = bool(given.add or given.remove or given.use)
    with opened(given, read_only=not changes) as session:
        if given.add:
            from pathlib import Path

            name, file = given.add
            session.features.add(name, Path(file), layout_of(given))
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
