"""Readers for data sets stored as folders of files: MIRFLICKR-25K, Oxford Buildings, tasks of ILSVRC 2010."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotator.data.files.reading import read_bytes, read_text
from annotator.errors import FeatureError
from annotator.experiments.data.dataset_options import Options, Raw, array, arrays, halves, parts
from annotator.types import AnyFloatArray, FloatArray


def mirflickr(options: Options) -> tuple[Raw, ...]:
    """Read MIRFLICKR-25K: ``feat_dump`` (.npy) and ``gt_dir``, whose files list image numbers from 1.

    NAME_r1.txt lists the images of a class, NAME.txt those of the class in the wide sense. Images that belong to a
    class only in the wide sense do not count. ``test_size`` of the images are held out (default 0.2).
    """
    features = array(options.file("feat_dump"))
    folder, pattern = options.file("gt_dir"), options.text("gt_pattern", "*_r1.txt")
    size = options.number("test_size", 0.2)
    options.ignore("img_dir")
    files = sorted(folder.glob(pattern))
    if not files:
        raise FeatureError("{folder} holds no file {pattern}.", folder=folder, pattern=pattern)
    truth = {}
    for file in files:
        name = file.stem.removesuffix("_r1")
        narrow, wide = _members(file, len(features)), _members(file.with_name(f"{name}.txt"), len(features))
        truth[name] = np.where(narrow, 1, np.where(wide, 0, -1)).astype(np.int8)
    order, count = parts(len(features), size)
    first = np.arange(len(order)) < count
    return (Raw(features[order], first, ~first, {name: values[order] for name, values in truth.items()}),)


def _members(path: Path, n: int) -> NDArray[np.bool_]:
    member = np.zeros(n, np.bool_)
    for number, line in _lines(path):
        if not line.isdecimal() or not 1 <= int(line) <= n:
            raise FeatureError(
                "{path}, line {number}: {line!r} is not the number of one of {n} images.",
                path=path,
                number=number,
                line=line,
                n=n,
            )
        member[int(line) - 1] = True
    return member


def oxford(options: Options) -> tuple[Raw, ...]:
    """Read Oxford Buildings: ``feat_dump``, a .npz with ids and X, and ``gt_dir``.

    The folder contains NAME_good.txt, NAME_ok.txt, NAME_junk.txt and NAME_query.txt for every class. All images are in
    the pool, and all except the queries are the test set. Junk images do not count; searches start from the queries.
    """
    path, folder = options.file("feat_dump"), options.file("gt_dir")
    options.ignore("img_dir", "test_size")
    held = arrays(path, ("ids", "X"))
    row_of = {str(name): row for row, name in enumerate(held["ids"])}
    truth, starts = {}, {}
    files = sorted(folder.glob("*_good.txt"))
    if not files:
        raise FeatureError("{folder} holds no file *_good.txt.", folder=folder)
    for number, file in enumerate(files):
        stem = file.name.removesuffix("_good.txt")
        value = np.full(len(row_of), -1, np.int8)
        starts[str(number)] = tuple(_rows(folder / f"{stem}_query.txt", row_of))
        for kind, code in (("junk", 0), ("ok", 1), ("good", 1)):
            value[list(_rows(folder / f"{stem}_{kind}.txt", row_of))] = code
        value[list(starts[str(number)])] = 1
        truth[str(number)] = value
    test = np.ones(len(row_of), np.bool_)
    test[[row for rows in starts.values() for row in rows]] = False
    return (Raw(held["X"], np.ones(len(row_of), np.bool_), test, truth, starts),)


def _rows(path: Path, row_of: dict[str, int]) -> Iterator[int]:
    for number, line in _lines(path):
        name = line.split()[0]
        row = row_of.get(name, row_of.get(name.removeprefix("oxc1_")))
        if row is None:
            raise FeatureError(
                "{path}, line {number}: there are no features of the image {name!r}.",
                path=path,
                number=number,
                name=name,
            )
        yield row


def imagenet(options: Options) -> tuple[Raw, ...]:
    """Read bags of visual words of ILSVRC 2010 for the tasks in ``task_file``.

    A line of ``task_file`` is a task: the relevant synset and others. Without the file, ``num_tasks`` tasks with
    ``num_negative_classes`` others each are drawn as in the reference implementation. ``sbow_dir`` contains
    train/SYNSET.sbow.mat and val/val.NNNN.sbow.mat, ``meta_file`` is meta.mat, ``val_label_file`` is the ground truth
    of the validation images, which are the test set. Every task has one class, "1".
    """
    from scipy.io import loadmat

    folder, meta = options.file("sbow_dir"), options.file("meta_file")
    labels, tasks = options.file("val_label_file"), options.optional_file("task_file")
    count, others = int(options.number("num_tasks", 100)), int(options.number("num_negative_classes", 9))
    options.ignore("train_img_dir", "val_img_dir")
    synsets = [str(name[0]) for name in loadmat(BytesIO(read_bytes(meta, FeatureError)))["synsets"]["WNID"][:1000, 0]]
    number_of = {name: number for number, name in enumerate(synsets)}
    wanted = np.array([int(line) - 1 for _, line in _lines(labels)])
    held = np.concatenate([_words(file) for file in sorted((folder / "val").glob("val.*.sbow.mat"))])
    raws = []
    for names in _tasks(tasks, number_of) if tasks is not None else _drawn(synsets, count, others + 1):
        train = [_words(folder / "train" / f"{name}.sbow.mat") for name in names]
        test = [held[wanted == number_of[name]] for name in names]
        y = np.concatenate([np.repeat([1] + [0] * (len(names) - 1), [len(part) for part in x]) for x in (train, test)])
        raw = halves(np.concatenate([*train, *test]), y, sum(map(len, train)))
        raws.append(Raw(raw.features, raw.pool, raw.test, {"1": raw.truth["1"]}))
    return tuple(raws)


def _tasks(path: Path, number_of: Mapping[str, int]) -> Iterator[list[str]]:
    for number, line in _lines(path):
        names = line.split()
        if missing := [name for name in names if name not in number_of]:
            raise FeatureError(
                "{path}, line {number}: there is no synset {missing!r}.", path=path, number=number, missing=missing[0]
            )
        yield names


def _drawn(synsets: Sequence[str], count: int, size: int) -> Iterator[list[str]]:
    random = np.random.RandomState(0)
    for _ in range(count):
        yield [synsets[number] for number in random.choice(len(synsets), size, replace=False)]


def _words(path: Path) -> AnyFloatArray:
    """Return the counts of 1,000 visual words in every image of a file, scaled to unit length."""
    from scipy.io import loadmat

    try:
        entries = loadmat(BytesIO(read_bytes(path, FeatureError)))["image_sbow"].ravel()
    except (OSError, KeyError, ValueError) as error:
        raise FeatureError("{path} is not a file of visual words: {error}.", path=path, error=error) from error
    counts: FloatArray = np.array(
        [np.bincount(entry[1]["word"][0, 0].ravel(), minlength=1000) for entry in entries], float
    )
    return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the nonempty lines of a text file with their numbers."""
    for number, line in enumerate(read_text(path, FeatureError).splitlines(), 1):
        if line.strip():
            yield number, line.strip()
