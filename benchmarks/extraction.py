"""Quality and speed of feature extraction.

    python -m benchmarks.extraction
    python -m benchmarks.extraction --photos FOLDER

FOLDER has images/ with a folder for each class, and feature files to compare with (default: the photos of waste).

Quality: images are queries; measured are the accuracy of the nearest neighbor and the mean average precision of the
ranking of all others by cosine similarity, by class. Queries are of the classes on which nothing was chosen (the
second, fourth, ... in order of name). The weights of the descriptor and the size of the pictures that the default
network sees were chosen on the even-numbered photos of the folder, so only the odd-numbered ones take part. Of the
digits, all are queries: nothing was chosen on them.

Speed: images per second of the whole extraction, compared with the decoder alone and the encoder alone in the same run.
"""

from __future__ import annotations

import argparse
import base64
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.features import FeatureStore
from annotator.data.images.images import decode, scan
from annotator.extraction import Encoder, extract
from annotator.extraction.builtin import BuiltIn
from annotator.extraction.lite0 import Lite0
from annotator.extraction.onnx_encoder import OnnxEncoder
from annotator.sample import create_sample
from annotator.version import __version__
from benchmarks.command import machine, option, run
from benchmarks.data import FILES, SETS, check, classes_in, make_images, read, write_features
from benchmarks.measuring import timed
from scripts.installers.self_test import NETWORK


def _tiny_photos(folder: Path) -> Path:
    """Write photos of two classes, and features of them."""
    names = [f"{kind}/{number}.jpg" for kind in "ab" for number in range(6)]
    make_images(folder / "photos" / "images", names)
    write_features(folder / "photos" / "made.h5", np.random.default_rng(0).normal(size=(12, 4)), names)
    return folder / "photos"


def _tiny_network(folder: Path) -> Path:
    file = folder / "small.onnx"
    file.write_bytes(base64.b64decode(NETWORK))
    return file


OTHERS = [name for name in FILES if name.split("-")[0] in ("things", "textures", "pets")]
OPTIONS = (
    option("--digits", type=int, default=1797, tiny=60, help="digits of the sample"),
    option("--photos", type=Path, tiny=_tiny_photos, help="folder of photos (default: those of waste)"),
    option(
        "--sets",
        nargs="*",
        default=OTHERS,
        tiny=["digits"],
        choices=SETS,
        metavar="NAME",
        help="sets of given features",
    ),
    option("--large", type=Path, tiny=lambda folder: folder / "photos" / "images", help="folder of large photos"),
    option("--network", type=Path, tiny=_tiny_network, help="encoder in the ONNX format (default: SqueezeNet)"),
)
Row = dict[str, Any]
"""What is published about the features of a collection."""


def quality(rows: NDArray[np.float32], classes: NDArray[np.str_], queries: NDArray[np.bool_]) -> tuple[float, float]:
    """Return nearest-neighbor accuracy and mean average precision of the queries, excluding the query."""
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    alike = rows @ rows.T
    np.fill_diagonal(alike, -np.inf)
    order = np.argsort(-alike[queries], axis=1, kind="stable")[:, :-1]
    relevant = classes[order] == classes[queries, None]
    precision = np.cumsum(relevant, axis=1) / np.arange(1, relevant.shape[1] + 1)
    return float(relevant[:, 0].mean()), float(((precision * relevant).sum(1) / relevant.sum(1)).mean())


def reported(classes: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Return which images are of the classes on which nothing was chosen."""
    return np.isin(classes, sorted(set(classes.tolist()))[1::2])


def told(
    collection: str, name: str, rows: NDArray[np.float32], classes: NDArray[np.str_], queries: NDArray[np.bool_]
) -> Row:
    """Print and return the quality of the features of a collection."""
    nearest, precision = quality(rows, classes, queries)
    print(f"{collection + ', ' + name:<40} 1-NN {nearest:.3f}   mAP {precision:.3f}   {rows.shape[1]:>5} features")
    return {
        "collection": collection,
        "features": name,
        "numbers": int(rows.shape[1]),
        "images": len(rows),
        "queries": int(queries.sum()),
        "nearest": round(nearest, 4),
        "precision": round(precision, 4),
    }


def rows_of(file: Path) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Return the names and the rows of a feature file."""
    with FeatureStore.open(file) as store:
        return store.names, store.rows(np.arange(store.n)).astype(np.float32)


def digits(folder: Path, count: int) -> list[Row]:
    """Report on the handwritten digits of scikit-learn as image files."""
    sample = create_sample(folder / "sample")
    for path in sorted(sample.images.rglob("*.png"))[count:]:
        path.unlink()
    known = classes_in(sample.classes)
    extract(sample.images, folder / "digits.h5", BuiltIn())
    kept, rows = rows_of(folder / "digits.h5")
    classes, everything = np.array([known[name] for name in kept]), np.ones(len(kept), np.bool_)
    computed = told("digits", BuiltIn.name, rows, classes, everything)
    names, rows = rows_of(sample.features)
    there = np.isin(names, kept)
    classes = np.array([known[name] for name in names])[there]
    return [computed, told("digits", "pixels", rows[there], classes, everything)]


def photos(root: Path, folder: Path, encoders: Iterable[Encoder]) -> list[Row]:
    """Report on photos in class folders: features that are computed, and those of the files."""
    files = {}
    for number, encoder in enumerate(encoders):
        files[encoder.name] = folder / f"extracted-{number}.h5"
        extract(root / "images", files[encoder.name], encoder)
    files |= {file.stem: file for file in sorted(root.glob("*.h5"))}
    found = []
    for title, file in files.items():
        names, rows = rows_of(file)
        odd = np.argsort(names)[1::2]
        classes = np.array([names[i].split("/")[0] for i in odd])
        found.append(told("waste", title, rows[odd], classes, reported(classes)))
    return found


def given_set(name: str) -> Row:
    """Report on features of a collection without images."""
    collection, _, network = name.partition("-")
    rows, classes = read(name)
    return told(collection, network, rows, classes, reported(classes))


def speed(images: Path, folder: Path, encoder: Encoder, threads: int) -> float:
    """Return images per second, and print them with the limits of decoder and encoder."""
    paths = [images / path for path in scan(images).paths]

    def rate(work: object, jobs: list[object]) -> float:
        with ThreadPoolExecutor(threads) as pool:
            return len(jobs) / timed(lambda: list(pool.map(work, jobs)))[0]  # type: ignore[call-overload]

    decoding = rate(lambda path: decode(path, least_edge=encoder.edge), list(paths))
    pictures = [decode(path, least_edge=encoder.edge) for path in paths[:128]]

    def encode(pictures: list[object]) -> None:
        encoder.encode([encoder.prepare(picture) for picture in pictures])  # type: ignore[arg-type]

    batches = [pictures[i : i + 16] for i in range(0, len(pictures), 16)]
    encoding = 16 * rate(encode, list(batches))
    done = extract(images, folder / "speed.h5", encoder, again=True)
    whole = done.rows / done.seconds
    limit = 1 / (1 / decoding + 1 / encoding)
    print(
        f"{encoder.name:<40} {whole:7.1f} images/s; decoder alone {decoding:.1f}, encoder alone {encoding:.1f}, "
        f"share of the limit of both {whole / limit:.2f}"
    )
    return round(whole, 1)


def main(given: argparse.Namespace) -> None:
    """Measure, print and publish."""
    root = given.photos or given.places.shared("trashnet")
    network = given.network or given.places.shared("squeezenet_v1.1.onnx")
    large = given.large or given.places.shared("megapixel")
    check(given.sets, given.places)
    load = round(os.getloadavg()[0], 1)
    encoders = (Lite0(), BuiltIn(), OnnxEncoder(network))
    found = [*photos(root, given.folder, encoders), *map(given_set, given.sets), *digits(given.folder, given.digits)]
    speeds = [
        {"images": title, **{one.name: speed(images, given.folder, one, os.cpu_count() or 1) for one in encoders}}
        for title, images in (("photos", root / "images"), ("large", large))
    ]
    given.places.publish(
        "extraction",
        {"version": __version__, "machine": machine(), "load": load, "quality": found, "speed": speeds},
    )


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
