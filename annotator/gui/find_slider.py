"""How much of a batch collects what seems relevant, and how much teaches the model: one slider."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from annotator.gui.words import tr

STEPS = 8
WIDTH = 110
_SETTLED_MS = 400  # a slider that is being dragged is not yet a decision


class FindSlider(QWidget):
    """From learning to finding, in eighths of a batch.

    Signals:
        chosen(float): Share of a batch that collects, in [0, 1]; once the person has stopped moving the slider.
    """

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_slider")
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(2)
        self.slider.setFixedWidth(WIDTH)
        self._learn, self._find = QLabel(tr("Learn"), self), QLabel(tr("Find"), self)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(6)
        for widget in (self._learn, self.slider, self._find):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._tell)
        self._told = 0.0
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self._tell)
        self._describe()

    @property
    def share(self) -> float:
        """Share of a batch that collects, in [0, 1]."""
        return self.slider.value() / STEPS

    def show_share(self, share: float) -> None:
        """Show the share that is in use."""
        self._settled.stop()
        self._told = share
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * STEPS))
        self.slider.blockSignals(False)
        self._describe()

    def sizeHint(self) -> QSize:
        """Return the size of the labels and the slider side by side."""
        return self._row.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Let the whole widget have the tool tip of the slider."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.slider.toolTip())
        return super().event(event)

    def _moved(self, _value: int) -> None:
        self._describe()
        if not self.slider.isSliderDown():
            self._settled.start()

    def _tell(self) -> None:
        self._settled.stop()
        if abs(self.share - self._told) > 1e-9:
            self._told = self.share
            self.chosen.emit(self.share)

    def _describe(self) -> None:
        value = self.slider.value()
        if value == 0:
            text = tr("Every image is chosen to teach the model.")
        elif value == STEPS:
            text = tr("Every image is one that seems relevant.")
        else:
            text = tr("{value} of {steps} images seem relevant, the others teach the model.").format(
                value=value, steps=STEPS
            )
        self.slider.setToolTip(text + " " + tr("It counts from the next batch on."))
        self.slider.setAccessibleName(tr("Learn or find: {text}").format(text=text))
