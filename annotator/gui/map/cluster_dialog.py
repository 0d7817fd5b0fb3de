"""Judge a cluster at once, after a look at its most doubtful images."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from annotator.gui.controller.controller import Controller
from annotator.gui.dialogs.judging.judge_together import JudgeTogetherDialog, judge_with
from annotator.gui.panels.panel import PanelContext
from annotator.gui.panels.thumbnail_button import ThumbnailButton
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import hint, in_column, named, wrapped
from annotator.session.clusters.finding import Clusters
from annotator.types import IntArray

EDGE = 104
"""Edge of a thumbnail in logical pixels."""
_COLUMNS = 8


class ClusterLook(QWidget):
    """The most doubtful images of a cluster; those that are pressed are left out.

    Signals:
        changed: Another image is left out, or none.
    """

    changed = Signal()

    def __init__(self, context: PanelContext, images: IntArray, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[ThumbnailButton] = []
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, image in enumerate(images.tolist()):
            button = ThumbnailButton(context.source, context.loader, self, EDGE)
            button.setCheckable(True)
            self._show(button, image)
            button.chosen.connect(lambda image, button=button: self._toggled(button, image))
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
            self.buttons.append(button)
        grid.setColumnStretch(_COLUMNS, 1)
        about = tr("The %n most doubtful image(s) of the cluster. Is any of them different?", "", len(images))
        use = hint(tr("Press an image to leave it without a label."), self)
        in_column(wrapped(about, self), grid, use, None, on=self, margins=0)
        self.setVisible(len(images) > 0)

    @property
    def left_out(self) -> list[int]:
        """The images that are left out."""
        return [button.image for button in self.buttons if button.isChecked() and button.image is not None]

    def _toggled(self, button: ThumbnailButton, image: int) -> None:
        self._show(button, image)
        self.changed.emit()

    def _show(self, button: ThumbnailButton, image: int) -> None:
        button.show_image(image, tr("left out") if button.isChecked() else "")
        button.setToolTip(tr("Give it a label after all") if button.isChecked() else tr("Leave it without a label"))


class JudgeClusterDialog(JudgeTogetherDialog):
    """Shows what is most doubtful in a cluster and asks for the label of all that is not left out.

    Attributes:
        look: The doubtful images.
    """

    def __init__(self, context: PanelContext, found: Clusters, cluster: int, title: str, parent: QWidget) -> None:
        controller = context.controller
        images = found.members(cluster)
        unlabelled = controller.session.collection.clusters.open_images(images.tolist())
        self.look = named(ClusterLook(context, found.doubtful(unlabelled, controller.ranking)), tr("Doubtful images"))
        super().__init__(images, controller.session.judgements.codes, parent, look=self.look)
        self.setWindowTitle(tr("Judge {cluster}").format(cluster=title))
        self.look.changed.connect(self.tell)

    def images(self) -> IntArray:
        """Return the images to judge: those of the cluster without those that are left out."""
        found = super().images()
        return np.asarray(found[~np.isin(found, self.look.left_out)])

    def too_many(self) -> str:
        """Return what to say of too many images."""
        return tr("The cluster has {count} images. Find more clusters to judge at most {most} at once.")

    def nothing(self) -> str:
        """Return what to say if no image is left."""
        return tr("Every image of the cluster has a label.")


def judge_cluster(context: PanelContext, found: Clusters, cluster: int, title: str, parent: QWidget) -> None:
    """Let the user judge a cluster."""
    controller: Controller = context.controller
    judge_with(JudgeClusterDialog(context, found, cluster, title, parent), controller)
