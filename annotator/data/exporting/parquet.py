"""Labels and ranking as Parquet, for pandas, Polars, DuckDB and ranx. Requires pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from annotator.data.exporting.docmap import docno
from annotator.data.exporting.lines import JsonLines
from annotator.data.exporting.output import Output
from annotator.data.exporting.selection import chosen
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.exporting.tables import (
    GRADE_COLUMN,
    blocks,
    label_columns,
    label_rows,
    places,
    probabilities,
    unranked_note,
)
from annotator.data.exporting.trec import TIED, query_id, run_of
from annotator.errors import ExportError
from annotator.extras import lacks, missing_extra
from annotator.messages import joined
from annotator.types import Progress

_NUMBERS = {
    "label_int": "int8", "score": "float32", "score_std": "float32", "rank": "int64", "round": "int32", "grade": "int8",
}  # fmt: skip


def write_label_parquet(source: ExportSource, out: Output, options: JsonLines, progress: Progress) -> ExportReport:
    """Write the columns of the label table, with numeric types and with null for missing values."""
    pa = _pyarrow()
    names = label_columns(source)
    schema = pa.schema([(name, getattr(pa, _NUMBERS.get(name, "string"))()) for name in names])
    order = chosen(source, options.images)
    place = places(source)
    with _table(out, schema) as table:
        for _, images in blocks(order, progress):
            columns = zip(*label_rows(source, images, place), strict=True)
            arrays = [
                pa.array([_value(cell, name) for cell in column], schema.field(name).type)
                for name, column in zip(names, columns, strict=True)
            ]
            table.write_batch(pa.record_batch(arrays, schema=schema))
    return ExportReport((), len(order))


def write_ranking_parquet(source: ExportSource, out: Output, _options: object, progress: Progress) -> ExportReport:
    """Write the ranking with the columns ``q_id``, ``doc_id``, ``score`` that ranx reads, and further columns.

    ``q_id``, ``doc_id`` and ``score`` are those of the TREC run: scores strictly decrease. ``mean`` and ``std`` are
    those of the model.
    """
    pa = _pyarrow()
    images, mean, raw = run_of(source, residual=False)
    assert source.ranking is not None
    std, probability = source.ranking.std, probabilities(source.ranking)
    n = len(images)
    names = {"q_id": "string", "doc_id": "string", "score": "float64", "path": "string", "rank": "int64"}
    names |= {"mean": "float32", "std": "float32", "probability": "float32", "label": "string"}
    if source.grades is not None:
        names[GRADE_COLUMN] = "int8"
    schema = pa.schema([(name, getattr(pa, kind)()) for name, kind in names.items()])
    qid = query_id(source, source.topic)
    with _table(out, schema) as table:
        for start, block in blocks(images, progress):
            part = slice(start, start + len(block))
            paths = [source.paths[image] for image in block]
            labels = [source.label(image) for image in block]
            columns: list[Any] = [
                [qid] * len(block),
                [docno(path) for path in paths],
                mean[part].astype(np.float64) if raw else np.arange(n - start, n - start - len(block), -1.0),
                paths,
                np.arange(start + 1, start + len(block) + 1),
                *(column[part] for column in (mean, std, probability)),
                [None if label is None else label.word for label in labels],
                *([] if source.grades is None else [[source.grades.get(image) for image in block]]),
            ]
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            table.write_batch(pa.record_batch(arrays, schema=schema))
    return ExportReport((), n, joined((unranked_note(source), "" if raw else TIED)))


def _value(text: str, name: str) -> Any:
    if name not in _NUMBERS:
        return text if text or name in ("path", "topic") else None
    if not text:
        return None
    return float(text) if _NUMBERS[name].startswith("float") else int(text)


@contextmanager
def _table(out: Output, schema: Any) -> Iterator[Any]:
    """Yield a writer of record batches; its file contains no time stamps and no program versions."""
    import pyarrow.parquet as pq

    with out.binary(out.name) as stream, pq.ParquetWriter(stream, schema, compression="zstd") as table:
        yield table


def lacks_pyarrow() -> str:
    """Return what has to be installed before Parquet can be written, "" if nothing."""
    return missing_extra("pyarrow", "parquet") if lacks("pyarrow") else ""


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise ExportError(
            "Parquet needs {missing_extra}. CSV and JSON Lines hold the same.",
            missing_extra=missing_extra("pyarrow", "parquet"),
        ) from None
    return pyarrow
