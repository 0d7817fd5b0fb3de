"""Names that could leave the image folder are refused by their text; the same name in two spellings is one name."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.data.files.names import fault, inside, normalized, printable
from annotator.errors import ImageError

REFUSED = {
    "": "empty",
    "/etc/passwd.jpg": "absolute",
    "\\windows\\a.jpg": "absolute",
    "//server/share/a.jpg": "network share",
    "\\\\server\\share\\a.jpg": "network share",
    "C:\\a.jpg": "drive letter",
    "c:a.jpg": "drive letter",
    "../a.jpg": "leads out",
    "x/../../a.jpg": "leads out",
    "x\\..\\a.jpg": "leads out",
    "x/.. /a.jpg": "leads out",
    "..": "leads out",
    "a\0.jpg": "control character",
    "a\n.jpg": "control character",
    "a\x7f.jpg": "control character",
    "a\udcff.jpg": "not valid UTF-8",
}
ALLOWED = [
    "a.jpg",
    "x/y/a b.jpg",
    "x/..a.jpg",
    "a..b.jpg",
    ".../a.jpg",
    "é/日本.jpg",
    "👩‍🔬.jpg",
    "12:30.jpg",
    "#%&'\",;.jpg",
]


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_a_name_that_could_leave_the_folder_is_refused_with_its_reason(name: str, reason: str, tmp_path: Path) -> None:
    assert reason in str(fault(name))
    with pytest.raises(ImageError, match=reason) as caught:
        inside(tmp_path, name)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("name", ALLOWED)
def test_ordinary_names_are_joined_below_the_folder(name: str, tmp_path: Path) -> None:
    assert fault(name) is None
    assert inside(tmp_path, name) == tmp_path / name


@given(st.text(alphabet=st.sampled_from("./\\ :Ca\0é"), max_size=12))
@example("a/..")
def test_no_accepted_name_leaves_the_folder_on_any_system(name: str) -> None:
    if fault(name) is not None:
        return
    windows = PureWindowsPath("Z:/root") / name
    posix = PurePosixPath("/root") / name
    assert ".." not in posix.parts
    assert posix.is_relative_to("/root")
    assert ".." not in [part.rstrip(" ") for part in windows.parts]
    assert windows.is_relative_to("Z:/root")


def test_links_below_the_folder_are_followed_wherever_they_lead(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    root = tmp_path / "root"
    elsewhere.mkdir()
    root.mkdir()
    (elsewhere / "a.jpg").write_bytes(b"pixels")
    (root / "file.jpg").symlink_to(elsewhere / "a.jpg")
    (root / "folder").symlink_to(elsewhere)
    assert inside(root, "file.jpg").read_bytes() == b"pixels"
    assert inside(root, "folder/a.jpg").read_bytes() == b"pixels"


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("A\\B.JPG", "a/b.jpg"),
        ("./a//b/./c.jpg", "a/b/c.jpg"),
        (".//a.jpg", "a.jpg"),
        ("..a./b.jpg", "..a./b.jpg"),
        ("Straße.jpg", "STRASSE.jpg"),
        (unicodedata.normalize("NFD", "Ångström.jpg"), "ångström.jpg"),
    ],
)
def test_spellings_of_one_name_are_the_same(name: str, same: str) -> None:
    assert normalized(name) == normalized(same)


def test_different_names_stay_different() -> None:
    assert len({normalized(name) for name in ("a/b.jpg", "ab.jpg", "a.jpg", "a/.b.jpg", "b/a.jpg")}) == 5


@given(st.text(max_size=20))
def test_normalising_twice_changes_nothing_and_knows_no_unicode_form(name: str) -> None:
    once = normalized(name)
    assert normalized(once) == once
    assert normalized(unicodedata.normalize("NFD", name)) == normalized(unicodedata.normalize("NFC", name))


@given(st.text(max_size=20))
def test_what_is_printed_is_valid_text_on_one_line(name: str) -> None:
    text = printable(name)
    text.encode("utf-8")
    assert not any(ord(c) < 32 or ord(c) == 127 for c in text)
