"""The line at the bottom: the model behind the ranking, its current work, and the label counts."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.tasks.tasks import TaskCenter
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import named
from annotator.gui.widgets.elided_label import ElidedLabel
from annotator.gui.widgets.meter import Meter
from annotator.gui.workspace.task_indicator import TaskIndicator
from annotator.session.judgements import Counts
from annotator.types import Ranking

PATIENCE_MS = 300
"""Work that takes no longer than this shows no progress."""

REMARK_MS = 6000


def ranking_text(ranking: Ranking | None, round: int, judged: int, known: int) -> str:
    """Describe the model behind the ranking on screen.

    Args:
        ranking: The ranking, ``None`` before the first.
        round: Round of the latest judgement it was computed from.
        judged: Judgements it was computed from.
        known: Judgements there are now.
    """
    if ranking is None:
        return tr("Not ranked yet")
    if not judged:
        return tr("Ranking by your words")
    source = tr("the model of round {round}").format(round=round) if round else tr("your examples")
    newer = tr(", {count} newer").format(count=number(known - judged)) if known > judged else ""
    return tr("Ranking by {source} (%n judgement(s))", "", judged).format(source=source) + newer


def counts_text(counts: Counts) -> str:
    """Say how many images have which label."""
    return (tr("{relevant} relevant · {irrelevant} irrelevant · {unsure} unsure · {unlabelled} unlabelled")).format(
        relevant=number(counts.relevant),
        irrelevant=number(counts.irrelevant),
        unsure=number(counts.unsure),
        unlabelled=number(counts.unlabelled),
    )


class StatusLine(QStatusBar):
    """The state of the model, its work, and the counts.

    Signals:
        progress_shown: The work takes long enough to be shown.
    """

    progress_shown = Signal()

    def __init__(self, actions: ActionSet, parent: QWidget | None = None, tasks: TaskCenter | None = None) -> None:
        super().__init__(parent)
        self.tasks = TaskIndicator(tasks or TaskCenter(self), self)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._ranking = ElidedLabel(self)
        self._ranking.setObjectName("ranking_status")
        self._work = ElidedLabel(self)
        self._work.setObjectName("work_status")
        self._bar = Meter(tr("Progress of the model"), self)
        self._bar.setFixedWidth(120)
        self._cancel = named(QToolButton(self), tr("Stop choosing the next batch"))
        self._cancel.setDefaultAction(actions["batch.cancel"])
        self._cancel.setText(tr("Cancel"))
        self._remark = ElidedLabel(self)
        self._remark.setObjectName("remark")
        self._counts = ElidedLabel(self)
        self._counts.setObjectName("counts")
        for widget in (self._ranking, self._work, self._bar, self._cancel, self.tasks):
            self.addWidget(widget)
        self.addPermanentWidget(self._remark)
        self.addPermanentWidget(self._counts)
        self._what = ""
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._show_work)
        self._forget = QTimer(self, singleShot=True, interval=REMARK_MS)
        self._forget.timeout.connect(self._remark.clear)
        self._hide_work()

    def show_ranking(self, text: str) -> None:
        """Say which model made the ranking on screen."""
        self._ranking.setText(text)

    def show_counts(self, text: str) -> None:
        """Say how many images have which label."""
        self._counts.setText(text)

    def remark(self, text: str) -> None:
        """Show ``text`` for a while."""
        self._remark.setText(text)
        self._forget.start()

    def begin_work(self, what: str) -> None:
        """Show ``what`` the model does once it takes longer than a moment."""
        self._what = what
        if self._bar.isHidden() and not self._patience.isActive():
            self._bar.show_share(0, 1)
            self._patience.start()
        elif not self._bar.isHidden():
            self.progress(self._bar.value)

    def progress(self, share: float) -> None:
        """Show the finished share in [0, 1]."""
        self._bar.show_share(share, 1)
        self._work.setText(f"{self._what} {round(100 * share)} %")

    def end_work(self) -> None:
        """Show that the model is done."""
        self._patience.stop()
        self._hide_work()

    def _show_work(self) -> None:
        self.progress(self._bar.value)
        for widget in (self._work, self._bar, self._cancel):
            widget.show()
        self.progress_shown.emit()

    def _hide_work(self) -> None:
        for widget in (self._work, self._bar, self._cancel):
            widget.hide()

    def clear_project(self) -> None:
        """Clear everything about a project."""
        self.end_work()
        for label in (self._ranking, self._counts, self._remark):
            label.clear()

    @property
    def texts(self) -> dict[str, str]:
        """All texts of the line, by part; hidden ones are empty."""
        labels = {"ranking": self._ranking, "work": self._work, "remark": self._remark, "counts": self._counts}
        texts = {name: "" if label.isHidden() else label.text() for name, label in labels.items()}
        return {**texts, "tasks": self.tasks.text}
