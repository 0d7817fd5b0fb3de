"""Cache of thumbnails at their drawn size: scaling takes longer than all other repainting after a judgement."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap

_LARGEST_BYTES = 48 << 20


class ScaledPixmaps:
    """An LRU cache of scaled pixmaps, up to 48 MB."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[int, int, int, float], QPixmap] = OrderedDict()
        self._bytes = 0

    def at(self, pixmap: QPixmap, size: QSize, ratio: float) -> QPixmap:
        """Return ``pixmap`` scaled smoothly to ``size`` device pixels, with the device pixel ratio ``ratio``."""
        if pixmap.size() == size and pixmap.devicePixelRatio() == ratio:
            return pixmap
        key = (pixmap.cacheKey(), size.width(), size.height(), ratio)
        made = self._made.get(key)
        if made is None:
            keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            made = self._made[key] = pixmap.scaled(size, keep, smooth)
            made.setDevicePixelRatio(ratio)
            self._bytes += _bytes(size)
            while self._bytes > _LARGEST_BYTES and len(self._made) > 1:
                _, dropped = self._made.popitem(last=False)
                self._bytes -= _bytes(dropped.size())
        self._made.move_to_end(key)
        return made


def _bytes(size: QSize) -> int:
    return 4 * size.width() * size.height()
