"""The thumbnails of the desktop: used only if they say that they show this file as it is now."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from pictures import picture
from PIL import Image, PngImagePlugin
from PySide6.QtCore import QSize

from annotator.data.files.file_state import FileState
from annotator.gui.images.freedesktop_cache import FreedesktopCache, _name, uri_of
from annotator.gui.images.image_reader import read_image

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there are none")


def share(cache: Path, folder: str, path: Path, color: str = "green", **changes: str) -> None:
    """Save what a file manager would have saved for ``path``."""
    status = path.stat()
    info = PngImagePlugin.PngInfo()
    said = {"Thumb::URI": uri_of(path), "Thumb::MTime": str(int(status.st_mtime)), "Thumb::Size": str(status.st_size)}
    for key, value in (said | changes).items():
        info.add_text(key, value)
    (cache / folder).mkdir(parents=True, exist_ok=True)
    edge = {"normal": 128, "large": 256, "x-large": 512}[folder]
    Image.new("RGB", (edge, edge * 2 // 3), color).save(cache / folder / _name(uri_of(path)), pnginfo=info)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "my photos" / "crow über (1).jpg"
    path.parent.mkdir()
    picture(900, 600).save(path)
    return path


def test_the_name_is_that_of_the_specification() -> None:
    assert _name("file:///home/jens/photos/me.png") == "c6ee772d9e49320e97ec29a7eb5b1697.png"


def test_uris_are_written_as_other_programs_write_them() -> None:
    assert uri_of(Path("/a b/ü#1 (2)+[3];.jpg")) == "file:///a%20b/%C3%BC%231%20(2)+%5B3%5D%3B.jpg"


def test_the_smallest_that_is_large_enough_is_taken(tmp_path: Path, photo: Path) -> None:
    shared, state = FreedesktopCache(tmp_path / "cache"), FileState.of(photo)
    assert state is not None
    assert shared.read(photo, state, 100) is None
    share(tmp_path / "cache", "x-large", photo, "red")
    share(tmp_path / "cache", "large", photo, "blue")
    found = shared.read(photo, state, 200)
    assert found is not None
    assert (found.width(), found.pixelColor(9, 9).blue()) == (200, 255)
    assert shared.read(photo, state, 300).pixelColor(9, 9).red() == 255  # type: ignore[union-attr]
    assert shared.read(photo, state, 600) is None


@pytest.mark.parametrize(
    "wrong",
    [{"Thumb::URI": "file:///other.jpg"}, {"Thumb::MTime": "12"}, {"Thumb::MTime": ""}, {"Thumb::Size": "3"}],
    ids=str,
)
def test_what_shows_another_file_or_an_earlier_content_is_not_used(
    tmp_path: Path, photo: Path, wrong: dict[str, str]
) -> None:
    share(tmp_path / "cache", "large", photo, **wrong)
    state = FileState.of(photo)
    assert state is not None
    assert FreedesktopCache(tmp_path / "cache").read(photo, state, 128) is None


def test_damaged_thumbnails_are_ignored(tmp_path: Path, photo: Path) -> None:
    file = tmp_path / "cache" / "large" / _name(uri_of(photo))
    file.parent.mkdir(parents=True)
    state = FileState.of(photo)
    assert state is not None
    for content in (b"", b"\x89PNG\r\n\x1a\n", b"no picture"):
        file.write_bytes(content)
        assert FreedesktopCache(tmp_path / "cache").read(photo, state, 128) is None


def test_what_is_shared_can_be_read_by_others_and_by_nobody_else(tmp_path: Path, photo: Path) -> None:
    shared, state = FreedesktopCache(tmp_path / "cache"), FileState.of(photo)
    assert state is not None
    shared.write(photo, state, read_image(photo, 304).image, QSize(900, 600))
    (written,) = (tmp_path / "cache").rglob("*.png")
    assert written == tmp_path / "cache" / "large" / _name(uri_of(photo))
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert stat.S_IMODE(written.parent.stat().st_mode) == 0o700
    with Image.open(written) as image:
        assert image.width == 256
        assert image.text["Thumb::URI"] == uri_of(photo)
        assert image.text["Thumb::MTime"] == str(int(photo.stat().st_mtime))
        assert image.text["Thumb::Image::Width"] == "900"
    assert shared.read(photo, state, 256) is not None


def test_a_cache_that_cannot_be_written_and_pictures_of_the_cache_are_left_out(tmp_path: Path, photo: Path) -> None:
    state, small = FileState.of(photo), read_image(photo, 256).image
    assert state is not None
    (tmp_path / "file").touch()
    FreedesktopCache(tmp_path / "file").write(photo, state, small, QSize(900, 600))
    FreedesktopCache(photo.parent).write(photo, state, small, QSize(900, 600))
    assert not list(tmp_path.rglob("*.png"))
