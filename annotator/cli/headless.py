"""The demo without a window: the same session, with labels simulated from the known classes."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.opening import remember_places
from annotator.cli.output import command_line, print_table
from annotator.data.files.guard import Guard, holding
from annotator.errors import ExportError

if TYPE_CHECKING:
    from annotator.sample import SamplePaths
    from annotator.session.session import Session

DIGIT = "3"
ROUNDS = 10
EXAMPLES = 2


def play(sample: SamplePaths, output: Path | None) -> None:
    """Search the sample for one digit, print the progress, and write every export.

    Args:
        sample: The sample.
        output: Folder for the project and the exports; a new temporary one for ``None``.

    Raises:
        ExportError: ``output`` is a file, or cannot be created.
    """
    from annotator.session.session import Session

    folder = output or Path(tempfile.mkdtemp(prefix="annotator-demo-"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(
            "{folder} cannot be used as a folder ({reason}). Choose another one: --output",
            folder=folder,
            reason=error.strerror,
        ) from error
    with (
        Session.create(
            folder / "digits.annotator", sample.images, sample.features, topic=f"the digit {DIGIT}"
        ) as session,
        holding(Guard(replace=False)),
    ):
        wanted = _images_of_class(session, sample.classes, DIGIT)
        print(
            f"Looking for the {len(wanted)} images of the digit {DIGIT} among {session.n_images:,} handwritten digits."
        )
        _judge_rounds(session, wanted)
        _write_exports(session, folder)
        remember_places(session)
    project = str(folder / "digits.annotator")
    print(f"With a display, this command opens it in the window:\n    {command_line('gui', project)}")
    print(f"This one shows how far the search is:\n    {command_line('status', project)}")


def _images_of_class(session: Session, classes: Path, wanted: str) -> set[int]:
    with classes.open(encoding="utf-8", newline="") as table:
        return {session.find(row["filename"]) for row in csv.DictReader(table) if row["class"] == wanted}


def _judge_rounds(session: Session, wanted: set[int]) -> None:
    import numpy as np
    from tqdm import tqdm

    from annotator.metrics import average_precision
    from annotator.types import Label

    relevant = np.isin(np.arange(session.n_images), list(wanted))
    session.examples.add(sorted(wanted)[:EXAMPLES])
    rows = []
    for _ in tqdm(range(ROUNDS), desc="Judging", unit="round"):
        batch = session.next_batch()
        if batch is None:
            break
        session.judge([image for image in batch.images if image in wanted], Label.RELEVANT)
        session.judge_remaining(Label.IRRELEVANT)
        ranking = session.rank()
        quality = average_precision(relevant[ranking.images])
        top = np.count_nonzero(relevant[ranking.images[: len(wanted)]])
        rows.append([str(batch.round), str(len(session.labels)), f"{quality:.3f}", f"{top} of {len(wanted)}"])
    print_table(("round", "judged", "average precision", f"relevant among the first {len(wanted)}"), rows)


def _write_exports(session: Session, folder: Path) -> None:
    from annotator.data.exporting import FORMATS
    from annotator.errors import ExportError

    print(f"\nWritten to {folder}:")
    for name, form in FORMATS.items():
        try:
            print(f"  {session.export(name, folder / f'{name}{form.suffix}').summary}")
        except ExportError as error:  # e.g. Parquet without pyarrow
            print(f"  {name}: {error}")
