"""The project file: its path, its health, and its copies."""

from __future__ import annotations

from pathlib import Path

from annotator.data.files.filesystem import network_kind
from annotator.data.project import database, trust
from annotator.data.project.backups import labels_against_log
from annotator.data.project.log import fold as derived
from annotator.data.project.text_log import lost_steps
from annotator.session.calls import checked
from annotator.session.state import State


@checked
class ProjectFile:
    """The file of the open project.

    Attributes:
        damage: Description of damage to the labels, "" if they follow from the record of the judgements.
        network: Kind of the network or shared drive that holds the project, "" for a local disk.
        lost_steps: How many steps the logs in plain text have that the project file lacks: it was damaged, or replaced.
        log_problem: What is wrong with the write-ahead log that was found next to the file or is missing, None if
            nothing is.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self.damage = labels_against_log(state.database)
        self.network = network_kind(state.project.path.parent)
        self.lost_steps = lost_steps(state.project.path, state.database)
        self.log_problem = state.project.log_problem
        if state.mirror is not None and (state.database.latest_event or self.lost_steps):
            state.mirror.follow()

    @property
    def path(self) -> Path:
        """The project file."""
        return self._state.project.path

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._state.project.read_only

    @property
    def places_outside(self) -> tuple[str, ...]:
        """Places of images and features that are outside the project's folder."""
        return trust.places_outside(self.path, self._state.project.places)

    @property
    def backup_problem(self) -> str:
        """Why the latest backup or the second copy of the judgements failed, "" if neither did."""
        backups, mirror = self._state.backups, self._state.mirror
        problems = (backups and backups.problem, mirror and mirror.problem)
        return next((problem for problem in problems if problem), "")

    def check(self) -> tuple[str, ...]:
        """Check for damage: the integrity check of SQLite, and labels that differ from the log.

        Returns:
            The problems found, as sentences; empty if there are none.

        Raises:
            ProjectError: The file itself is damaged.
        """
        connected = self._state.database
        database.check_sound(connected.connection, connected.path)
        return tuple(
            f"The labels of {topic.name!r} differ from the record of the judgements."
            for topic in self._state.topics.values()
            if derived.fold(connected, topic.id) != derived.stored(connected, topic.id)
        )

    def repair(self) -> None:
        """Rebuild the labels of all topics from the record of the judgements."""
        for topic in self._state.topics:
            derived.rebuild(self._state.database, topic)
        self._state.enter_topic(self._state.topic.id)
