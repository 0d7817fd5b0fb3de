"""Code that reads files, and valid files for it to be damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError

Reader = Callable[[Path], object]


@dataclass(frozen=True)
class Target:
    """A reader of files.

    Attributes:
        name: Name of the target.
        suffix: File name suffix.
        seeds: Creates valid files in a folder.
        read: Reads a file as the program does.
        qt: Whether it needs a Qt application.
    """

    name: str
    suffix: str
    seeds: Callable[[Path], None]
    read: Reader
    qt: bool = False


def _images(kind: str, suffix: str, **options: Any) -> Target:
    def seeds(folder: Path) -> None:
        import numpy as np
        from PIL import Image

        rng = np.random.default_rng(1)
        for number, (mode, shape) in enumerate((("RGB", (24, 32, 3)), ("L", (9, 70)))):
            picture = Image.fromarray(rng.integers(0, 255, shape, np.uint8), mode)
            exif = Image.Exif()
            exif[0x0112], exif[0x010F] = 6, "maker"
            picture.save(folder / f"{number}{suffix}", kind, **options, **({"exif": exif} if kind in _EXIF else {}))

    return Target(f"image {kind}", suffix, seeds, _read_image, qt=True)


_EXIF = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")


def _read_image(path: Path) -> None:
    from annotator.data.images.exif_summary import read_photo
    from annotator.data.images.images import decode, probe
    from annotator.gui.images.decoder import read_here

    errors = 0
    for read in (probe, lambda p: decode(p, 64), decode, lambda p: read_here(p, 64), read_here):
        try:
            read(path)
        except AnnotatorError:
            errors += 1
    read_photo(path)
    if errors:
        raise AnnotatorError(f"{errors} of 5 readers refused")


def _features(kind: str) -> Target:
    def seeds(folder: Path) -> None:
        import h5py
        import numpy as np

        values = np.random.default_rng(2).normal(size=(12, 5)).astype(np.float32)
        names = np.array([f"a/im{number}.jpg" for number in range(12)])
        if kind == ".h5":
            for number, options in enumerate(({}, {"chunks": (4, 5), "compression": "gzip"})):
                with h5py.File(folder / f"{number}.h5", "w") as file:
                    file.create_dataset("features", data=values, **options)
                    file.create_dataset("filenames", data=list(names), dtype=h5py.string_dtype())
        elif kind == ".npz":
            np.savez(folder / "0.npz", features=values, names=names)
            np.savez_compressed(folder / "1.npz", features=values, names=names)
        elif kind == ".csv":
            lines = [",".join([name, *map(str, row)]) for name, row in zip(names, values.tolist(), strict=True)]
            (folder / "0.csv").write_text("path,a,b,c,d,e\n" + "\n".join(lines) + "\n", "utf-8")
        else:
            import pyarrow as pa
            import pyarrow.parquet as pq

            table = pa.table({"path": list(names), "embedding": [row.tolist() for row in values]})
            pq.write_table(table, folder / "0.parquet")

    def read(path: Path) -> None:
        from annotator.data.features.features import FeatureStore

        with FeatureStore.open(path) as store:
            for _start, block in store.blocks(4):
                block.sum()
            store.rows([0, store.n - 1])
            store.fingerprint()

    return Target(f"features {kind}", kind, seeds, read)


_LABELS = {
    ".csv": ["filename,label\na.jpg,relevant\nb.jpg,irrelevant\nc d.jpg,unsure\n", "path;class\n\"x,y\";1\nz;0\n"],
    ".json": [
        json.dumps({"a.jpg": "relevant", "b.jpg": "irrelevant"}),
        json.dumps([{"path": "a.jpg", "label": 1}, {"path": "b.jpg", "label": -1}]),
        json.dumps([{"data": {"image": "/data/local-files/?d=a.jpg"}, "annotations": [{"result": [
            {"type": "choices", "value": {"choices": ["relevant"]}}]}]}]),
    ],
    ".jsonl": ['{"path": "a.jpg", "label": "relevant"}\n{"path": "b.jpg", "label": "unsure"}\n'],
    ".xml": [
        '<?xml version="1.0"?><annotations><image id="0" name="a.jpg"><tag label="relevant"/></image></annotations>'
    ],
    ".xmp": [
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="5" xmp:Label="relevant"/></rdf:RDF>'
        "</x:xmpmeta>"
    ],
    ".qrels": ["1 0 a.jpg 1\n1 0 b.jpg 0\n"],
}  # fmt: skip


def _labels(suffix: str) -> Target:
    def seeds(folder: Path) -> None:
        for number, text in enumerate(_LABELS[suffix]):
            (folder / f"{number}{suffix}").write_text(text, "utf-8")

    def read(path: Path) -> None:
        from annotator.data.importing.detect import read_labels

        read_labels(path.parent if suffix == ".xmp" else path)  # sidecars are read by folder

    return Target(f"labels {suffix}", suffix, seeds, read)


def _tables() -> Target:
    def seeds(folder: Path) -> None:
        (folder / "0.csv").write_text('filename,year,place\na.jpg,2024,here\nb.jpg,1999,"there, too"\n', "utf-8")

    def read(path: Path) -> None:
        from annotator.data.metadata.tables import read_table

        read_table(path, ["a.jpg", "b.jpg"])

    return Target("metadata .csv", ".csv", seeds, read)


def _projects() -> Target:
    def seeds(folder: Path) -> None:
        from benchmarks.faults.old_projects import FORMATS, unpack
        from benchmarks.faults.scenarios import make_collection

        for number in FORMATS:
            unpack(number, folder, folder / f"{number}.annotator")
        base = folder.parent / "collection"
        if not base.exists():
            make_collection(base / "images", base / "features.h5")

    def read(path: Path) -> None:
        from annotator.session.session import Session
        from annotator.types import Label

        base = path.parent.parent / "collection"
        with Session.open(path, images=base / "images", features=base / "features.h5") as session:
            session.judgements.history()
            session.judge([0], Label.UNSURE)
            session.undo()
            for topic in session.topics:
                session.topics.switch(topic.id)

    return Target("project .annotator", ".annotator", seeds, read)


def _packs() -> Target:
    def seeds(folder: Path) -> None:
        from annotator.session.session import Session
        from annotator.types import Label
        from benchmarks.faults.scenarios import make_collection

        base = folder.parent / "search"
        make_collection(base / "images", base / "features.h5")
        with Session.create(base / "p.annotator", base / "images", base / "features.h5") as session:
            session.judge([0, 1], Label.RELEVANT)
            session.judge([2], Label.IRRELEVANT)
            session.export("evidence", folder / "0.zip")

    def read(path: Path) -> None:
        from annotator.verification import verify

        verify(path)

    return Target("evidence .zip", ".zip", seeds, read)


def targets() -> dict[str, Target]:
    """Return the targets available on this machine, by name."""
    from PIL import features as pillow

    found = [
        _images("JPEG", ".jpg", quality=80), _images("JPEG", ".jpeg", quality=70, progressive=True),
        _images("PNG", ".png"), _images("WEBP", ".webp"), _images("TIFF", ".tif", compression="tiff_lzw"),
        _images("GIF", ".gif"), _images("BMP", ".bmp"),
    ]  # fmt: skip
    if pillow.check("avif"):
        found.append(_images("AVIF", ".avif"))
    found += [_features(".h5"), _features(".npz"), _features(".parquet"), _features(".csv")]
    found += [_labels(suffix) for suffix in _LABELS]
    found += [_tables(), _projects(), _packs()]
    return {one.name + (" progressive" if one.suffix == ".jpeg" else ""): one for one in found}
