"""A small real collection, and the window on it, without a screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import h5py
import numpy as np
import pytest
from PIL import Image

import annotator.gui.shell.commands  # noqa: F401 - declares the actions

N_IMAGES = 60
N_RED = 12
"""The first images are red, and their features lie together."""


@pytest.fixture(scope="session", autouse=True)
def _test_mode() -> None:
    """Keep Qt's own files apart from those of the person, too."""
    from PySide6.QtCore import QStandardPaths

    QStandardPaths.setTestModeEnabled(True)


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with ``images/`` and ``features.h5``: 60 images, the first 12 red and alike."""
    folder = tmp_path_factory.mktemp("collection")
    rng = np.random.default_rng(7)
    names = [f"{'cherry' if i < N_RED else 'other'}/image {i:03d}.png" for i in range(N_IMAGES)]
    features = rng.standard_normal((N_IMAGES, 6)).astype(np.float32)
    features[:N_RED] += 6
    for number, name in enumerate(names):
        path = folder / "images" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        color = (200, 30, 30) if number < N_RED else tuple(rng.integers(0, 160, 3).tolist())
        Image.new("RGB", (48, 36), color).save(path)
    with h5py.File(folder / "features.h5", "w") as file:
        file["features"] = features
        file.create_dataset("filenames", data=names, dtype=h5py.string_dtype("utf-8"))
    return folder


@pytest.fixture
def project(collection: Path, tmp_path: Path) -> Path:
    """Return a new project on the collection, with batches of four chosen by the simplest strategy.

    It compares features only: a neighbor graph that is ready some time or other would rank once more.
    """
    from annotator.data.project.trust import TrustStore
    from annotator.parameters import ModelSettings
    from annotator.session.session import Session

    path = tmp_path / "red.annotator"
    with Session.create(
        path,
        collection / "images",
        collection / "features.h5",
        topic="red",
        strategy="topscoring",
        batch_size=4,
        model=ModelSettings(graph_weight=0.0),
    ) as made:
        # The collection is shared by all tests and lies elsewhere, which a person has allowed.
        TrustStore(tmp_path / "places" / "data").allow_places(path, made.project.places_outside)
    return path


@pytest.fixture
def window(qtbot, tmp_path: Path) -> Iterator[Callable[[], object]]:
    """Return a window on the start page; it is closed, with all its threads, at the end."""
    from PySide6.QtWidgets import QApplication

    from annotator.gui.shell.main_window import MainWindow
    from annotator.gui.widgets.theme import apply_theme
    from annotator.runtime.paths import UserFolders

    made = MainWindow(apply_theme(QApplication.instance(), "light"), UserFolders.under(tmp_path / "places"))
    made.preferences.change(theme="light")
    made.resize(1100, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    made.deleteLater()
