"""Fuzzing of everything that reads files: damaged and hostile files must end in a clear error.

``python -m benchmarks.faults.fuzzing [TARGET ...] --runs 2000`` mutates sound files of every kind: bits flipped, bytes
and numbers replaced, stretches repeated, removed, exchanged with those of other files, ends cut off. Each input is
read in a process that may die, with a limit on memory and time. ``--atheris`` has atheris, which
``pip install .[fuzz]`` brings, steer the mutations by the coverage of our code instead.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError

MEMORY = 4 << 30
PATIENCE_S = 20  # of the processor, whatever else the machine does
HANGS_S = 300  # of the clock, for what waits for ever
BATCH = 50
ROOT = Path(__file__).resolve().parents[2]
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


@dataclass
class Tally:
    """Results for many inputs.

    Attributes:
        target: Name of the target.
        inputs: Number of files read.
        refused: Number of files that ended in a clear error.
        accepted: Number of files that could be read.
        seconds: Duration in seconds.
        complaints: Failures: other exceptions, crashes, hangs.
    """

    target: str
    inputs: int = 0
    refused: int = 0
    accepted: int = 0
    seconds: float = 0.0
    complaints: list[str] = field(default_factory=list)


# Targets


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


# Mutations


def mutate(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a damaged copy."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        if not made:
            break
        at = chance.randrange(len(made))
        length = min(len(made) - at, chance.choice((1, 2, 4, 8, 64, 512)))
        action = chance.randrange(9)
        if action <= 1:
            made[at] ^= 1 << chance.randrange(8)
        elif action == 2:
            made[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif action == 3:
            size = chance.choice("BHIQ")
            value = chance.choice((0, 1, 255, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, chance.getrandbits(63)))
            packed = struct.pack(chance.choice("<>") + size, value % 2 ** (8 * struct.calcsize(size)))
            made[at : at + len(packed)] = packed
        elif action == 4:
            del made[at : at + length]
        elif action == 5:
            made[at:at] = made[at : at + length] * chance.choice((1, 2, 50))
        elif action == 6:
            other = chance.choice(others)
            start = chance.randrange(len(other)) if other else 0
            made[at : at + length] = other[start : start + length]
        elif action == 7:
            made[at : at + length] = chance.randbytes(length)
        elif chance.random() < 0.3:
            del made[at:]
    return bytes(made)


# Running


def fuzz(name: str, runs: int, *, seed: int = 0, keep: Path | None = None, memory: int = MEMORY) -> Tally:
    """Read ``runs`` damaged files of one kind.

    Args:
        name: Name of a target.
        runs: Number of files.
        seed: Seed of the mutations; the same seed gives the same files.
        keep: Folder for files that cause anything other than a clear error.
        memory: Address space limit of the reading process, in bytes.
    """
    target = targets()[name]
    tally = Tally(name)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        seeds, work = Path(folder) / "seeds", Path(folder) / "work"
        seeds.mkdir()
        work.mkdir()
        target.seeds(seeds)
        sound = [file.read_bytes() for file in sorted(seeds.iterdir()) if file.suffix == target.suffix]
        chance = random.Random(f"{seed} {name}")
        done = 0
        while done < runs:
            inputs = [mutate(chance.choice(sound), sound, chance) for _ in range(min(BATCH, runs - done))]
            done += len(inputs)
            while inputs:
                inputs = inputs[_read_all(target, inputs, work, tally, keep, memory) :]
    tally.seconds = time.perf_counter() - begin
    return tally


def _read_all(target: Target, inputs: Sequence[bytes], work: Path, tally: Tally, keep: Path | None, memory: int) -> int:
    """Read inputs in a separate process until one of them ends it; return the number of inputs processed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        import resource  # not available on Windows, where targets are only listed

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if target.qt:
            _application()
        for data in inputs:
            signal.setitimer(signal.ITIMER_PROF, PATIENCE_S)
            signal.alarm(HANGS_S)
            os.write(writing, _read_one(target, data, work))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        lines = [line for line in told.read().splitlines(keepends=True) if line.endswith(b"\n")]
    _, status = os.waitpid(child, 0)
    for line, data in zip(lines, inputs, strict=False):
        outcome = json.loads(line)
        tally.inputs += 1
        tally.refused += outcome == "refused"
        tally.accepted += outcome == "accepted"
        if outcome not in ("refused", "accepted"):
            _complain(tally, target, data, outcome, keep)
    if len(lines) == len(inputs):
        return len(inputs)
    tally.inputs += 1
    ended = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"status {status}"
    what = "did not end" if ended in ("SIGPROF", "SIGALRM") else f"crashed: {ended}"
    _complain(tally, target, inputs[len(lines)], what, keep)
    return len(lines) + 1


def _application() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    globals()["_qt"] = QGuiApplication.instance() or QGuiApplication([])


def _read_one(target: Target, data: bytes, work: Path) -> bytes:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    path = work / f"input{target.suffix}"
    path.write_bytes(data)
    try:
        target.read(path)
        outcome = "accepted"
    except AnnotatorError:
        outcome = "refused"
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        outcome = f"{type(error).__name__}: {str(error)[:200]} ({Path(last.filename).name}:{last.lineno})"
    return json.dumps(outcome).encode() + b"\n"


def _complain(tally: Tally, target: Target, data: bytes, what: str, keep: Path | None) -> None:
    tally.complaints.append(what)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{target.name.replace(' ', '-')}-{len(tally.complaints)}{target.suffix}").write_bytes(data)


# Coverage

_CODE = {
    "image": (
        "annotator/data/images/images.py",
        "annotator/data/images/exif_summary.py",
        "annotator/data/images/color_profiles.py",
        "annotator/gui/images/decoder.py",
    ),
    "features .h5": (
        "annotator/data/features/hdf5.py",
        "annotator/data/features/formats/hdf5_file.py",
        "annotator/data/features/hdf5_layout.py",
    ),
    "features .npz": ("annotator/data/features/formats/numpy_files.py",),
    "features .csv": ("annotator/data/features/formats/csv_file.py",),
    "features .parquet": ("annotator/data/features/formats/parquet_files.py",),
    "labels": tuple(f"annotator/data/importing/{name}.py" for name in ("detect", "documents", "foreign", "tables")),
    "evidence": ("annotator/verification.py", "annotator/data/exporting/evidence_pack.py"),
    "metadata": ("annotator/data/metadata/tables.py",),
    "project": tuple(f"annotator/data/{name}.py" for name in ("database", "schema", "project", "topics", "judgements")),
}
"""Modules that read each kind of file."""

KINDS = tuple(_CODE)


def covered(kind: str, runs: int, seed: int = 0) -> dict[str, float]:
    """Return the line coverage of each module for a kind of file when reading damaged files.

    Args:
        kind: Prefix of target names, a key of ``_CODE``.
        runs: Number of damaged files per target.
        seed: Seed of the mutations.
    """
    code = {str(ROOT / name): name for name in _CODE[kind]}
    run: dict[str, set[int]] = {file: set() for file in code}

    def trace(frame: Any, _event: str, _argument: object) -> Any:
        lines = run.get(frame.f_code.co_filename)
        if lines is None:
            return None
        lines.add(frame.f_lineno)

        def line(inner: Any, event: str, _argument: object) -> Any:
            if event == "line":
                lines.add(inner.f_lineno)
            return line

        return line

    for name, target in targets().items():
        if not name.startswith(kind):
            continue
        if target.qt:
            _application()
        with tempfile.TemporaryDirectory() as folder:
            seeds, work = Path(folder) / "seeds", Path(folder) / "work"
            seeds.mkdir()
            work.mkdir()
            target.seeds(seeds)
            sound = [file.read_bytes() for file in sorted(seeds.iterdir()) if file.suffix == target.suffix]
            chance = random.Random(f"{seed} {name}")
            sys.settrace(trace)
            try:
                for data in [*sound, *(mutate(chance.choice(sound), sound, chance) for _ in range(runs))]:
                    _read_one(target, data, work)
            finally:
                sys.settrace(None)
    shares = {}
    for file, name in code.items():
        lines = _lines(compile(Path(file).read_text("utf-8"), file, "exec"))
        shares[name] = len(run[file] & lines) / len(lines)
    return shares


def _lines(code: Any) -> set[int]:
    """Return the lines of the functions in a module, without those executed on import."""
    found: set[int] = set()
    for constant in code.co_consts:
        if hasattr(constant, "co_lines"):
            if constant.co_flags & 0x2:  # a function, not the body of a class
                found |= {line for _, _, line in constant.co_lines() if line and line != constant.co_firstlineno}
            found |= _lines(constant)
    return found


def steered(name: str, runs: int) -> int:
    """Hand a target to atheris in a process of its own, which it ends, and return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if child == 0:
            _steer(targets()[name], runs, Path(folder))
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _steer(target: Target, runs: int, folder: Path) -> None:
    import atheris

    corpus, work = folder / "corpus", folder / "work"
    corpus.mkdir()
    work.mkdir()
    target.seeds(corpus)
    if target.qt:
        _application()
    atheris.instrument_all()

    def one(data: bytes) -> None:
        path = work / f"input{target.suffix}"
        path.write_bytes(data)
        with contextlib.suppress(AnnotatorError):
            target.read(path)

    atheris.Setup([sys.argv[0], str(corpus), f"-runs={runs}", "-max_len=200000", "-timeout=30"], one)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="*", help="targets to fuzz (default: all)")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for files that cause anything other than a clear error")
    parser.add_argument("--atheris", action="store_true", help="guide the mutations by coverage; one target")
    given = parser.parse_args()
    for name in given.target or targets():
        if given.atheris:
            if status := steered(name, given.runs):
                sys.exit(f"{name}: atheris ended with status {status}; the lines above say why")
            continue
        tally = fuzz(name, given.runs, seed=given.seed, keep=given.keep)
        print(
            f"{name}: {tally.inputs} inputs, {tally.refused} refused, {tally.accepted} read, "
            f"{len(tally.complaints)} complaints, {tally.seconds:.0f} s",
            flush=True,
        )
        for text, count in sorted({text: tally.complaints.count(text) for text in tally.complaints}.items())[:10]:
            print(f"    {count} x {text}")


if __name__ == "__main__":
    main()
