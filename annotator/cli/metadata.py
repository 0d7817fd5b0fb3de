"""The command that reads image metadata and describes its columns."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import Adder, add_columns, add_project, input_path
from annotator.cli.opening import opened
from annotator.cli.output import print_json, print_matches, print_names, print_table, progress_bar, remark

if TYPE_CHECKING:
    from annotator.data.metadata.tables import Table
    from annotator.session.session import Session

_SHOWN = 3


def add_commands(add: Adder) -> None:
    """Add the commands for metadata."""
    command = add(
        "metadata",
        metadata,
        "read when, where and how images were taken, and show what is known",
        "The columns can be used in conditions: 'annotator rank --where', 'annotator topic --filter'. Interrupted "
        "reading resumes where it stopped; what cannot be read is a missing value.",
    )
    add_project(command, topic=False)
    command.add_argument(
        "--read",
        metavar="WHAT",
        help="read from the images, separated by commas: exif (time, camera, place), size, quality (sharpness, "
        "luminance)",
    )
    command.add_argument("--again", action="store_true", help="read all images again")
    command.add_argument(
        "--csv",
        type=input_path,
        metavar="FILE",
        help="import the columns of a table that names images, of datapackage.json of Camtrap DP, the output of "
        "MegaDetector, a IIIF manifest (.json), or meta.xml of a Darwin Core archive",
    )
    add_columns(command, "image")
    command.add_argument("--json", action="store_true", help="print one JSON object per line")

    command = add(
        "note",
        note,
        "write a note on an image, or print notes",
        "A note is of an image, whatever the topic. Without TEXT, its note is printed; without IMAGE, all notes "
        "as CSV. An empty TEXT removes a note. Conditions know them: image_note == '*owl*'.",
    )
    add_project(command)
    command.add_argument("image", nargs="?", metavar="IMAGE", help="path of the image, or the end of it")
    command.add_argument("text", nargs="?", metavar="TEXT", help="the note")


def note(given: argparse.Namespace) -> int:
    """Write a note, or print one or all of them."""
    from annotator.data.exporting.tables import row

    with opened(given, read_only=given.text is None) as session:
        notes = session.collection.notes
        if given.image is None:
            print(row(("path", "image_note")), end="")
            for image, text in notes.all.items():
                print(row((session.paths[image], text)), end="")
        elif given.text is None:
            print(notes.of(session.find(given.image)))
        else:
            change = notes.set(session.find(given.image), given.text)
            remark(f"Stored: {change.text}." if change.images else "Nothing to change: the note is the same.")
    return 0


def metadata(given: argparse.Namespace) -> int:
    """Read metadata on request, and print a summary of every column."""
    sources = [source.strip() for source in given.read.split(",")] if given.read else []
    with opened(given, read_only=not sources and given.csv is None) as session:
        if sources:
            with progress_bar("Reading metadata") as progress:
                session.collection.metadata.read(sources, again=given.again).run(progress)
        if given.csv is not None:
            _tell(session.collection.metadata.import_table(given.csv, dict(given.column)).run())
        rows = described(session)
    if given.json:
        for row in rows:
            print_json(row)
    else:
        table = [[row["column"], row["kind"], f"{row['known']:.1%}", _values(row)] for row in rows]
        print_table(("column", "kind", "known", "values"), table)
    return 0


def described(session: Session) -> list[dict[str, Any]]:
    """Return column, source, kind, share known, and range or most frequent values of every column."""
    import numpy as np

    from annotator.expressions.text_column import TextColumn

    rows: list[dict[str, Any]] = []
    for name, info in session.collection.metadata.columns.infos.items():
        column = session.collection.metadata.columns[name]
        row: dict[str, Any] = {"column": name, "source": info.source, "kind": info.kind}
        if isinstance(column, TextColumn):
            counts = np.bincount(column.codes[column.known], minlength=len(column.words))
            order = np.argsort(-counts, kind="stable")[:_SHOWN]
            row["known"] = float(column.known.mean())
            row["different"] = int(np.count_nonzero(counts))
            row["frequent"] = {column.words[code]: int(counts[code]) for code in order.tolist() if counts[code]}
        else:
            known = column[np.isfinite(column)]
            row["known"] = len(known) / len(column)
            row["low"], row["high"] = (known.min().item(), known.max().item()) if len(known) else (None, None)
        rows.append(row)
    return rows


def _values(row: dict[str, Any]) -> str:
    if row["kind"] == "number":
        if row["low"] is None:
            return ""
        low, high = row["low"], row["high"]
        when = f"  ({_day(low)} to {_day(high)})" if row["column"] == "time" else ""
        return f"{_short(low)} to {_short(high)}{when}"
    listed = ", ".join(f"{word or '(the image folder)'} {count:,}" for word, count in row["frequent"].items())
    return listed if row["different"] <= _SHOWN else f"{listed}, ... {row['different']:,} in all"


def _short(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.4g}"


def _day(seconds: float) -> str:
    from datetime import UTC, datetime, timedelta

    return str((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date())


def _tell(table: Table) -> None:
    remark(f"The table names {table.matched:,} of the images.")
    for title, name in table.renamed.items():
        remark(f"Its column {title!r} is called {name}.")
    print_matches(table.steps, table.shift, table.loose, remark)
    print_names("names that mean no image", [f"{one.path}: {one.reason}" for one in table.unmatched], remark)
    print_names("images with several rows that differ, left out", table.repeated, remark)
