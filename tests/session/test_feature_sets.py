"""Several feature sets of the same images: combined with weights, compared by what was judged, switched."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.cli import main
from annotator.data.collection.concatenate import combine, mean_squared_distance
from annotator.data.features.annotator_hdf5 import AnnotatorHdf5Writer
from annotator.data.features.features import FeatureStore
from annotator.errors import FeatureError, ModelError
from annotator.sample import create_sample
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return create_sample(tmp_path_factory.mktemp("sample"))


def write(path, names, rows):
    with AnnotatorHdf5Writer(path, rows.shape[1]) as writer:
        writer.append(list(names), rows)
    return path


@pytest.fixture(scope="module")
def files(sample, tmp_path_factory):
    """The pixels, a turned copy of them in another order and unit, and noise."""
    folder = tmp_path_factory.mktemp("sets")
    rng = np.random.default_rng(0)
    with FeatureStore.open(sample.features) as store:
        names, rows = list(store.names), store.rows(np.arange(store.n))
    turn = np.linalg.qr(rng.normal(size=(64, 64)))[0]
    order = rng.permutation(len(names))
    return {
        "pixels": sample.features,
        "turned": write(folder / "turned.h5", [names[i] for i in order], (1000 * rows @ turn)[order]),
        "noise": write(folder / "noise.h5", names, rng.normal(size=(len(names), 20))),
    }


def distances(path, names):
    with FeatureStore.open(path) as store:
        at = {name: row for row, name in enumerate(store.names)}
        rows = store.rows(np.array([at[name] for name in names])).astype(np.float64)
    return ((rows[:, None] - rows[None]) ** 2).sum(axis=2)


@settings(max_examples=15, deadline=None)
@given(shares=st.lists(st.floats(0, 10), min_size=3, max_size=3).filter(lambda w: sum(w) > 0.1))
def test_a_weight_is_the_share_in_the_mean_squared_distance(tmp_path_factory, shares):
    folder = tmp_path_factory.mktemp("combine")
    rng = np.random.default_rng(1)
    names = [f"im{i}.jpg" for i in range(40)]
    paths = []
    for number, (d, unit) in enumerate(((3, 1.0), (7, 1e4), (2, 1e-3))):
        order = rng.permutation(40)
        rows = (rng.normal(size=(40, d)) * unit + 5 * unit)[order]
        paths.append(write(folder / f"{number}.h5", [names[i] for i in order], rows))
    stores = [FeatureStore.open(path) for path in paths]
    try:
        done = combine(stores, shares, folder / "all.h5")
    finally:
        for store in stores:
            store.close()
    assert (done.rows, done.d, done.left_out) == (40, 12, 0)
    parts = [distances(path, names) for path in paths]
    expected = sum(w / sum(shares) * part / part.mean() for w, part in zip(shares, parts, strict=True))
    np.testing.assert_allclose(distances(folder / "all.h5", names), expected, rtol=1e-3, atol=1e-4)
    with FeatureStore.open(paths[1]) as store:
        assert mean_squared_distance(store)[0] == pytest.approx(parts[1].mean(), rel=1e-4)


def test_images_that_a_set_lacks_are_left_out(tmp_path):
    rows = np.random.default_rng(0).normal(size=(6, 3))
    broken = rows.copy()
    broken[2, 1] = np.nan
    names = [f"{i}.jpg" for i in range(6)]
    write(tmp_path / "a.h5", names, broken)
    write(tmp_path / "b.h5", names[1:], rows[1:])
    assert main(["combine", str(tmp_path / "a.h5"), str(tmp_path / "b.h5"), "-o", str(tmp_path / "c.h5")]) == 0
    with FeatureStore.open(tmp_path / "c.h5") as store:
        assert store.names == ("1.jpg", "3.jpg", "4.jpg", "5.jpg")


@pytest.mark.parametrize("weights", ["0,0", "1", "-1,2", "nan,1", "a,b"])
def test_weights_that_mean_nothing_are_refused(files, tmp_path, weights, capsys):
    command = [
        "combine",
        str(files["pixels"]),
        str(files["noise"]),
        "-o",
        str(tmp_path / "c.h5"),
        f"--weights={weights}",
    ]
    assert main(command) == 2
    assert "weight" in capsys.readouterr().err
    assert not (tmp_path / "c.h5").exists()


def test_all_weight_on_one_set_ranks_as_that_set_does(sample, files, tmp_path):
    with FeatureStore.open(files["pixels"]) as one, FeatureStore.open(files["noise"]) as other:
        combine([one, other], [1, 0], tmp_path / "c.h5")
    rankings = []
    for number, features in enumerate((files["pixels"], tmp_path / "c.h5")):
        with Session.create(tmp_path / f"{number}.annotator", sample.images, features) as session:
            session.judge(range(5), Label.RELEVANT)
            session.judge(range(100, 105), Label.IRRELEVANT)
            rankings.append(session.rank())
    first = np.argsort(rankings[0].images)
    second = np.argsort(rankings[1].images)
    # Pixels are small whole numbers: many neighbors are equally near, and which of them count differs with rounding.
    assert np.corrcoef(rankings[0].mean[first], rankings[1].mean[second])[0, 1] > 0.9995
    assert np.isin(rankings[0].images[:100], rankings[1].images[:100]).mean() > 0.97


def test_sets_are_added_compared_and_switched_on_the_command_line(sample, files, tmp_path, capsys):
    import csv

    project = tmp_path / "p.annotator"
    with sample.classes.open(encoding="utf-8", newline="") as stream:
        known = {row["filename"]: row["class"] for row in csv.DictReader(stream)}
    with Session.create(project, sample.images, sample.features) as session:
        three = [i for i, path in enumerate(session.paths) if known[path] == "3"]
        other = [i for i, path in enumerate(session.paths) if known[path] != "3"]
        session.judge(three[:20], Label.RELEVANT)
        assert main(["features", str(project), "--trust"]) == 0  # looking is possible while the window has it open
        session.judge(other[:60:2], Label.IRRELEVANT)
        labels, before = dict(session.labels), session.rank()
    for name in ("turned", "noise"):
        assert main(["features", str(project), "--add", name.upper(), str(files[name])]) == 0
    capsys.readouterr()
    assert main(["features", str(project), "--json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == ["(in use)", "NOISE", "TURNED"]
    assert main(["features", str(project), "--compare", "--json"]) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["NOISE"]["average_precision"] < found["TURNED"]["average_precision"] - 0.2
    assert abs(found["TURNED"]["average_precision"] - found[""]["average_precision"]) < 0.1
    assert found["NOISE"]["log_likelihood"] < found["TURNED"]["log_likelihood"]
    assert found[""]["judged"] == 50
    assert 0 < found[""]["error"] < 0.2
    assert main(["features", str(project), "--use", "turned"]) == 0
    with Session.open(project) as session:
        assert session.features.path == files["turned"]
        assert dict(session.labels) == labels
        assert np.mean(np.isin(session.rank().images[:100], before.images[:100])) > 0.9
    assert main(["features", str(project), "--remove", "noise"]) == 0
    assert main(["features", str(project), "--use", "noise"]) == 2
    assert "there is no feature set 'noise'; the sets are: 'TURNED'" in capsys.readouterr().err


def test_what_cannot_be_compared_or_added_says_why(sample, files, tmp_path):
    foreign = write(tmp_path / "f.h5", ["x.jpg"], np.ones((1, 3)))
    with Session.create(tmp_path / "p.annotator", sample.images, sample.features) as session:
        session.features.add("noise", files["noise"])
        with pytest.raises(ModelError, match="judgements are needed"):
            session.features.compare().run()
        with pytest.raises(FeatureError, match="none of the images"):
            session.features.add("foreign", foreign)
        with pytest.raises(FeatureError, match="cannot name"):
            session.features.add(" ", files["noise"])


def test_a_set_is_found_whatever_its_case_and_replaced_by_one_of_the_same_name(sample, files, tmp_path):
    with Session.create(tmp_path / "p.annotator", sample.images, sample.features) as session:
        session.features.add("Other", files["noise"])
        session.features.add(" other ", files["turned"])
        assert [(one.name, one.path) for one in session.features.sets] == [("other", files["turned"])]
        session.features.remove("OTHER")
        assert session.features.sets == ()
