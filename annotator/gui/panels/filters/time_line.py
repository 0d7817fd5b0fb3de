"""When the images were taken, as bars; a range of them is chosen with the mouse or the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from annotator.gui.controller.facets.counts import TimeLine
from annotator.gui.controller.facets.facet import Period
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.announce import announce

LEAST_BAR = 2
"""Height in pixels of a bar for a single image among thousands."""

_BETWEEN = {"h": " ", "m": ":"}
"""What is before the last part of a name, by unit; a hyphen for others."""

ZOOM = 0.5
"""Share of the time in sight that is left after zooming in."""


class TimeLineView(QWidget):
    """Bars with the number of images per year, month, day, hour or minute.

    Dragging chooses a range. By keyboard: the arrows go from bar to bar, with Shift they choose a range, Space chooses
    the bar or takes the choice back, + and - zoom, Esc chooses all.

    Signals:
        period_chosen(Period): A range was chosen; None for all of the time.
        window_wanted(Window): Another part of the time is to be shown; None for all of it.
    """

    period_chosen = Signal(object)
    window_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: TimeLine | None = None
        self._period: Period | None = None
        self._at = 0
        self._from: int | None = None
        self._to = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("")
        self._name()

    def sizeHint(self) -> QSize:
        """Return a height for bars and two dates below."""
        return QSize(200, 4 * self.fontMetrics().height() + 8)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(120, self.sizeHint().height())

    # What is shown

    def show_times(self, line: TimeLine, period: Period | None) -> None:
        """Show the number of images over time, and the chosen range."""
        before, self._line, self._period = self._line, line, period
        if before is None or not before.has_bars_of(line):
            self._from = None
            chosen = None if period is None else line.bars_of(period)
            self._at = chosen[0] if chosen else 0
        self._at = min(self._at, len(line.counts) - 1)
        self._name()
        self.update()

    @property
    def line(self) -> TimeLine | None:
        """What is shown."""
        return self._line

    @property
    def current(self) -> int:
        """The bar that the keyboard is at."""
        return self._at

    def describe(self, bar: int) -> str:
        """Return the time of a bar and its number of images, in words."""
        line = self._line
        if line is None:
            return ""
        images = tr("%n image(s)", "", int(line.counts[bar]))
        return tr("{time}: {images}").format(time=line.name(bar), images=images)

    def _name(self) -> None:
        chosen = tr("all dates") if self._period is None else period_text(self._period)
        words = tr("Time line, {chosen}").format(chosen=chosen)
        self.setAccessibleName(words if self._line is None else f"{words}; {self.describe(self._at)}")
        self.setAccessibleDescription(
            tr("Arrow keys move, Shift and arrows choose a range, Space chooses one, plus and minus zoom, Esc clears.")
        )

    def _chosen_bars(self) -> tuple[int, int] | None:
        if self._from is not None:
            return min(self._from, self._to), max(self._from, self._to)
        return None if self._line is None or self._period is None else self._line.bars_of(self._period)

    # Drawing

    def _bars(self) -> QRect:
        return self.rect().adjusted(4, 4, -4, -self.fontMetrics().height() - 6)

    def _left_of(self, bar: int) -> int:
        """Return the left edge of a bar in the direction of reading."""
        assert self._line is not None
        room, n = self._bars(), len(self._line.counts)
        place = bar * room.width() // n
        return room.left() + place if not self._mirrored else room.right() + 1 - place

    @property
    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def bar_rect(self, bar: int) -> QRect:
        """Return the whole column of a bar, to its neighbors."""
        one, two = self._left_of(bar), self._left_of(bar + 1)
        room = self._bars()
        return QRect(min(one, two), room.top(), max(1, abs(two - one)), room.height())

    def bar_at(self, x: float) -> int:
        """Return the bar at a horizontal position; the nearest one outside."""
        assert self._line is not None
        room, n = self._bars(), len(self._line.counts)
        place = x - room.left() if not self._mirrored else room.right() + 1 - x
        return min(max(int(place * n // max(1, room.width())), 0), n - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, the chosen ones in the color of a selection, and the first and the last date."""
        del event
        line = self._line
        if line is None:
            return
        painter, palette, role = QPainter(self), self.palette(), QPalette.ColorRole
        room, most = self._bars(), max(1, int(line.counts.max()))
        chosen = self._chosen_bars()
        painter.fillRect(room.adjusted(-1, -1, 1, 1), palette.color(role.Base))
        faint = QColor(palette.color(role.Highlight))
        faint.setAlpha(60)
        for bar, count in enumerate(line.counts.tolist()):
            column = self.bar_rect(bar)
            inside = chosen is not None and chosen[0] <= bar <= chosen[1]
            if inside:
                painter.fillRect(column, faint)
            if count:
                height = max(LEAST_BAR, round(count / most * room.height()))
                gap = 1 if column.width() > 2 else 0
                top = column.bottom() - height + 1
                color = palette.color(role.Highlight if inside else role.PlaceholderText)
                painter.fillRect(QRect(column.left(), top, column.width() - gap, height), color)
        if self.hasFocus():
            painter.setPen(palette.color(role.Link))
            painter.drawRect(room.adjusted(-2, -2, 1, 1))
            painter.drawRect(self.bar_rect(self._at).adjusted(-1, 0, 0, -1))
        painter.setPen(palette.color(role.PlaceholderText))
        for left, text in self._dates():
            painter.drawText(left, room.bottom() + 4 + self.fontMetrics().ascent(), text)
        painter.end()

    def _dates(self) -> list[tuple[int, str]]:
        """Return what is written below the bars: left edges and texts of the ends, and of years, months ... between.

        A text is left out where it would touch another.
        """
        line, room = self._line, self._bars()
        assert line is not None
        last = len(line.counts) - 1
        width = self.fontMetrics().horizontalAdvance
        wanted = [(0, line.name(0)), (last, line.name(last))]
        coarse = [line.name(bar).rpartition(_BETWEEN.get(line.unit, "-"))[0] for bar in range(last + 1)]
        wanted += [(bar, coarse[bar]) for bar in range(1, last) if coarse[bar] != coarse[bar - 1]]
        found: list[tuple[int, str]] = []
        for bar, text in wanted:
            at, wide = self.bar_rect(bar), width(text)
            left = min(max(at.center().x() - wide // 2, room.left()), room.right() + 1 - wide)
            if all(left + wide + wide // 4 < other or other + width(said) + wide // 4 < left for other, said in found):
                found.append((left, text))
        return found

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a range."""
        if event.button() is Qt.MouseButton.LeftButton and self._line is not None:
            self._from = self._to = self._at = self.bar_at(event.position().x())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the range, or tell what the mouse is at."""
        if self._line is None:
            return
        bar = self.bar_at(event.position().x())
        told = self.describe(bar)
        if event.buttons() & Qt.MouseButton.LeftButton and self._from is not None:
            self._to = self._at = bar
            told = period_text(self._line.period(self._from, bar))
            self.update()
        QToolTip.showText(event.globalPosition().toPoint(), told, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the range; a click on the only chosen bar takes the choice back."""
        if event.button() is Qt.MouseButton.LeftButton and self._from is not None and self._line is not None:
            first, last = min(self._from, self._to), max(self._from, self._to)
            self._choose(first, last)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the part of the time at the mouse in finer bars."""
        if self._line is not None:
            self._zoom(ZOOM, self.bar_at(event.position().x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; without, the panel scrolls."""
        if self._line is None or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self._zoom(ZOOM if event.angleDelta().y() > 0 else 1 / ZOOM, self.bar_at(event.position().x()))
        event.accept()

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, choose and zoom."""
        key, line = event.key(), self._line
        if line is None:
            super().keyPressEvent(event)
            return
        onward = -1 if self._mirrored else 1
        steps = {Qt.Key.Key_Left: -onward, Qt.Key.Key_Right: onward, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        targets = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(line.counts) - 1}
        targets |= {one: self._at + step for one, step in steps.items()}
        if key in targets:
            self._go(targets[Qt.Key(key)], extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._at, self._at)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(ZOOM, self._at)
        elif key == Qt.Key.Key_Minus:
            self._zoom(1 / ZOOM, self._at)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._period is not None:
            self._from = None
            self.period_chosen.emit(None)
        else:
            super().keyPressEvent(event)

    def _go(self, bar: int, *, extend: bool) -> None:
        assert self._line is not None
        before, self._at = self._at, min(max(bar, 0), len(self._line.counts) - 1)
        if extend:
            if self._from is None:
                self._from = before
            self._to = self._at
            self.period_chosen.emit(self._line.period(self._from, self._to))
        else:
            self._from = None
        self._name()
        announce(self, self.describe(self._at))
        self.update()

    def _choose(self, first: int, last: int) -> None:
        assert self._line is not None
        period = self._line.period(first, last)
        self._from = None
        self.period_chosen.emit(None if period == self._period else period)
        self.update()

    def _zoom(self, factor: float, bar: int) -> None:
        """Show ``factor`` times the time, with the bar where it is; all of it if that is no more."""
        line = self._line
        assert line is not None
        begin, end = line.begin(0), line.begin(len(line.counts))
        middle = (line.begin(bar) + line.begin(bar + 1)) / 2
        if factor > 1 and line.whole:
            return
        low, high = middle - (middle - begin) * factor, middle + (end - middle) * factor
        if high - low >= 60:
            self.window_wanted.emit((low, high - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw without the focus; the range that Shift extends has ended."""
        super().focusOutEvent(event)
        self._from = None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()


def period_text(period: Period) -> str:
    """Return a range of time in words."""
    first, last = period
    return first if first == last else tr("{first} to {last}").format(first=first, last=last)


def count_text(line: TimeLine) -> str:
    """Return how many images have no date, "" if all have one."""
    return tr("No date: {n}").format(n=number(line.unknown)) if line.unknown else ""
