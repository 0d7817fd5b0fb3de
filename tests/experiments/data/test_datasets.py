"""Data sets by name: their formats, their splits, and what is refused."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from annotator.cli import main
from annotator.errors import ConfigError, FeatureError
from annotator.experiments.data.datasets import ExperimentData, load
from annotator.experiments.specification import COLLECTION, TRACKS, DataSource


def read(kind: str, folder: Path = Path(), tracks: tuple[str, ...] = TRACKS, **options: Any) -> ExperimentData:
    scale = options.pop("scale", "none")
    wanted = options.pop("wanted", ())
    (data,) = load(DataSource(kind, kind, options, scale, wanted, folder), tracks)
    return data


def test_toy_is_that_of_the_reference() -> None:
    data = read("toy", scale="range", size_factor=5)
    assert data.features.shape == (85, 2)
    assert np.count_nonzero(data.pool) == 42
    assert not (data.pool & data.test).any()
    assert list(data.truth) == ["0", "1"]
    assert np.count_nonzero(data.truth["1"] > 0) == 25
    pool = data.features[data.pool]
    assert (pool.min(), pool.max()) == (0.0, 1.0)


@pytest.mark.parametrize(("kind", "n", "classes"), [("iris", 150, 3), ("wine", 178, 3), ("digits", 1797, 10)])
def test_sets_of_scikit_learn(kind: str, n: int, classes: int) -> None:
    data = read(kind)
    assert len(data.features) == n
    assert len(data.truth) == classes
    for truth in data.truth.values():
        share = [np.mean(truth[part] > 0) for part in (data.pool, data.test)]
        assert share[0] == pytest.approx(share[1], abs=0.03)
    whole = read(kind, tracks=(COLLECTION,), wanted=(next(iter(data.truth)),))
    assert whole.pool.all()
    assert not whole.test.any()
    assert len(whole.truth) == 1


def test_tables_of_numbers(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    rows = [f"{c},{n},{rng.random():.3f},{rng.random():.3f}" for c in (1, 2) for n in range(6)]
    (tmp_path / "leaf.csv").write_text("\n".join(rows), encoding="utf-8")
    assert read("leaf", tmp_path, data_file="leaf.csv").features.shape == (12, 2)
    (tmp_path / "wine.data").write_text("\n".join(rows), encoding="utf-8")
    assert read("wine", tmp_path, data_file="wine.data", test_size=0.5).features.shape == (12, 3)
    (tmp_path / "bad.csv").write_text("1,2\n3\n", encoding="utf-8")
    with pytest.raises(FeatureError, match="not a table of numbers"):
        read("leaf", tmp_path, data_file="bad.csv")


def test_usps_files(tmp_path: Path) -> None:
    lines = ["10 4", *(f"{n % 2} {n} 0 1 {n}.5" for n in range(8)), "-1", "9 9 9 9 9"]
    (tmp_path / "a.jf").write_text("\n".join(lines), encoding="ascii")
    data = read("usps", tmp_path, train_data_file="a.jf", test_data_file="a.jf")
    assert data.features.shape == (16, 4)
    assert np.count_nonzero(data.pool) == 8
    assert list(data.truth) == ["0", "1"]
    half = read("usps", tmp_path, test_data_file="a.jf")
    assert np.count_nonzero(half.test) == 4
    (tmp_path / "b.jf").write_text("10 4\n1 x\n", encoding="ascii")
    with pytest.raises(FeatureError, match=r"not a \.jf file"):
        read("usps", tmp_path, train_data_file="b.jf")
    with pytest.raises(ConfigError, match="train_data_file"):
        read("usps", tmp_path)


def test_stored_arrays(tmp_path: Path) -> None:
    x, y = np.arange(8.0).reshape(4, 2), np.array([0, 1, 0, 1])
    np.savez(tmp_path / "s.npz", X_train=x, y_train=y, X_test=x, y_test=y)
    data = read("stored", tmp_path, data_file="s.npz")
    assert data.features.shape == (8, 2)
    assert np.count_nonzero(data.pool) == 4
    np.savez(tmp_path / "t.npz", X_train=x)
    with pytest.raises(FeatureError, match="no array 'y_train'; it holds: X_train"):
        read("stored", tmp_path, data_file="t.npz")
    with pytest.raises(FeatureError, match=r"u.npz does not exist. Looked for"):
        read("stored", tmp_path, data_file="u.npz")
    with pytest.raises(ConfigError, match="did you mean 'data_file'"):
        read("stored", tmp_path, data_file="s.npz", datafile="s.npz")


def test_a_collection_with_classes_and_a_split(tmp_path: Path) -> None:
    names = [f"{n}.png" for n in range(8)]
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file["features"] = np.arange(16, dtype=np.float32).reshape(8, 2)
        file["filenames"] = names
    (tmp_path / "c.csv").write_text(
        "filename,class\n" + "".join(f"{n},{'ab'[i % 2]}\n" for i, n in enumerate(names[:-1])), encoding="utf-8"
    )
    parts = ["test", "train"] * 4
    (tmp_path / "s.csv").write_text(
        "filename,split\n" + "".join(f"{n},{part}\n" for n, part in zip(names, parts, strict=True)), encoding="utf-8"
    )
    files = {"features": "f.h5", "classes": "c.csv"}
    data = read("hdf5", tmp_path, split="s.csv", **files)
    assert data.features[:, 0].tolist() == [
        2,
        6,
        10,
        0,
        4,
        8,
        12,
    ]  # the pool first; the image without class is left out
    assert data.pool.tolist() == [True] * 3 + [False] * 4
    assert data.truth["b"].tolist() == [1] * 3 + [-1] * 4
    with pytest.raises(ConfigError, match="no test images"):
        read("hdf5", tmp_path, **files)
    assert read("hdf5", tmp_path, tracks=(COLLECTION,), **files).pool.all()
    (tmp_path / "s.csv").write_text("filename,split\n0.png,tests\n", encoding="utf-8")
    with pytest.raises(FeatureError, match=r"s.csv, line 2: 'tests' is neither"):
        read("hdf5", tmp_path, split="s.csv", **files)
    with pytest.raises(ConfigError, match="there is no class 'c'"):
        read("hdf5", tmp_path, tracks=(COLLECTION,), wanted=("c",), **files)


def test_mirflickr_folder(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.arange(20.0).reshape(10, 2))
    (tmp_path / "bird_r1.txt").write_text("1\n2\n", encoding="utf-8")
    (tmp_path / "bird.txt").write_text("1\n2\n3\n", encoding="utf-8")
    data = read("mirflickr", tmp_path, feat_dump="x.npy", gt_dir=".", img_dir="nowhere")
    assert sorted(data.truth["bird"].tolist()) == [-1] * 7 + [0, 1, 1]
    assert data.truth["bird"][data.features[:, 0] == 4].tolist() == [0]
    assert np.count_nonzero(data.test) == 2
    (tmp_path / "bird_r1.txt").write_text("1\n11\n", encoding="utf-8")
    with pytest.raises(FeatureError, match=r"bird_r1.txt, line 2: '11' is not the number of one of 10"):
        read("mirflickr", tmp_path, feat_dump="x.npy", gt_dir=".")


def test_oxford_folder_with_a_converted_pickle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vectors = {f"img_{n}": np.array([n, 1.0], np.float32) for n in range(6)}
    (tmp_path / "dump").write_bytes(pickle.dumps({"feat": vectors}))
    for kind, names in (("good", "img_1"), ("ok", "img_2"), ("junk", "img_3")):
        (tmp_path / f"hall_{kind}.txt").write_text(names + "\n", encoding="utf-8")
    (tmp_path / "hall_query.txt").write_text("oxc1_img_0 1 2 3 4\n", encoding="utf-8")
    with pytest.raises(FeatureError, match="annotator unpickle"):
        read("oxford", tmp_path, feat_dump="dump", gt_dir=".")
    assert main(["unpickle", str(tmp_path / "dump"), "-o", str(tmp_path / "dump.npz")]) == 0
    assert "X: 6 x 2" in capsys.readouterr().out
    data = read("oxford", tmp_path, feat_dump="dump", gt_dir=".")
    assert data.truth["0"].tolist() == [1, 1, 1, 0, -1, -1]
    assert data.starts == {"0": (0,)}
    assert data.pool.all()
    assert data.test.tolist() == [False] + [True] * 5


def test_a_pickle_that_runs_something_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "evil").write_bytes(b"cos\nsystem\n(S'touch " + str(tmp_path / "ran").encode() + b"'\ntR.")
    assert main(["unpickle", str(tmp_path / "evil"), "-o", str(tmp_path / "e.npz")]) == 2
    assert "os.system" in capsys.readouterr().err
    assert not (tmp_path / "ran").exists()
    (tmp_path / "objects").write_bytes(pickle.dumps({"X_pca": np.ones((2, 2)), "y": np.array([1, 2])}))
    assert main(["unpickle", str(tmp_path / "objects"), "-o", str(tmp_path / "o.npz")]) == 0
    with np.load(tmp_path / "o.npz") as held:
        assert set(held.files) == {"X", "y"}
    (tmp_path / "text").write_bytes(pickle.dumps("x"))
    assert main(["unpickle", str(tmp_path / "text"), "-o", str(tmp_path / "t.npz")]) == 2
    (tmp_path / "damaged").write_bytes(b"\x80\x04no")
    assert main(["unpickle", str(tmp_path / "damaged"), "-o", str(tmp_path / "t.npz")]) == 2


def test_imagenet_tasks(tmp_path: Path) -> None:
    from scipy.io import savemat

    synsets = np.zeros((2, 1), dtype=[("WNID", object)])
    synsets["WNID"] = [["n1"], ["n2"]]
    savemat(tmp_path / "meta.mat", {"synsets": synsets})
    (tmp_path / "train").mkdir()
    (tmp_path / "val").mkdir()

    def write(path: Path, images: int, first: int) -> None:
        entries = np.zeros((images,), dtype=[("ID", object), ("sbow", object)])
        for n in range(images):
            words = np.zeros((1,), dtype=[("word", object)])
            words["word"][0] = np.array([[first, n]])
            entries[n] = (f"i{n}", words)
        savemat(path, {"image_sbow": entries})

    write(tmp_path / "train" / "n1.sbow.mat", 3, 7)
    write(tmp_path / "train" / "n2.sbow.mat", 2, 8)
    write(tmp_path / "val" / "val.0001.sbow.mat", 3, 9)
    (tmp_path / "labels.txt").write_text("1\n2\n2\n", encoding="utf-8")
    (tmp_path / "tasks.txt").write_text("n1 n2\nn2 n1\n", encoding="utf-8")
    options = {"sbow_dir": ".", "meta_file": "meta.mat", "val_label_file": "labels.txt", "task_file": "tasks.txt"}
    tasks = load(DataSource("imagenet", "imagenet", options, folder=tmp_path), TRACKS)
    assert [task.name for task in tasks] == ["imagenet 1", "imagenet 2"]
    assert tasks[0].features.shape == (8, 1000)
    assert tasks[0].truth["1"].tolist() == [1, 1, 1, -1, -1, 1, -1, -1]
    assert tasks[1].truth["1"].tolist() == [1, 1, -1, -1, -1, 1, 1, -1]
    np.testing.assert_allclose(np.linalg.norm(tasks[0].features, axis=1), 1)
    drawn = {key: value for key, value in options.items() if key != "task_file"}
    drawn |= {"num_tasks": 3, "num_negative_classes": 1}
    assert len(load(DataSource("imagenet", "imagenet", drawn, folder=tmp_path), TRACKS)) == 3
    (tmp_path / "tasks.txt").write_text("n1 n3\n", encoding="utf-8")
    with pytest.raises(FeatureError, match=r"tasks.txt, line 1: there is no synset 'n3'"):
        load(DataSource("imagenet", "imagenet", options, folder=tmp_path), TRACKS)
