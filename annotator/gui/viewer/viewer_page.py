"""A page with one image, or two side by side; judging and moving work as in the grid they came from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.gui.controller.controller import Controller
from annotator.gui.controller.grading import word_of
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.part_frame import framed_part
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.text.translate import number, tr
from annotator.gui.viewer.part_overlay import PartOverlay
from annotator.gui.viewer.part_selection import PartSelection
from annotator.gui.viewer.viewer import Viewer
from annotator.gui.widgets.build import in_column, in_row, set_role

PREVIEW_EDGE = 512


class ComparisonPane(QWidget):
    """A viewer below a line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel(self)
        self.head.setContentsMargins(10, 4, 10, 4)
        self.head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # both panes get the same width
        self.head.hide()
        self.viewer = Viewer(self)
        in_column(self.head, (self.viewer, 1), on=self, margins=0, spacing=0)

    def mark(self, active: bool, *, moves: bool) -> None:
        """Show whether judgements apply to this image, and whether the arrow keys change it."""
        words = tr("● The keys judge this image") if active else tr("○ Tab or a click goes here")
        text = f"{words}; {tr('arrows change it')}" if moves else words
        self.head.setText(text)
        self.head.setToolTip(text)
        set_role(self.head, "heading" if active else "hint")


class ViewerPage(QWidget):
    """Shows the current image of a grid, and moves through that grid.

    During a comparison, the left image stays and the arrow keys change the right one; both have the same zoom and
    position. Judgements apply to the image with the keyboard focus.

    Signals:
        moved: Another image is shown, or the other image has the keyboard focus.
        part_chosen(int, QRect): A rectangle was drawn around a part of this image; in pixels of the file, upright.
    """

    moved = Signal()
    part_chosen = Signal(int, QRect)

    def __init__(self, controller: Controller, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._loader = controller, loader
        self._grid: ImageGrid | None = None
        self._sequence: Sequence[int] = ()
        self.left, self.right = ComparisonPane(self), ComparisonPane(self)
        self.viewer, self.other = self.left.viewer, self.right.viewer
        self._overlays = {viewer: PartOverlay(viewer) for viewer in (self.viewer, self.other)}
        self.other.setAccessibleName(tr("Second image"))
        self.active = self.viewer
        layout = in_row(on=self, margins=0, spacing=1)
        for side, twin in ((self.left, self.other), (self.right, self.viewer)):
            layout.addWidget(side, 1)
            viewer = side.viewer
            viewer.stepped.connect(self.step)
            viewer.installEventFilter(self)
            viewer.view_changed.connect(lambda viewer=viewer, twin=twin: self._follow_view(viewer, twin))
            viewer.loaded.connect(lambda _image, viewer=viewer, twin=twin: self._follow_view(twin, viewer))
        self.right.hide()
        self.setFocusProxy(self.viewer)
        self._selection: PartSelection | None = None
        self.moved.connect(self.end_selection)

    # What is shown

    @property
    def image(self) -> int | None:
        """The image on screen; in a comparison, the one that judgements apply to."""
        return self.active.current_image()

    @property
    def comparing(self) -> bool:
        """Whether two images are compared."""
        return not self.right.isHidden()

    @property
    def images(self) -> tuple[int, ...]:
        """The images on screen."""
        shown = (self.viewer, self.other) if self.comparing else (self.viewer,)
        return tuple(image for viewer in shown if (image := viewer.current_image()) is not None)

    def open(self, grid: ImageGrid, image: int) -> None:
        """Show ``image`` of ``grid``; the arrow keys move through the grid. A comparison that includes it is kept."""
        if self.comparing and image in self.images:
            self.refresh_label()
            return
        self._grid = grid
        self.end_comparison()
        self.show_image(image)

    def compare(self, grid: ImageGrid, left: int, right: int, sequence: Sequence[int] = ()) -> None:
        """Show two images side by side.

        Args:
            grid: Grid that the arrow keys move through unless ``sequence`` is given.
            left: The image that stays.
            right: The image that the arrow keys change.
            sequence: Images that the arrow keys move through.
        """
        self._grid, self._sequence = grid, sequence
        self.right.show()
        for side in (self.left, self.right):
            side.head.show()
        self._show(self.viewer, left)
        self._show(self.other, right)
        self.setFocusProxy(self.other)
        self._work_with(self.other)

    def end_comparison(self) -> None:
        """End the comparison and show only the image with the keyboard focus."""
        if not self.comparing:
            return
        image = self.image
        self._sequence = ()
        self.right.hide()
        for side in (self.left, self.right):
            side.head.hide()
        self.other.clear()
        self.setFocusProxy(self.viewer)
        self.active = self.viewer
        if image is not None:
            self._show(self.viewer, image)
        self.moved.emit()

    def show_image(self, image: int) -> None:
        """Show ``image``; in a comparison, in place of the one with the keyboard focus."""
        self._show(self.active, image)
        self.moved.emit()

    def _show(self, viewer: Viewer, image: int) -> None:
        session = self._controller.session
        viewer.show_image(
            image,
            session.collection.image_path(image),
            self._caption(image),
            session.label_of(image),
            self._loader.pixmap(image, PREVIEW_EDGE, self),
        )
        viewer.set_label(session.label_of(image), word_of(session, image))
        self._overlays[viewer].frame(framed_part(self._controller, image))

    def refresh_captions(self) -> None:
        """Update the captions of the images on screen, and what is framed in them."""
        for viewer in (self.viewer, self.other):
            image = viewer.current_image()
            if image is not None:
                viewer.set_caption(self._caption(image))
                self._overlays[viewer].frame(framed_part(self._controller, image))

    def _caption(self, image: int) -> str:
        rank = int(self._controller.ranks[image])
        name = self._controller.session.paths[image]
        words = (tr("rank {rank}").format(rank=number(rank)) if rank else "", self._controller.stacks.describe(image))
        note = self._controller.session.collection.notes.of(image)
        return "    ".join(filter(None, (name, *words, " ".join(note.split()) and f"✎ {' '.join(note.split())}")))

    # Moving

    def step(self, by: int) -> None:
        """Show the image ``by`` positions further in the grid or sequence; in a comparison, the right one changes."""
        viewer = self.other if self.comparing else self.viewer
        image = viewer.current_image()
        if image is None:
            return
        target = self._neighbor(image, by)
        if target is None or target == image:
            return
        if self._grid is not None and not self._sequence:
            self._grid.set_current(target)
        self._show(viewer, target)
        self.moved.emit()

    def _neighbor(self, image: int, by: int) -> int | None:
        if self._sequence:
            at = self._sequence.index(image) if image in self._sequence else 0
            return self._sequence[max(0, min(len(self._sequence) - 1, at + by))]
        if self._grid is None:
            return None
        row = self._grid.image_model().row_of(image)
        if row is None:  # it was opened from a panel, or has left the tab: into the tab
            current, images = self._grid.current_image(), self._grid.images()
            return current if current is not None or not len(images) else int(images[0 if by > 0 else -1])
        return self._grid.image_model().image_at(max(0, min(len(self._grid.images()) - 1, row + by)))

    def follow(self) -> None:
        """Show the current image of the grid; in a comparison, the left image never changes by itself."""
        image = None if self._grid is None else self._grid.current_image()
        if image is None or image in self.images:
            return
        if not self.comparing or (self.active is self.other and not self._sequence):
            self.show_image(image)

    # A part of the image

    def select_part(self) -> None:
        """Let the user draw a rectangle around a part of the image; ends that when it is on."""
        if self._selection is not None:
            self.end_selection()
            return
        image = self.image
        if image is None or not self.active.part_at(self.active.image_area()).isValid():
            return  # there is nothing to see yet
        self._selection = PartSelection(self.active, self._overlays[self.active].area)
        self._selection.chosen.connect(lambda part: self.part_chosen.emit(image, part))
        self._selection.ended.connect(self._selection_ended)

    def end_selection(self) -> None:
        """End the drawing of a rectangle."""
        if self._selection is not None:
            self._selection.end()

    def _selection_ended(self) -> None:
        self._selection = None

    # Comparison

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Track which of two images has the keyboard focus."""
        if event.type() == QEvent.Type.FocusIn and self.comparing and isinstance(watched, Viewer):
            self._work_with(watched)
        return super().eventFilter(watched, event)

    def _work_with(self, viewer: Viewer) -> None:
        self.active = viewer
        for side in (self.left, self.right):
            side.mark(side.viewer is viewer, moves=side is self.right)
        self.moved.emit()

    def _follow_view(self, leader: Viewer, follower: Viewer) -> None:
        if self.comparing:
            follower.look_like(leader)

    def side_text(self) -> str:
        """Return which of two images judgements apply to."""
        return tr("the first image") if self.active is self.viewer else tr("the second image")

    # Updates

    def set_keep_zoom(self, on: bool) -> None:
        """Set whether an image of the same size keeps the zoom and position of the previous one, or is fitted."""
        self.viewer.keep_viewport = self.other.keep_viewport = on

    def refresh_label(self) -> None:
        """Show the current labels."""
        for viewer in (self.viewer, self.other):
            image = viewer.current_image()
            if image is not None:
                session = self._controller.session
                viewer.set_label(session.label_of(image), word_of(session, image))

    def clear(self) -> None:
        """Show nothing, and release the memory of the image."""
        self.end_comparison()
        self.viewer.clear()
        self._loader.keep_only((), self)

    def close_loader(self) -> None:
        """Stop the decoding threads."""
        self.viewer.close_loader()
        self.other.close_loader()
