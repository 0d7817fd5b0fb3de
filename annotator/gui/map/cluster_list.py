"""Clusters below the map: found on demand, listed with their labels, selected on the map, and judged at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QSpinBox, QWidget

from annotator.gui.controller.controller import Controller
from annotator.gui.map.cluster_dialog import judge_cluster
from annotator.gui.map.look import MapLook
from annotator.gui.panels.panel import PanelContext
from annotator.gui.tasks.builder import Builder
from annotator.gui.tasks.tasks import Task
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import in_column, in_row, named, push_button, wrapped
from annotator.gui.widgets.row_model import Index, RowModel, row_table
from annotator.runtime.job import Job
from annotator.session.clusters.finding import Clusters
from annotator.types import Progress
from annotator.words.naming import names_of

FEWEST, MOST = 2, 500
_HEIGHT = 150

Named = tuple[Clusters, tuple[str, ...]]


def usual(n_images: int) -> int:
    """Return how many clusters are suggested for a collection: more for a larger one."""
    return int(np.clip(round(np.sqrt(n_images) / 2), 8, 128))


class ClusterBuilder(Builder):
    """Finds the clusters of the open project, and names them.

    Attributes:
        found: The clusters and their names; None before.
        problem: Why there are none; "" for no reason.

    Signals:
        changed: Other clusters were found, or finding them began or ended.
    """

    changed = Signal()

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(controller.tasks, "clusters", parent)
        self._controller = controller
        self._k = FEWEST
        self.found: Named | None = None
        self.problem = ""

    def find(self, k: int) -> None:
        """Find ``k`` clusters."""
        self._k = k
        self.again()

    def build(self) -> None:
        """Find clusters, unless that is being done."""
        if self.running:
            return
        self.problem = ""
        session = self._controller.session
        job, extractor = session.collection.clusters.find(self._k), session.features.extractor

        def compute(progress: Progress) -> Iterator[Named]:
            for found in job.compute(progress):
                yield found, names_of(found.samples, extractor)

        named_job = Job[Named, Named](compute, lambda part: (job.apply(part[0]), part[1]))
        self._begin(tr("Finding clusters"), named_job, self._done)
        self.changed.emit()

    def drop(self) -> None:
        """Forget clusters of images or features that have changed since."""
        if self.found is not None and self._controller.session.collection.clusters.found is not self.found[0]:
            self.found = None
            self.changed.emit()

    def _done(self, found: Named) -> None:
        self.found = found
        self._end(Task.done, tr("%n cluster(s) found.", "", len(found[0].size)))
        self.changed.emit()

    def _stopped(self) -> None:
        super()._stopped()
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = core_words(error)
        super()._failed(error)
        self.changed.emit()


class ClusterModel(RowModel[tuple[str, tuple[int, ...]]]):
    """Clusters with the number of their images and labels."""

    def __init__(self, parent: QWidget) -> None:
        titles = (tr("Cluster"), tr("Images"), tr("Relevant"), tr("Irrelevant"))
        super().__init__(titles, parent)
        self.colors: tuple[int, ...] = ()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of a cluster for Qt."""
        if not index.isValid():
            return None
        title, counts = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return number(counts[column - 1]) if column else title
        if role == Qt.ItemDataRole.DecorationRole and not column and self.colors:
            return QColor.fromRgb(self.colors[index.row() % len(self.colors)])
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.titles[column]}: {number(counts[column - 1])}" if column else title
        return None


class ClusterList(QWidget):
    """How many clusters to find, and what was found.

    Signals:
        found: Other clusters were found, or none are left.
        chosen(ndarray): The user chose a cluster with these images.
    """

    found = Signal()
    chosen = Signal(object)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._controller = context, context.controller
        self.builder = ClusterBuilder(self._controller, self)
        self.count = named(QSpinBox(self, minimum=FEWEST, maximum=MOST), tr("Number of clusters"))
        self.count.setValue(usual(self._controller.session.n_images))
        self.start = push_button(tr("Find clusters"), self, lambda: self.builder.find(self.count.value()))
        self.judge = push_button(tr("Look and judge…"), self, self._judge)
        self.judge.setToolTip(tr("Look at the most doubtful images of the cluster, then judge all of it as one step."))
        self.note = wrapped("", self, "hint")
        self.model = ClusterModel(self)
        self.table = row_table(self.model, tr("Clusters"), self)
        self.table.setWordWrap(False)
        self.table.setFixedHeight(_HEIGHT)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        row = in_row(self.count, self.start, (None, 1), self.judge)
        in_column(row, self.note, self.table, on=self, margins=0, spacing=4)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.table.doubleClicked.connect(lambda _index: self._judge())
        self.builder.changed.connect(self._changed)
        self._controller.features.finished.connect(self._enable)
        self._changed()

    @property
    def clusters(self) -> Clusters | None:
        """The clusters that are listed."""
        return None if self.builder.found is None else self.builder.found[0]

    @property
    def cluster(self) -> int | None:
        """The selected cluster."""
        rows = self.table.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def refresh(self) -> None:
        """Count the labels as they are now; clusters of other features are dropped."""
        self.builder.drop()
        found = self.builder.found
        self.model.colors = MapLook.of(self.palette()).clusters
        if found is None:
            self.model.show(())
            return
        clusters, names = found
        at = self.cluster
        counts = clusters.counts(self._controller.session.judgements.codes)
        columns = (clusters.size, counts["relevant"], counts["irrelevant"])
        each = zip(*(one.tolist() for one in columns), strict=True)
        rows = [(_title(place, names), numbers) for place, numbers in enumerate(each)]
        self.table.selectionModel().blockSignals(True)
        self.model.show(rows)
        if at is not None and at < len(rows):
            self.table.selectRow(at)
        self.table.selectionModel().blockSignals(False)
        self._enable()

    def close_threads(self) -> None:
        """Stop finding clusters."""
        self.builder.close()

    def _changed(self) -> None:
        self.table.clearSelection()
        self.refresh()
        running, problem = self.builder.running, self.builder.problem
        self.note.setText(tr("Finding clusters…") if running else problem)
        self.note.setVisible(bool(self.note.text()))
        self.table.setVisible(self.clusters is not None)
        self._enable()
        self.found.emit()

    def _enable(self) -> None:
        session = self._controller.session
        self.start.setEnabled(not self.builder.running and not session.features.growing)
        self.judge.setEnabled(self.cluster is not None and not session.project.read_only)

    def _chosen(self) -> None:
        self._enable()
        if self.clusters is not None and self.cluster is not None:
            self.chosen.emit(self.clusters.members(self.cluster))

    def _judge(self) -> None:
        clusters, cluster = self.clusters, self.cluster
        if clusters is not None and cluster is not None and self.judge.isEnabled():
            judge_cluster(self._context, clusters, cluster, self.model.rows[cluster][0], self.window())


def _title(cluster: int, names: tuple[str, ...]) -> str:
    title = tr("Cluster {number}").format(number=cluster + 1)
    return f"{title}: {names[cluster]}" if names[cluster] else title
