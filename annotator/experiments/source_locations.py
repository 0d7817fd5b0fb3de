"""Locations in configuration files, for error messages."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path

from annotator.errors import ConfigError


def line_of(text: str, section: str, key: str = "") -> int:
    """Return the line of a key in a section of a TOML or INI file, counted from 1.

    Args:
        text: Content of the file.
        section: Name of the section, ``a.b`` for nested tables, "" for the part before the first one.
        key: Name of the key; "" for the section itself.

    Returns:
        Line of the key; line of the section if it does not contain the key; 1 if the section does not exist.
    """
    here, header = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        title = re.match(r"\s*\[+([^\]]*)\]", line)
        if title is not None:
            here = title[1].strip().replace('"', "").replace("'", "")
            if here == section:
                header = number
                if not key:
                    return number
        elif here == section and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=:.]", line, re.IGNORECASE):
            return number
    if header == 1 and "." in section and key:  # an inline table: key = { ... }
        outer, _, inner = section.rpartition(".")
        return line_of(text, outer, inner)
    return header


def fault(path: Path, text: str, section: str, key: str, message: str) -> ConfigError:
    """Return the error for a location in a file: ``path, line 3: message``."""
    return ConfigError("{path}, line {line}: {message}", path=path, line=line_of(text, section, key), message=message)


def unknown(kind: str, name: str, exist: Iterable[str]) -> str:
    """Return a message that a name is unknown, with the most similar one and a list of all known names."""
    names = list(exist)
    near = difflib.get_close_matches(name.lower(), [other.lower() for other in names], 1)
    meant = next((other for other in names if near and other.lower() == near[0]), None)
    hint = f" (did you mean {meant!r}?)" if meant is not None else ""
    return f"there is no {kind} {name!r}{hint}; there are: {', '.join(names) or 'none'}"
