"""Pools what other systems found for the topics of a test collection."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QSpinBox, QWidget

from annotator.gui.controller.controller import Controller
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import DialogButtons, form, hint, in_column, in_row, named
from annotator.session.pool_building import DEPTH
from annotator.session.pools import Pooled

SIZE = (640, 340)
DEEPEST = 10_000


class PoolDialog(JobDialog):
    """Choose the runs of the systems, pool them, and begin with the first topic."""

    def __init__(self, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(tr("Pool runs of other systems"), SIZE, "pool", parent, progress=tr("Progress of the import"))
        self._controller = controller
        self.runs: tuple[Path, ...] = ()
        self._names = QLabel(tr("None chosen yet"), self, wordWrap=True)
        picked = QWidget(self)
        choose = named(QPushButton(tr("Choose…"), self), tr("Choose the runs"))
        in_row((self._names, 1), choose, on=picked, margins=0)
        picked.setFocusProxy(choose)
        choose.clicked.connect(lambda _checked=False: self._choose())
        known = controller.session.collection.pools.current
        deep = DEPTH if known is None else known.depth
        kinds = tr("Topics (*.tsv *.txt);;All files (*)")
        self.topics = PathField(tr("Names of the topics"), Pick.FILE, kinds, self)
        self.how_deep = named(QSpinBox(self, minimum=1, maximum=DEEPEST, value=deep), tr("Depth"))
        self.how_deep.setToolTip(tr("How many images of each ranking are judged"))
        rows = form(
            (tr("&Runs"), picked),
            (tr("Names of the &topics"), self.topics),
            (tr("&Depth"), self.how_deep),
        )
        buttons = DialogButtons(self)
        self.go = buttons.act(tr("Pool"), self._pool)
        buttons.reject(tr("Close"))
        why = tr(
            "A run has the images that a system found for each topic: a file of TREC or ranx, or a table with topic, "
            "image and score. The best images of all systems are judged. Names of the topics are lines of id, tab, "
            "text; without them, topics are called like their ids."
        )
        in_column(hint(why, self), rows, self.bar, self.said, (None, 1), buttons, on=self)
        self.work_changed()

    def work_changed(self) -> None:
        """Nothing can be pooled without runs, or while work runs."""
        self.go.setEnabled(not self.working and bool(self.runs))

    def use_runs(self, files: tuple[Path, ...]) -> None:
        """Take these runs."""
        self.runs = files
        self._names.setText(", ".join(file.name for file in files) or tr("None chosen yet"))
        self.say("")
        self.work_changed()

    def _choose(self) -> None:
        kinds = tr("Runs (*.run *.txt *.json *.csv *.tsv);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Choose the runs"), "", kinds)
        if chosen:
            self.use_runs(tuple(map(Path, chosen)))

    def _pool(self) -> None:
        self.say(tr("Reading…"))
        pools = self._controller.session.collection.pools
        self.run(pools.add(list(self.runs), topics=self.topics.path, depth=self.how_deep.value()), self._pooled)

    def _pooled(self, done: Pooled) -> None:
        session = self._controller.session
        first = next((topic.id for topic in session.topics if topic.name in done.changed), session.topic.id)
        if session.collection.pools.waiting or first == session.topic.id:
            self._controller.begin()
        else:
            self._controller.switch_topic(first)
        words = tr("Topics with images to judge: {count}.").format(count=number(len(done.changed)))
        if done.without_run:
            words += " " + tr("Without a run: {count}.").format(count=number(len(done.without_run)))
        self.say(words + " " + tr("The panel Topics shows how far they are."))
