"""Metadata of the images: read from their files, imported from tables, and used to filter what is proposed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from annotator.data.images.image_columns import NO_CHOICE
from annotator.data.metadata import metadata as stored
from annotator.data.metadata import reader
from annotator.data.metadata import scope as scopes
from annotator.data.metadata.metadata import Column, Metadata
from annotator.data.metadata.tables import Table, read_table
from annotator.data.project.database import Database
from annotator.parameters import Scope
from annotator.runtime.job import Job
from annotator.session.calls import StrPath, checked
from annotator.session.state import State
from annotator.types import Progress


@checked
class CollectionMetadata:
    """The columns of metadata; see docs/metadata.md."""

    def __init__(self, state: State) -> None:
        self._state = state

    @property
    def columns(self) -> Metadata:
        """The columns by name."""
        return self._state.metadata

    def read(
        self, sources: Collection[str], *, again: bool = False, awaited: bool = True
    ) -> Job[tuple[reader.Block, ...], None]:
        """Read metadata from all images that were not read yet; unreadable values are missing.

        The parts are blocks of images. Cancelling keeps the applied blocks, and the next call continues from there.

        Args:
            sources: Some of :data:`annotator.data.images.image_metadata.SOURCES`.
            again: Read all images again, e.g. because files have changed.
            awaited: Whether somebody waits; otherwise they are read one by one, and everything else goes first.

        Raises:
            ConfigError: There is no such source.
            ProjectError: A block could not be stored, or the project is read-only; raised when the job runs.
        """
        plan = self._plan(sources, again=again)
        root, paths = self._state.images_root, self._state.collection.paths

        def compute(progress: Progress) -> Iterator[tuple[reader.Block, ...]]:
            found = plan()
            if not found.blocks:
                yield ()
            for block in reader.read_blocks(found, root, paths, progress, awaited=awaited):
                yield (block,)

        return Job(compute, self._store)

    def is_complete(self, sources: Collection[str]) -> Job[bool, bool]:
        """Find out whether all images were read for ``sources``.

        Raises:
            ConfigError: There is no such source.
        """
        plan = self._plan(sources)
        return Job.of(lambda _progress: not plan().blocks)

    def _plan(self, sources: Collection[str], *, again: bool = False) -> Callable[[], reader.Plan]:
        """Return a function that finds out what is left to read, for any thread."""
        reader.check_sources(sources)
        file, n_images = self._state.project.path, self._state.n_images

        def find() -> reader.Plan:
            database = Database(file, read_only=True)
            try:
                return reader.plan(database, sources, n_images, again=again)
            finally:
                database.close()

        return find

    def _store(self, blocks: tuple[reader.Block, ...]) -> None:
        for block in blocks:
            reader.store_block(self._state.database, block)
            self._state.metadata.take_block(block.first, block.columns)

    def load(self, names: Collection[str]) -> Job[dict[str, Column], Metadata]:
        """Load columns into memory, so that using them later takes no time; returns the columns by name.

        Unknown columns are left out. The work is done with a connection of its own to the project.
        """
        metadata, paths, file = self._state.metadata, self._state.collection.paths, self._state.project.path
        wanted = [name for name in names if name in metadata and not metadata.is_loaded(name)]
        metadata.expect(wanted)

        def compute(_progress: Progress) -> dict[str, Column]:
            if not wanted:
                return {}
            database = Database(file, read_only=True)
            try:
                apart = Metadata(database, paths)
                return {name: apart[name] for name in wanted if name in apart}
            finally:
                database.close()

        def adopt(columns: dict[str, Column]) -> Metadata:
            metadata.adopt(columns)
            return metadata

        return Job.of(compute, adopt)

    def import_table(self, file: StrPath, columns: Mapping[str, str] = NO_CHOICE) -> Job[Table, Table]:
        """Add the columns of a table that names images; older columns of the same names are replaced.

        Args:
            file: The table; or ``datapackage.json`` of Camtrap DP, the output of MegaDetector, a IIIF manifest, or
                ``meta.xml`` of a Darwin Core archive.
            columns: Under ``image``, the column that names the image, where it is not clear.

        Raises:
            AmbiguousColumnError: Several columns can name the image; raised when the job runs, as the others.
            ConfigError: The file is no such table, or names none of the images.
            ProjectError: It could not be stored; nothing was.
        """
        paths, root = self._state.collection.paths, self._state.images_root

        def store(table: Table) -> Table:
            with self._state.database.transaction() as connection:
                for name, column in table.columns.items():
                    stored.remove(connection, name)
                    stored.store(connection, name, "csv", 0, column)
            self._state.metadata.refresh()
            return table

        return Job.of(lambda _progress: read_table(Path(file), paths, columns, root), store)

    def check_scope(self, scope: Scope) -> int:
        """Return how many images fulfill the filter of ``scope``, having checked all of its settings.

        Raises:
            ConfigError: Some setting cannot be used; the message names it and says what is wrong.
        """
        return scopes.checked(scope, self._state.metadata)
