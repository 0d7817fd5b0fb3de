"""The pages of a certificate: long lists, long names, and names in any script."""

from __future__ import annotations

import re
from typing import Any

from annotator.data.exporting.pages.certificate import MOST_LISTED, certificate_page


def _record(paths: list[str]) -> dict[str, Any]:
    numbers = ("images", "found", "bound", "audited", "waiting", "unsure", "needed", "needed_if_one")
    images = [{"path": path, "chance": 0.25, "label": None} for path in paths]
    return {
        "certified": True, "statement": "It holds.", "goal": {"recall": 0.9, "confidence": 0.95}, "recall": 0.93,
        "part": None,
        **dict.fromkeys(numbers, 7), "how": "Count.", "stakes": [0.5], "capital": [1.0],
        "audits": [{"round": 2, "labeled_before": 3, "images": images}],
    }  # fmt: skip


def _lines(page: bytes) -> list[str]:
    return [one.decode("cp1252").replace("\\\\", "\\") for one in re.findall(rb"Tm \((.*)\) Tj", page)]


def test_names_that_the_fonts_lack_are_drawn_as_escapes_and_copied_as_they_are() -> None:
    page = certificate_page(_record(["r\u00f6te/\u732b(1).jpg"]), "\u03b1", "birds")
    assert rb"/Span << /ActualText <FEFF0072 00F6".replace(b" 00F6", b"00F6") in page
    assert "r\u00f6te/\\u732b\\(1\\).jpg" in _lines(page)
    assert b"/Title <FEFF" + "Certificate of recall: \u03b1".encode("utf-16-be").hex().upper().encode() in page


def test_a_long_name_is_wrapped_and_nothing_of_it_is_lost() -> None:
    path = "a/" + "long-name-" * 30 + ".jpg"
    lines = _lines(certificate_page(_record([path]), "t", "p"))
    assert "".join(lines[lines.index("0.25") + 1 :]) == path


def test_many_images_take_several_pages_and_too_many_are_counted() -> None:
    paths = [f"{number}.jpg" for number in range(MOST_LISTED)]
    page = certificate_page(_record(paths), "t", "p")
    assert page.count(b"/Type /Page ") > 5
    assert set(paths) <= set(_lines(page))
    lines = _lines(certificate_page(_record([*paths, "more.jpg"]), "t", "p"))
    assert f"Round 2, drawn when 3 images had a label: {MOST_LISTED + 1:,} not judged." in lines
    assert not set(paths) & set(lines)
    place = int(re.findall(rb"startxref\n(\d+)", page)[0])
    assert page[place:].startswith(b"xref\n")
