"""Do tiles find what fills only a small part of an image?

    python -m benchmarks.tiles

Collages: a photo of a class is pasted somewhere into a part of another photo (the pictures that scikit-image and
scikit-learn come with), so that it fills a share of it; a quarter of the images are scenery only. A share of 1 is the
photo alone. A simulated user searches for a class from one image in batches of 8 that the default strategy chooses,
with features of whole images and with tiles (``annotator extract --tiles``). Measured is the average precision of the
collection, judged images among it: the area under its curve, and that at the end. How tiles are cut and how they learn
was chosen on the first, third, ... class in order of name; the others are reported.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.stats import wilcoxon
from threadpoolctl import threadpool_limits

from annotator.data.features.features import FeatureStore
from annotator.data.features.tiles import read_tiles
from annotator.engine import Engine
from annotator.extraction import extract
from annotator.extraction.looking import encoder_called
from annotator.extraction.tiles import Tiled, tile_boxes
from annotator.simulate import SimulatedUser, simulate
from annotator.tiled_engine import TiledEngine
from annotator.types import BoolArray, FloatArray
from annotator.version import __version__
from benchmarks.command import machine, option, run
from benchmarks.data import make_images

SIZE = 1024, 768
BATCH = 8
SCENES = (
    *(f"skimage/data/{name}.png" for name in ("astronaut", "chelsea", "coffee", "motorcycle_left", "ihc", "brick")),
    *(f"skimage/data/{name}.png" for name in ("grass", "gravel", "coins", "moon")),
    *(f"skimage/data/{name}.jpg" for name in ("rocket", "hubble_deep_field", "retina")),
    *(f"sklearn/datasets/images/{name}.jpg" for name in ("china", "flower")),
)


def _tiny_photos(folder: Path) -> Path:
    make_images(folder / "photos" / "images", [f"{kind}/{number}.jpg" for kind in "ab" for number in range(4)])
    return folder / "photos"


OPTIONS = (
    option("--photos", type=Path, tiny=_tiny_photos, help="folder with a folder of photos per class in images/"),
    option("--encoder", default="lite0", tiny="descriptor", help="as for annotator extract"),
    option("--shares", nargs="+", type=float, default=[0.02, 0.05, 1.0], tiny=[0.05], help="filled parts"),
    option("--images", type=int, default=24, tiny=5, help="images of each class"),
    option("--rounds", type=int, default=6, tiny=2, help="batches of a search"),
    option("--searches", type=int, default=7, tiny=1, help="searches of a class"),
    option("--keep", type=Path, help="folder in which collages and features stay, to be used again"),
    option("--chosen", action="store_true", help="the classes that were used to choose; nothing is published"),
)


def scenes() -> list[Image.Image]:
    """Return the pictures into which photos are pasted."""
    found = []
    for name in SCENES:
        package, _, path = name.partition("/")
        place = files(package).joinpath(path)
        if place.is_file():
            with place.open("rb") as stream, Image.open(stream) as picture:
                found.append(picture.convert("RGB"))
    return found


def scene(pictures: list[Image.Image], rng: np.random.Generator) -> Image.Image:
    """Return a part of one of the pictures, perhaps mirrored."""
    picture = pictures[rng.integers(len(pictures))]
    width = int(rng.uniform(0.45, 1.0) * min(picture.width, picture.height * SIZE[0] / SIZE[1]))
    height = width * SIZE[1] // SIZE[0]
    x, y = rng.integers(0, picture.width - width + 1), rng.integers(0, picture.height - height + 1)
    part = picture.crop((x, y, x + width, y + height)).resize(SIZE, Image.Resampling.BICUBIC)
    return part.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else part


NOTHING = "scenery"
"""Folder of the images without any photo of a class."""


def collages(photos: Path, folder: Path, share: float, count: int) -> None:
    """Write ``count`` collages of each class, into a folder per class."""
    rng, pictures = np.random.default_rng(round(1000 * share)), scenes()
    kinds = sorted(path for path in (photos / "images").iterdir() if path.is_dir())
    if share < 1:
        (folder / NOTHING).mkdir(parents=True)
        for number in range(count * len(kinds) // 3):
            scene(pictures, rng).save(folder / NOTHING / f"{number:03}.jpg", quality=92)
    for kind in kinds:
        (folder / kind.name).mkdir(parents=True)
        own = rng.permutation(np.array(sorted(kind.iterdir()), object)).tolist()
        for number in range(count):
            with Image.open(own[number % len(own)]) as opened:
                photo = opened.convert("RGB")
            made = photo
            if share < 1:
                made = scene(pictures, rng)
                factor = np.sqrt(share * SIZE[0] * SIZE[1] / (photo.width * photo.height))
                factor = min(factor, SIZE[0] / photo.width, SIZE[1] / photo.height)
                size = (int(photo.width * factor), int(photo.height * factor))
                place = rng.integers(0, SIZE[0] - size[0] + 1), rng.integers(0, SIZE[1] - size[1] + 1)
                made.paste(photo.resize(size, Image.Resampling.BICUBIC), place)
            made.save(folder / kind.name / f"{number:03}.jpg", quality=92)


Played = tuple[float, float, float]
"""Area under the curve, last average precision, and share of the relevant images found."""


def played(engine: Engine, relevant: BoolArray, rounds: int, seed: int) -> Played:
    """Search from one image."""
    user = SimulatedUser(relevant)
    curve = simulate(engine, user, queries=user.examples(1, seed), rounds=rounds, batch_size=BATCH, seed=seed)
    last = curve.points[-1]
    return curve.area, last.average_precision, last.recall


def searches(file: Path, first: int, given: argparse.Namespace) -> Iterator[tuple[Played, Played]]:
    """Yield every search in a collection with whole images and with tiles; for every second class from ``first`` on."""
    with FeatureStore.open(file) as store:
        tiles = read_tiles(store)
        assert tiles is not None
        kinds: NDArray[np.str_] = np.array([name.partition("/")[0] for name in store.names])
        every = sorted(set(kinds.tolist()) - {NOTHING})
        engines = Engine(store), TiledEngine(store, tiles.rows)
        engines[0].build_graph()
        for number in range(first, len(every), 2):
            for seed in range(given.searches):
                whole, tiled = (played(engine, kinds == every[number], given.rounds, seed) for engine in engines)
                yield whole, tiled
        for one in (*engines, tiles.rows):
            one.close()


def row_of(share: float, images: int, found: FloatArray) -> dict[str, Any]:
    """Return what is published of the searches with a share, shape (searches, 2, 3)."""
    gain = found[:, 1, 0] - found[:, 0, 0]
    return {
        "share": share,
        "images": images,
        "searches": len(found),
        **{
            way: dict(zip(("area", "last", "recall"), found[:, at].mean(axis=0).round(4).tolist(), strict=True))
            for at, way in enumerate(("whole", "tiles"))
        },
        "better": int((gain > 0).sum()),
        "p": float(wilcoxon(gain).pvalue) if np.count_nonzero(gain) > 5 else 1.0,
    }


def main(given: argparse.Namespace) -> None:
    """Make collages, search, print and publish."""
    photos = given.photos or given.places.shared("trashnet")
    encoder = encoder_called(given.encoder)
    results: list[dict[str, Any]] = []
    with threadpool_limits(1):
        for share in given.shares:
            images, file = (given.keep or given.folder) / f"{share}", (given.keep or given.folder) / f"{share}.h5"
            if not file.exists():
                collages(photos, images, share, given.images)
                extract(images, file, Tiled(encoder))
            found = np.array(list(searches(file, 0 if given.chosen else 1, given)))
            results.append(row_of(share, sum(1 for _ in images.rglob("*.jpg")), found))
            print(results[-1], flush=True)
    if not given.chosen:
        facts = {"version": __version__, "machine": machine(), "tiles": len(tile_boxes()), "rounds": given.rounds}
        given.places.publish("tiles", {**facts, "results": results})


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
