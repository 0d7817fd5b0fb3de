"""The panel Filter: folders, dates, cameras, labels and more, with the number of images of each."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
from PySide6.QtWidgets import QWidget

from annotator.data.metadata.metadata import Column
from annotator.errors import AnnotatorError
from annotator.gui.controller import topic_commands
from annotator.gui.controller.facets.counts import Counted, Window, count
from annotator.gui.controller.facets.facet import TIME, Facet, Period, read
from annotator.gui.controller.facets.kinds import Facets, Known
from annotator.gui.controller.ranking_filter import RankingFilter, Tab, passes
from annotator.gui.controller.ranking_query import evaluate
from annotator.gui.panels.filters.chosen_list import ChosenList
from annotator.gui.panels.filters.facet_tree import FacetTree
from annotator.gui.panels.filters.time_line import TimeLineView, count_text, period_text
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import error_line, heading, hint, in_column, in_row, push_button
from annotator.session.conditions import SELECTED, columns_of, featured
from annotator.types import BoolArray, IntArray, LabelCodes, Progress

NAME, REST = "name", ""
"""Keys of the name that is looked for, and of what was typed as a condition."""

SHOWN = 3
"""So many chosen values of a facet are named."""

_COLUMNS = ("camera", "width", "height", TIME)
_DATES = frozenset({"taken", TIME})


class FilterPanel(Panel):
    """Chooses which images the ranking shows. The choice is kept as the condition above the ranking and nowhere else.

    Counting runs in a separate thread; while it does, further changes wait for one more count.
    """

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(tr("Filter"))
        self.counted = Counted()
        self._facets = Facets()
        self._background = Background("facets", self)
        self._job: RunningJob | None = None
        self._again = self._closed = False
        self._window: Window | None = None
        self._others: tuple[tuple[str, LabelCodes], ...] | None = None
        self._examples: IntArray | None = None
        self._build()
        controller = self.controller
        controller.filtering.changed.connect(self._refresh_if_seen)
        controller.metadata.stored.connect(self._refresh_if_seen)
        controller.blind_mode.changed.connect(self._refresh_if_seen)
        self.tree.chosen.connect(self._choose)
        self.times.period_chosen.connect(self._choose_period)
        self.times.window_wanted.connect(self._show_window)
        self.chosen.taken_back.connect(self._take_back)

    def _build(self) -> None:
        self.chosen = ChosenList(self)
        self.ask = push_button(tr("Ask only about these"), self, self._ask_only)
        self.ask.setToolTip(
            tr("From the next batch on, propose only images that fulfill the condition; the ranking stays complete.")
        )
        self.ask_all = push_button(tr("Ask about all again"), self, lambda: self._limit(""))
        self.limit = hint("", self)
        self.problem = error_line(self)
        self.times_title, self.undated = heading(tr("Date taken"), self), hint("", self)
        self.all_times = push_button(tr("All dates"), self, lambda: self._show_window(None))
        self.times = TimeLineView(self)
        self.reading = hint("", self)
        self.tree = FacetTree(self)
        self._dates = QWidget(self)
        title = in_row(self.times_title, (self.undated, 1), self.all_times, margins=0)
        in_column(title, self.times, on=self._dates, margins=0, spacing=2)
        asks = in_row(self.ask, self.ask_all, None, margins=0)
        parts = (self.chosen, asks, self.limit, self.problem, self._dates, self.reading, (self.tree, 1))
        in_column(*parts, on=self, margins=(8, 6, 8, 8), spacing=6)
        self.setMinimumWidth(230)
        for widget in (self._dates, self.reading, self.limit, self.ask, self.ask_all, self.all_times):
            widget.hide()

    # Called by the docks

    def topic_changed(self) -> None:
        """Other topics than this one have other labels."""
        self._others = self._examples = None
        self.refresh()

    def ranking_changed(self) -> None:
        """Count by the new predictions."""
        self._examples = None
        self.refresh()

    def close_threads(self) -> None:
        """Stop counting."""
        self._closed = True
        self._background.close()

    def refresh(self) -> None:
        """Count again: now, or as soon as the count that is running is done."""
        if self._closed:
            return
        self._show_limit()
        if self._job is not None:
            self._again = True
            return
        metadata = self.controller.session.collection.metadata
        wanted = [*(name for name in _COLUMNS if name in metadata.columns), *self._tables()]
        if not all(map(metadata.columns.is_loaded, wanted)):
            self._job = self._background.start(metadata.load(wanted), lambda _all: self._go_on(), self._failed)
            return
        self._count({name: metadata.columns[name] for name in (*self._folder(), *wanted)})

    def _tables(self) -> list[str]:
        infos = self.controller.session.collection.metadata.columns.infos.values()
        return [info.name for info in infos if info.source == "csv" and info.kind == "text"]

    def _folder(self) -> tuple[str, ...]:
        """Return the column of the folders once the ranking has found them: a million paths take a while."""
        return ("folder",) if self.controller.session.collection.metadata.columns.is_loaded("folder") else ()

    def _refresh_if_seen(self) -> None:
        if not self.outdated():
            self.refresh()

    # Counting

    def _known(self, columns: dict[str, Column]) -> Known:
        session, controller = self.controller.session, self.controller
        if self._others is None:
            others = [topic for topic in session.topics if topic.id != session.topic.id]
            self._others = tuple((topic.name, session.topics.codes(topic.id)) for topic in others)
        if self._examples is None:
            self._examples = session.judgements.images_of_kind("example")
        labels, hidden = session.judgements.codes.copy(), controller.blind_mode.hidden
        noted = np.array(list(session.collection.notes.all), np.int64)
        return Known(
            columns, labels, controller.ranking, self._others, featured(session), self._examples, hidden, noted
        )

    def _count(self, columns: dict[str, Column]) -> None:
        session, filtering = self.controller.session, self.controller.filtering
        wanted, names = filtering.wanted, filtering.names
        if names is None:
            return  # the ranking reports when it has them
        known, window = self._known(columns), self._window
        dated = columns.get(TIME) if not _DATES & known.hidden else None
        times = dated if isinstance(dated, np.ndarray) else None
        try:
            fulfills = partial(evaluate, metadata=columns_of(session, wanted.expression))
        except AnnotatorError as error:
            self._show_problem(error)
            return

        def counted(_progress: Progress) -> Counted:
            found: dict[str, BoolArray] = {}

            def passing(condition: str) -> BoolArray:
                if condition not in found:
                    one = RankingFilter(text=wanted.text, expression=condition)
                    found[condition] = passes(one, len(known.labels), known.ranking, known.labels, names, fulfills)
                return found[condition]

            facets = self._facets.of(known)
            return count(facets, read(wanted.expression, facets), passing, times, window)

        self._job = self._background.run(counted, self._show, self._failed)

    def _go_on(self) -> None:
        self._job, self._again = None, False
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._show_problem(error)
        self._job = None
        if self._again:
            self._go_on()
        if not isinstance(error, AnnotatorError):
            raise error

    def _show_problem(self, error: Exception) -> None:
        """Show why a condition cannot be combined with others."""
        self.problem.setText(core_words(error))
        self.problem.show()
        self.tree.setEnabled(False)
        self._dates.setEnabled(False)

    def _show(self, counted: Counted) -> None:
        self._job = None
        self.counted = counted
        self.problem.hide()
        self.tree.setEnabled(True)
        self._dates.setEnabled(True)
        self.tree.show_counts(counted)
        self._dates.setVisible(counted.time_line is not None)
        if counted.time_line is not None:
            self.times.show_times(counted.time_line, counted.choice.period)
            self.undated.setText(count_text(counted.time_line))
            self.all_times.setVisible(not counted.time_line.whole)
        self.reading.setVisible(self.controller.metadata.running)
        self.reading.setText(tr("Dates, cameras and sizes are still being read from the images."))
        self.chosen.show_filters(self._filters())
        for first, second in pairwise(
            (*self.chosen.lines, self.ask, self.ask_all, self.all_times, self.times, self.tree)
        ):
            self.setTabOrder(first, second)
        if self._again:
            self._go_on()

    def _filters(self) -> list[tuple[str, str]]:
        """Return what the ranking is filtered by, in words."""
        choice, name = self.counted.choice, self.controller.filtering.wanted.text.strip()
        found = [(NAME, tr("Name: {name}").format(name=name))] if name else []
        by_key = {facet.key: facet for facet in self.counted.facets}
        for key, _text in choice.parts:
            if key == TIME and choice.period is not None:
                found.append((key, tr("Date: {period}").format(period=period_text(choice.period))))
            elif key == SELECTED:
                count = len(self.controller.session.collection.map.selected)
                found.append((key, tr("Only the %n image(s) that you selected on the map", "", count)))
            elif key:
                found.append((key, _facet_text(by_key[key], choice.of(by_key[key]), self.tree)))
        if choice.rest:
            found.append((REST, tr("Condition: {condition}").format(condition=choice.rest)))
        return found

    # Choosing

    def _choose(self, facet: Facet, values: frozenset[int]) -> None:
        if facet.key == "label" and values:
            self.controller.filtering.tab_wanted.emit(Tab.ALL)  # another tab holds only some labels
        self._want(self.counted.choice.choosing(facet, values))

    def _choose_period(self, period: Period | None) -> None:
        self._want(self.counted.choice.choosing_period(period))

    def _take_back(self, key: str) -> None:
        if key == NAME:
            self.controller.filtering.clear_wanted.emit(False)
        else:
            self._want(self.counted.choice.without(key))

    def _want(self, condition: str) -> None:
        self.controller.filtering.condition_wanted.emit(condition)

    def _show_window(self, window: Window | None) -> None:
        self._window = window
        self.refresh()

    # What is asked next

    def _ask_only(self) -> None:
        self._limit(self.controller.filtering.wanted.expression.strip())

    def _limit(self, condition: str) -> None:
        try:
            topic_commands.limit(self.controller, condition)
        except AnnotatorError as error:
            self.limit.setText(core_words(error))
            self.limit.show()

    def _show_limit(self) -> None:
        session = self.controller.session
        condition, limit = self.controller.filtering.wanted.expression.strip(), session.topic.scope.filter.strip()
        may = not session.project.read_only
        self.ask.setVisible(bool(condition or limit))
        self.ask.setEnabled(may and bool(condition) and condition != limit)
        self.ask_all.setVisible(bool(limit))
        self.ask_all.setEnabled(may)
        self.limit.setText(tr("Asked only about: {condition}").format(condition=limit) if limit else "")
        self.limit.setVisible(bool(limit))


def _facet_text(facet: Facet, values: frozenset[int], tree: FacetTree) -> str:
    names = [facet.words[value] or tree.facets.name(facet, value) for value in sorted(values)]
    shown = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
    return tr("{facet}: {values}").format(facet=facet.title, values=shown)
