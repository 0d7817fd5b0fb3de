"""Verification of an evidence pack: intact files, consistent contents, reproducible ranking."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from annotator.data.exporting.docmap import DOCMAP
from annotator.data.exporting.evidence import CHECKSUMS, MEMBERS, SCHEMA, measured
from annotator.data.features.features import FeatureStore, check_features
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import open_bytes
from annotator.engine import Engine
from annotator.errors import ExportError
from annotator.numerics.graph import build_graph
from annotator.parameters import ModelSettings, build
from annotator.strategies.registry import load_registry
from annotator.types import UNLABELLED, Label, Progress, Snapshot

_MOST_BYTES = 1 << 34
_CLOSE = 1e-4
"""Tolerance for scores: numerical libraries sum in different orders."""


@dataclass(frozen=True)
class Check:
    """Result of one check.

    Attributes:
        name: What was checked.
        passed: Whether it holds.
        found: Details in words.
    """

    name: str
    passed: bool
    found: str = ""


class _Pack:
    """Files of a pack, read with size limits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        stream = open_bytes(path, ExportError)
        try:
            self.archive = zipfile.ZipFile(stream)
        except (OSError, zipfile.BadZipFile) as error:
            raise ExportError(
                "{path}: this is no evidence pack, or it is damaged ({error})", path=path, error=error
            ) from error
        self.names = [info.filename for info in self.archive.infolist()]
        if sorted(self.names) != sorted(MEMBERS) or sum(i.file_size for i in self.archive.infolist()) > _MOST_BYTES:
            raise ExportError(
                "{path}: this is no evidence pack: it must hold {members}", path=path, members=", ".join(MEMBERS)
            )

    def checksum(self, name: str) -> str:
        with self.archive.open(name) as stream:
            return hashlib.file_digest(cast("Any", stream), "sha256").hexdigest()

    def lines(self, name: str) -> Iterator[str]:
        with self.archive.open(name) as stream:
            yield from io.TextIOWrapper(stream, "utf-8", newline="")

    def table(self, name: str) -> Iterator[dict[str, str]]:
        return csv.DictReader(self.lines(name), strict=True)

    def json(self, name: str) -> Any:
        return parse_json(self.archive.read(name), dict)


def verify(
    path: Path,
    features: Path | None = None,
    layout: FeatureLayout = DETECT,
    progress: Progress | None = None,
) -> tuple[Check, ...]:
    """Check a pack; with the feature file, also recompute its ranking.

    Args:
        path: The pack.
        features: Feature file of the search.
        layout: Layout of the feature file where it cannot be detected.
        progress: Progress reporter.

    Raises:
        ExportError: The file is not an evidence pack, or is damaged beyond reading.
        FeatureError: The feature file cannot be used.
        Cancelled: The user canceled.
    """
    progress = progress or Progress()
    pack = _Pack(path)
    with pack.archive:
        try:
            checks = [_checksums(pack)]
            if checks[0].passed:
                search = pack.json("search.json")
                checks += [_schema(search), _history(pack), _run(pack), _metrics(pack)]
                if features is not None:
                    checks += _replayed(pack, search, features, layout, progress)
        except (KeyError, ValueError, TypeError, csv.Error, zipfile.BadZipFile, OSError, EOFError) as error:
            raise ExportError(
                "{path}: the pack is damaged ({kind}: {error})", path=path, kind=type(error).__name__, error=error
            ) from error
    return tuple(checks)


def _checksums(pack: _Pack) -> Check:
    listed: dict[str, str] = {}
    for line in pack.lines(CHECKSUMS):
        checksum, _, name = line.rstrip("\n").partition("  ")
        listed[name] = checksum
    wrong = [name for name in MEMBERS if name != CHECKSUMS and listed.get(name) != pack.checksum(name)]
    found = f"changed: {', '.join(wrong)}" if wrong else f"{len(listed)} files"
    return Check("every file is as it was written", not wrong, found)


def _schema(search: Mapping[str, Any]) -> Check:
    return Check("the pack is of a kind that is known", search["schema"] == SCHEMA, str(search["schema"]))


def _history(pack: _Pack) -> Check:
    """Check that replaying the judgements gives the labels."""
    state: dict[str, str] = {}
    for line in pack.lines("state.events.jsonl"):
        event = parse_json(line, dict)
        state.pop(event["path"], None)
        if event["new"] is not None:
            state[event["path"]] = event["new"]
    table = {row["path"]: row["label"] for row in pack.table("labels.csv") if row["label"]}
    lines = {e["path"]: e["label"] for e in map(parse_json, pack.lines("state.jsonl")) if e["label"] is not None}
    same = state == table == lines
    return Check("the judgements, replayed, give the labels", same, f"{len(table):,} labels")


def _run(pack: _Pack) -> Check:
    """Check that run, ranking and docmap agree and that scores strictly decrease."""
    paths = {row["docno"]: row["path"] for row in pack.table(DOCMAP)}
    fields = [line.split() for line in pack.lines("ranking.run")]
    ranked = [paths[field[2]] for field in fields]
    scores = np.array([float(field[4]) for field in fields], np.float32)
    same = ranked == [row["path"] for row in pack.table("ranking.csv")] and bool((np.diff(scores) < 0).all())
    return Check("run and ranking are the same", same, f"{len(ranked):,} images")


def _metrics(pack: _Pack) -> Check:
    """Check that the measures follow from run and qrels."""
    grades = {fields[2]: int(fields[3]) for fields in map(str.split, pack.lines("judgements.qrels"))}
    docs = [line.split()[2] for line in pack.lines("ranking.run")]
    codes = {None: UNLABELLED, 0: Label.IRRELEVANT.value, 1: Label.RELEVANT.value}
    labels = np.array([codes[grades.get(doc)] for doc in docs], np.int8)
    found = measured(labels == Label.RELEVANT, labels, sum(grades.values()))
    stored = pack.json("metrics.json")["measures"]
    same = found.keys() == stored.keys() and all(abs(found[name] - stored[name]) < 1e-9 for name in found)
    return Check("the measures follow from run and judgements", same, f"AP {found['AP']:.4f}")


def _replayed(
    pack: _Pack, search: Mapping[str, Any], features: Path, layout: FeatureLayout, progress: Progress
) -> list[Check]:
    with FeatureStore.open(features, layout=layout) as store:
        expected, found = search["provenance"]["features"], store.fingerprint()
        differing = [name for name in expected if found.get(name) != expected[name]]
        known = Check("the feature file is the one of the search", not differing, ", ".join(differing) or "same")
        if differing:
            return [known]
        rows = {row["path"]: int(row["feature_row"] or -1) for row in pack.table("rows.csv")}
        snapshot = _snapshot(pack, search, rows)
        finite = np.ones(store.n, np.bool_)
        finite[check_features(store).invalid] = False
        usable = np.zeros(store.n, np.bool_)
        usable[[row for row in rows.values() if row >= 0]] = True
        graph = build_graph(store, finite, progress=progress) if search["neighbour_graph"] else None
        engine = Engine(store, usable=usable & finite, registry=load_registry(), graph=graph)
        try:
            selection = engine.select(snapshot, progress)
        finally:
            engine.close()
    ranking = list(pack.table("ranking.csv"))
    index = np.array([rows[entry["path"]] for entry in ranking], np.int64)
    before = np.array([float(entry["score"]) for entry in ranking], np.float64)
    now = selection.mean[index].astype(np.float64)
    largest = float(np.abs(now - before).max(initial=0.0))
    order = np.argsort(-now, kind="stable")
    moved = int(np.count_nonzero(order != np.arange(len(order))))
    places = f"{moved:,} of {len(ranking):,} images in another place, all within rounding" if moved else "same order"
    found_words = f"{len(ranking):,} images, {places}, scores within {largest:.1e}"
    return [known, Check("the search, computed again, gives the ranking", largest <= _CLOSE, found_words)]


def _snapshot(pack: _Pack, search: Mapping[str, Any], rows: Mapping[str, int]) -> Snapshot:
    """Return the snapshot that the ranking was computed from."""
    labels: dict[str, str] = {}
    for line in pack.lines("state.events.jsonl"):
        event = parse_json(line, dict)
        if event["revision"] > search["ranking"]["revision"]:
            break
        labels.pop(event["path"], None)
        if event["new"] is not None:
            labels[event["path"]] = event["new"]
    told = [(rows[path], Label.from_word(word)) for path, word in labels.items() if rows[path] >= 0]
    decided = [(row, label) for row, label in told if label is not Label.UNSURE]
    settings = search["settings"]
    examples = np.array(search["examples"], np.float64)
    reviewed = {rows[path] for path in search["reviewed"]}
    index = np.array([row for row, _ in decided], np.int64)
    return Snapshot(
        revision=search["ranking"]["revision"],
        round=search["ranking"]["round"] + 1,
        rows=index,
        y=np.array([float(label.value) for _, label in decided]),
        closed=np.array([row for row, label in told if label is Label.UNSURE], np.int64),
        examples=examples if examples.size else np.empty((0, int(search["provenance"]["features"]["shape"][1]))),
        strategy=settings["strategy"],
        parameters=settings["parameters"],
        k=0,
        seed=(settings["seed"], search["topic_key"], search["ranking"]["round"] + 1),
        model=build(ModelSettings, settings["model"]),
        reviewed=index[[row in reviewed for row in index.tolist()]] if len(index) else index,
    )
