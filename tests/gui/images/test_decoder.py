"""From files to QImages: upright, opaque, limited, with a reason where that fails."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from pictures import BLUE, GREEN, RED, YELLOW, picture, save_many, truncate
from PIL import Image, ImageOps
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColorSpace, QImage

from annotator.errors import ImageError
from annotator.gui.images import decoder
from annotator.gui.images.decoder import read_here
from annotator.gui.images.image_reader import read_image

NOISE = np.random.default_rng(1).integers(0, 255, (300, 400, 3), np.uint8)


def corners(image: QImage) -> list[tuple[int, int, int]]:
    """Return the colors in the middle of the quadrants, row by row."""
    w, h = image.width(), image.height()
    spots = ((w // 4, h // 4), (3 * w // 4, h // 4), (w // 4, 3 * h // 4), (3 * w // 4, 3 * h // 4))
    return [image.pixelColor(*spot).getRgb()[:3] for spot in spots]


def assert_upright(image: QImage) -> None:
    for found, expected in zip(corners(image), (RED, GREEN, BLUE, YELLOW), strict=True):
        assert np.abs(np.subtract(found, expected)).max() < 25


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "gif", "bmp"])
def test_every_format_is_read_and_reduced(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    picture(400, 200).save(path)
    found = read_image(path, 100)
    assert (found.image.width(), found.image.height()) == (100, 50)
    assert (found.size.width(), found.size.height()) == (400, 200)
    assert found.image.format() == QImage.Format.Format_RGB32
    assert_upright(found.image)


def test_small_images_are_not_enlarged(tmp_path: Path) -> None:
    picture(60, 30).save(tmp_path / "a.png")
    assert read_image(tmp_path / "a.png", 256).image.width() == 60


def test_very_long_image_keeps_a_pixel(tmp_path: Path) -> None:
    Image.new("RGB", (3000, 2)).save(tmp_path / "a.png")
    image = read_image(tmp_path / "a.png", 100).image
    assert (image.width(), image.height()) == (100, 1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_are_upright_in_any_exif_orientation(shared_data: Path, orientation: int) -> None:
    (path, *_) = sorted((shared_data / "megapixel").glob(f"orientation{orientation}_*.jpg"))
    found = read_image(path, 200)
    with Image.open(path) as stored:
        assert stored.getexif()[0x0112] == orientation
        stored.draft("RGB", (400, 400))
        upright = ImageOps.exif_transpose(stored).convert("RGB")
    expected = upright.resize((found.image.width(), found.image.height()))
    got = np.frombuffer(found.image.constBits(), np.uint8).reshape(found.image.height(), found.image.width(), 4)
    difference = np.abs(got[..., 2::-1].astype(int) - np.asarray(expected).astype(int)).mean()
    assert difference < 8
    assert sorted((found.size.width(), found.size.height())) == [3000, 4000]
    assert (found.size.width() < found.size.height()) == (found.image.width() < found.image.height())


def test_transparency_becomes_white(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert read_image(tmp_path / "a.png").image.pixelColor(5, 5).getRgb()[:3] == (255, 255, 255)


def test_cmyk_and_sixteen_bits(tmp_path: Path) -> None:
    picture().convert("CMYK").save(tmp_path / "cmyk.jpg", quality=95)
    Image.fromarray((np.arange(64 * 64).reshape(64, 64) * 16).astype(np.uint16)).save(tmp_path / "deep.png")
    assert read_image(tmp_path / "cmyk.jpg", 60).image.format() == QImage.Format.Format_RGB32
    deep = read_image(tmp_path / "deep.png").image
    assert deep.pixelColor(10, 60).red() > deep.pixelColor(10, 5).red() + 100


def test_wide_colour_space_is_converted(tmp_path: Path) -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0xFF00C800)
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb))
    image.save(str(tmp_path / "a.png"))
    found = read_image(tmp_path / "a.png").image.pixelColor(5, 5)
    assert found.red() == 0
    assert found.green() > 0xC8  # the green of Adobe RGB lies outside of sRGB


def test_content_counts_not_the_ending(tmp_path: Path) -> None:
    picture(40, 20).save(tmp_path / "a.png")
    renamed = (tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert_upright(read_image(renamed).image)


def test_an_svg_in_disguise_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')
    with pytest.raises(ImageError, match=r"a\.jpg"):
        read_image(path)


def test_missing_and_empty_files(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    with pytest.raises(ImageError, match=r"empty\.jpg: the file is empty \(0 bytes\)"):
        read_image(tmp_path / "empty.jpg")
    with pytest.raises(ImageError, match=r"gone\.jpg: the file is missing"):
        read_image(tmp_path / "gone.jpg")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
def test_truncated_jpeg_is_an_error_not_a_grey_area(tmp_path: Path, share: float) -> None:
    Image.fromarray(NOISE).save(tmp_path / "a.jpg")
    with pytest.raises(ImageError, match=r"a\.jpg: the file is (truncated|damaged)"):
        read_image(truncate(tmp_path / "a.jpg", share), 64)


def test_truncated_jpeg_with_a_complete_embedded_thumbnail(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "x" * 100
    Image.fromarray(NOISE).save(tmp_path / "a.jpg", exif=exif)
    data = (tmp_path / "a.jpg").read_bytes()
    small = tmp_path / "b.jpg"
    picture(40, 30).save(small)
    # An application segment that holds a whole JPEG, as cameras write it.
    inner = small.read_bytes()
    segment = b"\xff\xe1" + struct.pack(">H", len(inner) + 2) + inner
    (tmp_path / "a.jpg").write_bytes((data[:2] + segment + data[2:])[:-500])
    with pytest.raises(ImageError, match="truncated"):
        read_image(tmp_path / "a.jpg", 64)


def test_data_behind_the_end_of_a_jpeg_is_no_error(tmp_path: Path) -> None:
    (path,) = save_many(tmp_path, 1)
    path.write_bytes(path.read_bytes() + b"trailer" * 2000)
    assert not read_image(path, 64).image.isNull()


@pytest.mark.no_qt_log  # libpng's own words on standard error
def test_truncated_png(tmp_path: Path) -> None:
    Image.fromarray(NOISE).save(tmp_path / "a.png")
    with pytest.raises(ImageError, match=r"a\.png"):
        read_image(truncate(tmp_path / "a.png"), 64)


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )
    (tmp_path / "bomb.png").write_bytes(data)
    with pytest.raises(ImageError, match=r"60000 × 60000 pixels exceed the 200 megapixels"):
        read_image(tmp_path / "bomb.png", 64)


def test_grey_of_sixteen_bits_uses_the_whole_range(tmp_path: Path) -> None:
    """Cameras of laboratories rarely do: shown as stored, the picture would be black."""
    values = np.linspace(100, 900, 64 * 64).reshape(64, 64).astype(np.uint16)
    for name in ("a.png", "a.tif"):
        Image.fromarray(values).save(tmp_path / name)
        image = read_image(tmp_path / name).image
        assert image.pixelColor(0, 0).red() == 0
        assert image.pixelColor(63, 63).red() == 255


@pytest.mark.parametrize("suffix", ["gif", "png", "webp", "tif", "avif"])
def test_the_first_of_several_frames_or_pages_is_shown(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    others = [Image.new("RGB", (120, 80), color) for color in ("black", "white")]
    picture().save(path, save_all=True, append_images=others)
    assert_upright(read_image(path, 100).image)


def test_avif_and_heic_are_shown(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    picture(400, 200).save(tmp_path / "a.avif", quality=90)
    heif.from_pillow(picture(400, 200)).save(tmp_path / "a.heic", quality=90)
    for name in ("a.avif", "a.heic"):
        found = read_image(tmp_path / name, 100)
        assert (found.image.width(), found.image.height(), found.size.width()) == (100, 50, 400)
        assert_upright(found.image)


def test_grey_with_a_profile_is_converted(tmp_path: Path) -> None:
    image = QImage(20, 20, QImage.Format.Format_Grayscale8)
    image.fill(128)
    image.setColorSpace(QColorSpace(QPointF(0.3127, 0.329), QColorSpace.TransferFunction.Linear))
    image.save(str(tmp_path / "a.png"))
    shown = read_image(tmp_path / "a.png").image.pixelColor(5, 5)
    assert shown.red() == shown.green() == shown.blue()
    assert 180 < shown.red() < 196  # linear one half is brighter in sRGB


def test_what_cameras_append_does_not_matter(tmp_path: Path) -> None:
    Image.fromarray(NOISE).save(tmp_path / "a.jpg", quality=95)
    data = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(data + bytes(200_000))
    assert read_image(tmp_path / "a.jpg", 64).size.width() == 400


def test_qt_is_never_asked_what_a_file_is():
    """Its plug-in for SVG connects signals meanwhile, which can lock the thread of the window for good."""
    from pathlib import Path

    import annotator.gui

    for file in Path(annotator.gui.__file__).parent.rglob("*.py"):
        text = file.read_text("utf-8")
        assert text.count("QImageReader(") == text.count("setAutoDetectImageFormat(False)"), file.name
        assert "setDecideFormatFromContent" not in text, file.name


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
@pytest.mark.parametrize("step", ["_kind", "_read_with_qt"])
def test_a_file_that_goes_while_it_is_read_is_no_surprise(
    suffix: str, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Moved before it is opened it is missing, moved afterwards it is read; Qt complains in neither case."""
    path = tmp_path / f"image.{suffix}"
    Image.new("RGB", (40, 30), "teal").save(path)
    real = getattr(decoder, step)

    def gone(*arguments: object) -> object:
        answer = real(*arguments) if step == "_kind" else None
        path.rename(tmp_path / "elsewhere")
        return answer if step == "_kind" else real(*arguments)

    monkeypatch.setattr(decoder, step, gone)
    if step == "_kind" or suffix == "jpg":  # whether a JPEG is complete is looked up in the file once more
        with pytest.raises(ImageError, match=r"cannot be read|is missing"):
            read_here(path)
    else:
        assert read_here(path).image.width() == 40
    assert "device not open" not in capfd.readouterr().err
