"""What makes a stack: off, bursts and near-duplicates, or the events of a camera, with the pause that ends one."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QFormLayout, QWidget

from annotator.gui.controller.controller import Controller
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, named, wrapped
from annotator.gui.widgets.open_dialog import show_once
from annotator.parameters import Stacking, parameters_of

WIDTH = 460


class EventsDialog(QDialog):
    """Asks how long the pause is that ends an event."""

    def __init__(self, gap: float, *, times_known: bool, parent: QWidget | None = None) -> None:
        """Ask about the pause.

        Args:
            gap: Pause to begin with, in seconds.
            times_known: Whether it was read when the images were taken.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Stack the events of a camera"))
        why = tr(
            "An event is what one camera took in one folder without a longer pause, as camera traps do. One key judges "
            "all images of an event, whatever they show: open it if they differ."
        )
        if not times_known:
            why += " " + tr("The times are read from the image files first, which can take a while.")
        bounds = next(one for one in parameters_of(Stacking) if one.name == "gap")
        self.gap = named(
            QDoubleSpinBox(self, minimum=bounds.low or 0.0, maximum=bounds.high or 0.0, decimals=1),
            tr("Pause that ends an event"),
        )
        self.gap.setSuffix(tr(" s"))
        self.gap.setValue(gap)
        form = QFormLayout()
        form.addRow(tr("Pause that ends an event"), self.gap)
        buttons = DialogButtons(self)
        buttons.accept(tr("Stack events"))
        buttons.reject(tr("Cancel"))
        layout = in_column(wrapped(why, self), buttons, on=self)
        layout.insertLayout(1, form)
        self.resize(WIDTH, self.sizeHint().height())
        self.gap.selectAll()


def choose_stacks(controller: Controller, kind: str) -> None:
    """Stack images of a kind from now on."""
    controller.stacks.choose(Stacking(kind, controller.stacks.settings.gap))


def ask_for_events(controller: Controller, window: QWidget) -> None:
    """Ask for the pause that ends an event, and stack events from then on."""
    stacks, known = controller.stacks, controller.session.collection.stacks.times_known
    dialog = EventsDialog(stacks.settings.gap, times_known=known, parent=window)
    dialog.accepted.connect(lambda: stacks.choose(Stacking("events", dialog.gap.value())))
    dialog.rejected.connect(stacks.chosen)  # the menu has checked its entry
    show_once(dialog)
