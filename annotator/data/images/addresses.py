"""Images by the address under which a program such as Label Studio serves them: ``/data/local-files/?d=PATH``."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from annotator.data.images.scanning import IMAGE_SUFFIXES

_ADDRESS = re.compile(r"https?://|/data/local-files/", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Return whether a text is an address, or the start of one, in which a path is percent-encoded."""
    return _ADDRESS.match(text) is not None


def address_of(path: str, prefix: str) -> str:
    """Return the address of the image ``path`` below ``prefix``; :func:`path_of` gives the path back."""
    return prefix + (quote(path, safe="/") if is_address(prefix) else path)


def path_of(text: str) -> str:
    """Return the path in an address, decoded once; a text that is no address is returned as it is."""
    if not is_address(text):
        return text
    try:
        parts = urlsplit(text)
        fields = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return text
    served = [value for name, value in fields if name == "d" or has_image_ending(value)]
    return served[0] if served else unquote(parts.path).lstrip("/") or text


def has_image_ending(name: str) -> bool:
    """Return whether a name ends as that of an image file."""
    return name.lower().endswith(tuple(IMAGE_SUFFIXES))
