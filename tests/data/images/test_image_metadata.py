"""What an image file tells of itself, and what becomes of files that tell nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from image_files import png_header, save_oriented, save_picture
from PIL import ExifTags, Image, ImageFilter

from annotator.data.images.image_metadata import FACTS, SOURCES, read_facts, sharpness


def exif_of(*, taken: str = "", make: str = "", model: str = "", place: dict | None = None) -> Image.Exif:
    exif = Image.Exif()
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if make:
        exif[ExifTags.Base.Make] = make
    if model:
        exif[ExifTags.Base.Model] = model
    if place is not None:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return exif


HARBOUR = {1: "S", 2: (33.0, 51.0, 36.0), 3: "E", 4: (151.0, 12.0, 0.0)}


def test_time_camera_and_place_come_from_the_exif_data(tmp_path: Path) -> None:
    exif = exif_of(taken="2024:05:12 13:02:11", make="NIKON CORPORATION", model="NIKON D90", place=HARBOUR)
    facts = read_facts(save_picture(tmp_path / "a.jpg", exif=exif), ["exif"])
    assert facts == {
        "time": np.datetime64("2024-05-12T13:02:11").astype(float), "year": 2024, "month": 5, "hour": 13,
        "camera": "NIKON D90", "latitude": pytest.approx(-33.86), "longitude": pytest.approx(151.2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [("Canon", "EOS R5", "Canon EOS R5"), ("", "TestCam\0 ", "TestCam"), ("Leica", "", "Leica"), ("", " ", None)],
)
def test_a_camera_is_named_by_its_model_after_its_make(
    tmp_path: Path, make: str, model: str, camera: str | None
) -> None:
    path = save_picture(tmp_path / "a.jpg", exif=exif_of(make=make, model=model))
    assert read_facts(path, ["exif"]).get("camera") == camera


@pytest.mark.parametrize(
    "place",
    [
        {1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (10.0, 0.0, 0.0)},
        {2: 5.0, 4: 7.0},
        {1: "N", 2: (5.0, 0.0, 0.0), 3: "W", 4: (180.0, 30.0, 0.0)},
    ],
)
def test_an_impossible_place_is_none(tmp_path: Path, place: dict) -> None:
    path = save_picture(tmp_path / "a.jpg", exif=exif_of(place=place))
    assert read_facts(path, ["exif"]) == {}


def test_a_camera_without_a_clock_tells_no_time(tmp_path: Path) -> None:
    path = save_picture(tmp_path / "a.jpg", exif=exif_of(taken="0000:00:00 00:00:00"))
    assert read_facts(path, ["exif"]) == {}


@pytest.mark.parametrize("orientation", [1, 6])
def test_the_size_is_that_of_the_upright_picture(tmp_path: Path, orientation: int) -> None:
    save_oriented(tmp_path / "a.jpg", orientation)
    assert read_facts(tmp_path / "a.jpg", ["size"]) == {"width": 64, "height": 32}


def test_blurred_is_less_sharp_and_darker_is_darker(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(60, 200, (700, 900, 3), dtype=np.uint8)
    picture = Image.fromarray(noise).resize((900, 700), Image.Resampling.NEAREST, (0, 0, 90, 70))
    versions = {
        "plain": picture, "blurred": picture.filter(ImageFilter.GaussianBlur(6)), "dark": picture.point(lambda v: v / 3)
    }  # fmt: skip
    facts = {}
    for name, version in versions.items():
        version.save(tmp_path / f"{name}.jpg", quality=95)
        facts[name] = read_facts(tmp_path / f"{name}.jpg", ["quality"])
    assert facts["blurred"]["sharpness"] < facts["plain"]["sharpness"] / 5
    assert facts["dark"]["luminance"] == pytest.approx(facts["plain"]["luminance"] / 3, rel=0.03)
    assert facts["plain"]["clipped"] == 0
    half = Image.new("L", (20, 10), 255)
    half.paste(128, (0, 0, 10, 10))
    half.save(tmp_path / "half.png")
    assert read_facts(tmp_path / "half.png", ["quality"])["clipped"] == 0.5


def test_sharpness_is_the_variance_of_the_laplacian() -> None:
    gray = np.zeros((5, 5), np.float32)
    gray[2, 2] = 1
    inner = np.array([0, 1, 0, 1, -4, 1, 0, 1, 0])
    assert sharpness(gray) == pytest.approx(inner.var())
    ramp = np.add.outer(np.arange(6), 2 * np.arange(7)).astype(np.float32)
    assert sharpness(ramp) == 0


def test_every_kind_of_picture_has_a_quality(tmp_path: Path) -> None:
    Image.new("I;16", (8, 8), 300).save(tmp_path / "deep.png")
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    Image.new("CMYK", (8, 8)).save(tmp_path / "ink.jpg")
    Image.new("P", (8, 8)).save(tmp_path / "few.gif")
    Image.new("L", (1, 1)).save(tmp_path / "dot.bmp")
    for path in sorted(tmp_path.iterdir()):
        facts = read_facts(path, ["quality"])
        assert 0 <= facts["luminance"] <= 255, path
        assert ("sharpness" in facts) == (path.stem != "dot")
    assert read_facts(tmp_path / "clear.png", ["quality"])["luminance"] == 255  # shown on white


def test_what_cannot_be_read_is_missing(tmp_path: Path) -> None:
    whole = save_picture(tmp_path / "a.jpg", 640, 480, exif=exif_of(model="TestCam")).read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "text.jpg").write_text("no picture")
    (tmp_path / "bomb.png").write_bytes(png_header(60_000, 60_000))
    broken = whole.replace(b"Exif\0\0MM", b"Exif\0\0XX").replace(b"Exif\0\0II", b"Exif\0\0XX")
    (tmp_path / "broken.jpg").write_bytes(broken)
    assert read_facts(tmp_path / "cut.jpg", SOURCES) == {"camera": "TestCam", "width": 640, "height": 480}
    for name in ("empty.jpg", "text.jpg", "none.jpg"):
        assert read_facts(tmp_path / name, SOURCES) == {}
    assert read_facts(tmp_path / "bomb.png", SOURCES) == {"width": 60_000, "height": 60_000}
    assert set(read_facts(tmp_path / "broken.jpg", SOURCES)) == {
        "width", "height", "luminance", "clipped", "sharpness"
    }  # fmt: skip


def test_real_photos_tell_time_camera_and_upright_size(shared_data: Path) -> None:
    for path in sorted((shared_data / "megapixel").glob("*.jpg"))[::3]:
        facts = read_facts(path, SOURCES)
        assert set(facts) == set(FACTS) - {"latitude", "longitude"}
        assert facts["camera"] == "TestCam"
        assert facts["year"] == 2024
        assert sorted((facts["width"], facts["height"])) == [3000, 4000]
        assert 5 < facts["sharpness"] < 5000
