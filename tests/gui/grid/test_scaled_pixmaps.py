"""Thumbnails at the size they are drawn at."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from annotator.gui.grid import scaled_pixmaps
from annotator.gui.grid.scaled_pixmaps import ScaledPixmaps


@pytest.fixture
def pixmap(qapp):
    made = QPixmap(200, 100)
    made.fill("#336699")
    return made


def test_it_is_scaled_once(pixmap):
    fitted = ScaledPixmaps()
    first = fitted.at(pixmap, QSize(50, 25), 1.0)
    assert first.size() == QSize(50, 25)
    assert fitted.at(pixmap, QSize(50, 25), 1.0).cacheKey() == first.cacheKey()
    assert fitted.at(pixmap, QSize(60, 30), 1.0).size() == QSize(60, 30)


def test_a_dense_screen_has_its_own(pixmap):
    fitted = ScaledPixmaps()
    dense = fitted.at(pixmap, QSize(50, 25), 2.0)
    assert (dense.size(), dense.devicePixelRatio()) == (QSize(50, 25), 2.0)
    assert fitted.at(pixmap, QSize(50, 25), 1.0).devicePixelRatio() == 1.0


def test_the_right_size_is_left_alone(pixmap):
    assert ScaledPixmaps().at(pixmap, QSize(200, 100), 1.0).cacheKey() == pixmap.cacheKey()


def test_the_memory_is_limited(pixmap, monkeypatch):
    monkeypatch.setattr(scaled_pixmaps, "_LARGEST_BYTES", 4 * 50 * 25 * 3)
    fitted = ScaledPixmaps()
    first = fitted.at(pixmap, QSize(50, 25), 1.0).cacheKey()
    for width in (51, 52, 53):
        fitted.at(pixmap, QSize(width, 25), 1.0)
    assert fitted.at(pixmap, QSize(50, 25), 1.0).cacheKey() != first
    assert len(fitted._made) <= 3
