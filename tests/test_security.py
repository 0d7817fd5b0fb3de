"""Files from strangers: what docs/security.md says of them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import h5py
import numpy as np
import pytest
import small_collection
from PIL import Image

from annotator.cli import main
from annotator.data.files.names import first_fault
from annotator.data.project.trust import TrustStore
from annotator.errors import AnnotatorError, ImageError, ProjectError, UnknownPlacesError
from annotator.session.session import Session
from annotator.types import Label

ROOT = Path(__file__).resolve().parent.parent
_opened: list[str] | None = None


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _opened is not None and event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
        _opened.append(os.fsdecode(arguments[0]))


sys.addaudithook(_watch)


@contextmanager
def opened_files() -> Iterator[list[str]]:
    """Collect the names of all files that Python opens."""
    global _opened
    _opened = []
    try:
        yield _opened
    finally:
        _opened = None


@pytest.fixture
def small(tmp_path):
    made = small_collection.make(tmp_path)
    with made.create() as session:
        session.judge([0, 1, 2], Label.RELEVANT)
        session.judge([3], Label.IRRELEVANT)
    return made


def change(project: Path, *statements: str) -> None:
    with sqlite3.connect(project) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON event BEGIN DELETE FROM label; END",
        "CREATE VIEW evil AS SELECT * FROM image",
        "CREATE TABLE evil (x)",
        "CREATE INDEX evil ON image (path)",
        "DROP TRIGGER event_no_delete",
        "ALTER TABLE image ADD COLUMN evil TEXT",
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_project_with_a_schema_of_somebody_else_is_not_opened(small, statement, read_only):
    change(small.project, statement)
    before = small.project.read_bytes()
    with pytest.raises(ProjectError, match="does not have the structure that the program writes"):
        Session.open(small.project, read_only=read_only)
    assert small.project.read_bytes() == before


def test_a_schema_written_into_the_table_of_schemas_is_not_opened(small):
    change(
        small.project,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'label INTEGER', 'label ANY') WHERE name = 'label'",
    )
    with pytest.raises(ProjectError):
        Session.open(small.project)


ODD = [
    "../secret.png",
    "/etc/hostname",
    "C:\\x.png",
    "\\\\server\\share\\x.png",
    "a/../../secret.png",
    "a\x00b.png",
    "",
]


@pytest.mark.parametrize("name", ODD)
def test_a_project_that_names_files_elsewhere_is_not_opened(small, name):
    """Exports would copy them, and sidecars be written beside them."""
    with sqlite3.connect(small.project) as connection:
        connection.execute("UPDATE image SET path = ? WHERE id = 7", (name,))
    connection.close()
    for read_only in (False, True):
        with opened_files() as names, pytest.raises(ProjectError, match="never writes such a name"):
            Session.open(small.project, read_only=read_only)
        assert not [one for one in names if "secret" in one or "hostname" in one or "share" in one]


def test_odd_names_are_found_among_many_and_ordinary_ones_are_not():
    ordinary = [f"a b/ü{i}..jpg" if i % 3 == 0 else f"xx:y/{i}.png" for i in range(1000)]
    assert first_fault(ordinary) is None
    assert first_fault([]) is None
    for name in ODD:
        assert first_fault([*ordinary, name, *ordinary]) == name
        assert first_fault(["a.jpg", name]) == name
        assert first_fault([name, "a.jpg"]) == name


def test_a_project_from_elsewhere_asks_on_the_command_line(small, tmp_path, capsys):
    from annotator.cli import main

    stranger = tmp_path / "downloads" / "p.annotator"
    stranger.parent.mkdir()
    small.project.rename(stranger)
    with opened_files() as names:
        assert main(["status", str(stranger)]) == 2
    assert "Allow it if you know where the project comes from" in capsys.readouterr().err
    assert not [name for name in names if str(small.images) in name or str(small.features) in name]
    assert main(["status", str(stranger), "--trust"]) == 0
    assert main(["status", str(stranger)]) == 0


def test_links_beside_a_project_count_as_where_they_lead(small, tmp_path):
    project = tmp_path / "downloads" / "p.annotator"
    project.parent.mkdir()
    small.project.rename(project)
    (project.parent / "images").symlink_to(small.images)
    (project.parent / "features.h5").symlink_to(small.features)
    asked = []

    def refuse(_project, places):
        asked.append(places)
        return False

    with pytest.raises(UnknownPlacesError):
        Session.open(project, may_use=refuse)
    assert asked == [(str(project.parent / "images"), str(project.parent / "features.h5"))]


def test_what_was_allowed_is_for_nobody_else_to_read_and_a_damaged_list_allows_nothing(tmp_path):
    approvals = TrustStore(tmp_path / "data")
    approvals.allow_places(tmp_path / "p", ("/a", "/b"))
    again = TrustStore(tmp_path / "data")
    assert again.places_allowed(tmp_path / "p", ("/a",))
    assert not again.places_allowed(tmp_path / "p", ("/a", "/c"))
    assert not again.places_allowed(tmp_path / "q", ("/a",))
    if os.name == "posix":
        assert again.file.stat().st_mode & 0o077 == 0
    for text in ("", "[]", "{", '{"places": 3, "plugins": []}'):
        again.file.write_text(text)
        assert not TrustStore(tmp_path / "data").places_allowed(tmp_path / "p", ("/a",))
        assert TrustStore(tmp_path / "data").plugins(tmp_path / "p") == {}
    again.switch_plugins(tmp_path / "p", {"x": "1"})
    assert TrustStore(tmp_path / "data").plugins(tmp_path / "p") == {"x": "1"}


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_files_get_the_rights_of_the_umask(small, tmp_path):
    (tmp_path / "own").mkdir()
    before = os.umask(0o077)
    try:
        with Session.create(tmp_path / "own" / "p.annotator", small.images, small.features) as session:
            session.judge([5], Label.RELEVANT)
            session.export("labels-csv", tmp_path / "own" / "l.csv")
    finally:
        os.umask(before)
    files = [file for file in (tmp_path / "own").rglob("*") if file.is_file()]
    assert len(files) >= 5
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


# Bombs


def test_a_picture_that_unpacks_to_gigabytes_is_refused_by_its_size(tmp_path):
    from annotator.data.images.images import decode

    bomb = tmp_path / "bomb.png"
    Image.MAX_IMAGE_PIXELS = None
    Image.new("1", (30_000, 30_000)).save(bomb, optimize=True)
    assert bomb.stat().st_size < 200_000
    with pytest.raises(ImageError, match="30000 x 30000 pixels are more than the limit"):
        decode(bomb)


def test_an_archive_that_unpacks_to_more_than_it_says_is_refused(tmp_path):
    from annotator.data.features.features import FeatureStore

    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("features.npy", "w") as member:
        head = b"{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 512), }"
        head += b" " * (118 - len(head)) + b"\n"
        member.write(b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head)
        for _ in range(20):
            member.write(bytes(1 << 20))
    with pytest.raises(AnnotatorError):
        FeatureStore.open(path).close()


def test_features_in_other_files_are_refused(tmp_path):
    from annotator.data.features.features import FeatureStore

    with h5py.File(tmp_path / "secret.h5", "w") as file:
        file["features"] = np.ones((3, 4), np.float32)
        file["filenames"] = [b"a", b"b", b"c"]
    with h5py.File(tmp_path / "linked.h5", "w") as file:
        file["features"] = h5py.ExternalLink("secret.h5", "/features")
        file["filenames"] = [b"a", b"b", b"c"]
    with pytest.raises(AnnotatorError):
        FeatureStore.open(tmp_path / "linked.h5").close()


def test_the_list_of_licences_is_complete():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "write_licences.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("command", ["doctor", "recover"])
def test_neither_doctor_nor_recover_reads_outside_of_a_folder_unasked(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A project from elsewhere names places outside of its folder: they are not even opened before a person says so."""
    small = small_collection.make(tmp_path / "there")
    here = tmp_path / "here"
    here.mkdir()
    project = here / "from elsewhere.annotator"
    with Session.create(project, small.images, small.features, topic="kites") as session:
        session.judge([0], Label.RELEVANT)
    monkeypatch.setattr(
        "annotator.runtime.paths.UserFolders", lambda: SimpleNamespace(data=tmp_path / "nothing allowed")
    )
    touched: list[str] = []
    for module in ("annotator.data.recovery.health_check", "annotator.data.recovery.recover"):
        monkeypatch.setattr(
            f"{module}.open_features", lambda path, *_: touched.append(str(path)) or pytest.fail("read")
        )
    main([command, str(project)])
    said = capsys.readouterr().out
    assert touched == []
    if command == "doctor":
        assert "not checked, because they are outside" in said
        assert "--trust" in said
    monkeypatch.undo()
    monkeypatch.setattr("annotator.runtime.paths.UserFolders", lambda: SimpleNamespace(data=tmp_path / "allowed"))
    shutil.rmtree(here / f"{project.name}.backups", ignore_errors=True)
    assert main(["doctor", str(project), "--trust"]) == 0
    assert "the ones the project was created with" in capsys.readouterr().out
