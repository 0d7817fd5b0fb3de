"""Resumable extraction from a folder of images to a feature file: decode in threads, encode in batches."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.annotator_hdf5 import AnnotatorHdf5Writer
from annotator.data.files.guard import Found, Guard
from annotator.data.files.names import inside
from annotator.data.images.images import Problem, decode, scan
from annotator.errors import FeatureError, ImageError
from annotator.extraction.encoder import Encoder
from annotator.extraction.known_encoders import remember
from annotator.extraction.partial import Done, Partial
from annotator.extraction.tiles import Tiled
from annotator.types import Progress

BATCH = 16
_ROWS_PER_BLOCK = 4096
_SECONDS_BETWEEN_WRITES = 2.0

Prepared = tuple[Done, NDArray[Any] | None]
_NOTHING: Mapping[str, tuple[int, int]] = MappingProxyType({})


@dataclass(frozen=True)
class Extraction:
    """Result of an extraction.

    Attributes:
        file: The feature file.
        rows: Number of images with features.
        d: Number of features per image.
        tiles: Number of tiles per image, 0 without any.
        resumed: Number of images already finished by an earlier run.
        problems: Images that could not be read, and why.
        seconds: Duration in seconds.
    """

    file: Path
    rows: int
    d: int
    tiles: int
    resumed: int
    problems: tuple[Problem, ...]
    seconds: float


def extract(
    images: Path,
    output: Path,
    encoder: Encoder,
    progress: Progress | None = None,
    *,
    batch: int = BATCH,
    threads: int = 0,
    again: bool = False,
) -> Extraction:
    """Compute the features of all images in a folder and write them as a canonical feature file.

    An interrupted extraction resumes when the same call is repeated. Images that changed in between are computed again.
    Images that cannot be read get no row and are listed in the result.

    Args:
        images: Image folder.
        output: Feature file to write; it appears when all images are finished.
        encoder: Encoder that computes the features; :class:`annotator.extraction.tiles.Tiled` adds those of tiles.
        progress: Receives the fraction of finished images; a cancellation keeps finished images.
        batch: Number of images encoded together.
        threads: Number of decoding threads; 0 for the number of processors.
        again: Discard the results of an earlier call.

    Raises:
        ImageError: The folder is missing or contains no image.
        FeatureError, ExportError: No image can be read, the file must not or cannot be written, or unfinished features
            are of another encoder.
        Cancelled: The user canceled.
    """
    started = time.perf_counter()
    progress = progress or Progress()
    if (guard := Guard((images,)))(output) is Found.FOLDER:
        raise FeatureError("{output} is a folder; choose a file name", output=output)
    found = scan(images)
    present = {
        path: (int(size), int(mtime)) for path, size, mtime in zip(found.paths, found.sizes, found.mtimes, strict=True)
    }
    partial = Partial(output, encoder, again=again)
    try:
        latest, _, _ = partial.finished()
        todo = [p for p, now in present.items() if p not in latest or (latest[p][0].size, latest[p][0].mtime) != now]
        done = len(present) - len(todo)
        _compute(images, todo, present, encoder, partial, progress, done, batch, threads or os.cpu_count() or 1)
        latest, rows, problems = partial.finished()
        kept = [path for path in found.paths if latest[path][1] >= 0]
        problems = sorted((p for p in problems if p.path in present), key=lambda problem: problem.path)
        if not kept:
            raise FeatureError(
                "{images}: no image could be read, e.g. {example}: {reason}",
                images=images,
                example=problems[0].path,
                reason=problems[0].reason,
            )
        _write(output, guard, encoder, kept, np.array([latest[path][1] for path in kept], np.int64), rows)
        del rows
        partial.remove()
    finally:
        partial.close()
    return Extraction(output, len(kept), *_numbers(encoder), done, tuple(problems), time.perf_counter() - started)


def _numbers(encoder: Encoder) -> tuple[int, int]:
    """Return the number of features and that of tiles."""
    return (encoder.whole.d, len(encoder.boxes)) if isinstance(encoder, Tiled) else (encoder.d, 0)


# One part of extract, cut off where it reads and encodes; it shares the variables of the other.
def _compute(
    root: Path,
    todo: Sequence[str],
    present: dict[str, tuple[int, int]],
    encoder: Encoder,
    partial: Partial,
    progress: Progress,
    done: int,
    batch: int,
    threads: int,
) -> None:
    total = done + len(todo)
    waiting: list[Prepared] = []
    images: list[Done] = []
    rows: list[NDArray[Any]] = []
    written = time.monotonic()

    def encode() -> None:
        good = [values for _, values in waiting if values is not None]
        if good:
            rows.append(_checked(encoder, good))
        images.extend(one for one, _ in waiting)
        waiting.clear()

    def keep() -> None:
        if images:
            partial.append(images.copy(), np.concatenate(rows) if rows else np.empty((0, encoder.d), np.float32))
            images.clear()
            rows.clear()

    try:
        for number, one in enumerate(prepared(root, todo, encoder, threads, present), done + 1):
            waiting.append(one)
            if len(waiting) == batch:
                encode()
                if time.monotonic() - written > _SECONDS_BETWEEN_WRITES:
                    keep()
                    written = time.monotonic()
            progress.step(number / total)
        encode()
    finally:
        keep()


def prepared(
    root: Path, todo: Sequence[str], encoder: Encoder, threads: int, present: Mapping[str, tuple[int, int]] = _NOTHING
) -> Iterator[Prepared]:
    """Yield images in order, prepared in several threads a few images ahead of the encoder; None if one cannot be read.

    Args:
        root: Image folder.
        todo: Paths of the images.
        encoder: Prepares them.
        threads: Number of threads.
        present: Size and modification time of each image, to be recorded.
    """

    def work(path: str) -> Prepared:
        known = present.get(path, (0, 0))
        try:
            return Done(path, *known), encoder.prepare(decode(inside(root, path), least_edge=encoder.edge))
        except ImageError as error:
            return Done(path, *known, error.fields.get("reason", error.message)), None

    with ThreadPoolExecutor(threads, "extract") as pool:
        paths = iter(todo)
        ahead: deque[Future[Prepared]] = deque(pool.submit(work, path) for path in islice(paths, 4 * threads))
        try:
            while ahead:
                result = ahead.popleft().result()
                ahead.extend(pool.submit(work, path) for path in islice(paths, 1))
                yield result
        finally:
            for future in ahead:
                future.cancel()


def _checked(encoder: Encoder, prepared: list[NDArray[Any]]) -> NDArray[Any]:
    rows = encoder.encode(prepared)
    if rows.shape != (len(prepared), encoder.d):
        raise FeatureError(
            "{encoder} gave {shape} for {n_prepared} images of {d} features",
            encoder=encoder.name,
            shape=rows.shape,
            n_prepared=len(prepared),
            d=encoder.d,
        )
    return rows


def _write(
    output: Path, guard: Guard, encoder: Encoder, paths: list[str], order: NDArray[np.int64], rows: NDArray[Any]
) -> None:
    whole = encoder.whole if isinstance(encoder, Tiled) else encoder
    attributes: dict[str, Any] = {
        "extractor": whole.name,
        "extractor_version": whole.version,
        "preprocessing": whole.preprocessing,
        "normalized": True,
    }
    if isinstance(encoder, Tiled):
        attributes |= {"n": len(paths), "tiles": encoder.boxes}
    with AnnotatorHdf5Writer(output, whole.d, guard=guard, **attributes) as writer:
        for start in range(0, len(paths), _ROWS_PER_BLOCK):
            part = slice(start, start + _ROWS_PER_BLOCK)
            block = np.asarray(rows[order[part]])
            writer.append(paths[part], *(encoder.split(block) if isinstance(encoder, Tiled) else (block,)))
    remember(whole)
