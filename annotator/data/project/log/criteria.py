"""The criteria of a topic: plain text in which an image of the collection is named as Markdown names one.

``![a kite from below](2024/kite 7.jpg)`` shows that image with these words; a name with a parenthesis is written in
angle brackets: ``![](<kite (2).jpg>)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_IMAGE = re.compile(r"!\[([^\]\n]*)\]\((?:<([^>\n]+)>|([^)\n]+))\)")


@dataclass(frozen=True)
class Picture:
    """An image in the criteria.

    Attributes:
        name: Its name as it was written.
        caption: What it shows, "" for nothing.
    """

    name: str
    caption: str


def parts(text: str) -> Iterator[str | Picture]:
    """Yield the texts and the images of criteria in their order; a text has no line breaks around it."""
    at = 0
    for found in _IMAGE.finditer(text):
        if words := text[at : found.start()].strip():
            yield words
        yield Picture((found[2] or found[3]).strip(), found[1].strip())
        at = found.end()
    if words := text[at:].strip():
        yield words


def named(picture: Picture) -> str:
    """Return how an image is written in criteria."""
    name = f"<{picture.name}>" if "(" in picture.name or ")" in picture.name else picture.name
    return f"![{picture.caption}]({name})"
