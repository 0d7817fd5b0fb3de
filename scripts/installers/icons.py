"""Draw the icon in all sizes that systems need: ``python icons.py annotator.svg FOLDER``.

Runs in the frozen environment, because Qt draws the icon. Writes SIZExSIZE.png, annotator.ico and annotator.icns.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512, 1024)


def main() -> int:
    """Draw the icons and return the exit status."""
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        sys.exit(f"{source}: no picture that Qt can draw")
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        image.save(str(folder / f"{size}x{size}.png"))
    with Image.open(folder / "256x256.png") as largest:
        largest.save(folder / "annotator.ico", sizes=[(size, size) for size in (16, 24, 32, 48, 64, 128, 256)])
    with Image.open(folder / "1024x1024.png") as largest:
        largest.save(folder / "annotator.icns")
    return 0


if __name__ == "__main__":
    sys.exit(main())
