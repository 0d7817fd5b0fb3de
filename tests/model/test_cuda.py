"""The passes of a graphics processor, with numpy in its place: the same posterior as on the processor."""

import sys
import types

import numpy as np
import pytest

from annotator.data.features.features import ArrayFeatures
from annotator.model import cuda as devices
from annotator.model.cuda import CudaFactor, Device, find_device
from annotator.model.geometry import Geometry
from annotator.model.posterior import RelevanceModel
from annotator.numerics.graph import build_graph
from annotator.parameters import ModelSettings

N, D = 700, 9


class Remote(np.ndarray):
    """An array that has to be fetched, like one of CuPy."""

    def get(self):
        return self.view(np.ndarray)


def module():
    """numpy whose arrays are :class:`Remote`: forgetting to fetch one shows."""

    def remote(name):
        return lambda *args, **kwargs: getattr(np, name)(*args, **kwargs).view(Remote)

    names = ("asarray", "empty", "zeros", "where", "ascontiguousarray", "concatenate")
    return types.SimpleNamespace(**{name: remote(name) for name in names})


@pytest.fixture(params=[np.float32, np.float64])
def geometry(request):
    array = np.random.default_rng(0).normal(size=(N, D)).astype(request.param)
    array[13, 2] = np.nan
    return Geometry(ArrayFeatures(array), request.param)


def both(geometry, free_bytes=1 << 30, graph=None):
    device = Device("numpy", module(), free_bytes)
    return RelevanceModel(geometry, graph), RelevanceModel(geometry, graph, device=device)


def assert_same(here, there, tolerance):
    assert type(there.mean) is np.ndarray
    assert np.allclose(here.mean, there.mean, atol=tolerance, equal_nan=True)
    assert np.allclose(here.var, there.var, atol=tolerance)
    rows = np.array([0, 5, 699])
    assert np.allclose(here.cov(rows, rows), there.cov(rows, rows), atol=tolerance)


@pytest.mark.parametrize("form", ["rbf", "matern", "exponential", "cosine", "arc-cosine"])
@pytest.mark.parametrize("room", ["all", "no features", "nothing"])
def test_any_changes_give_the_same_posterior(geometry, form, room, monkeypatch):
    monkeypatch.setattr(devices, "_ROWS", 100)
    size = geometry.dtype.itemsize
    free = {"all": 1 << 30, "no features": 2 * N * D * size - 1, "nothing": 0}[room]
    here, there = both(geometry, free)
    settings = ModelSettings(kernel=form, noise=0.01, amplitude=1.3, graph_weight=0.0)
    tolerance = 1e-8 if geometry.dtype == np.float64 else 5e-4  # of labels up to 2 away from the prior mean
    examples = np.random.default_rng(2).normal(size=(2, D))
    rng = np.random.default_rng(1)
    rows = np.arange(40)
    for _ in range(4):
        rows = rows[rows != 13]
        y = np.where(rng.random(len(rows)) < 0.5, 1.0, -1.0)
        known = (rows, y, examples, settings)
        assert_same(here.condition(*known), there.condition(*known), tolerance)
        rows = np.concatenate([np.delete(rows, [3, 20]), 100 + rng.choice(500, 6, replace=False)])
        rows = np.unique(rows)
    assert isinstance(there._factor, CudaFactor)
    held = there._factor.cached_bytes
    assert held >= len(there._factor.keys) * N * size if room == "all" else held == 0


def test_with_the_neighbour_graph(geometry):
    graph = build_graph(geometry.features, geometry.valid)
    here, there = both(geometry, graph=graph)
    rows, y = np.arange(20, 40), np.where(np.arange(20) % 3, -1.0, 1.0)
    known = (rows, y, np.empty((0, D)), ModelSettings())
    assert_same(here.condition(*known), there.condition(*known), 5e-4)


def test_features_are_copied_once(geometry, monkeypatch):
    _, there = both(geometry)
    reads = []
    blocks = geometry.features.blocks
    monkeypatch.setattr(geometry.features, "blocks", lambda size: reads.append(size) or blocks(size))
    for count in (3, 6, 9):
        there.condition(np.arange(count), np.ones(count), np.empty((0, D)), ModelSettings(graph_weight=0.0))
    assert len(reads) == 1


def test_without_cupy_or_a_device_the_processor_works(monkeypatch):
    monkeypatch.setitem(sys.modules, "cupy", None)
    assert find_device() is None

    class Broken(types.ModuleType):
        @property
        def cuda(self):
            raise RuntimeError("the driver is too old")

    monkeypatch.setitem(sys.modules, "cupy", Broken("cupy"))
    assert find_device() is None
