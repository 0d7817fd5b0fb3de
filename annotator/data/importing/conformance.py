"""The contract of an import format as a test, for ours and for third parties'.

::

    from annotator.data.importing.conformance import check_importer

    def test_my_format(tmp_path):
        file = tmp_path / "labels.txt"
        file.write_text(...)
        check_importer(MY_FORMAT, file)
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from annotator.data.importing.detect import read_labels
from annotator.data.importing.foreign import ForeignLabel, ForeignLabels
from annotator.data.importing.formats import IMPORTERS, Importer
from annotator.data.importing.planning import plan_import
from annotator.errors import AmbiguousColumnError, AnnotatorError, ImportLabelsError
from annotator.types import Label

PIECES = 16
"""Places at which a file is cut off."""


def check_importer(one: Importer, file_it_reads: Path) -> None:
    """Assert that an import format keeps the contract of :class:`annotator.data.importing.Importer`.

    A copy of ``file_it_reads`` is read, which must not change it and must give labels that can be matched with images.
    Then damaged copies are read: empty, cut off, with foreign bytes, missing, a folder in place of a file. What cannot
    be understood has to be an ImportLabelsError that names the file.

    Args:
        one: The format.
        file_it_reads: A file or folder of this format with at least one label.

    Raises:
        AssertionError: The contract is broken; the message names the situation.
        PluginError: The declaration is wrong, so that the program would not load it.
    """
    IMPORTERS.check(one)
    assert one.title.strip(), f"{one.name} has no title"
    with tempfile.TemporaryDirectory() as folder:
        file = _copy(file_it_reads, Path(folder))
        before = _content(file)
        found = _read(one, file, "the file as it is")
        assert not isinstance(found, AnnotatorError), f"{one.name} cannot read {file_it_reads}: {found}"
        _check_labels(one, file, found)
        assert found == _read(one, file, "again"), f"{one.name}: the same file gave other labels"
        assert _content(file) == before, f"{one.name} changed the file that it read"
    for situation, damage in _damages(file_it_reads):
        with tempfile.TemporaryDirectory() as folder:
            file = _copy(file_it_reads, Path(folder))
            part = file / damage[0] if file.is_dir() else file
            part.write_bytes(damage[1])
            _read(one, file, situation)
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / f"other{file_it_reads.suffix}"
        assert isinstance(_read(one, other, "no such file"), ImportLabelsError), f"{one.name} read a missing file"
        if file_it_reads.is_dir():
            other.write_bytes(b"a file")
        else:
            other.mkdir()
        kind = "a file as a folder" if file_it_reads.is_dir() else "a folder as a file"
        assert isinstance(_read(one, other, kind), ImportLabelsError), f"{one.name} read {kind}"


def _check_labels(one: Importer, file: Path, found: ForeignLabels) -> None:
    assert isinstance(found, ForeignLabels), f"{one.name} returned {type(found).__name__} instead of ForeignLabels"
    assert found.path == file, f"{one.name}: the path is {found.path} instead of {file}"
    assert isinstance(found.labels, tuple), f"{one.name}: labels are no tuple"
    assert found.labels, f"{one.name}: no label was found in {file.name}"
    for label in found.labels:
        assert isinstance(label, ForeignLabel), f"{one.name}: {label!r} is no ForeignLabel"
        assert isinstance(label.label, Label), f"{one.name}: {label.label!r} is no Label"
        assert isinstance(label.name, str), f"{one.name}: {label.name!r} is no name of an image"
        assert label.name, f"{one.name}: a label has no name of an image"
        assert label.place, f"{one.name}: the label of {label.name!r} does not say where it is in the file"
    topic = found.topics[0]
    names = tuple(dict.fromkeys(label.name for label in found.labels if label.topic == topic))
    plan = plan_import(found, names, {}, topic)
    assert plan.new or plan.contradictory, f"{one.name}: no label can be matched with an image of its own name"


def _read(one: Importer, file: Path, situation: str) -> ForeignLabels | AnnotatorError:
    """Return the labels, or why there are none."""
    try:
        return read_labels(file, one.name, {}, {one.name: one})
    except (ImportLabelsError, AmbiguousColumnError) as error:
        if file.name in str(error):
            return error
        raise AssertionError(f"{one.name}, {situation}: the message does not name the file: {error}") from error
    except Exception as error:
        raise AssertionError(
            f"{one.name}, {situation}: {type(error).__name__} instead of ImportLabelsError: {error}"
        ) from error


def _damages(path: Path) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Yield what is wrong, in words, and the part of a folder that it is wrong with, with its new content."""
    for name, content in _content(path).items():
        cuts = sorted({len(content) * piece // PIECES for piece in range(1, PIECES)})
        changes = {
            "empty": b"",
            "a byte that is no text": content[: len(content) // 2] + b"\xff\xfe\x00" + content[len(content) // 2 :],
            "another kind of file": bytes(range(256)),
            "unexpected words": b"\n".join(line + b" ,x;7\t{" for line in content.split(b"\n")),
            **{f"cut off after {cut} bytes": content[:cut] for cut in cuts},
        }
        yield from ((f"{name or path.name}, {words}", (name, changed)) for words, changed in changes.items())


def _content(path: Path) -> dict[str, bytes]:
    """Return the bytes of a file under "", those of the files of a folder under their names."""
    if not path.is_dir():
        return {"": path.read_bytes()}
    files = sorted(file for file in path.rglob("*") if file.is_file())
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def _copy(path: Path, folder: Path) -> Path:
    copy = folder / path.name
    if path.is_dir():
        shutil.copytree(path, copy)
    else:
        shutil.copy2(path, copy)
    return copy
