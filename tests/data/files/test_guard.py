"""What the guard decides where no command or dialog is in between."""

from __future__ import annotations

import ast
import os
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import Small

import annotator
from annotator.data.exporting.formats import Format, NoOptions, write_topic
from annotator.data.features import graph_file
from annotator.data.features.annotator_hdf5 import AnnotatorHdf5Writer
from annotator.data.files import guard as guard_module
from annotator.data.files import own_output
from annotator.data.files.atomic import ANY, atomic_binary, atomic_write
from annotator.data.files.guard import Found, Guard, holding
from annotator.errors import ExportError, FeatureError, ReplacesError
from annotator.experiments.playing.results_store import Store
from annotator.extraction import extract
from annotator.extraction.looking import encoder_called
from annotator.runtime.paths import UserFolders
from annotator.session.session import Session
from annotator.types import Label, Progress

PACKAGE = Path(annotator.__file__).parent
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="links, owners and devices as on Unix")

WRITES = {
    "cli/__init__.py": "the null device",
    "data/exporting/evidence.py": "a temporary folder",
    "data/exporting/conformance.py": "a temporary folder",
    "data/exporting/move_images.py": "images that are moved, never over a file",
    "data/exporting/output.py": "a hidden folder that becomes the exported one",
    "data/features/graph_file.py": "the graph of the project",
    "data/features/growing.py": "rows of the features of a project, in their place",
    "data/features/hdf5_writing.py": "files that its callers put in place",
    "data/files/atomic.py": "every output",
    "data/files/remembered.py": "lists of the program in the folders of the user",
    "data/images/thumbnail_store.py": "the cache",
    "data/importing/conformance.py": "a temporary folder",
    "data/judges/sharing.py": "a new project, after refusing what exists",
    "data/project/backups.py": "backups",
    "data/files/generation.py": "a write-ahead log that is put aside under a new name",
    "data/project/locking.py": "the lock",
    "data/project/project.py": "a new project",
    "data/project/text_log.py": "the log",
    "data/project/trust.py": "the list of permissions",
    "data/recovery/recover.py": "a new project",
    "data/recovery/restore.py": "the project that is restored",
    "data/recovery/salvage.py": "a temporary folder",
    "data/recovery/stray_logs.py": "a temporary folder",
    "experiments/playing/results_store.py": "finished searches, after asking the guard",
    "extraction/partial.py": "unfinished features, after asking the guard",
    "experiments/results/pictures.py": "a stream of atomic.py",
    "data/project/database.py": "an existing project",
    "model/factor_file.py": "the cache, and a temporary file without a name",
    "gui/actions/key_store.py": "the folder of preferences",
    "gui/controller/view_state.py": "the state folder",
    "gui/diagnostics/freeze_log.py": "a file that the command line asked the guard about",
    "gui/images/freedesktop_cache.py": "thumbnails of the desktop",
    "gui/settings/preferences.py": "the folder of preferences",
    "sample.py": "the folder of the sample",
}
"""Modules that write files themselves, and which. Everything else that is written goes through ``atomic.py``."""

_WRITERS = {
    "write_text", "write_bytes", "copyfile", "copy2", "copytree", "symlink_to", "hardlink_to", "savefig",
    "mkstemp", "QSaveFile", "FileIO", "touch", "truncate", "link",
}  # fmt: skip


def _writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if ast.unparse(call.func) == "sqlite3.connect":
        return ":memory:" not in texts
    if name in ("replace", "rename"):  # those of strings and topics have two arguments, that of dataclasses names them
        return isinstance(call.func, ast.Attribute) and len(call.args) == 1 and not call.keywords
    if name == "open":
        flags = any("O_CREAT" in ast.unparse(arg) for arg in call.args)
        return flags or any(
            0 < len(text) <= 3 and set(text) <= set("rwaxbt+") and set(text) & set("wax+") for text in texts
        )
    return name in _WRITERS and not (name == "link" and not call.args)  # a color of Qt


def test_no_other_module_writes_files() -> None:
    found = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and _writes(node)
    }
    assert found == set(WRITES), "write through annotator/data/files/atomic.py, or say here what is written"


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return small_collection.make(tmp_path)


def test_all_files_next_to_a_project_belong_to_it(small: Small) -> None:
    with small.create() as session:
        session.judge([0, 2], Label.RELEVANT)
        session.features.build_graph().run()
        session.project._state.back_up_before("test")
        session._state.mirror.close()
        found = [path for path in small.project.parent.rglob("*") if not path.is_relative_to(small.images)]
        names = {path.name for path in found}
        assert names >= {
            "small.annotator", "small.annotator-wal", "small.annotator-shm", "small.annotator.lock", "small.graph.h5",
            "small.annotator.backups", "small-before-test.annotator", "small.log.jsonl", "features.h5",
        }  # fmt: skip
        for path in found:
            with pytest.raises(ExportError, match="Choose another name"):
                ANY(path)
    for path in found:
        if path != small.features:
            with pytest.raises(ExportError, match="belongs to one"):
                ANY(path)
    small.project.write_bytes(b"damaged")
    for path in found:
        if "backups" in str(path):
            with pytest.raises(ExportError, match="belongs to one"):
                ANY(path)


@on_unix
def test_asking_opens_no_file_of_a_project_that_is_open_here(small: Small) -> None:
    """Closing any descriptor of a file drops the locks that SQLite holds on it."""
    opened: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching[0] and event == "open":
            opened.append(str(arguments[0]))

    with small.create() as session:
        session.judge([0], Label.RELEVANT)
        wal, shm = (small.project.with_name(f"small.annotator{end}") for end in ("-wal", "-shm"))
        links = [small.project.with_name(f"{number}.csv") for number in range(3)]
        for link, file in zip(links, (small.project, wal, shm), strict=True):
            link.hardlink_to(file)
        sys.addaudithook(watch)
        for file in (small.project, wal, shm, *links):
            with pytest.raises(ExportError):
                ANY(file)
        watching[0] = False
    assert not {*opened} & {str(file) for file in (small.project, wal, shm, *links)}


def test_an_open_session_guards_what_it_uses_until_it_is_closed(small: Small, tmp_path: Path) -> None:
    other = tmp_path / "other.h5"
    small_collection.write_features(other, np.ones((12, 3)), [f"{i // 5:02d}/im{i:04d}.png" for i in range(12)])
    session = small.create()
    session.features.add("other", other)
    for used in (small.features, other, small.images / "00" / "im0000.png", small.images / "new.csv"):
        with pytest.raises(ExportError, match="Choose"), atomic_write(used):
            pass
        with pytest.raises(ExportError, match="Choose"):
            AnnotatorHdf5Writer(used, 3)
    session.features.remove("other")
    assert ANY(other) is Found.OTHER
    session.close()
    assert ANY(small.features) is Found.OTHER


@on_unix
def test_a_link_target_that_is_an_image_is_kept(small: Small, tmp_path: Path) -> None:
    elsewhere = tmp_path / "archive.png"
    image = small.images / "00" / "im0000.png"
    image.rename(elsewhere)
    image.symlink_to(elsewhere)
    with small.create(), pytest.raises(ExportError, match="is an image of the collection"):
        ANY(elsewhere)


@on_unix
def test_what_was_written_is_known_until_it_changes(tmp_path: Path) -> None:
    careful = Guard(replace=False)
    file = tmp_path / "a.csv"
    for text in ("one", "two"):
        with atomic_write(file, careful) as stream:
            stream.write(text)
    assert careful(file) is Found.OURS
    link = tmp_path / "link.csv"
    link.symlink_to(file)
    assert careful(link) is Found.OURS
    file.write_text("three")
    with pytest.raises(ReplacesError, match=r"a\.csv exists"), atomic_write(file, careful):
        pass
    assert ANY(file) is Found.OTHER
    with holding(careful), pytest.raises(ReplacesError), atomic_binary(file):
        pass
    assert file.read_text() == "three"


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    writing = atomic_write(file, Guard(replace=False))
    writing.__enter__().write("ours")
    file.write_text("theirs")
    with pytest.raises(ReplacesError):
        writing.__exit__(None, None, None)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.csv", "theirs")]


@on_unix
def test_the_list_of_outputs_is_short_private_and_may_be_damaged(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(own_output, "_MOST", 3)
    files = [tmp_path / f"{number}.csv" for number in range(5)]
    for file in files:
        with atomic_write(file) as stream:
            stream.write("x")
    assert [own_output.is_ours(file) for file in files] == [False, False, True, True, True]
    stored = UserFolders().state / own_output.FILE_NAME
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    for damage in ("", "[]", "[" * 100_000, "{"):
        stored.write_text(damage)
        assert ANY(files[-1]) is Found.OTHER
        with atomic_write(files[-1]) as stream:
            stream.write("x")
        assert ANY(files[-1]) is Found.OURS


@on_unix
def test_files_of_others_are_refused_and_root_keeps_their_owner(tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "a.csv"
    file.write_text("theirs")
    if not os.geteuid():
        os.chown(file, 12345, 12345)
        with atomic_write(file) as stream:
            stream.write("new")
        status = file.stat()
        assert (status.st_uid, status.st_gid, file.read_text()) == (12345, 12345, "new")
    monkeypatch.setattr(guard_module.os, "geteuid", lambda: file.stat().st_uid + 1)
    with pytest.raises(ExportError, match="belongs to another user"), atomic_write(file):
        pass


def test_a_feature_file_with_the_name_of_the_graph_is_kept(tmp_path: Path, small: Small) -> None:
    features = small.project.with_suffix(".graph.h5")
    small.features.rename(features)
    before = features.read_bytes()
    with Session.create(small.project, small.images, features) as session:
        session.judge([0], Label.RELEVANT)
        session.features.build_graph().run()
        assert session.selections.has_graph
        fingerprint = session._state.project.fingerprint
    assert features.read_bytes() == before
    assert graph_file.load(small.project, fingerprint) is not None


def test_a_folder_that_holds_no_unfinished_features_is_kept(small: Small, tmp_path: Path) -> None:
    folder = tmp_path / "out.h5.partial"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(FeatureError, match=r"mine\.txt"):
        extract(small.images, tmp_path / "out.h5", encoder_called("descriptor"), again=True)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_a_file_that_is_no_list_of_searches_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "runs.jsonl"
    file.write_text('{"mine": 1}\n')
    with pytest.raises(ExportError, match="Name another folder"):
        Store(tmp_path)
    assert file.read_text() == '{"mine": 1}\n'
    file.write_text('{"key": "x", "cut')
    Store(tmp_path)
    assert file.read_text() == ""


def test_a_format_that_writes_next_to_images_replaces_no_file_of_others(tmp_path: Path) -> None:
    from annotator.data.exporting.conformance import _source
    from annotator.data.exporting.source import ExportReport
    from annotator.data.exporting.tasks import Flags

    source = _source(tmp_path)
    note = source.images_root / "note.txt"
    note.write_text("mine")

    def write(source, out, options: NoOptions, progress) -> ExportReport:
        with out.text("note.txt") as stream:
            stream.write("ours")
        return ExportReport((), 0)

    one = Format("notes", "Notes", "", "Notes.", write, Flags)
    with holding(Guard(replace=False)), pytest.raises(ReplacesError):
        write_topic(one, source, tmp_path / "unused", Progress(), {"beside_images": True})
    assert note.read_text() == "mine"


@on_unix
def test_the_null_device_stays_for_a_user_too(tmp_path: Path) -> None:
    """In a process of its own, as a script would do it."""
    code = (
        "from pathlib import Path\nfrom annotator.data.files.atomic import atomic_binary\n"
        "with atomic_binary(Path('/dev/stdout')) as stream:\n    stream.write(b'through')\n"
        "with atomic_binary(Path('/dev/null')) as stream:\n    stream.write(b'away')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"through"
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@on_unix
def test_hdf5_can_be_poured_into_a_device() -> None:
    with AnnotatorHdf5Writer(Path("/dev/null"), 2) as writer:
        writer.append(["a.png"], np.ones((1, 2)))
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
