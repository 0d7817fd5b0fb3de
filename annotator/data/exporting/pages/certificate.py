"""The certificate of recall as pages to print: the sentence, its numbers, and how to compute it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotator.data.exporting.pages.pdf import HEIGHT, WIDTH, Text, document, height, wrapped

MOST_LISTED = 1000
"""Random images that are listed; of more, only the counts are given."""
_MARGIN = 50.0
_WIDE = WIDTH - 2 * _MARGIN
_SMALL = 7.5


def certificate_page(record: Mapping[str, Any], topic: str, project: str) -> bytes:
    """Return the certificate as PDF, the same bytes for the same certificate.

    Args:
        record: What :func:`annotator.stopping.certificate_record.record` returns.
        topic: Name of the topic.
        project: Name of the project.
    """
    part = record["part"]
    title = "Certificate of recall" if record["certified"] or part else "Recall, not certified yet"
    title += f" for {part['images']:,} of {record['images']:,} images" if part else ""
    rows = [
        *_text(title, 18, bold=True),
        *_text(f"{topic} - {project}", 11),
        (),
        *_text(record["statement"], 12),
        (),
        *_numbers(record),
        (),
        *_text("How to compute it again", 11, bold=True),
        *_text(f"annotator verify PACK does, with the evidence pack. {record['how']}", 9),
        *_text(f"Stakes c: {_listed(record['stakes'])}. Capital: {_listed(record['capital'])}.", _SMALL),
        (),
        *_text("The random images", 11, bold=True),
        *_audits(record["audits"]),
    ]
    return document(list(_paged(rows)), f"{title}: {topic}", _MARGIN)


def _numbers(record: Mapping[str, Any]) -> Iterator[Sequence[Text]]:
    goal = record["goal"]
    values = (
        ("Recall to be certified", f"{goal['recall']:g}"),
        ("Confidence", f"{goal['confidence']:g}"),
        ("Images with features", f"{record['images']:,}"),
        ("Relevant images found", f"{record['found']:,}"),
        ("Relevant images at most, with that confidence", f"{record['bound']:,}"),
        ("Recall at least, with that confidence", f"{record['recall']:.4f}"),
        ("Random images judged", f"{record['audited']:,}"),
        ("Random images drawn and not judged", f"{record['waiting']:,}"),
        ("Unsure images, which count as relevant and not found", f"{record['unsure']:,}"),
        ("Random images still to be judged if none of them is relevant", f"{record['needed']:,}"),
        ("The same if one of them is relevant", f"{record['needed_if_one']:,}"),
    )
    part = record["part"] or {}
    names = {
        "images": "Images that the certificate covers",
        "found": "Relevant images found among them",
        "bound": "Relevant images among them at most, with that confidence",
        "added": "Images that came later and are not judged",
    }
    for name, value in (*values, *((name, f"{part[key]:,}") for key, name in names.items() if part)):
        yield Text(name), Text(value, bold=True, indent=300)


def _audits(audits: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Text]]:
    listed = sum(len(audit["images"]) for audit in audits) <= MOST_LISTED
    for audit in audits:
        images = audit["images"]
        counts = Counter(one["label"] or "not judged" for one in images)
        said = ", ".join(f"{counts[label]:,} {label}" for label in sorted(counts))
        when = f"Round {audit['round']:,}, drawn when {audit['labeled_before']:,} images had a label"
        yield from _text(f"{when}: {said}.", 9, bold=True)
        if listed:
            yield from _images(images)
        else:
            yield from _text("certificate.json in the evidence pack lists them with the chance of each.", 9)


def _images(images: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Text]]:
    yield (Text("label", _SMALL, indent=30), Text("chance", _SMALL, indent=80), Text("image", _SMALL, indent=125))
    for number, one in enumerate(images, 1):
        first, *others = wrapped(one["path"], _WIDE - 125, _SMALL)
        yield (
            Text(f"{number:,}", _SMALL),
            Text(one["label"] or "not judged", _SMALL, indent=30),
            Text(f"{one['chance']:.6g}", _SMALL, indent=80),
            Text(first, _SMALL, indent=125),
        )
        for more in others:
            yield (Text(more, _SMALL, indent=125),)


def _listed(values: Iterable[float]) -> str:
    return ", ".join(f"{value:.6g}" for value in values)


def _text(text: str, size: float, *, bold: bool = False) -> Iterator[Sequence[Text]]:
    for line in wrapped(text, _WIDE, size, bold=bold):
        yield (Text(line, size, bold),)


def _paged(rows: Iterable[Sequence[Text]]) -> Iterator[list[Sequence[Text]]]:
    page: list[Sequence[Text]] = []
    used = 0.0
    for row in rows:
        if used + height(row) > HEIGHT - 2 * _MARGIN:
            yield page
            page, used = [], 0.0
        page.append(row)
        used += height(row)
    yield page
