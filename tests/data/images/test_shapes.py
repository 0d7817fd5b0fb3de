"""The few images that stand for the shapes of a collection."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from annotator.data.images.shapes import SAMPLE, some_shapes


def test_shapes_are_upright_spread_and_without_unreadable_images(tmp_path: Path) -> None:
    names = [f"{image:03}.jpg" for image in range(100)]
    for image, name in enumerate(names):
        size = (12, 8) if image < 50 else (8, 12)
        exif = Image.Exif()
        exif[0x0112] = 6 if image == 99 else 1  # the last one is 12 × 8 when it is turned upright
        Image.new("L", size).save(tmp_path / name, exif=exif)
    shapes = some_shapes(tmp_path, names)
    assert len(shapes) == SAMPLE
    assert shapes[0] == (12, 8)
    assert shapes[-2:] == ((8, 12), (12, 8))
    (tmp_path / names[0]).write_bytes(b"")
    (tmp_path / names[99]).unlink()
    assert len(some_shapes(tmp_path, names)) == SAMPLE - 2


def test_a_collection_without_images_has_no_shapes(tmp_path: Path) -> None:
    assert some_shapes(tmp_path, []) == ()
    assert some_shapes(tmp_path / "gone", ["a.jpg"]) == ()
    Image.new("L", (5, 4)).save(tmp_path / "a.png")
    assert some_shapes(tmp_path, ["a.png"]) == ((5, 4),)
