"""Quality and speed of feature extraction: ``python -m benchmarks.extraction [--photos FOLDER]``.

Quality: each image is a query; measured are the accuracy of its nearest neighbor and the mean average precision of the
ranking of all others by cosine similarity, by class. The weights of the built-in descriptor were chosen on the
even-numbered photographs, so only the odd-numbered ones are reported; nothing was chosen on the digits.

Speed: images per second of the whole extraction, compared with the decoder alone and the encoder alone in the same run.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.features import FeatureStore
from annotator.data.images.images import decode, scan
from annotator.extraction import Encoder, extract
from annotator.extraction.builtin import BuiltIn
from annotator.extraction.onnx_encoder import OnnxEncoder
from annotator.sample import create_sample

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def quality(rows: NDArray[np.float32], classes: NDArray[np.str_]) -> tuple[float, float]:
    """Return nearest-neighbor accuracy and mean average precision, excluding the query."""
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    alike = rows @ rows.T
    np.fill_diagonal(alike, -np.inf)
    order = np.argsort(-alike, axis=1, kind="stable")[:, :-1]
    relevant = classes[order] == classes[:, None]
    precision = np.cumsum(relevant, axis=1) / np.arange(1, relevant.shape[1] + 1)
    return float(relevant[:, 0].mean()), float(((precision * relevant).sum(1) / relevant.sum(1)).mean())


def tell(name: str, rows: NDArray[np.float32], classes: NDArray[np.str_]) -> None:
    """Print one line of quality measures."""
    nearest, precision = quality(rows, classes)
    print(f"{name:<40} 1-NN {nearest:.3f}   mAP {precision:.3f}   {rows.shape[1]:>5} features")


def rows_of(file: Path) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Return the names and the rows of a feature file."""
    with FeatureStore.open(file) as store:
        return store.names, store.rows(np.arange(store.n)).astype(np.float32)


def digits(folder: Path) -> None:
    """Report on the handwritten digits of scikit-learn as image files."""
    import csv

    sample = create_sample(folder / "sample")
    with sample.classes.open(encoding="utf-8", newline="") as stream:
        known = {row["filename"]: row["class"] for row in csv.DictReader(stream)}
    extract(sample.images, folder / "digits.h5", BuiltIn())
    for title, file in (("digits, built-in", folder / "digits.h5"), ("digits, their 64 pixels", sample.features)):
        names, rows = rows_of(file)
        tell(title, rows, np.array([known[name] for name in names]))


def photos(root: Path, folder: Path) -> None:
    """Report on photographs in class folders, compared with the features of two networks."""
    odd = slice(1, None, 2)
    extract(root / "images", folder / "photos.h5", BuiltIn())
    files = {"built-in": folder / "photos.h5"}
    network = root.parent / "squeezenet_v1.1.onnx"
    if network.exists():
        extract(root / "images", folder / "network.h5", OnnxEncoder(network))
        files["SqueezeNet by extract"] = folder / "network.h5"
    files |= {"SqueezeNet": root / "squeezenet_512.h5", "MobileNet": root / "mobilenet_1280.h5"}
    for title, file in files.items():
        names, rows = rows_of(file)
        order = np.argsort(names)[odd]
        tell(f"photos, {title}", rows[order], np.array([names[i].split("/")[0] for i in order]))


def speed(images: Path, folder: Path, encoder: Encoder, threads: int) -> None:
    """Report images per second, compared with the limits of decoder and encoder."""
    paths = [images / path for path in scan(images).paths]

    def timed(work: object, jobs: list[object]) -> float:
        started = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, jobs))  # type: ignore[call-overload]
        return len(jobs) / (time.perf_counter() - started)

    decoding = timed(lambda path: decode(path, encoder.edge), list(paths))
    pictures = [decode(path, encoder.edge) for path in paths[:128]]

    def encode(pictures: list[object]) -> None:
        encoder.encode([encoder.prepare(picture) for picture in pictures])  # type: ignore[arg-type]

    batches = [pictures[i : i + 16] for i in range(0, len(pictures), 16)]
    encoding = 16 * timed(encode, list(batches))
    done = extract(images, folder / "speed.h5", encoder, again=True)
    rate = done.rows / done.seconds
    limit = 1 / (1 / decoding + 1 / encoding)
    print(
        f"{encoder.name:<40} {rate:7.1f} images/s; decoder alone {decoding:.1f}, encoder alone {encoding:.1f}, "
        f"share of the limit of both {rate / limit:.2f}"
    )


def main() -> None:
    """Run all parts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, default=SHARED / "trashnet", help="folder with images/ in class folders")
    given = parser.parse_args()
    threads = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        digits(folder)
        if not given.photos.is_dir():
            print("no photographs found: give their folder with --photos")
            return
        photos(given.photos, folder)
        speed(given.photos / "images", folder, BuiltIn(), threads)
        network = given.photos.parent / "squeezenet_v1.1.onnx"
        if network.exists():
            speed(given.photos / "images", folder, OnnxEncoder(network), threads)


if __name__ == "__main__":
    main()
