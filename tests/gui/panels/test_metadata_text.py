"""The words for what is known of an image file."""

from __future__ import annotations

import pytest

from annotator.data.images.exif_summary import Photo
from annotator.gui.panels import metadata_text
from annotator.gui.panels.metadata_rows import Fact, MetadataRows, plain


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1500, "1.5 kB"), (24_400_000, "24 MB"), (999_600, "1.0 MB")],
)
def test_sizes(size: int, text: str) -> None:
    assert metadata_text.size_text(size) == text


def test_exposure_as_photographers_write_it() -> None:
    assert metadata_text.exposure_text(Photo(exposure_s=0.004, aperture=5.6, iso=400, focal_mm=35.0)) == (
        "1/250 s, f/5.6, ISO 400, 35 mm"
    )
    assert metadata_text.exposure_text(Photo(exposure_s=2.5)) == "2.5 s"
    assert metadata_text.exposure_text(Photo()) == ""


def test_only_what_is_known_is_listed() -> None:
    assert metadata_text.photo_facts(Photo()) == []
    known = plain(metadata_text.photo_facts(Photo(taken="2024-05-01T10:11:12", latitude=-3.5, longitude=11.0)))
    assert known == "Photograph\nTaken: 2024-05-01 10:11:12\nPlace: -3.50000, 11.00000"
    assert "reading…" in plain(metadata_text.file_facts("a.jpg", None))
    assert "Pixels: 4,000 × 3,000 (12.0 MP)" in plain(metadata_text.file_facts("a.jpg", Photo(width=4000, height=3000)))


def test_values_of_columns() -> None:
    values = {
        "folder": "2019",
        "time": 1714557600.0,
        "year": 2024.0,
        "sharpness": 12.3456,
        "site": "reef",
        "width": 9.0,
    }
    told = plain(metadata_text.metadata_facts(values))
    assert told == "Metadata\ntime: 2024-05-01 10:00:00\nyear: 2024\nsharpness: 12.35\nsite: reef"
    assert metadata_text.metadata_facts({"folder": "2019"}) == []


def test_rows_are_used_again_and_hidden_when_they_are_too_many(qtbot) -> None:
    rows = MetadataRows("Facts")
    qtbot.addWidget(rows)
    rows.show()
    rows.show_facts([Fact("Heading"), Fact("a", "1", "what a is"), Fact("b", "2")])
    rows.show_facts([Fact("c", "<b>3</b>")])
    shown = [label for pair in rows._labels for label in pair if label.isVisible()]
    assert [label.text() for label in shown] == ["c", "<b>3</b>"]
    assert rows.facts == (Fact("c", "<b>3</b>"),)
