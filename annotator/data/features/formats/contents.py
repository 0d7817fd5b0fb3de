"""The contents of a feature file, listed so that the user can choose the layout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.data.features.hdf5 import damage_is_an_error, data_sets, open_file
from annotator.data.files.names import printable
from annotator.data.files.reading import open_bytes
from annotator.errors import FeatureError
from annotator.messages import Message, joined


@dataclass(frozen=True)
class Part:
    """A data set, array or column.

    Attributes:
        name: Name by which it is chosen.
        shape: Its shape; the number of rows for a column.
        dtype: Description of the type of its values.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str

    @property
    def words(self) -> str:
        """A description of the part, e.g. ``features (1,264 x 512 float32)``."""
        sides = joined((Message("{side:,}", side=side) for side in self.shape), " x ") or Message("single value")
        return Message("{name} ({sides} {dtype})", name=printable(self.name), sides=sides, dtype=self.dtype)


def contents(path: Path) -> tuple[Part, ...]:
    """Return the parts of a feature file without reading their values.

    Raises:
        FeatureError: The file cannot be read, or its format is unknown.
    """
    with open_bytes(path, FeatureError) as file:
        start = file.read(4)
    if start.startswith(b"PK"):
        from annotator.data.features.formats.numpy_files import arrays_of

        return tuple(Part(*array) for array in arrays_of(path))
    if start == b"PAR1":
        from annotator.data.features.formats.parquet_table import open_parquet

        with open_parquet(path) as table:
            schema, rows = table.schema_arrow, table.metadata.num_rows
            kinds = zip(schema.names, schema.types, strict=True)
            return tuple(Part(name, (rows,), str(kind)) for name, kind in kinds)
    from annotator.data.features.formats.csv_file import is_table

    if start == b"\x93NUM" or is_table(path):
        return ()  # a single unnamed array
    with open_file(path) as opened, damage_is_an_error(path):
        return tuple(
            Part(entry.path.strip("/"), tuple(entry.data.shape or ()), entry.kind) for entry in data_sets(opened)[0]
        )
