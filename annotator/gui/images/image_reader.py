"""Where images are decoded: in this process, or in processes of their own."""

from __future__ import annotations

from pathlib import Path

from annotator.gui.images.decoder import Picture, read_here
from annotator.gui.images.subprocess_decoder import SubprocessDecoder

_apart: SubprocessDecoder | None = None


def decode_apart(wanted: bool) -> None:
    """Decode in processes of their own from now on, or in this one."""
    global _apart
    if wanted and _apart is None:
        _apart = SubprocessDecoder()
    elif not wanted and _apart is not None:
        before, _apart = _apart, None
        before.close()


def read_image(path: Path, max_edge: int | None = None) -> Picture:
    """Decode ``path`` as :func:`read_here` does, in another process if :func:`decode_apart` said so."""
    decoder = _apart
    return read_here(path, max_edge) if decoder is None else Picture(*decoder.read(path, max_edge))
