"""The current topic as the source of exports, and the export profiles."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from annotator.data import exporting
from annotator.data.exporting import ExportSource, Format, Replay, ReviewedLabels
from annotator.data.judges.opinions import givers
from annotator.data.project import profiles
from annotator.data.project.examples import Inherited, pools_in_use
from annotator.data.project.export_source import export_source, labels_of_topics
from annotator.data.project.profiles import Profile
from annotator.model.label_errors import Review
from annotator.runtime.job import Job
from annotator.session.calls import checked
from annotator.session.label_errors import LabelErrors
from annotator.session.selections import Selections
from annotator.session.stacks import ImageStacks
from annotator.session.state import State
from annotator.stopping.certificate_record import record
from annotator.version import __version__


@checked
class Exports:
    """Sources and profiles of exports; :meth:`annotator.session.session.Session.export` writes one."""

    def __init__(self, state: State, selections: Selections, label_errors: LabelErrors, stacks: ImageStacks) -> None:
        self._state = state
        self._selections = selections
        self._label_errors = label_errors
        self._stacks = stacks

    def source(self) -> ExportSource:
        """Return the topic as the source for :func:`annotator.data.exporting.export`, usable on any thread."""
        state = self._state
        source = export_source(
            state.database,
            state.topic,
            state.judgements,
            state.batches,
            paths=state.collection.paths,
            ranking=state.rankings.get(state.topic.id),
            provenance={"program": f"annotator {__version__}", "features": state.project.fingerprint} | self._learned(),
            images_root=state.images_root,
            features=state.store.path,
            replay=None if state.project.growing else self._replay(),
            givers=givers(state.database, state.topic, tuple(state.topics.values())),
        )
        pools = {
            state.topics[topic].name: (one.query, one.members) for topic, one in pools_in_use(state.database).items()
        }
        source = dataclasses.replace(source, pools=pools)
        if source.replay is None:
            return source
        rateable = np.flatnonzero(source.replay.row_of_image >= 0)
        certificate = record(state.batches, source.paths, source.labels, source.history, rateable)
        return dataclasses.replace(source, replay=dataclasses.replace(source.replay, certificate=certificate))

    def source_for(self, one: Format, options: Mapping[str, Any]) -> Job[Any, ExportSource]:
        """Return the topic with what a format and its options need besides: a review, stacks, the other topics.

        Work of the model, unless none of it is needed.
        """
        needed: Job[Any, ExportSource]
        if "review" in one.needs:
            needed = self.reviewed_source()
        elif options.get("split"):
            needed = Job(
                self._stacks.undivided().compute,
                lambda found: dataclasses.replace(self.source(), stacks=found),
            )
        else:
            needed = Job.of(lambda _progress: None, lambda _nothing: self.source())
        if not options.get("all_topics"):
            return needed

        def with_topics(found: Any) -> ExportSource:
            in_use = [topic for topic in self._state.topics.values() if not topic.archived]
            labels = labels_of_topics(self._state.database, in_use, self._state.n_images)
            return dataclasses.replace(needed.apply(found), topics=labels)

        return Job(needed.compute, with_topics)

    def reviewed_source(self) -> Job[Review, ExportSource]:
        """Return the topic for an export that includes leave-one-out label probabilities. Work of the model."""
        review = self._label_errors.review()

        def source(found: Review) -> ExportSource:
            named = review.apply(found)
            suspects = frozenset(one.image for one in named.suspicions)
            return dataclasses.replace(self.source(), review=ReviewedLabels(named.quality, suspects, named.note))

        return Job(review.compute, source)

    def _inherited(self) -> list[Inherited]:
        store = self._state.store
        return [one for one in self._state.judgements.inherited() if one.fit(store.extractor, store.d)]

    def _learned(self) -> dict[str, Any]:
        """Return which judgements of other collections the ranking is based on, too."""
        known = [
            {
                "topic": one.topic,
                "relevant": int((one.labels > 0).sum()),
                "irrelevant": int((one.labels < 0).sum()),
                **one.facts,
            }
            for one in self._inherited()
        ]
        return {"saved_topics": known} if known else {}

    def _replay(self) -> Replay:
        state = self._state
        rows = np.where(state.row_of_image >= 0, state.row_of_image, 0)
        usable = (state.row_of_image >= 0) & state.usable[rows]
        examples = [example.vector for example in state.judgements.examples()]
        words = state.judgements.words()
        if words is not None and not words.fit(state.store.extractor, state.store.d):
            words = None
        return Replay(
            np.where(usable, state.row_of_image, -1),
            np.stack(examples) if examples else np.empty((0, state.store.d)),
            state.judgements.reviewed(),
            self._selections.has_graph,
            state.topic.id,
            words.facts() | {"direction": words.direction.tolist()} if words is not None else None,
            frozenset(state.image_of_row[self._selections.snapshot(0).alike[:, 0]].tolist()),
            inherited=[
                {"topic": one.topic, "labels": one.labels.tolist(), "vectors": one.vectors.tolist(), **one.facts}
                for one in self._inherited()
            ],
        )

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The export profiles, by name."""
        return profiles.load(self._state.database)

    def profile(self, name: str) -> Profile:
        """Return the export profile called ``name``.

        Raises:
            ExportError: There is none.
        """
        return profiles.find(self._state.database, name)

    def save_profile(self, profile: Profile) -> None:
        """Store an export profile; one of the same name is replaced.

        Raises:
            ExportError: The name cannot be used, or there is no such format or option.
        """
        one = exporting.format_called(profile.format, self._state.extensions.exporters)
        exporting.built_options(one, profile.options)
        profiles.save(self._state.database, profile)

    def delete_profile(self, name: str) -> None:
        """Delete an export profile.

        Raises:
            ExportError: There is none of that name.
        """
        profiles.delete(self._state.database, name)
