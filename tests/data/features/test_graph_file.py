"""The stored neighbor graph: read back as it was, and never trusted blindly."""

import os

import h5py
import numpy as np
import pytest

from annotator.data.features import graph_file
from annotator.data.features.array_features import ArrayFeatures
from annotator.numerics.graph import build_graph

PRINT = {"shape": [80, 4], "dtype": "float32", "names": "a", "rows": "b"}


@pytest.fixture
def graph():
    array = np.random.default_rng(0).normal(size=(80, 4)).astype(np.float32)
    return build_graph(ArrayFeatures(array), np.ones(80, bool), rank=20)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setattr(graph_file.platformdirs, "user_cache_path", lambda *_, **__: folder)
    return folder


def assert_same(a, b):
    for name in ("neighbours", "distances", "values", "vectors", "valid"):
        assert (getattr(a, name) == getattr(b, name)).all()
        assert getattr(a, name).dtype == getattr(b, name).dtype


@pytest.mark.parametrize("mapped", [False, True])
def test_it_comes_back_as_it_was(tmp_path, graph, mapped, monkeypatch):
    if mapped:
        monkeypatch.setattr(graph_file, "_MAPPED_BYTES", 0)
    project = tmp_path / "über crows 🐦.annotator"
    assert graph_file.store(graph, project, PRINT) == tmp_path / "über crows 🐦.graph.h5"
    assert_same(graph_file.load(project, PRINT), graph)
    assert [path.name for path in tmp_path.iterdir()] == ["über crows 🐦.graph.h5"]


def test_one_with_attributes_of_earlier_releases_is_read(tmp_path, graph):
    project = tmp_path / "x.annotator"
    with h5py.File(graph_file.store(graph, project, PRINT), "r+") as file:
        file.attrs["square_norm"] = 3.0
    assert_same(graph_file.load(project, PRINT), graph)


def test_none_is_none(tmp_path):
    assert graph_file.load(tmp_path / "x.annotator", PRINT) is None


def test_that_of_other_features_is_not_used(tmp_path, graph):
    project = tmp_path / "x.annotator"
    graph_file.store(graph, project, PRINT)
    assert graph_file.load(project, {**PRINT, "rows": "c"}) is None


@pytest.mark.parametrize("keep", [0, 100, 3000, -10])
def test_a_file_cut_short_is_not_used(tmp_path, graph, keep):
    project = tmp_path / "x.annotator"
    path = graph_file.store(graph, project, PRINT)
    content = path.read_bytes()
    path.write_bytes(content[:keep])
    assert graph_file.load(project, PRINT) is None
    graph_file.store(graph, project, PRINT)
    assert_same(graph_file.load(project, PRINT), graph)


def test_a_file_of_another_shape_is_not_used(tmp_path, graph):
    project = tmp_path / "x.annotator"
    path = graph_file.store(graph, project, PRINT)
    with h5py.File(path, "a") as file:
        del file["vectors"]
        file["vectors"] = np.zeros((80, 19), np.float32)
    assert graph_file.load(project, PRINT) is None


def _no_data_set(file):
    del file["values"]
    file.create_group("values")


def _single_value(file):
    del file["neighbours"]
    file["neighbours"] = 3


def _far_too_large(file):
    del file["vectors"]
    file.create_dataset("vectors", shape=(80, 10**12), dtype="f4", chunks=(1, 1000))


def _other_values(file):
    file["vectors"][33, 3] += 0.5


def _infinite_version(file):
    file.attrs["version"] = np.inf


@pytest.mark.parametrize("damage", [_no_data_set, _single_value, _far_too_large, _other_values, _infinite_version])
def test_a_file_with_other_content_is_not_used(tmp_path, graph, damage):
    project = tmp_path / "x.annotator"
    with h5py.File(graph_file.store(graph, project, PRINT), "a") as file:
        damage(file)
    assert graph_file.load(project, PRINT) is None


def test_a_file_that_points_into_another_is_not_used(tmp_path, graph):
    project = tmp_path / "x.annotator"
    path = graph_file.store(graph, project, PRINT)
    path.rename(tmp_path / "other.h5")
    with h5py.File(tmp_path / "other.h5") as other, h5py.File(path, "w") as file:
        file.attrs.update(other.attrs)
        for name in other:
            file[name] = h5py.ExternalLink("other.h5", name)
    assert graph_file.load(project, PRINT) is None


def test_flipped_bits_never_give_another_graph(tmp_path, graph):
    """Nor do they keep the program waiting, as they do in text of variable length."""
    project = tmp_path / "x.annotator"
    path = graph_file.store(graph, project, PRINT)
    content, rng = path.read_bytes(), np.random.default_rng(0)
    for turn in range(200):
        damaged = bytearray(content)
        damaged[rng.integers(len(content) if turn % 2 else 2000)] ^= 1 << rng.integers(8)
        path.write_bytes(damaged)
        loaded = graph_file.load(project, PRINT)
        if loaded is not None:  # a byte that nothing is stored in
            assert_same(loaded, graph)


def test_a_newer_version_is_not_used(tmp_path, graph):
    project = tmp_path / "x.annotator"
    path = graph_file.store(graph, project, PRINT)
    with h5py.File(path, "a") as file:
        file.attrs["version"] = 99
    assert graph_file.load(project, PRINT) is None


def test_where_the_folder_cannot_be_written_it_goes_to_the_cache(tmp_path, graph, cache, monkeypatch):
    folder = tmp_path / "read only"
    folder.mkdir()
    if os.name == "posix" and os.geteuid() == 0:  # nothing is closed to root: a folder that is a file is
        folder.rmdir()
        folder.write_text("")
    else:
        folder.chmod(0o500)
    project = folder / "x.annotator"
    stored = graph_file.store(graph, project, PRINT)
    assert stored is not None
    assert cache in stored.parents
    assert_same(graph_file.load(project, PRINT), graph)
