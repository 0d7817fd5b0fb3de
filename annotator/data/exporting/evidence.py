"""The evidence pack: everything that a search is based on, in one archive that can be verified and replayed.

``annotator verify PACK`` verifies it; with the feature file, it recomputes the ranking. The archive contains no time
stamps of its own, so that the same search gives the same bytes.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import platform
import tempfile
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.docmap import DOCMAP
from annotator.data.exporting.document import write_document
from annotator.data.exporting.lines import JsonLines, write_json_lines
from annotator.data.exporting.output import Output, writing
from annotator.data.exporting.pages.certificate import certificate_page
from annotator.data.exporting.source import ExportReport, ExportSource, Replay
from annotator.data.exporting.tables import LabelTable, RankingTable, ranking_of, row, write_labels, write_ranking
from annotator.data.exporting.trec import Qrels, write_qrels, write_residual_run, write_run
from annotator.errors import ExportError
from annotator.messages import joined
from annotator.metrics import err, ndcg, rbp
from annotator.types import UNLABELLED, Label, Progress

SCHEMA = "annotator-evidence/1"
CHECKSUMS = "SHA256SUMS"
MEMBERS = (
    "README.txt", "labels.csv", "labels.json", "state.jsonl", "state.events.jsonl", "ranking.csv", "ranking.run",
    "residual.run", "judgements.qrels", DOCMAP, "rows.csv", "metrics.json", "search.json", CHECKSUMS,
)  # fmt: skip
"""The files of a pack."""
CERTIFICATE, PAGE, AGREEMENT = "certificate.json", "certificate.pdf", "agreement.json"
ADDED = {
    CERTIFICATE: "whether a recall is certified, by which random images, and how to compute it again",
    PAGE: "the same as pages to print",
    AGREEMENT: "what each of several people said, and how far they agree",
}
"""What a pack can have besides, with what it is. Older packs with a certificate have no page of it."""
COMMAND = "ir_measures judgements.qrels ranking.run AP P@10 Rprec Judged@10"
PACKAGES = ("numpy", "scipy", "h5py", "scikit-learn")
_BEGINNING = (1980, 1, 1, 0, 0, 0)
_README = """\
Evidence of a search for images with Annotator.

labels.csv            every image with its label, score and rank
labels.json           the same with settings and the history of all judgements
state.jsonl           one object per image; state.events.jsonl: one per judgement, which replay into it
ranking.csv           the ranking with scores, standard deviations and probabilities
ranking.run           the ranking as a TREC run; residual.run: without the judged images
judgements.qrels      the judgements as TREC qrels; docmap.csv: paths and SHA-256 of the images by document number
rows.csv              the row of every image in the feature file
metrics.json          measures of ranking.run by judgements.qrels, with the command that computes them
search.json           strategy, parameters, model, versions, fingerprint of the feature file
SHA256SUMS            checksums of all files: sha256sum -c SHA256SUMS

Check it:             annotator verify PACK
Compute it again:     annotator verify PACK --features FEATURES
Whoever can write this file can write another one that agrees with itself: who made it is shown only by a signature.
Sign it:              ssh-keygen -Y sign -n annotator -f KEY PACK
Check the signature:  annotator verify PACK --signers ALLOWED_SIGNERS
"""


def write_evidence(source: ExportSource, out: Output, _options: object, progress: Progress) -> ExportReport:
    """Write the pack.

    Raises:
        ExportError: There is no ranking, or features are still being computed.
    """
    ranking = ranking_of(source)
    if source.replay is None:
        raise ExportError(
            "The features are not complete yet, so the search could not be computed again. Export it once they are."
        )
    with tempfile.TemporaryDirectory(prefix="annotator-") as name:
        folder = Path(name)
        certified = (CERTIFICATE, PAGE) if source.replay.certificate is not None else ()
        members = members_with((*certified, AGREEMENT) if source.replay.agreement is not None else certified)
        notes = write_members(source, source.replay, folder, members, progress)
        sums = [f"{_sha256(folder / member)}  {member}\n" for member in members if member != CHECKSUMS]
        _text(folder / CHECKSUMS, "".join(sums))
        with out.binary(out.name) as packed, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in members:
                _add(archive, folder / member)
    return ExportReport((), len(ranking.images), joined(dict.fromkeys(notes)))


def members_with(added: Collection[str]) -> tuple[str, ...]:
    """Return the files of a pack, in order, with those of ``added`` that a pack can have."""
    return (*MEMBERS[:-1], *(name for name in ADDED if name in added), CHECKSUMS)


def write_members(
    source: ExportSource, replay: Replay, folder: Path, members: Collection[str], progress: Progress
) -> list[str]:
    """Write all ``members`` but the checksums into ``folder``, and return sentences on what was left out."""
    notes = _write_parts(source, folder, progress)
    before, checksums = _README.partition("SHA256SUMS ")[::2]
    added = "".join(f"{name:<22}{what}\n" for name, what in ADDED.items() if name in members)
    _text(folder / "README.txt", f"{before}{added}SHA256SUMS {checksums}")
    _text(folder / "metrics.json", json_of(metrics(source)))
    _text(folder / "search.json", json_of(_search(source, replay)))
    if replay.certificate is not None:
        _text(folder / CERTIFICATE, json_of(replay.certificate))
        (folder / PAGE).write_bytes(certificate_page(replay.certificate, source.topic, source.project))
    if replay.agreement is not None:
        _text(folder / AGREEMENT, json_of(replay.agreement))
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as stream:
        stream.write(row(("path", "feature_row")))
        pairs = zip(source.paths, replay.row_of_image.tolist(), strict=True)
        stream.writelines(row((path, "" if at < 0 else str(at))) for path, at in pairs)
    return notes


def metrics(source: ExportSource) -> dict[str, Any]:
    """Return measures of the entire ranking by the judgements, with a note on their validity."""
    ranking = ranking_of(source)
    relevant = source.labels[ranking.images] == Label.RELEVANT
    total = int(np.sum(source.labels == Label.RELEVANT))
    return {
        "command": COMMAND if source.grades is None else f"{COMMAND} nDCG nDCG@10 'RBP(p=0.8,rel=1)'",
        "measures": measured(relevant, source.labels[ranking.images], total) | _graded_measures(source, relevant),
        "note": "The model was told these judgements, so the measures flatter it. Measure residual.run by judgements "
        "that it was not told.",
    }


def _graded_measures(source: ExportSource, relevant: NDArray[np.bool_]) -> dict[str, float]:
    """Return measures that depend on the grades, empty for a topic without grades."""
    if source.grades is None or not (source.labels == Label.RELEVANT).any():
        return {}
    ranking = ranking_of(source).images.tolist()
    grades = np.array([source.grades.get(image, 0) for image in ranking])
    missed = [source.grades[image] for image in source.grades.keys() - set(ranking)]
    highest = len(source.settings["grades"]) - 1
    return {
        "nDCG": ndcg(grades, unranked=missed),
        "nDCG@10": ndcg(grades, 10, unranked=missed),
        "RBP(p=0.8,rel=1)": rbp(relevant),
        "ERR": err(grades, highest),
    }


def measured(relevant: NDArray[np.bool_], labels: NDArray[np.int8], total: int) -> dict[str, float]:
    """Return AP, P@10, Rprec and Judged@10 as trec_eval defines them.

    Args:
        relevant: Whether the ranked images are relevant, best first, shape (r,).
        labels: Their label codes, shape (r,).
        total: Number of relevant images in all, ranked or not.
    """
    if not total:
        return {"AP": 0.0, "P@10": 0.0, "Rprec": 0.0, "Judged@10": float(_judged(labels[:10]).sum() / 10)}
    hits = np.cumsum(relevant)
    precision = hits / np.arange(1, len(relevant) + 1)
    return {
        "AP": float(precision[relevant].sum() / total),
        "P@10": float(relevant[:10].sum() / 10),
        "Rprec": float(relevant[:total].sum() / total),
        "Judged@10": float(_judged(labels[:10]).sum() / 10),
    }


def _judged(labels: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return which codes have a grade in qrels; unsure has none."""
    graded: NDArray[np.bool_] = (labels != UNLABELLED) & (labels != Label.UNSURE)
    return graded


def _write_parts(source: ExportSource, folder: Path, progress: Progress) -> list[str]:
    parts: Sequence[tuple[str, Callable[..., ExportReport], object]] = (
        ("labels.csv", write_labels, LabelTable()),
        ("labels.json", write_document, None),
        ("state.jsonl", write_json_lines, JsonLines()),
        ("ranking.csv", write_ranking, RankingTable()),
        ("ranking.run", write_run, None),
        ("residual.run", write_residual_run, None),
        ("judgements.qrels", write_qrels, Qrels()),
    )
    notes = []
    source = dataclasses.replace(source, pools={})  # the pack is about what was judged, and is verified without a pool
    for number, (name, write, options) in enumerate(parts):
        share = Progress(lambda s, n=number: progress.report((n + s) / len(parts)), progress.cancel)  # type: ignore[misc]
        with writing(folder / name, folder=False) as output:
            notes.append(write(source, output, options, share).left_out)
    return notes


def _search(source: ExportSource, replay: Replay) -> dict[str, Any]:
    """Return everything else that the ranking is based on."""
    ranking = ranking_of(source)
    return {
        "schema": SCHEMA,
        "project": source.project,
        "topic": source.topic,
        "topic_key": replay.topic,
        "settings": dict(source.settings),
        "provenance": dict(source.provenance),
        "ranking": {"round": ranking.round, "revision": ranking.revision},
        "neighbour_graph": replay.graph,
        "examples": replay.examples.tolist(),
        **({"words": dict(replay.words)} if replay.words is not None else {}),
        **({"votes": list(map(_packed, replay.votes))} if replay.votes is not None else {}),
        **({"inherited": [dict(one) for one in replay.inherited]} if replay.inherited else {}),
        **({"doubt": {source.paths[image]: one for image, one in replay.doubt.items()}} if replay.doubt else {}),
        "reviewed": sorted(source.paths[image] for image in replay.reviewed),
        **({"alike": sorted(source.paths[image] for image in replay.alike)} if replay.alike else {}),
        "versions": {
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in PACKAGES if _installed(name)},
        },
    }


def _packed(votes: NDArray[np.int8]) -> dict[str, str]:
    """Return the votes of a rule, which are of one kind, as plain values: a bit for every image of rows.csv."""
    vote = Label.IRRELEVANT if (votes < 0).any() else Label.RELEVANT
    return {"vote": vote.word, "images": base64.b64encode(np.packbits(votes != 0).tobytes()).decode()}


def votes_of(stored: Sequence[Mapping[str, str]], n_images: int) -> NDArray[np.int8] | None:
    """Return the votes of rules, shape (r, N), from how they are stored; None without any.

    Raises:
        ValueError, KeyError: They are of another number of images, or damaged.
    """
    if not stored:
        return None
    found = np.zeros((len(stored), n_images), np.int8)
    for votes, one in zip(found, stored, strict=True):
        bits = np.frombuffer(base64.b64decode(one["images"], validate=True), np.uint8)
        if len(bits) != -(-n_images // 8):
            raise ValueError("votes on another number of images")
        votes[np.unpackbits(bits, count=n_images) > 0] = Label.from_word(one["vote"])
    return found


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def json_of(value: Any) -> str:
    """Return a value as the members in JSON hold it."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _text(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8"))


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _add(archive: zipfile.ZipFile, file: Path) -> None:
    info = zipfile.ZipInfo(file.name, _BEGINNING)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.file_size = file.stat().st_size  # lets the zip format reserve space for the size of a large member
    with file.open("rb") as source, archive.open(info, "w") as target:
        while block := source.read(1 << 20):
            target.write(block)
