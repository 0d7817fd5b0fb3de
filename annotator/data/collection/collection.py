"""The collection of a project: the images of a folder and the feature row of each."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.collection.match_names import Join, join
from annotator.data.collection.mismatch import explain_no_match
from annotator.data.features.features import FeatureCheck, FeatureStore, check_features
from annotator.data.features.growing import is_growing
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.features.tiles import check_tiles
from annotator.data.files.json_text import parse_json
from annotator.data.files.names import printable
from annotator.data.images.images import Problem, scan
from annotator.errors import FeatureError, OtherFeaturesError
from annotator.messages import Message, Remedy, as_message, for_json
from annotator.types import BoolArray, IntArray, Progress

SHOWN_PAIRS = 10
NORM_TOLERANCE = 1e-3


@dataclass(frozen=True)
class ImportReport:
    """Result of matching images with features.

    Attributes:
        n_images: Number of images in the folder.
        n_features: Number of rows in the feature file.
        matched: Number of images that have features.
        steps: Number of matches by matching step, see :data:`annotator.data.collection.match_names.STEPS`.
        images_without_features: Paths of images that can be viewed and judged but are never proposed.
        features_without_images: Names in the feature file that match no image, or more than one.
        duplicates: Names that occur more than once in the feature file; they match no image.
        refused: Names in the feature file that may not be used, e.g. because they lead out of the image folder.
        problems: Files and folders that cannot be read.
        invalid_rows: Names whose features contain NaN or Inf; never proposed.
        outlying_rows: Names whose features are out of all proportion to the others; never proposed.
        zero_rows: Names whose features are all zero: suspicious, but used.
        kind: Description of the format and layout of the feature file; "" in reports of older versions, which lack all
            of the following too.
        dtype: Type of the values.
        d: Number of features per row.
        norms: Smallest, median and largest Euclidean norm of the rows; () if there are none.
        pairs: Up to ten names of the file with the images matched to them, spread over the collection.
        loose: Names of which only the end was compared, with the images matched to them, at most 1,000.
        shift: Description of the folder shift that was applied because all names start higher or lower than the image
            folder; "" for none.
    """

    n_images: int
    n_features: int
    matched: int
    steps: Mapping[str, int]
    images_without_features: tuple[str, ...]
    features_without_images: tuple[str, ...]
    duplicates: tuple[str, ...]
    refused: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    invalid_rows: tuple[str, ...]
    zero_rows: tuple[str, ...]
    shift: str = ""
    kind: str = ""
    dtype: str = ""
    d: int = 0
    norms: tuple[float, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    outlying_rows: tuple[str, ...] = ()
    loose: tuple[tuple[str, str], ...] = ()

    @property
    def normalized(self) -> bool:
        """Whether all rows have unit length, as is common for cosine similarity."""
        return bool(self.norms) and max(abs(norm - 1.0) for norm in self.norms) < NORM_TOLERANCE

    def to_json(self) -> str:
        """Return the report as text for the project file."""
        return json.dumps(for_json(dataclasses.asdict(self)))

    @classmethod
    def from_json(cls, text: str) -> ImportReport:
        """Return the report stored as ``text``."""
        stored: dict[str, Any] = parse_json(text, dict, as_message)
        for name in ("refused", "problems"):
            stored[name] = tuple(Problem(**problem) for problem in stored[name])
        for name in ("pairs", "loose"):
            stored[name] = tuple(map(tuple, stored.get(name, ())))
        values: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in stored.items()}
        return cls(**values)


@dataclass(frozen=True, eq=False)
class Collection:
    """The images of a project and the rows of their features.

    Attributes:
        paths: Path of each image relative to the image folder, POSIX separators, N in all; sorted when the project is
            created, later additions at the end.
        row_of_image: Feature row of each image, -1 for none, shape (N,).
        n_rows: Number of feature rows, n.
        invalid: Rows that cannot be used: with non-finite values or out of all proportion, ascending.
        missing: Images whose files are known to be missing, ascending.
    """

    paths: tuple[str, ...]
    row_of_image: IntArray
    n_rows: int
    invalid: IntArray
    missing: IntArray = field(default_factory=lambda: np.empty(0, np.int64))

    def image_of_row(self) -> IntArray:
        """Return the image of each feature row, -1 for none, shape (n,)."""
        image_of_row = np.full(self.n_rows, -1, np.int64)
        images = np.flatnonzero(self.row_of_image >= 0)
        image_of_row[self.row_of_image[images]] = images
        return image_of_row

    def usable(self) -> BoolArray:
        """Return for each feature row whether it has an image and finite values, shape (n,)."""
        return (self.image_of_row() >= 0) & self.finite()

    def finite(self) -> BoolArray:
        """Return for each feature row whether all its values are finite, shape (n,)."""
        finite = np.ones(self.n_rows, np.bool_)
        finite[self.invalid] = False
        return finite


@dataclass(frozen=True, eq=False)
class Imported:
    """A newly imported collection.

    Attributes:
        collection: The images and their rows.
        sizes: Size of each image file in bytes, shape (N,).
        mtimes: Time of its last modification in nanoseconds since 1970, shape (N,).
        fingerprint: Fingerprint of the features.
        report: Result of the matching.
        layout: Layout of the feature file.
    """

    collection: Collection
    sizes: IntArray
    mtimes: IntArray
    fingerprint: Mapping[str, Any]
    report: ImportReport
    layout: FeatureLayout = DETECT


def import_collection(images: Path, store: FeatureStore, progress: Progress) -> Imported:
    """Scan the folder ``images`` and match it with the features of ``store``.

    Raises:
        ImageError: The folder is missing or contains no image.
        FeatureError: No image has features, so nothing can be learned.
        Cancelled: The user canceled the import.
    """
    found = scan(images, part_of(progress, 0.0, 0.4))
    growing = is_growing(store.path)
    rest = part_of(progress, 0.4, 1.0)
    matched, check, report = match_features(found.paths, found.problems, store, rest, images, growing=growing)
    collection = Collection(tuple(found.paths), matched.row_of_image, store.n, check.unusable)
    fingerprint = store.fingerprint(growing=growing)
    return Imported(collection, found.sizes, found.mtimes, fingerprint, report, store.layout)


def match_features(
    paths: Sequence[str],
    problems: Sequence[Problem],
    store: FeatureStore,
    progress: Progress,
    root: Path | None = None,
    *,
    growing: bool = False,
) -> tuple[Join, FeatureCheck, ImportReport]:
    """Match images with the rows of a feature file and validate every row; may run in any thread.

    Args:
        paths: Paths of the images.
        problems: Files and folders that cannot be read, for the report.
        store: The features.
        progress: Receives the share that is done.
        root: The image folder, for absolute names below it.
        growing: Whether rows of NaN are still to be computed, and no fault.

    Raises:
        FeatureError: No image has features, so nothing can be learned.
        Cancelled: The user canceled the import.
    """
    check_tiles(store)
    matched = join(store.names, paths, root)
    if not matched.matched:
        raise FeatureError("{path}: {reason}", path=store.path, reason=explain_no_match(matched, store.names, paths))
    check = check_features(store, progress)
    if len(check.unusable) == store.n and not growing:
        raise FeatureError(
            "{path}: no row of features can be used: all contain NaN or Inf. Compute them again.", path=store.path
        )
    norms = (check.norm_low, check.norm_median, check.norm_high)
    report = ImportReport(
        n_images=len(paths),
        n_features=store.n,
        matched=matched.matched,
        steps=dict(matched.steps),
        images_without_features=tuple(matched.unmatched_images),
        features_without_images=tuple(matched.unmatched_names),
        duplicates=tuple(matched.duplicates),
        refused=tuple(matched.refused),
        problems=tuple(problems),
        invalid_rows=() if growing else tuple(printable(store.names[row]) for row in check.invalid),
        outlying_rows=tuple(printable(store.names[row]) for row in check.outlying),
        zero_rows=tuple(printable(store.names[row]) for row in check.zero),
        shift=matched.shift,
        loose=matched.loose,
        kind=store.kind,
        dtype=store.dtype.name,
        d=store.d,
        norms=norms if np.isfinite(norms).all() else (),
        pairs=_sample_pairs(store, paths, matched.row_of_image),
    )
    return matched, check, report


def _sample_pairs(store: FeatureStore, paths: Sequence[str], row_of_image: IntArray) -> tuple[tuple[str, str], ...]:
    """Return names and the images matched to them: the first, the last and some between, as a sample for checking."""
    images = np.flatnonzero(row_of_image >= 0)
    chosen = images[np.unique(np.linspace(0, len(images) - 1, SHOWN_PAIRS).round().astype(int))]
    return tuple((printable(store.names[row_of_image[image]]), paths[image]) for image in chosen.tolist())


def check_fingerprint(expected: Mapping[str, Any], store: FeatureStore) -> None:
    """Raise FeatureError, naming the difference, if ``store`` does not hold the features of the project."""
    found = store.fingerprint()
    differing = {key for key in expected if found.get(key) != expected[key]}
    if not differing:
        return
    if "shape" in differing:
        was, is_ = (" x ".join(str(size) for size in shape) for shape in (expected["shape"], found["shape"]))
        what = Message(
            "it holds {now} values instead of {was}: it was replaced, or rows were added or cut off", now=is_, was=was
        )
    elif differing == {"names"}:
        what = Message("its names changed while its values are the same: they were renamed or re-ordered")
    elif differing == {"rows"}:
        what = Message("its values changed while its names are the same: features were recomputed or rows reordered")
    elif differing == {"dtype"} or differing == {"dtype", "rows"}:
        what = Message(
            "its values are stored as {found} instead of {expected}: it was converted",
            found=found["dtype"],
            expected=expected["dtype"],
        )
    else:
        what = Message("its names and its values changed: it was replaced or re-ordered")
    raise OtherFeaturesError(
        "{path} is not the feature file this project was created with: {what}. Nothing was changed. {remedy}",
        path=store.path,
        what=what,
        remedy=Remedy(
            "Put the original file back, say where it is now, or use this one instead: annotator relink PROJECT "
            "--features FILE --adopt.",
            "Put the original file back, say where it is now, or use this one instead.",
        ),
    )


def part_of(progress: Progress, start: float, stop: float) -> Progress:
    """Return a progress that maps its [0, 1] to [``start``, ``stop``] of ``progress``."""
    return Progress(lambda share: progress.report(start + share * (stop - start)), progress.cancel)
