"""The current topic as the source of exports, and the export profiles."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from annotator.data import exporting
from annotator.data.exporting import ExportSource, Format, Replay, ReviewedLabels
from annotator.data.exporting.pages.certificate import certificate_page
from annotator.data.judges.agreeing import agreement_record
from annotator.data.judges.opinions import givers, opinions_on, read_opinions
from annotator.data.project import profiles
from annotator.data.project.examples import Inherited, pools_in_use
from annotator.data.project.export_source import export_source, grades_of_topics, labels_of_topics
from annotator.data.project.profiles import Profile
from annotator.model.label_errors import Review
from annotator.runtime.job import Job
from annotator.session.calls import checked
from annotator.session.label_errors import LabelErrors
from annotator.session.metadata import CollectionMetadata
from annotator.session.selections import Selections
from annotator.session.stacks import ImageStacks
from annotator.session.state import State
from annotator.stopping.certificate import Goal
from annotator.stopping.certificate_record import record
from annotator.stopping.evidence import AUDIT
from annotator.types import IntArray, Progress
from annotator.version import __version__

IN_EXPORTS = (
    "time", "latitude", "longitude", "iiif_canvas", "occurrenceid", "scientificname", "media_identifier",
)  # fmt: skip
"""Columns of metadata that exports write, if they are there."""


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
        if any(batch.strategy == AUDIT for batch in state.batches):
            certificate = self._certificate(source, None)
            source = dataclasses.replace(source, replay=dataclasses.replace(source.replay, certificate=certificate))
        topics = tuple(state.topics.values())
        if source.replay is not None and opinions_on(state.topic, topics):
            agreement = agreement_record(read_opinions(state.database, state.topic, topics), source.paths)
            source = dataclasses.replace(source, replay=dataclasses.replace(source.replay, agreement=agreement))
        return source

    def certificate(self, goal: Goal | None = None) -> tuple[dict[str, Any], bytes]:
        """Return the certificate of recall with all that it rests on: as plain values, and as PDF to print.

        Args:
            goal: What is to be certified; unless given, that for which random images were drawn last.
        """
        source = self.source()
        found = self._certificate(source, goal)
        return found, certificate_page(found, source.topic, source.project)

    def _certificate(self, source: ExportSource, goal: Goal | None) -> dict[str, Any]:
        rateable = np.flatnonzero(self._rows() >= 0)
        return record(self._state.batches, source.paths, source.labels, source.history, rateable, goal)

    def _rows(self) -> IntArray:
        """Return the feature row of each image, -1 for none or for values that cannot be used."""
        state = self._state
        usable = (state.row_of_image >= 0) & state.usable[np.maximum(state.row_of_image, 0)]
        return np.where(usable, state.row_of_image, -1)

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
        if "metadata" in one.needs:
            needed = self._with_metadata(needed)
        if not options.get("all_topics"):
            return needed

        def with_topics(found: Any) -> ExportSource:
            in_use = [topic for topic in self._state.topics.values() if not topic.archived]
            labels = labels_of_topics(self._state.database, in_use, self._state.n_images)
            grades = grades_of_topics(self._state.database, in_use)
            return dataclasses.replace(needed.apply(found), topics=labels, other_grades=grades)

        return Job(needed.compute, with_topics)

    def _with_metadata(self, needed: Job[Any, ExportSource]) -> Job[Any, ExportSource]:
        columns = CollectionMetadata(self._state).load(IN_EXPORTS)

        def compute(progress: Progress) -> Iterator[tuple[list[Any], list[Any]]]:
            yield list(columns.compute(progress)), list(needed.compute(progress))

        def with_metadata(found: tuple[list[Any], list[Any]]) -> ExportSource:
            (stored,), (source,) = map(columns.apply, found[0]), map(needed.apply, found[1])
            known = {name: stored[name] for name in IN_EXPORTS if name in stored}
            return dataclasses.replace(source, metadata=known)

        return Job(compute, with_metadata)

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
        state, snapshot = self._state, self._selections.snapshot(0)
        examples = [example.vector for example in state.judgements.examples()]
        words = state.judgements.words()
        if words is not None and not words.fit(state.store.extractor, state.store.d):
            words = None
        rows = self._rows()
        return Replay(
            rows,
            np.stack(examples) if examples else np.empty((0, state.store.d)),
            state.judgements.reviewed(),
            self._selections.has_graph,
            state.topic.id,
            words.facts() | {"direction": words.direction.tolist()} if words is not None else None,
            frozenset(state.image_of_row[snapshot.alike[:, 0]].tolist()),
            inherited=[
                {"topic": one.topic, "labels": one.targets.tolist(), "vectors": one.vectors.tolist(), **one.facts}
                for one in self._inherited()
            ],
            doubt={}
            if snapshot.doubt is None
            else dict(zip(state.image_of_row[snapshot.rows].tolist(), snapshot.doubt.tolist(), strict=True)),
            votes=None if snapshot.votes is None else np.where(rows >= 0, snapshot.votes[:, np.maximum(rows, 0)], 0),
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
