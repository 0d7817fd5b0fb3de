"""The ranking in the order of the similarity to one image."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.errors import ImageError
from annotator.gui.controller.controller import Controller
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.workspace.ranking_pane import RankingPane
from annotator.types import IntArray

QUESTION = "order by similarity"


class SimilarityOrder(QObject):
    """Has the model compare all images with one, and the ranking show them in that order.

    Attributes:
        image: The image that the others are compared with; None for another order.
    """

    def __init__(self, controller: Controller, ranking: RankingPane) -> None:
        super().__init__(ranking)
        self._controller, self._ranking = controller, ranking
        self.image: int | None = None
        ranking.controls.changed.connect(self._order_changed)
        controller.topic_changed.connect(self._ask)  # a switch of the topic drops all questions
        controller.features.joined.connect(self._ask)

    def begin(self, image: int | None) -> None:
        """Sort by the similarity to ``image``; None is refused with a word about what to do."""
        controls = self._ranking.controls
        if image is None:
            controls.show_problem(tr("Select an image first; the others are then compared with it."))
            return
        try:
            self._controller.session.features.row(image)
        except ImageError as error:
            controls.show_problem(core_words(error))
            return
        self.image = image
        controls.show_similar(tr("Comparing all images with {name}…").format(name=self._name(image)))
        self._ask()

    def _ask(self) -> None:
        image, session = self.image, self._controller.session
        if image is not None:
            job = session.explanations.by_similarity(image)
            self._controller.ask_job(QUESTION, job, lambda images: self._found(image, images))

    def _found(self, image: int, images: IntArray) -> None:
        if image == self.image:
            text = tr("Sorted by similarity to {name}").format(name=self._name(image))
            self._ranking.show_similar(images, text)

    def _name(self, image: int) -> str:
        return self._controller.session.paths[image].rpartition("/")[2]

    def _order_changed(self) -> None:
        """Forget the image when another order is chosen."""
        if self.image is not None and not self._ranking.controls.similar:
            self.image = None
            self._controller.forget_question(QUESTION)
