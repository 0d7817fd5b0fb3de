"""When to stop: random samples, evidence from them and the judgements, and the progress of the search."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from annotator.data.project.snapshot import rank_images
from annotator.runtime.job import Job
from annotator.session.calls import checked
from annotator.session.selections import Selections
from annotator.session.state import State, search_log
from annotator.stopping.advice import advise, enough
from annotator.stopping.calibration import audit_weights, expected_left
from annotator.stopping.certificate import CONFIDENCE, RECALL, Certificate, Goal, certificate_of, goal_of
from annotator.stopping.evidence import Evidence, audit_selection, evidence
from annotator.stopping.next_step import next_step
from annotator.stopping.pace import pace
from annotator.stopping.progress import SearchProgress
from annotator.types import Batch, Progress, Ranking, Selection


@checked
class Stopping:
    """Estimates of the images left to find in the current topic."""

    def __init__(self, state: State, selections: Selections) -> None:
        self._state = state
        self._selections = selections

    def audit(
        self, k: int | None = None, share: float = 0.5, goal: Goal | None = None
    ) -> Job[tuple[Selection, Ranking], Batch | None]:
        """Draw and store a batch of random unlabelled images; None if every image has been judged. Work of the model.

        Its scores are the probabilities with which the images were drawn. Judging all of them gives an estimate of what
        is left to find.

        Args:
            k: Images to draw, the batch size unless given.
            share: Share of the draw that ignores the ranking, in (0, 1]; the rest prefers probably relevant images.
            goal: What is to be certified with it; stored with the batch.

        Raises:
            ConfigError: ``share`` is out of its range; raised when the job runs.
            ProjectError: When it is applied: another batch came first, see
                :meth:`annotator.session.selections.Selections.answers`.
        """
        state, selections, snapshot = self._state, self._selections, self._selections.snapshot(0)
        size = state.batch_size(k)

        row_of_image = state.row_of_image
        purpose = {"images": state.n_images, **({} if goal is None else asdict(goal))}

        def rank(progress: Progress) -> tuple[Selection, Ranking]:
            selection = selections.engine.select(snapshot, progress)
            return selection, rank_images(selection, row_of_image)

        def draw(ranked: tuple[Selection, Ranking]) -> Batch | None:
            selections.accept_ranking(ranked)
            return selections.accept(audit_selection(ranked[0], snapshot, state.usable, size, share, purpose))

        return Job.of(rank, draw)

    def certify(self, recall: float = RECALL, confidence: float = CONFIDENCE) -> Job[Any, Batch | None]:
        """Draw and store the random images that certify a recall if none of them is relevant. Work of the model.

        :meth:`certificate` says before how many they are, and after each judgement whether the recall is certified.

        Args:
            recall: Share of the relevant images that is to be certified as found, in (0, 1).
            confidence: Probability with which the certificate holds, in (0, 1).

        Returns:
            The work; its result is None if there is nothing to draw: nothing relevant is found, the recall is
            certified, or the images drawn before are not judged yet.

        Raises:
            ConfigError: ``recall`` or ``confidence`` is out of its range.
            ProjectError: When it is applied, as for :meth:`audit`.
        """
        goal = Goal(recall, confidence)
        state = self.certificate(goal)
        if not (state.found and state.to_draw):
            return Job.of(lambda _progress: None)
        return self.audit(state.to_draw, 1.0, goal)

    def certificate(self, goal: Goal | None = None) -> Certificate:
        """Return whether a recall is certified, or what is missing.

        Args:
            goal: What is to be certified; unless given, that for which random images were drawn last.
        """
        log = search_log(self._state)
        return certificate_of(log, evidence(log), goal or goal_of(self._state.batches))

    def evidence(self) -> Evidence:
        """Return the evidence from audits and judgements of the topic."""
        return evidence(search_log(self._state))

    def progress(self) -> Job[SearchProgress, SearchProgress]:
        """Compute the progress of the search, stopping advice, and the pace of judging. Work of the model.

        The advice is never enforced.
        """
        log, batches, rows = search_log(self._state), tuple(self._state.batches), self._state.image_of_row
        rateable, n_images = self._state.usable & (rows >= 0), self._state.n_images
        selections, snapshot = self._selections, self._selections.snapshot(0)

        def compute(_progress: Progress) -> SearchProgress:
            n, seen, left = int(np.count_nonzero(rateable)), evidence(log), None
            open_ = rateable.copy()
            open_[np.concatenate([snapshot.rows, snapshot.closed])] = False
            if enough(seen):
                engine = selections.engine
                left = expected_left(
                    engine.posterior(snapshot),
                    engine.settings(snapshot),
                    snapshot,
                    audit_weights(batches, rows[snapshot.rows]),
                    np.flatnonzero(open_),
                )
            advice = advise(seen, n, n_images - n, left)
            step = next_step(advice, int(np.count_nonzero(open_)))
            return SearchProgress(seen, advice, step, pace(log.steps), certificate_of(log, seen, goal_of(batches)))

        return Job.of(compute)
