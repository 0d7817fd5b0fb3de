"""The contract of an export format as a test, for ours and for third parties'.

::

    from annotator.data.exporting.conformance import check_exporter

    def test_my_format():
        check_exporter(MY_FORMAT)
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from annotator.data.exporting.formats import EXPORTERS, Format, built_options, write_topic
from annotator.data.exporting.output import MARKER
from annotator.data.exporting.source import ExportReport, ExportSource, Judged, Replay, ReviewedLabels
from annotator.errors import Cancelled, ExportError
from annotator.parameters import parameters_of, values_of
from annotator.types import UNLABELLED, Progress, Ranking

PATHS = (
    "plain.png", "with space.png", "#first.png", "100%.png", "a,b.png", "'say'.png", "kite \U0001fa81.png",
    "same/stem.png", "other/stem.png", "=1+1.png", "&amp;.png", "deep/er/plain.png",
)  # fmt: skip
"""Names of images that break naive writers."""


def check_exporter(one: Format, **options: Any) -> None:
    """Assert that an export format keeps the contract of :class:`annotator.data.exporting.Format`.

    It writes small topics to temporary folders: with awkward names, without labels, without images, without a ranking.
    The same topic has to give the same bytes; a dry run has to list them and write nothing; no file but those that
    went through the output may appear or change; a cancelled export has to leave what was there.

    Args:
        one: The format.
        options: Its options; defaults for the rest. Every choice of an option and every switch is tried too.

    Raises:
        AssertionError: The contract is broken; the message names the situation.
        PluginError: The declaration is wrong, so that the program would not load it.
    """
    EXPORTERS.check(one)
    _check_declaration(one, options)
    cases = [(situation, options) for situation in _SITUATIONS]
    cases += [(next(iter(_SITUATIONS)), chosen) for chosen in _variants(one, options)]
    for situation, chosen in cases:
        with tempfile.TemporaryDirectory() as folder:
            source = replace(_source(Path(folder)), **_SITUATIONS[situation])
            _check_written(
                one, source, Path(folder), chosen, ", ".join([one.name, situation, *map(str, chosen.items())])
            )
    with tempfile.TemporaryDirectory() as folder:
        _check_cancel(one, _source(Path(folder)), Path(folder), options)
    with tempfile.TemporaryDirectory() as folder:
        _check_neighbors(one, _source(Path(folder)), Path(folder), options)


def _check_declaration(one: Format, options: Mapping[str, Any]) -> None:
    assert one.title.strip(), f"{one.name} has no title"
    assert one.help.strip(), f"{one.name} has no help text"
    chosen = built_options(one, options)
    stored = json.loads(json.dumps(values_of(chosen)))
    assert built_options(one, stored) == chosen, f"{one.name}: the options do not survive JSON"
    for declared in parameters_of(one.options):
        assert declared.help.strip(), f"{one.name}: the option {declared.name} has no help text"
        declared.check(declared.default)


def _variants(one: Format, options: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for declared in parameters_of(one.options):
        for value in (True, False) if declared.kind is bool else declared.choices:
            if value != options.get(declared.name, declared.default):
                yield {**options, declared.name: value}


_SITUATIONS: Mapping[str, dict[str, Any]] = {
    "all kinds of labels": {},
    "no labels": {"labels": np.full(len(PATHS), UNLABELLED, np.int8), "judged": {}, "review": ReviewedLabels()},
    "no ranking": {"ranking": None, "replay": None},
    "no image folder": {"images_root": None},
    "no image": {
        "paths": (), "labels": np.empty(0, np.int8), "judged": {}, "review": ReviewedLabels(), "topics": {},
        "stacks": np.empty(0, np.int64),
        "ranking": Ranking(np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.float32), 0, 0),
        "replay": Replay(np.empty(0, np.int64), np.empty((0, 4)), frozenset(), graph=False, topic=1),
    },
}  # fmt: skip


def _source(folder: Path) -> ExportSource:
    """Labels go round: unlabelled, relevant, irrelevant; one is unsure, and the last image has no features."""
    root = folder / "images"
    for number, path in enumerate(PATHS):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8 + number, 8), (number * 9, 0, 0)).save(root / path)
    n = len(PATHS)
    labels = np.array([(UNLABELLED, 1, -1)[i % 3] for i in range(n)], np.int8)
    labels[5] = 0
    judged = {int(i): Judged(1, "ital", f"2026-01-31T09:00:{i:02d}Z") for i in np.flatnonzero(labels != UNLABELLED)}
    scores = np.linspace(0.9, -0.9, n - 1).astype(np.float32)
    ranking = Ranking(np.arange(n - 2, -1, -1), scores, np.full(n - 1, 0.5, np.float32), 1, 7)
    protected = folder / "birds.annotator"
    protected.write_bytes(b"a project")
    return ExportSource(
        "Red kites, in flight", "birds", PATHS, labels, judged, ranking, (), {"strategy": "ital"}, {"version": "1"},
        root, ReviewedLabels(dict.fromkeys(judged, 0.9), frozenset({1})),
        Replay(np.arange(n), np.empty((0, 4)), frozenset(), graph=False, topic=1), (protected,),
        {"Red kites, in flight": labels, "perched/at rest": np.roll(labels, 1), "Perched": np.roll(labels, 2)},
        np.arange(n) // 2,
    )  # fmt: skip


def _files(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, but for what the program itself writes there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARKER.format("out")
    }


def _export(
    one: Format, source: ExportSource, place: Path, options: Mapping[str, Any], progress: Progress, *, dry: bool = False
) -> ExportReport:
    target = place / f"out{one.suffix}"
    return write_topic(one, source, target, progress, options, dry=dry)


def _check_written(one: Format, source: ExportSource, folder: Path, options: Mapping[str, Any], where: str) -> None:
    place = folder / "place"
    place.mkdir()
    before = _files(folder)
    paths, labels = tuple(source.paths), source.labels.copy()
    try:
        planned = _export(one, source, place, options, Progress(), dry=True)
        assert _files(folder) == before, f"{where}: a dry run wrote files"
        report = _export(one, source, place, options, Progress())
    except ExportError as error:
        if source.ranking is not None and source.images_root is not None and source.paths:
            raise AssertionError(f"{where}: {error}") from error
        assert _files(folder) == before, f"{where}: it was refused and wrote files"
        return
    except AssertionError:
        raise
    except Exception as error:
        raise AssertionError(f"{where}: {type(error).__name__} instead of ExportError: {error}") from error
    written = _files(folder)
    for name, content in before.items():
        assert written.get(name) == content, f"{where}: {name} was changed, which is not a file of the export"
    beside = bool(getattr(built_options(one, options), "beside_images", False))
    top = "images" if beside else "place/out" if one.folder else "place"
    listed = {f"{top}/{file.name}": file.size for file in planned.listing}
    found = {name: len(content) for name, content in written.items() if name not in before}
    assert found == listed, f"{where}: wrote {sorted(found.items())}, and the dry run listed {sorted(listed.items())}"
    assert 0 <= report.written <= len(paths), f"{where}: {report.written} of {len(paths)} images written"
    same = (planned.written, planned.left_out, planned.counts) == (report.written, report.left_out, report.counts)
    assert same, f"{where}: the dry run differs"
    assert (tuple(source.paths), source.labels.tolist()) == (paths, labels.tolist()), f"{where}: the topic was changed"
    _export(one, source, place, options, Progress())
    assert _files(folder) == written, f"{where}: the same topic gave other files"


def _check_cancel(one: Format, source: ExportSource, folder: Path, options: Mapping[str, Any]) -> None:
    """A format that reports progress lets the cancel through; one that is done at once need not report."""
    place = folder / "place"
    place.mkdir()
    _export(one, source, place, options, Progress())
    before = _files(folder)
    cancel = threading.Event()
    cancel.set()
    changed = replace(source, labels=np.where(source.labels == 1, 0, source.labels).astype(np.int8))
    try:
        _export(one, changed, place, options, Progress(cancel=cancel))
    except Cancelled:
        assert _files(folder) == before, f"{one.name}: a cancelled export changed what was there"


def _check_neighbors(one: Format, source: ExportSource, folder: Path, options: Mapping[str, Any]) -> None:
    """A file beside the one that was asked for is not replaced if no export wrote it."""
    if one.folder:
        return
    planned = _export(one, source, folder, options, Progress(), dry=True)
    for number, file in enumerate(planned.listing):
        if file.name == f"out{one.suffix}":
            continue
        place = folder / str(number)
        place.mkdir()
        (place / file.name).write_text("mine", encoding="utf-8")
        try:
            _export(one, source, place, options, Progress())
        except ExportError:
            assert _files(place) == {file.name: b"mine"}, f"{one.name}: it was refused and changed {file.name}"
            continue
        raise AssertionError(f"{one.name}: {file.name} would be replaced; take its name from out.companion(suffix)")
