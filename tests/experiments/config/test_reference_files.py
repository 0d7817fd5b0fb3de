"""Every form of file that the reference implementation's configurations name, small and made up, is played."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat
from sklearn.model_selection import train_test_split

from annotator.cli import main
from annotator.experiments.config.reading import read_experiment
from annotator.experiments.data.datasets import load
from annotator.experiments.playing import running
from annotator.strategies.registry import load_registry

RNG = np.random.default_rng(0)
N = 24
Y = np.arange(N) % 2
X = RNG.normal(size=(N, 3)) + 2 * Y[:, None]


def table(path: Path, first: np.ndarray, header: str = "", delimiter: str = ",", *, last: bool = False) -> None:
    columns = np.column_stack([X, first] if last else [first, X])
    np.savetxt(path, columns, "%.6g", delimiter, header=header, comments="")


def wine(folder: Path) -> str:
    table(folder / "wine.data", Y)
    return "data_file = /home/dbv/datasets/UCI/wine/wine.data"


def leaf(folder: Path) -> str:
    table(folder / "leaf.csv", np.column_stack([Y, np.arange(N)]))
    return "data_file = /home/dbv/datasets/UCI/leaf/leaf.csv"


def usps(folder: Path) -> str:
    lines = ["2 3", *(" ".join(map(str, [y, *x])) for x, y in zip(X, Y, strict=True)), "-1"]
    for part in ("train", "test"):
        (folder / f"usps_{part}.jf").write_text("\n".join(lines), encoding="ascii")
    return "train_data_file = data/usps_train.jf\ntest_data_file = data/usps_test.jf"


def stored(folder: Path) -> str:
    np.savez(folder / "butterflies_pca50.npz", X_train=X, y_train=Y, X_test=X, y_test=Y)
    return "data_file = data/butterflies_pca50.npz"


def scenes(folder: Path) -> str:
    dump = folder / "13Scenes_feat.pickle"
    dump.write_bytes(pickle.dumps({"X_pca": X, "y": Y}, protocol=2))
    assert main(["unpickle", str(dump), "-o", str(dump.with_suffix(".npz"))]) == 0
    return "pickle_dump = data/13Scenes_feat.pickle\ntest_size = 0.25"


def mirflickr(folder: Path) -> str:
    np.save(folder / "fc6_pca512.npy", X.astype(np.float32))
    relevant = [str(number) for number in np.flatnonzero(Y) + 1]
    (folder / "bird_r1.txt").write_text("\r\n".join(relevant[:-2]) + "\r\n", encoding="ascii")
    (folder / "bird.txt").write_text("\r\n".join(relevant), encoding="ascii")
    return f"feat_dump = data/mirflickr/fc6_pca512.npy\ngt_dir = {folder}\nimg_dir = /home/dbv/mirflickr"


def oxford(folder: Path) -> str:
    dump = folder / "Deep-RMAC_S800_L2"
    dump.write_bytes(pickle.dumps({"feat": {f"i_{n}": x for n, x in enumerate(X)}}, protocol=2))
    assert main(["unpickle", str(dump), "-o", str(dump.with_suffix(".npz"))]) == 0
    for kind, names in (("good", "i_1\ni_3\n"), ("ok", "i_5\n"), ("junk", "i_7\n"), ("query", "oxc1_i_9 1 2 3 4\n")):
        (folder / f"hall_{kind}.txt").write_text(names, encoding="ascii")
    return f"feat_dump = data/oxford/Deep-RMAC_S800_L2\ngt_dir = {folder}\nimg_dir = /home/dbv/oxford"


def imagenet(folder: Path) -> str:
    synsets = np.zeros((2, 1), dtype=[("WNID", object)])
    synsets["WNID"] = [["n1"], ["n2"]]
    savemat(folder / "meta.mat", {"synsets": synsets})
    for name in ("train/n1", "train/n2", "val/val.0001"):
        entries = np.zeros((N,), dtype=[("ID", object), ("sbow", object)])
        for n in range(N):
            words = np.zeros((1,), dtype=[("word", object)])
            words["word"][0] = RNG.integers(0, 5, (1, 9)) + (5 if name.endswith("1") or n % 2 else 0)
            entries[n] = (f"{name}_{n}", words)
        (folder / name).parent.mkdir(exist_ok=True)
        savemat(folder / f"{name}.sbow.mat", {"image_sbow": entries})
    (folder / "truth.txt").write_text("\n".join(str(1 + n % 2) for n in range(N)), encoding="ascii")
    (folder / "tasks.txt").write_text("n1 n2\n", encoding="ascii")
    return (
        f"sbow_dir = {folder}\nmeta_file = /home/dbv/meta.mat\nval_label_file = /home/dbv/truth.txt\n"
        "train_img_dir = /home/ImagesPacked\nnum_tasks = 25\nnum_negative_classes = 19\ntask_file = configs/tasks.txt"
    )


def concrete(folder: Path) -> str:
    table(folder / "Concrete_Data.csv", Y + X[:, 0], "cement;water;age;strength", ";", last=True)
    return "data_file = /home/dbv/datasets/UCI/concrete/Concrete_Data.csv"


def winequality(folder: Path) -> str:
    table(folder / "winequality-red.csv", Y + 5, '"fixed acidity";"pH";"alcohol";"quality"', ";", last=True)
    return "data_file = /home/dbv/datasets/UCI/winequality/winequality-red.csv"


def yacht(folder: Path) -> str:
    table(folder / "yacht_hydrodynamics.data", X[:, 0], delimiter=" ", last=True)
    return "data_file = /home/dbv/datasets/UCI/yacht/yacht_hydrodynamics.data"


FORMS: dict[str, Callable[[Path], str]] = {
    "Toy": lambda _: "size_factor = 5\ntest_size = 2",
    "Iris": lambda _: "",
    "Wine": wine,
    "Leaf": leaf,
    "USPS": usps,
    "Stored": stored,
    "NaturalScenes": scenes,
    "MIRFLICKR": mirflickr,
    "Oxford": oxford,
    "ImageNet": imagenet,
    "ToyRegression": lambda _: "num_samples = 30",
    "Concrete": concrete,
    "Winequality": winequality,
    "Yacht": yacht,
}


def conf(folder: Path, dataset: str) -> Path:
    """Write a file of the reference's with data beside it, as if it came from another machine."""
    path = folder / f"{dataset}.conf"
    path.write_text(
        f"[EXPERIMENT]\ndataset = {dataset}\navg_class_perf = yes\nmethod = ITAL var\nbatch_size = 2\nnum_init = 1\n"
        f"rounds = 2\nrepetitions = 1\nlabel_prob = 0.5\n[{dataset}]\n{FORMS[dataset](folder)}\n[METHOD_DEFAULTS]\n"
        "length_scale = 0.5\n[ITAL]\nlabel_prob = 0.5\n[var]\nuse_correlations= yes",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("dataset", FORMS)
def test_every_form_of_data_of_the_reference_is_played(dataset: str, tmp_path: Path) -> None:
    found = read_experiment(conf(tmp_path, dataset), load_registry())
    if found.graded:
        runs = running.run_graded(found, load_registry(graded=True), tmp_path / "out").runs
        assert all(len(run.rounds) == 3 and np.isfinite(run.rounds[-1].error) for run in runs)
    else:
        runs = running.run(found, load_registry(), tmp_path / "out").runs
        assert all(len(run.rounds) == 3 and run.rounds[-1].test_average_precision is not None for run in runs)
    assert {run.method for run in runs} == {"ITAL", "var"}


def test_wine_that_is_not_there_is_that_of_scikit_learn(tmp_path: Path) -> None:
    path = conf(tmp_path, "Wine")
    (tmp_path / "wine.data").unlink()
    found = read_experiment(path, load_registry())
    assert "wine.data does not exist" in found.notes[0]
    (data,) = load(found.data[0], found.tracks)
    assert data.features.shape == (178, 13)


def test_the_split_is_that_of_the_reference(tmp_path: Path) -> None:
    found = read_experiment(conf(tmp_path, "NaturalScenes"), load_registry())
    (data,) = load(found.data[0], found.tracks)
    pool, held = train_test_split(np.arange(N), test_size=0.25, random_state=0)
    low, span = X[pool].min(), np.ptp(X[pool])
    np.testing.assert_allclose(data.features[data.pool], (X[pool] - low) / span)
    np.testing.assert_allclose(data.features[data.test], (X[held] - low) / span)


@pytest.mark.parametrize(
    ("said", "objective"), [("mean", "entropy"), ("pessimistic", "min-entropy"), ("optimistic", "surprise")]
)
def test_every_estimation_of_labels_has_its_objective(said: str, objective: str, tmp_path: Path) -> None:
    path = conf(tmp_path, "Iris")
    path.write_text(path.read_text(encoding="utf-8").replace("[var]", f"label_estimation = {said}\n[var]"), "utf-8")
    assert read_experiment(path, load_registry()).methods[0].parameters["objective"] == objective
