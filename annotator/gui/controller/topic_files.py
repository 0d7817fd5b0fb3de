"""Topics in files of their own: saved for other collections, and used in this one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.data.files.flat_names import flat_name
from annotator.data.saved_topics.topic_file import ENDING
from annotator.errors import AnnotatorError
from annotator.gui.controller.controller import Controller
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.message_bar import MessageBar
from annotator.gui.widgets.save_file import choose_file, save_to
from annotator.session.saved_topics import Started

QUESTION = "saved topic"


def save_topic(controller: Controller, messages: MessageBar, parent: QWidget) -> None:
    """Let the user name a file, and save the topic on screen to it."""
    session = controller.session
    start = session.project.path.parent / f"{flat_name(session.topic.name)}{ENDING}"
    kinds = tr("Saved topics (*{ending})").format(ending=ENDING)
    chosen, _ = choose_file(parent, tr("Save the topic for other collections"), str(start), kinds)
    if not chosen:
        return
    target = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(ENDING)
    save_topic_to(controller, messages, parent, target)


def save_topic_to(controller: Controller, messages: MessageBar, parent: QWidget, target: Path) -> None:
    """Save the topic on screen to a file, and ask before another one is replaced."""
    session = controller.session

    def write() -> None:
        try:
            saved = session.topics.save(target)
        except AnnotatorError as error:
            messages.tell(core_words(error))
            return
        text = tr("Saved to {file}: %n judgement(s), without images and file names", "", len(saved.labels))
        controller.status_message.emit(text.format(file=target.name))

    save_to(parent, target, write, messages.tell)


def use_topic(controller: Controller, messages: MessageBar, parent: QWidget) -> None:
    """Let the user choose a saved topic, and begin a topic with what it has learned."""
    kinds = tr("Saved topics (*{ending});;All files (*)").format(ending=ENDING)
    chosen, _ = QFileDialog.getOpenFileName(parent, tr("Use a saved topic"), "", kinds)
    if not chosen:
        return
    try:
        job = controller.session.topics.use_saved(Path(chosen))
    except AnnotatorError as error:
        messages.tell(core_words(error))
        return

    def show(started: Started) -> None:
        controller.cancel()
        controller.begin()
        told = tr("“{topic}” begins with %n judgement(s) from elsewhere. Check the first images: do they fit?", "",
                  len(started.saved.labels)).format(topic=started.topic.name)  # fmt: skip
        drifted = f"{core_words(started.drift.text)} " if started.drift.found else ""
        messages.tell(drifted + told, problem=started.drift.found)

    controller.status_message.emit(tr("Comparing the images with those of the saved topic…"))
    controller.ask_job(QUESTION, job, show)
