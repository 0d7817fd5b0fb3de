"""Decoding gives an upright RGB picture or an error that names the file and the reason."""

from __future__ import annotations

import contextlib
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from image_files import QUADRANTS, corner_colors, png_header, quadrants, save_oriented, save_picture
from PIL import Image, ImageCms, ImageOps

from annotator.data.images.images import ImageInfo, decode, probe
from annotator.errors import ImageError

LOSSLESS = {"png": {}, "webp": {"lossless": True}, "tiff": {}, "bmp": {}, "gif": {}}
FORMATS = {**LOSSLESS, "jpg": {"quality": 95}}
NAMES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tiff": "TIFF", "gif": "GIF", "bmp": "BMP"}


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_decoded(ending: str, tmp_path: Path) -> None:
    path = save_picture(tmp_path / f"a.{ending}", **FORMATS[ending])
    image = decode(path)
    assert (image.mode, image.size) == ("RGB", (64, 32))
    assert np.abs(corner_colors(image) - QUADRANTS).max() <= (8 if ending == "jpg" else 0)
    assert probe(path) == ImageInfo(64, 32, NAMES[ending], None)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tiff"])
def test_pictures_are_upright_in_all_eight_orientations(ending: str, orientation: int, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    save_oriented(path, orientation, **FORMATS[ending])
    assert np.abs(corner_colors(decode(path)) - QUADRANTS).max() <= 8
    assert np.abs(corner_colors(decode(path, 32)) - QUADRANTS).max() <= 8
    assert decode(path, 32).size == (32, 16)
    info = probe(path)
    assert (info.width, info.height) == (64, 32)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_ignored(orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    save_picture(tmp_path / "a.jpg", exif=exif)
    assert decode(tmp_path / "a.jpg").size == (64, 32)


def test_camera_pictures_are_upright(shared_data: Path) -> None:
    paths = sorted((shared_data / "megapixel").glob("*.jpg"))
    assert len(paths) == 12
    for path in paths:
        info = probe(path)
        assert (info.width, info.height, info.format) == (4000, 3000, "JPEG")
    for path in paths[::3]:
        with Image.open(path) as stored:
            stored.draft("RGB", (128, 128))
            expected = ImageOps.exif_transpose(stored).resize((128, 96))
        shown = decode(path, 128)
        assert shown.size == (128, 96)
        assert np.abs(np.asarray(shown, np.int64) - np.asarray(expected, np.int64)).mean() < 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019:05:12 13:02:11", "2019-05-12T13:02:11"),
        ("2019-05-12 13:02:11\0", "2019-05-12T13:02:11"),
        ("0000:00:00 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("yesterday", None),
    ],
)
def test_the_time_the_picture_was_taken_comes_from_the_camera(text: str, expected: str | None, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = text
    save_picture(tmp_path / "a.jpg", exif=exif)
    assert probe(tmp_path / "a.jpg").taken == expected


def test_the_time_falls_back_to_the_last_change_the_camera_noted(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "0000:00:00 00:00:00"
    exif[0x0132] = "2001:02:03 04:05:06"
    save_picture(tmp_path / "a.jpg", exif=exif)
    assert probe(tmp_path / "a.jpg").taken == "2001-02-03T04:05:06"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
def test_damaged_exif_does_not_hide_the_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = save_picture(tmp_path / "a.jpg", exif=exif)
    data = path.read_bytes()
    start = data.index(b"Exif\0\0") + 6
    for damage in (b"\xff" * 26, b"II*\0\xff\xff\xff\xff" + b"\xff" * 18, b"MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 16):
        path.write_bytes(data[:start] + damage + data[start + 26 :])
        assert decode(path).size in {(64, 32), (32, 64)}
        assert probe(path).format == "JPEG"


@pytest.mark.parametrize(("size", "expected"), [((64, 32), (16, 8)), ((8, 8), (8, 8)), ((3000, 2), (16, 1))])
def test_the_longest_edge_is_bounded_and_never_enlarged(
    size: tuple[int, int], expected: tuple[int, int], tmp_path: Path
) -> None:
    for ending in ("jpg", "png"):
        assert decode(save_picture(tmp_path / f"a.{ending}", *size), 16).size == expected


def test_transparent_parts_are_white(tmp_path: Path) -> None:
    rgba = np.dstack([quadrants(), np.full((32, 64), 255, np.uint8)])
    rgba[:16, :, 3] = 0
    Image.fromarray(rgba).save(tmp_path / "rgba.png")
    Image.fromarray(rgba).save(tmp_path / "rgba.webp", lossless=True)
    gray = np.full((32, 64), 90, np.uint8)
    Image.merge("LA", [Image.fromarray(gray), Image.fromarray(rgba[..., 3])]).save(tmp_path / "la.png")
    palette = Image.fromarray(quadrants()).quantize(8)
    palette.save(tmp_path / "p.png", transparency=palette.getpixel((0, 0)))
    palette.save(tmp_path / "p.gif", transparency=palette.getpixel((0, 0)))
    palette.save(tmp_path / "pa.png", transparency=bytes([0, 0, 0, 0, 255, 255, 255, 255]))
    Image.fromarray(quadrants()).save(tmp_path / "key.png", transparency=QUADRANTS[0])
    for name in ("rgba.png", "rgba.webp", "la.png", "p.png", "p.gif", "key.png"):
        image = decode(tmp_path / name)
        assert image.mode == "RGB"
        assert image.getpixel((2, 2)) == (255, 255, 255), name
        assert image.getpixel((60, 30)) != (255, 255, 255), name
    assert decode(tmp_path / "pa.png").mode == "RGB"


@pytest.mark.parametrize("ending", ["png", "tiff"])
def test_grey_images_of_16_bits_use_the_whole_range(ending: str, tmp_path: Path) -> None:
    values = np.linspace(100, 4095, 64 * 32).reshape(32, 64).astype(np.uint16)
    Image.fromarray(values).save(tmp_path / f"a.{ending}")
    shown = np.asarray(decode(tmp_path / f"a.{ending}"))[..., 0]
    assert (shown.min(), shown.max()) == (0, 255)
    assert np.all(np.diff(shown.ravel().astype(int)) >= 0)


def test_values_without_a_range_are_stretched_and_those_that_are_no_numbers_are_black(tmp_path: Path) -> None:
    values = np.linspace(-3, 5, 64 * 32, dtype=np.float32).reshape(32, 64)
    values[0, 0], values[0, 1] = np.nan, np.inf
    Image.fromarray(values).save(tmp_path / "f.tiff")
    shown = np.asarray(decode(tmp_path / "f.tiff"))
    assert shown[0, 0].tolist() == shown[0, 1].tolist() == [0, 0, 0]
    assert shown[-1, -1].tolist() == [255, 255, 255]
    Image.fromarray(np.arange(2048, dtype=np.int32).reshape(32, 64) * 1000).save(tmp_path / "i.tiff")
    assert np.asarray(decode(tmp_path / "i.tiff")).max() == 255
    Image.fromarray(np.full((4, 4), 65535, np.uint16)).save(tmp_path / "flat.png")
    assert decode(tmp_path / "flat.png").getpixel((0, 0)) == (255, 255, 255)
    Image.fromarray(np.full((4, 4), np.nan, np.float32)).save(tmp_path / "none.tiff")
    assert decode(tmp_path / "none.tiff").getpixel((0, 0)) == (0, 0, 0)


@pytest.mark.parametrize(("mode", "ending"), [("CMYK", "jpg"), ("CMYK", "tiff"), ("1", "png"), ("L", "jpg")])
def test_other_colour_spaces_become_rgb(mode: str, ending: str, tmp_path: Path) -> None:
    Image.fromarray(quadrants()).convert(mode).save(tmp_path / f"a.{ending}")
    image = decode(tmp_path / f"a.{ending}")
    assert (image.mode, image.size) == ("RGB", (64, 32))
    if mode == "CMYK":
        assert np.abs(corner_colors(image) - QUADRANTS).max() <= 12


@pytest.mark.parametrize("ending", ["gif", "tiff", "webp", "png"])
def test_the_first_frame_is_shown(ending: str, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 10), color) for color in ("red", "lime", "blue")]
    options = {"lossless": True} if ending == "webp" else {}
    frames[0].save(tmp_path / f"a.{ending}", save_all=True, append_images=frames[1:], **options)
    assert decode(tmp_path / f"a.{ending}").getpixel((5, 5)) == (255, 0, 0)


def test_several_pictures_in_one_jpeg_count_as_jpeg(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 10), color) for color in ("red", "lime")]
    frames[0].save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=frames[1:])
    assert probe(tmp_path / "a.jpg") == ImageInfo(20, 10, "JPEG", None)
    assert decode(tmp_path / "a.jpg").getpixel((5, 5))[0] > 240


def test_what_is_in_the_file_decides_not_its_ending(tmp_path: Path) -> None:
    save_picture(tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert probe(tmp_path / "a.jpg").format == "PNG"
    assert decode(tmp_path / "a.jpg").size == (64, 32)


@pytest.mark.parametrize("name", ["with space 🦋.png", "x" * 240 + ".png", "é/é.png"])
def test_awkward_names_are_opened(name: str, tmp_path: Path) -> None:
    assert decode(save_picture(tmp_path / name)).size == (64, 32)


def test_the_result_holds_no_open_file(tmp_path: Path) -> None:
    path = save_picture(tmp_path / "a.gif")
    image = decode(path)
    path.unlink()
    assert image.copy().size == (64, 32)
    assert type(image) is Image.Image


def error_of(path: Path) -> str:
    with pytest.raises(ImageError) as caught:
        decode(path)
    text = str(caught.value)
    assert text.startswith(f"{path}: ")
    return text


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_that_is_cut_short_is_an_error(ending: str, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (128, 128, 3), dtype=np.uint8)
    path = tmp_path / f"a.{ending}"
    Image.fromarray(noise).save(path, **FORMATS[ending])
    data = path.read_bytes()
    for kept in (len(data) // 2, 40, 17):
        path.write_bytes(data[:kept])
        assert "cut short" in error_of(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty (0 bytes)"),
        (b"\0" * 4096, "not a JPEG, PNG"),
        (b"<html>not found</html>", "not a JPEG, PNG"),
        (b"\x89PNG\r\n\x1a\n", "cut short"),
        (b"\xff\xd8\xff\xe0", "cut short"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not a JPEG, PNG"),
    ],
)
def test_what_is_no_image_is_an_error_with_its_reason(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    assert reason in error_of(tmp_path / "a.jpg")
    with pytest.raises(ImageError, match=r"a\.jpg"):
        probe(tmp_path / "a.jpg")


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    assert "missing" in error_of(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").mkdir()
    assert "cannot be read" in error_of(tmp_path / "b.jpg")


def test_a_huge_image_is_refused_from_its_header(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(png_header(30_000, 30_000))
    text = error_of(path)
    assert "cut short" not in text  # what decoding would find: there are no pixels behind this header
    assert "30000 x 30000 pixels" in text
    assert "200 megapixels" in text
    assert probe(path).width == 30_000


def test_the_limit_on_pixels_can_be_set_and_is_inclusive(tmp_path: Path) -> None:
    path = save_picture(tmp_path / "a.png")
    assert decode(path, pixel_limit=64 * 32).size == (64, 32)
    with pytest.raises(ImageError, match="64 x 32"):
        decode(path, pixel_limit=64 * 32 - 1)


def test_a_picture_just_below_the_limit_gives_no_warning(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(png_header(14_000, 14_000))  # Pillow's own guard would warn at half of this
    assert "cut short" in error_of(path)


def test_a_bitmap_that_promises_too_much_is_an_error(tmp_path: Path) -> None:
    path = save_picture(tmp_path / "a.bmp")
    data = bytearray(path.read_bytes())
    data[18:26] = struct.pack("<ii", 2**31 - 1, 2**31 - 1)
    path.write_bytes(data)
    assert "megapixels" in error_of(path)


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_gives_a_picture_or_an_error_and_nothing_else(tmp_path: Path, data: st.DataObject) -> None:
    ending = data.draw(st.sampled_from(sorted(FORMATS)))
    path = save_picture(tmp_path / f"a.{ending}", **FORMATS[ending])
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with contextlib.suppress(ImageError):
        image = decode(path, 32, pixel_limit=4_000_000)
        assert image.mode == "RGB"
        assert max(image.size) <= 32


def test_avif_is_decoded_upright(tmp_path: Path) -> None:
    save_oriented(tmp_path / "a.avif", 6, quality=95)
    image = decode(tmp_path / "a.avif", 48)
    assert np.abs(corner_colors(image) - QUADRANTS).max() <= 12
    info = probe(tmp_path / "a.avif")
    assert (info.width, info.height, info.format) == (64, 32, "AVIF")


def save_heic(path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    heif.from_pillow(Image.fromarray(quadrants(128, 64))).save(path, quality=95)


def test_heic_is_decoded(tmp_path: Path) -> None:
    save_heic(tmp_path / "a.heic")
    assert np.abs(corner_colors(decode(tmp_path / "a.heic", 64)) - QUADRANTS).max() <= 12
    info = probe(tmp_path / "a.heic")
    assert (info.width, info.height, info.format) == (128, 64, "HEIF")


def test_heic_without_its_package_says_which_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_heic(tmp_path / "a.heic")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    assert "pip install 'relevance-annotator[heif]'" in error_of(tmp_path / "a.heic")


@pytest.mark.parametrize("ending", ["avif", "heic"])
def test_new_formats_that_are_cut_short_are_errors(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    save_heic(path) if ending == "heic" else save_picture(path, 128, 64)
    data = path.read_bytes()
    for kept in (len(data) // 2, 40, 17):
        path.write_bytes(data[:kept])
        assert "cut short" in error_of(path)


def profile(name: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def test_colours_follow_the_profile(tmp_path: Path) -> None:
    """A profile whose red and blue are exchanged shows that it is used, in whatever mode."""
    srgb = bytearray(profile("sRGB"))
    for number in range(int.from_bytes(srgb[128:132], "big")):
        at = 132 + 12 * number
        exchanged = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(bytes(srgb[at : at + 4]))
        if exchanged:
            srgb[at : at + 4] = exchanged
    for mode in ("RGB", "RGBA", "P"):
        image = Image.new("RGB", (20, 20), (250, 10, 10)).convert(mode)
        image.save(tmp_path / f"{mode}.png", icc_profile=bytes(srgb))
        red, _, blue = decode(tmp_path / f"{mode}.png").getpixel((5, 5))
        assert blue > 150 > red + 50, mode


@pytest.mark.parametrize("broken", [b"no profile", profile("LAB")], ids=["damaged", "of other channels"])
def test_a_profile_that_cannot_be_used_is_ignored(broken: bytes, tmp_path: Path) -> None:
    for mode in ("RGB", "L", "CMYK"):
        Image.new("RGB", (20, 20), (200, 200, 200)).convert(mode).save(tmp_path / "a.tif", icc_profile=broken)
        assert np.abs(np.subtract(decode(tmp_path / "a.tif").getpixel((5, 5)), 200)).max() <= 2
