"""A random sample as the next batch."""

from __future__ import annotations

from annotator.gui.controller.controller import Controller
from annotator.gui.text.translate import tr
from annotator.runtime.job import Job
from annotator.stopping.certificate import Goal
from annotator.stopping.evidence import AUDIT
from annotator.types import Ranking, Selection

SHARE = 0.5
"""Share of the sample that ignores the ranking; the rest prefers images that are probably relevant."""

QUESTION = "sample"


def draw_sample(controller: Controller, size: int) -> None:
    """Have the model rank the collection, draw ``size`` random images and show them as the next batch."""
    _ask_for_sample(controller, size, SHARE, None)


def certify(controller: Controller, goal: Goal, size: int) -> None:
    """Show the random images that still have to be judged for a certificate; ``size`` new ones if there are none."""
    session, browser = controller.session, controller.browser
    for place, batch in enumerate(session.judgements.batches):
        if batch.strategy == AUDIT and any(session.label_of(image) is None for image in batch.images):
            controller.move_to_batch(place - browser.place)
            return
    _ask_for_sample(controller, size, 1.0, goal)


def _ask_for_sample(controller: Controller, size: int, share: float, goal: Goal | None) -> None:
    controller.status_message.emit(tr("Drawing a random sample…"))
    session = controller.session
    sample = session.stopping.audit(size, share, goal)

    def show(ranked: tuple[Selection, Ranking]) -> None:
        if not session.selections.answers(ranked[0]):  # a batch came first
            _ask_for_sample(controller, size, share, goal)
        elif sample.apply(ranked) is None:
            controller.status_message.emit(tr("There is nothing left to judge"))
        else:
            controller.move_to_batch(0)

    controller.ask_job(QUESTION, Job(sample.compute, show), lambda _none: None)
