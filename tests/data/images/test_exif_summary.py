"""What one image file tells of the photograph."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from annotator.data.images.exif_summary import Photo, read_photo

Rational = TiffImagePlugin.IFDRational


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "NIKON CORPORATION", "NIKON D90", 6
    exif[0x8769] = {
        0x9003: "2024:05:01 10:11:12", 0x829A: Rational(1, 250), 0x829D: Rational(56, 10), 0x8827: 400,
        0x920A: Rational(35, 1), 0xA434: "35mm f/1.8\0 ",
    }  # fmt: skip
    exif[0x8825] = {1: "N", 2: (Rational(50), Rational(55), Rational(30)), 3: "E", 4: (11.0, 35.0, 0.0)}
    path = tmp_path / "a.jpg"
    Image.new("RGB", (40, 20), "teal").save(path, exif=exif)
    return path


def test_everything_of_a_photograph_is_read(photo: Path) -> None:
    assert read_photo(photo) == Photo(
        bytes=photo.stat().st_size,
        format="JPEG",
        width=20,
        height=40,
        taken="2024-05-01T10:11:12",
        camera="NIKON D90",
        lens="35mm f/1.8",
        exposure_s=pytest.approx(0.004),
        aperture=pytest.approx(5.6),
        iso=400,
        focal_mm=35.0,
        latitude=pytest.approx(50.925),
        longitude=pytest.approx(11.0 + 35 / 60),
    )


def test_what_is_unknown_or_impossible_is_left_out(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x8769] = {0x829A: Rational(0, 0), 0x829D: Rational(-1, 1), 0x8827: 0, 0xA434: 7}
    path = tmp_path / "b.jpg"
    Image.new("L", (3, 5)).save(path, exif=exif)
    assert read_photo(path) == Photo(bytes=path.stat().st_size, format="JPEG", width=3, height=5)


def test_a_problem_is_told(tmp_path: Path) -> None:
    damaged = tmp_path / "c.jpg"
    damaged.write_bytes(b"no image")
    found = read_photo(damaged)
    assert found.bytes == 8
    assert "c.jpg" in found.problem
    missing = read_photo(tmp_path / "d.jpg")
    assert missing.bytes is None
    assert "d.jpg" in missing.problem
