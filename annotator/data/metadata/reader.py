"""Read metadata from all images: in blocks, interruptible and resumable at any time."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from annotator.data.files.names import inside
from annotator.data.images.image_metadata import FACTS, SOURCES, read_facts
from annotator.data.metadata.metadata import BLOCK, Column, store, text_column, unread_blocks
from annotator.data.metadata.reading_process import WORTH_A_PROCESS, Facts, ReadingProcess
from annotator.data.project.database import Database
from annotator.errors import ConfigError
from annotator.types import Progress

THREADS = max(1, min(4, os.cpu_count() or 1))
"""So many files are read at the same time while somebody waits for them."""


@dataclass(frozen=True, eq=False)
class Block:
    """The values read from a block of images.

    Attributes:
        first: Its first image.
        columns: Values by column, one per image of the block.
    """

    first: int
    columns: Mapping[str, Column]


@dataclass(frozen=True)
class Plan:
    """The blocks that remain to be read.

    Attributes:
        blocks: (first image, sources to read) of each block.
        n_images: Number of images in the collection.
    """

    blocks: tuple[tuple[int, tuple[str, ...]], ...]
    n_images: int


def check_sources(sources: Collection[str]) -> None:
    """Raise ConfigError if a source does not exist."""
    for source in sources:
        if source not in SOURCES:
            raise ConfigError(
                "{source!r} cannot be read from images; what can is: {sources}",
                source=source,
                sources=", ".join(SOURCES),
            )


def plan(database: Database, sources: Collection[str], n_images: int, *, again: bool = False) -> Plan:
    """Return the blocks that have not been read from ``sources``, or all blocks with ``again``."""
    everything = list(range(0, n_images, BLOCK))
    left: dict[int, list[str]] = {first: [] for first in everything}
    for source in dict.fromkeys(sources):
        for first in everything if again else unread_blocks(database, source, n_images):
            left[first].append(source)
    return Plan(tuple((first, tuple(wanted)) for first, wanted in left.items() if wanted), n_images)


def read_blocks(
    plan: Plan, root: Path, paths: Sequence[str], progress: Progress, *, awaited: bool = True
) -> Iterator[Block]:
    """Yield the blocks of ``plan`` as they are read, without accessing the project file.

    An image that cannot be read has missing values.

    Args:
        plan: What to read.
        root: Image folder.
        paths: Path of each image below it, shape (N,).
        progress: Receives the share that is done; cancellation is checked at every image.
        awaited: Whether somebody waits: then several files are read at the same time. Otherwise they are read one by
            one, and many of them in a process that gives way to all others.

    Raises:
        Cancelled: The user canceled reading; the blocks yielded before are complete.
    """
    total = sum(min(BLOCK, plan.n_images - first) for first, _ in plan.blocks)
    done = 0
    with _way_to_read(root, apart=not awaited and total >= WORTH_A_PROCESS, threads=THREADS if awaited else 1) as read:
        for first, sources in plan.blocks:
            found = []
            for facts in read(sources, paths[first : min(first + BLOCK, plan.n_images)]):
                found.append(facts)
                done += 1
                progress.step(done / total)
            yield Block(first, _columns(found, sources))


@contextmanager
def _way_to_read(root: Path, *, apart: bool, threads: int) -> Iterator[Callable[..., Iterable[Facts]]]:
    """Yield a function from sources and paths to what the files say, one after the other."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="metadata")  # starts no thread before it is used
    process = ReadingProcess(root)
    each = map if threads == 1 else pool.map
    try:
        yield process.facts if apart else lambda sources, paths: each(partial(_facts, root, sources), paths)
    finally:
        process.close()
        pool.shutdown(wait=True, cancel_futures=True)


def store_block(database: Database, block: Block) -> None:
    """Store a block; it is durable on return.

    Raises:
        ProjectError: It could not be stored; nothing was written.
    """
    with database.transaction() as connection:
        for name, column in block.columns.items():
            store(connection, name, FACTS[name].source, block.first, column)


def _facts(root: Path, sources: Sequence[str], path: str) -> Facts:
    return read_facts(inside(root, path), sources)


def _columns(found: Sequence[Facts], sources: Sequence[str]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for name, fact in FACTS.items():
        if fact.source in sources:
            values = [facts.get(name) for facts in found]
            if fact.kind == "text":
                columns[name] = text_column([None if value is None else str(value) for value in values])
            else:
                columns[name] = np.array([np.nan if value is None else float(value) for value in values])
    return columns
