"""Packages for Linux: a relocatable archive and a Debian package."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.installers.common import DIST, RESOURCES, ROOT, size_of, source_time
from scripts.installers.desktop import arranged

DEPENDS = (
    "libc6 (>= 2.34), libstdc++6 (>= 12), libgcc-s1, libgl1, libegl1, libopengl0, fontconfig, libfreetype6,"
    " libglib2.0-0,"
    " libdbus-1-3, libx11-6, libx11-xcb1, libxcb1, libxcb-glx0, libxcb-randr0, libxcb-render0, libxcb-shm0,"
    " libxcb-sync1, libxcb-xfixes0, libwayland-client0, libwayland-cursor0, libwayland-egl1"
)
LICENCES = "../../../lib/annotator/licences"
"""Where the license texts are, from /usr/share/doc/annotator."""

PARTS = "\nThe licenses of the parts that come along are in /usr/share/doc/annotator/licences, see index.html there.\n"

# The x86 filter makes jumps absolute, which compresses better; the dictionary is larger than the largest library.
XZ = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 1 << 26}]


def members(folder: Path, prefix: str, when: int) -> Iterator[tuple[tarfile.TarInfo, Path]]:
    """Yield the archive members with order, owners and times that do not depend on the build."""
    for file in sorted(folder.rglob("*")):
        info = tarfile.TarInfo(f"{prefix}{file.relative_to(folder).as_posix()}")
        info.mtime = when
        info.mode = 0o755 if file.is_dir() or os.access(file, os.X_OK) else 0o644
        if file.is_symlink():
            info.type, info.linkname = tarfile.SYMTYPE, str(file.readlink())
        elif file.is_dir():
            info.type = tarfile.DIRTYPE
        else:
            info.size = file.stat().st_size
        yield info, file


def pack(archive: tarfile.TarFile, folder: Path, prefix: str) -> None:
    """Add all contents of a folder to an archive."""
    for info, file in members(folder, prefix, source_time()):
        if info.isreg():
            with file.open("rb") as content:
                archive.addfile(info, content)
        else:
            archive.addfile(info)


def make_archive(frozen: Path, number: str) -> Path:
    """Write the relocatable archive with its install.sh."""
    target = DIST / f"annotator-{number}-linux-x86_64.tar.xz"
    with arranged(frozen) as folder:
        shutil.copy(RESOURCES / "linux" / "install.sh", folder / "install.sh")
        with lzma.open(target, "wb", filters=XZ) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
            pack(archive, folder, f"annotator-{number}/")
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    return target


def make_deb(frozen: Path, number: str) -> Path:
    """Write the Debian package, an ar file with two archives, see deb(5)."""
    target = DIST / f"annotator_{number}_amd64.deb"
    with arranged(frozen) as folder, tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "usr" / "lib").mkdir(parents=True)
        (root / "usr" / "bin").mkdir()
        shutil.move(folder / "annotator", root / "usr" / "lib" / "annotator")
        shutil.move(folder / "share", root / "usr" / "share")
        (root / "usr" / "bin" / "annotator").symlink_to("../lib/annotator/annotator")
        manual = root / "usr" / "share" / "man" / "man1" / "annotator.1"
        (manual.parent / "annotator.1.gz").write_bytes(gzip.compress(manual.read_bytes(), 9, mtime=0))
        manual.unlink()
        copyright_ = root / "usr" / "share" / "doc" / "annotator" / "copyright"
        copyright_.parent.mkdir(parents=True)
        copyright_.write_text((ROOT / "LICENSE").read_text("utf-8") + PARTS, "utf-8")
        (copyright_.parent / "licences").symlink_to(LICENCES)
        control = (
            f"Package: annotator\nVersion: {number}\nArchitecture: amd64\nMaintainer: Annotator contributors\n"
            f"Installed-Size: {size_of(root) // 1024}\nDepends: {DEPENDS}\nRecommends: fonts-dejavu-core\n"
            "Suggests: cups-client\nSection: graphics\nPriority: optional\n"
            "Description: find every image of a collection that shows what you have in mind\n"
            " You judge small batches of images; a model learns and proposes the next ones; at the end the labels and\n"
            " the ranked list of the whole collection are exported. Everything stays on this machine.\n"
        )
        parts = [
            ("debian-binary", b"2.0\n"),
            ("control.tar.xz", _control(control, root, number)),
            ("data.tar.xz", _data(root)),
        ]
    with target.open("wb") as file:
        file.write(b"!<arch>\n")
        for part, content in parts:
            file.write(f"{part:<16}{source_time():<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode())
            file.write(content + b"\n" * (len(content) % 2))
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    return target


def _control(control: str, root: Path, number: str) -> bytes:
    sums = "".join(
        f"{hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()}  {file.relative_to(root)}\n"
        for file in sorted(root.rglob("*"))
        if file.is_file() and not file.is_symlink()
    )
    preinst = (RESOURCES / "linux" / "preinst").read_text("utf-8").replace("@VERSION@", number)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz", preset=6, format=tarfile.GNU_FORMAT) as archive:
        for name, text, mode in (("control", control, 0o644), ("md5sums", sums, 0o644), ("preinst", preinst, 0o755)):
            info = tarfile.TarInfo(f"./{name}")
            info.size, info.mtime, info.mode = len(text.encode()), source_time(), mode
            archive.addfile(info, io.BytesIO(text.encode()))
    return packed.getvalue()


def _data(root: Path) -> bytes:
    content = io.BytesIO()
    with (
        lzma.open(content, "wb", filters=XZ) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        pack(archive, root, "./")
    return content.getvalue()
