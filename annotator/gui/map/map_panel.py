"""Map: all images at their places, to see what is judged, and to select what lies together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from annotator.gui.actions.image_menu import show_image_menu
from annotator.gui.dialogs.judging.judge_together import MOST
from annotator.gui.map.cluster_list import ClusterList
from annotator.gui.map.legend import MapLegend
from annotator.gui.map.map_builder import MapBuilder
from annotator.gui.map.map_view import MapView
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import hint, in_column, in_row, push_button, wrapped
from annotator.gui.widgets.fold import Fold


class MapPanel(Panel):
    """The map, its legend, and what can be done with the selected images.

    Attributes:
        view: The map.
        builder: Lays it out.
    """

    takes_keyboard = True

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(tr("Map"))
        self.builder = MapBuilder(context.controller, self)
        self.view = MapView(context.source, context.loader, self)
        nowhere = np.full((context.controller.session.n_images, 2), np.nan, np.float32)
        self.view.show_map(nowhere, context.controller.session.judgements.codes.copy())
        self.legend = MapLegend(self)
        self.note = wrapped("", self, "hint")
        self.again = push_button(tr("Lay out again"), self, self.builder.again)
        self.words = QLabel(self)
        self.only = push_button(tr("Show only these"), self, self._show_only)
        self.only.setToolTip(tr("Show the selected images in the ranking, and no others."))
        self.whole = push_button(tr("Whole map"), self, self.view.fit)
        for button in (self.only, self.whole):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the selected images
        self.usage = hint(
            tr("Drag around images to select them; a judgement then applies to all. Wheel: zoom. Right button: move."),
            self,
        )
        self.clusters = ClusterList(context, self)
        self.fold = Fold(tr("Clusters"), self.clusters, self)
        note, actions = in_row((self.note, 1), self.again), in_row((self.words, 1), self.only, self.whole)
        parts = (note, (self.view, 1), self.legend, self.usage, actions, self.fold)
        in_column(*parts, on=self, margins=(8, 4, 8, 8), spacing=4)
        context.actions.attach(self.view)
        self.view.selection_changed.connect(self._selection_changed)
        self.view.pointed.connect(context.point_at)
        self.view.opened.connect(self.image_chosen)
        self.view.menu_wanted.connect(lambda at: show_image_menu(context.actions, at, self))
        self.builder.changed.connect(self._layout_changed)
        self.clusters.found.connect(self._show_clusters)
        self.clusters.chosen.connect(self.view.select)
        self.fold.button.toggled.connect(lambda _on: self._show_clusters())
        context.controller.batch_changed.connect(self._batch_changed)
        self._selection_changed()
        self._tell()

    # What the window asks

    def keyboard(self) -> QWidget | None:
        """Return the map."""
        return self.view

    def selected_images(self) -> list[int]:
        """Return the selected images, the current one first; none if they are too many to judge at once."""
        selected = self.view.selected
        return selected.tolist() if len(selected) <= MOST else []

    def refresh(self) -> None:
        """Lay out the map if that was not done, and show the present state of everything."""
        self.builder.build()
        self.labels_changed(())
        self._batch_changed()
        self.ranking_changed()
        self.filter_changed()

    def follow(self, image: int | None) -> None:
        """Mark the current image."""
        self.view.set_current(image)

    def labels_changed(self, images: Sequence[int]) -> None:
        """Show the labels as they are now."""
        self.clusters.refresh()
        self.view.show_labels(self.controller.session.judgements.codes.copy())

    def ranking_changed(self) -> None:
        """Show the predictions, unless they are hidden."""
        self.view.show_ranking(self.controller.ranking)
        self._show_legend()

    def topic_changed(self) -> None:
        """Show another topic on the same map."""
        self.view.select(())
        self.refresh()

    def filter_changed(self) -> None:
        """Show faintly what the filter of the ranking leaves out."""
        if not self.outdated():
            passing = self.context.passing()
            fits = passing is None or len(passing) == len(self.view.positions)
            self.view.show_passing(passing if fits else None, choosable=self.controller.filtering.only_selected)
            self._show_legend()

    def close_threads(self) -> None:
        """Stop the layout and the drawing."""
        self.builder.close()
        self.clusters.close_threads()
        self.view.close_threads()

    # Changes

    def _layout_changed(self) -> None:
        found = self.builder.map
        if found is not None and found.positions is not self.view.positions:
            self.view.show_map(found.positions, self.controller.session.judgements.codes.copy())
            self.filter_changed()
        self._tell()

    def _batch_changed(self) -> None:
        if not self.outdated():
            batch = self.controller.browser.batch
            self.view.show_batch(() if batch is None else batch.images)

    def _show_clusters(self) -> None:
        found = self.clusters.clusters
        self.view.show_clusters(found.label if found is not None and self.fold.button.isChecked() else None)
        self._show_legend()

    def _show_legend(self) -> None:
        self.legend.show_parts(
            scaled=self.controller.ranking is not None,
            filtered=self.context.passing() is not None,
            clustered=self.view.clustered,
        )

    def _tell(self) -> None:
        """Say what the map shows so far, and what it leaves out."""
        builder, lines = self.builder, []
        if builder.problem:
            lines.append(builder.problem)
        elif self.controller.session.features.growing:
            lines.append(tr("The map is laid out when the features of all images have been computed."))
        elif builder.map is None:
            lines.append(tr("Laying out the map…"))
        elif not builder.map.refined and builder.waiting:
            lines.append(tr("First sketch; the map follows when the neighbors of all images are known."))
        elif not builder.map.refined:
            lines.append(tr("First sketch; similar images are still being moved together."))
        if builder.map is not None:
            left = int(np.count_nonzero(np.isnan(builder.map.positions[:, 0])))
            if left:
                lines.append(tr("%n image(s) without features are not on the map.", "", left))
        self.note.setText(" ".join(lines))
        self.note.setVisible(bool(lines))
        self.again.setVisible(bool(builder.problem))

    def _selection_changed(self) -> None:
        count = len(self.view.selected)
        self.only.setEnabled(count > 0)
        text = tr("%n image(s) selected", "", count) if count else tr("no image selected")
        if count > MOST:
            text = tr("{count} images selected: too many to judge at once, at most {most}").format(
                count=number(count), most=number(MOST)
            )
        self.words.setText(text)
        self.selection_changed.emit()

    def _show_only(self) -> None:
        self.controller.session.collection.map.select(self.view.selected.tolist())
        self.controller.filtering.show_selected()
