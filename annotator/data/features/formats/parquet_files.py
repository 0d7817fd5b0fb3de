"""Features in Parquet: a list column or one column per feature, and a column of names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.formats.name_lists import COLUMNS, names_for
from annotator.data.features.formats.open_file import Opened
from annotator.data.features.formats.parquet_table import open_parquet, text_column
from annotator.data.features.hdf5_layout import FEATURE_NAMES
from annotator.data.features.layout import CHOOSE_FEATURES, FeatureLayout
from annotator.data.features.streamed_features import PieceFeatures
from annotator.data.files.names import printable
from annotator.errors import FeatureError
from annotator.messages import Message, listed

_LEAST_COLUMNS = 2


def open_parquet_features(path: Path, wanted: FeatureLayout, budget_bytes: int) -> Opened:
    """Open features in Parquet; they are read by row groups, and loaded into memory if they fit the budget."""
    with open_parquet(path) as table:
        columns = _feature_columns(path, table, wanted)
        n = table.metadata.num_rows
        if not n:
            raise FeatureError("{path}: the table is empty; it must hold one row of numbers per image", path=path)
        names, layout = _names(path, table, wanted, columns, n)
        starts = np.cumsum([0, *(table.metadata.row_group(i).num_rows for i in range(table.num_row_groups))])
        d = (
            len(columns)
            if len(columns) > 1 or not _is_list(table.schema_arrow.field(columns[0]).type)
            else _length(path, table, columns[0])
        )
    largest = int(np.diff(starts).max())
    if n * d * 4 > budget_bytes and largest * d * 4 > budget_bytes:
        raise FeatureError(
            "{path}: row groups of {largest:,} rows take {gigabytes:.1f} GB, too much to be read one by one. Write "
            "the file with row groups of some 10,000 rows",
            path=path,
            largest=largest,
            gigabytes=largest * d * 4 / 1000000000.0,
        )

    def read(start: int, stop: int) -> NDArray[Any]:
        return _read(path, columns, starts, d, start, stop)

    source = PieceFeatures((n, d), np.dtype(np.float32), read, band=largest).within(budget_bytes)
    shown = columns[0] if len(columns) == 1 else f"{columns[0]} to {columns[-1]}"
    return Opened(
        source,
        names,
        replace(layout, transposed=False),
        Message("Parquet, features from {column}", column=printable(shown)),
    )


def _feature_columns(path: Path, table: Any, wanted: FeatureLayout) -> list[str]:
    schema = table.schema_arrow
    repeated = sorted(name for name, count in Counter(schema.names).items() if count > 1)
    if repeated:
        raise FeatureError(
            "{path}: more than one column is called {columns}; give every column its own name",
            path=path,
            columns=listed(list(map(printable, repeated)), 3),
        )
    if wanted.features:
        if wanted.features not in schema.names:
            raise FeatureError(
                "{path}: there is no column {features!r}; there are: {columns}",
                path=path,
                features=wanted.features,
                columns=_listing(schema),
            )
        return [wanted.features]
    lists = [name for name, kind in zip(schema.names, schema.types, strict=True) if _is_list(kind)]
    if len(lists) > 1:
        usual = [name for known in FEATURE_NAMES for name in lists if name.lower() == known]
        if len(usual) != 1:
            raise FeatureError(
                "{path}: more than one column could be the features: {columns}. {remedy}",
                path=path,
                columns=", ".join(map(printable, lists)),
                remedy=CHOOSE_FEATURES,
            )
        lists = usual
    if lists:
        return lists
    import pyarrow.types as kinds

    numbers = [name for name, kind in zip(schema.names, schema.types, strict=True) if kinds.is_floating(kind)]
    if len(numbers) < _LEAST_COLUMNS:
        raise FeatureError(
            "{path}: no features were found; the columns are: {columns}", path=path, columns=_listing(schema)
        )
    return numbers


def _is_list(kind: Any) -> bool:
    import pyarrow.types as kinds

    listed = kinds.is_list(kind) or kinds.is_large_list(kind) or kinds.is_fixed_size_list(kind)
    return bool(listed and kinds.is_floating(kind.value_type))


def _length(path: Path, table: Any, column: str) -> int:
    kind = table.schema_arrow.field(column).type
    if hasattr(kind, "list_size") and kind.list_size > 0:
        return int(kind.list_size)
    first = next(table.iter_batches(batch_size=1, columns=[column])).column(0)[0].as_py()
    if not first:
        raise FeatureError(
            "{path}: row 1 of the column {column} holds no features", path=path, column=printable(column)
        )
    return len(first)


def _names(
    path: Path, table: Any, wanted: FeatureLayout, features: list[str], n: int
) -> tuple[tuple[str, ...], FeatureLayout]:
    layout = wanted if len(features) > 1 else replace(wanted, features=features[0])
    taken = set(features)
    known = {name.lower(): name for name in table.schema_arrow.names if name not in taken}
    column = wanted.names or next((known[name] for name in COLUMNS if name in known), "")
    if wanted.names and wanted.names not in table.schema_arrow.names:
        raise FeatureError(
            "{path}: there is no column {names!r}; there are: {columns}",
            path=path,
            names=wanted.names,
            columns=_listing(table.schema_arrow),
        )
    if column and not (wanted.names_file or wanted.pattern):
        return text_column(path, table, column), replace(layout, names=column)
    return names_for(path, n, layout, Message("the features"))


def _listing(schema: Any) -> str:
    return listed([f"{printable(n)} ({kind})" for n, kind in zip(schema.names, schema.types, strict=True)], 12)


def _read(path: Path, columns: list[str], starts: NDArray[np.int64], d: int, start: int, stop: int) -> NDArray[Any]:
    out = np.empty((stop - start, d), np.float32)
    with open_parquet(path) as table:
        first, last = np.searchsorted(starts, start, "right") - 1, np.searchsorted(starts, stop, "left")
        at = int(starts[first])
        groups = list(range(first, last))
        for batch in table.iter_batches(batch_size=8192, row_groups=groups, columns=columns):
            end = at + batch.num_rows
            if end > start and at < stop:
                values = _values(path, batch, d, at)
                low, high = max(start, at), min(stop, end)
                out[low - start : high - start] = values[low - at : high - at]
            at = end
    return out


def _values(path: Path, batch: Any, d: int, at: int) -> NDArray[Any]:
    """Return the numbers of a batch whose first row is row ``at`` of the file, shape (b, d)."""
    if batch.num_columns > 1:
        return np.column_stack([column.to_numpy(zero_copy_only=False) for column in batch.columns])
    column = batch.column(0)
    if not hasattr(column, "flatten"):
        return column.to_numpy(zero_copy_only=False)[:, np.newaxis]  # type: ignore[no-any-return]
    if column.null_count:
        row = next(i for i, value in enumerate(column) if not value.is_valid)
        raise FeatureError("{path}: row {row:,} holds no features", path=path, row=at + row + 1)
    flat = column.flatten().to_numpy(zero_copy_only=False)
    if len(flat) != d * len(column):
        lengths = [len(value) for value in column.to_pylist()]
        row = next(i for i, length in enumerate(lengths) if length != d)
        raise FeatureError(
            "{path}: row {row:,} has {n_numbers} numbers, the first row has {d}",
            path=path,
            row=at + row + 1,
            n_numbers=lengths[row],
            d=d,
        )
    return flat.reshape(-1, d)  # type: ignore[no-any-return]
