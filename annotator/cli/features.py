"""Commands about feature files: what one holds, what would match, and writing it in the documented layout."""

from __future__ import annotations

import argparse

from annotator.cli.output import print_json, progress_bar
from annotator.cli.projects import print_report, summary
from annotator.data.feature_layout import FeatureLayout
from annotator.errors import ConfigError


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
    from annotator.session import Session

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
    from annotator.data import canonical
    from annotator.data.features import FeatureStore

    if given.output.exists() and given.output.samefile(given.features):
        raise ConfigError(f"{given.output} is the file that is read; choose another name for the new one")
    with FeatureStore.open(given.features, layout=layout_of(given)) as store, progress_bar("Writing") as progress:
        rows = canonical.convert(store, given.output, progress.step, {"extractor": given.extractor})
    print(f"Wrote {rows:,} rows of {store.d:,} features to {given.output}.")
    return 0
