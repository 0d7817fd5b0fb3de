"""Notes on images: free texts of the person, which concern all topics."""

from __future__ import annotations

from annotator.data.project.history import read_note, read_notes
from annotator.session.calls import checked, plain_text
from annotator.session.state import State
from annotator.types import Change

LONGEST = 10_000
"""Most characters of a note."""


@checked
class Notes:
    """The notes on images, shown in all topics. Writing one is a step of the current topic, which can be undone."""

    def __init__(self, state: State) -> None:
        self._state = state

    @property
    def all(self) -> dict[int, str]:
        """The notes by image id, of the images that have one."""
        return read_notes(self._state.database)

    def of(self, image: int) -> str:
        """Return the note on an image, "" for none; ImageError if there is no such image."""
        self._state.existing([image])
        return read_note(self._state.database, image)

    def set(self, image: int, text: str) -> Change:
        """Write the note on an image; an empty text removes it.

        Returns:
            The change, durable; empty if the note is the same.

        Raises:
            ImageError: There is no such image; nothing was changed.
            ConfigError: The text is too long, or is no valid Unicode; nothing was changed.
            ProjectError: It could not be stored; nothing was changed.
        """
        state = self._state
        state.existing([image])
        text = plain_text(text, LONGEST)
        path = state.collection.paths[image]
        return state.done(state.judgements.set_note(image, path, text, round=state.round, at=state.now()))
