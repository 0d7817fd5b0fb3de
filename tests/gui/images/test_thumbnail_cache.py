"""The thumbnail cache in the window: used, limited, emptied, and no reason to stop."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from annotator.data.images.thumbnail_store import FILE_NAME
from annotator.gui.images.thumbnail_maker import ThumbnailCache
from annotator.gui.settings.preferences import Preferences


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Return ten photographs that were taken long ago."""
    paths = [tmp_path / f"{number}.jpg" for number in range(10)]
    for path in paths:
        Image.effect_noise((900, 600), 60).convert("RGB").save(path)
        os.utime(path, (1_600_000_000, 1_600_000_000))
    return paths


def test_the_menu_empties_it_and_says_so(window: object, qtbot: QtBot, photos: list[Path]) -> None:
    cache = window.thumbnails
    for path in photos:
        assert cache.maker.make(path, 256).image is not None
    cache.maker.store.flush()
    assert (window.places.cache / FILE_NAME).exists()
    factor = window.places.cache / "factors" / "0123.rows"
    factor.parent.mkdir()
    factor.write_bytes(bytes(3_000_000))
    with qtbot.waitSignal(cache.emptied) as emptied:
        window.actions_["edit.empty_cache"].trigger()
    assert emptied.args[0] > 3_050_000
    assert not factor.exists()
    assert cache.maker.store.bytes < emptied.args[0]


def test_a_cache_that_cannot_be_used_is_told_once_and_images_are_shown(
    window: object, qtbot: QtBot, photos: list[Path]
) -> None:
    window.places.cache.parent.mkdir(parents=True, exist_ok=True)
    window.places.cache.write_text("a file where the folder should be")
    with qtbot.waitSignal(window.thumbnails.problem) as told:
        assert window.thumbnails.maker.make(photos[0], 256).image is not None
    assert "not kept on disk" in told.args[0]
    assert window.thumbnails.maker.make(photos[1], 256).image is not None
    qtbot.waitUntil(window.messages.isVisible)


def test_images_of_a_project_come_through_the_cache(window: object, qtbot: QtBot, project: Path) -> None:
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace.panes.loader.maker is window.thumbnails.maker


def test_it_follows_the_preferences(qtbot: QtBot, tmp_path: Path, photos: list[Path]) -> None:
    cache = ThumbnailCache(tmp_path / "cache")
    cache.follow(Preferences(thumbnail_cache=0, share_thumbnails=True))
    cache.maker.make(photos[0], 256)
    assert cache.maker.share
    assert not (tmp_path / "cache").exists()
    cache.close()
