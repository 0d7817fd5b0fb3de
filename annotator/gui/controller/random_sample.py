"""A random sample as the next batch."""

from __future__ import annotations

from annotator.gui.controller.controller import Controller
from annotator.gui.text.translate import tr
from annotator.runtime.job import Job
from annotator.types import Ranking, Selection

SHARE = 0.5
"""Share of the sample that ignores the ranking; the rest prefers images that are probably relevant."""

QUESTION = "sample"


def draw_sample(controller: Controller, size: int) -> None:
    """Have the model rank the collection, draw ``size`` random images and show them as the next batch."""
    controller.status_message.emit(tr("Drawing a random sample…"))
    _ask_for_sample(controller, size)


def _ask_for_sample(controller: Controller, size: int) -> None:
    session = controller.session
    sample = session.stopping.audit(size, SHARE)

    def show(ranked: tuple[Selection, Ranking]) -> None:
        if not session.selections.answers(ranked[0]):  # a batch came first
            _ask_for_sample(controller, size)
        elif sample.apply(ranked) is None:
            controller.status_message.emit(tr("There is nothing left to judge"))
        else:
            controller.move_to_batch(0)

    controller.ask_job(QUESTION, Job(sample.compute, show), lambda _none: None)
