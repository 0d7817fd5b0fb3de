"""Commands for the topics of an open project, and the signals they emit."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotator.errors import ConfigError
from annotator.expressions.expressions import LABEL_WORDS, called, names
from annotator.gui.text.translate import tr
from annotator.strategies.goals import Goal

if TYPE_CHECKING:
    from annotator.gui.controller.controller import Controller
    from annotator.gui.controller.topic_choice import TopicChoice
    from annotator.gui.widgets.message_bar import MessageBar


JUDGED_NAMES = frozenset(
    {"rank", "score", "std", "probability", "disputed", "example", "featured", "judge", "pooled", "selected"}
)
"""What a condition may say about the ranking and not about what is proposed, besides labels."""


def step(controller: Controller, by: int) -> None:
    """Show the topic ``by`` positions ahead in the list, which wraps around."""
    ids = [topic.id for topic in controller.session.topics]
    if len(ids) == 1:
        controller.status_message.emit(tr("There is only one topic"))
        return
    at = ids.index(controller.session.topic.id)
    controller.switch_topic(ids[(at + by) % len(ids)])


def archive(controller: Controller, topic: int) -> None:
    """Archive a topic; if it was on screen, another one is shown."""
    session = controller.session
    on_screen = session.topic.id
    name = session.topics.archive(topic).name
    if session.topic.id != on_screen:
        controller.cancel()
        controller.begin()
    else:
        controller.topic_changed.emit()
    controller.status_message.emit(tr("Archived: {name}; the panel Topics restores it").format(name=name))


def archive_current(controller: Controller, messages: MessageBar) -> None:
    """Archive the topic on screen, unless it is the only one, and offer to undo that."""
    topic = controller.session.topic
    if len(controller.session.topics) == 1:
        controller.status_message.emit(tr("There is only one topic; add another one before you archive it"))
        return
    archive(controller, topic.id)

    def take_back() -> None:
        restore(controller, topic.id)
        controller.switch_topic(topic.id)

    text = tr("“{name}” is in the archive, with all its judgements.").format(name=topic.name)
    messages.tell(text, choices=[(tr("Restore it"), take_back)], problem=False)


def restore(controller: Controller, topic: int) -> None:
    """Restore a topic from the archive."""
    name = controller.session.topics.restore(topic).name
    controller.topic_changed.emit()
    controller.status_message.emit(tr("Restored: {name}").format(name=name))


def set_find(controller: Controller, share: float) -> None:
    """Set the share of a batch that collects likely relevant images, from the next batch on."""
    topic = controller.session.topic
    controller.session.topics.configure(parameters={**topic.parameters, "find": share})
    controller.topic_changed.emit()


def limit(controller: Controller, condition: str) -> None:
    """Propose only images that fulfill ``condition`` from the next batch on; "" for all.

    Raises:
        ConfigError: It is no condition on what is known about images before anything is judged.
    """
    session = controller.session
    asked = names(condition) | {word for word, _ in called(condition)}
    if asked & (JUDGED_NAMES | set(LABEL_WORDS)):
        raise ConfigError(
            "What is asked next can be limited by folder, date, camera, size and columns of tables, not by labels, "
            "scores, features or what is selected on the map."
        )
    session.topics.configure(scope=dataclasses.replace(session.topic.scope, filter=condition))
    controller.topic_changed.emit()
    if condition:
        count = session.collection.metadata.check_scope(session.topic.scope)
        controller.status_message.emit(tr("From the next batch on: only %n image(s) are asked about", "", count))
    else:
        controller.status_message.emit(tr("From the next batch on: all images are asked about"))


def configure(controller: Controller, choice: TopicChoice) -> None:
    """Store new settings of the topic; a changed model ranks again, a changed strategy applies from the next batch."""
    model_changed = choice.model != controller.session.topic.model
    controller.session.topics.configure(
        strategy=choice.strategy,
        parameters=dict(choice.parameters),
        batch_size=choice.batch_size,
        model=choice.model,
        scope=choice.scope,
    )
    controller.topic_changed.emit()
    if model_changed:
        controller.model = None
        controller.update_ranking()
        controller.graph.build()
    controller.stacks.build()  # the times of the images may have been read in the dialog


def rename(controller: Controller, topic: int, name: str) -> None:
    """Give a topic another name."""
    controller.session.topics.rename(topic, name)
    controller.topic_changed.emit()


def set_exclusive(controller: Controller, chosen: Iterable[int]) -> None:
    """Set which topics exclude each other."""
    controller.session.topics.set_exclusive(chosen)
    controller.topic_changed.emit()


def pursue(controller: Controller, goal: Goal) -> None:
    """Choose the next images for ``goal``, from the next batch on."""
    controller.session.topics.configure(strategy=goal.strategy, parameters=goal.parameters)
    controller.topic_changed.emit()
    controller.status_message.emit(tr("From the next batch on: {goal}").format(goal=tr(goal.title)))
