"""Scanning finds every image once, says what it left out, and can be stopped."""

from __future__ import annotations

import os
import sys
import threading
import unicodedata
from collections import Counter
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from image_files import touch
from PIL import Image

from annotator.data.images import scanning
from annotator.data.images.images import IMAGE_SUFFIXES, inside, scan
from annotator.errors import Cancelled, ImageError
from annotator.types import Progress

linux_names = pytest.mark.skipif(sys.platform != "linux", reason="other file systems do not allow these names")


def reasons(root: Path) -> dict[str, str]:
    return {problem.path: problem.reason for problem in scan(root).problems}


def test_images_of_all_folders_are_listed_sorted_with_their_size_and_time(tmp_path: Path) -> None:
    names = ["b.jpg", "a/z.png", "a/b/c.tiff", "a/b/C.TIFF", "ä.webp", "a.gif", "z/1.BMP", "z/1.JpEg"]
    touch(tmp_path, names)
    touch(tmp_path, ["notes.txt", "a/features.h5", "jpg", "a/x.jpg.part"])
    (tmp_path / "a.gif").write_bytes(b"12345")
    os.utime(tmp_path / "b.jpg", ns=(5, 1_234_567_891))
    found = scan(tmp_path)
    assert found.paths == tuple(sorted(names))
    assert found.problems == ()
    assert found.sizes.tolist() == [5 if name == "a.gif" else 1 for name in sorted(names)]
    assert found.mtimes[found.paths.index("b.jpg")] == 1_234_567_891
    assert (found.sizes.dtype, found.mtimes.dtype) == (np.int64, np.int64)


def test_every_declared_ending_is_found(tmp_path: Path) -> None:
    touch(tmp_path, (f"image{suffix}" for suffix in IMAGE_SUFFIXES))
    assert len(scan(tmp_path).paths) == len(IMAGE_SUFFIXES) == 13


@linux_names
def test_awkward_names_are_kept_as_they_are_on_disk(tmp_path: Path) -> None:
    names = [
        "with space/a b.jpg",
        "🦋 butterfly.png",
        "x" * 200 + ".jpg",
        unicodedata.normalize("NFC", "é.jpg"),
        unicodedata.normalize("NFD", "é.jpg"),
        "#%&'\",;=+-@.jpg",
        "back\\slash.jpg",
        "12:30.jpg",
    ]
    touch(tmp_path, names)
    found = scan(tmp_path)
    assert set(found.paths) == set(names)
    assert all(inside(tmp_path, path).read_bytes() == b"x" for path in found.paths)


def test_hidden_files_and_folders_are_skipped(tmp_path: Path) -> None:
    touch(tmp_path, ["a.jpg", ".b.jpg", ".thumbnails/c.jpg", "d/._e.jpg"])
    assert scan(tmp_path).paths == ("a.jpg",)


def test_an_empty_file_is_listed_and_reported(tmp_path: Path) -> None:
    touch(tmp_path, ["a.jpg"])
    touch(tmp_path, ["d/empty.jpg"], b"")
    assert scan(tmp_path).paths == ("a.jpg", "d/empty.jpg")
    assert "empty" in reasons(tmp_path)["d/empty.jpg"]


@linux_names
def test_names_that_cannot_be_written_down_are_left_out_and_reported(tmp_path: Path) -> None:
    touch(tmp_path, ["a.jpg", "line\nbreak.jpg", "bell\x07/b.jpg", "c:d.jpg"])
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg")).write_bytes(b"x")
    found = reasons(tmp_path)
    assert scan(tmp_path).paths == ("a.jpg",)
    assert "control character; rename the file" in found["line\\x0abreak.jpg"]
    assert "control character; rename the folder" in found["bell\\x07"]
    assert "not valid UTF-8" in found["caf\\udce9.jpg"]
    assert "drive letter" in found["c:d.jpg"]


@linux_names
def test_links_are_followed_but_no_folder_is_entered_twice(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    touch(root, ["real/a.jpg"])
    touch(elsewhere, ["b.jpg", "deep/c.jpg"])
    (root / "a link").symlink_to(root / "real")
    (root / "real/loop").symlink_to(root)
    (root / "outside").symlink_to(elsewhere)
    (root / "outside again").symlink_to(elsewhere)
    (root / "file.jpg").symlink_to(elsewhere / "b.jpg")
    (root / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (root / "self.jpg").symlink_to(root / "self.jpg")
    assert scan(root).paths == ("file.jpg", "outside/b.jpg", "outside/deep/c.jpg", "real/a.jpg")
    found = reasons(root)
    assert found["gone.jpg"] == "the link leads nowhere"
    assert "self.jpg" in found
    assert {path for path, reason in found.items() if "already part" in reason} == {
        "a link",
        "real/loop",
        "outside again",
    }


def test_a_collection_of_links_is_sized_by_what_they_lead_to(tmp_path: Path) -> None:
    touch(tmp_path / "store", ["1.jpg"], b"123456789")
    (tmp_path / "root").mkdir()
    (tmp_path / "root/a.jpg").symlink_to(tmp_path / "store/1.jpg")
    assert scan(tmp_path / "root").sizes.tolist() == [9]


@linux_names
def test_what_is_no_regular_file_is_reported_and_not_opened(tmp_path: Path) -> None:
    touch(tmp_path, ["a.jpg", "folder.jpg/b.jpg"])
    os.mkfifo(tmp_path / "pipe.jpg")
    assert scan(tmp_path).paths == ("a.jpg", "folder.jpg/b.jpg")
    assert reasons(tmp_path) == {"pipe.jpg": "this is not a regular file"}


def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, ["a.jpg", "locked/b.jpg"])
    listing = os.scandir

    def refuse(path: str) -> object:  # root may read everything, so permissions cannot be taken away for real
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return listing(path)

    monkeypatch.setattr(scanning.os, "scandir", refuse)
    assert scan(tmp_path).paths == ("a.jpg",)
    assert reasons(tmp_path) == {"locked": "the folder cannot be read (Permission denied)"}
    with pytest.raises(ImageError, match="locked: the folder cannot be read"):
        scan(tmp_path / "locked")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "no such folder"),
        ("x" * 300, "cannot be read"),
        ("file.jpg", "not a folder"),
        ("empty", "no image was found among 2 other files"),
    ],
)
def test_a_root_without_images_is_an_error_that_says_why(name: str, message: str, tmp_path: Path) -> None:
    touch(tmp_path, ["file.jpg", "empty/a.txt", "empty/b/c.pdf"])
    with pytest.raises(ImageError, match=message) as caught:
        scan(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_times_beyond_64_bit_nanoseconds_do_not_stop_a_scan(tmp_path: Path) -> None:
    touch(tmp_path, ["a.jpg"])
    os.utime(tmp_path / "a.jpg", (0, 10_000_000_000))
    assert scan(tmp_path).mtimes[0] == min((tmp_path / "a.jpg").stat().st_mtime_ns, 2**63 - 1)


class CountingEntry:
    """A directory entry that counts how often its file is asked for its state."""

    asked: ClassVar[Counter[str]] = Counter()

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self._entry = entry
        self.name, self.is_dir, self.is_file = entry.name, entry.is_dir, entry.is_file
        self.is_symlink = entry.is_symlink

    def stat(self) -> os.stat_result:
        self.asked[self.name] += 1
        return self._entry.stat()


class CountingListing:
    def __init__(self, path: str) -> None:
        self._listing = LISTING(path)

    def __enter__(self) -> map:
        return map(CountingEntry, self._listing)

    def __exit__(self, *_: object) -> None:
        self._listing.close()


LISTING = os.scandir


def test_no_file_is_asked_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{i % 3}/{i}.jpg" for i in range(30)]
    touch(tmp_path, [*names, "notes.txt"])
    folders: list[str] = []
    real_stat = os.stat

    def stat(path: str) -> os.stat_result:
        folders.append(str(path))
        return real_stat(path)

    CountingEntry.asked.clear()
    with monkeypatch.context() as patch:
        patch.setattr(scanning.os, "scandir", CountingListing)
        patch.setattr(scanning.os, "stat", stat)
        walk = scanning._Walk(str(tmp_path), Progress())
        walk.run()
    assert len(walk.found) == 30
    assert CountingEntry.asked == Counter(f"{i}.jpg" for i in range(30))
    assert sorted(folders) == sorted([str(tmp_path), *(f"{tmp_path}/{i}" for i in range(3))])


def test_progress_rises_to_one_and_cancel_is_heard_within_a_folder(tmp_path: Path) -> None:
    touch(tmp_path, (f"{folder}/{i}.jpg" for folder in "abc" for i in range(300)))
    shares: list[float] = []
    scan(tmp_path, Progress(shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert len(shares) > 4  # more often than once per folder

    cancel = threading.Event()

    def stop(_share: float) -> None:
        cancel.set()

    heard: list[float] = []
    with pytest.raises(Cancelled):
        scan(tmp_path, Progress(lambda share: (heard.append(share), stop(share))[0], cancel))
    assert len(heard) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="has no such devices")
def test_a_link_to_a_device_leads_somewhere_and_all_endings_of_jpeg_are_images(tmp_path: Path) -> None:
    for name in ("a.jfif", "b.jpe", "c.JPG"):
        Image.new("RGB", (4, 4)).save(tmp_path / name, "JPEG")
    (tmp_path / "d.jpg").symlink_to("/dev/zero")
    found = scan(tmp_path)
    assert found.paths == ("a.jfif", "b.jpe", "c.JPG")
    assert [problem.reason for problem in found.problems] == ["this is not a regular file"]
