"""Thumbnails shared with file managers, according to the freedesktop.org thumbnail specification 0.9."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from annotator.data.files.file_state import FileState
from annotator.gui.images.decoder import displayable, shrunk

SIZES = {"normal": 128, "large": 256, "x-large": 512, "xx-large": 1024}
"""Longer side of the thumbnails in each folder."""

# Characters that GLib leaves unescaped in the path of a URI; thumbnails are shared only if all programs agree on them.
_SAFE = "/!$&'()*+,:=@-._~"
_SECOND = 1_000_000_000


class FreedesktopCache:
    """Reads the thumbnail cache of the desktop, and writes to it if the user enables that.

    Attributes:
        root: Folder of the cache.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def of_system(cls) -> FreedesktopCache | None:
        """Return the cache of the user's desktop, or ``None`` on systems without one."""
        if sys.platform in ("win32", "darwin"):
            return None
        base = os.environ.get("XDG_CACHE_HOME", "")
        root = (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "thumbnails"  # noqa: PTH117
        return cls(root)

    def read(self, path: Path, state: FileState, edge: int) -> QImage | None:
        """Return the thumbnail of ``path`` in ``state``, scaled down to ``edge``; ``None`` if none is large enough."""
        uri = uri_of(path)
        name = _name(uri)
        for folder, size in SIZES.items():
            if size >= edge and (image := _read(self.root / folder / name, uri, state)) is not None:
                return displayable(shrunk(image, edge))
        return None

    def write(self, path: Path, state: FileState, image: QImage, original: QSize) -> None:
        """Add a thumbnail for other programs; errors of the cache are ignored."""
        edge = max(image.width(), image.height())
        folder, size = next(((name, size) for name, size in reversed(SIZES.items()) if size <= edge), ("", 0))
        if not folder or self.root.absolute() in path.absolute().parents:
            return
        uri = uri_of(path)
        small = shrunk(image, size).convertToFormat(QImage.Format.Format_ARGB32)
        small.setText("Thumb::URI", uri)
        small.setText("Thumb::MTime", str(state.mtime // _SECOND))
        small.setText("Thumb::Size", str(state.size))
        small.setText("Thumb::Image::Width", str(original.width()))
        small.setText("Thumb::Image::Height", str(original.height()))
        small.setText("Software", "annotator")
        try:
            (self.root / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
            # mkstemp creates files that no other user can read, as the specification requires.
            handle, temporary = tempfile.mkstemp(suffix=".png", dir=self.root / folder)
            os.close(handle)
            if QImageWriter(temporary, b"png").write(small):
                Path(temporary).replace(self.root / folder / _name(uri))
            else:
                Path(temporary).unlink()
        except OSError:
            return


def uri_of(path: Path) -> str:
    """Return the URI under which thumbnails of ``path`` are shared."""
    return "file://" + quote(os.fsencode(path.absolute()), safe=_SAFE)


def _name(uri: str) -> str:
    return hashlib.md5(uri.encode("ascii"), usedforsecurity=False).hexdigest() + ".png"


def _read(file: Path, uri: str, state: FileState) -> QImage | None:
    """Return the image in ``file`` if its metadata says that it shows the image at ``uri`` in ``state``."""
    if not file.is_file():
        return None
    reader = QImageReader(str(file), b"png")
    reader.setAutoDetectImageFormat(False)
    image = reader.read()
    fits = (
        not image.isNull()
        and image.text("Thumb::URI") == uri
        and image.text("Thumb::MTime") == str(state.mtime // _SECOND)
        and image.text("Thumb::Size") in ("", str(state.size))
    )
    return image if fits else None
