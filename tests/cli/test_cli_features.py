"""Commands about feature files."""

from __future__ import annotations

import json

import h5py
import numpy as np
import pytest
import small_collection

from annotator.cli import main
from annotator.data.features.features import FeatureStore
from annotator.session.session import Session


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def small(tmp_path):
    return small_collection.make(tmp_path)


def test_preview_shows_what_a_project_would_be_and_writes_nothing(small, tmp_path, capsys):
    before = sorted(tmp_path.rglob("*"))
    assert run("preview", small.images, small.features, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["matched"] == told["images"] == 12
    assert told["kind"].startswith("HDF5, /features (12 x")
    assert told["norms"][0] <= told["norms"][1] <= told["norms"][2]
    assert told["pairs"][0][0] == told["pairs"][0][1]
    assert run("preview", small.images, small.features) == 0
    assert "12 matched" in capsys.readouterr().out
    assert sorted(tmp_path.rglob("*")) == before


def test_a_choice_is_remembered(small, tmp_path, capsys):
    with FeatureStore.open(small.features) as store:
        rows, names = store.rows(np.arange(store.n)), store.names
    np.save(tmp_path / "v.npy", rows)
    (tmp_path / "order.txt").write_text("\n".join(names))
    assert run("new", small.images, tmp_path / "v.npy", "-o", small.project) == 2
    assert "--names-file" in capsys.readouterr().err
    chosen = ("--names-file", tmp_path / "order.txt")
    assert run("new", small.images, tmp_path / "v.npy", "-o", small.project, *chosen) == 0
    assert "NumPy array: 12 x" in capsys.readouterr().out
    with Session.open(small.project) as session:
        assert session.rank is not None
        assert session.collection.import_report.matched == 12
    (tmp_path / "order.txt").write_text("\n".join(names[::-1]))
    assert run("status", small.project) == 2
    assert "its names changed while its values are the same" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["npz", "h5"])
def test_convert_writes_the_documented_layout(small, tmp_path, capsys, kind):
    with FeatureStore.open(small.features) as store:
        rows, names = store.rows(np.arange(store.n)), store.names
    path = tmp_path / f"v.{kind}"
    if kind == "npz":
        np.savez_compressed(path, vectors=rows, names=np.array(names))
    else:
        with h5py.File(path, "w") as file:
            for name, row in zip(names, rows, strict=True):
                file[f"{name}/global_descriptor"] = row
    assert run("convert", path, "-o", tmp_path / "c.h5", "--extractor", "mine") == 0
    assert f"Wrote 12 rows of {rows.shape[1]} features" in capsys.readouterr().out
    with FeatureStore.open(tmp_path / "c.h5") as store:
        found = dict(zip(store.names, store.rows(np.arange(store.n)), strict=True))
    for name, row in zip(names, rows, strict=True):
        assert np.array_equal(found[name], row.astype(np.float32))
    with h5py.File(tmp_path / "c.h5") as file:
        assert file.attrs["extractor"] == "mine"
    assert run("convert", path, "-o", path) == 2
    assert "Choose another name" in capsys.readouterr().err


def test_convert_reduces_and_says_what_is_lost(small, tmp_path, capsys):
    with FeatureStore.open(small.features) as store:
        rows, names = store.rows(np.arange(store.n)), store.names
    rows[3] = np.nan
    with h5py.File(tmp_path / "wide.h5", "w") as file:
        file["features"] = rows
        file["filenames"] = names
    assert run("convert", tmp_path / "wide.h5", "--reduce", 2, "-o", tmp_path / "two.h5") == 0
    told = capsys.readouterr().out
    assert "Wrote 12 rows of 2 features" in told
    assert "of the variance" in told
    assert "Among 11 images, the nearest one is the same for" in told
    with FeatureStore.open(tmp_path / "two.h5") as store:
        assert store.names == names
        assert np.flatnonzero(np.isnan(store.rows(np.arange(12))).any(axis=1)).tolist() == [3]
    assert run("convert", tmp_path / "wide.h5", "--reduce", 999, "-o", tmp_path / "no.h5") == 2
    assert "Choose a number from 1 to" in capsys.readouterr().err
    assert not (tmp_path / "no.h5").exists()
