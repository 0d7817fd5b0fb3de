"""Understands words in a thread of its own: what they need takes a moment to load."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal

from annotator.data.project.examples import Words
from annotator.errors import AnnotatorError, FeatureError
from annotator.gui.controller.failure import failure_of
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.core_messages import core_words
from annotator.session.session import Session
from annotator.words import Interpreter
from annotator.words.meaning import check_extractor


class WordsSearch(QObject):
    """What the topic on screen looks for, in words.

    Signals:
        changed: Other words are in use, or none.
        working: Words are being understood.
        failed: Why the words cannot be used, one sentence.
    """

    changed = Signal()
    working = Signal()
    failed = Signal(str)

    def __init__(self, session: Session, use: Callable[[Words], object], parent: QObject | None = None) -> None:
        """Prepare.

        Args:
            session: The project.
            use: Called with the words that were understood, to use them in the topic.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._session, self._use = session, use
        self._background = Background("words", self)
        self._job: RunningJob | None = None
        self._interpreter = Interpreter()

    @property
    def words(self) -> Words | None:
        """The words of the topic."""
        return self._session.topics.words

    @property
    def without_effect(self) -> bool:
        """Whether the topic has words that do not count for the features in use."""
        return self.words is not None and not self._session.topics.words_in_effect

    @property
    def problem(self) -> str:
        """Why words cannot be used with the features of this project, "" if they can."""
        try:
            check_extractor(self._session.features.extractor)
        except FeatureError as error:
            return core_words(error)
        return ""

    def look_for(self, text: str, without: Collection[int] = ()) -> None:
        """Use ``text`` in the topic, without the meanings with these keys; an empty text ends the use of words."""
        self.drop()
        known = self.words
        if not text.strip():
            if known is not None:
                self._use(Words(""))
            return
        if self.problem:
            self.failed.emit(self.problem)
            return
        topic, extractor = self._session.topic.id, self._session.features.extractor

        def done(words: Words) -> None:
            self._job = None
            if topic == self._session.topic.id:
                self._use(words)

        def failed(error: Exception) -> None:
            self._job = None
            text = core_words(error) if isinstance(error, AnnotatorError) else failure_of(error).text
            self.failed.emit(text)

        self.working.emit()
        understand = self._interpreter.understand
        self._job = self._background.run(lambda _progress: understand(text, extractor, without), done, failed)

    def drop(self) -> None:
        """Forget what is being understood."""
        if self._job is not None:
            self._job.drop()
            self._job = None

    def close(self) -> None:
        """End the thread."""
        self.drop()
        self._background.close()
