"""The progress of the search: counts, plots, estimates of what is still hidden, and stopping rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from annotator.errors import ConfigError
from annotator.gui.controller.random_sample import certify, draw_sample
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.plot_file import file_name, png, save, with_suffix
from annotator.gui.panels.progress_plots import SearchPlots
from annotator.gui.panels.progress_words import found_text, hidden_texts, pace_text
from annotator.gui.panels.rules_table import RulesTable
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import heading, in_column, named, push_button, scrolled
from annotator.gui.widgets.fold import Fold
from annotator.gui.widgets.save_file import choose_file, save_to
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.session.clusters.finding import Coverage
from annotator.stopping.next_step import EARLY, NextStep
from annotator.stopping.progress import SearchProgress, curve_csv
from annotator.types import Label

LEAST_WIDTH = 360
PAUSE_MS = 150
"""Judgements that follow each other faster than this are counted together."""


class ProgressPanel(Panel):
    """Reads the record in the thread of the window and computes in the model's thread."""

    question = "progress"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setMinimumWidth(LEAST_WIDTH)
        self.progress: SearchProgress | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.counts = self._text()
        self.found, self.pace, self.hidden = self._text(), self._text("hint"), self._text()
        self.plots = SearchPlots(self)
        self.rules = RulesTable(self)
        self.covered = self._text()
        self.unseen = push_button(tr("Show the largest cluster without a judgement"), self, self._show_unseen)
        self.covered.hide()
        self.unseen.hide()
        self.shown_changed.connect(lambda seen: self._show_covered() if seen else None)
        self.next_step = heading("", self)
        self.next_step.setWordWrap(True)
        self.sample = named(push_button("", self, self._draw_sample), tr("Judge a random sample"))
        self.sample.hide()
        self.certificate = self._text()
        self.certify = named(push_button("", self, self._certify), tr("Certify"))
        self.certificate.hide()
        self.certify.hide()
        self._draw = context.actions["batch.audit"]
        self._draw.changed.connect(self._follow_action)
        self._follow_action()
        self.save = push_button(tr("Save the plots…"), self, self._choose_file)
        self.save.setEnabled(False)  # there is nothing to save before the model has finished
        self._lay_out()
        context.controller.batch_changed.connect(self._batch_changed)

    def _batch_changed(self) -> None:
        if not self.outdated():
            self._pause.start()

    def _follow_action(self) -> None:
        self.sample.setEnabled(self._draw.isEnabled())
        self.certify.setEnabled(self._draw.isEnabled())
        self.sample.setToolTip(self._draw.toolTip())

    def _text(self, role: str = "") -> QLabel:
        label = QLabel(self, wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        if role:
            label.setProperty("role", role)
        return label

    def _lay_out(self) -> None:
        inside, folded = QWidget(self), QWidget(self)
        hidden, rules = heading(tr("What may be hidden"), folded), heading(tr("Would you stop?"), folded)
        clusters = (self.covered, self.unseen)
        details = (self.found, self.pace, *clusters, hidden, self.hidden, rules, self.rules, self.save)
        inner = in_column(*details, on=folded, margins=0, spacing=8)
        for button in (self.unseen, self.save):
            inner.setAlignment(button, Qt.AlignmentFlag.AlignLeading)
        self.details = Fold(tr("Details"), folded, inside)
        certain = (self.certificate, self.certify)
        shown = (self.next_step, self.sample, *certain, self.counts, self.plots, self.details, None)
        column = in_column(*shown, on=inside, margins=(10, 8, 10, 8), spacing=8)
        for button in (self.sample, self.certify):
            column.setAlignment(button, Qt.AlignmentFlag.AlignLeading)
        area = scrolled(inside, self, tr("Progress of the search"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        in_column(area, on=self, margins=0)

    # Events

    def refresh(self) -> None:
        """Show the counts immediately, and the rest when the model has computed it."""
        self._show_counts()
        self._pause.start()

    def labels_changed(self, images: Sequence[int]) -> None:
        """Count again."""
        self.refresh()

    def ranking_changed(self) -> None:
        """Compute again: the predictions changed."""
        self._pause.start()

    def _ask(self) -> None:
        if not self.seen:
            return
        self.controller.ask_job(self.question, self.controller.session.stopping.progress(), self._show)

    def _show(self, progress: SearchProgress) -> None:
        self.progress = progress
        self.save.setEnabled(True)
        self._recommend(progress.next_step)
        self._show_certificate(progress)
        self.plots.show_progress(progress)
        self.found.setText(found_text(progress))
        self.pace.setText(pace_text(progress.pace))
        self.hidden.setText("".join(f"<p>{text}</p>" for text in hidden_texts(progress)))
        self.rules.show_rules(progress.advice.rules)
        self._show_covered()

    def _show_covered(self) -> None:
        coverage = self._coverage()
        self.covered.setVisible(coverage is not None)
        self.unseen.setVisible(coverage is not None and bool(coverage.unseen))
        if coverage is not None:
            text = tr("Clusters: {count}, with a judged image: {judged}, with a relevant one: {relevant}")
            numbers = (coverage.clusters, coverage.judged, coverage.relevant)
            count, judged, relevant = map(number, numbers)
            self.covered.setText(text.format(count=count, judged=judged, relevant=relevant))

    def _coverage(self) -> Coverage | None:
        try:
            return self.controller.session.collection.clusters.coverage()
        except ConfigError:  # the filter of the topic names what is gone; the model says so
            return None

    def _show_unseen(self) -> None:
        coverage = self._coverage()
        if coverage is not None:
            self.controller.session.collection.map.select(coverage.unseen)
            self.controller.filtering.show_selected()

    def _recommend(self, step: NextStep) -> None:
        self.next_step.setText(core_words(step.text))
        self.sample.setText(tr("Judge %n random image(s)", "", step.sample))
        self.sample.setVisible(step.sample > 0)

    def _show_certificate(self, progress: SearchProgress) -> None:
        state = progress.certificate
        self.certificate.setText(core_words(state.text))
        self.certificate.setVisible(state.found > 0 and progress.advice.judged >= EARLY)
        self.certify.setText(tr("Certify: judge %n random image(s)", "", state.needed))
        self.certify.setVisible(self.certificate.isVisibleTo(self) and state.needed > 0)

    def _certify(self) -> None:
        if self.progress is not None:
            state = self.progress.certificate
            certify(self.controller, state.goal, state.to_draw)

    def _draw_sample(self) -> None:
        if self.progress is not None:
            draw_sample(self.controller, self.progress.next_step.sample)

    def _show_counts(self) -> None:
        counts = self.controller.session.counts
        numbers = (
            (Label.RELEVANT, counts.relevant),
            (Label.IRRELEVANT, counts.irrelevant),
            (Label.UNSURE, counts.unsure),
        )
        parts = []
        for label, count in numbers:
            style = LABEL_STYLE[label]
            parts.append(f"{style.glyph} <b>{number(count)}</b> {tr(style.text).lower()}")
        parts.append(f"<b>{number(counts.unlabelled)}</b> {tr('unlabelled')}")
        self.counts.setText("&nbsp; ".join(parts))

    # Files

    def _choose_file(self) -> None:
        session = self.controller.session
        name = file_name(tr("{topic} - progress").format(topic=session.topic.name))
        start = session.project.path.parent / f"{name}.png"
        kinds = tr("Picture (*.png);;Drawing (*.svg);;Numbers (*.csv)")
        chosen, kind = choose_file(self, tr("Save the plots"), str(start), kinds)
        if chosen:
            self.save_to(with_suffix(chosen, kind))

    def save_to(self, target: Path) -> None:
        """Write the plots as PNG or SVG, or their numbers as CSV, by the suffix of ``target``."""
        progress = self.progress
        if progress is None:
            return
        content: Callable[[], bytes]
        if target.suffix.lower() == ".csv":
            content = partial(_numbers, progress)
        elif target.suffix.lower() == ".svg":
            drawing = self.plots.drawing()
            content = partial(bytes, drawing)
        else:
            content = partial(png, self.plots.picture())
        tell = self.controller.status_message.emit
        save_to(self, target, lambda: save(self.controller.tasks, target, content, tell), tell)


def _numbers(progress: SearchProgress) -> bytes:
    return curve_csv(progress).encode()
