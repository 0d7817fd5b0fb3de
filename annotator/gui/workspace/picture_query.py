"""Pictures from anywhere as queries: chosen, pasted or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QRect
from PySide6.QtGui import QGuiApplication, QImage

from annotator.data.images.images import IMAGE_SUFFIXES
from annotator.errors import AnnotatorError
from annotator.extraction.pictures import Box, Picture, check_known, like
from annotator.gui.forms.path_field import ask_for_pictures
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.workspace.workspace import Workspace


def choose_picture(space: Workspace) -> None:
    """Let the user choose pictures, and search with them."""
    search_with(space, [(path.name, path) for path in ask_for_pictures(space)])


def paste_picture(space: Workspace) -> None:
    """Search with the picture in the clipboard."""
    data = QGuiApplication.clipboard().mimeData()  # None if nothing was ever copied
    found = pictures_in(data) if data is not None else []
    if not found:
        space.controller.status_message.emit(tr("There is no picture in the clipboard"))
    search_with(space, found)


def search_with(space: Workspace, pictures: Sequence[tuple[str, Picture]]) -> None:
    """Use pictures as examples, and choose the next batch by them."""
    if pictures:
        controller = space.controller
        space.wait_for_first_batch()
        controller.ask_job("pictures", like(controller.session, pictures), controller.learn_from)


def choose_part(space: Workspace) -> None:
    """Let the user draw a rectangle around a part of the large image, unless its features cannot be computed."""
    try:
        check_known(space.controller.session.features.path)
    except AnnotatorError as error:
        space.messages.tell(core_words(error))
        return
    space.panes.viewer.select_part()


def search_with_part(space: Workspace, image: int, part: QRect) -> None:
    """Use a part of an image of the collection as an example, choose the next batch by it, and show what it finds."""
    controller = space.controller
    session = controller.session
    named = (session.paths[image], session.collection.image_path(image))
    box = Box(part.x(), part.y(), part.width(), part.height())
    space.panes.close_viewer()
    controller.status_message.emit(tr("Looking for this part…"))
    controller.ask_job("pictures", like(session, [named], box=box), controller.learn_from)


def pictures_in(data: QMimeData) -> list[tuple[str, Picture]]:
    """Return the names and pictures that are copied or dragged: files, else pixels, as browsers give them."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    found: list[tuple[str, Picture]] = [(path.name, path) for path in files if path.suffix.lower() in IMAGE_SUFFIXES]
    if not found and data.hasImage():
        pixels = QImage(data.imageData()).convertToFormat(QImage.Format.Format_RGB888)
        size, line = (pixels.width(), pixels.height()), pixels.bytesPerLine()
        if not pixels.isNull():
            found = [(tr("pasted picture"), Image.frombytes("RGB", size, bytes(pixels.bits()), "raw", "RGB", line))]
    return found
