"""The facts of an image file, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from annotator.data.images.exif_summary import Photo
from annotator.data.project.history import Judgement
from annotator.gui.panels.history_panel import in_words, local_time
from annotator.gui.panels.metadata_rows import Fact
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import localized, number, tr

_TOLD = frozenset({"folder", "file_size", "width", "height", "camera", "latitude", "longitude", "image_note"})
"""Columns that are shown elsewhere, as the file itself is read for them."""


def file_facts(path: str, photo: Photo | None) -> list[Fact]:
    """Describe the file; ``photo`` is None while it is being read."""
    folder, _, name = path.rpartition("/")
    facts = [Fact(tr("File")), Fact(tr("Name"), name)]
    if folder:
        facts.append(Fact(tr("Folder"), folder))
    if photo is None:
        return [*facts, Fact(tr("Content"), tr("reading…"))]
    if photo.problem:
        facts.append(Fact(tr("Problem"), core_words(photo.problem)))
    if photo.bytes is not None:
        facts.append(Fact(tr("Size on disk"), size_text(photo.bytes), tr("%n byte(s)", "", photo.bytes)))
    if photo.width and photo.height:
        megapixels = photo.width * photo.height / 1e6
        pixels = f"{number(photo.width)} × {number(photo.height)}"
        facts.append(
            Fact(tr("Pixels"), f"{pixels} ({localized(f'{megapixels:.1f}')} MP)" if megapixels >= 0.1 else pixels)
        )
    if photo.format:
        facts.append(Fact(tr("Format"), photo.format))
    return facts


def photo_facts(photo: Photo) -> list[Fact]:
    """Describe how the photograph was taken; empty without such metadata."""
    values = {
        "taken": photo.taken.replace("T", " "),
        "camera": photo.camera,
        "lens": photo.lens,
        "exposure": exposure_text(photo),
        "place": place_text(photo.latitude, photo.longitude),
    }
    known = [Fact(title, values[field], field=field) for field, title in photo_titles().items() if values[field]]
    return [Fact(tr("Photograph")), *known] if known else []


def metadata_facts(values: Mapping[str, float | str]) -> list[Fact]:
    """Describe the project's metadata of the image; the names are those used in conditions."""
    rows = [Fact(name, value_text(name, value), field=name) for name, value in values.items() if name not in _TOLD]
    return [Fact(tr("Metadata"), "", tr("Names as they are used in conditions.")), *rows] if rows else []


def note_facts(note: str) -> list[Fact]:
    """Return the note on the image, nothing for none."""
    return [Fact(tr("Note")), Fact(tr("Text"), note)] if note else []


def photo_titles() -> dict[str, str]:
    """Return the titles of the photograph's facts, by field."""
    return {
        "taken": tr("Taken"),
        "camera": tr("Camera"),
        "lens": tr("Lens"),
        "exposure": tr("Exposure"),
        "place": tr("Place"),
    }


def fields(columns: Iterable[str]) -> dict[str, str]:
    """Return the facts that can be hidden in a project with these columns of metadata: titles by field."""
    return {**photo_titles(), **{name: name for name in columns if name not in _TOLD}}


def without(facts: Sequence[Fact], hidden: Collection[str]) -> list[Fact]:
    """Remove the ``hidden`` fields, and headings without facts below them."""
    kept = [fact for fact in facts if not fact.field or fact.field not in hidden]
    after = [*kept[1:], Fact("")][: len(kept)]
    bare = {id(fact) for fact, follows in zip(kept, after, strict=True) if _heads(fact) and not follows.value}
    return [fact for fact in kept if id(fact) not in bare]


def _heads(fact: Fact) -> bool:
    return bool(fact.title) and not fact.value


def history_facts(history: Sequence[Judgement], grades: Sequence[str]) -> list[Fact]:
    """List the judgements of the image, the newest first; ``grades`` are the words of the topic's grades."""
    heading = Fact(tr("Judgements"))
    if not history:
        return [heading, Fact(tr("Label"), tr("not judged so far"))]
    return [
        heading,
        *(
            Fact(local_time(entry.at), in_words(entry, grades), tr("Round {round}").format(round=entry.round))
            for entry in history
        ),
    ]


def size_text(size: int) -> str:
    """Return a number of bytes in a readable unit."""
    number, units = float(size), ("kB", "MB", "GB", "TB")
    if number < 1000:
        return tr("%n byte(s)", "", size)
    for unit in units:
        number /= 1000
        if number < 999.5 or unit == units[-1]:
            break
    return localized(f"{number:.1f} {unit}" if number < 9.95 else f"{number:.0f} {unit}")


def exposure_text(photo: Photo) -> str:
    """Return exposure time, aperture, sensitivity and focal length as photographers write them."""
    parts = []
    if photo.exposure_s is not None:
        short = photo.exposure_s < 0.35
        parts.append(f"1/{1 / photo.exposure_s:.0f} s" if short else localized(f"{photo.exposure_s:g} s"))
    if photo.aperture is not None:
        parts.append(localized(f"f/{photo.aperture:.3g}"))
    if photo.iso is not None:
        parts.append(f"ISO {photo.iso}")
    if photo.focal_mm is not None:
        parts.append(localized(f"{photo.focal_mm:.3g} mm"))
    return ", ".join(parts)


def place_text(latitude: float | None, longitude: float | None) -> str:
    """Return coordinates in the notation of maps; no network is needed."""
    return "" if latitude is None or longitude is None else f"{latitude:.5f}, {longitude:.5f}"


def value_text(name: str, value: float | str) -> str:
    """Return a value of a column."""
    if isinstance(value, str):
        return value
    if name == "time":
        return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return f"{value:.0f}" if value == round(value) else localized(f"{value:.4g}")
