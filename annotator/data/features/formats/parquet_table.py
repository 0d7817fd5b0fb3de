"""An open Parquet file and its columns of text; pyarrow is imported only where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.data.files.names import printable
from annotator.data.files.reading import check_file
from annotator.errors import FeatureError
from annotator.extras import missing_extra


@contextmanager
def open_parquet(path: Path) -> Iterator[Any]:
    """Yield the open file; FeatureError where it is damaged or pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise FeatureError(
            "{path}: Parquet needs {missing_extra}", path=path, missing_extra=missing_extra("pyarrow", "parquet")
        ) from None
    check_file(path, FeatureError)
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError, ValueError, OverflowError, RuntimeError) as error:
        raise FeatureError(
            "{path}: the file is damaged ({error}); create it again or copy it again", path=path, error=error
        ) from error


def text_column(path: Path, table: Any, column: str) -> tuple[str, ...]:
    """Return a column of texts or whole numbers; FeatureError if it holds anything else or nothing somewhere."""
    import pyarrow.types as kinds

    kind = table.schema_arrow.field(column).type
    kind = kind.value_type if kinds.is_dictionary(kind) else kind
    if not (kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_integer(kind)):
        raise FeatureError(
            "{path}: the column {column} must hold text, the path of each image", path=path, column=printable(column)
        )
    values: list[Any] = []
    for batch in table.iter_batches(columns=[column]):
        values += batch.column(0).to_pylist()
    if None in values:
        raise FeatureError(
            "{path}: row {row:,} of the column {column} is empty",
            path=path,
            row=values.index(None) + 1,
            column=printable(column),
        )
    return tuple(map(str, values))
