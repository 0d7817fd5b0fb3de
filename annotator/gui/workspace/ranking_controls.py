"""The controls above the ranking: tabs, search, order, further filters, and what they leave."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QTabBar, QToolButton, QWidget

from annotator.expressions.parser import names
from annotator.gui.controller.ranking_filter import Order, RankingFilter, Tab, orders
from annotator.gui.controller.ranking_query import EXAMPLE, HELP
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import combo_box, error_line, in_column, in_row, named, offer, push_button
from annotator.gui.widgets.elided_label import ElidedLabel
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.search_field import SearchField
from annotator.session.conditions import SELECTED

TYPING_PAUSE_MS = 150
"""Filtering waits for a pause in typing this long."""

TABS = tuple(Tab)

_SEARCH, _CHOICES = 3, 4
"""Widths of the search and of what is next to it, relative to each other."""


class RankingControls(QWidget):
    """Says which images of the collection are wanted in which order, and shows how many there are.

    Every tab has an order of its own; the order by similarity to an image is that of all tabs until it is left.

    Signals:
        changed: Other images or another order are wanted.
        similar_wanted: The images are wanted in the order of their similarity to the current one.
        panel_wanted(bool): The panel Filter should be open or closed.
        left: The user wants to return to the images.
    """

    changed = Signal()
    similar_wanted = Signal()
    panel_wanted = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders: dict[Tab, Order] = {}
        self._ranked = self._ranked_before = False
        self._similar_to = ""
        self._counts = dict.fromkeys(Tab, 0)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self._make_filters()
        self._make_more()
        self._make_lines()
        self._connect()
        filters = in_row((self.search, _SEARCH), (self._choices, _CHOICES))
        self._filters = filters
        parts = (self.tabs, filters, self.condition, self._filter_line, self._similar_line, self._problem)
        in_column(*parts, on=self, margins=0, spacing=6)
        self._offer_orders()
        self._show_tabs()

    def _make_filters(self) -> None:
        self.tabs = named(QTabBar(self, drawBase=False, expanding=False), tr("Which images the ranking shows"))
        self.tabs.setUsesScrollButtons(False)  # no tab may be out of sight
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        for _tab in TABS:
            self.tabs.addTab("")
        self.search = SearchField(self, tr("Find by name"), tr("Find by name"))
        self.order = combo_box(self, tr("Order"), width=9)
        example = tr("Condition, e.g.  {example}").format(example=EXAMPLE)
        self.condition = SearchField(self, tr("Condition on the scores"), example)
        self.condition.setToolTip(tr(HELP))
        self.condition.hide()

    def _make_more(self) -> None:
        self.more = QToolButton(self)
        self.more.setIcon(icon("filter"))
        tip = tr("Filter by folder, date, camera, label and more, or by a condition, e.g. {example}")
        self.more.setToolTip(tip.format(example=EXAMPLE))
        self.more.setAccessibleName(tr("More filters: folder, date, camera, label, condition"))
        self.more.setCheckable(True)
        self._panel_shown = False
        self._choices = in_row((self.order, 1), self.more)

    def _make_lines(self) -> None:
        self._count = QLabel(self)
        self._count.setObjectName("count")
        self.clear = named(push_button(tr("Show all"), self, self.clear_filter), tr("Clear the filter"))
        self._filter_line = QWidget(self)
        in_row((self._count, 1), self.clear, on=self._filter_line, margins=0)
        self._similarity = ElidedLabel(self)
        self.unsort = named(push_button(tr("Back"), self, self._leave_similar), tr("Back to the usual order"))
        self.unsort.setToolTip(tr("Back to the usual order"))
        self._similar_line = QWidget(self)
        in_row((self._similarity, 1), self.unsort, on=self._similar_line, margins=0)
        self._problem = error_line(self)
        for line in (self._filter_line, self._similar_line):
            line.hide()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _place: self._tab_changed())
        self.tabs.tabBarClicked.connect(lambda place: self.left.emit() if place >= 0 else None)
        self.order.currentIndexChanged.connect(lambda _place: self._order_chosen())
        self.order.activated.connect(lambda _place: self._similar_again())
        self.more.clicked.connect(self.panel_wanted)
        self.condition.textChanged.connect(lambda _text: self._show_condition())
        for field in (self.search, self.condition):
            field.textChanged.connect(lambda _text: self._pause.start())
            field.left.connect(self.left)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the search for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give the search a line of its own where its hint or the order would be cut off."""
        hint = self.search.fontMetrics().horizontalAdvance(f"{self.search.placeholderText()}MMM")
        room = min(self.width() * _SEARCH // (_SEARCH + _CHOICES), self.width() - self._choices.sizeHint().width() - 8)
        narrow = room < hint
        self._filters.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    # What is wanted

    @property
    def wanted(self) -> RankingFilter:
        """The filter that the controls describe."""
        return RankingFilter(self.tab, self.search.text(), self.condition.text(), self.order.currentData())

    @property
    def tab(self) -> Tab:
        """The open tab."""
        return TABS[self.tabs.currentIndex()]

    def open_tab(self, tab: Tab) -> None:
        """Open ``tab``."""
        self.tabs.setCurrentIndex(TABS.index(tab))

    def clear_filter(self, *, condition: bool = True) -> None:
        """Let all images pass; with ``condition`` False, those of any name."""
        with QSignalBlocker(self.search):
            self.search.clear()
        if condition:
            self.condition.clear()
        self._pause.stop()
        self.changed.emit()

    def set_condition(self, text: str) -> None:
        """Filter by this condition at once."""
        self.condition.setText(text)
        self.condition.setCursorPosition(0)  # a long one is seen from its beginning
        self._pause.stop()
        self.changed.emit()

    def stop(self) -> None:
        """Drop a change that still waits for a pause in typing."""
        self._pause.stop()

    # Orders

    def show_ranked(self, *, ranked: bool, ranked_before: bool) -> None:
        """Offer the orders that are possible.

        Args:
            ranked: Whether there is a ranking.
            ranked_before: Whether there is one of an earlier round, too.
        """
        if (ranked, ranked_before) != (self._ranked, self._ranked_before):
            self._ranked, self._ranked_before = ranked, ranked_before
            self._offer_orders()
            self._show_tabs()

    def show_similar(self, text: str) -> None:
        """Sort all tabs by similarity, and say so with ``text``; "" for the usual order. Emits no signal."""
        self._similar_to = text
        self._similarity.setText(text)
        self._similarity.setAccessibleName(text)
        self._similar_line.setVisible(bool(text))
        self._offer_orders()

    @property
    def similar(self) -> str:
        """What is said of the order by similarity, "" for another order."""
        return self._similar_to

    def _offer_orders(self) -> None:
        possible = orders(self.tab, ranked=self._ranked, ranked_before=self._ranked_before)
        own = self._orders.get(self.tab, possible[0])
        chosen = Order.SIMILAR if self._similar_to else own if own in possible else possible[0]
        offer(self.order, [(tr(order.value.capitalize()), order) for order in possible], possible.index(chosen))
        self._arrange()

    def _order_chosen(self) -> None:
        order = self.order.currentData()
        if order is Order.SIMILAR:
            self._offer_orders()  # until the similar images are known
            self.similar_wanted.emit()
            return
        self._orders[self.tab] = order
        self.show_similar("")
        self.changed.emit()

    def _similar_again(self) -> None:
        """Sort by similarity to another image, if that order is chosen once more."""
        if self._similar_to and self.order.currentData() is Order.SIMILAR:
            self.similar_wanted.emit()

    def _leave_similar(self) -> None:
        self.show_similar("")
        self.changed.emit()
        self.left.emit()

    def _tab_changed(self) -> None:
        self._offer_orders()
        self._pause.stop()
        self.changed.emit()

    # What there is

    def show_counts(self, counts: Mapping[Tab, int], total: int, *, narrows: bool) -> None:
        """Show how many images a filter leaves in each tab, of ``total`` images of the collection.

        Args:
            counts: Number of images by tab.
            total: Number of images of the collection.
            narrows: Whether the filter hides images; otherwise only the tabs show a number.
        """
        self._counts = dict(counts)
        self._show_tabs()
        words = tr("{n_images} images").format(n_images=number(total))
        if narrows:
            words = tr("{count} of {total}").format(count=number(counts[Tab.ALL]), total=words)
        self._count.setText(words)
        self._filter_line.setVisible(self.wanted.narrows)

    def _show_tabs(self) -> None:
        # Without a ranking nothing is suggested: the images have no label yet, that is all.
        first = tr("Suggestions") if self._ranked else tr("Unlabelled")
        for place, title in enumerate((first, tr("Found"), tr("All"))):
            text = f"{title}  {number(self._counts[TABS[place]])}"
            self.tabs.setTabText(place, text)
            self.tabs.setTabToolTip(place, text)

    @property
    def count(self) -> str:
        """How many images pass the filter, in words."""
        return self._count.text()

    def show_problem(self, text: str) -> None:
        """Show what is wrong with the condition or the order; "" for nothing."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    @property
    def problem(self) -> str:
        """The problem on screen, "" for none."""
        return "" if self._problem.isHidden() else self._problem.text()

    # The panel Filter

    def show_panel_state(self, shown: bool) -> None:
        """Follow the panel Filter, which is open or not; the condition is on screen with it."""
        self._panel_shown = shown
        self.more.setChecked(shown)
        self._show_condition()

    def _show_condition(self) -> None:
        self.condition.setVisible(self._panel_shown or bool(self.condition.text()))

    def _lasting_condition(self) -> str:
        """Return the condition, unless it means a selection that ends with the window."""
        text = self.condition.text()
        return "" if SELECTED in names(text) else text

    # View state

    def values(self) -> dict[str, str]:
        """Return what is chosen, to be restored by :meth:`restore`."""
        texts = {"tab": self.tab.value, "name": self.search.text(), "condition": self._lasting_condition()}
        own = {f"order of {tab.value}": order.value for tab, order in self._orders.items()}
        return {**texts, **own}

    def restore(self, values: Mapping[str, str]) -> None:
        """Choose what :meth:`values` returned; missing and invalid values are as at the beginning. Emits no signal."""
        with QSignalBlocker(self), QSignalBlocker(self.tabs), QSignalBlocker(self.search):
            self.search.setText(values.get("name", ""))
            self.condition.setText(values.get("condition", ""))
            self._orders.clear()
            for tab in Tab:
                with suppress(ValueError):
                    self._orders[tab] = Order(values.get(f"order of {tab.value}"))
            tab = Tab.SUGGESTIONS
            with suppress(ValueError):
                tab = Tab(values.get("tab"))
            self.open_tab(tab)
            self._offer_orders()
        self._pause.stop()
