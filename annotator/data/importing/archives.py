"""Archives that programs give for download: the one member with the labels is read, with a limit on its size."""

from __future__ import annotations

import zipfile
from pathlib import Path

from annotator.errors import ImportLabelsError

SMQTK = "iqr_state.json"
CVAT = "annotations.xml"
_FORMATS = {SMQTK: "smqtk", CVAT: "cvat"}
_MOST_MEMBERS = 1 << 20


def detected(path: Path) -> str:
    """Return the format of an archive; ImportLabelsError if none of its members is known."""
    names = _names(path)
    for wanted, name in _FORMATS.items():
        if wanted in names:
            return name
    raise ImportLabelsError(
        "{path}: this archive has neither {members}. Unpack it, and choose the file or folder with the labels.",
        path=path,
        members=" nor ".join(_FORMATS),
    )


def member(path: Path, name: str, most: int) -> bytes:
    """Return the content of a member of at most ``most`` bytes."""
    if name not in _names(path):
        raise ImportLabelsError("{path}: {name} is missing in this archive", path=path, name=name)
    try:
        with zipfile.ZipFile(path) as archive:
            size = archive.getinfo(name).file_size
            if size > most:
                raise ImportLabelsError(
                    "{path}: {name} of {gigabytes:.1f} GB is too large", path=path, name=name, gigabytes=size / 1e9
                )
            with archive.open(name) as stream:
                return stream.read(most + 1)
    except ImportLabelsError:
        raise
    except Exception as error:  # the exceptions of the decompressors have no common base class
        raise ImportLabelsError("{path}: the archive is damaged ({error})", path=path, error=error) from error


def _names(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except OSError:
        raise
    except Exception as error:  # of the decompressors, as above
        raise ImportLabelsError("{path}: the archive is damaged ({error})", path=path, error=error) from error
    if len(names) > _MOST_MEMBERS:
        raise ImportLabelsError("{path}: the archive has too many members", path=path)
    return set(names)
