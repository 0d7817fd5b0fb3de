"""The left pane: the images of the batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QStackedWidget, QToolButton, QWidget

from annotator.extraction import filling
from annotator.gui.actions.actions import ACTIONS
from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.image_model import ImageSource
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import heading, in_column, in_row, named, wrapped
from annotator.gui.widgets.meter import Meter
from annotator.gui.workspace.onboarding_hints import OnboardingHints
from annotator.session.pools import STRATEGY as POOL
from annotator.types import Batch

CARD_WIDTH = 380
ARROW_EDGE = 16


class StartCard(QFrame):
    """Shown instead of a batch while a topic has no judgements.

    Signals:
        examples_wanted(), picture_wanted(), no_example_wanted()
    """

    examples_wanted = Signal()
    picture_wanted = Signal()
    no_example_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setMinimumWidth(CARD_WIDTH)
        self._title = heading("", self)
        self.examples = self._button(tr("Pick examples…"), self.examples_wanted)
        self.picture = self._button(tr("Use a picture…"), self.picture_wanted)
        self.without = self._button(tr("Start without an example"), self.no_example_wanted)
        self.examples.setDefault(True)
        known = QLabel(tr("You know an image that shows it?\nThen similar images come first."), self)
        other = QLabel(tr("You have a picture of it somewhere else?\nChoose it, paste it or drop it here."), self)
        self._none = QLabel(self)
        parts = (self._title, 8, known, self.examples, 12, other, self.picture, 12, self._none, self.without)
        in_column(*parts, on=self, margins=(24, 20, 24, 20))
        self.follow(judged=False)

    def _button(self, text: str, signal: SignalInstance) -> QPushButton:
        button = named(QPushButton(text, self), text.rstrip("…"))
        button.clicked.connect(signal)
        return button

    def name_topic(self, topic: str) -> None:
        """Show the name of the topic."""
        self._title.setText(tr("Looking for “{topic}”").format(topic=topic))

    def follow(self, *, judged: bool) -> None:
        """Offer to begin with what is ``judged`` already, or without anything."""
        nothing = tr("No example at hand?\nThen the first batch shows a bit of everything.")
        something = tr("You have judged images already.\nThe first batch learns from them.")
        self._none.setText(something if judged else nothing)
        self.without.setText(tr("Choose the first batch") if judged else tr("Start without an example"))
        self.without.setAccessibleName(self.without.text())

    @property
    def title(self) -> str:
        """What is asked."""
        return self._title.text()

    def ask_about(self, topic: str, *, possible: bool) -> None:
        """Ask how to start with ``topic``, if it is ``possible`` to start."""
        self.name_topic(topic)
        for button in (self.examples, self.picture, self.without):
            button.setEnabled(possible)


class BatchPane(QWidget):
    """Round, progress, and the batch in the largest cells that fit.

    Attributes:
        slots: Returns what is shown for the images of a batch: open stacks have several images.
    """

    def __init__(
        self, source: ImageSource, loader: ThumbnailLoader, actions: ActionSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.grid = named(ImageGrid(source, loader, self), tr("Batch to judge"))
        self.grid.set_fit_mode(True)
        self.slots: Callable[[Sequence[int]], list[int]] = list
        self._batch: Batch | None = None
        self._newest = True
        self.coach = OnboardingHints(self, actions.keys)
        self._keys = actions.keys
        self.start = StartCard(self)
        self._round = heading("", self)
        self._judged = QLabel(self)
        self._judged.setObjectName("judged")
        self._bar = Meter(tr("Judged images of the batch"), self)
        self._note = wrapped("", self, "hint")
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.grid)
        self.stack.addWidget(_centered(self.start))
        self.stack.addWidget(_centered(self._waiting()))

        header = in_row(self._round, 8, self._judged, (self._bar, 1))
        self._arrows = (
            _arrow(actions["batch.earlier"], Qt.ArrowType.LeftArrow, self),
            _arrow(actions["batch.later"], Qt.ArrowType.RightArrow, self),
        )
        for arrow in self._arrows:
            header.addWidget(arrow)
        in_column(self.coach, header, self._note, (self.stack, 1), on=self, margins=(8, 8, 8, 0), spacing=6)

    def _waiting(self) -> QLabel:
        self._wait = QLabel(tr("Choosing the first batch…"), self)
        self._wait.setProperty("role", "hint")
        self._wait.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return self._wait

    def show_batch(self, batch: Batch | None, rounds: int) -> None:
        """Show ``batch``, one of ``rounds``; ``None`` while there is none."""
        self.stack.setCurrentIndex(2 if batch is None else 0)
        for widget in (self._round, self._judged, self._bar, *self._arrows):
            widget.setVisible(batch is not None)
        self._note.hide()
        if batch is None:
            self._batch = None
            self.arrange()
            return
        earlier = "" if batch.round == rounds else tr(" of {rounds}").format(rounds=rounds)
        self._newest = not earlier
        self._round.setText(tr("Round {round}{earlier}").format(round=batch.round, earlier=earlier))
        note = core_words(batch.note)
        if earlier:
            newest = self._keys.text("batch.current") or tr(ACTIONS["batch.current"].text)
            note = tr("An earlier batch. You may change its labels; {key} returns to the newest.").format(key=newest)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._batch = batch
        self.arrange()

    def arrange(self) -> None:
        """Show the images of the batch and of its open stacks."""
        images = [] if self._batch is None else self.slots(self._batch.images)
        if self.grid.images().tolist() != images:
            self.grid.set_images(images, keep_scroll=False)

    def wait_for_features(self, share: float, total: int) -> None:
        """Say that the first batch waits for features, of which a ``share`` is computed."""
        needed = min(filling.FIRST, total)
        done = tr("Looking at images for the first batch: {done} of {needed}…").format(
            done=number(min(round(share * total), needed)), needed=number(needed)
        )
        self._wait.setText(f"{done}\n{tr('Images of the list beside can be judged already.')}")

    @property
    def waiting_text(self) -> str:
        """What is shown while there is no batch."""
        return self._wait.text()

    def show_start(self, topic: str, *, possible: bool) -> None:
        """Ask how to start, if it is ``possible`` to start."""
        self.start.ask_about(topic, possible=possible)
        self.stack.setCurrentIndex(1)

    def show_progress(self, judged: int, size: int, pool: tuple[int, int] = (0, 0)) -> None:
        """Show how much of the batch is judged, and of the pool of the topic if the batch is from it."""
        if self._newest and self._batch is not None and self._batch.strategy == POOL:
            done, every = pool
            note = tr("Pool: {judged} of {size} judged").format(judged=number(done), size=number(every))
            if done == every:
                key = self._keys.text("topic.next") or tr(ACTIONS["topic.next"].text)
                note = tr("{note}. {key} goes to the next topic.").format(note=note, key=key)
            self._note.setText(note)
        self._judged.setText(tr("{judged} of {size} judged").format(judged=judged, size=size))
        self._bar.show_share(judged, max(1, size))

    @property
    def note(self) -> str:
        """What is said about the batch."""
        return self._note.text()

    @property
    def progress(self) -> str:
        """The progress in words."""
        return self._judged.text()

    def refresh(self, images: Iterable[int]) -> None:
        """Draw ``images`` again."""
        self.grid.refresh(images)

    def focus_images(self) -> None:
        """Move the keyboard focus to the content."""
        (self.start.examples if self.stack.currentIndex() == 1 else self.grid).setFocus()


def _centered(widget: QWidget) -> QWidget:
    holder = QWidget()
    holder.setObjectName("well")
    layout = in_column((None, 2), on=holder)
    layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(3)
    return holder


def _arrow(act: QAction, direction: Qt.ArrowType, parent: QWidget) -> QToolButton:
    style = Qt.ToolButtonStyle.ToolButtonIconOnly
    button = named(QToolButton(parent, toolButtonStyle=style, arrowType=direction), act.text())
    button.setDefaultAction(act)
    button.setIconSize(QSize(ARROW_EDGE, ARROW_EDGE))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
