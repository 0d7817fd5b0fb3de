"""Ask the model for similar images."""

from __future__ import annotations

from collections.abc import Callable

from annotator.engine import Engine
from annotator.errors import ImageError
from annotator.gui.controller.controller import Controller
from annotator.gui.text.core_messages import core_words
from annotator.model.explanation import SimilarImage, similar_images
from annotator.types import Progress, Snapshot

Find = Callable[[Engine, Snapshot, int, Progress], tuple[SimilarImage, ...]]
"""Finds feature rows like a row, in the model's thread."""


def ask_alike(
    controller: Controller, key: str, image: int, find: Find, done: Callable[[tuple[SimilarImage, ...]], object]
) -> None:
    """Have ``find`` search for images similar to ``image``; report an image without usable features.

    Args:
        controller: The open project and its model.
        key: A later question with the same key replaces this one.
        image: Image id.
        find: Returns the rows similar to its feature row.
        done: Called with the images, in the thread of the window.
    """
    session = controller.session
    try:
        row = session.features.row(image)
    except ImageError as error:
        controller.status_message.emit(core_words(error))
        return
    images = session.features.image_of_row

    def work(engine: Engine, snapshot: Snapshot, progress: Progress) -> tuple[SimilarImage, ...]:
        return similar_images(find(engine, snapshot, row, progress), images)

    controller.ask_model(key, work, lambda _snapshot, found: done(found))
