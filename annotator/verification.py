"""Verification of an evidence pack: intact files, contents that follow from each other, a reproducible ranking.

Every member but the checksums is written again from what the others hold, and compared byte by byte. What cannot be
computed again is listed as not checked. A pack that somebody wrote anew from invented judgements agrees with itself:
only the feature file, the images and a signature tie it to the world.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.docmap import DOCMAP
from annotator.data.exporting.evidence import AGREEMENT, CERTIFICATE, CHECKSUMS, SCHEMA, json_of, write_members
from annotator.data.exporting.evidence_pack import Pack, source_of
from annotator.data.exporting.source import ExportSource, Replay
from annotator.data.features.features import FeatureStore, check_features
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.features.tiles import read_tiles
from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import check_file, open_bytes, open_text, read_text
from annotator.data.judges.agreeing import agreement_record, opinions_in
from annotator.data.project.examples import Inherited
from annotator.data.project.snapshot import with_grades, with_inherited
from annotator.errors import AnnotatorError, Cancelled, ExportError
from annotator.messages import Message
from annotator.numerics.graph import build_graph
from annotator.parameters import ModelSettings, build
from annotator.stopping.certificate_record import audits_of, record
from annotator.strategies.registry import load_registry
from annotator.tiled_engine import engine_over
from annotator.types import Label, Progress, Snapshot

_CHECKSUM = re.compile(r"(?<=,)[0-9a-f]{64}\n\Z")
_CLOSE = 1e-4
"""Tolerance for scores: numerical libraries sum in different orders."""
NAMESPACE = "annotator"
"""What the signatures of packs are for, so that one made for something else is refused."""


@dataclass(frozen=True)
class Check:
    """Result of one check.

    Attributes:
        name: What was checked.
        passed: Whether it holds; None if it was not checked.
        found: Details in words.
    """

    name: str
    passed: bool | None
    found: str = ""


def verify(
    path: Path,
    features: Path | None = None,
    layout: FeatureLayout = DETECT,
    progress: Progress | None = None,
    signers: Path | None = None,
) -> tuple[Check, ...]:
    """Check a pack; with the feature file, also recompute its ranking.

    Args:
        path: The pack.
        features: Feature file of the search.
        layout: Layout of the feature file where it cannot be detected.
        progress: Progress reporter.
        signers: File of allowed signers, as ``ssh-keygen`` reads it, to check the signature in ``PACK.sig``.

    Raises:
        ExportError: The file is not an evidence pack, or is damaged beyond reading.
        FeatureError: The feature file cannot be used.
        Cancelled: The user canceled.
    """
    progress = progress or Progress()
    pack = Pack(path)
    try:
        checks = [_checksums(pack)]
        if checks[0].passed:
            checks += _members(pack, features is not None, progress)
        if all(check.passed is not False for check in checks) and features is not None:
            checks += _replayed(pack, features, layout, progress)
    except (AnnotatorError, Cancelled):
        raise
    except Exception as error:  # whoever wrote the pack decides what goes wrong when it is read
        raise ExportError(
            "{path}: the pack is damaged ({kind}: {error})",
            path=path,
            kind="missing field" if isinstance(error, KeyError) else type(error).__name__,
            error=error,
        ) from error
    finally:
        pack.close()
    return (*checks, _signature(path, signers))


def _checksums(pack: Pack) -> Check:
    listed = list(pack.lines(CHECKSUMS))
    now = {name: f"{pack.checksum(name)}  {name}\n" for name in pack.members if name != CHECKSUMS}
    changed = [name for name, line in now.items() if line not in listed] or [CHECKSUMS]
    whole = listed == list(now.values())
    surplus = pack.surplus()
    found = f"{len(now)} files" if whole else f"changed: {', '.join(changed)}"
    if whole and surplus:
        found = f"{surplus:,} bytes of the archive belong to none of them"
    return Check("every file is as it was written", whole and not surplus, found)


def _members(pack: Pack, replayed: bool, progress: Progress) -> Iterator[Check]:
    """Write every member again from the others, and compare."""
    search = pack.json("search.json")
    yield Check("the pack is of a kind that is known", search["schema"] == SCHEMA, str(search["schema"])[:40])
    source = source_of(pack, search)
    assert source.replay is not None
    replay = source.replay if CERTIFICATE not in pack.members else _certified(pack, source, source.replay)
    if AGREEMENT in pack.members:
        opinions = opinions_in(pack.json(AGREEMENT), {path: number for number, path in enumerate(source.paths)})
        replay = replace(replay, agreement=agreement_record(opinions, source.paths))
    with tempfile.TemporaryDirectory(prefix="annotator-") as name:
        folder = Path(name)
        try:
            write_members(source, replay, folder, pack.members, progress)
        except ExportError as error:
            raise ValueError(str(error)) from error
        for member in pack.members:
            if member in _COMPARED:
                same, found = _COMPARED[member](pack, folder / member)
            elif member != CHECKSUMS:
                same, found = pack.same(member, folder / member), "written again from the other files"
            else:
                continue
            yield Check(f"{member} follows from the other files", same, found if same else "it differs")
    yield Check(f"{DOCMAP}: the checksums of the images", None, "the images are not in the pack")
    if replay.certificate is not None:
        yield Check(f"{CERTIFICATE}: which images were drawn, and their chances", None, "nothing else records them")
    if replay.agreement is not None:
        yield Check(f"{AGREEMENT}: what each person said", None, "nothing else records it")
    yield Check("search.json: the versions of the programs", None, "nothing else records them")
    yield Check(
        "search.json: topic key, reviewed images, and how batches are chosen",
        None,
        "the ranking does not depend on them",
    )
    if not replayed:
        yield Check("rows.csv: which features an image has", None, "needs --features")
        yield Check("search.json: examples, words, rules, saved topics and graph", None, "needs --features")
        yield Check("ranking.csv: the scores", None, "needs --features")


def _certified(pack: Pack, source: ExportSource, replay: Replay) -> Replay:
    """Return ``replay`` with the certificate, computed again from the judgements and the drawn images."""
    image_of = {path: number for number, path in enumerate(source.paths)}
    audits = audits_of(pack.json(CERTIFICATE), image_of)
    rateable = np.flatnonzero(replay.row_of_image >= 0)
    return replace(replay, certificate=record(audits, source.paths, source.labels, source.history, rateable))


def _same_names(pack: Pack, written: Path) -> tuple[bool, str]:
    """Compare number and path of every image; the checksums need the images."""
    with open_text(written, ExportError) as stream:
        title = next(stream)
        lines = pack.lines(DOCMAP)
        same = next(lines, "") == title and all(
            given is not None and again is not None and _CHECKSUM.sub("\n", given) == again
            for given, again in zip_longest(lines, stream)
        )
    return same, "numbers and paths"


def _same_search(pack: Pack, written: Path) -> tuple[bool, str]:
    """Compare everything but the versions of the programs."""
    search = pack.json("search.json")
    again = {**parse_json(read_text(written, ExportError), dict), "versions": search["versions"]}
    return "".join(pack.lines("search.json")) == json_of(again), "agrees with labels.json"


_COMPARED: Mapping[str, Callable[[Pack, Path], tuple[bool, str]]] = {
    DOCMAP: _same_names,
    "search.json": _same_search,
}
"""Members that hold something that cannot be written again."""


def _signature(path: Path, signers: Path | None) -> Check:
    """Check the detached signature of the pack with ``ssh-keygen``."""
    name = "the signature is one of the allowed signers"
    signature = path.with_name(path.name + ".sig")
    if signers is None:
        found = Message("{file} is there; check it with --signers", file=signature.name)
        return Check(name, None, found if signature.exists() else "the pack is not signed")
    for file in (signers, signature):
        check_file(file, ExportError, 1 << 20)
    program = shutil.which("ssh-keygen")
    if program is None:
        raise ExportError("{path}: the signature is checked with ssh-keygen, which is not installed", path=path)
    who = _said([program, "-Y", "find-principals", "-s", signature, "-f", signers], path)
    signer = who.splitlines()[0].strip() if who else ""
    if not signer:
        return Check(name, False, f"its key is not in {signers.name}, or it is damaged")
    good = _said([program, "-Y", "verify", "-f", signers, "-I", signer, "-n", NAMESPACE, "-s", signature], path)
    return Check(name, bool(good), signer if good else "it does not fit the pack")


def _said(command: Sequence[str | Path], path: Path) -> str:
    """Return what a command that reads the pack from its input says, "" if it fails."""
    with open_bytes(path, ExportError) as stream:
        done = subprocess.run(command, stdin=stream, capture_output=True, text=True, errors="replace")
    return done.stdout.strip() if done.returncode == 0 else ""


def _replayed(pack: Pack, features: Path, layout: FeatureLayout, progress: Progress) -> list[Check]:
    """Compute the search again with the feature file, and compare the ranking."""
    search = pack.json("search.json")
    source = source_of(pack, search)
    replay, ranking = source.replay, source.ranking
    assert replay is not None
    assert ranking is not None
    with FeatureStore.open(features, layout=layout) as store:
        expected, found = search["provenance"]["features"], store.fingerprint()
        differing = [name for name in expected if found.get(name) != expected[name]]
        known = Check("the feature file is the one of the search", not differing, ", ".join(differing) or "same")
        if differing:
            return [known]
        usable = np.ones(store.n, np.bool_)
        usable[check_features(store).unusable] = False
        graph = build_graph(store, usable, progress=progress) if replay.graph else None
        has_image = np.zeros(store.n, np.bool_)
        has_image[replay.row_of_image[replay.row_of_image >= 0]] = True
        tiles = read_tiles(store)
        engine = engine_over(store, tiles, usable=has_image & usable, registry=load_registry(), graph=graph)
        try:
            scaled = replace(replay, examples=replay.examples * store.scale)
            snapshot = _inherited(_snapshot(source, scaled, search, store.d), replay, store.scale)
            snapshot = replace(snapshot, votes=_votes(replay, store.n))
            selection = engine.select(snapshot, progress)
        finally:
            engine.close()
            if tiles is not None:
                tiles.rows.close()
    now = selection.mean[replay.row_of_image[ranking.images]].astype(np.float64)
    largest = float(np.abs(now - ranking.mean.astype(np.float64)).max(initial=0.0))
    order = np.argsort(-now, kind="stable")
    moved = int(np.count_nonzero(order != np.arange(len(order))))
    n = len(order)
    rounding = ", all within rounding" if largest <= _CLOSE else ""
    places = f"{moved:,} in another place{rounding}" if moved else "same order"
    found_words = f"{n:,} images, {places}, scores within {largest:.1e}"
    return [known, Check("the search, computed again, gives the ranking", largest <= _CLOSE, found_words)]


def _votes(replay: Replay, n_rows: int) -> NDArray[np.int8] | None:
    """Return the votes of rules on the rows of features, None without rules."""
    if replay.votes is None:
        return None
    there = replay.row_of_image >= 0
    votes = np.zeros((len(replay.votes), n_rows), np.int8)
    votes[:, replay.row_of_image[there]] = replay.votes[:, there]
    return votes


def _inherited(snapshot: Snapshot, replay: Replay, scale: float) -> Snapshot:
    """Return the snapshot with the judgements of saved topics."""
    if not replay.inherited:
        return snapshot
    judged = [
        Inherited("", np.array(one["vectors"], np.float32), np.array(one["labels"], np.float32), "", {})
        for one in replay.inherited
    ]
    return with_inherited(snapshot, judged, scale)


def _snapshot(source: ExportSource, replay: Replay, search: Mapping[str, Any], d: int) -> Snapshot:
    """Return the snapshot that the ranking was computed from."""
    assert source.ranking is not None
    labels: dict[int, Label] = {}
    grades: dict[int, int | None] = {}
    for event in source.history:
        if event.revision > source.ranking.revision:
            break
        labels.pop(event.image, None)
        if event.new is not None:
            labels[event.image] = event.new
            grades[event.image] = event.new_grade
    rows = replay.row_of_image.tolist()
    told = [(image, rows[image], label) for image, label in labels.items() if rows[image] >= 0]
    alike = {rows[image] for image in replay.alike}
    decided = [(image, row, label) for image, row, label in told if label is not Label.UNSURE and row not in alike]
    settings = search["settings"]
    reviewed = {rows[image] for image in replay.reviewed}
    index = np.array([row for _, row, _ in decided], np.int64)
    y = np.array([float(label.value) for *_, label in decided])
    return Snapshot(
        revision=source.ranking.revision,
        round=source.ranking.round + 1,
        rows=index,
        y=with_grades(y, [grades[image] for image, *_ in decided], len(settings.get("grades", ()))),
        closed=np.array([row for _, row, label in told if label is Label.UNSURE], np.int64),
        examples=replay.examples if replay.examples.size else np.empty((0, d)),
        words=None if replay.words is None else np.array(replay.words["direction"], np.float64),
        strategy=settings["strategy"],
        parameters=settings["parameters"],
        k=0,
        seed=(settings["seed"], replay.topic, source.ranking.round + 1),
        model=build(ModelSettings, settings["model"]),
        doubt=np.array([replay.doubt.get(image, 1.0) for image, *_ in decided]) if replay.doubt else None,
        reviewed=index[[row in reviewed for row in index.tolist()]] if len(index) else index,
    )
