"""Helpers shared by commands: open the project and topic, resolve strategies and settings."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import check_outputs
from annotator.cli.output import progress_bar, remark
from annotator.errors import ConfigError, ProjectError
from annotator.parameters import ModelSettings, build, parameters_of, values_of

if TYPE_CHECKING:
    from annotator.data.project.topics import Topic
    from annotator.extensions import Extensions
    from annotator.session.session import Session
    from annotator.strategies.registry import Registry


@contextmanager
def opened(given: argparse.Namespace, *, read_only: bool = False, **places: Any) -> Iterator[Session]:
    """Open the project named on the command line, at the topic named there.

    Args:
        given: Parsed command line.
        read_only: Whether the command only reads, which is possible while the window has the project open.
        places: Where images and features are now and the like, as :meth:`annotator.session.session.Session.open` takes
            them.
    """
    from annotator.session.session import Session

    known = extensions(given)
    if getattr(given, "cluster", None) is not None:
        places["cluster"] = given.cluster
    with (
        progress_bar("Opening the project") as progress,
        Session.open(
            given.project, read_only=read_only, extensions=known, may_use=may_use(given), progress=progress, **places
        ) as session,
    ):
        check_outputs(given)  # with what the project uses
        remember_places(session)
        if session.project.damage:
            remark(f"{given.project}: {session.project.damage} Look closer: annotator doctor {given.project.name}")
        if session.project.log_problem:
            remark(session.project.log_problem)
        if session.project.lost_steps:
            remark(
                f"{given.project} lacks {session.project.lost_steps:,} step(s) that its logs in plain text have: it "
                "was damaged, or replaced by an older file. A new file with them is made by: "
                f"annotator recover {given.project.name}"
            )
        wanted = getattr(given, "topic", None)
        if wanted is not None and wanted != session.topic.name:
            session.topics.switch(topic_called(session, wanted).id)
        yield session
        remember_places(session)  # a command may have chosen others


def may_use(given: argparse.Namespace) -> Callable[[Path, tuple[str, ...]], bool]:
    """Return a function that reports whether a project may read outside its folder, now or since earlier."""
    from annotator.data.project.trust import TrustStore
    from annotator.runtime.paths import UserFolders

    approvals = TrustStore(UserFolders().data)

    def allowed(project: Path, places: tuple[str, ...]) -> bool:
        if getattr(given, "trust", False):
            approvals.allow_places(project, places)
            return True
        return approvals.places_allowed(project, places)

    return allowed


def remember_places(session: Session) -> None:
    """Remember that places outside a project's folder are allowed."""
    from annotator.data.project.trust import TrustStore
    from annotator.runtime.paths import UserFolders

    TrustStore(UserFolders().data).allow_places(session.project.path, session.project.places_outside)


def topic_called(session: Session, name: str, among: Iterable[Topic] | None = None) -> Topic:
    """Return the topic of that name, from ``among`` or the topics in use.

    Raises:
        ProjectError: There is no such topic; the message lists the existing ones.
    """
    known = tuple(session.topics if among is None else among)
    for topic in known:
        if topic.name == name:
            return topic
    exist = ", ".join(repr(topic.name) for topic in known)
    raise ProjectError(
        "{project}: there is no topic {name!r}; the topics are: {exist}",
        project=session.project.path,
        name=name,
        exist=exist,
    )


def registry(given: argparse.Namespace, *, graded: bool = False) -> Registry:
    """Return the strategies of :func:`extensions`."""
    return extensions(given, graded=graded).registry


def extensions(given: argparse.Namespace, *, graded: bool = False) -> Extensions:
    """Return the built-in extensions, for labels or for grades, and the plugins named or enabled here.

    What cannot be loaded is reported.
    """
    from annotator.data.project.trust import TrustStore
    from annotator.extensions import load_extensions, plugin_sources
    from annotator.runtime.paths import UserFolders

    named: list[Path] = getattr(given, "plugins", [])
    for folder in named:
        if not folder.is_dir():
            raise ConfigError("{folder}: there is no such folder of plugins", folder=folder)
    project: Path | None = getattr(given, "project", None)
    places = UserFolders()
    approved = {} if project is None else TrustStore(places.data).plugins(project)
    if not approved:
        loaded = load_extensions(named, graded=graded)
    else:
        for folder in named:  # naming a plugin on the command line enables it
            approved |= {one.source: one.sha256 for one in plugin_sources(folder) if Path(one.source).parent == folder}
        folders = [*named, places.data / "plugins"]
        loaded = load_extensions(folders, entry_points=True, approved=approved, graded=graded)
    _remark_failures(loaded, given)
    return loaded


def _remark_failures(loaded: Extensions, given: argparse.Namespace) -> None:
    """Report once which plugins could not be loaded, and why; note in ``failed`` those that the command names."""
    known: set[str] = getattr(given, "failed", set())
    for failure in loaded.failures:
        if failure.source not in known:
            remark(f"{failure.source} could not be loaded: {failure.reason}")
    named = {
        failure.source for failure in loaded.failures if Path(failure.source).parent in getattr(given, "plugins", ())
    }
    given.failed = known | named


def strategy_parameters(loaded: Registry, strategy: str, given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the values of ``--param`` options, checked."""
    return parsed(type(loaded.make(strategy)), given, f"strategy {strategy}")


def model_settings(given: Iterable[tuple[str, str]], base: ModelSettings) -> ModelSettings:
    """Return ``base`` with the values of ``--model`` options."""
    changes = parsed(ModelSettings, given, "model")
    return build(ModelSettings, {**values_of(base), **changes}, of="model")


def parsed(group: type, given: Iterable[tuple[str, str]], of: str) -> dict[str, Any]:
    """Return the options ``given`` as checked values of the parameters that ``group`` declares."""
    known = {parameter.name: parameter for parameter in parameters_of(group)}
    values = {}
    for name, text in given:
        if name not in known:
            raise ConfigError(
                "{of}: there is no parameter {name!r}; the parameters are: {exist}",
                of=of,
                name=name,
                exist=", ".join(known) or "none",
            )
        try:
            values[name] = known[name].parse(text)
        except ConfigError as error:
            raise ConfigError("{of}: {error}", of=of, error=error) from None
    return values
