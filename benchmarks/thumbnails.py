"""Thumbnail throughput compared with the decoder alone, time to the first page, memory and disk usage.

    python -m benchmarks.thumbnails --photos 60 --folder IMAGES

Creates JPEG files of 12 megapixels, as written by cameras, and prints

- the limit: QImageReader.setScaledSize alone, in as many threads;
- the loader of the window without a cache, writing to an empty cache, and reading from a full one;
- with --folder, e.g. of 100,000 images: seconds until the folder is listed, until the first page of thumbnails is
  complete, and until it is loaded again from disk;
- memory of the decoded thumbnails, and size of the cache on disk.

Run it alone on the machine. The measurements of one run are interleaved, so that other load affects all of them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImageReader

from annotator.data.images.scanning import scan
from annotator.data.images.thumbnail_store import ThumbnailStore
from annotator.gui.images.thumbnail_loader import CACHE_BYTES, ThumbnailLoader
from annotator.gui.images.thumbnail_maker import ThumbnailMaker
from benchmarks.command import option, run
from benchmarks.data import make_images
from benchmarks.measuring import timed

PAGE = 40
PATIENCE_S = 600.0


def _tiny_folder(folder: Path) -> Path:
    return make_images(folder / "images", [f"{number}.jpg" for number in range(50)])


OPTIONS = (
    option("--photos", type=int, default=60, tiny=6, help="photographs to create"),
    option("--width", type=int, default=4000, tiny=800, help="their width in pixels; the height is three quarters"),
    option("--edge", type=int, default=256, help="longer side of the thumbnails"),
    option("--threads", type=int, default=max(1, (os.cpu_count() or 2) - 1), help="decoding threads"),
    option("--repeats", type=int, default=3, tiny=1, help="repetitions; their median is reported"),
    option("--folder", dest="images", type=Path, tiny=_tiny_folder, help="folder of images to open"),
)


def make_photos(folder: Path, count: int, width: int) -> list[Path]:
    """Write ``count`` synthetic photographs: smooth shapes with sensor noise; 4 MB each at a width of 4000."""
    size = (width, 3 * width // 4)
    rng = np.random.default_rng(0)
    grain = rng.normal(0, 7, (*size[::-1], 1))
    paths = []
    for number in range(count):
        path = folder / f"photo-{number:04d}.jpg"
        if number < 4:
            coarse = Image.fromarray(rng.integers(0, 255, (24, 32, 3), dtype=np.uint8))
            smooth = np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
            pixels = np.clip(smooth + grain, 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(path, quality=90, subsampling=2)
        else:
            path.write_bytes(paths[number % 4].read_bytes())
        os.utime(path, (1_600_000_000, 1_600_000_000))
        paths.append(path)
    return paths


def decoder_alone(paths: Sequence[Path], edge: int, threads: int) -> float:
    """Return the seconds the decoder needs to read ``paths`` in ``threads`` threads."""
    todo: SimpleQueue[Path] = SimpleQueue()
    for path in paths:
        todo.put(path)

    def work() -> None:
        while True:
            try:
                path = todo.get_nowait()
            except Empty:
                return
            reader = QImageReader(str(path))
            reader.setScaledSize(reader.size().scaled(QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio))
            assert not reader.read().isNull()

    workers = [threading.Thread(target=work) for _ in range(threads)]

    def work_all() -> None:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    return timed(work_all)[0]


class Run:
    """A thumbnail loader that loads images until all are available."""

    def __init__(self, path_of: Callable[[int], Path], threads: int, store: ThumbnailStore | None) -> None:
        self.loader = ThumbnailLoader(path_of, threads=threads, maker=ThumbnailMaker(store))

    def seconds(self, images: Sequence[int], edge: int) -> float:
        """Return seconds until all ``images`` can be painted."""
        begun = time.perf_counter()
        for image in images:
            self.loader.pixmap(image, edge)
        while not all(self.loader.pixmap(image, edge) or self.loader.error(image) for image in images):
            QGuiApplication.processEvents()
            time.sleep(0.0005)
            if time.perf_counter() - begun > PATIENCE_S:
                raise SystemExit("the thumbnails do not arrive")
        return time.perf_counter() - begun

    def close(self) -> int:
        """Stop the threads; return the size of the thumbnails in memory, in bytes."""
        held = self.loader.cached_bytes
        self.loader.close()
        return held


def photos(given: argparse.Namespace) -> None:
    """Print thumbnails per second."""
    folder, count, edge, threads, repeats = given.folder, given.photos, given.edge, given.threads, given.repeats
    paths = make_photos(folder, count, given.width)
    size = sum(path.stat().st_size for path in paths) / count / 1e6
    print(f"{count} JPEGs of {0.75 * given.width**2 / 1e6:.1f} MP, {size:.1f} MB each", end="")
    print(f" -> {edge} px, {threads} threads, {repeats} turns")
    decoder_alone(paths, edge, threads)  # loads the files into the file cache
    images = range(count)
    figures: dict[str, list[float]] = {"decoder alone": [], "no cache": [], "empty cache": [], "full cache": []}
    held = on_disk = 0
    for turn in range(repeats):
        figures["decoder alone"].append(decoder_alone(paths, edge, threads))
        store = ThumbnailStore(folder / f"{turn}.db")
        for name, kept in (("no cache", None), ("empty cache", store), ("full cache", store)):
            run = Run(paths.__getitem__, threads, kept)
            figures[name].append(run.seconds(images, edge))
            held = run.close()
            store.flush()
        on_disk = store.bytes
        store.close()
    limit = statistics.median(figures["decoder alone"])
    for name, seconds in figures.items():
        median = statistics.median(seconds)
        print(f"  {name:14} {count / median:8.1f} thumbnails/s  {limit / median:7.1%} of the decoder")
    print(f"  memory {held / count / 1000:.0f} kB per thumbnail, at most {CACHE_BYTES / 1e6:.0f} MB in all")
    print(f"  disk {on_disk / count / 1000:.1f} kB per thumbnail")


def folder_of_images(root: Path, cache: Path, edge: int, threads: int) -> None:
    """Print the time until the first page of a folder is complete."""
    seconds, found = timed(lambda: scan(root))
    names = found.paths
    print(f"{len(names):,} images in {root}: listed in {seconds:.2f} s")
    rng = np.random.default_rng(1)
    page = rng.choice(len(names), min(PAGE, len(names)), replace=False).tolist()
    store = ThumbnailStore(cache / "folder.db")
    for name in ("first page of thumbnails", "again, from the disk"):
        run = Run(lambda image: root / names[image], threads, store)
        print(f"  {name:26} {1000 * run.seconds(page, edge):7.1f} ms for {len(page)}")
        run.close()
        store.flush()
    store.close()


def main(given: argparse.Namespace) -> None:
    """Measure and print."""
    app = QGuiApplication(sys.argv[:1])
    if given.photos:
        photos(given)
    if given.images:
        folder_of_images(given.images, given.folder, given.edge, given.threads)
    app.quit()


if __name__ == "__main__":
    run(main, OPTIONS)
