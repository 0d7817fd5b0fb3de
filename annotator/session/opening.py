"""From a project file to the state of a session: find its images and features, and verify them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from annotator.data.collection.collection import check_fingerprint, part_of
from annotator.data.features.layout import FeatureLayout
from annotator.data.project import database, trust
from annotator.data.project.places import check_images, existing_folder, open_features
from annotator.data.project.project import Project
from annotator.data.updates import replace_features
from annotator.extensions import Extensions
from annotator.session.state import State
from annotator.types import Progress


@dataclass(frozen=True)
class Places:
    """Where images and features are, and whether they may be read; see :meth:`annotator.session.session.Session.open`.

    Attributes:
        images, features: Their present place; None for the recorded one.
        adopt: Whether ``features`` may be another file.
        layout: Layout of a file that is adopted.
        may_use: Asked before places outside of the project's folder are read; None for no question.
    """

    images: Path | None
    features: Path | None
    adopt: bool
    layout: FeatureLayout
    may_use: trust.MayUse | None


def open_project(
    stack: ExitStack, project: Path, places: Places, extensions: Extensions, progress: Progress, *, read_only: bool
) -> State:
    """Open a project file, its images and its features; ``stack`` closes them."""
    opened = Project.open(project, read_only=read_only)
    stack.callback(opened.close)
    progress.step(0.3)
    with database.understood(opened.path):
        (images_place, features_place), known_layout = opened.places, opened.layout
        fingerprint = opened.fingerprint
    if places.may_use is not None:
        given = (places.images, places.features)
        asked = (place for place, named in zip((images_place, features_place), given, strict=True) if named is None)
        trust.ask_for_places(opened.path, tuple(asked), places.may_use)
    root = existing_folder(places.images or images_place.find(opened.path), opened.path)
    features = places.features or features_place.find(opened.path)
    layout = places.layout if places.adopt else known_layout
    store = stack.enter_context(open_features(features, opened.path, layout))
    if places.adopt and not read_only and store.fingerprint() != fingerprint:
        paths = [path for (path,) in opened.database.read("SELECT path FROM image ORDER BY id")]
        found = replace_features.match(paths, opened.report(), store, part_of(progress, 0.3, 0.6))
        replace_features.replace(opened, found)
        fingerprint = opened.fingerprint
    check_fingerprint(fingerprint, store)
    progress.step(0.6)
    with database.understood(opened.path):
        return State(opened, store, root, extensions)


def remember_places(state: State, *, check: bool) -> None:
    """Store in the project where its images and features are now, after a check of the images if ``check``."""
    if check:
        check_images(state.images_root, state.collection.paths)
    state.project.relink(state.images_root, state.store.path)
